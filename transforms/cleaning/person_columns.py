"""The columns that describe a person, typed alike for every source that lists people.

Data flow: stacked text (see ``transforms.cleaning.steps``) -> ``with_person_columns`` -> ids, birth date with its precision, sex, place
"""

import re
from collections.abc import Sequence
from datetime import date

import polars as pl

from transforms.cleaning.model import CleaningContext
from transforms.cleaning.steps import ORDINAL, Change, from_group_rows, from_titles, words_for_blank_as_null
from transforms.long_lists import with_columns
from transforms.reading.model import Table
from transforms.vietnamese.dates import birth_date, date_repairs
from transforms.vietnamese.identifiers import (
    birth_year,
    identifier_repairs,
    personal_id,
    personal_id_of_ten_digits,
    phone,
    sex,
    social_insurance_number,
)
from transforms.vietnamese.names import person_name
from transforms.vietnamese.numbers import mark
from transforms.vietnamese.text import fold, fold_text, of_each, text_repairs

#: A list has one birth column, or one a sex.
BIRTH_DATES = ("birth_date", "birth_date_male", "birth_date_female")

#: Nam/Nữ, M/F and the codes in use: VSS forms write 1 = nam, 0 = nữ; the BHYT data standard (QĐ 130) 1 nam, 2 nữ. A heading that
#: says otherwise ("Giới tính (0: Nam, 1: Nữ)") goes before them.
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
    "trai": "male",
    "nam gioi": "male",
    "ong": "male",
    "gai": "female",
    "nu gioi": "female",
    "ba": "female",
}
_SEX_OF_WORD = {"nam": "male", "nu": "female"}
_CODE_FIRST, _WORD_FIRST = re.compile(r"\b([0-9]) (?:la )?(nam|nu)\b"), re.compile(r"\b(nam|nu) (?:la )?([0-9])\b")
#: Headings of a column that holds marks for women and nothing for men.
_WOMEN_ALONE = ("nu", "gioi tinh nu", "phai nu")


#: A group row that names a place nobody knows, or a body, ends the residential group above it: its people are nobody's yet.
_PLACE_ROW = rf"{ORDINAL}(?:to dan pho|tdp|khu|kdc|thon|xom|to|cum|doi|lang|ap|pho|phuong|xa|thi tran|ngoai)\b"
#: Words that begin like a place once their accents are gone: Đối tượng, Trường hợp, Tổ chức, Phương án, Xã hội, Áp dụng, Ngoài ra.
_NO_PLACE_ROW = rf"{ORDINAL}(?:doi tuong|truong hop|to chuc|phuong (?:an|thuc)|xa hoi|ap dung|ngoai ra)\b"
#: The members of a body live anywhere, wherever the body itself is: "Trường THCS Hiến Thành (TDP 3)".
_BODY_ROW = rf"{ORDINAL}(?:truong|cong ty|cty|co quan|don vi|doanh nghiep|xi nghiep|nha may|hop tac xa|htx|benh vien|tram|ubnd)\b"
#: In its own column a number is a group's; as the name of a sheet it may be a month's, in a title a paper's ("Số: 07").
_BARE_NUMBER = r"^(?:(?:so|sheet|trang) )?[0-9 ]+$"
#: A class or a kind of insurance within a residential group.
_KIND_ROW = r"ngheo|bao hiem|\b(?:bhxh|bhyt|bhtn)|bat buoc|tu nguyen|that nghiep"


def with_person_columns(text: pl.DataFrame, tables: Sequence[Table], as_of: date, name_column: str = "full_name") -> pl.DataFrame:
    """Adds the typed columns beside the text, which moves to ``<column>_raw``.

    ``personal_id``, ``social_insurance_number``: valid digits or null, with ``<column>_is_blank``. A 12-digit value under a BHXH heading is
    a personal id. ``birth_date`` with ``birth_precision``, a two-digit year as ``as_of`` (the month's last day) allows; two birth columns
    (Nam, Nữ) also say the sex. ``id_sex``, ``id_birth_year``: what the personal id says.
    """
    columns = ("personal_id", "social_insurance_number", *BIRTH_DATES, "sex", "phone", name_column)
    frame = text.rename({name: f"{name}_raw" for name in columns if name in text.columns})
    marks = _sex_marks(tables)
    frame = frame.with_columns_seq(marks, _sex_by_heading(tables, frame["sex_raw"]))
    birth = pl.coalesce(f"{name}_raw" for name in BIRTH_DATES)
    has = {name: f"{name}_raw" in frame.columns for name in columns}
    return (
        with_columns(
            frame,
            personal_id(pl.col("personal_id_raw")).alias("_personal"),
            social_insurance_number(
                pl.col("social_insurance_number_raw") if has["social_insurance_number"] else pl.lit(None, dtype=pl.String)
            ).alias("_insurance"),
            birth.alias("birth_raw"),
            _birth(birth, as_of, pl.col("birth_known") if _says_known(frame) else None).alias("_birth"),
            person_name(pl.col(f"{name_column}_raw")).alias(name_column),
            (phone(pl.col("phone_raw")) if has["phone"] else pl.lit(None, dtype=pl.String)).alias("phone"),
            _sex(with_marks=bool(marks.any())).alias("sex"),
        )
        .pipe(_with_ten_digits)
        .with_columns_seq(
            pl.coalesce(
                pl.col("_personal").struct.field("value"), "_of_ten_digits", pl.col("_insurance").struct.field("personal_id")
            ).alias("personal_id"),
            pl.col("_personal").struct.field("is_blank").alias("personal_id_is_blank"),
            pl.col("_personal").struct.field("is_valid").alias("_personal_is_valid"),
            pl.col("_insurance").struct.field("value").alias("social_insurance_number"),
            pl.col("_birth").struct.field("date").alias("birth_date"),
            pl.col("_birth").struct.field("precision").alias("birth_precision"),
        )
        .with_columns_seq(
            (~pl.col("personal_id_is_blank") & ~pl.col("_personal_is_valid") & pl.col("_of_ten_digits").is_null())
            .fill_null(False)
            .alias("personal_id_is_invalid"),
            sex(pl.col("personal_id")).alias("id_sex"),
            birth_year(pl.col("personal_id")).alias("id_birth_year"),
        )
        .drop("_personal", "_insurance", "_birth", "_personal_is_valid", "_of_ten_digits", "_sex_is_a_mark", "_sex_by_heading")
    )


def _with_ten_digits(frame: pl.DataFrame) -> pl.DataFrame:
    read = frame["_personal"].struct.unnest()
    is_read = read["is_valid"] | read["is_blank"]
    if is_read.all():
        return frame.with_columns_seq(pl.lit(None, dtype=pl.String).alias("_of_ten_digits"))
    sent = pl.when(~is_read).then(pl.col("personal_id_raw"))
    birth = pl.col("_birth").struct.field("date")
    return frame.with_columns_seq(personal_id_of_ten_digits(sent, birth, pl.col("sex")).alias("_of_ten_digits"))


def _says_known(frame: pl.DataFrame) -> bool:
    return "birth_known" in frame.columns and frame["birth_known"].null_count() < frame.height


def _birth(birth: pl.Expr, as_of: date, known: pl.Expr | None) -> pl.Expr:
    """As ``birth_date`` reads it; ``known`` ("1": month and year, "2": the year) says of a full date that the rest was filled up."""
    read = birth_date(words_for_blank_as_null(birth), as_of)
    if known is None:
        return read
    by_code = known.replace_strict({"1": "month", "2": "year"}, default=None, return_dtype=pl.String)
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
    is_mark = [fold_text(table.headers.get("sex", "").rpartition(">")[2]) in _WOMEN_ALONE for table in tables]
    parts = [pl.Series([one]).new_from_index(0, table.frame.height) for one, table in zip(is_mark, tables, strict=True)]
    return pl.concat(parts).alias("_sex_is_a_mark")


def _sex_by_heading(tables: Sequence[Table], sent: pl.Series) -> pl.Series:
    """For every row the sex by the codes that the heading of its own list states; null where it states none."""
    parts, begin = [], 0
    for table in tables:
        codes = stated_codes(table.headers.get("sex", ""))
        cells = sent.slice(begin, table.frame.height)
        parts.append(_by_codes(cells, codes) if codes else cells.clear().extend_constant(None, cells.len()))
        begin += table.frame.height
    return pl.concat(parts).alias("_sex_by_heading")


def _by_codes(cells: pl.Series, codes: dict[str, str]) -> pl.Series:
    bare = cells.str.strip_chars().str.replace(r"\.0$", "")
    return bare.replace_strict(codes, default=None, return_dtype=pl.String)


def stated_codes(heading: str) -> dict[str, str]:
    """Code -> sex as a heading states them: "Giới tính (0 - Nữ 1 - Nam)", "(Nam: 1, Nữ: 2)"; of one code named alone the other is
    the other sex: "(Nữ = 1)". Empty where it states none, or one code twice."""
    words = fold_text(heading)
    first = re.search(r"\b(?:[0-9]|nam|nu)\b", words)
    pairs = _CODE_FIRST.findall(words) if first and first[0].isdigit() else [(code, word) for word, code in _WORD_FIRST.findall(words)]
    codes = {code: _SEX_OF_WORD[word] for code, word in pairs}
    if len(pairs) == 1 and pairs[0][0] in ("0", "1"):
        codes["10"[int(pairs[0][0])]] = "female" if pairs[0][1] == "nam" else "male"
    return codes if len(codes) >= 2 and len(set(codes.values())) == 2 else {}


def _sex(*, with_marks: bool) -> pl.Expr:
    by_column = (
        pl.when(pl.col("birth_date_male_raw").is_not_null())
        .then(pl.lit("male"))
        .when(pl.col("birth_date_female_raw").is_not_null())
        .then(pl.lit("female"))
    )
    sent = pl.col("sex_raw")
    told = pl.coalesce("_sex_by_heading", of_each(sent, _sex_of_word, pl.String), by_column)
    if not with_marks:
        return told
    is_man = ~mark(sent) | (fold(sent) == "nam")
    by_mark = pl.when(is_man.fill_null(False)).then(pl.lit("male")).otherwise(pl.lit("female"))
    return pl.when("_sex_is_a_mark").then(by_mark).otherwise(told)


def _sex_of_word(e: pl.Expr) -> pl.Expr:
    return fold(e.str.replace(r"\.0$", "")).replace_strict(_SEX_WORDS, default=None, return_dtype=pl.String)


def with_area(frame: pl.DataFrame, tables: Sequence[Table], context: CleaningContext) -> pl.DataFrame:
    """Adds ``area_code``, the residential group: from its own column; where the list has none or the cell is blank, from the nearest group
    row above, else the address, else the sheet's name or the titles. Null where the words name no known group. Under a group row of a
    place that nobody knows, of a body, or of the level of the groups, neither the group above nor a title speaks."""
    places = context.places
    own = places.area_code(pl.col("residential_group"), kind="residential_group")
    if frame["residential_group"].null_count() == 0:
        return frame.with_columns_seq(own.alias("area_code"))
    words = fold(pl.col("text"))
    named = pl.when(~words.str.contains(_BARE_NUMBER)).then(places.area_code(pl.col("text"), kind="residential_group"))
    is_body = words.str.contains(_BODY_ROW) & ~words.str.contains(_NO_PLACE_ROW)
    is_place = words.str.contains(_PLACE_ROW) & ~words.str.contains(_NO_PLACE_ROW)
    is_unknown = is_body | is_place | pl.col("is_above") | (pl.col("is_beside") & ~words.str.contains(_KIND_ROW))
    groups = from_group_rows(tables, pl.when(~is_body).then(named), ends=is_unknown)
    titled = from_titles(tables, named)
    address = places.area_code_in_address(pl.col("address"))
    return (
        frame.with_columns_seq(groups["value"].alias("_group"), groups["is_ended"].alias("_is_ended"), titled.alias("_titled"))
        .with_columns_seq(
            pl.when(pl.col("residential_group").is_not_null())
            .then(own)
            .otherwise(pl.coalesce("_group", address, pl.when(~pl.col("_is_ended")).then("_titled")))
            .alias("area_code")
        )
        .drop("_group", "_is_ended", "_titled")
    )


def person_changes(raw: pl.DataFrame, frame: pl.DataFrame, name_column: str = "full_name") -> list[Change]:
    """The repairs of the person columns: ``raw`` as sent, ``frame`` typed."""
    ids = [
        Change(name, frame[name], identifier_repairs) for name in ("personal_id", "social_insurance_number", "phone") if name in raw.columns
    ]
    births = [Change(name, frame["birth_date"], date_repairs, is_date=True) for name in BIRTH_DATES]
    return [*ids, *births, Change(name_column, frame[name_column], text_repairs)]
