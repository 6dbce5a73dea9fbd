#!/usr/bin/env bash
# dateparser takes "8 giờ 15 ngày 01/02/2026" for eight hours ago, and a bare month for one of its days.
#
# Library: dateparser 1.5.0, language vi.
# Expected: 08:15 of 01/02/2026, or None; and for "Tháng 3 năm 2026" None, or the first of March.
# Seen: "giờ" is also the word for hours, so the date is dropped and eight hours are taken from the present moment.
#   A month without a day becomes the day of that month on which the program happens to run. "08:15 ngày 01/02/2026"
#   is read rightly.
# Matters: This is how Vietnamese forms write a moment, and headings a month. The result is a sound date that
#   differs from night to night.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "dateparser==1.5.0" ||
  { echo "the pinned packages could not be installed"; exit 2; }
"$work/venv/bin/python" - <<'PYTHON'
import datetime
import sys

import dateparser

now = datetime.datetime(2026, 7, 17, 10, 0)
cells = ["8 giờ 15 ngày 01/02/2026", "01/02/2026 8 giờ 15 phút", "Tháng 3 năm 2026", "08:15 ngày 01/02/2026"]
seen = [f"{dateparser.parse(cell, languages=['vi'], settings={'RELATIVE_BASE': now}):%Y-%m-%d %H:%M}" for cell in cells]
expected = ["2026-07-17 02:00", "2026-07-17 01:45", "2026-03-17 00:00", "2026-02-01 08:15"]

if seen != expected:
    sys.exit(f"changed: {seen}")

print("still so, at 10:00 of 17/07/2026:", "; ".join(f"{cell} is {moment}" for cell, moment in zip(cells, seen)))
PYTHON
