"""What BI tools want of a warehouse, each line a test over the database's own catalogue (Superset, Metabase, Power BI, ODBC,
LibreOffice)."""

from collections.abc import Iterator

import psycopg
import pytest

from flows.database.bi_login import INSIDE, PUBLISHED, Reach, reader_url
from tests.conftest import SERVERS
from tests.support.office import Office, an_office, the_samples

TABLES = "n.nspname = 'warehouse' and c.relkind in ('r', 'p') and not c.relispartition"
FACTS = [
    "fact_dossier",
    "fact_health_insurance",
    "fact_social_insurance",
    "fact_poverty",
    "fact_deprivation",
    "fact_household_member",
    "fact_reported_figure",
    "fact_population",
    "fact_indicator",
]
ROLES = ["received", "due", "finished", "returned", "end", "decision", "delivery"]
#: Fixed names of the product's outer face that would need quoting elsewhere.
QUOTED = {"window"}


@pytest.fixture(scope="module", params=SERVERS)
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Filled with the samples, so that month partitions are there."""
    with an_office(request.param, request, tmp_path_factory.mktemp("catalogue"), fed=the_samples) as made:
        yield made


def names(office: Office, query: str, *parameters: object) -> list[str]:
    return [name for (name,) in office.rows(query, *parameters)]


def test_a_primary_key_on_every_table_and_partition(office: Office) -> None:
    assert (
        names(
            office,
            """select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('warehouse', 'warehouse_months') and c.relkind in ('r', 'p')
          and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'p')""",
        )
        == []
    )


def test_every_key_of_a_fact_is_declared(office: Office) -> None:
    """BI tools join by themselves along declared keys alone."""
    undeclared = names(
        office,
        """select c.relname || '.' || a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not
            a.attisdropped
        where c.relnamespace = 'warehouse'::regnamespace and c.relkind in ('r', 'p') and c.relname ~ '^(fact|bridge)_' and a.attname like
        '%\\_key'
          and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and k.conkey = array[a.attnum])""",
    )
    assert undeclared == []


def test_required_foreign_keys_to_single_column_integer_keys(office: Office) -> None:
    keys = office.rows("""select k.conrelid::regclass::text || '.' || a.attname, a.attnotnull, cardinality(k.conkey),
        format_type(r.atttypid, r.atttypmod)
        from pg_constraint k
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
        join pg_attribute r on r.attrelid = k.confrelid and r.attnum = k.confkey[1]
        where k.contype = 'f' and k.connamespace = 'warehouse'::regnamespace""")
    assert len(keys) > 50
    assert [key for key in keys if key[1:3] != (True, 1) or key[3] not in ("integer", "bigint")] == []


def test_every_foreign_key_column_leads_an_index_on_partitions_too(office: Office) -> None:
    bare = names(
        office,
        """select k.conrelid::regclass::text || '.' || a.attname
        from pg_constraint k
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
        where k.contype = 'f' and k.connamespace = any(array['warehouse', 'warehouse_months', 'audit']::regnamespace[])
          and not exists (select from pg_index i where i.indrelid = k.conrelid and i.indisvalid and i.indpred is null and i.indkey[0] =
          a.attnum)
        order by 1""",
    )
    assert [name for name in bare if not name.startswith("audit.")] == []
    assert bare == []


def test_every_dimension_has_an_unknown_member_instead_of_null(office: Office) -> None:
    dimensions = office.rows(f"""select c.relname, a.attname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        join pg_constraint k on k.conrelid = c.oid and k.contype = 'p' join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
        where {TABLES} and c.relname like 'dim\\_%'""")
    assert len(dimensions) > 12
    assert [name for name, key in dimensions if office.one(f"select count(*) from warehouse.{name} where {key} = 0") != 1] == []


def test_no_fact_key_is_null(office: Office) -> None:
    loose = names(
        office,
        """select c.relname || '.' || a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
        where c.relnamespace = 'warehouse'::regnamespace and c.relkind in ('r', 'p') and c.relname like 'fact\\_%' and a.attname like
        '%\\_key' and not a.attnotnull""",
    )
    assert loose == []


def test_keys_that_play_a_role_are_named_for_it(office: Office) -> None:
    """A key of another name than its dimension's own ends with it: received_date_key points at dim_date.date_key."""
    keys = office.rows("""select a.attname, r.attname from pg_constraint k
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
        join pg_attribute r on r.attrelid = k.confrelid and r.attnum = k.confkey[1]
        where k.contype = 'f' and k.connamespace = 'warehouse'::regnamespace and a.attname <> r.attname""")
    assert {"received_date_key", "due_date_key", "end_date_key", "decision_date_key"} <= {name for name, _ in keys}
    assert [name for name, target in keys if not name.endswith("_" + target)] == []
    assert {name.removesuffix("_date_key") for name, target in keys if target == "date_key"} <= set(ROLES), (
        "each has its view of the calendar"
    )


def test_the_calendar_is_whole_years_of_days_without_a_gap_and_has_a_date(office: Office) -> None:
    assert office.rows("""select to_char(min(date), 'MM-DD'), to_char(max(date), 'MM-DD'), count(*) - (max(date) - min(date) + 1),
        count(distinct date) - count(date)
        from warehouse.dim_date where date_key > 0""") == [("01-01", "12-31", 0, 0)]
    assert (
        office.one(
            "select format_type(atttypid, atttypmod) from pg_attribute where attrelid = 'warehouse.dim_date'::regclass and attname = 'date'"
        )
        == "date"
    )


@pytest.mark.parametrize("role", ROLES)
def test_one_view_of_the_calendar_for_each_role(office: Office, role: str) -> None:
    assert office.rows(f"select count(*), count({role}_date), min({role}_date)::text from mart.dim_{role}_date") == [
        (5844, 5844, "2020-01-01")
    ]


@pytest.mark.parametrize("fact", FACTS)
def test_one_wide_view_for_each_fact_with_labels_and_real_dates(office: Office, fact: str) -> None:
    view = f"mart.wide_{fact.removeprefix('fact_')}"
    columns = dict(
        office.rows("select attname, format_type(atttypid, atttypmod) from pg_attribute where attrelid = %s::regclass and attnum > 0", view)
    )
    assert "date" in columns.values(), "an integer key is no time to a BI tool"
    assert [name for name, kind in columns.items() if name.endswith("_name") and not kind.startswith("character varying")] == []
    current = " where known_to is null and value is not null" if fact == "fact_indicator" else ""
    assert office.one(f"select count(*) from {view}") == office.one(f"select count(*) from warehouse.{fact}{current}"), (
        "no row is lost or doubled"
    )


def test_every_fact_has_its_wide_view(office: Office) -> None:
    facts = names(
        office,
        f"select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where {TABLES} and c.relname like 'fact\\_%'",
    )
    judged = {
        "fact_target_judgement",
        "fact_target_forecast",
        "fact_suppressed_cell",
        "fact_dossier_period",
    }  # what the mart itself is made of
    assert set(facts) - judged == set(FACTS)


def test_every_table_view_and_view_column_carries_a_comment(office: Office) -> None:
    bare = names(
        office,
        """select n.nspname || '.' || c.relname || '.' || a.attname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where n.nspname in ('warehouse', 'mart') and c.relkind in ('r', 'v', 'p') and coalesce(col_description(c.oid, a.attnum), '') = ''
        union all
        select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('warehouse', 'mart') and c.relkind in ('r', 'v', 'p') and coalesce(obj_description(c.oid, 'pg_class'), '') =
        ''""",
    )
    assert bare == []


def test_the_data_dictionary_carries_the_comments_as_rows(office: Office) -> None:
    assert office.one("select count(*) from mart.data_dictionary where description = ''") == 0
    there = """select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
        left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where n.nspname in ('warehouse', 'mart') and c.relkind in ('r', 'v', 'p')"""
    assert office.one("select count(*) from mart.data_dictionary where column_name <> ''") == office.one(there), "every column, once"
    assert office.rows("""select data_type, is_key, references_table from mart.data_dictionary
        where schema_name = 'warehouse' and table_name = 'fact_dossier' and column_name = 'due_date_key'""") == [
        ("integer", 0, "warehouse.dim_date")
    ]


def test_published_types_are_those_that_every_road_carries(office: Office) -> None:
    """No bare text (ODBC: a memo), no bare numeric, no timestamptz, array, json, enum or uuid."""
    kinds = office.rows("""select c.relname || '.' || a.attname, format_type(a.atttypid, a.atttypmod) from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace = 'mart'::regnamespace and c.relkind = 'v'""")
    good = ("character varying(", "numeric(", "integer", "smallint", "bigint", "date", "timestamp", "boolean", "double precision")
    assert len(kinds) > 150
    assert [(name, kind) for name, kind in kinds if not kind.startswith(good) or kind.endswith(" with time zone")] == []


def test_a_number_or_a_label_stands_beside_every_boolean(office: Office) -> None:
    """is_provisional beside it as provisional_flag: some tools cannot sum a boolean."""
    columns = office.rows("""select c.relname, array_agg(a.attname::text), array_agg(a.attname::text) filter (where a.atttypid =
        'boolean'::regtype)
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace = 'mart'::regnamespace and c.relkind = 'v' group by c.relname""")
    bare = [
        f"{view}.{name}" for view, there, booleans in columns for name in booleans or () if f"{name.removeprefix('is_')}_flag" not in there
    ]
    assert bare == []


def test_names_need_no_quotes(office: Office) -> None:
    listed = names(
        office,
        """select distinct a.attname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where n.nspname in ('warehouse', 'mart') and c.relkind in ('r', 'v', 'p')
        union select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('warehouse', 'mart')
        and c.relkind in ('r', 'v', 'p')""",
    )
    reserved = set(names(office, "select word from pg_get_keywords() where catcode = 'R'"))
    assert {name for name in listed if name in reserved} <= QUOTED
    assert [name for name in listed if not name.isascii() or name != name.lower() or not name.replace("_", "a").isalnum()] == []


def test_nothing_stands_in_the_way_of_many_machines(office: Office) -> None:
    """Citus: a unique index over a fact holds the ward, over a fact of months the month too; the star has no trigger."""
    narrow = names(
        office,
        """select i.indexrelid::regclass::text from pg_index i join pg_class c on c.oid = i.indrelid
        where i.indisunique and c.relnamespace = 'warehouse'::regnamespace and c.relkind in ('r', 'p') and c.relname like 'fact\\_%'
          and exists (select from unnest(case c.relkind when 'p' then array['ward_key', 'month_key'] else array['ward_key'] end) needed
          (name)
                      where not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = needed.name and a.attnum =
                      any(i.indkey)))""",
    )
    assert narrow == []
    star = (
        "select t.tgname::text from pg_trigger t join pg_class c on c.oid = t.tgrelid where not t.tgisinternal and c.relnamespace = "
        "any(array['warehouse', 'warehouse_months']::regnamespace[])"
    )
    assert names(office, star) == []


def test_ward_key_stands_in_every_key_of_a_fact_and_months_are_partitions_of_the_large_ones(office: Office) -> None:
    keys = names(
        office,
        """select c.relname from pg_class c join pg_constraint k on k.conrelid = c.oid and k.contype = 'p'
        where c.relnamespace = 'warehouse'::regnamespace and c.relname like 'fact\\_%'
          and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attnum = any(k.conkey) and a.attname = 'ward_key')""",
    )
    assert keys == []
    assert set(
        names(office, "select c.relname::text from pg_class c where c.relnamespace = 'warehouse'::regnamespace and c.relkind = 'p'")
    ) == {
        "fact_health_insurance",
        "fact_social_insurance",
    }


def test_every_fact_row_tells_its_delivery_with_rule_and_program_version(office: Office) -> None:
    for fact in FACTS:
        if fact != "fact_indicator":
            assert (
                office.one(
                    f"select count(*) from warehouse.{fact} f join warehouse.dim_delivery d using (delivery_key) where "
                    "d.rule_version is null or d.code_version is null"
                )
                == 0
            )
            assert office.one(f"select count(*) from warehouse.{fact} where delivery_key = 0") == 0


@pytest.mark.parametrize("reach", [PUBLISHED, INSIDE], ids=lambda reach: reach.name)
def test_a_reading_login_reads_and_can_do_nothing_else(office: Office, reach: Reach) -> None:
    with psycopg.connect(reader_url(office.settings, reach), autocommit=True) as connection:
        told = {
            name: connection.execute(f"show {name}".encode()).fetchone()
            for name in ("default_transaction_read_only", "statement_timeout", "idle_in_transaction_session_timeout", "jit")
        }
        assert told["default_transaction_read_only"] == ("on",) and told["jit"] == ("off",)
        assert all(value not in (None, ("0",)) for value in told.values())
        row = connection.execute(
            "select rolconnlimit, rolsuper, rolcreatedb, rolcreaterole, rolbypassrls from pg_roles where rolname = current_user"
        ).fetchone()
    assert row is not None and row[0] > 0 and row[1:] == (False, False, False, False)
    rights = names(
        office,
        """select distinct privilege_type::text from information_schema.table_privileges
        where grantee in ('chitieu_bi', 'chitieu_public')
          and table_schema in ('warehouse', 'mart', 'audit', 'vault', 'staging')""",
    )
    assert rights == ["SELECT"]
    assert office.rows(
        "select has_database_privilege('chitieu_bi', current_database(), 'temporary'), "
        "has_database_privilege('chitieu_pipeline', current_database(), 'temporary')"
    ) == [(False, True)]


def test_what_is_made_later_may_be_read_where_it_stands(office: Office) -> None:
    """Rights of tables that do not exist yet: BI tools read what comes into the star and the mart, the vault opens to nobody."""
    with psycopg.connect(str(office.settings.database_url)) as connection:
        for schema, readers in (
            ("warehouse", {"chitieu_bi", "chitieu_officer", "chitieu_pipeline"}),
            ("mart", {"chitieu_bi", "chitieu_officer", "chitieu_pipeline"}),
            ("audit", {"chitieu_officer", "chitieu_pipeline"}),
            ("vault", set()),
            ("staging", set()),
        ):
            connection.execute(f"create table {schema}.made_later (a int)".encode())
            query = (
                "select rolname from pg_roles where rolname like 'chitieu\\_%%' and not rolcanlogin and has_table_privilege(oid, %s, "
                "'select')"
            )
            assert {name for (name,) in connection.execute(query.encode(), (f"{schema}.made_later",)).fetchall()} == readers, schema
        connection.rollback()


def test_the_published_scorecard_keeps_back_what_is_hidden_and_counts_it(office: Office) -> None:
    """Targets of one residential group: judged as in the house, without a number or a sentence that tells it."""
    hidden = office.rows("""select p.indicator_code, p.status = s.status, p.reason, num_nonnulls(p.value, p.numerator, p.denominator,
        p.trajectory, p.trend_12m, p.forecast_at_target_year, p.note), s.value is not null
        from mart.published_scorecard p join mart.scorecard s using (ward_code, indicator_code)
        where p.is_suppressed = 1 order by p.indicator_code""")
    assert [code for code, *_ in hidden] == ["MH02", "MH03", "MH04"]
    assert {tuple(row[1:]) for row in hidden} == {(True, "Đã đánh giá, không công bố số liệu.", 0, True)}
    counts = "select status, status_name, count(*) from mart.{} group by 1, 2 order by 1"
    assert office.rows(counts.format("published_scorecard")) == office.rows(counts.format("scorecard"))
    shown = "select indicator_code, value, target, reason from {} where value is not null and indicator_code <> all(%s) order by 1"
    codes = [code for code, *_ in hidden]
    assert office.rows(shown.format("mart.published_scorecard"), codes) == office.rows(shown.format("mart.scorecard"), codes)
