"""Periods of Biểu II.06a/VPCP/KSTT, and the identities without which it is not printed."""

from datetime import date
from typing import Any

import pytest

from flows.outputs.reports.dossier_form_counts import COUNTS, Form, FormError, check_identities, periods_ending_with


def row(field: str | None, *counts: int) -> dict[str, Any]:
    return {"field_name": field, **dict(zip(COUNTS, counts, strict=True))}


#:                                (3) (4) (5) (6) (7) (8) (9) (10) (11) (12) (13)
CIVIL_STATUS = row("Hộ tịch", 10, 4, 3, 3, 6, 2, 3, 1, 4, 3, 1)
NOTARY = row("Chứng thực", 5, 5, 0, 0, 5, 5, 0, 0, 0, 0, 0)
TOTAL = row(None, 15, 9, 3, 3, 11, 7, 3, 1, 4, 3, 1)


def form(*rows: dict[str, Any], total: dict[str, Any] = TOTAL) -> Form:
    return Form("calendar", "month", date(2026, 6, 1), date(2026, 6, 30), rows, total, ())


def broken(row: dict[str, Any], **other: int) -> dict[str, Any]:
    return {**row, **other}


def test_counts_that_agree_are_printed() -> None:
    check_identities(form(NOTARY, CIVIL_STATUS), {None: 3, "Hộ tịch": 3})
    check_identities(form(NOTARY, CIVIL_STATUS), None)


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"received_online": 5}, "lĩnh vực 'Hộ tịch': cột (3) là 10, nhưng (4) + (5) + (6) là 11."),
        ({"resolved_late": 2}, "lĩnh vực 'Hộ tịch': cột (7) là 6, nhưng (8) + (9) + (10) là 7."),
        ({"open_overdue": 0}, "lĩnh vực 'Hộ tịch': cột (11) là 4, nhưng (12) + (13) là 3."),
        ({"resolved_total": 5, "resolved_early": 1}, "lĩnh vực 'Hộ tịch': cột (3) là 10, nhưng (7) + (11) là 9."),
    ],
)
def test_a_broken_identity_is_told_with_its_columns(other: dict[str, int], told: str) -> None:
    with pytest.raises(FormError) as error:
        check_identities(form(NOTARY, broken(CIVIL_STATUS, **other)), None)
    assert told in str(error.value)
    assert str(error.value).startswith("Biểu II.06a, tháng 06/2026 (từ 01/06/2026 đến 30/06/2026), ")


def test_what_was_carried_over_must_be_what_was_left_open() -> None:
    with pytest.raises(FormError, match=r"lĩnh vực 'Hộ tịch': cột \(6\) là 3, nhưng cột \(11\) của kỳ trước là 2\."):
        check_identities(form(NOTARY, CIVIL_STATUS), {None: 2, "Hộ tịch": 2})


def test_the_total_must_be_that_of_the_fields_of_work() -> None:
    with pytest.raises(FormError, match=r"dòng Tổng cộng: cột \(3\) là 15, nhưng cộng các lĩnh vực là 10\."):
        check_identities(form(CIVIL_STATUS), None)


PERIODS = {
    "2026-01": {"calendar month 2026-01-01 2026-01-31", "nd09 month 2025-12-15 2026-01-14"},
    "2026-09": {
        "calendar month 2026-09-01 2026-09-30",
        "calendar quarter 2026-07-01 2026-09-30",
        "calendar nine_months 2026-01-01 2026-09-30",
        "nd09 month 2026-08-15 2026-09-14",
        "nd09 quarter 2026-06-15 2026-09-14",
        "nd09 nine_months 2025-12-15 2026-09-14",
    },
    "2026-12": {
        "calendar month 2026-12-01 2026-12-31",
        "calendar quarter 2026-10-01 2026-12-31",
        "calendar half 2026-07-01 2026-12-31",
        "calendar year 2026-01-01 2026-12-31",
        "nd09 month 2026-11-15 2026-12-14",
        "nd09 quarter 2026-09-15 2026-12-14",
        "nd09 half 2026-06-15 2026-12-14",
        "nd09 year 2025-12-15 2026-12-14",
    },
}


@pytest.mark.parametrize("month", PERIODS)
def test_periods_that_end_with_a_month(month: str) -> None:
    found = [f"{calendar} {kind} {start} {end}" for calendar, kind, start, end in periods_ending_with(date.fromisoformat(f"{month}-01"))]
    assert len(found) == len(set(found))
    assert set(found) == PERIODS[month]


@pytest.mark.parametrize(
    ("kind", "end", "name"),
    [
        ("month", date(2026, 6, 30), "tháng 06/2026"),
        ("quarter", date(2026, 6, 14), "quý II/2026"),
        ("half", date(2026, 6, 30), "6 tháng đầu năm 2026"),
        ("half", date(2026, 12, 31), "6 tháng cuối năm 2026"),
        ("nine_months", date(2026, 9, 14), "9 tháng đầu năm 2026"),
        ("year", date(2026, 12, 14), "năm 2026"),
    ],
)
def test_a_period_has_the_name_that_officers_use(kind: str, end: date, name: str) -> None:
    assert Form("nd09", kind, date(2026, 1, 1), end, (), TOTAL, ()).name_vi == name
