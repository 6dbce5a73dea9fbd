#!/usr/bin/env bash
# Several expressions in one select go to threads of polars, each call of a function of Python among them on a
# thread that Python must get to know and forget again; select_seq keeps all of it on the caller's thread.
#
# Library: polars 2.1.0 (DataFrame.select, with_columns and their _seq forms) under CPython.
# Expected: Frames of a few hundred rows are worked out where they are asked for, or at least cost the same either way.
# Seen: A function handed to map_batches runs on a thread of polars as soon as a second expression stands beside it, and
#   on the caller's where it stands alone or in select_seq. Each such call costs a thread state of Python, whose memory
#   is mapped and given back to the system. Three of them in a frame of 480 rows took three to six times the processor
#   time of select_seq, and three plain concatenations nearly three times.
# Matters: Cleaning that is written in many small steps spends more on handing over than on the work. And what must not
#   be called on another thread, or waits for a lock of the caller, is so called, or waits.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "polars==2.1.0" ||
  { echo "the pinned packages could not be installed"; exit 2; }
"$work/venv/bin/python" - <<'PYTHON'
import sys
import threading
import time

import polars as pl

frame = pl.DataFrame({name: ["x"] * 480 for name in "abc"})
seen_on = set()


def called(texts):
    seen_on.add(threading.get_native_id())
    return texts


def expressions():
    return [pl.col(name).map_batches(called, return_dtype=pl.String) for name in "abc"]


def runs_at_home(work):
    seen_on.clear()
    work()
    return seen_on == {threading.get_native_id()}


def cost(work, times=500):
    begin = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - begin) / times * 1e6


seen = {
    "select of one": runs_at_home(lambda: frame.select(expressions()[0])),
    "select of three": runs_at_home(lambda: frame.select(expressions())),
    "select_seq of three": runs_at_home(lambda: frame.select_seq(expressions())),
    "with_columns of three": runs_at_home(lambda: frame.with_columns(expressions())),
    "with_columns_seq of three": runs_at_home(lambda: frame.with_columns_seq(expressions())),
}
expected = {
    "select of one": True,
    "select of three": False,
    "select_seq of three": True,
    "with_columns of three": False,
    "with_columns_seq of three": True,
}
if seen != expected:
    sys.exit(f"changed: on the caller's thread were {seen}")
beside, in_turn = cost(lambda: frame.select(expressions())), cost(lambda: frame.select_seq(expressions()))
print(f"still so; here a select of three took {beside:.0f} µs of processor time, select_seq {in_turn:.0f}")
PYTHON
