"""The vault: sealed at rest, opened by those who may, each look written down before anything is seen, its keys changed without loss."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from psycopg import errors

from flows.database.engine import night_lock, open_engine
from flows.database.sql_text import read_sql
from flows.operations.rebuild import rebuild
from flows.pipeline.run import run_paths
from flows.vault.access import show_dossier, show_person, show_quarantine, show_row
from flows.vault.file_encryption import read_sealed, sealed_with
from flows.vault.key_rotation import keys_after_interrupted_rotation, rotate
from flows.vault.master_keys import VaultError, begin_change, master_keys
from flows.vault.row_encryption import unwrap, wrap
from tests.conftest import SERVERS
from tests.support.office import JUNE, Office, an_office, cards, dossier_log, dossier_name, health_list, poverty_list, small_ward
from tests.warehouse.test_publish_dossiers import ON_TIME, row

WHY = "đối chiếu với cơ quan BHXH"


@pytest.fixture(params=SERVERS)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    with an_office(request.param, request, tmp_path, fed=a_june) as made:
        yield made


def a_june(made: Office) -> None:
    people = cards(JUNE)
    people[0].change(valid_from="chưa rõ")
    made.send(health_list(JUNE, people), dossier_log(JUNE, [row(JUNE, ON_TIME)]), poverty_list(JUNE))


def texts_of_the_vault(office: Office) -> str:
    """Every cell of every table of the vault as text."""
    tables = [name for (name,) in office.rows("select relname from pg_class where relnamespace = 'vault'::regnamespace and relkind = 'r'")]
    return "\n".join(line for name in tables for (line,) in office.rows(f"select to_jsonb(t)::text from vault.{name} t"))


def test_nothing_of_a_person_stands_in_the_vault_in_clear(office: Office) -> None:
    written = texts_of_the_vault(office)
    people = cards(JUNE)
    values = {
        str(record.cell(name)) for record in people for name in ("name", "personal_id", "bhxh_number", "card_number", "address", "phone")
    }
    assert len(values) > 100
    assert [value for value in values if len(value) > 5 and value in written] == []
    assert "chưa rõ" not in written


def test_a_row_shows_who_stands_behind_it_and_the_look_is_written_down(office: Office) -> None:
    delivery = office.one("select delivery_id from audit.delivery where source = 'health_insurance'")
    with open_engine(office.settings) as engine:
        keys = master_keys(office.settings)
        published = show_row(engine, keys, delivery, None, 3, "Cán bộ A", WHY)
        stopped = show_quarantine(engine, keys, delivery, "Cán bộ A", WHY)
    person = next(one for one in published if one.kind == "person")
    assert person.document["full_name"] == cards(JUNE)[1].cell("name")
    assert [(one.row_number, one.document["cells"]["valid_from"]) for one in stopped] == [(2, "chưa rõ")]
    assert office.rows("select asked_by, subject, reason from vault.access_log order by 1, access_id") == [
        ("Cán bộ A", f"row {delivery}//3", WHY),
        ("Cán bộ A", f"quarantine {delivery}", WHY),
    ]


def test_an_applicant_and_a_person_are_shown_in_the_words_of_the_lists(office: Office) -> None:
    person = office.one("select min(person_key) from warehouse.fact_health_insurance")
    with open_engine(office.settings) as engine:
        keys = master_keys(office.settings)
        (applicant,) = show_dossier(
            engine, keys, office.one("select dossier_code from vault.person_row where dossier_code is not null"), "B", WHY
        )
        shown = show_person(engine, keys, person, "B", WHY)
    assert applicant.document["applicant_name"] == small_ward().people[1].name
    assert shown[0].document["full_name"] in {record.cell("name") for record in cards(JUNE)}


@pytest.mark.parametrize("reason", ["", "   ", "xem"])
def test_nobody_looks_without_a_reason(office: Office, reason: str) -> None:
    with open_engine(office.settings) as engine, pytest.raises(VaultError, match="lý do"):
        show_row(engine, master_keys(office.settings), 1, None, 3, "A", reason)
    with psycopg.connect(str(office.settings.database_url)) as connection, pytest.raises(errors.CheckViolation, match="lý do"):
        connection.execute("select vault.request('row 1//3', 'A', %s)", (reason,))
    assert office.one("select count(*) from vault.access_log") == 0


def test_a_look_that_finds_nothing_is_written_down_too(office: Office) -> None:
    with open_engine(office.settings) as engine:
        assert show_row(engine, master_keys(office.settings), 99, None, 3, "A", WHY) == []
    assert office.one("select count(*) from vault.access_log") == 1


def test_nothing_is_given_out_in_the_transaction_that_asks_for_it(office: Office) -> None:
    """Else a rollback would take the log back and keep what was seen."""
    delivery = office.one("select delivery_id from audit.delivery where source = 'health_insurance'")
    with psycopg.connect(str(office.settings.database_url)) as connection, pytest.raises(errors.InsufficientPrivilege):
        number = connection.execute("select vault.request(%s, 'A', %s)", (f"row {delivery}//3", WHY)).fetchone()
        connection.execute("savepoint s")
        connection.execute("select * from vault.open_row(%s, %s, null, 3)", (*(number or ()), delivery))


def test_a_request_opens_what_it_names_and_nothing_else(office: Office) -> None:
    delivery = office.one("select delivery_id from audit.delivery where source = 'health_insurance'")
    with psycopg.connect(str(office.settings.database_url), autocommit=True) as connection:
        (number,) = connection.execute("select vault.request(%s, 'A', %s)", (f"row {delivery}//3", WHY)).fetchone() or (0,)
        assert connection.execute("select count(*) from vault.open_row(%s, %s, null, 3)", (number, delivery)).fetchone() == (1,)
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("select * from vault.open_row(%s, %s, null, 4)", (number, delivery))
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("select * from vault.open_quarantine(%s, %s)", (number, delivery))


def test_a_sealed_row_in_another_ones_place_does_not_open(office: Office) -> None:
    with psycopg.connect(str(office.settings.database_url), autocommit=True) as connection:
        connection.execute(
            "update vault.person_row a set sealed = b.sealed from vault.person_row b where a.row_number = 3 and b.row_number = 4 "
            "and a.delivery_id = b.delivery_id"
        )
    delivery = office.one("select delivery_id from audit.delivery where source = 'health_insurance'")
    with open_engine(office.settings) as engine, pytest.raises(VaultError, match="does not open"):
        show_row(engine, master_keys(office.settings), delivery, None, 3, "A", WHY)


# --- keys ---------------------------------------------------------------------------------------------------------------
def test_rows_open_after_the_key_was_changed_and_the_old_key_opens_nothing(office: Office) -> None:
    before, old = office.sealed("person_row"), master_keys(office.settings)
    with open_engine(office.settings) as engine:
        fingerprint, count = rotate(engine, office.settings)
        assert count == office.one("select count(*) from vault.data_key") > 0
        assert fingerprint == master_keys(office.settings).present.fingerprint != old.present.fingerprint
        assert office.sealed("person_row") == before
        delivery = office.one("select delivery_id from audit.delivery where source = 'health_insurance'")
        with pytest.raises(VaultError, match="Bring back that key"):
            show_row(engine, old, delivery, None, 3, "A", WHY)
    assert sorted(path.name for path in office.settings.home.glob("vault.key*")) == ["vault.key"]
    assert office.send(health_list(JUNE, cards(JUNE)[:-1])).deliveries[0].status == "published"


def test_a_change_that_was_cut_off_before_it_was_written_leaves_the_old_key(office: Office) -> None:
    before = office.sealed("person_row")
    begin_change(office.settings)
    with open_engine(office.settings) as engine:
        assert keys_after_interrupted_rotation(engine, office.settings).present == master_keys(office.settings).present
    assert office.sealed("person_row") == before
    assert office.send_bytes().deliveries == []


def test_a_change_that_was_cut_off_after_it_was_written_is_brought_to_its_end(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    before = office.sealed("person_row")

    def died(home: Path) -> None:
        raise KeyboardInterrupt

    with open_engine(office.settings) as engine:
        with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
            patched.setattr("flows.vault.key_rotation.finish_change", died)
            rotate(engine, office.settings)
        assert len(list(office.settings.home.glob("vault.key*"))) == 2
        keys_after_interrupted_rotation(engine, office.settings)
    assert len(list(office.settings.home.glob("vault.key*"))) == 1
    assert office.sealed("person_row") == before


def landed(office: Office) -> list[Path]:
    return sorted(path for path in (office.settings.home / "landed").rglob("*") if path.is_file())


def test_what_was_landed_is_sealed_and_opens_after_the_key_was_changed(office: Office) -> None:
    digests = office.rows("select sha256 from audit.delivery order by 1")
    assert len(landed(office)) == 3 and not [
        path for path in landed(office) if cards(JUNE)[1].cell("personal_id").encode() in path.read_bytes()
    ]
    with open_engine(office.settings) as engine:
        fingerprint, _ = rotate(engine, office.settings)
        assert sealed_with(office.settings.home / "landed") == {fingerprint}
        opened = [hashlib.sha256(read_sealed(path, master_keys(office.settings))).hexdigest() for path in landed(office)]
        assert sorted(opened) == [digest for (digest,) in digests]
        with night_lock(engine):
            assert rebuild(engine, office.settings, lambda *_: None).missing == []


@pytest.mark.parametrize("dies", ["flows.vault.key_rotation.rewrap", "flows.vault.key_rotation.finish_change"])
def test_files_open_wherever_a_change_of_keys_was_cut_off(office: Office, dies: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def died(*_: object) -> None:
        raise KeyboardInterrupt

    before = office.sealed("person_row")
    with open_engine(office.settings) as engine:
        with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
            patched.setattr(dies, died)
            rotate(engine, office.settings)
        keys = master_keys(office.settings)
        assert all(read_sealed(path, keys) for path in landed(office))
        keys_after_interrupted_rotation(engine, office.settings)
    assert [path.name for path in office.settings.home.glob("vault.key*")] == ["vault.key"]
    assert sealed_with(office.settings.home / "landed") == {master_keys(office.settings).present.fingerprint}
    assert all(read_sealed(path, master_keys(office.settings)) for path in landed(office)) and office.sealed("person_row") == before


def test_another_master_key_is_refused_before_anything_is_sealed(office: Office, tmp_path: Path) -> None:
    runs = office.one("select count(*) from vault.data_key")
    with pytest.raises(VaultError, match="was sealed with the master key"):
        run_paths(replace(office.settings, vault_text="another key, not the first one"), [tmp_path])
    assert office.one("select count(*) from vault.data_key") == runs


def test_a_key_that_is_not_the_wards_is_not_changed(office: Office) -> None:
    path = office.settings.home / "vault.key"
    own = path.read_text()
    path.write_text("ab" * 32)
    with open_engine(office.settings) as engine, pytest.raises(VaultError, match="Bring back that key"):
        rotate(engine, office.settings)
    assert path.read_text() == "ab" * 32 and not path.with_name("vault.key.new").exists()
    path.write_text(own)


def test_the_key_is_a_file_that_nobody_else_reads(office: Office) -> None:
    assert (office.settings.home / "vault.key").stat().st_mode & 0o777 == 0o600
    assert (office.settings.home / "vault.key").read_text().strip() not in texts_of_the_vault(office)


# --- rows of an earlier version ---------------------------------------------------------------------------------------------
def test_rows_in_clear_of_an_earlier_version_are_sealed_by_the_next_run(office: Office) -> None:
    delivery = office.one("select delivery_id from audit.delivery where source = 'poverty'")
    dossier = office.one("select dossier_code from vault.person_row where dossier_code is not null")
    with psycopg.connect(str(office.settings.database_url), autocommit=True) as connection:
        connection.execute("delete from vault.person_row")
        connection.execute("update warehouse.fact_dossier set dossier_code = %s", (dossier,))
        connection.execute("drop table vault.clear_dossier_code")
        connection.execute(read_sql("schema/036_dossier_pseudonyms.sql").encode())
        assert connection.execute("select count(*) from warehouse.fact_dossier where dossier_code = %s", (dossier,)).fetchone() == (0,)
        connection.execute("""create table vault.clear_person_row (delivery_id int, sheet_name text, row_number int, full_name text, personal_id varchar(12),
            social_insurance_number varchar(10), birth_date date, birth_precision varchar(5), sex varchar(6), address text, phone text)""")  # noqa: E501
        connection.execute(
            (
                "insert into vault.clear_person_row values (%s, 'Trang 1', 7, 'Nguyễn Văn Giả', '030099000123', null, '1990-05-01', "
                "'day', 'male', null, null)"
            ),
            (delivery,),
        )
        connection.execute(
            "create table vault.clear_dossier_applicant (ward_key int, dossier_code text, month_key int, applicant_name text, "
            "personal_id text, address text, phone text)"
        )
        connection.execute(
            (
                "insert into vault.clear_dossier_applicant select ward_key, %s, 202606, 'Trần Thị Giả', null, null, '0900000123' "
                "from warehouse.dim_ward where ward_key > 0"
            ),
            (dossier,),
        )
        connection.execute("create table vault.clear_quarantined_row (delivery_id int, sheet_name text, row_number int, cells jsonb)")
        connection.execute(
            "insert into vault.clear_quarantined_row values (%s, null, 9, %s)",
            (delivery, json.dumps({"household_number": "HN-9", "full_name": "Lê Giả"})),
        )
        connection.execute(
            "create table vault.clear_repair (delivery_id int, sheet_name text, row_number int, column_name text, kind text, "
            "before text, after text)"
        )
        connection.execute("insert into vault.clear_repair values (%s, null, 9, 'full_name', 'case', 'LÊ GIẢ', 'Lê Giả')", (delivery,))
    office.send_bytes()
    assert (
        office.one("select count(*) from pg_class where relnamespace = 'vault'::regnamespace and relname like 'clear%%'") == 2
    )  # a table and its key
    people = {line.get("full_name") or line.get("applicant_name"): line for line in office.sealed("person_row")}
    assert people["Nguyễn Văn Giả"]["birth_date"] == "1990-05-01"
    assert people["Trần Thị Giả"]["dossier_code"] == dossier
    assert office.one("select dossier_code from warehouse.fact_dossier") == dossier_name(dossier)
    assert office.one("select count(*) from vault.clear_dossier_code") == 0
    assert any(line["household_number"] == "HN-9" and "Lê Giả" in line["cells"] for line in office.sealed("quarantined_row"))
    assert "Giả" not in texts_of_the_vault(office)


def test_keys_of_every_ward_of_the_home_are_changed_together(office: Office) -> None:
    """The old key goes: what another ward's rows were sealed with must not go with it."""
    delivery, other = office.one("select max(delivery_id) from vault.data_key"), "10799"
    own = office.rows("select ward_code, wrapped_key from vault.data_key where delivery_id = %s", delivery)[0]
    with open_engine(office.settings) as engine:
        keys = keys_after_interrupted_rotation(engine, office.settings)
        with engine.begin() as connection:
            connection.exec_driver_sql(
                "update vault.data_key set ward_code = %s, wrapped_key = %s where delivery_id = %s",
                (other, wrap(keys.present, b"k" * 32, other, delivery), delivery),
            )
        rotate(engine, office.settings)
        fingerprint, wrapped = office.rows("select master_fingerprint, wrapped_key from vault.data_key where delivery_id = %s", delivery)[0]
        new = master_keys(office.settings)
        assert unwrap(new, fingerprint, bytes(wrapped), other, delivery) == b"k" * 32
        with engine.begin() as connection:
            connection.exec_driver_sql(
                "update vault.data_key set ward_code = %s, wrapped_key = %s where delivery_id = %s",
                (
                    own[0],
                    wrap(new.present, unwrap(keys, keys.present.fingerprint, bytes(own[1]), own[0], delivery), own[0], delivery),
                    delivery,
                ),
            )
