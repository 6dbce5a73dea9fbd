"""Context of cleaning and judging: the ward's places and catalogues for a month, and what was published before.

Data flow: ``Ward`` + warehouse -> ``CleaningContext`` (transforms) and ``RuleContext`` (expectations)
"""

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flows.config.calendar import last_day_of, month_key_of
from flows.config.reference import read_reference
from flows.validation.history import broken_last_month

if TYPE_CHECKING:
    import polars as pl
    from sqlalchemy import Connection

    from expectations.context import RuleContext
    from flows.config.ward import Ward
    from transforms.cleaning.model import CleaningContext


_MONTHS_A_YEAR = 12


@lru_cache(maxsize=8)
def _places(ward: "Ward") -> Any:
    from transforms.vietnamese.places import Places

    areas = tuple(area for area in ward.areas if area.code != ward.unknown_area_code)
    surroundings = (ward.province_name, ward.old_province_name, ward.old_district_name)
    return Places(areas, tuple(name for name in surroundings if name))


def cleaning_context(ward: "Ward", month: date) -> "CleaningContext":
    from transforms.cleaning.model import CleaningContext

    return CleaningContext(
        ward.code,
        month.year,
        month.month,
        _places(ward),
        retirement_months=_retirement_months(month.year),
        count_withdrawn_as_on_time=ward.dossiers.count_withdrawn_as_on_time,
        poverty_standard=_poverty_standard(ward, last_day_of(month)),
    )


def _retirement_months(year: int) -> dict[str, int]:
    """Months of life at which work ends in the year, by sex; the table's first and last years hold beyond it."""
    rows = read_reference("retirement_ages")
    years = sorted({int(row["year"]) for row in rows})
    held = min(max(year, years[0]), years[-1])
    return {row["sex"]: int(row["years"]) * _MONTHS_A_YEAR + int(row["months"]) for row in rows if int(row["year"]) == held}


def _poverty_standard(ward: "Ward", day: date) -> str:
    return next((standard.version for standard in ward.poverty_standards if standard.valid_from <= day <= standard.valid_to), "")


@lru_cache(maxsize=64)
def _context_of_ward(ward: "Ward", month: date) -> "RuleContext":
    """What the ward's folder alone says."""
    from expectations.context import IndicatorShape, RuleContext

    groups = ward.areas_of("residential_group")
    units = {unit.code: tuple(group.code for group in groups if group.former_unit == unit.code) for unit in ward.areas_of("former_unit")}
    return RuleContext(
        month=month,
        last_day=last_day_of(month),
        ward_code=ward.code,
        object_codes=frozenset(row["object_code"] for row in read_reference("insurance_groups")),
        procedure_codes=frozenset(procedure.code for procedure in ward.procedures),
        indicators=tuple(
            IndicatorShape(row.code, row.feed, row.measure, row.window, row.denominator_from, row.unit, row.is_measured)
            for row in ward.plan
        ),
        groups=tuple(group.code for group in groups),
        former_units=units,
    )


def rule_context(ward: "Ward", month: date, connection: "Connection | None", source: str) -> "RuleContext":
    """With what the source's latest earlier month is compared with: figures of a report (R06), shares of broken rules of a list (F14)."""
    context = _context_of_ward(ward, month)
    if source == "dossiers":
        from flows.validation.days_off import days_off_of

        context = replace(context, days_off=days_off_of(connection, ward, range(month.year - 2, month.year + 3)))
    if connection is None:
        return context
    if source == "department_report":
        return replace(context, previous_figures=_previous_figures(connection, ward.code, month))
    return replace(context, broken_last_month=broken_last_month(connection, ward.code, source, month))


def _previous_figures(connection: "Connection", ward_code: str, month: date) -> "pl.DataFrame":
    """Stated values of the latest earlier published month; none across the turn of a year (R06)."""
    import polars as pl

    from flows.database.frames import read_frame

    return read_frame(
        connection,
        """
        with latest as materialized (
            select p.ward_key, max(p.month_key) as month_key
            from audit.published_month p join warehouse.dim_ward w using (ward_key)
            where w.ward_code = %s and p.source = 'department_report' and p.month_key < %s
            group by p.ward_key
        ),
        population as materialized (  -- worked out once, not for each figure
            select p.area_key, p.denominator_name, p.value
            from latest join warehouse.area_population p using (ward_key, month_key)
            where p.value > 0
        )
        select i.indicator_code, a.area_code,
               (case when i.measure in ('share', 'ratio') then 100.0 * f.numerator / nullif(coalesce(p.value, f.denominator), 0)
                     else f.value end)::float8 as value
        from latest
        join warehouse.fact_reported_figure f using (ward_key, month_key)
        join warehouse.dim_indicator i using (indicator_key)
        join warehouse.dim_area a using (area_key)
        left join population p on p.area_key = f.area_key and p.denominator_name = i.denominator_from
        where i.window_kind <> 'year_to_date' or f.month_key / 100 = %s""",
        (ward_code, month_key_of(month), month.year),
        {"indicator_code": pl.String, "area_code": pl.String, "value": pl.Float64},
    )
