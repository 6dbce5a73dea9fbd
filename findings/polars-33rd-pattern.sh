#!/usr/bin/env bash
# The 33rd regular expression in use makes the other 32 ten times dearer.
#
# Library: polars 2.1.0.
# Expected: A pattern costs its compilation once; a program that asks a hundred of them of small columns, again and again,
#   pays for the columns.
# Seen: Compiled patterns are kept for each thread, and 32 of them. Going round 32 patterns costs about 0.1 ms each on fifty
#   cells, going round 40 about 1.5 ms each, nearly all of it compilation of Unicode classes (\p{L}, \s, \S, (?i)).
# Matters: Cleaning a short list with a hundred patterns compiles all hundred for each list: small deliveries cost what large
#   ones do, and no profile of the rows shows it.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check "polars==2.1.0" ||
  { echo "the pinned package could not be installed"; exit 2; }
cd "$work"
POLARS_MAX_THREADS=1 "$work/venv/bin/python" - <<'PYTHON'
import sys
import time

import polars as pl

cells = pl.DataFrame({"place": ["Tổ dân phố số 5"] * 50})


def microseconds_each(count, rounds=20):
    patterns = [rf"(?i)^\p{{L}}+\s\S{{1,3}}n\s.*{number}$" for number in range(count)]
    for pattern in patterns:
        cells.select(pl.col("place").str.contains(pattern))
    began = time.perf_counter()
    for _ in range(rounds):
        for pattern in patterns:
            cells.select(pl.col("place").str.contains(pattern))
    return (time.perf_counter() - began) / rounds / count * 1e6


within, beyond = (min(microseconds_each(count) for _ in range(3)) for count in (32, 40))
if beyond < 3 * within:
    sys.exit(f"changed: {within:.0f} us each within 32 patterns, {beyond:.0f} us each beyond")

print(f"still so: {within:.0f} us each within 32 patterns, {beyond:.0f} us each beyond")
PYTHON
