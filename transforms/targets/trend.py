"""Trend: where the newest months of a series lead: the line of Theil and Sen, which a few odd months do not move, and its 95 % band.

Data flow: values, their judgements -> ``forecast`` -> one row an indicator and area

Only like is put in one line. What stands at a month's end is. What adds up in a year, or is a share of what flows in and out, is first
made into windows of twelve months that end with each month (in December: the year): the year so far, and of the year before what came
after the same month. A ratio to the same part of the baseline's year is like in every month. A break of the series begins a new line.
"""

from statistics import NormalDist

import polars as pl

from transforms.targets.frames import MONTH, SERIES, YEAR

LEAST_POINTS, MOST_POINTS = 6, 24
_BAND = 0.95
#: Of the standard normal distribution: so far from the middle the band reaches on either side.
_QUANTILE = NormalDist().inv_cdf((1 + _BAND) / 2)
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
    forecast without a target year that lies ahead. Forecasts are capped: shares to 0-100, all others to 0 and more."""
    newest = _newest(values, judgement, targets)
    points = _points(values).join(newest.select(*_KEY), on=_KEY, how="semi")
    lines = _lines(points)
    counted = points.group_by(_KEY).agg(pl.len().alias("point_count"))
    rows = newest.join(lines, on=_KEY, how="left").join(counted, on=_KEY, how="left").with_columns(pl.col("point_count").fill_null(0))
    ahead = pl.col("target_year") * 12 + 11 - pl.col("last_point")
    is_foreseen = (ahead > 0) & (pl.col("measure") != "yes_no")
    at_end = {
        "forecast_at_target_year": pl.col("slope"),
        "forecast_low": pl.col("low_slope"),
        "forecast_high": pl.col("high_slope"),
    }
    distance = pl.col("target_year") * 12 + 11 - pl.col("middle")
    return (
        rows.with_columns(
            pl.col("slope").alias("trend_per_month"),
            *(pl.when(is_foreseen).then(_capped(pl.col("middle_value") + slope * distance)).alias(name) for name, slope in at_end.items()),
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
    """``x``: months since year 0 · ``y``. The newest 24 of each series since its last break."""
    is_like = (pl.col("window_kind") == "snapshot") | (
        (pl.col("window_kind") == "year_to_date") & (pl.col("measure") == "ratio") & (pl.col("unit") == "lần")
    )
    direct = values.filter(is_like).with_columns(pl.col("value").alias("y"))
    rolled = _twelve_months(values.filter((pl.col("window_kind") == "year_to_date") & ~is_like))
    columns = [*_KEY, "month_key", "break_name", "y"]
    return (
        pl.concat([direct.select(columns), rolled.select(columns)])
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
    """Of each series that is long enough: the median of the slopes between all pairs of its points, and the band of Sen (Journal of the
    American Statistical Association 63, 1968): slopes as far from the middle as Kendall's count of pairs in order may be by chance."""
    series = points.filter(pl.len().over(_KEY) >= LEAST_POINTS).select(*_KEY, "x", "y")
    later = series.rename({"x": "later_x", "y": "later_y"})
    pairs = series.join(later, on=_KEY).filter(pl.col("x") < pl.col("later_x"))
    rise = (pl.col("later_y") - pl.col("y")) / (pl.col("later_x") - pl.col("x"))
    slopes = pairs.group_by(_KEY).agg(rise.sort().alias("slopes"), pl.len().alias("pair_count"))
    equal = series.group_by(*_KEY, "y").len().group_by(_KEY).agg(_orders(pl.col("len")).sum().alias("orders_of_equal"))
    middles = series.group_by(_KEY).agg(
        pl.col("x").max().alias("last_point"),
        pl.col("x").median().alias("middle"),
        pl.col("y").median().alias("middle_value"),
        _orders(pl.len()).alias("orders"),
    )
    reach = _QUANTILE * ((pl.col("orders") - pl.col("orders_of_equal")) / 18).sqrt()
    low = ((pl.col("pair_count") - reach) / 2).round().cast(pl.Int64) - 1
    high = ((pl.col("pair_count") + reach) / 2).round().cast(pl.Int64)
    last = pl.col("pair_count").cast(pl.Int64) - 1
    return (
        middles.join(slopes, on=_KEY)
        .join(equal, on=_KEY)
        .select(
            *_KEY,
            *("last_point", "middle", "middle_value"),
            pl.col("slopes").list.median().alias("slope"),
            pl.col("slopes").list.get(pl.max_horizontal(low, 0)).alias("low_slope"),
            pl.col("slopes").list.get(pl.min_horizontal(high, last)).alias("high_slope"),
        )
    )


def _orders(count: pl.Expr) -> pl.Expr:
    """Eighteen times the variance of Kendall's count over so many points; what equal points take from it has the same form."""
    count = count.cast(pl.Int64)
    return count * (count - 1) * (2 * count + 5)


def _capped(value: pl.Expr) -> pl.Expr:
    return pl.when(pl.col("measure") == "share").then(value.clip(0.0, 100.0)).otherwise(value.clip(lower_bound=0.0))
