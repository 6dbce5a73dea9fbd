"""What the warehouse knows before the first delivery: the ward, its areas, its plan, the calendar and the national code lists.

Data flow: ward folder and ``sql/reference`` -> dimensions. Repeatable: names, aliases and targets that changed in the folder change here;
nothing that a fact may point at is ever removed.
"""

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from expectations.registry import LINKING, SOURCES
from flows.config.plan import Indicator, Plan, Target
from flows.config.reference import read_reference
from flows.database.engine import WarehouseError
from flows.database.frames import copy_frame, run_script

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from flows.config.ward import Ward

Row = dict[str, Any]
_FOR_EVER = "9999-12-31"


def seed(connection: "Connection", ward: "Ward", secret_fingerprint: str) -> int:
    """Bring the dimensions in line with the ward's folder; the ward's key. A different pseudonym key than the one the
    warehouse was made with is refused: every person would become a stranger."""
    _seed_calendar(connection, ward)
    ward_key = _seed_ward(connection, ward)
    _check_secret(connection, ward.code, secret_fingerprint)
    _seed_code_lists(connection)
    _seed_areas(connection, ward, ward_key)
    _seed_procedures(connection, ward)
    _seed_plan(connection, ward, ward_key)
    return ward_key


def _upsert(connection: "Connection", table: str, key: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert or bring up to date by ``key``; the rows' own keys name the columns."""
    listed = list(rows)
    if not listed:
        return
    columns = list(listed[0])
    changes = [f"{name} = excluded.{name}" for name in columns if name not in key]
    connection.exec_driver_sql(
        f"insert into {table} ({', '.join(columns)}) select {', '.join(columns)} from json_populate_recordset(null::{table}, %(rows)s::json) "
        f"on conflict ({', '.join(key)}) do {'update set ' + ', '.join(changes) if changes else 'nothing'}",
        {"rows": json.dumps(listed, ensure_ascii=False)},
    )


def _seed_calendar(connection: "Connection", ward: "Ward") -> None:
    """Written once and again only when phases, holidays or the ward's own days change."""
    from importlib.metadata import version

    made_with = json.dumps(
        [
            version("holidays"),
            [str(day) for day in (*ward.extra_days_off, *ward.extra_working_days)],
            [phase.name_vi for phase in ward.plan_info.phases],
            [dict(row) for row in read_reference("day_swaps")],
        ],
        ensure_ascii=False,
    )
    known = connection.exec_driver_sql("select value from audit.setting where ward_code = '' and name = 'calendar'").scalar_one_or_none()
    if known == made_with:
        return
    from flows.config import calendar

    months = calendar.months(ward.plan_info.phases)
    days = calendar.dates(ward).join(months.select("month_key", "plan_phase_vi"), on="month_key", how="left")
    run_script(connection, "seed/calendar_open.sql")
    copy_frame(connection, "new_date", _bits(days))
    copy_frame(connection, "new_month", months)
    run_script(connection, "seed/calendar.sql")
    _upsert(connection, "audit.setting", ("ward_code", "name"), [{"ward_code": "", "name": "calendar", "value": made_with}])


def _bits(frame: Any) -> Any:
    """Booleans as 0 and 1: BI tools sum them."""
    import polars as pl

    return frame.with_columns(pl.selectors.boolean().cast(pl.Int8))


def _seed_ward(connection: "Connection", ward: "Ward") -> int:
    _upsert(
        connection,
        "warehouse.dim_ward",
        ("ward_code",),
        [{"ward_code": ward.code, "ward_name": ward.name, "province_name": ward.province_name, "residence": ward.residence}],
    )
    return int(connection.exec_driver_sql("select ward_key from warehouse.dim_ward where ward_code = %s", (ward.code,)).scalar_one())


def _check_secret(connection: "Connection", ward_code: str, fingerprint: str) -> None:
    known = connection.exec_driver_sql(
        "select value from audit.setting where ward_code = %s and name = 'secret_fingerprint'", (ward_code,)
    ).scalar_one_or_none()
    if known is None:
        _upsert(
            connection,
            "audit.setting",
            ("ward_code", "name"),
            [{"ward_code": ward_code, "name": "secret_fingerprint", "value": fingerprint}],
        )
    elif known != fingerprint:
        raise WarehouseError(
            f"The key of the pseudonyms is not the one that ward {ward_code} was loaded with: people could no longer be recognised. "
            "Bring back the old CHITIEU_SECRET_KEY (or secret.key in CHITIEU_HOME), or start with an empty database."
        )


def _seed_code_lists(connection: "Connection") -> None:
    kinds = [{"kind": row["kind"], "kind_name": row["kind_name"]} for row in read_reference("repair_kinds")]
    _upsert(connection, "audit.repair_kind", ("kind",), kinds)
    _upsert(
        connection,
        "warehouse.dim_channel",
        ("channel_key",),
        [
            {"channel_key": int(row["channel_code"]), "channel_code": row["channel"], "channel_name": row["channel_name"]}
            for row in read_reference("channels")
        ],
    )
    _upsert(
        connection,
        "warehouse.dim_insurance_group",
        ("object_code", "valid_from"),
        [
            {
                "object_code": row["object_code"],
                "object_name": row["object_name"],
                "group_number": int(row["group_number"]),
                "group_name": row["group_name"],
                "valid_from": row["valid_from"],
                "valid_to": row["valid_to"] or _FOR_EVER,
                "is_current": int(not row["valid_to"]),
                "legal_basis": row["source"],
            }
            for row in read_reference("insurance_groups")
        ],
    )
    _upsert(
        connection,
        "warehouse.dim_deprivation",
        ("deprivation_key",),
        {
            row["number"]: {
                "deprivation_key": int(row["number"]),
                "deprivation_name": row["deprivation_name"],
                "dimension_name": row["dimension_name"],
                "standard_version": row["standard_version"],
            }
            for row in reversed(read_reference("deprivations"))
        }.values(),
    )
    _upsert(
        connection,
        "warehouse.dim_poverty_standard",
        ("standard_version", "residence"),
        [
            {
                "standard_version": row["standard_version"],
                "residence": row["residence"],
                "valid_from": row["valid_from"],
                "valid_to": row["valid_to"],
                "income_limit_vnd": int(row["income_limit_vnd"]),
                "deprivations_at_least": int(row["deprivations_at_least"]),
                "legal_basis": row["source"],
            }
            for row in read_reference("poverty_standards")
        ],
    )


def _seed_areas(connection: "Connection", ward: "Ward", ward_key: int) -> None:
    """Facts move to the member that counts in their month."""
    _seed_members(connection, ward.code, "area", _area_rows(ward, ward_key))


def _seed_procedures(connection: "Connection", ward: "Ward") -> None:
    """Dossiers move to the member that counts on the day of their receipt."""
    rows = [
        {
            "procedure_code": row.code,
            "procedure_name": row.name,
            "field_name": row.field_name,
            "is_catalogued": 1,
            "valid_from": str(row.valid_from),
            "valid_to": str(row.valid_to),
            "is_current": 1,
            "legal_basis": row.legal_basis,
        }
        for row in ward.procedures
    ]
    _seed_members(connection, ward.code, "procedure", rows)


def _seed_members(connection: "Connection", ward_code: str, name: str, rows: list[Row]) -> None:
    """A slowly changing dimension: written once and again only when its members in the ward's folder change."""
    made_with = json.dumps(rows, ensure_ascii=False)
    known = connection.exec_driver_sql(
        "select value from audit.setting where ward_code = %s and name = %s", (ward_code, f"{name}s")
    ).scalar_one_or_none()
    if known == made_with:
        return
    connection.exec_driver_sql(f"create temporary table new_{name} (like warehouse.dim_{name}) on commit drop")
    columns = ", ".join(rows[0])
    connection.exec_driver_sql(
        f"insert into new_{name} ({name}_key, {columns}) select 0, {columns} from json_populate_recordset(null::warehouse.dim_{name}, %s::json)",
        (made_with,),
    )
    run_script(connection, f"seed/{name}s.sql")
    _upsert(connection, "audit.setting", ("ward_code", "name"), [{"ward_code": ward_code, "name": f"{name}s", "value": made_with}])


def _area_rows(ward: "Ward", ward_key: int) -> list[Row]:
    order = {area.code: place for place, area in enumerate(ward.areas)}
    return [
        {
            "ward_key": ward_key,
            "area_code": member.code,
            "area_name": member.name,
            "area_kind": member.kind,
            "former_unit_code": member.former_unit,
            "sort_order": order[member.code],
            "valid_from": str(member.valid_from),
            "valid_to": str(member.valid_to),
            "is_current": 1,
            "decree": member.decree,
        }
        for member in ward.members
    ]


def _seed_plan(connection: "Connection", ward: "Ward", ward_key: int) -> None:
    plan = ward.plan_info
    _upsert(
        connection,
        "warehouse.dim_department",
        ("ward_key", "department_code"),
        [{"ward_key": ward_key, "department_code": row.code, "department_name": row.name} for row in plan.departments],
    )
    departments: dict[str, int] = {
        row[0]: row[1]
        for row in connection.exec_driver_sql(
            "select department_code, department_key from warehouse.dim_department where ward_key = %s", (ward_key,)
        )
    }
    shown = [*((row, 1) for row in plan.indicators), *((row, 0) for row in plan.supporting)]
    _upsert(
        connection,
        "warehouse.dim_indicator",
        ("ward_key", "indicator_code"),
        [_indicator_row(ward, ward_key, row, departments[row.owner], in_plan, order) for order, (row, in_plan) in enumerate(shown)],
    )
    keys: dict[str, int] = {
        row[0]: row[1]
        for row in connection.exec_driver_sql(
            "select indicator_code, indicator_key from warehouse.dim_indicator where ward_key = %s", (ward_key,)
        )
    }
    targets = [
        _target_row(plan, ward_key, keys[row.code], number, target)
        for row in plan.indicators
        for number, target in enumerate(row.targets, start=1)
    ]
    _seed_sources(connection, [(keys[row.code], row) for row, _ in shown])
    _forget_targets(connection, ward_key, targets)
    _upsert(connection, "warehouse.dim_target", ("ward_key", "indicator_key", "target_number"), targets)


def _seed_sources(connection: "Connection", shown: Sequence[tuple[int, Indicator]]) -> None:
    """What each indicator is made from: the first source that the plan names is counted, further ones divide. Where persons are counted, the
    lists that carry both of their numbers tell who is the same one."""
    rows = [
        {"indicator_key": key, "source": source, "part": part, "is_linking": int(source in LINKING and row.sources[0] in LINKING)}
        for key, row in shown
        for source, part in _parts(row.sources)
    ]
    connection.exec_driver_sql("insert into warehouse.dim_run (run_key, ward_key) values (0, 0) on conflict do nothing")
    _upsert(connection, "warehouse.bridge_indicator_source", ("indicator_key", "source"), rows)


def _parts(sources: Sequence[str]) -> Iterable[tuple[str, str]]:
    yield from zip(sources, ("numerator", *("denominator" for _ in sources[1:])), strict=True)
    if sources and sources[0] in LINKING:
        yield from ((source, "link") for source in SOURCES if source in LINKING and source not in sources)


def _forget_targets(connection: "Connection", ward_key: int, targets: Sequence[Row]) -> None:
    """Targets that the plan no longer states go with what was judged by them: the same run judges all values again, because the plan changed."""
    connection.exec_driver_sql(
        """insert into warehouse.dim_target (target_key, ward_key, indicator_key, target_number, target_kind, target_value, is_strict, is_every_year,
               target_year, from_year, is_baseline_from_data, shape)
           values (0, 0, 0, 0, '', 0, 0, 0, 0, 0, 0, '') on conflict do nothing"""
    )
    connection.exec_driver_sql(
        "create temporary table stated_target on commit drop as select indicator_key, target_number from json_populate_recordset(null::warehouse.dim_target, %s::json)",
        (json.dumps(targets),),
    )
    for judged in ("fact_target_judgement", "fact_target_forecast"):
        connection.exec_driver_sql(
            f"delete from warehouse.{judged} j using warehouse.dim_target t where j.target_key = t.target_key and {_GONE}", (ward_key,)
        )
    connection.exec_driver_sql(f"delete from warehouse.dim_target t where {_GONE}", (ward_key,))
    connection.exec_driver_sql("drop table stated_target")


_GONE = "t.ward_key = %s and not exists (select from stated_target s where s.indicator_key = t.indicator_key and s.target_number = t.target_number)"


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
