"""Checks of a plan: what a plan says twice, leaves open or contradicts: told to who keeps it, never mended here, because the plan is what
was decided.

Data flow: ``Plan`` -> findings, each with the codes it speaks of and a Vietnamese sentence. Pure: nothing but the plan is looked at.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from flows.config.aims import aim_of
from flows.config.plan import Indicator, Plan, Target
from flows.wording.numbers import rounded, stated_vi
from flows.wording.targets import IN_PLAN_FINDING, target_vi
from transforms.targets.shapes import SHAPES

Kind = Literal["duplicate", "no_baseline", "contradiction", "no_owner", "outside_plan"]
KINDS_VI: dict[Kind, str] = {
    "duplicate": "Trùng lặp",
    "no_baseline": "Thiếu số gốc",
    "contradiction": "Mâu thuẫn",
    "no_owner": "Chưa rõ phụ trách",
    "outside_plan": "Ngoài thời gian kế hoạch",
}


@dataclass(frozen=True)
class PlanFinding:
    """``codes``: the indicators it speaks of, in the plan's order; of departments, theirs."""

    kind: Kind
    codes: tuple[str, ...]
    message_vi: str


def check_plan(plan: Plan) -> list[PlanFinding]:
    """In the order of ``KINDS_VI``, within one kind in the plan's."""
    found = [*_duplicates(plan), *_without_baseline(plan), *_contradictions(plan), *_without_owner(plan), *_outside(plan)]
    return sorted(found, key=lambda finding: list(KINDS_VI).index(finding.kind))


# --- stated twice -----------------------------------------------------------------------------------------------------------
def _duplicates(plan: Plan) -> Iterator[PlanFinding]:
    for one in plan.indicators:
        sections = [section.strip() for section in (one.plan_section or "").split(",")]
        if one.stated_count > 1:
            yield PlanFinding(
                "duplicate",
                (one.code,),
                f"{one.code} ({one.name}): kế hoạch nêu {one.stated_count} lần ở mục {one.plan_section}; danh mục giữ một dòng.",
            )
        elif len(sections) > 1 and one.targets:
            yield PlanFinding(
                "duplicate",
                (one.code,),
                f"{one.code} ({one.name}): kế hoạch nêu ở nhiều mục ({', '.join(sections)}); danh mục giữ một dòng.",
            )
        yield from _same_targets(one)
    yield from _same_indicators(plan)


def _same_targets(one: Indicator) -> Iterator[PlanFinding]:
    for first, second in combinations(one.targets, 2):
        if _asks(first) == _asks(second):
            yield PlanFinding(
                "duplicate", (one.code,), f"{one.code}: cùng một mục tiêu ({_aim_vi(one, first)}) được ghi hai lần. Bỏ một dòng."
            )


def _same_indicators(plan: Plan) -> Iterator[PlanFinding]:
    for one, other in combinations(plan.indicators, 2):
        if _key(one.name) == _key(other.name) and one.area == other.area:
            yield PlanFinding(
                "duplicate",
                (one.code, other.code),
                f"{one.code} và {other.code} cùng tên «{one.name}». Giữ một chỉ tiêu hoặc đặt tên khác nhau.",
            )
        elif _measures(one) is not None and _measures(one) == _measures(other):
            yield PlanFinding(
                "duplicate",
                (one.code, other.code),
                f"{one.code} và {other.code} cùng đo một tỷ lệ («{one.numerator}» trên «{one.denominator}»). Giữ một chỉ tiêu.",
            )


def _asks(target: Target) -> tuple[object, ...]:
    return target.shape, target.kind, target.value, target.year, target.every_year, target.from_year


def _key(text: str) -> str:
    return " ".join(text.casefold().split())


def _measures(one: Indicator) -> tuple[str, str, str | None] | None:
    return (_key(one.numerator), _key(one.denominator), one.area) if one.numerator and one.denominator else None


# --- no point to start from -----------------------------------------------------------------------------------------------------
def _without_baseline(plan: Plan) -> Iterator[PlanFinding]:
    for one in plan.indicators:
        for number, target in enumerate(one.targets):
            if target.baseline_of is not None:
                yield PlanFinding(
                    "no_baseline",
                    (one.code,),
                    f"{one.code} ({one.name}): mục tiêu là không kém năm {target.baseline_of} mà kế hoạch không nêu số năm đó. "
                    f"Nạp số liệu tháng 12/{target.baseline_of}.",
                )
            elif number == 0 and target.baseline is None and _is_on_a_way(target):
                yield PlanFinding(
                    "no_baseline",
                    (one.code,),
                    f"{one.code} ({one.name}): {_aim_vi(one, target)} cần số gốc năm {plan.first_year}, kế hoạch không nêu. "
                    f"Nạp số liệu tháng 12/{plan.first_year} hoặc ghi baseline trong plan.toml.",
                )


def _is_on_a_way(target: Target) -> bool:
    """Its path begins at a baseline."""
    return SHAPES[target.shape].needs_baseline or (target.shape == "whole_set" and target.due_year is not None)


# --- what cannot both be --------------------------------------------------------------------------------------------------------
def _contradictions(plan: Plan) -> Iterator[PlanFinding]:
    for one in plan.indicators:
        yield from _within(one)
    for grown in plan.indicators:
        for ratio in plan.indicators:
            yield from _growth_against_ratio(plan, grown, ratio)
    for whole in plan.indicators:
        yield from _parts_against_whole(whole, [one for one in plan.indicators if one.parent == whole.code])


def _within(one: Indicator) -> Iterator[PlanFinding]:
    for first, second in combinations(one.targets, 2):
        if first.value is None or second.value is None:
            continue
        floors = [target for target in (first, second) if target.kind == "floor"]
        ceilings = [target for target in (first, second) if target.kind == "ceiling"]
        if floors and ceilings and (floors[0].value or 0) > (ceilings[0].value or 0):
            yield PlanFinding(
                "contradiction",
                (one.code,),
                f"{one.code}: {_aim_vi(one, floors[0])} cao hơn {_aim_vi(one, ceilings[0])}: không thể đạt cả hai.",
            )
        yearly = [target for target in floors if target.every_year and target.from_year is None]
        at_last = [target for target in floors if target.year is not None]
        if yearly and at_last and (at_last[0].value or 0) < (yearly[0].value or 0):
            yield PlanFinding(
                "contradiction",
                (one.code,),
                f"{one.code}: {_aim_vi(one, at_last[0])} thấp hơn {_aim_vi(one, yearly[0])}: mục tiêu sau không còn ý nghĩa.",
            )


def _growth_against_ratio(plan: Plan, grown: Indicator, ratio: Indicator) -> Iterator[PlanFinding]:
    """The growth of a figure and what it shall come to, as times its value in the baseline's year: the ratio names what it divides."""
    if ratio.area != grown.area or not (
        _key(ratio.name).startswith(_key(grown.name)) or _key(ratio.numerator or "").startswith(_key(grown.name))
    ):
        return
    for rate in (target for target in grown.targets if target.kind == "growth"):
        for span in (target for target in ratio.targets if target.shape == "ratio_to_baseline" and target.year == rate.year):
            times = _compounded(rate, span.baseline.year if span.baseline else plan.first_year)
            low, high = span.value or 0.0, span.range_to
            per = 100.0 if ratio.unit == "%" else 1.0
            if times * per < low - 0.005 or (high is not None and times * per > high + 0.005):
                asked = (
                    f"{stated_vi(low)} đến {stated_vi(high)} {ratio.unit}" if high is not None else f"ít nhất {stated_vi(low)} {ratio.unit}"
                )
                multiple = f"{rounded(times):f}".replace(".", ",")
                yield PlanFinding(
                    "contradiction",
                    (grown.code, ratio.code),
                    f"{grown.code} tăng {stated_vi(rate.value)} %/năm đến năm {rate.year} thì gấp {multiple} "
                    f"lần năm gốc, còn {ratio.code} đề ra {asked}: hai mục tiêu không khớp nhau.",
                )


def _compounded(rate: Target, baseline_year: int) -> float:
    return float((1 + (rate.value or 0.0) / 100) ** ((rate.year or baseline_year) - baseline_year))


def _parts_against_whole(whole: Indicator, parts: Sequence[Indicator]) -> Iterator[PlanFinding]:
    """A whole grows no faster than its fastest part and no slower than its slowest; with the parts' sizes known, just as they say."""
    goals = [target for target in whole.targets if target.kind == "growth"]
    rates = [
        (part, target) for part in parts for target in part.targets if target.kind == "growth" and goals and target.year == goals[0].year
    ]
    if not goals or len(rates) < 2 or len(rates) != len(parts):
        return
    goal, asked = goals[0], goals[0].value or 0.0
    growths = [target.value or 0.0 for _, target in rates]
    sizes = [target.baseline.value for _, target in rates if target.baseline is not None]
    codes = (whole.code, *(part.code for part, _ in rates))
    listed = ", ".join(f"{part.code} {stated_vi(target.value)} %" for part, target in rates)
    if len(sizes) == len(rates) and sum(sizes) > 0:
        years = max((goal.year or 0) - (goal.from_year or 0) + 1, 1)
        total = sum(size * (1 + growth / 100) ** years for size, growth in zip(sizes, growths, strict=True)) / sum(sizes)
        together = (total ** (1 / years) - 1) * 100
        is_wrong, told = abs(together - asked) > 0.05, f"cộng lại chỉ cho {stated_vi(round(together, 2))} %/năm"
    else:
        is_wrong, told = not min(growths) <= asked <= max(growths), "tỷ trọng nào cũng không cộng thành mức đó"
    if is_wrong:
        yield PlanFinding("contradiction", codes, f"{whole.code} đề ra tăng {stated_vi(asked)} %/năm nhưng các phần ({listed}) {told}.")


# --- who and when -----------------------------------------------------------------------------------------------------------------
def _without_owner(plan: Plan) -> Iterator[PlanFinding]:
    known = {department.code for department in plan.departments}
    for one in plan.indicators:
        if one.owner not in known:
            yield PlanFinding("no_owner", (one.code,), f"{one.code} ({one.name}): chưa giao cho đơn vị nào phụ trách.")
    owners = {one.owner for one in (*plan.indicators, *plan.supporting)}
    for department in plan.departments:
        if department.code not in owners:
            yield PlanFinding("no_owner", (department.code,), f"{department.name} ({department.code}) không phụ trách chỉ tiêu nào.")


def _outside(plan: Plan) -> Iterator[PlanFinding]:
    for one in plan.indicators:
        for target in one.targets:
            if target.due_year is not None and not plan.first_year <= target.due_year <= plan.last_year:
                yield PlanFinding(
                    "outside_plan",
                    (one.code,),
                    f"{one.code} ({one.name}): hạn năm {target.due_year} nằm ngoài thời gian của kế hoạch "
                    f"({plan.first_year}-{plan.last_year}).",
                )


def _aim_vi(one: Indicator, target: Target) -> str:
    """ "mục tiêu ít nhất 97 % năm 2030" """
    return f"mục tiêu {target_vi(aim_of(one, target), IN_PLAN_FINDING)}"
