"""Texts in the usual form are read on a short way: it gives what the long way gives, of every text, and wherever the others stand."""

from collections.abc import Callable
from datetime import date
from functools import partial

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.vietnamese import dates, identifiers, names
from transforms.vietnamese.text import of_each, once, usual_first

_AS_OF = date(2026, 7, 31)
#: The function that is asked, and the long way of it.
WAYS: dict[str, tuple[Callable[[pl.Expr], pl.Expr], Callable[[pl.Expr], pl.Expr]]] = {
    "personal_id": (identifiers.personal_id, identifiers._personal_id),
    "social_insurance_number": (identifiers.social_insurance_number, identifiers._insurance_number),
    "card_number": (identifiers.card_number, partial(once, of=identifiers._card)),
    "birth_date": (partial(dates.birth_date, as_of=_AS_OF), partial(once, of=partial(dates._birth_date, as_of=_AS_OF))),
    "date_time": (dates.date_time, partial(dates._moment, short_years=None)),
    "person_name": (names.person_name, names._name),
}
_digits = st.text("0123456789", min_size=8, max_size=13)
_cards = st.builds("{}{}{}".format, st.sampled_from(["GD", "TE", "tE", "G0"]), st.sampled_from("0156"), _digits)
_DAY, _MONTH, _YEAR = (
    ("1", "01", "29", "31"),
    ("2", "02", "12", "13"),
    ("1899", "1900", "1960", "2024", "2100", "2101", "9999", "60", "202"),
)
_parts_of_a_day = (st.sampled_from(part) for part in (_DAY, "/-.", _MONTH, "/-", _YEAR))
_days = st.builds("{}{}{}{}{}".format, *_parts_of_a_day)
_names = st.text("aNnđĐÀạ'’-._ 1\u0301Ð", max_size=12)
_texts = st.one_of(
    st.none(), _digits, _cards, _days, _names, st.sampled_from(["2147483647", "4294967295", "", " ", "0", "TEL", "000123456789"])
)


@pytest.mark.parametrize("name", WAYS)
@settings(max_examples=60, deadline=None)
@given(texts=st.lists(st.tuples(st.sampled_from(["", " ", "'", ".0"]), _texts, st.sampled_from(["", " ", ".0"])), max_size=30))
def test_the_short_way_gives_what_the_long_one_gives(name: str, texts: list[tuple[str, str | None, str]]) -> None:
    asked, long_way = WAYS[name]
    sent = [one if one is None or place % 2 else f"{before}{one}{after}" for place, (before, one, after) in enumerate(texts)]
    frame = pl.DataFrame({"text": sent}, schema={"text": pl.String})
    short, long = (frame.select(way(pl.col("text")).alias("read")).to_series() for way in (asked, long_way))
    assert short.dtype == long.dtype
    assert short.to_list() == long.to_list()


def test_only_unusual_texts_go_the_long_way_and_come_back_to_their_places() -> None:
    seen: list[str | None] = []

    def long_way(e: pl.Expr) -> pl.Expr:
        return e.map_batches(lambda texts: (seen.extend(texts.to_list()), texts + "!")[1], return_dtype=pl.String)

    frame = pl.DataFrame({"text": ["a", "1", None, "2", "b"]})
    usual = usual_first(pl.col("text"), lambda e: pl.when(e.str.contains("[a-z]")).then(e.str.to_uppercase()), long_way, pl.String)
    assert frame.select(usual).to_series().to_list() == ["A", "1!", None, "2!", "B"]
    assert seen == ["1", "2"]


def test_each_different_text_is_worked_out_once_where_most_come_again() -> None:
    asked: list[int] = []

    def of(e: pl.Expr) -> pl.Expr:
        return e.map_batches(lambda texts: (asked.append(texts.len()), texts.str.len_bytes().cast(pl.Int32))[1], return_dtype=pl.Int32)

    few, many = pl.DataFrame({"text": ["a", "bb", None] * 5}), pl.DataFrame({"text": ["a", "bb", "ccc"]})
    counted = of_each(pl.col("text"), of, pl.Int32)
    assert few.select(counted).to_series().to_list() == [1, 2, None] * 5
    assert many.select(counted).to_series().to_list() == [1, 2, 3]
    assert asked == [2, 3]
    assert pl.DataFrame({"text": [None, None]}, schema={"text": pl.String}).select(counted).to_series().to_list() == [None, None]
