"""Numbers in either notation, marks, and what cannot be read as either."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.vietnamese.numbers import decimal_number, mark, number_repairs, ticked, whole_number


def read(function: Callable[..., pl.Expr], *cells: str | None, **how: Any) -> list[Any]:
    return pl.DataFrame({"cell": pl.Series(cells, dtype=pl.String)}).select(function(pl.col("cell"), **how)).to_series().to_list()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("29083", 29_083),
        ("29.083", 29_083),
        ("29,083", 29_083),
        ("1 234", 1_234),
        ("1\u00a0234\u00a0567", 1_234_567),
        ("12.500 đ", 12_500),
        ("12.500đồng", 12_500),
        ("12500.0", 12_500),
        ("1.234,00", 1_234),
        ("12,500,000,000", 12_500_000_000),
        ("12 người", 12),
        ("007", 7),
        ("0", 0),
        ("-", 0),
        ("không", 0),
        ("-5", -5),
        ("−5", -5),
        ("１２３", 123),
        ("+5", 5),
        ("12.500.000đ", 12_500_000),
        ("(1.234)", None),
        ("1,5 triệu", None),
        ("5,5", None),
        ("0.975", None),
        ("3 4", None),
        ("1.234.56", None),
        ("#REF!", None),
        ("khoảng 3", None),
        ("1.5E+10", None),
        ("9" * 30, None),
        ("", None),
        (None, None),
    ],
)
def test_a_whole_number_is_read_in_either_notation(text: str | None, number: int | None) -> None:
    assert read(whole_number, text) == [number]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567,89", "1234567.89"),
        ("12.500.000.000", "12500000000"),
        ("0.975", "0.975"),
        ("0,975", "0.975"),
        ("97,5%", "97.5"),
        ("12,5 %", "12.5"),
        ("1 234,5", "1234.5"),
        ("１２,５", "12.5"),
        ("100 %", "100"),
        ("-3,25", "-3.25"),
        ("0.30000000000000004", "0.3"),
        ("0.99999", "1"),
        ("-", "0"),
    ],
)
def test_a_decimal_number_is_read_in_either_notation(text: str, number: str) -> None:
    assert read(decimal_number, text) == [Decimal(number)]
    assert read(decimal_number, text, whole=True) == [Decimal(number)]


def test_one_group_of_three_digits_is_thousands_in_whole_columns_only() -> None:
    assert read(decimal_number, "1.234", "1,234", "29.083", whole=True) == [1234, 1234, 29083]
    assert read(decimal_number, "1.234", "1,234") == [Decimal("1.234"), Decimal("1.234")]


def test_words_and_error_values_are_no_number() -> None:
    assert read(decimal_number, "#REF!", "khoảng 3", "n/a", "1.2.3", None) == [None] * 5


@given(st.integers(-(10**13), 10**13))
def test_money_is_exact_in_every_notation(amount: int) -> None:
    english, vietnamese = f"{amount:,}", f"{amount:,}".replace(",", ".")
    texts = [str(amount), f"{amount}.0", english, vietnamese, f"{vietnamese} đ", vietnamese.replace(".", " ")]
    assert read(whole_number, *texts) == [amount] * len(texts)
    assert read(decimal_number, *texts, whole=True) == [amount] * len(texts)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_four_decimals_are_exact(number: Decimal) -> None:
    assert read(decimal_number, f"{number:f}", f"{number:f}".replace(".", ",")) == [number, number]


@given(st.text("0123456789.,- đ%１", max_size=12), st.booleans())
def test_a_number_written_as_it_was_read_is_the_same_number(text: str, whole: bool) -> None:
    (number,) = read(decimal_number, text, whole=whole)
    assert number is None or read(decimal_number, f"{number:f}", whole=whole) == [number]
    (count,) = read(whole_number, text)
    assert count is None or read(whole_number, str(count)) == [count]


def test_a_cell_is_ticked_or_not() -> None:
    assert read(mark, "x", "X", " ✓", "v", "có", "Có", "1", "1.0", "TRUE") == [True] * 9
    assert read(mark, None, "", "0", "Không", "-", "false") == [False] * 6


def test_a_box_drawn_with_brackets_is_ticked_by_what_stands_in_it() -> None:
    assert read(ticked, "[x]", "[X]", "( x )", "(v)", "х", "✅", "[1]") == [True] * 7
    assert read(ticked, "[ ]", "[]", "( )", "(0)", "[-]") == [False] * 5
    assert read(ticked, "[?]", "+", "(xem)", "x.") == [None] * 4


def test_a_mark_that_is_neither_is_null() -> None:
    assert read(mark, "?", "chưa rõ", "2") == [None] * 3


def test_a_number_that_means_something_else_than_its_digits_is_a_repair() -> None:
    frame = pl.DataFrame({"cell": ["29083", "29083.0", "29.083", "29,083", "-", "12 người", "x", None]})
    found = frame.select(**number_repairs(pl.col("cell"), whole_number(pl.col("cell"))))
    assert found["number_form"].to_list() == [False, False, True, True, True, True, False, False]
