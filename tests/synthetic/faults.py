"""Faults of people's lists and dossiers, each planted on a clean row with the finding that must come of it.

Data flow: records -> the same records, some changed, a few added; every change is a mark on its record.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from tests.synthetic.dossiers import OPEN, RETURNED, working_days_after
from tests.synthetic.people import ADDRESS_TAIL
from tests.synthetic.records import Record

CRITICAL = {
    "H01",
    "H02",
    "H03",
    "H04",
    "S01",
    "S02",
    "S03",
    "S04",
    "D01",
    "D02",
    "D03",
    "D04",
    "D05",
    "P01",
    "P02",
    "P03",
    "R01",
    "R02",
    "R03",
    "R04",
    "R05",
}
INFO = {"H10", "S09", "D12", "D13"}
UNKNOWN_PLACE = "Thôn Đồng Ngoài"


def severity_of(rule: str) -> str:
    return "critical" if rule in CRITICAL else "info" if rule in INFO else "warning"


class Planter:
    """Hands out clean rows, each once, and adds rows behind others."""

    def __init__(self, records: list[Record], random: Random) -> None:
        self.records, self.random = records, random
        self._free = [record for record in records if not record.marks and not record.shown]
        random.shuffle(self._free)

    def take(self, fits: Callable[[Record], bool] = lambda record: True) -> Record:
        """A clean row that fits; raises ValueError if none is left: take a larger ward or plant less."""
        for place, record in enumerate(self._free):
            if fits(record):
                return self._free.pop(place)
        raise ValueError("no clean row is left that fits this fault: take a larger ward or plant fewer faults")

    def add_after(self, record: Record, added: Record) -> Record:
        self.records.insert(self.records.index(record) + 1, added)
        return added


#: Plants one fault; what it returns is of no use.
Plant = Callable[[Planter], object]


def found(record: Record, rule: str, **shown: Any) -> Record:
    """The row shows these cells instead of its own, and the rule must find it."""
    record.shown.update(shown)
    return record.mark(rule, severity=severity_of(rule))


def plant(records: list[Record], rules: Iterable[str], random: Random, later: list[Record] | None = None) -> None:
    """Plants one case of each rule named, in place. ``later``: rows of next month's log, from which D02 takes one."""
    planter = Planter(records, random)
    for rule in rules:
        if rule == "D02":
            planter.records.append(found((later or [])[-1].copy(), "D02"))
        else:
            PLANTS[rule](planter)


def _shared(rule: str, **shown: Any) -> Plant:
    """A fault that is nothing but other text in some cells."""
    return lambda planter: found(planter.take(), rule, **shown)


def _unknown_place(rule: str) -> Plant:
    def plant_it(planter: Planter) -> None:
        record = planter.take()
        record.change(group=0)
        found(record, rule, group_name=UNKNOWN_PLACE, address=f"{UNKNOWN_PLACE}, {ADDRESS_TAIL}")

    return plant_it


def _repeat(rule: str, fits: Callable[[Record], bool] = lambda record: True) -> Plant:
    def plant_it(planter: Planter) -> None:
        record = planter.take(fits)
        planter.add_after(record, record.copy()).mark(rule, severity="info")

    return plant_it


def _period_upside_down(planter: Planter) -> None:
    record = planter.take()
    found(record, "H03", valid_to=record.values["valid_from"] - timedelta(days=30))


def _two_people_one_number(planter: Planter) -> None:
    first = planter.take()
    second = planter.take(
        lambda record: record.values["name"] != first.values["name"] and record.values["birth_date"].year != first.values["birth_date"].year
    )
    found(first, "H04", personal_id=None)
    found(second, "H04", personal_id=None, bhxh_number=first.values["bhxh_number"], card_number=None)


def _foreign_card(planter: Planter) -> None:
    record = planter.take(lambda record: len(record.values["card_number"]) == 15)
    found(record, "H05", card_number=record.values["card_number"][:5] + "3099999999")


def _other_sex(rule: str) -> Plant:
    def plant_it(planter: Planter) -> None:
        record = planter.take()
        found(record, rule, sex="Nam" if record.values["sex"] == "Nữ" else "Nữ")

    return plant_it


def _second_card(planter: Planter) -> None:
    """A person with two valid cards counts once (H10 on the second row)."""
    record = planter.take(lambda record: record.values["object_code"] == "DN")
    other = planter.add_after(record, record.copy())
    other.change(object_code="GD", card_number=record.values["bhxh_number"]).mark("H10", severity="info")


def _both_kinds(planter: Planter) -> None:
    """Compulsory and voluntary in one month; a person with an unemployment row too would show nothing more."""
    record = planter.take(lambda record: record.values["kind"] == "compulsory" and record.values["status"] == "Đang đóng")
    other = planter.add_after(record, record.copy()).change(kind="voluntary", kind_text="BHXH tự nguyện", employer=None)
    for each in (record, other):
        each.mark("S05", severity="warning")


def add_old_payer(records: list[Record], old: Record) -> None:
    """S06: somebody over 75 who still pays."""
    records.append(old.mark("S06", severity="warning"))


def _in_one_month(record: Record) -> bool:
    """Received and given back within the log's month: no other month shows this dossier."""
    values = record.values
    return bool(
        values["status"] == RETURNED
        and values["received_at"].month == values["returned_at"].month
        and values["received_at"].date() < values["finished_at"].date()
    )


def _earlier(moment: datetime, days: int) -> datetime:
    return moment - timedelta(days=days)


def _finished_before_received(planter: Planter) -> None:
    record = planter.take(_in_one_month)
    early = _earlier(record.values["received_at"], 3)
    found(record, "D03", finished_at=early, returned_at=early + timedelta(hours=1))


def _stale_state(planter: Planter) -> None:
    """The same dossier twice, once as it was before it was finished: the furthest advanced counts."""
    record = planter.take(_in_one_month)
    stale = planter.add_after(record, record.copy()).change(finished_at=None, returned_at=None, status=OPEN)
    for each in (record, stale):
        each.mark("D06", severity="warning")


def _date_in_code(planter: Planter) -> None:
    record = planter.take(_in_one_month)
    head, _, serial = record.values["code"].split("-")
    record.subject = f"{head}-{_earlier(record.values['received_at'], 5):%y%m%d}-9{serial[1:]}"
    record.change(code=record.subject).mark("D07", severity="warning")


def _returned_before_finished(planter: Planter) -> None:
    record = planter.take(_in_one_month)
    record.change(returned_at=_earlier(record.values["finished_at"], 1)).mark("D10", severity="warning")


def _due_on_sunday(planter: Planter) -> None:
    record = planter.take(_in_one_month)
    due = record.values["due_at"]
    record.change(due_at=due + timedelta(days=6 - due.weekday())).mark("D11", severity="warning")


def late_by_the_clock(records: list[Record], random: Random) -> None:
    """On the due day, but after 17:00: late where the log gives times. No finding."""
    record = Planter(records, random).take(_in_one_month)
    day = working_days_after(record.values["received_at"].date(), 1)
    record.change(
        due_at=datetime(day.year, day.month, day.day, 17),
        finished_at=datetime(day.year, day.month, day.day, 17, 20),
        returned_at=datetime(day.year, day.month, day.day, 17, 30),
    )


def _d(rule: str, **shown: Any) -> Plant:
    return lambda planter: found(planter.take(_in_one_month), rule, **shown)


def _blank_channel(planter: Planter) -> None:
    planter.take(_in_one_month).change(channel=None).mark("D12", severity="info")


PLANTS: dict[str, Plant] = {
    "H01": _shared("H01", personal_id=None, bhxh_number="12345", card_number=None),
    "H02": _shared("H02", valid_from="chưa rõ"),
    "H03": _period_upside_down,
    "H04": _two_people_one_number,
    "H05": _foreign_card,
    "H06": _shared("H06", object_code="ZZ", card_number=None),
    "H07": _other_sex("H07"),
    "H08": _shared("H08", birth_date=None),
    "H09": _unknown_place("H09"),
    "H10": _repeat("H10"),
    "H10b": _second_card,
    "S01": _shared("S01", personal_id=None, bhxh_number="30-xx"),
    "S02": _shared("S02", kind_text="Bảo hiểm nhân thọ"),
    "S03": _shared("S03", status="Chờ đối chiếu"),
    "S04": _shared("S04", from_month=None),
    "S05": _both_kinds,
    "S07": _shared("S07", birth_date=None),
    "S08": _unknown_place("S08"),
    "S09": _repeat("S09"),
    "D01": _d("D01", code="HS-KHONG-SO"),
    "D03": _finished_before_received,
    "D04": _d("D04", finished_at=None, returned_at=None),
    "D05": _d("D05", due_at="trong ngày"),
    "D06": _stale_state,
    "D07": _date_in_code,
    "D08": _d("D08", procedure_code="9.000815"),
    "D09": _d("D09", status="Đang luân chuyển nội bộ"),
    "D10": _returned_before_finished,
    "D11": _due_on_sunday,
    "D12": _blank_channel,
    "D13": _repeat("D13", _in_one_month),
}
