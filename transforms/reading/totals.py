"""Totals: what a list says of its own length: "Tổng cộng (29 hộ, 99 nhân khẩu)", "TỔNG CỘNG | 1.452 thẻ", "Danh sách này có 12 người".

It may stand above the list too ("Tổng số: 157 người"). Sums of single columns and sub-totals of groups ("Cộng tăng") say nothing about the
list and are left alone.

Data flow: total rows under a list -> StatedTotal
"""

import re
from collections.abc import Iterable

import polars as pl

from transforms.reading.model import StatedTotal
from transforms.vietnamese.text import fold_text

#: A line that is nothing but a total is short.
_LONGEST_LINE = 120
#: So many rows a sheet can hold; a larger number without a unit is an amount.
_LONGEST_LIST = 1_048_576
#: Of at most twelve digits: no list is longer.
_NUMBER = r"(\d{1,3}(?: \d{3}){1,3}|\d{1,12})"
_UNITS = (
    r"(nhan khau|ho so|ho gia dinh|ho dan|ho|khau|nguoi|the|luot|truong hop|thanh vien|doi tuong|ban ghi"
    r"|the bhyt|chi tieu|lao dong|dong du lieu)"
)
_COUNT_OF = re.compile(rf"\b{_NUMBER} {_UNITS}\b")
_OF_COUNT = re.compile(
    rf"\b(?:tong|tong so|tong cong|so) {_UNITS}(?: (?:trong |cua )?danh sach(?: nay| tren)?)?(?: la| co)? {_NUMBER}\b(?! [a-z])"
)
#: What stands before the number of a whole list: "Danh sách này có tổng số 157 người", "Bảng này gồm 157 dòng".
_HAS = r"(?:an dinh )?(?:danh sach|bang|so) (?:nay |tren |tren day )?(?:gom|co)(?: (?:gom|co|tat ca|tong so|tong cong))?"
#: "Tổng: 157", "SL: 157", "Tất cả (157)", "Total count: 157".
_SUM = (
    r"(?:tong cong|tong so luong|tong so|tong sl|tong danh sach|cong danh sach|tong|so luong|sl|tc|t cong|tat ca"
    r"|(?:grand )?total(?: count)?|count|ket qua tim kiem|tim duoc|tim thay)"
)
_WHOLE_LIST = re.compile(rf"^(?:{_SUM}|{_HAS})\b")
_OF_A_GROUP = re.compile(r"^tong(?: cong| so)? (?:tdp|to dan pho|to \d|thon|khu|nhom|muc [ivx]|ho ngheo|ho can ngheo|phan [ivx])")
#: "Tổng số hộ dân: 8.500 hộ", "Tổng số nhân khẩu toàn phường: 31.083 người" tell how large the place is of which the list names some.
_OF_THE_PLACE = re.compile(
    r"^(?:tong )?so (?:ho dan|dan so|(?:ho|nhan khau|khau)(?: gia dinh| dan)? (?:cua |tren |trong )?(?:toan |dia ban )*"
    r"(?:phuong|xa|thi tran|tdp|to dan pho|thon|khu pho))\b"
)
_BARE = re.compile(rf"^(?:{_SUM}|cong)? ?{_NUMBER}$")
#: "(157 người)", "29 hộ, 99 nhân khẩu": counts, and not a word more.
_ALONE = re.compile(rf"{_NUMBER} {_UNITS}(?: (?:va )?{_NUMBER} {_UNITS}){{0,3}}")
#: "Tổng số: 157 người", "Danh sách gồm 29 hộ, 99 nhân khẩu" above a list; a line with other words may be about anything.
_ABOVE = re.compile(
    rf"(?:(?:{_SUM}(?: co| danh sach co)?|{_HAS}|cong|gom|co) )?{_ALONE.pattern}"
    rf"|(?:tong so|so luong|so) {_UNITS}(?: (?:trong |cua )?danh sach(?: nay| tren)?)?(?: la| co)? {_NUMBER}(?: {_UNITS})?"
)
#: "Số thẻ: 157" under a list is like a count alone.
_ALONE_BELOW = re.compile(rf"{_ALONE.pattern}|so {_UNITS}(?: trong danh sach)? {_NUMBER}")
#: "Tổng số: 157" above a list; more digits are an amount.
_BARE_ABOVE = re.compile(rf"{_SUM} (\d{{1,3}}(?: \d{{3}})?|\d{{1,6}})")
#: "DANH SÁCH HỘ NGHÈO (157 hộ)": a title that ends in a count.
_TITLED = re.compile(rf"danh sach .{{1,100}}\((?:tong so |tong cong |gom |co )?{_ALONE.pattern}\)")
#: Numbers of people and cards, which nobody adds up.
_IDENTIFIER = r"^\D?\d{9,15}$"
#: "5/157" is no 5.157.
_FRACTION = re.compile(r"(\d)\s?/\s?(\d)")
#: A number in words behind itself: "157 (một trăm năm mươi bảy) người".
_IN_WORDS = re.compile(r"\([^()\d]{3,80}\)")


def stated_totals(
    rows: pl.DataFrame,
    data: pl.DataFrame,
    sheet_name: str | None,
    first_row: int,
    *,
    has_groups: bool,
) -> tuple[StatedTotal, ...]:
    """The totals among the total rows ``rows`` (``index`` and the sheet's columns) of a list whose data rows are ``data``.

    A single "Cộng", or a single count alone ("(157 người)"), under a list without groups is its total. ``unit`` is the folded word after
    the number; "" if there is none.
    """
    found: list[StatedTotal] = []
    sums = rows.height
    folded = {row[0]: {f"c{place}": _plain(text) for place, text in enumerate(row[1:]) if text is not None} for row in rows.iter_rows()}
    alone = [index for index, texts in folded.items() if _ALONE_BELOW.fullmatch(" ".join(texts.values()))]
    last = int(str(data["index"].max())) if data.height else -1
    for index, texts in folded.items():
        label = next(iter(texts.values()))
        is_only_count = alone == [index] and index > last and not has_groups
        is_only_sum = label.split(" ")[0] == "cong" and sums == 1 and not has_groups and not re.match(r"cong [a-z]", label)
        is_whole = _WHOLE_LIST.match(label) and not _OF_A_GROUP.match(label) and not _OF_THE_PLACE.match(label)
        if is_whole or is_only_sum or is_only_count:
            counts = _counts(texts) or _bare_count(texts, data)
            found += [StatedTotal(sheet_name, count, unit, first_row + index) for count, unit in counts]
    whole = _without_parts(found, data.height)
    return tuple({(total.count, total.unit): total for total in reversed(whole)}.values())[::-1]


def _without_parts(totals: list[StatedTotal], rows: int) -> list[StatedTotal]:
    """Several totals that add up to the rows of the list, or to the largest of them, are its groups' ("Tổng số thẻ: 4" under each)."""
    kept = []
    for unit in dict.fromkeys(total.unit for total in totals):
        own = [total for total in totals if total.unit == unit]
        largest = max(own, key=lambda total: total.count)
        parts = [total for total in own if total is not largest]
        if len(own) > 1 and sum(total.count for total in own) == rows:
            continue
        kept += [largest] if len(parts) > 1 and sum(total.count for total in parts) == largest.count else own
    return kept


def totals_above(lines: Iterable[str], sheet_name: str | None) -> tuple[StatedTotal, ...]:
    """The totals that lines above a list state which are about nothing else: "Tổng số: 157 người", "(29 hộ, 99 nhân khẩu)"."""
    short = [line for line in lines if len(line) <= _LONGEST_LINE]
    texts = [text for line in short if _is_above(text := _plain(line)) or (text := _count_of_title(line))]
    found = [StatedTotal(sheet_name, count, unit) for text in texts for count, unit in _counts({"": text})]
    bare = [StatedTotal(sheet_name, _whole(number[1]), "") for line in short if (number := _BARE_ABOVE.fullmatch(_plain(line)))]
    return tuple(dict.fromkeys((*found, *bare)))


def _is_above(text: str) -> bool:
    return _ABOVE.fullmatch(text) is not None and not _OF_THE_PLACE.match(text)


def _count_of_title(line: str) -> str:
    """The count in brackets at a title's end; empty without one."""
    head, bracket, inside = line.strip().rstrip(".:").rpartition("(")
    folded = f"{fold_text(head)} ({fold_text(inside)})"
    return fold_text(inside) if bracket and inside.endswith(")") and _TITLED.fullmatch(folded) else ""


def _plain(text: str) -> str:
    """The folded text; a number in words behind itself is left out, and a fraction ("5/157 hồ sơ") is no thousand."""
    return fold_text(_FRACTION.sub(r"\1 tren \2", _IN_WORDS.sub(" ", text)))


def _counts(texts: dict[str, str]) -> list[tuple[int, str]]:
    """Every number that names its unit; amounts and shares name another unit and are passed over. Of one cell the first in each unit: what
    follows are its parts ("2 hồ sơ, trong đó kỳ trước 15 hồ sơ")."""
    counts = [one for text in texts.values() for one in _first_of_each((_whole(number), unit) for number, unit in _COUNT_OF.findall(text))]
    return counts or [
        one for text in texts.values() for one in _first_of_each((_whole(number), unit) for unit, number in _OF_COUNT.findall(text))
    ]


def _first_of_each(counts: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    first: dict[str, int] = {}
    for count, unit in counts:
        first.setdefault(unit, count)
    return [(count, unit) for unit, count in first.items()]


def _bare_count(texts: dict[str, str], data: pl.DataFrame) -> list[tuple[int, str]]:
    """A number without a unit counts the list only where it cannot be the sum of its column: beside the label or under texts."""
    for place, (column, text) in enumerate(texts.items()):
        number = _BARE.match(text)
        if number and _whole(number[1]) <= _LONGEST_LIST and (place == 0 or not _is_numeric(data, column)):
            return [(_whole(number[1]), "")]
    return []


def _is_numeric(data: pl.DataFrame, column: str) -> bool:
    """Whether most of a column's cells are numbers (or blank) that can be added up, so that a number under it may be a sum."""
    if column not in data.columns:
        return True
    texts = data[column].drop_nulls()
    is_number = texts.str.contains(r"^[\d.,\s%-]+$") & ~texts.str.contains(_IDENTIFIER)
    return 2 * int(is_number.sum()) >= len(texts)


def _whole(number: str) -> int:
    return int(number.replace(" ", ""))
