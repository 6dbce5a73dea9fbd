"""Rules about people: what the rules of every list of people share: ids that contradict, names that collide."""

import polars as pl

from expectations.rule import Rule
from expectations.wording import hidden, say, shown
from transforms.vietnamese.date_forms import LONGEST_LIFE_YEARS


def birth_is_doubtful(last_day: pl.Expr) -> pl.Expr:
    """Missing, unreadable, in the future or more than 120 years ago. A birth known by its year alone, which stands on 1 July, is in
    the future from the next year on: a child of this year is on the list before July too."""
    birth, by_year = pl.col("birth_date"), pl.col("birth_precision") == "year"
    in_future = (birth > last_day) & ~(by_year & (birth.dt.year() == last_day.dt.year())).fill_null(False)
    return birth.is_null() | in_future | (birth < last_day.dt.offset_by(f"-{LONGEST_LIFE_YEARS}y"))


def sex_contradicts() -> pl.Expr:
    """The personal id says another sex than the row."""
    return (pl.col("id_sex") != pl.col("sex")).fill_null(False)


def year_contradicts() -> pl.Expr:
    """The personal id says another birth year than the row."""
    return (pl.col("id_birth_year").cast(pl.Int32) != pl.col("birth_date").dt.year()).fill_null(False)


def name_and_year_collide() -> pl.Expr:
    """Another row of the same person has another name and another birth year: both are one person's key on two people."""
    rows = pl.struct(key="person_id", name="full_name", year=pl.col("birth_date").dt.year())
    return rows.map_batches(_collide, return_dtype=pl.Boolean)


def _collide(rows: pl.Series) -> pl.Series:
    """Of rows that have all three, null of others. Most keys stand there once; only the rest are held against each other."""
    people = rows.struct.unnest()
    is_known = people.select_seq(pl.all_horizontal(pl.all().is_not_null())).to_series()
    found = is_known.replace_strict({True: False, False: None}, return_dtype=pl.Boolean)
    again = is_known & people["key"].is_duplicated()
    if not again.any():
        return found
    key, name, year, count = pl.col("key"), pl.col("name").str.to_lowercase(), pl.col("year"), pl.len().cast(pl.Int64)
    others_in_both = count.over(key) - count.over(key, name) - count.over(key, year) + count.over(key, name, year)
    return found.scatter(again.arg_true(), people.filter(again).select_seq(others_in_both > 0).to_series())


def has_a_valid_id(code: str) -> Rule:
    """H01, S01: without either number nobody knows who the row speaks of."""
    message = say(
        (
            "Không có số định danh 12 chữ số hay mã số BHXH 10 chữ số hợp lệ (số định danh: {}, mã số BHXH: {}). Bổ sung một trong "
            "hai số rồi gửi lại."
        ),
        hidden("personal_id_raw"),
        hidden("social_insurance_number_raw"),
    )
    no_key = pl.col("personal_id").is_null() & pl.col("social_insurance_number").is_null()
    return Rule(code, "critical", "person_has_a_valid_id", "social_insurance_number", no_key, message)


def lives_in_a_known_group(code: str) -> Rule:
    """H09, S08: counted for the ward all the same."""
    message = say(
        "Không xác định được tổ dân phố từ '{}'. Người này được tính cho toàn phường, khu vực \"Không rõ\". Ghi đúng tên tổ dân phố.",
        shown(pl.col("residential_group")),
    )
    return Rule(code, "warning", "residential_group_is_known", "residential_group", pl.col("area_code").is_null(), message)
