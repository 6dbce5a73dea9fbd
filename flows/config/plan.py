"""The plan's target indicators as its text states them: one ``Indicator`` is one line of the catalogue, with its targets.

Data flow: ``wards/<slug>/plan.toml`` -> ``Plan``. Nothing is judged here: kinds, values and years are carried as the plan writes them, and
what the plan contradicts stands in ``note_vi``. Supporting indicators (no target, shown beside another one) are ``Indicator`` too, with a
``parent``.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal, cast, get_args

from expectations.registry import SOURCES
from flows.config.toml_table import TomlTable, read_toml
from transforms.targets.shapes import SHAPES, ShapeName

Kind = Literal["floor", "ceiling", "growth", "yes"]
Feed = Literal["reported", "computed"]
Measure = Literal["share", "value", "ratio", "yes_no"]
Window = Literal["snapshot", "year_to_date", "flow"]
AreasReported = Literal["ward", "all"]
PopulationFigure = Literal["population", "households", "families", "labour_force", "children_of_school_age"]
#: Units in which a value may have decimals; everything else that departments state is counted, or in whole đồng.
MEASURED_UNITS = frozenset({"%", "lần", "điểm", "ha", "km", "km²", "m²", "m³", "tấn", "triệu đồng", "tỷ đồng"})


@dataclass(frozen=True)
class Department:
    """Who owns an indicator: ``code`` as the plan's table has it (VHXH), ``name`` in Vietnamese."""

    code: str
    name: str


@dataclass(frozen=True)
class Phase:
    """A phase of the plan, for the calendar; ``last_year`` None: open-ended."""

    first_year: int
    last_year: int | None
    name_vi: str

    def contains(self, year: int) -> bool:
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)


@dataclass(frozen=True)
class Baseline:
    """The value that the plan itself states for a year. Derived baselines are not the plan's and never stand here."""

    year: int
    value: float


@dataclass(frozen=True)
class Target:
    """One target of an indicator, in the indicator's unit; growth in percent a year.

    ``shape``: how the way to it runs (``transforms.targets.shapes``). ``range_to``: the upper end where the plan states a range, of which
    ``value`` is the lower one. ``strict``: "more than", not "at least". Exactly one of three: ``year`` (reached by the end of it; growth:
    the average over ``from_year``..``year``) · ``every_year`` (judged each year by itself) · ``every_year`` with ``from_year`` (each year
    from that one on; until then on the way to it). ``value`` is None for "yes" and where ``baseline_of`` names the year whose own value is
    the target ("never below its 2025 value").
    """

    kind: Kind
    value: float | None
    strict: bool = False
    year: int | None = None
    every_year: bool = False
    from_year: int | None = None
    baseline: Baseline | None = None
    baseline_of: int | None = None
    shape: ShapeName = field(kw_only=True)
    range_to: float | None = field(default=None, kw_only=True)

    @property
    def due_year(self) -> int | None:
        """The year to which a straight line may be drawn; None where each year is judged by itself from the start."""
        return self.year if self.year is not None else self.from_year


@dataclass(frozen=True)
class Indicator:
    """One indicator of the catalogue.

    ``area``: the code of the one area it is about, None for the ward. ``areas_reported``: "all" where the feed knows groups and former
    units too. ``window``: "flow" has a month and a year to date; "year_to_date" is stated as year to date and its month is a difference;
    "snapshot" is the month's last day. ``denominator_from``: the figure of sheet "Dân số" that wins over a stated denominator (R08).
    ``numerator``, ``denominator``: what they count, in Vietnamese, None unless a share or ratio. ``stated_count``: how often the plan
    states it; the catalogue holds one line. ``name_en``: for readers abroad, in open data alone.
    """

    code: str
    name: str
    unit: str
    owner: str
    feed: Feed
    measure: Measure
    window: Window
    plan_section: str | None = None
    sources: tuple[str, ...] = ()
    numerator: str | None = None
    denominator: str | None = None
    denominator_from: PopulationFigure | None = None
    area: str | None = None
    areas_reported: AreasReported = "ward"
    parent: str | None = None
    targets: tuple[Target, ...] = ()
    note_vi: str | None = None
    stated_count: int = 1
    name_en: str | None = None

    @property
    def is_measured(self) -> bool:
        return self.unit in MEASURED_UNITS


@dataclass(frozen=True)
class Plan:
    """A ward's plan: its number, what it promises, who answers for it."""

    code: str
    name: str
    issuer: str
    decided_on: date
    first_year: int
    last_year: int
    phases: tuple[Phase, ...]
    departments: tuple[Department, ...]
    indicators: tuple[Indicator, ...]
    supporting: tuple[Indicator, ...] = ()

    def indicator(self, code: str) -> Indicator:
        """By code, supporting ones included; ``KeyError`` with the code if there is none."""
        for indicator in (*self.indicators, *self.supporting):
            if indicator.code == code:
                return indicator
        raise KeyError(code)


def read_plan(path: Path, area_codes: frozenset[str]) -> Plan:
    """Owners, areas, parents must exist and codes be unique, else ``SettingsError`` with file, key, found and expected."""
    top = read_toml(path).only("plan", "phase", "department", "indicator", "supporting")
    head = top.table("plan").only("code", "name", "issuer", "decided_on", "first_year", "last_year")
    departments = tuple(_department(table) for table in top.tables("department"))
    tables = (*top.tables("indicator"), *top.tables("supporting"))
    indicators = tuple(_indicator(table, tuple(department.code for department in departments), area_codes) for table in tables)
    _codes_are_unique_and_parents_exist(tables, indicators)
    planned = len(top.tables("indicator"))
    return Plan(
        code=head.text("code"),
        name=head.text("name"),
        issuer=head.text("issuer"),
        decided_on=head.day("decided_on"),
        first_year=head.year("first_year"),
        last_year=head.year("last_year"),
        phases=tuple(_phase(table) for table in top.tables("phase")),
        departments=departments,
        indicators=indicators[:planned],
        supporting=indicators[planned:],
    )


def _codes_are_unique_and_parents_exist(tables: tuple[TomlTable, ...], indicators: tuple[Indicator, ...]) -> None:
    seen: set[str] = set()
    known = {indicator.code for indicator in indicators}
    for table, indicator in zip(tables, indicators, strict=True):
        if indicator.code in seen:
            raise table.wrong("code", "a code that no other indicator of this file has")
        if indicator.parent is not None and indicator.parent not in known:
            raise table.wrong("parent", "the code of an indicator of this file")
        seen.add(indicator.code)


def _department(table: TomlTable) -> Department:
    table.only("code", "name")
    return Department(table.text("code"), table.text("name"))


def _phase(table: TomlTable) -> Phase:
    table.only("first_year", "last_year", "name_vi")
    return Phase(table.year("first_year"), table.optional_year("last_year"), table.text("name_vi"))


_INDICATOR_KEYS = (
    "code",
    "name",
    "unit",
    "plan_section",
    "owner",
    "feed",
    "sources",
    "measure",
    "window",
    "numerator",
    "denominator",
    "denominator_from",
    "area",
    "areas_reported",
    "parent",
    "note_vi",
    "stated_count",
    "name_en",
    "target",
)


def _indicator(table: TomlTable, departments: tuple[str, ...], area_codes: frozenset[str]) -> Indicator:
    table.only(*_INDICATOR_KEYS)
    measure = cast(Measure, table.choice("measure", get_args(Measure)))
    area = table.optional_text("area")
    if area is not None and area not in area_codes:
        raise table.wrong("area", "the code of an area of ward.toml")
    is_divided = measure in ("share", "ratio")
    figure = table.choice("denominator_from", get_args(PopulationFigure)) if "denominator_from" in table.values else None
    return Indicator(
        code=table.text("code", pattern=r"[A-Z]{2}\d\d[a-z]?(-[A-Z0-9]+)?", expected="a code such as KT01, KT02a or XH04-N1"),
        name=table.text("name"),
        unit=table.text("unit"),
        owner=table.choice("owner", departments),
        feed=cast(Feed, table.choice("feed", get_args(Feed))),
        measure=measure,
        window=cast(Window, table.choice("window", get_args(Window))),
        plan_section=table.optional_text("plan_section"),
        sources=table.texts("sources", SOURCES),
        numerator=table.text("numerator") if is_divided else None,
        denominator=table.text("denominator") if is_divided else None,
        denominator_from=cast(PopulationFigure | None, figure),
        area=area,
        areas_reported=cast(AreasReported, table.choice("areas_reported", get_args(AreasReported), "ward")),
        parent=table.optional_text("parent"),
        note_vi=table.optional_text("note_vi"),
        targets=tuple(_target(target) for target in table.tables("target")),
        stated_count=table.whole("stated_count", 1, least=1),
        name_en=table.optional_text("name_en"),
    )


def _target(table: TomlTable) -> Target:
    table.only("shape", "kind", "value", "range_to", "strict", "year", "every_year", "from_year", "baseline", "baseline_of")
    kind = cast(Kind, table.choice("kind", get_args(Kind)))
    target = Target(
        kind=kind,
        shape=cast(ShapeName, table.choice("shape", tuple(SHAPES))),
        range_to=table.optional_number("range_to"),
        value=table.optional_number("value"),
        strict=table.flag("strict", False),
        year=table.optional_year("year"),
        every_year=table.flag("every_year", False),
        from_year=table.optional_year("from_year"),
        baseline=_baseline(table.table("baseline")) if "baseline" in table.values else None,
        baseline_of=table.optional_year("baseline_of"),
    )
    if (target.value is None) != (kind == "yes" or target.baseline_of is not None):
        raise table.wrong("value", "a number, unless the kind is 'yes' or baseline_of names the year whose value is the target")
    if (target.year is None) == (not target.every_year):
        raise table.wrong("year", "either year = … (reached by its end) or every_year = true")
    if kind == "growth" and (target.from_year is None or target.year is None):
        raise table.wrong("from_year", "from_year and year of the period whose average yearly growth is meant")
    _shape_fits(table, target)
    return target


def _shape_fits(table: TomlTable, target: Target) -> None:
    """A target is judged by its shape: one that says something else than kind, years and value is a slip of the pen."""
    shape = SHAPES[target.shape]
    if target.kind not in shape.kinds:
        fitting = " or ".join(f"'{name}'" for name, one in SHAPES.items() if target.kind in one.kinds)
        raise table.wrong("shape", f"a shape of kind '{target.kind}': {fitting}")
    if shape.when == "by" and target.due_year is None:
        raise table.wrong("year", f"the year by whose end a target of shape '{target.shape}' holds")
    if shape.when == "every" and (not target.every_year or target.from_year is not None):
        raise table.wrong("shape", "a shape with a year of its own, because this target is not judged each year by itself")
    if target.shape == "zero_by_year" and target.value != 0:
        raise table.wrong("value", "0, because the shape is 'zero_by_year'")
    if target.range_to is not None and (target.shape != "ratio_to_baseline" or target.value is None or target.range_to <= target.value):
        raise table.wrong("range_to", "a number above value, and only with shape 'ratio_to_baseline'")


def _baseline(table: TomlTable) -> Baseline:
    table.only("year", "value")
    return Baseline(table.year("year"), table.number("value"))
