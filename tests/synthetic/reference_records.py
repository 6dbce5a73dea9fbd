"""A few invented records of each source, chosen to differ: what every layout draws, and what must come of it however it is drawn.

Data flow: ward -> a cast of records -> layouts; the same records -> the values of a tidy frame (never by way of the program). One row is
one card, participation, dossier, person of a household, or figure.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from tests.support.drawn_frames import written
from tests.synthetic.dossiers import ASKED, DONE, OPEN, REFUSED, RETURNED, WITHDRAWN, make_dossiers, month_log
from tests.synthetic.insurance import health_records, social_records
from tests.synthetic.people import FORMER_UNITS, GROUP_NAMES, WARD_CODE, WARD_NAME, make_ward
from tests.synthetic.poverty import poverty_records
from tests.synthetic.records import Record
from tests.synthetic.report import report_records

MONTH = date(2026, 7, 1)
SEED = 12
WARD = make_ward(SEED, 150)
#: Births known by year or month alone: how the cell shows one, and the date that stands for it.
PARTIAL_BIRTHS: dict[str, tuple[Callable[[date], str | int], Callable[[date], date]]] = {
    "year": (lambda born: born.year, lambda born: born.replace(month=7, day=1)),
    "month": (lambda born: f"{born:%m/%Y}", lambda born: born.replace(day=1)),
}
STATES = {REFUSED: 3, OPEN: 4, ASKED: 5, WITHDRAWN: 7, DONE: 9, RETURNED: 10}
CHANNELS = {"Trực tuyến": "online", "Trực tiếp": "direct", "Bưu chính công ích": "postal"}
PARTICIPATIONS = {"Đang đóng": "paying", "Tạm dừng": "paused", "Bảo lưu": "reserved", "Đã hưởng một lần": "paid_out"}
CLASSES = {"HN": "poor", "CN": "near_poor"}
SEXES = {"Nam": "male", "Nữ": "female"}
AREAS = {
    WARD_NAME: WARD_CODE,
    **{name: code for code, name in FORMER_UNITS.items()},
    **{f"Tổ dân phố {name}": f"{WARD_CODE}-{number:02d}" for number, name in enumerate(GROUP_NAMES, 1)},
}


@dataclass(frozen=True)
class Cast:
    """``records`` in the order of the plain list; ``left``: households that left the poverty list, or the report's head counts."""

    source: str
    records: list[Record]
    left: list[Record]

    @property
    def rows(self) -> list[Record]:
        """One for each row of the tidy frame."""
        return [row for record in self.records for row in (record.members or [record])]

    def truth(self) -> list[dict[str, str]]:
        """The tidy values of each row, written as tests draw them."""
        if self.source == "poverty":
            told = [_of_member(member, household) for household in self.records for member in household.members]
        else:
            told = [_TRUTHS[self.source](record) for record in self.records]
        return [{name: written(value) for name, value in row.items()} for row in told]


@cache
def cast(source: str) -> Cast:
    left: list[Record] = []
    if source == "dossiers":
        records = _differing(
            month_log(make_dossiers(WARD, MONTH, MONTH, 60, SEED), MONTH),
            10,
            lambda record: (record.values["status"], record.values["channel"], record.values["received_at"] < datetime(2026, 7, 1)),
        )
    elif source == "poverty":
        listed, left = poverty_records(WARD, MONTH, date(2026, 6, 1), SEED)
        records = _differing(listed, 6, lambda record: (record.values["poverty"], record.values["group"], record.values["no_labour"]))
        _blur_births([member for record in records for member in record.members])
    elif source == "department_report":
        figures, left = report_records(WARD, MONTH)
        records = _differing(figures, 12, lambda record: (record.values["area"], record.values["numerator"] is None))
    else:
        listed = (health_records if source == "health_insurance" else social_records)(WARD, MONTH, SEED)
        differs = _by_code if source == "health_insurance" else _by_kind_and_state
        records = _differing(listed, 12, differs)
        for record in records:
            record.values["phone"] = f"0900000{record.subject:03d}"
        _blur_births(records)
    return Cast(source, records, left)


def _differing(records: list[Record], count: int, trait: Callable[[Record], object]) -> list[Record]:
    """The first of each trait, then the first of the rest, in their own order."""
    firsts = list({trait(record): record for record in reversed(records)}.values())[:count]
    chosen = {id(record) for record in firsts}
    rest = [record for record in records if id(record) not in chosen][: count - len(firsts)]
    chosen |= {id(record) for record in rest}
    return [record for record in records if id(record) in chosen]


def _by_code(record: Record) -> object:
    return record.values["object_code"]


def _by_kind_and_state(record: Record) -> object:
    """Payers are few among those who have stopped: three of each kind."""
    return record.values["kind"], record.values["status"], record.subject % 3 if record.values["to_month"] is None else 0


def _blur_births(rows: Iterable[Record]) -> None:
    """Every fifth person is known by year alone, another fifth by month: as old papers have it. One person, one birth."""
    for row in rows:
        born = row.values["birth_date"]
        precision = {0: "year", 1: "month"}.get(row.subject % 5, "day")
        row.values["birth_precision"] = precision
        if precision != "day":
            show, stands_for = PARTIAL_BIRTHS[precision]
            row.values["birth_date"], row.shown["birth_date"] = stands_for(born), show(born)


# --- what must come of a record -------------------------------------------------------------------------------------------
def _person(record: Record) -> dict[str, object]:
    values = record.values
    return {
        "full_name": values["name"],
        "personal_id": values["personal_id"],
        "birth_date": values["birth_date"],
        "birth_precision": values["birth_precision"],
        "sex": SEXES[values["sex"]],
        "area_code": AREAS[values["group_name"]],
    }


def _card(record: Record) -> dict[str, object]:
    values = record.values
    return _person(record) | {
        "social_insurance_number": values["bhxh_number"],
        "phone": values["phone"],
        "address": values["address"],
        "household_number": values["household_number"],
        "card_number": values["card_number"],
        "object_code": values["object_code"],
        "valid_from": values["valid_from"],
        "valid_to": values["valid_to"],
    }


def _participation(record: Record) -> dict[str, object]:
    values = record.values
    status, start, end = PARTICIPATIONS[values["status"]], values["from_month"], values["to_month"]
    return _person(record) | {
        "social_insurance_number": values["bhxh_number"],
        "phone": values["phone"],
        "address": values["address"],
        "insurance_kind": values["kind"],
        "status": status,
        "from_month": start,
        "to_month": end,
        "is_active": status == "paying" and start <= MONTH and (end is None or end >= MONTH),
    }


def _dossier(record: Record) -> dict[str, object]:
    values = record.values
    moments = {name: values[f"{name}_at"] for name in ("received", "due", "finished", "returned")}
    return {
        "dossier_code": values["code"],
        "procedure_code": values["procedure_code"],
        "procedure_name": values["procedure_name"],
        "field_name": values["field_name"],
        "applicant_name": values["applicant"],
        "phone": values["phone"],
        "address": values["address"],
        "channel_code": CHANNELS[values["channel"]],
        **{f"{name}_at": moment for name, moment in moments.items()},
        **{f"{name}_at_has_time": moment is not None for name, moment in moments.items()},
        **{f"{name}_on": moment and moment.date() for name, moment in moments.items()},
        "status_code": STATES[values["status"]],
    }


def _of_member(member: Record, household: Record) -> dict[str, object]:
    values, own = household.values, member.values
    lacking = {f"deprived_{place + 1:02d}": place in values["lacking"] for place in range(12)}
    return {
        **_person(member),
        "relation": own["relation"],
        "household_number": values["household_number"],
        "head_full_name": values["head_name"],
        "is_head": own["relation"] == "Chủ hộ",
        "area_code": AREAS[values["group_name"]],
        "classification": CLASSES[values["poverty"]],
        "b1_score": values["b1"],
        "b2_score": values["b2"],
        **lacking,
        "member_count": values["member_count"],
        "is_without_labour": values["no_labour"],
        "decision_number": values["decision_number"],
        "decision_date": values["decision_date"],
    }


def _figure(record: Record) -> dict[str, object]:
    values = record.values
    return {
        "indicator_code": values["code"],
        "area_code": AREAS[values["area"]],
        "month": values["month"],
        "numerator": values["numerator"],
        "denominator": values["denominator"],
        "value": values["value"],
    }


_TRUTHS: dict[str, Callable[[Record], dict[str, object]]] = {
    "health_insurance": _card,
    "social_insurance": _participation,
    "dossiers": _dossier,
    "department_report": _figure,
}
