"""One form of DDL and SQL for one PostgreSQL and for wards on many machines (Citus): bare tables, then spread, then keys; and what Citus
refuses is nowhere.

No Citus runs here. Functions of its names stand in ``pg_catalog``, where only a superuser can put them, and write down when they were
called.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from flows.database.engine import open_engine
from flows.database.migrate import migrate
from tests.conftest import ROOT, SERVERS, new_database, url_of
from tests.support.office import JUNE, an_office, cards, health_list, office_at

Connection = psycopg.Connection[tuple[Any, ...]]

RECORDER = """
create table public.called (place integer generated always as identity, function text, relation text, ward_column text, beside text, keys
integer, bare text[], mode text);
create function public.note(name text, relation regclass, ward_column text, beside text) returns void language plpgsql as $$ begin
    insert into public.called (function, relation, ward_column, beside, keys, bare, mode)
    select name, relation::text, ward_column, beside,
           (select count(*) from pg_constraint k where k.contype = 'f' and relation in (k.conrelid, k.confrelid)),
           array(select c.oid::regclass::text from pg_class c where c.relnamespace = 'warehouse'::regnamespace and c.relkind = 'r' and
           c.relname like 'dim\\_%'
                 and not exists (select from public.called d where d.relation = c.oid::regclass::text) and c.oid <> relation),
           current_setting('citus.multi_shard_modify_mode', true);
end $$;
create function pg_catalog.create_reference_table(table_name regclass) returns void language sql as $$
    select public.note('create_reference_table', table_name, null, null)
$$;
create function pg_catalog.create_distributed_table(table_name regclass, distribution_column text, distribution_type text default 'hash',
    colocate_with text default 'default', shard_count integer default null) returns void language sql as $$
    select public.note('create_distributed_table', table_name, distribution_column, colocate_with)
$$;
-- As in some versions of Citus: of two functions of one name the name alone tells nothing.
create function pg_catalog.create_distributed_table(table_name regclass, distribution_columns text[], distribution_type text default 'hash',
    colocate_with text default 'default', shard_count integer default null) returns void language sql as $$ select $$;
"""
KEYS = """select k.conname::text, k.conrelid::regclass::text, a.attname::text, k.confrelid::regclass::text
    from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
    where k.contype = 'f' and k.connamespace = 'warehouse'::regnamespace order by 2, 3"""
TABLES = (
    "select c.oid::regclass::text from pg_class c where c.relnamespace = 'warehouse'::regnamespace and c.relkind in ('r', 'p') order by 1"
)
#: What dimensions point at.
BETWEEN_DIMENSIONS = {
    ("dim_area", "ward_key", "dim_ward"),
    ("dim_department", "ward_key", "dim_ward"),
    ("dim_indicator", "ward_key", "dim_ward"),
    ("dim_indicator", "department_key", "dim_department"),
    ("dim_target", "ward_key", "dim_ward"),
    ("dim_target", "indicator_key", "dim_indicator"),
    ("dim_delivery", "ward_key", "dim_ward"),
    ("dim_delivery", "month_key", "dim_month"),
    ("dim_person", "ward_key", "dim_ward"),
    ("dim_household", "ward_key", "dim_ward"),
    ("dim_run", "ward_key", "dim_ward"),
}
#: A bridge without a ward is copied to every machine.
COPIED_BRIDGES = {"warehouse.bridge_indicator_source"}


@contextmanager
def migrated(server: str, request: pytest.FixtureRequest, home: Path, before: str = "") -> Iterator[Connection]:
    """A database brought to the newest schema, after ``before`` was run in it."""
    with new_database(url_of(server, request)) as url, psycopg.connect(url, autocommit=True) as connection:
        connection.execute(before.encode())
        with open_engine(office_at(url, home).settings) as engine:
            assert migrate(engine)
        yield connection


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def many(server: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """A database in which Citus seems to be."""
    with migrated(server, request, tmp_path_factory.mktemp("many"), RECORDER) as connection:
        yield connection


@pytest.fixture(scope="module")
def plain(server: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """PostgreSQL as it comes, on the same server."""
    with migrated(server, request, tmp_path_factory.mktemp("plain")) as connection:
        yield connection


def rows(connection: Connection, query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query.encode()).fetchall()


def names(connection: Connection, query: str) -> list[str]:
    return [name for (name,) in rows(connection, query)]


# --- in which order ---------------------------------------------------------------------------------------------------------
def test_every_table_of_the_star_is_spread_once_dimensions_copied_and_facts_by_ward(many: Connection) -> None:
    made = set(names(many, TABLES))
    copied = {table for table in made if table.startswith("warehouse.dim_")} | COPIED_BRIDGES
    assert sorted(names(many, "select relation from called where function = 'create_reference_table'")) == sorted(copied)
    assert sorted(names(many, "select relation from called where ward_column = 'ward_key'")) == sorted(made - copied)
    assert len(rows(many, "select from called")) == len(made)


def test_no_table_has_a_foreign_key_to_or_from_it_when_it_is_spread(many: Connection) -> None:
    assert rows(many, "select relation, keys from called where keys > 0") == []


def test_every_dimension_that_is_there_was_copied_before_a_fact_is_spread(many: Connection) -> None:
    assert rows(many, "select relation, bare from called where function = 'create_distributed_table' and bare <> '{}'") == []


def test_all_facts_of_a_ward_lie_together(many: Connection) -> None:
    first, *others = rows(many, "select relation, beside from called where function = 'create_distributed_table' order by place")
    assert first == ("warehouse.fact_dossier", "none")
    assert {beside for _, beside in others} == {"warehouse.fact_dossier"}


def test_every_foreign_key_stands_afterwards_on_many_machines_as_on_one(many: Connection, plain: Connection) -> None:
    assert rows(many, KEYS) == rows(plain, KEYS)


def test_every_unique_key_of_what_is_spread_by_ward_has_the_ward(many: Connection) -> None:
    """Bridges too, which the rules for facts do not see."""
    narrow = """select i.indexrelid::regclass::text from called d join pg_index i on i.indrelid = d.relation::regclass and i.indisunique
        where d.function = 'create_distributed_table'
          and not exists (select from pg_attribute a where a.attrelid = i.indrelid and a.attname = 'ward_key' and a.attnum =
          any(i.indkey))"""
    assert names(many, narrow) == []


def test_a_plain_postgresql_has_one_named_foreign_key_on_every_key_of_facts_bridges_and_dimensions(plain: Connection) -> None:
    keys = [tuple(part.removeprefix("warehouse.") for part in key) for key in rows(plain, KEYS)]
    assert [name for name, table, column, _ in keys if name != f"{table}_{column}_fkey"] == []
    assert [(table, column) for _, table, column, target in keys if not column.endswith(target.removeprefix("dim_") + "_key")] == []
    assert sorted(key[1:] for key in keys if key[1].startswith("dim_")) == sorted(BETWEEN_DIMENSIONS)
    columns = """select c.relname::text, a.attname::text from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and
        a.attname like '%\\_key'
        where c.relnamespace = 'warehouse'::regnamespace and c.relkind in ('r', 'p') and c.relname ~ '^(fact|bridge)_'"""
    assert sorted(key[1:3] for key in keys if not key[1].startswith("dim_")) == sorted(rows(plain, columns))
    assert len(keys) > 80


# --- how machines are written to ----------------------------------------------------------------------------------------------
def test_migrations_write_to_one_machine_after_another(many: Connection) -> None:
    assert rows(many, "select distinct mode from called") == [("sequential",)]


def test_month_partitions_are_made_on_one_machine_after_another(server: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """A night writes dimensions before it makes the partition, in the same transaction."""
    with an_office(server, request, tmp_path) as office:
        office.send_bytes()
        with psycopg.connect(str(office.settings.database_url), autocommit=True) as connection:
            connection.execute(b"""create table public.made (relation text, mode text);
                create function public.note() returns event_trigger language plpgsql as $$ begin
                    insert into public.made select object_identity, current_setting('citus.multi_shard_modify_mode', true) from
                    pg_event_trigger_ddl_commands()
                    where schema_name = 'warehouse_months'; end $$;
                create event trigger note on ddl_command_end when tag in ('CREATE TABLE') execute function public.note()""")
            office.send(health_list(JUNE, cards(JUNE)))
            assert connection.execute(b"select * from public.made").fetchall() == [
                ("warehouse_months.fact_health_insurance_202606", "sequential")
            ]


# --- what the text says -----------------------------------------------------------------------------------------------------
SCHEMA_FILES = sorted((ROOT / "sql/schema").glob("*.sql"))
#: Every place that holds SQL.
TEXTS = {
    path.relative_to(ROOT).as_posix(): re.sub(r"--.*", "", path.read_text(encoding="utf-8"))
    for path in (*sorted((ROOT / "sql").rglob("*.sql")), *sorted((ROOT / "flows").rglob("*.py")))
}


def found(pattern: str) -> list[str]:
    return [f"{name}: {match[0]}" for name, text in TEXTS.items() for match in re.finditer(pattern, text, re.I | re.S)]


@pytest.mark.parametrize("path", SCHEMA_FILES, ids=lambda path: path.stem)
def test_a_foreign_key_of_the_star_is_a_statement_of_its_own(path: Path) -> None:
    """Never in ``create table`` or ``add column``, nor beside another change."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if "references warehouse." in line]
    assert [
        line for line in lines if not re.fullmatch(r"alter table warehouse\.\w+ add foreign key \(\w+\) references warehouse\.\w+;", line)
    ] == []


@pytest.mark.parametrize("path", SCHEMA_FILES, ids=lambda path: path.stem)
def test_a_constraint_of_the_star_is_added_by_a_statement_of_its_own(path: Path) -> None:
    altered = re.findall(r"^alter table warehouse\.[^;]*;", path.read_text(encoding="utf-8"), re.M)
    assert [
        text
        for text in altered
        if re.search(r"\badd (unique|primary|foreign|constraint|check)\b", text) and len(re.findall(r"\b(?:add|drop|alter) ", text)) > 2
    ] == []


def test_nothing_is_merged() -> None:
    assert found(r"\bmerge\s+into\b[^;]*") == []


def test_no_clock_is_read_in_do_update() -> None:
    clock = r"(?:now\(\)|current_(?:timestamp|date|time)\b|local(?:timestamp|time)\b|\w+_timestamp\(\))"
    assert found(rf'\bdo\s+update\s+set\b(?:(?!;|""").)*?{clock}') == []


def test_the_ward_of_a_row_never_changes() -> None:
    assert found(r'\bset\s+(?:(?!\bfrom\b|\bwhere\b|;|""")[^;])*?\bward_key\s*=(?!=)') == []


def test_nothing_is_asked_recursively() -> None:
    assert found(r"\bwith\s+recursive\b") == []


def test_facts_are_joined_by_their_ward() -> None:
    joins = found(r'\bjoin\s+warehouse\.(?:fact_\w+|bridge_area)\b.*?(?=\bjoin\b|\bwhere\b|\bgroup by\b|\bunion\b|;|""")')
    assert len(joins) > 15
    assert [join for join in joins if "ward_key" not in join] == []


# --- rows that are written elsewhere ---------------------------------------------------------------------------------------
def test_keys_are_looked_at_row_by_row_where_rows_are_written_elsewhere(many: Connection, plain: Connection) -> None:
    told = []
    for connection in (many, plain):
        with connection.transaction():
            connection.execute("select staging.check_keys_at_end()")
            told += rows(connection, "show session_replication_role")
    assert told == [("origin",), ("replica",)]
