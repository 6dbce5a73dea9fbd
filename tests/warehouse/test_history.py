"""Every change of a value names its cause and its delivery, and what was known on a day can be told from the history alone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import psycopg
import pytest

from tests.conftest import SERVERS
from tests.support.office import JULY, JUNE, SEED, Office, an_office, cards, dossier_log, health_list, report, small_ward, social_list
from tests.synthetic.insurance import social_records
from tests.warehouse.test_publish_dossiers import ON_TIME, row

LINES = """select cause_kind, cause, delivery_number, delivery_source, value is null, known_to is null from mart.indicator_history
    where indicator_code = %s and area_code = '10744' and month = %s and "window" = %s order by known_from"""


@pytest.fixture(params=SERVERS)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    with an_office(request.param, request, tmp_path) as made:
        yield made


def history(office: Office, code: str = "XH04", month: object = JUNE, window: str = "snapshot") -> list[tuple[object, ...]]:
    return office.rows(LINES, code, month, window)


def kinds(office: Office, code: str = "XH04", month: object = JUNE, window: str = "snapshot") -> list[object]:
    return [line[0] for line in history(office, code, month, window)]


def received(office: Office, day: str) -> None:
    """As if everything so far had come on that day."""
    with psycopg.connect(str(office.settings.database_url), autocommit=True) as connection:
        connection.execute("update audit.delivery set received_at = %s", (day,))


def delivery(office: Office, name: str) -> int:
    return int(office.one("select max(delivery_id) from audit.delivery where file_name = %s", name))


def test_a_first_value_names_the_list_that_made_it_known(office: Office) -> None:
    office.send(report(JUNE), health_list(JUNE, cards(JUNE)))
    ((kind, cause, number, source, is_blank, is_current),) = history(office)
    assert kind in ("first_known", "added_late")  # by the day on which the test runs
    assert (number, source, is_blank, is_current) == (delivery(office, "BHYT_2026-06.csv"), "health_insurance", False, True)
    assert str(cause).endswith(".") and "BHYT 06/2026" in str(cause)


def test_a_list_sent_again_with_other_rows_corrects_what_it_gave(office: Office) -> None:
    office.send(report(JUNE), health_list(JUNE, cards(JUNE)))
    office.send(health_list(JUNE, cards(JUNE)[:-1], name="BHYT_2026-06 sửa.csv"))
    *_, (kind, cause, number, source, _, _) = history(office)
    assert (kind, number, source) == ("corrected", delivery(office, "BHYT_2026-06 sửa.csv"), "health_insurance")
    assert str(cause).startswith("Nguồn gửi lại: BHYT 06/2026")
    assert len(history(office)) == 2


def test_another_population_is_the_denominators_doing(office: Office) -> None:
    office.send(report(JUNE), health_list(JUNE, cards(JUNE)))
    ward = "10744"
    count = office.one("select denominator from mart.indicator_value where indicator_code = 'XH04' and area_code = %s", ward)
    office.send(report(JUNE, name="BaoCao sửa_2026-06.xlsx", population={ward: int(count) + 7}))
    *_, (kind, cause, number, source, _, _) = history(office)
    assert (kind, number, source) == ("denominator_changed", delivery(office, "BaoCao sửa_2026-06.xlsx"), "department_report")
    assert "Mẫu số thay đổi: Báo cáo phòng 06/2026" in str(cause)


@pytest.mark.parametrize("teacher", ["social_insurance", "health_insurance"])
def test_a_link_between_two_numbers_of_a_person_is_the_doing_of_the_list_that_taught_it(office: Office, teacher: str) -> None:
    """June knows a person twice, by either number; a list of July carries both."""
    person, *others = cards(JUNE)
    both = {name: person.values[name] for name in ("name", "personal_id", "bhxh_number")}
    twice = [person.copy().change(**{name: None}, card_number=None) for name in ("personal_id", "bhxh_number")]
    office.send(report(JUNE), health_list(JUNE, [*twice, *others]))
    if teacher == "social_insurance":
        taught = social_list(JULY, [social_records(small_ward(), JULY, SEED)[0].change(**both)])
    else:
        taught = health_list(JULY, [*cards(JULY)[1:], person.copy().change(**both)])
    before = office.one(
        "select numerator from mart.indicator_value where indicator_code = 'XH04' and area_code = '10744' and month = %s", JUNE
    )
    assert not office.send(taught).is_refused
    *_, (kind, cause, number, source, _, _) = history(office)
    assert (
        office.one("select numerator from mart.indicator_value where indicator_code = 'XH04' and area_code = '10744' and month = %s", JUNE)
        == before - 1
    )
    assert (kind, number, source) == ("corrected", delivery(office, taught.path), teacher)
    assert str(cause).startswith(
        f"Nối số định danh với mã số BHXH của cùng một người: {'BHXH' if teacher == 'social_insurance' else 'BHYT'} 07/2026"
    )


def test_a_value_that_only_stops_to_be_provisional_says_so(office: Office) -> None:
    """July's list comes before July's population, which is June's again."""
    population = {area: number for area, number in office_population().items()}
    office.send(report(JUNE, population=population), health_list(JULY, cards(JULY)))
    office.send(report(JULY, population=population))
    assert kinds(office, month=JULY)[-1] == "provisional_ended"


def office_population() -> dict[str, int]:
    from tests.synthetic.report import report_records

    return {record.subject: record.values["population_count"] for record in report_records(small_ward(), JUNE)[1]}


def test_a_list_that_comes_months_later_is_added_late(office: Office) -> None:
    office.send(report(JUNE))
    received(office, "2026-07-05")
    office.send(health_list(JUNE, cards(JUNE)))  # received today, long after July
    assert kinds(office) == ["added_late"]
    assert str(history(office)[0][1]).startswith("Nạp bổ sung sau kỳ: BHYT 06/2026")


def test_an_income_compared_with_2025_is_the_doing_of_the_report_of_2025(office: Office) -> None:
    """KT09 of March to May 2026 could not be told before the same months of 2025 came, together with newer reports that say nothing of
    it."""
    months = [date(year, month, 1) for year in (2025, 2026) for month in range(1, 6)]
    office.send(*(report(month) for month in months[7:]))
    assert history(office, "KT09", months[7], "year_to_date") == []
    office.send(*(report(month) for month in months[:7]))
    for then, now in zip(months[2:5], months[7:], strict=True):
        ((kind, cause, number, *_),) = history(office, "KT09", now, "year_to_date")
        assert (kind, number) == ("added_late", delivery(office, f"BaoCao_ChiTieu_{then:%Y-%m}.xlsx"))
        assert str(cause).startswith(f"Nạp bổ sung sau kỳ: Báo cáo phòng {then:%m/%Y}")
    ((_, cause, *_),) = history(office, "KT09", months[5], "year_to_date")
    assert "Báo cáo phòng 01/2026" in str(cause)


def test_another_income_of_2025_changes_what_it_is_compared_with(office: Office) -> None:
    then, now = date(2025, 3, 1), date(2026, 3, 1)
    office.send(report(then), report(now))
    office.send(report(then, name="BaoCao sửa_2025-03.xlsx", income=30_000_000), report(date(2026, 2, 1)))
    *_, (kind, cause, number, *_) = history(office, "KT09", now, "year_to_date")
    assert (kind, number) == ("denominator_changed", delivery(office, "BaoCao sửa_2025-03.xlsx"))
    assert str(cause).startswith("Mẫu số thay đổi: Báo cáo phòng 03/2025")


def test_a_report_of_another_month_has_not_changed_a_figure_of_the_year(office: Office) -> None:
    """What April states stands in April's report: February's, which comes when the rules have changed, did not change it. Drawn by hand."""
    february, april = date(2026, 2, 1), date(2026, 4, 1)
    office.send(report(april))
    with psycopg.connect(str(office.settings.database_url), autocommit=True) as connection:
        connection.execute("update warehouse.fact_indicator set value = value - 1 where known_to is null and value > 1")
    office.send(report(february))
    *_, (kind, _, number, *_) = history(office, "KT01", april, "year_to_date")
    assert (kind, number) == ("definition_changed", 0)


def test_a_later_log_that_settles_dossiers_updates_the_months_before(office: Office) -> None:
    office.send(dossier_log(JUNE, [row(JUNE, ON_TIME, finished_at="", returned_at="", status="Đang xử lý"), row(JUNE, ON_TIME, number=2)]))
    before = len(history(office, "HC02", JUNE, "month"))
    office.send(dossier_log(JULY, [row(JULY, ON_TIME)]))
    assert before == 1
    changed = office.rows(
        "select distinct cause_kind, delivery_source from mart.indicator_history where delivery_month = %s and cause_kind = 'corrected'",
        JULY,
    )
    assert changed in ([], [("corrected", "dossiers")])


def test_another_definition_is_nobodys_delivery(office: Office) -> None:
    """The plan of the ward changes which groups are counted nowhere; rules of another version compute another value: drawn by hand."""
    office.send(report(JUNE), health_list(JUNE, cards(JUNE)))
    with psycopg.connect(str(office.settings.database_url), autocommit=True) as connection:
        connection.execute(
            "update warehouse.fact_indicator set value = value - 1, numerator = numerator - 1 where known_to is null and numerator > 1"
        )
        connection.execute("update audit.setting set value = 'another program' where name = 'indicators_computed_from'")
    office.send_bytes()
    *_, (kind, cause, number, _, _, is_current) = history(office)
    assert (kind, number, is_current) == ("definition_changed", 0, True)
    assert str(cause).startswith("Cách tính hoặc danh mục thay đổi (quy tắc ")


def test_a_value_that_is_no_longer_computed_is_withdrawn_and_may_come_back(office: Office) -> None:
    office.send(report(JUNE), health_list(JUNE, cards(JUNE)))
    with psycopg.connect(str(office.settings.database_url), autocommit=True) as connection:
        connection.execute("update audit.delivery set status = 'held' where source = 'health_insurance'")
    office.send_bytes()
    assert [line[0] for line in history(office)][-1] == "withdrawn"
    assert history(office)[-1][4:] == (True, True)
    assert office.values("XH04") == {}
    assert office.send_bytes().indicators_changed == 0, "what is withdrawn is told once"
    with psycopg.connect(str(office.settings.database_url), autocommit=True) as connection:
        connection.execute("update audit.delivery set status = 'published' where source = 'health_insurance'")
    office.send_bytes()
    assert kinds(office)[1:] == ["withdrawn", "added_late"] and office.values("XH04")


def test_what_is_sent_twice_leaves_no_line(office: Office) -> None:
    office.send(report(JUNE), health_list(JUNE, cards(JUNE)))
    before = office.rows("select * from warehouse.fact_indicator order by 1, 2, 3, 4, 5, 6")
    office.send(report(JUNE), health_list(JUNE, cards(JUNE)))
    assert office.rows("select * from warehouse.fact_indicator order by 1, 2, 3, 4, 5, 6") == before


def test_lines_of_a_value_follow_each_other_without_gap_or_overlap(office: Office) -> None:
    people = cards(JUNE)
    for number in (40, 38, 35, 40):
        office.send(report(JUNE), health_list(JUNE, people[:number], name=f"BHYT_2026-06 lần {number}.csv"))
        replace(office).send_bytes()
    broken = office.rows("""select * from (select known_to, lead(known_from) over (partition by ward_key, indicator_key, area_key,
        month_key, window_kind order by known_from) as next
        from warehouse.fact_indicator) x where known_to is distinct from next""")
    assert broken == []
    assert (
        office.one("select count(*) from warehouse.fact_indicator f join warehouse.dim_run r using (run_key) where r.rule_version is null")
        == 0
    )
