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
