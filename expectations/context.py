"""Context of the rules: what judging needs to know beside the frame: the month, the ward's catalogues and what was published before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl


@dataclass(frozen=True)
class IndicatorShape:
    """How a department states an indicator. ``measure``: share, ratio, value or yes_no; ``feed``: reported or computed;
    ``denominator_from``: the figure of sheet "Dân số" that wins over the stated denominator; ``is_measured``: its value may have
    decimals."""

    code: str
    feed: str
    measure: str
    window: str
    denominator_from: str | None
    unit: str
    is_measured: bool


@dataclass(frozen=True)
class RuleContext:
    """``month``, ``last_day``: of the delivery. ``days_off``: days that are no working days, made-up Saturdays taken out.
    ``former_units``: code of the unit -> codes of its groups. ``previous_figures``: indicator_code, area_code, value of the latest
    earlier published month. ``broken_last_month``: rule -> share of that month's rows that broke it (the rules that F14 asks)."""

    month: date
    last_day: date
    ward_code: str
    object_codes: frozenset[str] = frozenset()
    procedure_codes: frozenset[str] = frozenset()
    days_off: frozenset[date] = frozenset()
    indicators: tuple[IndicatorShape, ...] = ()
    groups: tuple[str, ...] = ()
    former_units: dict[str, tuple[str, ...]] = field(default_factory=dict)
    broken_last_month: Mapping[str, float] = field(default_factory=dict)
    previous_figures: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(schema={"indicator_code": pl.String, "area_code": pl.String, "value": pl.Float64})
    )
