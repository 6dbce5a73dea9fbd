"""Households: where a household begins in a list of persons: at its head, its number, its running number, or where what is stated of it
changes.

Lists mark it in many ways, and a row in the wrong household is a household too many or one too few. Where the marks leave a row open it
begins a household without a head, which is told (P02): it is neither counted nor swallowed by the household above.

Data flow: rows with typed group and class -> ``with_households`` -> ``household_id``, ``is_head``
"""

import polars as pl

from transforms.vietnamese.text import fold

#: How the relation column names the head of the household, folded; by its code too.
_HEAD = r"^(?:0?1 )?(?:la )?chu ho\b|^chu$|^ch$|^0?1$|^ban than\b"
#: "Chú", "chú họ": an uncle, who folds to the same letters.
_UNCLE = r"^chú\b"
#: From the first share of rows on, a list keeps a column; up to the second it leaves it blank on purpose.
_KEPT, _LEFT_BLANK = 0.8, 0.2
_NUMBER, _RELATION = pl.col("household_number"), pl.col("relation")
#: The running number, and no word that stands in its column ("Tổng HN").
_SERIAL = pl.col("_serial")


def with_households(frame: pl.DataFrame) -> pl.DataFrame:
    """Adds ``household_id`` and ``is_head``. A list that knows neither members nor relations has a household a row, unless its running
    number leaves rows out. ``stated_class``: the class in the row's own words, the group row's included."""
    number_before = _NUMBER.forward_fill().shift(1).over("sheet_name")
    frame = frame.with_columns_seq(
        _NUMBER.ne(number_before).fill_null(_NUMBER.is_not_null()).alias("_other_number"),
        _NUMBER.eq(number_before).fill_null(False).alias("_same_number"),
        pl.when(pl.col("serial_number").str.contains(r"^\W*\d")).then(pl.col("serial_number")).alias("_serial"),
    )
    frame = _with_heads(frame)
    frame = frame.with_columns_seq(_stands_on_heads(_SERIAL).alias("_by_serial"), _stands_on_heads(_NUMBER).alias("_by_number"))
    by_serial, by_number = pl.col("_by_serial"), pl.col("_by_number")
    members_are_blank = (by_serial & _SERIAL.is_null()) | (by_number & _NUMBER.is_null())
    says_members = (_RELATION.is_not_null() & ~pl.col("is_head")).any().over("sheet_name")
    unplaced = _RELATION.is_null() & says_members & ~members_are_blank
    # In a number that stands on every row, the head need not be the first; a second head is another household (P03).
    joins = pl.col("relation_given") & pl.col("_same_number") & (pl.col("is_head").cum_sum().over("sheet_name", "_run") == 1)
    begins = (
        pl.col("_other_number")
        | (pl.int_range(pl.len()).over("sheet_name") == 0)
        | pl.col("_is_doubtful")
        | (pl.col("is_head") & ~joins)
        | (~pl.col("_same_number") & (unplaced | (by_serial & _SERIAL.is_not_null())))
    )
    frame = frame.with_columns_seq(begins.alias("_begins")).with_columns_seq(pl.col("_begins").cum_sum().alias("_perhaps"))
    differs = ~pl.col("_same_number") & (_differs(_own_area()) | _differs(pl.col("stated_class")))
    return frame.with_columns_seq((pl.col("_begins") | differs).cum_sum().alias("household_id")).drop(
        *("_other_number", "_same_number", "_run", "_is_doubtful", "_begins", "_perhaps", "_serial", "_by_serial", "_by_number")
    )


def _with_heads(frame: pl.DataFrame) -> pl.DataFrame:
    """``is_head``, by the relation, the head's own column, or the row; ``_is_doubtful``: would be one, and has nothing that a household
    has in this list (a sum of a group, the second line of an address): it is no head. ``_run``: rows from one number to another."""
    head, above = (pl.col("head_name").str.to_lowercase().shift(places).over("sheet_name") for places in (0, 1))
    changes = head.is_not_null() & (head.ne_missing(above) | pl.col("_other_number"))
    runs = {"_run": pl.col("_other_number"), "_same_head": changes}
    frame = frame.with_columns_seq(
        changes.alias("_changes"),
        _is_counted().alias("_counted"),
        _repeats_serial().alias("_repeats"),
        _SERIAL.is_not_null().mean().over("sheet_name").alias("_kept"),
        *(begin.cum_sum().over("sheet_name").alias(name) for name, begin in runs.items()),
    )
    is_counted, repeats_serial, kept = (pl.col(name) for name in ("_counted", "_repeats", "_kept"))
    is_own = (head == pl.col("member_name").str.to_lowercase()).fill_null(False)
    # Two heads of one name, one under the other: each stands among the members of his own household.
    by_column = pl.col("_changes") | (is_own & (is_own.cum_sum().over("sheet_name", "_same_head") > 1))
    leaves_out = ~pl.col("household_number_given") & (kept > 0) & _SERIAL.is_null() & ~is_counted
    by_row = ~repeats_serial & (~leaves_out | (kept >= _KEPT))
    word = pl.col("relation").str.to_lowercase()
    by_relation = (fold(word).str.contains(_HEAD) & ~word.str.contains(_UNCLE)).fill_null(False)
    has_relation, has_members = pl.col("relation_given"), pl.col("member_name_given")
    frame = frame.with_columns_seq(
        pl.when(has_relation).then(by_relation).when(has_members).then(by_column).otherwise(by_row).alias("is_head")
    )
    is_known = pl.any_horizontal(column.is_not_null() for column in (_SERIAL, _NUMBER, pl.col("personal_id_raw"), pl.col("birth_raw")))
    usually_known = is_known.filter(pl.col("is_head")).mean().over("sheet_name") >= _KEPT
    is_known = is_known & (has_members | ~leaves_out)
    # A row that the running number leaves out, and that states a household's size or score: a head or a member, nobody can tell.
    sized = pl.any_horizontal(pl.col(name).is_not_null() for name in ("member_count_raw", "b1_score_raw", "b2_score_raw"))
    doubtful = (~has_relation & ~has_members & (leaves_out | repeats_serial) & sized) | (
        ~has_relation & pl.col("is_head") & ~is_known & usually_known & ~is_counted
    )
    frame = frame.with_columns_seq(doubtful.fill_null(False).alias("_is_doubtful"))
    is_named = has_relation | pl.col("full_name").is_not_null()
    return frame.with_columns_seq(pl.col("is_head") & ~pl.col("_is_doubtful") & is_named).drop(
        "_same_head", "_changes", "_counted", "_repeats", "_kept"
    )


def _is_counted() -> pl.Expr:
    """A blank running number that the numbers around it leave room for ("1, blank, 3") was forgotten; "1, blank, 2" passes the row over."""
    ahead = _SERIAL.str.extract(r"(\d{1,7})").cast(pl.Int64) - pl.int_range(pl.len()).over("sheet_name")
    return (ahead.forward_fill().over("sheet_name") == ahead.backward_fill().over("sheet_name")).fill_null(False)


def _repeats_serial() -> pl.Expr:
    """The running number of the row above again, where the list does so on many rows: the members of one household have one."""
    above = pl.col("area_code").eq_missing(pl.col("area_code").shift().over("sheet_name")) & _SERIAL.eq(_SERIAL.shift().over("sheet_name"))
    is_habit = (above.mean().over("sheet_name") > _LEFT_BLANK) & (_SERIAL.n_unique().over("sheet_name") > 1)
    return (~pl.col("household_number_given") & above & is_habit).fill_null(False)


def _stands_on_heads(column: pl.Expr) -> pl.Expr:
    """Whether the list fills the column once a household: on nearly every head and on hardly any member."""
    is_head, has_value = pl.col("is_head"), column.is_not_null()
    on_members = pl.coalesce(
        has_value.filter(members).mean().over("sheet_name") for members in (_RELATION.is_not_null() & ~is_head, ~is_head)
    )
    return ((has_value.filter(is_head).mean().over("sheet_name") >= _KEPT) & (on_members <= _LEFT_BLANK)).fill_null(False)


def _own_area() -> pl.Expr:
    """The residential group where the row states it itself, or the list states it above the rows."""
    return pl.when(pl.col("residential_group").is_not_null() | ~pl.col("residential_group_given")).then(pl.col("area_code"))


def _differs(value: pl.Expr) -> pl.Expr:
    """From the last that its household states above the row."""
    return (value != value.forward_fill().shift(1).over("_perhaps")).fill_null(False)
