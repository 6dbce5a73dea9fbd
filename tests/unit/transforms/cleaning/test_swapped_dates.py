"""Day and month exchanged by an Excel of US habits: put right where a column shows it beyond doubt, left alone where it does not."""

from datetime import date, timedelta
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from expectations.deliveries.swapped_dates import swapped_dates
from tests.support.drawn_frames import cleaned, drawn_table
from transforms.cleaning.model import REPAIR_SCHEMA
from transforms.cleaning.swapped_dates import LEAST_DATES, SWAPPED, correct_swapped_dates, swap_day_and_month, verdict
from transforms.sources.health_insurance import CONTRACT

MANY_DAYS = [date(1950, 1, 1) + timedelta(days=397 * n) for n in range(60)]


def opened(day: date) -> str:
    """A day-first text after an Excel of US habits has opened it."""
    return f"{day.year}-{day.day:02}-{day.month:02} 00:00:00" if day.day <= 12 else f"{day:%d/%m/%Y}"


def real(day: date) -> str:
    return f"{day:%Y-%m-%d} 00:00:00"


def typed(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def told(*cells: str | None) -> str | None:
    return verdict(pl.Series(cells, dtype=pl.String))


def text(**columns: list[str | None]) -> pl.DataFrame:
    height = len(next(iter(columns.values())))
    own = {name: pl.Series(cells, dtype=pl.String) for name, cells in columns.items()}
    return pl.DataFrame({"sheet_name": pl.Series(["DS"] * height), "row_number": range(1, height + 1), **own})


# --- the signature ---------------------------------------------------------------------------------------------------
def test_a_column_that_a_month_first_excel_has_opened_shows_it() -> None:
    assert told(*map(opened, MANY_DAYS), None) == "swapped"


@given(st.integers(60, 120), st.integers())
@settings(max_examples=30)
def test_the_birth_dates_of_sixty_people_show_it_and_come_back(people: int, seed: int) -> None:
    random = Random(seed)
    days = [date(1940, 1, 1) + timedelta(days=random.randrange(31_000)) for _ in range(people)]
    frame, swaps = correct_swapped_dates(text(birth_date=[opened(day) for day in days]), ["birth_date"])
    assert frame["birth_date"].to_list() == [real(day) if day.day <= 12 else typed(day) for day in days]
    assert swaps.height == sum(day.day <= 12 and day.day != day.month for day in days)


@given(st.lists(st.tuples(st.dates(date(1940, 1, 1), date(2025, 12, 31)), st.booleans()), min_size=20, max_size=60))
@settings(max_examples=30)
def test_honest_dates_of_which_some_are_typed_stay(days: list[tuple[date, bool]]) -> None:
    honest = any(is_real != (day.day <= 12) for day, is_real in days)
    sent = text(birth_date=[real(day) if is_real else typed(day) for day, is_real in days])
    frame, swaps = correct_swapped_dates(sent, ["birth_date"])
    assert not honest or (frame.equals(sent) and swaps.is_empty())


def test_honest_columns_pass_for_swapped_less_than_once_in_ten_thousand() -> None:
    """The least column that is put right at all, drawn honestly: the chance by counting, not by formula."""
    random = Random(69)
    days = [date(1940, 1, 1) + timedelta(days=n) for n in range(30_000)]
    early = sum(day.day <= 12 for day in days if day.day > 1) / sum(day.day > 1 for day in days)
    late = sum(day.day > 12 for day in days if day.day < 28) / sum(day.day < 28 for day in days)
    assert early**LEAST_DATES * late**LEAST_DATES < 1e-4 / 10
    columns = [[random.choice(days) for _ in range(2 * LEAST_DATES)] for _ in range(200)]
    assert not any(told(*map(real, column[:LEAST_DATES]), *map(typed, column[LEAST_DATES:])) for column in columns)


EIGHT_EARLY = [date(1960 + n, n + 2, 2 + n) for n in range(8)]
EIGHT_LATE = [date(1960 + n, n + 1, 13 + n) for n in range(8)]


def test_eight_dates_of_either_sort_are_the_least_that_tells() -> None:
    assert told(*map(opened, EIGHT_EARLY), *map(typed, EIGHT_LATE)) == "swapped"
    assert told(*map(opened, EIGHT_EARLY[1:]), *map(typed, EIGHT_LATE)) is None
    assert told(*map(opened, EIGHT_EARLY), *map(typed, EIGHT_LATE[1:])) == "perhaps"


@pytest.mark.parametrize(
    "cells",
    [
        [*map(opened, EIGHT_EARLY), *map(typed, EIGHT_LATE), real(date(1990, 5, 13))],
        [*map(opened, EIGHT_EARLY), *map(typed, EIGHT_LATE), "12/05/1990"],
        [opened(EIGHT_EARLY[0])] * 40 + [typed(EIGHT_LATE[0])] * 40,
        [*map(real, (date(2020 + n % 5, n % 12 + 1, 1) for n in range(40))), *map(typed, EIGHT_LATE)],
        [*map(real, (date(2000 + n, n % 12 + 1, 5 + n % 3) for n in range(20))), *map(typed, EIGHT_LATE)],
        [*map(opened, EIGHT_EARLY), *(f"31/12/{year}" for year in range(2000, 2030))],
        [*map(real, MANY_DAYS)],
        [*map(typed, MANY_DAYS)],
        ["1960", "chưa rõ", None],
        [],
    ],
    ids=[
        "a late real date",
        "an early typed date",
        "one date often",
        "firsts",
        "paydays",
        "year ends",
        "all real",
        "all typed",
        "none",
        "empty",
    ],
)
def test_a_column_that_could_be_honest_is_not_taken_for_swapped(cells: list[str | None]) -> None:
    assert told(*cells) != "swapped"


def test_a_month_of_which_two_systems_wrote_a_half_each_is_honest() -> None:
    june = [date(2026, 6, day) for day in range(1, 31)]
    halves = [real(day) if day.day <= 12 else typed(day) for day in june]
    assert told(*halves) is None
    assert told(*map(opened, june)) == "swapped"


# --- putting right -----------------------------------------------------------------------------------------------------
def test_only_real_dates_that_can_be_exchanged_are() -> None:
    cells = ["2026-03-04 00:00:00", "2026-03-04 08:30:00", "2026-03-13 00:00:00", "13/04/2026", "04/03/2026", None]
    found = pl.DataFrame({"cell": cells}).select(swap_day_and_month(pl.col("cell"))).to_series().to_list()
    assert found == ["2026-04-03 00:00:00", "2026-04-03 08:30:00", "2026-03-13 00:00:00", "13/04/2026", "04/03/2026", None]


def test_each_sheet_is_judged_by_itself_and_each_cell_recorded() -> None:
    swapped, honest = [opened(day) for day in MANY_DAYS], [real(day) for day in MANY_DAYS]
    sent = pl.concat([text(birth_date=swapped), text(birth_date=honest).with_columns(sheet_name=pl.lit(None, dtype=pl.String))])
    frame, swaps = correct_swapped_dates(sent, ["birth_date"])
    assert frame["birth_date"].to_list() == [real(day) if day.day <= 12 else typed(day) for day in MANY_DAYS] + honest
    assert swaps.schema == REPAIR_SCHEMA and set(swaps["kind"]) == {SWAPPED} and set(swaps["sheet_name"]) == {"DS"}
    first = next(day for day in MANY_DAYS if day.day <= 12 and day.day != day.month)
    assert swaps.row(0)[1:] == (MANY_DAYS.index(first) + 1, "birth_date", SWAPPED, opened(first), real(first))


def test_firsts_of_months_go_with_a_column_of_their_sheet_that_tells_and_alone_they_stay() -> None:
    """Cards begin on firsts: exchanged, they all lie in January, and no typed date is left to tell."""
    firsts = [date(2020 + n % 6, n % 12 + 1, 1) for n in range(60)]
    sent = text(birth_date=[opened(day) for day in MANY_DAYS], valid_from=[opened(day) for day in firsts])
    frame, _ = correct_swapped_dates(sent, ["birth_date", "valid_from"])
    assert frame["valid_from"].to_list() == [real(day) for day in firsts]
    alone, swaps = correct_swapped_dates(sent, ["valid_from"])
    assert alone.equals(sent) and swaps.is_empty()


def test_honest_firsts_stay_beside_a_column_that_is_put_right() -> None:
    firsts: list[str | None] = [real(date(2020 + n % 6, n % 12 + 1, 1)) for n in range(60)]
    frame, _ = correct_swapped_dates(text(birth_date=[opened(day) for day in MANY_DAYS], valid_from=firsts), ["birth_date", "valid_from"])
    assert frame["valid_from"].to_list() == firsts


def test_two_columns_that_tell_a_little_tell_together_and_take_a_third_with_them() -> None:
    """Seven working days of July from the second to the twelfth, and few ends among them."""
    july = [date(2026, 7, day) for day in range(2, 32) if date(2026, 7, day).isoweekday() < 6]
    due, finished = ([day + timedelta(days=days) for day in july] for days in (7, 5))
    assert sum(day.day <= 12 for day in july) == 7 and verdict(pl.Series(map(opened, july))) is None
    columns = {"received_at": july, "due_at": due, "finished_at": [day for day in finished if day.day > 9]}
    sent = text(**{name: [*map(opened, days), *[None] * (len(july) - len(days))] for name, days in columns.items()})
    frame, _ = correct_swapped_dates(sent, list(columns))
    for name, days in columns.items():
        right = [real(day) if day.day <= 12 else typed(day) for day in days]
        assert frame[name].drop_nulls().to_list() == right, name
    alone, swaps = correct_swapped_dates(sent, ["received_at", "finished_at"])
    assert alone.equals(sent) and swaps.is_empty(), "one column of seven and one of two"
    same, _ = correct_swapped_dates(sent.with_columns(copy="received_at"), ["received_at", "copy"])
    assert same["received_at"].equals(sent["received_at"]), "a column and its copy are one"


# --- in a delivery -----------------------------------------------------------------------------------------------------
def swapped_list() -> str:
    rows = "\n".join(f"{n + 7} | Người {n} | 03000000{n:02} | {opened(day)} | 01/01/2026 | 31/12/2026" for n, day in enumerate(MANY_DAYS))
    return f"row | full_name | social_insurance_number | birth_date | valid_from | valid_to\n---+---+---+---+---+---\n{rows}"


def test_a_card_list_opened_month_first_has_its_birth_dates_back() -> None:
    found = cleaned("health_insurance", swapped_list())
    assert found.frame["birth_date"].to_list() == MANY_DAYS
    assert set(found.frame["valid_from"]) == {date(2026, 1, 1)}
    own = found.repairs.filter(pl.col("kind") == SWAPPED)
    assert set(own["column_name"]) == {"birth_date"} and own.height == sum(d.day <= 12 and d.day != d.month for d in MANY_DAYS)


def test_the_officer_is_told_sheet_column_and_count_once() -> None:
    table = drawn_table(CONTRACT, swapped_list(), headers={"birth_date": "Ngày sinh (dd/mm/yyyy)"})
    table.letters["birth_date"] = "F"
    repairs = cleaned("health_insurance", swapped_list()).repairs
    (finding,) = swapped_dates(repairs, (table,))
    assert (finding.rule_code, finding.severity) == ("F12", "warning")
    count = repairs.filter(pl.col("kind") == SWAPPED).height
    assert f"trang 'DS', cột 'Ngày sinh (dd/mm/yyyy)' (F): {count} ô." in finding.message_vi


def test_a_delivery_without_exchanged_dates_has_no_such_finding() -> None:
    assert swapped_dates(pl.DataFrame(schema=REPAIR_SCHEMA), ()) == []
