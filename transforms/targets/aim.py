"""Which target holds for a value, and the older values that it is compared with.

Data flow: values, targets -> one row a value with its target, baseline, the same months of earlier years
"""

import polars as pl

from transforms.targets.frames import MONTH, SERIES, YEAR

_COUNTED = ("share", "ratio")


def with_target(values: pl.DataFrame, targets: pl.DataFrame) -> pl.DataFrame:
    """Every value once, in the order given, with the columns of its target (null without one) and of what it is compared with.

    ``baseline``: what the plan states for its own area, because it is the way that was decided; else ``found_baseline``, the value at the
    end of the baseline's year. A sum over the years begins at 0, whatever was counted before them · ``baseline_same_month``: the same
    months of that year · ``final_value``: the value at the end of the target year · ``same_month_last_year`` · ``amount``: what is held
    against the target: the value, or the sum over the years where the years' figures are to be summed. Across a break of the series no two
    figures are compared; only the line to a level that the plan states runs on from the older baseline, because the plan's way is one, and
    ``is_baseline_older`` says so · ``recognised_month_key``: the newest month up to this one that had the recognition.
    """
    rows = values.with_row_index("row").with_columns(YEAR.alias("year"), MONTH.alias("month"))
    rows = rows.join(_chosen(rows, targets), on="row", how="left")
    rows = _with_value_of(rows, "own_baseline", pl.col("baseline_year") * 100 + 12, "break_name")
    rows = _with_value_of(rows, "older_baseline", pl.col("baseline_year") * 100 + 12)
    rows = _with_value_of(rows, "baseline_same_month", pl.col("baseline_year") * 100 + pl.col("month"), "break_name")
    rows = _with_value_of(rows, "final_value", pl.col("target_year") * 100 + 12)
    rows = _with_value_of(rows, "same_month_last_year", pl.col("month_key") - 100, "break_name")
    rows = _with_sum_of_years(rows).with_columns(_last_recognised().alias("recognised_month_key"))
    is_compared = (pl.col("target_kind") == "growth") | (pl.col("is_baseline_from_data") == 1)
    stated = pl.when("is_plan_area").then("baseline_value")
    is_sum = pl.col("shape") == "cumulative_sum"
    is_needed = pl.col("own_baseline").is_null() & stated.is_null() & ~is_sum & ~is_compared
    is_older = is_needed & pl.col("older_baseline").is_not_null()
    rows = rows.with_columns(
        pl.when(is_older).then("older_baseline").otherwise("own_baseline").alias("found_baseline"),
        is_older.fill_null(False).alias("is_baseline_older"),
    )
    return rows.with_columns(pl.when(is_sum).then(0.0).otherwise(pl.coalesce(stated, "found_baseline")).alias("baseline")).with_columns(
        pl.when(pl.col("is_baseline_from_data") == 1).then("found_baseline").otherwise("target_value").alias("target"),
        (pl.col("value") - pl.col("same_month_last_year")).alias("change_on_last_year"),
    )


def _chosen(rows: pl.DataFrame, targets: pl.DataFrame) -> pl.DataFrame:
    """Of several targets the one that began last; before any has begun, the plan's main one. A month's own figure of what adds up in the
    year has none; neither has an area of which the plan did not speak, unless a part can be held to what is asked of the whole:
    a share, a growth, a limit."""
    begun = pl.col("from_year") <= pl.col("year")
    is_held_to_it = pl.col("is_plan_area") | pl.col("measure").is_in(_COUNTED) | pl.col("target_kind").is_in(["growth", "ceiling"])
    is_part_of_year = (pl.col("window_kind") == "month") & (pl.col("stated_window") == "year_to_date")
    return (
        rows.select("row", "indicator_key", "year", "window_kind", "stated_window", "is_plan_area", "measure")
        .join(targets, on="indicator_key")
        .filter((begun | (pl.col("is_every_year") == 0)) & is_held_to_it & ~is_part_of_year)
        .sort("row", begun, "from_year", "target_number", descending=[False, True, True, False])
        .unique("row", keep="first", maintain_order=True)
        .select("row", *(name for name in targets.columns if name != "indicator_key"))
    )


def _with_value_of(rows: pl.DataFrame, name: str, month_key: pl.Expr, *also: str) -> pl.DataFrame:
    """``name``: the value of the same series in another month; with ``also``, only where these columns are the same."""
    other = rows.select(*SERIES, *also, pl.col("month_key").alias("wanted"), pl.col("value").alias(name))
    return (
        rows.with_columns(month_key.cast(pl.Int64).alias("wanted"))
        .join(other, on=[*SERIES, *also, "wanted"], how="left", nulls_equal=False, maintain_order="left")
        .drop("wanted")
    )


def _last_recognised() -> pl.Expr:
    had = pl.when(pl.col("value") >= 1).then("month_key").sort_by("month_key").forward_fill()
    place = pl.col("month_key").rank("ordinal") - 1
    return pl.when(pl.col("target_kind") == "yes").then(had.gather(place.cast(pl.UInt32)).over(SERIES))


def _with_sum_of_years(rows: pl.DataFrame) -> pl.DataFrame:
    """``amount``: for a sum over the years of what is stated for each year, the years before are added; null if one of them is missing.
    Up to the baseline's year there is no sum yet: the year's own figure stands."""
    is_summed = (pl.col("shape") == "cumulative_sum") & (pl.col("window_kind") == "year_to_date")
    ends = rows.filter(pl.col("month") == 12).select(*SERIES, pl.col("year").alias("ended"), pl.col("value").alias("in_year"))
    before = (
        rows.filter(is_summed)
        .select("row", *SERIES, "year", "baseline_year")
        .join(ends, on=SERIES, how="left")
        .filter((pl.col("ended") > pl.col("baseline_year")) & (pl.col("ended") < pl.col("year")))
        .group_by("row")
        .agg(pl.col("in_year").sum().alias("years_before"), pl.len().alias("years_known"))
    )
    years_due = pl.max_horizontal(pl.col("year") - pl.col("baseline_year") - 1, 0)
    is_whole = pl.col("years_known").fill_null(0) == years_due
    summed = pl.when(is_whole).then(pl.col("value") + pl.col("years_before").fill_null(0.0))
    return (
        rows.join(before, on="row", how="left", maintain_order="left")
        .with_columns(pl.when(is_summed & (pl.col("year") > pl.col("baseline_year"))).then(summed).otherwise("value").alias("amount"))
        .drop("years_before", "years_known")
    )
