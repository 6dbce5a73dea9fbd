#!/usr/bin/env bash
# polars reads "01/02/26" with the format %d/%m/%Y, as a day of the year 26.
#
# Library: polars 2.1.0 (str.to_date), beside Python's own strptime.
# Expected: An error, or null with strict=False: %Y is a year of four digits, and strptime refuses two.
# Seen: Strict parsing gives 0026-02-01 without complaint, with the format as well as when polars finds the format
#   itself.
# Matters: Years of two digits are common where people type dates by hand. The cell passes as a date, and a birth
#   date twenty centuries off passes every test that only asks for a date: the digits of the year have to be counted
#   first.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "polars==2.1.0" ||
  { echo "the pinned packages could not be installed"; exit 2; }
"$work/venv/bin/python" - <<'PYTHON'
import datetime
import sys

import polars as pl

cells = pl.Series(["15/02/26"])
seen = [str(cells.str.to_date("%d/%m/%Y", strict=True).item()), str(cells.str.to_date().item())]
try:
    seen.append(str(datetime.datetime.strptime("15/02/26", "%d/%m/%Y")))
except ValueError:
    seen.append("refused")
expected = ["0026-02-15", "0026-02-15", "refused"]

if seen != expected:
    sys.exit(f"changed: {seen}")

print("still so: 15/02/26 by %d/%m/%Y is", seen[0], "in polars, refused by strptime")
PYTHON
