"""What stands in a database, counted and digested in one transaction: what a backup records, and what a restored place is held against.

Data flow: a connection -> ``Contents``; two of them -> sentences
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flows.operations.backup.manifest import Contents, MonthFigures, Rights

if TYPE_CHECKING:
    from sqlalchemy import Connection

#: staging is the run's working room, emptied after it; months of facts are counted with their tables.
_TABLES = """
    select format('%%I.%%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('warehouse', 'audit', 'vault') and c.relkind in ('r', 'p') and not c.relispartition order by 1"""
_FIGURES = """
    select to_char(month, 'YYYY-MM') as month, count(*) as rows,
           encode(sha256(convert_to(string_agg(line, E'\\n' order by line collate "C"), 'UTF8')), 'hex') as sha256
    from (select month, concat_ws('|', ward_code, area_code, indicator_code, "window", coalesce(numerator::text, '-'),
                                  coalesce(denominator::text, '-'), coalesce(value::text, '-')) as line
          from mart.indicator_value) v
    group by month order by month"""
_OPEN = "select rule_code, count(*) from audit.finding where state = 'open' group by rule_code order by rule_code"
_SECRET = "select string_agg(ward_code || ':' || value, ' ' order by ward_code) from audit.setting where name = 'secret_fingerprint'"
_GRANTED = """
    with granted(grantee, owner) as (
        select (aclexplode(relacl)).grantee, relowner from pg_class
        union select (aclexplode(nspacl)).grantee, nspowner from pg_namespace
        union select (aclexplode(proacl)).grantee, proowner from pg_proc
        union select (aclexplode(datacl)).grantee, datdba from pg_database where datname = current_database()
        union select (aclexplode(defaclacl)).grantee, defaclrole from pg_default_acl)
    select distinct rolname from granted join pg_roles on pg_roles.oid = grantee
    where grantee <> owner and rolname not like 'pg\\_%%' order by 1"""
_DATABASE_RIGHTS = """
    select case a.grantee when 0 then 'public' else pg_get_userbyid(a.grantee) end, a.privilege_type
    from pg_database cross join aclexplode(datacl) a where datname = current_database() and a.grantee <> datdba order by 1, 2"""
_DEFAULT_RIGHTS = """
    select n.nspname, case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' else 'types' end,
           pg_get_userbyid(a.grantee), a.privilege_type
    from pg_default_acl d join pg_namespace n on n.oid = d.defaclnamespace cross join aclexplode(d.defaclacl) a
    where a.grantee <> d.defaclrole and a.grantee <> 0 order by 1, 2, 3, 4"""


def contents_of(connection: "Connection") -> Contents:
    """As the connection's transaction sees it. An empty database has no revision and no tables."""
    there = {
        name for name in ("audit.schema_version", "mart.indicator_value", "audit.finding", "audit.setting") if _exists(connection, name)
    }
    tables = list(connection.exec_driver_sql(_TABLES).scalars())
    figures = connection.exec_driver_sql(_FIGURES).fetchall() if "mart.indicator_value" in there else []
    return Contents(
        server=int(connection.exec_driver_sql("show server_version_num").scalar_one()) // 10000,
        revision=connection.exec_driver_sql("select max(version_num) from audit.schema_version").scalar_one()
        if "audit.schema_version" in there
        else None,
        tables=_counts(connection, tables),
        figures={row.month: MonthFigures(row.rows, row.sha256) for row in figures},
        open_findings=dict(connection.exec_driver_sql(_OPEN).tuples().fetchall()) if "audit.finding" in there else {},
        secret_fingerprint=connection.exec_driver_sql(_SECRET).scalar_one() if "audit.setting" in there else None,
        rights=Rights(
            list(connection.exec_driver_sql(_GRANTED).scalars()),
            [list(row) for row in connection.exec_driver_sql(_DATABASE_RIGHTS)],
            [list(row) for row in connection.exec_driver_sql(_DEFAULT_RIGHTS)],
        ),
    )


def _exists(connection: "Connection", name: str) -> bool:
    return connection.exec_driver_sql("select to_regclass(%s)", (name,)).scalar_one() is not None


def _counts(connection: "Connection", tables: list[str]) -> dict[str, int]:
    if not tables:
        return {}
    query = " union all ".join(f"select '{name}', count(*) from {name}" for name in tables)
    return dict(connection.exec_driver_sql(query.replace("%", "%%")).tuples().fetchall())


def differences(recorded: Contents, found: Contents) -> list[str]:
    """A sentence for each thing that a restored database has otherwise than the backup's page says."""
    return [
        *_told("Table", recorded.tables, found.tables, "rows"),
        *_told("Open findings of rule", recorded.open_findings, found.open_findings, "findings"),
        *figure_differences(recorded, found),
    ]


def figure_differences(recorded: Contents, found: Contents) -> list[str]:
    """The same for the indicator values alone, which every revision shows alike; nothing where the backup recorded none."""
    if not recorded.figures:
        return []
    counts = [{month: line.rows for month, line in one.figures.items()} for one in (recorded, found)]
    same = [month for month, line in recorded.figures.items() if month in found.figures and found.figures[month].rows == line.rows]
    changed = [month for month in same if recorded.figures[month] != found.figures[month]]
    return [
        *_told("Figures of", counts[0], counts[1], "values"),
        *(
            f"Figures of {month}: {recorded.figures[month].rows} values, and at least one is another than in the backup."
            for month in changed
        ),
    ]


def _told(what: str, recorded: dict[str, int], found: dict[str, int], unit: str) -> Iterator[str]:
    for name in sorted(recorded.keys() | found.keys()):
        if recorded.get(name, 0) != found.get(name, 0):
            yield f"{what} {name}: {found.get(name, 0)} {unit}, the backup recorded {recorded.get(name, 0)}."
