#!/usr/bin/env bash
# Babel reads 12.5 in the Vietnamese locale as 125, without a word.
#
# Library: Babel 2.18.0 (babel.numbers.parse_decimal).
# Expected: An error: the point parts thousands in Vietnamese, and what follows it here is no group of three.
# Seen: All points are dropped wherever they stand, so that 12.5 is 125, 0.975 is 975 and 1,234.5 is 1.2345. Only
#   strict=True, which is not the default, refuses them; 1.234 is 1234 both ways.
# Matters: Spreadsheets mix Vietnamese and English number formats within one column. A share of 0.975 must be
#   refused or understood, never multiplied by a thousand.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "Babel==2.18.0" ||
  { echo "the pinned packages could not be installed"; exit 2; }
"$work/venv/bin/python" - <<'PYTHON'
import sys

from babel.numbers import NumberFormatError, parse_decimal


def read(text, strict):
    try:
        return str(parse_decimal(text, locale="vi", strict=strict))
    except NumberFormatError:
        return "refused"


cells = ["12.5", "0.975", "1,234.5", "1.234"]
seen = [[read(cell, strict) for cell in cells] for strict in (False, True)]
expected = [["125", "975", "1.2345", "1234"], ["refused", "refused", "refused", "1234"]]

if seen != expected:
    sys.exit(f"changed: {seen}")

print("still so:", cells, "read", seen[0], "and with strict=True", seen[1])
PYTHON
