"""The verdict and the grid of sources and months, in the officer's words."""

from datetime import date
from typing import Any

from review.web.pages.overview import grid_months, month_grid, verdict_vi

JULY, AUGUST, SEPTEMBER = (date(2026, month, 1) for month in (7, 8, 9))


def came(source: str, month: date, **said: Any) -> dict[str, Any]:
    nothing = {"is_published": False, "is_waiting": False, "delivery_id": 1, "blocking_count": 0, "warning_count": 0, "decided_by": None}
    return {"source": source, "month": month} | nothing | said


def test_months_are_those_that_are_over_or_known_the_newest_first() -> None:
    assert grid_months([came("poverty", JULY, is_published=True)], date(2026, 10, 2)) == [SEPTEMBER, AUGUST, JULY]
    assert grid_months([], date(2026, 10, 2)) == [SEPTEMBER]
    assert grid_months([came("poverty", date(2020, 1, 1), is_published=True)], date(2026, 10, 2))[-1] == date(2026, 4, 1)


def test_months_in_which_nobody_had_to_send_anything_and_nothing_came_are_passed_over() -> None:
    """A ward that began in November with the lists of spring."""
    spring = [came(source, date(2026, 5, 1), is_published=True, state="not_expected") for source in ("poverty", "dossiers")]
    idle = {"state": "not_expected", "due_date": None, "days_late": 0, "delivery_id": None}
    autumn = [came("poverty", date(2026, month, 1), **idle) for month in range(6, 12)]
    waited = came("dossiers", date(2026, 11, 1), state="not_due", due_date=date(2026, 12, 7), days_late=0)
    assert grid_months([*spring, *autumn, waited], date(2026, 11, 30)) == [date(2026, 11, 1), date(2026, 5, 1)]
    assert grid_months(autumn, date(2026, 11, 30)) == [date(2026, 10, 1)]
    winter = came("department_report", date(2025, 12, 1), is_published=True)
    (cell,) = month_grid([winter, *spring, *autumn, waited], [winter["month"]])["poverty"]
    assert (cell["kind"], cell["text"]) == ("not_expected", "Không phải nộp"), "the calendar begins with spring"
    (late,) = month_grid([*autumn, waited], [date(2026, 12, 1)])["poverty"]
    assert late["kind"] == "missing", "no night has judged that month yet"
    assert verdict_vi([*spring, *autumn, waited]) == "Tháng 05/2026: 2/5 nguồn đã xong. Không có tệp nào bị giữ lại."


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
    assert verdict_vi(rows) == ("Tháng 08/2026: 2/5 nguồn đã xong. Đang giữ lại: BHYT 08/2026 (12 lỗi chặn).")
    assert verdict_vi([]) == "Chưa nhận tệp nào. Hãy nạp tệp đầu tiên."
    assert verdict_vi(rows[:1]).endswith("Không có tệp nào bị giữ lại.")


def test_files_that_stand_in_no_cell_are_in_the_verdict() -> None:
    came_in = [came("poverty", AUGUST, is_published=True)]
    assert verdict_vi(came_in, 1, 2) == (
        "Tháng 08/2026: 1/5 nguồn đã xong. Đang giữ lại: 1 tệp chưa rõ tháng. Không đọc hoặc không nhận ra được: 2 tệp."
    )
    assert verdict_vi([], 0, 2) == (
        "Chưa có danh sách nào được công bố. Không có tệp nào bị giữ lại. Không đọc hoặc không nhận ra được: 2 tệp."
    )


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
    assert verdict_vi(rows).endswith("Quá hạn: BHYT 08/2026.")
