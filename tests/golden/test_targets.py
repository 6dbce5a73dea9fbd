"""mart.indicator_value and mart.scorecard: target, derived line and status for each kind of target that the plan sets."""

import polars as pl
import pytest

from tests.support.drawn_frames import assert_drawn
from tests.support.drawn_warehouse import DrawnWarehouse


def judged(warehouse: DrawnWarehouse, drawn: str, where: str = "true") -> pl.DataFrame:
    """The drawn values as the mart shows them, in the order of indicator, area and month."""
    warehouse.fill("fact_indicator", drawn)
    return warehouse.query(f"""select indicator_code as indicator, area_code as area, month, "window", value, target, trajectory, status
        from mart.indicator_value where {where} order by indicator_code, area_code, month, "window" """)


def test_a_floor_by_a_year_is_judged_on_the_line_from_the_last_value_before_the_plan(warehouse: DrawnWarehouse) -> None:
    """XH04: 87 at the end of 2025, 97 at the end of 2030: two points a year, one at half a year."""
    assert_drawn(
        judged(
            warehouse,
            """
        indicator | area  | month   | window_kind | value
        ----------+-------+---------+-------------+------
        XH04      | 10744 | 2025-12 | snapshot    | 87
        XH04      | 10744 | 2026-06 | snapshot    | 88
        XH04      | 10744 | 2026-12 | snapshot    | 88.9
        XH04      | 10744 | 2028-06 | snapshot    | 97
        XH04      | 10744 | 2029-12 | snapshot    | 94
        XH04      | 10744 | 2030-12 | snapshot    | 96.9
        XH04      | 10744 | 2031-01 | snapshot    | 97
    """,
        ),
        """
        month   | target | trajectory | status
        --------+--------+------------+---------
        2025-12 | 97     |            | not_judged
        2026-06 | 97     | 88         | on_track
        2026-12 | 97     | 89         | behind
        2028-06 | 97     | 92         | achieved
        2029-12 | 97     | 95         | behind
        2030-12 | 97     | 97         | missed
        2031-01 | 97     | 97         | achieved
    """,
    )


def test_without_a_value_at_the_end_of_2025_there_is_no_line_until_the_target_year_ends(warehouse: DrawnWarehouse) -> None:
    assert_drawn(
        judged(
            warehouse,
            """
        indicator | area  | month   | window_kind | value
        ----------+-------+---------+-------------+------
        XH04      | 10744 | 2026-06 | snapshot    | 88
        XH04      | 10744 | 2026-07 | snapshot    | 97
        XH04      | 10744 | 2030-12 | snapshot    | 88
    """,
        ),
        """
        month   | trajectory | status
        --------+------------+-----------
        2026-06 |            | not_judged
        2026-07 |            | achieved
        2030-12 | 97         | missed
    """,
    )


def test_a_baseline_that_the_plan_states_begins_the_line(warehouse: DrawnWarehouse) -> None:
    """KT05: 50 enterprises in 2025, 200 by 2030: thirty a year, also where a report says 52. KT03: more than 40 billion, counted from
    nothing in January 2026 on, so that 40 billion is not enough and 2025 no part of it."""
    assert_drawn(
        judged(
            warehouse,
            """
        indicator | area  | month   | window_kind | value
        ----------+-------+---------+-------------+------------
        KT05      | 10744 | 2025-03 | snapshot    | 52
        KT05      | 10744 | 2025-12 | snapshot    | 52
        KT05      | 10744 | 2026-12 | snapshot    | 80
        KT05      | 10744 | 2027-06 | snapshot    | 94
        KT03      | 10744 | 2025-03 | snapshot    | 1000000000
        KT03      | 10744 | 2025-12 | snapshot    | 3100000000
        KT03      | 10744 | 2026-12 | snapshot    | 8000000000
        KT03      | 10744 | 2030-12 | snapshot    | 40000000000
        KT03      | 10744 | 2031-01 | snapshot    | 40000000001
    """,
        ),
        """
        indicator | month   | trajectory  | status
        ----------+---------+-------------+---------
        KT03      | 2025-03 |             | not_judged
        KT03      | 2025-12 |             | not_judged
        KT03      | 2026-12 | 8000000000  | on_track
        KT03      | 2030-12 | 40000000000 | missed
        KT03      | 2031-01 | 40000000000 | achieved
        KT05      | 2025-03 |             | not_judged
        KT05      | 2025-12 |             | not_judged
        KT05      | 2026-12 | 80          | on_track
        KT05      | 2027-06 | 95          | behind
    """,
    )


def test_a_floor_of_every_year_is_due_each_december(warehouse: DrawnWarehouse) -> None:
    assert_drawn(
        judged(
            warehouse,
            """
        indicator | area  | month   | window_kind | value
        ----------+-------+---------+-------------+------
        XH02      | 10744 | 2026-11 | snapshot    | 94
        XH02      | 10744 | 2026-12 | snapshot    | 94
        XH02      | 10744 | 2027-11 | snapshot    | 95
        XH02      | 10744 | 2027-12 | snapshot    | 95
    """,
        ),
        """
        month   | target | trajectory | status
        --------+--------+------------+---------
        2026-11 | 95     | 95         | behind
        2026-12 | 95     | 95         | missed
        2027-11 | 95     | 95         | on_track
        2027-12 | 95     | 95         | achieved
    """,
    )


def test_what_accumulates_in_the_year_is_held_against_the_part_of_the_year(warehouse: DrawnWarehouse) -> None:
    """KT06: two a year. KT04: all of the year's plan disbursed. The month's own figure is not judged."""
    assert_drawn(
        judged(
            warehouse,
            """
        indicator | area  | month   | window_kind  | value
        ----------+-------+---------+--------------+------
        KT06      | 10744 | 2026-06 | year_to_date | 1
        KT06      | 10744 | 2026-06 | month        | 0
        KT06      | 10744 | 2026-09 | year_to_date | 1
        KT06      | 10744 | 2026-10 | year_to_date | 2
        KT06      | 10744 | 2026-12 | year_to_date | 2
        KT06      | 10744 | 2027-12 | year_to_date | 1
        KT04      | 10744 | 2026-03 | year_to_date | 25
        KT04      | 10744 | 2026-06 | year_to_date | 49
        KT04      | 10744 | 2026-12 | year_to_date | 99.9
    """,
        ),
        """
        indicator | month   | window       | target | trajectory | status
        ----------+---------+--------------+--------+------------+-----------
        KT04      | 2026-03 | year_to_date | 100    | 25         | on_track
        KT04      | 2026-06 | year_to_date | 100    | 50         | behind
        KT04      | 2026-12 | year_to_date | 100    | 100        | missed
        KT06      | 2026-06 | month        |        |            | not_judged
        KT06      | 2026-06 | year_to_date | 2      | 1          | on_track
        KT06      | 2026-09 | year_to_date | 2      | 1          | on_track
        KT06      | 2026-10 | year_to_date | 2      | 1          | achieved
        KT06      | 2026-12 | year_to_date | 2      | 2          | achieved
        KT06      | 2027-12 | year_to_date | 2      | 2          | missed
    """,
    )


def test_growth_is_compared_with_the_same_part_of_2025(warehouse: DrawnWarehouse) -> None:
    """KT01 grows by 10 % a year: 110 for 100 in 2026, 161.051 in 2030; half of 2025 brought 40."""
    assert_drawn(
        judged(
            warehouse,
            """
        indicator | area  | month   | window_kind  | value
        ----------+-------+---------+--------------+------
        KT01      | 10744 | 2025-06 | year_to_date | 40
        KT01      | 10744 | 2025-12 | year_to_date | 100
        KT01      | 10744 | 2026-06 | year_to_date | 44
        KT01      | 10744 | 2026-12 | year_to_date | 109
        KT01      | 10744 | 2027-06 | year_to_date | 48
        KT01      | 10744 | 2030-12 | year_to_date | 162
    """,
        ),
        """
        month   | target | trajectory | status
        --------+--------+------------+-----------
        2025-06 | 10     |            | not_judged
        2025-12 | 10     |            | not_judged
        2026-06 | 10     | 44         | on_track
        2026-12 | 10     | 110        | behind
        2027-06 | 10     | 48.4       | behind
        2030-12 | 10     | 161.051    | achieved
    """,
    )


def test_growth_without_the_same_month_of_2025_takes_its_part_of_the_year(warehouse: DrawnWarehouse) -> None:
    assert_drawn(
        judged(
            warehouse,
            """
        indicator | area  | month   | window_kind  | value
        ----------+-------+---------+--------------+------
        KT01      | 10744 | 2025-12 | year_to_date | 100
        KT01      | 10744 | 2026-06 | year_to_date | 54
        KT01      | 10744 | 2030-12 | year_to_date | 161
        KT02      | 10744 | 2026-06 | year_to_date | 54
        KT02      | 10744 | 2030-12 | year_to_date | 54
    """,
            "month >= '2026-01-01'",
        ),
        """
        indicator | month   | trajectory | status
        ----------+---------+------------+-----------
        KT01      | 2026-06 | 55         | behind
        KT01      | 2030-12 | 161.051    | missed
        KT02      | 2026-06 |            | not_judged
        KT02      | 2030-12 |            | not_judged
    """,
    )


def test_a_recognition_is_not_judged_before_its_year_and_never_has_a_line(warehouse: DrawnWarehouse) -> None:
    """HC03 is wanted by the end of 2027."""
    assert_drawn(
        judged(
            warehouse,
            """
        indicator | area  | month   | window_kind | value
        ----------+-------+---------+-------------+------
        HC03      | 10744 | 2026-06 | snapshot    | 0
        HC03      | 10744 | 2026-07 | snapshot    | 1
        HC03      | 10744 | 2027-06 | snapshot    | 0
        HC03      | 10744 | 2027-12 | snapshot    | 0
        HC03      | 10744 | 2028-01 | snapshot    | 0
        HC03      | 10744 | 2028-02 | snapshot    | 1
    """,
        ),
        """
        month   | target | trajectory | status
        --------+--------+------------+-----------
        2026-06 | 1      |            | not_judged
        2026-07 | 1      |            | achieved
        2027-06 | 1      |            | behind
        2027-12 | 1      |            | missed
        2028-01 | 1      |            | missed
        2028-02 | 1      |            | achieved
    """,
    )


def test_a_ceiling_by_a_year_goes_down_and_stays(warehouse: DrawnWarehouse) -> None:
    """XH01: from 36 poor households at the end of 2025 to none from the end of 2028, twelve a year."""
    assert_drawn(
        judged(
            warehouse,
            """
        indicator | area  | month   | window_kind | value
        ----------+-------+---------+-------------+------
        XH01      | 10744 | 2025-12 | snapshot    | 36
        XH01      | 10744 | 2026-06 | snapshot    | 30
        XH01      | 10744 | 2026-12 | snapshot    | 25
        XH01      | 10744 | 2027-06 | snapshot    | 0
        XH01      | 10744 | 2028-12 | snapshot    | 1
        XH01      | 10744 | 2029-06 | snapshot    | 0
        XH01      | 10744 | 2030-06 | snapshot    | 2
    """,
            "month >= '2026-01-01'",
        ),
        """
        month   | target | trajectory | status
        --------+--------+------------+---------
        2026-06 | 0      | 30         | on_track
        2026-12 | 0      | 24         | behind
        2027-06 | 0      | 18         | achieved
        2028-12 | 0      | 0          | missed
        2029-06 | 0      | 0          | achieved
        2030-06 | 0      | 0          | missed
    """,
    )


def test_a_ceiling_on_what_accumulates_is_never_achieved_before_the_year_ends(warehouse: DrawnWarehouse) -> None:
    """MH03: 100 % of the cases of 2025, half by 2030: 90 % in 2026, half of that by June."""
    assert_drawn(
        judged(
            warehouse,
            """
        indicator | area     | month   | window_kind  | value
        ----------+----------+---------+--------------+------
        MH03      | 10744-02 | 2026-06 | year_to_date | 45
        MH03      | 10744-02 | 2026-07 | year_to_date | 53
        MH03      | 10744-02 | 2030-12 | year_to_date | 50
        MH03      | 10744-02 | 2031-12 | year_to_date | 51
    """,
        ),
        """
        month   | target | trajectory | status
        --------+--------+------------+---------
        2026-06 | 50     | 45         | on_track
        2026-07 | 50     | 52.5       | behind
        2030-12 | 50     | 50         | achieved
        2031-12 | 50     | 50         | missed
    """,
    )


def test_online_dossiers_are_held_against_75_and_in_2030_against_more_than_85(warehouse: DrawnWarehouse) -> None:
    assert_drawn(
        judged(
            warehouse,
            """
        indicator | area  | month   | window_kind  | value
        ----------+-------+---------+--------------+------
        HC02      | 10744 | 2029-06 | year_to_date | 80
        HC02      | 10744 | 2029-12 | year_to_date | 80
        HC02      | 10744 | 2030-06 | year_to_date | 80
        HC02      | 10744 | 2030-07 | year_to_date | 86
        HC02      | 10744 | 2030-12 | year_to_date | 85
        HC02      | 10744 | 2031-12 | year_to_date | 85.1
    """,
        ),
        """
        month   | target | trajectory | status
        --------+--------+------------+---------
        2029-06 | 75     | 75         | on_track
        2029-12 | 75     | 75         | achieved
        2030-06 | 85     | 85         | behind
        2030-07 | 85     | 85         | achieved
        2030-12 | 85     | 85         | missed
        2031-12 | 85     | 85         | achieved
    """,
    )


def test_never_below_2025_takes_the_value_of_that_year_as_its_target(warehouse: DrawnWarehouse) -> None:
    """XH06; an area without a value of 2025 is not judged."""
    assert_drawn(
        judged(
            warehouse,
            """
        indicator | area     | month   | window_kind | value
        ----------+----------+---------+-------------+------
        XH06      | 10744    | 2025-12 | snapshot    | 60
        XH06      | 10744    | 2026-06 | snapshot    | 60
        XH06      | 10744    | 2026-07 | snapshot    | 59
        XH06      | 10744    | 2026-12 | snapshot    | 59
        XH06      | 10744    | 2027-12 | snapshot    | 80
        XH06      | 10744-01 | 2026-06 | snapshot    | 60
    """,
            "month >= '2026-01-01'",
        ),
        """
        area     | month   | target | trajectory | status
        ---------+---------+--------+------------+-----------
        10744    | 2026-06 | 60     | 60         | on_track
        10744    | 2026-07 | 60     | 60         | behind
        10744    | 2026-12 | 60     | 60         | missed
        10744    | 2027-12 | 60     | 60         | achieved
        10744-01 | 2026-06 |        |            | not_judged
    """,
    )


def test_what_the_plan_puts_no_number_on_is_followed_and_not_judged(warehouse: DrawnWarehouse) -> None:
    assert_drawn(
        judged(
            warehouse,
            """
        indicator | area  | month   | window_kind | value
        ----------+-------+---------+-------------+------
        HC04      | 10744 | 2026-12 | snapshot    | 90
        XH04-N1   | 10744 | 2026-12 | snapshot    | 12
    """,
        ),
        """
        indicator | target | trajectory | status
        ----------+--------+------------+-----------
        HC04      |        |            | not_judged
        XH04-N1   |        |            | not_judged
    """,
    )


def test_a_count_that_the_plan_wants_of_the_ward_is_not_wanted_of_each_group(warehouse: DrawnWarehouse) -> None:
    """Two hundred enterprises are the ward's; a share, and no poor households, hold for every area."""
    assert_drawn(
        judged(
            warehouse,
            """
        indicator | area     | month   | window_kind  | value
        ----------+----------+---------+--------------+------
        KT05      | 10744-01 | 2030-12 | snapshot     | 20
        KT06      | 10744-01 | 2026-12 | year_to_date | 1
        XH02      | 10744-01 | 2026-12 | snapshot     | 94
        XH01      | 10744-01 | 2028-12 | snapshot     | 1
    """,
        ),
        """
        indicator | target | status
        ----------+--------+-----------
        KT05      |        | not_judged
        KT06      |        | not_judged
        XH01      | 0      | missed
        XH02      | 95     | missed
    """,
    )


def test_only_the_current_value_is_shown_and_a_withdrawn_one_is_not(warehouse: DrawnWarehouse) -> None:
    assert_drawn(
        judged(
            warehouse,
            """
        indicator | area  | month   | window_kind | value | known_from | known_to
        ----------+-------+---------+-------------+-------+------------+-----------
        XH02      | 10744 | 2026-11 | snapshot    | 90    | 2026-12-01 | 2026-12-05
        XH02      | 10744 | 2026-11 | snapshot    | 95    | 2026-12-05 |
        XH02      | 10744 | 2026-12 | snapshot    |       | 2027-01-05 |
    """,
        ),
        """
        month   | value | status
        --------+-------+---------
        2026-11 | 95    | on_track
    """,
    )


@pytest.mark.parametrize(("months", "newest"), [((6, 7), "2026-07"), ((7, 6), "2026-07")])
def test_the_scorecard_shows_the_newest_month_and_says_where_there_is_no_data(
    warehouse: DrawnWarehouse, months: tuple[int, int], newest: str
) -> None:
    rows = "\n".join(f"XH02 | 10744 | 2026-{month:02d} | snapshot | {90 + month}" for month in months)
    warehouse.fill("fact_indicator", "indicator | area | month | window_kind | value\n---+---+---+---+---\n" + rows)
    card = warehouse.query("select indicator_code as indicator, month, value, target, status, note from mart.scorecard order by sort_order")
    assert_drawn(
        card.filter(indicator="XH02"),
        f"""
        indicator | month    | value | target | status
        ----------+----------+-------+--------+---------
        XH02      | {newest} | 97    | 95     | on_track
    """,
    )
    others = card.filter(card["indicator"] != "XH02")
    assert set(others["status"]) == {"no_data"}
    assert others["note"].str.contains("Chưa có số liệu").all()
    assert card.height == 38


def test_poor_households_of_two_standards_are_two_series(warehouse: DrawnWarehouse) -> None:
    warehouse.fill(
        "fact_indicator",
        """
        indicator | area  | month   | window_kind | value
        ----------+-------+---------+-------------+------
        XH01      | 10744 | 2026-12 | snapshot    | 25
        XH01      | 10744 | 2027-01 | snapshot    | 60
        XH04      | 10744 | 2027-01 | snapshot    | 90
    """,
    )
    assert_drawn(
        warehouse.query("select indicator_code as indicator, month, standard_version as standard from mart.published_value order by 1, 2"),
        """
        indicator | month   | standard
        ----------+---------+----------
        XH01      | 2026-12 | 2022-2026
        XH01      | 2027-01 | 2027-2030
        XH04      | 2027-01 |
    """,
    )
