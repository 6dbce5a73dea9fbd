"""One delivery from a reading to its end: its month, its verdict, its transaction.

Data flow: ``ReadDelivery`` -> F01-F05 -> clean -> judge -> ``flows.load.facts`` -> one ``Delivery`` of the night
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
from polars.exceptions import PanicException

from expectations.deliveries import file_rules
from expectations.deliveries.file_rules import FileFinding
from expectations.registry import DROP_JUDGED, RISE_JUDGED, SAME_ROWS_JUDGED
from expectations.verdict import LastMonth, Verdict, judge_reading
from flows.extract.headings import answered_since
from flows.extract.landing import Incoming, land
from flows.load.audit import Receipt, record
from flows.load.facts import publish
from flows.load.quarantine import quarantine
from flows.load.unknown_headings import keep_unknown_headings
from flows.pipeline.known_files import _named_months
from flows.pipeline.outcomes import PUBLISHED, Delivery, ReadDelivery, RunResult
from flows.pipeline.prepare import CleanedDelivery
from flows.system.errors import describe_without_data
from flows.validation.context import rule_context
from flows.validation.overlap import overlap_with_published
from flows.validation.repair_ledger import add_repair_ledger
from flows.vault.key_rotation import check_keys, keys_after_interrupted_rotation
from flows.vault.row_encryption import HASH_VERSION, Sealer, unseal_digests
from flows.vault.upgrade import seal_clear_rows
from transforms.cleaning.model import Cleaned
from transforms.reading.model import Reading

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from flows.config.settings import Settings


_STATED_OPEN = re.compile(r"(?i)đang (?:giải quyết|xử lý)\s*:\s*(\d{1,6})\b")
_ALREADY_VI = "Tệp này đã nhận ngày {:%d/%m/%Y} (trạng thái khi đó: {}). Không có gì mới."
STATUS_VI = {
    "published": "đã công bố",
    "published_with_findings": "đã công bố, có điểm cần xem",
    "held": "đang giữ lại",
    "unreadable": "không đọc được",
    "unrecognised": "không nhận ra",
    "duplicate": "trùng",
    "superseded": "đã thay bằng bản mới",
}


class Ingest:
    """The deliveries of one run, one after the other, each in a transaction of its own."""

    def __init__(self, engine: "Engine", settings: "Settings", ward_key: int, result: RunResult) -> None:
        self.engine, self.settings, self.ward_key, self.result = engine, settings, ward_key, result
        self.ward = settings.ward
        self.keys = keys_after_interrupted_rotation(engine, settings)
        self._repeated: list[Incoming] = []
        self._replayed: int | None = None

    def open_vault(self) -> None:
        """The master key is the one that the vault knows; rows of an earlier version are sealed before anything else is done."""
        with self.engine.connect() as connection:
            check_keys(connection, self.ward.code, self.keys)
        seal_clear_rows(self.engine, self.keys, self.ward.code)

    # --- bytes that were here before ----------------------------------------------------------------------------------
    def sort_out_known(self, incoming: Iterable[Incoming]) -> list[Incoming]:
        """Those whose bytes are new; the others are told of at the end, when what they repeat has its month.

        Bytes that were held only because no month could be told are new again under a name that tells one, and so are those on which
        the program itself failed, and those that lacked a column until the officer said which heading means it.
        """
        listed = sorted(incoming, key=lambda item: (len(_named_months(item)) != 1, item.found.file_name))
        with self.engine.begin() as connection:
            self._forget_failures(connection, [item.sha256 for item in listed])
            known = {
                row.sha256: row.has_month
                for row in connection.exec_driver_sql(
                    """select sha256, bool_or(month is not null or status <> 'held') as has_month from audit.delivery
                       where ward_code = %s and sha256 = any(%s) group by sha256""",
                    (self.ward.code, [item.sha256 for item in listed]),
                )
            }
        fresh: dict[str, Incoming] = {}
        for item in listed:
            is_new = item.sha256 not in known or (not known[item.sha256] and len(_named_months(item)) == 1)
            if is_new and item.sha256 not in fresh:
                fresh[item.sha256] = item
            else:
                self._repeated.append(item)
        return list(fresh.values())

    def _forget_failures(self, connection: "Connection", digests: list[str]) -> None:
        """Deliveries that the program failed on, or that lacked a column, left nothing behind but their line, its finding and the headings
        they showed: they are tried again, the latter once an answer may have changed what is read."""
        parameters = (self.ward.code, digests)
        failed = "select delivery_id from audit.finding join audit.delivery using (delivery_id) where rule_code = 'F00' and delivery.ward_code = %s and sha256 = any(%s)"
        numbers = [*connection.exec_driver_sql(failed, parameters).scalars(), *answered_since(connection, self.ward, digests)]
        if numbers:
            connection.exec_driver_sql("delete from audit.unknown_heading where delivery_id = any(%s)", (numbers,))
            connection.exec_driver_sql("delete from audit.finding where delivery_id = any(%s)", (numbers,))
            connection.exec_driver_sql("delete from audit.delivery where delivery_id = any(%s)", (numbers,))

    def finish_known(self) -> None:
        for item in self._repeated:
            with self.engine.begin() as connection:
                self._repeat(connection, item)

    def _repeat(self, connection: "Connection", incoming: Incoming) -> None:
        """The same bytes again: a duplicate, unless the name or folder states another month (F05)."""
        first = connection.exec_driver_sql(
            """select source, month, status, received_at, bool_or(file_name = %s) over () as is_same_name from audit.delivery
               where ward_code = %s and sha256 = %s order by delivery_id limit 1""",
            (incoming.found.file_name, self.ward.code, incoming.sha256),
        ).one()
        named = _named_months(incoming)
        another = first.month is not None and len(named) == 1 and named != {(first.month.year, first.month.month)}
        if another and not first.is_same_name:
            year, month = named.pop()
            self._refuse(connection, incoming, "held", first.source, date(year, month, 1), [file_rules.same_bytes(first.month)])
            return
        told = _ALREADY_VI.format(first.received_at, STATUS_VI[first.status])
        if not first.is_same_name:
            record(
                connection,
                self.ward.code,
                self.result.run_id,
                incoming,
                Receipt(first.source, first.month, "duplicate", reasons=(told,)),
                [],
            )
        self._tell(incoming, first.source, first.month, "duplicate", reasons=[told])

    # --- a delivery -------------------------------------------------------------------------------------------------------
    def take(self, item: "CleanedDelivery", replayed: int | None = None) -> None:
        """Judge and write one delivery that was read and cleaned. If the program fails on it, it alone is held: the others go on.

        A database that is gone stops the run; what was published stays. ``replayed``: the number of a delivery that is taken again.
        """
        self._replayed = replayed
        try:
            self._take(item)
        except (Exception, PanicException) as error:  # a panic of polars is no Exception
            if _is_connection_lost(error):
                raise
            with self.engine.begin() as connection:
                finding = file_rules.failed(describe_without_data(error))
                self._refuse(connection, item.read.incoming, "held", item.read.reading.source, item.month, [finding])

    def _take(self, item: "CleanedDelivery") -> None:
        reading = item.read.reading
        if item.cleaned is None or item.month is None:
            with self.engine.begin() as connection:
                delivery_id = self._refuse(connection, item.read.incoming, item.refused_as, reading.source, item.month, item.refusals)
                keep_unknown_headings(connection, delivery_id, reading)
            return
        with self.engine.begin() as connection:
            with self.result.timed("validate"):
                judged = self._judge(connection, reading, item.cleaned, item.month)
            with self.result.timed("publish"):
                self._write(connection, item.read, item.month, judged)

    def _judge(self, connection: "Connection", reading: Reading, cleaned: Cleaned, month: date) -> Verdict:
        source = str(reading.source)
        last = self._last_month(connection, source, month)
        others = self._others_this_month(connection, month) if source == "dossiers" else 0
        knowledge = rule_context(self.ward, month, connection, source)
        judged = judge_reading(reading, cleaned, knowledge, self.ward.limits, last, others)
        if source in SAME_ROWS_JUDGED and last is not None:
            share = self._share_of_same_rows(connection, source, last.month, cleaned)
            judged.file_findings.extend(file_rules.same_rows(share, self.ward.limits.same_rows_share, last.month))
        older = overlap_with_published(connection, self.ward.code, self.ward_key, source, month, cleaned)
        if older is not None:
            judged.file_findings.extend(
                file_rules.would_replace(older.file_name, older.received, older.count, older.kept, self.ward.limits.replaced_share)
            )
        return add_repair_ledger(connection, self.ward, judged, source, month)

    def _last_month(self, connection: "Connection", source: str, month: date) -> LastMonth | None:
        if source not in DROP_JUDGED | RISE_JUDGED:
            return None
        row = connection.exec_driver_sql(
            """select month, sum(coalesce(household_count, rows_read))::int as total_count from audit.delivery
               where ward_code = %s and source = %s and month < %s and status in ('published', 'published_with_findings')
               group by month order by month desc limit 1""",
            (self.ward.code, source, month),
        ).one_or_none()
        return LastMonth(row.month, int(row.total_count)) if row is not None else None

    def _others_this_month(self, connection: "Connection", month: date) -> int:
        return int(
            connection.exec_driver_sql(
                "select coalesce(sum(rows_read), 0) from audit.delivery where ward_code = %s and source = 'dossiers' and month = %s and status in ('published', 'published_with_findings')",
                (self.ward.code, month),
            ).scalar_one()
        )

    def _share_of_same_rows(self, connection: "Connection", source: str, earlier: date, cleaned: Cleaned) -> float:
        """Share of the rows that stand, month and running number aside, in the earlier month's deliveries too."""
        rows = connection.exec_driver_sql(
            """select d.delivery_id, d.hashes from audit.delivery_digest d join audit.delivery a using (delivery_id)
               where a.ward_code = %s and a.source = %s and a.month = %s and a.status in ('published', 'published_with_findings') and d.hash_version = %s""",
            (self.ward.code, source, earlier, HASH_VERSION),
        ).fetchall()
        import numpy

        known = [pl.Series(numpy.frombuffer(self._digests(row), dtype=numpy.uint64)) for row in rows]
        if not known or cleaned.frame.is_empty():
            return 0.0
        same = int(cleaned.frame["row_hash"].is_in(pl.concat(known).unique().implode()).sum())
        return same / cleaned.frame.height

    def _digests(self, row: Any) -> bytes:
        return unseal_digests(self.settings.secret_key, bytes(row.hashes), row.delivery_id)

    # --- writing ----------------------------------------------------------------------------------------------------------
    def _write(self, connection: "Connection", item: ReadDelivery, month: date, judged: Verdict) -> None:
        source = str(item.reading.source)
        told = [finding for finding in judged.file_findings if finding.severity != "info"]
        is_marked = bool(told) or judged.row_findings["severity"].is_in(["critical", "warning"]).any()
        status = "held" if judged.is_held else "published_with_findings" if is_marked else "published"
        quarantined = judged.rows_read if judged.is_held else judged.rows_quarantined
        receipt = Receipt(
            source,
            month,
            status,
            judged.rows_read,
            judged.rows_read - quarantined,
            quarantined,
            judged.household_count,
            _stated_open_count(item.reading),
            tuple(finding.message_vi for finding in told),
        )
        delivery_id = record(
            connection,
            self.ward.code,
            self.result.run_id,
            item.incoming,
            receipt,
            judged.file_findings,
            judged.row_findings,
            self._replayed,
        )
        sealer = Sealer(connection, self.keys, self.settings.secret_key, self.ward.code, delivery_id)
        quarantine(connection, sealer, delivery_id, item.reading, judged)
        if not judged.is_held:
            publish(connection, sealer, self.ward_key, self.ward.code, delivery_id, source, month, judged)
        self._tell_receipt(item.incoming, receipt, judged)

    def _refuse(
        self, connection: "Connection", incoming: Incoming, status: str, source: str | None, month: date | None, findings: list[FileFinding]
    ) -> int:
        land(self.settings.home, incoming, self.keys)
        reasons = tuple(finding.message_vi for finding in findings)
        receipt = Receipt(source, month, status, reasons=reasons)
        delivery_id = record(connection, self.ward.code, self.result.run_id, incoming, receipt, findings, replayed=self._replayed)
        delivery = self._tell(incoming, source, month, status, reasons=list(reasons))
        delivery.findings["critical"] = len(findings)
        return delivery_id

    def _tell(self, incoming: Incoming, source: str | None, month: date | None, status: str, reasons: list[str]) -> Delivery:
        delivery = Delivery(incoming.found.file_name, source, f"{month:%Y-%m}" if month else None, status, reasons=reasons)
        self.result.deliveries.append(delivery)
        return delivery

    def _tell_receipt(self, incoming: Incoming, receipt: Receipt, judged: Verdict) -> None:
        delivery = self._tell(incoming, receipt.source, receipt.month, receipt.status, list(receipt.reasons))
        delivery.rows_read, delivery.rows_published, delivery.rows_quarantined = (
            receipt.rows_read,
            receipt.rows_published,
            receipt.rows_quarantined,
        )
        counts = dict(judged.row_findings.group_by("severity").len().iter_rows())
        for severity in delivery.findings:
            delivery.findings[severity] = counts.get(severity, 0) + sum(finding.severity == severity for finding in judged.file_findings)
        delivery.findings["info"] += judged.cleaned.repairs.height

    # --- after the last delivery -------------------------------------------------------------------------------------------
    def bring_up_to_date(self, *, cause: str | None = None, even_if_fresh: bool = False) -> None:
        """Indicators and the findings across sources. They are computed again if a delivery was published since they last were, also
        by a run that died before it came to them, or if another version of the program computed them."""
        from flows.indicators.compute import computed_from, refresh_indicators, remember_computed
        from flows.indicators.suppression import refresh_suppressed
        from flows.validation.cross_source import judge_across

        with self.engine.begin() as connection:
            state = computed_from(connection, self.ward)
            if state.is_fresh and not even_if_fresh:
                return
            self.result.indicators_changed = refresh_indicators(connection, self.ward_key, self.result.run_id, cause)
            refresh_suppressed(connection, self.ward, self.ward_key)
            judge_across(connection, self.ward)
            remember_computed(connection, self.ward.code, state)
            self._tell_superseded(connection)

    def _tell_superseded(self, connection: "Connection") -> None:
        """A delivery of this very run may have been replaced by a later one of it."""
        overlap_with_published = set(
            connection.exec_driver_sql(
                "select file_name from audit.delivery where run_id = %s and status = 'superseded'", (self.result.run_id,)
            ).scalars()
        )
        self.result.deliveries = [
            replace(delivery, status="superseded") if delivery.file in overlap_with_published and delivery.status in PUBLISHED else delivery
            for delivery in self.result.deliveries
        ]


def _is_connection_lost(error: BaseException) -> bool:
    from sqlalchemy.exc import DBAPIError

    if isinstance(error, DBAPIError):
        return bool(error.connection_invalidated) or type(error.orig).__name__ in ("OperationalError", "AdminShutdown")
    return type(error).__module__.startswith("psycopg") and type(error).__name__ in ("OperationalError", "AdminShutdown")


def _stated_open_count(reading: Reading) -> int | None:
    """The count of open dossiers that a log states above or below its list (X03)."""
    if reading.source != "dossiers":
        return None
    found = [int(match[1]) for table in reading.main for text in (*table.titles, *table.notes) if (match := _STATED_OPEN.search(text))]
    return sum(found) if found else None
