"""Rules C01 to C05: a list that is late, overdue or never came, on drawn months; of each month one rule speaks, the gravest."""

from datetime import date

import polars as pl

from expectations.submissions import RULES, judge_submissions
from tests.support.drawn_frames import frame_of


def told(text: str) -> list[tuple[str | None, str | None, str | None]]:
    """Rule, severity and sentence of each drawn month."""
    frame = frame_of(text).with_columns(
        pl.col("month").cast(pl.String).add("-01").str.to_date(),
        pl.col("days_late", "silent_count").cast(pl.Int64),
        pl.col("is_never_seen").cast(pl.Int64).cast(pl.Boolean),
        due_date=date(2026, 10, 12),
        arrived_on=date(2026, 10, 15),
    )
    return judge_submissions(frame).select("rule_code", "severity", "message_vi").rows()


def test_a_late_list_and_an_overdue_one_are_warnings_and_what_waits_or_came_in_time_is_none() -> None:
    lines = told("""
        source           | month   | state          | days_late | silent_count | is_never_seen
        -----------------+---------+----------------+-----------+--------------+--------------
        health_insurance | 2026-04 | published      | 0         | 0            | 0
        health_insurance | 2026-05 | nothing        | 9         | 0            | 0
        health_insurance | 2026-06 | held           | 9         | 0            | 0
        health_insurance | 2026-07 | published_late | 3         | 0            | 0
        health_insurance | 2026-08 | overdue        | 6         | 1            | 0
        dossiers         | 2026-08 | late           | 2         | 1            | 0
        dossiers         | 2026-09 | due_soon       | 0         | 0            | 0
        poverty          | 2026-09 | not_expected   | 0         | 0            | 1
    """)
    assert lines == [
        (None, None, None),
        (None, None, None),
        (None, None, None),
        ("C05", "info", "BHYT tháng 07/2026: nhận ngày 15/10/2026, sau hạn nộp 12/10/2026 là 3 ngày làm việc."),
        (
            "C02",
            "warning",
            "BHYT tháng 08/2026: hạn nộp 12/10/2026, đã quá hạn 6 ngày làm việc mà chưa nhận. Đề nghị đơn vị gửi ngay, hoặc ghi nhận "
            "kỳ này không phát sinh.",
        ),
        (
            "C01",
            "warning",
            "Hồ sơ một cửa tháng 08/2026: hạn nộp 12/10/2026, đã trễ 2 ngày làm việc. Nhắc đơn vị gửi, hoặc ghi nhận kỳ này không phát "
            "sinh.",
        ),
        (None, None, None),
        (None, None, None),
    ]


def test_two_silent_months_are_told_at_the_newest_and_the_older_one_stays_overdue() -> None:
    lines = told("""
        source  | month   | state   | days_late | silent_count | is_never_seen
        --------+---------+---------+-----------+--------------+--------------
        poverty | 2026-07 | overdue | 30        | 1            | 0
        poverty | 2026-08 | late    | 1         | 2            | 0
        poverty | 2026-09 | not_due | 0         | 0            | 0
    """)
    assert [line[0] for line in lines] == ["C02", "C03", None]
    assert lines[1][2] == (
        "Hộ nghèo: 2 kỳ liền chưa nhận, gần nhất là tháng 08/2026 (hạn nộp 12/10/2026). Liên hệ đơn vị gửi: có thể đã đổi người làm hoặc "
        "đổi nơi gửi tệp."
    )


def test_a_source_that_never_sent_anything_is_told_once() -> None:
    lines = told("""
        source           | month   | state   | days_late | silent_count | is_never_seen
        -----------------+---------+---------+-----------+--------------+--------------
        social_insurance | 2026-07 | overdue | 30        | 1            | 1
        social_insurance | 2026-08 | overdue | 9         | 2            | 1
        dossiers         | 2026-08 | overdue | 9         | 1            | 0
    """)
    assert [line[0] for line in lines] == [None, "C04", "C02"]
    assert lines[1][2] is not None and lines[1][2].startswith("BHXH: chưa từng nhận tệp nào; kỳ gần nhất đến hạn là tháng 08/2026")


def test_no_rule_about_a_month_stops_a_row() -> None:
    assert {code: rule.severity for code, rule in sorted(RULES.items())} == dict.fromkeys(("C01", "C02", "C03", "C04"), "warning") | {
        "C05": "info"
    }
