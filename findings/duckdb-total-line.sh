#!/usr/bin/env bash
# One short line at the end of a CSV, and DuckDB reads the whole file as a single column.
#
# Library: duckdb 2.0.1 (read_csv).
# Expected: An error about that line, or its missing cells as null.
# Seen: The sniffer looks for a delimiter that fits every line. A last line "Tổng" without delimiters leaves none,
#   so every record becomes one text, with the delimiters inside, and no complaint. With delim=';' given, the line
#   is an error, as one would expect from the start.
# Matters: Lists end with a line for the total or the signature. Counting rows still works and every column is gone:
#   the delimiter must be told, never guessed from the whole file.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "duckdb==2.0.1" ||
  { echo "the pinned packages could not be installed"; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import sys
from pathlib import Path

import duckdb

rows = "Họ và tên;Số khẩu\nNguyễn Thị Mẫu;3\nTrần Văn Thử;4\nLê Thị Ví;5\n"
Path("plain.csv").write_text(rows, encoding="utf-8")
Path("total.csv").write_text(rows + "Tổng\n", encoding="utf-8")
seen = [duckdb.sql(f"from read_csv('{name}.csv')").columns for name in ("plain", "total")]
try:
    duckdb.sql("from read_csv('total.csv', delim=';')").fetchall()
    seen.append("read")
except duckdb.Error:
    seen.append("refused")
expected = [["Họ và tên", "Số khẩu"], ["Họ và tên;Số khẩu"], "refused"]

if seen != expected:
    sys.exit(f"changed: {seen}")

print("still so: columns", seen[0], "become", seen[1], "by one line; with the delimiter told the file is refused")
PYTHON
