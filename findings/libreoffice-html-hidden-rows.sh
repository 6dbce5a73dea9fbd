#!/usr/bin/env bash
# LibreOffice leaves hidden and filtered rows out of a web page, and writes them into a CSV and an OpenDocument file.
#
# Library: LibreOffice 7.4 of Debian 12 (soffice, as installed); xlsxwriter 3.3.1 to write the sheet.
# Expected: The same rows in every form: hiding is looks, and nothing was deleted.
# Seen: Of five people, two of them in rows that somebody hid, the page has three; the CSV and the flat OpenDocument file have five.
#   Nothing is said on the way, and the page shows no gap.
# Matters: A list saved as a web page while a filter was on has lost people. A running number tells it; a list
#   without one looks whole. Whoever converts an old list for us must take another form, or show all rows first.
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
import xlsxwriter

with xlsxwriter.Workbook("list.xlsx") as book:
    sheet = book.add_worksheet()
    for row in range(5):
        sheet.write_string(row, 0, f"MAU{row}")
    for row in (1, 3):
        sheet.set_row(row, options={"hidden": True})
PYTHON

convert() {
  LANG=C.UTF-8 LC_ALL=C.UTF-8 timeout 300 soffice "-env:UserInstallation=file://$work/profile" --headless \
    --convert-to "$1" --outdir . list.xlsx >/dev/null 2>&1 || { echo "LibreOffice could not convert"; exit 2; }
}
names() { grep -o 'MAU[0-9]' "$1" | sort -u | tr '\n' ' '; }
convert html
convert 'csv:Text - txt - csv (StarCalc):44,34,76'
convert fods
page=$(names list.html)
csv=$(names list.csv)
flat=$(names list.fods)
if [ "$page" != "MAU0 MAU2 MAU4 " ] || [ "$csv" != "MAU0 MAU1 MAU2 MAU3 MAU4 " ] || [ "$flat" != "$csv" ]; then
  echo "changed: page $page, csv $csv, fods $flat" >&2
  exit 1
fi
echo "still so: of $csv the page has $page($(soffice --version | cut -d' ' -f1,2))"
