"""The commands as people and schedulers meet them: sentences instead of tracebacks, exit statuses, JSON, nothing half-written."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from flows.cli.main import main
from flows.cli.options import EXIT_REFUSED
from flows.database.engine import night_lock, open_engine
from tests.conftest import ROOT
from tests.support.office import JULY, JUNE, SECRET, Office, cards, health_list, office_at, report

HEAVY = {
    "polars",
    "pandas",
    "sqlalchemy",
    "psycopg",
    "prefect",
    "great_expectations",
    "rich",
    "fastexcel",
    "openpyxl",
    "fastapi",
    "numpy",
    "alembic",
    "fsspec",
}


@pytest.fixture
def office(one_database_url: str, tmp_path: Path) -> Office:
    return office_at(one_database_url, tmp_path)


@pytest.fixture
def new_office(one_empty_database_url: str, tmp_path: Path) -> Office:
    """Over a database in which no warehouse was made yet."""
    return office_at(one_empty_database_url, tmp_path)


def chitieu(*arguments: str, url: str | None = "", home: Path | str, **environ: str) -> Result:
    """One command in this process, without anything of the machine's own settings."""
    own = {"CHITIEU_HOME": str(home), "CHITIEU_DATABASE_URL": url, "CHITIEU_SECRET_KEY": SECRET, "PREFECT_API_URL": None}
    return CliRunner().invoke(main, list(arguments), env={**own, **environ})


def run(office: Office, *arguments: str) -> Result:
    return chitieu("run", *arguments, url=office.settings.database_url, home=office.settings.home)


def written(office: Office, name: str = "inbox") -> Path:
    """A folder with one good list and its denominators."""
    folder = office.folder / name
    for delivery in (health_list(JUNE, cards(JUNE)), report(JUNE)):
        delivery.write(folder)
    return folder


def sentence(result: Result) -> str:
    """The one line on standard error; nothing else was printed, and the exit status says that the run failed."""
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("chitieu: ")
    assert line.endswith(".")
    return line


# --- help -----------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["db", "--help"]], ids=" ".join)
def test_help_answers_without_anything_heavy(arguments: list[str]) -> None:
    program = (
        f"import sys; from flows.cli.main import main; main({arguments}, standalone_mode=False); print(sorted(set({sorted(HEAVY)}) & "
        "set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[0].startswith("Usage: ")
    assert done.stdout.splitlines()[-1] == "[]"


def test_help_of_every_command_answers_without_anything_heavy() -> None:
    """In one process, so that what one command imports is held against all of them."""
    program = f"""
import sys
import click
from flows.cli.main import main

def ask(command, path):
    main([*path, "--help"], standalone_mode=False)
    for name in command.list_commands(click.Context(command)) if isinstance(command, click.Group) else ():
        ask(command.get_command(click.Context(command), name), [*path, name])

ask(main, [])
print(sorted(set({sorted(HEAVY)}) & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.count("Usage: ") == 47
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    "arguments", [["run", "--as-of", "yesterday"], ["run", "--nonsense"], ["nonsense"], ["db", "nonsense"]], ids=" ".join
)
def test_wrong_usage_has_a_status_of_its_own(arguments: list[str], tmp_path: Path) -> None:
    assert chitieu(*arguments, home=tmp_path).exit_code == 2


# --- what a user can mend ---------------------------------------------------------------------------------------------------
def test_a_path_that_is_not_there_is_named(new_office: Office) -> None:
    assert "/no/such/folder: there is no such file or folder" in sentence(run(new_office, "/no/such/folder"))
    assert new_office.one("select count(*) from pg_namespace where nspname = 'warehouse'") == 0
    assert not (new_office.settings.home / "landed").exists()


def test_a_missing_path_beside_a_good_one_takes_nothing_in(new_office: Office) -> None:
    sentence(run(new_office, str(written(new_office)), "/no/such/folder"))
    assert new_office.one("select count(*) from pg_namespace where nspname = 'warehouse'") == 0


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://me:secret@127.0.0.1/ward", "CHITIEU_DATABASE_URL: found an address of 'mysql'"),
        ("my database", "CHITIEU_DATABASE_URL: found a text that is not an address"),
        ("postgresql://me:se@cret@127.0.0.1/ward", "CHITIEU_DATABASE_URL: found an address that cannot be taken apart"),
        ("postgresql://me:secret@127.0.0.1:1/ward", "CHITIEU_DATABASE_URL: no PostgreSQL answers at 127.0.0.1:1/ward"),
    ],
)
def test_an_address_that_leads_nowhere_is_told_without_its_password(url: str, said: str, tmp_path: Path) -> None:
    health_list(JUNE, cards(JUNE)).write(tmp_path / "inbox")
    told = sentence(chitieu("run", str(tmp_path / "inbox"), url=url, home=tmp_path / "home"))
    assert said in told
    assert "secret" not in told and "cret@" not in told
    assert not (tmp_path / "home" / "landed").exists()


def test_a_wrong_password_is_told_without_it(one_database_url: str, tmp_path: Path) -> None:
    before, after = one_database_url.split("@")
    url = before.rsplit(":", 1)[0] + ":not-the-password@" + after
    told = sentence(chitieu("status", url=url, home=tmp_path))
    assert "no PostgreSQL answers" in told and "not-the-password" not in told


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A file stands where the folder should be: this also stops an administrator."""
    (tmp_path / "file").touch()
    assert "Set CHITIEU_HOME to a folder that this user may write to" in sentence(
        chitieu("run", str(tmp_path), home=tmp_path / "file" / "home")
    )


def test_a_home_that_may_not_be_written_to_is_named(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o500)
    if os.access(home, os.W_OK):
        home = Path("/proc/1")  # an administrator may write everywhere but here
    assert "CHITIEU_HOME" in sentence(chitieu("run", str(tmp_path), home=home))


def test_an_unknown_ward_is_told_with_those_that_are_known(tmp_path: Path) -> None:
    told = sentence(chitieu("run", str(tmp_path), "--ward", "nowhere", home=tmp_path / "home"))
    assert "--ward 'nowhere': there is no such ward, expected one of: " in told
    assert not (tmp_path / "home").exists()


def test_several_wards_are_told_apart_by_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for slug in ("east", "west"):
        (tmp_path / "wards" / slug).mkdir(parents=True)
        (tmp_path / "wards" / slug / "ward.toml").touch()
    monkeypatch.chdir(tmp_path)
    assert "several wards are configured (east, west). Say which one with --ward." in sentence(
        chitieu("run", str(tmp_path), home=tmp_path / "home")
    )


def test_a_ward_file_that_is_broken_is_told_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "wards" / "east").mkdir(parents=True)
    (tmp_path / "wards" / "east" / "ward.toml").write_text("[ward\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert "ward.toml" in sentence(chitieu("run", str(tmp_path), home=tmp_path / "home"))


def test_two_runs_of_one_warehouse_do_not_meet(office: Office) -> None:
    with open_engine(office.settings) as engine, night_lock(engine):
        assert "Another run is using this warehouse" in sentence(run(office, str(written(office))))


def test_another_key_than_the_warehouse_was_made_with_is_refused(office: Office) -> None:
    assert run(office, str(written(office)), "--json").exit_code == 0
    health_list(JULY, cards(JULY)).write(office.folder / "july")
    result = chitieu(
        "run",
        str(office.folder / "july"),
        url=office.settings.database_url,
        home=office.settings.home,
        CHITIEU_SECRET_KEY="a wholly different key",
    )
    assert "people could no longer be recognised" in sentence(result)
    assert office.one("select count(*) from audit.delivery") == 2


def test_a_database_of_a_newer_program_is_left_alone(office: Office) -> None:
    assert run(office, str(written(office)), "--json").exit_code == 0
    with psycopg.connect(str(office.settings.database_url)) as connection:
        connection.execute("update audit.schema_version set version_num = '9999'")
    assert "Install the newer program" in sentence(run(office, str(written(office))))


# --- nothing half-written -----------------------------------------------------------------------------------------------------
@pytest.fixture
def broken(office: Office) -> Iterator[Office]:
    """June is published; July will fail in the middle of its transaction, with the row in the server's complaint."""
    written(office)
    assert run(office, str(office.folder / "inbox"), "--json").exit_code == 0
    with psycopg.connect(str(office.settings.database_url), autocommit=True) as connection:
        connection.execute("alter table audit.health_insurance_row add constraint until_june check (month_key < 202607)")
    health_list(JULY, cards(JULY)).write(office.folder / "july")
    yield office


EVERYTHING = """select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('warehouse', 'vault', 'audit', 'staging') and c.relkind in ('r', 'p') and c.relname not in ('run', 'dim_indicator',
    'dim_target') order by 1"""


def contents(office: Office) -> dict[str, list[str]]:
    return {name: sorted(line for (line,) in office.rows(f"select t::text from {name} t")) for (name,) in office.rows(EVERYTHING)}


def test_a_publication_that_fails_leaves_nothing_behind_but_its_line_and_its_finding_which_is_counted(broken: Office) -> None:
    known = contents(broken)
    result = run(broken, str(broken.folder / "july"), "--json")
    (delivery,) = json.loads(result.stdout)["deliveries"]
    assert (result.exit_code, delivery["status"], delivery["findings"]["critical"]) == (3, "held", 1)
    assert "CheckViolation in audit.health_insurance_row.until_june" in delivery["reasons"][0]
    after = contents(broken)
    assert {name for name in after if after[name] != known[name]} == {
        "audit.cause_count",
        "audit.delivery",
        "audit.finding",
        "audit.outcome",
        "audit.submission",  # made anew by every run
    }


def test_a_publication_that_fails_is_told_without_the_row(broken: Office) -> None:
    result = run(broken, str(broken.folder / "july"))
    told = result.output + repr(result.exception)
    assert "Failing row" not in told
    assert not [record for record in cards(JULY) if record.values["name"] in told or record.values["personal_id"] in told]


def test_a_publication_that_failed_succeeds_when_its_cause_is_gone(broken: Office) -> None:
    run(broken, str(broken.folder / "july"))
    with psycopg.connect(str(broken.settings.database_url), autocommit=True) as connection:
        connection.execute("alter table audit.health_insurance_row drop constraint until_june")
    result = run(broken, str(broken.folder / "july"), "--json")
    assert [row["status"] for row in json.loads(result.stdout)["deliveries"]] in (["published"], ["published_with_findings"])
    assert broken.one("select count(*) from warehouse.fact_health_insurance where month_key = 202607") == len(cards(JULY))


def test_deliveries_beside_the_one_that_fails_are_published_and_have_their_figures(broken: Office) -> None:
    report(JULY).write(broken.folder / "july")
    assert run(broken, str(broken.folder / "july"), "--json").exit_code == 3
    assert broken.rows("select source, status from audit.delivery where month = %s order by source", JULY)[0][0] == "department_report"
    assert "2026-07" in broken.values("XH13")


# --- what is printed ------------------------------------------------------------------------------------------------------------
def test_json_is_one_document_and_nothing_else(office: Office) -> None:
    result = run(office, str(written(office)), "--json")
    document = json.loads(result.stdout)
    assert result.exit_code == 0
    assert result.stdout.count("\n") == 1
    assert result.stderr == ""
    assert document["ward"] == "10744"
    assert [(row["file"], row["source"], row["month"]) for row in document["deliveries"]] == [
        ("BHYT_2026-06.csv", "health_insurance", "2026-06"),
        ("BaoCao_ChiTieu_2026-06.xlsx", "department_report", "2026-06"),
    ]
    assert document["indicators_changed"] > 0
    assert isinstance(document["run_id"], int)


def test_a_duplicate_is_no_failure(office: Office) -> None:
    folder = str(written(office))
    first, second = run(office, folder, "--json"), run(office, folder, "--json")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert {row["status"] for row in json.loads(second.stdout)["deliveries"]} == {"duplicate"}
    assert json.loads(second.stdout)["indicators_changed"] == 0


def test_a_run_without_news_says_so(office: Office) -> None:
    folder = str(written(office))
    run(office, folder)
    assert "Không có gì mới: mọi tệp đều đã nhận trước đó, không giá trị nào thay đổi." in run(office, folder).stdout.replace("\n", " ")


def test_a_refused_delivery_is_told_by_the_exit_status(office: Office) -> None:
    folder = written(office)
    (folder / "ghi chu.txt").write_text("chỉ là ghi chú\n", encoding="utf-8")
    result = run(office, str(folder), "--json")
    assert result.exit_code == EXIT_REFUSED
    assert {row["status"] for row in json.loads(result.stdout)["deliveries"]} & {"published", "published_with_findings"}


def test_people_read_what_happened_and_the_scorecard(office: Office) -> None:
    result = run(office, str(written(office)))
    assert result.exit_code == 0
    for words in ("Các tệp đã nhận", "BHYT_2026-06.csv", "Bảng điểm chỉ tiêu", "XH04"):
        assert words in result.stdout


@pytest.mark.parametrize("as_json", [True, False])
def test_status_tells_where_the_ward_stands(as_json: bool, office: Office) -> None:
    run(office, str(written(office)), "--json")
    result = chitieu("status", *(["--json"] if as_json else []), url=office.settings.database_url, home=office.settings.home)
    assert result.exit_code == 0
    if as_json:
        document = json.loads(result.stdout)
        assert {"ward", "last_run", "deliveries", "findings", "scorecard"} <= set(document)
        assert len(document["deliveries"]) == 2
    else:
        assert "Lần chạy gần nhất" in result.stdout


def test_status_of_an_empty_warehouse_says_what_to_do_first(office: Office) -> None:
    result = chitieu("status", url=office.settings.database_url, home=office.settings.home)
    assert result.exit_code == 0
    assert "chitieu run" in result.stdout


def test_the_night_s_date_is_the_one_that_was_given(office: Office) -> None:
    run(office, str(written(office)), "--as-of", "2026-07-05", "--json")
    assert str(office.one("select as_of from audit.run")) == "2026-07-05"


def test_an_empty_folder_is_a_run_without_deliveries(office: Office) -> None:
    (office.folder / "empty").mkdir()
    result = run(office, str(office.folder / "empty"), "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["deliveries"] == []


# --- headings that wait for the officer -----------------------------------------------------------------------------------
def review(office: Office, *arguments: str) -> Result:
    return chitieu("review", *arguments, url=office.settings.database_url, home=office.settings.home)


def unknown_list(office: Office) -> Path:
    """June's list with one heading that nobody knows in the place of a required one, and another that nobody needs."""
    folder = office.folder / "unknown"
    health_list(JUNE, cards(JUNE)).write(folder)
    path = folder / "BHYT_2026-06.csv"
    text = path.read_text(encoding="utf-8-sig").replace("denNgay", "Mốc B", 1).replace("diaChi", "Nơi ấy", 1)
    path.write_text(text, encoding="utf-8")
    return folder


def test_a_heading_is_listed_answered_and_read_in_the_next_run(office: Office) -> None:
    folder = str(unknown_list(office))
    assert run(office, folder).exit_code == EXIT_REFUSED
    listed = json.loads(review(office, "headings", "--json").stdout)["headings"]
    assert [(one["heading"], one["column_letter"], one["month"], one["is_holding"], one["suggested_column"]) for one in listed] == [
        ("Mốc B", "K", "2026-06", True, "valid_to"),
        ("Nơi ấy", "M", "2026-06", True, None),
    ]
    shown = review(office, "headings").stdout
    assert "Tiêu đề cột chờ trả lời" in shown and "Đến ngày (100 %)" in shown and "đang giữ lại" in shown

    told = review(office, "heading", "health_insurance", "Mốc B", "--as", "Đến ngày", "--reason", "đã hỏi cơ quan BHXH", "--by", "An")
    assert (told.exit_code, told.stdout.strip()) == (
        0,
        "Đã ghi nhớ: cột 'Mốc B' là 'Đến ngày'. Tệp bị giữ vì thiếu cột sẽ được thử lại khi chạy lại thư mục của nó.",
    )
    told = review(office, "heading", "health_insurance", "Nơi ấy", "--ignore", "--reason", "không dùng", "--json")
    assert json.loads(told.stdout)["column_name"] is None
    assert review(office, "headings").stdout.strip() == "Không có tiêu đề cột nào chờ trả lời."
    done = run(office, folder, "--json")
    assert (done.exit_code, json.loads(done.stdout)["deliveries"][0]["status"]) == (0, "published")

    assert "Đã bỏ câu trả lời" in review(office, "heading", "health_insurance", "nơi ấy", "--forget").stdout
    assert "Chưa có câu trả lời" in review(office, "heading", "health_insurance", "nơi ấy", "--forget").stdout


@pytest.mark.parametrize(
    "arguments",
    [[], ["--as", "valid_to"], ["--ignore"], ["--as", "valid_to", "--ignore", "--reason", "x"], ["--reason", "x"]],
    ids=" ".join,
)
def test_half_an_answer_about_a_heading_is_wrong_usage(arguments: list[str], tmp_path: Path) -> None:
    assert chitieu("review", "heading", "health_insurance", "Mốc B", *arguments, home=tmp_path).exit_code == 2


def test_an_answer_that_cannot_be_kept_is_one_sentence(office: Office) -> None:
    told = sentence(review(office, "heading", "health_insurance", "Mốc B", "--as", "den_luc", "--reason", "x"))
    assert "found the column 'den_luc', expected 'ignored' or one of these columns" in told and "valid_to (Đến ngày)" in told


@pytest.mark.parametrize(
    "words",
    [
        ("status", "--as-of", "9999-12-31"),
        ("retention", "--as-of", "0001-01-01"),
        ("trace", "XH04", "--month", "2026-06", "--limit", "-1"),
        ("vault", "show", "--delivery", "99999999999", "--reason", "thử xem"),
        ("vault", "log", "--limit", "0"),
    ],
)
def test_days_and_numbers_beyond_reason_are_wrong_usage(words: tuple[str, ...]) -> None:
    import click.testing

    from flows.cli.main import main

    result = click.testing.CliRunner().invoke(main, words)
    assert result.exit_code == 2 and "Error" in result.output and "Traceback" not in result.output
