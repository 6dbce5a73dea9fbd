#!/usr/bin/env bash
# import-linter keeps a contract that a module in a folder without __init__.py breaks.
#
# Library: import-linter 2.16 with grimp 3.19.
# Expected: Whatever Python can import from below a root package is looked at.
# Seen: Grimp walks regular packages only: house.store.write, importable as a namespace package, is no part of the
#   graph, and the forbidden import in it is "KEPT". With an empty __init__.py the same contract is broken.
# Matters: A new folder of sources without that empty file escapes every layer contract, and the check stays green:
#   it takes a test of one's own to ask each folder for it.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "import-linter==2.16" "grimp==3.19" ||
  { echo "the pinned packages could not be installed"; exit 2; }
cd "$work"
mkdir -p house/store
touch house/__init__.py
echo 'import sqlite3' >house/store/write.py
cat >.importlinter <<'INI'
[importlinter]
root_package = house
include_external_packages = True

[importlinter:contract:pure]
name = No database
type = forbidden
source_modules = house
forbidden_modules = sqlite3
INI
export PYTHONPATH="$work"
venv/bin/python -c 'import house.store.write'
verdict() { venv/bin/lint-imports --no-cache | grep -Eo 'No database (KEPT|BROKEN)' || true; }
before=$(verdict)
touch house/store/__init__.py
after=$(verdict)
if [ "$before" != 'No database KEPT' ] || [ "$after" != 'No database BROKEN' ]; then
  echo "changed: $before, then $after" >&2
  exit 1
fi
echo "still so: $before without house/store/__init__.py, $after with it"
