"""Dimensions that are known before the first delivery: the ward, its areas, its plan, the calendar and the national code lists.

Data flow: ward folder and ``sql/reference`` -> dimensions. Repeatable: names, aliases and targets that changed in the folder change here;
nothing that a fact may point at is ever removed.
"""

import json
from typing import TYPE_CHECKING, Any

from flows.config.versions import calendar_version
from flows.database.engine import WarehouseError
from flows.database.frames import copy_frame, run_script
from flows.load.code_lists import seed_code_lists
from flows.load.plan_dimensions import seed_plan
from flows.load.upsert import Row, upsert

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from flows.config.ward import Ward


def seed(connection: "Connection", ward: "Ward", secret_fingerprint: str) -> int:
    """Bring the dimensions in line with the ward's folder; the ward's key. A different pseudonym key than the one the
    warehouse was made with is refused: every person would become a stranger."""
    _seed_calendar(connection, ward)
    ward_key = _seed_ward(connection, ward)
    _check_secret(connection, ward.code, secret_fingerprint)
    seed_code_lists(connection)
    _seed_areas(connection, ward, ward_key)
    _seed_procedures(connection, ward)
    seed_plan(connection, ward, ward_key)
    return ward_key


def _seed_calendar(connection: "Connection", ward: "Ward") -> None:
    """Written once and again only when phases, holidays or the ward's own days change."""
    made_with = calendar_version(ward)
    known = connection.exec_driver_sql("select value from audit.setting where ward_code = '' and name = 'calendar'").scalar_one_or_none()
    if known == made_with:
        return
    from flows.config import calendar

    months = calendar.months(ward.plan_info.phases)
    days = calendar.dates(ward).join(months.select_seq("month_key", "plan_phase_vi"), on="month_key", how="left")
    run_script(connection, "seed/calendar_open.sql")
    copy_frame(connection, "new_date", _bits(days))
    copy_frame(connection, "new_month", months)
    run_script(connection, "seed/calendar.sql")
    upsert(connection, "audit.setting", ("ward_code", "name"), [{"ward_code": "", "name": "calendar", "value": made_with}])


def _bits(frame: Any) -> Any:
    """Booleans as 0 and 1: BI tools sum them."""
    import polars as pl

    return frame.with_columns_seq(pl.selectors.boolean().cast(pl.Int8))


def _seed_ward(connection: "Connection", ward: "Ward") -> int:
    upsert(
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
        upsert(
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
        f"insert into new_{name} ({name}_key, {columns}) "
        f"select 0, {columns} from json_populate_recordset(null::warehouse.dim_{name}, %s::json)",
        (made_with,),
    )
    run_script(connection, f"seed/{name}s.sql")
    upsert(connection, "audit.setting", ("ward_code", "name"), [{"ward_code": ward_code, "name": f"{name}s", "value": made_with}])


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
