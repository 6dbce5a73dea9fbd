"""KT09: income per head of the year so far / that of 2025 up to the same month."""

from tests.support.drawn_frames import assert_drawn
from tests.support.drawn_warehouse import DrawnWarehouse

TITLE = "indicator | month | area | value\n---+---+---+---\n"


def test_a_part_of_a_year_is_compared_with_the_same_part_of_2025(warehouse: DrawnWarehouse) -> None:
    warehouse.fill(
        "fact_reported_figure",
        """
        indicator | month   | area     | value
        ----------+---------+----------+---------
        KT08      | 2025-07 | 10744    | 50000000
        KT08      | 2026-07 | 10744    | 56000000
        KT08      | 2027-07 | 10744    | 65000000
        KT08      | 2026-08 | 10744    | 64000000
        KT08      | 2026-07 | 10744-01 | 64000000
        KT05      | 2025-08 | 10744    | 50
    """,
    )
    assert_drawn(
        warehouse.computed("KT09"),
        """
        indicator | area  | month   | window       | numerator | denominator | value | provisional
        ----------+-------+---------+--------------+-----------+-------------+-------+------------
        KT09      | 10744 | 2026-07 | year_to_date | 56000000  | 50000000    | 1.12  | no
        KT09      | 10744 | 2027-07 | year_to_date | 65000000  | 50000000    | 1.3   | no
    """,
    )


def test_an_income_of_nought_in_2025_compares_with_nothing(warehouse: DrawnWarehouse) -> None:
    warehouse.fill("fact_reported_figure", TITLE + "KT08 | 2025-07 | 10744 | 0\nKT08 | 2026-07 | 10744 | 56000000")
    assert warehouse.computed("KT09").is_empty()
