"""Stamp of a report: what identifies one issue of a report: its number, when and by whom it was issued, what it was made from and with."""

from dataclasses import dataclass
from datetime import date, datetime

from flows.config.versions import code_version, rule_version
from flows.wording.moments import moment_vi


@dataclass(frozen=True)
class Stamp:
    """``issue_number``: 1 for the month's first issue; None for a draft, which has no number and is not recorded."""

    month: date
    issue_number: int | None
    issued_at: datetime
    issued_by: str
    inputs_sha256: str

    @property
    def is_draft(self) -> bool:
        return self.issue_number is None

    @property
    def report_number(self) -> str:
        return f"{self.issue_number:02d}/{self.month:%Y-%m}" if self.issue_number else ""

    @property
    def number_vi(self) -> str:
        return f"Số {self.report_number}" if self.issue_number else "Bản nháp, không số"

    @property
    def suffix(self) -> str:
        """The end of a file's name."""
        return f"so-{self.issue_number:02d}" if self.issue_number else "BAN-NHAP"

    @property
    def footer(self) -> str:
        return f"{self.number_vi} · {moment_vi(self.issued_at)} · {self.inputs_sha256[:12]}"

    @property
    def versions_vi(self) -> str:
        return f"quy tắc phiên bản {rule_version()}, chương trình phiên bản {code_version()}"
