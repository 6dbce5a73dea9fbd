"""The golden tidy frames: one CSV file a source, made of the cast's records and never of the program's reading.

Data flow: cast -> ``tests/golden/layouts/<source>.csv``; ``python -m tests.generator golden`` writes them anew.
"""

import csv
from pathlib import Path

from tests.generator.cast import cast
from tests.generator.layouts import TIDY

FOLDER = Path(__file__).parent.parent / "golden" / "layouts"


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
