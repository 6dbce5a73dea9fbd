#!/usr/bin/env bash
# Making a solver of highspy prints a banner on standard output, before there is anything to switch it off with.
#
# Library: highspy 1.16.0 (HiGHS), beside highspy 1.15.0 and scipy 1.17.1, which carries HiGHS too.
# Expected: Nothing: HiGHS has an option output_flag, and printed only when it solved, as 1.15.0 does.
# Seen: The constructor Highs() writes two lines to standard output. The option is set on the object that it makes, so
#   silent() and output_flag come too late; what is solved afterwards is as quiet as they say.
# Matters: A command whose standard output is a document for a script (the summary of a night as JSON) gives one that no
#   parser takes, on the nights in which a small cell had to be hidden, and on no other.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
cat > "$work/solve.py" <<'PYTHON'
import os
import sys

said = os.open(sys.argv[1], os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
os.dup2(said, 1)  # the native library writes to the descriptor itself
import highspy

solver = highspy.Highs()
made = os.path.getsize(sys.argv[1])
solver.setOptionValue("output_flag", False)
solver.addVar(0.0, 4.0)
solver.changeColCost(0, -1.0)
solver.run()
print(made > 0, os.path.getsize(sys.argv[1]) > made, solver.getSolution().col_value[0], file=sys.stderr)
PYTHON
cat > "$work/scipy_solve.py" <<'PYTHON'
from scipy.optimize import linprog

linprog([-1.0], bounds=[(0.0, 4.0)], method="highs")
PYTHON
seen=""
for version in 1.16.0 1.15.0; do
  "$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check "highspy==$version" "numpy==2.4.6" "scipy==1.17.1" ||
    { echo "the pinned packages could not be installed"; exit 2; }
  seen+="$version: $("$work/venv/bin/python" "$work/solve.py" "$work/said" 2>&1); "
done
seen+="scipy: $("$work/venv/bin/python" "$work/scipy_solve.py" | wc -c) bytes"
expected="1.16.0: True False 4.0; 1.15.0: False False 4.0; scipy: 0 bytes"
[ "$seen" = "$expected" ] || { echo "changed: $seen"; exit 1; }
echo "still so: printed by the constructor, printed while solving, the solution: $seen"
