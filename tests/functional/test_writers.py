"""The same two lists from every writer of spreadsheets that can be had: each file ends as the original does, row by row and figure by
figure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from tests.foreign import WRITERS, WRITERS_OF_GREENWICH, Missing, Rows, local_with_z, odfpy, xlsxwriter
from tests.support.office import JULY, SEED, Office, an_office, cards, dossier_log, health_list, report, small_ward
from tests.synthetic.dossiers import make_dossiers, month_log
from tests.synthetic.records import Cell

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
#: A few faults, so that there is something to find: nobody, an unknown group, a last day that is no day, and a dossier that nobody has
#: to end.
HEALTH[4][1] = HEALTH[4][5] = LOG[2][10] = None
HEALTH[6][11], HEALTH[7][10] = "Khu nhà lạ", "chưa rõ"


def outcome(office: Office, ending: str, health: bytes, log: bytes, writer: str) -> Outcome:
    names = [f"{writer} BHYT_2026-07.{ending}", f"{writer} DanhSachHoSo_2026-07.{ending}"]
    night = office.send_bytes(**dict(zip(names, (health, log), strict=True)))
    facts = {name: [_unnamed(line, names) for line in lines] for name, lines in office.facts().items()}
    return Outcome(
        sorted((one.source, one.month, one.status, one.rows_read, one.rows_published, one.rows_quarantined) for one in night.deliveries),
        sorted(office.rows(FINDINGS, names), key=str),
        sorted(office.rows(REPAIRS, names), key=str),
        office.figures(),
        facts,
    )


def _unnamed(line: str, names: list[str]) -> str:
    for name in names:
        line = line.replace(f'"{name}"', "list").replace(name, "list")
    return line


@pytest.fixture(scope="module")
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office("embedded", request, tmp_path_factory.mktemp("writers")) as made:
        made.send(report(JULY))
        yield made


@pytest.fixture(scope="module")
def original(office: Office) -> Outcome:
    return outcome(office, "xlsx", xlsxwriter(HEALTH), xlsxwriter(LOG), "bản gốc")


def test_the_original_is_read_whole_and_its_faults_are_found(original: Outcome) -> None:
    assert [(source, status, read) for source, _, status, read, *_ in original.deliveries] == [
        ("dossiers", "published_with_findings", len(LOG) - 1),
        ("health_insurance", "published_with_findings", len(HEALTH) - 1),
    ]
    assert {rule for _, _, _, _, rule, severity, _ in original.findings if severity != "info"} == {"H01", "H09", "H02", "D05"}
    for code in ("XH04", "HC01"):
        assert any(f'"{code}"' in line for line in original.figures["indicator_value"]), code


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


@pytest.mark.parametrize("writer", WRITERS_OF_GREENWICH)
def test_moments_told_at_greenwich_give_the_same_figures_and_are_told(writer: str, office: Office, original: Outcome) -> None:
    ending, write = WRITERS_OF_GREENWICH[writer]
    try:
        health, log = write(HEALTH), write(LOG)
    except Missing as missing:
        pytest.skip(f"not on this machine: {missing}")
    got = outcome(office, ending, health, log, writer)
    assert got.deliveries == original.deliveries
    moved = [found for found in got.findings if found not in original.findings]
    assert [(source, rule, severity) for source, _, _, _, rule, severity, _ in moved] == [
        ("dossiers", "F12", "warning"),
        ("health_insurance", "F12", "warning"),
    ]
    assert len(got.findings) == len(original.findings) + 2 and all("cộng 7 giờ" in message for *_, message in moved)
    assert (got.facts, got.figures) == (original.facts, original.figures)


def test_a_log_of_which_nobody_knows_whose_hours_it_tells_is_held(office: Office, original: Outcome) -> None:
    """Receptions of the morning and due times at five: as Greenwich's, an afternoon and the next day."""
    at = {LOG[0].index("Ngày tiếp nhận"): (9, 40), LOG[0].index("Ngày hẹn trả"): (17, 0)}
    rows = [
        [datetime(2026, 7, 7 + place % 3, *at[column]) if column in at else None if isinstance(cell, datetime) else cell
         for column, cell in enumerate(line)]
        for place, line in enumerate(LOG[1:10])
    ]  # fmt: skip
    night = office.send_bytes(**{"giờ Z DanhSachHoSo_2026-07.ods": odfpy([LOG[0], *rows], told=local_with_z)})
    (held,) = night.deliveries
    assert (held.source, held.status) == ("dossiers", "held")
    assert office.figures() == original.figures
