"""The operating system: errors, files, locks, processes, values of JSON. Knows nothing of wards."""
