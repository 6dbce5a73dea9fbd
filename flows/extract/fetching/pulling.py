"""All sources of a ward taken, one after the other: whatever one of them does, the others come."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.config.source_credentials import Credentials
from flows.extract.fetching.failures import PullError, SourceFailure, as_failure
from flows.extract.fetching.inbox import inbox_folders, private_folder
from flows.extract.fetching.manifest import read_manifest, write_manifest
from flows.extract.fetching.opening import open_origin
from flows.extract.fetching.progress import Taking
from flows.extract.fetching.taking import take
from flows.extract.file_steps import Pulled
from flows.extract.landing import LandingError
from flows.system.addresses import shown_address
from flows.vault.master_keys import MasterKeys, master_keys

if TYPE_CHECKING:
    from flows.config.settings import Settings
    from flows.config.ward import PullSource

Tell = Callable[[str], None]
#: A connection may break by chance: the listing begins anew, whole, over another one.
_TRIES = 2


def to_standard_error(sentence: str) -> None:
    click.echo(f"chitieu: {sentence}", err=True)


def pull(settings: "Settings", *, tell: Tell = to_standard_error) -> Pulled:
    """A file is fetched when it is new or its size or stamp (etag, time of change) differs from what was fetched last, and it is no longer
    being written; one that the source has removed stays in the inbox. A source that cannot be listed whole gives no folder, single files
    of it that fail are left for the next run: each source has one sentence for ``tell``, and the others are taken.

    Raises ``PullError`` where no source could be listed, ``LandingError`` where none is configured.
    """
    if not settings.ward.sources:
        raise LandingError(
            f"{settings.ward.folder / 'ward.toml'}: no [[source]] is configured to take deliveries from. Give the folder or "
            "files to the command, or add a [[source]] with name, url and pattern."
        )
    pulled, failures, keys = Pulled([]), [], master_keys(settings)
    for source, folder in inbox_folders(settings.home, settings.ward.sources):
        failure = _pull_source(settings, source, folder, keys, pulled)
        if failure:
            failures.append(failure)
    if not pulled.folders:
        is_transient = any(failure.is_transient for failure in failures)
        raise PullError(" ".join(pulled.complaints), pulled, trouble=failures[0].trouble, is_transient=is_transient)
    for complaint in pulled.complaints:
        tell(complaint)
    return pulled


def _pull_source(settings: "Settings", source: "PullSource", folder: Path, keys: MasterKeys, pulled: Pulled) -> SourceFailure | None:
    """Why nothing of the source could be had; None where it was listed whole."""
    credentials = settings.source_credentials.get(source.name, Credentials())
    taking = Taking(source, folder, keys, credentials.secrets, read_manifest(folder))
    failure = _taken(taking, credentials, settings.home)
    pulled.steps.extend(taking.steps)
    if failure:
        pulled.complaints.append(
            f"Source '{source.name}' ({shown_address(source.url)}): nothing was taken, {failure.found}. {failure.todo}."
        )
        return failure
    pulled.folders.append(folder)
    if taking.failures:
        pulled.complaints.append(_partly(taking))
    return None


def _taken(taking: Taking, credentials: Credentials, home: Path) -> SourceFailure | None:
    """The failure of the source as a whole. What was fetched before it stays in the inbox, and in the manifest."""
    for attempt in range(1, _TRIES + 1):
        started, taking.steps, taking.failures = datetime.now(UTC), [], []
        try:
            private_folder(taking.folder)
            origin = open_origin(taking.source, credentials, home)
            try:
                take(taking, origin)
            finally:
                origin.close()
                write_manifest(taking.folder, taking.manifest)
            return None
        except Exception as error:  # whatever a network or a library raises is this source's complaint
            failure = as_failure(error, taking.secrets)
        if attempt == _TRIES or not failure.is_transient:
            break
    taking.say(None, "failed", started, message=f"{failure.found}. {failure.todo}.")
    return failure


def _partly(taking: Taking) -> str:
    path, failure = taking.failures[0]
    more = f" and {len(taking.failures) - 1} more" if len(taking.failures) > 1 else ""
    return (
        f"Source '{taking.source.name}' ({shown_address(taking.source.url)}): '{path}'{more} could not be fetched, {failure.found}. "
        f"{failure.todo}; the next run tries again."
    )
