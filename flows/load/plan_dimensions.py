"""Plan of the ward in the star: its departments, indicators, what each is made from, and targets.

Data flow: ``Plan`` -> dim_department, dim_indicator, bridge_indicator_source, dim_target
"""

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from expectations.registry import LINKING, SOURCES
from flows.config.plan import Indicator, Plan, Target
from flows.load.upsert import Row, upsert
from flows.wording.targets import row_target_vi

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from flows.config.ward import Ward

#: A target ``t`` that the table stated_target does not have.
_GONE = """t.ward_key = %s and not exists (
    select from stated_target s where s.indicator_key = t.indicator_key and s.target_number = t.target_number)"""


def seed_plan(connection: "Connection", ward: "Ward", ward_key: int) -> None:
    """Bring the plan in line with the ward's folder; a target that it no longer states goes."""
    departments = _seed_departments(connection, ward.plan_info, ward_key)
    shown = [*((row, 1) for row in ward.plan_info.indicators), *((row, 0) for row in ward.plan_info.supporting)]
    upsert(
        connection,
        "warehouse.dim_indicator",
        ("ward_key", "indicator_code"),
        [_indicator_row(ward, ward_key, row, departments[row.owner], in_plan, order) for order, (row, in_plan) in enumerate(shown)],
    )
    keys = _keys(connection, "select indicator_code, indicator_key from warehouse.dim_indicator where ward_key = %s", ward_key)
    _seed_sources(connection, [(keys[row.code], row) for row, _ in shown])
    _seed_targets(connection, ward.plan_info, ward_key, keys)


def _seed_departments(connection: "Connection", plan: Plan, ward_key: int) -> dict[str, int]:
    """Code of each department -> its key."""
    rows = [{"ward_key": ward_key, "department_code": row.code, "department_name": row.name} for row in plan.departments]
    upsert(connection, "warehouse.dim_department", ("ward_key", "department_code"), rows)
    return _keys(connection, "select department_code, department_key from warehouse.dim_department where ward_key = %s", ward_key)


def _keys(connection: "Connection", query: str, ward_key: int) -> dict[str, int]:
    return {code: key for code, key in connection.exec_driver_sql(query, (ward_key,))}


def _seed_targets(connection: "Connection", plan: Plan, ward_key: int, keys: dict[str, int]) -> None:
    targets = [
        _in_words(_target_row(plan, ward_key, keys[row.code], number, target), row.unit)
        for row in plan.indicators
        for number, target in enumerate(row.targets, start=1)
    ]
    _forget_targets(connection, ward_key, targets)
    upsert(connection, "warehouse.dim_target", ("ward_key", "indicator_key", "target_number"), targets)


def _seed_sources(connection: "Connection", shown: Sequence[tuple[int, Indicator]]) -> None:
    """What each indicator is made from: the first source that the plan names is counted, further ones divide. Where persons are counted,
    the lists that carry both of their numbers tell who is the same one."""
    rows = [
        {"indicator_key": key, "source": source, "part": part, "is_linking": int(source in LINKING and row.sources[0] in LINKING)}
        for key, row in shown
        for source, part in _parts(row.sources)
    ]
    connection.exec_driver_sql("insert into warehouse.dim_run (run_key, ward_key) values (0, 0) on conflict do nothing")
    upsert(connection, "warehouse.bridge_indicator_source", ("indicator_key", "source"), rows)


def _parts(sources: Sequence[str]) -> Iterable[tuple[str, str]]:
    yield from zip(sources, ("numerator", *("denominator" for _ in sources[1:])), strict=True)
    if sources and sources[0] in LINKING:
        yield from ((source, "link") for source in SOURCES if source in LINKING and source not in sources)


def _forget_targets(connection: "Connection", ward_key: int, targets: Sequence[Row]) -> None:
    """Targets that the plan no longer states go with what was judged by them: the same run judges all values again, because the plan
    changed."""
    connection.exec_driver_sql(
        """insert into warehouse.dim_target (target_key, ward_key, indicator_key, target_number, target_kind, target_value, is_strict,
               is_every_year, target_year, from_year, is_baseline_from_data, shape)
           values (0, 0, 0, 0, '', 0, 0, 0, 0, 0, 0, '') on conflict do nothing"""
    )
    connection.exec_driver_sql(
        """create temporary table stated_target on commit drop as
           select indicator_key, target_number from json_populate_recordset(null::warehouse.dim_target, %s::json)""",
        (json.dumps(targets),),
    )
    for judged in ("fact_target_judgement", "fact_target_forecast"):
        connection.exec_driver_sql(
            f"delete from warehouse.{judged} j using warehouse.dim_target t where j.target_key = t.target_key and {_GONE}", (ward_key,)
        )
    connection.exec_driver_sql(f"delete from warehouse.dim_target t where {_GONE}", (ward_key,))
    connection.exec_driver_sql("drop table stated_target")


def _indicator_row(ward: "Ward", ward_key: int, row: Indicator, department_key: int, is_in_plan: int, order: int) -> Row:
    return {
        "ward_key": ward_key,
        "indicator_code": row.code,
        "indicator_name": row.name,
        "unit": row.unit,
        "measure": row.measure,
        "window_kind": row.window,
        "feed": row.feed,
        "plan_section": row.plan_section,
        "department_key": department_key,
        "parent_code": row.parent,
        "area_code": row.area or ward.code,
        "is_in_plan": is_in_plan,
        "sort_order": order,
        "denominator_from": row.denominator_from,
        "note_vi": row.note_vi,
    }


def _target_row(plan: Plan, ward_key: int, indicator_key: int, number: int, target: Target) -> Row:
    """ "Each year from 2028 on" is a target by 2028 that stays: until then it is judged on the way to it. The second target of an
    indicator only takes over in its own year (HC02: 75 % every year, more than 85 % in 2030)."""
    is_every_year = target.every_year and target.from_year is None
    return {
        "ward_key": ward_key,
        "indicator_key": indicator_key,
        "target_number": number,
        "target_kind": target.kind,
        "shape": target.shape,
        "range_to": target.range_to,
        "target_value": 1 if target.kind == "yes" else target.value if target.value is not None else 0,
        "is_strict": int(target.strict),
        "is_every_year": int(is_every_year),
        "target_year": target.due_year or plan.last_year,
        "from_year": (target.due_year or plan.first_year) if number > 1 else plan.first_year,
        "baseline_year": target.baseline.year if target.baseline else target.baseline_of or plan.first_year,
        "baseline_value": target.baseline.value if target.baseline else None,
        "is_baseline_from_data": int(target.baseline_of is not None),
    }


def _in_words(row: Row, unit: str) -> Row:
    """The same with its words, as they stand beside a value everywhere."""
    target = None if row["is_baseline_from_data"] else row["target_value"]
    told = {"unit": unit, "target": target, "target_range_to": row["range_to"], "target_shape": row["shape"]}
    return row | {"words_vi": row_target_vi(row | told)}
