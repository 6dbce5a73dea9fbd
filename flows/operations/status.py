"""Status of the ward: read from the warehouse for ``chitieu status`` and for the end of a run.

Data flow: mart.scorecard, audit.* -> ``WardStatus`` -> tables (``flows.cli.terminal``) or JSON
"""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from flows.indicators.scorecard import Row, read_rows, read_scorecard
from flows.operations.night_outcome import NO_NIGHT, NightOutcome, read_night
from flows.system.json_values import plain_value
from flows.wording.statuses import status_counts

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from flows.config.ward import Ward


NOTHING_TO_REPORT = """
    select distinct on (source, month) source, month, decided_by, decided_at from audit.decision d
    where ward_code = %s and kind = 'nothing_to_report' and not exists (select from audit.decision u where u.undoes = d.decision_id)
    order by source, month, decision_id desc"""


#: What the last run knew of each source and month by the submission calendar.
SUBMISSIONS = """
    select source, month, state, due_date, days_late, arrived_on, nothing_by, rule_code, severity, message_vi, judged_on
    from audit.submission where ward_code = %s order by month desc, source"""


#: Channels whose last message they did not take.
UNDELIVERED = """
    select person_name, channel, kind, morning, failure from (
        select distinct on (person_name, channel, kind = 'missed') person_name, channel, kind, morning, failure, is_sent from audit.digest
        where ward_code = %s order by person_name, channel, kind = 'missed', digest_id desc) last
    where not is_sent order by person_name, channel, kind"""


@dataclass(frozen=True)
class WardStatus:
    """``last_run`` is None before the first; ``deliveries`` one row a file; ``findings`` one row a cause; ``nothing`` one row a
    source and month for which an officer said that there is nothing to report; ``night``: what the last night did; ``submissions`` one row
    a source and month that the ward's calendar waits for; ``undelivered`` one row a channel that did not take its last message.
    ``as_of``: all is as it was known at the end of that day; None: as it is known now."""

    ward: str
    ward_name: str
    last_run: Row | None
    deliveries: list[Row]
    findings: list[Row]
    scorecard: list[Row]
    as_of: date | None = None
    nothing: list[Row] = field(default_factory=list)
    night: NightOutcome = NO_NIGHT
    submissions: list[Row] = field(default_factory=list)
    undelivered: list[Row] = field(default_factory=list)

    def as_json(self) -> Row:
        document: Row = plain_value(asdict(self) | {"status_counts": status_counts(row["status"] for row in self.scorecard)})
        return document


def read_status(connection: "Connection", ward: "Ward") -> WardStatus:
    from flows.validation.open_findings import open_causes

    runs = read_rows(
        connection,
        """select run_id, started_at, finished_at, state, as_of, delivery_count, published_count, refused_count, indicators_changed,
                  seconds
                                from audit.run where ward_code = %s order by run_id desc limit 1""",
        ward.code,
    )
    deliveries = read_rows(
        connection,
        """select source, month, file_name, status, rows_read, rows_published, rows_quarantined, received_at, reasons from audit.delivery
                                      where ward_code = %s order by month desc nulls first, source, delivery_id""",
        ward.code,
    )
    return WardStatus(
        ward.code,
        ward.name,
        runs[0] if runs else None,
        deliveries,
        [asdict(cause) for cause in open_causes(connection, ward.code)],
        read_scorecard(connection, ward.code),
        nothing=read_rows(connection, NOTHING_TO_REPORT, ward.code),
        night=read_night(connection, ward.code),
        submissions=read_rows(connection, SUBMISSIONS, ward.code),
        undelivered=read_rows(connection, UNDELIVERED, ward.code),
    )
