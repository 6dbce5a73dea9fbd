#!/usr/bin/env bash
# ftfy "mends" sound Vietnamese capitals: ĐÃ before a no-break space becomes Đà.
#
# Library: ftfy 6.3.1 (fix_encoding).
# Expected: Text with letters that only Vietnamese has is left alone; ftfy says of itself that it prefers to change
#   nothing.
# Seen: A final Ã before a no-break space, a dash or a closing quotation mark is read as the first byte of a misread
#   letter: "ĐÃ TRẢ" with a no-break space becomes "ĐàTRẢ", "XÃ—TDP" becomes "X×TDP", the surname “LÃ” in quotation
#   marks becomes “LÔ. With plain spaces all stay as they are.
# Matters: Web exports are full of no-break spaces and of capitals, and these are the words for "has been", for a
#   commune and a surname. Blanks must be made plain before, and a repair kept only where the result is spelt
#   better.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "ftfy==6.3.1" ||
  { echo "the pinned packages could not be installed"; exit 2; }
"$work/venv/bin/python" - <<'PYTHON'
import sys

import ftfy

sound = ["ĐÃ\xa0TRẢ KẾT QUẢ", "LÃ\xa0THỊ MẪU", "XÃ—TDP 3", "họ “LÃ”", "ĐÃ TRẢ KẾT QUẢ", "LÃ THỊ MẪU"]
seen = [ftfy.fix_encoding(text) for text in sound]
expected = ["ĐàTRẢ KẾT QUẢ", "LàTHỊ MẪU", "X×TDP 3", "họ “LÔ", "ĐÃ TRẢ KẾT QUẢ", "LÃ THỊ MẪU"]

if seen != expected:
    sys.exit(f"changed: {seen}")

print("still so:", "; ".join(f"{before} becomes {after}" for before, after in zip(sound[:4], seen)))
PYTHON
