"""Wording of findings: how findings speak: Vietnamese sentences with the cell's value, personal values masked."""

import polars as pl

from transforms.targets.words import number_vi
from transforms.vietnamese.identifiers import masked

BLANK = "(trống)"
#: Nine digits and more, together or in groups of three: "030191000038", "030 191 000 038".
_LONG_NUMBER = r"\d{6,}(\d{3})|\d{3}(?:[ .\-]\d{3})+[ .\-](\d{3})\b"
#: A family name and two to four more words, and nothing else; none of the words by which a code list begins an entry ("Hồ sơ quá hạn").
_PERSON = (
    r"(?i)^\s*(?:nguyễn|nguyen|trần|tran|lê|phạm|pham|hoàng|hoang|huỳnh|huynh|phan|vũ|vu|võ|đặng|bùi|bui|đỗ|ngô|ngo|dương|duong|lý|đào|dao"
    r"|đoàn|doan|đinh|dinh|trịnh|trinh|trương|truong|lương|luong|lưu|luu|tô|tống|quách|phùng|vương|mạc)(?: +\p{L}+){2,4}\s*$"
)
#: Words of an address.
_ADDRESS = r"(?i)\b(?:phường|p\.|tdp|tổ dân phố|khu dân cư|kdc|số nhà|thị xã|tỉnh)"
_NO_PERSON = r"(?i)^\s*(?:lý do|trương mục)"


def say(sentence: str, *values: pl.Expr) -> pl.Expr:
    """The sentence with its ``{}`` filled; a null value reads "(trống)", so that no sentence is lost."""
    return pl.format(sentence, *(value.cast(pl.String).fill_null(BLANK) for value in values)) if values else pl.lit(sentence)


def raw(name: str) -> pl.Expr:
    """The cell as sent."""
    return pl.col(f"{name}_raw")


def shown(e: pl.Expr) -> pl.Expr:
    """A cell of a column that is not personal. A number of nine digits or more slipped into it from one that is: its last three remain."""
    return e.str.replace_all(_LONG_NUMBER, "***${1}${2}")


def code(e: pl.Expr) -> pl.Expr:
    """A cell of a closed list (codes, states, channels). In a row whose cells slipped by one a person's name or address may stand there:
    neither is shown."""
    return pl.when(_names_person(e) | e.str.contains(_ADDRESS)).then(pl.lit("***")).otherwise(shown(e))


def place(e: pl.Expr) -> pl.Expr:
    """A cell that names a residential group or another area: its words are those of an address, and only a person's name is hidden."""
    return pl.when(_names_person(e)).then(pl.lit("***")).otherwise(shown(e))


def _names_person(e: pl.Expr) -> pl.Expr:
    return e.str.contains(_PERSON) & ~e.str.contains(_NO_PERSON)


def figure(e: pl.Expr) -> pl.Expr:
    """A number as Vietnamese readers write it: 1.204,5."""
    return number_vi(e.cast(pl.Float64))


def hidden(name: str) -> pl.Expr:
    """A personal cell: its end alone, and no whole word of a name."""
    return masked(pl.col(name))


def day(name: str) -> pl.Expr:
    return pl.col(name).dt.strftime("%d/%m/%Y")


def percent(share: float) -> str:
    """A share 0-1 as officers write it: 98,5 %."""
    return f"{100 * share:.1f}".replace(".", ",") + " %"


def count_vi(count: int) -> str:
    """A count as officers write it: 1.204."""
    return f"{count:,}".replace(",", ".")
