"""Indicators are brought up to date: computed by the text under ``sql/indicators``, compared with what is known, kept bitemporally.

Data flow: facts of the months that were touched (``flows.indicators.scope``) -> ``sql/indicators/*.sql`` -> staging.indicator_value
-> ``fact_indicator`` (a value that changed closes the old one) -> ``flows.indicators.targets``
"""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from expectations.registry import NAMES_VI
from flows.config.versions import code_version, rule_version
from flows.database.frames import run_script
from flows.database.sql_text import SQL_FOLDER, read_sql
from flows.indicators.scope import close_scope, find_touched, open_scope
from flows.indicators.targets import JUDGED_BY

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from flows.config.ward import Ward

_COLUMNS = "ward_key, indicator_code, area_key, month_key, window_kind, numerator, denominator, value, is_provisional"


@dataclass(frozen=True)
class ComputedFrom:
    """``stamp``: the definitions that the indicators would be computed by now · ``is_defined_so``: it is these that they were computed
    by; else all months are computed again · ``is_touched``: facts of some month are others than they were computed from."""

    stamp: str
    is_defined_so: bool
    is_touched: bool

    @property
    def is_fresh(self) -> bool:
        return self.is_defined_so and not self.is_touched


def computed_from(connection: "Connection", ward: "Ward", ward_key: int) -> ComputedFrom:
    """The ward's areas and plan, the rules, the formulas, the code lists and the program; and the months that were touched."""
    parts = (ward.areas, ward.members, ward.plan_info, ward.publication, ward.residence)
    folder = hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
    stamp = f"folder {folder}, rules {rule_version()}, {JUDGED_BY}, formulas {_formulas()}, program {code_version()}"
    known = connection.exec_driver_sql(
        "select value from audit.setting where ward_code = %s and name = 'indicators_computed_from'", (ward.code,)
    ).scalar_one_or_none()
    is_touched = find_touched(connection, ward_key)
    return ComputedFrom(stamp, known == stamp or (known is None and not is_touched), is_touched)


@cache
def _formulas() -> str:
    """Digest of the texts that the indicators are computed by, and of the code lists."""
    texts = sorted(path for folder in ("indicators", "publish", "reference") for path in (SQL_FOLDER / folder).iterdir() if path.is_file())
    return hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in texts)).hexdigest()[:16]


def remember_computed(connection: "Connection", ward: "Ward", ward_key: int, state: ComputedFrom) -> None:
    close_scope(connection, ward_key)
    connection.exec_driver_sql(
        """insert into audit.setting (ward_code, name, value) values (%s, 'indicators_computed_from', %s)
           on conflict (ward_code, name) do update set value = excluded.value""",
        (ward.code, state.stamp),
    )


@dataclass(frozen=True)
class Because:
    """Why all values that change now do, in Vietnamese, at most 200 characters; ``kind``: recomputed or decision."""

    cause: str
    kind: str = "recomputed"


@dataclass(frozen=True)
class Refreshed:
    """``changed``: values that are new, changed or withdrawn · ``changed_months``: their months, as 202607 · ``months_computed``: months
    with a published delivery that were computed."""

    changed: int
    changed_months: tuple[int, ...]
    months_computed: int


def refresh_indicators(
    connection: "Connection", ward_key: int, run_id: int, because: Because | None = None, *, everything: bool
) -> Refreshed:
    """Compute the months that were touched, or ``everything``; what changed is left in the table ``change``, for ``judgement_refreshed``.
    Each change finds its cause among the deliveries that came since the last time; ``because`` says it for all of them."""
    months = open_scope(connection, ward_key, everything=everything)
    connection.exec_driver_sql("truncate staging.indicator_value")
    for code in _codes():
        query = _text(code).replace("%", "%%")
        connection.exec_driver_sql(
            f"""insert into staging.indicator_value ({_COLUMNS})
                select {_COLUMNS} from (\n{query}\n) computed where computed.value is not null"""
        )
    _open_run(connection, ward_key, run_id, because)
    _open_lines(connection, ward_key, everything=everything)
    run_script(connection, "publish/indicators.sql")
    changed = int(connection.exec_driver_sql("select count(*) from change").scalar_one())
    changed_months = connection.exec_driver_sql("select distinct month_key from change order by month_key").scalars().all()
    connection.exec_driver_sql("truncate staging.indicator_value")
    connection.exec_driver_sql(
        """insert into audit.setting (ward_code, name, value)
           select ward_code, 'indicators_computed_by_run', %s from warehouse.dim_ward where ward_key = %s
           on conflict (ward_code, name) do update set value = excluded.value""",
        (str(run_id), ward_key),
    )
    return Refreshed(changed, tuple(changed_months), months)


def _codes() -> list[str]:
    return sorted(path.stem for path in (SQL_FOLDER / "indicators").glob("*.sql"))


def _text(code: str) -> str:
    return read_sql(f"indicators/{code}.sql").strip().rstrip(";")


@cache
def counted_source(code: str) -> str:
    """The source whose rows a formula counts, as its own text says it: which of the months to compute it asks for."""
    (source,) = set(re.findall(r"\bsource = '(\w+)'", _text(code)))
    return str(source)


def _open_lines(connection: "Connection", ward_key: int, *, everything: bool) -> None:
    """The indicators and months of which all current lines are known to be computed now: what is not among them is withdrawn."""
    formulas = [(code, counted_source(code)) for code in _codes()]
    connection.exec_driver_sql(
        """create temporary table computed_line on commit drop as
           select i.indicator_key, c.month_key
           from warehouse.dim_indicator i
           join unnest(%(codes)s::text[], %(sources)s::text[]) f (code, source)
             on f.code = case when i.feed = 'reported' then 'reported' else split_part(i.indicator_code, '-', 1) end
           join staging.month_to_compute c on c.ward_key = i.ward_key and c.source = f.source
           where i.ward_key = %(ward)s and not %(everything)s
           union all
           select i.indicator_key, m.month_key from warehouse.dim_indicator i cross join warehouse.dim_month m
           where i.ward_key = %(ward)s and %(everything)s""",
        {"ward": ward_key, "everything": everything, "codes": [code for code, _ in formulas], "sources": [name for _, name in formulas]},
    )
    connection.exec_driver_sql("analyze computed_line")


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
