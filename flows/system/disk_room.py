"""Room on a disk: how much is free where something cannot be written, and how much more it takes, as the end of a sentence."""

import errno
import shutil
from pathlib import Path

#: What a night may take beside what it publishes: PostgreSQL keeps up to 1 GB of log of changes (max_wal_size) until its next checkpoint.
NEEDED_BYTES = 1_500_000_000
#: Why a disk takes no more, by the number of the system's error.
FULL = {errno.ENOSPC: "it is full", errno.EDQUOT: "this user's share of it is used up"}


def room_sentence(place: Path, needed_bytes: int = NEEDED_BYTES) -> str:
    """``place`` need not be there: its disk is that of the nearest folder above."""
    there = next((folder for folder in (place, *place.parents) if folder.exists()), Path("/"))
    free = shutil.disk_usage(there).free
    if free >= needed_bytes:  # a share of a user, or files beyond the number that the disk can hold, of which its bytes say nothing
        return f"{megabytes(free)} are free on the disk as a whole: raise this user's share of it, or remove files."
    return f"{megabytes(free)} are free there, {megabytes(needed_bytes)} are needed: free at least {megabytes(needed_bytes - free)}."


def megabytes(count: int) -> str:
    return f"{max(count, 0) / 1e6:,.0f} MB"
