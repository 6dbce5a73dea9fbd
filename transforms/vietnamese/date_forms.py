"""The rarer ways of writing a date, rewritten as the common ones that ``dates`` reads.

Data flow: text that no common form fits -> ``rewritten`` -> text to be tried once more. Two-digit years become whole ones where only one
year can be meant.
"""

import re

import polars as pl

#: The years that a two-digit year may stand for; it is read if exactly one of them ends in it, else the date stays unreadable: a
#: wrong date is worse than a missing one.
ShortYears = range
#: Dates of validity, decisions and dossiers: "05/06/26" is 2026; "31/12/99" could be 1999 or stand for "without end".
RECENT_YEARS = range(2000, 2050)
#: Nobody alive was born before: in 2026 "05/06/60" is 1960 and "05/06/03" is 2003, but "05/06/15" may be 1915 or 2015.
LONGEST_LIFE_YEARS = 120

MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: Months in Vietnamese words, the longer first; "giêng" and "chạp" are the moon's. "Ngày 02 tháng năm 2026" may be a form whose month
#: nobody filled in: see ``_MAY``.
_MONTH_WORDS = {
    "mười một": 11,
    "mười hai": 12,
    "mười": 10,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "tư": 4,
    "bốn": 4,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
}
_MONTH_BEFORE = r"\b(tháng|thg\.?|th\.?)\s*"
_HAS_MONTH_WORD = rf"{_MONTH_BEFORE}(?:{'|'.join(_MONTH_WORDS)}|năm)\b"
_MAY = (
    r"^(thứ\s+(?:hai|ba|tư|năm|sáu|bảy)[,\s]+[0-9]{1,2}\s+tháng\s+|chủ nhật[,\s]+[0-9]{1,2}\s+tháng\s+)năm(\s)",
    r"(\b(?:tháng|thg|th)\s+)năm(\s+năm\s|[/\-])",
)
_MONTH_NAME = r"(?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\.?"
_ISO_TIME = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})[t ]\s*([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)"
_WEEKDAY = r"(?:mon|tue|wed|thu|fri|sat|sun)"
_CLOCK = r"(?<clock>[0-9]{2}:[0-9]{2}:[0-9]{2})"
#: Form -> the common one, in this order, on small letters. The moon's calendar (âm lịch) is none of them.
_COMMON_FORMS = (
    # Hyphens that do not break, dashes, minus signs and slashes of other alphabets.
    (r"^([0-9]{1,4})\s*[‐‑‒–—−∕⁄／]\s*([0-9]{1,2})\s*[‐‑‒–—−∕⁄／]\s*([0-9]{1,4})", "${1}/${2}/${3}"),
    # A date as JavaScript and Java print it on a machine in Vietnam.
    (
        rf"^{_WEEKDAY} {_MONTH_NAME} (?<day>[0-9]{{2}}) (?<year>[0-9]{{4}}) {_CLOCK} gmt\+0700(?: \(.{{0,60}}\))?$",
        "${day}/${month}/${year} ${clock}",
    ),
    (rf"^{_WEEKDAY} {_MONTH_NAME} (?<day>[0-9]{{2}}) {_CLOCK} (?:ict|gmt\+07:00) (?<year>[0-9]{{4}})$", "${day}/${month}/${year} ${clock}"),
    # The same of a machine at Greenwich, and of a moment printed as its own.
    (
        rf"^{_WEEKDAY},? {_MONTH_NAME} (?<day>[0-9]{{2}}) (?<year>[0-9]{{4}}) {_CLOCK} gmt\+0000(?: \(.{{0,60}}\))?$",
        "${day}/${month}/${year} ${clock}z",
    ),
    (rf"^{_WEEKDAY}, (?<day>[0-9]{{2}}) {_MONTH_NAME} (?<year>[0-9]{{4}}) {_CLOCK} gmt$", "${day}/${month}/${year} ${clock}z"),
    (rf"^{_WEEKDAY} {_MONTH_NAME} (?<day>[0-9]{{2}}) {_CLOCK} (?:utc|gmt) (?<year>[0-9]{{4}})$", "${day}/${month}/${year} ${clock}z"),
    # Oracle's own: 17-jun-26 01.52.29.000000 pm.
    (r"\b([0-9]{2})\.([0-9]{2})\.([0-9]{2})(?:\.[0-9]{1,9})? (am|pm)$", "${1}:${2}:${3} ${4}"),
    (r"\s*\(?(?:dương lịch|dl)\)?$", ""),
    (r"^(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)[,\s]+", ""),
    (r"^(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+|^(?:mon|tue|wed|thu|fri|sat|sun)\.?,\s+", ""),
    (r"^(?:sinh\s+)?(?:(?:ngày|sn)\W*\s)?\s*(?:mùng|mồng)\s*", ""),
    (r"^sinh\s+|^sn\W*\s", ""),
    (r"\s*(?:lúc|ngày)\s+", " "),
    (r"([0-9]{1,2})\s*(?:giờ|h)\s*([0-9]{2})(?:\s*phút|\s*')?([\s,]|$)", "${1}:${2}${3}"),
    (r"([0-9]{1,2})\s*(?:giờ|h)(\s|$)", "${1}:00${2}"),
    (rf"^(?<day>[0-9]{{1,2}})(?:st|nd|rd|th)?[\s/.\-]*{_MONTH_NAME}[\s/.,\-]*(?<year>[0-9]{{4}}|[0-9]{{2}})\b", "${day}/${month}/${year}"),
    (rf"^{_MONTH_NAME}\s+(?<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+(?<year>[0-9]{{4}})\b", "${day}/${month}/${year}"),
    (r"^([0-9]{1,2})\s*[/.,\\\-\s]\s*([0-9]{1,2})\s*[/.,\\\-\s]\s*([0-9]{4})\.?$", "${1}/${2}/${3}"),
    (
        r"^\s*(?:ngày\s+)?([0-9]{1,2})\s*tháng\s*([0-9]{1,2})\s*(?:,\s*|,?\s+)(?:năm\s+)?([0-9]{4})\b(?:,|$|\s)\s*(?:lúc\s+)?",
        "${1}/${2}/${3} ",
    ),
    (r"^([0-9]{1,2})[\s/.\-]tháng\s?([0-9]{1,2})[/\-]([0-9]{4}|[0-9]{2})\b", "${1}/${2}/${3}"),
    # A part of the day without a time.
    (r"^([0-9]{1,2}[/.\-][0-9]{1,2}[/.\-][0-9]{4})\s*\(?(?:buổi\s+)?(?:sáng|trưa|chiều|tối)\)?$", "${1}"),
    # Excel's own short month on a Vietnamese Windows: 02-Thg7-26, 2 Thg 07 2026.
    (r"^([0-9]{1,2})[\s/.\-]?(?:thg|th)\.?\s?([0-9]{1,2})[\s/.,\-]([0-9]{4}|[0-9]{2})\b", "${1}/${2}/${3}"),
    # With a comma between, as Google's sheets write it: 2 thg 7, 2026.
    (r"^([0-9]{1,2})\s+thg\s+([0-9]{1,2}),\s+([0-9]{4})\b,?", "${1}/${2}/${3}"),
    (r"([0-9]{4})\s+[-–]\s+([0-9]{1,2}:)", "${1} ${2}"),
    # Eight digits that are no year first: 05061960.
    (r"^(0[1-9]|[12][0-9]|3[01])(0[1-9]|1[0-2])((?:19|20)[0-9]{2}|2100)$", "${1}/${2}/${3}"),
    # A web service's bare date stands at midnight of Greenwich; its other times keep their z.
    (r"[t ]00:00(?::00(?:\.0+)?)?\s*[+-]00(?::?00)?$", ""),
    (r"[t ]00:00(?::00(?:\.0+)?)?\s*(?:z|utc|gmt)$", ""),
    (rf"{_ISO_TIME}\s*[+-]00(?::?00)?$", "${1} ${2}z"),
    (rf"{_ISO_TIME}\s*(?:utc|gmt)$", "${1} ${2}z"),
    (rf"{_ISO_TIME}\s*\+07(?::?00)?$", "${1} ${2}"),
    (rf"{_ISO_TIME}z$", "${1} ${2}z"),
)
#: Of them, those that need no letter.
_OF_DIGITS = frozenset(form for form, _ in _COMMON_FORMS if re.fullmatch(r"[^a-zđ]*", re.sub(r"\\[sb]|\[t \]", "", form)))
_LOOKALIKES = {"o": "0", "i": "1", "l": "1", "|": "1"}
_DIGITS_AND_LOOKALIKES = r"^[0-9oil|]+[/.\-][0-9oil|]+[/.\-][0-9oil|]+$"
_SHORT = r"^(?<day>[0-9]{1,2})[/.\-](?<month>[0-9]{1,2})[/.\-](?<year>[0-9]{2})(?<time>[\s,]+[0-9]{1,2}:.*)?$"


def rewritten(texts: pl.Series, short_years: ShortYears | None) -> pl.Series:
    """The texts in small letters and a common form: wide digits narrow, letters that look like digits as digits, English months as
    numbers, short years whole; what has no such form is as unreadable as before. A time of Greenwich ends in "z"."""
    plain = texts.str.normalize("NFKC").str.to_lowercase()
    plain = plain.str.replace_many(_LOOKALIKES).zip_with(plain.str.contains(_DIGITS_AND_LOOKALIKES), plain)
    if plain.str.contains(_HAS_MONTH_WORD).any():
        plain = _with_month_numbers(plain)
    has_letters = bool((plain.str.to_uppercase() != plain).any())
    for form, common in _COMMON_FORMS:
        if has_letters or form in _OF_DIGITS:
            plain = plain.str.replace(form, common)
    plain = plain.str.replace_many({f"/{name}/": f"/{number}/" for number, name in enumerate(MONTH_NAMES, start=1)}).str.strip_chars(" ")
    return plain if short_years is None else _with_whole_years(plain, short_years)


def _with_month_numbers(texts: pl.Series) -> pl.Series:
    """Months in words as numbers: "02 tháng bảy 2026", "02-thg bảy-26"."""
    for form in _MAY:
        texts = texts.str.replace(form, "${1}5${2}")
    for word, number in _MONTH_WORDS.items():
        texts = texts.str.replace(rf"{_MONTH_BEFORE}{word}\b", f"${{1}} {number}")
    return texts


def _with_whole_years(texts: pl.Series, years: ShortYears) -> pl.Series:
    """dd/mm/yyyy for dd/mm/yy, with its time; as it was where none or several of the years end so."""
    parts = texts.str.extract_groups(_SHORT).struct.unnest()
    year = pl.col("year").replace_strict(_only_years(years), default=None, return_dtype=pl.String)
    day = pl.concat_str(["day", "month", year], separator="/")
    whole = parts.select_seq(pl.concat_str(day, pl.col("time").fill_null(""))).to_series()
    return whole.zip_with(whole.is_not_null(), texts)


def _only_years(years: ShortYears) -> dict[str, str]:
    """Two digits -> the year, for those in which exactly one of the years ends."""
    endings = [f"{year % 100:02}" for year in years]
    return {ending: str(year) for ending, year in zip(endings, years, strict=True) if endings.count(ending) == 1}
