"""Numbers as Vietnamese readers write them, as expressions: 92,67 % · 38,75 tỷ đồng · 1.204 hộ. Two decimals at most, none where they
are zero, rounded half up: value, line and difference alike, so that a sentence adds up on its own page."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import polars as pl

from transforms.targets.terms import BILLION, MILLION

#: Figures have six decimals: less than this of a hundredth is the arithmetic's, not the figure's.
_DUST = 1e-6
#: What a product of floating-point numbers may be off, as a share of it.
_ROUNDING = 1e-15


def number_vi(number: pl.Expr) -> pl.Expr:
    """Text of a number; null stays null."""
    # Fields name what is used more than once: an expression that says it each time is planned for longer than it runs.
    value, whole, cents = pl.field("value"), pl.field("whole"), pl.field("cents")
    steps = pl.struct(value=number).struct.with_fields(whole=_hundredths(value).cast(pl.Int64))
    steps = steps.struct.with_fields(cents=_cents(whole))
    return steps.struct.with_fields(text=_number(value, whole, cents)).struct.field("text")


def _cents(whole: pl.Expr) -> pl.Expr:
    return (whole % 100).cast(pl.String).str.zfill(2).str.strip_chars_end("0")


def _number(value: pl.Expr, whole: pl.Expr, cents: pl.Expr) -> pl.Expr:
    decimals = pl.when(cents != "").then(pl.concat_str(pl.lit(","), cents)).otherwise(pl.lit(""))
    sign = pl.when((value < 0) & (whole > 0)).then(pl.lit("-")).otherwise(pl.lit(""))
    return pl.concat_str(sign, _in_threes(whole // 100), decimals)


class Figures(NamedTuple):
    """Numbers whose words sentences need, by name: amounts with their row's unit, shares in percent, differences, numbers without unit."""

    amounts: Mapping[str, pl.Expr]
    shares: Mapping[str, pl.Expr]
    gaps: Mapping[str, pl.Expr]
    plain: Mapping[str, pl.Expr]


def in_words(rows: pl.DataFrame, figures: Figures) -> list[pl.Series]:
    """The words of every figure, a column each under its name; null stays null. ``rows`` has the column ``unit``.

    All are written in one long column, one figure's rows under the other's: an expression is planned for longer than it runs, and so each
    is planned once, not once for each figure.
    """
    numbers = {name: number for kind in figures for name, number in kind.items()}
    wide = rows.select_seq("unit", *(number.cast(pl.Float64).alias(name) for name, number in numbers.items()))
    long = wide.unpivot(list(numbers), index="unit", variable_name="name")
    for step in _written(tuple(figures.shares), tuple(figures.gaps), tuple(figures.plain)):
        long = long.with_columns_seq(step)
    return [long["text"].slice(place * rows.height, rows.height).alias(name) for place, name in enumerate(numbers)]


@cache
def _written(shares: tuple[str, ...], gaps: tuple[str, ...], plain: tuple[str, ...]) -> tuple[list[pl.Expr], ...]:
    """From ``name``, ``value`` and ``unit`` to ``text``, each step over the columns of those before it: large sums in billions or millions
    of đồng; differences between shares in points of a percent, and what is too little to be written says so."""
    name, value, unit, scale, number = (pl.col(column) for column in ("name", "value", "unit", "scale", "number"))
    scaled, whole, cents = pl.col("scaled"), pl.col("whole"), pl.col("cents")
    is_gap, is_plain = pl.col("is_gap"), pl.col("is_plain")
    own = pl.when(name.is_in(shares)).then(pl.lit("%")).when(name.is_in(gaps) & (unit == "%")).then(pl.lit("điểm %")).otherwise(unit)
    size = pl.when(name.is_in(gaps)).then(value.abs()).otherwise(value)
    word = pl.when(scale == BILLION).then(pl.lit(" tỷ ")).when(scale == MILLION).then(pl.lit(" triệu ")).otherwise(pl.lit(" "))
    is_least = is_gap & (value > _DUST / 100) & (value < 0.005)
    return (
        [own.alias("unit"), size.alias("value"), name.is_in(gaps).alias("is_gap"), name.is_in(plain).alias("is_plain")],
        [pl.when(~is_plain).then(_scale(value.abs(), unit)).alias("scale")],
        [pl.when(scale.is_null()).then(value).otherwise(value / scale).alias("scaled")],
        [_hundredths(scaled).cast(pl.Int64).alias("whole")],
        [_cents(whole).alias("cents")],
        [_number(scaled, whole, cents).alias("number")],
        [
            pl.when(is_plain)
            .then(number)
            .when(is_least)
            .then(pl.concat_str(pl.lit("dưới 0,01 "), unit))
            .otherwise(pl.concat_str(number, word, unit))
            .alias("text")
        ],
    )


def _hundredths(value: pl.Expr) -> pl.Expr:
    """How many of them the size of a number has, the half rounded up."""
    hundred = value.abs() * 100
    return (hundred + 0.5 + (hundred * _ROUNDING).clip(_DUST, 0.4)).floor()  # of large figures the arithmetic's own dust is more


def _in_threes(whole: pl.Expr) -> pl.Expr:
    """Points between thousands: put in from behind, because a pattern cannot look ahead here."""
    return whole.cast(pl.String).str.reverse().str.replace_all(r"(\d{3})", "${1}.").str.strip_chars_end(".").str.reverse()


def _scale(size: pl.Expr, unit: pl.Expr) -> pl.Expr:
    """What an amount is told in: a billion or a million of đồng; null for all others."""
    is_money = unit == "đồng"
    return pl.when(is_money & (size >= BILLION)).then(BILLION).when(is_money & (size >= MILLION)).then(MILLION)


def told_in(number: pl.Expr, unit: pl.Expr) -> pl.Expr:
    """What the words of an amount are told in: a billion or a million of đồng, or one."""
    return _scale(number.abs(), unit).fill_null(1)


def as_written(number: pl.Expr, scale: pl.Expr) -> pl.Expr:
    """The number that the words of an amount say, told in ``scale``."""
    return number.sign() * _hundredths(number / scale) / 100 * scale


def gap_between(one: pl.Expr, other: pl.Expr, written: pl.Expr, unit: pl.Expr) -> pl.Expr:
    """The gap that is to be told of what lies between two figures: that between them as they are ``written``; where they are written alike,
    what lies between them all the same."""
    between = (one - other).abs()
    least = pl.when(unit != "đồng").then(pl.min_horizontal(between, 0.004)).otherwise(between)
    return pl.when(written < 0.005).then(least).otherwise(written)
