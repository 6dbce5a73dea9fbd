"""The folder of the embedded PostgreSQL: its locks, its password, its port, its log, the postmaster's own notes.

Data flow: ``CHITIEU_HOME/postgres`` -> ``Folder`` -> ``flows.database.embedded.programs`` and ``flows.database.embedded.server``. Three
locks of the operating system stand there; the kernel frees them with the last process that holds them, so nothing goes stale:
``start.lock`` whoever starts or stops, ``users.lock`` shared by everyone who uses the server, ``server.lock`` inherited by the server and
its children, so that it is free exactly when none of them lives: no process id to be recycled, no zombie.
"""

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from flows.system.errors import Trouble
from flows.system.files import PRIVATE_FOLDER, write_private
from flows.system.locks import LockedError, try_lock

DATABASE = USER = "chitieu"
_LOG_LIMIT_BYTES = 4_000_000
_LOG_KEPT_BYTES = 500_000


class EmbeddedServerError(LockedError):
    """The embedded PostgreSQL cannot be started or used."""

    trouble: Trouble = "database"


@dataclass(frozen=True)
class Postmaster:
    """What the server says of itself in ``postmaster.pid``: true only while ``server.lock`` is held.

    ``status`` is "ready" once it takes connections.
    """

    pid: int
    port: int
    status: str


@dataclass(frozen=True)
class Folder:
    """The places below ``root``, the folder ``postgres`` in CHITIEU_HOME."""

    root: Path

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def log(self) -> Path:
        return self.root / "log" / "server.log"

    @property
    def postmaster_file(self) -> Path:
        return self.data / "postmaster.pid"

    @property
    def password_file(self) -> Path:
        return self.root / "password"

    @property
    def port_file(self) -> Path:
        return self.root / "port"

    def make(self) -> None:
        """The folder and its log folder, private to this user; the parents' permissions stay as they are.

        Raises ``EmbeddedServerError`` where it is another user's: PostgreSQL refuses data that its own user does not own.
        """
        self.root.parent.mkdir(parents=True, exist_ok=True)
        self.root.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        owner = self.root.stat().st_uid
        if owner != os.geteuid():
            names = _user_name(owner), _user_name(os.geteuid())
            raise EmbeddedServerError(
                f"{self.root} belongs to user {names[0]}, but this program runs as {names[1]}: run it as {names[0]}, "
                "or set CHITIEU_HOME to another folder."
            )
        self.log.parent.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        if self.root.stat().st_mode & 0o777 != PRIVATE_FOLDER:
            self.root.chmod(PRIVATE_FOLDER)

    def password(self) -> str | None:
        """The superuser's password; None before the first start, or when its file was lost."""
        return _read(self.password_file)

    def remembered_port(self) -> int | None:
        text = _read(self.port_file) or ""
        return int(text) if re.fullmatch(r"\d{4,5}", text) else None

    def url(self, port: int) -> str:
        return f"postgresql://{USER}:{self.password()}@127.0.0.1:{port}/{DATABASE}"

    def postmaster(self) -> Postmaster | None:
        """None where the file is missing, or is just being written and not whole yet."""
        lines = (_read(self.postmaster_file) or "").splitlines()
        if len(lines) < 8 or not (lines[0].strip().isdecimal() and lines[3].strip().isdecimal()):
            return None
        return Postmaster(int(lines[0]), int(lines[3]), lines[7].strip())

    def server_lives(self) -> bool:
        """Whether the server or any of its children is alive."""
        if not (self.root / "server.lock").exists():
            return False
        held = try_lock(self.root / "server.lock", shared=True)
        if held is None:
            return True
        held.release()
        return False

    def bound_log(self) -> None:
        """Keep the log's last half megabyte once it is over four; the server writes in append mode and simply goes on."""
        if self.log_size() <= _LOG_LIMIT_BYTES:
            return
        with self.log.open("rb") as log:
            log.seek(-_LOG_KEPT_BYTES, os.SEEK_END)
            write_private(self.log.with_name("server.old.log"), log.read())
        os.truncate(self.log, 0)

    def log_size(self) -> int:
        return self.log.stat().st_size if self.log.exists() else 0

    def log_since(self, offset: int) -> str:
        """What the server wrote after ``offset`` bytes; "" when there is no log."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(offset)
            return log.read(_LOG_KEPT_BYTES).decode("utf-8", "replace")


def new_password() -> str:
    """192 random bits in letters that need no escaping in a URL or in SQL."""
    return secrets.token_urlsafe(24)


def _read(path: Path) -> str | None:
    try:
        return path.read_text("utf-8").strip() or None
    except FileNotFoundError:
        return None


def _user_name(uid: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
