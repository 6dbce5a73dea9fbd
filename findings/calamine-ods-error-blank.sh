#!/usr/bin/env bash
# The #N/A that LibreOffice saves in an .ods reads as empty text, and not as an error.
#
# Library: fastexcel 0.21.0 (calamine), polars 2.1.0, pyarrow 26.0.1; xlsxwriter 3.3.1 and LibreOffice 7.4 of Debian
#   12 (soffice, as installed) to make the sheets.
# Expected: What the same sheet gives as .xlsx: null, and the cell among the errors of to_arrow_with_errors.
# Seen: LibreOffice marks the cell as a string of no length that shows #N/A; the mark for errors is an attribute of
#   its own, which calamine does not look at. The cell is "" and no error is told.
# Matters: Blank is sound where a last day may be missing: a card whose end could not be looked up becomes a card
#   without an end, in one of two formats of the same list.
set -euo pipefail

command -v soffice >/dev/null || { echo "LibreOffice (soffice) is needed"; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "fastexcel==0.21.0" "polars==2.1.0" "pyarrow==26.0.1" "xlsxwriter==3.3.1" ||
  { echo "the pinned packages could not be installed"; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import xlsxwriter

with xlsxwriter.Workbook("cards.xlsx") as book:
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Số thẻ", "Đến ngày"])
    sheet.write_string(1, 0, "GD4310000000001")
    sheet.write_formula(1, 1, "=NA()", None, "#N/A")
PYTHON

timeout 300 soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to ods cards.xlsx >/dev/null 2>&1 ||
  { echo "LibreOffice could not convert"; exit 2; }
"$work/venv/bin/python" - <<'PYTHON'
import sys

import fastexcel


def read(path):
    batch, errors = fastexcel.read_excel(path).load_sheet(0, header_row=None, skip_rows=0, dtypes="string").to_arrow_with_errors()
    return batch.column(1).to_pylist()[1], 0 if errors is None else len(errors.errors)


seen = {path: read(path) for path in ("cards.xlsx", "cards.ods")}
expected = {"cards.xlsx": (None, 1), "cards.ods": ("", 0)}

if seen != expected:
    sys.exit(f"changed: {seen}")

print("still so: #N/A and the number of errors told:", seen)
PYTHON
