#!/usr/bin/env bash
# SheetJS writes one date with the sign of Greenwich twice: into .ods as Greenwich's hour, into .xlsx as Vietnam's.
#
# Library: SheetJS 0.18.5 (npm xlsx), under Node 20.
# Expected: "Z" behind a moment says one thing, whatever the container: the hour of Greenwich.
# Seen: With TZ=Asia/Ho_Chi_Minh a reception on 10/06/2026 at 08:15 is 2026-06-10T01:15:00.000Z in .ods and XML
#   Spreadsheet 2003 and 2026-06-10T08:15:00.000Z in .xlsx written with cellDates; the bare day 17/06/2026 is
#   2026-06-16T17:00:00.000Z in the first two and 2026-06-17T00:00:00.000Z in the third.
# Matters: A reader that drops the Z has a log seven hours early and its due days on the day before; one that obeys it
#   has the log of the .xlsx seven hours late. Only the hours of the whole list tell which was meant.
set -euo pipefail

command -v npm >/dev/null || { echo "node and npm are needed"; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --silent --no-audit --no-fund --prefix "$work" "xlsx@0.18.5" ||
  { echo "the pinned packages could not be installed"; exit 2; }
cd "$work"

TZ=Asia/Ho_Chi_Minh node - <<'NODE'
const XLSX = require('./node_modules/xlsx')
const sheet = XLSX.utils.aoa_to_sheet([[new Date(2026, 5, 10, 8, 15), new Date(2026, 5, 17)]], { cellDates: true })
const book = XLSX.utils.book_new()
XLSX.utils.book_append_sheet(book, sheet, 'DS')
for (const kind of ['ods', 'xlml', 'xlsx']) XLSX.writeFile(book, 'written.' + kind, { bookType: kind, cellDates: true })
NODE

python3 - <<'PYTHON'
import re
import sys
import zipfile

MOMENT = r"2026-\d\d-\d\dT[\d:.]+Z"
PARTS = {"ods": "content.xml", "xlsx": "xl/worksheets/sheet1.xml"}
GREENWICH = ["2026-06-10T01:15:00.000Z", "2026-06-16T17:00:00.000Z"]
VIETNAM = ["2026-06-10T08:15:00.000Z", "2026-06-17T00:00:00.000Z"]

seen = {}
for kind in ("ods", "xlml", "xlsx"):
    with open(f"written.{kind}", "rb") as file:
        data = zipfile.ZipFile(file).read(PARTS[kind]) if kind in PARTS else file.read()
    seen[kind] = re.findall(MOMENT, data.decode())

if seen != {"ods": GREENWICH, "xlml": GREENWICH, "xlsx": VIETNAM}:
    sys.exit(f"changed: {seen}")
print(f"still so: 08:15 in Vietnam is {GREENWICH[0]} in .ods and XML Spreadsheet 2003, {VIETNAM[0]} in .xlsx")
PYTHON
