"""Faults of the poverty list and of the departmental report, with the finding that must come of each.

Data flow: households, or figures -> the same, some changed or added.
"""

from collections.abc import Callable, Iterable
from datetime import date
from random import Random

from tests.synthetic.faults import Planter, found
from tests.synthetic.people import WARD_NAME
from tests.synthetic.records import Record


def plant_poverty(households: list[Record], rules: Iterable[str], random: Random) -> None:
    planter = Planter(households, random)
    for rule in rules:
        POVERTY_PLANTS[rule](planter)


def _is_poor(record: Record) -> bool:
    return bool(record.values["poverty"] == "HN")


def _no_head(planter: Planter) -> None:
    """In the national workbook the head's name and relation are missing; the number marks the household."""
    household = planter.take(lambda record: len(record.members) < 5)
    found(household, "P02", head_name=None)
    household.members[0].shown["relation"] = "Con"


def _two_heads(planter: Planter) -> None:
    first = planter.take(lambda record: len(record.members) < 5 and not _is_poor(record))
    second = planter.take(
        lambda record: len(record.members) < 5 and not _is_poor(record) and record.values["head_name"] != first.values["head_name"]
    )
    found(first, "P03")
    found(second, "P03", household_number=first.values["household_number"])


def _bad_member_id(planter: Planter) -> None:
    household = planter.take(lambda record: len(record.members) > 1)
    found(household.members[1], "P07", personal_id="0300")
    household.shown["head_name"] = household.values["head_name"]


def _one_more_member(planter: Planter) -> None:
    household = planter.take()
    found(household, "P06", member_count=household.values["member_count"] + 1)


def _unlike_flags(planter: Planter) -> None:
    household = planter.take(_is_poor)
    found(household, "P05", b2=household.values["b2"] + 10)


def _unknown_group(planter: Planter) -> None:
    household = planter.take()
    household.change(group=0)
    found(household, "P08", group_name="TDP Trại Mới")


POVERTY_PLANTS: dict[str, Callable[[Planter], object]] = {
    "P01": lambda planter: found(planter.take(lambda record: not _is_poor(record)), "P01", class_text="Hộ mức sống trung bình"),
    "P02": _no_head,
    "P02b": lambda planter: found(planter.take(lambda record: len(record.members) < 5), "P02", household_number=None),
    "P03": _two_heads,
    "P04": lambda planter: found(planter.take(_is_poor), "P04", b2=20),
    "P05": _unlike_flags,
    "P06": _one_more_member,
    "P07": _bad_member_id,
    "P08": _unknown_group,
    "P09": lambda planter: found(planter.take(), "P09", decision_number=None),
}


def plant_report(figures: list[Record], rules: Iterable[str], month: date) -> None:
    for rule in rules:
        REPORT_PLANTS[rule](figures, month)


def _row(figures: list[Record], code: str, area_code: str = "10744") -> Record:
    return next(record for record in figures if record.subject == (code, area_code))


def _extra(figures: list[Record], rule: str, month: date, code: str, name: str, **cells: object) -> Record:
    values = {"code": code, "name": name, "area_code": "10744", "area": WARD_NAME, "month": month, "unit": "%", **cells}
    record = found(Record((code, f"extra {rule}"), values), rule)
    figures.append(record)
    return record


def _not_in_the_plan(figures: list[Record], month: date) -> None:
    _extra(figures, "R01", month, "KT99", "Chỉ tiêu ngoài kế hoạch", value=3, unit="cơ sở")
    _extra(figures, "R01", month, "HC01", "Tỷ lệ giải quyết thủ tục hành chính đúng hạn", value=99)


def _two_values(figures: list[Record], month: date) -> None:
    row = found(_row(figures, "XH16"), "R04")
    values = row.values
    _extra(figures, "R04", month, "XH16", values["name"], numerator=values["numerator"] - 9, denominator=values["denominator"])


def _unlike_population(figures: list[Record], month: date) -> None:
    row = _row(figures, "XH14")
    found(row, "R08", denominator=row.values["denominator"] + 4)


def _groups_do_not_add_up(figures: list[Record], month: date) -> None:
    group = _row(figures, "XH13", "10744-05")
    group.change(numerator=group.values["numerator"] - 5)
    found(_row(figures, "XH13"), "R07")


REPORT_PLANTS: dict[str, Callable[[list[Record], date], object]] = {
    "R01": _not_in_the_plan,
    "R02": lambda figures, month: found(_row(figures, "XH10"), "R02", numerator="khoảng 5"),
    "R03": lambda figures, month: found(_row(figures, "XH08"), "R03", numerator=24),
    "R04": _two_values,
    "R05": lambda figures, month: _extra(
        figures, "R05", month, "XH13", "Tỷ lệ dân số được sử dụng nước sạch", area="Tổ dân phố số 21", numerator=85, denominator=89
    ),
    "R06": lambda figures, month: found(_row(figures, "HC04").change(numerator=72), "R06"),
    "R07": _groups_do_not_add_up,
    "R08": _unlike_population,
}
