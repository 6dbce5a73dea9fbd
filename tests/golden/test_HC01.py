"""HC01: dossiers resolved early or on time / dossiers resolved, for the month and the year to date; the counts beside it."""

import pytest

from tests.support.drawn_frames import assert_drawn
from tests.support.drawn_warehouse import DrawnWarehouse

#: One row for each way a dossier can stand to July. Em and Giang ended the same way in June and August.
LOG = """
    dossier_code | received_at      | due_at              | finished_at      | returned_at | outcome | status_code | is_received
    -------------+------------------+---------------------+------------------+-------------+---------+-------------+------------
    early        | 2026-07-01 09:00 | 2026-07-03 23:59:59 | 2026-07-02 10:00 |             | early   | 9           | 1
    on_time      | 2026-07-01 09:00 | 2026-07-03 23:59:59 | 2026-07-03 10:00 |             | on_time | 9           | 1
    late         | 2026-07-01 09:00 | 2026-07-03 23:59:59 | 2026-07-04 10:00 |             | late    | 9           | 1
    handed_over  | 2026-07-01 09:00 | 2026-07-03 23:59:59 |                  | 2026-07-03  | on_time | 10          | 1
    withdrawn    | 2026-07-01 09:00 | 2026-07-03 23:59:59 | 2026-07-20 10:00 |             | on_time | 7           | 1
    withdrawing  | 2026-07-01 09:00 | 2026-08-03 23:59:59 |                  |             | open    | 7           | 1
    in_june      | 2026-06-10 09:00 | 2026-06-12 23:59:59 | 2026-06-11 10:00 |             | early   | 9           | 1
    carried      | 2026-06-29 09:00 | 2026-07-01 23:59:59 | 2026-07-02 10:00 |             | late    | 9           | 1
    due_last_day | 2026-07-30 09:00 | 2026-07-31 23:59:59 |                  |             | open    | 4           | 1
    due_later    | 2026-07-30 09:00 | 2026-08-03 23:59:59 |                  |             | open    | 4           | 1
    overdue      | 2026-07-20 09:00 | 2026-07-22 23:59:59 |                  |             | open    | 4           | 1
    in_august    | 2026-07-28 09:00 | 2026-07-30 23:59:59 | 2026-08-05 10:00 |             | late    | 9           | 1
    refused      | 2026-07-01 09:00 | 2026-07-03 23:59:59 | 2026-07-02 10:00 |             | early   | 3           | 0
    registered   | 2026-07-01 09:00 | 2026-07-03 23:59:59 |                  |             | open    | 1           | 0
"""
JULY = "m.month_key = 202607"


@pytest.fixture
def log(warehouse: DrawnWarehouse) -> DrawnWarehouse:
    warehouse.publish("dossiers", "2026-06", "2026-07")
    warehouse.fill("fact_dossier", LOG)
    return warehouse


def test_early_and_on_time_are_divided_by_the_resolved(log: DrawnWarehouse) -> None:
    """July: early; on time: on_time, handed_over, withdrawn; late: late, carried. June adds in_june to the year to date."""
    assert_drawn(
        log.computed("HC01", f"indicator_code = 'HC01' and {JULY}"),
        """
        area  | window       | numerator | denominator | value   | provisional
        ------+--------------+-----------+-------------+---------+------------
        10744 | year_to_date | 5         | 7           | 71.4286 | yes
        10744 | month        | 4         | 6           | 66.6667 | no
    """,
    )


def test_the_parts_of_the_resolved_stand_beside_it(log: DrawnWarehouse) -> None:
    assert_drawn(
        log.computed("HC01", f"indicator_code in ('HC01-TH', 'HC01-DH', 'HC01-QH') and c.window_kind = 'month' and {JULY}"),
        """
        indicator | value
        ----------+------
        HC01-DH   | 3
        HC01-QH   | 2
        HC01-TH   | 1
    """,
    )


def test_open_dossiers_are_in_time_until_their_due_day_has_passed(log: DrawnWarehouse) -> None:
    """In time: withdrawing, due_last_day, due_later. Overdue: overdue, in_august (still open at the end of July). A stock has no year to
    date."""
    assert_drawn(
        log.computed("HC01", f"indicator_code in ('HC01-CTH', 'HC01-CQH') and {JULY}"),
        """
        indicator | window   | value
        ----------+----------+------
        HC01-CQH  | snapshot | 2
        HC01-CTH  | snapshot | 3
    """,
    )


def test_by_quyet_dinh_766_open_dossiers_due_after_the_last_day_count_as_well(log: DrawnWarehouse) -> None:
    """July: (4 resolved on time + withdrawing and due_later) / (6 resolved + 5 open)."""
    assert_drawn(
        log.computed("HC01", f"indicator_code = 'HC01-766' and c.window_kind = 'month' and {JULY}"),
        """
        numerator | denominator | value
        ----------+-------------+--------
        6         | 11          | 54.5455
    """,
    )


def test_june_does_not_see_what_happened_in_july(log: DrawnWarehouse) -> None:
    assert_drawn(
        log.computed("HC01", "c.window_kind <> 'year_to_date' and m.month_key = 202606"),
        """
        indicator | window   | value
        ----------+----------+------
        HC01      | month    | 100
        HC01-766  | month    | 100
        HC01-CQH  | snapshot | 0
        HC01-CTH  | snapshot | 1
        HC01-DH   | month    | 0
        HC01-QH   | month    | 0
        HC01-TH   | month    | 1
    """,
    )


def test_refused_and_registered_dossiers_are_in_no_count(warehouse: DrawnWarehouse) -> None:
    warehouse.publish("dossiers", "2026-07")
    warehouse.fill(
        "fact_dossier",
        """
        dossier_code | received_at | due_at     | finished_at | outcome | status_code | is_received
        -------------+-------------+------------+-------------+---------+-------------+------------
        refused      | 2026-07-01  | 2026-07-03 | 2026-07-02  | early   | 3           | 0
        registered   | 2026-07-01  | 2026-07-03 |             | open    | 1           | 0
    """,
    )
    assert warehouse.computed("HC01").is_empty()


@pytest.mark.parametrize(
    ("months", "provisional"),
    [
        (("2026-01", "2026-02", "2026-03"), "no"),
        (("2026-02", "2026-03"), "yes"),
        (("2026-01", "2026-03"), "yes"),
        (("2025-12", "2026-02", "2026-03"), "yes"),
    ],
)
def test_a_year_to_date_is_provisional_until_the_logs_reach_back_to_january(
    warehouse: DrawnWarehouse, months: tuple[str, ...], provisional: str
) -> None:
    warehouse.publish("dossiers", *months)
    warehouse.fill(
        "fact_dossier",
        """
        dossier_code | received_at | due_at     | finished_at | outcome
        -------------+-------------+------------+-------------+--------
        one          | 2026-03-02  | 2026-03-04 | 2026-03-03  | early
    """,
    )
    assert_drawn(
        warehouse.computed("HC01", "indicator_code = 'HC01' and m.month_key = 202603"),
        f"""
        window       | value | provisional
        -------------+-------+------------
        year_to_date | 100   | {provisional}
        month        | 100   | no
    """,
    )


def test_a_month_in_which_nothing_was_resolved_has_no_rate(warehouse: DrawnWarehouse) -> None:
    warehouse.publish("dossiers", "2026-07")
    warehouse.fill(
        "fact_dossier",
        """
        dossier_code | received_at | due_at     | outcome
        -------------+-------------+------------+--------
        one          | 2026-07-02  | 2026-08-04 | open
    """,
    )
    assert_drawn(
        warehouse.computed("HC01", "c.window_kind <> 'year_to_date'"),
        """
        indicator | numerator | denominator | value
        ----------+-----------+-------------+------
        HC01-766  | 1         | 1           | 100
        HC01-CQH  | 0         |             | 0
        HC01-CTH  | 1         |             | 1
        HC01-DH   | 0         |             | 0
        HC01-QH   | 0         |             | 0
        HC01-TH   | 0         |             | 0
    """,
    )


def test_a_year_begins_anew(warehouse: DrawnWarehouse) -> None:
    warehouse.publish("dossiers", "2025-12", "2026-01")
    warehouse.fill(
        "fact_dossier",
        """
        dossier_code | received_at | due_at     | finished_at | outcome
        -------------+-------------+------------+-------------+--------
        december     | 2025-12-02  | 2025-12-04 | 2025-12-08  | late
        new_years    | 2025-12-30  | 2026-01-05 | 2026-01-02  | early
    """,
    )
    assert_drawn(
        warehouse.computed("HC01", "indicator_code = 'HC01' and m.month_key = 202601"),
        """
        window       | numerator | denominator | provisional
        -------------+-----------+-------------+------------
        year_to_date | 1         | 1           | no
        month        | 1         | 1           | no
    """,
    )
