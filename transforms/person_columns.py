"""The columns that describe a person, typed alike for every source that lists people.

Data flow: stacked text (see ``transforms.cleaning``) -> ``with_person_columns`` -> ids, birth date with its precision, sex, place
"""

from collections.abc import Sequence
from datetime import date

import polars as pl

from transforms.cleaning import Change, from_groups, or_nothing, over_titles
from transforms.contract import Context, Table
from transforms.vietnamese.dates import birth_date, date_repairs
from transforms.vietnamese.identifiers import birth_year, identifier_repairs, personal_id, phone, sex, social_insurance_number
from transforms.vietnamese.names import person_name
from transforms.vietnamese.text import fold, fold_text, text_repairs

#: A list has one birth column, or one a sex.
BIRTH_DATES = ("birth_date", "birth_date_male", "birth_date_female")

#: Nam/Nữ, M/F and the codes in use: VSS forms write 1 = nam, 0 = nữ; the BHYT data standard (QĐ 130) 1 nam, 2 nữ.
_SEX_WORDS = {
    "nam": "male",
    "m": "male",
    "1": "male",
    "male": "male",
    "nu": "female",
    "f": "female",
    "0": "female",
    "2": "female",
    "female": "female",
}


#: A group row that names a residential group nobody knows ends the group above it: its people are nobody's yet.
_GROUP_ROW = r"^(?:(?:[ivx]+|[a-d]|\d+) )?(?:to dan pho|tdp|khu dan cu|kdc|thon|xom|khu pho|to) "
_UNKNOWN_GROUP = "?"


def with_person_columns(text: pl.DataFrame, tables: Sequence[Table], as_of: date, name_column: str = "full_name") -> pl.DataFrame:
    """Adds the typed columns beside the text, which moves to ``<column>_raw``.

    ``personal_id``, ``social_insurance_number``: valid digits or null, with ``<column>_is_blank``. A 12-digit value under a
    BHXH heading is a personal id. ``birth_date`` with ``birth_precision``, a two-digit year as ``as_of`` (the month's last day) allows; two
    birth columns (Nam, Nữ) also say the sex.
    ``id_sex``, ``id_birth_year``: what the personal id says.
    """
    columns = ("personal_id", "social_insurance_number", *BIRTH_DATES, "sex", "phone", name_column)
    frame = text.rename({name: f"{name}_raw" for name in columns if name in text.columns})
    frame = frame.with_columns(_sex_marks(tables))
    birth = pl.coalesce(f"{name}_raw" for name in BIRTH_DATES)
    has = {name: f"{name}_raw" in frame.columns for name in columns}
    return (
        frame.with_columns(
            personal_id(pl.col("personal_id_raw")).alias("_personal"),
            social_insurance_number(
                pl.col("social_insurance_number_raw") if has["social_insurance_number"] else pl.lit(None, dtype=pl.String)
            ).alias("_insurance"),
            birth.alias("birth_raw"),
            _birth(birth, as_of, pl.col("birth_known") if "birth_known" in frame.columns else pl.lit(None, dtype=pl.String)).alias("_birth"),
            person_name(pl.col(f"{name_column}_raw")).alias(name_column),
            (phone(pl.col("phone_raw")) if has["phone"] else pl.lit(None, dtype=pl.String)).alias("phone"),
            _sex().alias("sex"),
        )
        .with_columns(
            pl.coalesce(pl.col("_personal").struct.field("value"), pl.col("_insurance").struct.field("personal_id")).alias("personal_id"),
            pl.col("_personal").struct.field("is_blank").alias("personal_id_is_blank"),
            pl.col("_personal").struct.field("is_valid").alias("_personal_is_valid"),
            pl.col("_insurance").struct.field("value").alias("social_insurance_number"),
            pl.col("_birth").struct.field("date").alias("birth_date"),
            pl.col("_birth").struct.field("precision").alias("birth_precision"),
        )
        .with_columns(
            (~pl.col("personal_id_is_blank") & ~pl.col("_personal_is_valid")).fill_null(False).alias("personal_id_is_invalid"),
            sex(pl.col("personal_id")).alias("id_sex"),
            birth_year(pl.col("personal_id")).alias("id_birth_year"),
        )
        .drop("_personal", "_insurance", "_birth", "_personal_is_valid", "_sex_is_a_mark")
    )


def _birth(birth: pl.Expr, as_of: date, known: pl.Expr) -> pl.Expr:
    """As ``birth_date`` reads it; ``known`` ("1": month and year, "2": the year) says of a full date that the rest was filled up."""
    read, by_code = birth_date(or_nothing(birth), as_of), known.replace_strict({"1": "month", "2": "year"}, default=None, return_dtype=pl.String)
    precision = pl.when(pl.field("precision") == "day").then(pl.coalesce(by_code, pl.field("precision"))).otherwise(pl.field("precision"))
    told = (
        pl.when(precision == "year")
        .then(pl.date(pl.field("date").dt.year(), 7, 1))
        .when(precision == "month")
        .then(pl.field("date").dt.month_start())
        .otherwise(pl.field("date"))
    )
    return read.struct.with_fields(date=told, precision=precision)


def _sex_marks(tables: Sequence[Table]) -> pl.Series:
    """For every row whether its list has a single column headed "Nữ", which holds marks for women and nothing for men."""
    parts = [pl.Series([fold_text(table.headers.get("sex", "")) == "nu"]).new_from_index(0, table.frame.height) for table in tables]
    return pl.concat(parts).alias("_sex_is_a_mark")


def _sex() -> pl.Expr:
    by_column = (
        pl.when(pl.col("birth_date_male_raw").is_not_null())
        .then(pl.lit("male"))
        .when(pl.col("birth_date_female_raw").is_not_null())
        .then(pl.lit("female"))
    )
    by_word = fold(pl.col("sex_raw")).replace_strict(_SEX_WORDS, default=None, return_dtype=pl.String)
    by_mark = pl.when(pl.col("sex_raw").is_not_null()).then(pl.lit("female")).otherwise(pl.lit("male"))
    return pl.when("_sex_is_a_mark").then(by_mark).otherwise(pl.coalesce(by_word, by_column))


def with_area(frame: pl.DataFrame, tables: Sequence[Table], context: Context) -> pl.DataFrame:
    """Adds ``area_code``, the residential group: from its own column; where the list has none or the cell is blank, from the nearest group
    row above, else the address, else the sheet's name or the titles. Null where the words name no known group."""
    places = context.places
    own = places.area_code(pl.col("residential_group"), kind="residential_group")
    if frame["residential_group"].null_count() == 0:
        return frame.with_columns(own.alias("area_code"))
    known = places.area_code(pl.col("text"), kind="residential_group")
    unknown = pl.when(fold(pl.col("text")).str.contains(_GROUP_ROW)).then(pl.lit(_UNKNOWN_GROUP))
    group = from_groups(tables, pl.coalesce(known, unknown))["value"].replace({_UNKNOWN_GROUP: None})
    titled = over_titles(tables, places.area_code(pl.col("text"), kind="residential_group"))
    address = places.area_code_in_address(pl.col("address"))
    return (
        frame.with_columns(group.alias("_group"), titled.alias("_titled"))
        .with_columns(
            pl.when(pl.col("residential_group").is_not_null())
            .then(own)
            .otherwise(pl.coalesce("_group", address, "_titled"))
            .alias("area_code")
        )
        .drop("_group", "_titled")
    )


def person_changes(raw: pl.DataFrame, frame: pl.DataFrame, name_column: str = "full_name") -> list[Change]:
    """The repairs of the person columns: ``raw`` as sent, ``frame`` typed."""
    ids = [
        Change(name, frame[name], identifier_repairs) for name in ("personal_id", "social_insurance_number", "phone") if name in raw.columns
    ]
    births = [Change(name, frame["birth_date"], date_repairs, is_date=True) for name in BIRTH_DATES]
    return [*ids, *births, Change(name_column, frame[name_column], text_repairs)]
