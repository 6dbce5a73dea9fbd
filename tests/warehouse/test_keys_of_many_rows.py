"""Keys of many rows are looked at all at once, and hold as if each row had been looked at."""

import re
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import errors, sql

from flows.database.sql_text import read_sql
from tests.conftest import SERVERS
from tests.support.office import JUNE, Office, an_office, cards, dossier_log, health_list
from tests.warehouse.test_publish_dossiers import ON_TIME, row

PERSON = "insert into warehouse.dim_person (ward_key, pseudonym) values ({}, gen_random_uuid())"
PEOPLE_ARE_THERE = "select staging.keys_are_there('{{warehouse.dim_person}}', 'ward_key', {})"
#: A dossier like one that is there, under another code, with one key that nobody has.
ANOTHER = """create temporary table another on commit drop as select * from warehouse.fact_dossier limit 1;
    update another set dossier_code = 'another', {} = {};
    insert into warehouse.fact_dossier select * from another"""
DOSSIERS_ARE_THERE = """select staging.keys_are_there('{warehouse.fact_dossier}', 'delivery_key', delivery_key)
    from warehouse.fact_dossier where dossier_code = 'another'"""
NOBODY = 987654


@pytest.fixture(scope="module", params=SERVERS)
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office(request.param, request, tmp_path_factory.mktemp("keys")) as made:
        made.send(health_list(JUNE, cards(JUNE)), dossier_log(JUNE, [row(JUNE, ON_TIME)]))
        yield made


@pytest.fixture
def connection(office: Office) -> Iterator[psycopg.Connection]:
    """The owner of the warehouse, a superuser; what is done is undone."""
    with psycopg.connect(str(office.settings.database_url)) as made:
        yield made
        made.rollback()


@pytest.fixture
def ward(office: Office) -> int:
    return int(office.one("select ward_key from warehouse.dim_ward where ward_key > 0"))


def test_a_person_of_no_ward_is_told_at_the_end(connection: psycopg.Connection) -> None:
    connection.execute("select staging.check_keys_at_end()")
    connection.execute(PERSON.format(NOBODY))
    with pytest.raises(
        errors.ForeignKeyViolation, match=f"ward_key of warehouse.dim_person is {NOBODY}, which warehouse.dim_ward does not have"
    ):
        connection.execute(PEOPLE_ARE_THERE.format(NOBODY))


def test_then_each_row_is_looked_at_again(connection: psycopg.Connection, ward: int) -> None:
    connection.execute("select staging.check_keys_at_end()")
    connection.execute(PERSON.format(ward))
    connection.execute(PEOPLE_ARE_THERE.format(ward))
    with pytest.raises(errors.ForeignKeyViolation):
        connection.execute(PERSON.format(NOBODY))


def test_the_next_transaction_looks_at_each_row(connection: psycopg.Connection) -> None:
    connection.execute("select staging.check_keys_at_end()")
    connection.commit()
    with pytest.raises(errors.ForeignKeyViolation):
        connection.execute(PERSON.format(NOBODY))


@pytest.mark.parametrize(
    "pointer",
    [
        "ward_key",
        "procedure_key",
        "channel_key",
        "received_date_key",
        "due_date_key",
        "finished_date_key",
        "returned_date_key",
        "end_date_key",
        "state_month_key",
        "delivery_key",
    ],
)
def test_each_key_of_a_fact_is_looked_at(connection: psycopg.Connection, pointer: str) -> None:
    connection.execute("select staging.check_keys_at_end()")
    connection.execute(ANOTHER.format(pointer, NOBODY))
    with pytest.raises(errors.ForeignKeyViolation, match=f"{pointer} of warehouse.fact_dossier is {NOBODY}"):
        connection.execute(DOSSIERS_ARE_THERE)


def test_a_fact_whose_members_are_there_passes(connection: psycopg.Connection) -> None:
    connection.execute("select staging.check_keys_at_end()")
    connection.execute(ANOTHER.format("sheet_name", "sheet_name"))
    assert connection.execute(DOSSIERS_ARE_THERE).fetchall() == [("",)]


def test_nobody_takes_away_what_was_looked_at(connection: psycopg.Connection, office: Office) -> None:
    connection.execute("insert into warehouse.dim_procedure (procedure_code, procedure_name, is_catalogued) values ('9.999999', 'thử', 0)")
    connection.commit()
    try:
        key = connection.execute("select procedure_key from warehouse.dim_procedure where procedure_code = '9.999999'").fetchone()
        connection.execute("select staging.check_keys_at_end()")
        connection.execute(ANOTHER.format("procedure_key", key[0] if key else None))
        connection.execute(DOSSIERS_ARE_THERE)
        with psycopg.connect(str(office.settings.database_url)) as other:
            other.execute("set lock_timeout = '100ms'")
            with pytest.raises(errors.LockNotAvailable):
                other.execute("delete from warehouse.dim_procedure where procedure_code = '9.999999'")
    finally:
        connection.rollback()
        connection.execute("delete from warehouse.dim_procedure where procedure_code = '9.999999'")
        connection.commit()


def test_who_may_not_set_it_has_each_row_looked_at(connection: psycopg.Connection, office: Office) -> None:
    name = sql.Identifier(f"t_keys_{office.one('select oid from pg_database where datname = current_database()')}")
    connection.execute(sql.SQL("create role {} in role chitieu_pipeline").format(name))
    connection.execute(sql.SQL("set local role {}").format(name))
    connection.execute("select staging.check_keys_at_end()")
    with pytest.raises(errors.ForeignKeyViolation):
        connection.execute(PERSON.format(NOBODY))


def test_rows_may_be_looked_at_where_they_came_from(connection: psycopg.Connection) -> None:
    """A fact of many months has no index for those of one night."""
    connection.execute("select staging.check_keys_at_end()")
    connection.execute(ANOTHER.format("channel_key", NOBODY))
    with pytest.raises(errors.ForeignKeyViolation, match=f"channel_key of warehouse.fact_dossier is {NOBODY}"):
        connection.execute(
            "select staging.keys_are_there('{warehouse.fact_dossier}', 'delivery_key', delivery_key, 'another') from another"
        )


@pytest.mark.parametrize("script", ["people", "dossiers", "poverty", "indicators"])
def test_a_script_that_puts_it_off_makes_up_for_it(script: str) -> None:
    """Between the two nothing but inserts: what else would rest on keys is not looked at there."""
    text = re.sub("--[^\n]*", "", read_sql(f"publish/{script}.sql"))
    between = re.findall(r"select staging\.check_keys_at_end\(\);(.*?)select staging\.keys_are_there\('\{(.*?)\}'", text, re.DOTALL)
    assert len(between) == text.count("check_keys_at_end") == text.count("keys_are_there") > 0
    for written, tables in between:
        statements = [statement.split()[:3] for statement in written.split(";") if statement.strip()]
        assert [" ".join(words[:2]) for words in statements] == ["insert into"] * len(statements)
        assert [words[2] for words in statements] == tables.split(",")
