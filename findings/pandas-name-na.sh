#!/usr/bin/env bash
# pandas reads the given name NA as nothing, even where every cell is asked for as text.
#
# Library: pandas 3.1.1 (read_excel) with openpyxl 3.1.5.
# Expected: dtype=str leaves texts alone.
# Seen: The texts NA, NULL, None, n/a and nan are taken for missing before the type is applied;
#   keep_default_na=False is a separate switch.
# Matters: Na is a common given name, many lists are in capitals and many have the last word of the name in a column
#   of its own ("Họ đệm | Tên"): the woman loses her name and is refused, or is matched with others who lack theirs.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "pandas==3.1.1" "openpyxl==3.1.5" ||
  { echo "the pinned packages could not be installed"; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import sys

import openpyxl
import pandas as pd

book = openpyxl.Workbook()
for row in (["Họ đệm", "Tên"], ["NGUYỄN THỊ", "NA"], ["TRẦN VĂN", "AN"]):
    book.active.append(row)
book.save("names.xlsx")

seen = [
    [None if pd.isna(name) else name for name in pd.read_excel("names.xlsx", dtype=str, **more)["Tên"]]
    for more in ({}, {"keep_default_na": False})
]
expected = [[None, "AN"], ["NA", "AN"]]

if seen != expected:
    sys.exit(f"changed: {seen}")

print("still so: the names NA and AN read", seen[0], "with dtype=str, and", seen[1], "with keep_default_na=False too")
PYTHON
