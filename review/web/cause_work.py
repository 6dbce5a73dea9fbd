"""Work on one cause as its page shows it: who sees to it, what was said of that before, and what deciding it would change.

Data flow: audit.cause_assignment, audit.cause_effect -> ``work_of`` -> ``cause_work.html``
"""

import json
from dataclasses import dataclass
from typing import Any

from flows.wording.cause_work import STATES_VI
from review.assignments import Assignment, assignments_of
from review.cause_list import basis
from review.web.desk import Visit


@dataclass(frozen=True)
class Work:
    """``effects``: as in ``sql/review/cause_list.sql``, empty where they are not worked out or no longer true; ``history``: the newest
    first; ``states``: what may be said of the cause."""

    effects: list[dict[str, Any]]
    history: list[Assignment]
    states: dict[str, str]

    @property
    def now(self) -> Assignment | None:
        return next(iter(self.history), None)


def work_of(desk: Visit, delivery: int, rule: str) -> Work:
    with desk.engine.connect() as connection:
        effects = connection.exec_driver_sql(
            """select kind, row_count, change_count, changes::text as changes from audit.cause_effect
               where ward_code = %s and delivery_id = %s and rule_code = %s and basis = %s order by kind desc""",
            (desk.ward_code, delivery, rule, basis(connection, desk.ward_code)),
        ).mappings()
        told = [dict(row) | {"changes": json.loads(row["changes"])} for row in effects]
        history = assignments_of(connection, desk.ward_code, delivery, rule)
    return Work(told, history, {name: words for name, words in STATES_VI.items() if name != "done"})
