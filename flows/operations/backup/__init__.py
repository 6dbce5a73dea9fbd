"""Backups: one file that holds the database, the landed files, the issued reports and, under a passphrase, the keys."""
