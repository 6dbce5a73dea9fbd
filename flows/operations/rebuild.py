"""Rebuild of the warehouse from what was landed: every delivery is read, cleaned, judged and published again, in the order of arrival.

All of it is one transaction: readers see the warehouse of before until the new one stands, and nothing is changed if anything fails.
Records stay as they were: numbers, times and runs of deliveries, officers' answers, issued reports, the log of the vault, and the history
of the indicators, which only gets a line where a value comes out different. A delivery whose file is no longer kept stays as it was
published.

Data flow: audit.delivery, landed files -> the steps of ``flows.pipeline``, each a savepoint of one transaction -> ``Rebuilt``
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any

from expectations.registry import REPLACED_WHOLE
from flows.extract.landing import Found, Incoming, landed_path
from flows.operations.retention import retain_rows
from flows.pipeline.delivery import take_delivery
from flows.pipeline.outcomes import PUBLISHED, REFUSED, Progress, Run
from flows.pipeline.prepare import prepare
from flows.pipeline.readings import read_deliveries, take_in_files
from flows.pipeline.refresh import bring_up_to_date
from flows.pipeline.run import close_run, open_run, open_vault
from flows.system.errors import ChitieuError
from flows.vault.key_rotation import check_keys, keys_after_interrupted_rotation

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from flows.config.settings import Settings
    from flows.vault.master_keys import MasterKeys

CAUSE = "Tính lại toàn bộ từ tệp gốc"
#: Facts and lists that deliveries make, with the column that names the delivery; those that point at others first.
_MADE = (
    ("warehouse.fact_deprivation", "delivery_key"),
    ("warehouse.fact_household_member", "delivery_key"),
    ("warehouse.fact_poverty", "delivery_key"),
    ("warehouse.fact_reported_figure", "delivery_key"),
    ("warehouse.fact_population", "delivery_key"),
    ("warehouse.fact_dossier", "delivery_key"),
    ("warehouse.fact_health_insurance", "delivery_key"),
    ("warehouse.fact_social_insurance", "delivery_key"),
    ("audit.health_insurance_row", "delivery_key"),
    ("audit.social_insurance_row", "delivery_key"),
    ("audit.left_household", "delivery_key"),
    ("audit.finding", "delivery_id"),
    ("audit.repair_count", "delivery_id"),
    ("audit.delivery_digest", "delivery_id"),
    ("audit.unknown_heading", "delivery_id"),
    ("vault.person_row", "delivery_id"),
    ("vault.quarantined_row", "delivery_id"),
    ("vault.repair", "delivery_id"),
    ("vault.data_key", "delivery_id"),
)


class RebuildError(ChitieuError):
    """The warehouse cannot be made again; it is as it was."""


@dataclass(frozen=True)
class Known:
    """A delivery as the audit knows it."""

    delivery_id: int
    source: str | None
    month: "date | None"
    file_name: str
    sha256: str
    status: str
    path_parts: str
    has_failed: bool


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
        known = _known(connection, settings.ward.code)
        check_keys(connection, settings.ward.code, keys)
    missing = [one for one in known if not landed_path(settings.home, one.sha256).exists()]
    replayed = _to_replay(known, missing)
    landed = [_landed(settings, one, keys) for one in replayed]
    with engine.begin() as connection:
        result, ward_key = open_run(connection, settings, None)
        run = Run(partial(_savepoint, connection), settings, ward_key, keys, result)
        open_vault(run)
        _clear(connection, settings.ward.code, [one.delivery_id for one in replayed], is_whole=not missing)
        _replay(run, replayed, landed, progress)
        delete_unreferenced_people(connection, settings.ward.code)
        bring_up_to_date(run, cause=CAUSE, even_if_fresh=True)
        done = Rebuilt(result.run_id, settings.ward.slug, len(replayed), [one.file_name for one in missing], _changed(connection, known))
        _check_failures(connection, known)
        retain_rows(connection, settings, date.today(), "chitieu rebuild")
        done.indicators_changed = result.indicators_changed
        result.seconds["total"] = done.seconds = perf_counter() - started
        result.deliveries = []
        close_run(connection, result)
    return done


@contextmanager
def _savepoint(connection: "Connection") -> "Iterator[Connection]":
    """What a step commits, within the one transaction."""
    with connection.begin_nested():
        yield connection
    connection.exec_driver_sql("discard temp")  # made to be dropped at a commit, which here comes later


def _replay(run: Run, known: Sequence[Known], landed: Sequence[Incoming], progress: Progress) -> None:
    """Each delivery again under its number, in the order of arrival."""
    for number, (one, read) in enumerate(zip(known, read_deliveries(run, landed, progress), strict=True), start=1):
        item = prepare(replace(read, delivery_id=one.delivery_id), run.ward, run.settings.secret_key, run.result)
        take_delivery(run, item)
        progress("judge", number, len(known))


def _known(connection: "Connection", ward_code: str) -> list[Known]:
    rows = connection.exec_driver_sql(
        """select d.delivery_id, d.source, d.month, d.file_name, d.sha256, d.status, d.path_parts,
                  exists (select from audit.finding f where f.delivery_id = d.delivery_id and f.rule_code = 'F00') as has_failed
           from audit.delivery d where d.ward_code = %s order by d.delivery_id""",
        (ward_code,),
    )
    return [Known(*row) for row in rows]


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


def _landed(settings: "Settings", one: Known, keys: "MasterKeys") -> Incoming:
    """The landed bytes under the name they came with; raises ``RebuildError`` if they are not those that came."""
    path = landed_path(settings.home, one.sha256)
    parts = tuple((one.path_parts or one.file_name).split("/"))
    found = list(take_in_files([Found(path, one.file_name, parts)], settings.ward, keys))
    if len(found) != 1 or found[0].sha256 != one.sha256:
        raise RebuildError(
            f"{path}: the landed file of delivery {one.delivery_id} ({one.file_name}) is damaged: "
            "its bytes are not those that were received. Bring it back from a backup; until then nothing is changed."
        )
    return found[0]


def _clear(connection: "Connection", ward_code: str, numbers: list[int], is_whole: bool) -> None:
    """What the deliveries made goes, the deliveries themselves stay, waiting for their verdict."""
    for table, column in _MADE:
        connection.exec_driver_sql(f"delete from {table} where {column} = any(%s)", (numbers,))
    connection.exec_driver_sql("update audit.delivery set superseded_by = null, status = 'held' where delivery_id = any(%s)", (numbers,))
    if is_whole:  # the links between ids are learned again; what a missing list taught must stay
        ward = "(select ward_key from warehouse.dim_ward where ward_code = %s)"
        connection.exec_driver_sql(f"delete from audit.person_link where ward_key = {ward}", (ward_code,))
        connection.exec_driver_sql(f"update warehouse.dim_person set insurance_pseudonym = null where ward_key = {ward}", (ward_code,))


def delete_unreferenced_people(connection: "Connection", ward_code: str) -> None:
    """People and households that no list names any more."""
    ward = "(select ward_key from warehouse.dim_ward where ward_code = %s)"
    named = ("audit.health_insurance_row", "audit.social_insurance_row", "warehouse.fact_household_member")
    people = " and ".join(f"not exists (select from {table} r where r.person_key = p.person_key)" for table in named)
    connection.exec_driver_sql(
        f"delete from warehouse.dim_person p where p.ward_key = {ward} and p.person_key > 0 and {people}", (ward_code,)
    )
    connection.exec_driver_sql(
        f"""delete from warehouse.dim_household h where h.ward_key = {ward} and h.household_key > 0
              and not exists (select from warehouse.fact_poverty p where p.household_key = h.household_key)
              and not exists (select from audit.left_household l
                              where l.ward_key = h.ward_key and l.household_number = h.household_number)""",
        (ward_code,),
    )


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
