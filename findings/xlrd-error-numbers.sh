#!/usr/bin/env bash
# xlrd gives an error cell as a small whole number: #N/A is 42.
#
# Library: xlrd 2.0.2; xlwt 1.3.0 to write the .xls.
# Expected: None, a text "#N/A", or something that cannot be mistaken for a figure.
# Seen: row_values() has 42 for #N/A, 23 for #REF!, 15 for #VALUE! and 7 for #DIV/0!, beside true numbers; a ticked
#   box is 1. Only the types beside the values tell them apart.
# Matters: A sum of persons with one #N/A among them is 42 too high and looks sound. An error cell must arrive as an
#   error, for the row to be refused.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "xlrd==2.0.2" "xlwt==1.3.0" ||
  { echo "the pinned packages could not be installed"; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import sys

import xlrd
import xlwt

book = xlwt.Workbook()
row = book.add_sheet("DS").row(0)
row.write(0, "Số khẩu")
row.write(1, 4)
for column, code in enumerate((0x2A, 0x17, 0x0F, 0x07), start=2):  # #N/A, #REF!, #VALUE!, #DIV/0! as the format numbers them
    row.set_cell_error(column, code)
row.set_cell_boolean(6, True)
book.save("counts.xls")

seen = xlrd.open_workbook("counts.xls").sheet_by_index(0).row_values(0)
expected = ["Số khẩu", 4.0, 42, 23, 15, 7, 1]

if seen != expected:
    sys.exit(f"changed: {seen}")

print("still so: 4, #N/A, #REF!, #VALUE!, #DIV/0! and a ticked box read", seen[1:])
PYTHON
