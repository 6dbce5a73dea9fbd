"""What was taken is moved or marked at its source, where ward.toml asks for that; else no source is ever changed.

Data flow: manifest of the inbox -> a look at the source -> files that are still those that were fetched -> moved or marked
"""

from typing import TYPE_CHECKING

from flows.config.source_credentials import Credentials
from flows.extract.fetching.choosing import MARK, choose
from flows.extract.fetching.failures import SourceFailure, as_failure
from flows.extract.fetching.inbox import inbox_folders
from flows.extract.fetching.manifest import Manifest, read_manifest, write_manifest
from flows.extract.fetching.opening import open_origin
from flows.extract.fetching.origin import Entry, Origin
from flows.extract.fetching.pulling import Tell, to_standard_error
from flows.extract.fetching.walking import walk
from flows.system.addresses import shown_address

if TYPE_CHECKING:
    from pathlib import Path

    from flows.config.settings import Settings
    from flows.config.ward import PullSource

_MOST_NAMES = 100


def settle_taken(settings: "Settings", *, tell: Tell = to_standard_error) -> None:
    """To be called after a run that ended: what it did not land would be lost to the next one. A file that has changed since it was
    fetched is left. A source that cannot be changed is one sentence; nothing is raised."""
    for source, folder in inbox_folders(settings.home, settings.ward.sources):
        if source.after_taking == "leave":
            continue
        credentials = settings.source_credentials.get(source.name, Credentials())
        try:
            _settle(source, folder, credentials, settings.home)
        except Exception as error:
            failure = as_failure(error, credentials.secrets)
            told = f"Source '{source.name}' ({shown_address(source.url)}): what was taken could not be "
            tell(f"{told}{'moved' if source.after_taking == 'move' else 'marked'}, {failure.found}. {failure.todo}.")


def _settle(source: "PullSource", folder: "Path", credentials: Credentials, home: "Path") -> None:
    manifest = read_manifest(folder)
    if not _open_ones(manifest):
        return
    origin = open_origin(source, credentials, home)
    try:
        files = choose(walk(origin, source), source).files
        for path in _open_ones(manifest):
            entry = files.get(path)
            if entry is not None and entry.state == manifest.fetched[path]:
                _settle_file(origin, entry, source)
            if entry is None or entry.state == manifest.fetched[path]:
                manifest.settled[path] = manifest.fetched[path]
    finally:
        origin.close()
        write_manifest(folder, manifest)


def _open_ones(manifest: Manifest) -> list[str]:
    return [path for path, state in manifest.fetched.items() if manifest.settled.get(path) != state]


def _settle_file(origin: Origin, entry: Entry, source: "PullSource") -> None:
    if source.after_taking == "mark":
        origin.write_mark(entry.path + MARK)
        return
    stem, dot, ending = entry.path.rpartition(".")
    for number in range(1, _MOST_NAMES):
        path = entry.path if number == 1 else f"{stem} ({number}){dot}{ending}" if dot else f"{entry.path} ({number})"
        try:
            origin.move(entry, f"{source.taken_folder}/{path}")
        except FileExistsError:
            continue
        return
    raise SourceFailure(f"{_MOST_NAMES} files of the name '{entry.path}' lie in '{source.taken_folder}'", "Clear that folder")
