"""Each role logs in and tries what it must not, and what it is there for."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import click.testing
import psycopg
import pytest
from psycopg import errors, sql

from flows.cli.main import main
from flows.database.bi_login import INSIDE, reader_url
from flows.database.engine import open_engine
from flows.database.sql_text import MART_VIEWS, PUBLISHED_VIEWS, read_sql
from flows.vault.access import show_quarantine
from flows.vault.key_rotation import keys_after_interrupted_rotation
from flows.vault.master_keys import begin_change
from tests.conftest import SERVERS
from tests.support.office import JUNE, Office, an_office, cards, dossier_log, dossier_name, health_list
from tests.warehouse.test_publish_dossiers import ON_TIME, row
from tests.warehouse.test_vault import WHY

#: Views of the mart that show rows, what is not published, or what was there before.
UNPUBLISHED = sorted({*MART_VIEWS} - {*PUBLISHED_VIEWS, "role_dates"})


@pytest.fixture(scope="module", params=SERVERS)
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office(request.param, request, tmp_path_factory.mktemp("roles")) as made:
        people = cards(JUNE)
        people[0].change(valid_from="chưa rõ")
        made.send(health_list(JUNE, people), dossier_log(JUNE, [row(JUNE, ON_TIME)]))
        yield made


@pytest.fixture
def login(office: Office, request: pytest.FixtureRequest) -> Iterator[psycopg.Connection]:
    """A login under the role that the test names."""
    role, name = request.param, f"t_{request.param}_{office.one('select oid from pg_database where datname = current_database()')}"
    with psycopg.connect(str(office.settings.database_url), autocommit=True) as owner:
        owner.execute(
            sql.SQL("create role {} login password 'only for a test' in role {}").format(sql.Identifier(name), sql.Identifier(role))
        )
        info = owner.info
        try:
            with psycopg.connect(
                host=info.host, port=info.port, dbname=info.dbname, user=name, password="only for a test", autocommit=True
            ) as connection:
                yield connection
        finally:
            owner.execute(sql.SQL("drop owned by {}").format(sql.Identifier(name)))
            owner.execute(sql.SQL("drop role {}").format(sql.Identifier(name)))


#: Who only reads, and may switch off that a login only reads: the roads around a table that functions and settings open.
_BY_OTHER_ROADS = (
    "select query_to_xml('select * from vault.person_row', true, true, '')",
    "select * from pg_statistic",
    "select pg_read_file('/etc/passwd')",
    "copy vault.person_row to stdout",
    "copy (select 1) to program 'id'",
    "select lo_import('/etc/passwd')",
    "select lo_from_bytea(0, 'x')",
    "select lo_create(0)",
    "select rolpassword from pg_authid",
    "select nextval('vault.access_log_access_id_seq')",
    "alter role current_user createdb",
)
FORBIDDEN = {
    "chitieu_public": [
        *(f"select * from mart.{view}" for view in UNPUBLISHED),
        "select * from warehouse.fact_indicator",
        "select * from warehouse.fact_dossier",
        "select * from warehouse.fact_suppressed_cell",
        "select * from warehouse.dim_area",
        "select * from audit.delivery",
        "select * from audit.finding",
        "select * from vault.person_row",
        "select * from staging.delivery",
        "select * from warehouse_months.fact_health_insurance_202606",
        "delete from mart.delivery_status",
        "create table mart.mine (a int)",
        "create temporary table mine (a int)",
        "set role chitieu_bi",
        "set role chitieu_officer",
    ],
    "chitieu_bi": [
        ("select * from vault.person_row"),
        "select * from vault.access_log",
        "select * from audit.delivery",
        "select * from staging.delivery",
        ("select vault.request('row 1//3', 'A', 'muốn xem thử')"),
        "delete from warehouse.fact_dossier",
        "update warehouse.fact_indicator set value = 0",
        "create table warehouse.mine (a int)",
        "create function warehouse.f() returns int language sql as 'select 1'",
        "select staging.replace_month('fact_health_insurance', 'health_insurance_person', 1, 202606)",
        "set role chitieu_officer",
        "select * from warehouse_months.fact_health_insurance_202606",
        "create temporary table mine (a int)",
    ],
    "chitieu_officer": [
        "select * from vault.person_row",
        ("select sealed from vault.quarantined_row"),
        "select * from vault.data_key",
        "select wrapped_key from vault.data_key",
        "delete from vault.access_log",
        "update vault.access_log set reason = 'khác'",
        ("insert into vault.access_log (asked_by, subject, reason) values ('A', 'row 1//3', 'bịa ra')"),
        "truncate vault.access_log",
        ("select vault.check_request(1, 'row 1//3')"),
        "update audit.delivery set status = 'held'",
        "set role chitieu_pipeline",
        "alter function vault.check_request(bigint, text) security invoker",
        "create table vault.mine (a int)",
    ],
    "chitieu_pipeline": [
        "select sealed from vault.person_row",
        "select * from vault.quarantined_row",
        ("select wrapped_key from vault.data_key"),
        "select * from vault.access_log",
        "select vault.request('row 1//3', 'A', 'muốn xem thử')",
        "delete from vault.person_row",
        "drop table warehouse.fact_dossier",
        ("alter table warehouse.fact_dossier add column a int"),
        "delete from audit.retention_log",
        "create table warehouse.mine (a int)",
        "set role chitieu_officer",
    ],
}


@pytest.mark.parametrize("login", ["chitieu_public"], indirect=True)
def test_the_public_reads_every_published_view_and_finds_no_code_of_a_dossier(login: psycopg.Connection, office: Office) -> None:
    (code,) = office.rows("select dossier_code from vault.person_row where dossier_code is not null limit 1")[0]
    for view in PUBLISHED_VIEWS:
        found = login.execute(f"select t::text from mart.{view} t".encode()).fetchall()
        assert not any(code in text for (text,) in found), view
    assert login.execute("select count(*) from mart.published_value").fetchone() != (0,)
    seen = login.execute(
        """select relname::text from pg_class where relkind = any('{r,p,v,m}') and has_table_privilege(oid, 'select')
           and has_schema_privilege(relnamespace, 'usage') and relnamespace = any(array['mart', 'warehouse', 'warehouse_months', 'audit',
           'vault', 'staging']::regnamespace[])"""
    ).fetchall()
    assert {name for (name,) in seen} == set(PUBLISHED_VIEWS)


@pytest.mark.parametrize("login", ["chitieu_bi"], indirect=True)
def test_who_reads_rows_in_the_house_finds_no_code_of_a_dossier(login: psycopg.Connection, office: Office) -> None:
    """A code looks the dossier up on the public portal: dossiers have pseudonyms wherever BI tools read."""
    codes = {code for (code,) in office.rows("select distinct dossier_code from vault.person_row where dossier_code is not null")}
    assert codes and {code for (code,) in login.execute("select dossier_code from mart.wide_dossier")} == set(map(dossier_name, codes))
    readable = login.execute(
        """select relnamespace::regnamespace || '.' || quote_ident(relname) from pg_class
           where relkind = any('{r,p,v,m}') and relnamespace = any(array['mart', 'warehouse']::regnamespace[])"""
    ).fetchall()
    for (name,) in readable:
        found = " ".join(text for (text,) in login.execute(f"select t::text from {name} t".encode()))
        assert not [code for code in codes if code in found], name


def test_the_login_that_read_everything_loses_it_by_the_migration(office: Office) -> None:
    """An address that was printed by an earlier program goes on working and reads what is published."""
    address = reader_url(office.settings)
    login = str(urlsplit(address).username)
    with psycopg.connect(str(office.settings.database_url), autocommit=True) as owner:
        owner.execute(sql.SQL("revoke chitieu_public from {0}").format(sql.Identifier(login)))
        owner.execute(sql.SQL("grant chitieu_bi to {0}").format(sql.Identifier(login)))
        owner.execute(read_sql("schema/031_published_alone.sql").encode())
    with psycopg.connect(address, autocommit=True) as connection:
        assert connection.execute("select count(*) from mart.published_value").fetchone() != (0,)
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("select * from mart.wide_dossier")
    inside = reader_url(office.settings, INSIDE)
    assert urlsplit(inside).username != login
    with psycopg.connect(inside, autocommit=True) as connection:
        assert connection.execute("select count(*) from mart.wide_dossier").fetchone() != (0,)
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("select * from vault.person_row")


@pytest.mark.parametrize(
    ("login", "statement"), [(role, each) for role, listed in FORBIDDEN.items() for each in listed], indirect=["login"]
)
def test_a_role_cannot_do_what_it_must_not(login: psycopg.Connection, statement: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        login.execute(statement.encode())


@pytest.mark.parametrize("login", ["chitieu_public", "chitieu_bi"], indirect=True)
def test_who_reads_finds_nothing_in_the_server_s_own_memory(login: psycopg.Connection, office: Office) -> None:
    """Most common values of columns, what others are asking, where sequences stand."""
    kept = "('vault', 'audit', 'staging')"
    for question in (
        f"select count(*) from pg_stats where schemaname in {kept}",
        f"select count(*) from pg_stats_ext where schemaname in {kept}",
        "select count(*) from pg_stat_activity where usename <> session_user and query not in ('', '<insufficient privilege>')",
        f"select count(last_value) from pg_sequences where schemaname in {kept}",
        f"select count(view_definition) from information_schema.views where table_schema in {kept}",
    ):
        assert login.execute(question.encode()).fetchone() == (0,), question


@pytest.mark.parametrize("login", ["chitieu_public", "chitieu_bi"], indirect=True)
def test_who_reads_gets_around_by_no_function_and_no_setting(login: psycopg.Connection) -> None:
    for statement in _BY_OTHER_ROADS:
        with pytest.raises(errors.InsufficientPrivilege):
            login.execute(statement.encode())


@pytest.mark.parametrize(
    "log",
    [
        "vault.access_log",
        "audit.retention_log",
        "audit.issued_report",
        "audit.issued_file",
        "audit.issued_input",
        "audit.issued_figure",
        "audit.issued_form",
        "audit.outcome",
    ],
)
def test_what_is_only_added_to_is_changed_by_nobody_and_by_its_owner_neither(office: Office, log: str) -> None:
    column = office.one(
        "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 and attidentity = '' order by attnum limit 1", log
    )
    with psycopg.connect(str(office.settings.database_url), autocommit=True) as owner:
        for statement in (f"update {log} set {column} = {column}", f"delete from {log}", f"truncate {log} cascade"):
            with pytest.raises(errors.InsufficientPrivilege, match="is only added to"):
                owner.execute(statement.encode())


@pytest.mark.parametrize("login", ["chitieu_officer"], indirect=True)
def test_the_officer_asks_in_the_name_of_the_login_and_opens(login: psycopg.Connection, office: Office) -> None:
    delivery = office.one("select delivery_id from audit.delivery where source = 'health_insurance'")
    (number,) = login.execute("select vault.request(%s, 'Cán bộ A', %s)", (f"row {delivery}//3", WHY)).fetchone() or (0,)
    assert login.execute("select kind from vault.open_row(%s, %s, null, 3)", (number, delivery)).fetchall() == [("person",)]
    assert (login.info.user,) in office.rows("select login_name from vault.access_log")
    other = office.one("select vault.request(%s, 'ai đó', %s)", f"row {delivery}//4", WHY)
    with pytest.raises(errors.InsufficientPrivilege):
        login.execute("select * from vault.open_row(%s, %s, null, 4)", (other, delivery))


@pytest.mark.parametrize("login", ["chitieu_officer"], indirect=True)
def test_the_officer_sees_quarantined_rows_and_the_log_by_the_program(login: psycopg.Connection, office: Office) -> None:
    delivery = office.one("select delivery_id from audit.delivery where source = 'health_insurance'")
    info = login.info
    environment = {
        **os.environ,
        "CHITIEU_HOME": str(office.settings.home),
        "CHITIEU_DATABASE_URL": f"postgresql://{info.user}:only%20for%20a%20test@{info.host}:{info.port}/{info.dbname}",
    }
    program = [str(Path(sys.executable).parent / "chitieu"), "vault"]
    shown = subprocess.run(
        [*program, "show", "--delivery", str(delivery), "--reason", WHY, "--by", "Cán bộ A"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert shown.returncode == 0 and "chưa rõ" in shown.stdout, shown.stderr
    log = subprocess.run([*program, "log"], env=environment, capture_output=True, text=True, check=False)
    assert log.returncode == 0 and f"Cán bộ A ({info.user})  các dòng bị chặn của lần nhận {delivery}: {WHY}" in log.stdout, log.stderr


@pytest.mark.parametrize("login", ["chitieu_officer"], indirect=True)
def test_the_officer_opens_rows_while_a_change_of_the_key_is_cut_off(login: psycopg.Connection, office: Office) -> None:
    delivery = office.one("select delivery_id from audit.delivery where source = 'health_insurance'")
    begun = begin_change(office.settings)
    try:
        of_officer = replace(
            office.settings,
            database_url=f"postgresql://{login.info.user}:only%20for%20a%20test@{login.info.host}:{login.info.port}/{login.info.dbname}",
        )
        with open_engine(of_officer) as engine:
            keys = keys_after_interrupted_rotation(engine, of_officer)
            assert keys.others == (begun,)
            assert show_quarantine(engine, keys, delivery, "Cán bộ A", WHY)
    finally:
        (office.settings.home / "vault.key.new").unlink()


@pytest.mark.parametrize("login", ["chitieu_officer"], indirect=True)
def test_what_a_login_may_not_do_is_a_sentence_that_names_the_page_about_roles(login: psycopg.Connection, office: Office) -> None:
    info = login.info
    environment = {
        "CHITIEU_HOME": str(office.settings.home),
        "CHITIEU_DATABASE_URL": f"postgresql://{info.user}:only%20for%20a%20test@{info.host}:{info.port}/{info.dbname}",
    }
    for command in ("retention", "rebuild"):
        ended = click.testing.CliRunner().invoke(main, [command], env=environment)
        assert ended.exit_code == 1
        assert "the database login may not do this (permission denied for " in ended.stderr and "docs/roles.md" in ended.stderr


@pytest.mark.parametrize("login", ["chitieu_officer"], indirect=True)
def test_a_search_path_of_ones_own_misleads_no_function(login: psycopg.Connection, office: Office) -> None:
    with psycopg.connect(
        str(office.settings.database_url), autocommit=True
    ) as owner:  # a right that officers have not: the functions hold even so
        owner.execute(
            sql.SQL("grant temporary on database {} to {}").format(sql.Identifier(login.info.dbname), sql.Identifier(login.info.user))
        )
    login.execute(
        "create temporary table access_log (access_id bigint, login_name name, subject text, transaction_id xid8, requested_at timestamptz)"
    )
    login.execute("insert into pg_temp.access_log values (1, session_user, 'row 99//3', '1', clock_timestamp())")
    login.execute("set search_path = pg_temp, vault")
    with pytest.raises(errors.InsufficientPrivilege):
        login.execute("select * from vault.open_row(1, 99, null, 3)")


@pytest.mark.parametrize("login", ["chitieu_pipeline"], indirect=True)
def test_a_whole_night_runs_under_the_role_of_the_pipeline(login: psycopg.Connection, office: Office) -> None:
    """The schema was made by its owner; the login of the night owns nothing."""
    info = login.info
    url = f"postgresql://{info.user}:only%20for%20a%20test@{info.host}:{info.port}/{info.dbname}"
    night_office = replace(office, settings=replace(office.settings, database_url=url))
    result = night_office.send_samples()
    assert {delivery.status for delivery in result.deliveries} >= {"published", "published_with_findings"}
    assert not [
        delivery for delivery in result.deliveries if any("lỗi" in reason and "chương trình" in reason for reason in delivery.reasons)
    ]
    assert result.indicators_changed > 0
    assert office.one("select count(*) from audit.finding where rule_code = 'F00'") == 0
    owners = {
        owner
        for (owner,) in office.rows(
            "select distinct relowner::regrole::text from pg_class where relnamespace = any(array['warehouse', "
            "'warehouse_months', 'vault', 'audit']::regnamespace[])"
        )
    }
    assert info.user not in owners and "chitieu_pipeline" not in owners
