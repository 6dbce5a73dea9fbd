"""Targets in words, and what is said beside a scorecard: sentences in Vietnamese.

Data flow: a row of mart.scorecard, or a target of the plan (``flows.config.aims``) -> ``Aim`` -> ``target_vi``
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flows.wording.numbers import amount_vi, number_vi, stated_vi
from transforms.targets.terms import BOUNDS_VI

#: A row of ``mart.scorecard``.
Row = Mapping[str, Any]
#: Five-year plans of communes run from 2026 to 2030; a row of the scorecard does not name the year of its baseline.
_YEAR_BEFORE_THE_PLAN = 2025
_PLAIN_BOUNDS_VI = {place: f"{words} {{amount}} {{when}}" for place, words in BOUNDS_VI.items()}


@dataclass(frozen=True, kw_only=True)
class Aim:
    """A target as it is put into words, wherever it was read: ``value`` to ``range_to`` in ``unit``, a growth in percent a year.

    ``is_whole``: all of a set, of which there is no more. ``leaves_none``: of a count nothing remains. ``same_as_in``: the year whose own
    value is the target, which then has no ``value``.
    """

    kind: str
    unit: str
    value: Decimal | float | None
    range_to: Decimal | float | None = None
    is_strict: bool = False
    is_every_year: bool = False
    from_year: int | None = None
    year: int | None = None
    same_as_in: int | None = None
    is_whole: bool = False
    leaves_none: bool = False


@dataclass(frozen=True, kw_only=True)
class TargetWords:
    """How one kind of reader is told a target: what stands for each kind, with {amount}, {when} and the fields of ``Aim`` filled in.

    ``leaves_none`` and ``span`` None: such a target is told by its bound alone.
    """

    every_year: str
    every_year_from: str
    by_year: str
    yes: str
    growth: str
    same_as_in: Mapping[str, str]
    whole: str
    leaves_none: str | None
    span: str | None
    bounds: Mapping[tuple[str, bool], str]
    amount: Callable[[Decimal | float, str], str]


def _stated_amount(value: Decimal | float, unit: str) -> str:
    return f"{stated_vi(value)} {unit}"


#: Beside a value: "ít nhất 97 % đến năm 2030".
IN_SCORECARD = TargetWords(
    every_year="hằng năm",
    every_year_from="hằng năm",
    by_year="đến năm {year}",
    yes="đạt {when}",
    growth="tăng ít nhất {amount}/năm",
    same_as_in={"floor": "không thấp hơn năm {same_as_in}", "ceiling": "không cao hơn năm {same_as_in}"},
    whole="{amount} {when}",
    leaves_none="không còn {unit} nào từ cuối năm {year}",
    span="{low} đến {amount} {when}",
    bounds=_PLAIN_BOUNDS_VI,
    amount=amount_vi,
)
#: For who fills in figures, as the plan's text has it: "Từ 97 % trở lên đến hết năm 2030".
IN_CATALOGUE = TargetWords(
    every_year="hằng năm",
    every_year_from="hằng năm, từ năm {from_year}",
    by_year="đến hết năm {year}",
    yes="Được công nhận {when}",
    growth="Tăng bình quân từ {amount}/năm trở lên, giai đoạn {from_year}-{year}",
    same_as_in={"floor": "Không thấp hơn mức của năm {same_as_in}, {when}", "ceiling": "Không cao hơn mức của năm {same_as_in}, {when}"},
    whole="Đạt {amount} {when}",
    leaves_none=None,
    span=None,
    bounds={
        ("floor", False): "Từ {amount} trở lên {when}",
        ("floor", True): "Trên {amount} {when}",
        ("ceiling", False): "Không quá {amount} {when}",
        ("ceiling", True): "Dưới {amount} {when}",
    },
    amount=_stated_amount,
)
#: Within a sentence about the plan: "ít nhất 97 % năm 2030".
IN_PLAN_FINDING = TargetWords(
    every_year="hằng năm",
    every_year_from="năm {from_year}",
    by_year="năm {year}",
    yes="{when}",
    growth="tăng {amount}/năm đến năm {year}",
    same_as_in={"floor": "{when}", "ceiling": "{when}"},
    whole="{amount} {when}",
    leaves_none="không còn {unit} nào từ cuối {when}",
    span=None,
    bounds=_PLAIN_BOUNDS_VI,
    amount=_stated_amount,
)


def target_vi(aim: Aim, words: TargetWords) -> str:
    """The target in the words of its reader."""
    whens = (words.every_year if aim.from_year is None else words.every_year_from) if aim.is_every_year else words.by_year
    unit = "%" if aim.kind == "growth" else aim.unit
    highest = aim.value if words.span is None or aim.range_to is None else aim.range_to
    return _sentence(aim, words).format(
        **vars(aim) | {"low": number_vi(aim.value), "amount": "" if highest is None else words.amount(highest, unit)},
        when=whens.format(**vars(aim)),
    )


def _sentence(aim: Aim, words: TargetWords) -> str:
    if aim.kind == "yes":
        return words.yes
    if aim.kind == "growth":
        return words.growth
    if aim.value is None:
        return words.same_as_in[aim.kind]
    if aim.range_to is not None and words.span is not None:
        return words.span
    if aim.leaves_none and words.leaves_none is not None:
        return words.leaves_none
    return words.whole if aim.is_whole else words.bounds[aim.kind, aim.is_strict]


# --- of a row of the scorecard --------------------------------------------------------------------------------------------
def row_target_vi(row: Row) -> str:
    """ "ít nhất 97 % đến năm 2030"; of an indicator without a target, that it is only followed."""
    return "chỉ theo dõi" if row["target_kind"] is None else target_vi(_aim_of_row(row), IN_SCORECARD)


def _aim_of_row(row: Row) -> Aim:
    is_floor, is_percent = row["target_kind"] == "floor", row["unit"] == "%"
    return Aim(
        kind=row["target_kind"],
        unit=row["unit"],
        value=row["target"],
        range_to=row.get("target_range_to"),
        is_strict=bool(row.get("is_strict")),
        is_every_year=bool(row["is_every_year"]),
        year=row["target_year"],
        same_as_in=_YEAR_BEFORE_THE_PLAN,
        is_whole=is_floor and is_percent and row["target"] == 100,
        leaves_none=row["target_shape"] == "zero_by_year" and not is_percent,
    )


def reasons_vi(rows: Sequence[Row]) -> list[str]:
    """Why indicators are behind or missed, in a sentence each."""
    return [f"{row['indicator_code']}: {row['reason']}" for row in rows if row["status"] in ("behind", "missed")]


def notes_vi(rows: Sequence[Row]) -> list[str]:
    """Remarks that a reader needs beside the table; those that only say that nothing is known are in the table already."""
    return [f"{row['indicator_code']}: {row['note']}" for row in rows if row["note"] and row["note"] != "Chưa có số liệu."]
