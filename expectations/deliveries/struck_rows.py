"""Rule F15: rows that the sheet shows struck through. They are counted like the rest; who looks at the sheet takes them for deleted.

Data flow: tables -> ``struck_rows`` -> one finding that names each sheet and its rows
"""

from collections.abc import Sequence

from expectations.deliveries.file_rules import FileFinding
from transforms.reading.model import Table
from transforms.reading.sheet_parts import runs

#: So many runs of rows are named, the others counted.
_SHOWN_RUNS = 8


def struck_rows(tables: Sequence[Table]) -> list[FileFinding]:
    """F15, one finding for the delivery; none where no row is struck through."""
    told = list(dict.fromkeys(sentence for table in tables if (sentence := _struck_vi(table))))
    if not told:
        return []
    return [
        FileFinding(
            "F15",
            "warning",
            f"Có dòng bị gạch ngang, vẫn được đọc và tính như các dòng khác: {'; '.join(told)}. "
            "Nếu các dòng đó đã bỏ, xóa hẳn khỏi danh sách rồi gửi lại; nếu vẫn đúng, xác nhận.",
        )
    ]


def _struck_vi(table: Table) -> str:
    """The rows of one list, empty if there are none: "trang 'DS' có 3 dòng (5-7)"."""
    if not table.struck_rows:
        return ""
    found = runs(table.struck_rows)
    named = ", ".join(f"{first}-{last}" if last > first else str(first) for first, last in found[:_SHOWN_RUNS])
    place = f"trang '{table.sheet_name}'" if table.sheet_name else "tệp"
    return f"{place} có {len(table.struck_rows)} dòng ({named}{', …' if len(found) > _SHOWN_RUNS else ''})"
