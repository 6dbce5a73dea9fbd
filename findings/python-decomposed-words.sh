#!/usr/bin/env bash
# In decomposed Vietnamese a word ends at its first mark, for some functions of Python and polars and not for others.
#
# Library: Python's re and str.title, beside polars 2.1.0.
# Expected: The two spellings of "Nguyễn", with composed and with combining marks, are the same word to a pattern
#   and to a change of case.
# Seen: Combining marks are no word characters to re, nor letters to str.title: "nguyễn văn" is titled "NguyễN VăN"
#   and falls into four words. polars keeps words whole in its patterns, and breaks them in to_titlecase like
#   Python.
# Matters: Files from a Mac and names of files inside archives are decomposed. A pattern that works on the columns
#   fails in the one helper written in plain Python, and names in proper case are spoilt by both: NFC comes before
#   everything.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "polars==2.1.0" ||
  { echo "the pinned packages could not be installed"; exit 2; }
"$work/venv/bin/python" - <<'PYTHON'
import re
import sys
import unicodedata

import polars as pl


def composed(text):
    return unicodedata.normalize("NFC", text)


name = unicodedata.normalize("NFD", "nguyễn văn")
column = pl.DataFrame({"name": [name]})
titled, words = column.select(pl.col("name").str.to_titlecase(), words=pl.col("name").str.extract_all(r"\w+")).row(0)
seen = [composed(name.title()), composed(titled), re.findall(r"\w+", name), [composed(word) for word in words]]
expected = ["NguyễN VăN", "NguyễN VăN", ["nguye", "n", "va", "n"], ["nguyễn", "văn"]]

if seen != expected:
    sys.exit(f"changed: {seen}")

print("still so: title-cased", seen[0], "by Python and", seen[1], "by polars; words", seen[2], "by Python and", seen[3], "by polars")
PYTHON
