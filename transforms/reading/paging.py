"""Paging: what a paged grid says of itself: how many records it has on all its pages, and which of its pages this is.

Web grids export the page that is shown, and with it their own line: "Showing 1 to 40 of 157 entries", "1 - 40 of 157 items",
"Page 1 of 4 (157 items)", "Hiển thị 40/157 hồ sơ", "Có 157 kết quả", "Trang 1/4", "Tổng số trang: 4". It may stand above the grid or
below it. So may the strip that turns its pages: "« Trước 1 2 3 4 Sau »". A line that says no more than "40/157" is one where the grid
has 40 rows.

Data flow: texts around a list -> plain letters -> totals, pages
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

#: The unit of such a total: records of the grid, whatever they are.
RECORDS = "ban ghi"
#: A line of a grid is short; a longer text is a sentence about something else.
_LONGEST = 160
_NUMBER = r"(\d{1,3}(?:[.,  ]\d{3}){1,3}|\d{1,9})(?![.,]?\d)"
_SHOWN = r"(?:showing|displaying|displayed|display|viewing|view|dang hien thi|hien thi|dang xem|xem)"
#: What a program says that it did with some of its records; "Đã in 5/157 thẻ" is said of cards.
_DONE = r"(?:da |duoc )*(?:tai|xuat|chon|lay)|(?:exported|loaded|fetched|selected|downloaded|returned|listed)"
_KIND = (
    r"(?:entries|entry|items?|records?|results?|rows?|ban ghi|ket qua|muc|dong du lieu|dong|hang|phan tu|ho so|nguoi|the|ho|doi tuong"
    r"|truong hop)"
)
#: Kinds that only grids count; "157 hồ sơ" may stand in any sentence.
_GRID_KIND = r"(?:entries|items?|records?|results?|rows?|ban ghi|ket qua|muc|dong du lieu|dong|hang|phan tu)"
_DASH = r"(?:-|–|—|~|to|den|toi|through)"
_OF = (
    r"(?:/|of about|of|out of|tren tong so|tren tong cong|tren tong|trong tong so|trong tong cong|trong tong|trong so|trong khoang|tren"
    r"|trong|cua tong so|cua tong cong|cua tong|cua|of total|tong so|tong cong|total)"
)
#: "1 - 40 of 157", "tu 1 den 40 trong tong so 157".
_SPAN = re.compile(rf"(?<![\d/.-])(\d{{1,9}})\s*+{_DASH}\s*+(\d{{1,9}})\s*+\D{{0,20}}?{_OF}\s*+:?\s*+{_NUMBER}")
#: "Hiển thị 40/157 hồ sơ", "Showing 40 of 157 items"; "Hiển thị đến 05/07/2026" and "Xem Luật 41/2024/QH15" are none.
_PART = re.compile(rf"\b{_SHOWN}\b\D{{0,20}}?(?<!\d)(\d{{1,9}})\s*+\D{{0,20}}?{_OF}\s*+:?\s*+{_NUMBER}(?! ?/)(?P<kind>\W{{0,3}}{_KIND}\b)?")
#: "Có 157 kết quả", "157 results found", "Total: 157 records", "157 rows selected.", "(157 row(s) affected)"; the whole text.
_COUNT = re.compile(
    r"(?:(?:(?:danh sach|bang)(?: nay| tren)? (?:gom|co)"
    rf"|tim thay|tim duoc|da tim thay|tim kiem|found|total|tong so|tong cong|tong|co tat ca|co tong so|co tong cong|co)\W{{0,4}})?"
    rf"(?:(?:tat ca|tong so|tong cong)\W{{0,4}})?{_NUMBER}\W{{0,3}}{_GRID_KIND}"
    r"(?:\(s\)?)?(?:\W{1,3}(?:found|total|in total|selected|affected|fetched|retrieved|returned|exported|in set|duoc tim thay|tim thay"
    r"|phu hop|tat ca))?(?: (?:in|tren|trong) \d{1,4} (?:pages?|trang))?(?:\W{1,3}\d{1,4}[.,]\d{1,4} ?(?:s|sec|ms))?\W{0,3}"
)
#: "157 total", "157 in total", and nothing else; no list is as long as an amount of money.
_TOTAL_ALONE = re.compile(r"(\d{1,3}[.,]\d{3}|\d{1,6}) (?:in )?total")
#: "Có 157 hồ sơ", "Tìm thấy 157 người".
_FOUND = re.compile(rf"(?:tim thay|tim duoc|da tim thay|co|co tat ca|co tong so|co tong cong)\W{{0,4}}{_NUMBER}\W{{0,3}}{_KIND}\W{{0,3}}")
#: "Tổng số bản ghi: 157", "Total record(s): 157", "No. of records: 157", "Số kết quả tìm thấy: 157".
_COUNTED = re.compile(
    rf"(?:tong so|tong cong|tong|so luong|so|total number of|number of|no\.? of|total|count of)?\W{{0,3}}"
    rf"{_GRID_KIND}(?:\(s\))?(?: (?:count|found|tim thay|tim duoc))?\W{{0,3}}[:=]\W{{0,3}}{_NUMBER}\W{{0,3}}"
)
#: How many a page shows, "Số bản ghi/trang: 20", "20/trang", "Hiển thị 40 dòng mỗi trang", "Page size: 40"; and the total beside it, "Tổng:
#: 157", "157 bản ghi".
_A_PAGE = r"(?:/ ?|moi |tren mot |tren moi |tren |mot |per )(?:trang|page)\b"
_PER_PAGE = re.compile(
    rf"(?:{_SHOWN} )?\b\d{{1,4}} ?(?:{_KIND})? ?{_A_PAGE}|\b(?:so (?:luong )?)?{_KIND} ?{_A_PAGE}\W{{0,3}}\d{{1,4}}\b"
    r"|\b(?:page ?size|kich thuoc trang)\W{0,3}\d{1,4}\b"
)
_BESIDE_PER_PAGE = re.compile(
    rf"(?:(?:tong so|tong cong|tong|total|co)\W{{0,3}}(?:{_KIND}\W{{0,3}})?{_NUMBER}(?:\W{{0,2}}{_KIND})?|{_NUMBER}\W{{0,2}}{_KIND})"
    r"(?: (?:in|tren|trong) \d{1,4} (?:pages?|trang))?\W{0,3}"
)
#: "(157 items)" behind the number of the page.
_IN_BRACKETS = re.compile(rf"\(\W{{0,2}}(?:tong so|tong cong|tong|co|total)?\W{{0,3}}{_NUMBER}\W{{0,2}}{_KIND}\W{{0,2}}\)")
#: "Showing rows 0 - 24 (157 total, Query took 0.0012 seconds.)", as tools for databases say.
_TOTAL_IN_BRACKETS = re.compile(rf"\(\W{{0,2}}{_NUMBER} (?:total|in total|tong cong|tong so)\b")
#: "40 of 157", and nothing else: words of a fraction, for "1/4" may be anything.
_BARE_PART = re.compile(rf"(\d{{1,9}}) (?:of|out of|tren tong so|trong tong so|trong so) {_NUMBER}")
#: "Hiện 20 trong 157 hồ sơ", and nothing else: "Hiện có 20/157 hộ" is a sentence.
_NOW_SHOWN = re.compile(rf"hien (\d{{1,9}})\s*+{_OF}\s*+{_NUMBER}(?P<kind>\W{{0,3}}{_KIND})?")
#: "40/157", and nothing else: of the grid that has as many rows. Smaller numbers are a day and a month.
_ROWS_OF = re.compile(rf"(\d{{1,9}}) ?/ ?{_NUMBER}")
_MONTHS, _DAYS = 12, 31
#: "Đã xuất 5/157 bản ghi", "Exported 5 of 157 records", "5/157 hồ sơ", "40 bản ghi / 157", "0 of 157 selected"; the whole text.
_DONE_OF = re.compile(
    rf"(?:(?P<done>{_DONE})\W{{1,3}})?(?:(?:ra|rows?|records?|dong|ban ghi)\W{{1,3}})?(\d{{1,9}})\s*+(?P<rows>{_GRID_KIND}\s*+)?"
    rf"{_OF}\s*+{_NUMBER}"
    rf"(?:\W{{1,2}}(?P<kind>{_KIND}))?(?:\W{{1,2}}(?P<chosen>(?:are |were |da |duoc )*(?:selected|exported|loaded|fetched|chon|xuat|tai)))?"
)
#: "Số dòng: 40/157", "Rows: 40 of 157"; the whole text. "Mục 3/10" is a section, "Số hồ sơ: 15/20" anything.
_COUNTED_OF = re.compile(
    rf"(?:(?:tong so|so luong|so|number of) {_GRID_KIND}\W{{0,3}}|{_GRID_KIND} ?[:=] ?)(\d{{1,9}})\s*+{_OF}\s*+{_NUMBER}\W{{0,3}}"
)
#: "(filtered from 157 total entries)", "(được lọc từ 157 mục)": the grid held more than the page that was exported shows.
_FILTERED = re.compile(
    rf"\b(?:filtered from|(?:da )?(?:duoc )?loc (?:ra )?tu|loc trong)\W{{0,3}}(?:tong so|tong cong|total|all)?\W{{0,3}}{_NUMBER}"
)
#: "Trang 1/4", "Page 1 of 4", "Trang số 1 trên tổng số 4".
_PAGE = re.compile(
    rf"\b(?:trang|page|pg|tr)\b\W{{0,3}}(?:(?:so|thu)\b\W{{0,3}})?(?:hien tai\b\W{{0,3}})?(\d{{1,4}})"
    rf"(?:\s*+[,(:]?\s*+(?:{_OF}|tong)\s*+(?:(?:tong )?so\s*+)?(?:(?:trang|pages?)\b\W{{0,3}})?"
    r"|\W{0,3}(?:tong so|total) (?:trang|pages?)\W{0,3})(\d{1,4})(?![/.-]?\d)"
)
#: In the name of a sheet or of a file, which may hold no "/": "DS (1 of 4)", "Part 1 of 3", "BHYT phần 1 trên 4".
_PART_NAME = re.compile(
    r"(?:^|[ (\[-])(?:(?:sheet|part|phan|tep|file)\W{0,2})(\d{1,3})\W{0,2}(?:of|tren|trong)\W{0,2}(\d{1,3})(?![/.-]?\d)"
    r"|(?:^|[ (\[-])p?(\d{1,3}) ?of ?(\d{1,3})(?![/.-]?\d)"
)
#: "1 of 4", "Phần 1/4", and nothing else.
_PART_ALONE = re.compile(
    r"(?:(?:sheet|part|phan|tep|file) ?)?(\d{1,3}) of (\d{1,3})|(?:sheet|part|phan|tep|file) ?(\d{1,3}) ?(?:/|tren|trong) ?(\d{1,3})"
)
#: What turns to another page, in words and signs, and what stands between them: "1/4", or numbers of pages.
_TURN = re.compile(
    r"\b(?:(?:trang )?(?:dau tien|dau|truoc|sau|tiep theo|tiep|ke tiep|cuoi cung|cuoi)|first|previous|prev|next|last)\b|[«»‹›<>←→]"
)
_TURNED = re.compile(r"(\d{1,4}) ?(?:/|of|tren|cua) ?(\d{1,4})")
_PAGE_NUMBERS = re.compile(r"\d{1,4}(?:[ |…]{1,5}(?:\.{2,3} )?\d{1,4}){1,19}")
_ROWS = re.compile(_GRID_KIND)
#: "Trang: 1 2 3 4".
_LABELLED_PAGES = re.compile(rf"(?:trang|pages?)\W{{0,3}}({_PAGE_NUMBERS.pattern})")
#: "Tổng số trang: 8", and nothing else. Forms that are printed say so too: their pages hold more rows than a screen's, and their lists
#: are seldom as long as a screen's page is.
_ALL_PAGES = re.compile(r"(?:tong so|tong cong|tong|so|total number of|number of|total) (?:trang|pages?)\W{1,3}(\d{1,4})")
_LEAST_PRINTED, _SIZES = 5, (10, 15, 20, 25, 30, 40, 50, 100, 200, 500, 1000)
#: "Trang 1/2026" names no page.
_YEARS = range(2000, 2100)
#: What may stand around such a line.
_AROUND = " -–—|·.,;:()[]<>«»‹›"
_SHOWN_LINE = re.compile(rf"\b(?:{_SHOWN}|{_GRID_KIND})\b")


def records_on_all_pages(text: str) -> int | None:
    """How many records the grid holds that this line belongs to; None where it says nothing of the kind."""
    whole = plain_line(text)
    plain = _PAGE.sub(" ", whole).strip(_AROUND)
    if not plain:
        return None
    if (filtered := _FILTERED.search(plain)) and _SHOWN_LINE.search(plain):
        return _whole(filtered[1])
    span = _SPAN.search(plain)
    if span and int(span[1]) <= int(span[2]) <= (total := _whole(span[3])) and _is_of_a_grid(plain, span):
        return total
    part = _PART.search(plain) or _BARE_PART.fullmatch(plain) or _NOW_SHOWN.fullmatch(plain) or _COUNTED_OF.fullmatch(plain)
    if part and int(part[1]) <= (total := _whole(part[2])) and not _is_a_year(part):
        return total
    done = _DONE_OF.fullmatch(plain)
    if done and any(done.group("done", "rows", "kind", "chosen")) and int(done[2]) <= (total := _whole(done[4])):
        return total
    for pattern in (_COUNT, _FOUND, _COUNTED, _TOTAL_ALONE):
        if found := pattern.fullmatch(plain):
            return _whole(found[1])
    if (shown := _PER_PAGE.search(plain)) and (
        beside := _BESIDE_PER_PAGE.fullmatch(f"{plain[: shown.start()]} {plain[shown.end() :]}".strip(f"{_AROUND}/"))
    ):
        return _whole(beside[1] or beside[2])
    inside = _IN_BRACKETS.search(whole) if _PAGE.search(whole) else _TOTAL_IN_BRACKETS.search(whole) if _SHOWN_LINE.search(plain) else None
    return _whole(inside[1]) if inside else None


def records_of_as_many(text: str, rows: int) -> int | None:
    """How many records the grid of so many ``rows`` holds by a line that says no more than "40/157"; None where it says anything else.
    "5/7" and "7/2026" are a day and a month."""
    found = _ROWS_OF.fullmatch(plain_line(text).strip(_AROUND))
    if found is None or int(found[1]) != rows or (total := _whole(found[2])) <= rows:
        return None
    may_be_a_date = (rows <= _DAYS and total <= _MONTHS) or (rows <= _MONTHS and total in _YEARS)
    return None if may_be_a_date else total


def counts_rows(text: str) -> bool:
    """Whether such a line speaks of the rows of a grid: "Có 12 hộ" and "5/20 hộ" are also figures of a report."""
    plain = plain_line(text).strip(_AROUND)
    if done := _DONE_OF.fullmatch(plain):
        return any(done.group("done", "rows", "chosen")) or _ROWS.fullmatch(done["kind"] or "") is not None
    return _FOUND.fullmatch(plain) is None or _COUNT.fullmatch(plain) is not None


def page_of(text: str) -> tuple[int, int] | None:
    """The number of the page and how many there are: (1, 4) of "Trang 1/4"."""
    plain = plain_line(text)
    alone = _PART_ALONE.fullmatch(plain.strip(_AROUND)) or _TURNED.fullmatch(_between_turns(plain, on_both_sides=True))
    return _pair_of(_PAGE.search(plain) or alone)


def is_of_longer_list(text: str, rows: int) -> bool:
    """Whether a cell of a list of so many ``rows`` says, and says nothing else, that the grid has more of them, or more pages."""
    page = page_of(text)
    is_page = (
        page is not None and page[0] < page[1] and (_PAGE.fullmatch(plain := plain_line(text).strip(_AROUND)) or not _PAGE.search(plain))
    )
    return bool(is_page) or last_page_of_strip(text) is not None or (records_on_all_pages(text) or 0) > rows


def last_page_of_strip(text: str) -> int | None:
    """The last page that a strip names which does not say which of them this is ("Trước 1 2 3 4 Sau"); None of a single page."""
    plain = plain_line(text)
    labelled = _LABELLED_PAGES.fullmatch(plain.strip(_AROUND))
    between = labelled[1] if labelled else _between_turns(plain) or (plain.strip(_AROUND) if "..." in plain else "")
    if not _PAGE_NUMBERS.fullmatch(between):
        return None
    numbers = [int(number) for number in re.findall(r"\d+", between)]
    is_ascending = numbers[:2] == [1, 2] and all(before < after for before, after in pairwise(numbers))
    return numbers[-1] if is_ascending and numbers[-1] not in _YEARS else None


def pages_in_all(text: str, rows: int) -> int | None:
    """How many pages the grid has of which this page shows so many ``rows``, by a line that says so ("Tổng số trang: 8"); None where it
    says anything else, and where the pages may be those of the printed list."""
    found = _ALL_PAGES.fullmatch(plain_line(text).strip(_AROUND))
    pages = int(found[1]) if found else 0
    return pages if pages > 1 and pages not in _YEARS and (rows < _LEAST_PRINTED * pages or rows in _SIZES) else None


def _between_turns(plain: str, *, on_both_sides: bool = False) -> str:
    """What stands beside the words that turn pages, or between them; empty where there are none, or other words too."""
    parts = [part.strip(_AROUND) for part in _TURN.split(plain)]
    filled = [part for part in parts if part]
    is_turned = not (parts[0] or parts[-1]) if on_both_sides else len(parts) > 1
    return filled[0] if is_turned and len(filled) == 1 else ""


def _pair_of(found: re.Match[str] | None) -> tuple[int, int] | None:
    first, last = [int(number) for number in found.groups() if number] if found else (0, 0)
    return (first, last) if 0 < first <= last and last not in _YEARS else None


def page_in_name(name: str) -> tuple[int, int] | None:
    """The page or part that the name of a sheet or a file says it is: (1, 4) of "BHYT_1_of_4.xlsx"."""
    text = name.replace("_", " ")
    if (page := page_of(text)) is not None:
        return page
    return _pair_of(_PART_NAME.search(plain_line(text)))


def pages_of(texts: Iterable[str]) -> tuple[tuple[int, int], ...]:
    return tuple(dict.fromkeys(page for text in texts if (page := page_of(text)) is not None))


def strips_of(texts: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """One pair a strip, for each page of a sheet may carry its own: no page, and the last that it names."""
    return tuple((0, last) for text in texts if (last := last_page_of_strip(text)) is not None)


def totals_of(texts: Iterable[str]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(total for text in texts if (total := records_on_all_pages(text)) is not None))


def _is_of_a_grid(plain: str, span: re.Match[str]) -> bool:
    """Whether the words of a grid stand beside the numbers, or nothing else does: "1-3/2026" and "Từ 1 đến 5 trong 20 tổ" are none."""
    is_all = plain[: span.start()].strip(_AROUND) in ("", "tu", "from") and span.end() == len(plain)
    return (is_all and _whole(span[3]) not in _YEARS) or _SHOWN_LINE.search(plain) is not None


def _is_a_year(part: re.Match[str]) -> bool:
    """ "Hiển thị hồ sơ tháng 7/2026", "Xem Công văn 12/2026": years of which nothing is counted; "40 of 2026" is no month."""
    is_counted = " of " in part[0] or part.groupdict().get("kind") is not None
    return part[2].isdigit() and int(part[2]) in _YEARS and not is_counted


def plain_line(text: str, *, needs_number: bool = True) -> str:
    """Lower case without marks, blanks as single ones, money ("đồng") told from rows ("dòng"); empty for a text that is too long to be a
    line of a grid."""
    if len(text) > _LONGEST or (needs_number and not any(letter.isdigit() for letter in text)):
        return ""
    written = unicodedata.normalize("NFC", text).lower().replace("ð", "đ")
    written = written.replace("đồng", "vnd")  # money; without marks it would be "dòng", rows
    written = written.replace("trống", "blank")  # "dòng trống"; without marks it would be "trong", in
    decomposed = unicodedata.normalize("NFKD", written).replace("đ", "d")
    return " ".join("".join(letter for letter in decomposed if not unicodedata.combining(letter)).split())


def _whole(number: str) -> int:
    return int(re.sub(r"\D", "", number))
