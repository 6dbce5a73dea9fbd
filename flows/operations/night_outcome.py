"""What the last night did, for status and for the night's summary.

Data flow: audit.outcome of one run -> ``NightOutcome``
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flows.indicators.scorecard import Row

if TYPE_CHECKING:
    from sqlalchemy import Connection

#: Files, seconds and rows of each step.
_STEPS = """
    select o.step, sum(o.file_count)::int as file_count, sum(o.seconds)::double precision as seconds, sum(o.row_count)::bigint as row_count
    from audit.outcome o where o.run_id = %(run)s and not (o.step = 'failed' and o.file_name is null and o.place_name is null)
    group by o.step having sum(o.file_count) > 0
    order by array_position(array['found', 'waiting', 'fetched', 'landed', 'read', 'judged', 'published', 'held', 'skipped', 'failed'],
                            o.step::text)"""
#: Where there is something to look after, line by line.
_LINES = """
    select place_name, file_name, step, file_count, byte_count, message from audit.outcome
    where run_id = %(run)s and step in ('waiting', 'failed')
    order by step desc, place_name nulls first, file_name nulls first, outcome_id"""


@dataclass(frozen=True)
class NightOutcome:
    """``steps``: one row a step, with its files, seconds and rows; ``waiting`` and ``failed``: one row a file, a place as a whole or the
    run as a whole, with why. Some rows stand for several files (``file_count``)."""

    steps: list[Row] = field(default_factory=list)
    waiting: list[Row] = field(default_factory=list)
    failed: list[Row] = field(default_factory=list)


NO_NIGHT = NightOutcome()


def read_night(connection: "Connection", ward_code: str, run_id: int | None = None) -> NightOutcome:
    """Of the last run that looked for files, or of the given one."""
    if run_id is None:
        run_id = connection.exec_driver_sql("select max(run_id) from audit.outcome where ward_code = %s", (ward_code,)).scalar_one()
    if run_id is None:
        return NO_NIGHT
    steps, lines = ([dict(row) for row in connection.exec_driver_sql(query, {"run": run_id}).mappings()] for query in (_STEPS, _LINES))
    return NightOutcome(
        steps,
        [line for line in lines if line["step"] == "waiting"],
        [line for line in lines if line["step"] == "failed"],
    )
