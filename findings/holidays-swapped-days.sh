#!/usr/bin/env bash
# Of the two working days that were swapped for a Saturday in 2026, holidays knows one.
#
# Library: holidays 0.109 (is_working_day).
# Expected: Both swaps that the Government decided for 2026, or neither.
# Seen: Monday 31/08/2026 is known to be off for Saturday 22/08/2026. Friday 02/01/2026, off for Saturday 10/01/2026
#   (12729/VPCP-KGVX of 25/12/2025), is a working day to the library, and that Saturday is not.
# Matters: Due dates of dossiers count working days. A list that is right for one swap is trusted for the other;
#   ours stands in sql/reference/day_swaps.csv.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "holidays==0.109" ||
  { echo "the pinned packages could not be installed"; exit 2; }
"$work/venv/bin/python" - <<'PYTHON'
import sys

import holidays

calendar = holidays.country_holidays("VN", years=2026, language="vi")
days = ["2026-08-31", "2026-08-22", "2026-01-02", "2026-01-10"]
seen = [calendar.is_working_day(day) for day in days]
expected = [False, True, True, False]

if seen != expected:
    sys.exit(f"changed: {seen}")

print("still so, working days by the library:", ", ".join(f"{day} {'yes' if worked else 'no'}" for day, worked in zip(days, seen)))
PYTHON
