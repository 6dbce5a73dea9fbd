"""Limits of a ward: when a whole delivery is refused or doubted."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """When a whole delivery is refused or doubted: shares 0-1, sizes in MB, rows as counts.

    ``reading_memory_mb`` and ``reading_seconds``: what the reading of one file may take before it is given up (F01); the seconds are of
    processor time.
    """

    max_unpacked_mb: int = 512
    reading_memory_mb: int = 1024
    reading_seconds: int = 120
    same_rows_share: float = 0.98
    row_drop_share: float = 0.20
    row_rise_share: float = 0.20
    replaced_share: float = 0.50
    critical_share: float = 0.10
    critical_least: int = 10
    repair_low_share: float = 0.05
    repair_high_share: float = 0.50
    repair_jump_least: int = 20
