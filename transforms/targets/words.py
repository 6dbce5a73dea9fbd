"""Numbers as Vietnamese readers write them, as expressions: 92,67 % · 38,75 tỷ đồng · 1.204 hộ. Two decimals at most, none where they
are zero, rounded half up: value, line and difference alike, so that a sentence adds up on its own page."""

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
    steps = steps.struct.with_fields(cents=(whole % 100).cast(pl.String).str.zfill(2).str.strip_chars_end("0"))
    decimals = pl.when(cents != "").then(pl.concat_str(pl.lit(","), cents)).otherwise(pl.lit(""))
    sign = pl.when((value < 0) & (whole > 0)).then(pl.lit("-")).otherwise(pl.lit(""))
    return steps.struct.with_fields(text=pl.concat_str(sign, _in_threes(whole // 100), decimals)).struct.field("text")


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


def amount_vi(number: pl.Expr, unit: pl.Expr) -> pl.Expr:
    """With its unit; large sums in billions or millions of đồng."""
    value, scale = pl.field("value"), pl.field("scale")
    steps = pl.struct(value=number, unit=unit).struct.with_fields(scale=_scale(value.abs(), pl.field("unit")))
    word = pl.when(scale == BILLION).then(pl.lit("tỷ ")).when(scale == MILLION).then(pl.lit("triệu ")).otherwise(pl.lit(""))
    scaled = pl.when(scale.is_null()).then(value).otherwise(value / scale)
    steps = steps.struct.with_fields(text=pl.concat_str(number_vi(scaled), pl.lit(" "), word, pl.field("unit")))
    return steps.struct.field("text")


def as_written(number: pl.Expr, unit: pl.Expr) -> pl.Expr:
    """The number that ``amount_vi`` writes."""
    scale = _scale(number.abs(), unit).fill_null(1)
    return number.sign() * _hundredths(number / scale) / 100 * scale


def gap_vi(number: pl.Expr, unit: pl.Expr) -> pl.Expr:
    """A difference: between shares in points of a percent; what is too little to be written says so."""
    size, of, written = pl.field("size"), pl.field("of"), pl.field("written")
    between = pl.when(unit == "%").then(pl.lit("điểm %")).otherwise(unit)
    steps = pl.struct(size=number.abs(), of=between).struct.with_fields(written=amount_vi(size, of))
    told = pl.when((size > _DUST / 100) & (size < 0.005)).then(pl.concat_str(pl.lit("dưới 0,01 "), of)).otherwise(written)
    return steps.struct.with_fields(told=told).struct.field("told")


def gap_between(one: pl.Expr, other: pl.Expr, unit: pl.Expr) -> pl.Expr:
    """What ``gap_vi`` is to write of what lies between two figures: that between them as they are written; where they are written alike,
    what lies between them all the same."""
    given = pl.struct(one=one, other=other, unit=unit)
    one, other, unit, written = (pl.field(name) for name in ("one", "other", "unit", "written"))
    steps = given.struct.with_fields(written=(as_written(one, unit) - as_written(other, unit)).abs())
    between = (one - other).abs()
    least = pl.when(unit != "đồng").then(pl.min_horizontal(between, 0.004)).otherwise(between)
    return steps.struct.with_fields(least=pl.when(written < 0.005).then(least).otherwise(written)).struct.field("least")
