"""Deliveries that are held, repeated or replaced: nothing of them is published, and the last good figures stay."""

import io
from pathlib import Path

import pytest
import xlsxwriter
from polars.exceptions import PanicException

from expectations.verdict import Verdict, judge_reading
from tests.support.office import (
    AUGUST,
    JULY,
    JUNE,
    Office,
    cards,
    dossier_log,
    health_list,
    office_at,
    poverty_list,
    report,
    rules_of,
    small_ward,
    social_list,
    statuses,
)
from tests.synthetic.delivery import Delivery
from tests.synthetic.dossiers import make_dossiers, month_log
from tests.synthetic.layouts_health import health_by_group, health_d03
from tests.synthetic.layouts_social import social_flat
from tests.synthetic.records import Record
from transforms.reading.model import Reading

JUNE_LIST, JULY_LIST = "BHYT_2026-06.csv", "BHYT_2026-07.csv"


def doubled(records: list[Record], times: int = 3) -> list[Record]:
    """More people than the small ward has: the same ones under other numbers, of the same sex and birth year."""
    more = []
    for number in range(1, times):
        for place, record in enumerate(records):
            stem = record.values["personal_id"][:6]
            more.append(
                record.copy().change(personal_id=f"{stem}000{number}{place:02d}", bhxh_number=f"30{number}{place:07d}", card_number=None)
            )
    return [*records, *more]


def assert_nothing_changed(office: Office, known: dict[str, list[str]]) -> None:
    assert {**office.facts(), **office.figures()} == known


def known_of(office: Office) -> dict[str, list[str]]:
    return {**office.facts(), **office.figures()}


# --- F05: an old list under a new month -----------------------------------------------------------------------------------
def test_last_month_s_rows_under_a_new_month_are_held(database_url: str, tmp_path: Path) -> None:
    office = office_at(database_url, tmp_path)
    office.send(health_list(JUNE, cards(JUNE)), report(JUNE))
    known = known_of(office)
    result = office.send(health_list(JULY, cards(JUNE)))
    assert statuses(result) == {JULY_LIST: "held"}
    assert result.is_refused
    assert rules_of(office, JULY_LIST, "critical") == {"F05"}
    assert result.deliveries[0].rows_published == 0
    assert result.deliveries[0].rows_quarantined == result.deliveries[0].rows_read
    assert_nothing_changed(office, known)


def test_the_running_number_and_the_month_do_not_hide_the_same_rows(one_database_url: str, tmp_path: Path) -> None:
    """The same rows in another order and another layout, with the new month in the title."""
    office = office_at(one_database_url, tmp_path)
    office.send(health_list(JUNE, cards(JUNE), container="xlsx", layout=health_d03))
    result = office.send(health_list(JULY, list(reversed(cards(JUNE))), container="xlsx", layout=health_d03))
    assert rules_of(office, result.deliveries[0].file, "critical") == {"F05"}


def test_a_list_in_which_enough_has_changed_is_published(one_database_url: str, tmp_path: Path) -> None:
    """One row of forty is more than two in a hundred."""
    office = office_at(one_database_url, tmp_path)
    office.send(health_list(JUNE, cards(JUNE)))
    changed = cards(JUNE)
    changed[0].change(address="Số 1, Tổ dân phố số 3")
    changed[0].change(valid_from=JULY)
    result = office.send(health_list(JULY, changed))
    assert statuses(result)[JULY_LIST].startswith("published")


def test_a_list_held_as_a_repetition_leaves_its_month_as_it_was(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    office.send(health_list(JUNE, cards(JUNE)))
    office.send(health_list(JULY, cards(JULY)[:35]))
    known = known_of(office)
    result = office.send(health_list(JULY, cards(JUNE), name="BHYT_2026-07 lan 2.csv"))
    assert statuses(result) == {"BHYT_2026-07 lan 2.csv": "held"}
    assert_nothing_changed(office, known)
    assert office.rows("select status from audit.delivery where file_name = %s", JULY_LIST) in (
        [("published",)],
        [("published_with_findings",)],
    )


@pytest.mark.parametrize("source", ["social_insurance", "dossiers"])
def test_repetitions_of_other_logs_and_lists_are_held_too(source: str, one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    if source == "social_insurance":
        office.send(social_list(JUNE))
        records = social_list(JUNE).records
        result = office.send(Delivery("BHXH_2026-07.xlsx", source, JULY, "xlsx", social_flat(list(records), JULY), records))
    else:
        log = [record for record in month_log(make_dossiers(small_ward(), JUNE, JUNE, 30, 7), JUNE)]
        office.send(dossier_log(JUNE, log))
        result = office.send(dossier_log(JULY, log))
    assert rules_of(office, result.deliveries[0].file, "critical") == {"F05"}
    assert result.is_refused


def test_the_same_poverty_list_for_a_new_month_is_published(one_database_url: str, tmp_path: Path) -> None:
    """F05 does not concern the poverty list: between two decisions nothing changes in it."""
    office = office_at(one_database_url, tmp_path)
    first, again = poverty_list(JUNE), poverty_list(JUNE)
    office.send(first)
    from tests.synthetic.layouts_poverty import poverty_national

    result = office.send(
        Delivery("HoNgheo_2026-07.xlsx", "poverty", JULY, "xlsx", poverty_national(list(again.records), [], JULY), again.records)
    )
    assert statuses(result) == {"HoNgheo_2026-07.xlsx": "published"}


def test_the_same_bytes_under_another_month_s_name_are_held(database_url: str, tmp_path: Path) -> None:
    """The month stands in the name alone, so that nothing in the file contradicts it."""
    office = office_at(database_url, tmp_path)
    office.send(health_list(JUNE, cards(JUNE)))
    known = known_of(office)
    result = office.send(health_list(JUNE, cards(JUNE), name=JULY_LIST))
    assert [(row.status, row.month, row.source) for row in result.deliveries] == [("held", "2026-07", "health_insurance")]
    assert rules_of(office, JULY_LIST, "critical") == {"F05"}
    assert_nothing_changed(office, known)


def test_two_months_names_for_one_file_in_one_run_publish_one_and_hold_the_other(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    result = office.send(health_list(JUNE, cards(JUNE)), health_list(JUNE, cards(JUNE), name=JULY_LIST))
    assert sorted(statuses(result).values()) == ["held", "published"]


@pytest.mark.parametrize("name", ["BHYT_2026-06 (1).csv", "Copy of BHYT_2026-06.csv", "danh sach.csv"])
def test_the_same_bytes_whatever_the_name_are_a_duplicate(name: str, one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    office.send(health_list(JUNE, cards(JUNE)))
    known = known_of(office)
    result = office.send(health_list(JUNE, cards(JUNE), name=name))
    assert statuses(result) == {name: "duplicate"}
    assert not result.is_refused
    assert_nothing_changed(office, known)


def test_a_held_file_sent_again_is_a_duplicate_that_says_it_was_held(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    office.send_bytes(**{"ghi chu thang 06-2026.csv": b"a;b\n1;2\n"})
    result = office.send_bytes(**{"ghi chu thang 06-2026.csv": b"a;b\n1;2\n"})
    assert statuses(result) == {"ghi chu thang 06-2026.csv": "duplicate"}
    assert "không nhận ra" in result.deliveries[0].reasons[0]


# --- F06: a list that was cut off ------------------------------------------------------------------------------------------
def test_a_list_that_states_more_than_it_holds_is_held(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    result = office.send(health_list(JUNE, cards(JUNE), container="xlsx", layout=health_d03, stated_total=41))
    assert statuses(result) == {"BHYT_2026-06.xlsx": "held"}
    assert rules_of(office, "BHYT_2026-06.xlsx", "critical") == {"F06"}
    assert "41" in result.deliveries[0].reasons[0]
    assert office.facts()["health_insurance"] == []


def test_a_list_that_states_less_than_it_holds_is_published_and_asked_about(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    result = office.send(health_list(JUNE, cards(JUNE), container="xlsx", layout=health_d03, stated_total=39))
    assert statuses(result) == {"BHYT_2026-06.xlsx": "published_with_findings"}
    assert rules_of(office, "BHYT_2026-06.xlsx") == {"F09"}


def _households(*more: list[str | None]) -> list[list[str | None]]:
    """Three heads with a member each, and ``more`` below the first two."""
    headings: list[str | None] = ["STT", "Họ và tên", "Quan hệ với chủ hộ", "Ngày sinh", "Số CCCD", "Tổ dân phố", "Phân loại hộ"]
    rows = [["DANH SÁCH HỘ NGHÈO THÁNG 6/2026"], headings]
    for number in range(1, 4):
        identity = f"0310600000{number:02}"
        rows.append([str(number), f"Vũ Văn {('An', 'Bình', 'Cam')[number - 1]}", "Chủ hộ", "01/02/1960", identity, "TDP số 3", "Hộ nghèo"])
        rows.append([None, "Lê Thị Ba", "Vợ", "03/04/1962", f"0311620000{number:02}", None, None])
        rows += more if number == 2 else ()
    return rows


def _poverty_workbook(*sheets: tuple[str, list[list[str | None]]]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return stream.getvalue()


def test_a_row_of_nothing_but_a_name_is_told_and_not_counted(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    name = "HoNgheo_2026-06.xlsx"
    result = office.send_bytes(**{name: _poverty_workbook(("DS", _households([None, "Nguyễn Thị Lan"])))})
    assert (result.deliveries[0].status, result.deliveries[0].rows_read) == ("published_with_findings", 6)
    told = office.rows("select message_vi from audit.finding where file_name = %s and rule_code = 'F09'", name)
    assert [message.split(",")[0] for (message,) in told] == ["Trang 'DS' có 1 dòng chỉ ghi một hoặc hai ô (dòng 7)"]
    assert office.rows("select numerator from mart.indicator_value where indicator_code = 'XH01' and area_code = '10744'") == [(3,)]


def test_a_list_that_another_sheet_says_is_longer_is_held(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    name = "HoNgheo_2026-06.xlsx"
    result = office.send_bytes(**{name: _poverty_workbook(("DS", _households()), ("Thông tin", [["Tổng số bản ghi", "157"]]))})
    assert (statuses(result), rules_of(office, name, "critical")) == ({name: "held"}, {"F06"})


def test_running_numbers_that_begin_again_on_every_sheet_are_no_truncation(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    result = office.send(health_list(JUNE, cards(JUNE), container="xlsx", layout=health_by_group))
    assert statuses(result)["BHYT_2026-06.xlsx"].startswith("published")
    assert result.deliveries[0].rows_published == len(cards(JUNE))


# --- F07, F09: fewer, more ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("kept", "status"), [(31, "held"), (32, "published")])
def test_more_than_a_fifth_fewer_rows_than_last_month_is_held(kept: int, status: str, one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    assert len(cards(JUNE)) == 40
    office.send(health_list(JUNE, cards(JUNE)))
    july = cards(JULY)[:kept]
    for record in july:
        record.change(address="Số 1, đường mới")
    result = office.send(health_list(JULY, july))
    assert statuses(result)[JULY_LIST].startswith(status)
    assert ("F07" in rules_of(office, JULY_LIST)) == (status == "held")


def test_the_month_before_is_the_latest_that_is_published(one_database_url: str, tmp_path: Path) -> None:
    """July never came: August is compared with June."""
    office = office_at(one_database_url, tmp_path)
    office.send(health_list(JUNE, cards(JUNE)))
    result = office.send(health_list(AUGUST, cards(AUGUST)[:20]))
    assert rules_of(office, "BHYT_2026-08.csv", "critical") == {"F07"}
    assert "06/2026" in result.deliveries[0].reasons[0]


def test_an_earlier_month_that_arrives_later_is_not_judged_by_it(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    office.send(health_list(AUGUST, cards(AUGUST)))
    result = office.send(health_list(JUNE, cards(JUNE)[:20]))
    assert statuses(result)[JUNE_LIST].startswith("published")


def test_more_than_a_fifth_more_rows_is_published_and_asked_about(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    office.send(health_list(JUNE, cards(JUNE)[:30]))
    result = office.send(health_list(JULY, cards(JULY)))
    assert statuses(result) == {JULY_LIST: "published_with_findings"}
    assert "F09" in rules_of(office, JULY_LIST, "warning")


def test_a_column_that_nobody_knows_is_published_and_asked_about(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    delivery = health_list(JUNE, cards(JUNE), container="xlsx")
    for number, row in enumerate(delivery.sheets[0].rows):
        row.append("mã nội bộ" if number == 0 else "x")
    result = office.send(delivery)
    assert statuses(result) == {"BHYT_2026-06.xlsx": "published_with_findings"}
    assert "mã nội bộ" in result.deliveries[0].reasons[0]


# --- F08: too many bad rows ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("bad", "total", "status"),
    [(9, 40, "published_with_findings"), (10, 40, "held"), (10, 100, "published_with_findings"), (11, 100, "held")],
)
def test_more_than_a_tenth_of_critical_rows_but_at_least_ten_is_held(
    bad: int, total: int, status: str, one_database_url: str, tmp_path: Path
) -> None:
    office = office_at(one_database_url, tmp_path)
    people = doubled(cards(JUNE))[:total]
    for record in people[:bad]:
        record.change(valid_from=None)
    result = office.send(health_list(JUNE, people))
    assert statuses(result) == {JUNE_LIST: status}
    (delivery,) = result.deliveries
    assert (delivery.rows_read, delivery.rows_published) == (total, 0 if status == "held" else total - bad)
    assert len(office.facts()["health_insurance"]) == delivery.rows_published


def test_the_rows_of_a_held_list_are_kept_for_the_officer(one_database_url: str, tmp_path: Path) -> None:
    """The rows that are critical, with their cells as sent, in the vault."""
    office = office_at(one_database_url, tmp_path)
    people = cards(JUNE)
    for record in people[:10]:
        record.change(valid_from="chưa rõ")
    office.send(health_list(JUNE, people))
    rows = [(row["row_number"], row["cells"]["valid_from"]) for row in office.sealed("quarantined_row")]
    assert rows == [(number, "chưa rõ") for number in range(2, 12)]


# --- the rest goes on --------------------------------------------------------------------------------------------------------
def test_a_held_delivery_does_not_stop_the_others(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    result = office.send(
        health_list(JUNE, cards(JUNE), container="xlsx", layout=health_d03, stated_total=90),
        social_list(JUNE),
        poverty_list(JUNE),
        report(JUNE),
    )
    assert sorted(statuses(result).values()) == ["held", "published", "published", "published"]
    assert office.values("XH05") and not office.values("XH04")


def test_a_month_without_a_list_has_no_row_and_not_a_zero(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    office.send(report(JUNE), report(JULY), poverty_list(JULY), health_list(JULY, cards(JULY)))
    for code in ("XH01", "XH04"):
        assert set(office.values(code)) == {"2026-07"}
    assert office.values("HC01", window="month") == {}


def test_a_group_without_poor_households_has_a_zero_in_a_month_with_a_list(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    office.send(poverty_list(JUNE))
    values = [value for (value,) in office.rows("select value from mart.indicator_value where indicator_code = 'XH01'")]
    assert len(values) == 18
    assert 0 in values


# --- F00: the program itself fails ------------------------------------------------------------------------------------------
def a_panic(reading: Reading, *_: object) -> Verdict:
    """What a native library raises where it breaks off; it is no ``Exception``."""
    if reading.source == "health_insurance":
        raise PanicException("assertion failed: 'Nguyễn Thị Đào'")
    return judge_reading(reading, *_)  # type: ignore[arg-type]


def test_a_panic_over_one_file_holds_it_alone_and_it_is_tried_again(
    one_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = office_at(one_database_url, tmp_path)
    with monkeypatch.context() as broken:
        broken.setattr("flows.pipeline.delivery.judge_reading", a_panic)
        result = office.send(health_list(JUNE, cards(JUNE)), report(JUNE))
    assert statuses(result)[JUNE_LIST] == "held"
    assert set(statuses(result).values()) == {"held", "published"}
    assert rules_of(office, JUNE_LIST, "critical") == {"F00"}
    assert "Đào" not in office.one("select message_vi from audit.finding where rule_code = 'F00'")
    again = office.send(health_list(JUNE, cards(JUNE)))
    assert statuses(again) == {JUNE_LIST: "published"}


# --- several sheets ---------------------------------------------------------------------------------------------------------
def test_a_list_of_several_sheets_with_findings_on_each_is_published_with_all_of_them(one_database_url: str, tmp_path: Path) -> None:
    """One sheet a residential group, three rows each whose card ends before it begins."""
    heading = ["STT", "Họ và tên", "Số CCCD", "Ngày sinh", "Giới tính", "Từ ngày", "Đến ngày", "Tổ dân phố"]
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for sheet in range(5):
            page = book.add_worksheet(f"TDP {sheet + 3}")
            page.write_row(0, 0, heading)
            for row in range(40):
                number = f"0301900{sheet:02d}{row:03d}"
                until = "31/12/2025" if row < 3 else "31/12/2026"
                page.write_row(
                    row + 1, 0, [str(row + 1), "Vũ Thị Oanh", number, "01/02/1990", "Nữ", "01/01/2026", until, f"TDP {sheet + 3}"]
                )
    office = office_at(one_database_url, tmp_path)
    result = office.send_bytes(**{"BHYT_2026-06.xlsx": buffer.getvalue()})
    assert statuses(result) == {"BHYT_2026-06.xlsx": "published_with_findings"}
    found = office.rows("select sheet_name, count(*) from audit.finding where rule_code = 'H03' group by 1 order by 1")
    assert found == [(f"TDP {sheet + 3}", 3) for sheet in range(5)]
