"""What BI clients see over the read-only address of `chitieu db url --inside`: tables, views, keys and comments, by psql, by ODBC and by
LibreOffice.

Each of the three is a program of the machine; where one is missing its tests are skipped and say so. Debian's packages: postgresql-client,
odbc-postgresql, libreoffice-sdbc-postgresql with libreoffice-base-drivers and python3-uno.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from flows.config.settings import Settings
from flows.database.bi_login import INSIDE, PUBLISHED, reader_url

ODBC_DRIVERS = sorted(Path("/usr/lib").glob("*/odbc/psqlodbcw.so"))
SYSTEM_PYTHON = "/usr/bin/python3"

#: Run by the machine's own Python, which has LibreOffice's bridge; prints what the driver lists as JSON.
LISTING = """
import json, os, sys, time, uno
from com.sun.star.beans import PropertyValue

pipe, address, user, password = sys.argv[1:]
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
for attempt in range(240):
    try:
        office = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        break
    except Exception:  # the bridge's own kinds, until the program listens; after a minute the script says so and fails
        time.sleep(0.25)
else:
    sys.exit("LibreOffice did not start within a minute.")
manager = office.ServiceManager.createInstanceWithContext("com.sun.star.sdbc.DriverManager", office)
secrets = (PropertyValue("user", 0, user, 0), PropertyValue("password", 0, password, 0))
connection = manager.getConnectionWithInfo("sdbc:postgresql:" + address, secrets)
data = connection.getMetaData()

def rows(result, *columns):
    out = []
    while result.next():
        out.append([result.getString(number) for number in columns])
    return out

print(json.dumps({
    "driver": data.getDriverVersion(),
    "views": rows(data.getTables(None, "mart", "%", ("VIEW",)), 3, 5),
    "tables": rows(data.getTables(None, "warehouse", "%", ("TABLE",)), 3, 5),
    "columns": rows(data.getColumns(None, "mart", "scorecard", "%"), 4, 12),
    "primary_key": rows(data.getPrimaryKeys(None, "warehouse", "dim_indicator"), 4),
    "foreign_keys": rows(data.getImportedKeys(None, "warehouse", "fact_target_judgement"), 3, 4, 8),
}))
connection.close()
sys.stdout.flush()
os._exit(0)  # the bridge's threads race its own end: after a whole answer it crashed once
"""


@pytest.fixture
def address(database_url: str, make_settings: Callable[[str], Settings]) -> str:
    return reader_url(make_settings(database_url), INSIDE)


@pytest.fixture
def parts(address: str) -> dict[str, str]:
    return parts_of(address)


def parts_of(address: str) -> dict[str, str]:
    url = urlsplit(address)
    return {
        "host": str(url.hostname),
        "port": str(url.port),
        "dbname": url.path[1:],
        "user": str(url.username),
        "password": unquote(str(url.password)),
    }


# --- psql ---------------------------------------------------------------------------------------------------------------
def psql(address: str, *commands: str) -> str:
    program = shutil.which("psql")
    if program is None:
        pytest.skip("no psql on this machine (package postgresql-client)")
    arguments = [argument for command in commands for argument in ("-c", command)]
    done = subprocess.run([program, "-X", address, *arguments], capture_output=True, text=True, timeout=60, check=False)
    assert not done.returncode, done.stderr
    return done.stdout


def test_psql_lists_views_tables_keys_and_comments(address: str) -> None:
    listed = psql(address, r"\dv+ mart.*", r"\dt+ warehouse.*")
    assert "scorecard" in listed and "wide_dossier" in listed and "fact_dossier" in listed and "One row per" in listed
    table = psql(address, r"\d+ warehouse.fact_target_judgement")
    assert "PRIMARY KEY" in table and "REFERENCES warehouse.dim_indicator" in table
    assert "Description" in psql(address, r"\d+ mart.scorecard") and "Trạng thái bằng tiếng Việt" in psql(address, r"\d+ mart.scorecard")


def test_psql_selects_the_window_without_quotes(address: str) -> None:
    assert "window_kind" in psql(
        address, "select window_kind, value from mart.published_value union select window_kind, value from mart.scorecard"
    )


def test_psql_sees_nothing_of_the_vault(address: str) -> None:
    assert psql(address, "select has_schema_privilege('vault', 'usage') or has_schema_privilege('audit', 'usage')").split()[2] == "f"


# --- ODBC ---------------------------------------------------------------------------------------------------------------
def odbc_connection(parts: dict[str, str], options: str = "") -> Any:
    if not ODBC_DRIVERS:
        pytest.skip("no ODBC driver of PostgreSQL on this machine (package odbc-postgresql)")
    pyodbc = pytest.importorskip("pyodbc", reason="pyodbc is not installed for this machine", exc_type=ImportError)
    return pyodbc.connect(
        f"Driver={ODBC_DRIVERS[0]};Servername={parts['host']};Port={parts['port']};Database={parts['dbname']};Uid={parts['user']};"
        f"Pwd={{{parts['password']}}};{options}"
    )


@pytest.fixture
def odbc(parts: dict[str, str]) -> Iterator["object"]:
    connection = odbc_connection(parts)
    yield connection
    connection.close()


def test_odbc_lists_views_tables_and_keys(odbc: "object") -> None:
    cursor = odbc.cursor()  # type: ignore[attr-defined]
    views = {row.table_name for row in cursor.tables(schema="mart", tableType="VIEW")}
    tables = {row.table_name for row in cursor.tables(schema="warehouse", tableType="TABLE")}
    assert {"scorecard", "published_value", "wide_dossier", "data_dictionary"} <= views
    assert {"dim_indicator", "dim_area", "fact_dossier", "fact_indicator"} <= tables
    assert [row.column_name for row in cursor.primaryKeys("dim_indicator", schema="warehouse")] == ["indicator_key"]
    foreign = {
        (row.fkcolumn_name, row.pktable_name) for row in cursor.foreignKeys(foreignTable="fact_target_judgement", foreignSchema="warehouse")
    }
    assert ("indicator_key", "dim_indicator") in foreign


def test_odbc_lists_what_can_be_read_alone_when_told_so(database_url: str, make_settings: Callable[[str], Settings]) -> None:
    """Else it lists every schema, rights or none. AB is the driver's name for its extra options, 0x10 the one for what is accessible."""
    settings = make_settings(database_url)
    for reach, schemas in ((PUBLISHED, {"mart"}), (INSIDE, {"mart", "warehouse"})):
        listed = {}
        for options in ("", "AB=10;"):
            connection = odbc_connection(parts_of(reader_url(settings, reach)), options)
            listed[options] = {(row.table_schem, row.table_name) for row in connection.cursor().tables()}
            connection.close()
        assert {"vault", "audit"} <= {schema for schema, _ in listed[""]}
        assert {schema for schema, _ in listed["AB=10;"]} == schemas
        assert (("mart", "scorecard") in listed["AB=10;"]) == (reach is INSIDE) and ("mart", "published_scorecard") in listed["AB=10;"]


def test_odbc_has_no_memo_columns_among_labels(odbc: "object") -> None:
    """A bare text arrives as a long text of 8190 characters, by which Excel and Access neither sort nor join."""
    cursor = odbc.cursor()  # type: ignore[attr-defined]
    kinds = {row.column_name: row.type_name for row in cursor.columns(schema="mart", table="wide_dossier")}
    assert kinds and not [name for name, kind in kinds.items() if kind in ("text", "unknown")]


def test_odbc_reads_and_does_not_write(odbc: "object") -> None:
    cursor = odbc.cursor()  # type: ignore[attr-defined]
    assert cursor.execute("select count(*) from mart.scorecard").fetchone()[0] >= 0
    with pytest.raises(Exception, match="read-only|permission denied"):
        cursor.execute("delete from warehouse.dim_indicator")


# --- LibreOffice --------------------------------------------------------------------------------------------------------
def test_libreoffice_lists_views_tables_keys_and_comments(parts: dict[str, str], tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None or not list(Path("/usr/lib/libreoffice/program").glob("libpostgresql*")):
        pytest.skip("no LibreOffice with its PostgreSQL driver on this machine (package libreoffice-sdbc-postgresql)")
    if not list(Path("/usr/lib/libreoffice/program").glob("libsdbc2*")):
        pytest.skip("no LibreOffice driver manager on this machine (package libreoffice-base-drivers)")
    if subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode:
        pytest.skip("no bridge to LibreOffice on this machine (package python3-uno)")
    pipe = f"chitieu{abs(hash(tmp_path))}"
    office = subprocess.Popen(
        [
            program,
            "--headless",
            "--norestore",
            "--nologo",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        server = f"host={parts['host']} port={parts['port']} dbname={parts['dbname']}"
        done = subprocess.run(
            [SYSTEM_PYTHON, "-c", LISTING, pipe, server, parts["user"], parts["password"]],
            capture_output=True,
            text=True,
            timeout=150,
            check=False,
        )
    finally:
        _end(office)
    assert not done.returncode, done.stderr
    listed = json.loads(done.stdout)
    views, tables = dict(listed["views"]), dict(listed["tables"])
    assert {"scorecard", "published_value", "wide_dossier"} <= set(views) and all(views.values()), "every view has its comment"
    assert {"dim_indicator", "fact_indicator"} <= set(tables) and all(tables.values()), "every table has its comment"
    assert dict(listed["columns"])["status_name"] == "Trạng thái bằng tiếng Việt" and all(comment for _, comment in listed["columns"])
    if listed["driver"] == "0.8.2":  # told in docs/connect.md: large tables are missing, a table is told by the comment of any column
        assert "fact_health_insurance" not in tables and "wide_health_insurance" in views
        assert [text for text in views.values() if not text.startswith("Mỗi dòng là ")]
    assert listed["primary_key"] == [["indicator_key"]]
    assert ["dim_indicator", "indicator_key", "indicator_key"] in listed["foreign_keys"]


def _end(office: "subprocess.Popen[bytes]") -> None:
    """The program starts another one that does the work: both are of one group."""
    import os
    import signal
    from contextlib import suppress

    assert sys.platform != "win32"
    with suppress(ProcessLookupError):
        os.killpg(office.pid, signal.SIGKILL)
    office.wait(timeout=30)
