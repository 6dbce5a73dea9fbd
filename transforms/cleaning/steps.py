"""Steps of cleaning: what every source's ``clean`` begins and ends with: stack the lists of a delivery, clean their text, record what
changed.

Data flow: tables of text -> ``stack`` -> expressions of ``transforms.vietnamese`` -> typed columns -> ``collect_repairs``
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import polars as pl

from transforms.cleaning.model import REPAIR_SCHEMA, CleaningContext
from transforms.contract import Contract
from transforms.reading.model import Table
from transforms.vietnamese.dates import is_lowest_date
from transforms.vietnamese.legacy import are_modern, decode_as
from transforms.vietnamese.text import clean_text, fold_text, if_any, text_repairs

#: Words that say that there is nothing, in whatever letters: a cell that holds one is blank, as one of nothing but tildes, dashes or dots.
NOTHING_WORDS = ("không", "không có", "chưa có", "chưa", "khong", "khong co", "chua co", "không rõ", "null", "none", "nan", "n/a")
_SIGNS_FOR_BLANK = "~…-–—−."


#: How a folded title or group row may begin: "ii ", "a ", "3 ".
ORDINAL = r"^(?:(?:[ivx]+|[a-h]|\d+) )?"

#: A cell that is not yet clean: blank, blanks at its ends or in a row, or a sign beyond ASCII and the composed Vietnamese letters.
_UNCLEAN = r"^$|^ | $|  |[^ -~À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]"
#: What programs write where they have nothing: databases and their tools, pandas, scripts of pages, Excel's pivot tables, R (NA, in
#: capitals), dumps of MySQL and PostgreSQL.
_PROGRAMS_BLANK = r"^(?:(?i:null|\(null\)|\[null\]|<null>|\(blank\)|\(trống\)|none|nil|nan|nat|<na>|undefined|&nbsp;?)|NA|\\N|\"\")$"


def stack(tables: Sequence[Table], contract: Contract) -> pl.DataFrame:
    """All lists under each other: sheet_name, row_number and every column of the contract that is read, as sent (String); a column
    that no list has is null throughout. ``<column>_given`` says whether the row's list has the column at all."""
    names = [column.name for column in contract.columns if not column.reader_only]
    frames = [
        table.frame.select_seq(
            pl.lit(table.sheet_name, dtype=pl.String).alias("sheet_name"),
            pl.col("row_number").cast(pl.Int64),
            *(pl.col(name) if name in table.frame.columns else pl.lit(None, dtype=pl.String).alias(name) for name in names),
            *(pl.lit(name in table.frame.columns).alias(f"{name}_given") for name in names),
        )
        for table in tables
    ]
    return pl.concat(frames, rechunk=True).with_row_index("row_id")


def decoded(raw: pl.DataFrame, contract: Contract, tables: Sequence[Table] = ()) -> tuple[pl.DataFrame, dict[str, pl.Series]]:
    """The frame with columns in TCVN3, VNI or mojibake turned into Unicode, and for each such column the kind of every row (null: none).

    Lists that came in different encodings (one group's sheet in an old font, another's not) are read each in its own. Where a list came
    in one, columns too short to show it ("Có" is "Cã" in TCVN3, and both are words) are read in it too.
    """
    heights: dict[Any, list[tuple[int, int]]] = {}
    begin = 0
    for table in tables:
        heights.setdefault(table.encoding, []).append((begin, table.frame.height))
        begin += table.frame.height
    if len(heights) < 2:
        heights = {encoding: [(0, raw.height)] for encoding in heights or [None]}
    kinds: dict[str, pl.Series] = {}
    changed = []
    names = [column.name for column in contract.columns if not column.reader_only and raw[column.name].null_count() < raw.height]
    modern = are_modern([raw[name] for name in names]) if heights.keys() == {None} else [False] * len(names)
    for name in (name for name, is_modern in zip(names, modern, strict=True) if not is_modern):
        text, kind = _decoded_column(raw[name], heights)
        if kind is not None:
            kinds[name] = kind
            changed.append(text.alias(name))
    return (raw.with_columns_seq(changed) if changed else raw), kinds


def _decoded_column(column: pl.Series, runs: Mapping[Any, Sequence[tuple[int, int]]]) -> tuple[pl.Series, pl.Series | None]:
    """A column in Unicode and the kind of each row, None if no row was in an old encoding. ``runs``: encoding of a sheet -> its rows."""
    places = pl.int_range(len(column), eager=True)
    parts = []
    for encoding, rows in runs.items():
        own = pl.concat([places.slice(first, height) for first, height in rows])
        text, kind = decode_as(column.gather(own), encoding)
        parts.append((own, text, kind))
    if all(kind is None for *_, kind in parts):
        return column, None
    back = pl.concat([own for own, *_ in parts]).arg_sort()
    kinds = pl.concat([pl.Series([kind], dtype=pl.String).new_from_index(0, len(own)) for own, _, kind in parts])
    return pl.concat([text for _, text, _ in parts]).gather(back), kinds.gather(back)


def cleaned_text(raw: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """Every read column through ``clean_text``; wholly blank columns are left as they are."""
    names = [column.name for column in contract.columns if not column.reader_only and raw[column.name].null_count() < raw.height]
    if not names:
        return raw
    # All columns under each other: a pattern that is asked once is compiled once.
    cleaned = clean_column(pl.concat([raw[name].alias("text") for name in names]))
    return raw.with_columns_seq(cleaned.slice(place * raw.height, raw.height).alias(name) for place, name in enumerate(names))


def without_lowest_dates(text: pl.DataFrame, names: Sequence[str], births: Sequence[str] = ()) -> pl.DataFrame:
    """Null for the lowest dates of programs in columns where a blank may stand; ``births`` may hold 01/01/1970."""
    of_birth = {name: name in births for name in (*names, *births)}
    return text.with_columns_seq(
        pl.when(~is_lowest_date(pl.col(name), of_birth=born)).then(name).alias(name)
        for name, born in of_birth.items()
        if text[name].null_count() < text.height
    )


def clean_column(column: pl.Series) -> pl.Series:
    """``clean_text`` of a column, and null for what programs write where they have nothing; worked out only for the cells that it changes:
    most are clean as they come."""
    dirty = column.str.contains(f"{_UNCLEAN}|{_PROGRAMS_BLANK}")
    if not dirty.any():
        return column
    dirty = dirty.fill_null(False)
    cleaned = column.filter(dirty).to_frame("text").select_seq(clean_text(pl.col("text")))
    mended = cleaned.select_seq(pl.when(~pl.col("text").str.contains(_PROGRAMS_BLANK)).then("text")).to_series()
    return column.scatter(dirty.arg_true(), mended)


def words_for_blank_as_null(e: pl.Expr) -> pl.Expr:
    """Null where the cell says in words that there is nothing."""
    return e.map_batches(_without_words_for_blank, return_dtype=pl.String, is_elementwise=True)


def _without_words_for_blank(texts: pl.Series) -> pl.Series:
    if texts.null_count() == texts.len():
        return texts
    text, frame = pl.col("text"), texts.to_frame("text")
    are_signs = (text.str.strip_chars(_SIGNS_FOR_BLANK) == "") & ~text.is_in(["", "."])
    found = frame.select_seq(blank=text.str.to_lowercase().is_in(NOTHING_WORDS), may_be=are_signs)
    blank, may_be = found["blank"], found["may_be"]
    if may_be.any():  # of signs; of one sign alone it says that there is nothing
        stripped = (text.str.strip_chars(sign) == "" for sign in _SIGNS_FOR_BLANK)
        blank = blank | (may_be & frame.select_seq(pl.any_horizontal(*stripped)).to_series())
    return texts.set(blank, None) if blank.any() else texts


#: Kind of repair -> Boolean expression, made from the column as sent and the column with the result.
KindsOf = Callable[[pl.Expr, pl.Expr], Mapping[str, pl.Expr]]
#: What most date cells look like: nothing to record.
PLAIN_DATE = r"^(?:[0-9]{2}/[0-9]{2}/[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2} 00:00:00)$"


@dataclass(frozen=True)
class Change:
    """A column as sent, the result that stands for it, and how the kinds of its repairs are told. ``is_date``: the result is typed,
    so that its text differs from every cell; cells in plain notation are passed over."""

    column: str
    result: pl.Series
    kinds: KindsOf
    is_date: bool = False


def text_changes(text: pl.DataFrame, *names: str) -> list[Change]:
    """Plain text columns: what ``clean_text`` changed."""
    return [Change(name, text[name], text_repairs) for name in names]


def collect_repairs(raw: pl.DataFrame, changes: Iterable[Change]) -> pl.DataFrame:
    """One row per mended cell and kind. Kinds are only told for the few cells that differ: most cells are right as they come."""
    groups: dict[object, list[tuple[KindsOf, pl.DataFrame]]] = {}
    for place, change in enumerate(changes):
        cells = _cells_of(raw, change, place) if raw[change.column].null_count() < raw.height else None
        if cells is not None:
            groups.setdefault(_asked_alike(change, place), []).append(cells)
    told = [part for cells in groups.values() for part in _repairs_of(pl.concat([frame for _, frame in cells]), cells[0][0])]
    if not told:
        return pl.DataFrame(schema=REPAIR_SCHEMA)
    return pl.concat(told).sort("place", "rank", maintain_order=True).select_seq(list(REPAIR_SCHEMA))


def _asked_alike(change: Change, place: int) -> object:
    """The same for changes whose kinds are told in one, by the same patterns; numbers are compared as what they are, each column alone."""
    if not change.is_date and change.result.dtype != pl.String:
        return place
    return (change.kinds.func, *change.kinds.keywords.items()) if isinstance(change.kinds, partial) else change.kinds


def _cells_of(raw: pl.DataFrame, change: Change, place: int) -> tuple[KindsOf, pl.DataFrame] | None:
    """The cells that differ from their results; of a date its text, for its kinds ask only whether there is one."""
    before = raw[change.column]
    differs = ~before.str.contains(PLAIN_DATE) if change.is_date else before != change.result.cast(pl.String)
    if not differs.any():
        return None
    cells = raw.filter(differs).select_seq(
        "sheet_name",
        "row_number",
        pl.lit(change.column).alias("column_name"),
        pl.col(change.column).alias("before"),
        pl.lit(place).alias("place"),
    )
    after = change.result.filter(differs)
    return change.kinds, cells.with_columns_seq((after.cast(pl.String) if change.is_date else after).alias("after"))


def _repairs_of(cells: pl.DataFrame, kinds: KindsOf) -> list[pl.DataFrame]:
    masks = cells.select_seq(mask.fill_null(False).alias(kind) for kind, mask in kinds(pl.col("before"), pl.col("after")).items())
    return [
        cells.filter(masks[kind]).select_seq(
            "sheet_name",
            "row_number",
            "column_name",
            pl.lit(kind).alias("kind"),
            "before",
            pl.col("after").cast(pl.String),
            "place",
            pl.lit(rank).alias("rank"),
        )
        for rank, kind in enumerate(masks.columns)
        if masks[kind].any()
    ]


def legacy_repairs(raw: pl.DataFrame, decoded_frame: pl.DataFrame, kinds: Mapping[str, pl.Series]) -> pl.DataFrame:
    """One row per cell that was decoded from another encoding. ``kinds``: as ``decoded`` gives them."""
    parts = [
        raw.select_seq(
            "sheet_name",
            "row_number",
            pl.lit(name).alias("column_name"),
            kind.alias("kind"),
            pl.col(name).alias("before"),
            decoded_frame[name].alias("after"),
        ).filter(pl.col("before") != pl.col("after"))
        for name, kind in kinds.items()
    ]
    return pl.concat(parts) if parts else pl.DataFrame(schema=REPAIR_SCHEMA)


def from_group_rows(tables: Sequence[Table], parsed: pl.Expr, ends: pl.Expr | None = None) -> pl.DataFrame:
    """For every data row the value of the nearest group row above it for which ``parsed`` (an expression over column ``text``)
    gives one: sheet_name, row_number, value, is_ended. Rows of lists without group rows are null. The text is clean before it is parsed.

    ``ends`` says of a group row without a value that the value above it ends there (``is_ended``); without it, all such rows let it go on.
    It is over ``text``, ``is_beside`` (the row's ordinal is of the same kind as that of the group in force) and ``is_above`` (of a kind
    that came before any value: "B" after "A", "I" with a value, "II").
    """
    parts = []
    for table in tables:
        rows = table.frame.select_seq(pl.lit(table.sheet_name, dtype=pl.String).alias("sheet_name"), pl.col("row_number").cast(pl.Int64))
        if table.groups.is_empty():
            kind = table.groups.lazy().select(parsed.alias("value")).collect_schema()["value"]
            parts.append(rows.with_columns_seq(pl.lit(None, dtype=kind).alias("value"), pl.lit(False).alias("is_ended")))
            continue
        texts = table.groups.with_columns_seq(pl.col("row_number").cast(pl.Int64), clean_text(pl.col("text"))).sort("row_number")
        groups, is_end = texts.with_columns_seq(parsed.alias("value")), pl.lit(False)
        if ends is not None:
            groups, is_end = groups.with_columns_seq(_ordinal().alias("ordinal")).with_columns_seq(*_levels()), ends.fill_null(False)
        groups = groups.filter(pl.col("value").is_not_null() | is_end).select_seq(
            "row_number", "value", pl.col("value").is_null().alias("is_ended")
        )
        parts.append(rows.join_asof(groups, on="row_number", strategy="backward"))
    return pl.concat(parts).with_columns_seq(pl.col("is_ended").fill_null(False))


def _ordinal() -> pl.Expr:
    """A group row's ordinal alone ("IV", "II.3", "b"), from its own cell or the beginning of its text."""
    leading = pl.col("text").str.extract(r"^(?:((?:[IVXivx]{1,6}|[A-ZĐa-zđ]|\d{1,2})(?:\.\d+)*\s*[.)/:-]|[IVX]{1,6}) )")
    return if_any(pl.coalesce("ordinal", leading), lambda e: e.str.extract(r"^\W*((?:\p{L}{1,6}|\d+)(?:\.\d+)*)\W*$"), pl.String)


#: The first ordinal of each kind. A row with one begins a count of its own, below the group in force: "I. Danh sách chi tiết" under "I. TDP
#: 3".
_FIRSTS = {"1": r"\d+", "I": "[IVX]+", "A": "[A-HJ-UWYZĐ]+", "i": "[ivx]+", "a": "[a-hj-uwyzđ]+"}
_BEGINS = r"^(?:.*\.)?(?:0*1|[IAia])$"


def _levels() -> tuple[pl.Expr, pl.Expr]:
    """Whether a group row stands beside the group in force, or above it. Rows without an ordinal do neither."""
    kind, has_value, row = pl.col("ordinal"), pl.col("value").is_not_null(), pl.col("row_number")
    for first, signs in _FIRSTS.items():
        kind = kind.str.replace_all(signs, first)
    goes_on = ~pl.col("ordinal").str.contains(_BEGINS)
    is_beside = goes_on & (kind == pl.when(has_value).then(kind).forward_fill())
    first_of_kind, first_value = row.min().over(kind), pl.when(has_value).then(row).min()
    is_above = goes_on & (first_of_kind < first_value) & (row > first_value)
    return is_beside.fill_null(False).alias("is_beside"), is_above.fill_null(False).alias("is_above")


#: A title that is the list's own name, and a letterhead, which says who sends it ("ĐẠI LÝ THU BHXH TỰ NGUYỆN"): folded.
_LIST_TITLE = re.compile(rf"{ORDINAL}(?:danh sach|bieu|so theo doi|so quan ly|so cap|bang)\b")
_LETTERHEAD = re.compile(r"^(?:dai ly|diem thu|nhan vien thu|to chuc dich vu)\b")


def from_titles(tables: Sequence[Table], parse: pl.Expr, *, of_one_voice: bool = False) -> pl.Series:
    """For every data row the value that ``parse`` (over column ``text``) finds in its sheet's name, else in the titles that name the
    list (none where they disagree), else in the last other title above the header; letterheads say nothing. ``of_one_voice``: null
    where any two of them differ."""
    parts = []
    for table in tables:
        texts = pl.DataFrame(
            {"text": [table.sheet_name, *table.titles], "rank": [0, *map(_rank_of_title, table.titles)]},
            schema={"text": pl.String, "rank": pl.Int32},
        )
        found = texts.select_seq(parse.alias("value"), "rank").drop_nulls()
        best = found if of_one_voice else found.filter(pl.col("rank") == pl.col("rank").min())
        values = best["value"].tail(1) if 2 in best["rank"] and not of_one_voice else best["value"].unique()
        parts.append(
            pl.Series("value", [values[0] if len(values) == 1 else None], dtype=values.dtype).new_from_index(0, table.frame.height)
        )
    return pl.concat(parts)


def _rank_of_title(title: str) -> int | None:
    """1 for the list's own name, None for one that says nothing, 2 for any other."""
    words = fold_text(title)
    if not words or _LETTERHEAD.search(words):
        return None
    return 1 if _LIST_TITLE.search(words) else 2


def last_day_of(context: CleaningContext) -> date:
    """The last day of the delivery's month."""
    return date(context.year, context.month, monthrange(context.year, context.month)[1])


def last_day(context: CleaningContext) -> pl.Expr:
    """The last day of the delivery's month, as an expression."""
    return pl.lit(last_day_of(context))


def with_repeats(frame: pl.DataFrame, text: pl.DataFrame, contract: Contract, meaning: Sequence[str] = ()) -> pl.DataFrame:
    """Adds ``is_repeat``: True where an earlier row of the delivery is identical in every read column, the running number aside,
    compared after cleaning: the same row with a mended blank is the same row. With ``meaning`` (typed columns that say what the row
    says, however it is written) also ``row_hash``, by which the same rows are known again under another month (F05).
    """
    names = [column.name for column in contract.columns if not column.reader_only and column.name != "serial_number"]
    compared = text.select_seq(
        (frame[name].cast(pl.String).alias(name) if name in frame.columns else text[name]) for name in names if name in text.columns
    )
    repeats = (~compared.select_seq(pl.struct(pl.all()).is_first_distinct()).to_series()).alias("is_repeat")
    hashes = [frame.select_seq(pl.struct(meaning).hash(seed=69)).to_series().alias("row_hash")] if meaning else []
    return frame.with_columns_seq(repeats, *hashes)
