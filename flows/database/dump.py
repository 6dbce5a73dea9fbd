"""The whole database as one file and back, by PostgreSQL's own programs, which know best what a database holds.

Data flow: an address, a snapshot -> pg_dump -> a dump -> pg_restore | psql -> an empty database, all of it or nothing

The programs of the wheel serve every server that is not newer than they are; for a newer one those of the machine are taken. Addresses
and passwords go to them through the environment: a command line is shown to everybody on the machine.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from flows.database.embedded.folder import EmbeddedServerError
from flows.database.embedded.programs import first_reason, programs
from flows.system.errors import ChitieuError

#: Servers before this edition refuse a setting that pg_restore writes into the head of every script.
_KNOWS_TRANSACTION_TIMEOUT = 17
_NEW_SETTING = b"SET transaction_timeout = 0;"
_HEAD_LINES = 60
#: A run takes its working tables for itself, and may wait for what a dump reads. Where both wait for each other the dump gives way, before
#: PostgreSQL looks for deadlocks (after a second) and ends the run.
_LOCK_WAIT = "500ms"
#: pg_dump bounds its wait as it bounds a statement.
_LOCKED = ("statement timeout", "lock timeout", "deadlock detected")


class DumpError(ChitieuError):
    """The database could not be written to a file, or read back."""


class DumpLockedError(DumpError):
    """A run holds a table: another attempt may go better."""


def write_dump(url: str, snapshot: str, target: Path, server: int) -> None:
    """The database as the snapshot shows it, in PostgreSQL's custom format. ``server``: its major version. Raises ``DumpLockedError``
    where a table is held, else ``DumpError``."""
    program = find_program("pg_dump", server)
    done = subprocess.run(
        [str(program), "--format=custom", f"--snapshot={snapshot}", f"--lock-wait-timeout={_LOCK_WAIT}", f"--file={target}"],
        env=_environment(url),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace")
        if any(reason in said for reason in _LOCKED):
            raise DumpLockedError("A run holds the tables of this warehouse. Wait until it has ended, then start the backup again.")
        raise DumpError(f"pg_dump could not write the database ({first_reason(said)}). Mend that and start the backup again.")


def read_dump(url: str, dump: Path, server: int) -> None:
    """Everything of the dump into an empty database, in one transaction. Raises ``DumpError``; the database is then empty still.

    Whoever restores owns what is made. Rights that tables to come are to get (default privileges) name their owner of then, and are left
    out. A list of what is restored is written beside the dump.
    """
    program = find_program("pg_restore", server)
    listed = subprocess.run([str(program), "--list", str(dump)], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if listed.returncode:
        raise DumpError(f"pg_restore cannot read the dump ({first_reason(listed.stderr.decode('utf-8', 'replace'))}).")
    wanted = dump.with_name(f"{dump.name}.list")
    wanted.write_bytes(b"".join(line for line in listed.stdout.splitlines(keepends=True) if b" DEFAULT ACL " not in line))
    with dump.with_name(f"{dump.name}.errors").open("w+b") as errors:
        script = subprocess.Popen(
            [str(program), "--no-owner", f"--use-list={wanted}", "--file=-", str(dump)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
        with script:
            is_whole = _run_script(url, script, errors, server)
        errors.seek(0)
        if not is_whole:
            reason = first_reason(errors.read(100_000).decode("utf-8", "replace"))
            raise DumpError(
                f"The database of the backup could not be restored ({reason}). Nothing of it is in the database: restore again."
            )


def _run_script(url: str, script: "subprocess.Popen[bytes]", errors: IO[bytes], server: int) -> bool:
    """What ``script`` prints, through psql, in one transaction; whether all of it came in. Where this program is killed nothing is
    committed: psql never sees the end."""
    assert script.stdout is not None
    psql = subprocess.Popen(
        [str(find_program("psql", server)), "--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1", "--file=-"],
        env=_environment(url),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=errors,
    )
    assert psql.stdin is not None
    is_whole = False
    with suppress(BrokenPipeError):  # psql ended at an error
        psql.stdin.write(b"begin;\n")
        psql.stdin.writelines(_head(script.stdout, server))
        shutil.copyfileobj(script.stdout, psql.stdin, 2**20)
        is_whole = script.wait() == 0
        psql.stdin.write(b"commit;\n" if is_whole else b"rollback;\n")
    with suppress(BrokenPipeError):
        psql.stdin.close()
    script.kill()
    return psql.wait() == 0 and is_whole


def _head(script: IO[bytes], server: int) -> Iterator[bytes]:
    for _ in range(_HEAD_LINES):
        line = script.readline()
        yield b"\n" if server < _KNOWS_TRANSACTION_TIMEOUT and line.strip() == _NEW_SETTING else line


def find_program(name: str, server: int) -> Path:
    """A program of PostgreSQL that is at least as new as the server: the wheel's, else the machine's. Raises ``DumpError``."""
    found = []
    for place in _places(name):
        if (version := program_version(place)) >= server:
            return place
        found.append(str(version))
    here = f"found edition {', '.join(found)}" if found else "none was found"
    raise DumpError(
        f"The database server is PostgreSQL {server}; {name} must be at least as new, {here}. "
        f"Install the client programs of PostgreSQL {server} or newer, so that {name} is found in PATH."
    )


def _places(name: str) -> Iterator[Path]:
    with suppress(EmbeddedServerError):
        yield programs() / name
    if there := shutil.which(name):
        yield Path(there)


def program_version(program: Path) -> int:
    """Its major version; 0 where it does not say."""
    try:
        told = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return 0
    match = re.search(r"\(PostgreSQL\) (\d+)", told)
    return int(match[1]) if match else 0


def _environment(url: str) -> dict[str, str]:
    """The caller's without settings of PostgreSQL and of the language, and the address in the variables that its programs read."""
    from psycopg.conninfo import conninfo_to_dict
    from psycopg.pq import Conninfo

    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    variables = {option.keyword.decode(): option.envvar.decode() for option in Conninfo.get_defaults() if option.envvar}
    given = {variables[name]: str(value) for name, value in conninfo_to_dict(url).items() if name in variables}
    return {**kept, "LC_ALL": "C", **given}
