"""The warehouse made again from the landed files is the warehouse as it was; nothing is half made again, and readers see no gap."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from flows.config.ward import Publication
from flows.database.engine import WarehouseError, open_engine
from flows.database.migrate import migrate
from flows.extract.landing import landed_path
from flows.operations.rebuild import RebuildError, Rebuilt, rebuild
from flows.vault.file_encryption import read_sealed
from flows.vault.master_keys import master_keys
from tests.conftest import ROOT, SERVERS
from tests.support.office import (
    JULY,
    JUNE,
    SECRET,
    Office,
    an_office,
    cards,
    dossier_log,
    health_list,
    poverty_list,
    report,
    small_ward,
    social_list,
)
from tests.synthetic.delivery import Delivery
from tests.synthetic.layouts_social import report_workbook
from tests.synthetic.report import report_records
from tests.warehouse.test_publish_dossiers import ON_TIME, row

#: That the same comes out again is what is asked here: nothing is remembered from the first time.
pytestmark = pytest.mark.usefixtures("cleaned_and_judged_anew")

HISTORY = """select indicator_key, area_key, month_key, window_kind, known_from, known_to, value from warehouse.fact_indicator order by 1,
    2, 3, 4, 5"""
DELIVERIES = (
    "select delivery_id, file_name, source, month, status, rows_read, rows_published, rows_quarantined, received_at, run_id, "
    "superseded_by, reasons from audit.delivery order by 1"
)
FINDINGS = (
    "select delivery_id, sheet_name, row_number, column_name, rule_code, severity, message_vi, state from audit.finding order by 1, "
    "2, 3, 4, 5, 7"
)
HIDDEN = """select i.indicator_code, a.area_code, f.month_key, f.window_kind, f.reason from warehouse.fact_suppressed_cell f
    join warehouse.dim_indicator i using (indicator_key) join warehouse.dim_area a using (area_key) order by 1, 2, 3, 4"""


@pytest.fixture(params=SERVERS)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    with an_office(request.param, request, tmp_path, fed=an_eventful_summer) as made:
        yield made


def an_eventful_summer(made: Office) -> None:
    """July before June, a corrected list, a held list, a duplicate, unreadable bytes."""
    made.send(health_list(JULY, cards(JULY)), report(JULY), social_list(JULY), poverty_list(JULY), dossier_log(JULY, [row(JULY, ON_TIME)]))
    people = cards(JUNE)
    people[0].change(valid_from="chưa rõ")
    made.send(
        health_list(JUNE, people),
        report(JUNE),
        social_list(JUNE),
        poverty_list(JUNE),
        dossier_log(JUNE, [row(JUNE, ON_TIME, number=2)]),
    )
    made.send(
        health_list(JUNE, cards(JUNE), name="BHYT_2026-06 lần 2.csv"),
        health_list(JULY, cards(JULY)[:20], name="BHYT_2026-07 thiếu.csv"),
    )
    made.send_bytes(**{"ghi chú.xlsx": b"PK not a workbook", "bản sao BHYT_2026-07.csv": made_bytes(made, "BHYT_2026-07.csv")})


def made_bytes(office: Office, name: str) -> bytes:
    path = landed_path(office.settings.home, office.one("select sha256 from audit.delivery where file_name = %s", name))
    return read_sealed(path, master_keys(office.settings))


def rebuilt(office: Office) -> Rebuilt:
    with open_engine(office.settings) as engine:
        migrate(engine)
        return rebuild(engine, office.settings, lambda stage, done, total: None)


def everything(office: Office) -> tuple[object, ...]:
    return office.facts(), office.figures(), *(office.rows(query) for query in (HISTORY, DELIVERIES, FINDINGS, HIDDEN))


def test_facts_values_history_and_records_are_the_same_after_a_rebuild(office: Office) -> None:
    before, sealed = everything(office), [office.sealed(table) for table in ("person_row", "quarantined_row", "repair")]
    statuses = {status for (status,) in office.rows("select status from audit.delivery")}
    assert {"published", "held", "superseded", "unreadable", "duplicate"} <= statuses
    done = rebuilt(office)
    assert (done.missing, done.changed, done.indicators_changed, done.is_worse) == ([], [], 0, False)
    assert everything(office) == before
    assert [office.sealed(table) for table in ("person_row", "quarantined_row", "repair")] == sealed
    assert rebuilt(office).indicators_changed == 0 and everything(office) == before, "twice is as once"


def test_what_was_deleted_by_hand_is_there_again(office: Office) -> None:
    before = everything(office)
    with psycopg.connect(str(office.settings.database_url), autocommit=True) as connection:
        for fact in ("health_insurance", "social_insurance", "deprivation", "household_member", "poverty", "reported_figure", "population"):
            connection.execute(f"delete from warehouse.fact_{fact} where month_key = 202607".encode())
        connection.execute("delete from warehouse.fact_dossier")
        connection.execute("delete from audit.health_insurance_row where month_key = 202606")
        connection.execute("update audit.delivery set status = 'held' where file_name = 'HoNgheo_2026-07.xlsx'")
    assert everything(office) != before
    done = rebuilt(office)
    assert everything(office) == before
    assert done.changed == [
        {
            "file": "HoNgheo_2026-07.xlsx",
            "was": "held",
            "is": next(iter(office.rows("select status from audit.delivery where file_name = 'HoNgheo_2026-07.xlsx'")))[0],
        }
    ]


def test_issued_reports_stay_as_they_were_issued(office: Office) -> None:
    import click.testing

    from flows.cli.main import main as issue

    environment = {
        "CHITIEU_HOME": str(office.settings.home),
        "CHITIEU_DATABASE_URL": str(office.settings.database_url),
        "CHITIEU_SECRET_KEY": SECRET,
    }
    ended = click.testing.CliRunner().invoke(
        issue, ["report", "--month", "2026-07", "--by", "kiểm thử"], env=environment, catch_exceptions=False
    )
    assert ended.exit_code == 0, ended.output
    issued = "select to_jsonb(r)::text from audit.issued_report r union all select to_jsonb(f)::text from audit.issued_figure f order by 1"
    before = office.rows(issued)
    with psycopg.connect(str(office.settings.database_url), autocommit=True) as connection:
        connection.execute("delete from warehouse.fact_health_insurance where month_key = 202607")
    rebuilt(office)
    assert office.rows(issued) == before and len(before) > 40
    assert office.one("select count(*) from mart.adjustment") == 0, "nothing that was issued differs from what is there"


def test_a_missing_file_leaves_its_month_as_it_was_published(office: Office) -> None:
    before = office.facts(), office.figures()
    name = "BHYT_2026-06 lần 2.csv"
    landed_path(office.settings.home, office.one("select sha256 from audit.delivery where file_name = %s", name)).unlink()
    done = rebuilt(office)
    assert done.missing == [name] and done.is_worse
    assert (office.facts(), office.figures()) == before


def test_a_damaged_file_stops_the_rebuild_and_nothing_is_changed(office: Office) -> None:
    before = everything(office)
    path = landed_path(office.settings.home, office.one("select sha256 from audit.delivery where file_name = 'BHYT_2026-06.csv'"))
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(RebuildError, match="is damaged"):
        rebuilt(office)
    assert everything(office) == before


def test_another_secret_stops_the_rebuild(office: Office) -> None:
    before = everything(office)
    with pytest.raises(WarehouseError, match="key of the pseudonyms"):
        rebuilt(replace(office, settings=replace(office.settings, secret_text="another key, not the first one")))
    assert everything(office) == before


KILLED = """
import os, signal, sys
from flows.operations.rebuild import rebuild
from flows.config.settings import load_settings
from flows.database.engine import open_engine
def progress(stage, done, total):
    if stage == "judge" and done == 6:
        os.kill(os.getpid(), signal.SIGKILL)
settings = load_settings()
with open_engine(settings) as engine:
    rebuild(engine, settings, progress)
"""


def test_a_rebuild_that_is_killed_changes_nothing_and_the_next_one_works(office: Office) -> None:
    before = everything(office)
    environment = os.environ | {
        "CHITIEU_HOME": str(office.settings.home),
        "CHITIEU_DATABASE_URL": str(office.settings.database_url),
        "CHITIEU_SECRET_KEY": SECRET,
    }
    ended = subprocess.run([sys.executable, "-c", KILLED], cwd=ROOT, env=environment, capture_output=True, timeout=300)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    assert everything(office) == before
    assert rebuilt(office).changed == [] and everything(office) == before


def test_a_reader_never_sees_an_empty_month(office: Office) -> None:
    seen: set[tuple[object, ...]] = set()
    query = b"""select (select count(*) from warehouse.fact_health_insurance where month_key = 202607), (select count(*) from
        warehouse.fact_dossier),
        (select count(*) from mart.scorecard where value is not null)"""
    stop = threading.Event()

    def read() -> None:
        with psycopg.connect(str(office.settings.database_url), autocommit=True) as connection:
            while not stop.is_set():
                seen.update(connection.execute(query).fetchall())

    reader = threading.Thread(target=read)
    reader.start()
    try:
        rebuilt(office)
    finally:
        stop.set()
        reader.join(30)
    assert len(seen) == 1, seen


# --- what was hidden once ---------------------------------------------------------------------------------------------------
WATER = "select area_code, is_suppressed, value from mart.published_value where indicator_code = 'XH13' and month = '2026-06-01' order by 1"


def water(lacking: int, *, name: str) -> Delivery:
    """Two hundred people a group; in the first group some lack clean water, in every other one nine do."""
    figures, areas = report_records(small_ward(), JUNE)
    groups = [record for record in figures if record.values["code"] == "XH13" and record.values["area_code"] != "10744"]
    for number, record in enumerate(groups):
        record.change(numerator=200 - (9 if number else lacking), denominator=200)
    ward = next(record for record in figures if record.values["code"] == "XH13" and record.values["area_code"] == "10744")
    ward.change(numerator=sum(record.values["numerator"] for record in groups), denominator=200 * len(groups))
    for record in areas:
        size = {"10744": len(groups)}.get(record.subject, 1 if record.subject.startswith("10744-") and record.subject[6:].isdigit() else 4)
        record.change(population_count=200 * size)
    return Delivery(name, "department_report", JUNE, "xlsx", report_workbook([ward, *groups], areas), [ward, *groups, *areas])


def three_lack_water(made: Office) -> None:
    made.send(water(3, name="BaoCao_ChiTieu_2026-06.xlsx"))


def three_then_eight_lack_water(made: Office) -> None:
    three_lack_water(made)
    made.send(water(8, name="BaoCao_ChiTieu_2026-06 lần 2.xlsx"))


@pytest.fixture(params=SERVERS)
def corrected(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Office, list[tuple[object, ...]]]]:
    """Three lack clean water, then eight: the hidden cells of before the correction."""
    with an_office(request.param, request, tmp_path / "before", fed=three_lack_water) as first:
        before = first.rows(WATER)
    with an_office(request.param, request, tmp_path, fed=three_then_eight_lack_water) as made:
        assert made.values("XH13", "10744-01") == {"2026-06": 96.0}
        yield made, before


def test_a_correction_shows_nothing_that_was_hidden(corrected: tuple[Office, list[tuple[object, ...]]]) -> None:
    """Shown, the neighbour's figure would tell from an older export that three of the group lacked water."""
    office, before = corrected
    blank = {area for area, is_hidden, _ in before if is_hidden}
    assert len(blank) == 2 and "10744-01" in blank
    assert {area for area, is_hidden, value in office.rows(WATER) if is_hidden and value is None} == blank


def test_a_rebuild_hides_the_same_cells(corrected: tuple[Office, list[tuple[object, ...]]]) -> None:
    office, _ = corrected
    before = office.rows(HIDDEN)
    assert before
    rebuilt(office)
    assert office.rows(HIDDEN) == before


def test_only_the_wards_setting_shows_again_what_was_hidden(corrected: tuple[Office, list[tuple[object, ...]]]) -> None:
    office, before = corrected
    office.send(water(9, name="BaoCao_ChiTieu_2026-06 lần 3.xlsx"))
    assert [is_hidden for _, is_hidden, _ in office.rows(WATER)] == [is_hidden for _, is_hidden, _ in before]
    ward = replace(office.settings.ward, publication=Publication(small_cell_indicators=("XH01",)))
    replace(office, settings=replace(office.settings, ward=ward)).send(water(10, name="BaoCao_ChiTieu_2026-06 lần 4.xlsx"))
    assert {is_hidden for _, is_hidden, _ in office.rows(WATER)} == {0}
