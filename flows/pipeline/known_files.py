"""Known files: bytes that were here before, and those that are taken in again because they may be read otherwise now.

Data flow: ``Incoming`` -> ``sort_out_known`` -> new ones for ``flows.pipeline.delivery``, repeated ones for ``finish_known``
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from expectations.deliveries import file_rules
from flows.extract.headings import answered_since
from flows.extract.landing import Incoming
from flows.load.audit import Arrival, Receipt, record
from flows.pipeline.delivery import refuse
from flows.pipeline.outcomes import Run
from flows.wording.statuses import status_in_sentence_vi

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from flows.config.ward import Ward

_ALREADY_VI = "Tệp này đã nhận ngày {:%d/%m/%Y} (trạng thái khi đó: {}). Không có gì mới."


# --- before the reading -------------------------------------------------------------------------------------------------
def sort_out_known(run: Run, incoming: Iterable[Incoming]) -> tuple[list[Incoming], list[Incoming]]:
    """Those whose bytes are new, and the others, for ``finish_known``.

    Bytes that were held only because no month could be told are new again under a name that tells one, and so are those on which
    the program itself failed, and those that lacked a column until the officer said which heading means it.
    """
    listed = sorted(incoming, key=lambda item: (len(_named_months(item)) != 1, item.found.file_name))
    digests = [item.sha256 for item in listed]
    with run.transaction() as connection:
        forget_failures(connection, run.ward, digests)
        known = _known_digests(connection, run.ward.code, digests)
    fresh: dict[str, Incoming] = {}
    repeated = []
    for item in listed:
        is_new = item.sha256 not in known or (not known[item.sha256] and len(_named_months(item)) == 1)
        if is_new and item.sha256 not in fresh:
            fresh[item.sha256] = item
        else:
            repeated.append(item)
    return list(fresh.values()), repeated


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
def finish_known(run: Run, repeated: Iterable[Incoming]) -> None:
    """A line for each file that was here before; only now has what it repeats, perhaps of this very run, its month."""
    for item in repeated:
        with run.transaction() as connection:
            _finish_repeat(connection, run, item)


def _finish_repeat(connection: "Connection", run: Run, incoming: Incoming) -> None:
    """The same bytes again: a duplicate, unless the name or folder states another month (F05)."""
    first = _first_of(connection, run.ward.code, incoming)
    arrival = Arrival(run.ward.code, run.result.run_id, incoming)
    other_month = _other_month(incoming, first.month)
    if other_month is not None and not first.is_same_name:
        refuse(connection, run, arrival, Receipt(first.source, other_month, "held"), [file_rules.same_bytes(first.month)])
        return
    reason = _ALREADY_VI.format(first.received_at, status_in_sentence_vi(first.status))
    if not first.is_same_name:
        record(connection, arrival, Receipt(first.source, first.month, "duplicate", reasons=(reason,)), [])
    run.result.add(incoming.found.file_name, first.source, first.month, "duplicate", [reason])


def _first_of(connection: "Connection", ward_code: str, incoming: Incoming) -> "Row[Any]":
    """The delivery that first brought the bytes; ``is_same_name``: any of theirs came under this name."""
    return connection.exec_driver_sql(
        """select source, month, status, received_at, bool_or(file_name = %s) over () as is_same_name from audit.delivery
           where ward_code = %s and sha256 = %s order by delivery_id limit 1""",
        (incoming.found.file_name, ward_code, incoming.sha256),
    ).one()


def _other_month(incoming: Incoming, month: date | None) -> date | None:
    """The month that the name and folder state, if it is a single one and not that of the bytes."""
    named = _named_months(incoming)
    if month is None or len(named) != 1 or named == {(month.year, month.month)}:
        return None
    year, number = named.pop()
    return date(year, number, 1)


def _named_months(incoming: Incoming) -> set[tuple[int, int]]:
    from transforms.reading.months import month_evidence

    return {piece.month for piece in month_evidence((), (), incoming.found.parts)}
