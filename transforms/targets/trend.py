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

from transforms.targets.aim import with_target
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
    "point_count": pl.Int64,
    "trend_per_month": pl.Float64,
    "forecast_at_target_year": pl.Float64,
    "forecast_low": pl.Float64,
    "forecast_high": pl.Float64,
}


def forecast(values: pl.DataFrame, judgement: pl.DataFrame, targets: pl.DataFrame) -> pl.DataFrame:
    """One row for every indicator and area that has a value, in the order of their keys (``FORECAST``). No line under six points; no
    forecast without a target year that lies ahead. Forecasts stay within bounds: shares within 0-100, all others at 0 and more."""
    newest = _newest(values, judgement, targets)
    points = _points(with_target(values, targets)).join(newest.select(*_KEY), on=_KEY, how="semi")
    lines = _lines(points)
    counted = points.group_by(_KEY).agg(pl.len().alias("point_count"))
    rows = newest.join(lines, on=_KEY, how="left").join(counted, on=_KEY, how="left").with_columns(pl.col("point_count").fill_null(0))
    ahead = pl.col("target_year") * 12 + 11 - pl.col("last_point")
    is_foreseen = (ahead > 0) & (pl.col("measure") != "yes_no")
    capped = rows.with_columns(_capped(pl.col("last_value")).alias("last_value"))
    at_end = {
        "forecast_at_target_year": _nearing(pl.col("slope"), ahead),
        "forecast_low": pl.min_horizontal(_nearing(pl.col("low_slope"), ahead), _straight(pl.col("low_slope"), ahead)),
        "forecast_high": pl.max_horizontal(_nearing(pl.col("high_slope"), ahead), _straight(pl.col("high_slope"), ahead)),
    }
    return (
        capped.with_columns(
            pl.col("slope").alias("trend_per_month"),
            *(pl.when(is_foreseen).then(value).alias(name) for name, value in at_end.items()),
        )
        .select(*FORECAST)
        .sort("indicator_key", "area_key")
    )


def _newest(values: pl.DataFrame, judgement: pl.DataFrame, targets: pl.DataFrame) -> pl.DataFrame:
    """The newest value of each indicator and area that is no month's own figure, with the target year that it is judged by."""
    aims = judgement.select("indicator_key", "area_key", "month_key", "window_kind", "target_key").join(
        targets.select("target_key", "target_year"), on="target_key", how="left"
    )
    return (
        values.filter(pl.col("window_kind") != "month")
        .sort("month_key", "area_key", descending=True)
        .unique(_KEY, keep="first", maintain_order=True)
        .select(*_KEY, "area_key", "month_key", "window_kind", "measure")
        .join(aims, on=["indicator_key", "area_key", "month_key", "window_kind"], how="left")
    )


def _points(values: pl.DataFrame) -> pl.DataFrame:
    """``x``: months since year 0 · ``y`` · ``only_rises``. The newest 24 of each series since its last break."""
    is_sum = (pl.col("shape") == "cumulative_sum").fill_null(False)
    is_sum_of_years = is_sum & (pl.col("window_kind") == "year_to_date") & (pl.col("baseline_year") < YEAR)
    values = values.with_columns(is_sum.alias("only_rises"))
    is_like = (pl.col("window_kind") == "snapshot") | (
        (pl.col("window_kind") == "year_to_date") & (pl.col("measure") == "ratio") & (pl.col("unit") == "lần")
    )
    direct = values.filter(is_like).with_columns(pl.col("value").alias("y"))
    summed = values.filter(is_sum_of_years & pl.col("amount").is_not_null()).with_columns(pl.col("amount").alias("y"))
    rolled = _twelve_months(values.filter((pl.col("window_kind") == "year_to_date") & ~is_like & ~is_sum))
    columns = [*_KEY, "month_key", "break_name", "y", "only_rises"]
    return (
        pl.concat([direct.select(columns), summed.select(columns), rolled.select(columns)])
        .sort(*_KEY, "month_key")
        .filter(pl.col("break_name") == pl.col("break_name").last().over(_KEY))
        .group_by(_KEY, maintain_order=True)
        .tail(MOST_POINTS)
        .with_columns((YEAR * 12 + MONTH - 1).alias("x"))
    )


def _twelve_months(rows: pl.DataFrame) -> pl.DataFrame:
    """The twelve months that end with each month. Of shares of a flow numerators and denominators are summed, and a year that is not
    whole (provisional) is left out; what adds up is summed as it is."""
    rows = rows.filter((pl.col("stated_window") != "flow") | (pl.col("is_provisional") == 0)).with_columns(
        YEAR.alias("year"), MONTH.alias("month")
    )
    figures = ["value", "numerator", "denominator"]
    end = rows.filter(pl.col("month") == 12).select(
        *SERIES, (pl.col("year") + 1).alias("year"), *(pl.col(name).alias(f"{name}_year") for name in figures)
    )
    same = rows.select(*SERIES, (pl.col("year") + 1).alias("year"), "month", *(pl.col(name).alias(f"{name}_same") for name in figures))
    joined = rows.join(end, on=[*SERIES, "year"], how="left").join(same, on=[*SERIES, "year", "month"], how="left")
    value, numerator, denominator = (
        pl.when(pl.col("month") == 12).then(name).otherwise(pl.col(name) + pl.col(f"{name}_year") - pl.col(f"{name}_same"))
        for name in figures
    )
    share = pl.when(denominator > 0).then(100 * numerator / denominator)
    is_share_of_flow = (pl.col("stated_window") == "flow") & pl.col("denominator").is_not_null()
    return joined.with_columns(pl.when(is_share_of_flow).then(share).otherwise(value).alias("y")).filter(pl.col("y").is_not_null())


def _lines(points: pl.DataFrame) -> pl.DataFrame:
    """Of each series that is long enough: the median of the slopes between all pairs of its points; the level at its newest month, as the
    newest half year tells it, so that what rose by a step is not foreseen from below it; and of the slopes over longer stretches the
    slowest and the steepest but for one in forty on either side, or the newest half year's where that is beyond them: nobody knows whether
    it is chance or the beginning of another way. What will come is not one of many independent draws about a line, for which the narrower
    band of Sen is made: months of a series hang together, and most series slow down as they near their aim."""
    is_new = pl.col("x").rank("ordinal", descending=True).over(_KEY) <= LEAST_POINTS
    series = points.filter(pl.len().over(_KEY) >= LEAST_POINTS).select(
        *_KEY, "x", "y", "only_rises", pl.len().over(_KEY).alias("count"), is_new.alias("is_new")
    )
    later = series.select(*_KEY, pl.col("x").alias("later_x"), pl.col("y").alias("later_y"))
    pairs = series.join(later, on=_KEY).with_columns((pl.col("later_x") - pl.col("x")).alias("months")).filter(pl.col("months") > 0)
    pairs = pairs.with_columns(((pl.col("later_y") - pl.col("y")) / pl.col("months")).alias("rise"))
    is_long = pl.col("months") >= pl.col("count") / _STRETCHES
    slopes = pairs.group_by(_KEY).agg(
        pl.col("rise").median().alias("slope"),
        pl.col("rise").filter("is_new").median().alias("new_slope"),
        *(pl.col("rise").filter(is_long).quantile(share, "nearest").alias(name) for name, share in _ENDS.items()),
    )
    levels = series.join(slopes, on=_KEY).sort(*_KEY, "x").group_by(_KEY, maintain_order=True).tail(LEAST_POINTS)
    on_the_line = pl.col("y") + pl.col("slope") * (pl.col("x").max() - pl.col("x"))
    last_value = pl.when(pl.col("only_rises").any()).then(pl.max_horizontal(on_the_line.median(), pl.col("y").last()))
    newest = levels.group_by(_KEY, maintain_order=True).agg(
        pl.col("x").max().alias("last_point"), last_value.otherwise(on_the_line.median()).alias("last_value")
    )
    return newest.join(slopes, on=_KEY).with_columns(
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
