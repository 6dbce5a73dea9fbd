#!/usr/bin/env bash
# A bare "soffice --convert-to csv" writes Vietnamese letters as "?" and turns days and months round.
#
# Library: LibreOffice 7.4 of Debian 12 (soffice, as installed); xlsxwriter 3.3.1 to write the sheet.
# Expected: UTF-8 on a machine whose locale is UTF-8, and the cells as the sheet shows them, as the dialogue "Save
#   as" has it.
# Seen: Without filter options the file is Windows-1252 whatever LANG says, so that most Vietnamese letters become
#   "?"; dates shown 01/02/2026 are written 02/01/2026, and an id shown 031000000001 loses its zero. With the
#   options 44,34,76 (comma, quote, UTF-8) all three stand as shown.
# Matters: The letters cannot be had back, and "01/02" for the first of February is a sound date of another month:
#   nobody downstream can tell. Whoever converts an old workbook for us must give the options.
set -euo pipefail

command -v soffice >/dev/null || { echo "LibreOffice (soffice) is needed"; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "xlsxwriter==3.3.1" ||
  { echo "the pinned packages could not be installed"; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import datetime

import xlsxwriter

with xlsxwriter.Workbook("list.xlsx") as book:
    sheet = book.add_worksheet()
    sheet.write_string(0, 0, "Nguyễn Thị Mẫu")
    sheet.write_datetime(0, 1, datetime.datetime(2026, 2, 1), book.add_format({"num_format": "dd/mm/yyyy"}))
    sheet.write_number(0, 2, 31000000001, book.add_format({"num_format": "000000000000"}))
PYTHON

convert() {
  LANG=C.UTF-8 LC_ALL=C.UTF-8 timeout 300 soffice "-env:UserInstallation=file://$work/profile" --headless \
    --convert-to "$1" --outdir "$2" list.xlsx >/dev/null 2>&1 || { echo "LibreOffice could not convert"; exit 2; }
}
convert 'csv' bare
convert 'csv:Text - txt - csv (StarCalc):44,34,76' told
bare=$(cat bare/list.csv)
told=$(cat told/list.csv)
if [ "$bare" != 'Nguy?n Th? M?u,02/01/2026,31000000001' ] || [ "$told" != 'Nguyễn Thị Mẫu,01/02/2026,031000000001' ]; then
  echo "changed: bare $bare, told $told" >&2
  exit 1
fi
echo "still so: $told becomes $bare ($(soffice --version | cut -d' ' -f1,2))"
