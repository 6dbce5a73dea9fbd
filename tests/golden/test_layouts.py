"""Every layout in every container that can hold it gives the facts that were drawn into it, at the rows that Excel shows."""

from functools import cache

import pytest

from expectations.registry import contracts, source
from tests.support.drawn_frames import context, written
from tests.synthetic.golden import Facts, differences, read_golden
from tests.synthetic.layouts import LAYOUTS, TIDY
from tests.synthetic.layouts_cards import health_1111_as_printed
from tests.synthetic.old_writers import OLD_WRITERS
from tests.synthetic.page_furniture import DRESSES, OUTFITS, dressed
from tests.synthetic.reference_records import MONTH, cast
from tests.synthetic.sheets import Sheet
from tests.synthetic.writers import FLAT_CONTAINERS, WRITERS
from transforms.cleaning.model import Cleaned
from transforms.reading.archives import is_archive, members
from transforms.reading.delivery import read_delivery
from transforms.reading.model import Reading

ALL_WRITERS = WRITERS | OLD_WRITERS
OF_SOURCE = {name: [layout.name for layout in LAYOUTS.values() if layout.source == name] for name in TIDY}
#: Containers that hold the bytes of another one: tried with one layout of each source.
WRAPPERS = ("xlsm", "zip", "zip_csv")
PAIRS = [
    (layout.name, container)
    for layout in LAYOUTS.values()
    for container in layout.containers
    if container not in WRAPPERS or layout.name == OF_SOURCE[layout.source][0]
]
OUTFITTED = [(layout, outfit) for layout in LAYOUTS for outfit in OUTFITS]
#: Each dress alone on a layout of each source, in turn on each of them.
DRESSED = [(names[place % len(names)], dress) for place, dress in enumerate(DRESSES) for names in OF_SOURCE.values()]


def read(content: bytes, *path: str) -> Reading:
    if is_archive(content):
        (inside,) = members(content, max_unpacked_bytes=10**8)
        content = inside.data
    return read_delivery(content, path or ("2026-07", "Danh sách"), contracts())


def facts(layout: str, sheets: list[Sheet], container: str) -> tuple[Reading, Facts]:
    """What was read, and the tidy facts by sheet and row: those columns alone that the sheets show."""
    reading = read(ALL_WRITERS[container](sheets))
    assert (reading.source, reading.detail_vi) == (LAYOUTS[layout].source, "")
    frame = cleaned(reading).frame.select("sheet_name", "row_number", *LAYOUTS[layout].shows(sheets))
    return reading, {
        (row.pop("sheet_name"), row.pop("row_number")): {name: written(value) for name, value in row.items()} for row in frame.to_dicts()
    }


def cleaned(reading: Reading) -> Cleaned:
    assert reading.source
    return source(reading.source).clean(reading, context(MONTH))


def drawn(layout: str, sheets: list[Sheet], container: str) -> Facts:
    """The golden facts of the rows that the sheets show; a container without sheets names none and holds the first alone."""
    shown, golden = LAYOUTS[layout].shows(sheets), golden_rows(LAYOUTS[layout].source)
    flat = container in FLAT_CONTAINERS
    return {
        (None if flat else name, number): {column: golden[place][column] for column in shown}
        for (name, number), place in LAYOUTS[layout].rows(sheets[:1] if flat else sheets).items()
    }


@cache
def golden_rows(name: str) -> list[dict[str, str]]:
    return read_golden(name)


@pytest.mark.parametrize("name", TIDY)
def test_the_golden_frame_is_that_of_the_records(name: str) -> None:
    assert read_golden(name) == cast(name).truth(), "run `python -m tests.synthetic golden`"


@pytest.mark.parametrize(("layout", "container"), PAIRS)
def test_a_layout_in_a_container_gives_the_drawn_facts(layout: str, container: str) -> None:
    sheets = LAYOUTS[layout].sheets()
    reading, found = facts(layout, sheets, container)
    assert differences(found, drawn(layout, sheets, container)) == []
    assert [heading for table in reading.main for heading in table.unknown_headers] == []


@pytest.mark.parametrize(("layout", "dress"), DRESSED)
def test_a_dress_changes_no_fact(layout: str, dress: str) -> None:
    sheets = dressed(LAYOUTS[layout].sheets(), dress)
    assert differences(facts(layout, sheets, "xlsx")[1], drawn(layout, sheets, "xlsx")) == []


@pytest.mark.parametrize(("layout", "outfit"), OUTFITTED)
def test_many_dresses_at_once_change_no_fact(layout: str, outfit: str) -> None:
    sheets = dressed(LAYOUTS[layout].sheets(), *OUTFITS[outfit])
    assert differences(facts(layout, sheets, "xlsx")[1], drawn(layout, sheets, "xlsx")) == []


def test_the_old_print_without_a_number_of_the_person_is_held_and_names_what_it_lacks() -> None:
    reading = read(ALL_WRITERS["xlsx"](health_1111_as_printed(cast("health_insurance").records, MONTH)))
    assert (reading.source, reading.problem) == ("health_insurance", "missing_columns")
    assert "Mã số BHXH hoặc Số CCCD" in reading.detail_vi
