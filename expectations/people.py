"""What the rules of every list of people share: ids that contradict, names that collide."""

import polars as pl

EARLIEST_AGE_YEARS = 120


def birth_is_doubtful(last_day: pl.Expr) -> pl.Expr:
    """Missing, unreadable, in the future or more than 120 years ago."""
    birth = pl.col("birth_date")
    return birth.is_null() | (birth > last_day) | (birth < last_day.dt.offset_by(f"-{EARLIEST_AGE_YEARS}y"))


def id_contradicts(last_day: pl.Expr) -> pl.Expr:
    """The personal id says another sex or birth year than the row; the year is not judged where the birth date is doubtful."""
    sex_differs = pl.col("id_sex") != pl.col("sex")
    year_differs = (pl.col("id_birth_year").cast(pl.Int32) != pl.col("birth_date").dt.year()) & ~birth_is_doubtful(last_day)
    return sex_differs.fill_null(False) | year_differs.fill_null(False)


def name_and_year_collide() -> pl.Expr:
    """Another row of the same person has another name and another birth year: both are one person's key on two people."""
    key, name, year = pl.col("person_id"), pl.col("full_name").str.to_lowercase(), pl.col("birth_date").dt.year()
    known = key.is_not_null() & name.is_not_null() & year.is_not_null()
    weight = known.cast(pl.Int32)
    all_rows, same_name = weight.sum().over(key), weight.sum().over(key, name)
    same_year, same_both = weight.sum().over(key, year), weight.sum().over(key, name, year)
    return pl.when(known).then(all_rows - same_name - same_year + same_both > 0)
