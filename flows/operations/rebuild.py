"""Rebuild of the warehouse from what was landed: every delivery is read, cleaned, judged and published again, in the order of arrival.

All of it is one transaction: readers see the warehouse of before until the new one stands, and nothing is changed if anything fails.
Records stay as they were: numbers, times and runs of deliveries, officers' answers, issued reports, the log of the vault, and the history
of the indicators, which only gets a line where a value comes out different. A delivery whose file is no longer kept stays as it was
published.

Data flow: audit.delivery, landed files -> the steps of ``flows.pipeline``, each a savepoint of one transaction -> ``Rebuilt``
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any

from expectations.registry import REPLACED_WHOLE
from flows.extract.landing import landed_path
from flows.indicators.compute import Because
from flows.operations.retention import retain_rows
from flows.pipeline.outcomes import PUBLISHED, REFUSED, Progress, Run
from flows.pipeline.refresh import bring_up_to_date
from flows.pipeline.retake import (
    Known,
    LandedFileError,
    clear_deliveries,
    forget_links,
    known_deliveries,
    landed_file,
    replay,
    savepoint,
)
from flows.pipeline.run import close_run, open_run, open_vault
from flows.system.errors import ChitieuError
from flows.vault.key_rotation import check_keys, keys_after_interrupted_rotation

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from flows.config.settings import Settings

CAUSE = "Tính lại toàn bộ từ tệp gốc"


class RebuildError(ChitieuError):
    """The warehouse cannot be made again; it is as it was."""


@dataclass
class Rebuilt:
    """``missing``: files that are no longer kept, whose deliveries stay as they were; ``changed``: deliveries with another end than
    before."""

    run_id: int
    ward: str
    replayed: int = 0
    missing: list[str] = field(default_factory=list)
    changed: list[dict[str, str]] = field(default_factory=list)
    indicators_changed: int = 0
    seconds: float = 0.0

    @property
    def is_worse(self) -> bool:
        """A file is missing, or a delivery that was published is refused now."""
        return bool(self.missing) or any(line["was"] in PUBLISHED and line["is"] in REFUSED for line in self.changed)

    def as_json(self) -> dict[str, Any]:
        document = asdict(self)
        return document | {"seconds": round(self.seconds, 3)}


def rebuild(engine: "Engine", settings: "Settings", progress: Progress) -> Rebuilt:
    """Under the lock of a night. Raises ``RebuildError`` or what the steps raise; the warehouse is then as it was."""
    started = perf_counter()
    keys = keys_after_interrupted_rotation(engine, settings)
    with engine.connect() as connection:
        known = known_deliveries(connection, settings.ward.code)
        check_keys(connection, settings.ward.code, keys)
    missing = [one for one in known if not landed_path(settings.home, one.sha256).exists()]
    replayed = _to_replay(known, missing)
    try:
        landed = [landed_file(settings, one, keys) for one in replayed]
    except LandedFileError as error:
        raise RebuildError(str(error)) from None
    with engine.begin() as connection:
        result, ward_key = open_run(connection, settings, None)
        run = Run(partial(savepoint, connection), settings, ward_key, keys, result)
        run = replace(run, decisions=open_vault(run))
        clear_deliveries(connection, [one.delivery_id for one in replayed])
        if not missing:
            forget_links(connection, settings.ward.code)
        replay(run, replayed, landed, progress)
        bring_up_to_date(run, because=Because(CAUSE), everything=True)
        done = Rebuilt(result.run_id, settings.ward.slug, len(replayed), [one.file_name for one in missing], _changed(connection, known))
        _check_failures(connection, known)
        retain_rows(connection, settings, date.today(), "chitieu rebuild")
        done.indicators_changed = result.indicators_changed
        result.seconds["total"] = done.seconds = perf_counter() - started
        result.deliveries = []
        close_run(connection, settings.ward, result)
    return done


def _to_replay(known: Sequence[Known], missing: Sequence[Known]) -> list[Known]:
    """In the order of arrival. Bytes that came again (a duplicate, or the same under another month) were judged by that alone and stay; so
    does a month of a full list whose published file is missing: an older one must not take its place."""
    gone = {one.sha256 for one in missing}
    settled = {(one.source, one.month) for one in missing if one.status in PUBLISHED and one.source in REPLACED_WHOLE}
    seen: set[str] = set()
    out = []
    for one in known:
        is_first = one.sha256 not in seen
        seen.add(one.sha256)
        if is_first and one.sha256 not in gone and one.status != "duplicate" and (one.source, one.month) not in settled:
            out.append(one)
    return out


def _changed(connection: "Connection", known: Sequence[Known]) -> list[dict[str, str]]:
    now = dict(connection.exec_driver_sql("select delivery_id, status from audit.delivery").tuples().fetchall())
    return [{"file": one.file_name, "was": one.status, "is": now[one.delivery_id]} for one in known if now[one.delivery_id] != one.status]


def _check_failures(connection: "Connection", known: Sequence[Known]) -> None:
    failed = set(connection.exec_driver_sql("select delivery_id from audit.finding where rule_code = 'F00'").scalars())
    new = [one.file_name for one in known if one.delivery_id in failed and not one.has_failed]
    if new:
        raise RebuildError(
            f"The program failed on {len(new)} delivery(ies) that it had taken before ({', '.join(new[:3])}). "
            "Nothing was changed. Report this sentence."
        )
