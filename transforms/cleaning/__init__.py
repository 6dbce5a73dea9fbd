"""Steps of cleaning that every source uses."""
