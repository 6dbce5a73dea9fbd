"""Deliveries taken again: what they made goes, and their landed files are read, cleaned, judged and published anew, each under its number,
in the order of arrival, all in one transaction.

Data flow: audit.delivery, landed files -> the steps of ``flows.pipeline``, each a savepoint of one transaction -> the warehouse
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from expectations.registry import LINKING, REPLACED_WHOLE
from flows.extract.landing import Found, Incoming, landed_path
from flows.load.links import remember_pairs, unlearn_pairs
from flows.pipeline.ahead import prepared_of
from flows.pipeline.delivery import take_delivery
from flows.pipeline.outcomes import PUBLISHED, Progress, ReadDelivery, Run
from flows.pipeline.readings import read_deliveries, take_in_files
from flows.pipeline.run import quiet
from flows.system.errors import ChitieuError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from flows.config.settings import Settings
    from flows.vault.master_keys import MasterKeys

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
    ("audit.decision_outcome", "delivery_id"),
    ("audit.cause_effect", "delivery_id"),
    ("audit.repair_count", "delivery_id"),
    ("audit.delivery_digest", "delivery_id"),
    ("audit.unknown_heading", "delivery_id"),
    ("vault.person_row", "delivery_id"),
    ("vault.quarantined_row", "delivery_id"),
    ("vault.repair", "delivery_id"),
    ("vault.data_key", "delivery_id"),
)

_TOUCHED = """
    insert into audit.touched_month (ward_key, source, month_key)
    select w.ward_key, d.source, m.month_key
    from audit.delivery d
    join warehouse.dim_ward w using (ward_code)
    join warehouse.dim_month m on m.first_date = d.month
    where d.delivery_id = any(%(numbers)s) and d.source is not null
    union
    select ward_key, 'dossiers', to_char(min(received_at), 'YYYYMM')::int
    from warehouse.fact_dossier
    where delivery_key = any(%(numbers)s) and is_received = 1 and received_at is not null
    group by ward_key
    on conflict do nothing"""

#: Facts that are brought in line with these rows when a month is published (``staging.replace_month``): most of them stay as they are.
_FACTS_OF_ROWS = {
    "warehouse.fact_health_insurance": "audit.health_insurance_row",
    "warehouse.fact_social_insurance": "audit.social_insurance_row",
}


class LandedFileError(ChitieuError):
    """The landed file of a delivery is damaged or gone; the warehouse is as it was."""


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


@contextmanager
def savepoint(connection: "Connection") -> "Iterator[Connection]":
    """What a step commits, within the one transaction (``Run.transaction``)."""
    with connection.begin_nested():
        yield connection
    connection.exec_driver_sql("discard temp")  # made to be dropped at a commit, which here comes later


def replay(run: Run, known: Sequence[Known], landed: Sequence[Incoming], progress: Progress) -> None:
    """Each delivery again under its number, in the order of arrival."""
    for number, (one, read) in enumerate(zip(known, read_deliveries(run, landed, progress), strict=True), start=1):
        take_delivery(run, prepared_of(run, replace(read, delivery_id=one.delivery_id)))
        progress("judge", number, len(known))


def known_deliveries(connection: "Connection", ward_code: str) -> list[Known]:
    """All of the ward's, in the order of arrival."""
    rows = connection.exec_driver_sql(
        """select d.delivery_id, d.source, d.month, d.file_name, d.sha256, d.status, d.path_parts,
                  exists (select from audit.finding f where f.delivery_id = d.delivery_id and f.rule_code = 'F00') as has_failed
           from audit.delivery d where d.ward_code = %s order by d.delivery_id""",
        (ward_code,),
    )
    return [Known(*row) for row in rows]


def landed_file(settings: "Settings", one: Known, keys: "MasterKeys") -> Incoming:
    """The landed bytes under the name they came with; raises ``LandedFileError`` if they are not those that came."""
    path = landed_path(settings.home, one.sha256)
    if not path.exists():
        raise LandedFileError(
            f"{path}: the landed file of delivery {one.delivery_id} ({one.file_name}) is no longer kept. "
            "Bring it back from a backup, or ask the sender for it again; until then nothing is changed."
        )
    parts = tuple((one.path_parts or one.file_name).split("/"))
    found = list(take_in_files([Found(path, one.file_name, parts)], settings.ward, keys))
    if len(found) != 1 or found[0].sha256 != one.sha256:
        raise LandedFileError(
            f"{path}: the landed file of delivery {one.delivery_id} ({one.file_name}) is damaged: "
            "its bytes are not those that were received. Bring it back from a backup; until then nothing is changed."
        )
    return found[0]


def clear_deliveries(connection: "Connection", numbers: Sequence[int], *, staying: Collection[str] = ()) -> None:
    """What the deliveries made goes, ``staying`` tables apart; the deliveries themselves stay, waiting for their verdict. Their months are
    touched; of dossiers all since the first of them was received."""
    connection.exec_driver_sql(_TOUCHED, {"numbers": list(numbers)})
    for table, column in _MADE:
        if table in staying:
            continue
        connection.exec_driver_sql(f"delete from {table} where {column} = any(%s)", (list(numbers),))
    connection.exec_driver_sql(
        "update audit.delivery set superseded_by = null, status = 'held' where delivery_id = any(%s)", (list(numbers),)
    )


def forget_links(connection: "Connection", ward_code: str) -> None:
    """Which ids are one person's is learned again from every list; what a list that is no longer kept taught would be lost."""
    ward = "(select ward_key from warehouse.dim_ward where ward_code = %s)"
    connection.exec_driver_sql(f"delete from audit.person_link where ward_key = {ward}", (ward_code,))
    connection.exec_driver_sql(f"update warehouse.dim_person set insurance_pseudonym = null where ward_key = {ward}", (ward_code,))


# --- some of them -------------------------------------------------------------------------------------------------------
def retake(
    run: Run,
    connection: "Connection",
    numbers: Iterable[int],
    *,
    read: Mapping[int, ReadDelivery] | None = None,
) -> list[Known]:
    """The live ones of the deliveries, and whatever must be taken again after them, as they were before. ``run.transaction`` opens
    savepoints of ``connection``. Where they no longer say which ids are one person's, that is forgotten.

    ``read``: readings at hand, by the number of their delivery.

    Raises ``LandedFileError`` if a file is no longer kept, or the program fails on one that it had taken before.
    """
    known = known_deliveries(connection, run.ward.code)
    chosen = _with_what_follows(known, set(numbers))
    remember_pairs(connection, [one.delivery_id for one in chosen])
    codes = _dossiers_of(connection, [one.delivery_id for one in chosen])
    _take_again(run, connection, chosen, read=read)
    lost = codes - _dossiers_of(connection, None, codes)
    if lost:  # what an earlier log said of them stands again
        older = _logs_of(connection, lost) - {one.delivery_id for one in chosen}
        _take_again(run, connection, [one for one in known if one.delivery_id in older and one.status in PUBLISHED])
    if not unlearn_pairs(connection, run.ward.code):
        chosen = _with_what_follows(known, {one.delivery_id for one in chosen}, relearns_links=True)
        _take_again(run, connection, chosen, relearns_links=True, read=read)
    return chosen


def _take_again(
    run: Run,
    connection: "Connection",
    chosen: Sequence[Known],
    *,
    relearns_links: bool = False,
    read: Mapping[int, ReadDelivery] | None = None,
) -> None:
    numbers = [one.delivery_id for one in chosen]
    at_hand = dict(read or {})
    missing = [one for one in chosen if one.delivery_id not in at_hand]
    landed = [landed_file(run.settings, one, run.keys) for one in missing]
    fresh = read_deliveries(run, landed, quiet)
    at_hand |= {one.delivery_id: item for one, item in zip(missing, fresh, strict=True)}
    clear_deliveries(connection, numbers, staying=_FACTS_OF_ROWS)
    if relearns_links:
        forget_links(connection, run.ward.code)
    for one in chosen:
        take_delivery(run, prepared_of(run, replace(at_hand[one.delivery_id], delivery_id=one.delivery_id)))
    _clear_facts_without_rows(connection, numbers)
    failed = connection.exec_driver_sql(
        "select file_name from audit.finding where rule_code = 'F00' and delivery_id = any(%s)", (numbers,)
    ).scalars()
    new = sorted(set(failed) - {one.file_name for one in chosen if one.has_failed})
    if new:
        raise LandedFileError(f"The program failed on {', '.join(new)}. Nothing was decided or changed. Report this sentence.")


def _clear_facts_without_rows(connection: "Connection", numbers: list[int]) -> None:
    """Of deliveries that are published no more."""
    for fact, rows in _FACTS_OF_ROWS.items():
        connection.exec_driver_sql(
            f"""delete from {fact} where delivery_key in (
                   select number from unnest(%s::int[]) number where not exists (select from {rows} r where r.delivery_key = number))""",
            (numbers,),
        )


def _with_what_follows(known: Sequence[Known], numbers: set[int], *, relearns_links: bool = False) -> list[Known]:
    """In the order of arrival. A newer published list of a month takes the older one's place again; a replaced or repeated one makes
    nothing, but that its ids are learned."""
    live = (*PUBLISHED, "held")
    first: dict[tuple[str | None, date | None], int] = {}
    for one in known:
        if one.delivery_id in numbers and one.source in REPLACED_WHOLE:
            first.setdefault((one.source, one.month), one.delivery_id)
    out = []
    for one in known:
        follows = one.status in PUBLISHED and one.delivery_id > first.get((one.source, one.month), one.delivery_id)
        teaches = relearns_links and one.source in LINKING and one.status in (*PUBLISHED, "superseded")
        if (one.delivery_id in numbers and one.status in live) or follows or teaches:
            out.append(one)
    return out


def _dossiers_of(connection: "Connection", numbers: "list[int] | None", codes: "set[str] | None" = None) -> set[str]:
    """Codes of the dossiers whose state comes from the deliveries; those of ``codes`` that have a state, where no numbers are given. The
    star knows them by pseudonyms: which code it is says the vault, at the row that gave the state."""
    column, wanted = ("f.delivery_key", numbers) if numbers is not None else ("v.dossier_code", sorted(codes or ()))
    found = connection.exec_driver_sql(
        f"""select v.dossier_code
            from warehouse.fact_dossier f
            join vault.person_row v on v.delivery_id = f.delivery_key and v.row_number = f.row_number
                and v.sheet_name is not distinct from f.sheet_name
            where v.dossier_code is not null and {column} = any(%s)""",
        (wanted,),
    )
    return set(found.scalars())


def _logs_of(connection: "Connection", codes: set[str]) -> set[int]:
    found = connection.exec_driver_sql("select distinct delivery_id from vault.person_row where dossier_code = any(%s)", (sorted(codes),))
    return set(found.scalars())
