"""Examples of findings about whole files and between two lists: the rules' own sentences about small deliveries made for it.

Data flow: tables, counts and days of a made-up delivery -> rules of ``expectations.deliveries``, ``expectations.cross_source``,
``expectations.submissions`` -> sentences
"""

from collections.abc import Sequence
from datetime import date

import polars as pl

from expectations.cross_source import RULES as CROSS_SOURCE
from expectations.deliveries import file_rules
from expectations.deliveries.file_rules import FileFinding, SheetCount
from expectations.deliveries.hidden_parts import hidden_parts
from expectations.deliveries.repair_ledger import repairs_jumped
from expectations.deliveries.ruined_columns import ruined_columns
from expectations.deliveries.struck_rows import struck_rows
from expectations.deliveries.swapped_dates import swapped_dates
from expectations.deliveries.zoned_moments import zoned_moments
from expectations.limits import Limits
from expectations.submissions import RULES as SUBMISSIONS
from flows.validation.repair_ledger import headings, jump_limits, kind_names
from transforms.cleaning.swapped_dates import SWAPPED
from transforms.cleaning.zoned_moments import ZONE_MOVED, ZONE_UNKNOWN
from transforms.reading.model import MissingColumns, Reading, Table

_SOURCE, _SHEET, _JUNE = "health_insurance", "DS", date(2026, 6, 1)
_LIMITS = Limits()
_NO_GROUPS = pl.DataFrame(schema={"row_number": pl.Int64, "text": pl.String, "ordinal": pl.String})
_ROWS = 20


def file_examples() -> dict[str, str]:
    """Rule about whole deliveries -> a sentence that it says."""
    found = (*_not_read(), *_held(), *_told())
    return {one.rule_code: one.message_vi for one in found if one is not None}


def further_examples() -> dict[str, tuple[str, ...]]:
    """Rule about whole deliveries -> other sentences that it says, those that hold the delivery among them."""
    cells = {"sheet_name": _SHEET, "column_name": "birth_date", "after": "2026-07-02 00:00:00"}
    kinds = (ZONE_MOVED, "2026-07-01 17:00:00Z"), (ZONE_UNKNOWN, "2026-07-01 17:00:00Z"), (ZONE_UNKNOWN, "2026-07-02 00:00:00Z")
    repairs = [pl.DataFrame([cells | {"kind": kind, "before": before}] * 412) for kind, before in kinds]
    return {"F12": tuple(one.message_vi for some in repairs for one in zoned_moments(some, pl.DataFrame(), [_table()]))}


def _not_read() -> Sequence[FileFinding | None]:
    lacking = MissingColumns(_SOURCE, _SHEET, (("Từ ngày", "Ngày bắt đầu", 0.6),))
    return (
        file_rules.failed("MemoryError"),
        file_rules.unreadable(Reading(None, problem="unreadable")),
        file_rules.unrecognised(Reading(None, problem="unrecognised")),
        *file_rules.missing_columns(Reading(_SOURCE, problem="missing_columns", missing=(lacking,))),
        file_rules.month_of(())[1],
    )


def _held() -> Sequence[FileFinding]:
    count = SheetCount(_ROWS, _ROWS, 0)
    return (
        *file_rules.same_rows(0.995, _LIMITS.same_rows_share, _JUNE),
        *file_rules.stated_totals([_table(last_serial=157)], [count]),
        file_rules.volume_dropped(19_870, 26_911, _LIMITS.row_drop_share, _JUNE),
        *file_rules.too_many_critical(3_120, 26_890, _LIMITS.critical_share, _LIMITS.critical_least),
        *file_rules.would_replace("BHYT_2026-07_phan1.xlsx", date(2026, 8, 3), 14_200, 35, _LIMITS.replaced_share),
        *_ruined(),
    )


def _told() -> Sequence[FileFinding]:
    return (
        *file_rules.unknown_columns([_table(unknown_headers=("Mã BV KCB",))]),
        *hidden_parts([_table(hidden_rows=(12, 13, 14))]),
        *_jumped(),
        *_swapped(),
        *struck_rows([_table(struck_rows=(15, 16))]),
    )


def _table(
    *,
    last_serial: int | None = None,
    unknown_headers: tuple[str, ...] = (),
    hidden_rows: tuple[int, ...] = (),
    struck_rows: tuple[int, ...] = (),
    full_name: str = "Nguyễn Thị Đào",
) -> Table:
    numbers = list(range(7, 7 + _ROWS))
    frame = pl.DataFrame({"row_number": numbers, "full_name": [full_name] * _ROWS})
    headers, letters = {"full_name": "Họ và tên", "birth_date": "Ngày sinh"}, {"full_name": "B", "birth_date": "C"}
    return Table(
        _SOURCE,
        "main",
        _SHEET,
        frame,
        _NO_GROUPS,
        headers,
        letters,
        last_serial=last_serial,
        unknown_headers=unknown_headers,
        hidden_rows=hidden_rows,
        struck_rows=struck_rows,
    )


def _ruined() -> list[FileFinding]:
    no_failures = pl.DataFrame(schema={"row_id": pl.Int64, "rule_code": pl.String})
    return ruined_columns([_table(full_name="Nguy_n Th_ Đào")], pl.DataFrame({"row_id": [0]}), no_failures, {})


def _jumped() -> list[FileFinding]:
    line = {"column_name": "full_name", "kind": "letter_case", "cell_count": 26_000, "row_share": 0.97}
    before = {"last_cell_count": 120.0, "last_row_share": 0.004, "last_least_share": 0.004, "last_most_share": 0.004}
    return repairs_jumped(pl.DataFrame([line | before]), jump_limits(_LIMITS), _JUNE, headings(_SOURCE), kind_names())


def _swapped() -> list[FileFinding]:
    cells = {"sheet_name": _SHEET, "column_name": "birth_date", "kind": SWAPPED}
    cells |= {"before": "1990-02-03 00:00:00", "after": "1990-03-02 00:00:00"}
    return swapped_dates(pl.DataFrame([cells] * 412), [_table()])


#: Rows as ``sql/across`` gives them.
_ACROSS: dict[str, dict[str, object]] = {
    "X01": {"area_name": "Tổ dân phố số 3", "numerator": 812.0, "denominator": 790.0},
    "X02": {
        "household_number": "31-10744-0012",
        "classification": "poor",
        "is_covered": 0,
        "is_covered_as_poor": 0,
        "is_covered_as_near_poor": 0,
    },
    "X03": {"stated_open_count": 45, "open_total": 41},
    "X04": {"household_number": "31-10744-0012", "is_accounted_for": 0},
}


def cross_examples() -> dict[str, str]:
    """Rule between two lists -> the sentence that it says."""
    return {code: str(pl.DataFrame([row]).select(CROSS_SOURCE[code].message).item()) for code, row in _ACROSS.items()}


#: Rows as ``transforms.submissions`` gives them.
_SUBMISSION = {"source": "health_insurance", "month": date(2026, 9, 1), "due_date": date(2026, 10, 12)}
_WAITED_FOR: dict[str, dict[str, object]] = {
    "C01": _SUBMISSION | {"days_late": 2},
    "C02": _SUBMISSION | {"days_late": 6},
    "C03": _SUBMISSION | {"silent_count": 2},
    "C04": _SUBMISSION,
    "C05": _SUBMISSION | {"days_late": 3, "arrived_on": date(2026, 10, 15)},
}


def submission_examples() -> dict[str, str]:
    """Rule about a source and a month -> the sentence that it says."""
    return {code: str(pl.DataFrame([row]).select(SUBMISSIONS[code].message).item()) for code, row in _WAITED_FOR.items()}
