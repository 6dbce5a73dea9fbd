#!/usr/bin/env bash
# In an .ods, pandas decides what is true by the word shown, and "ĐÚNG" is false.
#
# Library: pandas 3.1.1 (read_excel, engine "odf") with odfpy 1.4.1; fastexcel 0.21.0 and polars 2.1.0 for
#   comparison.
# Expected: The cell says office:boolean-value="true"; what it shows is for the reader.
# Seen: Only the shown text TRUE counts as true. A cell whose value is true and which shows ĐÚNG reads False; of a
#   cell with another stored text than shown, the shown one is read. calamine reads the values.
# Matters: A column "Trực tuyến" of ticked boxes turns over as a whole, and the share of online dossiers with it.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "pandas==3.1.1" "odfpy==1.4.1" "fastexcel==0.21.0" "polars==2.1.0" ||
  { echo "the pinned packages could not be installed"; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import sys

import fastexcel
import pandas as pd
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

document = OpenDocumentSpreadsheet()
table, row = Table(name="DS"), TableRow()
for cell, shown in (
    (TableCell(valuetype="string"), "Trực tuyến"),
    (TableCell(valuetype="boolean", booleanvalue="true"), "TRUE"),
    (TableCell(valuetype="boolean", booleanvalue="true"), "ĐÚNG"),
    (TableCell(valuetype="string", stringvalue="Tổ 3"), "Tổ ..."),
):
    cell.addElement(P(text=shown))
    row.addElement(cell)
table.addElement(row)
document.spreadsheet.addElement(table)
document.save("ticks.ods")

seen = [
    [str(value) for value in pd.read_excel("ticks.ods", engine="odf", header=None).iloc[0][1:]],
    list(fastexcel.read_excel("ticks.ods").load_sheet(0, header_row=None, dtypes="string").to_polars().row(0)[1:]),
]
expected = [["True", "False", "Tổ ..."], ["true", "true", "Tổ 3"]]

if seen != expected:
    sys.exit(f"changed: {seen}")

print("still so: true shown as TRUE, true shown as ĐÚNG, 'Tổ 3' shown as 'Tổ ...':", seen[0], "by pandas,", seen[1], "by calamine")
PYTHON
