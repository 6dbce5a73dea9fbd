"""Deliveries are fetched from where the departments put them: shared folders, servers, object stores.

Data flow: ``[[source]]`` of ward.toml -> fsspec -> ``CHITIEU_HOME/inbox/<name>/...`` (below it the path as at the source) -> folders
that ``find_files`` searches. The inbox only saves fetching twice: what was delivered is kept by landing. Its files are sealed as those are.
"""

import json
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import click

from flows.extract.landing import LandingError
from flows.system.files import PRIVATE_FILE, PRIVATE_FOLDER, write_private
from flows.vault.file_encryption import is_openable, write_sealed
from flows.vault.master_keys import MasterKeys, master_keys

if TYPE_CHECKING:
    from flows.config.settings import Settings
    from flows.config.ward import PullSource

#: What was fetched, with size and stamp; ``find_files`` passes over names that begin with a dot.
_MANIFEST = ".pulled.json"
#: What the file systems of fsspec call a sign of change, the surest first. A file without any is fetched every time.
_STAMPS = ("etag", "ETag", "md5Hash", "md5", "mtime", "LastModified", "last_modified", "updated", "modified")
Tell = Callable[[str], None]
Known = dict[str, list[Any]]


class PullError(LandingError):
    """No source could be reached: the one failure of this module that may pass by itself."""


@dataclass
class _Source:
    """One source while it is pulled. ``base``: the address as the file system spells it; ``folder``: its copy."""

    system: Any
    base: str
    folder: Path
    wanted: re.Pattern[str]
    known: Known
    keys: MasterKeys
    failed: list[str] = field(default_factory=list)


def to_standard_error(sentence: str) -> None:
    click.echo(f"chitieu: {sentence}", err=True)


def pull(settings: "Settings", *, tell: Tell = to_standard_error) -> list[Path]:
    """One folder for each source that could be reached, holding all that was ever fetched from it.

    A file is fetched when it is new or its size or stamp (etag, time of change) differs from what was fetched last; one that the source
    has removed stays. A source that cannot be reached, or single files of it, are told by one sentence each, and the others are taken.
    Raises ``PullError`` if no source could be reached, ``LandingError`` if none is configured.
    """
    sources = settings.ward.sources
    if not sources:
        raise LandingError(
            f"{settings.ward.folder / 'ward.toml'}: no [[source]] is configured to take deliveries from. Give the folder or "
            "files to the command, or add a [[source]] with name, url and pattern."
        )
    folders, complaints = [], []
    keys = master_keys(settings)
    for source, folder in zip(sources, _folders(settings.home / "inbox", sources), strict=True):
        complaint = _pull_source(source, folder, keys)
        if folder is not None and folder.is_dir() and not (complaint and complaint.is_whole):
            folders.append(folder)
        if complaint:
            complaints.append(complaint)
    if not folders:
        raise PullError(" ".join(complaint.sentence for complaint in complaints))
    for complaint in complaints:
        tell(complaint.sentence)
    return folders


@dataclass(frozen=True)
class _Complaint:
    """``is_whole``: nothing of the source could be had."""

    sentence: str
    is_whole: bool


def _folders(inbox: Path, sources: "Iterable[PullSource]") -> Iterator[Path]:
    """A folder of its own for each source, also where two names differ only in signs that a file name cannot hold."""
    taken: set[str] = set()
    for source in sources:
        plain = re.sub(r'[/\\:*?"<>|\x00-\x1f]', "_", source.name).strip(". ") or "source"
        name, number = plain, 2
        while name.casefold() in taken:
            name, number = f"{plain} {number}", number + 1
        taken.add(name.casefold())
        yield inbox / name


def _pull_source(source: "PullSource", folder: Path, keys: MasterKeys) -> _Complaint | None:
    """Whatever a network or a file system library raises is this source's complaint: the night goes on with the others."""
    try:
        opened = _opened(source, folder, keys)
        found = _listed(opened)
        _private_folder(folder)
        for path, info in found.items():
            _fetch(opened, path, info)
        write_private(folder / _MANIFEST, json.dumps(opened.known).encode())
    except Exception as error:
        return _Complaint(
            f"Source '{source.name}' ({source.url}): it cannot be reached ({_reason(error)}). Check the address, the network "
            "and the rights of this user; the other sources were taken.",
            is_whole=True,
        )
    if opened.failed:
        more = f" and {len(opened.failed) - 1} more" if len(opened.failed) > 1 else ""
        return _Complaint(
            f"Source '{source.name}' ({source.url}): {opened.failed[0]}{more} could not be fetched. Check the rights of these "
            "files; the next run tries them again.",
            is_whole=False,
        )
    return None


def _opened(source: "PullSource", folder: Path, keys: MasterKeys) -> _Source:
    from fsspec.core import url_to_fs
    from fsspec.utils import glob_translate

    system, base = url_to_fs(source.url)
    system.invalidate_cache()  # a process that serves for weeks must not see the listing of its first night
    wanted = re.compile(glob_translate(source.pattern), re.IGNORECASE)
    return _Source(system, str(base).rstrip("/"), folder, wanted, _read_manifest(folder / _MANIFEST), keys)


def _listed(source: _Source) -> dict[str, dict[str, Any]]:
    """Files below the address whose path matches the pattern, by that path. A missing folder is an error, not an empty one."""
    if not source.system.exists(source.base or "/"):
        raise FileNotFoundError("there is no such folder")
    listed = source.system.find(source.base or "/", detail=True)
    paths = {name[len(source.base) :].strip("/"): info for name, info in sorted(listed.items()) if info.get("type", "file") == "file"}
    return {path: info for path, info in paths.items() if source.wanted.match(path) and _is_wanted(path)}


def _is_wanted(path: str) -> bool:
    """Neither hidden, nor what Excel keeps beside an open workbook, nor a path that would leave the inbox."""
    return bool(path) and not any(part.startswith((".", "~$")) or "\\" in part or "\x00" in part for part in PurePosixPath(path).parts)


def _fetch(source: _Source, path: str, info: dict[str, Any]) -> None:
    target = source.folder / path
    stamp = next((str(info[name]) for name in _STAMPS if info.get(name) is not None), None)
    state = [info.get("size"), stamp]
    if stamp is not None and source.known.get(path) == state and is_openable(target, source.keys):
        return
    draft = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        _private_folder(target.parent)
        source.system.get_file(info["name"], str(draft))
        draft.chmod(PRIVATE_FILE)
        write_sealed(target, draft.read_bytes(), source.keys)
    except Exception:  # each file system has errors of its own; the file is told of by name and fetched again next time
        source.failed.append(path)
    else:
        source.known[path] = state
    finally:
        draft.unlink(missing_ok=True)


def _private_folder(folder: Path) -> None:
    """Each folder on the way: ``parents=True`` would give only the last one the mode."""
    for place in reversed([folder, *folder.parents]):
        if not place.exists():
            place.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


def _read_manifest(path: Path) -> Known:
    """Empty where it is missing or broken: everything is fetched again then, which costs time and nothing else."""
    try:
        known = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _reason(error: Exception) -> str:
    """The library's first line, without credentials that an address may carry."""
    strerror = getattr(error, "strerror", None)
    text = strerror if isinstance(strerror, str) else next(iter(str(error).splitlines()), "")
    return re.sub(r"//[^/@\s]*@", "//***@", text)[:200].rstrip(". ") or type(error).__name__
