"""Dirt that cleaning must heal without a trace in the figures: lost zeros, odd blanks, other encodings, other ways to write dates.

Data flow: clean records -> some of their cells written otherwise, each noted as a repair.
"""

import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime
from random import Random
from typing import Any

from tests.synthetic.biff12 import excel_serial
from tests.synthetic.records import Cell, Record, clean

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
ALIASES = {
    "Tổ dân phố Đông Nam": ("TDP Đông Nam", "KDC Đông Nam", "thôn Đông Nam", "ĐÔNG NAM"),
    "Tổ dân phố Tống Buồng": ("Tống Bường", "Tổng Buồng", "TDP Tống Buông", "Tống Buồng"),
}
#: A way to spoil a cell: None where the cell does not lend itself to it.
Spoiler = Callable[[Any, Random], Cell]


def _lost_zero(text: str, random: Random) -> Cell:
    return int(text) if text.startswith("0") and text.isdigit() else None


def _letter_o(text: str, random: Random) -> Cell:
    return text[:-3].replace("0", "O", 1) + text[-3:] if "0" in text[:-3] else None


def _eth(text: str, random: Random) -> Cell:
    return text.replace("Đ", "Ð") if "Đ" in text else None


def _nfd(text: str, random: Random) -> Cell:
    decomposed = unicodedata.normalize("NFD", text)
    return decomposed if decomposed != text else None


def _alias(name: str, random: Random) -> Cell:
    number = name.removeprefix("Tổ dân phố số ")
    if number.isdigit():
        return random.choice((f"TDP {number}", f"TDP số {number}", f"Tổ {number}", f"TDP {int(number):02d}", f"Khu dân cư số {number}"))
    return random.choice(ALIASES[name])


def _other_date_text(day: date, random: Random) -> Cell:
    return random.choice((f"{day.day}/{day.month}/{day.year}", f"{day:%d.%m.%Y}", f"{day:%d-%m-%Y}", f"{day:%Y-%m-%d}"))


def _serial(day: date, random: Random) -> Cell:
    return int(excel_serial(date(day.year, day.month, day.day)))


def _other_moment(moment: datetime, random: Random) -> Cell:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


#: Kind of repair: its spoiler. A kind may serve several columns.
SPOILERS: dict[str, Spoiler] = {
    "leading zero lost": _lost_zero,
    "letter O for zero": _letter_o,
    "decimal tail": lambda text, random: f"{text}.0",
    "blanks": lambda text, random: f"{text[:3]} {text[3:6]} {text[6:]}",
    "dots": lambda text, random: f"{text[:3]}.{text[3:6]}.{text[6:]}",
    "quotes": lambda text, random: f"'{text}",
    "Eth for Đ": _eth,
    "NFD": _nfd,
    "letter case": lambda text, random: text.upper(),
    "odd blanks": lambda text, random: text.replace(" ", NO_BREAK_SPACE, 1) + " ",
    "place alias": _alias,
    "date as text": _other_date_text,
    "Excel serial": _serial,
    "moment as text": _other_moment,
    "month as text": lambda month, random: random.choice((f"{month.month}/{month.year}", f"{month:%Y%m}")),
    "Vietnamese number": lambda number, random: f"{number:,}".replace(",", "."),
    "English number": lambda number, random: f"{number:,}",
}
_IDS = ("leading zero lost", "letter O for zero", "decimal tail", "blanks", "dots", "quotes")
_NAMES = ("Eth for Đ", "NFD", "letter case", "odd blanks")
#: Source -> column -> kinds of dirt met there.
DIRT: dict[str, dict[str, tuple[str, ...]]] = {
    "health_insurance": {
        "personal_id": _IDS,
        "bhxh_number": ("leading zero lost", "blanks"),
        "name": _NAMES,
        "group_name": ("place alias",),
        "birth_date": ("date as text", "Excel serial"),
        "valid_from": ("date as text",),
    },
    "social_insurance": {
        "personal_id": _IDS,
        "bhxh_number": ("leading zero lost", "dots"),
        "name": _NAMES,
        "group_name": ("place alias",),
        "birth_date": ("date as text",),
        "from_month": ("month as text",),
        "wage_vnd": ("Vietnamese number", "English number"),
    },
    "dossiers": {
        "applicant": _NAMES,
        "phone": ("leading zero lost",),
        "status": ("odd blanks", "NFD"),
        "channel": ("letter case",),
        "received_at": ("moment as text", "Excel serial"),
    },
    "poverty": {"group_name": ("place alias",), "decision_date": ("date as text",)},
    "poverty_member": {"personal_id": _IDS, "name": ("odd blanks", "NFD")},
    "department_report": {"value": ("Vietnamese number", "English number"), "month": ("month as text",), "area": ("odd blanks",)},
}


def soil(records: Sequence[Record], source: str, random: Random, share: float) -> None:
    """Spoils one cell of about that share of the clean records, in place."""
    columns = DIRT[source]
    for record in clean(records):
        if random.random() < share:
            column = random.choice(sorted(columns))
            kind = random.choice(columns[column])
            true = record.values.get(column)
            spoilt = None if true is None else SPOILERS[kind](true, random)
            if spoilt is not None:
                record.shown[column] = spoilt
                record.repairs.append(kind)
