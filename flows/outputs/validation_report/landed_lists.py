"""Landed lists of a delivery: its file read again as the night read it: which sheets hold the list, and which places name the month.

Data flow: landed file -> ``flows.pipeline.readings`` -> ``LandedLists``
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.pipeline.landed_readings import landed_readings, looking_run
from flows.system.errors import ChitieuError

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from flows.config.settings import Settings
    from transforms.reading.model import Reading, Table

_PLACES_VI = {"title": "tiêu đề", "sheet": "tên trang tính", "file": "tên tệp", "folder": "tên thư mục", "rows": "cột tháng"}
_KINDS_VI = {"main": "danh sách", "left": "hộ ra khỏi danh sách", "population": "dân số"}


@dataclass(frozen=True)
class SheetRead:
    """One list as it was found: ``first_row`` and ``last_row`` of its data as Excel numbers them; ``unknown``: columns nobody knows."""

    sheet_name: str | None
    kind_vi: str
    rows: int
    first_row: int | None
    last_row: int | None
    columns: int
    unknown: int


@dataclass(frozen=True)
class LandedLists:
    """``columns``: of the contract, that stand in the file. ``months_vi``: places that name the month, not in their own words: a title may
    name people. ``is_there``: the landed file was at hand; after its term it is removed, and where the keys are another machine's it does
    not open."""

    sheets: tuple[SheetRead, ...] = ()
    months_vi: tuple[str, ...] = ()
    columns: frozenset[str] = frozenset()
    is_there: bool = True


NOT_AT_HAND = LandedLists(is_there=False)


def landed_lists(engine: "Engine", settings: "Settings", delivery_id: int) -> LandedLists:
    """Nothing is written."""
    try:
        (read,) = landed_readings(looking_run(engine, settings), [delivery_id])
    except ChitieuError:
        return NOT_AT_HAND
    return lists_of(read.reading)


def lists_of(reading: "Reading") -> LandedLists:
    from transforms.reading.months import evidence_of

    told = dict.fromkeys(f"{_PLACES_VI[one.where]} ghi {one.month[1]:02d}/{one.month[0]}" for one in evidence_of(reading))
    columns = frozenset(name for table in reading.tables for name in table.headers)
    return LandedLists(tuple(_sheet(table) for table in reading.tables), tuple(told), columns)


def _sheet(table: "Table") -> SheetRead:
    numbers = [int(number) for number in table.frame["row_number"]]
    return SheetRead(
        table.sheet_name,
        _KINDS_VI.get(table.kind, table.kind),
        len(numbers),
        min(numbers, default=None),
        max(numbers, default=None),
        len(table.headers),
        len(table.unknown_headers),
    )
