"""The verdict and the grid of sources and months, in the officer's words."""

from datetime import date
from typing import Any

from review.web.pages.overview import grid_months, month_grid, verdict_vi

JULY, AUGUST, SEPTEMBER = (date(2026, month, 1) for month in (7, 8, 9))


def came(source: str, month: date, **said: Any) -> dict[str, Any]:
    nothing = {"is_published": False, "is_waiting": False, "delivery_id": 1, "blocking_count": 0, "warning_count": 0, "decided_by": None}
    return {"source": source, "month": month} | nothing | said


def test_months_are_those_that_are_over_or_known_the_newest_first() -> None:
    assert grid_months([JULY], date(2026, 10, 2)) == [SEPTEMBER, AUGUST, JULY]
    assert grid_months([], date(2026, 10, 2)) == [SEPTEMBER]
    assert grid_months([date(2020, 1, 1)], date(2026, 10, 2))[-1] == date(2026, 4, 1)


def test_a_held_delivery_waits_even_where_an_older_one_is_published() -> None:
    grid = month_grid([came("poverty", AUGUST, is_published=True, is_waiting=True, blocking_count=2)], [AUGUST])
    assert grid["poverty"][0]["kind"] == "waiting"
    assert grid["dossiers"][0]["kind"] == "missing"


def test_the_verdict_names_what_is_held() -> None:
    rows = [
        came("poverty", AUGUST, is_published=True),
        came("dossiers", AUGUST, decided_by="Lan"),
        came("health_insurance", AUGUST, is_waiting=True, blocking_count=12),
    ]
    assert verdict_vi(month_grid(rows, [SEPTEMBER, AUGUST])) == (
        "Tháng 08/2026: 2/5 nguồn đã xong. Đang giữ lại: BHYT 08/2026 (12 lỗi chặn)."
    )
    assert verdict_vi(month_grid([], [AUGUST])) == "Chưa nhận tệp nào. Hãy nạp tệp đầu tiên."
    assert verdict_vi(month_grid(rows[:1], [AUGUST])).endswith("Không có tệp nào bị giữ lại.")


def test_a_ward_with_due_days_sees_what_is_late_since_when_and_the_verdict_names_what_is_overdue() -> None:
    due = {"delivery_id": None, "due_date": date(2026, 9, 10)}
    rows = [
        came("poverty", AUGUST, is_published=True, state="published_late", days_late=3),
        came("dossiers", AUGUST, state="late", days_late=2, **due),
        came("health_insurance", AUGUST, state="overdue", days_late=6, **due),
        came("social_insurance", AUGUST, state="not_due", days_late=0, **due),
        came("department_report", AUGUST, state="not_expected", days_late=0, delivery_id=None, due_date=None),
    ]
    grid = month_grid(rows, [AUGUST])
    assert {source: (cells[0]["kind"], cells[0]["text"]) for source, cells in grid.items()} == {
        "dossiers": ("late", "Trễ hạn 2 ngày làm việc (hạn 10/09/2026)"),
        "health_insurance": ("overdue", "Quá hạn 6 ngày làm việc (hạn 10/09/2026)"),
        "social_insurance": ("not_due", "Chưa đến hạn (10/09/2026)"),
        "poverty": ("published", "Đã công bố, nộp trễ 3 ngày làm việc"),
        "department_report": ("not_expected", "Không phải nộp"),
    }
    assert verdict_vi(grid).endswith("Quá hạn: BHYT 08/2026.")
