#!/usr/bin/env bash
# fsspec's find() leaves out the folders that it may not read, and a folder that is not there is empty.
#
# Library: fsspec 2026.9.0 (the local file system).
# Expected: PermissionError and FileNotFoundError, as ls() raises them.
# Seen: find(), glob() and walk() return what they could read, without a word of the rest; on_error="raise", which
#   walk() knows, changes nothing in find().
# Matters: The drop folder of an agency whose rights were set wrongly looks like an agency that has sent nothing.
#   Missing lists are then reported, and nobody looks at the rights: folders have to be listed one by one, for their
#   errors.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "fsspec==2026.9.0" ||
  { echo "the pinned packages could not be installed"; exit 2; }
chmod 711 "$work" # the check for root below becomes another user
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import os
import sys
from pathlib import Path

import fsspec

landing = Path.cwd() / "landing"
for agency in ("bhxh", "motcua"):
    (landing / agency).mkdir(parents=True)
    (landing / agency / "list.csv").write_text("STT\n1\n")
files = fsspec.filesystem("file")
every = [Path(path).parent.name for path in sorted(files.find(str(landing)))]
(landing / "motcua").chmod(0)
if os.geteuid() == 0:
    os.seteuid(65534)  # nobody: root may read everything


def names(**more):
    return [Path(path).parent.name for path in files.find(str(landing), **more)]


try:
    files.ls(str(landing / "motcua"))
    listing = "listed"
except PermissionError:
    listing = "refused"
seen = [every, names(), names(on_error="raise"), files.find(str(landing / "thue")), listing]
expected = [["bhxh", "motcua"], ["bhxh"], ["bhxh"], [], "refused"]
if os.geteuid() != os.getuid():
    os.seteuid(0)
(landing / "motcua").chmod(0o700)

if seen != expected:
    sys.exit(f"changed: {seen}")

print("still so: find() over two agencies gives", seen[1], "and [] for a folder that is not there, where ls() raises")
PYTHON
