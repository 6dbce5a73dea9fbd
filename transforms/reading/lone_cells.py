"""Lone cells: rows of a list that hold nothing but a name, or little more, and were read as something else for want of other cells.

Data flow: rows by kind -> ``LONE_CELLS``: what ``transforms.cleaning.lone_cells`` holds against the places and names of the ward
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from transforms.reading.headers import Header
from transforms.reading.model import LONE_CELLS
from transforms.reading.rows import (
    GROUP_TEXT,
    IDENTIFIER,
    ROMAN_OR_LETTER,
    SIGNATURE_TEXT,
    WHOLE_DATE,
    WORDED_COLUMNS,
    filled_columns,
    last_row_of,
)
from transforms.vietnamese.names import is_a_usual_name, may_be_a_name
from transforms.vietnamese.text import clean_text, says

#: What stands before the name of a member of a household, or of its head, in a cell of its own or in the name's.
_MARK = rf"{ROMAN_OR_LETTER}|^\s*(?:\d{{1,4}}[.,-]\d{{1,2}}[.)]?|[-+*•–])\s*$"
_MARKED_TEXT = r"^\s*(?:(?:[IVXivx]{1,6}|[A-ZĐa-hđ])[.)]|[-+*•–])\s*\p{L}"
#: "Hộ nghèo: Nguyễn Văn An", in lower case.
_CLASSED_TEXT = r"^\s*hộ (?:cận )?nghèo\W+\p{L}"
#: "1a", "5/", "[5]", "5 bis": what stands for a running number; and how many a group has.
_SHORT_NUMBER = r"^\s*\W?\d.{0,5}$"
_COUNT = r"^\s*\(?\d{1,3}(?:[.,]0+)?\)?\s*$"
#: "HS-2026-00123", "12345/2026", "100012" under the heading of a code: no group is called so.
_CODE = r"^\s*(?:\d{4,}|[A-Z0-9Đ]{1,12}[./ -][A-Z0-9Đ./ -]{0,20}\d{3}[A-Z0-9Đ./ -]{0,20})\s*$"
#: Whoever applies for something and is no person.
_ORGANISATION = (
    r"(?i)^\W*(?:công ty|cty|tổng công ty|tập đoàn|doanh nghiệp|dntn|xí nghiệp|hợp tác xã|htx|hộ kinh doanh|hkd|chi nhánh|ngân hàng|trường"
    r"|trung tâm|bệnh viện|cơ sở|cửa hàng|văn phòng|hiệp hội|quỹ|viện|ban|phòng"
    r"|ubnd|ủy ban|uỷ ban|nhà (?:thờ|văn hóa|văn hoá|máy|nước)|chùa|đình|giáo xứ|hội|đoàn|đội|tổ hợp tác|trạm|điểm)\b"
)
#: What stands beside a signer's name and is no name: an office, a rank with a name behind it, "(đã ký)", an address on the internet.
_OF_A_SIGNER = (
    r"^\W*(?:(?:phó|trưởng|kế toán|chuyên viên|viên chức|công chức|cán bộ|nhân viên|thư ký|văn thư|bí thư|giám sát|tổ trưởng|tổ phó|công an"
    r"|phòng|đã ký|ký|ngày (?:ký|lập|in)|in ngày|thời gian|người ký|chức vụ|cơ quan|sđt|đt|(?:số )?điện thoại|di động|fax|tel|email|trang"
    r"|(?:đại|thượng|trung|thiếu) (?:tá|úy|uý|tướng)|bs(?:ck)?i{0,2}|bác sĩ|ths|ts|cn|cử nhân|ks|kỹ sư)\b|\(|$)"
    r"|^[-+*•–] ?\S|\S@\S|^\p{L}\.(?: ?\p{L}\.)* ?\p{L}+$"
)
#: Offices that begin with a word of places: "Thôn trưởng", "Xã đội trưởng".
_OFFICE_OF_A_PLACE = r"^(?:(?:thôn|xóm|ấp|bản|làng|khóm|khu|khối|đội|tổ)(?: đội)?|(?:xã|phường) đội) (?:trưởng|phó)\b"
#: Words that begin a place wherever they stand before others, and those that may begin a name too ("Lô Văn Hoa").
_PLACE = (
    r"^(?:thôn|xóm|tổ|tdp|kdc|khu|phường|xã|thị trấn|quận|huyện|tỉnh|thành phố|đường|phố|ngõ|ngách|hẻm|kiệt|số|ấp|làng|buôn|sóc|khóm"
    r"|chung cư|cư xá|căn hộ)\b.{0,3}[\p{L}\d]"
)
_PERHAPS_PLACE = r"^(?:bản|lô|cụm|đội|khối|tp|thửa)\b.{0,3}[\p{L}\d]"
_PHONE = r"^\W*(?:\+?84|0)[ .-]?\d(?:[ .-]?\d){7,9}\W*$"
#: Under the heading of an identifier: a social insurance number begins with its province's code, and of the statistics office's codes of
#: the 63 provinces none was 03, 05, 07 or 09.
_SURE_PHONE = r"^\W*(?:\+?84|0)\d{1,3}[ .-]\d{3}[ .-]?\d{3,4}\W*$|^0[3579]\d{8}$"
_CAPITALS = r"^(?:\p{Lu}\S* )+\p{Lu}\S*$"
#: Fewest cells of a row that nobody signs with.
_FULL = 2


def lone_cells(kinds: pl.DataFrame, classified: pl.DataFrame, body: pl.DataFrame, header: Header, first_row: int) -> pl.DataFrame:
    """Rows that are read as names of groups for want of a second cell, and whose only cell may as well be what is left of a row of the
    list; and those that hold little more, of which a name alone makes people."""
    places = {place: name for name, place in header.positions.items() if f"c{place}" in body.columns and name != "serial_number"}
    naming = [place for place, name in places.items() if name.endswith("_name") and header.contract.column(name).personal]
    if not naming:
        return pl.DataFrame(schema=LONE_CELLS)
    lone = _perhaps_people(kinds, classified, body, places, naming)
    if lone.is_empty():
        return pl.DataFrame(schema=LONE_CELLS)
    rows = filled_columns(body.filter(pl.col("index").is_in(lone["index"].implode())))
    cells = _cells_without_marks(rows, header.serial_position)
    names = {place: name for place, name in places.items() if place >= min(naming)}
    is_placed = pl.col("evidence") == "placed"
    texts = {place: pl.when(~is_placed | pl.lit(places.get(place) in WORDED_COLUMNS)).then(cell) for place, cell in cells.items()}
    column = (pl.when(text.is_not_null()).then(pl.lit(names.get(place, places[min(naming)]))) for place, text in texts.items())
    return (
        rows.join(lone, on="index", how="inner", maintain_order="left")
        .select_seq(
            (pl.col("index").cast(pl.Int64) + first_row).alias("row_number"),
            pl.coalesce(column).alias("column"),
            pl.coalesce(texts.values()).alias("text"),
            "evidence",
        )
        .drop_nulls("column")
    )


def _perhaps_people(
    kinds: pl.DataFrame, classified: pl.DataFrame, body: pl.DataFrame, places: dict[int, str], naming: Sequence[int]
) -> pl.DataFrame:
    """``index``, ``evidence``. Names under a signature are the signers', and so are those further below than the last row of data, unless
    they follow on it or stand above a sum. With a mark ("a", "1.1", "-", "A", "II") beside its name, which no signer's has, a row may stand
    anywhere else and have one cell more; so may a name with its year or in columns that the list does not read, in the list itself."""
    kinds = _with_words(kinds)
    last, is_group, is_worded = last_row_of(kinds, "data"), pl.col("kind") == "group", pl.col("is_worded")
    ends_signature = pl.col("kind").is_in(["data", "total"]) | (is_group & is_worded)
    is_signed = pl.when(pl.col("kind") == "signature").then(True).when(ends_signature).then(False).forward_fill().fill_null(False)
    cells = pl.col("others") + pl.col("serial").is_not_null()
    has_mark = is_group & pl.col("has_mark")
    is_marked = has_mark | (pl.col("begins_with_mark") & ((cells == 1) | pl.col("serial").is_null()))
    is_marked = is_marked & (pl.col("others") <= 2)
    is_lone = is_group & (cells == 1) & ~is_worded & ~is_signed
    is_pair = pl.col("index").is_in(_uncounted(body, kinds.filter(is_group & (cells == 2) & ~is_worded & ~is_signed)["index"]).implode())
    below = (pl.col("index").cast(pl.Int64) - last).clip(0)
    goes_on = is_lone | is_pair | is_marked | (below == 0) | (pl.col("kind") == "noise")
    is_of_list = ((below == (below > 0).cum_sum()) & goes_on.cum_min()) | (pl.col("index") < max(last, last_row_of(kinds, "total")))
    # Bullets of notes, under a list, list anything.
    ends_list = (pl.col("kind") == "note") & ~is_marked & (below > 0)
    may_stand = is_of_list | ((~is_signed | has_mark) & (ends_list.cum_sum() == 0))
    is_classed = is_group & (pl.col("others") <= 2) & pl.col("names_class")
    unsigned = _unsigned(_Signed(kinds, classified, body, places, naming), is_signed)
    is_single = is_group & (cells == 1) & ~is_worded
    single = kinds.filter(is_single)["index"]
    listed = kinds.filter(is_single & (is_of_list | (pl.col("index") < last)))["index"] if single.len() else single
    own = _codes_and_organisations(body, single, listed, places, naming)
    evidence = (
        pl.when(pl.col("index").is_in(pl.concat([unsigned["row"], own]).implode())).then(pl.lit("row"))
        .when((is_marked & may_stand) | (is_classed & is_of_list) | pl.col("index").is_in(unsigned["marked"].implode()))
        .then(pl.lit("marked"))
        .when(pl.col("index").is_in(unsigned["placed"].implode())).then(pl.lit("placed"))
        .when(((is_lone | is_pair) & is_of_list) | pl.col("index").is_in(unsigned["alone"].implode())).then(pl.lit("alone"))
    )  # fmt: skip
    return kinds.select_seq("index", evidence.alias("evidence")).drop_nulls("evidence")


def _with_words(kinds: pl.DataFrame) -> pl.DataFrame:
    """What the words of groups and notes, which are few, look like; asked once."""
    serial, first, label = (pl.when(pl.col("kind").is_in(["group", "note"])).then(name) for name in ("serial", "first", "label"))
    return kinds.with_columns_seq(
        says(label, GROUP_TEXT).alias("is_worded"),
        says(serial, _MARK).alias("has_mark"),
        says(first, _MARKED_TEXT).alias("begins_with_mark"),
        says(label, _CLASSED_TEXT).alias("names_class"),
    )


def _uncounted(body: pl.DataFrame, index: pl.Series) -> pl.Series:
    """The rows of them without a small number, which is no year but how many a group has ("Nguyễn Văn An | 15")."""
    if index.is_empty():
        return index
    counts = pl.any_horizontal(pl.exclude("index").str.contains(_COUNT).fill_null(False))
    return body.filter(pl.col("index").is_in(index.implode())).filter(~counts)["index"]


def _codes_and_organisations(
    body: pl.DataFrame, single: pl.Series, listed: pl.Series, places: dict[int, str], naming: Sequence[int]
) -> pl.Series:
    """Rows of a code alone under its heading, and in the list of an organisation alone where those who apply stand, right of where groups
    are named."""
    if single.is_empty():
        return single
    codes = [pl.col(f"c{place}") for place, name in places.items() if name.endswith(("_code", "_id", "_number"))]
    applicants = [pl.col(f"c{place}") for place in naming if place > min(places)]
    is_code = [(cell.str.contains(_CODE) & ~cell.str.contains(IDENTIFIER)).fill_null(False) for cell in codes]
    is_body = [cell.str.contains(_ORGANISATION).fill_null(False) & pl.col("index").is_in(listed.implode()) for cell in applicants]
    rows = body.filter(pl.col("index").is_in(single.implode()))
    return rows.filter(pl.any_horizontal(*is_code, *is_body, pl.lit(False)))["index"]


@dataclass(frozen=True)
class _Signed:
    """A list whose signatures are looked at: its rows by kind, as they are read and as they were taken at first, its cells, the names of
    its columns by place, and the places of those that name people."""

    kinds: pl.DataFrame
    classified: pl.DataFrame
    body: pl.DataFrame
    places: dict[int, str]
    naming: Sequence[int]

    def rows(self, is_signed: pl.Expr) -> pl.DataFrame:
        """Titles of signatures (``is_title``) and what stands under them, in ``block``s, with their cells."""
        was_data = pl.col("index").is_in(self.classified.filter(pl.col("kind") == "data")["index"].implode())
        is_title = (pl.col("kind") == "signature") & ~was_data
        rows = self.kinds.select_seq(
            "index",
            "serial",
            (is_title & ~is_title.shift(fill_value=False)).cum_sum().alias("block"),
            is_title.alias("is_title"),
            (is_signed & ~is_title & pl.col("kind").is_in(["signature", "group"])).alias("is_under"),
            was_data.alias("was_data"),
            (pl.col("index") < last_row_of(self.kinds, "data")).alias("goes_on"),
        ).filter(pl.col("is_title") | pl.col("is_under"))
        if not rows["is_under"].any():
            return rows.clear()
        cells = filled_columns(self.body.filter(pl.col("index").is_in(rows["index"].implode())))
        return rows.join(cells, on="index", how="inner", maintain_order="left")


def _unsigned(signed: _Signed, is_signed: pl.Expr) -> dict[str, pl.Series]:
    """Rows of few cells under a signature that no signer's name is, by the evidence that there is for a row of the list.

    "row": they have a date of their own, or a name and beside it what is none ("Nguyễn Thị Lan | Con"), or several cells of which none is
    a signer's while the list goes on; "placed": what stands beside the name is one only where it is no place of the ward; "marked": they
    have some number ("1a", "5/"); "alone": they are names while the list goes on, and more than those who sign, or in a column that none
    signs in.
    """
    rows = signed.rows(is_signed)
    if rows.is_empty():
        return dict.fromkeys(("row", "placed", "marked", "alone"), rows["index"])
    cells = {int(name.removeprefix("c")): pl.col(name) for name in rows.columns if name in signed.body.columns and name != "index"}
    texts = {place: clean_text(cell) for place, cell in cells.items()}
    filled = pl.sum_horizontal(cell.is_not_null() for cell in cells.values())
    usual = {
        place: (is_a_usual_name(text) & ~_begins_like(text, _PLACE)) | (may_be_a_name(text) if place in signed.naming else False)
        for place, text in texts.items()
    }
    like_names = {place: usual[place] | _is_like_a_name(text) for place, text in texts.items()}
    signers = (like_names[place] | _is_of_a_signer(text, signed.places.get(place, "")) for place, text in texts.items())
    worded = [like_names[place] for place, name in signed.places.items() if name in WORDED_COLUMNS and place in like_names]
    rows = rows.with_columns_seq(
        filled.alias("filled"), pl.sum_horizontal(usual.values()).alias("names"), (filled - pl.sum_horizontal(signers)).alias("others")
    )
    dates = pl.sum_horizontal(cell.str.contains(WHOLE_DATE).fill_null(False) for cell in cells.values())
    is_dated = (pl.col("others") > dates) | ((pl.col("filled") == dates + pl.col("names")) & (pl.col("goes_on") | (pl.col("names") > 0)))
    is_full = pl.col("was_data") & pl.col("goes_on") & (pl.col("filled") >= _FULL) & (pl.col("others") == pl.col("filled"))
    evidence = {
        "row": (pl.col("was_data") & (dates > 0) & is_dated) | ((pl.col("names") > 0) & (pl.col("others") > 0)) | is_full,
        "placed": (pl.col("names") > 0) & pl.any_horizontal(*worded, pl.lit(False)),
        "marked": pl.col("was_data") & pl.col("serial").str.contains(_SHORT_NUMBER).fill_null(False),
        "alone": (pl.col("names") == 1) & (pl.col("filled") == 1) & pl.col("goes_on") & _is_beyond_signers(cells),
    }
    return {name: rows.filter("is_under", one)["index"] for name, one in evidence.items()}


def _is_beyond_signers(cells: dict[int, pl.Expr]) -> pl.Expr:
    """Names that are more than the cells of the signature above them, or stand in no column of it nor beside one."""
    signs = {place: (pl.col("is_title") & cell.is_not_null()).any().over("block") for place, cell in cells.items()}
    beside = {place: [signs[one] for one in (place - 1, place, place + 1) if one in signs] for place in cells}
    near = (cell.is_not_null() & pl.any_horizontal(beside[place]) for place, cell in cells.items())
    signers = pl.when("is_title").then("filled").max().over("block")
    return (pl.when("is_under").then("names").cum_sum().over("block") > signers) | ~pl.any_horizontal(near)


def _is_like_a_name(text: pl.Expr) -> pl.Expr:
    """Words with a capital each, and no word of a group or a place: somebody of a rare family, or a place that is called so."""
    return may_be_a_name(text) & text.str.contains(_CAPITALS).fill_null(False) & ~_begins_like(text, f"{_PLACE}|{_PERHAPS_PLACE}")


def _begins_like(text: pl.Expr, place: str) -> pl.Expr:
    """Whether a cell begins with a word of places, and is nobody's office there."""
    lower = text.str.to_lowercase()
    return (lower.str.contains(place) & ~lower.str.contains(_OFFICE_OF_A_PLACE)).fill_null(False)


def _is_of_a_signer(text: pl.Expr, column: str) -> pl.Expr:
    """An office, a telephone, "(đã ký)"; or how many there are. Under the heading of an identifier ten figures may be one."""
    lower = text.str.to_lowercase()
    patterns = [_OF_A_SIGNER, _OFFICE_OF_A_PLACE, SIGNATURE_TEXT, _COUNT, _SURE_PHONE if column.endswith(("_id", "_number")) else _PHONE]
    return pl.any_horizontal(lower.str.contains(pattern).fill_null(False) for pattern in patterns)


def _cells_without_marks(body: pl.DataFrame, serial: int | None) -> dict[int, pl.Expr]:
    """The cells of a row by their places, and that of the running number only where it holds more than one."""
    places = [int(name.removeprefix("c")) for name in body.columns if name != "index"]
    cells = {place: pl.col(f"c{place}") for place in places}
    return {
        place: pl.when(~cell.str.contains(f"{_MARK}|{_SHORT_NUMBER}")).then(cell) if place == serial else cell
        for place, cell in cells.items()
    }
