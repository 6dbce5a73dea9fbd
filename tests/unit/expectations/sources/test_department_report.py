"""Rules R01 to R08: which stated figures, and which rows of sheet "Dân số", break them."""

from dataclasses import replace

import polars as pl
import pytest

from expectations.sources import department_report as rules_of_source
from tests.support.drawn_frames import JULY, assert_rules_agree_with_the_suite, context, drawn_table, failing, frame_of, knowledge
from transforms.cleaning.model import Cleaned
from transforms.reading.model import Reading
from transforms.sources.department_report import CONTRACT, POPULATION, clean

NOTHING_BEFORE = "indicator_code | area_code | value\n---+---+---"
COUNTS = ("population_count", "household_count", "family_count", "labour_force_count", "school_age_child_count")


def report(figures: str, population: str = "") -> Cleaned:
    tables = [drawn_table(CONTRACT, figures, sheet="Chỉ tiêu")]
    if population:
        tables.append(drawn_table(POPULATION, population, kind="population", sheet="Dân số"))
    return clean(Reading("department_report", tuple(tables)), context(JULY))


def rows_failing(code: str, figures: str, population: str = "", before: str = NOTHING_BEFORE) -> list[int]:
    told = replace(knowledge("department_report"), previous_figures=frame_of(before).with_columns(pl.col("value").cast(pl.Float64)))
    return failing(rules_of_source.prepare(report(figures, population), told), rules_of_source.FIGURES.rules(told), code)


def population_rows_failing(code: str, population: str) -> list[int]:
    told = knowledge("department_report")
    figures = "indicator_code | area | month | value\n---+---+---+---\nKT05 | Toàn phường | 07/2026 | 60"
    return failing(rules_of_source.prepare_population(report(figures, population), told), rules_of_source.POPULATION.rules(told), code)


def test_a_code_must_be_in_the_catalogue_and_not_computed() -> None:
    drawn = """
        row | indicator_code | area        | month   | numerator | denominator | value
        ----+----------------+-------------+---------+-----------+-------------+------
         2  | KT05           | Toàn phường | 07/2026 |           |             | 60
         3  | KT99           | Toàn phường | 07/2026 |           |             | 60
         4  | XH04           | Toàn phường | 07/2026 | 90        | 100         |
         5  |                | Toàn phường | 07/2026 |           |             | 60
         6  | KT 05          | Toàn phường | 07/2026 |           |             | 60
    """
    assert rows_failing("R01", drawn) == [3, 4, 5]


def test_a_number_must_be_readable_there_and_not_negative() -> None:
    drawn = """
        row | indicator_code | area        | month   | numerator | denominator | value
        ----+----------------+-------------+---------+-----------+-------------+-------
         2  | KT05           | Toàn phường | 07/2026 |           |             | 60
         3  | KT05           | TDP 3       | 07/2026 |           |             | sáu
         4  | KT05           | TDP 4       | 07/2026 |           |             | -1
         5  | XH08           | Toàn phường | 07/2026 | 9         | 20          |
         6  | XH08           | TDP 3       | 07/2026 | 9         |             |
         7  | XH08           | TDP 4       | 07/2026 |           | 20          |
         8  | XH08           | TDP 5       | 07/2026 | chín      | 20          |
         9  | XH08           | TDP 6       | 07/2026 | 9         | -20         |
        10  | XH08           | TDP 7       | 07/2026 |           |             | 45
        11  | KT05           | TDP 5       | 06/2026 |           |             | 60
        12  | KT05           | TDP 6       |         |           |             | 60
        13  | KT05           | TDP 7       | 07/2026 |           |             | 29.083
        14  | KT99           | TDP 7       | 07/2026 |           |             | sáu
    """
    assert rows_failing("R02", drawn) == [3, 4, 6, 7, 8, 9, 10, 11, 12]


def sentences(figures: str) -> dict[int, str]:
    """Row -> what the officer reads under R02."""
    told = knowledge("department_report")
    (rule,) = [rule for rule in rules_of_source.FIGURES.rules(told) if rule.code == "R02"]
    frame = rules_of_source.prepare(report(figures), told).with_columns(rule.message.alias("message"))
    return dict(frame.filter(rule.bad).select("row_number", "message").iter_rows())


def test_a_figure_in_another_unit_than_the_catalogues_is_refused() -> None:
    """Nothing is converted: 85,3 tỷ đồng would stand there as 85 325 đồng, and 1,2 nghìn doanh nghiệp as one."""
    drawn = """
        row | indicator_code | area        | month   | numerator | denominator | value      | unit
        ----+----------------+-------------+---------+-----------+-------------+------------+--------------------
         2  | KT01           | Toàn phường | 07/2026 |           |             | 85.325     | tỷ đồng
         3  | KT08           | Toàn phường | 07/2026 |           |             | 65000      | Nghìn đồng
         4  | KT05           | Toàn phường | 07/2026 |           |             | 12         | nghìn doanh nghiệp
         5  | KT02           | Toàn phường | 07/2026 |           |             | 12.500.000 | VNĐ
         6  | KT03           | Toàn phường | 07/2026 |           |             | 12500000   | Đồng
         7  | KT02a          | Toàn phường | 07/2026 |           |             | 12500000   |
         8  | KT06           | Toàn phường | 07/2026 |           |             | 4          | Cơ sở
         9  | XH08           | Toàn phường | 07/2026 | 9         | 20          |            | phần trăm
        10  | XH11           | Toàn phường | 07/2026 | 1         | 2           |            | nghìn trạm
        11  | XH12           | Toàn phường | 07/2026 |           |             | 1          | 1 = có, 0 = chưa
        12  | HC03           | Toàn phường | 07/2026 |           |             | 1          | có/chưa
        13  | AN02           | Toàn phường | 07/2026 |           |             | 1          | tiêu chí
        14  | KT02b          | Toàn phường | 07/2026 |           |             | 12500000   | -
        15  | KT99           | Toàn phường | 07/2026 |           |             | 3          | tỷ đồng
    """
    assert rows_failing("R02", drawn) == [2, 3, 4, 10, 13]
    assert "Đơn vị 'tỷ đồng' khác đơn vị 'đồng' của chỉ tiêu KT01 trong danh mục" in sentences(drawn)[2]
    assert "đổi về đơn vị của danh mục rồi ghi lại cả số và đơn vị" in sentences(drawn)[2]


def stated(
    figures: str, titles: tuple[str, ...] = (), headers: dict[str, str] | None = None, notes: dict[str, str] | None = None
) -> list[int]:
    """Rows under R02 of a table under these titles, with these headings and these notes under its headings."""
    table = replace(drawn_table(CONTRACT, figures, sheet="Chỉ tiêu", titles=titles, headers=headers), heading_notes=notes or {})
    told = knowledge("department_report")
    cleaned = clean(Reading("department_report", (table,)), context(JULY))
    return failing(rules_of_source.prepare(cleaned, told), rules_of_source.FIGURES.rules(told), "R02")


FIGURES = """
    row | indicator_code | area        | month   | numerator | denominator | value      | unit
    ----+----------------+-------------+---------+-----------+-------------+------------+----------
     2  | KT01           | Toàn phường | 07/2026 |           |             | 8308       |
     3  | KT03           | Toàn phường | 07/2026 |           |             | 4900000000 | đồng
     4  | KT05           | Toàn phường | 07/2026 |           |             | 12         |
     5  | XH08           | Toàn phường | 07/2026 | 9         | 20          |            |
     6  | XH12           | Toàn phường | 07/2026 |           |             | 1          |
     7  | KT06           | Toàn phường | 07/2026 |           |             | 4          | cơ sở
"""


@pytest.mark.parametrize(
    "title",
    [
        "Đơn vị tính: triệu đồng",
        "(Đơn vị tính: 1.000 đồng)",
        "ĐVT: tỷ đồng",
        "đvt: tr.đ",
        "Đơn vị: Triệu đồng",
        "BÁO CÁO CHỈ TIÊU THÁNG 7/2026 (nghìn đồng)",
        "DON VI TINH: TRIEU DONG",
    ],
)
def test_a_unit_above_the_table_holds_for_blank_units(title: str) -> None:
    """What has its own unit keeps it, and whether something is so has none."""
    assert stated(FIGURES, ("BÁO CÁO", title)) == [2, 4, 5]


@pytest.mark.parametrize(
    "heading",
    [
        "Giá trị (triệu đồng)",
        "Giá trị (ĐVT: tỷ đồng)",
        "ĐVT: triệu đồng > Giá trị",
        "Giá trị > Triệu đồng",
        "Triệu đồng > Giá trị",
        "Nghìn đồng > Giá trị",
    ],
)
def test_a_unit_in_a_heading_holds_for_blank_units_under_it(heading: str) -> None:
    assert stated(FIGURES, headers={"value": heading}) == [2, 4]
    assert stated(FIGURES, notes={"value": "(triệu đồng)"}) == [2, 4]
    assert stated(FIGURES, headers={"numerator": "Tử số (triệu đồng)"}) == [5]


@pytest.mark.parametrize(
    "title",
    [
        "Đơn vị tính: đồng",
        "Đơn vị: UBND phường Nguyễn Đại Năng",
        "Đơn vị báo cáo: Phòng Kinh tế",
        "Đơn vị tính: theo danh mục",
        "(Kèm theo Công văn số 12/UBND)",
        "Đơn vị tính: người, hộ, đồng",
    ],
)
def test_a_unit_of_full_figures_and_what_is_no_unit_refuse_nothing(title: str) -> None:
    assert stated(FIGURES, (title,)) == []
    assert stated(FIGURES, headers={"value": "Giá trị (đồng)", "numerator": "Tử số (người)"}) == []


def test_the_unit_above_the_table_is_told_in_the_sentence() -> None:
    table = drawn_table(CONTRACT, FIGURES, sheet="Chỉ tiêu", titles=("Đơn vị tính: triệu đồng",))
    told = knowledge("department_report")
    (rule,) = [rule for rule in rules_of_source.FIGURES.rules(told) if rule.code == "R02"]
    frame = rules_of_source.prepare(clean(Reading("department_report", (table,)), context(JULY)), told)
    (sentence,) = frame.filter(pl.col("row_number") == 2).select(rule.message.alias("told"))["told"]
    assert (
        sentence.startswith(
            "Bảng ghi đơn vị 'triệu đồng' (phía trên, giữa các dòng, tiêu đề cột, tên chỉ tiêu, ghi chú, hộp chữ hoặc đầu trang in)"
        )
        and "KT01" in sentence
    )


def test_thousands_of_people_are_no_number_of_people() -> None:
    drawn = """
        row | area        | month   | population_count | household_count | family_count | labour_force_count | school_age_child_count
        ----+-------------+---------+------------------+-----------------+--------------+--------------------+-----------------------
         2  | Toàn phường | 07/2026 | 29               | 9               | 8            | 13                 | 6
    """
    told = knowledge("department_report")
    figures = drawn_table(CONTRACT, "indicator_code | area | month | value\n---+---+---+---\nKT05 | Toàn phường | 07/2026 | 60")
    for title, found in (("Đơn vị tính: nghìn người", [2]), ("Đơn vị tính: người", [])):
        people = drawn_table(POPULATION, drawn, kind="population", sheet="Dân số", titles=(title,))
        cleaned = clean(Reading("department_report", (figures, people)), context(JULY))
        assert failing(rules_of_source.prepare_population(cleaned, told), rules_of_source.POPULATION.rules(told), "R02") == found


def test_a_rate_is_no_count() -> None:
    """52 % of the workers are not 52 workers, and a cell that shows 81 % holds 0.81."""
    drawn = """
        row | indicator_code | area        | month   | numerator | denominator | value | unit
        ----+----------------+-------------+---------+-----------+-------------+-------+-----
         2  | XH15           | Toàn phường | 07/2026 | 52%       | 13460       |       | %
         3  | XH16           | Toàn phường | 07/2026 | 0.81      | 13460       |       | %
         4  | XH13           | Toàn phường | 07/2026 | 99,5      | 29083       |       | %
         5  | XH14           | Toàn phường | 07/2026 | 90        | 100 %       |       | %
         6  | XH08           | Toàn phường | 07/2026 | 9         | 20.5        |       | %
         7  | XH11           | Toàn phường | 07/2026 | 9.0       | 20          | 45,5  | %
         8  | KT05           | Toàn phường | 07/2026 |           |             | 60%   |
         9  | KT06           | Toàn phường | 07/2026 |           |             | 3,5   |
        10  | AN02           | Toàn phường | 07/2026 |           |             | 1%    |
        11  | XH13           | TDP 3       | 07/2026 | 29.083    | 29.083      |       | %
    """
    assert rows_failing("R02", drawn) == [2, 3, 4, 5, 6, 8, 9, 10]
    assert sentences(drawn)[2].startswith("Số '52%' không dùng được cho chỉ tiêu XH15")
    assert sentences(drawn)[5].startswith("Số '100 %' không dùng được cho chỉ tiêu XH14")


def test_an_amount_may_have_a_fraction_of_a_dong_and_nothing_smaller_may() -> None:
    """A sum that a sheet worked out has one; 6,5 is an income in triệu đồng, whatever the unit says or leaves unsaid."""
    drawn = """
        row | indicator_code | area        | month   | numerator    | denominator | value
        ----+----------------+-------------+---------+--------------+-------------+-------------
         2  | KT01           | Toàn phường | 07/2026 |              |             | 1500000000.5
         3  | KT04           | Toàn phường | 07/2026 | 4250001835.5 | 12500000000 |
         4  | KT08           | Toàn phường | 07/2026 |              |             | 6.5
         5  | KT04           | TDP 3       | 07/2026 | 0.34         | 12500000000 |
    """
    assert rows_failing("R02", drawn) == [4, 5]


def test_a_value_in_a_measured_unit_may_have_decimals() -> None:
    told = knowledge("department_report")
    measured = tuple(replace(one, unit="ha", is_measured=True) if one.code == "KT05" else one for one in told.indicators)
    drawn = "row | indicator_code | area | month | value | unit\n---+---+---+---+---+---\n2 | KT05 | Toàn phường | 07/2026 | 3,5 | ha"
    own = replace(told, indicators=measured)
    assert failing(rules_of_source.prepare(report(drawn), own), rules_of_source.FIGURES.rules(own), "R02") == []


@pytest.mark.parametrize(
    ("stated", "is_refused"), [("1", False), ("0", False), ("x", False), ("có", False), ("2", True), ("0,5", True), ("có lẽ", True)]
)
def test_a_recognition_is_one_or_nought(stated: str, is_refused: bool) -> None:
    drawn = f"""
        row | indicator_code | area        | month   | value
        ----+----------------+-------------+---------+------
         2  | HC03           | Toàn phường | 07/2026 | {stated}
    """
    assert rows_failing("R02", drawn) == ([2] if is_refused else [])


def test_a_stated_denominator_may_be_left_to_the_population_sheet() -> None:
    figures = """
        row | indicator_code | area        | month   | numerator | denominator
        ----+----------------+-------------+---------+-----------+------------
         2  | XH02           | Toàn phường | 07/2026 | 90        |
         3  | XH02           | TDP 3       | 07/2026 | 90        |
    """
    population = """
        row | area        | month   | family_count
        ----+-------------+---------+-------------
         2  | Toàn phường | 07/2026 | 100
    """
    assert rows_failing("R02", figures, population) == [3]


def test_a_share_is_at_most_the_whole_and_a_ratio_may_be_more() -> None:
    drawn = """
        row | indicator_code | area          | month   | numerator | denominator
        ----+----------------+---------------+---------+-----------+------------
         2  | XH08           | Toàn phường   | 07/2026 | 20        | 20
         3  | XH08           | TDP 3         | 07/2026 | 21        | 20
         4  | XH08           | TDP 4         | 07/2026 | 0         | 0
         5  | MH03           | Tống Buồng    | 07/2026 | 12        | 10
         6  | MH03           | TDP 3         | 07/2026 | 12        | 0
         7  | XH08           | TDP 5         | 07/2026 | nhiều     | 20
    """
    assert rows_failing("R03", drawn) == [3, 4, 6]


def test_the_denominator_that_wins_is_the_one_compared() -> None:
    figures = """
        row | indicator_code | area        | month   | numerator | denominator
        ----+----------------+-------------+---------+-----------+------------
         2  | XH02           | Toàn phường | 07/2026 | 95        | 90
         3  | XH02           | TDP 3       | 07/2026 | 95        | 100
    """
    population = """
        row | area        | month   | family_count
        ----+-------------+---------+-------------
         2  | Toàn phường | 07/2026 | 100
         3  | TDP 3       | 07/2026 | 90
    """
    assert rows_failing("R03", figures, population) == [3]


def test_two_values_for_one_figure_are_found_on_both_rows() -> None:
    drawn = """
        row | indicator_code | area        | month   | value
        ----+----------------+-------------+---------+------
         2  | KT05           | Toàn phường | 07/2026 | 60
         3  | KT05           | Toàn phường | 07/2026 | 61
         4  | KT05           | TDP 3       | 07/2026 | 5
         5  | KT05           | Tổ 03       | 07/2026 | 5
         6  | KT99           | TDP 4       | 07/2026 | 5
         7  | KT99           | TDP 4       | 07/2026 | 6
         8  | KT05           | TDP 99      | 07/2026 | 5
         9  | KT05           | TDP 98      | 07/2026 | 6
    """
    assert rows_failing("R04", drawn) == [2, 3]


def test_an_area_must_be_the_wards() -> None:
    drawn = """
        row | indicator_code | area                    | month   | value
        ----+----------------+-------------------------+---------+------
         2  | KT05           | Phường Nguyễn Đại Năng  | 07/2026 | 60
         3  | KT05           | Phường Thái Thịnh (cũ)  | 07/2026 | 20
         4  | KT05           | Tổ dân phố Đông Nam     | 07/2026 | 5
         5  | KT05           | Phường An Lưu           | 07/2026 | 60
         6  | KT05           |                         | 07/2026 | 60
         7  | KT05           | TDP 3, TDP 4            | 07/2026 | 60
    """
    assert rows_failing("R05", drawn) == [5, 6, 7]


def test_a_change_by_more_than_half_is_doubted() -> None:
    drawn = """
        row | indicator_code | area        | month   | numerator | denominator | value
        ----+----------------+-------------+---------+-----------+-------------+------
         2  | KT05           | Toàn phường | 07/2026 |           |             | 150
         3  | KT05           | TDP 3       | 07/2026 |           |             | 151
         4  | KT05           | TDP 4       | 07/2026 |           |             | 49
         5  | KT05           | TDP 5       | 07/2026 |           |             | 0
         6  | KT05           | TDP 6       | 07/2026 |           |             | 900
         7  | KT05           | TDP 7       | 07/2026 |           |             | 900
         8  | XH08           | Toàn phường | 07/2026 | 10        | 50          |
         9  | XH08           | TDP 3       | 07/2026 | 60        | 50          |
    """
    before = """
        indicator_code | area_code | value
        ---------------+-----------+------
        KT05           | 10744     | 100
        KT05           | 10744-03  | 100
        KT05           | 10744-04  | 100
        KT05           | 10744-05  | 100
        KT05           | 10744-06  | 0
        XH08           | 10744     | 45
        XH08           | 10744-03  | 10
    """
    assert rows_failing("R06", drawn, before=before) == [3, 4, 8]


def test_a_doubted_change_is_told_in_numbers_as_officers_write_them() -> None:
    drawn = """
        row | indicator_code | area        | month   | value
        ----+----------------+-------------+---------+---------
         2  | KT01           | Toàn phường | 07/2026 | 1204.5
    """
    before = "indicator_code | area_code | value\n---+---+---\nKT01 | 10744 | 36.0"
    told = replace(knowledge("department_report"), previous_figures=frame_of(before).with_columns(pl.col("value").cast(pl.Float64)))
    frame = rules_of_source.prepare(report(drawn), told)
    (rule,) = [rule for rule in rules_of_source.FIGURES.rules(told) if rule.code == "R06"]
    assert "tháng trước (1.204,5 so với 36)" in frame.select(rule.message)[0, 0]


def groups(code: str, each: int, count: int = 13) -> str:
    names = ["Đông Nam", "Tống Buồng", *(f"TDP {number}" for number in range(3, 14))]
    return "\n".join(f"{row} | {code} | {name} | 07/2026 | {each}" for row, name in enumerate(names[:count], start=10))


@pytest.mark.parametrize(("ward", "stated_groups", "found"), [(26, 13, []), (27, 13, [2]), (27, 12, [])])
def test_groups_add_up_to_the_ward_where_all_are_stated(ward: int, stated_groups: int, found: list[int]) -> None:
    drawn = f"""
        row | indicator_code | area        | month   | value
        ----+----------------+-------------+---------+------
         2  | KT05           | Toàn phường | 07/2026 | {ward}
    """ + groups("KT05", 2, stated_groups)
    assert rows_failing("R07", drawn) == found


def test_former_units_add_up_to_the_ward_and_numerators_count_too() -> None:
    drawn = """
        row | indicator_code | area                   | month   | numerator | denominator
        ----+----------------+------------------------+---------+-----------+------------
         2  | XH08           | Toàn phường            | 07/2026 | 9         | 20
         3  | XH08           | Phường Thái Thịnh (cũ) | 07/2026 | 3         | 10
         4  | XH08           | Phường Hiến Thành (cũ) | 07/2026 | 3         | 5
         5  | XH08           | Xã Minh Hòa (cũ)       | 07/2026 | 2         | 5
         6  | XH11           | Toàn phường            | 07/2026 | 9         | 20
         7  | XH11           | Phường Thái Thịnh (cũ) | 07/2026 | 3         | 10
    """
    assert rows_failing("R07", drawn) == [2]


@pytest.mark.parametrize(
    ("code", "column"),
    [
        ("XH02", "family_count"),
        ("XH13", "population_count"),
        ("XH14", "school_age_child_count"),
        ("XH15", "labour_force_count"),
        ("XH16", "labour_force_count"),
        ("MH01", "household_count"),
        ("MH02", "household_count"),
        ("MH04", "household_count"),
    ],
)
def test_a_stated_denominator_is_compared_with_the_population_sheet(code: str, column: str) -> None:
    figures = f"""
        row | indicator_code | area     | month   | numerator | denominator
        ----+----------------+----------+---------+-----------+------------
         2  | {code}         | Đông Nam | 07/2026 | 9         | 10
         3  | {code}         | TDP 3    | 07/2026 | 9         | 11
         4  | {code}         | TDP 4    | 07/2026 | 9         |
         5  | {code}         | TDP 5    | 07/2026 | 9         | 11
         6  | XH08           | TDP 3    | 07/2026 | 9         | 11
    """
    population = f"""
        row | area     | month   | {column}
        ----+----------+---------+---------
         2  | Đông Nam | 07/2026 | 10
         3  | TDP 3    | 07/2026 | 10
         4  | TDP 4    | 07/2026 | 10
    """
    assert rows_failing("R08", figures, population) == [3]


def test_counts_of_the_population_sheet_must_be_whole_and_not_negative() -> None:
    population = """
        row | area        | month   | population_count | household_count
        ----+-------------+---------+------------------+----------------
         2  | Toàn phường | 07/2026 | 29.083           | 8.000
         3  | TDP 3       | 07/2026 | nhiều            | 100
         4  | TDP 4       | 07/2026 | -5               | 100
         5  | TDP 5       | 06/2026 | 500              | 100
         6  | TDP 6       | 07/2026 | 500              |
         7  | TDP 7       | 07/2026 | 500              | 95%
         8  | TDP 8       | 07/2026 | 500,5            | 100
    """
    assert population_rows_failing("R02", population) == [3, 4, 5, 7, 8]


def test_two_rows_of_one_area_on_the_population_sheet_are_found() -> None:
    population = """
        row | area   | month   | population_count
        ----+--------+---------+-----------------
         2  | TDP 3  | 07/2026 | 500
         3  | TDP 03 | 07/2026 | 501
         4  | TDP 4  | 07/2026 | 500
         5  | TDP 4  | 07/2026 | 500
         6  | TDP 99 | 07/2026 | 500
    """
    assert (population_rows_failing("R04", population), population_rows_failing("R05", population)) == ([2, 3], [6])


def test_groups_of_the_population_sheet_add_up_to_the_ward() -> None:
    names = ["Đông Nam", "Tống Buồng", *(f"TDP {number}" for number in range(3, 14))]
    rows = "\n".join(f"{row} | {name} | 07/2026 | 100 | 30" for row, name in enumerate(names, start=3))
    population = (
        "row | area | month | population_count | household_count\n---+---+---+---+---\n2 | Toàn phường | 07/2026 | 1300 | 391\n" + rows
    )
    assert population_rows_failing("R07", population) == [2]


def test_the_suite_finds_the_same_rows_as_the_expressions() -> None:
    figures = """
        row | indicator_code | area        | month   | numerator | denominator | value
        ----+----------------+-------------+---------+-----------+-------------+------
         2  | KT05           | Toàn phường | 07/2026 |           |             | 60
         3  | KT05           | Toàn phường | 07/2026 |           |             | 61
         4  | KT99           | Toàn phường | 07/2026 |           |             | 61
         5  | XH02           | Toàn phường | 07/2026 | 90        | 100         |
         6  | XH02           | TDP 3       | 07/2026 | 101       | 100         |
         7  | XH08           | Toàn phường | 07/2026 | chín      | 20          |
         8  | XH08           | TDP 99      | 07/2026 | 9         | 20          |
         9  | XH08           | Toàn phường | 07/2026 | 12        | 20          |
        10  | KT03           | Toàn phường | 07/2026 |           |             | 900
        11  | KT03           | Thái Thịnh  | 07/2026 |           |             | 200
        12  | KT03           | Hiến Thành  | 07/2026 |           |             | 200
        13  | KT03           | Minh Hòa    | 07/2026 |           |             | 200
    """
    population = """
        row | area        | month   | family_count
        ----+-------------+---------+-------------
         2  | Toàn phường | 07/2026 | 110
    """
    before = pl.DataFrame({"indicator_code": ["KT03"], "area_code": ["10744"], "value": [10.0]})
    told = replace(knowledge("department_report"), previous_figures=before)
    frame = rules_of_source.prepare(report(figures, population), told)
    assert_rules_agree_with_the_suite(frame, rules_of_source.FIGURES.rules(told), breaking={f"R{number:02d}" for number in range(1, 9)})
