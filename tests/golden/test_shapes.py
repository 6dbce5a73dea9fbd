"""The eleven shapes of a target, each worked by hand: the required path, the status, what is missing, what is needed a month from now on.

``missing`` is what lies between the value and the target in the indicator's unit (0 or less: met); ``needed`` is spread over the months
that are left, to the year's end where the year is judged, else to the end of the target year. Each table goes before, at and past the due
date. The baseline's year is where the way begins: nothing is required of it and nothing judged.
"""

from tests.support.drawn_frames import assert_drawn
from tests.support.drawn_targets import judged, target

YEAR_TO_DATE = {"stated_window": "year_to_date", "measure": "value", "unit": "đồng"}


# --- growth_per_year ----------------------------------------------------------------------------------------------------
def test_growth_is_compared_with_the_same_months_and_needs_what_the_year_still_lacks() -> None:
    """10 % a year on 100: 110 in 2026, 121 in 2027, 161.051 in 2030. When the period is over its last year stays."""
    assert_drawn(
        judged(
            """
        month   | value
        --------+--------
        2025-06 | 40
        2025-12 | 100
        2026-06 | 44
        2026-12 | 109
        2027-06 | 48
        2027-09 | 60
        2030-12 | 161.051
        2031-06 | 10
    """,
            target("growth_per_year", target_value=10.0),
            **YEAR_TO_DATE,
        ),
        """
        month   | path    | status   | missing | needed  | last_year | change
        --------+---------+----------+---------+---------+-----------+-------
        2025-06 |         | not_judged |       |         |           |
        2025-12 |         | not_judged |       |         |           |
        2026-06 | 44      | on_track | 66      | 11      | 40        | 4
        2026-12 | 110     | behind   | 1       |         | 100       | 9
        2027-06 | 48.4    | behind   | 73      | 12.1667 | 44        | 4
        2027-09 | 90.75   | behind   | 61      | 20.3333 |           |
        2030-12 | 161.051 | achieved | 0       |         |           |
        2031-06 | 64.4204 | achieved | 0       |         |           |
    """,
    )


def test_growth_without_its_baseline_is_not_judged_and_a_period_without_its_last_year_neither() -> None:
    assert_drawn(
        judged(
            """
        month   | value
        --------+------
        2026-06 | 44
        2030-12 | 500
        2032-12 | 500
    """,
            target("growth_per_year", target_value=10.0),
            **YEAR_TO_DATE,
        ),
        """
        month   | path | status     | missing | needed
        --------+------+------------+---------+-------
        2026-06 |      | not_judged |         |
        2030-12 |      | not_judged |         |
        2032-12 |      | not_judged |         |
    """,
    )
    assert (
        judged("month | value\n---+---\n2025-12 | 100\n2031-03 | 60", target("growth_per_year", target_value=10.0), **YEAR_TO_DATE)[
            "status"
        ][1]
        == "not_judged"
    )


def test_growth_of_what_stands_at_a_month_s_end_rises_month_by_month() -> None:
    """21 % a year on 100: 110 at half a year, because 1.1 x 1.1 is 1.21; 2.5937 times in five years."""
    assert_drawn(
        judged(
            """
        month   | value
        --------+------
        2025-12 | 100
        2026-06 | 110
        2026-12 | 120
        2030-06 | 250
    """,
            target("growth_per_year", target_value=21.0),
            unit="đồng",
            measure="value",
        ),
        """
        month   | path     | status   | missing  | needed
        --------+----------+----------+----------+-------
        2025-12 |          | not_judged |        |
        2026-06 | 110      | on_track | 149.3742 | 2.7662
        2026-12 | 121      | behind   | 139.3742 | 2.9036
        2030-06 | 235.7948 | on_track | 9.3742   | 1.5624
    """,
    )


# --- level_by_year --------------------------------------------------------------------------------------------------------
def test_a_level_by_a_year_rises_in_a_straight_line_and_asks_for_the_rest_in_equal_steps() -> None:
    """87 to 97 in 60 months: a sixth of a point a month. A level that stands is achieved before its year, and lost again."""
    assert_drawn(
        judged(
            """
        month   | value
        --------+------
        2025-12 | 87
        2026-06 | 88
        2026-12 | 88.9
        2028-06 | 97
        2028-07 | 96.5
        2030-11 | 96.9
        2030-12 | 96.9
        2031-01 | 97
        2033-06 | 90
    """,
            target("level_by_year", target_value=97.0),
        ),
        """
        month   | path    | status   | missing | needed | last_year | change | since
        --------+---------+----------+---------+--------+-----------+--------+-------
        2025-12 |         | not_judged |       |        |           |        | 202512
        2026-06 | 88      | on_track | 9       | 0.1667 |           |        | 202606
        2026-12 | 89      | behind   | 8.1     | 0.1687 | 87        | 1.9    | 202612
        2028-06 | 92      | achieved | 0       | 0      |           |        | 202806
        2028-07 | 92.1667 | on_track | 0.5     | 0.0172 |           |        | 202807
        2030-11 | 96.8333 | on_track | 0.1     | 0.1    |           |        | 202807
        2030-12 | 97      | missed   | 0.1     |        |           |        | 203012
        2031-01 | 97      | achieved | 0       |        |           |        | 203101
        2033-06 | 97      | missed   | 7       |        |           |        | 203306
    """,
    )


def test_a_figure_that_stands_on_its_way_is_not_late_by_a_rounded_decimal() -> None:
    """Three schools of seven in 2025, all in 2030: a quarter of the way later it is four, 57.142857 % beside 57.14285725 %."""
    assert_drawn(
        judged(
            """
        month   | value
        --------+----------
        2025-12 | 42.857143
        2027-03 | 57.142857
        2027-04 | 57.142857
    """,
            target("level_by_year", target_value=100.0),
        ),
        """
        month   | path    | status
        --------+---------+-----------
        2025-12 |         | not_judged
        2027-03 | 57.1429 | on_track
        2027-04 | 58.0952 | behind
    """,
    )


def test_more_than_a_level_is_not_reached_by_the_level_itself() -> None:
    assert_drawn(
        judged(
            """
        month   | value
        --------+----------
        2025-12 | 80
        2029-12 | 85
        2030-12 | 85
        2031-12 | 85.000001
    """,
            target("level_by_year", target_value=85.0, is_strict=1),
        ),
        """
        month   | path | status   | missing
        --------+------+----------+--------
        2025-12 |      | not_judged |
        2029-12 | 84   | on_track | 0
        2030-12 | 85   | missed   | 0
        2031-12 | 85   | achieved | -0
    """,
    )


def test_a_level_without_a_baseline_has_no_path_but_says_what_is_needed() -> None:
    """What the plan states is the baseline of its own area alone."""
    drawn = """
        month   | area_code | is_plan_area | value
        --------+-----------+--------------+------
        2030-06 | 10744     | yes          | 90
        2030-06 | 10744-01  | no           | 90
        2030-12 | 10744-01  | no           | 96
    """
    assert_drawn(
        judged(drawn, target("level_by_year", target_value=96.0)),
        """
        month   | path | status     | missing | needed
        --------+------+------------+---------+-------
        2030-06 |      | not_judged | 6       | 1
        2030-06 |      | not_judged | 6       | 1
        2030-12 | 96   | achieved   | 0       |
    """,
    )
    assert_drawn(
        judged(drawn, target("level_by_year", target_value=96.0, baseline_value=86.0)),
        """
        month   | path | status     | baseline
        --------+------+------------+---------
        2030-06 | 95   | behind     | 86
        2030-06 |      | not_judged |
        2030-12 | 96   | achieved   |
    """,
    )


def test_a_way_does_not_run_backwards_before_it_begins() -> None:
    """A line from 50 at the end of 2025 would ask for 27.5 in March of that year and for less than nothing in 2024. What must hold every
    year has no way: 2025 is judged where the plan begins with it."""
    counted = {"unit": "doanh nghiệp", "measure": "value"}
    drawn = "month | value\n---+---\n2024-03 | 10\n2025-03 | 30\n2025-12 | 250\n2026-01 | 55"
    by_2030 = target("count_by_year", target_value=200.0, baseline_value=50.0)
    assert_drawn(
        judged(drawn, by_2030, **counted),
        """
        month   | target | path | status     | missing | needed
        --------+--------+------+------------+---------+-------
        2024-03 | 200    |      | not_judged |         |
        2025-03 | 200    |      | not_judged |         |
        2025-12 | 200    |      | not_judged |         |
        2026-01 | 200    | 52   | on_track   | 145     | 2.4576
    """,
    )
    money = {"unit": "đồng", "measure": "value"}
    assert judged(drawn, target("cumulative_sum", target_value=40e9), **money)["trajectory"].to_list()[:3] == [None] * 3
    assert judged(drawn, target("level_every_year", target_value=40.0), **counted)["status"].to_list() == [
        "not_judged",
        "behind",
        "achieved",
        "on_track",
    ]
    assert judged(drawn, target("level_every_year", target_value=40.0, from_year=2026), **counted)["status"].to_list() == [
        "not_judged"
    ] * 3 + ["on_track"]


# --- level_every_year -----------------------------------------------------------------------------------------------------
def test_a_level_of_every_year_is_judged_each_december_and_begins_again() -> None:
    assert_drawn(
        judged(
            """
        month   | value
        --------+------
        2026-09 | 94
        2026-12 | 94
        2027-01 | 94
        2027-11 | 95
        2027-12 | 95
        2031-12 | 80
    """,
            target("level_every_year", target_value=95.0),
        ),
        """
        month   | path | status   | missing | needed
        --------+------+----------+---------+-------
        2026-09 | 95   | behind   | 1       | 0.3333
        2026-12 | 95   | missed   | 1       |
        2027-01 | 95   | behind   | 1       | 0.0909
        2027-11 | 95   | on_track | 0       | 0
        2027-12 | 95   | achieved | 0       |
        2031-12 | 95   | missed   | 15      |
    """,
    )


def test_never_below_the_baseline_s_year_takes_that_year_s_own_value() -> None:
    drawn = "month | value\n---+---\n2025-12 | 60\n2026-06 | 59\n2026-12 | 60"
    own = target("level_every_year", target_value=0.0, is_baseline_from_data=1)
    assert_drawn(judged(drawn, own), "target | path | status\n---+---+---\n60 | | not_judged\n60 | 60 | behind\n60 | 60 | achieved")
    assert_drawn(judged("month | value\n---+---\n2026-12 | 60", own), "target | path | status\n---+---+---\n | | not_judged")


def test_a_share_of_what_flows_names_no_monthly_step() -> None:
    """How much it must rise depends on how many dossiers come. The second target takes over in its year."""
    assert_drawn(
        judged(
            """
        month   | window_kind  | value
        --------+--------------+------
        2029-06 | month        | 70
        2029-06 | year_to_date | 75
        2030-06 | year_to_date | 80
        2030-12 | year_to_date | 85
    """,
            target("level_every_year", target_value=75.0),
            target("level_by_year", target_key=2, target_number=2, target_value=85.0, is_strict=1, from_year=2030),
            stated_window="flow",
        ),
        """
        month   | target_key | path | status   | missing | needed
        --------+------------+------+----------+---------+-------
        2029-06 | 1          | 75   | behind   | 5       |
        2029-06 | 1          | 75   | on_track | 0       |
        2030-06 | 2          | 85   | behind   | 5       |
        2030-12 | 2          | 85   | missed   | 0       |
    """,
    )


# --- zero_by_year -----------------------------------------------------------------------------------------------------------
def test_none_by_a_year_goes_down_in_a_straight_line_and_stays() -> None:
    """36 to 0 in 36 months: one a month."""
    assert_drawn(
        judged(
            """
        month   | value
        --------+------
        2025-12 | 36
        2026-06 | 30
        2026-12 | 25
        2027-06 | 0
        2028-12 | 1
        2029-06 | 0
    """,
            target("zero_by_year", target_year=2028),
            unit="hộ",
            measure="value",
        ),
        """
        month   | path | status   | missing | needed
        --------+------+----------+---------+--------
        2025-12 |      | not_judged |       |
        2026-06 | 30   | on_track | 30      | -1
        2026-12 | 24   | behind   | 25      | -1.0417
        2027-06 | 18   | achieved | 0       | 0
        2028-12 | 0    | missed   | 1       |
        2029-06 | 0    | achieved | 0       |
    """,
    )


def test_households_under_another_standard_are_not_set_beside_last_year_s() -> None:
    assert_drawn(
        judged(
            """
        month   | break_name | value
        --------+------------+------
        2026-06 | 2022-2026  | 30
        2027-06 | 2027-2030  | 50
        2028-06 | 2027-2030  | 20
    """,
            target("zero_by_year", target_year=2028),
            unit="hộ",
            measure="value",
        ),
        """
        month   | last_year | change
        --------+-----------+-------
        2026-06 |           |
        2027-06 |           |
        2028-06 | 50        | -30
    """,
    )


# --- count_by_year, count_per_year --------------------------------------------------------------------------------------------
def test_a_count_by_a_year_begins_where_the_plan_says() -> None:
    """50 to 200 enterprises in 60 months: 2.5 a month. What the plan says of the baseline's year goes before what the data say: a report of
    December 2025 moves no line that was decided."""
    by_2030 = target("count_by_year", target_value=200.0, baseline_value=50.0)
    assert_drawn(
        judged("month | value\n---+---\n2026-12 | 80\n2027-06 | 94\n2030-12 | 200", by_2030, unit="doanh nghiệp", measure="value"),
        """
        month   | path | status   | missing | needed | baseline
        --------+------+----------+---------+--------+---------
        2026-12 | 80   | on_track | 120     | 2.5    | 50
        2027-06 | 95   | behind   | 106     | 2.5238 | 50
        2030-12 | 200  | achieved | 0       |        | 50
    """,
    )
    assert_drawn(
        judged("month | value\n---+---\n2025-12 | 80\n2026-12 | 80", by_2030, unit="doanh nghiệp", measure="value"),
        "path | status | baseline\n---+---+---\n | not_judged | 50\n80 | on_track | 50",
    )
    others = "month | area_code | is_plan_area | value\n---+---+---+---\n2025-12 | 10744-01 | no | 80\n2026-12 | 10744-01 | no | 81"
    assert judged(others, target("level_by_year", target_value=90.0, baseline_value=50.0))["baseline"].to_list() == [80, 80], (
        "the plan speaks of its own area"
    )


def test_a_count_that_the_plan_wants_of_the_ward_is_not_held_against_a_group() -> None:
    assert_drawn(
        judged(
            "month | value\n---+---\n2030-12 | 20",
            target("count_by_year", target_value=200.0),
            unit="doanh nghiệp",
            measure="value",
            is_plan_area=False,
        ),
        "target_key | target | status\n---+---+---\n0 | | not_judged",
    )


def test_a_count_per_year_is_held_against_the_part_of_the_year_and_achieved_when_it_stands() -> None:
    assert_drawn(
        judged(
            """
        month   | window_kind  | value
        --------+--------------+------
        2026-06 | year_to_date | 1
        2026-06 | month        | 0
        2026-09 | year_to_date | 1
        2026-10 | year_to_date | 2
        2026-12 | year_to_date | 2
        2027-12 | year_to_date | 1
    """,
            target("count_per_year", target_value=2.0),
            stated_window="year_to_date",
            unit="cơ sở",
            measure="value",
        ),
        """
        month   | target_key | path   | status     | missing | needed
        --------+------------+--------+------------+---------+-------
        2026-06 | 1          | 1      | on_track   | 1       | 0.1667
        2026-06 | 0          |        | not_judged |         |
        2026-09 | 1          | 1      | on_track   | 1       | 0.3333
        2026-10 | 1          | 1      | achieved   | 0       | 0
        2026-12 | 1          | 2      | achieved   | 0       |
        2027-12 | 1          | 2      | missed     | 1       |
    """,
    )


# --- cumulative_sum -------------------------------------------------------------------------------------------------------------
def test_a_sum_over_the_years_begins_at_nothing() -> None:
    """More than 40 billion in 60 months: a sixtieth each; 40 billion itself is not more."""
    assert_drawn(
        judged(
            """
        month   | value
        --------+------------
        2026-12 | 8000000000
        2027-06 | 9000000000
        2030-12 | 40000000000
        2031-01 | 40000000001
    """,
            target("cumulative_sum", target_value=40e9, is_strict=1),
            unit="đồng",
            measure="value",
        ),
        """
        month   | path        | status   | missing     | needed
        --------+-------------+----------+-------------+--------------
        2026-12 | 8000000000  | on_track | 32000000000 | 666666666.6667
        2027-06 | 12000000000 | behind   | 31000000000 | 738095238.0952
        2030-12 | 40000000000 | missed   | 0           |
        2031-01 | 40000000000 | achieved | -1          |
    """,
    )


def test_what_was_counted_before_a_sum_begins_is_no_part_of_it() -> None:
    """40 billion in 60 months: 3.33 until May 2026, whether or not a figure of December 2025 was stated or the plan names one."""
    money = {"unit": "đồng", "measure": "value"}
    for aim in (target("cumulative_sum", target_value=40e9), target("cumulative_sum", target_value=40e9, baseline_value=7e9)):
        assert_drawn(
            judged("month | value\n---+---\n2025-12 | 3.1e9\n2026-05 | 3.4e9", aim, **money),
            """
            month   | path            | status     | missing     | baseline
            --------+-----------------+------------+-------------+---------
            2025-12 |                 | not_judged |             | 0
            2026-05 | 3333333333.3333 | on_track   | 36600000000 | 0
        """,
        )


def test_a_sum_of_what_is_stated_year_by_year_adds_the_years_before_and_wants_them_all() -> None:
    """60 in five years: 12 a year. 10 of 2026 and 8 until June 2027 are 18 of 18; without the end of 2027 nobody knows the sum of 2028."""
    assert_drawn(
        judged(
            """
        month   | value
        --------+------
        2025-12 | 99
        2026-12 | 10
        2027-06 | 8
        2028-03 | 5
    """,
            target("cumulative_sum", target_value=60.0),
            stated_window="year_to_date",
            unit="phòng học",
            measure="value",
        ),
        """
        month   | path | status     | missing | needed
        --------+------+------------+---------+-------
        2025-12 |      | not_judged |         |
        2026-12 | 12   | behind     | 50      | 1.0417
        2027-06 | 18   | on_track   | 42      | 1
        2028-03 | 27   | not_judged |         |
    """,
    )


# --- reduction_from_baseline ------------------------------------------------------------------------------------------------------
def test_a_reduction_of_what_adds_up_is_held_against_the_part_of_the_year_and_kept_at_its_end_alone() -> None:
    """100 % of 2025 down to 50 % in 2030, ten points a year: 90 % in 2026, 7.5 of them a month: 45 by June, 52.5 by July. ``needed``: what
    may still come a month: 43 in the six months after June. The same pace all year is judged alike in May and in December."""
    assert_drawn(
        judged(
            """
        month   | value
        --------+------
        2026-03 | 22.5
        2026-05 | 38.46
        2026-06 | 47
        2026-07 | 52.4
        2026-11 | 91
        2026-12 | 92.31
        2027-12 | 80
        2030-06 | 25
        2030-12 | 50
        2031-06 | 30
        2031-12 | 51
    """,
            target("reduction_from_baseline", target_value=50.0, baseline_value=100.0),
            stated_window="year_to_date",
            measure="ratio",
        ),
        """
        month   | path    | status   | missing | needed
        --------+---------+----------+---------+-------
        2026-03 | 22.5    | on_track |         | 7.5
        2026-05 | 37.5    | behind   |         | 7.3629
        2026-06 | 45      | behind   |         | 7.1667
        2026-07 | 52.5    | on_track |         | 7.52
        2026-11 | 82.5    | behind   |         |
        2026-12 | 90      | behind   |         |
        2027-12 | 80      | on_track |         |
        2030-06 | 25      | on_track |         | 4.1667
        2030-12 | 50      | achieved | 0       |
        2031-06 | 25      | behind   |         | 3.3333
        2031-12 | 50      | missed   | 1       |
    """,
    )


def test_a_reduction_of_what_stands_at_a_month_s_end_is_achieved_as_soon_as_it_stands() -> None:
    assert_drawn(
        judged(
            "month | value\n---+---\n2025-12 | 40\n2026-06 | 38\n2026-12 | 37\n2029-12 | 20\n2030-12 | 21",
            target("reduction_from_baseline", target_value=20.0),
            unit="điểm",
            measure="value",
        ),
        """
        month   | path | status   | missing | needed
        --------+------+----------+---------+--------
        2025-12 |      | not_judged |       |
        2026-06 | 38   | on_track | 18      | -0.3333
        2026-12 | 36   | behind   | 17      | -0.3542
        2029-12 | 24   | achieved | 0       | 0
        2030-12 | 20   | missed   | 1       |
    """,
    )


# --- ratio_to_baseline --------------------------------------------------------------------------------------------------------------
def test_a_ratio_to_the_same_part_of_the_baseline_s_year_is_no_part_of_a_year_itself() -> None:
    """1.0 to 1.3 in 60 months. The range's lower end is what must be reached."""
    assert_drawn(
        judged(
            """
        month   | value
        --------+------
        2026-06 | 1.03
        2026-12 | 1.05
        2028-12 | 1.31
        2030-12 | 1.29
        2031-06 | 1.6
    """,
            target("ratio_to_baseline", target_value=1.3, range_to=1.5, baseline_value=1.0),
            stated_window="year_to_date",
            measure="ratio",
            unit="lần",
        ),
        """
        month   | path | status   | missing | needed
        --------+------+----------+---------+-------
        2026-06 | 1.03 | on_track | 0.27    | 0.005
        2026-12 | 1.06 | behind   | 0.25    | 0.0052
        2028-12 | 1.18 | achieved | -0.01   | 0
        2030-12 | 1.3  | missed   | 0.01    |
        2031-06 | 1.3  | achieved | -0.3    |
    """,
    )


# --- state_by_year --------------------------------------------------------------------------------------------------------------------
def test_a_state_is_not_judged_before_its_year_unless_it_is_reached() -> None:
    assert_drawn(
        judged(
            "month | value\n---+---\n2026-06 | 0\n2026-07 | 1\n2027-06 | 0\n2027-12 | 0\n2028-01 | 0\n2028-02 | 1",
            target("state_by_year", target_year=2027),
            measure="yes_no",
            unit="1 = có, 0 = chưa",
        ),
        """
        month   | path | status     | missing | needed
        --------+------+------------+---------+-------
        2026-06 |      | not_judged |         |
        2026-07 |      | achieved   |         |
        2027-06 |      | behind     |         |
        2027-12 |      | missed     |         |
        2028-01 |      | missed     |         |
        2028-02 |      | achieved   |         |
    """,
    )


# --- whole_set --------------------------------------------------------------------------------------------------------------------------
def test_a_whole_set_by_a_year_and_a_whole_set_every_year() -> None:
    """13 groups: 10 of them in 2025, one of the other three after every 20 months; or all of them, each year."""
    drawn = """
        month   | numerator | denominator | value
        --------+-----------+-------------+----------
        2025-12 | 10        | 13          | 76.923077
        2027-08 | 11        | 13          | 84.615385
        2028-12 | 13        | 13          | 100
        2030-12 | 12        | 13          | 92.307692
    """
    assert_drawn(
        judged(drawn, target("whole_set", target_value=100.0)),
        """
        month   | path    | status   | missing | needed
        --------+---------+----------+---------+-------
        2025-12 |         | not_judged |       |
        2027-08 | 84.6154 | on_track | 15.3846 | 0.3846
        2028-12 | 90.7692 | achieved | 0       | 0
        2030-12 | 100     | missed   | 7.6923  |
    """,
    )
    assert_drawn(
        judged(drawn, target("whole_set", target_value=100.0, is_every_year=1)),
        """
        month   | path | status   | needed
        --------+------+----------+-------
        2025-12 | 100  | missed   |
        2027-08 | 100  | behind   | 3.8462
        2028-12 | 100  | achieved |
        2030-12 | 100  | missed   |
    """,
    )


# --- no target ----------------------------------------------------------------------------------------------------------------------------
def test_what_no_target_is_held_against_is_followed_and_compared_with_last_year() -> None:
    assert_drawn(
        judged("month | value\n---+---\n2026-06 | 90\n2027-06 | 95"),
        """
        month   | target_key | target | path | status     | missing | needed | last_year | change
        --------+------------+--------+------+------------+---------+--------+-----------+-------
        2026-06 | 0          |        |      | not_judged |         |        |           |
        2027-06 | 0          |        |      | not_judged |         |        | 90        | 5
    """,
    )
