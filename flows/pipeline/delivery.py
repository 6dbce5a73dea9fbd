"""Delivery: one file from its clean frame to its end, judged, and written or refused in a transaction of its own.

Data flow: ``CleanedDelivery`` -> judge -> ``flows.load`` (audit line, quarantine, facts) -> one ``Delivery`` line of the run
"""

import re
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from polars.exceptions import PanicException

from expectations.deliveries import file_rules
from expectations.deliveries.file_rules import FileFinding
from expectations.registry import REPLACED_WHOLE, SAME_ROWS_JUDGED
from expectations.verdict import Decided, Verdict, judge_reading
from flows.database.troubles import stops_the_night
from flows.extract.landing import LandingError, land
from flows.load.audit import Arrival, Receipt, record
from flows.load.facts import publish, stage_ahead, unstage
from flows.load.outcomes import Ending, Moment
from flows.load.quarantine import quarantine
from flows.load.unknown_headings import keep_unknown_headings
from flows.pipeline.outcomes import ReadDelivery, Run
from flows.pipeline.prepare import CleanedDelivery, Prepared
from flows.system.errors import describe_without_data
from flows.validation.context import rule_context
from flows.validation.decisions import (
    OF_PARTS,
    accepted_sentences,
    is_part,
    keep_outcomes,
    released_rules,
    sentence_digest,
    with_said,
)
from flows.validation.history import dossier_rows_of_month, last_month, share_of_same_rows
from flows.validation.judging import JudgingError, judge_needed
from flows.validation.overlap import other_parts, overlap_with_published, published_of_month
from flows.validation.repair_ledger import add_repair_ledger
from flows.vault.row_encryption import Sealer
from transforms.cleaning.model import Cleaned
from transforms.reading.model import Reading

if TYPE_CHECKING:
    from concurrent.futures import Future

    from sqlalchemy import Connection


_STATED_OPEN = re.compile(r"(?i)đang (?:giải quyết|xử lý)\s*:\s*(\d{1,6})\b")


def take_delivery(run: Run, item: CleanedDelivery, prepared: "Future[Prepared] | None" = None) -> None:
    """Judge and write one delivery that was read and cleaned. If the program fails on it, it alone is held: the others go on.

    ``prepared``: what holds its verdict or comes to hold it, if it may be judged before its turn (``judge_ahead``); a long list is staged
    meanwhile. A database or a judge that is gone, or a full disk, stops the run; what was published stays.
    """
    _take(run, item, prepared)
    run.log.ended(item.read.incoming)


def judge_ahead(run: Run, item: CleanedDelivery) -> Verdict | None:
    """The verdict on a delivery while one of another source is being written, of which it does not hang; None where it is to be judged in
    its turn: beside what is published of its month, of whose people other lists may say more, and where anything fails, which is told then.
    """
    if item.cleaned is None or item.month is None:
        return None
    with suppress(Exception, PanicException), run.transaction() as connection:
        if published_of_month(connection, run.ward.code, str(item.read.reading.source), item.month) is None:
            return _timed_verdict(connection, run, item, item.cleaned, item.month)
    return None


def _take(run: Run, item: CleanedDelivery, prepared: "Future[Prepared] | None") -> None:
    try:
        with judge_needed(item.read.incoming.found.file_name):
            _judge_and_write(run, item, prepared)
    except JudgingError:
        raise
    except (Exception, PanicException) as error:  # a panic of polars is no Exception
        if isinstance(error, LandingError) or stops_the_night(error):
            raise
        receipt = Receipt(item.read.reading.source, item.month, "held")
        with run.transaction() as connection:
            refuse(connection, run, _arrival(run, item.read), receipt, [file_rules.failed(describe_without_data(error))])


def _judge_and_write(run: Run, item: CleanedDelivery, prepared: "Future[Prepared] | None") -> None:
    reading = item.read.reading
    if item.cleaned is None or item.month is None:
        receipt = Receipt(reading.source, item.month, item.refused_as)
        with run.transaction() as connection:
            delivery_id = refuse(connection, run, _arrival(run, item.read), receipt, item.refusals)
            keep_unknown_headings(connection, delivery_id, reading)
        return
    with run.transaction() as connection:
        is_staged = _is_coming(prepared) and stage_ahead(connection, str(reading.source), item.cleaned, run.settings.secret_key)
        judged = None if prepared is None else prepared.result()[1]
        verdict = judged or _timed_verdict(connection, run, item, item.cleaned, item.month)
        with run.result.timed("publish"):
            _write(connection, run, item, item.month, verdict, is_staged=is_staged)


def _is_coming(prepared: "Future[Prepared] | None") -> bool:
    return prepared is not None and not prepared.done()


def refuse(connection: "Connection", run: Run, arrival: Arrival, receipt: Receipt, findings: list[FileFinding]) -> int:
    """The number of a delivery of which nothing is published; the sentences of ``findings``, all critical, become its reasons."""
    began = Moment()
    incoming = arrival.incoming
    land(run.settings.home, incoming, run.keys)
    refused = replace(receipt, reasons=tuple(finding.message_vi for finding in findings))
    delivery_id = record(connection, arrival, refused, findings)
    line = run.result.add(incoming.found.file_name, refused.source, refused.month, refused.status, refused.reasons)
    line.findings["critical"] = len(findings)
    has_failed = any(finding.rule_code == "F00" for finding in findings)
    run.log.write(connection, incoming, delivery_id, began, _ending(refused, "failed" if has_failed else "held"))
    return delivery_id


def _ending(receipt: Receipt, step: str) -> Ending:
    rows = receipt.rows_published if step == "published" else receipt.rows_quarantined
    return Ending(step, receipt.status, receipt.source, receipt.month, rows, "\n".join(receipt.reasons))


def _arrival(run: Run, read: ReadDelivery) -> Arrival:
    return Arrival(run.ward.code, run.result.run_id, read.incoming, read.delivery_id)


# --- judging ------------------------------------------------------------------------------------------------------------
def _timed_verdict(connection: "Connection", run: Run, item: CleanedDelivery, cleaned: Cleaned, month: date) -> Verdict:
    with run.result.timed("validate"):
        began = Moment()
        judged = _judge(connection, run, item, cleaned, month)
        run.log.add(item.read.incoming, "judged", began, judged.rows_read)
        return judged


def _judge(connection: "Connection", run: Run, item: CleanedDelivery, cleaned: Cleaned, month: date) -> Verdict:
    """The delivery against the rules, against what is published already and against what officers decided."""
    reading, matched = item.reading, item.matched
    ward, limits, source = run.ward, run.ward.limits, str(reading.source)
    last = last_month(connection, ward.code, source, month)
    others = dossier_rows_of_month(connection, ward.code, month) if source == "dossiers" else 0
    context = rule_context(ward, month, connection, source)
    judged = judge_reading(reading, cleaned, context, limits, last, others, Decided(matched.accepted, matched.excluded))
    if source in SAME_ROWS_JUDGED and last is not None:
        share = share_of_same_rows(connection, run.settings.secret_key, ward.code, source, last.month, cleaned.frame)
        judged.file_findings.extend(file_rules.same_rows(share, limits.same_rows_share, last.month))
    older = overlap_with_published(connection, ward.code, run.ward_key, source, month, cleaned)
    if older is not None and source not in ward.in_parts:
        found = file_rules.would_replace(older.file_name, older.received, older.count, older.kept, limits.replaced_share)
        judged.file_findings.extend(found)
    judged = add_repair_ledger(connection, ward, judged, source, month)
    judged = replace(judged, file_findings=_with_states(run, item, judged.file_findings))
    return replace(judged, row_findings=with_said(judged.row_findings, item.read.reading, run.settings.secret_key))


def _with_states(run: Run, item: CleanedDelivery, findings: list[FileFinding]) -> list[FileFinding]:
    """Findings about the whole delivery; those that an officer released it from, or found to be right as they are, are open no more."""
    sha256, in_parts = item.read.incoming.sha256, str(item.read.reading.source) in run.ward.in_parts
    released = {*released_rules(run.decisions, sha256), *(OF_PARTS if in_parts else ())}
    accepted = accepted_sentences(run.decisions, sha256)

    def is_settled(one: FileFinding) -> bool:
        return one.rule_code in released or (one.severity != "critical" and (one.rule_code, sentence_digest(one.message_vi)) in accepted)

    return [replace(one, state="accepted") if is_settled(one) else one for one in findings]


# --- writing ------------------------------------------------------------------------------------------------------------
def _write(connection: "Connection", run: Run, item: CleanedDelivery, month: date, judged: Verdict, *, is_staged: bool) -> None:
    began = Moment()
    read = item.read
    ward_code, source = run.ward.code, str(read.reading.source)
    receipt = _receipt(read.reading, month, judged)
    delivery_id = record(connection, _arrival(run, read), receipt, judged.file_findings, judged.row_findings)
    keep_outcomes(connection, delivery_id, item.matched)
    sealer = Sealer(connection, run.keys, run.settings.secret_key, ward_code, delivery_id)
    quarantine(connection, sealer, delivery_id, read.reading, judged)
    if not judged.is_held:
        kept = _kept(connection, run, item, month, judged)
        publish(connection, sealer, run.ward_key, ward_code, delivery_id, source, month, judged, kept, is_staged=is_staged)
    elif is_staged:
        unstage(connection, source)
    run.log.write(connection, read.incoming, delivery_id, began, _ending(receipt, "held" if judged.is_held else "published"))
    _add_line(run, read, receipt, judged)


def _kept(connection: "Connection", run: Run, item: CleanedDelivery, month: date, judged: Verdict) -> list[int]:
    """The month's other deliveries that stay beside this one, where the list comes in parts."""
    source, ward = str(item.read.reading.source), run.ward
    if source not in REPLACED_WHOLE or not (source in ward.in_parts or is_part(run.decisions, item.read.incoming.sha256)):
        return []
    return other_parts(connection, ward.code, run.ward_key, source, month, judged.cleaned, ward.limits.replaced_share)


def _receipt(reading: Reading, month: date, judged: Verdict) -> Receipt:
    notable = [finding for finding in judged.file_findings if finding.severity != "info"]
    rows = judged.row_findings
    has_findings = bool(notable) or (rows.height > 0 and rows["severity"].is_in(["critical", "warning"]).any())
    quarantined = judged.rows_read if judged.is_held else judged.rows_quarantined
    return Receipt(
        source=str(reading.source),
        month=month,
        status="held" if judged.is_held else "published_with_findings" if has_findings else "published",
        rows_read=judged.rows_read,
        rows_published=judged.rows_read - quarantined,
        rows_quarantined=quarantined,
        household_count=judged.household_count,
        stated_open_count=_stated_open_count(reading),
        reasons=tuple(finding.message_vi for finding in notable),
    )


def _stated_open_count(reading: Reading) -> int | None:
    """The count of open dossiers that a log states above or below its list (X03)."""
    if reading.source != "dossiers":
        return None
    found = [int(match[1]) for table in reading.main for text in (*table.titles, *table.notes) if (match := _STATED_OPEN.search(text))]
    return sum(found) if found else None


def _add_line(run: Run, read: ReadDelivery, receipt: Receipt, judged: Verdict) -> None:
    line = run.result.add(read.incoming.found.file_name, receipt.source, receipt.month, receipt.status, receipt.reasons)
    line.rows_read, line.rows_published, line.rows_quarantined = receipt.rows_read, receipt.rows_published, receipt.rows_quarantined
    counts = {} if judged.row_findings.is_empty() else dict(judged.row_findings.group_by("severity").len().iter_rows())
    for severity in line.findings:
        line.findings[severity] = counts.get(severity, 0) + sum(finding.severity == severity for finding in judged.file_findings)
    line.findings["info"] += judged.cleaned.repairs.height
