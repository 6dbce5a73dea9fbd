"""The story of a run: known files, readings, prepare, deliver, refresh, outcomes."""
