"""Retries: whether waiting mends an error of a night, and errors as they may be told to everyone.

Prefect stores and shows the text of every error. That of a database error repeats the row, so that an error nobody foresaw is told by its
kind and place alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flows.extract.fetching import PullError
from flows.system.errors import ChitieuError, describe_without_data


class UnexpectedError(ChitieuError):
    """A mistake of the program, or a connection lost in the middle, told without the data it met."""

    def __init__(self, error: Exception) -> None:
        super().__init__(_sentence(error))
        self.trouble = "database" if _is_lost_connection(error) else "program"


@contextmanager
def as_user_errors() -> Iterator[None]:
    """Whatever is raised inside leaves as a ``ChitieuError``: its text is stored by Prefect and shown to everyone."""
    try:
        yield
    except ChitieuError:
        raise
    except Exception as error:
        raise UnexpectedError(error) from None


def _sentence(error: Exception) -> str:
    if _is_lost_connection(error):
        return "The connection to the database was lost. What was published before stays; start the run again when the database is back."
    return (
        f"The run met an error of the program: {describe_without_data(error)}. What was published before stays. "
        "Report this sentence; chitieu run on the same files shows the error in full."
    )


def is_transient(_task: Any, _run: Any, state: Any) -> bool:
    """Whether waiting may help: sources out of reach, a database that is away or starting. A refusal is no such thing."""
    error = state.data
    if isinstance(error, PullError):
        return error.is_transient
    return isinstance(error, BaseException) and _is_lost_connection(error)


def _is_lost_connection(error: BaseException | None) -> bool:
    """``from None`` hides a cause from people, not from us."""
    from sqlalchemy.exc import DBAPIError, OperationalError

    while error is not None:
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            return True
        if isinstance(error, OperationalError):
            return _is_away(error.orig)
        error = error.__cause__ or error.__context__
    return False


def _is_away(error: BaseException | None) -> bool:
    """No connection was made, or it broke. A server that answers and refuses says FATAL: only starting, stopping and full pass by
    themselves."""
    state = getattr(error, "sqlstate", None) or ""
    text = str(error)
    is_passing = any(sign in text for sign in ("starting up", "shutting down", "recovery", "too many"))
    return state[:2] in ("08", "57") or (not state and ("FATAL:" not in text or is_passing))
