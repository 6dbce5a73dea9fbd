#!/usr/bin/env bash
# An expression with a Python function in it is worked out as often as its name is written, although polars shares equal expressions.
#
# Library: polars 2.1.0.
# Expected: Polars takes out common subexpressions (comm_subexpr_elim is on by default): the same expression, named five times within
#   another one, is worked out once, the more so where it is one and the same Python object that was told to be elementwise.
# Seen: Of an expression of polars' own functions that holds. Of map_batches it does not: with the expression named five times, select
#   calls the function four times, a lazy frame twice. As the field of a struct it is called once, however often the field is named.
# Matters: Small steps put together from others (clean a text, part it, write it with capitals) multiply: a name was cleaned six times
#   over, and nothing says so but a profile.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check "polars==2.1.0" ||
  { echo "the pinned package could not be installed"; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import sys

import polars as pl

names = pl.DataFrame({"name": ["nguyễn  văn an", None, "trần thị-bình"]})
calls = []


def tidy(series):
    calls.append(len(series))
    return series.str.replace_all("  ", " ", literal=True)


def named_often(text):
    parted = pl.when(text.str.contains("-", literal=True)).then(text.str.replace("-", " ", literal=True)).otherwise(text)
    return pl.coalesce(parted, text).str.to_titlecase()


def counted(ask):
    calls.clear()
    return ask().to_series().to_list(), len(calls)


tidied = pl.col("name").map_batches(tidy, return_dtype=pl.String, is_elementwise=True)
field = pl.struct(once=tidied).struct.with_fields(once=named_often(pl.field("once"))).struct.field("once")
seen = {
    "eager": counted(lambda: names.select(named_often(tidied))),
    "lazy": counted(lambda: names.lazy().select(named_often(tidied)).collect()),
    "field": counted(lambda: names.select(field)),
}
plan = names.lazy().select(named_often(pl.col("name").str.replace_all("  ", " ", literal=True))).explain()
shared = "CSE" in plan
texts = {tuple(text) for text, _ in seen.values()}
if texts != {("Nguyễn Văn An", None, "Trần Thị Bình")}:
    sys.exit(f"changed: the results are {texts}")
found = ", ".join(f"{name} {count}" for name, (_, count) in seen.items())
if not (seen["eager"][1] > 1 and seen["lazy"][1] > 1 and seen["field"][1] == 1 and shared):
    sys.exit(f"changed: calls of the function: {found}; polars' own functions shared: {shared}")
print(f"still so: calls of the function: {found}; polars' own functions are shared")
PYTHON
