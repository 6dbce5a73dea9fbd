"""What goes wrong while fetching, as phrases: what was found and what to do, without secrets; and whether waiting may mend it."""

import errno
import re
from collections.abc import Iterable

from flows.extract.file_steps import Pulled
from flows.extract.landing import LandingError
from flows.system.addresses import scrubbed
from flows.system.errors import Trouble

_LONGEST = 200
_FULL = (errno.ENOSPC, errno.EDQUOT)


class PullError(LandingError):
    """No source could be taken from. ``pulled``: the steps and complaints until then; ``is_transient``: waiting may help one of them."""

    def __init__(self, sentence: str, pulled: Pulled, *, trouble: Trouble = "sources", is_transient: bool = True) -> None:
        super().__init__(sentence, trouble)
        self.pulled, self.is_transient = pulled, is_transient


class SourceFailure(Exception):
    """A source, or one file of it, cannot be had. ``found``: a clause; ``todo``: a sentence that says what mends it; ``trouble`` as of a
    ``ChitieuError``."""

    def __init__(self, found: str, todo: str, *, is_transient: bool = False, trouble: Trouble = "sources") -> None:
        super().__init__(found)
        self.found, self.todo, self.is_transient, self.trouble = found, todo, is_transient, trouble


class ConnectionLostError(SourceFailure):
    """The server cannot be reached, or went away in the middle: a new connection may succeed."""

    def __init__(self, found: str) -> None:
        said = re.sub(r"\[Errno [^\]]{1,10}\] ", "", found)
        super().__init__(said, "Check the address, the network and the server", is_transient=True)


class StillWrittenError(Exception):
    """The file is open for writing at its source, or grew while it came: it is looked at again next time."""


def missing_package(extra: str, package: str) -> SourceFailure:
    """An extra of this distribution was not installed: no waiting brings it."""
    return SourceFailure(f"the package '{package}' is not installed", f"Install it with: pip install 'chitieu[{extra}]'")


def as_failure(error: Exception, secrets: Iterable[str]) -> SourceFailure:
    """Whatever a network or a file system library raises, as a phrase without secrets. Rights do not come by waiting, the rest may."""
    if isinstance(error, ConnectionLostError):
        return ConnectionLostError(scrubbed(error.found, secrets)[:_LONGEST])
    if isinstance(error, SourceFailure):  # our own words
        return error
    code = error.errno if isinstance(error, OSError) else None  # libraries have kinds of OSError of their own
    if isinstance(error, OSError) and code in _FULL:
        return SourceFailure(f"this computer's disk is full ({error.strerror})", "Free space below CHITIEU_HOME", trouble="disk")
    if isinstance(error, PermissionError) or code in (errno.EACCES, errno.EPERM):
        return SourceFailure(f"access is refused ({_first_line(error, secrets)})", "Give this user the right to it")
    if isinstance(error, FileNotFoundError) or code == errno.ENOENT:
        is_of_a_disk = code is not None
        found = "there is no such folder" if is_of_a_disk else _first_line(error, secrets)
        return SourceFailure(found, "Check the address, and the network drive if it is on one", is_transient=is_of_a_disk)
    return ConnectionLostError(_first_line(error, secrets))


def _first_line(error: Exception, secrets: Iterable[str]) -> str:
    strerror = getattr(error, "strerror", None)
    text = strerror if isinstance(strerror, str) else next(iter(str(error).splitlines()), "")
    return scrubbed(text, secrets)[:_LONGEST].rstrip(". ") or type(error).__name__
