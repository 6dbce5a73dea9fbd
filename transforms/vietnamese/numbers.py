"""Numbers in Vietnamese (1.234,5) or English (1,234.5) notation, with or without a unit; and the marks that stand for yes.

Data flow: text of a cell -> sign, whole part, decimals -> Int64 or Decimal. A point or comma before exactly three digits is thousands in a
column of whole numbers (29.083 people) and a decimal mark elsewhere (1.234 kilometres); with both marks, or several of one, there is no
doubt. Error values (#REF!), words ("1,5 triệu") and an accountant's brackets ("(1.234)", which others put around a remark) are unreadable.
"""

import polars as pl

from transforms.vietnamese.text import if_any

#: Exact for money up to 10^15 đồng and for shares; a fifth decimal is rounded.
DECIMAL = pl.Decimal(20, 4)
#: Room for all the digits Excel keeps of a fraction, before rounding.
_WIDE_DECIMAL = pl.Decimal(38, 16)

_UNIT = r"(?i:vnđ|vnd|đồng|đ|₫|%|người|hộ|khẩu|thẻ|hồ sơ|tháng)"
_POINTS = r"(?<points>[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,(?<decimals1>[0-9]+))?"
_COMMAS = r"(?<commas>[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.(?<decimals2>[0-9]+))?"
_BLANKS = r"(?<blanks>[1-9][0-9]{0,2}(?:[\s\p{Z}][0-9]{3})+)(?:[.,](?<decimals3>[0-9]+))?"
_PLAIN = r"(?<plain>[0-9]+)(?:[.,](?<decimals4>[0-9]+))?"
#: The first alternative that fits wins, so their order decides what "1.234" is.
_FORMS = {True: f"{_POINTS}|{_COMMAS}|{_BLANKS}|{_PLAIN}", False: f"{_PLAIN}|{_POINTS}|{_COMMAS}|{_BLANKS}"}
_NOTHING = r"^(?:[-–—−]|(?i:không))$"
_PLAIN_NUMBER = r"^-?[0-9]+(?:\.[0-9]+)?$"

#: Digits as wide as Chinese letters, which some keyboards write.
_WIDE_DIGITS = {chr(ord("０") + digit): str(digit) for digit in range(10)}

_YES = ["x", "✓", "✔", "☑", "√", "v", "có", "co", "1", "1.0", "true", "đúng"]
_NO = ["0", "0.0", "không", "khong", "false", "sai", "-", "–", ""]


def whole_number(e: pl.Expr) -> pl.Expr:
    """Int64 of a text: 29.083, 29,083, "1 234", "12.500 đ", 12500.0; "-" and "không" are 0; 5,5 is no whole number: null."""
    return if_any(e, _whole, pl.Int64)


def _whole(e: pl.Expr) -> pl.Expr:
    parts = _parts(e, whole=True)
    is_whole = pl.field("decimals").is_null() | (pl.field("decimals").str.strip_chars("0") == "")
    number = pl.concat_str([pl.field("sign"), pl.field("digits")]).cast(pl.Int64, strict=False)
    return parts.struct.with_fields(number=pl.when(is_whole).then(number)).struct.field("number")


def decimal_number(e: pl.Expr, whole: bool = False) -> pl.Expr:
    """Decimal(20, 4) of a text; "97,5%" is 97.5 and "0.975" is 0.975: what a percentage column means is its reader's to tell.

    ``whole``: the column holds whole numbers as a rule, so that one group of three digits is thousands (1.234 is 1234).
    """
    return if_any(e, lambda text: _decimal(text, whole), DECIMAL)


def _decimal(e: pl.Expr, whole: bool) -> pl.Expr:
    parts = _parts(e, whole)
    decimals = pl.field("decimals").fill_null("0").str.slice(0, 16)
    written = pl.concat_str([pl.field("sign"), pl.field("digits"), pl.lit("."), decimals])
    number = written.cast(_WIDE_DECIMAL, strict=False).round(4).cast(DECIMAL, strict=False)
    return parts.struct.with_fields(number=number).struct.field("number")


#: Ticks, and the letters that Wingdings shows as ticks and crosses, in boxes or without; and the letter of Russian that looks like x.
#: A cross alone (✗, ✘) is a yes to some and a no to others: it is none.
_TICKS = ["þ", "ü", "ý", "û", "x", "х", "Х", "☒", "☑", "✓", "✔", "✅", "√"]
#: A box drawn with brackets: "[x]", "( )".
_DRAWN_BOX = r"^[\[({]\s*(\S?)\s*[\])}]$"
#: Boxes that nobody ticked; and the letters that Wingdings shows as such, which may as well be a round mark or a nought.
_EMPTY_BOXES, _BOX_LETTERS = ["¨", "☐", "□", "▢"], ["o", "q"]
_TICKS_OF_WINGDINGS = ["þ", "ü", "ý", "û"]
#: Word keeps signs of a symbol font in a range of its own: U+F0FE is the letter FE of Wingdings.
_WINGDINGS_OF_WORD = {chr(0xF000 + ord(letter)): letter for letter in "þüýûx¨oq"}


def mark(e: pl.Expr) -> pl.Expr:
    """Boolean of a cell that is ticked or not: x, ✓, v, có, 1, true; blank, 0, - and không are false; other text is null."""
    word = e.str.strip_chars().str.to_lowercase().fill_null("")
    return pl.when(word.is_in(_YES)).then(pl.lit(True)).when(word.is_in(_NO)).then(pl.lit(False))


def ticked(e: pl.Expr) -> pl.Expr:
    """``mark`` of a cell in a column of ticks, where letters may be what the font Wingdings shows as ticks; null for other text. Its
    capitals are other signs, so letters are compared as they stand."""
    sign = _sign(e)
    return pl.when(sign.is_in(_TICKS)).then(pl.lit(True)).otherwise(mark(sign))


def empty_box(cell: pl.Expr) -> pl.Expr:
    """Whether a cell is a box left empty, never null; the column holds all cells of a list's columns of ticks. An empty box says no where
    the list ticks others: where nothing is ticked, boxes may be what the list is filled in with. Letters are boxes beside ticks of
    Wingdings alone."""
    sign = _sign(cell)
    ticks, of_wingdings = ticked(cell).any(), sign.is_in(_TICKS_OF_WINGDINGS).any()
    return ((sign.is_in(_EMPTY_BOXES) & ticks) | (sign.is_in(_BOX_LETTERS) & of_wingdings)).fill_null(False)


def is_wingdings_tick(e: pl.Expr) -> pl.Expr:
    """Whether the cell is one of the letters that Wingdings shows as ticks; in old encodings they are Vietnamese letters."""
    return e.str.strip_chars().is_in(_TICKS_OF_WINGDINGS)


def _sign(e: pl.Expr) -> pl.Expr:
    return e.str.strip_chars().str.replace(_DRAWN_BOX, "$1").str.replace_many(_WINGDINGS_OF_WORD)


def number_repairs(before: pl.Expr, after: pl.Expr) -> dict[str, pl.Expr]:
    """``number_form`` -> Boolean: a readable number whose text is not, or does not mean, plain digits with a decimal point.

    "29.083" read as 29083 is a repair, though it looks plain.
    """
    text = before.str.strip_chars()
    means_itself = text.str.contains(_PLAIN_NUMBER) & (text.cast(pl.Float64, strict=False) == after.cast(pl.Float64))
    return {"number_form": (after.is_not_null() & ~means_itself).fill_null(False)}


def _parts(e: pl.Expr, whole: bool) -> pl.Expr:
    """Struct with ``sign`` ("" or "-"), ``digits`` and ``decimals`` (text, null if there are none)."""
    text = e.str.strip_chars().str.replace_many(_WIDE_DIGITS)
    written = pl.when(text.str.contains(_NOTHING)).then(pl.lit("0")).otherwise(text)
    groups = written.str.extract_groups(rf"^(?<minus>[+\-−–])?\s*(?:{_FORMS[whole]})\s*{_UNIT}?$")
    grouped = pl.coalesce([pl.field(name) for name in ("points", "commas", "blanks")])
    return groups.struct.with_fields(
        sign=pl.when(pl.field("minus").is_in(["-", "−", "–"])).then(pl.lit("-")).otherwise(pl.lit("")),
        digits=pl.coalesce(grouped.str.replace_all(r"[^0-9]", ""), pl.field("plain")),
        decimals=pl.coalesce([pl.field(f"decimals{n}") for n in (1, 2, 3, 4)]),
    )
