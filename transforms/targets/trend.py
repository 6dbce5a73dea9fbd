"""Trend: where the newest months of a series lead: the slope of Theil and Sen, which a few odd months do not move, and the band of the
slopes that the series has had.

Data flow: values, their judgements -> ``forecast`` -> one row an indicator and area

Only like is put in one line. What stands at a month's end is. What adds up in a year, or is a share of what flows in and out, is first
made into windows of twelve months that end with each month (in December: the year): the year so far, and of the year before what came
after the same month; a sum over the years is the sum so far. A ratio to the same part of the baseline's year is like in every month. A
break of the series begins a new line.

A share that rises slows down as it nears 100, and what falls as it nears 0: each month takes the same part of what is left, beginning with
the slope of the newest months. All else goes on straight.
"""

import polars as pl

from transforms.targets.aim import with_amount
from transforms.targets.frames import MONTH, SERIES, YEAR

LEAST_POINTS, MOST_POINTS = 6, 24
#: The band: shares of the slopes that are left out at either end.
_ENDS = {"low_slope": 0.025, "high_slope": 0.975}
#: Its slopes are those over a stretch of a fourth of the months or more: nearer ones are chance.
_STRETCHES = 4
_KEY = ["indicator_key", "area_code"]
FORECAST = {
    "indicator_key": pl.Int64,
    "area_key": pl.Int64,
    "month_key": pl.Int64,
    "target_key": pl.Int64,
    "point_count": pl.UInt32,
    "trend_per_month": pl.Float64,
    "forecast_at_target_year": pl.Float64,
    "forecast_low": pl.Float64,
    "forecast_high": pl.Float64,
}


def forecast(values: pl.DataFrame, judgement: pl.DataFrame, targets: pl.DataFrame) -> pl.DataFrame:
    """One row for every indicator and area that has a value, in the order of their keys (``FORECAST``). ``judgement``: of these values, in
    their order. No line under six points; no forecast without a target year that lies ahead. Forecasts stay within bounds: shares within
    0-100, all others at 0 and more."""
    if values.is_empty():
        return pl.DataFrame(schema=FORECAST)
    aims = targets.select_seq("target_key", "target_year", "shape", "baseline_year")
    rows = values.with_columns_seq(judgement["target_key"]).filter(pl.col("window_kind") != "month")
    rows = rows.join(aims, on="target_key", how="left", maintain_order="left")
    points = _points(rows)
    counted = points.group_by(_KEY).agg(pl.len().alias("point_count"))
    newest = _newest(rows).join(counted, on=_KEY, how="left").with_columns_seq(pl.col("point_count").fill_null(0))
    enough = counted.filter(pl.col("point_count") >= LEAST_POINTS)
    if enough.is_empty():
        foreseen = newest.with_columns_seq(pl.lit(None, kind).alias(name) for name, kind in FORECAST.items() if name not in newest.columns)
    else:
        foreseen = _foreseen(newest.join(_lines(points.join(enough, on=_KEY, maintain_order="left")), on=_KEY, how="left"))
    return foreseen.select_seq(*FORECAST).sort("indicator_key", "area_key")


def _foreseen(rows: pl.DataFrame) -> pl.DataFrame:
    ahead = pl.col("target_year") * 12 + 11 - pl.col("last_point")
    is_foreseen = (ahead > 0) & (pl.col("measure") != "yes_no")
    at_end = {
        "forecast_at_target_year": _nearing(pl.col("slope"), ahead),
        "forecast_low": pl.min_horizontal(_nearing(pl.col("low_slope"), ahead), _straight(pl.col("low_slope"), ahead)),
        "forecast_high": pl.max_horizontal(_nearing(pl.col("high_slope"), ahead), _straight(pl.col("high_slope"), ahead)),
    }
    return rows.with_columns_seq(_capped(pl.col("last_value")).alias("last_value")).with_columns_seq(
        pl.col("slope").alias("trend_per_month"),
        *(pl.when(is_foreseen).then(value).alias(name) for name, value in at_end.items()),
    )


def _newest(rows: pl.DataFrame) -> pl.DataFrame:
    """The newest value of each indicator and area, with the target year that it is judged by."""
    return (
        rows.select_seq(*_KEY, "area_key", "month_key", "measure", "target_key", "target_year")
        .sort("month_key", "area_key", descending=True)
        .unique(_KEY, keep="first", maintain_order=True)
    )


def _points(rows: pl.DataFrame) -> pl.DataFrame:
    """``x``: months since year 0 · ``y`` · ``only_rises`` · ``is_new``: of the newest half year. The newest 24 of each series since its
    last break, in the order of months. ``rows``: no month's own figure."""
    is_sum = (pl.col("shape") == "cumulative_sum").fill_null(False)
    is_of_year = pl.col("window_kind") == "year_to_date"
    is_like = (pl.col("window_kind") == "snapshot") | (is_of_year & (pl.col("measure") == "ratio") & (pl.col("unit") == "lần"))
    rows = with_amount(rows.with_row_index("row").with_columns_seq(YEAR.alias("year"), MONTH.alias("month"))).with_columns_seq(
        is_sum.alias("only_rises"),
        is_like.alias("is_like"),
        (is_sum & is_of_year & (pl.col("baseline_year") < pl.col("year")) & pl.col("amount").is_not_null()).alias("is_summed"),
        (is_of_year & ~is_like & ~is_sum).alias("is_rolled"),
    )
    direct = rows.filter("is_like").with_columns_seq(pl.col("value").alias("y"))
    summed = rows.filter("is_summed").with_columns_seq(pl.col("amount").alias("y"))
    rolled = _twelve_months(rows.filter("is_rolled"))
    columns = [*_KEY, "month_key", "break_name", "y", "only_rises"]
    from_the_end = pl.col("month_key").cum_count(reverse=True).over(_KEY)
    return (
        pl.concat(
            [points.select_seq(columns) for points in (direct, summed, rolled) if not points.is_empty()] or [direct.select_seq(columns)]
        )
        .sort(*_KEY, "month_key")
        .filter(pl.col("break_name") == pl.col("break_name").last().over(_KEY))
        .select_seq(*_KEY, "y", "only_rises", (YEAR * 12 + MONTH - 1).alias("x"), from_the_end.alias("from_the_end"))
        .filter(pl.col("from_the_end") <= MOST_POINTS)
        .with_columns_seq((pl.col("from_the_end") <= LEAST_POINTS).alias("is_new"))
    )


def _twelve_months(rows: pl.DataFrame) -> pl.DataFrame:
    """The twelve months that end with each month. Of shares of a flow numerators and denominators are summed, and a year that is not
    whole (provisional) is left out; what adds up is summed as it is."""
    rows = rows.filter((pl.col("stated_window") != "flow") | (pl.col("is_provisional") == 0))
    if rows.is_empty():
        return rows.with_columns_seq(pl.col("value").alias("y"))
    figures = ["value", "numerator", "denominator"]
    end = rows.filter(pl.col("month") == 12).select_seq(
        *SERIES, (pl.col("year") + 1).alias("year"), *(pl.col(name).alias(f"{name}_year") for name in figures)
    )
    same = rows.select_seq(*SERIES, pl.col("month_key") + 100, *(pl.col(name).alias(f"{name}_same") for name in figures))
    joined = rows.join(end, on=[*SERIES, "year"], how="left").join(same, on=[*SERIES, "month_key"], how="left")
    value, numerator, denominator = (
        pl.when(pl.col("month") == 12).then(name).otherwise(pl.col(name) + pl.col(f"{name}_year") - pl.col(f"{name}_same"))
        for name in figures
    )
    share = pl.when(denominator > 0).then(100 * numerator / denominator)
    is_share_of_flow = (pl.col("stated_window") == "flow") & pl.col("denominator").is_not_null()
    return joined.with_columns_seq(pl.when(is_share_of_flow).then(share).otherwise(value).alias("y")).filter(pl.col("y").is_not_null())


def _lines(series: pl.DataFrame) -> pl.DataFrame:
    """Of each series: the median of the slopes between all pairs of its points; the level at its newest month, as the newest half year
    tells it, so that what rose by a step is not foreseen from below it; and of the slopes over longer stretches the slowest and the
    steepest but for one in forty on either side, or the newest half year's where that is beyond them: nobody knows whether it is chance or
    the beginning of another way. What will come is not one of many independent draws about a line, for which the narrower band of Sen is
    made: months of a series hang together, and most series slow down as they near their aim. ``series``: points that are enough for a
    line, with ``point_count``."""
    later = series.select_seq(*_KEY, pl.col("x").alias("later_x"), pl.col("y").alias("later_y"))
    months = pl.col("later_x") - pl.col("x")
    pairs = (
        series.join(later, on=_KEY)
        .filter(pl.col("later_x") > pl.col("x"))
        .with_columns_seq(
            ((pl.col("later_y") - pl.col("y")) / months).alias("rise"), (months >= pl.col("point_count") / _STRETCHES).alias("is_long")
        )
    )
    slopes = pairs.group_by(_KEY).agg(
        pl.col("rise").median().alias("slope"),
        pl.col("rise").filter("is_new").median().alias("new_slope"),
        *(pl.col("rise").filter("is_long").quantile(share, "nearest").alias(name) for name, share in _ENDS.items()),
    )
    levels = series.filter("is_new").join(slopes, on=_KEY, maintain_order="left")
    on_the_line = pl.col("y") + pl.col("slope") * (pl.col("x").max() - pl.col("x"))
    last_value = pl.when(pl.col("only_rises").any()).then(pl.max_horizontal(on_the_line.median(), pl.col("y").last()))
    newest = levels.group_by(_KEY, maintain_order=True).agg(
        pl.col("x").max().alias("last_point"), last_value.otherwise(on_the_line.median()).alias("last_value")
    )
    return newest.join(slopes, on=_KEY).with_columns_seq(
        pl.min_horizontal("low_slope", "slope", "new_slope").alias("low_slope"),
        pl.max_horizontal("high_slope", "slope", "new_slope").alias("high_slope"),
    )


def _nearing(slope: pl.Expr, months: pl.Expr) -> pl.Expr:
    """The newest value so many months later."""
    value = pl.col("last_value")
    bound = pl.when(slope < 0).then(0.0).when((slope > 0) & (pl.col("measure") == "share")).then(100.0)
    room = bound - value
    slowed = pl.when(room == 0).then(value).otherwise(bound - room * (-slope * months / room).exp())
    return pl.when(bound.is_null()).then(_straight(slope, months)).otherwise(slowed)


def _straight(slope: pl.Expr, months: pl.Expr) -> pl.Expr:
    """The same where nothing slows it down: the far end of the band, because some do reach 100, or 0."""
    return _capped(pl.col("last_value") + slope * months)


def _capped(value: pl.Expr) -> pl.Expr:
    return pl.when(pl.col("measure") == "share").then(value.clip(0.0, 100.0)).otherwise(value.clip(lower_bound=0.0))
