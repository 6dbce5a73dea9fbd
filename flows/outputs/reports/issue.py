"""A month is issued: numbered, written, recorded; afterwards nothing of it changes.

Files come first, under a name that nobody looks for; then their folder takes its number; the record is committed last. Where the program
dies between, the next issue finds a folder that no record knows and lays it aside. Issues of one warehouse wait for each other.

Data flow: Facts -> workbooks -> ``CHITIEU_HOME/reports/<ward>/<month>/<number>/`` and ``audit.issued_*``
"""

import hashlib
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.config.versions import code_version, rule_version
from flows.outputs.reports.dossier_form import form_name, form_workbook
from flows.outputs.reports.report_data import FROZEN, INPUT, Facts, ReportError, read_facts
from flows.outputs.reports.scorecard_workbook import scorecard_workbook
from flows.outputs.reports.stamp import Stamp
from flows.system.files import sync_folder, write_whole
from transforms.vietnamese.moments import in_zone

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from flows.config.settings import Settings

#: Issues of one warehouse wait for each other: the number is ours alone in its database.
_REPORT_LOCK = 69_10745
_FIGURE_COLUMNS = {"window": "window_kind"}


@dataclass(frozen=True)
class Issued:
    """``files``: name -> bytes, as written. ``folder``: where they stand; a draft's folder is the one that was asked for."""

    stamp: Stamp
    facts: Facts
    folder: Path
    files: dict[str, bytes]
    is_same_as_before: bool = False


def issue(engine: "Engine", settings: "Settings", month: date, issued_by: str, *, now: datetime | None = None) -> Issued:
    """The month's next number: files and record, or neither. ``now`` is for tests."""
    home = folder_of(settings, month)
    with _one_at_a_time(engine), engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection, connection.begin():
        facts = read_facts(connection, settings.ward, month)
        known = _known(connection, settings.ward.code, month)
        stamp = Stamp(month, max(known, default=0) + 1, _moment(now), issued_by[:120], facts.inputs_sha256)
        files = workbooks(facts, stamp)
        _lay_aside(home, known)
        folder = _write_folder(home, f"{stamp.issue_number:02d}", files)
        _record(connection, facts, stamp, files)
        before = known.get((stamp.issue_number or 0) - 1)
    return Issued(stamp, facts, folder, files, before == stamp.inputs_sha256)


def folder_of(settings: "Settings", month: date) -> Path:
    """Holds one folder for each number of the month."""
    return settings.home / "reports" / settings.ward.slug / f"{month:%Y-%m}"


def draft(engine: "Engine", settings: "Settings", month: date, made_by: str, folder: Path, *, now: datetime | None = None) -> Issued:
    """The same workbooks with a mark on every sheet; no number, no record."""
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        facts = read_facts(connection, settings.ward, month)
    stamp = Stamp(month, None, _moment(now), made_by[:120], facts.inputs_sha256)
    files = workbooks(facts, stamp)
    put_into(folder, files)
    return Issued(stamp, facts, folder, files)


def workbooks(facts: Facts, stamp: Stamp) -> dict[str, bytes]:
    """File name -> bytes: the scorecard, and the form once for each period that ends with the month."""
    forms = {form_name(form, stamp): form_workbook(form, facts.ward, stamp) for form in facts.forms}
    return {f"BangDiem_{facts.month:%Y-%m}_{stamp.suffix}.xlsx": scorecard_workbook(facts, stamp), **forms}


def _moment(now: datetime | None) -> datetime:
    return in_zone(now or datetime.now(UTC)).replace(microsecond=0)


@contextmanager
def _one_at_a_time(engine: "Engine") -> Iterator[None]:
    """Held by a session of its own, so that it goes with the process however that ends."""
    with engine.connect() as connection:
        connection.exec_driver_sql(f"select pg_advisory_lock({_REPORT_LOCK})")
        connection.commit()
        try:
            yield
        finally:
            connection.exec_driver_sql(f"select pg_advisory_unlock({_REPORT_LOCK})")
            connection.commit()


def _known(connection: "Connection", ward_code: str, month: date) -> dict[int, str]:
    """Issue number -> digest of its inputs."""
    rows = connection.exec_driver_sql(
        "select issue_number, inputs_sha256 from audit.issued_report where ward_code = %s and month = %s", (ward_code, month)
    )
    return {int(number): str(digest) for number, digest in rows}


# --- files --------------------------------------------------------------------------------------------------------------------
def _lay_aside(home: Path, known: dict[int, str]) -> None:
    """Folders half written go; a whole one that no record knows is kept out of sight: another database may know it."""
    for folder in sorted(home.glob("*")) if home.is_dir() else ():
        if folder.name.startswith(".writing-"):
            shutil.rmtree(folder, ignore_errors=True)
        elif folder.name.isdecimal() and int(folder.name) not in known:
            folder.rename(home / f".unrecorded-{folder.name}-{secrets.token_hex(4)}")


def _write_folder(home: Path, name: str, files: dict[str, bytes]) -> Path:
    """All files or none: the folder takes its name when every byte is on the disk, and none may be written to afterwards."""
    hidden, folder = home / f".writing-{name}-{secrets.token_hex(4)}", home / name
    try:
        hidden.mkdir(parents=True)
        for file_name, data in files.items():
            write_whole(hidden / file_name, data)
            (hidden / file_name).chmod(0o440)
        hidden.rename(folder)
        with suppress(OSError):  # not every system lets a folder be opened
            sync_folder(home)
    except OSError as error:
        shutil.rmtree(hidden, ignore_errors=True)
        raise ReportError(
            f"{folder}: the report cannot be written ({error.strerror}). Nothing was issued. Free the place or correct its permissions."
        ) from None
    return folder


def put_into(folder: Path, files: dict[str, bytes]) -> None:
    """Copies for the officer: each whole or not at all; an older copy of the same name is replaced."""
    for name, data in files.items():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            write_whole(folder / name, data)
        except OSError as error:
            raise ReportError(
                f"{folder / name}: the file cannot be written ({error.strerror}). Close it in Excel, or give another folder with --output."
            ) from None


# --- the record -----------------------------------------------------------------------------------------------------------------
def _record(connection: "Connection", facts: Facts, stamp: Stamp, files: dict[str, bytes]) -> None:
    report_id = connection.exec_driver_sql(
        """insert into audit.issued_report (ward_code, month, issue_number, report_number, issued_at, issued_by, plan_code, inputs_sha256,
               rule_version, code_version)
           values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) returning report_id""",
        (
            facts.ward.code,
            facts.month,
            stamp.issue_number,
            stamp.report_number,
            stamp.issued_at,
            stamp.issued_by,
            facts.ward.plan_info.code,
            facts.inputs_sha256,
            rule_version(),
            code_version(),
        ),
    ).scalar_one()
    _insert(connection, "issued_file", report_id, [_of_file(name, data) for name, data in files.items()])
    inputs = sorted({tuple(row[name] for name in INPUT) for row in facts.inputs})
    _insert(connection, "issued_input", report_id, [dict(zip(INPUT, row, strict=True)) for row in inputs])
    _insert(connection, "issued_figure", report_id, [_figure(row) for row in facts.frozen])
    _insert(connection, "issued_form", report_id, [row for form in facts.forms for row in form.frozen])


def _of_file(name: str, data: bytes) -> dict[str, Any]:
    return {"file_name": name, "sha256": hashlib.sha256(data).hexdigest(), "byte_count": len(data)}


def _figure(row: dict[str, Any]) -> dict[str, Any]:
    return {_FIGURE_COLUMNS.get(name, name): row[name] for name in FROZEN}


def _insert(connection: "Connection", table: str, report_id: int, rows: Sequence[dict[str, Any]]) -> None:
    """By COPY: a report has thousands of figures."""
    from flows.database.frames import cursor

    if not rows:
        return
    names = tuple(rows[0])
    with cursor(connection) as raw, raw.copy(f"copy audit.{table} (report_id, {', '.join(names)}) from stdin") as copy:
        for row in rows:
            copy.write_row((report_id, *(row[name] for name in names)))
