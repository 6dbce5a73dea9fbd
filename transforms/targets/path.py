"""The way to a target: where a value must stand now, whether it meets the target, and what is needed a month from now on.

Data flow: rows of ``aim.with_target`` -> the columns ``is_before``, ``level``, ``trajectory``, ``is_due``, ``meets``, ``status``,
``distance_to_target``, ``needed_per_month``

Months are counted from the end of the baseline's year, and no way runs before it; a month stands for its last day. What adds up in a year
is held against as much of its year's aim as has passed of the year, except where the same part of another year is compared.
"""

from functools import cache

import polars as pl

from transforms.targets.shapes import COUNTED, NEVER_WHOLE, WHOLE_IN_PARTS

#: Figures have six decimals at most; what differs by less than this share of itself differs only by the arithmetic.
_SAME = 1e-12
_LEAST = 1e-9
#: A way begins at a figure that was rounded to its sixth decimal, and so was the figure that is held against it.
_ROUNDED = 2e-6
#: Less than this of a whole thing is the arithmetic's.
DUST = 1e-6
_SURE_DIGITS = 14

_kind, _shape, _target, _amount = pl.col("target_kind"), pl.col("shape"), pl.col("target"), pl.col("amount")
_year, _month = pl.col("year"), pl.col("month")
_is_every_year = pl.col("is_every_year") == 1
#: The figure begins at nothing each January.
ADDS_UP = pl.col("stated_window") == "year_to_date"
#: ... and is held against as much of the aim as has passed of the year.
IN_PARTS = pl.col("in_parts")
_IS_LIMIT = _kind == "ceiling"
#: Schools and households are not had in parts.
IS_COUNT = pl.col("is_whole_count")


def with_trajectory(rows: pl.DataFrame) -> pl.DataFrame:
    for step in _steps():
        rows = rows.with_columns_seq(step)
    return rows


@cache
def _steps() -> tuple[list[pl.Expr], ...]:
    """Each over the columns of those before it; built once, for building takes as long as a small ward's rows."""
    is_count = _shape.is_in(COUNTED) & ~pl.col("unit").is_in(NEVER_WHOLE) & (_target == _target.round())
    return (
        [
            (ADDS_UP & ~_shape.is_in(WHOLE_IN_PARTS)).alias("in_parts"),
            is_count.alias("is_whole_count"),
            _is_before().alias("is_before"),
            _is_over().alias("is_over"),
            ((pl.col("target_year") - pl.col("baseline_year")) * 12).alias("all_months"),
            ((_year - pl.col("baseline_year") - 1) * 12).alias("months_before"),
        ],
        [_is_due().alias("is_due"), _on_the_way(_settled(_level())).alias("level"), _settled(_line(pl.lit(12))).alias("line_end")],
        [
            _on_the_way(_whole(pl.col("line_end"))).alias("year_end"),
            pl.when("is_over").then("final_value").otherwise("amount").alias("judged"),
        ],
        [_settled(_trajectory()).alias("line_now"), _meets().alias("meets"), _months_left().alias("months_left")],
        [_on_the_way(_whole(pl.col("line_now"))).alias("trajectory")],
        [_on_path().alias("on_path"), _distance().alias("distance_to_target"), _needed().alias("needed_per_month")],
        [_status().alias("status")],
    )


def _settled(figure: pl.Expr) -> pl.Expr:
    """Without its last digits: polars divides many rows by one number in another way than one row, so that they would hang on which other
    months are known."""
    return figure.round_sig_figs(_SURE_DIGITS)


def _whole(path: pl.Expr) -> pl.Expr:
    """Of a count the whole number that the way has reached, of a limit the one that it has not yet left: of two schools in 2030 where there
    is one, the second is not asked for today."""
    rounded = pl.when(_IS_LIMIT).then((path - DUST).ceil()).otherwise((path + DUST).floor())
    return pl.when(IS_COUNT & (rounded == 0)).then(0.0).when(IS_COUNT).then(rounded).otherwise(path)  # never a nought with a sign


def _is_before() -> pl.Expr:
    """Up to the end of the baseline's year: the figures are where the way begins, and are not judged by it. What must hold every year is
    judged from the plan's first year on (``aim`` keeps the others out), unless it is that year's own figure that must be held."""
    has_way = (_kind != "yes") & (~_is_every_year | (pl.col("is_baseline_from_data") == 1))
    return (has_way & (_year <= pl.col("baseline_year")) & (pl.col("baseline_year") < pl.col("target_year"))).fill_null(False)


def _on_the_way(figure: pl.Expr) -> pl.Expr:
    return pl.when(~pl.col("is_before")).then(figure)


def _growth(until: pl.Expr) -> pl.Expr:
    """What the baseline is multiplied by at the end of a year, or in it; the plan's period ends with the target year."""
    years = pl.min_horizontal(until, pl.col("target_year")) - pl.col("baseline_year")
    return (1 + _target / 100).pow(years)


def _grown_from(name: str) -> pl.Expr:
    """Nothing grows from nothing: no rate leads away from 0, and none may be called reached there."""
    return pl.when(pl.col(name) > 0).then(name)


def _level() -> pl.Expr:
    """What must be reached at last, in the unit: of a growth the level of the year's end, or of the period's for what does not add up."""
    end = pl.when(ADDS_UP).then(_year).otherwise(pl.col("target_year"))
    return pl.when(_kind == "growth").then(_grown_from("baseline") * _growth(end)).when(_kind == "yes").then(None).otherwise(_target)


def _is_due() -> pl.Expr:
    """From the end of the target year on; what is judged year by year, or begins again each January, at the end of each year."""
    is_last = (_year > pl.col("target_year")) | ((_year == pl.col("target_year")) & (_month == 12))
    at_year_end = (_month == 12) & (_is_every_year | (_year >= pl.col("target_year")))
    return pl.when(_is_every_year | IN_PARTS).then(at_year_end).otherwise(is_last)


def _is_over() -> pl.Expr:
    """The period of an average growth has passed: it stays as its last year ended."""
    return (_kind == "growth") & (_year > pl.col("target_year"))


def _line(month: pl.Expr) -> pl.Expr:
    """The straight line from the baseline's year end to the target year's end, level behind it; the whole year's, no part of it."""
    months, all_months = pl.col("months_before") + month, pl.col("all_months")
    way = pl.when(all_months > 0).then(pl.col("baseline") + (_target - pl.col("baseline")) * months / all_months)
    is_level = (
        _is_every_year | (pl.col("is_baseline_from_data") == 1) | (pl.col("from_year") == pl.col("target_year")) | (months >= all_months)
    )
    return pl.when(is_level).then(_target).otherwise(way)


def _trajectory() -> pl.Expr:
    """What adds up within the year is held against a part of the level of its year's end: the same level that the year is judged by, and
    that what is still needed or allowed a month is reckoned to."""
    line = pl.when(IN_PARTS).then(pl.col("year_end") * _month / 12).otherwise(_line(_month))
    part_of_growth = pl.when(ADDS_UP).then(_growth(_year) * _month / 12).otherwise(_growth(_year - 1 + _month / 12))
    grown = pl.coalesce(_grown_from("baseline_same_month") * _growth(_year), _grown_from("baseline") * part_of_growth)
    return pl.when(_kind == "growth").then(grown).when(_kind == "yes").then(None).otherwise(line)


def _at_least(value: pl.Expr, limit: pl.Expr, least: float = _LEAST) -> pl.Expr:
    return value >= limit - pl.max_horizontal(limit.abs() * _SAME, least)


def _more_than(value: pl.Expr, limit: pl.Expr) -> pl.Expr:
    return value > limit + pl.max_horizontal(limit.abs() * _SAME, _LEAST)


def _meets() -> pl.Expr:
    is_strict, value, level = pl.col("is_strict") == 1, pl.col("judged"), pl.col("level")
    below = pl.when(is_strict).then(_more_than(level, value)).otherwise(_at_least(level, value))
    above = pl.when(is_strict).then(_more_than(value, level)).otherwise(_at_least(value, level))
    return pl.when(_kind == "yes").then(value >= 1).when(_IS_LIMIT).then(below).otherwise(above)


def _on_path() -> pl.Expr:
    value, path = pl.col("judged"), pl.col("trajectory")
    return pl.when(_IS_LIMIT).then(_at_least(path, value, _ROUNDED)).otherwise(_at_least(value, path, _ROUNDED))


def _status() -> pl.Expr:
    """A level to be reached by a year is achieved as soon as it stands, and so is what adds up to it within its year; what must hold every
    year only at the year's end. A limit on what still adds up is kept at the end alone, an average growth is reached at its end alone."""
    meets = pl.col("meets")
    stays = (_kind == "floor") & ((~_is_every_year & (pl.col("is_baseline_from_data") == 0)) | IN_PARTS)
    stays_below = _IS_LIMIT & ~IN_PARTS & ~_is_every_year
    recognised = (
        pl.when(meets)
        .then(pl.lit("achieved"))
        .when("is_due")
        .then(pl.lit("missed"))
        .when(_year == pl.col("target_year"))
        .then(pl.lit("behind"))
        .otherwise(pl.lit("not_judged"))
    )
    return (
        pl.when(_kind.is_null() | _target.is_null() | pl.col("judged").is_null())
        .then(pl.lit("not_judged"))
        .when(_kind == "yes")
        .then(recognised)
        .when((pl.col("is_due") | pl.col("is_over")) & meets.is_not_null())
        .then(pl.when(meets).then(pl.lit("achieved")).otherwise(pl.lit("missed")))
        .when(meets & (stays | stays_below))
        .then(pl.lit("achieved"))
        .when(pl.col("trajectory").is_null())
        .then(pl.lit("not_judged"))
        .when(pl.col("on_path"))
        .then(pl.lit("on_track"))
        .otherwise(pl.lit("behind"))
    )


def _distance() -> pl.Expr:
    """Positive: still missing. A limit on what adds up says nothing before the year ends."""
    missing, above = pl.col("level") - pl.col("judged"), pl.col("judged") - pl.col("level")
    return (
        pl.when(_kind == "yes")
        .then(None)
        .when(_IS_LIMIT & IN_PARTS & ~pl.col("is_due"))
        .then(None)
        .when(_IS_LIMIT)
        .then(above)
        .otherwise(missing)
    )


def _months_left() -> pl.Expr:
    """Up to the due date where it lies ahead, in the year where the year is judged or its sum counts."""
    in_year = 12 - _month
    by_year = _is_every_year | IN_PARTS | ((_kind == "growth") & ADDS_UP)
    return pl.when(by_year).then(in_year).otherwise((pl.col("target_year") - _year) * 12 + in_year)


def _needed() -> pl.Expr:
    """A month. Nothing for a share of what flows in and out: how much it must rise depends on how much comes."""
    still, months = pl.when(IN_PARTS).then("year_end").otherwise("level") - _amount, pl.col("months_left")
    room = pl.when(still >= 0).then(still)
    gap = pl.when(pl.col("meets")).then(0.0).when(_IS_LIMIT).then(still).when(still.is_not_null()).then(pl.max_horizontal(still, 0.0))
    makes_sense = (months > 0) & (pl.col("stated_window") != "flow") & (_kind != "yes") & ~pl.col("is_over")
    return pl.when(makes_sense).then(pl.when(_IS_LIMIT & IN_PARTS).then(room).otherwise(gap) / months)
