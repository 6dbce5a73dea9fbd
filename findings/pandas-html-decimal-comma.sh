#!/usr/bin/env bash
# pandas takes the decimal comma out of a web page's numbers: 12,5 becomes 125.
#
# Library: pandas 3.1.1 (read_html) with lxml 6.1.3.
# Expected: A text "12,5", left for whoever knows the country; read_csv does just that.
# Seen: read_html counts the comma as a sign between thousands unless told otherwise: 12,5 reads 125 and 97,25 reads
#   9725, while "1.234.500" stays text and "29.083" among such numbers reads 29.083. A personal id loses its leading
#   zero on the way.
# Matters: The ".xls" of one-stop systems is a web page. Shares come out ten or a hundred times too large, and
#   thousands a thousand times too small.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "pandas==3.1.1" "lxml==6.1.3" ||
  { echo "the pinned packages could not be installed"; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import io
import sys

import pandas as pd

page = """<table>
<tr><th>Số định danh</th><th>Điểm</th><th>Tỷ lệ</th><th>Số hồ sơ</th></tr>
<tr><td>031000000001</td><td>12,5</td><td>97,25</td><td>1.234</td></tr>
<tr><td>031000000002</td><td>7,5</td><td>8,50</td><td>29.083</td></tr>
</table>"""
frame = pd.read_html(io.StringIO(page))[0]
seen = frame.iloc[0].tolist()
expected = [31000000001, 125, 9725, 1.234]

if seen != expected:
    sys.exit(f"changed: {seen}")

print("still so: 031000000001, 12,5, 97,25 and 1.234 (thousand) read", seen)
PYTHON
