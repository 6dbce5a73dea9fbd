"""Nobody of the samples is known outside the vault: not in the star, the mart, the audit or staging, not in a file, a log, a line on the
screen.

Searched for: every name, personal id, insurance number, card number, telephone and address of everybody in the samples, as true and as
sent. Where they may be: the schema ``vault`` (and there not in the clear), the folder of the embedded database.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import psycopg
import pytest

from flows.database.embedded.server import embedded_server
from tests.conftest import ROOT, SERVERS
from tests.support.office import JULY, JUNE, SAMPLES, Office, an_office, cards, health_list, office_at, rules_of, sample_names, the_samples
from tests.support.sharing import made_once, session_folder
from tests.synthetic.records import Record
from tests.synthetic.samples import make_samples

NAMES, IDS, ADDRESSES = ("name", "head_name", "applicant"), ("personal_id", "bhxh_number", "card_number", "phone"), ("address",)
LEAST_DIGITS = 9
MAY_HOLD_PEOPLE = ("postgres",)


# --- whom to look for ------------------------------------------------------------------------------------------------------
@cache
def records() -> tuple[Record, ...]:
    return tuple(
        each
        for delivery in make_samples().deliveries
        for record in delivery.records
        if delivery.source != "department_report"
        for each in (record, *record.members)
    )


def _texts(columns: Iterable[str]) -> Iterator[str]:
    for record in records():
        for column in columns:
            yield from (str(cell) for cell in (record.values.get(column), record.shown.get(column)) if isinstance(cell, str | int))


def folded(text: str) -> str:
    """Small letters without marks, single blanks: nobody hides behind an encoding."""
    plain = "".join(letter for letter in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(letter))
    return re.sub(r"\s+", " ", plain.replace("đ", "d"))


def marked(text: str) -> str:
    """Small letters with their marks, single blanks."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text).casefold())


@cache
def names() -> frozenset[str]:
    """With their marks, of two words at least."""
    return frozenset(name for text in _texts(NAMES) if (name := marked(text).strip()).count(" ") >= 1)


@cache
def bare_names() -> frozenset[str]:
    """Without marks, but for those that then read like a word of the product's own (Vũ Công An: "nghĩa vụ công an")."""
    ordinary = folded(
        "\n".join(
            path.read_text(encoding="utf-8") for folder in ("wards", "sql") for path in (ROOT / folder).rglob("*.*") if path.is_file()
        )
    )
    return frozenset(name for name in map(folded, names()) if name not in ordinary)


@cache
def addresses() -> frozenset[str]:
    return frozenset(folded(text).strip() for text in _texts(ADDRESSES) if re.search(r"\d", text) and "," in text)


@cache
def numbers() -> frozenset[str]:
    return frozenset(digits for text in _texts(IDS) if len(digits := re.sub(r"\D", "", text)) >= LEAST_DIGITS)


def people_in(text: str) -> set[str]:
    """Whom the text gives away."""
    plain, with_marks = folded(text), marked(text)
    found = {name for name in bare_names() | addresses() if name in plain} | {name for name in names() if name in with_marks}
    lengths = sorted({len(number) for number in numbers()})
    for run in set(re.findall(rf"\d{{{LEAST_DIGITS},}}", re.sub(r"(?<=\d)[ .'\-]{1,2}(?=\d)", "", plain))) | set(
        re.findall(rf"\d{{{LEAST_DIGITS},}}", plain)
    ):
        found |= {run[start : start + length] for length in lengths for start in range(len(run) - length + 1)} & numbers()
    return found


def test_there_is_somebody_to_look_for() -> None:
    assert len(names()) > 250 and len(bare_names()) > len(set(map(folded, names()))) - 5 and len(numbers()) > 800 and len(addresses()) > 80


@pytest.mark.parametrize("hidden", ["Người nộp: {name}.", "{upper}", "{plain}", "số {dotted}", "x{number}y", "'{decomposed}'"])
def test_the_search_finds_a_person_in_any_dress(hidden: str) -> None:
    person = next(record for record in records() if record.values.get("personal_id"))
    name, number = person.values["name"], person.values["personal_id"]
    text = hidden.format(
        name=name,
        upper=name.upper(),
        plain=folded(name),
        number=number,
        dotted=f"{number[:3]}.{number[3:6]} {number[6:]}",
        decomposed=unicodedata.normalize("NFD", name),
    )
    assert people_in(text)


# --- where to look ------------------------------------------------------------------------------------------------------------
def relations(connection: psycopg.Connection[tuple[str, ...]], *schemas: str) -> list[str]:
    """Tables; views show nothing that a table does not hold."""
    return [
        name
        for (name,) in connection.execute(
            """select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = any(%s) and c.relkind in ('r', 'p', 'm') order by 1""",
            [list(schemas)],
        ).fetchall()
    ]


def words_of(connection: psycopg.Connection[tuple[str, ...]], relation: str) -> str:
    return "\n".join(line for (line,) in connection.execute(f"select t::text from {relation} t".encode()).fetchall())


@dataclass(frozen=True)
class FirstDay:
    """What the commands printed over the samples with the embedded database, and the state they left."""

    home: Path
    printed: dict[str, str]


COMMANDS = {
    "first run": ["run", str(SAMPLES), "--json"],
    "second run": ["run", str(SAMPLES)],
    "status": ["status"],
    "status as JSON": ["status", "--json"],
    "reader": ["db", "url"],
}


@pytest.fixture(scope="module")
def first_day(tmp_path_factory: pytest.TempPathFactory) -> FirstDay:
    """As the README says it: no setting but a home. The tests only look at it, so one day serves all processes of the session."""
    folder = session_folder(tmp_path_factory)
    home = folder / "first_day" / "home"
    return FirstDay(home, json.loads(made_once(folder, "first_day", lambda: json.dumps(printed_on_the_first_day(home)))))


def printed_on_the_first_day(home: Path) -> dict[str, str]:
    shutil.rmtree(home.parent, ignore_errors=True)  # of a process that was killed half-way
    home.parent.mkdir()
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("CHITIEU_", "PREFECT_"))} | {
        "CHITIEU_HOME": str(home)
    }
    done = {
        name: subprocess.run([sys.executable, "-m", "flows.cli", *arguments], cwd=ROOT, env=environ, capture_output=True, text=True)
        for name, arguments in COMMANDS.items()
    }
    assert {name: result.returncode for name, result in done.items()} == {**dict.fromkeys(COMMANDS, 0), "first run": 3}, [
        result.stderr[-2000:] for result in done.values()
    ]
    return {f"{name}, {stream}": getattr(result, stream) for name, result in done.items() for stream in ("stdout", "stderr")}


def test_the_first_run_of_the_readme_prints_one_json_document(first_day: FirstDay) -> None:
    document = json.loads(first_day.printed["first run, stdout"])
    assert len(document["deliveries"]) == len(sample_names())
    assert first_day.printed["first run, stderr"] == ""


def test_nothing_that_is_printed_names_a_person(first_day: FirstDay) -> None:
    assert {name: people for name, text in first_day.printed.items() if (people := people_in(text))} == {}


def test_no_file_of_the_home_names_a_person(first_day: FirstDay) -> None:
    files = [
        path for path in first_day.home.rglob("*") if path.is_file() and path.relative_to(first_day.home).parts[0] not in MAY_HOLD_PEOPLE
    ]
    assert {"secret.key"} <= {path.name for path in files}
    assert {
        str(path): people for path in files if (people := people_in(path.read_text(encoding="utf-8", errors="replace") + str(path)))
    } == {}


def test_the_log_of_the_embedded_server_names_nobody(first_day: FirstDay) -> None:
    logs = [
        path
        for path in (first_day.home / "postgres").rglob("*log*")
        if path.is_file() and "data" not in path.relative_to(first_day.home).parts
    ]
    assert {str(path): people for path in logs if (people := people_in(path.read_text(encoding="utf-8", errors="replace")))} == {}


def test_the_home_is_closed_to_other_users(first_day: FirstDay) -> None:
    assert first_day.home.stat().st_mode & 0o077 == 0
    assert (first_day.home / "secret.key").stat().st_mode & 0o777 == 0o600


def test_the_embedded_warehouse_names_nobody_outside_the_vault(first_day: FirstDay) -> None:
    with embedded_server(first_day.home) as url, psycopg.connect(url) as connection:
        assert_nobody_outside_the_vault(connection)


def assert_nobody_outside_the_vault(connection: psycopg.Connection[tuple[str, ...]]) -> None:
    searched = relations(connection, "warehouse", "mart", "audit", "staging", "public")
    assert len(searched) > 30
    given_away = {relation: people_in(words_of(connection, relation)) for relation in searched}
    assert {relation: people for relation, people in given_away.items() if people} == {}


# --- the same on every server -----------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module", params=SERVERS)
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office(request.param, request, tmp_path_factory.mktemp("privacy"), fed=the_samples) as made:
        yield made


def test_the_warehouse_names_nobody_outside_the_vault(office: Office) -> None:
    with psycopg.connect(str(office.settings.database_url)) as connection:
        assert_nobody_outside_the_vault(connection)


def test_the_vault_does_know_them_sealed(office: Office) -> None:
    """Else the search proves nothing: opened, the vault names nearly everybody; as it stands in the database, nobody."""
    opened = json.dumps([office.sealed(table) for table in ("person_row", "quarantined_row", "repair")], ensure_ascii=False, default=str)
    known = people_in(opened)
    assert len(known & names()) > 250
    assert len(known & numbers()) > 500
    with psycopg.connect(str(office.settings.database_url)) as connection:
        assert {name: people for name in relations(connection, "vault") if (people := people_in(words_of(connection, name)))} == {}


def test_no_word_of_a_statement_stays_in_the_server_s_statistics(office: Office) -> None:
    """What the catalogue keeps of columns (most common values) is read by superusers and owners alone."""
    with psycopg.connect(str(office.settings.database_url), autocommit=True) as connection:
        connection.execute("analyze")
        connection.execute("set role chitieu_bi")
        text = "\n".join(str(row) for row in connection.execute("select * from pg_stats").fetchall())
        assert people_in(text) == set()


# --- findings -------------------------------------------------------------------------------------------------------------------
def personal_cells(record: Record) -> set[str]:
    return {str(record.values[name]) for name in ("personal_id", "bhxh_number", "name", "address") if record.values.get(name)}


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"personal_id": "030199000", "bhxh_number": None}, "H01"),
        ({"personal_id": "030999000001"}, "H07"),
        ({"card_number": "HN2303012345678"}, "H05"),
        ({"group_name": None, "group": 0, "address": "Số 12, Thôn Đồng Ngoài, phường Khác"}, "H09"),
        ({"valid_from": "030199000001"}, "H02"),  # a cell that slipped into the column beside its own
        ({"object_code": "0900000123"}, "H06"),
        ({"group_name": "Số 12, ngõ 3, 0900000123"}, "H09"),
    ],
    ids=str,
)
def test_a_finding_shows_at_most_the_tail_of_a_number(
    change: dict[str, str | date | None], rule: str, one_database_url: str, tmp_path: Path
) -> None:
    office, people = office_at(one_database_url, tmp_path), cards(JUNE)
    people[0].change(**change)
    office.send(health_list(JUNE, people))
    assert rule in rules_of(office, "BHYT_2026-06.csv")
    told = "\n".join(message for (message,) in office.rows("select message_vi from audit.finding"))
    assert re.findall(r"\d{5,}", re.sub(r"\d{2}/\d{2}/\d{4}", "", told)) == []
    assert not [cell for cell in personal_cells(people[0]) if cell in told]


def test_two_names_of_one_number_are_told_without_the_names(one_database_url: str, tmp_path: Path) -> None:
    office, people = office_at(one_database_url, tmp_path), cards(JULY)
    people[0].change(personal_id=people[1].values["personal_id"], bhxh_number=people[1].values["bhxh_number"], birth_date=date(1950, 1, 1))
    office.send(health_list(JULY, people))
    told = "\n".join(message for (message,) in office.rows("select message_vi from audit.finding where rule_code = 'H04'"))
    assert told
    assert not [cell for record in people[:2] for cell in personal_cells(record) if cell in told]
