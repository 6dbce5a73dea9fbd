"""Rule F10: what the sheets of a delivery hide. It is read like the rest; the officer is told, for a person who looks sees less.

Data flow: tables -> ``hidden_parts`` -> one finding that names each sheet
"""

from collections.abc import Sequence

from expectations.deliveries.file_rules import FileFinding
from transforms.reading.model import Table
from transforms.reading.sheet_parts import runs

#: So many runs of rows are named, the others counted.
_SHOWN_RUNS = 4


def hidden_parts(tables: Sequence[Table]) -> list[FileFinding]:
    """F10, one finding for the delivery; none where everything that was read can be seen."""
    told = list(dict.fromkeys(sentence for table in tables if (sentence := _hidden_vi(table))))
    if not told:
        return []
    return [
        FileFinding(
            "F10",
            "info",
            f"Có phần bị ẩn, vẫn được đọc như phần còn lại: {'; '.join(told)}. Nếu phần ẩn không thuộc danh sách, xóa hẳn rồi gửi lại.",
        )
    ]


def _hidden_vi(table: Table) -> str:
    """What one list hides, empty if nothing: "trang 'DS' có 3 dòng ẩn (5-7) và cột ẩn D, F"."""
    parts = []
    if table.hidden_rows:
        found = runs(table.hidden_rows)
        named = ", ".join(f"{first}-{last}" if last > first else str(first) for first, last in found[:_SHOWN_RUNS])
        parts.append(f"{len(table.hidden_rows)} dòng ẩn ({named}{', …' if len(found) > _SHOWN_RUNS else ''})")
    if table.hidden_columns:
        parts.append(f"cột ẩn {', '.join(table.hidden_columns)}")
    place = f"trang '{table.sheet_name}'" if table.sheet_name else "tệp"
    hides = f"{place} có {' và '.join(parts)}" if parts else ""
    if table.visible:
        return hides
    return f"{place} bị ẩn" + (f", có {' và '.join(parts)}" if parts else "")
