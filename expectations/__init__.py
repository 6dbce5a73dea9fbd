"""Judges: frames in, findings out. Never changes a frame."""
