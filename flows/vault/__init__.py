"""What is sealed: keys, rows, files, who looked."""
