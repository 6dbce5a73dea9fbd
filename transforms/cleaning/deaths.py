"""Deaths told in free text: what a note, or the words behind a name, say of the holder of a row.

Data flow: notes and names as sent -> ``says_holder_died`` -> Boolean. A row that it marks is stopped and told, never dropped: where the
words leave room ("mẹ đã mất", "đã mất thẻ") they speak of somebody or something else.
"""

import re
from itertools import product

import polars as pl

from transforms.vietnamese.text import SHORT, if_any, says

#: What is lost without anybody having died.
_LOST = (
    r"(?:thẻ|th[ẻe] bhyt|cccd|cmnd|căn cước|giấy|sổ|sức|việc|khả năng|hồ sơ|điện thoại|liên lạc|thông tin|tích|ngủ|trí|dữ liệu|mã"
    r"|tài sản|đồ|xe|hộ khẩu|quyền|hiệu lực)"
)
#: Words that take a death back, or say that there was none.
_NEGATION = r"(?:chưa|không|không phải|nhầm)\s+(?:đã\s+|bị\s+|có\s+)?"
#: Somebody else than the holder of the row.
_RELATIVES = (
    r"(?:chồng|vợ|bố|mẹ|cha|con|anh|chị|em|cháu|ông nội|bà nội|ông ngoại|bà ngoại|người thân|người nhà"
    r"|thân nhân|thân nhân người|thân nhân của người"
    r"|chủ hộ|liệt sĩ|liệt sỹ|người có công)"
)
#: "Con trai báo đã chết": a relative tells of the holder's death.
_TOLD_BY_RELATIVE = (
    rf"(?i)\b{_RELATIVES}\s+(?:\p{{L}}+\s+){{0,3}}?"
    r"((?:thông báo|khai báo|trình báo|cho biết|xác nhận|nộp|báo\s+(?:đã|là|rằng|mất|chết|qua đời|ông|bà))\b)"
)
_DIED = r"(?:chết|tử vong|qua đời|từ trần|báo tử|khai tử|chứng tử)"
_HARMLESS = (
    rf"(?i)\bmất\s+{_LOST}\b",
    rf"(?i)\b{_LOST}\s+(?:\p{{L}}+\s+){{0,3}}?(?:đã|bị)\s+mất\b",
    rf"(?i)\b{_NEGATION}(?:{_DIED}|mất)\b",
    rf"(?i)\b{_RELATIVES}\s+(?:\p{{L}}+\s+){{0,4}}?(?:đã\s+|bị\s+)?(?:{_DIED}|mất|hy sinh|tạ thế)\b",
)
_WHEN = r"(?:ngày|lúc|tháng|năm|\d{4}\b|\d{1,2}\s*(?:[/.-]\s*\d|tháng|giờ|h\d))"
_NOTE_SAYS_SO = (
    rf"(?i)\b{_DIED}\b|\bkhông\s+còn\s+sống\b|\bđã\s+mất\b|\bmất\s+{_WHEN}|^\W*mất\W*$|\bda\s+chet\b|\btu\s+vong\b"
    rf"|^\W*(?:da\s+mat|chet|tạ\s+thế)\W*$|\bđã\s+tạ\s+thế\b|\btạ\s+thế\s+{_WHEN}"  # "Tạ Thế Anh" is a name
)
_NAME_SAYS_SO = r"(?i)\bđã\s+(?:chết|mất|tử vong|qua đời)\b|[(\[\-–]\s*(?:chết|mất|tử vong|qua đời)\b"

_SIGNS = "†✝✞✟"
#: Signs of the dead, by themselves: within a word they are what is left of another encoding.
_CROSS = rf"(?:^|[\s(])[{_SIGNS}]"

#: Each of these sentences has one of these words, in small letters; and in capitals or both, as they are looked for in texts as sent.
_HINTS = ("chết", "vong", "đời", "trần", "tử", "mất", "chet", "mat", "sống", "thế")
_HINTED = re.compile("|".join((*_HINTS, *_SIGNS))).search
_WRITTEN = sorted({"".join(letters) for hint in _HINTS for letters in product(*((one, one.upper()) for one in hint))})


def says_holder_died(note: pl.Expr, name: pl.Expr) -> pl.Expr:
    """True where the note or the words behind the name say that the holder died; never null."""
    return note_says_holder_died(note) | says_so_behind(name)


def note_says_holder_died(note: pl.Expr) -> pl.Expr:
    """True where a note says that the holder of its row died; never null."""
    by_words = if_any(if_any(note, _hinted, pl.String), _note_says_so, pl.Boolean).fill_null(False)
    return by_words | says(note, _CROSS)


def says_so_behind(name: pl.Expr) -> pl.Expr:
    """True where the words behind a name or a place ("TDP số 3 (đã chết)"), or a cross beside it, say that the holder died; never null."""
    return name.map_batches(_are_of_the_dead, return_dtype=pl.Boolean, is_elementwise=True)


def _are_of_the_dead(texts: pl.Series) -> pl.Series:
    """Each text is looked at once, however many rows have it: places come again and again."""
    once = texts.drop_nulls().unique()
    hinted = once.filter(_are_hinted(once))
    if hinted.is_empty():
        return pl.repeat(False, texts.len(), dtype=pl.Boolean, eager=True)
    dead = hinted.to_frame("text").filter(says(pl.col("text"), _NAME_SAYS_SO) | says(pl.col("text"), _CROSS))["text"]
    return texts.is_in(dead.implode()).fill_null(False)


def _are_hinted(texts: pl.Series) -> pl.Series:
    """Whether each may say so. For a short list, to make words ready for polars takes longer than to search."""
    if texts.len() > SHORT:
        return texts.str.contains_any([*_WRITTEN, *_SIGNS])
    return pl.Series([_HINTED(text.lower()) is not None for text in texts.to_list()], dtype=pl.Boolean)


def _hinted(e: pl.Expr) -> pl.Expr:
    return pl.when(e.str.contains_any(_WRITTEN)).then(e)


def _note_says_so(note: pl.Expr) -> pl.Expr:
    note = note.str.replace_all(_TOLD_BY_RELATIVE, "${1}")
    for harmless in _HARMLESS:
        note = note.str.replace_all(harmless, " ")
    return note.str.contains(_NOTE_SAYS_SO)
