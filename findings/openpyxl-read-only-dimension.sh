#!/usr/bin/env bash
# openpyxl in read-only mode believes the sheet's stated extent, and leaves out what lies beyond it.
#
# Library: openpyxl 3.1.5; xlsxwriter 3.3.1 to write the sheet.
# Expected: The same cells with read_only=True as without: the flag is there for speed.
# Seen: Where the sheet says that it ends at A1, as streaming writers do that begin the file before they know its
#   size, read-only mode gives one cell of five rows and three columns; the ordinary mode gives all.
# Matters: The exports of web systems are made by such writers. The list is cut silently and its one cell looks like
#   a title.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "openpyxl==3.1.5" "xlsxwriter==3.3.1" ||
  { echo "the pinned packages could not be installed"; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import re
import sys
import zipfile

import openpyxl
import xlsxwriter

with xlsxwriter.Workbook("whole.xlsx") as book:
    sheet = book.add_worksheet()
    for row in range(5):
        sheet.write_row(row, 0, [f"{row + 1}", "Nguyễn Thị Mẫu", "Tổ 3"])

with zipfile.ZipFile("whole.xlsx") as whole, zipfile.ZipFile("streamed.xlsx", "w") as streamed:
    for name in whole.namelist():
        part = whole.read(name)
        if name.startswith("xl/worksheets/"):
            part = re.sub(rb'<dimension ref="[^"]+"', b'<dimension ref="A1"', part)
        streamed.writestr(name, part)


def size(read_only):
    rows = list(openpyxl.load_workbook("streamed.xlsx", read_only=read_only).active.values)
    return len(rows), max(map(len, rows))


seen = {"ordinary": size(False), "read-only": size(True)}
expected = {"ordinary": (5, 3), "read-only": (1, 1)}

if seen != expected:
    sys.exit(f"changed: {seen}")

print("still so: rows and columns read by openpyxl 3.1.5:", seen)
PYTHON
