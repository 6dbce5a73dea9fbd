"""What the rules of every list of people share: ids that contradict, names that collide."""

import polars as pl

EARLIEST_AGE_YEARS = 120


def birth_is_doubtful(last_day: pl.Expr) -> pl.Expr:
    """Missing, unreadable, in the future or more than 120 years ago. A birth known by its year alone, which stands on 1 July, is in
    the future from the next year on: a child of this year is on the list before July too."""
    birth, by_year = pl.col("birth_date"), pl.col("birth_precision") == "year"
    in_future = (birth > last_day) & ~(by_year & (birth.dt.year() == last_day.dt.year())).fill_null(False)
    return birth.is_null() | in_future | (birth < last_day.dt.offset_by(f"-{EARLIEST_AGE_YEARS}y"))


def sex_contradicts() -> pl.Expr:
    """The personal id says another sex than the row."""
    return (pl.col("id_sex") != pl.col("sex")).fill_null(False)


def year_contradicts() -> pl.Expr:
    """The personal id says another birth year than the row."""
    return (pl.col("id_birth_year").cast(pl.Int32) != pl.col("birth_date").dt.year()).fill_null(False)


def name_and_year_collide() -> pl.Expr:
    """Another row of the same person has another name and another birth year: both are one person's key on two people."""
    key, name, year = pl.col("person_id"), pl.col("full_name").str.to_lowercase(), pl.col("birth_date").dt.year()
    known = key.is_not_null() & name.is_not_null() & year.is_not_null()
    weight = known.cast(pl.Int32)
    all_rows, same_name = weight.sum().over(key), weight.sum().over(key, name)
    same_year, same_both = weight.sum().over(key, year), weight.sum().over(key, name, year)
    return pl.when(known).then(all_rows - same_name - same_year + same_both > 0)
