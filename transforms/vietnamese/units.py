"""Units as officers write them, so that two can be told to be one: "VNĐ" and "đồng", "%" and "phần trăm", "DN" and "doanh nghiệp".

Nothing is converted: "tỷ đồng" is another unit than "đồng".

Data flow: text of a cell, or unit of the catalogue -> key to compare by
"""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

import polars as pl

from transforms.vietnamese.text import fold, fold_text

#: A longer title is cut: the unit stands near its beginning or is none.
_LONGEST = 400

#: Signs that folding would take away with the points and blanks.
_SIGNS = {"%": " phần trăm ", "％": " phần trăm ", "₫": " đồng "}
_LEADING_WORDS = r"^(?:(?:don vi tinh|don vi|dvt|tinh bang|so luong|so) )+"
#: Folded key -> further folded spellings of the same unit. Only what means the same figure to the last digit may stand here.
_SAME = {
    "dong": ("d", "vnd", "dong viet nam", "viet nam dong", "dong vn", "vnd dong", "dong vnd"),
    "nghin dong": (
        "ngan dong",
        "nghin d",
        "ngan d",
        "nghin vnd",
        "ngan vnd",
        "1000 dong",
        "1 000 dong",
        "1 000 d",
        "1 000d",
        "1000d",
        "1 000 vnd",
        "x 1000 dong",
        "x 1 000 dong",
        "10 3 dong",
        "thousand vnd",
        "thousand dong",
    ),
    "trieu dong": (
        "trieu",
        "tr dong",
        "trdong",
        "trd",
        "trieu d",
        "trieu vnd",
        "tr d",
        "1 000 000 dong",
        "1000000 dong",
        "x 1 000 000 dong",
        "x 1000000 dong",
        "10 6 dong",
        "million vnd",
        "million dong",
    ),
    "ty dong": ("ty", "ti", "ti dong", "ty d", "ty vnd", "10 9 dong", "billion vnd", "billion dong"),
    "nghin ty dong": ("nghin ty", "ngan ty dong", "ngan ty", "nghin ti dong", "nghin ti"),
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


# --- units that stand around a table ------------------------------------------------------------------------------------
_LABEL = re.compile(
    r"(?:\bđơn vị tính|\bdon vi tinh|\bđơn vị tiền(?: tệ)?|\bdon vi tien(?: te)?|\bđơn vị đo|\bđvt|\bdvt|\btính bằng|\bunit)\b"
    r"\s{0,5}[:=.–-]{0,2}\s{0,5}([^()\[\];:>\n]{1,40})"
)
#: Words before a unit of money; other words behind them are no unit ("Số liệu tính theo năm dương lịch").
_BEFORE_MONEY = re.compile(r"\b(?:tính theo|quy ra|số liệu\s{0,5}[:=–-])\s{0,5}[:=–-]{0,2}\s{0,5}(?:đơn vị\s{1,5})?([^()\[\];:>\n]{1,40})")
_PERHAPS_LABEL = re.compile(r"\b(?:đơn vị|don vi|đv)\s{0,5}[:=]\s{0,5}([^()\[\];:>\n]{1,40})")
_BEFORE_UNIT = re.compile(r"^\W{0,5}(?:đơn vị|don vi|đv)\s{0,5}[:=]")
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,40})[)\]]")
_LAST_WORDS = re.compile(r"(?:[,:>/–-]\s{0,5}|\s)((?:\S{1,12} )?\S{1,12})\s{0,5}$")
#: "Đơn vị tính: theo danh mục" names none.
_NAMES_NONE = ("nhu", "theo", "xem", "tai", "cot", "ghi", "moi", "tung", "cua", "tuy", "danh muc")
_SCALED = ("nghin", "ngan", "trieu", "ty", "ti", "tram", "chuc", "van", "1000", "1 000", "000")
#: Units of which a figure is the full figure, whatever the catalogue calls them.
_FULL = frozenset(("dong", "nguoi", "ho", "doanh nghiep", "co so", "truong", "cap truong", "1 co 0 chua"))
_MOST_WORDS = 6
_MONEY = ("dong", "nghin dong", "trieu dong", "ty dong", "nghin ty dong")
_LONGEST_MONEY = 20


def stated_unit(text: str, *, is_heading: bool = False) -> str | None:
    """The unit that a title or a heading states for the figures under it: "Đơn vị tính: triệu đồng", "Giá trị (nghìn đồng)"; None without
    one.

    Behind "đơn vị tính" any words are one; "Đơn vị: UBND phường", brackets and a text of money alone
    ("Triệu đồng") are one only where the unit is known. ``is_heading``: the
    last words of a heading may be one too ("Giá trị, triệu đồng").
    """
    plain = unicodedata.normalize("NFC", text).lower()[:_LONGEST]
    if (found := _LABEL.search(plain)) and not fold_text(found[1]).startswith(_NAMES_NONE) and 0 < len(found[1].split()) <= _MOST_WORDS:
        return found[1].strip(" .,")
    if is_of_money(plain.strip(" .,:")):
        return _BEFORE_UNIT.sub("", plain).strip(" .,:()[]")
    if (money := _BEFORE_MONEY.search(plain)) and is_of_money(money[1].strip(" .,")):
        return money[1].strip(" .,")
    perhaps = [*_PERHAPS_LABEL.findall(plain), *_IN_BRACKETS.findall(plain)]
    found_unit = next((one.strip() for one in perhaps if _is_known(one, is_heading=is_heading)), None)
    if found_unit is None and is_heading and (last := _LAST_WORDS.search(plain)):  # of money and shares: "Số hộ" counts households
        found_unit = next((one for one in (last[1], last[1].split(" ")[-1]) if _is_known(one, is_heading=False)), None)
    return found_unit


#: "Đơn vị tính", "ĐVT" before a unit say that it is one.
_LABELLED = re.compile(r"\b(?:đơn vị|don vi|đvt|dvt|đv|tính bằng|tinh bang|unit)\b")


def _money_behind_a_sign(text: str) -> str | None:
    """ "triệu đồng" of "I. Kinh tế, triệu đồng"."""
    *before, last = re.split("[,:;–—-]", unicodedata.normalize("NFC", text).lower()[-_LONGEST:])
    return last.strip(" .") if before and is_of_money(last.strip(" .")) else None


def unit_in_row(text: str, *, is_of_column: bool) -> str | None:
    """The unit that a cell between the rows of a table of figures states for those below it: "ĐVT: triệu đồng", "I. Kinh tế (triệu đồng)";
    None without one.

    ``is_of_column``: the cell stands under the heading of a column of figures, where a unit alone ("nghìn hộ", "người") is one. Elsewhere a
    share in brackets ("Tỷ lệ hộ nghèo (%)") is one of its own row.
    """
    unit = stated_unit(text) or _money_behind_a_sign(text)
    if unit is None and is_of_column and not any(sign in text for sign in "()[]"):
        unit = stated_unit(f"({text.strip()})", is_heading=True)
    is_labelled = is_of_column or _LABELLED.search(unicodedata.normalize("NFC", text).lower()[:_LONGEST]) is not None
    return None if unit is not None and not is_labelled and "phan tram" in unit_keys(unit) else unit


#: Of a note on a cell, where words stand around the unit; and what says of a unit that it is none.
_MONEY_BY_THOUSANDS = re.compile(r"\b(?:nghìn|ngàn|triệu|tỷ|tỉ)\s{1,3}(?:đồng|đ|vnđ|vnd)\b")
_NOT = re.compile(r"\b(?:không|khong|chứ|đừng|thay vì|nếu|ví dụ|vd)\b[^.;\n]{0,60}$|(?:\b(?:từ|trên|dưới|hơn|quá)\b|[<>≥≤])[\s\d.,]{0,20}$")
#: "1 triệu đồng = 1.000.000 đồng".
_EQUALS = re.compile(r"^\s{0,3}=")
#: How this product's own questions about a cell begin; the sender answers them in the same workbook.
_OWN_QUESTION = re.compile(r"(?:Phải sửa|Cần xem lại):")


def is_own_question(note: str) -> bool:
    """Whether a note on a cell is one that this product wrote: it repeats what was sent, and says nothing of its own."""
    return _OWN_QUESTION.search(note) is not None


def noted_unit(note: str) -> str | None:
    """The unit of money that a note on a cell states for figures: "Số liệu tính theo triệu đồng"; None without one."""
    if is_own_question(note):
        return None
    plain = unicodedata.normalize("NFC", note).lower()[:_LONGEST]
    if found := _MONEY_BY_THOUSANDS.search(plain):
        return None if _NOT.search(plain[: found.start()]) or _EQUALS.search(plain[found.end() :]) else found[0]
    units = (stated_unit(line, is_heading=True) for line in note.splitlines())
    return next((unit for unit in units if unit is not None and is_of_money(unit)), None)


#: "4,9 tỷ đồng" and "hàng trăm triệu đồng" are amounts, "triệu đồng/người/năm" is a rate, "tỷ đồng" and "trăm triệu đồng"
#: are units.
_AMOUNT = re.compile(
    r"(?:\d\s{0,3}|\b(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|vài|mấy|nửa|hàng)\s{1,3}(?:(?:trăm|chục|nghìn|ngàn)\s{1,3})?)"
    r"(?:nghìn|ngàn|triệu|tỷ|tỉ|nghin|ngan|trieu|ty|ti)\b"
    r"|\bđồng\s{0,3}/\s{0,3}(?:người|nguoi|hộ|khẩu|lao động|đầu người|ha|km|m2)\b"
)
#: "bản này ghi đồng", "đổi ra đồng": the figures are in full.
_IN_FULL = re.compile(r"\b(?:bằng|ghi|là|sang|ra|thành|theo)\s{1,3}đồng\b")
_MONEY_IN_NAME = re.compile(r"\b(?:(nghin|ngan|trieu|ty|ti) (?:dong|vnd|d)|(?:dvt|don vi tinh|don vi) (nghin|ngan|trieu|ty|ti))\b")
_IN_WORDS = {"nghin": "nghìn đồng", "ngan": "nghìn đồng", "trieu": "triệu đồng", "ty": "tỷ đồng", "ti": "tỷ đồng"}
#: "Hỗ trợ 500 triệu đồng"; a year or a month before the unit is none of it. "Công ty Đông Hải" is a company.
_AMOUNT_IN_NAME = re.compile(r"\b(?:\d{3} (?:nghin|ngan|trieu|ty|ti)|cong ty (?:dong|d))\b")


def unit_elsewhere(text: str) -> str | None:
    """The unit of money by thousands that a text which stands nowhere near the figures states for them; amounts of money and rates state
    none, and neither does a text that says that the figures are in full."""
    plain = unicodedata.normalize("NFC", text).lower()[:_LONGEST]
    unit = None if _AMOUNT.search(plain) or _IN_FULL.search(plain) else noted_unit(text)
    return unit if unit is not None and is_scaled(unit) else None


def unit_in_name(name: str) -> str | None:
    """The unit of money by thousands that the name of a file states: "BaoCao_trieu_dong", "KinhTe (DVT nghìn)"."""
    parted = (f"{one} " if one.islower() and other.isupper() else one for one, other in pairwise(f"{unicodedata.normalize('NFC', name)} "))
    words = fold_text(re.sub(r"[\W_]+", " ", "".join(parted)))
    found = None if _AMOUNT_IN_NAME.search(words) else _MONEY_IN_NAME.search(words)
    return _IN_WORDS[found[1] or found[2]] if found else None


@lru_cache(maxsize=1024)
def unit_keys(stated: str) -> tuple[str, ...]:
    """The keys of a stated unit, of each of them where it names several ("triệu đồng, người")."""
    parts = [stated, *re.split(r"[,;/]| và ", stated)]
    keys = pl.Series("unit", parts, dtype=pl.String).to_frame().select_seq(unit_key(pl.col("unit")))["unit"].drop_nulls()
    return tuple(dict.fromkeys(keys))


def is_scaled(stated: str) -> bool:
    """Whether a figure in this unit is not the full figure: thousands, millions, a share of a hundred."""
    return any(key == "phan tram" or any(f" {word} " in f" {key} " for word in _SCALED) for key in unit_keys(stated))


def is_full(stated: str) -> bool:
    """Whether every unit named is one of which the figure is the full figure."""
    return all(key in _FULL for key in unit_keys(stated)[1:] or unit_keys(stated))


def is_of_money(unit: str) -> bool:
    """Whether a text is a unit of money and nothing else: "triệu đồng", "tỷ"."""
    return len(unit) <= _LONGEST_MONEY and unit_keys(unit)[:1] in [(key,) for key in _MONEY]


def _is_known(unit: str, *, is_heading: bool) -> bool:
    """A unit by the list, without the single letters and words that brackets hold for other reasons; or several ("%, triệu đồng")."""
    parts = re.split("[,;/]", unit)
    if len(parts) > 1 and any(map(is_of_money, map(str.strip, parts))):
        return all(_is_known(part, is_heading=is_heading) for part in parts)
    key = unit_keys(unit)[0] if unit.strip() and unit_keys(unit) else ""
    return ((key in _SAME or key in _KEYS.values()) and (is_heading or key in (*_MONEY, "phan tram"))) or (
        key.split(" ")[0] in _SCALED and len(key.split(" ")) == 2
    )
