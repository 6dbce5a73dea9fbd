"""Load: what is written of a delivery: audit lines, quarantine, staging, facts, dimensions (Kimball)."""
