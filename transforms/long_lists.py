"""Columns of a list, worked out one after the other; of a long list beside each other.

Polars hands each column that it works out beside others to a thread of its own, and for a function of Python there it makes and clears away
what Python keeps of a thread (findings/polars-short-frames-on-threads.sh): more work than the columns of a short list are. So
``with_columns_seq`` and ``select_seq`` are the usual ones here.
"""

import polars as pl

#: Rows from which on the second core is worth it.
_LONG = 5_000


def with_columns(frame: pl.DataFrame, *columns: pl.Expr) -> pl.DataFrame:
    """As the frame's own, for columns that are dear."""
    return frame.with_columns(*columns) if frame.height >= _LONG else frame.with_columns_seq(*columns)
