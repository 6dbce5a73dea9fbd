"""XH05: persons active in compulsory or voluntary social insurance / labour force of working age."""

import pytest

from tests.support.drawn_frames import assert_drawn
from tests.support.drawn_warehouse import DrawnWarehouse

PEOPLE = """
    month   | person | area     | is_active | is_compulsory | is_voluntary | is_unemployment | is_working_age
    --------+--------+----------+-----------+---------------+--------------+-----------------+---------------
    2026-07 | An     | 10744-01 | 1         | 1             | 0            | 1               | 1
    2026-07 | Bình   | 10744-01 | 1         | 0             | 1            | 0               | 0
    2026-07 | Cúc    | 10744-01 | 0         | 0             | 0            | 1               | 1
    2026-07 | Dũng   | 10744-02 | 1         | 1             | 1            | 0               | 1
    2026-07 | Em     | 10744-00 | 1         | 1             | 0            | 0               | 1
    2026-07 | Giang  | 10744-02 | 0         | 0             | 0            | 0               | 1
"""


@pytest.fixture
def july(warehouse: DrawnWarehouse) -> DrawnWarehouse:
    warehouse.publish("social_insurance", "2026-07")
    warehouse.fill("fact_social_insurance", PEOPLE)
    return warehouse


def test_unemployment_insurance_alone_does_not_count_and_two_schemes_count_once(july: DrawnWarehouse) -> None:
    july.fill(
        "fact_population",
        """
        month   | area     | labour_force_count | population_count
        --------+----------+--------------------+-----------------
        2026-07 | 10744    | 8                  | 20
        2026-07 | 10744-01 | 4                  | 10
        2026-07 | 10744-02 | 4                  | 10
    """,
    )
    assert_drawn(
        july.computed("XH05", "indicator_code = 'XH05'"),
        """
        area     | window   | numerator | denominator | value | provisional
        ---------+----------+-----------+-------------+-------+------------
        10744    | snapshot | 4         | 8           | 50    | no
        10744-01 | snapshot | 2         | 4           | 50    | no
        10744-02 | snapshot | 1         | 4           | 25    | no
    """,
    )


def test_the_parts_stand_beside_it_over_the_same_labour_force(july: DrawnWarehouse) -> None:
    """Of working age are only those who are active: Cúc and Giang are not."""
    july.fill(
        "fact_population",
        """
        month   | area  | labour_force_count
        --------+-------+-------------------
        2026-07 | 10744 | 8
    """,
    )
    assert_drawn(
        july.computed("XH05", "indicator_code <> 'XH05'"),
        """
        indicator    | area  | numerator | denominator | value
        -------------+-------+-----------+-------------+------
        XH05-BB      | 10744 | 3         | 8           | 37.5
        XH05-DTLD    | 10744 | 3         | 8           | 37.5
        XH05-TN      | 10744 | 2         | 8           | 25
        XH05-TNGHIEP | 10744 | 2         | 8           | 25
    """,
    )


def test_an_older_labour_force_makes_the_value_provisional(july: DrawnWarehouse) -> None:
    july.fill(
        "fact_population",
        """
        month   | area  | labour_force_count
        --------+-------+-------------------
        2026-05 | 10744 | 16
        2026-06 | 10744 |
    """,
    )
    assert_drawn(
        july.computed("XH05", "indicator_code = 'XH05'"),
        """
        area  | numerator | denominator | value | provisional
        ------+-----------+-------------+-------+------------
        10744 | 4         | 16          | 25    | yes
    """,
    )


def test_without_a_labour_force_there_is_no_row(july: DrawnWarehouse) -> None:
    july.fill(
        "fact_population",
        """
        month   | area  | labour_force_count | population_count
        --------+-------+--------------------+-----------------
        2026-08 | 10744 | 8                  | 20
        2026-07 | 10744 |                    | 20
    """,
    )
    assert july.computed("XH05").is_empty()


def test_a_former_unit_counts_the_people_of_its_groups(july: DrawnWarehouse) -> None:
    july.fill(
        "fact_population",
        """
        month   | area  | labour_force_count
        --------+-------+-------------------
        2026-07 | 10741 | 10
    """,
    )
    assert_drawn(
        july.computed("XH05", "indicator_code = 'XH05'"),
        """
        area  | numerator | denominator
        ------+-----------+------------
        10741 | 1         | 10
    """,
    )


def test_a_month_without_a_published_list_has_no_row(warehouse: DrawnWarehouse) -> None:
    warehouse.publish("health_insurance", "2026-07")
    warehouse.fill("fact_population", "month | area | labour_force_count\n---+---+---\n2026-07 | 10744 | 8")
    assert warehouse.computed("XH05").is_empty()
