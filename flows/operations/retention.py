"""Retention: what holds people is kept as long as the ward's folder says, and no longer; facts and figures stay.

Data flow: audit.delivery, the term -> landed files, the fetched copies of them and sealed rows removed -> audit.retention_log
"""

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from flows.database.engine import landed_files_held
from flows.extract.landing import landed_path
from flows.operations.inbox_copies import copies_of, remember_as_removed
from flows.system.errors import ChitieuError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from flows.config.settings import Settings

#: Tables of the vault in the order in which their rows go: the key last.
_SEALED = ("person_row", "quarantined_row", "repair", "data_key")


class RetentionError(ChitieuError):
    """A file past its term is still there."""


@dataclass(frozen=True)
class Removed:
    """``kind``: landed_file, inbox_copy or vault_row; ``before_month``: deliveries of earlier months were past their term."""

    kind: str
    term_months: int
    before_month: date
    deliveries: int
    items: int

    def as_json(self) -> dict[str, object]:
        return asdict(self) | {"before_month": f"{self.before_month:%Y-%m}"}


def retain(engine: "Engine", settings: "Settings", as_of: date, removed_by: str, *, dry_run: bool = False) -> list[Removed]:
    """Remove what is past its term on ``as_of``; with ``dry_run`` only say what would be.

    A delivery that is held waits for a decision and keeps everything. A delivery without a month goes by the day of its receipt.
    """
    with landed_files_held(engine, shared=False):
        return _retain(engine, settings, as_of, removed_by, dry_run)


def _retain(engine: "Engine", settings: "Settings", as_of: date, removed_by: str, dry_run: bool) -> list[Removed]:
    terms = settings.ward.retention
    with engine.begin() as connection:
        files, paths, copies = _files(connection, settings, as_of, terms.landed_months)
        rows = _rows(connection, settings.ward.code, as_of, terms.vault_months, dry_run)
        out = [removed for removed in (*files, rows) if removed is not None]
        if not dry_run:
            _log(connection, settings.ward.code, removed_by, out)
    if not dry_run:
        _remove(settings, paths, copies)
    return out


def _remove(settings: "Settings", paths: list[Path], copies: list[Path]) -> None:
    """What is logged goes; the copies are remembered first."""
    try:
        remember_as_removed(settings, copies)
        for path in (*copies, *paths):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise RetentionError(
            f"{error.filename}: this file is past its term and cannot be removed ({error.strerror}). Allow it and run again."
        ) from None


def retain_rows(connection: "Connection", settings: "Settings", as_of: date, removed_by: str) -> None:
    """Sealed rows past their term go, with a line in the log if there were any."""
    removed = _rows(connection, settings.ward.code, as_of, settings.ward.retention.vault_months, False)
    if removed is not None and removed.items:
        _log(connection, settings.ward.code, removed_by, [removed])


def _log(connection: "Connection", ward_code: str, removed_by: str, done: list[Removed]) -> None:
    for removed in done:
        connection.exec_driver_sql(
            """insert into audit.retention_log (removed_by, ward_code, kind, term_months, before_month, delivery_count, item_count)
               values (%s, %s, %s, %s, %s, %s, %s)""",
            (removed_by, ward_code, removed.kind, removed.term_months, removed.before_month, removed.deliveries, removed.items),
        )


def _files(connection: "Connection", settings: "Settings", as_of: date, months: int) -> tuple[list[Removed], list[Path], list[Path]]:
    """Landed files past their term, and the fetched copies of them. Bytes that a younger or a held delivery shares, be it another ward's,
    stay. What is to go is logged first and goes once that is certain: a file that stays behind is found again the next time."""
    if months == 0:
        return [], [], []
    before = _cutoff(as_of, months)
    rows = connection.exec_driver_sql(
        """select sha256, count(*) filter (where ward_code = %(ward)s) as deliveries from audit.delivery group by sha256
           having bool_or(ward_code = %(ward)s) and max(coalesce(month, received_at::date)) < %(before)s
              and not bool_or(status = 'held')""",
        {"ward": settings.ward.code, "before": before},
    ).fetchall()
    paths = [(landed_path(settings.home, row.sha256), int(row.deliveries)) for row in rows]
    there = [(path, count) for path, count in paths if path.exists()]
    copies = copies_of(settings, {row.sha256 for row in rows})
    removed = [Removed("landed_file", months, before, sum(count for _, count in there), len(there))]
    if copies:
        removed.append(Removed("inbox_copy", months, before, len(copies), len(copies)))
    return removed, [path for path, _ in there], copies


def _rows(connection: "Connection", ward_code: str, as_of: date, months: int, dry_run: bool) -> Removed | None:
    if months == 0:
        return None
    before = _cutoff(as_of, months)
    old = "select delivery_id from audit.delivery where ward_code = %s and coalesce(month, received_at::date) < %s and status <> 'held'"
    numbers = list(
        connection.exec_driver_sql(f"select delivery_id from vault.data_key where delivery_id in ({old})", (ward_code, before)).scalars()
    )
    items = 0
    for table in _SEALED:
        what = "select count(*) from" if dry_run else "delete from"
        result = connection.exec_driver_sql(f"{what} vault.{table} where delivery_id = any(%s)", (numbers,))
        items += (int(result.scalar_one()) if dry_run else result.rowcount) if table != "data_key" else 0
    return Removed("vault_row", months, before, len(numbers), items)


def _cutoff(as_of: date, months: int) -> date:
    """First day of the oldest month that is kept: with a term of one month in March, February's deliveries stay."""
    number = as_of.year * 12 + as_of.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)
