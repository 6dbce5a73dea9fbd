"""XH01: poor households, a count without a denominator; beside it near-poor households, rates, what households lack."""

import pytest

from tests.support.drawn_frames import assert_drawn
from tests.support.drawn_warehouse import DrawnWarehouse

HOUSEHOLDS = """
    month   | household | area     | classification | is_without_labour
    --------+-----------+----------+----------------+------------------
    2026-07 | H1        | 10744-01 | poor           | 1
    2026-07 | H2        | 10744-01 | near_poor      | 1
    2026-07 | H3        | 10744-02 | poor           | 0
    2026-07 | H4        | 10744-00 | poor           | 0
"""


@pytest.fixture
def july(warehouse: DrawnWarehouse) -> DrawnWarehouse:
    warehouse.publish("poverty", "2026-07")
    warehouse.fill("fact_poverty", HOUSEHOLDS)
    return warehouse


def test_a_group_without_poor_households_has_nought_in_a_month_with_a_list(july: DrawnWarehouse) -> None:
    assert_drawn(
        july.computed("XH01", "indicator_code = 'XH01' and area_code not between '10744-04' and '10744-13'"),
        """
        area     | month   | window   | numerator | denominator | value | provisional
        ---------+---------+----------+-----------+-------------+-------+------------
        10744    | 2026-07 | snapshot | 3         |             | 3     | no
        10744-01 | 2026-07 | snapshot | 1         |             | 1     | no
        10744-02 | 2026-07 | snapshot | 1         |             | 1     | no
        10744-03 | 2026-07 | snapshot | 0         |             | 0     | no
        10741    | 2026-07 | snapshot | 1         |             | 1     | no
        10744-HT | 2026-07 | snapshot | 1         |             | 1     | no
        10747    | 2026-07 | snapshot | 0         |             | 0     | no
        10744-00 | 2026-07 | snapshot | 1         |             | 1     | no
    """,
    )


def test_near_poor_households_and_those_without_labour_stand_beside_it(july: DrawnWarehouse) -> None:
    assert_drawn(
        july.computed("XH01", "indicator_code in ('XH01-CN', 'XH01-KLD') and area_code in ('10744', '10744-01')"),
        """
        indicator | area     | value
        ----------+----------+------
        XH01-CN   | 10744    | 1
        XH01-CN   | 10744-01 | 1
        XH01-KLD  | 10744    | 1
        XH01-KLD  | 10744-01 | 1
    """,
    )


def test_rates_are_over_all_households_of_the_area(july: DrawnWarehouse) -> None:
    july.fill(
        "fact_population",
        """
        month   | area     | household_count
        --------+----------+----------------
        2026-07 | 10744    | 8
        2026-06 | 10744-01 | 4
    """,
    )
    assert_drawn(
        july.computed("XH01", "indicator_code in ('XH01-TL', 'XH01-DC')"),
        """
        indicator | area     | numerator | denominator | value | provisional
        ----------+----------+-----------+-------------+-------+------------
        XH01-DC   | 10744    | 4         | 8           | 50    | no
        XH01-DC   | 10744-01 | 2         | 4           | 50    | yes
        XH01-TL   | 10744    | 3         | 8           | 37.5  | no
        XH01-TL   | 10744-01 | 1         | 4           | 25    | yes
    """,
    )


def test_a_list_without_the_twelve_columns_makes_no_noughts(july: DrawnWarehouse) -> None:
    assert july.computed("XH01", "indicator_code like 'XH01-T__'").is_empty()


def test_households_that_lack_something_are_counted_by_what_they_lack(july: DrawnWarehouse) -> None:
    july.fill(
        "fact_deprivation",
        """
        month   | household | area     | lacks
        --------+-----------+----------+------
        2026-07 | H1        | 10744-01 | 4
        2026-07 | H2        | 10744-01 | 4
        2026-07 | H3        | 10744-02 | 4
        2026-07 | H3        | 10744-02 | 12
    """,
    )
    assert_drawn(
        july.computed("XH01", "indicator_code in ('XH01-T01', 'XH01-T04', 'XH01-T12') and area_code in ('10744', '10744-01', '10741')"),
        """
        indicator | area     | value
        ----------+----------+------
        XH01-T01  | 10744    | 0
        XH01-T01  | 10744-01 | 0
        XH01-T01  | 10741    | 0
        XH01-T04  | 10744    | 3
        XH01-T04  | 10744-01 | 2
        XH01-T04  | 10741    | 1
        XH01-T12  | 10744    | 1
        XH01-T12  | 10744-01 | 0
        XH01-T12  | 10741    | 1
    """,
    )


def test_a_month_without_a_list_has_no_row_not_a_nought(july: DrawnWarehouse) -> None:
    july.publish("poverty", "2026-08", status="held")
    assert set(july.computed("XH01")["month"]) == {"2026-07"}
