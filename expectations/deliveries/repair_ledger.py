"""The ledger of repairs: per column and kind how many cells cleaning mended, with masked examples, and what jumped since last month (F11).

Data flow: ``Cleaned.repairs`` + last month's counts -> ``ledger`` -> audit.repair_count; ``jumps`` -> the finding about the file
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

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

_LINE_SCHEMA: dict[str, type[pl.DataType]] = {
    "column_name": pl.String,
    "kind": pl.String,
    "cell_count": pl.Int64,
    "last_cell_count": pl.Float64,
    "last_row_share": pl.Float64,
    "last_least_share": pl.Float64,
    "last_most_share": pl.Float64,
    "examples": pl.String,
    "row_share": pl.Float64,
}


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
    """KEYS and ``pair``: JSON of ``before`` and ``after`` as they may be seen, below each other while they are masked: a pattern costs
    more to make ready than the few cells that it is for. What is plain by ``is_plain`` stays, all else is a shape."""
    both = pl.concat([cells.select_seq("kind", "is_plain", typed_text(pl.col(name)).alias("cell")) for name in ("before", "after")])
    cell, is_plain, is_eth = both["cell"], both["is_plain"], both["kind"] == "eth"
    told = cell.clone()
    for chosen, tell in ((is_plain, visible), (~is_plain & is_eth, partial(shape, keep_eth=True)), (~is_plain & ~is_eth, shape)):
        if chosen.any():
            told.scatter(chosen.arg_true(), cell.filter(chosen).to_frame().select_seq(tell(pl.col("cell"))).to_series())
    marked = both.select_seq(blanks_shown(pl.lit(told), pl.col("kind")).alias("told"))
    is_long = pl.col("told").str.len_chars() > _MOST_CHARACTERS
    shown = marked.select_seq(
        pl.when(is_long).then(pl.col("told").str.slice(0, _MOST_CHARACTERS) + "…").otherwise(pl.col("told"))
    ).to_series()
    pair = pl.struct(shown.head(cells.height).alias("before"), shown.tail(cells.height).alias("after"))
    return cells.select_seq(*KEYS, pair.struct.json_encode().alias("pair"))


def list_words(frame: pl.DataFrame, names: Collection[str]) -> pl.DataFrame:
    """column_name, after: the texts that several cells of a column of the tidy frame hold once they are clean."""
    none = pl.DataFrame(schema={"column_name": pl.String, "after": pl.String, "len": pl.UInt32})
    texts = {name: f"{name}_raw" if f"{name}_raw" in frame.columns else name for name in names}
    counts = [
        frame.select_seq(pl.lit(name).alias("column_name"), pl.col(text).alias("after")).group_by("column_name", "after").len()
        for name, text in texts.items()
        if frame.schema.get(text) == pl.String
    ]
    if not counts:
        return none.select_seq("column_name", "after")
    return pl.concat([none, *counts]).filter(pl.col("len") >= LEAST_ALIKE).select_seq("column_name", "after")


def examples(repairs: pl.DataFrame, words: pl.DataFrame, plain_columns: Collection[str]) -> pl.DataFrame:
    """column_name, kind, ``examples``: JSON text of up to three different {"before", "after"}, the most frequent first.

    Cells of ``plain_columns`` are shown as they are where they were read as a date, a number or a code, or where the text is one
    of ``words`` (see ``list_words``): a name that slipped into such a column stands alone. All others are shown as a shape.
    """
    return _examples(_alike(repairs), words, plain_columns)


def _alike(repairs: pl.DataFrame) -> pl.DataFrame:
    """Different cells of each column and kind, and how many are alike (``alike_count``)."""
    return repairs.group_by(*KEYS, "before", "after", maintain_order=True).agg(pl.len().alias("alike_count"))


def _examples(cells: pl.DataFrame, words: pl.DataFrame, plain_columns: Collection[str]) -> pl.DataFrame:
    some = cells.sort("alike_count", descending=True, maintain_order=True)
    if some.height > _CANDIDATES:
        some = some.group_by(KEYS, maintain_order=True).head(_CANDIDATES)
    is_harmless = pl.col("kind").is_in(list(_TYPED_KINDS))
    if words.height:
        is_word = words.with_columns_seq(pl.lit(True).alias("is_word"))
        some = some.join(is_word, on=["column_name", "after"], how="left", maintain_order="left")
        is_harmless |= pl.col("is_word").fill_null(False)
    is_plain = pl.col("column_name").is_in(list(plain_columns)) & is_harmless
    pairs = _masked(some.with_columns_seq(is_plain.alias("is_plain")))
    told = pl.col("pair").unique(maintain_order=True).head(MOST_EXAMPLES).str.join(", ")
    return pairs.group_by(KEYS, maintain_order=True).agg(("[" + told + "]").alias("examples"))


# --- counts and jumps ------------------------------------------------------------------------------------------------
def ledger(cleaned: Cleaned, rows_read: int, plain_columns: Collection[str], last: LastRepairs | None) -> pl.DataFrame:
    """One row per column and kind that this delivery or last month's mended: cell_count (0 where only last month's did), examples,
    ``row_share`` 0-1 and last month's: ``last_row_share`` of all its deliveries together, ``last_least_share`` and ``last_most_share``
    of one delivery; null without an earlier month."""
    now: dict[tuple[str, str], int] = {}
    told: dict[tuple[str, str], str] = {}
    if cleaned.repairs.height:
        cells = _alike(cleaned.repairs)
        now = {(column, kind): count for column, kind, count in cells.group_by(KEYS).agg(pl.col("alike_count").sum()).iter_rows()}
        words = list_words(cleaned.frame, {column for column, kind in now if column in plain_columns and kind not in _TYPED_KINDS})
        told = {(column, kind): text for column, kind, text in _examples(cells, words, plain_columns).iter_rows()}
    before = {} if last is None else _shares_before(last)
    nothing = (None,) * 4 if last is None else (0.0,) * 4
    lines = [  # columns and kinds: as few in a long list as in a short one
        (*key, now.get(key, 0), *before.get(key, nothing), told.get(key, "[]"), now.get(key, 0) / max(rows_read, 1))
        for key in sorted({*now, *before})
    ]
    return pl.DataFrame(lines, schema=_LINE_SCHEMA, orient="row")


def _shares_before(last: LastRepairs) -> dict[tuple[str, str], tuple[float, ...]]:
    """Column and kind -> the four of last month. A delivery without a count of what another one had mended nothing of it."""
    rows_read = dict(last.deliveries.select_seq("delivery_id", "rows_read").iter_rows())
    counts: dict[tuple[str, str], dict[int, int]] = {}
    for number, column, kind, count in last.counts.select_seq("delivery_id", *KEYS, "cell_count").iter_rows():
        if count:
            counts.setdefault((column, kind), {})[number] = count
    out: dict[tuple[str, str], tuple[float, ...]] = {}
    for key, cells in counts.items():
        shares = [cells.get(number, 0) / rows for number, rows in rows_read.items()]
        out[key] = (float(sum(cells.values())), sum(cells.values()) / sum(rows_read.values()), min(shares), max(shares))
    return out


def jumps(lines: pl.DataFrame, limits: JumpLimits) -> pl.DataFrame:
    """The lines of ``ledger`` that jumped, the largest change first.

    A month of dossiers may have deliveries of several systems, each with its own habits: a repair has jumped only where none of last
    month's deliveries was like this one.
    """
    share = pl.col("row_share")
    rose = (share > limits.high_share) & (pl.col("last_most_share") < limits.low_share) & (pl.col("cell_count") >= limits.least)
    fell = (share < limits.low_share) & (pl.col("last_least_share") > limits.high_share) & (pl.col("last_cell_count") >= limits.least)
    jumped = lines.filter(rose | fell)
    return jumped.sort((share - pl.col("last_row_share")).abs(), descending=True, maintain_order=True) if jumped.height > 1 else jumped


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
