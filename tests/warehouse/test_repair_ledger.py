"""The ledger of repairs in the warehouse: what each delivery's cleaning mended, beside last month's, without anybody's name."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from tests.conftest import SERVERS
from tests.support.office import (
    AUGUST,
    JULY,
    JUNE,
    Office,
    an_office,
    cards,
    dossier_log,
    health_list,
    office_at,
    poverty_list,
    small_ward,
    statuses,
)
from tests.synthetic.biff12 import excel_serial
from tests.synthetic.dossiers import make_dossiers, month_log
from tests.synthetic.records import Record

JUNE_LIST, JULY_LIST = "BHYT_2026-06.csv", "BHYT_2026-07.csv"


def with_serials(records: list[Record]) -> list[Record]:
    """Birth dates as Excel's day numbers."""
    for record in records:
        record.shown["birth_date"] = int(excel_serial(record.values["birth_date"]))
    return records


def lines(office: Office, file_name: str) -> dict[tuple[str, str], tuple[int, float, float | None]]:
    rows = office.rows(
        "select column_name, kind, cell_count, round(row_share::numeric, 3)::float8, round(last_row_share::numeric, 3)::float8 "
        "from audit.repair_ledger where file_name = %s",
        file_name,
    )
    return {(row[0], row[1]): (row[2], row[3], row[4]) for row in rows}


def told(office: Office, file_name: str) -> list[str]:
    return [
        message for (message,) in office.rows("select message_vi from audit.finding where rule_code = 'F11' and file_name = %s", file_name)
    ]


@pytest.fixture(scope="module", params=SERVERS)
def two_months(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A list as usual, then one whose birth dates became numbers and in which some cells were retyped."""
    with an_office(request.param, request, tmp_path_factory.mktemp("ledger")) as office:
        office.send(health_list(JUNE, cards(JUNE)))
        people = with_serials(cards(JULY))
        people[0].shown["name"] = str(people[0].values["name"]).upper()
        people[1].shown["personal_id"] = "CCCD: " + str(people[1].values["personal_id"])
        for record in people[:4]:
            record.shown["group_name"] = "TDP\u00a03"
        office.send(health_list(JULY, people))
        yield office


def test_a_line_tells_what_was_mended_and_how_much(two_months: Office) -> None:
    rows = len(cards(JULY))
    found = lines(two_months, JULY_LIST)
    assert found["birth_date", "excel_serial"] == (rows, 1.0, 0.0)
    assert found["full_name", "letter_case"][0] == found["personal_id", "separators"][0] == 1
    assert found["residential_group", "blanks"][0] == 4
    assert set(lines(two_months, JUNE_LIST).values()) <= {(count, share, None) for count, share, _ in lines(two_months, JUNE_LIST).values()}


def test_a_line_speaks_vietnamese(two_months: Office) -> None:
    assert two_months.rows(
        (
            "select source, month, column_heading, kind_name, rows_read, examples from audit.repair_ledger where file_name = %s and "
            "kind = 'excel_serial'"
        ),
        JULY_LIST,
    ) == [
        (
            "health_insurance",
            JULY,
            "Ngày sinh",
            "Ngày thành số của Excel",
            len(cards(JULY)),
            [{"before": "99999", "after": "9999-99-99"}],
        )
    ]


def test_the_words_of_a_list_are_shown_and_people_are_shapes(two_months: Office) -> None:
    examples = dict(two_months.rows("select column_name, examples from audit.repair_ledger where file_name = %s", JULY_LIST))
    assert examples["residential_group"] == [{"before": "TDP⍽3", "after": "TDP␣3"}]
    assert examples["personal_id"] == [{"before": "AAAA:␣999999999999", "after": "999999999999"}]


def test_nothing_of_a_person_stands_in_the_ledger(two_months: Office) -> None:
    """Against every word and number of the file as it was sent; the words that the ledger itself is made of apart."""
    kept = json.dumps(two_months.rows("select column_name, examples from audit.repair_count"), ensure_ascii=False)
    people = cards(JULY)
    words = {word for record in people for name in ("name", "address") for word in re.findall(r"\w{3,}", str(record.cell(name)))}
    numbers = {str(record.cell(name)) for record in people for name in ("personal_id", "bhxh_number", "card_number", "birth_date")}
    assert [text for text in sorted(words | numbers) if re.search(rf"\b{re.escape(text)}\b", kept)] == []
    assert set(re.findall(r"\d{5,}", kept)) <= {"99999", "999999999999"}


def test_the_vault_knows_every_cell_that_was_mended(two_months: Office) -> None:
    mended = Counter(
        (row["delivery_id"], cell["column_name"], cell["kind"]) for row in two_months.sealed("repair") for cell in row["repairs"]
    )
    counted = {
        key: count
        for *key, count in two_months.rows("select delivery_id, column_name, kind, cell_count from audit.repair_count where cell_count > 0")
        for key in [tuple(key)]
    }
    assert mended == counted


def test_a_changed_way_to_write_is_told_once_as_a_remark(two_months: Office) -> None:
    (message,) = told(two_months, JULY_LIST)
    assert message.startswith(
        "Cách ghi của nguồn đã đổi so với tháng 06/2026: cột 'Ngày sinh' (ngày thành số của Excel) sửa 100,0 % số dòng, tháng trước 0,0 %."
    )
    assert told(two_months, JUNE_LIST) == []
    assert two_months.rows("select distinct severity from audit.finding where rule_code = 'F11'") == [("info",)]


def test_every_kind_has_its_name_in_the_warehouse(two_months: Office) -> None:
    assert two_months.rows("select kind from audit.repair_ledger where kind_name = kind or column_heading = column_name") == []


def test_a_source_that_goes_back_to_its_old_way_is_told_too(one_database_url: str, tmp_path: object) -> None:
    office = office_at(one_database_url, tmp_path)  # type: ignore[arg-type]
    office.send(health_list(JUNE, with_serials(cards(JUNE))))
    office.send(health_list(JULY, cards(JULY)))
    (message,) = told(office, JULY_LIST)
    assert "sửa 0,0 % số dòng, tháng trước 100,0 %" in message
    assert lines(office, JULY_LIST)["birth_date", "excel_serial"] == (0, 0.0, 1.0)


def test_a_held_delivery_has_its_ledger_and_is_no_measure_for_the_next(one_database_url: str, tmp_path: object) -> None:
    office = office_at(one_database_url, tmp_path)  # type: ignore[arg-type]
    office.send(health_list(JUNE, cards(JUNE)))
    result = office.send(health_list(JULY, with_serials(cards(JULY))[:10]))
    assert statuses(result) == {JULY_LIST: "held"}
    assert lines(office, JULY_LIST)["birth_date", "excel_serial"] == (10, 1.0, 0.0)
    office.send(health_list(AUGUST, cards(AUGUST)))
    assert told(office, "BHYT_2026-08.csv") == []
    assert lines(office, "BHYT_2026-08.csv") == {}


def test_a_log_is_compared_with_each_of_last_month_s(one_database_url: str, tmp_path: object) -> None:
    """Two systems send logs: the one that writes in capitals does so every month."""
    office = office_at(one_database_url, tmp_path)  # type: ignore[arg-type]
    dossiers = make_dossiers(small_ward(), JUNE, AUGUST, 90, 3)

    def log(month: date, name: str, capitals: bool) -> None:
        records = [record for place, record in enumerate(month_log(dossiers, month)) if place % 2 == capitals]
        for record in records if capitals else []:
            record.shown["applicant"] = str(record.values["applicant"]).upper()
        office.send(dossier_log(month, records, name=name))

    for month in (JUNE, JULY):
        log(month, f"MotCua_A_{month:%Y-%m}.xlsx", True)
        log(month, f"MotCua_B_{month:%Y-%m}.xlsx", False)
    assert lines(office, "MotCua_A_2026-07.xlsx")["applicant_name", "letter_case"][1] == 1.0
    assert told(office, "MotCua_A_2026-07.xlsx") == told(office, "MotCua_B_2026-07.xlsx") == []


def test_a_poverty_list_s_names_have_a_heading(one_database_url: str, tmp_path: object) -> None:
    office = office_at(one_database_url, tmp_path)  # type: ignore[arg-type]
    delivery = poverty_list(JUNE)
    delivery.sheets[0].rows[7][3] = str(delivery.sheets[0].rows[7][3]).upper()
    office.send(delivery)
    assert ("Họ và tên", "Chữ hoa chữ thường của tên") in office.rows("select column_heading, kind_name from audit.repair_ledger")
