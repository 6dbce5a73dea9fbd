"""Errors: what a user can mend: one family of exceptions, each a finished sentence that is printed without a traceback; and how any other
error is told without what it read."""

from pathlib import Path
from traceback import extract_tb
from typing import Any, Literal

from flows.system.files import ROOT

#: What of the house has to be seen to; "killed" is a night that ended without a word, "none" where nothing is wrong.
Trouble = Literal["sources", "database", "disk", "rights", "settings", "program", "killed", "other", "none"]


class ChitieuError(Exception):
    """The message says where, what was found, what was expected and what to do. Exit status 1: the run itself failed.

    ``trouble`` is for those who are told that a night failed (``flows/wording/troubles.py``).
    """

    exit_code = 1
    trouble: Trouble = "other"


class SettingsError(ChitieuError):
    """The environment, the ``.env`` file or a ward's folder says something that the program cannot work with."""

    trouble: Trouble = "settings"


def describe_without_data(error: BaseException) -> str:
    """What went wrong by its kind and its place alone: a table for the database, else the line of the program that met it. The texts of
    errors quote rows, and so people."""
    cause = getattr(error, "orig", None) or error
    said = getattr(cause, "diag", None)
    names = ("schema_name", "table_name", "column_name", "constraint_name")
    place = ".".join(filter(None, (getattr(said, name, None) for name in names))) or _line_of(error)
    return f"{type(cause).__name__}{f' in {place}' if place else ''}"


def permission_denied(error: BaseException) -> str | None:
    """What the database login has no right to, in the server's words, which name a table or a schema and no row; None for other errors."""
    cause: Any = getattr(error, "orig", None) or error
    return cause.diag.message_primary if getattr(cause, "sqlstate", None) == "42501" else None


def _line_of(error: BaseException) -> str:
    """The innermost line of our own code, such as ``transforms/cleaning/steps.py:81``."""
    places = [(Path(frame.filename), frame.lineno) for frame in extract_tb(error.__traceback__)]
    own = [(path.relative_to(ROOT), line) for path, line in places if path.is_relative_to(ROOT)]
    told = [f"{path.as_posix()}:{line}" for path, line in own if "site-packages" not in path.parts]
    return told[-1] if told else ""
