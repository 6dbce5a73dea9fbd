"""Which months a delivery says it is for: titles, sheet names, file and folder names.

A decision's date, a signature's date, a form's issue date and the time stamp of a download say nothing of the month (F04).
Years 2020 to 2035, those of the warehouse's calendar. Of a span of days the month of its last day counts.

Data flow: texts -> plain letters -> dates that mean nothing taken out -> MonthEvidence
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence

import polars as pl

from transforms.reading.model import MonthEvidence, Reading

#: Years that the warehouse's calendar holds; a month outside them is no month to it (F04).
FIRST_YEAR, LAST_YEAR = 2020, 2035
_YEAR = r"(20[1-4]\d)(?!\d)"
_MONTH = r"(?<!\d)(\d{1,2})"
#: What stands between the parts of a date is taken as a whole or not at all (``*+``), so that no pattern tries it in pieces.
_OF_YEAR = rf"\W*+(?:nam\W*+)?{_YEAR}"
_DAY_MONTH_YEAR = rf"(\d{{1,2}})\W*+(?:thang\W*+)?{_MONTH}{_OF_YEAR}"
#: "đến ngày 31/3/2026", "đến hết 31.3.2026", "đến 24 giờ ngày 31 tháng 3 năm 2026".
_UNTIL = re.compile(rf"\bden\W*+(?:het\W*+)?(?:\d{{1,2}}\s*+(?:h|gio)\w{{0,9}}+\W*+)?(?:ngay\W*+)?{_DAY_MONTH_YEAR}")
#: "Tính đến ngày 01/8/2026" means the end of July to some and the first of August to others.
_UNTIL_A_FIRST = re.compile(_UNTIL.pattern.replace(r"(\d{1,2})", "0?1(?!\\d)", 1))
#: "Số liệu chốt ngày 31/3/2026", "Thời điểm: 31/3/2026": of the month if that is its last day, else perhaps the day of printing.
_AS_OF = re.compile(rf"\b(?:chot|thoi diem)\b(?: bao cao| so lieu| thong ke)?\W*+(?:ngay\W*+)?{_DAY_MONTH_YEAR}")
_FROM, _TO = re.compile(r"\btu\b"), re.compile(r"\bden\b")
#: "01/03/2026 - 31/03/2026": days of one month.
_SPAN = re.compile(rf"(?<!\d)\d{{1,2}}[/.-]{_MONTH}[/.-]{_YEAR}\s*[-–]\s*\d{{1,2}}[/.-]0?\1[/.-]\2(?!\d)")
#: References that carry dates of their own: everything after them is about another paper.
_REFERENCE = re.compile(r"\b(?:kem theo|ban hanh|can cu|so voi|cung ky|theo (?:quyet dinh|nghi quyet|thong tu|qd))\b.*", re.DOTALL)
#: How long cards are valid: "giá trị đến ngày 31/12/2026".
_VALIDITY = re.compile(rf"\b(?:han|gia tri|hieu luc)\b[a-z ]{{0,60}}{_DAY_MONTH_YEAR}(?:\W*+den\W*+(?:ngay\W*+)?{_DAY_MONTH_YEAR})?")
_STAMPS = (
    r"(?<!\d)20\d\d([-. ])\d{1,2}\1\d{1,2}(?:[-. T]+\d{1,2}){2,3}(?!\d)",
    r"(?<!\d)20\d{6}[-. T]?\d{4,6}(?!\d)",
    r"(?<!\d)20[1-4]\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d)",
    r"(?<!\d)(?:[0-2]\d|3[01])(?:0[1-9]|1[0-2])20[1-4]\d(?!\d)",
    r"(?<!\d)20\d\d([-./])\d{1,2}\1\d{1,2}(?!\d)",
    r"(?<!\d)\d{1,2}\s*+([-./])\s*+\d{1,2}\s*+\1\s*+20\d\d(?!\d)",
    r"\bngay[\W\d]*thang\W*\d{1,2}\W*nam\W*20\d\d",
    # A quarter is three months: "Quý 2/2026" is not February.
    r"\bquy\W*[1-4](?!\d)|(?<![a-z\d])q[1-4](?!\d)",
)
#: "2026-06_2", "2026_06-2": the second file of the month, not its second day.
_OWN_NUMBER = re.compile(r"(?<!\d)(20[1-4]\d([-_.])(?:0?[1-9]|1[0-2]))(?!\2)[-_.](?=\d{1,2}(?!\d))")
_STAMP = [re.compile(stamp) for stamp in _STAMPS]
_WORDS = ("mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot", "muoi hai")
_WORD_MONTH = re.compile(rf"\bthang ({'|'.join(sorted(_WORDS, key=len, reverse=True))}) nam\W*{_YEAR}")
#: "Tháng ba 2026"; "tháng năm 2026" may be the end of "ngày … tháng … năm 2026", "tháng từ" the beginning of a span.
_BARE_WORD_MONTH = re.compile(rf"\bthang ({'|'.join(sorted({*_WORDS} - {'nam', 'tu'}, key=len, reverse=True))})\W+{_YEAR}")
#: What a Vietnamese Excel makes of "mmm-yy": "Thg7-26".
_SHORT_MONTH = re.compile(r"\bthg ?(\d{1,2})[-/. ](2[0-9]|3[0-5])(?!\d)")
#: Month first; the wordings that no other number can be taken for.
_NAMED = (
    re.compile(rf"(?:\bthang|(?<=[^a-z])t|^t)\W*+(?:bao cao\W*+)?{_MONTH}{_OF_YEAR}"),
    re.compile(rf"\bky\b[a-z ]{{0,60}}\W*+(?:thang\W*+)?{_MONTH}{_OF_YEAR}"),
)
_JOINT = r"(?:[-–+,&]|va)"
#: A year has twelve months: no title joins more to the first.
_MOST_JOINED = 11
#: "Tháng 7+8/2026", "T6-T7 2026", "Tháng 7, 8 và 9 năm 2026": each is named, and together they are no month (F04).
_JOINED = re.compile(
    rf"(?:\bthang|(?<=[^a-z])t|^t)\W*+(\d{{1,2}}(?:\s*+{_JOINT}\s*+(?:(?:thang|t)\W*+)?\d{{1,2}}){{1,{_MOST_JOINED}}})(?!\d){_OF_YEAR}"
)
#: "BHYT 7+8-2026": without the word, a dash may stand between a serial and a month.
_JOINED_NUMBERS = re.compile(rf"(?<!\d)(\d{{1,2}}(?:\s*+(?:[+,&]|va)\s*+\d{{1,2}}){{1,{_MOST_JOINED}}})(?!\d)\W{_YEAR}")
#: "TDP 5 2026", "CV số 7-2026", "lần 2": the number is a place's, a paper's or a delivery's. "Hồ sơ 7-2026" is a month's.
_NUMBERED = re.compile(
    r"(?<![a-z])(?:tdp|to(?:[\W]*dan[\W]*pho)?|khu(?:[\W]*(?:dan[\W]*cu|pho))?|kdc|thon|xom|(?<!ho)(?<!ho[\W])so|cv|qd|lan)(?:\W*so)?"
    r"\W*\d{1,2}(?!\d)(?:\s*(?:[+,&]|va)\s*\d{1,2}(?!\d))*"
)
#: "Kỳ dữ liệu: 202603".
_NAMED_COMPACT = re.compile(r"\b(?:ky|thang)\b[a-z ]{0,60}\W*+(20[1-4]\d)-?(0[1-9]|1[0-2])(?!\d)")
_YEAR_THEN_NAMED = re.compile(rf"(?<!\d){_YEAR}\W*thang\W*{_MONTH}(?!\d)")
_YEAR_MONTH = re.compile(r"(?<!\d)(20[1-4]\d)[-. ]?(\d{2})(?!\d)")
_MONTH_YEAR = re.compile(rf"{_MONTH}\W{_YEAR}|(?<!\d)(0[1-9]|1[0-2]){_YEAR}")
_LEGAL = re.compile(r"\b(?:so|qd|quyet dinh|nghi quyet|nq|nghi dinh|nd|thong tu|tt|ke hoach|kh|cong van|cv|mau)\b")
_LAST_MONTH = re.compile(r"\bthang\W{0,3}(\d{1,2})\W{0,5}$")
#: What makes the last month of a title another than the list's: a day, a span, a paper, a comparison.
_NO_TITLE = re.compile(rf"\b(?:ngay|tu|den|truoc|sau|cap nhat|in)\b|{_LEGAL.pattern}")
_BARE_MONTH = re.compile(r"(?:^|\b)thang\W*(\d{1,2})(?!\d)|^t?(\d{1,2})$")
_EXTENSION = re.compile(r"\.[A-Za-z]{2,4}[xmb]?$")


def month_evidence(titles: Iterable[str], sheet_names: Iterable[str | None], path: Sequence[str]) -> tuple[MonthEvidence, ...]:
    """Every month that a title, a sheet's name, the file's name or a folder's name states, each text at most once.

    ``path`` is the folders below the given root and the file's name. "Tháng 4" alone counts in names where the path states
    exactly one year, and at the end of a title; "T4" and "4" on sheets, where there are several, or one is the month of the path.
    """
    sheets = [name for name in sheet_names if name]
    sent = [*_of_names("file", [_EXTENSION.sub("", path[-1])], path), *_of_names("folder", path[:-1], path)] if path else []
    found = [
        *_of_titles(titles, _years(path) | {str(piece.month[0]) for piece in sent}),
        *_of_names("sheet", sheets, path),
        *_of_bare_sheets(sheets, sent, path),
        *sent,
    ]
    return tuple(dict.fromkeys(found))


def _plain(text: str) -> str:
    """Lower case without marks, đ as d, punctuation kept, since "31/03" and "31 03" differ; underscores as dashes, but where one of them
    ends a month that is written with the other, a number of its own begins."""
    text = _OWN_NUMBER.sub(r"\1 ", text)
    decomposed = unicodedata.normalize("NFKD", text).lower().replace("đ", "d").replace("ð", "d").replace("_", "-")
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _of_titles(titles: Iterable[str], years: set[str]) -> Iterator[MonthEvidence]:
    """Months with their year; where no title has one, those that end a title, of the one year that is known."""
    texts = {title: _REFERENCE.sub(" ", _plain(title)) for title in titles}
    named = [(month, title) for title, text in texts.items() for month in _title_months(text)]
    if not named and len(years) == 1:
        (year,) = years
        named = [(month, title) for title, text in texts.items() if (bare := _ends_in(text)) for month in _valid([(year, bare)])]
    for month, title in named:
        yield MonthEvidence(month, "title", title)


def _ends_in(title: str) -> str:
    """The month that ends a title without a year ("DANH SÁCH THẺ THÁNG 7"), no day and no span; "" without one."""
    found = _LAST_MONTH.search(title)
    return found[1] if found and not _NO_TITLE.search(title) else ""


def _title_months(text: str) -> list[tuple[int, int]]:
    text = _UNTIL_A_FIRST.sub(" ", _VALIDITY.sub(" ", text))
    until = _valid((found[3], found[2]) for found in _UNTIL.finditer(text)) or _stated_ends(text)
    if until:
        return list(dict.fromkeys([until[-1], *_named_beside(text)]))
    text = _without_stamps(text)
    named = _named_months(text)
    if named or _LEGAL.search(text):
        return _end_of_span(text, named)
    return _valid(_numbers(_NUMBERED.sub(" ", text)))


def _named_beside(text: str) -> list[tuple[int, int]]:
    """Months that a title names beside the last day it states: "THÁNG 4/2026 (tính đến 31/3/2026)" contradicts itself."""
    return _named_months(_without_stamps(_UNTIL.sub(" ", _without_beginnings(text))))


def _without_beginnings(text: str) -> str:
    """Spans of days without their first day: "từ … đến …" is cut from "từ" to "đến"."""
    *before, last = _TO.split(text)
    return "den".join([*(f"{part[: begin.start()]} " if (begin := _FROM.search(part)) else part for part in before), last])


def _stated_ends(text: str) -> list[tuple[int, int]]:
    """The month of a span of its days, or of its last day."""
    spans = [(found[2], found[1]) for found in _SPAN.finditer(text)]
    ends = [(found[3], found[2]) for found in _AS_OF.finditer(text) if _is_last_day(int(found[3]), int(found[2]), int(found[1]))]
    return _valid([*spans, *ends])


def _is_last_day(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and day == monthrange(year, month)[1]


def _end_of_span(text: str, months: list[tuple[int, int]]) -> list[tuple[int, int]]:
    is_span = any((begin := _FROM.search(line)) and _TO.search(line, begin.end()) for line in text.split("\n"))
    return months[-1:] if is_span else months


def _of_names(where: str, names: Iterable[str], path: Sequence[str]) -> Iterator[MonthEvidence]:
    for name in names:
        text = _plain(name)
        for month in _name_months(text) or _bare_months(text, where, path):
            yield MonthEvidence(month, where, name)


def _of_bare_sheets(names: Sequence[str], sent: Sequence[MonthEvidence], path: Sequence[str]) -> Iterator[MonthEvidence]:
    """Sheets "T6" and "T7", "6" and "7" of one workbook are months of the path's year: read as one, their rows would be counted twice.
    One such sheet may be anything, and thirteen are not months."""
    numbers = {name: found[1] for name in names if (found := re.fullmatch(r"t?[\W]*(\d{1,2})", _plain(name).strip()))}
    years = _years(path) | {str(piece.month[0]) for piece in sent}
    months = [(name, _valid([(year, number)])) for name, number in numbers.items() for year in years]
    is_known = len(months) > 1 or any(piece.month in month for _, month in months for piece in sent)
    if len(years) == 1 and is_known and all(month for _, month in months):
        yield from (MonthEvidence(month[0], "sheet", name) for name, month in months)


def _years(path: Sequence[str]) -> set[str]:
    return {year for part in path for year in re.findall(r"(?<!\d)(20[1-4]\d)(?!\d)", _without_stamps(_plain(part)))}


def _name_months(text: str) -> list[tuple[int, int]]:
    text = _UNTIL_A_FIRST.sub(" ", text)
    until = _valid((found[3], found[2]) for found in _UNTIL.finditer(text))
    if until:
        return until[-1:]
    text = _without_stamps(text)
    named = _named_months(text)
    if named:
        return _end_of_span(text, named)
    text = _NUMBERED.sub(" ", text)
    numbers = [(found[1], found[2]) for found in _YEAR_MONTH.finditer(text)]
    # "lan2-2026-06": the year belongs to the month after it, not to the number before it.
    rest = _YEAR_MONTH.sub(" ", text)
    return _valid([*numbers, *_numbers(rest)])


def _numbers(text: str) -> list[tuple[str, str]]:
    """Year and month of numbers without a word: "07/2026", "072026", both of "7+8/2026"."""
    rest = _JOINED_NUMBERS.sub(" ", text)
    return [*_joined(_JOINED_NUMBERS, text), *((found[2] or found[4], found[1] or found[3]) for found in _MONTH_YEAR.finditer(rest))]


def _joined(pattern: re.Pattern[str], text: str) -> list[tuple[str, str]]:
    return [(found[2], month) for found in pattern.finditer(text) for month in re.findall(r"\d+", found[1])]


def _bare_months(text: str, where: str, path: Sequence[str]) -> list[tuple[int, int]]:
    """ "Tháng 4", in a folder also "T4" or "04", with the one year that the path states."""
    found, years = _BARE_MONTH.search(text), _years(path)
    if not found or len(years) != 1 or (found[1] is None and where != "folder"):
        return []
    return _valid([(years.pop(), found[1] or found[2])])


def _named_months(text: str) -> list[tuple[int, int]]:
    pairs, text = _joined(_JOINED, text), _JOINED.sub(" ", text)
    pairs += [(found[2], found[1]) for pattern in _NAMED for found in pattern.finditer(text)]
    pairs += [(found[1], found[2]) for found in _YEAR_THEN_NAMED.finditer(text)]
    pairs += [(found[1], found[2]) for found in _NAMED_COMPACT.finditer(text)]
    pairs += [(f"20{found[2]}", found[1]) for found in _SHORT_MONTH.finditer(text)]
    pairs += [
        (found[2], str(_WORDS.index(found[1]) + 1)) for pattern in (_WORD_MONTH, _BARE_WORD_MONTH) for found in pattern.finditer(text)
    ]
    return _valid(pairs)


def _without_stamps(text: str) -> str:
    for stamp in _STAMP:
        text = stamp.sub(" ", text)
    return text


def _valid(pairs: Iterable[tuple[str, str]]) -> list[tuple[int, int]]:
    """Distinct (year, month) pairs in the order found, those of the calendar and of our years alone."""
    months = ((int(year), int(month)) for year, month in pairs)
    return list(dict.fromkeys((year, month) for year, month in months if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12))


#: "Tháng 7/2019", "07-2041"; what a column of months says of a year or a span: "năm trước 2020".
_ANY_MONTH = re.compile(r"(?:\bthang\W{0,3}|(?<!\d))(\d{1,2})\W{1,3}(?:nam\W{0,3})?((?:19|20)\d\d)(?!\d)")
_OF_TIME = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\b(?:thang|nam|quy|ky)\b")
_LONGEST_PLACE, _LONG_NUMBER = 80, re.compile(r"\d{9}")


def misunderstood_months(reading: Reading, path: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Where (as ``MonthEvidence``) and what a delivery without a month that counts says of one: months outside the calendar, and words in
    the column of months that are none. Nothing personal: no long text, no long number."""
    found: list[tuple[str, str]] = []
    for table in reading.main:
        found += [("title", text) for text in table.titles if _names_strange_month(text)]
        found += [("sheet", text) for text in (table.sheet_name or "",) if _names_strange_month(text)]
    found += [("file", text) for text in path[-1:] if _names_strange_month(text)]
    found += [("folder", text) for text in path[:-1] if _names_strange_month(text)]
    if reading.source == "department_report":
        stated = [text for table in reading.main for text in table.frame["month"].drop_nulls().unique(maintain_order=True)]
        found += [("rows", text) for text in stated if _OF_TIME.search(_plain(text))]
    return tuple(dict.fromkeys((where, text) for where, text in found if len(text) <= _LONGEST_PLACE and not _LONG_NUMBER.search(text)))


def _names_strange_month(text: str) -> bool:
    plain = _REFERENCE.sub(" ", _plain(text))
    for stamp in _STAMP:
        plain = stamp.sub(" ", plain)
    if _ends_in(plain):
        return True
    return any(1 <= int(found[1]) <= 12 and not FIRST_YEAR <= int(found[2]) <= LAST_YEAR for found in _ANY_MONTH.finditer(plain))


def evidence_of(reading: Reading) -> tuple[MonthEvidence, ...]:
    """The reading's evidence, for the departmental report with the month that its rows state most often, put right where a zone
    moved it."""
    if reading.source != "department_report" or not reading.main:
        return reading.months
    from transforms.vietnamese.dates import month
    from transforms.vietnamese.midnights import are_moved_months, nearest_midnight

    sheets = pl.concat(table.frame.select_seq(sheet=pl.lit(table.sheet_name, dtype=pl.String), cell="month") for table in reading.main)
    each = (one.select_seq("cell") for one in sheets.partition_by("sheet", maintain_order=True))
    meant = [one.select_seq(nearest_midnight(pl.col("cell"))) if are_moved_months(one["cell"]) else one for one in each]
    stated = pl.concat(meant).select_seq(month(pl.col("cell")).alias("month"))["month"].drop_nulls()
    if stated.is_empty():
        return reading.months
    most = stated.value_counts(sort=True, name="rows").sort(["rows", "month"], descending=True)["month"][0]
    return (*reading.months, MonthEvidence((most.year, most.month), "rows", f"{most:%m/%Y}"))
