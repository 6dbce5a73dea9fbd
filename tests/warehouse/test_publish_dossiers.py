"""A dossier returns in many logs: the state that counts is that of the latest month, whatever the order in which the logs arrive."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.support.office import AUGUST, JULY, JUNE, Office, dossier_log, dossier_name, office_at, rules_of, small_ward, statuses
from tests.synthetic.dossiers import ASKED, CHANNELS, DONE, OPEN, PROCEDURES, RETURNED, Dossier, month_log
from tests.synthetic.records import Record

RECEIVED = datetime(2026, 6, 29, 8, 30)


def dossier(finished: datetime, number: int = 1, **more: Any) -> Dossier:
    """Received at the end of June, due on 3 July."""
    return Dossier(
        f"H24.40-260629-{number:04d}",
        PROCEDURES[3],
        small_ward().people[number],
        CHANNELS[0],
        RECEIVED,
        datetime(2026, 7, 3, 17),
        finished,
        more.get("returned", finished),
        more.get("ending", RETURNED),
    )


def row(month: Any, finished: datetime, number: int = 1, **cells: Any) -> Record:
    (record,) = month_log([dossier(finished, number)], month)
    return record.change(**cells)


def fillers(month: Any) -> list[Record]:
    """Other dossiers, so that one bad row is a small part of the log."""
    return [row(month, datetime(2026, 8, 20, 16), number) for number in range(2, 15)]


def state(office: Office, number: int = 1) -> tuple[Any, ...]:
    rows = office.rows(
        "select state_month_key, outcome, to_char(finished_at, 'yyyy-mm-dd') from warehouse.fact_dossier where dossier_code = %s",
        dossier_name(f"H24.40-260629-{number:04d}"),
    )
    return rows[0] if rows else ()


ON_TIME = datetime(2026, 7, 3, 16)


@pytest.mark.parametrize(
    "order",
    [(JUNE, JULY, AUGUST), (AUGUST, JULY, JUNE), (JULY, AUGUST, JUNE)],
    ids=lambda months: "-".join(f"{month:%m}" for month in months),
)
def test_the_latest_month_wins_whatever_the_order(order: tuple[Any, ...], one_database_url: str, tmp_path: Path) -> None:
    """June: open. July: done. August: the same dossier with a corrected day."""
    office = office_at(one_database_url, tmp_path)
    logs = {JUNE: row(JUNE, ON_TIME), JULY: row(JULY, ON_TIME), AUGUST: row(JULY, datetime(2026, 7, 6, 16))}
    for month in order:
        office.send(dossier_log(month, [logs[month]]))
    assert state(office) == (202608, "late", "2026-07-06")


def test_the_latest_month_wins_on_every_server(database_url: str, tmp_path: Path) -> None:
    office = office_at(database_url, tmp_path)
    office.send(dossier_log(JULY, [row(JULY, ON_TIME)]))
    office.send(dossier_log(JUNE, [row(JUNE, ON_TIME)]))
    assert state(office) == (202607, "on_time", "2026-07-03")


def test_within_one_month_the_latest_received_wins(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    office.send(dossier_log(JULY, [row(JULY, ON_TIME)], name="lan 1 thang 07-2026.xlsx"))
    office.send(dossier_log(JULY, [row(JULY, datetime(2026, 7, 6, 16))], name="lan 2 thang 07-2026.xlsx"))
    assert state(office) == (202607, "late", "2026-07-06")


def test_a_quarantined_newest_row_leaves_the_last_published_state(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    office.send(dossier_log(JUNE, [row(JUNE, ON_TIME)]))
    bad = row(JULY, ON_TIME, finished_at=datetime(2026, 6, 1, 9), returned_at=None, status=DONE)
    result = office.send(dossier_log(JULY, [bad, *fillers(JULY)]))
    assert "D03" in rules_of(office, "DanhSachHoSo_2026-07.xlsx", "critical")
    assert result.deliveries[0].rows_quarantined == 1
    assert state(office) == (202606, "open", None)


def test_of_one_code_on_two_rows_the_furthest_advanced_is_kept(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    done, still_open = row(JULY, ON_TIME), row(JULY, ON_TIME, finished_at=None, returned_at=None, status=OPEN)
    office.send(dossier_log(JULY, [done, still_open, *fillers(JULY)]))
    assert state(office) == (202607, "on_time", "2026-07-03")
    assert office.one("select count(*) from audit.finding where rule_code = 'D06'") == 2


def test_a_row_repeated_identically_is_one_dossier_and_two_published_rows(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    result = office.send(dossier_log(JULY, [row(JULY, ON_TIME), row(JULY, ON_TIME)]))
    assert (result.deliveries[0].rows_published, office.one("select count(*) from warehouse.fact_dossier")) == (2, 1)
    assert rules_of(office, "DanhSachHoSo_2026-07.xlsx") == set()


def test_a_dossier_that_is_asked_for_papers_is_open(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    office.send(dossier_log(JULY, [row(JULY, ON_TIME, finished_at=None, returned_at=None, status=ASKED)]))
    assert state(office) == (202607, "open", None)


def test_a_refused_dossier_is_in_no_count(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    refused = row(JULY, ON_TIME, finished_at=None, returned_at=None, status="Không được tiếp nhận", received_at=datetime(2026, 7, 1, 9))
    office.send(dossier_log(JULY, [refused, *fillers(JULY)]))
    assert office.one("select count(*) from warehouse.fact_dossier where is_received = 0") == 1
    assert office.one(
        "select received_total from mart.dossier_form where calendar = 'calendar' and period_kind = 'month' and field_name is null"
    ) == len(fillers(JULY))


def test_the_field_of_work_does_not_depend_on_which_log_came_first(embedded_url: str, tmp_path: Path) -> None:
    """A procedure outside the catalogue, whose field one log states and the other does not."""
    from tests.support.databases import new_warehouse

    unknown = {"procedure_code": "1.999999", "procedure_name": "Thủ tục lạ"}
    stated = dossier_log(JUNE, [row(JUNE, ON_TIME, number=2, field_name="Đất đai", **unknown)])
    unstated = dossier_log(JULY, [row(JULY, ON_TIME, number=1, field_name=None, **unknown)])
    fields = []
    for number, order in enumerate(((stated, unstated), (unstated, stated))):
        (tmp_path / str(number)).mkdir()
        with new_warehouse(embedded_url) as url:
            office = office_at(url, tmp_path / str(number))
            for log in order:
                office.send(log)
            fields.append(office.rows("select dossier_code, field_name from warehouse.fact_dossier order by 1"))
    assert fields[0] == fields[1]


def test_what_a_log_writes_beside_an_uncatalogued_code_names_nobody_in_the_star(one_database_url: str, tmp_path: Path) -> None:
    """ "Trích yếu hồ sơ" says for whom a birth is registered."""
    office = office_at(one_database_url, tmp_path)
    about = "Đăng ký khai sinh cho cháu Nguyễn Văn Bình"
    office.send(dossier_log(JULY, [row(JULY, ON_TIME, number, procedure_code="1.999999", procedure_name=about) for number in range(1, 7)]))
    assert office.rows("select distinct procedure_code, procedure_name from mart.wide_dossier") == [
        ("1.999999", "Ngoài danh mục thủ tục của phường")
    ]
    assert office.one("select count(*) from warehouse.dim_procedure p where position('Bình' in p::text) > 0") == 0


def test_the_vault_names_the_applicant_and_the_star_does_not(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    office.send(dossier_log(JULY, [row(JULY, ON_TIME)]))
    (row_of,) = office.sealed("person_row")
    assert (row_of["dossier_code"], row_of["applicant_name"]) == ("H24.40-260629-0001", small_ward().people[1].name)


def test_a_refused_log_leaves_the_states_as_they_were(one_database_url: str, tmp_path: Path) -> None:
    """Every row finished before it was received: held (F08)."""
    office = office_at(one_database_url, tmp_path)
    office.send(dossier_log(JUNE, [row(JUNE, ON_TIME), *fillers(JUNE)]))
    known = office.facts()
    bad = [row(JULY, ON_TIME, number, finished_at=datetime(2026, 6, 1, 9), returned_at=None, status=DONE) for number in range(1, 15)]
    result = office.send(dossier_log(JULY, bad))
    assert statuses(result) == {"DanhSachHoSo_2026-07.xlsx": "held"}
    assert office.facts() == known
