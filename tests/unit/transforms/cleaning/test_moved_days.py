"""Date columns that a program's time zone moved are known by the whole column, and put right to the midnight that is meant."""

import polars as pl
import pytest

from expectations.deliveries.moved_days import half_moved, moved_days
from expectations.registry import contracts
from transforms.cleaning.moved_days import MOVED, correct_moved_days, correct_moved_months
from transforms.reading.delivery import find_tables
from transforms.reading.grids import grid_from_rows

DAYS = [f"2026-06-{day:02}" for day in range(10, 20)]


def moved(*times: str, days: list[str] = DAYS, **more: list[str]) -> list[str]:
    """The column's cells after cleaning; the times go round."""
    cells = [f"{day} {times[place % len(times)]}" for place, day in enumerate(days)]
    text = pl.DataFrame({"sheet_name": ["DS"] * len(cells), "row_number": range(2, len(cells) + 2), "day": cells, **more})
    return correct_moved_days(text, ["day", *more])[0]["day"].to_list()


@pytest.mark.parametrize(
    ("times", "days_later"),
    [
        (["23:59:12"], 1),
        (["17:00:00"], 1),
        (["00:00:30"], 0),
        (["07:00:00"], 0),
        (["16:00:00", "17:00:00"], 1),
        (["23:59:12", "17:00:00"], 1),
    ],
)
def test_every_cell_goes_to_the_nearest_midnight(times: list[str], days_later: int) -> None:
    assert moved(*times) == [f"2026-06-{day + days_later:02} 00:00:00" for day in range(10, 20)]


@pytest.mark.parametrize(
    "times", [["00:00:00"], ["17:00:00", "00:00:00"], ["23:59:59"], ["23:59:00"], ["08:01:00", "09:12:00", "10:44:00", "15:20:00"]]
)
def test_bare_days_ends_of_their_own_day_and_times_stay(times: list[str]) -> None:
    assert moved(*times) == [f"{day} {times[place % len(times)]}" for place, day in enumerate(DAYS)]


def test_days_that_somebody_typed_again_stay_and_the_others_are_moved() -> None:
    days = [f"2026-06-{day:02}" for day in range(1, 21)]
    typed = [f"{day} 00:00:00" for day in days[:2]]
    later = [f"2026-06-{day + 1:02} 00:00:00" for day in range(3, 21)]
    assert moved(*["00:00:00"] * 2, *["17:00:00"] * 18, days=days) == [*typed, *later]
    assert moved("23:59:12", "00:00:00", days=days)[:4] == ["2026-06-02 00:00:00", *typed[1:], "2026-06-04 00:00:00", "2026-06-04 00:00:00"]


CARDS = ["STT", "Họ và tên", "Mã số BHXH", "Ngày sinh", "Địa chỉ", "Giá trị sử dụng từ", "Đến ngày"]


def half_moved_of(*ends: str) -> list[str]:
    rows = [[str(n), "Vũ Văn An", f"31991943{n:02}", "1990", "TDP số 3", "2026-01-01 00:00:00", end] for n, end in enumerate(ends)]
    (found,) = find_tables(grid_from_rows("DS", [CARDS, *rows]), contracts())
    return [f"{one.rule_code} {one.severity}" for one in half_moved([found])]


@pytest.mark.parametrize("typed", ["2026-12-31 00:00:00", "31/12/2026"])
@pytest.mark.parametrize("moved_end", ["2026-12-30 17:00:00", "2026-12-30 16:00:00"])
def test_a_column_that_is_moved_in_part_holds_the_list(typed: str, moved_end: str) -> None:
    assert half_moved_of(*[typed, moved_end] * 5) == ["F12 critical"]
    assert half_moved_of(*[typed] * 17, *[moved_end] * 3) == ["F12 critical"]


@pytest.mark.parametrize(
    "ends",
    [
        ["2026-12-31 00:00:00"] * 10,
        ["2026-12-30 17:00:00"] * 10,
        ["2026-12-31 00:00:00", *["2026-12-30 17:00:00"] * 19],
        ["2026-12-31 00:00:00", "2026-12-31 23:59:59"] * 5,
        ["2026-12-31 00:00:00", "2026-12-31 07:00:00"] * 5,
        ["2026-12-31 00:00:00"] * 9 + ["2026-12-30 17:00:00"] * 2,
        ["2026-12-31 00:00:00", "2026-12-30 13:01:00", "2026-12-30 14:02:00", "2026-12-30 15:03:00", "2026-12-30 16:04:00"] * 2,
    ],
)
def test_a_column_that_is_put_right_or_holds_other_times_does_not(ends: list[str]) -> None:
    assert half_moved_of(*ends) == []


MEMBERS = ["STT", "Họ và tên", "Mã số BHXH", "Ngày sinh", "Địa chỉ", "Loại hình", "Từ tháng", "Tình trạng"]
POOR = ["STT", "Họ và tên", "Quan hệ với chủ hộ", "Ngày sinh", "Số CCCD", "Địa chỉ", "Phân loại hộ"]


def half_moved_births(source: str, *births: str) -> list[str]:
    """What is found of a list of ``source`` with such dates of birth, and the column it is said of."""
    heads, row = {
        "health_insurance": (CARDS, lambda n, born: [n, "Vũ Văn An", f"31991943{n}", born, "TDP số 3", "01/01/2026", "31/12/2026"]),
        "social_insurance": (MEMBERS, lambda n, born: [n, "Vũ Văn An", f"31991943{n}", born, "TDP số 3", "BHXH tự nguyện", "01/2026", "1"]),
        "poverty": (POOR, lambda n, born: [n, "Vũ Văn An", "Chủ hộ", born, f"0310600000{n}", "TDP số 3", "Hộ nghèo"]),
    }[source]
    (found,) = find_tables(grid_from_rows("DS", [heads, *(row(f"{n:02}", born) for n, born in enumerate(births))]), contracts())
    assert found.source == source
    return [f"{one.rule_code} {one.severity}" for one in half_moved([found]) if "'Ngày sinh'" in one.message_vi]


def test_births_that_are_told_at_greenwich_are_no_half_moved_column_though_the_hour_was_another_once() -> None:
    births = [*["1990-01-31 17:00:00Z"] * 10, *["1960-02-04 16:00:00Z"] * 4]
    assert half_moved_births("health_insurance", *births) == []


@pytest.mark.parametrize("midnight", ["1990-02-01 00:00:00", "01/02/1990"])
@pytest.mark.parametrize(
    ("source", "severity"),
    [("health_insurance", "warning"), ("poverty", "warning"), ("social_insurance", "critical")],  # who is of working age is a figure
)
def test_dates_of_birth_that_are_moved_in_part_are_told_and_held_where_age_counts(source: str, severity: str, midnight: str) -> None:
    assert half_moved_births(source, *[midnight, "1990-01-31 17:00:00"] * 6) == [f"F12 {severity}"]


@pytest.mark.parametrize(
    "births",
    [
        ["1990-02-01 00:00:00"] * 12,
        ["1990-01-31 17:00:00"] * 12,  # put right as a whole
        ["1990", "01/02/1990"] * 6,
        ["1990-02-01 00:00:00"] * 10 + ["1990-01-31 17:00:00"] * 2,
        ["1990-02-01 00:00:00", "1990-01-31 23:59:59"] * 6,
    ],
)
def test_dates_of_birth_that_are_not_moved_or_are_put_right_are_not_told(births: list[str]) -> None:
    assert [half_moved_births(source, *births) for source in ("health_insurance", "poverty", "social_insurance")] == [[]] * 3


def test_ends_and_dates_of_birth_that_are_moved_in_part_are_told_apart() -> None:
    rows = [
        [f"{n}", "Vũ Văn An", f"31991943{n:02}", *["1990-02-01 00:00:00" if n % 2 else "1990-01-31 17:00:00", "TDP số 3"]]
        for n in range(12)
    ]
    ends = [[*row, "2026-01-01 00:00:00", "2026-12-31 00:00:00" if n % 2 else "2026-12-30 17:00:00"] for n, row in enumerate(rows)]
    (found,) = find_tables(grid_from_rows("DS", [CARDS, *ends]), contracts())
    held, told = half_moved([found])
    assert (held.severity, told.severity) == ("critical", "warning")
    assert "'Đến ngày'" in held.message_vi and "'Ngày sinh'" not in held.message_vi and "Chưa công bố" not in told.message_vi


def test_a_few_cells_or_one_moment_are_no_column() -> None:
    assert moved("17:00:00", days=DAYS[:2]) == [f"{day} 17:00:00" for day in DAYS[:2]]
    assert moved("17:00:00", days=[DAYS[0]] * 5) == [f"{DAYS[0]} 17:00:00"] * 5


def test_a_few_moments_of_a_log_among_cells_of_text_are_no_column() -> None:
    """Three cells with three times are three times of day; a time that a program put there comes again and again."""
    moments = ["09:47:21", "12:17:44", "08:55:46"]
    assert moved(*moments, days=DAYS[:3]) == [f"{day} {time}" for day, time in zip(DAYS, moments, strict=False)]
    assert moved("16:00:00", "17:00:00", days=DAYS[:8])[0] == "2026-06-11 00:00:00"


def test_one_day_alone_is_a_column_where_it_stands_many_times_or_carries_the_time_of_one() -> None:
    """Cards end on one day; the dates of birth beside it differ."""
    assert moved("23:59:12", days=[DAYS[0]] * 10) == ["2026-06-11 00:00:00"] * 10
    ends = ["2026-07-30 23:59:12"] * 4
    text = pl.DataFrame(
        {"sheet_name": ["DS"] * 4, "born": [f"{day} 23:59:12" for day in DAYS[:4]], "valid_to": ends, "row_number": range(4)}
    )
    assert correct_moved_days(text, ["born", "valid_to"])[0]["valid_to"].to_list() == ["2026-07-31 00:00:00"] * 4
    other = text.with_columns(valid_to=pl.lit("2026-07-30 16:00:00"))
    assert correct_moved_days(other, ["born", "valid_to"])[0]["valid_to"].to_list() == ["2026-07-30 16:00:00"] * 4


def test_due_dates_of_a_log_are_moved_only_where_the_moments_of_reception_are() -> None:
    due, received = [f"{day} 17:00:00" for day in DAYS], [f"{day} 08:{place:02}:00" for place, day in enumerate(DAYS)]
    text = pl.DataFrame({"sheet_name": ["DS"] * 10, "row_number": range(10), "due_at": due, "received_at": received})
    assert correct_moved_days(text, ["received_at", "due_at"], led_by="received_at")[0].equals(text)
    shifted = text.with_columns(received_at=pl.Series([f"{day} 17:00:00" for day in DAYS]))
    found = correct_moved_days(shifted, ["received_at", "due_at"], led_by="received_at")[0]
    assert found["due_at"][0] == found["received_at"][0] == "2026-06-11 00:00:00"


def test_a_log_of_ten_dossiers_that_are_all_due_at_five_is_read() -> None:
    """The reader's library ended in the middle of it once: ten different moments of reception, one time for all due dates,
    nothing finished yet."""
    received = [f"{day} {9 + place % 6}:{10 + 3 * place}:{20 + 3 * place}".replace(" 9:", " 09:") for place, day in enumerate(DAYS)]
    due = [f"{day} 17:00:00" for day in DAYS]
    open_yet = pl.Series([None] * 10, dtype=pl.String)
    text = pl.DataFrame({"sheet_name": ["DS"] * 10, "row_number": range(2, 12), "received_at": received, "due_at": due})
    text = text.with_columns(finished_at=open_yet, returned_at=open_yet)
    cleaned, moves = correct_moved_days(text, ["received_at", "due_at", "finished_at", "returned_at"], led_by="received_at")
    assert (cleaned["received_at"].to_list(), cleaned["due_at"].to_list(), moves.height) == (received, due, 0)


@pytest.mark.parametrize(
    "written",
    ["{d}/{m}/{y} 17:00", "{d}/{m}/{y} 17:00:00", "{y}-{m}-{d}T17:00:00", "{y}-{m}-{d} 17:00", "17:00 {d}/{m}/{y}", "{d}-{m}-{y} 17:00"],
)
def test_days_that_programs_write_as_text_are_moved_like_date_cells(written: str) -> None:
    cells = [written.format(d=f"{day:02}", m="06", y="2026") for day in range(10, 20)]
    text = pl.DataFrame({"sheet_name": ["DS"] * 10, "row_number": range(2, 12), "day": cells})
    cleaned, repairs = correct_moved_days(text, ["day"])
    assert cleaned["day"].to_list() == [f"{day}/06/2026" for day in range(11, 21)]
    assert (repairs.height, repairs["before"][0], repairs["after"][0]) == (10, cells[0], "11/06/2026")


@pytest.mark.parametrize("part", [".70833", ".9994444445", ",708333333336", ".29167"])
def test_days_that_stand_as_numbers_with_a_part_of_a_day_are_moved_like_date_cells(part: str) -> None:
    """Cells without the format of a date: 46183 is 10/06/2026."""
    own = part == ".29167"
    cells = [f"{46183 + number + own}{part}" for number in range(9)]
    text = pl.DataFrame({"sheet_name": ["DS"] * 10, "row_number": range(2, 12), "day": [*cells, "46192"]})
    cleaned, repairs = correct_moved_days(text, ["day"])
    assert cleaned["day"].to_list() == [*(f"{11 + number}/06/2026" for number in range(9)), "46192"]
    assert repairs.height == 9


def test_days_as_scripts_print_them_are_moved_like_date_cells() -> None:
    cells = [f"Wed Jun {day} 2026 23:59:12 GMT+0700 (Indochina Time)" for day in range(10, 20)]
    text = pl.DataFrame({"sheet_name": ["DS"] * 10, "row_number": range(2, 12), "day": cells})
    assert correct_moved_days(text, ["day"])[0]["day"].to_list() == [f"{day}/06/2026" for day in range(11, 21)]


@pytest.mark.parametrize(
    "cells",
    [
        [str(46183 + number) for number in range(10)],
        [f"{46183 + number}.{number + 2}1" for number in range(10)],  # each at its own time
        ["46183.70833", *(str(46184 + number) for number in range(9))],
        ["1960", "1961.5", *(str(46184 + number) for number in range(8))],
    ],
)
def test_days_that_stand_as_numbers_stay_where_no_zone_moved_them(cells: list[str]) -> None:
    text = pl.DataFrame({"sheet_name": ["DS"] * 10, "row_number": range(2, 12), "day": cells})
    assert correct_moved_days(text, ["day"])[0]["day"].to_list() == cells


def test_a_time_among_bare_days_as_text_is_a_time() -> None:
    cells = [f"{day}/06/2026" for day in range(10, 17)] + [f"{day}/06/2026 17:00" for day in range(17, 20)]
    text = pl.DataFrame({"sheet_name": ["DS"] * 10, "row_number": range(2, 12), "day": cells})
    assert correct_moved_days(text, ["day"])[0]["day"].to_list() == cells


@pytest.mark.parametrize("form", ["{day} {time}:00", "{day} {time}"])
def test_a_log_whose_receptions_and_due_dates_have_each_their_own_hour_is_no_moved_one(form: str) -> None:
    received, due = ([form.format(day=day, time=time) for day in DAYS] for time in ("08:00", "17:00"))
    text = pl.DataFrame({"sheet_name": ["DS"] * 10, "row_number": range(2, 12), "received_at": received, "due_at": due})
    cleaned, _ = correct_moved_days(text, ["received_at", "due_at"], led_by="received_at")
    assert cleaned["due_at"].to_list() == due


def test_each_cell_is_a_repair_and_the_delivery_is_told_once() -> None:
    text = pl.DataFrame({"sheet_name": ["DS"] * 10, "row_number": range(2, 12), "valid_to": [f"{day} 17:00:00" for day in DAYS]})
    _, repairs = correct_moved_days(text, ["valid_to"])
    assert repairs.height == 10 and set(repairs["kind"]) == {MOVED}
    assert repairs.row(0) == ("DS", 2, "valid_to", MOVED, "2026-06-10 17:00:00", "2026-06-11 00:00:00")
    (finding,) = moved_days(repairs, ())
    assert (finding.rule_code, finding.severity) == ("F12", "warning")
    assert "trang 'DS', cột 'valid_to': 10 ô đều ghi giờ 17:00:00" in finding.message_vi
    assert moved_days(repairs.clear(), ()) == []


def test_the_hour_of_a_number_is_told_too() -> None:
    """46182.708333: 17:00 on 09/06/2026, whose cell lost the format of a date."""
    text = pl.DataFrame({"sheet_name": ["DS"] * 10, "row_number": range(2, 12), "day": [f"{46_182 + day}.7083333333" for day in range(10)]})
    cleaned, repairs = correct_moved_days(text, ["day"])
    assert cleaned["day"].to_list()[0] == "10/06/2026"
    assert "cột 'day': 10 ô đều ghi giờ 17:00:00" in moved_days(repairs, ())[0].message_vi


def test_a_sheet_of_one_person_is_moved_where_the_column_is_on_the_others() -> None:
    """Each group on its own sheet: the day of one row alone shows nothing, its column on the other sheets does."""
    sheets = ["Tổ 1"] * 4 + ["Tổ 2"]
    text = pl.DataFrame({"sheet_name": sheets, "row_number": range(5), "valid_from": [f"{day} 17:00:00" for day in DAYS[:5]]})
    assert correct_moved_days(text, ["valid_from"])[0]["valid_from"].to_list()[-1] == "2026-06-15 00:00:00"


def test_a_moment_of_a_log_is_not_moved_for_the_due_times_of_its_sheet() -> None:
    """Dossiers are due at 17:00; one that was received at that very moment was."""
    due = [f"{day} 17:00:00" for day in DAYS[:4]]
    received = ["2026-06-09 17:00:00", "2026-06-09 17:00:00", None, None]
    text = pl.DataFrame({"sheet_name": ["DS"] * 4, "row_number": range(4), "received_at": received, "due_at": due})
    assert correct_moved_days(text, ["received_at", "due_at"], led_by="received_at")[0].equals(text)


@pytest.mark.parametrize("time", ["23:59:30", "00:00:30", "23:59:12"])
def test_due_days_beside_midnight_are_moved_though_the_receptions_are_times(time: str) -> None:
    """Else a dossier would be due half a minute into its day, or the day before."""
    received = [f"{day} 08:{place:02}:00" for place, day in enumerate(DAYS)]
    text = pl.DataFrame(
        {"sheet_name": ["DS"] * 10, "row_number": range(10), "due_at": [f"{day} {time}" for day in DAYS], "received_at": received}
    )
    cleaned, moves = correct_moved_days(text, ["received_at", "due_at"], led_by="received_at")
    first = 10 if time.startswith("00") else 11
    assert cleaned["due_at"].to_list() == [f"2026-06-{day} 00:00:00" for day in range(first, first + 10)]
    assert cleaned["received_at"].to_list() == received and moves.height == 10


# --- months ---------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("cells", "meant"),
    [
        (["2026-06-30 17:00:00"] * 2, ["2026-07-01 00:00:00"] * 2),
        (["2026-06-30 23:59:12"], ["2026-07-01 00:00:00"]),
        (["2026-07-01 07:00:00", None], ["2026-07-01 00:00:00", None]),
        (["30/06/2026 17:00"] * 2, ["01/07/2026"] * 2),
        (["2026-06-30 17:00:00", "2026-06-30 16:00:00"], ["2026-07-01 00:00:00"] * 2),
        (["2026-06-30 17:00:00", "2026-07-01 00:00:00"], ["2026-07-01 00:00:00"] * 2),
        (["2026-06-30 17:00:00", "07/2026"], ["2026-07-01 00:00:00", "07/2026"]),
    ],
)
def test_months_that_a_zone_moved_to_the_day_before_are_those_that_begin_then(cells: list[str | None], meant: list[str | None]) -> None:
    assert months(cells) == meant


@pytest.mark.parametrize(
    "cells",
    [
        ["07/2026", "2026-07-01 00:00:00"],
        ["2026-06-30 23:59:59"] * 2,
        ["2026-06-30 17:00:00", "2026-06-01 00:00:00"],
        ["2026-06-14 17:00:00", "2026-06-30 17:00:00"],
        ["2026-06-30 17:00:00", "2026-06-30 18:01:00", "2026-06-30 19:02:00", "2026-06-30 20:03:00"],
        [None],
    ],
)
def test_months_as_they_are_ends_of_a_month_and_moments_within_it_stay(cells: list[str | None]) -> None:
    assert months(cells) == cells


def months(cells: list[str | None]) -> list[str | None]:
    text = pl.DataFrame({"sheet_name": "R", "row_number": range(len(cells)), "month": cells}, schema_overrides={"month": pl.String})
    changed, repairs = correct_moved_months(text, "month")
    assert repairs.height == sum(one != other for one, other in zip(cells, changed["month"], strict=True))
    return changed["month"].to_list()
