#!/usr/bin/env bash
# openpyxl hands out the escape for a carriage return as seven letters of text.
#
# Library: openpyxl 3.1.5, fastexcel 0.21.0 with polars 2.1.0; xlsxwriter 3.3.1 to write the sheet.
# Expected: A cell of two lines reads as two lines in every library.
# Seen: SpreadsheetML stores the carriage return of a Windows line end as _x000D_. calamine turns it back, openpyxl
#   returns it as it stands; and openpyxl writes a text that merely looks like an escape unguarded, so that other
#   programs read another text.
# Matters: Addresses typed into web forms have Windows line ends. Read one way the address is clean, read the other
#   way it ends in a word of no language, which no normalisation of blanks takes away.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "openpyxl==3.1.5" "fastexcel==0.21.0" "polars==2.1.0" "xlsxwriter==3.3.1" ||
  { echo "the pinned packages could not be installed"; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import sys

import fastexcel
import openpyxl
import xlsxwriter

with xlsxwriter.Workbook("lines.xlsx") as book:
    book.add_worksheet().write_string(0, 0, "Tổ 3\r\nphường Mẫu")
book = openpyxl.Workbook()
book.active.append(["Mã_x0041_01"])
book.save("code.xlsx")


def by_calamine(path):
    return fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string").to_polars().item()


seen = [openpyxl.load_workbook("lines.xlsx").active["A1"].value, by_calamine("lines.xlsx"), by_calamine("code.xlsx")]
expected = ["Tổ 3_x000D_\nphường Mẫu", "Tổ 3\r\nphường Mẫu", "MãA01"]

if seen != expected:
    sys.exit(f"changed: {seen}")

print("still so: openpyxl reads", repr(seen[0]), "where calamine reads", repr(seen[1]))
PYTHON
