"""Check of a delivery again, now: its landed file is read, cleaned and judged by the functions of the night, with today's decisions,
answers about headings, code lists and rules; what that changes is told.

Data flow: the number of a delivery -> ``flows.pipeline.retake`` -> findings and figures before and after -> ``Checked``
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from flows.wording.rules import RULES_VI
from review.drafts import DecisionError, live_delivery

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Row

    from flows.config.settings import Settings
    from flows.pipeline.outcomes import Run
    from review.effects import Change

_CHECKED = ("published", "published_with_findings", "held")


@dataclass(frozen=True)
class RuleCount:
    """Open findings of a rule in the delivery, before and after."""

    rule_code: str
    severity: str
    name_vi: str
    before: int
    after: int


@dataclass(frozen=True)
class Checked:
    """``rules``: those whose open findings are others than before; ``deliveries``: all that were taken again with it, with their status
    before and after; ``changes``: indicator values that are others now."""

    delivery_id: int
    file_name: str
    rows_published_before: int
    rows_published: int
    rules: list[RuleCount] = field(default_factory=list)
    deliveries: list[dict[str, Any]] = field(default_factory=list)
    changes: "list[Change]" = field(default_factory=list)

    @property
    def is_as_before(self) -> bool:
        same_status = all(line["was"] == line["is"] for line in self.deliveries)
        return not self.rules and not self.changes and same_status and self.rows_published == self.rows_published_before

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"is_as_before": self.is_as_before, "indicators_changed": len(self.changes)}


def check_again(engine: "Engine", settings: "Settings", delivery_id: int) -> Checked:
    """In one transaction, under the lock of a night. Raises ``DecisionError`` for a delivery that no longer counts or of which nothing was
    read, ``LandedFileError`` where its file is gone; nothing is changed then."""
    with engine.begin() as connection:
        run = _opened(engine, connection, settings)
        line = live_delivery(connection, run.ward.code, delivery_id)
        if line.status not in _CHECKED:
            raise DecisionError(f"Tệp {line.file_name} không đọc được danh sách nào: kiểm tra lại không đổi được gì. Hãy gửi lại tệp đúng.")
        return _checked(run, connection, line)


def _opened(engine: "Engine", connection: "Connection", settings: "Settings") -> "Run":
    from flows.pipeline.outcomes import Run
    from flows.pipeline.retake import savepoint
    from flows.pipeline.run import open_run, open_vault
    from flows.vault.key_rotation import keys_after_interrupted_rotation

    keys = keys_after_interrupted_rotation(engine, settings)
    result, ward_key = open_run(connection, settings, None)
    run = Run(partial(savepoint, connection), settings, ward_key, keys, result)
    return replace(run, decisions=open_vault(run))


def _checked(run: "Run", connection: "Connection", line: "Row[Any]") -> Checked:
    from flows.indicators.compute import Because
    from flows.pipeline.refresh import bring_up_to_date
    from flows.pipeline.retake import retake
    from flows.pipeline.run import close_run
    from review.effects import changes_of_run

    number = line.delivery_id
    findings, published = _open(connection, number), _published(connection, number)
    taken = retake(run, connection, [number])
    bring_up_to_date(run, because=Because(f"Kiểm tra lại lần gửi {number}"), even_if_fresh=True)
    run.result.deliveries = []
    close_run(connection, run.ward, run.result)
    now = dict(
        connection.exec_driver_sql(
            "select delivery_id, status from audit.delivery where delivery_id = any(%s)", ([one.delivery_id for one in taken],)
        )
        .tuples()
        .fetchall()
    )
    lines = [{"delivery_id": one.delivery_id, "file": one.file_name, "was": one.status, "is": now[one.delivery_id]} for one in taken]
    changed = changes_of_run(connection, run.ward.code, run.result.run_id)
    told = _differences(findings, _open(connection, number))
    return Checked(number, line.file_name, published, _published(connection, number), told, lines, changed)


def _open(connection: "Connection", delivery_id: int) -> dict[tuple[str, str], int]:
    rows = connection.exec_driver_sql(
        """select rule_code, severity, count(*)::int as findings from audit.finding
           where delivery_id = %s and state = 'open' group by rule_code, severity""",
        (delivery_id,),
    )
    return {(row.rule_code, row.severity): row.findings for row in rows}


def _published(connection: "Connection", delivery_id: int) -> int:
    found = connection.exec_driver_sql("select coalesce(rows_published, 0) from audit.delivery where delivery_id = %s", (delivery_id,))
    return int(found.scalar_one())


def _differences(before: dict[tuple[str, str], int], after: dict[tuple[str, str], int]) -> list[RuleCount]:
    keys: Sequence[tuple[str, str]] = sorted({*before, *after})
    counts = [RuleCount(*key, RULES_VI[key[0]], before.get(key, 0), after.get(key, 0)) for key in keys]
    return [one for one in counts if one.before != one.after]
