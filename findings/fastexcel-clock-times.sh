#!/usr/bin/env bash
# Read as text, a time of day is a date of 1899 in .xlsx and nothing at all in .ods.
#
# Library: fastexcel 0.21.0, polars 2.1.0; xlsxwriter 3.3.1 and odfpy 1.4.1 to write the sheets.
# Expected: "08:15:00" in both, as the typed reading of both has it.
# Seen: With dtypes="string" the .xlsx cell 08:15 reads "1899-12-31 08:15:00" and a duration of 36 hours "1900-01-01
#   12:00:00"; the same cells of an .ods are null, as if nobody had filled them in, unless one asks for the errors
#   too (to_arrow_with_errors).
# Matters: Lists of dossiers keep the hour in a column of its own. A blank hour is in order, an unreadable one is a
#   finding, and a "date" of 1899 is neither.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "fastexcel==0.21.0" "polars==2.1.0" "xlsxwriter==3.3.1" "odfpy==1.4.1" ||
  { echo "the pinned packages could not be installed"; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import sys

import fastexcel
import xlsxwriter
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

with xlsxwriter.Workbook("hours.xlsx") as book:
    sheet = book.add_worksheet()
    sheet.write_string(0, 0, "Giờ nộp")
    sheet.write_number(0, 1, 0.34375, book.add_format({"num_format": "hh:mm"}))
    sheet.write_number(0, 2, 1.5, book.add_format({"num_format": "[h]:mm"}))

document = OpenDocumentSpreadsheet()
table, row = Table(name="DS"), TableRow()
for shown, value in (("Giờ nộp", None), ("08:15", "PT08H15M00S"), ("36:00", "PT36H00M00S")):
    cell = TableCell(valuetype="time", timevalue=value) if value else TableCell(valuetype="string")
    cell.addElement(P(text=shown))
    row.addElement(cell)
table.addElement(row)
document.spreadsheet.addElement(table)
document.save("hours.ods")


def texts(path):
    return fastexcel.read_excel(path).load_sheet(0, header_row=None, skip_rows=0, dtypes="string").to_polars().row(0)[1:]


seen = (texts("hours.xlsx"), texts("hours.ods"))
expected = (("1899-12-31 08:15:00", "1900-01-01 12:00:00"), (None, None))

if seen != expected:
    sys.exit(f"changed: {seen}")

print("still so: 08:15 and 36:00 read", seen[0], "in .xlsx and", seen[1], "in .ods")
PYTHON
