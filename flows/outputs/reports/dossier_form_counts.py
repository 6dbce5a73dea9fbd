"""The counts of Biểu II.06a/VPCP/KSTT for every period that ends with a month, and the identities that must hold before they are printed.

Source of the layout and of the identities: Thông tư 01/2020/TT-VPCP; periods from the 15th to the 14th: Nghị định 09/2019/NĐ-CP.

Data flow: mart.dossier_form -> ``read_forms`` -> ``Form`` (checked) -> ``flows.outputs.reports.dossier_form``
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from flows.system.errors import ChitieuError

if TYPE_CHECKING:
    from sqlalchemy import Connection

Row = dict[str, Any]
#: Columns (3) to (13), in the order of the form.
COUNTS = (
    "received_total",
    "received_online",
    "received_direct_postal",
    "carried_over",
    "resolved_total",
    "resolved_early",
    "resolved_on_time",
    "resolved_late",
    "open_total",
    "open_in_time",
    "open_overdue",
)
FIRST_COLUMN = 3
KINDS = ("month", "quarter", "half", "nine_months", "year")
CALENDARS = ("calendar", "nd09")
#: Left side and what it must equal, by the numbers of the form's columns.
_IDENTITIES = ((3, (4, 5, 6)), (7, (8, 9, 10)), (11, (12, 13)), (3, (7, 11)))


class FormError(ChitieuError):
    """The counts contradict each other: nothing is printed."""


@dataclass(frozen=True)
class Form:
    """One period of one calendar. ``rows``: a row a field of work, by name; ``total``: all of them; ``missing_logs``: months of the
    period without a published log."""

    calendar: str
    kind: str
    start: date
    end: date
    rows: tuple[Row, ...]
    total: Row
    missing_logs: tuple[date, ...]

    @property
    def frozen(self) -> Iterator[Row]:
        """What is kept of it: the total, then the fields of work."""
        key = {"calendar": self.calendar, "period_kind": self.kind, "period_start": self.start, "period_end": self.end}
        for row in (self.total, *self.rows):
            yield {**key, "field_name": row["field_name"] or "", **{name: row[name] for name in COUNTS}}

    @property
    def name_vi(self) -> str:
        """ "tháng 06/2026", "quý II/2026", "6 tháng đầu năm 2026"."""
        month = self.end.month
        return {
            "month": f"tháng {month:02d}/{self.end.year}",
            "quarter": f"quý {('I', 'II', 'III', 'IV')[(month - 1) // 3]}/{self.end.year}",
            "half": f"6 tháng {'đầu' if month <= 6 else 'cuối'} năm {self.end.year}",
            "nine_months": f"9 tháng đầu năm {self.end.year}",
            "year": f"năm {self.end.year}",
        }[self.kind]


def read_forms(connection: "Connection", ward_code: str, month: date) -> tuple[Form, ...]:
    """Empty where the month has no published log. ``FormError`` where an identity does not hold."""
    logs = {
        row[0]
        for row in connection.exec_driver_sql(
            "select distinct month from audit.published_delivery where ward_code = %s and source = 'dossiers'",
            (ward_code,),
        )
    }
    if month not in logs:
        return ()
    counted = [
        dict(row) for row in connection.exec_driver_sql("select * from mart.dossier_form where ward_code = %s", (ward_code,)).mappings()
    ]
    forms = tuple(_form(counted, calendar, kind, start, end, logs) for calendar, kind, start, end in periods_ending_with(month))
    for form in forms:
        check_identities(form, _before(counted, form))
    return forms


def periods_ending_with(month: date) -> Iterator[tuple[str, str, date, date]]:
    """Calendar, kind, first and last day; those of Nghị định 09/2019 begin on the 15th of the month before and end on the 14th."""
    for calendar in CALENDARS:
        for kind, months in zip(KINDS, (1, 3, 6, 9, 12), strict=True):
            if month.month % months:
                continue
            first = _shifted(month, 1 - months)
            if calendar == "calendar":
                yield calendar, kind, first, _shifted(month, 1) - timedelta(days=1)
            else:
                yield calendar, kind, _shifted(first, -1).replace(day=15), month.replace(day=14)


def _shifted(month: date, months: int) -> date:
    place = month.year * 12 + month.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)


def _form(counted: Sequence[Row], calendar: str, kind: str, start: date, end: date, logs: set[date]) -> Form:
    """A period in which no dossier moved is a form of zeros."""
    own = [row for row in counted if (row["calendar"], row["period_kind"], row["period_start"]) == (calendar, kind, start)]
    total = next((row for row in own if row["field_name"] is None), {"field_name": None, **dict.fromkeys(COUNTS, 0)})
    fields = sorted((row for row in own if row["field_name"] is not None), key=lambda row: _collated(row["field_name"]))
    return Form(calendar, kind, start, end, tuple(fields), total, tuple(sorted(_months_of(start, end) - logs)))


def _collated(name: str) -> str:
    """Đ after d; who has no field of work stands last."""
    return "~" if name.startswith("Chưa rõ") else name.casefold().replace("đ", "d~")


def _months_of(start: date, end: date) -> set[date]:
    first = start.replace(day=1)
    return {_shifted(first, place) for place in range((end.year - first.year) * 12 + end.month - first.month + 1)}


def _before(counted: Sequence[Row], form: Form) -> dict[str | None, int] | None:
    """Open at the end of the period before, by field of work; None where no log speaks of that period."""
    end = form.start - timedelta(days=1)
    own = [row for row in counted if (row["calendar"], row["period_kind"], row["period_end"]) == (form.calendar, form.kind, end)]
    return {row["field_name"]: row["open_total"] for row in own} or None


# --- the identities -----------------------------------------------------------------------------------------------------------
def check_identities(form: Form, open_before: dict[str | None, int] | None) -> None:
    """``open_before``: column (11) of the period before, by field of work (None: all of them); None where nothing is known of it."""
    for row in (*form.rows, form.total):
        for left, right in _IDENTITIES:
            if _count(row, left) != (amount := sum(_count(row, number) for number in right)):
                raise FormError(
                    _broken(
                        form, row, f"cột ({left}) là {_count(row, left)}, nhưng {' + '.join(f'({number})' for number in right)} là {amount}"
                    )
                )
        if open_before is not None and row["carried_over"] != (left_open := open_before.get(row["field_name"], 0)):
            raise FormError(_broken(form, row, f"cột (6) là {row['carried_over']}, nhưng cột (11) của kỳ trước là {left_open}"))
    for number in range(FIRST_COLUMN, FIRST_COLUMN + len(COUNTS)):
        if (whole := _count(form.total, number)) != (parts := sum(_count(row, number) for row in form.rows)):
            raise FormError(_broken(form, form.total, f"cột ({number}) là {whole}, nhưng cộng các lĩnh vực là {parts}"))


def _count(row: Row, number: int) -> int:
    return int(row[COUNTS[number - FIRST_COLUMN]])


def _broken(form: Form, row: Row, what: str) -> str:
    field = f"lĩnh vực '{row['field_name']}'" if row["field_name"] else "dòng Tổng cộng"
    return (
        f"Biểu II.06a, {form.name_vi} (từ {form.start:%d/%m/%Y} đến {form.end:%d/%m/%Y}), {field}: {what}. "
        "Báo cáo không được lập, không tệp nào được ghi. Rà soát ngày kết thúc và kết quả của các hồ sơ này "
        "trong sổ một cửa, nạp lại sổ bằng chitieu run rồi lập lại."
    )
