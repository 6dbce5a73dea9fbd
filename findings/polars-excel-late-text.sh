#!/usr/bin/env bash
# A text that first appears below a hundred numbers or dates is read as nothing.
#
# Library: fastexcel 0.21.0, polars 2.1.0 (pl.read_excel with its default engine), xlsxwriter 3.3.1 to write the
#   sheet.
# Expected: A text column, or an error: a reader that cannot keep a cell says so.
# Seen: Polars has the types guessed from the first hundred rows, fastexcel alone from the first thousand. Below
#   them a code among numbers and "31/02/2026" among dates become null, without a warning; in row 50 the same cells
#   make their columns text.
# Matters: The odd cell is the one that must be judged, and it is gone before any rule sees it: every sheet is read
#   as text throughout (dtypes="string"), and typed by our own hand.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "fastexcel==0.21.0" "polars==2.1.0" "xlsxwriter==3.3.1" ||
  { echo "the pinned packages could not be installed"; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import datetime
import sys

import polars as pl
import xlsxwriter


def read(odd_row):
    with xlsxwriter.Workbook("list.xlsx") as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ["STT", "Số thửa", "Ngày"])
        for row in range(1, 300):
            sheet.write_row(row, 0, [row, "12A" if row == odd_row else row * 10])
            if row == odd_row:
                sheet.write_string(row, 2, "31/02/2026")
            else:
                sheet.write_datetime(row, 2, datetime.datetime(2026, 3, 1), day)
    return pl.read_excel("list.xlsx").row(odd_row - 1)[1:]


seen = (read(50), read(200))
expected = (("12A", "31/02/2026"), (None, None))

if seen != expected:
    sys.exit(f"changed: {seen}")

print("still so: the same two cells are read in row 50 as", seen[0], "and in row 200 as", seen[1])
PYTHON
