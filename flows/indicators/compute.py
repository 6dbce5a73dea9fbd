"""Indicators are brought up to date: computed by the text under ``sql/indicators``, compared with what is known, kept bitemporally.

Data flow: facts -> ``sql/indicators/*.sql`` -> staging.indicator_value -> ``fact_indicator`` (a value that changed closes the old one)
-> ``flows.indicators.targets``
"""

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from expectations.registry import NAMES_VI
from flows.config.versions import code_version, rule_version
from flows.database.frames import run_script
from flows.database.sql_text import SQL_FOLDER, read_sql
from flows.indicators.targets import JUDGED_BY, refresh_judgement

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from flows.config.ward import Ward

_COLUMNS = "ward_key, indicator_code, area_key, month_key, window_kind, numerator, denominator, value, is_provisional"


@dataclass(frozen=True)
class ComputedFrom:
    """What the indicators would be computed from now, and whether that is what they were computed from."""

    stamp: str
    is_fresh: bool


def computed_from(connection: "Connection", ward: "Ward") -> ComputedFrom:
    """The published deliveries, the ward's areas and plan, the rules and the program."""
    published = connection.exec_driver_sql(
        """select coalesce(md5(string_agg(delivery_id || status, ',' order by delivery_id)), 'none')
           from audit.published_delivery where ward_code = %s""",
        (ward.code,),
    ).scalar_one()
    folder = hashlib.sha256(repr((ward.areas, ward.members, ward.plan_info, ward.publication)).encode()).hexdigest()[:16]
    stamp = f"deliveries {published}, folder {folder}, rules {rule_version()}, {JUDGED_BY}, program {code_version()}"
    known = connection.exec_driver_sql(
        "select value from audit.setting where ward_code = %s and name = 'indicators_computed_from'", (ward.code,)
    ).scalar_one_or_none()
    return ComputedFrom(stamp, known == stamp or (known is None and published == "none"))


def remember_computed(connection: "Connection", ward_code: str, state: ComputedFrom) -> None:
    connection.exec_driver_sql(
        """insert into audit.setting (ward_code, name, value) values (%s, 'indicators_computed_from', %s)
           on conflict (ward_code, name) do update set value = excluded.value""",
        (ward_code, state.stamp),
    )


@dataclass(frozen=True)
class Because:
    """Why all values that change now do, in Vietnamese, at most 200 characters; ``kind``: recomputed or decision."""

    cause: str
    kind: str = "recomputed"


def refresh_indicators(connection: "Connection", ward_key: int, run_id: int, because: Because | None = None) -> int:
    """How many values are new, changed or withdrawn; all are judged again by the plan of today. Each change finds its cause among the
    deliveries that came since the last time; ``because`` says it for all of them."""
    connection.exec_driver_sql("truncate staging.indicator_value")
    for path in sorted((SQL_FOLDER / "indicators").glob("*.sql")):
        query = read_sql(f"indicators/{path.name}").strip().rstrip(";").replace("%", "%%")
        connection.exec_driver_sql(
            f"""insert into staging.indicator_value ({_COLUMNS})
                select {_COLUMNS} from (\n{query}\n) computed where computed.value is not null"""
        )
    _open_run(connection, ward_key, run_id, because)
    run_script(connection, "publish/indicators.sql")
    changed = int(connection.exec_driver_sql("select coalesce(sum(changed), 0) from changed_value").scalar_one())
    connection.exec_driver_sql("truncate staging.indicator_value")
    connection.exec_driver_sql(
        """insert into audit.setting (ward_code, name, value)
           select ward_code, 'indicators_computed_by_run', %s from warehouse.dim_ward where ward_key = %s
           on conflict (ward_code, name) do update set value = excluded.value""",
        (str(run_id), ward_key),
    )
    refresh_judgement(connection, ward_key)
    return changed


def _open_run(connection: "Connection", ward_key: int, run_id: int, because: Because | None) -> None:
    """What the script needs to know of this run: since when deliveries are news, versions, how sources are called."""
    versions = (rule_version(), code_version())
    why = ("", False, None) if because is None else (because.cause[:200], True, because.kind)
    connection.exec_driver_sql(
        """insert into warehouse.dim_run (run_key, ward_key, started_at, rule_version, code_version)
           select run_id, %s, started_at at time zone 'Asia/Ho_Chi_Minh', %s, %s from audit.run where run_id = %s
           on conflict (run_key) do nothing""",
        (ward_key, *versions, run_id),
    )
    connection.exec_driver_sql(
        """create temporary table this_run on commit drop as
           select %s::int as ward_key, %s::int as run_id, clock_timestamp() as known_from, %s::text as cause, %s::boolean as is_rebuild,
                  %s::text as rebuild_kind,
                  %s::text as rule_version, %s::text as code_version,
                  coalesce((select max(value::int) from audit.setting join warehouse.dim_ward using (ward_code)
                            where ward_key = %s and name = 'indicators_computed_by_run'), 0) as last_run_id""",
        (ward_key, run_id, *why, *versions, ward_key),
    )
    connection.exec_driver_sql("create temporary table source_name (source text, name_vi text) on commit drop")
    for source, name in NAMES_VI.items():
        connection.exec_driver_sql("insert into source_name values (%s, %s)", (source, name))
