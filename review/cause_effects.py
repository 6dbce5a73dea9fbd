"""Effects of causes: what the ward's own figures would be if all rows of a cause were left out, accepted, or its delivery released; worked
out on request by the real publication, which is rolled back, and kept beside the cause until a delivery or a decision comes.

Data flow: cause -> drafts of a decision -> ``review.decisions.preview`` -> audit.cause_effect
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from review.cause_list import basis
from review.drafts import DecisionError, Desk, Draft, accepting, excluding, live_delivery, releasing

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from flows.pipeline.outcomes import ReadDelivery
    from review.decisions import Receipt
    from review.drafts import Drafts
    from review.effects import Change

Place = tuple[int, str]  # delivery and rule
_ROWS_OF = "review/cause_rows.sql"


@dataclass
class WorkedOut:
    """``worked``: causes whose effects are kept now; ``left``: those for which there was no time; ``refused``: those about which nothing
    can be decided as they stand."""

    worked: list[Place] = field(default_factory=list)
    left: list[Place] = field(default_factory=list)
    refused: list[Place] = field(default_factory=list)


def work_out(
    engine: "Engine", ward_code: str, asked: Sequence[Place], preview: "Callable[[Drafts], Receipt]", seconds: float | None = None
) -> WorkedOut:
    """Effects of the causes that are not known yet, one after another until the time is over; at least one is worked out.

    ``preview``: what a decision would do (``review.decisions.preview``), under whatever lock the caller holds.
    """
    out, read, started, longest = WorkedOut(), dict[int, "ReadDelivery"](), time.monotonic(), 0.0
    with engine.connect() as connection:
        stands_on = basis(connection, ward_code)
        todo = _unknown(connection, ward_code, asked, stands_on)
    for place, kinds in todo.items():
        begun = time.monotonic()
        if seconds is not None and out.worked and begun - started + longest > seconds:
            out.left.append(place)
            continue
        try:
            found = {kind: preview(_drafts(place, kind, read)) for kind in kinds}
        except DecisionError:
            out.refused.append(place)
            continue
        with engine.begin() as connection:
            for kind, receipt in found.items():
                _keep(connection, ward_code, place, kind, stands_on, receipt)
        out.worked.append(place)
        longest = max(longest, time.monotonic() - begun)
    return out


def kinds_of(row: Any) -> list[str]:
    """What could be decided that moves a figure. A warning's rows are published already: to accept them changes none."""
    from flows.validation.decisions import RELEASABLE, may_be_accepted

    if row.has_rows:
        return ["exclude", *(["accept"] if row.is_critical and may_be_accepted(row.rule_code, "critical") else [])]
    return ["release"] if row.status == "held" and row.rule_code in RELEASABLE and row.month is not None else []


def _unknown(connection: "Connection", ward_code: str, asked: Sequence[Place], stands_on: str) -> dict[Place, list[str]]:
    from flows.database.sql_text import read_sql

    parameters = {"ward": ward_code, "deliveries": [one for one, _ in asked], "rules": [rule for _, rule in asked]}
    kinds = {(row.delivery_id, row.rule_code): kinds_of(row) for row in connection.exec_driver_sql(read_sql(_ROWS_OF), parameters)}
    known = connection.exec_driver_sql(
        "select delivery_id, rule_code from audit.cause_effect where ward_code = %s and basis = %s", (ward_code, stands_on)
    )
    there = {(row.delivery_id, row.rule_code) for row in known}
    return {place: kinds[place] for place in dict.fromkeys(asked) if kinds.get(place) and place not in there}


def _drafts(place: Place, kind: str, read: "dict[int, ReadDelivery]") -> "Drafts":
    """The delivery is read once for all its causes."""

    def made(desk: Desk) -> list[Draft]:
        delivery = live_delivery(desk.connection, desk.ward_code, place[0])
        desk.read.update(read)
        read[place[0]] = desk.reading_of(delivery)
        if kind == "exclude":
            return excluding(desk.connection, delivery, place[1])
        return accepting(desk.connection, delivery, place[1]) if kind == "accept" else releasing(desk.connection, delivery)

    return made


def _keep(connection: "Connection", ward_code: str, place: Place, kind: str, stands_on: str, receipt: "Receipt") -> None:
    import json

    own = sorted((one for one in receipt.changes if one.area_code == ward_code), key=lambda one: (is_beside(one), -share_of(one)))
    weighed = [one for one in own if not is_beside(one)] or own
    connection.exec_driver_sql(
        """insert into audit.cause_effect (ward_code, delivery_id, rule_code, kind, basis, row_count, change_count, largest_share, changes)
           values (%s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb)
           on conflict (ward_code, delivery_id, rule_code, kind) do update
           set basis = excluded.basis, row_count = excluded.row_count, change_count = excluded.change_count,
               largest_share = excluded.largest_share, changes = excluded.changes, worked_at = clock_timestamp()""",
        (
            *(ward_code, *place, kind, stands_on, receipt.count, len(receipt.changes)),
            max(map(share_of, weighed), default=0.0),
            json.dumps([asdict(one) | {"month": f"{one.month:%Y-%m-%d}"} for one in own], ensure_ascii=False),
        ),
    )


def is_beside(change: "Change") -> bool:
    """Whether the figure only stands beside an indicator of the plan (XH04-N3 beside XH04): it says less about the effect."""
    return "-" in change.indicator_code


def share_of(change: "Change") -> float:
    """How much of the value a change is, 0 to 1 and above; 1 where a value comes or goes."""
    if not change.before or change.after is None:
        return 1.0
    return abs(change.after - change.before) / abs(change.before)
