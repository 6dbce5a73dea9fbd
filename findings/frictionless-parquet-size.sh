#!/usr/bin/env bash
# frictionless calls a Parquet file invalid by its true size, and valid by a wrong digest.
#
# Library: frictionless 5.21.0 (validate) with pandas 3.1.1 and pyarrow 26.0.1.
# Expected: "bytes" and "hash" of a resource are held against the file, as they are for CSV.
# Seen: Of Parquet nothing is counted: any stated size, the true one too, is a byte-count error, and any stated digest
#   passes, a wrong one too. Of the same table as CSV the true ones pass and the wrong ones are found.
# Matters: A package that states the size of its files is refused by the very check that others run on it, and one whose
#   file was changed on the way passes. Ours states no size of Parquet; who must know compares the digest by other means.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "frictionless[parquet]==5.21.0" "pandas==3.1.1" "pyarrow==26.0.1" ||
  { echo "the pinned packages could not be installed"; exit 2; }
cd "$work"
"$work/venv/bin/python" -W ignore - <<'PYTHON'
import json
import sys
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from frictionless import validate

table = pa.table({"area_code": ["10744-01", "10744-02"], "value": [12.5, None]})
pa.parquet.write_table(table, "areas.parquet")
pa.csv.write_csv(table, "areas.csv")


def described(ending, **more):
    fields = [{"name": "area_code", "type": "string"}, {"name": "value", "type": "number"}]
    one = {"name": "areas", "path": f"areas.{ending}", "format": ending, "schema": {"fields": fields}, **more}
    Path("datapackage.json").write_text(json.dumps({"name": "areas", "resources": [one]}), encoding="utf-8")
    return [kind for (kind,) in validate("datapackage.json").flatten(["type"])]


wrong = f"sha256:{'0' * 64}"
seen = {}
for ending in ("csv", "parquet"):
    data = Path(f"areas.{ending}").read_bytes()
    true = f"sha256:{sha256(data).hexdigest()}"
    seen[ending] = [described(ending)] + [described(ending, **more) for more in ({"bytes": len(data)}, {"bytes": 1}, {"hash": true}, {"hash": wrong})]
size, digest = ["byte-count"], ["hash-count"]
expected = {"csv": [[], [], size, [], digest], "parquet": [[], size, size, [], []]}

if seen != expected:
    sys.exit(f"changed: {seen}")

print("still so: by its true size the Parquet file gets", seen["parquet"][1], "and by a wrong digest", seen["parquet"][4])
PYTHON
