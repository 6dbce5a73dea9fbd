#!/usr/bin/env bash
# ExcelJS stores a date made in Vietnam as 17:00 of the day before.
#
# Library: ExcelJS 4.4.0 (npm), under Node 20; fastexcel 0.21.0 and polars 2.1.0 to look at what was written.
# Expected: New Date(2026, 2, 1), midnight where the program runs, becomes 01/03/2026: a workbook knows no zones.
# Seen: ExcelJS writes the moment in UTC, seven hours back: 28/02/2026 17:00, and 08:15 of the first becomes 01:15.
#   Under TZ=UTC nothing is seen of it.
# Matters: A whole list stands a day early, and in the month before for whatever fell on a first. Where every date
#   of a column reads 17:00, that is no office hour but this.
set -euo pipefail

command -v npm >/dev/null || { echo "node and npm are needed"; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --silent --no-audit --no-fund --prefix "$work" "exceljs@4.4.0" ||
  { echo "the pinned packages could not be installed"; exit 2; }
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "fastexcel==0.21.0" "polars==2.1.0" ||
  { echo "the pinned packages could not be installed"; exit 2; }
cd "$work"

TZ=Asia/Ho_Chi_Minh node - <<'NODE'
const ExcelJS = require('./node_modules/exceljs')
const book = new ExcelJS.Workbook()
book.addWorksheet('DS').addRow([new Date(2026, 2, 1), new Date(2026, 2, 1, 8, 15)])
book.xlsx.writeFile('written.xlsx')
NODE

"$work/venv/bin/python" - <<'PYTHON'
import sys

import fastexcel

sheet = fastexcel.read_excel("written.xlsx").load_sheet(0, header_row=None, skip_rows=0, dtypes="string")
seen = sheet.to_polars().row(0)
expected = ("2026-02-28 17:00:00", "2026-03-01 01:15:00")

if seen != expected:
    sys.exit(f"changed: {seen}")

print("still so: local midnight of 2026-03-01 is stored as", seen[0], "and 08:15 as", seen[1])
PYTHON
