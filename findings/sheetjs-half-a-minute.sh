#!/usr/bin/env bash
# In the zone of Vietnam, SheetJS writes dates half a minute late and reads them half a minute early.
#
# Library: SheetJS 0.18.5 (npm xlsx), under Node 20; openpyxl 3.1.5 to look at what was written and to write what is
#   read.
# Expected: A date without a time of day comes out as that date, as it does with TZ=UTC.
# Seen: With TZ=Asia/Ho_Chi_Minh 01/03/2026 is stored as 00:00:30, and a true 01/03/2026 is read with cellDates as
#   23:59:30 of 28/02/2026. SheetJS counts days from a moment of 1899, when the local offset was no whole number of
#   minutes.
# Matters: One-stop systems make their exports in the browser. A date of receipt with a time of 00:00:30 is no time
#   of day, and a card that seems to end the day before its month does is a day short.
set -euo pipefail

command -v npm >/dev/null || { echo "node and npm are needed"; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --silent --no-audit --no-fund --prefix "$work" "xlsx@0.18.5" ||
  { echo "the pinned packages could not be installed"; exit 2; }
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "openpyxl==3.1.5" ||
  { echo "the pinned packages could not be installed"; exit 2; }
cd "$work"

TZ=Asia/Ho_Chi_Minh node - <<'NODE'
const XLSX = require('./node_modules/xlsx')
const sheet = XLSX.utils.aoa_to_sheet([[new Date(2026, 2, 1), new Date(2026, 2, 1, 8, 15)]])
const book = XLSX.utils.book_new()
XLSX.utils.book_append_sheet(book, sheet, 'DS')
XLSX.writeFile(book, 'written.xlsx')
NODE

"$work/venv/bin/python" - <<'PYTHON'
import datetime
import sys

import openpyxl

seen = [f"{moment:%d/%m/%Y %H:%M:%S}" for moment in next(openpyxl.load_workbook("written.xlsx").active.values)]
expected = ["01/03/2026 00:00:30", "01/03/2026 08:15:30"]

if seen != expected:
    sys.exit(f"changed: {seen}")

book = openpyxl.Workbook()
book.active.append([datetime.datetime(2026, 3, 1)])
book.save("sound.xlsx")
print("still so: 01/03/2026 is written as", seen[0], end="; ")
PYTHON

TZ=Asia/Ho_Chi_Minh node - <<'NODE'
const XLSX = require('./node_modules/xlsx')
const cell = XLSX.readFile('sound.xlsx', { cellDates: true }).Sheets.Sheet.A1.v
const seen = cell.toLocaleString('sv-SE')
if (seen !== '2026-02-28 23:59:30') {
  console.error('changed: ' + seen)
  process.exit(1)
}
console.log('a sound 2026-03-01 is read as ' + seen)
NODE
