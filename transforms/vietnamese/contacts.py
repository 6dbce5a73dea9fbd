"""One cell that holds an address and, behind it, a phone number: the form of the statutory log (Thông tư 01/2018/TT-VPCP mẫu 06).

Data flow: text of a cell -> the number at its end, with the word before it -> address and phone
"""

import polars as pl

from transforms.vietnamese.identifiers import phone
from transforms.vietnamese.text import if_any

_MOBILE = r"(?:\+?84|0)[\s.\-]?[35789](?:[\s.\-]?[0-9]){8}"
_OLD_MOBILE = r"01[\s.\-]?[2689](?:[\s.\-]?[0-9]){8}"
_FIXED = r"\(?02[0-9]{1,2}\)?[\s.\-]?[0-9](?:[\s.\-]?[0-9]){6,7}"
#: Some programs took the zero even here.
_LOST_ZERO = r"[35789][0-9]{8}"
_NUMBER = rf"(?:{_MOBILE}|{_OLD_MOBILE}|{_FIXED}|{_LOST_ZERO})"
_WORD = r"(?i:(?:số\s+)?(?:điện\s*thoại|đtdđ|sđt|sdt|đt|dđ|tel|phone)\s*[.:]*\s*)"
_SIGNS = r"[\s,;.:()\-–]"
#: The number begins after a sign or a blank: in "TDP 3 0900000123" the 3 is the group's.
_BOTH = (
    rf"^(?:{_SIGNS}*|(?<address>.*?[^\s,;.:(\-–]){_SIGNS}+){_WORD}?"
    rf"(?<contact>{_NUMBER}(?:\s*(?:[/;,\-–]|hoặc|và)?\s*{_WORD}?{_NUMBER})?){_SIGNS}*$"
)


def address_and_phone(e: pl.Expr) -> pl.Expr:
    """Struct{address, phone}: the cell without the number at its end, and that number, the first where there are two.

    A cell without a number is all address; one that is nothing but a number has no address.
    """
    return if_any(e, _parted, pl.Struct({"address": pl.String, "phone": pl.String}))


def _parted(e: pl.Expr) -> pl.Expr:
    parts = e.str.extract_groups(_BOTH)
    number = pl.field("contact")
    address = pl.when(number.is_not_null()).then(pl.field("address")).otherwise(pl.field("sent"))
    steps = pl.struct(sent=e, parts=parts).struct.with_fields(
        address=pl.field("parts").struct.field("address"), contact=pl.field("parts").struct.field("contact")
    )
    steps = steps.struct.with_fields(both=pl.struct(address=address, phone=phone(number)))
    return steps.struct.field("both")
