"""Which target holds for a value, and the older values that it is compared with.

Data flow: values, targets -> one row a value with its target, baseline, the same months of earlier years
"""

from collections.abc import Iterator

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
    rows = values.with_row_index("row").with_columns_seq(YEAR.alias("year"), MONTH.alias("month"))
    rows = with_amount(rows.join(_chosen(rows, targets), on="row", how="left", maintain_order="left"))
    is_compared = (pl.col("target_kind") == "growth") | (pl.col("is_baseline_from_data") == 1)
    stated = pl.when("is_plan_area").then("baseline_value")
    is_sum = pl.col("shape") == "cumulative_sum"
    is_needed = pl.col("own_baseline").is_null() & stated.is_null() & ~is_sum & ~is_compared
    is_older = is_needed & pl.col("older_baseline").is_not_null()
    return (
        rows.with_columns_seq(*_values_of_other_months(rows), _last_recognised().alias("recognised_month_key"))
        .with_columns_seq(is_older.fill_null(False).alias("is_baseline_older"))
        .with_columns_seq(pl.when("is_baseline_older").then("older_baseline").otherwise("own_baseline").alias("found_baseline"))
        .with_columns_seq(
            pl.when(is_sum).then(0.0).otherwise(pl.coalesce(stated, "found_baseline")).alias("baseline"),
            pl.when(pl.col("is_baseline_from_data") == 1).then("found_baseline").otherwise("target_value").alias("target"),
            (pl.col("value") - pl.col("same_month_last_year")).alias("change_on_last_year"),
        )
    )


def _chosen(rows: pl.DataFrame, targets: pl.DataFrame) -> pl.DataFrame:
    """Of several targets the one that began last; before any has begun, the plan's main one. A month's own figure of what adds up in the
    year has none; neither has an area of which the plan did not speak, unless a part can be held to what is asked of the whole:
    a share, a growth, a limit."""
    begun = pl.col("from_year") <= pl.col("year")
    is_held_to_it = pl.col("is_plan_area") | pl.col("measure").is_in(_COUNTED) | pl.col("target_kind").is_in(["growth", "ceiling"])
    is_part_of_year = (pl.col("window_kind") == "month") & (pl.col("stated_window") == "year_to_date")
    return (
        rows.select_seq("row", "indicator_key", "year", "window_kind", "stated_window", "is_plan_area", "measure")
        .join(targets, on="indicator_key")
        .filter((begun | (pl.col("is_every_year") == 0)) & is_held_to_it & ~is_part_of_year)
        .sort("row", begun, "from_year", "target_number", descending=[False, True, True, False])
        .unique("row", keep="first", maintain_order=True)
        .select_seq("row", *(name for name in targets.columns if name != "indicator_key"))
    )


def _values_of_other_months(rows: pl.DataFrame) -> Iterator[pl.Series]:
    """Values of the same series in other months, a column each. All are looked up at once, one under the other, for a join of a few rows
    costs as much as one of many. All but ``older_baseline`` and ``final_value`` are only of the same side of a break."""
    end_of_baseline = pl.col("baseline_year") * 100 + 12
    months = {
        "baseline": end_of_baseline,
        "baseline_same_month": end_of_baseline - 12 + pl.col("month"),
        "final_value": pl.col("target_year") * 100 + 12,
        "same_month_last_year": pl.col("month_key") - 100,
    }
    values = rows.select_seq(*SERIES, month_key="month_key", found="value", found_under="break_name")
    wanted = rows.select_seq(*SERIES, "break_name", *(month.cast(pl.Int64).alias(name) for name, month in months.items()))
    found = (
        wanted.unpivot(list(months), index=[*SERIES, "break_name"], value_name="month_key")  # lazily it would be in no order
        .join(values, on=[*SERIES, "month_key"], how="left", nulls_equal=False, maintain_order="left")
        .select_seq("found", own=pl.when(pl.col("found_under") == pl.col("break_name")).then("found"))
    )
    columns = {"older_baseline": ("baseline", "found"), "own_baseline": ("baseline", "own"), "final_value": ("final_value", "found")}
    columns |= {name: (name, "own") for name in ("baseline_same_month", "same_month_last_year")}
    places = {name: place * rows.height for place, name in enumerate(months)}
    return (found[own].slice(places[month], rows.height).alias(name) for name, (month, own) in columns.items())


def _last_recognised() -> pl.Expr:
    had = pl.when(pl.col("value") >= 1).then("month_key").forward_fill().over(SERIES, order_by="month_key")
    return pl.when(pl.col("target_kind") == "yes").then(had)


def with_amount(rows: pl.DataFrame) -> pl.DataFrame:
    """``amount``: for a sum over the years of what is stated for each year, the years before are added; null if one of them is missing.
    Up to the baseline's year there is no sum yet: the year's own figure stands. ``rows``: values with ``row``, ``year``, ``month`` and
    ``shape`` and ``baseline_year`` of their targets."""
    is_of_years = (pl.col("shape") == "cumulative_sum") & (pl.col("window_kind") == "year_to_date")
    is_summed = (is_of_years & (pl.col("year") > pl.col("baseline_year"))).fill_null(False)
    if not rows.select_seq(is_summed.any()).item():
        return rows.with_columns_seq(pl.col("value").alias("amount"))
    ends = rows.filter(pl.col("month") == 12).select_seq(*SERIES, pl.col("year").alias("ended"), pl.col("value").alias("in_year"))
    before = (
        rows.filter(is_summed)
        .select_seq("row", *SERIES, "year", "baseline_year")
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
        .with_columns_seq(pl.when(is_summed).then(summed).otherwise("value").alias("amount"))
        .drop("years_before", "years_known")
    )
