"""Known files: bytes that were here before, and those that are taken in again because they may be read otherwise now.

Data flow: ``Found`` -> ``finish_seen`` (not read again) -> ``Incoming`` -> ``sort_out_known`` -> new ones for ``flows.pipeline.delivery``,
repeated ones for ``finish_known``
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from expectations.deliveries import file_rules
from flows.extract.headings import answered_since
from flows.extract.landing import Found, Incoming
from flows.extract.seen_files import SeenFiles, SeenMember
from flows.load.audit import Arrival, Receipt, record
from flows.load.outcomes import Moment
from flows.pipeline.delivery import refuse
from flows.pipeline.outcomes import Run
from flows.wording.statuses import status_in_sentence_vi

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from flows.config.ward import Ward

_ALREADY_VI = "Tệp này đã nhận ngày {:%d/%m/%Y} (trạng thái khi đó: {}). Không có gì mới."


# --- before the reading -------------------------------------------------------------------------------------------------
def finish_seen(run: Run, found: Sequence[Found], seen: SeenFiles) -> list[Found]:
    """A line for each file whose bytes were here before under the name that it still has: nothing is to be done for it, so that it is not
    read. The others, which are."""
    brought = {item.path: members for item in found if (members := seen.members(item)) is not None}
    if not brought:
        return list(found)
    listed = sorted({member.sha256 for members in brought.values() for member in members})
    with run.transaction() as connection:
        forget_failures(connection, run.ward, listed)
        known = _known_digests(connection, run.ward.code, listed)
        first = _first_of(connection, run.ward.code, listed)

    def is_repeated(member: SeenMember) -> bool:
        return _is_repeated(known, member.sha256, member.found) and member.found.file_name in first[member.sha256].names

    unread = []
    for item in found:
        members = brought.get(item.path)
        if members is None or not all(map(is_repeated, members)):
            unread.append(item)
            continue
        for member in members:
            _add_duplicate(run, member.found, first[member.sha256])
    return unread


def sort_out_known(run: Run, incoming: Iterable[Incoming]) -> tuple[list[Incoming], list[Incoming]]:
    """Those whose bytes are new, and the others, for ``finish_known``.

    Bytes that were held only because no month could be told are new again under a name that tells one, and so are those on which
    the program itself failed, and those that lacked a column until the officer said which heading means it.
    """
    listed = sorted(incoming, key=lambda item: (len(_named_months(item.found)) != 1, item.found.file_name))
    digests = [item.sha256 for item in listed]
    with run.transaction() as connection:
        forget_failures(connection, run.ward, digests)
        known = _known_digests(connection, run.ward.code, digests)
    fresh: dict[str, Incoming] = {}
    repeated = []
    for item in listed:
        if not _is_repeated(known, item.sha256, item.found) and item.sha256 not in fresh:
            fresh[item.sha256] = item
        else:
            repeated.append(item)
    return list(fresh.values()), repeated


def _is_repeated(known: Mapping[str, bool], sha256: str, found: Found) -> bool:
    return sha256 in known and (known[sha256] or len(_named_months(found)) != 1)


def _known_digests(connection: "Connection", ward_code: str, digests: Sequence[str]) -> dict[str, bool]:
    """Digest of each file that was here before -> whether its month is known, or it was settled without one."""
    rows = connection.exec_driver_sql(
        """select sha256, bool_or(month is not null or status <> 'held') as has_month from audit.delivery
           where ward_code = %s and sha256 = any(%s) group by sha256""",
        (ward_code, list(digests)),
    )
    return {row.sha256: row.has_month for row in rows}


def forget_failures(connection: "Connection", ward: "Ward", digests: Sequence[str]) -> None:
    """Deliveries that the program failed on, or that lacked a column, left nothing behind but their line, its finding and the headings
    they showed: they are tried again, the latter once an answer may have changed what is read."""
    listed = list(digests)
    failed = connection.exec_driver_sql(
        """select delivery_id from audit.finding join audit.delivery using (delivery_id)
           where rule_code = 'F00' and delivery.ward_code = %s and sha256 = any(%s)""",
        (ward.code, listed),
    ).scalars()
    numbers = [*failed, *answered_since(connection, ward, listed)]
    if numbers:
        connection.exec_driver_sql("delete from audit.unknown_heading where delivery_id = any(%s)", (numbers,))
        connection.exec_driver_sql("delete from audit.finding where delivery_id = any(%s)", (numbers,))
        connection.exec_driver_sql("delete from audit.delivery where delivery_id = any(%s)", (numbers,))


# --- after the last delivery --------------------------------------------------------------------------------------------
@dataclass
class _First:
    """The delivery that first brought some bytes; ``names``: all that they came under."""

    source: str | None
    month: date | None
    status: str
    received_at: datetime
    names: set[str]


def finish_known(run: Run, repeated: Sequence[Incoming]) -> None:
    """A line for each file that was here before; only now has what it repeats, perhaps of this very run, its month."""
    began, is_idle = Moment(), not run.result.deliveries
    if not repeated and is_idle:
        return
    with run.transaction() as connection:
        first = _first_of(connection, run.ward.code, sorted({item.sha256 for item in repeated}))
        for item in repeated:
            _finish_repeat(connection, run, item, first[item.sha256])
        known = sum(line.status == "duplicate" for line in run.result.deliveries)
        run.log.count(connection, "skipped", began, known, "duplicate")
    for item in repeated:
        run.log.ended(item)


def _finish_repeat(connection: "Connection", run: Run, incoming: Incoming, first: _First) -> None:
    """The same bytes again: a duplicate, unless the name or folder states another month (F05)."""
    name = incoming.found.file_name
    arrival = Arrival(run.ward.code, run.result.run_id, incoming)
    is_same_name = name in first.names
    first.names.add(name)
    other_month = _other_month(incoming.found, first.month)
    if first.month is not None and other_month is not None and not is_same_name:
        refuse(connection, run, arrival, Receipt(first.source, other_month, "held"), [file_rules.same_bytes(first.month)])
        return
    if not is_same_name:
        record(connection, arrival, Receipt(first.source, first.month, "duplicate", reasons=(_already(first),)), [])
    _add_duplicate(run, incoming.found, first)


def _add_duplicate(run: Run, found: Found, first: _First) -> None:
    run.result.add(found.file_name, first.source, first.month, "duplicate", [_already(first)])


def _already(first: _First) -> str:
    return _ALREADY_VI.format(first.received_at, status_in_sentence_vi(first.status))


def _first_of(connection: "Connection", ward_code: str, digests: Sequence[str]) -> dict[str, _First]:
    """Of each digest that was here before."""
    rows = connection.exec_driver_sql(
        """select sha256, source, month, status, received_at, file_name from audit.delivery
           where ward_code = %s and sha256 = any(%s) order by delivery_id""",
        (ward_code, list(digests)),
    )
    out: dict[str, _First] = {}
    for row in rows:
        out.setdefault(row.sha256, _First(row.source, row.month, row.status, row.received_at, set())).names.add(row.file_name)
    return out


def _other_month(found: Found, month: date | None) -> date | None:
    """The month that the name and folder state, if it is a single one and not that of the bytes."""
    named = _named_months(found)
    if month is None or len(named) != 1 or named == {(month.year, month.month)}:
        return None
    year, number = named.pop()
    return date(year, number, 1)


def _named_months(found: Found) -> set[tuple[int, int]]:
    from transforms.reading.months import month_evidence

    return {piece.month for piece in month_evidence((), (), found.parts)}
