"""What a standing process keeps in memory never answers for anything else, and never outgrows its bound."""

from datetime import date

import polars as pl

from flows.config.settings import load_settings
from flows.pipeline.kept_readings import CleaningKey, KeptReadings, ReadingKey
from transforms.cleaning.model import REPAIR_SCHEMA, Cleaned
from transforms.reading.model import Reading, Table

WARD = load_settings(environ={"CHITIEU_HOME": "unused"}).ward
JULY, AUGUST = (CleaningKey(WARD, date(2026, month, 1), b"key") for month in (7, 8))
NOTHING = pl.DataFrame({"row_identity": []})


class Asked:
    """Gives a fresh thing each time, and counts."""

    def __init__(self, rows: int = 10) -> None:
        self.times, self.rows = 0, rows

    def reading(self) -> Reading:
        self.times += 1
        table = Table("poverty", "main", "DS", pl.DataFrame({"row_number": range(self.rows)}), pl.DataFrame(), {}, {})
        return Reading("poverty", (table,))

    def cleaned(self) -> Cleaned:
        self.times += 1
        return Cleaned(pl.DataFrame({"row_number": range(self.rows)}), pl.DataFrame(schema=REPAIR_SCHEMA))


def key(sha256: str) -> ReadingKey:
    return ReadingKey(sha256, ("HoNgheo.xlsx",), ())


def test_a_reading_is_made_once_for_its_bytes_names_and_headings() -> None:
    kept, asked = KeptReadings(), Asked()
    first = kept.reading(key("a"), asked.reading)
    assert kept.reading(key("a"), asked.reading) is first
    assert kept.reading(key("b"), asked.reading) is not first
    assert kept.reading(ReadingKey("a", ("other.xlsx",), ()), asked.reading) is not first
    assert asked.times == 3


def test_a_file_that_could_not_be_read_is_read_again() -> None:
    kept, times = KeptReadings(), []

    def failing() -> Reading:
        times.append(1)
        return Reading(None, (), problem="Tệp cần nhiều bộ nhớ hơn mức cho phép.")

    kept.reading(key("a"), failing)
    kept.reading(key("a"), failing)
    assert len(times) == 2


def test_a_cleaned_list_is_kept_for_the_month_and_the_key_it_was_cleaned_with() -> None:
    kept, asked = KeptReadings(), Asked()
    reading = kept.reading(key("a"), asked.reading)
    july = kept.as_sent(reading, JULY, asked.cleaned)
    assert kept.as_sent(reading, JULY, asked.cleaned) is july
    assert kept.as_sent(reading, AUGUST, asked.cleaned) is not july
    july = kept.as_sent(reading, JULY, asked.cleaned)
    assert kept.as_sent(reading, CleaningKey(WARD, JULY.month, b"another"), asked.cleaned) is not july


def test_what_was_cleaned_with_decisions_is_kept_for_those_decisions_alone() -> None:
    kept, asked = KeptReadings(), Asked()
    reading = kept.reading(key("a"), asked.reading)
    one = pl.DataFrame({"row_identity": ["r1"]})
    decided = kept.decided(reading, JULY, one, NOTHING, asked.cleaned)
    assert kept.decided(reading, JULY, one.clone(), NOTHING, asked.cleaned) is decided
    assert kept.decided(reading, JULY, pl.DataFrame({"row_identity": ["r2"]}), NOTHING, asked.cleaned) is not decided
    assert kept.decided(reading, JULY, NOTHING, one, asked.cleaned) is not decided


def test_what_hangs_on_another_reading_of_the_same_bytes_is_not_taken() -> None:
    kept, asked = KeptReadings(), Asked()
    kept.reading(key("a"), asked.reading)
    stranger = asked.reading()
    first = kept.as_sent(stranger, JULY, asked.cleaned)
    assert kept.as_sent(stranger, JULY, asked.cleaned) is not first


def test_what_was_used_longest_ago_goes_first_when_there_is_no_more_room() -> None:
    asked = Asked(rows=1000)  # 8,000 bytes each
    kept = KeptReadings(most_bytes=17_000)
    first = kept.reading(key("a"), asked.reading)
    second = kept.reading(key("b"), asked.reading)
    assert kept.reading(key("a"), asked.reading) is first  # used last now
    kept.reading(key("c"), asked.reading)
    assert kept.reading(key("a"), asked.reading) is first
    assert kept.reading(key("b"), asked.reading) is not second


def test_a_list_larger_than_all_room_is_given_and_not_kept() -> None:
    asked = Asked(rows=1000)
    kept = KeptReadings(most_bytes=100)
    assert kept.reading(key("a"), asked.reading) is not kept.reading(key("a"), asked.reading)
