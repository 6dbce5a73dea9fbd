"""Indicators that departments state: shares by the denominator that wins, the month's own figure out of the year to date."""

from tests.support.drawn_frames import assert_drawn
from tests.support.drawn_warehouse import DrawnWarehouse


def test_a_share_is_in_percent_and_keeps_its_numerator_and_denominator(warehouse: DrawnWarehouse) -> None:
    warehouse.fill(
        "fact_reported_figure",
        """
        indicator | month   | area  | numerator | denominator
        ----------+---------+-------+-----------+------------
        XH08      | 2026-07 | 10744 | 9         | 20
        MH03      | 2026-07 | 10744 | 12        | 10
    """,
    )
    assert_drawn(
        warehouse.computed("reported"),
        """
        indicator | window       | numerator | denominator | value | provisional
        ----------+--------------+-----------+-------------+-------+------------
        MH03      | year_to_date | 12        | 10          | 120   | no
        XH08      | snapshot     | 9         | 20          | 45    | no
    """,
    )


def test_the_population_sheet_of_the_same_month_wins_over_the_stated_denominator(warehouse: DrawnWarehouse) -> None:
    """XH08 has no figure there; of another month the sheet says nothing; a nought wins over nobody."""
    warehouse.fill(
        "fact_reported_figure",
        """
        indicator | month   | area     | numerator | denominator
        ----------+---------+----------+-----------+------------
        XH02      | 2026-07 | 10744    | 90        | 120
        XH02      | 2026-07 | 10744-01 | 9         |
        XH02      | 2026-07 | 10744-02 | 9         | 12
        XH02      | 2026-07 | 10744-03 | 9         | 12
        XH08      | 2026-07 | 10744    | 9         | 20
    """,
    )
    warehouse.fill(
        "fact_population",
        """
        month   | area     | family_count
        --------+----------+-------------
        2026-07 | 10744    | 100
        2026-07 | 10744-01 | 10
        2026-06 | 10744-02 | 10
        2026-07 | 10744-03 | 0
    """,
    )
    assert_drawn(
        warehouse.computed("reported"),
        """
        indicator | area     | numerator | denominator | value
        ----------+----------+-----------+-------------+------
        XH02      | 10744    | 90        | 100         | 90
        XH02      | 10744-01 | 9         | 10          | 90
        XH02      | 10744-02 | 9         | 12          | 75
        XH02      | 10744-03 | 9         | 12          | 75
        XH08      | 10744    | 9         | 20          | 45
    """,
    )


def test_a_former_units_denominator_is_the_sum_of_its_groups(warehouse: DrawnWarehouse) -> None:
    warehouse.fill(
        "fact_reported_figure",
        """
        indicator | month   | area  | numerator | denominator
        ----------+---------+-------+-----------+------------
        XH13      | 2026-07 | 10741 | 9         | 99
    """,
    )
    warehouse.fill(
        "fact_population",
        """
        month   | area     | population_count
        --------+----------+-----------------
        2026-07 | 10744-02 | 4
        2026-07 | 10744-07 | 3
        2026-07 | 10744-08 | 2
        2026-07 | 10744-09 | 1
    """,
    )
    assert_drawn(
        warehouse.computed("reported"),
        """
        area  | denominator | value
        ------+-------------+------
        10741 | 10          | 90
    """,
    )


def test_a_share_without_any_denominator_has_no_row(warehouse: DrawnWarehouse) -> None:
    warehouse.fill(
        "fact_reported_figure",
        """
        indicator | month   | area  | numerator | denominator
        ----------+---------+-------+-----------+------------
        XH02      | 2026-07 | 10744 | 90        |
        XH08      | 2026-07 | 10744 | 0         | 0
    """,
    )
    assert warehouse.computed("reported").is_empty()


def test_the_months_own_figure_is_the_difference_from_the_month_before(warehouse: DrawnWarehouse) -> None:
    """January is its own difference; March is missing, so that April has none; a year begins anew; other areas are apart."""
    warehouse.fill(
        "fact_reported_figure",
        """
        indicator | month   | area     | value
        ----------+---------+----------+------
        KT06      | 2025-12 | 10744    | 9
        KT06      | 2026-01 | 10744    | 2
        KT06      | 2026-02 | 10744    | 5
        KT06      | 2026-04 | 10744    | 6
        KT06      | 2026-05 | 10744    | 4
        KT06      | 2026-02 | 10744-01 | 1
    """,
    )
    assert_drawn(
        warehouse.computed("reported", "c.window_kind = 'month'"),
        """
        area     | month   | value
        ---------+---------+------
        10744    | 2026-01 | 2
        10744    | 2026-02 | 3
        10744    | 2026-05 | -2
    """,
    )
    assert_drawn(
        warehouse.computed("reported", "c.window_kind = 'year_to_date' and area_code = '10744'"),
        """
        month   | value
        --------+------
        2025-12 | 9
        2026-01 | 2
        2026-02 | 5
        2026-04 | 6
        2026-05 | 4
    """,
    )


def test_a_cumulative_snapshot_and_a_recognition_have_no_difference(warehouse: DrawnWarehouse) -> None:
    warehouse.fill(
        "fact_reported_figure",
        """
        indicator | month   | area  | value
        ----------+---------+-------+------
        KT03      | 2026-01 | 10744 | 100
        KT03      | 2026-02 | 10744 | 150
        HC03      | 2026-02 | 10744 | 1
    """,
    )
    assert_drawn(
        warehouse.computed("reported"),
        """
        indicator | month   | window   | value
        ----------+---------+----------+------
        KT03      | 2026-01 | snapshot | 100
        HC03      | 2026-02 | snapshot | 1
        KT03      | 2026-02 | snapshot | 150
    """,
    )


def test_a_figure_that_is_computed_from_another_feed_is_not_taken_from_a_report(warehouse: DrawnWarehouse) -> None:
    warehouse.fill(
        "fact_reported_figure",
        """
        indicator | month   | area  | numerator | denominator
        ----------+---------+-------+-----------+------------
        XH04      | 2026-07 | 10744 | 9         | 10
    """,
    )
    assert warehouse.computed("reported").is_empty()
