"""Days and months for the warehouse's calendar dimensions, and the days on which no dossier may fall due.

Data flow: years -> ``dates`` (one row per day), ``months`` (one row per month); ward -> ``days_off``. Public holidays with their days
in lieu come from the library ``holidays``, the Saturdays worked for a day off from it and from ``sql/reference/day_swaps.csv``, what a
single ward decides from its ``ward.toml``.

Two calendars run side by side: the plain one, and that of Nghị định 09/2019/NĐ-CP, Điều 12, whose month goes from the 15th of the month
before to the 14th.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from flows.config.plan import Phase
from flows.config.reference import day_swaps

if TYPE_CHECKING:
    import polars as pl

    from flows.config.ward import Ward


FIRST_DATE, LAST_DATE = date(2020, 1, 1), date(2035, 12, 31)
DAY_NAMES_VI = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
FRIDAY = 5
ND09_FIRST_DAY = 15


def dates(ward: "Ward | None" = None) -> pl.DataFrame:
    """Every day from 2020 to 2035, whole years without a gap.

    ``day_of_week`` 1 = Thứ Hai … 7 = Chủ nhật; ``date_key`` yyyymmdd, ``month_key`` yyyymm, ``nd09_month_key`` the yyyymm and
    ``nd09_quarter_key`` the yyyyq of the decree's period that holds the day (from 15/12/2035 they lie in 2036).
    ``is_public_holiday`` also marks days in lieu and days off of the yearly decision; ``holiday_name_vi`` says which it is. The
    days of one ward alone count only if it is given: the dimension is shared by all wards.
    """
    holidays, worked = _days_of(range(FIRST_DATE.year, LAST_DATE.year + 1), ward)
    names = pl.DataFrame(
        {"date": list(holidays), "holiday_name_vi": list(holidays.values())}, schema={"date": pl.Date, "holiday_name_vi": pl.String}
    )
    return (
        pl.DataFrame({"date": pl.date_range(FIRST_DATE, LAST_DATE, eager=True)})
        .join(names, on="date", how="left", maintain_order="left")
        .with_columns(*_plain_calendar(), *_nd09_calendar())
        .with_columns(
            is_weekend=pl.col("day_of_week") > FRIDAY,
            is_public_holiday=pl.col("holiday_name_vi").is_not_null(),
            is_made_working_day=pl.col("date").is_in(sorted(worked)),
        )
        .with_columns(is_working_day=(~pl.col("is_weekend") | pl.col("is_made_working_day")) & ~pl.col("is_public_holiday"))
        .select(
            "date_key",
            "date",
            "year",
            "quarter",
            "month",
            "day",
            "iso_week",
            "day_of_week",
            "day_name_vi",
            "month_key",
            "is_weekend",
            "is_public_holiday",
            "holiday_name_vi",
            "is_made_working_day",
            "is_working_day",
            "nd09_month_key",
            "nd09_quarter_key",
            "nd09_year",
        )
    )


def months(phases: Sequence[Phase] = ()) -> pl.DataFrame:
    """Every month from 2020 to 2035. ``plan_phase_vi`` is null before the plan and where no phase is given; ``half`` is 1 or 2.

    ``nd09_first_date``, ``nd09_last_date``: the decree's month of the same name, 15th of the month before to the 14th.
    """
    first = pl.col("first_date")
    return (
        pl.DataFrame({"first_date": pl.date_range(FIRST_DATE, LAST_DATE, "1mo", eager=True)})
        .with_columns(
            month_key=_month_key(first),
            last_date=first.dt.month_end(),
            year=first.dt.year(),
            quarter=first.dt.quarter().cast(pl.Int32),
            month=first.dt.month().cast(pl.Int32),
            name_vi=pl.format("Tháng {}/{}", first.dt.month(), first.dt.year()),
            half=((first.dt.month() - 1) // 6 + 1).cast(pl.Int32),
            plan_phase_vi=_phase_name(first.dt.year(), phases),
            nd09_first_date=first.dt.offset_by("-1mo").dt.offset_by(f"{ND09_FIRST_DAY - 1}d"),
            nd09_last_date=first.dt.offset_by(f"{ND09_FIRST_DAY - 2}d"),
        )
        .select(
            "month_key",
            "first_date",
            "last_date",
            "year",
            "quarter",
            "month",
            "name_vi",
            "half",
            "plan_phase_vi",
            "nd09_first_date",
            "nd09_last_date",
        )
    )


def days_off(years: Iterable[int], ward: "Ward | None" = None) -> frozenset[date]:
    """Every day of ``years`` on which state offices are closed: Saturdays and Sundays, public holidays, days in lieu, days off of the
    yearly decision, the ward's own; without the Saturdays that were made working days. Rule D11 asks no more than membership."""
    wanted = sorted(set(years))
    holidays, worked = _days_of(wanted, ward)
    weekends = {day for year in wanted for day in _weekend_days(year)}
    return frozenset(day for day in (weekends - worked) | set(holidays) if day.year in wanted)


def _days_of(years: Iterable[int], ward: "Ward | None") -> tuple[dict[date, str], frozenset[date]]:
    """Days off with their names, and the weekend days worked. The later source wins: what the ward works is not off."""
    from holidays import country_holidays  # here, because nothing but the calendar needs it

    wanted = sorted(set(years))
    known = country_holidays("VN", years=wanted, language="vi")
    names = {day: known.get_list(day) for day in known}
    for day, worked_day in day_swaps():
        names.setdefault(day, [f"Ngày nghỉ (thay cho ngày {worked_day:%d/%m/%Y})"])
    worked = known.weekend_workdays | {worked_day for _, worked_day in day_swaps()}
    if ward is not None:
        for day in ward.extra_days_off:
            names.setdefault(day, ["Ngày nghỉ của phường"])
        names = {day: name for day, name in names.items() if day not in ward.extra_working_days}
        worked = (worked - set(ward.extra_days_off)) | set(ward.extra_working_days)
    return {day: "; ".join(names[day]) for day in sorted(names)}, frozenset(worked)


def _weekend_days(year: int) -> list[date]:
    start = date(year, 1, 1)
    days = (start + timedelta(days=number) for number in range((date(year + 1, 1, 1) - start).days))
    return [day for day in days if day.isoweekday() > FRIDAY]


def _plain_calendar() -> list[pl.Expr]:
    day = pl.col("date")
    weekday = day.dt.weekday().cast(pl.Int32)
    return [
        (_month_key(day) * 100 + day.dt.day()).cast(pl.Int32).alias("date_key"),
        day.dt.year().alias("year"),
        day.dt.quarter().cast(pl.Int32).alias("quarter"),
        day.dt.month().cast(pl.Int32).alias("month"),
        day.dt.day().cast(pl.Int32).alias("day"),
        day.dt.week().cast(pl.Int32).alias("iso_week"),
        weekday.alias("day_of_week"),
        weekday.replace_strict(dict(enumerate(DAY_NAMES_VI, 1)), return_dtype=pl.String).alias("day_name_vi"),
        _month_key(day).alias("month_key"),
    ]


def _nd09_calendar() -> list[pl.Expr]:
    """From the 15th on a day belongs to the decree's next month; quarter and year are those of that month."""
    month = (
        pl.when(pl.col("date").dt.day() >= ND09_FIRST_DAY)
        .then(pl.col("date").dt.month_start().dt.offset_by("1mo"))
        .otherwise(pl.col("date").dt.month_start())
    )
    return [
        _month_key(month).alias("nd09_month_key"),
        month.dt.year().alias("nd09_year"),
        (month.dt.year() * 10 + month.dt.quarter()).cast(pl.Int32).alias("nd09_quarter_key"),
    ]


def _month_key(day: pl.Expr) -> pl.Expr:
    return (day.dt.year() * 100 + day.dt.month()).cast(pl.Int32)


def _phase_name(year: pl.Expr, phases: Sequence[Phase]) -> pl.Expr:
    names = {number: phase.name_vi for phase in phases for number in range(FIRST_DATE.year, LAST_DATE.year + 1) if phase.contains(number)}
    return year.replace_strict(names, default=None, return_dtype=pl.String)


def last_day_of(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def month_key_of(month: date) -> int:
    return month.year * 100 + month.month
