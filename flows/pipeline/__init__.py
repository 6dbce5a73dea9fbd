"""The story of a run: known files, prepare, deliver, refresh, outcomes."""
