#!/usr/bin/env bash
# Asked for complete results, Great Expectations lists every failing row on pandas and twenty on SQL.
#
# Library: great-expectations 1.24.1 with pandas 3.1.1 and SQLAlchemy 2.0.58 (SQLite).
# Expected: result_format COMPLETE is complete: one id for each failing row, as the count says.
# Seen: On SQL, unexpected_index_list is cut at partial_unexpected_count, which is 20 unless raised, although the
#   count beside it says 50; on pandas it has all 50.
# Matters: A review page built on that list refuses twenty rows, says nothing of the other thirty, and every test
#   with fewer than twenty bad rows passes.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "great-expectations==1.24.1" "pandas==3.1.1" "sqlalchemy==2.0.58" ||
  { echo "the pinned packages could not be installed"; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import logging
import sys

import great_expectations as gx
import pandas as pd
import sqlalchemy

logging.disable()
frame = pd.DataFrame({"row_id": range(1, 101), "card": [None] * 50 + ["GD4310000000001"] * 50})
frame.to_sql("cards", sqlalchemy.create_engine("sqlite:///cards.db"), index=False)
context = gx.get_context(mode="ephemeral")
context.variables.progress_bars = {"globally": False}
by_pandas = context.data_sources.add_pandas("pandas").add_dataframe_asset("cards").add_batch_definition_whole_dataframe("all")
by_sql = context.data_sources.add_sqlite("sql", connection_string="sqlite:///cards.db").add_table_asset("cards", table_name="cards")
batches = [by_pandas.get_batch({"dataframe": frame}), by_sql.add_batch_definition_whole_table("all").get_batch()]

rule = gx.expectations.ExpectColumnValuesToNotBeNull(column="card")
wanted = {"result_format": "COMPLETE", "unexpected_index_column_names": ["row_id"]}


def listed(batch, **more):
    result = batch.validate(rule, result_format=wanted | more).result
    return result["unexpected_count"], len(result["unexpected_index_list"])


seen = [listed(batch) for batch in batches] + [listed(batches[1], partial_unexpected_count=1000)]
expected = [(50, 50), (50, 20), (50, 50)]

if seen != expected:
    sys.exit(f"changed: {seen}")

print("still so: failing rows counted and listed:", seen[0], "on pandas,", seen[1], "on SQL,", seen[2], "with the partial count raised")
PYTHON
