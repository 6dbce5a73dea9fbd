"""Lone cells: rows of a list that hold nothing but a name, or little more, and were read as something else for want of other cells.

Data flow: rows by kind -> ``LONE_CELLS``: what ``transforms.cleaning.lone_cells`` holds against the places and names of the ward
"""

from collections.abc import Sequence

import polars as pl

from transforms.reading.headers import Header
from transforms.reading.model import LONE_CELLS
from transforms.reading.rows import GROUP_TEXT, ROMAN_OR_LETTER, SIGNATURE_TEXT, WHOLE_DATE, last_row_of
from transforms.vietnamese.names import is_a_usual_name
from transforms.vietnamese.text import clean_text

#: What stands before the name of a member of a household, or of its head, in a cell of its own or in the name's.
_MARK = rf"{ROMAN_OR_LETTER}|^\s*(?:\d{{1,4}}[.,-]\d{{1,2}}[.)]?|[-+*•–])\s*$"
_MARKED_TEXT = r"^\s*(?:(?:[IVXivx]{1,6}|[A-ZĐa-hđ])[.)]|[-+*•–])\s*\p{L}"
#: "Hộ nghèo: Nguyễn Văn An", in lower case.
_CLASSED_TEXT = r"^\s*hộ (?:cận )?nghèo\W+\p{L}"
#: "1a", "5/", "[5]", "5 bis": what stands for a running number; and how many a group has.
_SHORT_NUMBER = r"^\s*\W?\d.{0,5}$"
_COUNT = r"^\s*\(?\d{1,3}(?:[.,]0+)?\)?\s*$"
#: What stands beside a signer's name and is no name: an office, a rank with a name behind it, "(đã ký)", a telephone.
_OF_A_SIGNER = (
    r"^\W*(?:(?:phó|trưởng|kế toán|chuyên viên|cán bộ|nhân viên|thư ký|văn thư|bí thư|giám sát|tổ trưởng|tổ phó|công an|đã ký|ký|sđt|đt|tel"
    r"|email|(?:đại|thượng|trung|thiếu) (?:tá|úy|uý|tướng)|bs|bác sĩ|ths|ts|cn|cử nhân|ks|kỹ sư)\b|\+?\d[\d. -]{8,}$|\(|$)"
)


def lone_cells(kinds: pl.DataFrame, classified: pl.DataFrame, body: pl.DataFrame, header: Header, first_row: int) -> pl.DataFrame:
    """Rows that are read as names of groups for want of a second cell, and whose only cell may as well be what is left of a row of the
    list; and those that hold little more, of which a name alone makes people."""
    places = {place: name for name, place in header.positions.items() if f"c{place}" in body.columns and name != "serial_number"}
    naming = [place for place, name in places.items() if name.endswith("_name") and header.contract.column(name).personal]
    lone = _perhaps_people(kinds, classified, body)
    if not naming or lone.is_empty():
        return pl.DataFrame(schema=LONE_CELLS)
    cells = _cells_without_marks(body, header.serial_position)
    names = {place: name for place, name in places.items() if place >= min(naming)}
    column = (pl.when(cell.is_not_null()).then(pl.lit(names.get(place, places[min(naming)]))) for place, cell in cells.items())
    return (
        body.join(lone, on="index", how="inner", maintain_order="left")
        .select(
            (pl.col("index").cast(pl.Int64) + first_row).alias("row_number"),
            pl.coalesce(column).alias("column"),
            pl.coalesce(cells.values()).alias("text"),
            "is_marked",
        )
        .drop_nulls("column")
    )


def _perhaps_people(kinds: pl.DataFrame, classified: pl.DataFrame, body: pl.DataFrame) -> pl.DataFrame:
    """``index``, ``is_marked``. Names under a signature are the signers', and so are those further below than the last row of data, unless
    they follow on it or stand above a sum. With a mark ("a", "1.1", "-", "A", "II") beside its name, which no signer's has, a row may stand
    anywhere else and have one cell more; so may a name with its year or in columns that the list does not read, in the list itself."""
    last, is_group, is_worded = last_row_of(kinds, "data"), pl.col("kind") == "group", pl.col("label").str.contains(GROUP_TEXT)
    ends_signature = pl.col("kind").is_in(["data", "total"]) | (is_group & is_worded)
    is_signed = pl.when(pl.col("kind") == "signature").then(True).when(ends_signature).then(False).forward_fill().fill_null(False)
    cells = pl.col("others") + pl.col("serial").is_not_null()
    has_mark = is_group & pl.col("serial").str.contains(_MARK).fill_null(False)
    is_marked = has_mark | (pl.col("first").str.contains(_MARKED_TEXT) & ((cells == 1) | pl.col("serial").is_null()))
    is_marked = is_marked & pl.col("kind").is_in(["group", "note"]) & (pl.col("others") <= 2)
    is_lone = is_group & (cells == 1) & ~is_worded & ~is_signed
    pairs = _uncounted(body, kinds.filter(is_group & (cells == 2) & ~is_worded & ~is_signed)["index"])
    is_pair = pl.col("index").is_in(pairs.implode())
    below = (pl.col("index").cast(pl.Int64) - last).clip(0)
    goes_on = is_lone | is_pair | is_marked | (below == 0) | (pl.col("kind") == "noise")
    is_of_list = ((below == (below > 0).cum_sum()) & goes_on.cum_min()) | (pl.col("index") < max(last, last_row_of(kinds, "total")))
    # Bullets of notes, under a list, list anything.
    ends_list = (pl.col("kind") == "note") & ~is_marked & (below > 0)
    may_stand = is_of_list | ((~is_signed | has_mark) & (ends_list.cum_sum() == 0))
    is_classed = is_group & (pl.col("others") <= 2) & pl.col("label").str.contains(_CLASSED_TEXT)
    is_marked = (
        (is_marked & may_stand)
        | ((is_pair | is_classed) & is_of_list)
        | pl.col("index").is_in(_unsigned(kinds, classified, body, is_signed).implode())
    )
    lone = kinds.select("index", (is_lone & is_of_list).fill_null(False).alias("is_lone"), is_marked.fill_null(False).alias("is_marked"))
    return lone.filter(pl.col("is_lone") | pl.col("is_marked")).drop("is_lone")


def _uncounted(body: pl.DataFrame, index: pl.Series) -> pl.Series:
    """The rows of them without a small number, which is no year but how many a group has ("Nguyễn Văn An | 15")."""
    if index.is_empty():
        return index
    counts = pl.any_horizontal(pl.exclude("index").str.contains(_COUNT).fill_null(False))
    return body.filter(pl.col("index").is_in(index.implode())).filter(~counts)["index"]


def _unsigned(kinds: pl.DataFrame, classified: pl.DataFrame, body: pl.DataFrame, is_signed: pl.Expr) -> pl.Series:
    """Rows of few cells under a signature that no signer's name is: they have some number ("1a", "5/") or a date of their own, or a name
    and beside it what is none ("Nguyễn Thị Lan | Con"); or they are names alone while the list goes on below, and more than those who
    sign, or in a column that none of them signs in."""
    was_data = pl.col("index").is_in(classified.filter(pl.col("kind") == "data")["index"].implode())
    is_title = (pl.col("kind") == "signature") & ~was_data
    rows = kinds.select(
        "index",
        "serial",
        (is_title & ~is_title.shift(fill_value=False)).cum_sum().alias("block"),
        is_title.alias("is_title"),
        (is_signed & ~is_title & pl.col("kind").is_in(["signature", "group"])).alias("is_under"),
        was_data.alias("was_data"),
    ).filter(pl.col("is_title") | pl.col("is_under"))
    if not rows["is_under"].any():
        return rows.clear()["index"]
    cells = [pl.col(name) for name in body.columns if name != "index"]
    filled = pl.sum_horizontal(cell.is_not_null() for cell in cells)
    names = pl.sum_horizontal(is_a_usual_name(clean_text(cell)) for cell in cells)
    others = filled - pl.sum_horizontal(_is_of_a_signer(cell) for cell in cells)
    is_dated = pl.any_horizontal(cell.str.contains(WHOLE_DATE).fill_null(False) for cell in cells)
    rows = rows.join(body, on="index", how="inner", maintain_order="left").with_columns(filled.alias("filled"), names.alias("names"))
    is_numbered = pl.col("was_data") & (is_dated | pl.col("serial").str.contains(_SHORT_NUMBER).fill_null(False))
    is_named = (pl.col("names") == 1) & (others > 1)
    is_alone = (pl.col("names") == 1) & (pl.col("filled") == 1) & (pl.col("index") < last_row_of(kinds, "data"))
    return rows.filter("is_under", is_numbered | is_named | (is_alone & _is_beyond_signers(cells)))["index"]


def _is_beyond_signers(cells: Sequence[pl.Expr]) -> pl.Expr:
    """Names that are more than the cells of the signature above them, or stand in no column of it nor beside one."""
    signs = [(pl.col("is_title") & cell.is_not_null()).any().over("block") for cell in cells]
    near = (cell.is_not_null() & pl.any_horizontal(signs[max(place - 1, 0) : place + 2]) for place, cell in enumerate(cells))
    signers = pl.when("is_title").then("filled").max().over("block")
    return (pl.when("is_under").then("names").cum_sum().over("block") > signers) | ~pl.any_horizontal(near)


def _is_of_a_signer(cell: pl.Expr) -> pl.Expr:
    """An office, a telephone, "(đã ký)"; or how many there are."""
    text = clean_text(cell).str.to_lowercase()
    return (text.str.contains(_OF_A_SIGNER) | text.str.contains(SIGNATURE_TEXT) | text.str.contains(_COUNT)).fill_null(False)


def _cells_without_marks(body: pl.DataFrame, serial: int | None) -> dict[int, pl.Expr]:
    """The cells of a row by their places, and that of the running number only where it holds more than one."""
    places = [int(name.removeprefix("c")) for name in body.columns if name != "index"]
    cells = {place: pl.col(f"c{place}") for place in places}
    return {
        place: pl.when(~cell.str.contains(f"{_MARK}|{_SHORT_NUMBER}")).then(cell) if place == serial else cell
        for place, cell in cells.items()
    }
