"""Numbers as Vietnamese readers write them, as expressions: 92,67 % · 38,75 tỷ đồng · 1.204 hộ. Two decimals at most, none where they
are zero. A value is cut, never rounded up to what was not reached; what is missing is rounded up, so that it is never nothing."""

from typing import Literal

import polars as pl

from transforms.targets.terms import BILLION, MILLION

Rounding = Literal["cut", "up", "near"]
#: Figures have six decimals: less than this of a hundredth is the arithmetic's, not the figure's.
_DUST = 1e-6
#: What a product of floating-point numbers may be off, as a share of it.
_ROUNDING = 1e-15


def number_vi(number: pl.Expr, rounding: Rounding = "cut") -> pl.Expr:
    """Text of a number; null stays null."""
    # Fields name what is used more than once: an expression that says it each time is planned for longer than it runs.
    value, whole, cents = pl.field("value"), pl.field("whole"), pl.field("cents")
    hundred = value.abs() * 100
    dust = (hundred * _ROUNDING).clip(_DUST, 0.4)  # of large figures the arithmetic's own is more
    cut = {"cut": (hundred + dust).floor(), "up": (hundred - dust).ceil(), "near": (hundred + 0.5).floor()}[rounding].cast(pl.Int64)
    steps = pl.struct(value=number).struct.with_fields(whole=cut)
    steps = steps.struct.with_fields(cents=(whole % 100).cast(pl.String).str.zfill(2).str.strip_chars_end("0"))
    decimals = pl.when(cents != "").then(pl.concat_str(pl.lit(","), cents)).otherwise(pl.lit(""))
    sign = pl.when((value < 0) & (whole > 0)).then(pl.lit("-")).otherwise(pl.lit(""))
    return steps.struct.with_fields(text=pl.concat_str(sign, _in_threes(whole // 100), decimals)).struct.field("text")


def _in_threes(whole: pl.Expr) -> pl.Expr:
    """Points between thousands: put in from behind, because a pattern cannot look ahead here."""
    return whole.cast(pl.String).str.reverse().str.replace_all(r"(\d{3})", "${1}.").str.strip_chars_end(".").str.reverse()


def amount_vi(number: pl.Expr, unit: pl.Expr, rounding: Rounding = "cut") -> pl.Expr:
    """With its unit; large sums in billions or millions of đồng."""
    value, size = pl.field("value"), pl.field("value").abs()
    is_money = pl.field("unit") == "đồng"
    scale = pl.field("scale")
    large = pl.when(is_money & (size >= BILLION)).then(BILLION).when(is_money & (size >= MILLION)).then(MILLION)
    steps = pl.struct(value=number, unit=unit).struct.with_fields(scale=large)
    word = pl.when(scale == BILLION).then(pl.lit("tỷ ")).when(scale == MILLION).then(pl.lit("triệu ")).otherwise(pl.lit(""))
    scaled = pl.when(scale.is_null()).then(value).otherwise(value / scale)
    steps = steps.struct.with_fields(text=pl.concat_str(number_vi(scaled, rounding), pl.lit(" "), word, pl.field("unit")))
    return steps.struct.field("text")


def gap_vi(number: pl.Expr, unit: pl.Expr, rounding: Rounding = "up") -> pl.Expr:
    """A difference: between shares in points of a percent; what is too little to be written says so."""
    between = pl.when(unit == "%").then(pl.lit("điểm %")).otherwise(unit)
    text = amount_vi(number.abs(), between, rounding)
    tiny = (number.abs() > _DUST / 100) & (number.abs() < 0.005)
    return pl.when(tiny & (rounding == "near")).then(pl.concat_str(pl.lit("dưới 0,01 "), between)).otherwise(text)
