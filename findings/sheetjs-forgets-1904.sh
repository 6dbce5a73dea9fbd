#!/usr/bin/env bash
# A workbook that counts its days from 1904 says 2022 instead of 2026 once SheetJS has saved it as .xlsb or as
# XML Spreadsheet 2003; saved as .xlsx or .xls it is right.
#
# Library: SheetJS 0.18.5 (npm xlsx), xlsxwriter 3.2.9.
# Expected: Either the numbers of the days or the statement from which day they count goes over in every format.
# Seen: The cells keep the numbers of 1904 in all four, but .xlsb and XML Spreadsheet 2003 say nothing of 1904: each
#   date is four years and a day early, in SheetJS itself and in LibreOffice. Nothing in the file shows it.
# Matters: Web systems hand out what a colleague's old Mac workbook held through SheetJS. A reader that trusts the file
#   lists people who were insured in 2022; only a date beside it that is text, or an id that tells a birth year, objects.
set -euo pipefail
export TZ=UTC

command -v npm >/dev/null || { echo "node and npm are needed"; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --silent --no-audit --no-fund --prefix "$work" "xlsx@0.18.5" ||
  { echo "the pinned packages could not be installed"; exit 2; }
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check "xlsxwriter==3.2.9" ||
  { echo "the pinned packages could not be installed"; exit 2; }
cd "$work"

"$work/venv/bin/python" - <<'PYTHON'
from datetime import datetime

import xlsxwriter

with xlsxwriter.Workbook("since1904.xlsx", {"date_1904": True}) as book:
    sheet = book.add_worksheet("DS")
    sheet.write(0, 0, "Từ ngày")
    sheet.write_datetime(1, 0, datetime(2026, 7, 15), book.add_format({"num_format": "dd/mm/yyyy"}))
PYTHON

node - <<'NODE'
const XLSX = require('./node_modules/xlsx')
const book = XLSX.readFile('since1904.xlsx', { cellNF: true })
if (book.Sheets.DS.A2.w !== '15/07/2026') throw new Error('SheetJS does not read the workbook as it was written')
const seen = {}
for (const kind of ['xlsx', 'biff8', 'xlsb', 'xlml']) {
  XLSX.writeFile(book, `saved.${kind}`, { bookType: kind })
  seen[kind] = XLSX.readFile(`saved.${kind}`, { cellNF: true }).Sheets.DS.A2.w
}
const expected = { xlsx: '15/07/2026', biff8: '15/07/2026', xlsb: '14/07/2022', xlml: '14/07/2022' }
if (JSON.stringify(seen) !== JSON.stringify(expected)) {
  console.log('changed:', seen)
  process.exit(1)
}
console.log('still so: SheetJS 0.18.5 saves 15/07/2026 of a workbook since 1904 as', seen)
NODE
