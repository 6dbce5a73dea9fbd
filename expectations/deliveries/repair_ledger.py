"""The ledger of repairs: per column and kind how many cells cleaning mended, with masked examples, and what jumped since last month (F11).

Data flow: ``Cleaned.repairs`` + last month's counts -> ``ledger`` -> audit.repair_count; ``jumps`` -> the finding about the file
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from expectations.deliveries.file_rules import FileFinding
from expectations.wording import percent, shown
from transforms.cleaning.model import Cleaned
from transforms.cleaning.moved_days import MOVED
from transforms.cleaning.swapped_dates import SWAPPED
from transforms.cleaning.zoned_moments import ZONE_MOVED, ZONE_UNKNOWN
from transforms.vietnamese.dates import date_repairs
from transforms.vietnamese.identifiers import identifier_repairs
from transforms.vietnamese.numbers import number_repairs
from transforms.vietnamese.text import BLANK, INVISIBLE

KEYS = ("column_name", "kind")
MOST_EXAMPLES = 3
#: A text that so many cells of the delivery's column share is a word of a list, not of a person.
LEAST_ALIKE = 3
#: Different texts of one column and kind that are looked at for examples; a long list has many and needs no more.
_CANDIDATES = 200
_MOST_CHARACTERS = 80
_MOST_LISTED = 6
#: Kinds of which the cell was read as a date, a number or a code: no name can stand there.
_TYPED_KINDS = frozenset({SWAPPED, MOVED, ZONE_MOVED, ZONE_UNKNOWN}).union(
    *(kinds(pl.lit(""), pl.lit("")) for kinds in (date_repairs, identifier_repairs, number_repairs))
)
#: What polars writes behind a moment without a time, and behind a whole number.
_IDLE_END = r"(?: 00:00:00)?(?:\.0{4,})?$"
#: Kinds in which the plain blanks themselves are what was wrong.
_OF_BLANKS = ("blanks", "separators")
_ETH = "ÐðƉ"
#: Signs that a shape keeps: they show what was mended and are nobody's.
_KEPT_SIGNS = rf".,;:'’‘`´\"“”\-–—−‐‑_/\\()\[\]{{}}<>+=~…*#|&%?!◌¤␣⍽↵⇥ {_ETH}"


@dataclass(frozen=True)
class JumpLimits:
    """A repair has jumped when its share of the rows rose from below ``low_share`` to above ``high_share``, or fell the other way, and
    the higher side has ``least`` cells."""

    low_share: float
    high_share: float
    least: int


@dataclass(frozen=True)
class LastRepairs:
    """The source's latest earlier month that is published: ``deliveries`` (delivery_id, rows_read) and their ``counts`` (delivery_id,
    column_name, kind, cell_count)."""

    month: date
    deliveries: pl.DataFrame
    counts: pl.DataFrame


# --- what the officer sees of a cell ---------------------------------------------------------------------------------
def shape(e: pl.Expr, keep_eth: bool = False) -> pl.Expr:
    """A personal cell as its form alone: 9 for a digit, A and a for letters, ¤ for a sign that says more; odd blanks and loose marks
    are seen. ``keep_eth``: an Eth stays, where it is what was mended."""
    eth = rf"--[{_ETH}]" if keep_eth else ""
    letters = e.str.replace_all(rf"[[\p{{Lu}}\p{{Lt}}]{eth}]", "A").str.replace_all(rf"[\p{{L}}--[\p{{Lu}}\p{{Lt}}]{eth}]", "a")
    plain = seen(letters, loose_mark="◌").str.replace_all(r"\p{N}", "9")
    return plain.str.replace_all(rf"[^Aa9{_KEPT_SIGNS}]", "¤")


def visible(e: pl.Expr) -> pl.Expr:
    """A cell as it is, with what the eye cannot see made visible; of nine digits and more the last three remain."""
    return seen(shown(e))


def seen(e: pl.Expr, loose_mark: str = "◌${1}") -> pl.Expr:
    """Loose marks on a circle, ¤ for what is invisible, ⍽ ⇥ ↵ for blanks other than the plain one."""
    signs = e.str.replace_all(r"(\p{M})", loose_mark).str.replace_all(INVISIBLE, "¤")
    breaks = signs.str.replace_all(r"\r\n|[\r\n]", "↵").str.replace_all("\t", "⇥", literal=True)
    return breaks.str.replace_all(rf"[{BLANK}--[ ]]", "⍽")


def typed_text(e: pl.Expr) -> pl.Expr:
    """The result of cleaning as text: a moment at midnight is a day, a whole number has no decimals."""
    return e.str.replace(_IDLE_END, "")


def blanks_shown(told: pl.Expr, kind: pl.Expr) -> pl.Expr:
    """Plain blanks are seen where they are what was mended."""
    return pl.when(kind.is_in(_OF_BLANKS)).then(told.str.replace_all(" ", "␣", literal=True)).otherwise(told)


def _masked(cells: pl.DataFrame) -> pl.DataFrame:
    """``before`` and ``after`` as they may be seen, below each other while they are masked: a pattern costs more to make ready than the few
    cells that it is for. What is plain by ``is_plain`` stays, all else is a shape."""
    both = pl.concat([cells.with_columns(pl.col(name).alias("cell")) for name in ("before", "after")])
    cell = typed_text(pl.col("cell"))
    parts = [
        both.with_row_index("place").filter(chosen).with_columns(told(cell).alias("told"))
        for chosen, told in _WAYS_TO_TELL
        if not both.filter(chosen).is_empty()
    ]
    told = blanks_shown(pl.col("told"), pl.col("kind"))
    masked = pl.concat(parts).sort("place").select(told.alias("told"))["told"] if parts else pl.Series("told", [], dtype=pl.String)
    is_long = masked.str.len_chars() > _MOST_CHARACTERS
    short = masked.to_frame().select(pl.when(is_long).then(pl.col("told").str.slice(0, _MOST_CHARACTERS) + "…").otherwise(pl.col("told")))
    shown = short["told"]
    return cells.with_columns(shown.head(cells.height).alias("before"), shown.tail(cells.height).alias("after"))


#: Which cells, and how they are told.
_WAYS_TO_TELL = (
    (pl.col("is_plain"), visible),
    (~pl.col("is_plain") & (pl.col("kind") == "eth"), lambda cell: shape(cell, keep_eth=True)),
    (~pl.col("is_plain") & (pl.col("kind") != "eth"), shape),
)


def list_words(frame: pl.DataFrame, names: Collection[str]) -> pl.DataFrame:
    """column_name, after: the texts that several cells of a column of the tidy frame hold once they are clean."""
    texts = {name: f"{name}_raw" if f"{name}_raw" in frame.columns else name for name in names}
    counts = [
        frame.select(pl.lit(name).alias("column_name"), pl.col(text).alias("after")).group_by("column_name", "after").len()
        for name, text in texts.items()
        if frame.schema.get(text) == pl.String
    ]
    none = pl.DataFrame(schema={"column_name": pl.String, "after": pl.String, "len": pl.UInt32})
    return pl.concat([none, *counts]).filter(pl.col("len") >= LEAST_ALIKE).select("column_name", "after")


def examples(repairs: pl.DataFrame, words: pl.DataFrame, plain_columns: Collection[str]) -> pl.DataFrame:
    """column_name, kind, ``examples``: JSON text of up to three different {"before", "after"}, the most frequent first.

    Cells of ``plain_columns`` are shown as they are where they were read as a date, a number or a code, or where the text is one
    of ``words`` (see ``list_words``): a name that slipped into such a column stands alone. All others are shown as a shape.
    """
    cells = repairs.group_by(*KEYS, "before", "after", maintain_order=True).agg(pl.len().alias("alike_count"))
    some = cells.sort("alike_count", descending=True, maintain_order=True).group_by(KEYS, maintain_order=True).head(_CANDIDATES)
    told_apart = some.join(
        words.with_columns(pl.lit(True).alias("is_word")), on=["column_name", "after"], how="left", maintain_order="left"
    )
    is_harmless = pl.col("kind").is_in(list(_TYPED_KINDS)) | pl.col("is_word").fill_null(False)
    is_plain = pl.col("column_name").is_in(list(plain_columns)) & is_harmless
    masked = _masked(told_apart.with_columns(is_plain.alias("is_plain"))).select(*KEYS, "before", "after").unique(maintain_order=True)
    pairs = masked.group_by(KEYS, maintain_order=True).head(MOST_EXAMPLES)
    told = pairs.select(*KEYS, pl.struct("before", "after").struct.json_encode().alias("pair"))
    return told.group_by(KEYS, maintain_order=True).agg(("[" + pl.col("pair").str.join(", ") + "]").alias("examples"))


# --- counts and jumps ------------------------------------------------------------------------------------------------
def ledger(cleaned: Cleaned, rows_read: int, plain_columns: Collection[str], last: LastRepairs | None) -> pl.DataFrame:
    """One row per column and kind that this delivery or last month's mended: cell_count (0 where only last month's did), examples,
    ``row_share`` 0-1 and last month's: ``last_row_share`` of all its deliveries together, ``last_least_share`` and ``last_most_share``
    of one delivery; null without an earlier month."""
    repairs = cleaned.repairs
    words = list_words(cleaned.frame, set(repairs["column_name"].unique()) & set(plain_columns))
    now = repairs.group_by(KEYS).agg(pl.len().alias("cell_count"))
    before = _shares_before(last, now)
    return (
        now.join(before, on=KEYS, how="full", coalesce=True)
        .join(examples(repairs, words, plain_columns), on=KEYS, how="left")
        .with_columns(pl.col("cell_count").fill_null(0).cast(pl.Int64), pl.col("examples").fill_null("[]"))
        .with_columns((pl.col("cell_count") / max(rows_read, 1)).alias("row_share"))
        .sort(KEYS)
    )


def _shares_before(last: LastRepairs | None, now: pl.DataFrame) -> pl.DataFrame:
    if last is None:
        shares = ("last_cell_count", "last_row_share", "last_least_share", "last_most_share")
        return pl.DataFrame(schema=dict.fromkeys(KEYS, pl.String) | dict.fromkeys(shares, pl.Float64))
    wanted = pl.concat([now.select(KEYS), last.counts.filter(pl.col("cell_count") > 0).select(KEYS)]).unique()
    each = last.deliveries.join(wanted, how="cross").join(last.counts, on=["delivery_id", *KEYS], how="left")
    cells, rows = pl.col("cell_count").fill_null(0), pl.col("rows_read")
    return each.group_by(KEYS).agg(
        cells.sum().cast(pl.Float64).alias("last_cell_count"),
        (cells.sum() / rows.sum()).alias("last_row_share"),
        (cells / rows).min().alias("last_least_share"),
        (cells / rows).max().alias("last_most_share"),
    )


def jumps(lines: pl.DataFrame, limits: JumpLimits) -> pl.DataFrame:
    """The lines of ``ledger`` that jumped, the largest change first.

    A month of dossiers may have deliveries of several systems, each with its own habits: a repair has jumped only where none of last
    month's deliveries was like this one.
    """
    share = pl.col("row_share")
    rose = (share > limits.high_share) & (pl.col("last_most_share") < limits.low_share) & (pl.col("cell_count") >= limits.least)
    fell = (share < limits.low_share) & (pl.col("last_least_share") > limits.high_share) & (pl.col("last_cell_count") >= limits.least)
    return lines.filter(rose | fell).sort((share - pl.col("last_row_share")).abs(), descending=True, maintain_order=True)


def repairs_jumped(
    lines: pl.DataFrame, limits: JumpLimits, earlier: date, headings: Mapping[str, str], kinds_vi: Mapping[str, str]
) -> list[FileFinding]:
    """F11: the source writes some columns otherwise than last month. ``headings``: column -> heading; ``kinds_vi``: kind -> name."""
    jumped = jumps(lines, limits)
    if jumped.is_empty():
        return []
    told = "; ".join(_told(row, headings, kinds_vi) for row in jumped.head(_MOST_LISTED).iter_rows(named=True))
    more = f"; và {jumped.height - _MOST_LISTED} chỗ khác" if jumped.height > _MOST_LISTED else ""
    return [
        FileFinding(
            "F11",
            "info",
            f"Cách ghi của nguồn đã đổi so với tháng {earlier:%m/%Y}: {told}{more}. Có lẽ nơi gửi đã đổi phần mềm hoặc cách xuất tệp. "
            "Các ô đã được sửa tự động và vẫn được tính. Xem lại vài dòng xem sửa có đúng không, rồi xác nhận với nơi gửi.",
        )
    ]


def _told(row: Mapping[str, object], headings: Mapping[str, str], kinds_vi: Mapping[str, str]) -> str:
    kind = kinds_vi.get(str(row["kind"]), str(row["kind"]))
    now, then = (percent(float(str(row[name]))) for name in ("row_share", "last_row_share"))
    heading = headings.get(str(row["column_name"]), str(row["column_name"]))
    return f"cột '{heading}' ({kind[:1].lower()}{kind[1:]}) sửa {now} số dòng, tháng trước {then}"
