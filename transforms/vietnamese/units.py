"""Units as officers write them, so that two can be told to be one: "VNĐ" and "đồng", "%" and "phần trăm", "DN" and "doanh nghiệp".

Nothing is converted: "tỷ đồng" is another unit than "đồng".

Data flow: text of a cell, or unit of the catalogue -> key to compare by
"""

import polars as pl

from transforms.vietnamese.text import fold

#: Signs that folding would take away with the points and blanks.
_SIGNS = {"%": " phần trăm ", "％": " phần trăm ", "₫": " đồng "}
_LEADING_WORDS = r"^(?:(?:don vi tinh|don vi|dvt|tinh bang|so luong|so) )+"
#: Folded key -> further folded spellings of the same unit. Only what means the same figure to the last digit may stand here.
_SAME = {
    "dong": ("d", "vnd", "dong viet nam", "viet nam dong", "dong vn", "vnd dong", "dong vnd"),
    "nghin dong": ("ngan dong", "nghin d", "1000 dong", "1 000 dong"),
    "trieu dong": ("trieu", "tr dong", "trd", "trieu d", "trieu vnd"),
    "ty dong": ("ty", "ti", "ti dong", "ty d", "ty vnd"),
    "phan tram": ("ty le phan tram", "ti le phan tram", "ty le", "ti le"),
    "doanh nghiep": ("dn",),
    "co so": ("cs", "co so san xuat kinh doanh", "co so sxkd"),
    "truong": ("truong hoc",),
    "cap truong": ("cap", "cap hoc"),
    "ho": ("ho gia dinh", "ho dan"),
    "nguoi": ("nhan khau", "khau"),
    "1 co 0 chua": ("co chua", "co khong", "1 0", "1 hoac 0", "1 co 0 khong"),
}
_KEYS = {spelling: key for key, spellings in _SAME.items() for spelling in spellings}


def unit_key(e: pl.Expr) -> pl.Expr:
    """Key to compare units by; null for a blank one. A sign alone that nobody knows ("$") is its own key: it is not blank."""
    words = fold(e.str.replace_many(_SIGNS)).str.replace(_LEADING_WORDS, "")
    return pl.coalesce(words.replace(_KEYS), e.str.strip_chars().replace({"": None}))
