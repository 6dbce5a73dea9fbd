"""A delivery as it is sent and what must come of it: file, bytes, status, counts of rows, findings.

Data flow: records in a layout -> Delivery -> bytes and truth.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from tests.synthetic.records import Mark, Record, month_text
from tests.synthetic.sheets import Sheet
from tests.synthetic.writers import WRITERS

#: Containers that know no sheet names: a finding there has none.
WITHOUT_SHEETS = ("csv", "html")


@dataclass
class Delivery:
    """``records`` are the rows that count, ``status`` None means: published, with findings if there are any.

    ``file_marks`` are findings about the whole file.
    """

    path: str
    source: str | None
    month: date | None
    container: str
    sheets: Sequence[Sheet]
    records: Sequence[Record] = ()
    status: str | None = None
    file_marks: list[Mark] = field(default_factory=list)

    @property
    def is_published(self) -> bool:
        return self.status is None

    def write(self, folder: Path) -> None:
        path = folder / self.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(WRITERS[self.container](self.sheets))

    def verdict(self) -> dict[str, Any]:
        """The entry of ``deliveries``; null counts are not compared."""
        rows = sum(record.row_count for record in self.records)
        published = sum(record.row_count for record in self.records if record.is_published)
        judged = any(severity != "info" for _, severity in self._marks())
        status = self.status or ("published_with_findings" if judged else "published")
        return {
            "source": self.source,
            "month": month_text(self.month) if self.month else None,
            "status": status,
            "rows_read": rows if self.source else None,
            "rows_published": published if self.is_published else 0,
            "rows_quarantined": rows - published if self.is_published else None,
            "order": 1,
        }

    def _marks(self) -> list[Mark]:
        return [*self.file_marks, *(mark for record in self._all_records() for mark in record.marks)]

    def _all_records(self) -> list[Record]:
        return [each for record in self.records for each in (record, *record.members)]

    def findings(self, *severities: str) -> list[dict[str, Any]]:
        rows = [self._entry(None, None, "rule", rule, severity=severity) for rule, severity in self.file_marks]
        if self.is_published:
            for record in self._all_records():
                rows += [self._entry(*self._place(record), "rule", rule, severity=severity) for rule, severity in record.marks]
        return [row for row in rows if row["severity"] in severities]

    def repairs(self) -> list[dict[str, Any]]:
        return [self._entry(*self._place(record), "repair", kind) for record in self._all_records() for kind in record.repairs]

    def _place(self, record: Record) -> tuple[str | None, int]:
        sheet = next(sheet for sheet in self.sheets if id(record) in sheet.places)
        return None if self.container in WITHOUT_SHEETS else sheet.name, sheet.places[id(record)]

    def _entry(self, sheet: str | None, row: int | None, what: str, value: str, **more: Any) -> dict[str, Any]:
        return {"file": self.path, "sheet": sheet, "row": row, what: value, **more}


def write_truth(path: Path, truth: dict[str, Any]) -> None:
    """One entry a line, so that a changed figure is a changed line."""
    parts = []
    for key, value in truth.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            body = "[\n" + ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in value) + "\n]"
        elif isinstance(value, dict):
            body = (
                "{\n"
                + ",\n".join(
                    f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(entry, ensure_ascii=False)}" for name, entry in value.items()
                )
                + "\n}"
            )
        else:
            body = json.dumps(value, ensure_ascii=False)
        parts.append(f"{json.dumps(key)}: {body}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")
