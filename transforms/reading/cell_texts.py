"""Values of cells as text, the same from every container: what the native reader prints for a cell of Excel is the measure.

A whole number is "1", a moment "2026-01-01 00:00:00", yes and no are "true" and "false", an error "#REF!", a formula that nobody has worked
out ``text.UNVALUED``. Day 0 of a date cell is blank: it is what Excel keeps of a date that is not there.

Data flow: values of a container -> texts
"""

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from transforms.vietnamese.moments import ZONE

#: What stands in a cell whose error has no name.
ERROR = "#ERROR!"
ERROR_TEXTS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
#: Excel counts a day that never was (29/02/1900), the 60th; from the 61st on its days are those of the calendar.
_BEFORE_MARCH_1900 = 61
_EPOCH_1900, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_LAST_DAY = 2_958_466
#: Day 0 as workbooks and OpenDocument give it.
DAY_ZERO = r"^1899-12-3[01] 00:00:00$"
DAY_ZERO_1904 = r"^1904-01-01 00:00:00$"
_ISO_MOMENT = re.compile(r"\s*(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}:\d{2})(?:[.,]\d*)?(Z|[+-]\d{2}:?\d{2})?)?\s*")
_GREENWICH = re.compile(r"Z|[+-]00:?00")
_MIDNIGHT = " 00:00:00"
_DURATION = re.compile(r"\s*(-)?P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,](\d+))?S)?\s*")

#: What in a number format is no sign for a part of a date: texts, signs that are shown as they are, colours and conditions.
_NO_SIGN = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]{0,80}\]|general|standard', re.IGNORECASE)
_DATE_SIGN = re.compile(r"[dmyhs]", re.IGNORECASE)


def number_text(value: float) -> str:
    """Whole numbers without a point, nothing in scientific notation."""
    value = float(value)
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return format(Decimal(repr(value)), "f") if abs(value) < 1e300 and value == value else repr(value)


def day_number_text(days: float, *, since_1904: bool = False) -> str | None:
    """The moment that a date cell with this number shows, to the second; None for day 0, the number itself where Excel shows no date."""
    if days == 0:
        return None
    if not 0 < days < _LAST_DAY:
        return number_text(days)
    epoch = _EPOCH_1904 if since_1904 else _EPOCH_1900
    moment = epoch + timedelta(days=days + (not since_1904 and days < _BEFORE_MARCH_1900 - 1))
    return f"{moment + timedelta(microseconds=500_000):%Y-%m-%d %H:%M:%S}".rjust(19, "0")


def moment_text(iso: str, *, since_1904: bool = False) -> str | None:
    """A moment in ISO form as workbooks print their date cells; other texts as they are. One of another zone becomes Vietnam's.

    One of Greenwich keeps its Z: many programs write so what is Vietnam's hour already, and only the whole list shows it (F12). A midnight
    is a bare day, whatever its zone: Vietnam's own was another one before 1975.
    """
    found = _ISO_MOMENT.fullmatch(iso)
    if found is None:
        return iso
    zone = found[3] or ""
    text = f"{found[1]} {found[2] or '00:00:00'}"
    if re.match(f"{DAY_ZERO}|{DAY_ZERO_1904}" if since_1904 else DAY_ZERO, text):
        return None
    if not zone or text.endswith(_MIDNIGHT):
        return text
    return f"{text}Z" if _GREENWICH.fullmatch(zone) else _in_vietnam(text, zone)


def _in_vietnam(text: str, zone: str) -> str:
    """Vietnam's hour of a moment of a zone ("+09:00"); the text as it is where it is no moment."""
    try:
        moment = datetime.fromisoformat(f"{text}{zone}")
        return f"{moment.astimezone(ZONE).replace(tzinfo=None)}"
    except (ValueError, OverflowError):
        return text


def duration_text(duration: str) -> str | None:
    """A time of OpenDocument ("PT08H30M00S") as Excel prints its cell; a moment whose format shows the time alone is one of many hours."""
    found = _DURATION.fullmatch(duration)
    if found is None or found[1] or not any(found.groups()):
        return duration
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:5])
    total = days + hours / 24 + minutes / 1440 + (seconds + float(f"0.{found[6] or 0}")) / 86400
    return day_number_text(total) if total else "1899-12-31 00:00:00"


#: Texts of a number format, and signs that are shown as they are; places of digits: commas behind the last divide the figure.
_SHOWN = re.compile(r'"([^"]*)"|\\(.)')
_DIGIT_PLACE = re.compile(r"[0#?]")
_SCALED_UNIT = re.compile(r"(?:nghìn|ngàn|triệu|tỷ|tỉ|nghin|ngan|trieu|ty|tr)(?:\.? ?(?:đồng|đ|vnđ|vnd|dong))?\.?|%", re.IGNORECASE)
#: Of a figure, so much is shown at least where it is only rounded; a format that divides leaves a thousandth.
_ROUNDED = 0.5
_SHOWN_NUMBER = re.compile(rf"-?(\d[\d.,\s]{{0,40}})({_SCALED_UNIT.pattern})", re.IGNORECASE)


#: A number format of so many noughts shows those that a number has lost: an id ("000000000000"), a telephone, a month ("000000": 072026).
_NOUGHTS, _SHOWN_NOUGHTS = re.compile(r"0{6,20}"), re.compile(r"0[0-9]{5,19}")
#: What ``scaled_unit`` makes of a number format that shows a hundred times the number, and the formats of Excel's own that do, by number.
PERCENT = "0%"
PERCENT_FORMATS = (9, 10)


def scaled_unit(form: str) -> str:
    """What a number format shows beside the number and that makes it another one: the unit "triệu" of ``#,##0" triệu"``, the noughts of
    ``000000000000``, ``PERCENT``; "" without one, and where the format divides the figure itself (``#,##0,," triệu"``)."""
    shown = form.partition(";")[0]
    if _NOUGHTS.fullmatch(shown):
        return shown
    signs = _SHOWN.sub("", shown)
    parts = _DIGIT_PLACE.split(signs)
    if ("%" in signs and len(parts) > 1) or shown == "Percent":
        return PERCENT
    text = "".join(one or other for one, other in _SHOWN.findall(shown)).strip()
    is_whole = len(parts) > 1 and not parts[-1].startswith(",")
    return text if is_whole and _SCALED_UNIT.fullmatch(text) else ""


def as_shown(number: str, unit: str) -> str:
    """The text of a number with what its format shows beside it (``scaled_unit``): "4900 triệu", "001304000001", "100%" for 1."""
    if unit == PERCENT:
        return _percentage(number)
    if _NOUGHTS.fullmatch(unit):
        return number.zfill(len(unit)) if number.isdigit() else number
    return f"{number} {unit}".rstrip()


def _percentage(number: str) -> str:
    try:
        return f"{(Decimal(number) * 100).normalize():f}%"
    except InvalidOperation:
        return number


def unit_behind(shown: str, value: float) -> str:
    """The same of a number as it is shown: "triệu" of "4.900 triệu" for 4900, "" for 4 900 000 000; noughts of "001304000001"."""
    shown = shown.strip()
    if _SHOWN_NOUGHTS.fullmatch(shown) and int(shown) == value:
        return "0" * len(shown)
    found = _SHOWN_NUMBER.fullmatch(shown)
    digits = re.sub(r"\D", "", found[1]) if found else ""
    return found[2] if found and float(digits) >= _ROUNDED * abs(value) else ""


def is_date_format(form: str) -> bool:
    """Whether a number format shows a day or a time."""
    return bool(_DATE_SIGN.search(_NO_SIGN.sub("", form.partition(";")[0])))
