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
#: Of at most twelve digits: no list is longer.
_NUMBER = r"(\d{1,3}(?: \d{3}){1,3}|\d{1,12})"
_UNITS = (
    r"(nhan khau|ho so|ho gia dinh|ho dan|ho|khau|nguoi|the|luot|truong hop|thanh vien|doi tuong|ban ghi"
    r"|the bhyt|chi tieu|lao dong|dong du lieu)"
)
_COUNT_OF = re.compile(rf"\b{_NUMBER} {_UNITS}\b")
_OF_COUNT = re.compile(rf"\b(?:tong|tong so|tong cong|so) {_UNITS}(?: la| co)? {_NUMBER}\b(?! [a-z])")
_WHOLE_LIST = re.compile(r"^(?:tong cong|tong so|tong|so luong|(?:an dinh )?danh sach (?:nay |tren )?(?:gom|co))\b")
_OF_A_GROUP = re.compile(r"^tong(?: cong| so)? (?:tdp|to dan pho|to \d|thon|khu|nhom|muc [ivx]|ho ngheo|ho can ngheo|phan [ivx])")
#: "Tổng số hộ dân: 8.500 hộ", "Tổng số nhân khẩu toàn phường: 31.083 người" tell how large the place is of which the list names some.
_OF_THE_PLACE = re.compile(
    r"^(?:tong )?so (?:ho dan|dan so|(?:ho|nhan khau|khau)(?: gia dinh| dan)? (?:cua |tren |trong )?(?:toan |dia ban )*"
    r"(?:phuong|xa|thi tran|tdp|to dan pho|thon|khu pho))\b"
)
_BARE = re.compile(rf"^(?:tong cong|tong so|tong|cong)? ?{_NUMBER}$")
#: "(157 người)", "29 hộ, 99 nhân khẩu": counts, and not a word more.
_ALONE = re.compile(rf"{_NUMBER} {_UNITS}(?: (?:va )?{_NUMBER} {_UNITS}){{0,3}}")
#: "Tổng số: 157 người", "Danh sách gồm 29 hộ, 99 nhân khẩu" above a list; a line with other words may be about anything.
_ABOVE = re.compile(
    rf"(?:(?:tong cong|tong so|tong|so luong|gom|co|danh sach(?: nay)? (?:gom|co))(?: co)? )?{_ALONE.pattern}"
    rf"|(?:tong so|so luong|so) {_UNITS} {_NUMBER}"
)


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
    folded = {row[0]: {f"c{place}": fold_text(text) for place, text in enumerate(row[1:]) if text is not None} for row in rows.iter_rows()}
    alone = [index for index, texts in folded.items() if _ALONE.fullmatch(" ".join(texts.values()))]
    last = int(str(data["index"].max())) if data.height else -1
    for index, texts in folded.items():
        label = next(iter(texts.values()))
        is_only_count = alone == [index] and index > last and not has_groups
        is_only_sum = label.split(" ")[0] == "cong" and sums == 1 and not has_groups and not re.match(r"cong [a-z]", label)
        is_whole = _WHOLE_LIST.match(label) and not _OF_A_GROUP.match(label) and not _OF_THE_PLACE.match(label)
        if is_whole or is_only_sum or is_only_count:
            counts = _counts(texts) or _bare_count(texts, data)
            found += [StatedTotal(sheet_name, count, unit, first_row + index) for count, unit in counts]
    return tuple({(total.count, total.unit): total for total in reversed(found)}.values())[::-1]


def totals_above(lines: Iterable[str], sheet_name: str | None) -> tuple[StatedTotal, ...]:
    """The totals that lines above a list state which are about nothing else: "Tổng số: 157 người", "(29 hộ, 99 nhân khẩu)"."""
    folded = [fold_text(line) for line in lines if len(line) <= _LONGEST_LINE]
    texts = [text for text in folded if _ABOVE.fullmatch(text) and not _OF_THE_PLACE.match(text)]
    return tuple(dict.fromkeys(StatedTotal(sheet_name, count, unit) for text in texts for count, unit in _counts({"": text})))


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
        if number and (place == 0 or not _is_numeric(data, column)):
            return [(_whole(number[1]), "")]
    return []


def _is_numeric(data: pl.DataFrame, column: str) -> bool:
    """Whether most of a column's cells are numbers (or blank), so that a number under it may be a sum."""
    if column not in data.columns:
        return True
    texts = data[column].drop_nulls()
    return 2 * int(texts.str.contains(r"^[\d.,\s%-]+$").sum()) >= len(texts)


def _whole(number: str) -> int:
    return int(number.replace(" ", ""))
