"""Troubles that stop a night and that somebody can mend: a full disk, a lost database, a missing right, each as a sentence that says what
to free or mend, and how much.

Data flow: whatever an operating system or a database raises -> ``explained`` -> ``TroubleError``, or None for errors of the program
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.system.disk_room import FULL, NEEDED_BYTES, megabytes, room_sentence
from flows.system.errors import ChitieuError, Trouble

if TYPE_CHECKING:
    from flows.config.settings import Settings

_CLOSED = {errno.EACCES: "no right to write there", errno.EPERM: "no right to write there", errno.EROFS: "it is read-only"}
_STAYS = "What was published before stays; the next run goes on from there."


class TroubleError(ChitieuError):
    """The night stopped for want of something that somebody can mend."""

    def __init__(self, sentence: str, trouble: Trouble = "database") -> None:
        super().__init__(sentence)
        self.trouble = trouble


@contextmanager
def troubles_as_sentences(settings: "Settings") -> Iterator[None]:
    try:
        yield
    except ChitieuError:
        raise
    except Exception as error:
        told = explained(error, settings)
        if told is None:
            raise
        raise told from None


def stops_the_night(error: BaseException) -> bool:
    """Whether every further delivery would meet the same: it is not this one's fault."""
    if isinstance(error, OSError) and error.errno in (*FULL, errno.EROFS):
        return True
    state = _state(error)
    return _is_lost(error) or state[:2] in ("53", "57", "58") or state in ("42501", "25006")


def explained(error: BaseException, settings: "Settings") -> TroubleError | None:
    if isinstance(error, OSError) and error.errno in FULL:
        place = Path(error.filename) if isinstance(error.filename, str) else settings.home
        return TroubleError(f"{place}: the disk cannot take more ({FULL[error.errno]}). {room_sentence(place)} {_STAYS}", "disk")
    if isinstance(error, OSError) and error.errno in _CLOSED and isinstance(error.filename, str):
        return TroubleError(f"{error.filename}: {_CLOSED[error.errno]}. Give this user the right to write there. {_STAYS}", "rights")
    state = _state(error)
    if state == "53100":
        return TroubleError(f"The disk of the database is full. {_database_room(settings)} {_STAYS}", "disk")
    if state[:2] == "53":
        return TroubleError(f"The database has no room for more work ({_first_line(error)}). Give it memory or connections. {_STAYS}")
    if state == "42501":
        right = "Give the login of CHITIEU_DATABASE_URL that right, or use the login that made the warehouse: docs/roles.md says which."
        return TroubleError(f"The database login lacks a right ({_first_line(error)}). {right} {_STAYS}", "rights")
    if state == "25006":
        first = "Let CHITIEU_DATABASE_URL name the server that takes changes."
        return TroubleError(f"The database takes no changes: it is read-only, or a standby. {first} {_STAYS}")
    if state[:2] == "58":
        return TroubleError(f"The database cannot read or write its own files ({type(_cause(error)).__name__}). See its log. {_STAYS}")
    return TroubleError(f"The connection to the database was lost. Start the database again. {_STAYS}") if _is_lost(error) else None


def _database_room(settings: "Settings") -> str:
    if settings.database_url is None:
        return room_sentence(settings.home / "postgres")
    return f"Free at least {megabytes(NEEDED_BYTES)} where the server of CHITIEU_DATABASE_URL keeps its data."


def _cause(error: BaseException) -> Any:
    return getattr(error, "orig", None) or error


def _state(error: BaseException) -> str:
    return getattr(_cause(error), "sqlstate", None) or ""


def _first_line(error: BaseException) -> str:
    """The server's own words where they name a table or a limit and no row."""
    diagnosis = getattr(_cause(error), "diag", None)
    return (getattr(diagnosis, "message_primary", None) or type(_cause(error)).__name__).rstrip(".")


def _is_lost(error: BaseException) -> bool:
    """A connection that broke, or that was never made: an operational error without a class of its own, or one of a server that stops."""
    cause = _cause(error)
    if getattr(error, "connection_invalidated", False):
        return True
    return type(cause).__module__.startswith("psycopg") and type(cause).__name__ in ("OperationalError", "AdminShutdown", "CrashShutdown")
