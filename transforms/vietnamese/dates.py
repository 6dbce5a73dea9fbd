"""Dates and months as Vietnamese offices write them: day first, always.

Data flow: text of a cell -> the usual form by polars' quick parser -> what that leaves by one regular expression that knows the
common forms -> what that leaves rewritten (English months, zones, words) and tried again -> Date or Datetime. A real date cell
arrives as the reader prints it (``2026-04-01 00:00:00``), a date typed as text as it was typed, a date whose format was lost as
Excel's day number (1900 system: a file of the 1904 system cannot be told by its numbers). A date that does not exist (31/02/2026),
one of the moon's calendar (âm lịch), or one outside 1900-2100 is unreadable; year 9999 is read, because some systems write it for
"without end". A two-digit year is read only where one year alone can be meant: see ``ShortYears``.
"""

from datetime import date as day_of
from datetime import datetime
from functools import partial
from typing import Literal

import polars as pl

from transforms.vietnamese.date_forms import LONGEST_LIFE_YEARS, MONTH_NAMES, ShortYears, rewritten
from transforms.vietnamese.text import if_any, of_each, once, usual_first

Precision = Literal["day", "month", "year"]

#: Excel counts days from here (1900 system); right from 01/03/1900 on, which is day 61.
EXCEL_EPOCH = datetime(1899, 12, 30)
FIRST_YEAR, LAST_YEAR, OPEN_ENDED_YEAR = 1900, 2100, 9999
_EDGES = " \t\r\n\u00a0\u200b\ufeff'’\"`"
_DAY_FIRST = r"(?<d1>[0-9]{1,2})\s*(?:[/.\-]|th\S{1,3}ng)\s*(?<m1>[0-9]{1,2})\s*(?:[/.\-]|,?\s?n\S{1,2}m)\s*(?<y1>[0-9]{4})"
_YEAR_FIRST = r"(?<y2>[0-9]{4})[/.\-](?<m2>[0-9]{1,2})[/.\-](?<d2>[0-9]{1,2})"
_TIME_BEFORE = r"(?:(?<h1>[0-9]{1,2})[:hg](?<n1>[0-9]{2})(?::(?<s1>[0-9]{2}))?[,\s]+)?"
_TIME_AFTER = (
    r"(?:[T,\s]\s*(?<h2>[0-9]{1,2})[:hg](?<n2>[0-9]{1,2})(?::(?<s2>[0-9]{1,2})(?:\.[0-9]+)?)?"
    r"(?:\s*(?:(?<am>SA|AM|sa|am)|(?<pm>CH|PM|ch|pm)))?)?"
)
_COMPACT = r"(?<y3>[0-9]{4})(?<m3>[0-9]{2})(?<d3>[0-9]{2})(?:(?<h3>[0-9]{2})(?<n3>[0-9]{2})(?<s3>[0-9]{2})?)?"
_SERIAL = r"(?<serial>[0-9]{4,5}(?:[.,][0-9]+)?)"
_MOMENT = rf"^(?:{_TIME_BEFORE}(?:[Nn]g\S{{1,3}}y\s*)?(?:{_DAY_FIRST}|{_YEAR_FIRST}){_TIME_AFTER}|{_COMPACT}|{_SERIAL})$"

_YEAR = r"(?:19|20)[0-9]{2}|2100"
_MONTH_WORD = r"(?:[Tt](?:h\S{1,3}ng)?\s*)?"
_AFTER_MONTH = r"\s*(?:[/.\-]|n\S{1,2}m)"
_PARTIAL = (
    r"^(?:(?:[Ss]inh\s+)?[Nn]\S{1,2}m\s+|[Ss][Nn]\W*)?(?:[0-9]{1,2}\s*[/.\-]\s*0{1,2}\s*[/.\-]|(?:0{0,2}\s*[/.\-])?"
    rf"(?:\s*{_MONTH_WORD}(?<month>[0-9]{{0,2}}){_AFTER_MONTH})?)\s*(?<year>{_YEAR})(?:\.0)?$"
)
_NAMES_MONTH = rf"^(?:0{{0,2}}[/.\-])?\s*{_MONTH_WORD}(?:0?[1-9]|1[0-2]){_AFTER_MONTH}"
_MONTH = (
    # "7,2026": the number 7.2026 of a Vietnamese Windows.
    r"^(?:(?:[Tt]h\S{1,3}ng|[Tt])\s*)?(?<m1>[0-9]{1,2})\s*(?:[/.,\-–]|n\S{1,2}m)\s*(?<y1>[0-9]{4})$"
    r"|^(?<m3>0[1-9]|1[0-2])(?<y3>(?:19|20)[0-9]{2})$"
    r"|^(?<y2>[0-9]{4})[/.\-]?(?<m2>[0-9]{2})$"
    # "mmm-yy" on a Vietnamese Windows, old or new, and on an English one: Thg7-26, Th7-26, Jul-26.
    r"|^[Tt]hg?\s*(?<m4>[0-9]{1,2})[/.\-\s]\s*(?<y4>(?:20)?[0-9]{2})$"
    rf"|^(?i:(?<m5>{'|'.join(MONTH_NAMES)})(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\.?)[/.,\-\s]{{1,3}}(?<y5>(?:19|20)?[0-9]{{2}})$"
    # "07/26": of no day, for no month is so high; "07/12" may be one.
    r"|^(?<m6>0?[1-9]|1[0-2])[/.\-](?<y6>1[3-9]|[2-4][0-9])$"
)
#: Two digits that are a year of this century; lists of months begin in the last.
_LAST_OF_THIS_CENTURY = "49"
#: "012026" as a number: it is Excel's day number only where that is the first of a month, as cells of a month are.
_MONTH_OR_SERIAL = r"^[1-9](?:19|20)[0-9]{2}$"

_WRITTEN_AS_EXPECTED = {
    "date": r"^(?:0[1-9]|[1-3][0-9])/[0-9]{2}/[0-9]{4}(?: [0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?$",
    "month": r"^[0-9]{2}/[0-9]{4}$",
}
#: A date cell as the reader prints it.
REAL_DATE_CELL = r"^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?$"
_SHORT_YEAR = r"^[0-9]{1,2}(?:[/.\-]|\s+).*[/.\-\s][0-9]{2}$"
#: A time that a web service gives ends in Z and is Greenwich's; Vietnam is that far ahead.
_HOURS_EAST = 7


def date(e: pl.Expr, short_years: ShortYears | None = None) -> pl.Expr:
    """Date of a text in any of the forms above; its time, if any, is left out. A lone year (1900-2100) is no date."""
    return date_time(e, short_years).dt.date()


def date_time(e: pl.Expr, short_years: ShortYears | None = None) -> pl.Expr:
    """Datetime (microseconds, no zone: local time) of a text; 00:00 where it gives no time, null where its time does not exist.

    Without ``short_years`` no two-digit year is read. A time of another zone becomes that of Vietnam (UTC+7).
    """
    other = partial(_moment, short_years=short_years)
    return usual_first(e, lambda usual: _usual_date(usual).cast(pl.Datetime("us")), other, pl.Datetime("us"))


def _usual_date(e: pl.Expr) -> pl.Expr:
    """Date of a text in the form dd/mm/yyyy, by polars' quick parser; null for any other."""
    return once(_trimmed(e).str.to_date("%d/%m/%Y", strict=False), _within_years)


#: Forms of the lowest days that programs know, which they write where they have no date: the first of year 0 or 1, days 0 and 1 of Excel,
#: the first year of SQL Server; of day 0 both orders of day and month.
_LOWEST = (
    r"0?0[/.\-]0?0[/.\-]0{2,4}|0{4}-00-00|0?1[/.\-]0?1[/.\-](?:0{0,3}1|1900)|(?:0001|1900)-01-01|0?0[/.\-]0?1[/.\-]1900|0?1/0?0/1900|1900-01-00"
    r"|3[01]/12/1899|12/3[01]/1899|1899-12-3[01]|0?1[/.\-]0?1[/.\-]1753|1753-01-01"
)
#: What programs write where they have nothing at all: an empty mask ("__/__/____", "/ /"), a nought, midnight.
_NO_DATE = r"[\s/.\-_–—]+|0+|0?0:00(?::00)?"
_UNIX_LOWEST = r"0?1[/.\-]0?1[/.\-]1970|1970-01-01"
_AT_MIDNIGHT = r"(?:[T ](?:(?:00|0|07):00(?::00(?:\.0+)?)?(?:Z|\+07:?00)?|12:00(?::00)?[ \x{A0}\x{202F}]?(?:AM|am|SA)))?"


def is_lowest_date(e: pl.Expr, *, of_birth: bool = False) -> pl.Expr:
    """Whether a text is the lowest date of a program (00/00/0000, 01/01/0001, 01/01/1900, 01/01/1970, day 0 of a date cell) or what it
    writes for none ("__/__/____", "0"); null stays null. ``of_birth``: people were born on 01/01/1970."""
    forms = _LOWEST if of_birth else f"{_LOWEST}|{_UNIX_LOWEST}"
    return e.str.contains(rf"^(?:(?:{forms}){_AT_MIDNIGHT}|{_NO_DATE})$")


#: The same days as a program shows them that gives months alone: "01/0001", "1/1900". Noughts ("00/0000") are no month, and "Jan-00" may be
#: January 2000.
_LOWEST_MONTH = r"0?1[/.\-](?:0{3}1|1900|1753|1970)|(?:0001|1900|1753|1970)[/.\-]0?1|(?i:jan|thg?\s?0?1)[/.\-\s]1900"


def is_lowest_month(e: pl.Expr) -> pl.Expr:
    """Whether a text is the month of the lowest date of a program; null stays null."""
    return e.str.contains(rf"^(?:{_LOWEST_MONTH})$")


def has_time(moment: pl.Expr) -> pl.Expr:
    """Whether a Datetime says a time of day. Midnight is none: it is how real date cells and vendors print a bare date."""
    return moment.dt.time() != pl.time(0, 0)


def birth_date(e: pl.Expr, as_of: day_of | None = None) -> pl.Expr:
    """Struct{date: Date, precision: String} of a birth date, whose day or month may be unknown; both null if unreadable.

    ``1960``, ``00/00/1960``, ``//1960`` have precision "year" and stand on 1 July; ``06/1960``, ``T6/1960`` and ``00/06/1960`` have
    precision "month" and stand on the first. A number from 1900 to 2100 is a year, never Excel's day number. With ``as_of``, a day
    of the delivery's month, a two-digit year is read where one year of a living person's ends in it.
    """
    other = partial(_birth_date, as_of=as_of)
    return usual_first(e, _usual_birth_date, lambda unusual: once(unusual, other), pl.Struct(_BIRTH_DATE))


_BIRTH_DATE = {"date": pl.Date, "precision": pl.String}


def _usual_birth_date(e: pl.Expr) -> pl.Expr:
    day = pl.field("day")
    known = pl.struct(date=day, precision=pl.when(day.is_not_null()).then(pl.lit("day")))
    steps = pl.struct(day=_usual_date(e), is_null=e.is_null())
    return steps.struct.with_fields(known=pl.when(day.is_not_null() | pl.field("is_null")).then(known)).struct.field("known")


def _birth_date(e: pl.Expr, as_of: day_of | None) -> pl.Expr:
    lived = range(as_of.year - LONGEST_LIFE_YEARS, as_of.year + 1) if as_of else None
    steps = pl.struct(text=_trimmed(e), whole=date(e, lived))
    left = if_any(pl.when(pl.field("whole").is_null()).then(pl.field("text")), _partial_date, _PARTIAL_DATE)
    steps = steps.struct.with_fields(left=left)
    year, number = (pl.field("left").struct.field(name) for name in ("year", "month"))
    parts = steps.struct.with_fields(year=year, month=number.cast(pl.Int8, strict=False).fill_null(0))
    is_year = pl.field("month") == 0
    partial = _iso_date(pl.field("year"), pl.when(is_year).then(7).otherwise(pl.field("month")), pl.lit(1))
    parts = parts.struct.with_fields(partial=pl.when(pl.field("year").is_not_null()).then(partial))
    precision = (
        pl.when(pl.field("whole").is_not_null())
        .then(pl.lit("day"))
        .when(pl.field("partial").is_null())
        .then(None)
        .when(is_year)
        .then(pl.lit("year"))
        .otherwise(pl.lit("month"))
    )
    chosen = parts.struct.with_fields(date=pl.coalesce(pl.field("whole"), pl.field("partial")), precision=precision)
    return _only(chosen, "date", "precision")


_PARTIAL_DATE = pl.Struct({"month": pl.String, "year": pl.String})


def _partial_date(text: pl.Expr) -> pl.Expr:
    return text.str.extract_groups(_PARTIAL)


def month(e: pl.Expr) -> pl.Expr:
    """First day of the month that a text names: ``04/2026``, ``042026``, ``202604``, ``2026-04``, ``Tháng 4/2026``, ``Thg4-26``,
    ``Apr-26``, ``04/26``, or any date in it.

    ``42026`` could be April 2026 or Excel's day number of some day in 2015: unreadable.
    """
    return of_each(e, _month, pl.Date)


def _month(e: pl.Expr) -> pl.Expr:
    steps = pl.struct(text=_trimmed(e)).struct.with_fields(parts=pl.field("text").str.extract_groups(_MONTH))
    year, number = (pl.coalesce([pl.field("parts").struct.field(f"{part}{n}") for n in range(1, 7)]) for part in "ym")
    number = number.str.to_lowercase().replace({name: str(place) for place, name in enumerate(MONTH_NAMES, start=1)})
    century = pl.when(year <= _LAST_OF_THIS_CENTURY).then(pl.lit("20")).otherwise(pl.lit("19"))
    year = pl.when(year.str.len_chars() == 2).then(century + year).otherwise(year)
    steps = steps.struct.with_fields(named=_iso_date(year, number, pl.lit(1)))
    steps = steps.struct.with_fields(named=_within_years(pl.field("named")))
    rest = date(pl.when(pl.field("named").is_null()).then(pl.field("text")))
    rest = pl.when(~pl.field("text").str.contains(_MONTH_OR_SERIAL) | (rest.dt.day() == 1)).then(rest)
    return steps.struct.with_fields(month=pl.coalesce(pl.field("named"), rest.dt.month_start())).struct.field("month")


def date_repairs(before: pl.Expr, after: pl.Expr, expected: Literal["date", "month"] = "date") -> dict[str, pl.Expr]:
    """Kind of repair -> Boolean: how a readable date was written otherwise than ``dd/mm/yyyy [HH:MM[:SS]]`` (or ``MM/yyyy``).

    ``after`` is the date read (of a birth date, its field ``date``). A real date cell is no repair.
    """
    read = pl.when(after.is_not_null()).then(_trimmed(before))
    is_year_only = read.str.contains(_PARTIAL) & ~read.str.contains(_NAMES_MONTH)
    is_short = read.str.contains(_SHORT_YEAR)
    is_serial = read.str.contains(rf"^{_SERIAL}$") & ~is_year_only
    is_expected = read.str.contains(_WRITTEN_AS_EXPECTED[expected]) | read.str.contains(REAL_DATE_CELL)
    kinds = {
        "excel_serial": is_serial,
        "year_only": is_year_only,
        "short_year": is_short,
        "date_form": ~(is_serial | is_year_only | is_short | is_expected),
    }
    return {kind: found.fill_null(False) for kind, found in kinds.items()}


def _moment(e: pl.Expr, short_years: ShortYears | None) -> pl.Expr:
    """Datetime of a text that is not in the usual form."""
    return _trimmed(e).map_batches(partial(_moment_of_rest, short_years=short_years), return_dtype=pl.Datetime("us"), is_elementwise=True)


def _moment_of_rest(texts: pl.Series, short_years: ShortYears | None) -> pl.Series:
    """Datetime of the texts that are not in the usual form, each different one once: by the parts of the common forms, else by those
    of the text rewritten. Most columns have none, and cost nothing."""
    if texts.null_count() == len(texts):
        return pl.Series(texts.name, [None], dtype=pl.Datetime("us")).new_from_index(0, len(texts))
    each = texts.drop_nulls().unique().rename("text")
    found = pl.DataFrame([each, _moment_by_parts(each).alias("at")])
    # Words without a digit are no date in any form, and the many patterns of the rare forms are dear even for one cell.
    rest = found.filter(pl.col("at").is_null() & pl.col("text").str.contains(r"\d")).select_seq("text")
    if rest.height:
        found = pl.concat([found.drop_nulls("at"), _moments_rewritten(rest, short_years)])
    return texts.replace_strict(found["text"], found["at"], default=None, return_dtype=pl.Datetime("us"))


def _moments_rewritten(texts: pl.DataFrame, short_years: ShortYears | None) -> pl.DataFrame:
    plain = rewritten(texts["text"].str.strip_chars(_EDGES), short_years)
    frame = texts.with_columns_seq(plain.alias("plain"), _moment_by_parts(plain.str.strip_suffix("z")).alias("at"))
    hours_east = pl.when(pl.col("plain").str.ends_with("z")).then(_HOURS_EAST).otherwise(0)
    return frame.select_seq("text", pl.col("at") + pl.duration(hours=hours_east))


def _moment_by_parts(texts: pl.Series) -> pl.Series:
    """Datetime of any form, within the years that are read. Two digits each: the ISO form with all its zeros is the one that polars parses
    quickly. Step by step, for a field of a struct within a struct is dear to plan even for one text."""
    parts = texts.str.extract_groups(_MOMENT).struct.unnest()
    written = {part: pl.coalesce([f"{part}{n}" for n in (1, 2, 3)]).str.zfill(2) for part in "ymdhns"}
    day = pl.concat_str([written[part] for part in "ymd"], separator="-")
    time = pl.concat_str([written[part].fill_null("00") for part in "hns"], separator=":")
    parts = parts.with_columns_seq(iso=pl.concat_str([day, time], separator=" "))
    parts = parts.with_columns_seq(at=pl.col("iso").str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us"))
    is_afternoon = pl.col("pm").is_not_null() & (pl.col("at").dt.hour() < 12)
    is_midnight = pl.col("am").is_not_null() & (pl.col("at").dt.hour() == 12)
    hours = pl.when(is_afternoon).then(12).when(is_midnight).then(-12).otherwise(0)
    moments = parts.select_seq(at=pl.coalesce(pl.col("at") + pl.duration(hours=hours), _serial_moment(pl.col("serial"))))
    return moments.select_seq(_within_years(pl.col("at"))).to_series()


def _serial_moment(serial: pl.Expr) -> pl.Expr:
    """Datetime of Excel's day number; a fraction is the time, to the nearest second. A number that could be a year is not read."""
    number = serial.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    is_year = number.is_between(FIRST_YEAR, LAST_YEAR) & (number == number.floor())
    seconds = pl.duration(seconds=(number * 86_400).round().cast(pl.Int64), time_unit="us")
    return pl.when(~is_year).then(pl.lit(EXCEL_EPOCH, dtype=pl.Datetime("us")) + seconds)


def _iso_date(year: pl.Expr, month_number: pl.Expr, day: pl.Expr) -> pl.Expr:
    parts = [part.cast(pl.String).str.zfill(2) for part in (year, month_number, day)]
    return pl.concat_str(parts, separator="-").str.to_date("%Y-%m-%d", strict=False)


def _within_years(moment: pl.Expr) -> pl.Expr:
    year = moment.dt.year()
    return pl.when(year.is_between(FIRST_YEAR, LAST_YEAR) | (year == OPEN_ENDED_YEAR)).then(moment)


def _trimmed(e: pl.Expr) -> pl.Expr:
    return e.str.strip_chars(_EDGES)


def _only(struct: pl.Expr, *names: str) -> pl.Expr:
    return struct.struct.with_fields(kept=pl.struct(*[pl.field(name) for name in names])).struct.field("kept")
