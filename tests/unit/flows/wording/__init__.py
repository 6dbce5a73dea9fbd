"""Vietnamese for people: numbers, statuses, targets, rows of the vault."""
