"""Numbers in words: rounded half up to two decimals, to three where they were stated, money by its size; columns and single values say the
same."""

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from flows.wording.numbers import amount_vi, money_size, number_vi, stated_vi
from transforms.targets.words import Figures, in_words

#: As the warehouse keeps figures.
FIGURES = st.decimals(-10_000_000_000_000, 10_000_000_000_000, places=6)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1204, "1.204"),
        (Decimal("99.996"), "100"),
        (Decimal("99.994"), "99,99"),
        (Decimal("2.675"), "2,68"),
        (2.675, "2,68"),
        (0.125, "0,13"),
        (-99.995, "-100"),
        (12.5, "12,5"),
        (0.29, "0,29"),
        (100.0, "100"),
        (1_234_567.89, "1.234.567,89"),
        (0.004, "0"),
        (-0.004, "0"),
        (None, ""),
    ],
)
def test_the_half_is_rounded_up(value: Decimal | float | None, text: str) -> None:
    assert number_vi(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.2345, "1,235"), (1.2355, "1,236"), (99.9996, "100"), (1_234_567.25, "1.234.567,25"), (12, "12"), (-0.0001, "0"), (None, "")],
)
def test_a_stated_figure_keeps_three_decimals_and_is_rounded(value: float | None, text: str) -> None:
    assert stated_vi(value) == text


def test_decimals_are_as_many_as_asked() -> None:
    assert [number_vi(12.3456, decimals) for decimals in (0, 1, 2, 3)] == ["12", "12,3", "12,35", "12,346"]
    assert number_vi(120, 0) == "120"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (92.678, "%", "92,68 %"),
        (Decimal("38750000000"), "đồng", "38,75 tỷ đồng"),
        (999_999_999, "đồng", "1.000 triệu đồng"),
        (-2_500_000, "đồng", "-2,5 triệu đồng"),
        (999_999, "đồng", "999.999 đồng"),
        (1204, "hộ", "1.204 hộ"),
        (1204, "", "1.204"),
        (2_000_000_000, "hộ", "2.000.000.000 hộ"),
    ],
)
def test_an_amount_bears_its_unit(value: Decimal | float, unit: str, text: str) -> None:
    assert amount_vi(value, unit) == text


def test_only_money_is_told_in_millions_and_billions() -> None:
    assert money_size(1_000_000, "đồng") == 1_000_000
    assert money_size(-1_000_000_000, "đồng") == 1_000_000_000
    assert money_size(999_999, "đồng") is None
    assert money_size(1_000_000_000, "hộ") is None


@example(Decimal("281474976.705001"), "%")
@example(Decimal("37084245899.585001"), "%")
@given(FIGURES, st.sampled_from(["%", "đồng", "hộ", "lần"]))
def test_a_column_of_amounts_is_written_as_each_alone(value: Decimal, unit: str) -> None:
    """The reason is written by an expression, the figure beside it by a function. Hundredths of what is no money: below a million million,
    where a floating-point number still has them."""
    assume(unit == "đồng" or abs(value) < 10**12)
    exact = float(round(value, 2)) if unit != "đồng" else float(round(value))
    rows = pl.DataFrame({"value": [exact], "unit": [unit]})
    (column,) = in_words(rows, Figures(amounts={"words": pl.col("value")}, shares={}, gaps={}, plain={}))
    assert [amount_vi(exact, unit)] == column.to_list()
