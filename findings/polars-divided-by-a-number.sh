#!/usr/bin/env bash
# A column divided by a number is another in its last digit than the same column divided by a column, and than one row.
#
# Library: polars 2.1.0 (eager and lazy expressions), beside Python's own division.
# Expected: 30.0 / 36 is 0.8333333333333334 (IEEE 754, division rounded once), whatever stands beside it.
# Seen: Of two rows and more a division by a literal gives 0.8333333333333333: the column is multiplied by the
#   reciprocal. A frame of one row gives ...34, and so does a division by a column with the same number in every row,
#   but not by one that with_columns has made of a literal.
# Matters: A figure hangs on how many rows are computed with it: worked out again for one month it differs from the
#   one of the whole history, and "what has changed?" says that something has. Round to fewer digits before comparing
#   or storing, or divide by a real column.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "polars==2.1.0" ||
  { echo "the pinned packages could not be installed"; exit 2; }
"$work/venv/bin/python" - <<'PYTHON'
import sys

import polars as pl


def divided(rows, by):
    frame = pl.DataFrame({"had": [30.0] * rows, "months": [36] * rows}).with_columns(made=pl.lit(36))
    return frame.select(out=pl.col("had") / by)["out"].to_list()[0]


exact = 30.0 / 36
seen = {
    "a literal, one row": divided(1, 36) == exact,
    "a literal, three rows": divided(3, 36) == exact,
    "a column": divided(3, pl.col("months")) == exact,
    "a column made of a literal": divided(3, pl.col("made")) == exact,
}
expected = {
    "a literal, one row": True,
    "a literal, three rows": False,
    "a column": True,
    "a column made of a literal": False,
}

if seen != expected:
    sys.exit(f"changed: {seen}")

print("still so: 30/36 is", exact, "in Python and", divided(3, 36), "in a column of three rows")
PYTHON
