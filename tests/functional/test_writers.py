"""The same two lists from every writer of spreadsheets that can be had: each file ends as the original does, row by row and figure by figure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from tests.feeding import JULY, SEED, Office, an_office, cards, dossier_log, health_list, report, small_ward
from tests.foreign import WRITERS, Missing, Rows, xlsxwriter
from tests.generator.dossiers import make_dossiers, month_log
from tests.generator.records import Cell

#: Findings of both lists, and what was mended in them, whatever the file is called.
FINDINGS = """select f.source, f.sheet_name, f.row_number, f.column_letter, f.rule_code, f.severity, f.message_vi from audit.finding f
    where f.file_name = any(%s)"""
REPAIRS = "select source, column_name, kind, cell_count, examples::text from audit.repair_ledger where file_name = any(%s)"


@dataclass(frozen=True)
class Outcome:
    """What the house says of the two lists."""

    deliveries: list[tuple[Any, ...]]
    findings: list[tuple[Any, ...]]
    repairs: list[tuple[Any, ...]]
    figures: dict[str, list[str]]
    facts: dict[str, list[str]]


def with_dates(rows: Rows) -> list[list[Cell]]:
    """Texts that are days or moments as cells of dates, as most exporters write them."""
    return [[_dated(cell) for cell in cells] for cells in rows]


def _dated(cell: Cell) -> Cell:
    for form in ("%d/%m/%Y", "%d/%m/%Y %H:%M:%S"):
        try:
            return datetime.strptime(str(cell), form)
        except ValueError:
            continue
    return cell


HEALTH = with_dates(health_list(JULY, cards(JULY)[:30]).sheets[0].rows)
LOG = with_dates(dossier_log(JULY, month_log(make_dossiers(small_ward(), JULY, JULY, 30, SEED), JULY)).sheets[0].rows)
#: A sheet has a name of its own in every file.
HEALTH[3][5] = None


def outcome(office: Office, ending: str, health: bytes, log: bytes, writer: str) -> Outcome:
    names = [f"{writer} BHYT_2026-07.{ending}", f"{writer} DanhSachHoSo_2026-07.{ending}"]
    night = office.send_bytes(**dict(zip(names, (health, log), strict=True)))
    facts = {name: [line.replace(f"{writer} ", "").replace(f".{ending}", "") for line in lines] for name, lines in office.facts().items()}
    return Outcome(
        sorted((one.source, one.month, one.status, one.rows_read, one.rows_published, one.rows_quarantined) for one in night.deliveries),
        sorted(office.rows(FINDINGS, names), key=str),
        sorted(office.rows(REPAIRS, names), key=str),
        office.figures(),
        facts,
    )


@pytest.fixture(scope="module")
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office("embedded", request, tmp_path_factory.mktemp("writers")) as made:
        made.send(report(JULY))
        yield made


@pytest.fixture(scope="module")
def original(office: Office) -> Outcome:
    return outcome(office, "xlsx", xlsxwriter(HEALTH), xlsxwriter(LOG), "bản gốc")


def test_the_original_is_read_whole(original: Outcome) -> None:
    assert {source for source, *_ in original.deliveries} == {"dossiers", "health_insurance"}
    assert all(read > 0 and status.startswith("published") for _, _, status, read, *_ in original.deliveries)
    assert {
        code for name in ("XH04", "HC01") for code in [name] if any(f'"{name}"' in line for line in original.figures["indicator_value"])
    } == {
        "XH04",
        "HC01",
    }


@pytest.mark.parametrize("writer", WRITERS)
def test_every_writer_gives_the_same_rows_findings_and_figures(writer: str, office: Office, original: Outcome) -> None:
    ending, write = WRITERS[writer]
    try:
        health, log = write(HEALTH), write(LOG)
    except Missing as missing:
        pytest.skip(f"not on this machine: {missing}")
    got = outcome(office, ending, health, log, writer)
    assert got.deliveries == original.deliveries
    assert got.findings == original.findings
    assert got.repairs == original.repairs
    assert got.facts == original.facts
    assert got.figures == original.figures
