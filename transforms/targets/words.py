"""Numbers as Vietnamese readers write them, as expressions: 92,67 % · 38,75 tỷ đồng · 1.204 hộ. Two decimals at most, none where they
are zero. A value is cut, never rounded up to what was not reached; what is missing is rounded up, so that it is never nothing."""

from typing import Literal

import polars as pl

from transforms.targets.terms import BILLION, MILLION

Rounding = Literal["cut", "up", "near"]
#: Figures have six decimals: less than this of a hundredth is the arithmetic's, not the figure's.
_DUST = 1e-6


def number_vi(number: pl.Expr, rounding: Rounding = "cut") -> pl.Expr:
    """Text of a number; null stays null."""
    hundred = number.abs() * 100
    whole = {"cut": (hundred + _DUST).floor(), "up": (hundred - _DUST).ceil(), "near": (hundred + 0.5).floor()}[rounding].cast(pl.Int64)
    cents = (whole % 100).cast(pl.String).str.zfill(2).str.strip_chars_end("0")
    decimals = pl.when(cents != "").then(pl.concat_str(pl.lit(","), cents)).otherwise(pl.lit(""))
    sign = pl.when((number < 0) & (whole > 0)).then(pl.lit("-")).otherwise(pl.lit(""))
    return pl.concat_str(sign, _in_threes(whole // 100), decimals)


def _in_threes(whole: pl.Expr) -> pl.Expr:
    """Points between thousands: put in from behind, because a pattern cannot look ahead here."""
    return whole.cast(pl.String).str.reverse().str.replace_all(r"(\d{3})", "${1}.").str.strip_chars_end(".").str.reverse()


def amount_vi(number: pl.Expr, unit: pl.Expr, rounding: Rounding = "cut") -> pl.Expr:
    """With its unit; large sums in billions or millions of đồng."""
    is_money = unit == "đồng"
    return (
        pl.when(is_money & (number.abs() >= BILLION))
        .then(pl.concat_str(number_vi(number / BILLION, rounding), pl.lit(" tỷ đồng")))
        .when(is_money & (number.abs() >= MILLION))
        .then(pl.concat_str(number_vi(number / MILLION, rounding), pl.lit(" triệu đồng")))
        .otherwise(pl.concat_str(number_vi(number, rounding), pl.lit(" "), unit))
    )


def gap_vi(number: pl.Expr, unit: pl.Expr, rounding: Rounding = "up") -> pl.Expr:
    """A difference: between shares in points of a percent; what is too little to be written says so."""
    between = pl.when(unit == "%").then(pl.lit("điểm %")).otherwise(unit)
    text = amount_vi(number.abs(), between, rounding)
    tiny = (number.abs() > _DUST / 100) & (number.abs() < 0.005)
    return pl.when(tiny & (rounding == "near")).then(pl.concat_str(pl.lit("dưới 0,01 "), between)).otherwise(text)
