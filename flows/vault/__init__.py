"""Vault: what is sealed: keys, rows, files, who looked."""
