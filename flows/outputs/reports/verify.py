"""Issued reports held against what they bear: the digest of their figures, counts and deliveries, and the digests of their files.

Data flow: audit.issued_*, the report's folder -> ``verify_month`` -> one ``Checked`` a report
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.outputs.reports.dossier_form_counts import COUNTS
from flows.outputs.reports.report_data import FROZEN, Row, digest_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

_REPORTS = """select report_id, report_number, issue_number, inputs_sha256 from audit.issued_report
    where ward_code = %s and month = %s order by issue_number"""
_FIGURES = f"select {', '.join(FROZEN).replace('window', 'window_kind as window')} from audit.issued_figure where report_id = %s"
_FORMS = (
    f"select calendar, period_kind, period_start, period_end, field_name, {', '.join(COUNTS)} from audit.issued_form where report_id = %s"
)
_INPUTS = "select source, month, sha256 from audit.issued_input where report_id = %s"
_FILES = "select file_name, sha256 from audit.issued_file where report_id = %s order by file_name"


@dataclass(frozen=True)
class Checked:
    """``faults``: sentences about what is not as it was issued; none: untouched."""

    report_number: str
    inputs_sha256: str
    figures: int
    files: int
    faults: tuple[str, ...]


def verify_month(connection: "Connection", ward_code: str, month: date, home: Path) -> list[Checked]:
    """Every issue of the month. ``home``: the folder that holds the folders of its numbers."""
    out = []
    for report_id, number, issue, digest in connection.exec_driver_sql(_REPORTS, (ward_code, month)).all():
        figures, forms, inputs, files = (_rows(connection, query, report_id) for query in (_FIGURES, _FORMS, _INPUTS, _FILES))
        faults = list(_of_files(home / f"{issue:02d}", files))
        if digest_of(figures, forms, inputs) != digest:
            faults.insert(0, "số liệu đang giữ không khớp mã dữ liệu đã ghi khi ban hành")
        out.append(Checked(number, digest, len(figures), len(files), tuple(faults)))
    return out


def _rows(connection: "Connection", query: str, report_id: int) -> list[Row]:
    return [dict(row) for row in connection.exec_driver_sql(query, (report_id,)).mappings()]


def _of_files(folder: Path, files: list[dict[str, Any]]) -> Iterator[str]:
    for file in files:
        try:
            found = hashlib.sha256((folder / file["file_name"]).read_bytes()).hexdigest()
        except OSError:
            yield f"{folder / file['file_name']}: không đọc được tệp"
            continue
        if found != file["sha256"]:
            yield f"{folder / file['file_name']}: tệp đã bị sửa"
