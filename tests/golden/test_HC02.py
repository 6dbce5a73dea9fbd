"""HC02: dossiers received online / dossiers received, for the month and the year to date."""

from tests.support.drawn_frames import assert_drawn
from tests.support.drawn_warehouse import DrawnWarehouse


def test_online_is_divided_by_all_that_was_received_and_what_was_carried_over_is_left_out(warehouse: DrawnWarehouse) -> None:
    """A channel that nobody knows counts as direct; refused and registered dossiers were never received."""
    warehouse.publish("dossiers", "2026-06", "2026-07")
    warehouse.fill(
        "fact_dossier",
        """
        dossier_code | channel | received_at         | due_at     | outcome | is_received
        -------------+---------+---------------------+------------+---------+------------
        a            | online  | 2026-07-01          | 2026-07-10 | open    | 1
        b            | online  | 2026-07-31 23:30:00 | 2026-08-10 | open    | 1
        c            | direct  | 2026-07-05          | 2026-07-10 | open    | 1
        d            | postal  | 2026-07-05          | 2026-07-10 | open    | 1
        e            |         | 2026-07-05          | 2026-07-10 | open    | 1
        f            | online  | 2026-06-30          | 2026-07-10 | open    | 1
        g            | online  | 2026-07-05          | 2026-07-10 | open    | 0
    """,
    )
    assert_drawn(
        warehouse.computed("HC02"),
        """
        area  | month   | window       | numerator | denominator | value | provisional
        ------+---------+--------------+-----------+-------------+-------+------------
        10744 | 2026-06 | year_to_date | 1         | 1           | 100   | yes
        10744 | 2026-06 | month        | 1         | 1           | 100   | no
        10744 | 2026-07 | year_to_date | 3         | 6           | 50    | yes
        10744 | 2026-07 | month        | 2         | 5           | 40    | no
    """,
    )


def test_a_month_in_which_nothing_was_received_has_no_rate(warehouse: DrawnWarehouse) -> None:
    warehouse.publish("dossiers", "2026-01", "2026-02")
    warehouse.fill(
        "fact_dossier",
        """
        dossier_code | channel | received_at | due_at     | outcome
        -------------+---------+-------------+------------+--------
        a            | online  | 2026-01-05  | 2026-03-10 | open
    """,
    )
    assert_drawn(
        warehouse.computed("HC02", "m.month_key = 202602"),
        """
        window       | value | provisional
        -------------+-------+------------
        year_to_date | 100   | no
    """,
    )
