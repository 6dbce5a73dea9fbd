"""The catalogue that BI tools read: every comment, key and right is there, the calendar is whole, and both servers have the same schema."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from psycopg import errors

from flows.config.settings import Settings
from flows.database.bi_login import INSIDE, reader_url
from flows.database.engine import open_engine
from flows.database.migrate import migrate, newest_revision, schema_revision
from flows.database.sql_text import vietnamese_texts
from tests.conftest import SERVERS
from tests.support.office import Office, an_office

SCHEMAS = ("warehouse", "mart", "audit", "vault", "staging")
#: What others build on: views and tables with at least these columns.
PROMISED = {
    "mart.indicator_value": """ward_code area_code area_name indicator_code indicator_name month window window_kind numerator denominator value unit target trajectory
        status is_provisional known_from""",  # noqa: E501
    "mart.scorecard": """ward_code area_code area_name indicator_code indicator_name month window window_kind numerator denominator value unit target trajectory status
        is_provisional known_from target_year owner plan_section trend_12m forecast_at_target_year held_since note""",  # noqa: E501
    "mart.indicator_history": (
        "ward_code area_code area_name indicator_code indicator_name month window window_kind numerator denominator value unit "
        "is_provisional known_from known_to cause"
    ),
    "mart.dossier_form": """ward_code calendar period_kind period_start period_end field_name received_total received_online received_direct_postal carried_over
        resolved_total resolved_early resolved_on_time resolved_late open_total open_in_time open_overdue""",  # noqa: E501
    "audit.delivery": "delivery_id ward_code source month file_name sha256 received_at status rows_read rows_published rows_quarantined",
    "audit.finding": (
        "finding_id delivery_id ward_code source month file_name sheet_name row_number column_name rule_code severity message_vi state"
    ),
}
PROMISED_TABLES = set(
    [
        "fact_dossier",
        "fact_health_insurance",
        "fact_social_insurance",
        "fact_poverty",
        "fact_deprivation",
        "fact_reported_figure",
        "fact_indicator",
        "dim_date",
        "dim_month",
        "dim_area",
        "dim_person",
        "dim_household",
        "dim_procedure",
        "dim_channel",
        "dim_insurance_group",
        "dim_deprivation",
        "dim_indicator",
        "dim_department",
        "dim_delivery",
    ]
)
COLUMNS = """select n.nspname || '.' || c.relname as relation, c.relkind::text as kind, a.attname as name, format_type(a.atttypid,
    a.atttypmod) as type, a.attnotnull as is_required,
        coalesce(col_description(c.oid, a.attnum), '') as comment
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not
    a.attisdropped
    where n.nspname = any(%s) and c.relkind in ('r', 'v', 'p', 'm') and n.nspname || '.' || c.relname <> 'audit.schema_version'"""
CONSTRAINTS = """select conrelid::regclass::text, contype::text, pg_get_constraintdef(oid) from pg_constraint
    where connamespace = any(select oid from pg_namespace where nspname = any(%s)) and contype in ('p', 'f', 'u', 'c')"""


@pytest.fixture(scope="module", params=SERVERS)
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A warehouse that is seeded and has seen no delivery."""
    with an_office(request.param, request, tmp_path_factory.mktemp("schema"), is_new=True) as made:
        made.send_bytes()
        yield made


def columns_of(office: Office) -> list[tuple[str, str, str, str, bool, str]]:
    return office.rows(COLUMNS, list(SCHEMAS))  # type: ignore[return-value]


def test_every_table_view_and_column_carries_a_comment(office: Office) -> None:
    bare = [f"{relation}.{name}" for relation, _, name, _, _, comment in columns_of(office) if len(comment) < 2]
    bare += [
        name
        for (name,) in office.rows(
            """select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
           where n.nspname = any(%s) and c.relkind in ('r', 'v', 'p', 'm') and coalesce(obj_description(c.oid, 'pg_class'), '') = '' and
           c.relname <> 'schema_version'""",
            list(SCHEMAS),
        )
    ]
    bare += [
        name
        for (name,) in office.rows(
            "select nspname from pg_namespace where nspname = any(%s) and coalesce(obj_description(oid, 'pg_namespace'), '') = ''",
            list(SCHEMAS),
        )
    ]
    assert bare == []


def test_a_comment_of_a_table_opens_with_its_grain(office: Office) -> None:
    told = office.rows("""select c.relname, obj_description(c.oid, 'pg_class') from pg_class c join pg_namespace n on n.oid = c.relnamespace
                          where n.nspname in ('warehouse', 'mart', 'audit', 'vault') and c.relkind in ('r', 'v', 'p') and c.relname <>
                          'schema_version'""")
    assert [name for name, comment in told if not comment.startswith(("One row per ", "Mỗi dòng là "))] == []


def test_every_table_of_the_star_has_a_primary_key(office: Office) -> None:
    assert (
        office.rows("""select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'warehouse' and c.relkind in ('r', 'p') and not exists (select from pg_constraint k where k.conrelid = c.oid and
        k.contype = 'p')""")
        == []
    )


def test_every_foreign_key_is_one_required_column_that_points_at_a_one_column_key(office: Office) -> None:
    keys = office.rows("""select k.conrelid::regclass::text || '.' || a.attname, a.attnotnull, cardinality(k.conkey), cardinality(p.conkey)
        from pg_constraint k
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
        join pg_constraint p on p.conrelid = k.confrelid and p.contype = 'p'
        where k.contype = 'f' and k.connamespace = 'warehouse'::regnamespace""")
    assert len(keys) > 40
    assert [key for key in keys if key[1:] != (True, 1, 1)] == []


def test_every_key_column_of_a_fact_is_declared_as_a_foreign_key(office: Office) -> None:
    """Surrogate keys of facts; fact_indicator's run belongs to the audit, which BI tools do not see."""
    loose = office.rows("""select c.relname || '.' || a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
        where c.relnamespace = 'warehouse'::regnamespace and c.relkind in ('r', 'p') and c.relname like 'fact\\_%' and a.attname like
        '%\\_key'
          and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and k.conkey[1] = a.attnum)""")
    assert loose == []


def test_ward_key_stands_in_every_unique_key_of_a_fact(office: Office) -> None:
    keys = office.rows("""select i.indexrelid::regclass::text from pg_index i join pg_class c on c.oid = i.indrelid
        where c.relnamespace = 'warehouse'::regnamespace and c.relname like 'fact\\_%' and i.indisunique
          and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attnum = any(i.indkey) and a.attname = 'ward_key')""")
    assert keys == []


def test_no_name_needs_quotes_but_window(office: Office) -> None:
    names = {part for relation, _, name, _, _, _ in columns_of(office) for part in (*relation.split("."), name)}
    quoted = {name for name in names if office.one("select quote_ident(%s)", name) != name}
    assert quoted <= {"window"}


@pytest.mark.parametrize("relation", PROMISED)
def test_the_views_that_others_build_on_have_their_columns(office: Office, relation: str) -> None:
    there = {name for (name,) in ((row[2],) for row in columns_of(office) if row[0] == relation)}
    assert set(PROMISED[relation].split()) - there == set()


def test_the_facts_and_dimensions_that_were_promised_are_there(office: Office) -> None:
    assert PROMISED_TABLES - {row[0].split(".")[1] for row in columns_of(office) if row[0].startswith("warehouse.")} == set()


def test_the_data_dictionary_lists_every_column_of_star_and_mart(office: Office) -> None:
    listed = {
        f"{schema}.{table}.{column}"
        for schema, table, column in office.rows(
            "select schema_name, table_name, column_name from mart.data_dictionary where column_name <> ''"
        )
    }
    assert listed == {
        f"{relation}.{name}" for relation, _, name, _, _, _ in columns_of(office) if relation.split(".")[0] in ("warehouse", "mart")
    }


VIETNAMESE_LETTERS = re.compile("[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)


def test_every_view_of_the_mart_and_every_column_of_it_is_told_in_vietnamese(office: Office) -> None:
    """The comment itself, which clients show; sql/mart/vietnamese.tsv has the text for every English one."""
    told = office.rows("""select c.relname || '.' || coalesce(a.attname, ''), d.description from pg_class c
        cross join lateral (select 0 as place union all select attnum from pg_attribute
                            where attrelid = c.oid and attnum > 0 and not attisdropped) p
        left join pg_attribute a on a.attrelid = c.oid and a.attnum = p.place and p.place > 0
        left join pg_description d on d.objoid = c.oid and d.classoid = 'pg_class'::regclass and d.objsubid = p.place
        where c.relnamespace = 'mart'::regnamespace and c.relkind = 'v'""")
    assert len(told) > 400
    assert [name for name, text in told if not VIETNAMESE_LETTERS.search(text or "")] == [], "write it into sql/mart/vietnamese.tsv"


def test_the_dictionary_says_everything_in_both_languages(office: Office) -> None:
    texts = office.rows("select schema_name, table_name || '.' || column_name, description, description_vi from mart.data_dictionary")
    assert [name for _, name, english, vietnamese in texts if not english or not vietnamese or english == vietnamese] == []
    assert vietnamese_texts().keys() - {english for _, _, english, _ in texts} == set(), "texts of nothing: take them out"
    comments = dict(
        office.rows("""select n.nspname || '.' || c.relname || '.' || a.attname, col_description(c.oid, a.attnum)
        from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
        where n.nspname in ('warehouse', 'mart') and c.relkind in ('r', 'v', 'p')""")
    )
    said = {f"{schema}.{name}": vietnamese if schema == "mart" else english for schema, name, english, vietnamese in texts}
    assert {name: text for name, text in said.items() if not name.endswith(".")}.items() <= comments.items()


def test_every_view_that_has_window_has_window_kind_beside_it_with_the_same_words(office: Office) -> None:
    views = {row[0] for row in columns_of(office) if row[0].startswith("mart.") and row[2] == "window"}
    assert views >= {f"mart.{name}" for name in ("indicator_value", "scorecard", "indicator_history", "published_value", "adjustment")}
    for view in views:
        assert office.one(f'select count(*) from {view} where "window" is distinct from window_kind') == 0
        assert office.one(f"select count(window_kind) from {view}") == office.one(f'select count("window") from {view}')


def test_a_second_migration_does_nothing(office: Office) -> None:
    before = columns_of(office), office.rows(CONSTRAINTS, list(SCHEMAS))
    with open_engine(office.settings) as engine:
        assert not migrate(engine)
        assert schema_revision(engine) == newest_revision()
    assert (columns_of(office), office.rows(CONSTRAINTS, list(SCHEMAS))) == before


def test_the_first_migration_says_that_it_did_something(empty_database_url: str, make_settings: Callable[[str], Settings]) -> None:
    with open_engine(make_settings(empty_database_url)) as engine:
        assert schema_revision(engine) is None
        assert migrate(engine)
        assert not migrate(engine)


def test_both_servers_have_the_same_schema(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    with ExitStack() as stack:
        offices = [stack.enter_context(an_office(server, request, tmp_path, is_new=True)) for server in SERVERS]
        for office in offices:
            office.send_bytes()
        one, other = ((sorted(columns_of(office)), sorted(office.rows(CONSTRAINTS, list(SCHEMAS)))) for office in offices)
    assert one == other


# --- who may read what --------------------------------------------------------------------------------------------------
MAY_READ = {
    "chitieu_bi": {"warehouse", "mart"},
    "chitieu_officer": {"warehouse", "mart", "audit"},
    "chitieu_pipeline": set(SCHEMAS) - {"vault"},
}
#: The log of who looked into the vault, which the officer reads too.
#: What corrections say, sealed: every run applies them. Codes of dossiers that the next run gives their pseudonyms.
ALSO = {
    ("chitieu_officer", "vault.access_log"),
    ("chitieu_pipeline", "vault.decision_value"),
    ("chitieu_pipeline", "vault.clear_dossier_code"),
}


#: What accounts sign in with: the officer's login sees names and roles alone.
NEVER = {("chitieu_officer", "audit.account"), ("chitieu_officer", "audit.web_session")}


@pytest.mark.parametrize("role", MAY_READ)
def test_a_role_reads_its_schemas_and_no_other(office: Office, role: str) -> None:
    relations = {row[0] for row in columns_of(office)}
    with psycopg.connect(str(office.settings.database_url), autocommit=True) as connection:
        connection.execute(f"set role {role}".encode())
        for relation in sorted(relations):
            if (role, relation) not in NEVER and (relation.split(".")[0] in MAY_READ[role] or (role, relation) in ALSO):
                connection.execute(f"select * from {relation} limit 1".encode())
            else:
                with pytest.raises(errors.InsufficientPrivilege):
                    connection.execute(f"select * from {relation} limit 1".encode())


@pytest.mark.parametrize("role", ["chitieu_public", "chitieu_bi", "chitieu_officer"])
@pytest.mark.parametrize(
    "statement",
    [
        "delete from warehouse.fact_dossier",
        "update audit.delivery set status = 'held'",
        "truncate warehouse.dim_person",
        "create table warehouse.mine (a int)",
        "create table public.mine (a int)",
    ],
)
def test_readers_change_nothing(office: Office, role: str, statement: str) -> None:
    with psycopg.connect(str(office.settings.database_url), autocommit=True) as connection:
        connection.execute(f"set role {role}".encode())
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute(statement.encode())


def test_the_url_for_bi_tools_reads_what_is_published_and_nothing_else(office: Office) -> None:
    with psycopg.connect(reader_url(office.settings), autocommit=True) as connection:
        assert connection.execute("select count(*) from mart.published_scorecard").fetchall() != [(0,)]
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("select * from mart.scorecard")


def test_the_url_for_those_in_the_house_reads_the_mart_and_nothing_personal(office: Office) -> None:
    with psycopg.connect(reader_url(office.settings, INSIDE), autocommit=True) as connection:
        assert connection.execute("select count(*) from mart.scorecard").fetchall() != [(0,)]
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("select * from vault.person_row")
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("select * from audit.finding")
        with pytest.raises(errors.ReadOnlySqlTransaction):
            connection.execute("create temporary table mine (a int)")


def test_the_url_for_bi_tools_stays_the_same(office: Office) -> None:
    assert reader_url(office.settings) == reader_url(office.settings) != reader_url(office.settings, INSIDE)


# --- what is known before the first delivery --------------------------------------------------------------------------------
def test_every_day_and_month_of_the_calendar_is_there_once(office: Office) -> None:
    assert office.rows("select count(*), min(date)::text, max(date)::text from warehouse.dim_date where date_key > 0") == [
        (5844, "2020-01-01", "2035-12-31")
    ]
    assert office.rows("select count(*), min(first_date)::text, max(last_date)::text from warehouse.dim_month where month_key > 0") == [
        (192, "2020-01-01", "2035-12-31")
    ]
    assert (
        office.one(
            "select count(*) from warehouse.dim_date d left join warehouse.dim_month m on m.month_key = d.month_key where "
            "m.month_key is null"
        )
        == 0
    )
    assert office.one("select count(*) from warehouse.dim_date where date_key > 0 and date_key <> to_char(date, 'yyyymmdd')::int") == 0


@pytest.mark.parametrize(
    "dimension",
    [
        "date",
        "month",
        "ward",
        "area",
        "department",
        "indicator",
        "delivery",
        "person",
        "household",
        "procedure",
        "channel",
        "insurance_group",
        "deprivation",
    ],
)
def test_every_dimension_has_an_unknown_member(office: Office, dimension: str) -> None:
    assert office.one(f"select count(*) from warehouse.dim_{dimension} where {dimension}_key = 0") == 1


@pytest.mark.parametrize(
    ("day", "is_working", "is_off"),
    [
        ("2026-01-02", 0, 1),
        ("2026-01-10", 1, 0),  # the Friday after New Year, and the Saturday that is worked for it
        ("2026-02-17", 0, 1),  # Tết Bính Ngọ
        ("2026-04-27", 0, 1),  # day off for Giỗ Tổ, which falls on a Sunday
        ("2026-08-31", 0, 1),  # day off of the yearly decision beside Quốc khánh
        ("2026-08-22", 1, 0),  # the Saturday that is worked for it
        ("2026-09-02", 0, 1),
        ("2026-09-03", 1, 0),
        ("2026-06-06", 0, 0),
        ("2026-06-05", 1, 0),
    ],
)
def test_days_off_are_those_of_the_yearly_decision(office: Office, day: str, is_working: int, is_off: int) -> None:
    assert office.rows("select is_working_day, is_public_holiday from warehouse.dim_date where date = %s", day) == [(is_working, is_off)]


def test_a_ward_has_its_groups_former_units_and_the_unknown_area(office: Office) -> None:
    codes = {code for (code,) in office.rows("select area_code from warehouse.dim_area where area_key <> 0")}
    assert codes == {"10744", "10744-00", *(f"10744-{number:02d}" for number in range(1, 14)), "10741", "10744-HT", "10747"}


def test_the_unknown_members_of_text_dimensions_have_a_label(office: Office) -> None:
    assert office.rows("select channel_code from warehouse.dim_channel where channel_key = 0") == [("unknown",)]


def test_a_readers_choice_of_an_area_reaches_the_tables_below_the_published_values(office: Office) -> None:
    """Applied above what was worked out for all areas, it made the page of five years ten times slower."""
    with psycopg.connect(str(office.settings.database_url)) as connection:
        plan = connection.execute("explain select value from mart.published_value where area_code = '10744'").fetchall()
    text = "\n".join(line for (line,) in plan)
    assert "published_value.area_code" not in text
    assert "WindowAgg" not in text


def test_many_who_find_an_empty_database_at_once_make_one_warehouse(
    one_empty_database_url: str, make_settings: Callable[[str], Settings]
) -> None:
    """The page, the night and a command start at the same moment after an installation."""
    with open_engine(make_settings(one_empty_database_url)) as engine, ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(migrate, [engine] * 4)) == [False, False, False, True]
