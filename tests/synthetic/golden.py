"""The golden tidy frames: one CSV file a source, made of the cast's records and never of the program's reading.

Data flow: cast -> ``tests/golden/layouts/<source>.csv``; ``python -m tests.synthetic golden`` writes them anew.
"""

import csv
from pathlib import Path

from flows.system.files import ROOT
from tests.synthetic.layouts import TIDY
from tests.synthetic.reference_records import cast

#: Sheet and Excel row -> tidy column -> value as drawn.
Facts = dict[tuple[str | None, int], dict[str, str]]
FOLDER = ROOT / "tests" / "golden" / "layouts"


def golden_path(source: str) -> Path:
    return FOLDER / f"{source}.csv"


def write_golden() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for source in TIDY:
        rows = cast(source).truth()
        with golden_path(source).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def read_golden(source: str) -> list[dict[str, str]]:
    with golden_path(source).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def differences(found: Facts, expected: Facts) -> list[str]:
    """The first few, for a reader; rows that are only on one side, then cells that differ."""
    rows = [
        f"row {place} {what}"
        for what, places in (("is missing", expected.keys() - found.keys()), ("is too many", found.keys() - expected.keys()))
        for place in sorted(places, key=str)
    ]
    cells = [
        f"row {place}, {name}: {found[place][name]!r}, drawn {value!r}"
        for place, row in expected.items()
        if place in found
        for name, value in row.items()
        if found[place][name] != value
    ]
    return (rows + cells)[:6]
