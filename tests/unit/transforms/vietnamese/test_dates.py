"""Dates as they stand in exports: day first, in every form, and never a day that does not exist."""

from collections.abc import Callable
from datetime import date as day
from datetime import datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.vietnamese import dates
from transforms.vietnamese.date_forms import RECENT_YEARS

DAYS = st.dates(day(1900, 3, 1), day(2100, 12, 31))
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
#: How one day is written; each form is read as that day.
FORMS: dict[str, Callable[[day], str]] = {
    "dd/mm/yyyy": lambda d: f"{d:%d/%m/%Y}",
    "d/m/yyyy": lambda d: f"{d.day}/{d.month}/{d.year}",
    "dd-mm-yyyy": lambda d: f"{d:%d-%m-%Y}",
    "dd.mm.yyyy": lambda d: f"{d:%d.%m.%Y}",
    "blanks and a quote": lambda d: f" '{d:%d/%m/%Y}\u00a0",
    "real date cell": lambda d: f"{d:%Y-%m-%d} 00:00:00",
    "ISO": lambda d: f"{d:%Y-%m-%d}",
    "yyyymmdd": lambda d: f"{d:%Y%m%d}",
    "words": lambda d: f"ngày {d.day} tháng {d.month} năm {d.year}",
    "words with capitals": lambda d: f"Ngày {d:%d} tháng {d:%m} năm {d:%Y}",
    "the sun's calendar named": lambda d: f"{d.day}/{d.month}/{d.year} (dương lịch)",
    "a bare date of a web service": lambda d: f"{d:%Y-%m-%d}T00:00:00Z",
    "midnight in Vietnam": lambda d: f"{d:%Y-%m-%d}T00:00:00+07:00",
    "midnight in Vietnam told at Greenwich": lambda d: f"{d - timedelta(days=1):%Y-%m-%d}T17:00:00.000Z",
    "an English Excel": lambda d: f"{d.day:02}-{MONTHS[d.month - 1][:3]}-{d.year}",
    "English words": lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}",
    "American words": lambda d: f"{MONTHS[d.month - 1][:3]} {d.day}, {d.year}",
    "midnight of twelve hours": lambda d: f"{d:%d/%m/%Y} 12:00:00 AM",
    "a needless AM": lambda d: f"{d:%d/%m/%Y} 00:00:00 AM",
    "commas": lambda d: f"{d.day},{d.month},{d.year}",
    "backslashes": lambda d: f"{d.day}\\{d.month}\\{d.year}",
    "a full stop": lambda d: f"{d:%d/%m/%Y}.",
    "letters that look like digits": lambda d: f"{d:%d/%m/%Y}".replace("0", "O").replace("1", "l"),
    "eight digits, day first": lambda d: f"{d:%d%m%Y}",
    "the day of the week": lambda d: (
        f"{('Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'thứ 7', 'Chủ nhật')[d.weekday()]}, {d:%d/%m/%Y}"
    ),
    "the day of the week in English": lambda d: f"{d:%A}, {d.day} {MONTHS[d.month - 1]} {d.year}",
    "a short day of the week in English": lambda d: f"{d:%a}, {d:%d/%m/%Y}",
    "the long date of an American Excel": lambda d: f"{d:%A}, {MONTHS[d.month - 1]} {d:%d}, {d.year}",
    "a month in words without the year's": lambda d: f"{d.day} tháng {d.month}, {d.year}",
    "the short words of Google's sheets": lambda d: f"{d.day} thg {d.month}, {d.year}",
    "JavaScript in Vietnam": lambda d: f"{_WEEKDAYS[d.weekday()]} {MONTHS[d.month - 1][:3]} {d:%d %Y} 00:00:00 GMT+0700 (Indochina Time)",
    "Java in Vietnam": lambda d: f"{_WEEKDAYS[d.weekday()]} {MONTHS[d.month - 1][:3]} {d:%d} 00:00:00 ICT {d.year}",
    "PostgreSQL in Vietnam": lambda d: f"{d:%Y-%m-%d} 00:00:00+07",
    "pandas, a bare date": lambda d: f"{d:%Y-%m-%d} 00:00:00+00:00",
    "pandas, midnight in Vietnam told at Greenwich": lambda d: f"{d - timedelta(days=1):%Y-%m-%d} 17:00:00+00:00",
    "hyphens that do not break": lambda d: f"{d:%d}\u2011{d:%m}\u2011{d:%Y}",
    "dashes": lambda d: f"{d:%d} \u2013 {d:%m} \u2013 {d:%Y}",
    "slashes of mathematics": lambda d: f"{d:%d}\u2215{d:%m}\u2215{d:%Y}",
    "wide digits": lambda d: f"{d:%d/%m/%Y}".translate({ord("0") + n: chr(ord("０") + n) for n in range(10)}),
}


def read(function: Callable[..., pl.Expr], *cells: str | None, **how: Any) -> list[Any]:
    return pl.DataFrame({"cell": pl.Series(cells, dtype=pl.String)}).select(function(pl.col("cell"), **how)).to_series().to_list()


def has_time(e: pl.Expr) -> pl.Expr:
    return dates.has_time(dates.date_time(e))


@pytest.mark.parametrize("form", FORMS)
@given(d=DAYS)
@settings(max_examples=12)
def test_every_form_of_a_day_is_that_day(form: str, d: day) -> None:
    assert read(dates.date, FORMS[form](d)) == [d]
    assert read(dates.month, FORMS[form](d)) == [d.replace(day=1)]
    assert read(has_time, FORMS[form](d)) == [False]


@given(st.dates(day(2000, 1, 1), day(2049, 12, 31)), st.sampled_from("/-."))
@settings(max_examples=30)
def test_a_short_year_of_validity_is_of_this_century(d: day, sign: str) -> None:
    assert read(dates.date, f"{d.day}{sign}{d.month}{sign}{d:%y}", short_years=RECENT_YEARS) == [d]


@given(st.dates(day(1927, 1, 1), day(2005, 12, 31)))
@settings(max_examples=30)
def test_a_short_year_of_birth_is_the_one_that_a_living_person_can_have(d: day) -> None:
    found = read(dates.birth_date, f"{d:%d/%m/%y}", f"{d:%d}-{MONTHS[d.month - 1][:3]}-{d:%y}", as_of=day(2026, 7, 31))
    assert found == [{"date": d, "precision": "day"}] * 2


@pytest.mark.parametrize("text", ["05/06/06", "05/06/15", "5-6-26", "05-Jun-20"])
def test_a_short_year_of_a_child_or_a_very_old_person_stays_unreadable(text: str) -> None:
    assert read(dates.birth_date, text, as_of=day(2026, 7, 31)) == [{"date": None, "precision": None}]


@pytest.mark.parametrize("text", ["31/12/99", "05/06/60", "31/02/26", "26/06", "2/3/4"])
def test_a_short_year_that_may_be_of_either_century_or_a_day_that_is_none_stays_unreadable(text: str) -> None:
    assert read(dates.date, text, short_years=RECENT_YEARS) == [None]


@given(DAYS.filter(lambda d: d >= day(1905, 10, 1)))
def test_excels_day_number_is_its_day(d: day) -> None:
    serial = (d - day(1899, 12, 30)).days
    assert read(dates.date, f"{serial}", f"{serial}.0") == [d, d]


def test_excels_fraction_is_the_time_to_the_nearest_second() -> None:
    assert read(dates.date_time, "46113.5", "46113,25", "46113.3541666667") == [
        datetime(2026, 4, 1, 12),
        datetime(2026, 4, 1, 6),
        datetime(2026, 4, 1, 8, 30),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "05/06/2026 08:30",
        "5/6/2026 8:30",
        "05/06/2026 08:30:00",
        "05-06-2026, 08:30",
        "2026-06-05T08:30:00.5",
        "2026-06-05 08:30:00",
        "20260605083000",
        "08:30 05/06/2026",
        "8h30 05/06/2026",
        "05/06/2026 8h30",
        "05/06/2026 08:30 SA",
        "8 giờ 30 phút ngày 05/06/2026",
        ("8 giờ 30 phút, ngày 05/06/2026"),
        "05/06/2026 - 08:30",
        "Thứ Sáu, 05/06/2026 08:30",
        "05/06/2026 lúc 8h30'",
        "2026-06-05T01:30:00Z",
        "2026-06-05T08:30:00+07:00",
        "2026-06-05 08:30:00+07:00",
        "2026-06-05 01:30:00+00:00",
        "2026-06-05T01:30:00+0000",
        "2026-06-05 01:30:00 UTC",
        "Fri Jun 05 2026 08:30:00 GMT+0700 (Giờ Đông Dương)",
        "Fri Jun 05 08:30:00 ICT 2026",
        "5 thg 6, 2026, 08:30:00",
        "ngày 5 tháng 6 năm 2026 lúc 8:30",
        "Thứ Sáu, 5 tháng 6, 2026 08:30",
    ],
)
def test_a_time_beside_the_day_is_read(text: str) -> None:
    assert read(dates.date_time, text) == [datetime(2026, 6, 5, 8, 30)]
    assert read(has_time, text) == [True]
    assert read(dates.date, text) == [day(2026, 6, 5)]


def test_an_afternoon_hour_counts_from_noon() -> None:
    assert read(dates.date_time, "05/06/2026 02:30 CH", "05/06/2026 12:10 PM") == [
        datetime(2026, 6, 5, 14, 30),
        datetime(2026, 6, 5, 12, 10),
    ]


def test_twelve_in_the_morning_is_midnight() -> None:
    assert read(dates.date_time, "05/06/2026 12:10 SA", "05/06/2026 12:00:00 AM") == [datetime(2026, 6, 5, 0, 10), datetime(2026, 6, 5)]


def test_an_hour_without_minutes_is_the_full_hour() -> None:
    assert read(dates.date_time, "15h 05/06/2026", "05/06/2026 15 giờ") == [datetime(2026, 6, 5, 15)] * 2


def test_midnight_is_how_a_bare_date_is_printed_and_no_time() -> None:
    assert read(has_time, "2026-06-05 00:00:00", "05/06/2026 00:00:00", "46113", "05/06/2026 00:01", None) == [
        False,
        False,
        False,
        True,
        None,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2026",
        "29/02/2026",
        "31/04/2026",
        "00/06/2026",
        "05/13/2026",
        "05/06/26",
        "5/6/60",
        "05/06/3000",
        "05/06/1899",
        "05/06/2026 25:00",
        "06/2026",
        "1960",
        "2026",
        "1960.0",
        "99999",
        "chưa rõ",
        "hôm qua",
        "##########",
        "00/00/0000",
        "05/06/2026 - 07/06/2026",
        "",
        " ",
        "5/6/1960 (âm lịch)",
        "Quý I/2026",
        "05//06/1960",
        "5 6 60",
        "tháng 6",
        "2026-06-01T08:00:00+09:00",
        "Jun 2026",
        "1,5,6",
    ],
)
def test_what_is_no_day_is_null(text: str) -> None:
    assert read(dates.date, text) == [None]
    assert read(dates.date_time, text, None) == [None, None]


def test_the_days_that_stand_for_without_end_are_read() -> None:
    assert read(dates.date, "31/12/2099", "9999-12-31 00:00:00", "31/12/9999") == [day(2099, 12, 31), day(9999, 12, 31), day(9999, 12, 31)]


@pytest.mark.parametrize(
    ("text", "date", "precision"),
    [
        ("01/02/1960", day(1960, 2, 1), "day"),
        ("22037", day(1960, 5, 1), "day"),
        ("1960", day(1960, 7, 1), "year"),
        ("1960.0", day(1960, 7, 1), "year"),
        ("'1960", day(1960, 7, 1), "year"),
        ("năm 1960", day(1960, 7, 1), "year"),
        ("00/00/1960", day(1960, 7, 1), "year"),
        ("//1960", day(1960, 7, 1), "year"),
        ("15/00/1960", day(1960, 7, 1), "year"),
        ("06/1960", day(1960, 6, 1), "month"),
        ("6-1960", day(1960, 6, 1), "month"),
        ("00/06/1960", day(1960, 6, 1), "month"),
        ("/6/1960", day(1960, 6, 1), "month"),
        ("2100", day(2100, 7, 1), "year"),
        ("T6/1960", day(1960, 6, 1), "month"),
        ("tháng 6 năm 1960", day(1960, 6, 1), "month"),
        ("Tháng 06/1960", day(1960, 6, 1), "month"),
        ("sinh năm 1960", day(1960, 7, 1), "year"),
        ("SN: 1960", day(1960, 7, 1), "year"),
        ("mùng 5/6/1960", day(1960, 6, 5), "day"),
        ("mồng 5 tháng 6 năm 1960", day(1960, 6, 5), "day"),
        ("05/06/60", None, None),
        ("13/1960", None, None),
        ("31/02/1960", None, None),
        ("60", None, None),
        (">100 tuổi", None, None),
        (None, None, None),
    ],
)
def test_a_birth_date_says_how_much_of_it_is_known(text: str | None, date: day | None, precision: str | None) -> None:
    found = [read(lambda e, name=name: dates.birth_date(e).struct.field(name), text) for name in ("date", "precision")]
    assert found == [[date], [precision]]


@pytest.mark.parametrize(
    "text",
    [
        "04/2026",
        "4/2026",
        "04-2026",
        "04.2026",
        "4,2026",
        "04–2026",
        "202604",
        "042026",
        "2026-04",
        "Tháng 4/2026",
        "tháng 04 năm 2026",
        "T4/2026",
        "Thg4-26",
        "Th4-26",
        "Apr-26",
        "Apr 2026",
        "APRIL 2026",
        "04/26",
        "4-26",
        "19/04/2026",
        "46130",
    ],
)
def test_every_form_of_a_month_is_its_first_day(text: str) -> None:
    assert read(dates.month, text) == [day(2026, 4, 1)]


def test_a_month_without_its_zero_is_no_day_number_unless_that_is_the_first_of_a_month() -> None:
    assert read(dates.month, "42026", "12026") == [None, None]
    assert read(dates.month, "46113", "32021") == [day(2026, 4, 1), day(1987, 9, 1)]


def test_what_is_no_month_is_null() -> None:
    assert read(dates.month, "13/2026", "00/0000", "quý trước", "2026", "Apr", None) == [None] * 6


def test_a_short_year_of_a_month_is_read_where_the_number_can_be_no_month() -> None:
    assert read(dates.month, "04/12", "26/04", "13/26", "Th13-26") == [None] * 4
    assert read(dates.month, "Apr-08", "Apr-98", "Thg4-98") == [day(2008, 4, 1), day(1998, 4, 1), day(1998, 4, 1)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("05/06/2026", set()),
        ("05/06/2026 08:30", set()),
        ("2026-06-05 00:00:00", set()),
        ("5/6/2026", {"date_form"}),
        ("05.06.2026", {"date_form"}),
        ("2026-06-05", {"date_form"}),
        ("20260605", {"date_form"}),
        ("46113", {"excel_serial"}),
        ("1960", {"year_only"}),
        ("00/00/1960", {"year_only"}),
        ("06/1960", {"date_form"}),
        ("00/06/1960", {"date_form"}),
        ("T6/1960", {"date_form"}),
        ("tháng 6 năm 1960", {"date_form"}),
        ("sinh năm 1960", {"year_only"}),
        ("05-Jun-1960", {"date_form"}),
        ("2026-06-05T00:00:00Z", {"date_form"}),
        ("05/06/60", {"short_year"}),
        ("5-Jun-60", {"short_year"}),
        ("31/02/2026", set()),
        (None, set()),
    ],
)
def test_a_date_written_otherwise_is_told_by_kind(text: str | None, kinds: set[str]) -> None:
    frame = pl.DataFrame({"cell": [text]}, schema={"cell": pl.String})
    birth = dates.birth_date(pl.col("cell"), day(2026, 7, 31)).struct.field("date")
    found = frame.select(**dates.date_repairs(pl.col("cell"), birth)).row(0, named=True)
    assert {kind for kind, is_found in found.items() if is_found} == kinds


def test_in_a_column_of_months_the_month_alone_is_as_expected() -> None:
    frame = pl.DataFrame({"cell": ["04/2026", "4/2026"]})
    found = frame.select(**dates.date_repairs(pl.col("cell"), dates.month(pl.col("cell")), expected="month"))
    assert found["date_form"].to_list() == [False, True]


@given(
    st.lists(
        st.one_of(st.sampled_from([form(day(2026, 6, 5)) for form in FORMS.values()]), st.text("0123456789/-. :hTZtháng", max_size=20))
    )
)
@settings(max_examples=60)
def test_a_date_written_as_it_was_read_is_the_same_date(cells: list[str]) -> None:
    """Cleaning its own result changes nothing, and each cell is read as if it stood alone."""
    found = read(dates.date, *cells)
    assert read(dates.date, *[f"{d:%d/%m/%Y}" if d else None for d in found]) == found
    assert found == [read(dates.date, cell)[0] for cell in cells]


@pytest.mark.parametrize("text", ["02-Thg7-26", "2-Thg7-2026", "02 Thg 07 2026", "02/thg.7/26", "2-th7-26", "02-THG7-26", "02-Tháng7-26"])
def test_the_short_months_of_a_vietnamese_excel_are_read(text: str) -> None:
    assert pl.select(dates.date(pl.lit(text), RECENT_YEARS)).item() == day(2026, 7, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thứ Năm, 02 Tháng Bảy 2026", day(2026, 7, 2)),
        ("Chủ Nhật, 05 Tháng Bảy, 2026", day(2026, 7, 5)),
        ("ngày 02 tháng bảy năm 2026", day(2026, 7, 2)),
        ("02-thg bảy-26", day(2026, 7, 2)),
        ("02-Tháng Bảy-2026", day(2026, 7, 2)),
        ("02 Tháng Mười Hai 2026", day(2026, 12, 2)),
        ("31 Tháng Mười 2026", day(2026, 10, 31)),
        ("02 Tháng Tư 2026", day(2026, 4, 2)),
        ("Thứ Ba, 05 Tháng Năm 2026", day(2026, 5, 5)),
        ("02 tháng năm năm 2026", day(2026, 5, 2)),
        ("05-thg năm-26", day(2026, 5, 5)),
        ("ngày 02 tháng năm 2026", None),
        ("02 tháng giêng 2026", None),
        ("31 Tháng Sáu 2026", None),
    ],
)
def test_months_in_words_are_read_but_not_those_of_the_moon_nor_a_month_left_out(text: str, expected: day | None) -> None:
    assert pl.select(dates.date(pl.lit(text), RECENT_YEARS)).item() == expected


@pytest.mark.parametrize("text", ["02/07/2026 (sáng)", "2/7/2026 chiều", "02-07-2026 (buổi chiều)"])
def test_a_part_of_the_day_is_no_time(text: str) -> None:
    assert read(dates.date_time, text) == [datetime(2026, 7, 2)]


def test_an_hour_with_a_part_of_the_day_stays_unreadable() -> None:
    assert read(dates.date_time, "02/07/2026 3:30 chiều") == [None]


@pytest.mark.parametrize("text", ["05-JUN-26 08.30.00.000000 AM", "5/6/26 8:30", "05-Jun-26 08:30:00"])
def test_a_short_year_with_a_time_behind_it_is_read_likewise(text: str) -> None:
    assert read(dates.date_time, text, short_years=RECENT_YEARS) == [datetime(2026, 6, 5, 8, 30)]
    assert read(dates.date_time, text) == [None]
