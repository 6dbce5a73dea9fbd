"""XH04: persons covered by health insurance / population of the area."""

import pytest

from tests.support.drawn_frames import assert_drawn
from tests.support.drawn_warehouse import DrawnWarehouse

PEOPLE = """
    month   | person | area     | card | is_covered
    --------+--------+----------+------+-----------
    2026-07 | An     | 10744-01 | HN   | 1
    2026-07 | Bình   | 10744-01 | GD   | 1
    2026-07 | Cúc    | 10744-01 | GD   | 0
    2026-07 | Dũng   | 10744-02 | DN   | 1
    2026-07 | Em     | 10744-00 |      | 1
"""


@pytest.fixture
def july(warehouse: DrawnWarehouse) -> DrawnWarehouse:
    warehouse.publish("health_insurance", "2026-07")
    warehouse.fill("fact_health_insurance", PEOPLE)
    return warehouse


def test_the_covered_are_divided_by_the_population_of_the_same_area_and_month(july: DrawnWarehouse) -> None:
    july.fill(
        "fact_population",
        """
        month   | area     | population_count
        --------+----------+-----------------
        2026-07 | 10744    | 10
        2026-07 | 10744-01 | 4
        2026-07 | 10744-02 | 4
        2026-07 | 10744-03 | 2
    """,
    )
    assert_drawn(
        july.computed("XH04", "indicator_code = 'XH04'"),
        """
        area     | month   | window   | numerator | denominator | value | provisional
        ---------+---------+----------+-----------+-------------+-------+------------
        10744    | 2026-07 | snapshot | 4         | 10          | 40    | no
        10744-01 | 2026-07 | snapshot | 2         | 4           | 50    | no
        10744-02 | 2026-07 | snapshot | 1         | 4           | 25    | no
        10744-03 | 2026-07 | snapshot | 0         | 2           | 0     | no
    """,
    )


def test_whoever_lives_in_an_unknown_group_counts_for_the_ward_alone(july: DrawnWarehouse) -> None:
    july.fill(
        "fact_population",
        """
        month   | area     | population_count
        --------+----------+-----------------
        2026-07 | 10744    | 10
        2026-07 | 10744-HT | 5
        2026-07 | 10741    | 5
    """,
    )
    assert_drawn(
        july.computed("XH04", "indicator_code = 'XH04'"),
        """
        area     | numerator | denominator
        ---------+-----------+------------
        10744    | 4         | 10
        10741    | 1         | 5
        10744-HT | 2         | 5
    """,
    )


def test_a_former_unit_without_a_row_of_its_own_has_the_sum_of_its_groups(july: DrawnWarehouse) -> None:
    july.fill(
        "fact_population",
        """
        month   | area     | population_count
        --------+----------+-----------------
        2026-07 | 10744-02 | 4
        2026-07 | 10744-07 | 3
        2026-07 | 10744-08 | 2
        2026-07 | 10744-09 | 1
        2026-07 | 10744-10 | 1
    """,
    )
    assert_drawn(
        july.computed("XH04", "indicator_code = 'XH04' and a.area_kind <> 'residential_group'"),
        """
        area  | numerator | denominator | value
        ------+-----------+-------------+------
        10741 | 1         | 10          | 10
    """,
    )


def test_a_former_units_own_row_comes_before_the_sum_of_its_groups(july: DrawnWarehouse) -> None:
    july.fill(
        "fact_population",
        """
        month   | area     | population_count
        --------+----------+-----------------
        2026-07 | 10741    | 20
        2026-07 | 10744-02 | 4
        2026-07 | 10744-07 | 3
        2026-07 | 10744-08 | 2
        2026-07 | 10744-09 | 1
    """,
    )
    assert_drawn(
        july.computed("XH04", "indicator_code = 'XH04' and a.area_code = '10741'"),
        """
        area  | numerator | denominator
        ------+-----------+------------
        10741 | 1         | 20
    """,
    )


def test_an_older_denominator_makes_the_value_provisional_and_a_later_one_is_not_used(july: DrawnWarehouse) -> None:
    july.fill(
        "fact_population",
        """
        month   | area     | population_count
        --------+----------+-----------------
        2026-04 | 10744    | 9
        2026-05 | 10744    | 8
        2026-08 | 10744    | 7
        2026-08 | 10744-01 | 7
    """,
    )
    assert_drawn(
        july.computed("XH04", "indicator_code = 'XH04'"),
        """
        area  | numerator | denominator | value | provisional
        ------+-----------+-------------+-------+------------
        10744 | 4         | 8           | 50    | yes
    """,
    )


@pytest.mark.parametrize("population", ["0", ""])
def test_a_population_of_nobody_is_no_denominator(july: DrawnWarehouse, population: str) -> None:
    july.fill(
        "fact_population",
        f"""
        month   | area  | population_count
        --------+-------+-----------------
        2026-07 | 10744 | {population}
    """,
    )
    assert_drawn(july.computed("XH04", "indicator_code = 'XH04'"), "area | value\n---+---")


def test_a_month_without_a_published_list_has_no_row(warehouse: DrawnWarehouse) -> None:
    warehouse.publish("health_insurance", "2026-07", status="held")
    warehouse.publish("health_insurance", "2026-06", status="superseded")
    warehouse.fill(
        "fact_population",
        """
        month   | area  | population_count
        --------+-------+-----------------
        2026-07 | 10744 | 10
        2026-06 | 10744 | 10
    """,
    )
    assert warehouse.computed("XH04").is_empty()


def test_groups_of_participants_add_up_to_the_covered(july: DrawnWarehouse) -> None:
    """HN is group 3 (paid by the state), GD group 4 (households), DN group 1 (employees), no known code group 0."""
    july.fill(
        "fact_population",
        """
        month   | area     | population_count
        --------+----------+-----------------
        2026-07 | 10744    | 10
        2026-07 | 10744-01 | 4
    """,
    )
    assert_drawn(
        july.computed("XH04", "indicator_code <> 'XH04' and area_code in ('10744', '10744-01')"),
        """
        indicator | area     | numerator | denominator | value | provisional
        ----------+----------+-----------+-------------+-------+------------
        XH04-N0   | 10744    | 1         | 10          | 10    | no
        XH04-N0   | 10744-01 | 0         | 4           | 0     | no
        XH04-N1   | 10744    | 1         | 10          | 10    | no
        XH04-N1   | 10744-01 | 0         | 4           | 0     | no
        XH04-N2   | 10744    | 0         | 10          | 0     | no
        XH04-N2   | 10744-01 | 0         | 4           | 0     | no
        XH04-N3   | 10744    | 1         | 10          | 10    | no
        XH04-N3   | 10744-01 | 1         | 4           | 25    | no
        XH04-N4   | 10744    | 0         | 10          | 0     | no
        XH04-N4   | 10744-01 | 0         | 4           | 0     | no
        XH04-N5   | 10744    | 1         | 10          | 10    | no
        XH04-N5   | 10744-01 | 1         | 4           | 25    | no
    """,
    )
