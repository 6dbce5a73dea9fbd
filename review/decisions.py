"""Decisions of the officer: each is a record, what it touches is judged again at once, and it may be taken back.

Data flow: ``Draft`` -> ``decide`` -> audit.decision -> ``flows.pipeline.retake`` -> ``Receipt``
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from flows.pipeline.kept_readings import KEPT
from review.decision_log import KINDS_VI
from review.drafts import DecisionError, Desk, Draft, Drafts

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from flows.config.settings import Settings
    from flows.pipeline.outcomes import Run
    from review.effects import Change

#: Columns of ``audit.decision`` that a draft fills.
_COLUMNS = (
    "kind",
    "source",
    "month",
    "until_month",
    "row_identity",
    "is_household",
    "is_part",
    "column_name",
    "rule_code",
    "said",
    "said_row",
    "sha256",
    "undoes",
)


@dataclass(frozen=True)
class Receipt:
    """What a decision did: its number, about how many rows or findings it is, the deliveries that were judged again with their status
    before and after, and the indicator values that changed. Of a preview, what it would do; it has no number."""

    decision: int | None
    count: int
    deliveries: list[dict[str, Any]] = field(default_factory=list)
    changes: "list[Change]" = field(default_factory=list)

    @property
    def indicators_changed(self) -> int:
        return len(self.changes)


# --- deciding -----------------------------------------------------------------------------------------------------------
def decide(engine: "Engine", settings: "Settings", drafts: Drafts, decided_by: str, reason: str) -> Receipt:
    """Record the drafts and judge again what they touch, in one transaction, under the lock of a night.

    ``drafts`` makes them, within the transaction. Raises ``DecisionError`` for a missing reason or name, what ``drafts`` raises, and
    what the pipeline raises; nothing is recorded then.
    """
    check_words(decided_by, reason)
    with engine.begin() as connection:
        return _decide(engine, connection, settings, drafts, decided_by.strip(), reason.strip())


def preview(engine: "Engine", settings: "Settings", drafts: Drafts) -> Receipt:
    """What the drafts would do, worked out by the real publication in a transaction that is rolled back."""
    with engine.connect() as connection, connection.begin() as transaction:
        receipt = _decide(engine, connection, settings, drafts, "preview", "preview")
        transaction.rollback()
    return replace(receipt, decision=None)


@contextmanager
def looking(engine: "Engine", settings: "Settings") -> Iterator[Desk]:
    """A desk at which nothing is decided: whatever it writes is rolled back."""
    with engine.connect() as connection, connection.begin() as transaction:
        yield Desk(connection, _open(engine, connection, settings))
        transaction.rollback()


def _decide(engine: "Engine", connection: "Connection", settings: "Settings", drafts: Drafts, decided_by: str, reason: str) -> Receipt:
    run = _open(engine, connection, settings)
    desk = Desk(connection, run)
    made = drafts(desk)
    return _judge_again(desk, made, _record(desk, made, decided_by, reason))


def check_words(decided_by: str, reason: str) -> None:
    """Raises ``DecisionError`` without a reason or a name."""
    if not reason.strip():
        raise DecisionError('Phải ghi lý do của quyết định (--reason "...").')
    if not decided_by.strip():
        raise DecisionError("Phải ghi tên người quyết định (--by ...).")


def _open(engine: "Engine", connection: "Connection", settings: "Settings") -> "Run":
    from flows.pipeline.outcomes import Run
    from flows.pipeline.retake import savepoint
    from flows.pipeline.run import open_run, open_vault
    from flows.vault.key_rotation import keys_after_interrupted_rotation

    keys = keys_after_interrupted_rotation(engine, settings)
    result, ward_key = open_run(connection, settings, None)
    # An officer decides about one list many times in a morning: it is read and cleaned once.
    run = Run(partial(savepoint, connection), settings, ward_key, keys, result, kept=KEPT)
    open_vault(run)
    return run


def _record(desk: Desk, drafts: Sequence[Draft], decided_by: str, reason: str) -> int:
    """All drafts as one act; its number, that of its first decision."""
    import polars as pl

    from flows.database.frames import copy_frame
    from flows.vault.decision_values import keep_values

    connection, run = desk.connection, desk.run
    numbers = connection.exec_driver_sql(
        "select nextval(pg_get_serial_sequence('audit.decision', 'decision_id')) from generate_series(1, %s)", (len(drafts),)
    ).scalars()
    numbered = list(zip(sorted(numbers), drafts, strict=True))
    act = numbered[0][0]
    lines = [
        {name: getattr(draft, name) for name in _COLUMNS}
        | {"decision_id": number, "act_id": act, "ward_code": run.ward.code, "reason": reason, "decided_by": decided_by}
        for number, draft in numbered
    ]
    copy_frame(connection, "audit.decision", pl.DataFrame(lines, infer_schema_length=None))
    corrected = {number: {"old": draft.old, "new": draft.new} for number, draft in numbered if draft.kind == "correct"}
    keep_values(connection, run.keys, run.ward.code, corrected)
    return int(act)


def _judge_again(desk: Desk, drafts: Sequence[Draft], act: int) -> Receipt:
    from flows.indicators.compute import Because
    from flows.pipeline.refresh import bring_up_to_date
    from flows.pipeline.retake import retake
    from flows.pipeline.run import close_run
    from flows.validation.decisions import decisions_in_force
    from review.effects import changes_of_run

    connection = desk.connection
    run = replace(desk.run, decisions=decisions_in_force(connection, desk.ward_code, desk.run.keys))
    touched = touched_deliveries(connection, desk.ward_code, drafts)
    taken = retake(run, connection, touched, read=desk.read) if touched else []
    if taken:
        bring_up_to_date(run, because=Because(_cause(drafts, act), "decision"), even_if_fresh=True)
    changed = changes_of_run(connection, desk.ward_code, run.result.run_id) if taken else []
    now = _statuses(connection, [one.delivery_id for one in taken])
    run.result.deliveries = []
    close_run(connection, run.ward, run.result, act)
    lines = [{"delivery_id": one.delivery_id, "file": one.file_name, "was": one.status, "is": now[one.delivery_id]} for one in taken]
    return Receipt(act, len(drafts), lines, changed)


def _cause(drafts: Sequence[Draft], act: int) -> str:
    """As the history of a figure says it: what was decided, not why, for a reason may name people."""
    return f"Quyết định số {act} ({', '.join(sorted({KINDS_VI[draft.kind].lower() for draft in drafts}))})"


def _statuses(connection: "Connection", numbers: list[int]) -> dict[int, str]:
    found = connection.exec_driver_sql("select delivery_id, status from audit.delivery where delivery_id = any(%s)", (numbers,))
    return dict(found.tuples().fetchall())


def touched_deliveries(connection: "Connection", ward_code: str, drafts: Sequence[Draft]) -> set[int]:
    """Deliveries that hold a row or the bytes that the drafts speak of."""
    digests = [draft.sha256 for draft in drafts if draft.sha256 is not None]
    out = set(
        connection.exec_driver_sql(
            "select delivery_id from audit.delivery where ward_code = %s and sha256 = any(%s) and status <> 'duplicate'",
            (ward_code, digests),
        ).scalars()
    )
    for source, month in {(draft.source, draft.month) for draft in drafts if draft.row_identity is not None}:
        own = {str(draft.row_identity) for draft in drafts if draft.source == source and draft.row_identity is not None}
        out |= _holding(connection, ward_code, source, month, sorted(own))
    return out


def _holding(connection: "Connection", ward_code: str, source: str, month: date | None, identities: list[str]) -> set[int]:
    """Deliveries of the source, from the month on, in which a row of one of the identities stands: published, or stopped by a finding."""
    from flows.database.sql_text import read_sql

    parameters = {"ward": ward_code, "source": source, "month": month, "identities": identities}
    return set(connection.exec_driver_sql(read_sql("review/deliveries_of_rows.sql"), parameters).scalars())
