"""The operating system: errors, files, locks, processes. Knows nothing of wards."""
