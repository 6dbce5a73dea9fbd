"""A newer list of a month replaces the older one whole, unless it is another part of the same list."""

from pathlib import Path

from tests.support.office import JULY, JUNE, SEED, cards, health_list, office_at, rules_of, small_ward, social_list, statuses
from tests.synthetic.delivery import Delivery
from tests.synthetic.insurance import social_records
from tests.synthetic.layouts_poverty import poverty_national
from tests.synthetic.layouts_social import report_workbook
from tests.synthetic.poverty import poverty_records
from tests.synthetic.report import report_records


def test_the_second_half_of_a_list_does_not_take_the_place_of_the_first(one_database_url: str, tmp_path: Path) -> None:
    office, people = office_at(one_database_url, tmp_path), cards(JUNE)
    middle = len(people) // 2
    office.send(health_list(JUNE, people[:middle], name="BHYT_2026-06 phần 1.csv"))
    result = office.send(health_list(JUNE, people[middle:], name="BHYT_2026-06 phần 2.csv"))
    assert statuses(result) == {"BHYT_2026-06 phần 2.csv": "held"} and rules_of(office, "BHYT_2026-06 phần 2.csv") == {"F13"}
    sentence = office.one("select message_vi from audit.finding where rule_code = 'F13'")
    assert (
        "'BHYT_2026-06 phần 1.csv'" in sentence
        and f"có lại 0 trong {office.one('select count(*) from warehouse.fact_health_insurance')} " in sentence
    )
    assert statuses(office.send(health_list(JUNE, people, name="BHYT_2026-06 đủ.csv"))) == {"BHYT_2026-06 đủ.csv": "published"}
    assert office.one("select count(*) from warehouse.fact_health_insurance") == len(people)


def test_a_list_under_the_other_number_is_the_same_list(one_database_url: str, tmp_path: Path) -> None:
    office, people = office_at(one_database_url, tmp_path), cards(JUNE)
    office.send(health_list(JUNE, people))
    numbers = [record.copy().change(personal_id=None, card_number=None) for record in people]
    assert statuses(office.send(health_list(JUNE, numbers, name="BHYT_2026-06 mã số.csv"))) == {"BHYT_2026-06 mã số.csv": "published"}


def test_lists_that_come_by_kind_or_by_group_are_told(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    people = social_records(small_ward(), JULY, SEED)
    households, left = poverty_records(small_ward(), JULY, JUNE, SEED)
    for number in (0, 1):
        half, own = people[number * len(people) // 2 : (number + 1) * len(people) // 2], households[number::2]
        result = office.send(
            social_list(JULY, half, name=f"BHXH_2026-07 phần {number + 1}.xlsx"),
            Delivery(f"HoNgheo_2026-07 phần {number + 1}.xlsx", "poverty", JULY, "xlsx", poverty_national(own, left, JULY), own),
        )
    assert set(statuses(result).values()) == {"held"}
    assert [rules_of(office, f"{source}_2026-07 phần 2.xlsx", "critical") for source in ("BHXH", "HoNgheo")] == [{"F13"}, {"F13"}]
    assert office.one("select count(*) from warehouse.fact_poverty") == len(households[::2])


def test_the_report_of_another_department_does_not_wipe_the_first_ones_figures_out(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    figures, areas = report_records(small_ward(), JUNE)
    figures = [record for record in figures if record.values["denominator"] != 0]
    codes = sorted({record.values["code"] for record in figures})
    for name, own in (("VHXH", codes[::2]), ("KT", codes[1::2])):
        part = [record for record in figures if record.values["code"] in own]
        result = office.send(
            Delivery(
                f"BaoCao_ChiTieu_2026-06 {name}.xlsx", "department_report", JUNE, "xlsx", report_workbook(part, areas), [*part, *areas]
            )
        )
    assert statuses(result) == {"BaoCao_ChiTieu_2026-06 KT.xlsx": "held"}
    assert rules_of(office, "BaoCao_ChiTieu_2026-06 KT.xlsx", "critical") == {"F13"}
    assert office.one("select count(distinct indicator_key) from warehouse.fact_reported_figure") == len(codes[::2])
