"""What every source's ``clean`` begins and ends with: stack the lists of a delivery, clean their text, record what changed.

Data flow: tables of text -> ``stack`` -> expressions of ``transforms.vietnamese`` -> typed columns -> ``collect_repairs``
"""

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from transforms.contract import REPAIR_SCHEMA, Context, Contract, Table
from transforms.vietnamese.legacy import decode_legacy
from transforms.vietnamese.text import clean_text, text_repairs

#: Words that say that there is nothing: a cell that holds one is blank.
NOTHING = r"(?i)^(?:~+|…+|\.{2,}|-+|không|không có|chưa có|chưa|khong|khong co|chua co|không rõ|null|n/a)$"


def stack(tables: Sequence[Table], contract: Contract) -> pl.DataFrame:
    """All lists under each other: sheet_name, row_number and every column of the contract that is read, as sent (String); a column
    that no list has is null throughout. ``<column>_given`` says whether the row's list has the column at all."""
    names = [column.name for column in contract.columns if not column.reader_only]
    frames = [
        table.frame.select(
            pl.lit(table.sheet_name, dtype=pl.String).alias("sheet_name"), pl.col("row_number").cast(pl.Int64),
            *(pl.col(name) if name in table.frame.columns else pl.lit(None, dtype=pl.String).alias(name) for name in names),
            *(pl.lit(name in table.frame.columns).alias(f"{name}_given") for name in names),
        )
        for table in tables
    ]
    return pl.concat(frames).with_row_index("row_id")


def decoded(raw: pl.DataFrame, contract: Contract) -> tuple[pl.DataFrame, dict[str, str]]:
    """The frame with columns in TCVN3, VNI or mojibake turned into Unicode, and which kind each such column was in."""
    found: dict[str, str] = {}
    changed = []
    for column in contract.columns:
        if column.reader_only or raw[column.name].null_count() == raw.height:
            continue
        text, kind = decode_legacy(raw[column.name])
        if kind is not None:
            found[column.name] = kind
            changed.append(text.alias(column.name))
    return (raw.with_columns(changed) if changed else raw), found


def cleaned_text(raw: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """Every read column through ``clean_text``; wholly blank columns are left as they are."""
    names = [column.name for column in contract.columns if not column.reader_only and raw[column.name].null_count() < raw.height]
    return raw.with_columns(clean_text(pl.col(name)) for name in names)


def or_nothing(e: pl.Expr) -> pl.Expr:
    """Null where the cell says in words that there is nothing."""
    return pl.when(~e.str.contains(NOTHING)).then(e)


Kinds = Mapping[str, pl.Expr]


def text_changes(before: pl.DataFrame, names: Iterable[str]) -> dict[str, Kinds]:
    """The repairs of plain text columns: what ``clean_text`` changed."""
    return {name: text_repairs(pl.col(name), clean_text(pl.col(name))) for name in names if before[name].null_count() < before.height}


def collect_repairs(frame: pl.DataFrame, changes: Mapping[str, Kinds], after: Mapping[str, str] | None = None) -> pl.DataFrame:
    """One row per mended cell and kind. ``frame`` holds sheet_name, row_number, the columns as sent and those named by
    ``after`` (column -> column with the result; default: the text, cleaned)."""
    names = [(column, kind) for column, kinds in changes.items() for kind in kinds]
    if not names:
        return pl.DataFrame(schema=REPAIR_SCHEMA)
    masks = frame.select(changes[column][kind].fill_null(False).alias(f"{column}|{kind}") for column, kind in names)
    found = masks.sum().row(0)
    parts = [
        frame.filter(masks[f"{column}|{kind}"]).select(
            "sheet_name", "row_number", pl.lit(column).alias("column_name"), pl.lit(kind).alias("kind"), pl.col(column).alias("before"),
            (pl.col(after[column]).cast(pl.String) if after and column in after else clean_text(pl.col(column))).alias("after"))
        for (column, kind), count in zip(names, found, strict=True) if count
    ]
    return pl.concat(parts) if parts else pl.DataFrame(schema=REPAIR_SCHEMA)


def legacy_repairs(raw: pl.DataFrame, decoded_frame: pl.DataFrame, kinds: Mapping[str, str]) -> pl.DataFrame:
    """One row per cell that was decoded from another encoding."""
    parts = [
        raw.select("sheet_name", "row_number", pl.lit(name).alias("column_name"), pl.lit(kind).alias("kind"), pl.col(name).alias("before"),
                   decoded_frame[name].alias("after")).filter(pl.col("before") != pl.col("after"))
        for name, kind in kinds.items()
    ]
    return pl.concat(parts) if parts else pl.DataFrame(schema=REPAIR_SCHEMA)


def from_groups(tables: Sequence[Table], parsed: pl.Expr) -> pl.DataFrame:
    """For every data row the value of the nearest group row above it for which ``parsed`` (an expression over column ``text``)
    gives one: sheet_name, row_number, value. Rows of lists without group rows are null."""
    parts = []
    for table in tables:
        rows = table.frame.select(pl.lit(table.sheet_name, dtype=pl.String).alias("sheet_name"), pl.col("row_number").cast(pl.Int64))
        groups = table.groups.select(pl.col("row_number").cast(pl.Int64), parsed.alias("value")).drop_nulls().sort("row_number")
        if groups.is_empty():
            parts.append(rows.with_columns(pl.lit(None, dtype=groups.schema["value"]).alias("value")))
        else:
            parts.append(rows.join_asof(groups, on="row_number", strategy="backward"))
    return pl.concat(parts)


def over_titles(tables: Sequence[Table], parse: pl.Expr) -> pl.Series:
    """For every data row the first value that ``parse`` (over column ``text``) finds in its sheet's name, else in its titles."""
    parts = []
    for table in tables:
        texts = pl.DataFrame({"text": [text for text in (table.sheet_name, *table.titles) if text]}, schema={"text": pl.String})
        found = texts.select(parse.alias("value"))["value"].drop_nulls()
        parts.append(pl.Series("value", [found[0] if len(found) else None], dtype=found.dtype).new_from_index(0, table.frame.height))
    return pl.concat(parts)


def last_day(context: Context) -> pl.Expr:
    """The last day of the delivery's month."""
    return pl.date(context.year, context.month, 1).dt.month_end()


def with_repeats(frame: pl.DataFrame, text: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """Adds ``is_repeat``: True where an earlier row of the delivery is identical in every read column, the running number aside.

    Compared after cleaning: the same row with a mended blank is the same row.
    """
    names = [column.name for column in contract.columns if not column.reader_only and column.name != "serial_number"]
    compared = text.select(
        *(frame[name].cast(pl.String).alias(name) if name in frame.columns else text[name] for name in names if name in text.columns))
    return frame.with_columns((~compared.select(pl.struct(pl.all()).is_first_distinct()).to_series()).alias("is_repeat"),
                              compared.select(pl.struct(pl.all()).hash(seed=69)).to_series().alias("row_hash"))
