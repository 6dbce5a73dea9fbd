"""Cleaning of the departmental report: stated figures, and the denominators of sheet "Dân số"."""

from datetime import date

import polars as pl
import pytest

from tests.support.drawn_frames import JULY, assert_drawn, context, drawn_table
from transforms.cleaning.model import Cleaned
from transforms.cleaning.moved_days import MOVED
from transforms.reading.model import Reading, Table
from transforms.sources.department_report import CONTRACT, POPULATION
from transforms.sources.department_report import clean as clean_report


def figures(text: str) -> Table:
    return drawn_table(CONTRACT, text, sheet="Chỉ tiêu")


def clean(*tables: Table) -> Cleaned:
    return clean_report(Reading("department_report", tables), context(JULY))


def test_figures_are_typed_and_areas_and_months_known() -> None:
    found = clean(
        figures("""
        row | indicator_code | area                   | month        | numerator | denominator | value
        ----+----------------+------------------------+--------------+-----------+-------------+----------------
         2  | XH08           | Phường Nguyễn Đại Năng | 07/2026      | 9         | 20          |
         3  | KT01           | Toàn phường            | Tháng 7/2026 |           |             | 1.234.567.890
         4  | KT 05          | Phường Thái Thịnh (cũ) | 202607       |           |             | 29,083
         5  | KT05           | TDP 99                 | hè           |           |             | sáu mươi
         6  | KT01           | Đông Nam               | 07/2026      |           |             | 12,5 đ
    """)
    )
    assert_drawn(
        found.frame,
        """
        row_number | indicator_code | area_code | month      | numerator | denominator | value      | value_raw
        -----------+----------------+-----------+------------+-----------+-------------+------------+--------------
        2          | XH08           | 10744     | 2026-07-01 | 9         | 20          |            |
        3          | KT01           | 10744     | 2026-07-01 |           |             | 1234567890 | 1.234.567.890
        4          | KT05           | 10741     | 2026-07-01 |           |             | 29083      | 29,083
        5          | KT05           |           |            |           |             |            | sáu mươi
        6          | KT01           | 10744-01  | 2026-07-01 |           |             | 12.5       | 12,5 đ
    """,
    )


def test_rows_of_the_handed_out_workbook_that_nobody_filled_in_are_no_data() -> None:
    found = clean(
        figures("""
        row | indicator_code | area        | month   | numerator | denominator | value
        ----+----------------+-------------+---------+-----------+-------------+------
         2  | XH08           | Toàn phường | 07/2026 |           |             |
         3  | KT05           | Toàn phường | 07/2026 |           |             | 0
         4  | KT06           | Toàn phường | 07/2026 |           |             | -
    """)
    )
    assert found.frame["row_number"].to_list() == [3]


def test_an_area_is_the_ward_in_any_of_its_names_and_two_groups_are_none() -> None:
    found = clean(
        figures("""
        row | indicator_code | area                        | month   | value
        ----+----------------+-----------------------------+---------+------
         2  | KT05           | Toàn phường Nguyễn Đại Năng | 07/2026 | 60
         3  | KT05           | Toàn phường                 | 07/2026 | 60
         4  | KT05           | P. Nguyễn Đại Năng          | 07/2026 | 60
         5  | KT05           | Toàn phường An Lưu          | 07/2026 | 60
         6  | KT05           | Phường                      | 07/2026 | 60
         7  | KT05           | TDP 3, TDP 4                | 07/2026 | 60
         8  | KT05           | TDP 3 và TDP 4              | 07/2026 | 60
         9  | KT05           | TDP 3, 4 và 5               | 07/2026 | 60
        10  | KT05           | Đông Nam, Tống Buồng        | 07/2026 | 60
        11  | KT05           | TDP 3, TDP 99               | 07/2026 | 60
        12  | KT05           | TDP 3, phường Hiến Thành    | 07/2026 | 60
        13  | KT05           | Tổ 3 (tổ dân phố số 03)     | 07/2026 | 60
    """)
    )
    assert_drawn(
        found.frame,
        """
        row_number | area_code
        -----------+----------
        2          | 10744
        3          | 10744
        4          | 10744
        5          |
        6          |
        7          |
        8          |
        9          |
        10         |
        11         |
        12         | 10744-03
        13         | 10744-03
    """,
    )


@pytest.mark.parametrize(("stated", "value"), [("1", "1"), ("0", "0"), ("x", "1"), ("có", "1"), ("không có lẽ", "")])
def test_a_recognition_may_be_marked(stated: str, value: str) -> None:
    found = clean(figures(f"row | indicator_code | area | month | value\n---+---+---+---+---\n2 | HC03 | Toàn phường | 07/2026 | {stated}"))
    assert_drawn(found.frame.with_row_index("n"), f"n | value_or_mark\n---+---\n0 | {value}")


def test_the_population_sheet_is_cleaned_beside_the_figures() -> None:
    population = drawn_table(
        POPULATION,
        """
        row | area        | month   | population_count | household_count | labour_force_count
        ----+-------------+---------+------------------+-----------------+-------------------
         2  | Toàn phường | 07/2026 | 29.083           | 8,000           | 15 000
         3  | TDP 3       | 07/2026 |                  | 500 hộ          | nhiều
         4  | TDP 4       | 07/2026 |                  |                 |
    """,
        kind="population",
        sheet="Dân số",
    )
    found = clean(
        figures("row | indicator_code | area | month | value\n---+---+---+---+---\n2 | KT05 | Toàn phường | 07/2026 | 60"), population
    )
    assert_drawn(
        found.population,
        """
        row_number | area_code | month      | population_count | household_count | labour_force_count | family_count
        -----------+-----------+------------+------------------+-----------------+--------------------+-------------
        2          | 10744     | 2026-07-01 | 29083            | 8000            | 15000              |
        3          | 10744-03  | 2026-07-01 |                  | 500             |                    |
    """,
    )


def test_a_report_of_population_alone_has_no_figures() -> None:
    population = drawn_table(
        POPULATION, "row | area | month | population_count\n---+---+---+---\n2 | Toàn phường | 07/2026 | 29083", kind="population"
    )
    found = clean(population)
    assert found.frame.is_empty()
    assert found.population["month"].to_list() == [date(2026, 7, 1)]


def test_numbers_in_another_notation_are_recorded_as_repairs() -> None:
    found = clean(
        figures("""
        row | indicator_code | area        | month   | value
        ----+----------------+-------------+---------+----------
         2  | KT01           | Toàn phường | 07/2026 | 1.234.567
         3  | KT05           | Toàn phường | 07/2026 | 60
    """)
    )
    assert_drawn(
        found.repairs,
        """
        sheet_name | row_number | column_name | kind        | before    | after
        -----------+------------+-------------+-------------+-----------+-------------
        Chỉ tiêu   | 2          | value       | number_form | 1.234.567 | 1234567.0000
    """,
    )


def test_a_unit_of_money_in_the_note_is_the_unit_of_that_row_alone() -> None:
    found = clean(
        figures("""
        row | indicator_code | area        | month   | value | note
        ----+----------------+-------------+---------+-------+---------------------------------
         2  | KT03           | Toàn phường | 07/2026 | 4.900 | Đơn vị tính: triệu đồng
         3  | KT01           | Toàn phường | 07/2026 | 4.900 | tăng 5 triệu đồng so với kỳ trước
    """)
    )
    assert found.frame["stated_unit"].to_list() == ["triệu đồng", None]


def test_a_unit_of_money_behind_the_name_is_the_unit_of_that_row_alone() -> None:
    found = clean(
        figures("""
        row | indicator_code | indicator_name            | area        | month   | numerator | denominator | value
        ----+----------------+---------------------------+-------------+---------+-----------+-------------+------
         2  | KT03           | Vốn đầu tư (triệu đồng)   | Toàn phường | 07/2026 |           |             | 4.900
         3  | KT05           | Doanh nghiệp (cả hộ)      | Toàn phường | 07/2026 |           |             | 12
    """)
    )
    assert found.frame["stated_unit"].to_list() == ["triệu đồng", None]


def test_months_that_a_zone_moved_are_put_right_on_both_sheets_and_told() -> None:
    found = clean(
        figures("""
        row | indicator_code | area        | month               | value
        ----+----------------+-------------+---------------------+------
         2  | KT05           | Toàn phường | 2026-06-30 17:00:00 | 60
         3  | KT03           | Toàn phường | 2026-06-30 17:00:00 | 12
    """),
        drawn_table(
            POPULATION,
            """
        row | area        | month               | population_count
        ----+-------------+---------------------+-----------------
         2  | Toàn phường | 2026-06-30 23:59:12 | 100
    """,
            kind="population",
            sheet="Dân số",
        ),
    )
    assert found.population is not None
    assert [*found.frame["month"], *found.population["month"]] == [JULY] * 3
    moved = found.repairs.filter(pl.col("kind") == MOVED)
    assert moved.select("sheet_name", "row_number", "column_name").rows() == [
        ("Chỉ tiêu", 2, "month"),
        ("Chỉ tiêu", 3, "month"),
        ("Dân số", 2, "month"),
    ]
