"""Moments as they are written out: in the one zone of Viet Nam, which has had no summer time since 1975, and with its offset.

Data flow: a moment of the warehouse -> ``in_zone`` (documents, ``flows.wording.moments``), ``moments_iso`` (columns)
"""

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

ZONE = timezone(timedelta(hours=7))
OFFSET = "+07:00"


def in_zone(moment: datetime) -> datetime:
    """One without a zone is Viet Nam's already, as the views of the mart have it."""
    return moment.replace(tzinfo=ZONE) if moment.tzinfo is None else moment.astimezone(ZONE)


def moments_iso(frame: "pl.DataFrame") -> "pl.DataFrame":
    """Columns of moments without a zone as text, "2026-09-05T08:15:00+07:00"."""
    import polars as pl

    moments = [name for name, kind in frame.schema.items() if kind == pl.Datetime]
    return frame.with_columns_seq(pl.col(name).dt.strftime(f"%Y-%m-%dT%H:%M:%S{OFFSET}") for name in moments)
