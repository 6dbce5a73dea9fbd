#!/usr/bin/env bash
# Of an .xlsb workbook that SheetJS wrote, calamine reads the first column and nothing else.
#
# Library: fastexcel 0.21.0 (calamine), SheetJS 0.18.5 (npm xlsx), polars 2.1.0.
# Expected: All cells, or an error.
# Seen: Only column A comes back. SheetJS writes every cell after the first of a row as one of the short records
#   that carry no column number; calamine passes over them without a word. SheetJS itself and LibreOffice read the
#   whole sheet.
# Matters: Insurance agencies hand out large lists as .xlsb. A list reduced to its running numbers is no damaged
#   file to any program: whoever reads it must miss the columns that the contract requires, and say so.
set -euo pipefail

command -v npm >/dev/null || { echo "node and npm are needed"; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --silent --no-audit --no-fund --prefix "$work" "xlsx@0.18.5" ||
  { echo "the pinned packages could not be installed"; exit 2; }
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "fastexcel==0.21.0" "polars==2.1.0" ||
  { echo "the pinned packages could not be installed"; exit 2; }
cd "$work"

node - <<'NODE'
const XLSX = require('./node_modules/xlsx')
const sheet = XLSX.utils.aoa_to_sheet([
  ['STT', 'Họ và tên', 'Số thẻ', 'Mức'],
  [1, 'Nguyễn Thị Mẫu', 'GD4310000000001', 12.5],
  [2, 'Trần Văn Thử', 'GD4310000000002', 13.25],
])
const book = XLSX.utils.book_new()
XLSX.utils.book_append_sheet(book, sheet, 'DS')
XLSX.writeFile(book, 'list.xlsb')
const back = XLSX.utils.sheet_to_json(XLSX.readFile('list.xlsb').Sheets.DS, { header: 1 })
if (back.some((row) => row.length !== 4)) throw new Error('SheetJS no longer reads its own workbook')
NODE

"$work/venv/bin/python" - <<'PYTHON'
import sys

import fastexcel

sheet = fastexcel.read_excel("list.xlsb").load_sheet(0, header_row=None, skip_rows=0, dtypes="string")
seen = sheet.to_polars().rows()
expected = [("STT",), ("1",), ("2",)]

if seen != expected:
    sys.exit(f"changed: {seen}")

print("still so: of three rows and four columns fastexcel 0.21.0 reads", seen)
PYTHON
