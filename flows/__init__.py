"""The world: files, network, clock, environment, database, schedules."""
