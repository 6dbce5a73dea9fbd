"""Moments with the sign of Greenwich: the hours of the whole delivery tell whether they are Greenwich's or Vietnam's already."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

import polars as pl
import pytest

from expectations.deliveries.file_rules import FileFinding
from expectations.deliveries.zoned_moments import zoned_moments
from transforms.cleaning.moved_days import correct_moved_days
from transforms.cleaning.zoned_moments import ZONE_MOVED, ZONE_UNKNOWN, Roles, settle_zones

Cells = Sequence[str | None]
LOG = Roles(moments=("received_at", "due_at", "finished_at"), received="received_at", known=pl.col("code_day"))
LIST = Roles(days=("birth_date", "valid_from", "valid_to"))
#: Ten working days from Wednesday on, and the hours of an office.
DAYS = [date(2026, 6, 10) + timedelta(days=day) for day in (0, 1, 2, 5, 6, 7, 8, 9, 12, 13)]
HOURS = ["07:31:05", "08:15:30", "09:40:12", "10:05:44", "11:20:01", "13:35:50", "14:02:13", "15:48:29", "16:10:07", "16:55:33"]
MORNINGS = [hour for hour in HOURS if hour < "12"]


def moments(hours: Sequence[str] = HOURS, days: Sequence[date] = DAYS) -> list[datetime]:
    return [datetime.fromisoformat(f"{day} {hours[place % len(hours)]}") for place, day in enumerate(days)]


def local(told: Sequence[datetime], form: str = "%Y-%m-%d %H:%M:%SZ") -> list[str]:
    """Vietnam's hour with the sign of Greenwich."""
    return [f"{one:{form}}" for one in told]


def greenwich(told: Sequence[datetime], form: str = "%Y-%m-%d %H:%M:%SZ") -> list[str]:
    return local([one - timedelta(hours=7) for one in told], form)


def plain(told: Sequence[datetime]) -> list[str]:
    return local(told, "%Y-%m-%d %H:%M:%S")


def frame(**columns: Cells) -> pl.DataFrame:
    height = max(len(cells) for cells in columns.values())
    own = {name: pl.Series(list(cells), dtype=pl.String) for name, cells in columns.items()}
    blank = {name: pl.Series([None] * height, dtype=pl.String) for name in (*LOG.moments, *LIST.days) if name not in columns}
    assert {len(cells) for cells in columns.values()} == {height}
    return pl.DataFrame({"sheet_name": ["DS"] * height, "row_number": range(2, height + 2)} | own | blank).with_columns(
        pl.lit(None, dtype=pl.Date).alias("code_day")
    )


def findings(repairs: pl.DataFrame, rows: pl.DataFrame | None = None) -> list[FileFinding]:
    return list(zoned_moments(repairs, pl.DataFrame() if rows is None else rows, ()))


BARE = [datetime.fromisoformat(f"{day}") for day in DAYS]
FIVE = [one.replace(hour=17) for one in BARE]
FORMS = ["%Y-%m-%d %H:%M:%SZ", "%Y-%m-%dT%H:%M:%S.000Z", "%Y-%m-%dT%H:%M:%S+00:00", "%Y-%m-%d %H:%M:%S+00", "%Y-%m-%d %H:%M:%S UTC"]
FORMS += ["%a, %d %b %Y %H:%M:%S GMT", "%a %b %d %Y %H:%M:%S GMT+0000 (Coordinated Universal Time)", "%a %b %d %H:%M:%S UTC %Y"]


@pytest.mark.parametrize("form", FORMS)
def test_a_log_of_greenwich_is_moved_by_seven_hours_and_its_bare_days_to_their_midnight(form: str) -> None:
    text, repairs = settle_zones(frame(received_at=greenwich(moments(), form), due_at=greenwich(BARE, form)), LOG)
    assert (text["received_at"].to_list(), text["due_at"].to_list()) == (plain(moments()), plain(BARE))
    assert (set(repairs["kind"]), repairs.height) == ({ZONE_MOVED}, 20)
    (finding,) = findings(repairs)
    assert (finding.rule_code, finding.severity) == ("F12", "warning")
    assert "cộng 7 giờ" in finding.message_vi and "trang 'DS', cột 'received_at': 10 ô" in finding.message_vi


@pytest.mark.parametrize("form", FORMS[:4])
def test_a_log_of_vietnams_hours_stays_as_it_is_without_a_finding(form: str) -> None:
    text, repairs = settle_zones(frame(received_at=local(moments(), form), due_at=local(FIVE, form)), LOG)
    assert (text["received_at"].to_list(), text["due_at"].to_list()) == (plain(moments()), plain(FIVE))
    assert set(repairs["kind"]) == (set() if form == FORMS[0] else {"date_form"})
    assert findings(repairs) == []


def test_evening_applications_do_not_hide_that_the_office_works_by_greenwich() -> None:
    online = moments(["20:15:00", "21:40:10"], DAYS[:2])
    text, repairs = settle_zones(frame(received_at=greenwich(moments() + online)), LOG)
    assert text["received_at"].to_list() == plain(moments() + online) and set(repairs["kind"]) == {ZONE_MOVED}


def test_a_log_of_bare_days_is_known_by_its_receptions_which_never_all_fall_on_five() -> None:
    text, repairs = settle_zones(
        frame(received_at=greenwich(BARE), due_at=greenwich(BARE), finished_at=[*greenwich(BARE[:4]), *[None] * 6]), LOG
    )
    assert [text[name].drop_nulls().to_list() for name in LOG.moments] == [plain(BARE), plain(BARE), plain(BARE[:4])]
    assert set(repairs["kind"]) == {ZONE_MOVED}


def test_midnights_are_bare_days_beside_moments_of_greenwich_as_scripts_write_dates_without_a_time() -> None:
    text, _ = settle_zones(frame(received_at=greenwich(moments()), due_at=local(BARE)), LOG)
    assert (text["received_at"].to_list(), text["due_at"].to_list()) == (plain(moments()), local(BARE))


def test_the_day_in_the_code_decides_what_the_hours_do_not() -> None:
    late = [one.replace(hour=20, minute=15) for one in BARE[:4]]
    rows = frame(received_at=local(late))
    for days, kind, told in ((0, None, late), (1, ZONE_MOVED, [one + timedelta(hours=7) for one in late])):
        text, repairs = settle_zones(rows.with_columns(code_day=pl.Series([(one + timedelta(days=days)).date() for one in late])), LOG)
        assert text["received_at"].to_list() == plain(told)
        assert repairs["kind"].to_list() == [kind] * (4 if kind else 0)


@pytest.mark.parametrize(("weekday", "kind"), [(6, ZONE_MOVED), (4, None)])
def test_due_days_at_five_sharp_are_told_by_the_days_on_which_no_office_is_open(weekday: int, kind: str | None) -> None:
    """A Sunday at 17:00 of Greenwich is a Monday; a Friday at 17:00 of Greenwich would be a Saturday."""
    days = [date(2026, 6, 8) + timedelta(days=7 * week + weekday) for week in range(4)]
    due = [datetime.fromisoformat(f"{day} 17:00") for day in days]
    _, repairs = settle_zones(frame(received_at=["10/06/2026"] * 4, due_at=local(due)), LOG)
    assert repairs["kind"].to_list() == [kind] * (4 if kind else 0)


def test_mornings_alone_leave_the_hour_open_and_are_told_where_no_day_hangs_on_it() -> None:
    text, repairs = settle_zones(frame(received_at=local(moments(MORNINGS))), LOG)
    assert text["received_at"].to_list() == plain(moments(MORNINGS)) and set(repairs["kind"]) == {ZONE_UNKNOWN}
    (finding,) = findings(repairs)
    assert (finding.rule_code, finding.severity) == ("F12", "warning") and "ngày không đổi" in finding.message_vi


def test_what_nobody_knows_is_held_where_the_readings_give_different_days() -> None:
    due = [one for one in FIVE if one.weekday() in (1, 2, 3)]
    text, repairs = settle_zones(frame(received_at=local(moments(MORNINGS, DAYS[: len(due)])), due_at=local(due)), LOG)
    assert text["due_at"].to_list() == plain(due) and set(repairs["kind"]) == {ZONE_UNKNOWN}
    (finding,) = findings(repairs)
    assert (finding.rule_code, finding.severity) == ("F12", "critical")
    assert f"cho ngày khác nhau ở {len(due)} ô" in finding.message_vi and "Chưa công bố gì" in finding.message_vi


def test_two_moments_of_the_small_hours_are_too_few_to_tell() -> None:
    _, repairs = settle_zones(frame(received_at=greenwich(moments(MORNINGS)[:2])), LOG)
    assert set(repairs["kind"]) == {ZONE_UNKNOWN}


def test_what_nobody_knows_is_held_where_being_late_hangs_on_it() -> None:
    """The due time was typed, the end is a moment of Greenwich or of Vietnam: late by the one, on time by the other."""
    rows = frame(received_at=["10/06/2026 08:00"] * 2, due_at=["17/06/2026 16:00"] * 2, finished_at=["2026-06-17 10:30:00Z", None])
    _, repairs = settle_zones(rows, LOG)
    judged = pl.DataFrame(
        {
            "sheet_name": ["DS"] * 2,
            "row_number": [2, 3],
            "due_at_has_time": [True] * 2,
            "finished_at_has_time": [True, False],
            "returned_at_has_time": [False] * 2,
        }
    )
    (finding,) = findings(repairs, judged)
    assert finding.severity == "critical" and "đúng hạn, quá hạn của 1 dòng" in finding.message_vi
    assert findings(repairs, judged.with_columns(due_at_has_time=pl.lit(False)))[0].severity == "warning"


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-06-09 17:00:00Z", "2026-06-10 00:00:00"),
        ("2026-06-09T16:59:12.000Z", "2026-06-10 00:00:00"),
        ("1961-03-02 16:00:00Z", "1961-03-03 00:00:00"),
        ("1961-03-02 17:00:00Z", "1961-03-03 00:00:00"),
        ("1950-03-02 16:00:00Z", "1950-03-03 00:00:00"),
        ("2026-12-31T16:59:59.999Z", "2026-12-31 23:59:59"),
        ("2026-12-31T23:59:59.999Z", "2026-12-31 23:59:59"),
        ("1961-03-03T16:59:59.999Z", "1961-03-03 23:59:59"),
        ("1961-03-03T15:59:59.999Z", "1961-03-03 23:59:59"),
        ("1950-03-03T15:59:59Z", "1950-03-03 23:59:59"),
        ("9999-12-30 17:00:00Z", "9999-12-31 00:00:00"),
        ("2026-06-09 23:59:30Z", "2026-06-10 00:00:00"),
        ("2026-06-10 00:00:30Z", "2026-06-10 00:00:00"),
        ("2026-06-09 16:59:30Z", "2026-06-10 00:00:00"),
    ],
)
def test_a_bare_day_says_itself_even_alone(cell: str, day: str) -> None:
    """In lists that have no times, whatever the zone of the day's own year was."""
    text, _ = settle_zones(frame(valid_to=[cell], birth_date=[None]), LIST)
    assert text["valid_to"].to_list() == [day]


def test_days_of_a_list_are_told_where_they_were_moved_and_not_where_they_are_midnights() -> None:
    text, repairs = settle_zones(frame(valid_from=greenwich(BARE), birth_date=local(BARE)), LIST)
    assert text["valid_from"].to_list() == plain(BARE) and text["birth_date"].to_list() == local(BARE)
    assert set(repairs["kind"]) == {ZONE_MOVED} and set(repairs["column_name"]) == {"valid_from"}


def test_a_days_odd_evening_hour_in_a_list_is_held() -> None:
    _, repairs = settle_zones(frame(valid_from=["2026-06-10T20:11:43Z"]), LIST)
    assert [finding.severity for finding in findings(repairs)] == ["critical"]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("2026-06-10T08:15:30+07:00", "2026-06-10 08:15:30"),
        ("2026-06-10T10:15:30+09:00", "2026-06-10 08:15:30"),
        ("2026-06-09 20:15-05:00", "2026-06-10 08:15:00"),
        ("2026-06-10T06:45:30+05:30", "2026-06-10 08:15:30"),
        ("2026-06-10T08:15:30+07:00[Asia/Ho_Chi_Minh]", "2026-06-10 08:15:30"),
        ("1975-02-05 00:00:00+08:00", "1975-02-05 00:00:00"),
        ("1905-02-05 00:00:00+07:06:30", "1905-02-05 00:00:00"),
    ],
)
def test_another_zone_is_a_plain_fact(cell: str, told: str) -> None:
    text, repairs = settle_zones(frame(received_at=[cell]), LOG)
    assert text["received_at"].to_list() == [told] and findings(repairs) == []


@pytest.mark.parametrize(
    "cell", ["10/06/2026 08:15", "2026-06-10 08:15:30", "2026-13-45 99:99:99Z", "xyz:00Z", "GMT", "31/02/2026 utc", ""]
)
def test_other_cells_stay_as_they_are(cell: str) -> None:
    rows = frame(received_at=[cell])
    text, repairs = settle_zones(rows, LOG)
    assert text.equals(rows) and repairs.is_empty()


def half_a_minute_early(told: Sequence[datetime]) -> list[datetime]:
    return [one - timedelta(seconds=30) for one in told]


@pytest.mark.parametrize(("written", "kinds"), [(greenwich, {ZONE_MOVED}), (local, set())])
def test_days_that_a_program_misses_by_half_a_minute_tell_whose_hours_they_are(
    written: Callable[[Sequence[datetime]], list[str]], kinds: set[str]
) -> None:
    """SheetJS reads bare due days so, and writes them again: beside a midnight of Vietnam, or of the hour as written."""
    early = half_a_minute_early(BARE)
    text, repairs = settle_zones(frame(received_at=written(moments(MORNINGS)), due_at=written(early)), LOG)
    assert (text["received_at"].to_list(), text["due_at"].to_list()) == (plain(moments(MORNINGS)), plain(early))
    assert set(repairs["kind"]) == kinds
    days, moves = correct_moved_days(text, LOG.moments, led_by="received_at")
    assert days["due_at"].to_list() == plain(BARE) and set(moves["column_name"]) == {"due_at"}


def test_a_due_day_that_is_missed_by_half_a_minute_is_held_where_nobody_knows() -> None:
    _, repairs = settle_zones(frame(received_at=local(moments(MORNINGS, DAYS[:2])), due_at=greenwich(half_a_minute_early(BARE[:2]))), LOG)
    assert [finding.severity for finding in findings(repairs)] == ["critical"]


def test_due_times_at_five_that_a_program_misses_by_half_a_minute_say_nothing_against_the_receptions() -> None:
    early = half_a_minute_early(FIVE)
    text, repairs = settle_zones(frame(received_at=local(half_a_minute_early(moments())), due_at=local(early)), LOG)
    assert text["due_at"].to_list() == plain(early) and repairs.is_empty()


def test_bare_days_of_a_log_that_are_missed_by_half_a_minute_are_of_the_hour_as_written() -> None:
    early = local(half_a_minute_early(BARE))
    rows = frame(received_at=early, due_at=early, finished_at=[*early[:2], *[None] * 8])
    text, repairs = settle_zones(rows.with_columns(code_day=pl.Series(DAYS)), LOG)
    assert repairs.is_empty() and text["finished_at"][0] == "2026-06-09 23:59:30"
