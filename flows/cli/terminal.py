"""Terminal: what people see on a terminal: progress, what happened to each file, the scorecard, in Vietnamese.

Data flow: ``RunResult``, ``WardStatus`` -> rich tables on standard output; progress on standard error
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from expectations.registry import NAMES_VI
from flows.wording.night import failed_vi, run_vi, steps_vi, waiting_vi
from flows.wording.numbers import amount_vi, number_vi, yes_no_vi
from flows.wording.statuses import INDICATOR_STATUS_VI, STATUS_VI, SUBMISSION_VI, period_vi, submission_vi, verdict_vi
from flows.wording.targets import notes_vi, reasons_vi, row_target_vi

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from flows.indicators.scorecard import Row
    from flows.operations.status import WardStatus
    from flows.pipeline.outcomes import Delivery, Progress, RunResult


STAGES_VI = {"read": "Đọc tệp", "judge": "Kiểm tra và công bố"}


@contextmanager
def progress_shown(is_wanted: bool) -> "Iterator[Progress]":
    """Bars on standard error if it is a terminal; silence otherwise."""
    import sys

    if not is_wanted or not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    shown = Console(stderr=True)
    with Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=shown, transient=True) as bars:
        tasks = {stage: bars.add_task(name, total=None) for stage, name in STAGES_VI.items()}
        yield lambda stage, done, total: bars.update(tasks[stage], completed=done, total=total)


def console() -> "Console":
    """A pipe gets no colours and lines of 160 characters, so that nothing is cut."""
    import sys

    from rich.console import Console

    return Console(highlight=False, width=None if sys.stdout.isatty() else 160)


def new_table(title: str, headings: Sequence[str], right: Collection[str] = ()) -> "Table":
    """A table without rows: its title over the left edge, long cells broken into lines; columns named in ``right`` hold numbers."""
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for heading in headings:
        table.add_column(heading, justify="right" if heading in right else "left", overflow="fold")
    return table


def show_run(result: "RunResult", scorecard: "Sequence[Row]", ward_name: str) -> None:
    out = console()
    out.print(_deliveries_table(result.deliveries))
    for delivery in result.deliveries:
        for reason in delivery.reasons:
            out.print(f"  {delivery.file}: {reason}", style="dim" if delivery.status == "duplicate" else None, markup=False)
    out.print(_verdict(result), style="bold", markup=False)
    if result.complaints:
        out.print(f"Chưa lấy đủ tệp từ {len(result.complaints)} nguồn: xem chitieu status.", style="yellow", markup=False)
    show_scorecard(out, scorecard, ward_name)


def _verdict(result: "RunResult") -> str:
    from flows.pipeline.outcomes import PUBLISHED, REFUSED

    published = sum(delivery.status in PUBLISHED for delivery in result.deliveries)
    refused = sum(delivery.status in REFUSED for delivery in result.deliveries)
    if not result.deliveries:
        return "Không có tệp nào."
    if not published and not refused:
        return "Không có gì mới: mọi tệp đều đã nhận trước đó, không giá trị nào thay đổi."
    held = f"; {refused} tệp không được công bố" if refused else ""
    return (
        f"Đã công bố {published}/{len(result.deliveries)} tệp{held}. {result.indicators_changed} giá trị chỉ tiêu mới hoặc thay đổi. "
        f"{number_vi(result.seconds['total'], 1)} giây."
    )


def _deliveries_table(deliveries: "Sequence[Delivery]") -> "Table":
    from rich.text import Text

    counts = ("Dòng", "Công bố", "Chặn", "Cần xác nhận")
    table = new_table("Các tệp đã nhận", ("Tệp", "Nguồn", "Kỳ", "Kết quả", *counts), counts)
    for row in deliveries:
        words, style = STATUS_VI[row.status]
        table.add_row(
            Text(row.file),
            NAMES_VI.get(row.source or "", "—"),
            _month(row.month),
            Text(words, style=style),
            number_vi(row.rows_read),
            number_vi(row.rows_published),
            number_vi(row.findings["critical"]),
            number_vi(row.findings["warning"]),
        )
    return table


def show_scorecard(out: "Console", rows: "Sequence[Row]", ward_name: str) -> None:
    from rich.text import Text

    headings = ("Mã", "Chỉ tiêu", "Kỳ", "Giá trị", "Mục tiêu", "Đánh giá", "Phụ trách")
    table = new_table(f"Bảng điểm chỉ tiêu — {ward_name}", headings, {"Giá trị"})
    for row in rows:
        words, style = INDICATOR_STATUS_VI[row["status"]]
        table.add_row(
            row["indicator_code"],
            Text(row["indicator_name"]),
            period_vi(row["month"], row["window"], row["is_provisional"], " "),
            _value(row),
            row_target_vi(row),
            Text(words, style=style),
            row["owner"],
        )
    out.print(table)
    out.print(verdict_vi(row["status"] for row in rows), style="bold", markup=False)
    for line in reasons_vi(rows):
        out.print(line, markup=False)
    for note in notes_vi(rows):
        out.print(note, style="dim", markup=False)


def _value(row: "Row") -> str:
    if row["value"] is None:
        return "—"
    if row["unit"] == "%" and row["denominator"] is not None:
        return f"{amount_vi(row['value'], '%')} ({number_vi(row['numerator'])}/{number_vi(row['denominator'])})"
    if row["target_kind"] == "yes":
        return yes_no_vi(row["value"])
    return amount_vi(row["value"], row["unit"])


def _month(text: str | None) -> str:
    return f"{text[5:]}/{text[:4]}" if text else "—"


def show_status(status: "WardStatus") -> None:
    out = console()
    if status.as_of is not None:
        told = f"Số liệu như đã biết đến hết ngày {status.as_of:%d/%m/%Y}; mục tiêu và đánh giá theo kế hoạch hiện nay."
        out.print(told, style="bold", markup=False)
    out.print(_last_run_vi(status), style="bold" if status.last_run else None, markup=False)
    night = status.night
    for line in (*steps_vi(night.steps), *waiting_vi(night.waiting), *failed_vi(night.failed)):
        out.print(line, markup=False)
    for row in status.undelivered:
        told = f"Thư ngày {row['morning']:%d/%m/%Y} chưa gửi được cho {row['person_name']}, sẽ gửi lại ở đợt chạy sau. {row['failure']}"
        out.print(told, style="yellow", markup=False)
    out.print(_grid(status.deliveries, status.nothing, status.submissions))
    for row in status.submissions:
        if row["severity"] == "warning":
            out.print(f"  {row['message_vi']} ({row['rule_code']})", markup=False)
    if status.as_of is None:
        show_causes(out, status.findings)
    show_scorecard(out, status.scorecard, status.ward_name)


def _last_run_vi(status: "WardStatus") -> str:
    run = status.last_run
    if run is None:
        return "Chưa chạy lần nào. Chạy: chitieu run THƯ_MỤC" if status.as_of is None else "Đến ngày đó chưa chạy lần nào."
    return f"Lần chạy gần nhất: {run_vi(run)}."


def _grid(deliveries: "Sequence[Row]", nothing: "Sequence[Row]", submissions: "Sequence[Row]") -> "Table":
    """Source by month: the state of what was received, the newest delivery of each; where nothing was, what is waited for until when."""
    from rich.table import Table

    from flows.pipeline.outcomes import REFUSED

    months: list[date] = sorted({row["month"] for row in (*deliveries, *nothing, *submissions) if row["month"]})[-12:]
    said = {(row["source"], row["month"]) for row in nothing}
    waited = {(row["source"], row["month"]): row for row in submissions}
    table = Table(title="Tệp theo nguồn và tháng", title_justify="left")
    table.add_column("Nguồn")
    for month in months:
        table.add_column(f"{month:%m/%Y}")
    shown: dict[tuple[Any, Any], Row] = {}
    for row in deliveries:  # in the order of arrival; of several dossier logs of a month one that was refused is shown first
        place = (row["source"], row["month"])
        stays = row["source"] == "dossiers" and place in shown and shown[place]["status"] in REFUSED
        if row["status"] not in ("duplicate", "superseded") and not stays:
            shown[place] = row
    for source, name in NAMES_VI.items():
        places = [(source, month) for month in months]
        table.add_row(name, *(_cell(shown.get(place), waited.get(place), place in said) for place in places))
    return table


def _cell(delivery: "Row | None", waited: "Row | None", has_nothing: bool) -> "Text":
    from rich.text import Text

    if delivery is not None and (waited is None or waited["state"] != "published_late"):
        return Text(*STATUS_VI[delivery["status"]])
    if waited is not None:
        return Text(submission_vi(waited), style=SUBMISSION_VI[waited["state"]][1])
    return Text("không phát sinh" if has_nothing else "chưa nhận", style="dim")


def show_causes(out: "Console", causes: "Sequence[Row]", most: int = 30) -> None:
    from flows.validation.open_findings import SEVERITIES_VI

    if not causes:
        out.print("Không có điểm nào chờ xử lý.")
        return
    headings = ("Mức", "Nội dung", "Số dòng", "Nguồn", "Kỳ", "Mã")
    table = new_table(f"Điểm chờ xử lý ({len(causes)} nguyên nhân)", headings, {"Số dòng"})
    for row in causes[:most]:
        table.add_row(
            SEVERITIES_VI[row["severity"]],
            row["example_vi"],
            number_vi(row["rows"]),
            NAMES_VI.get(row["source"] or "", "—"),
            f"{row['month']:%m/%Y}" if row["month"] else "—",
            row["rule_code"],
        )
    out.print(table)
    if len(causes) > most:
        out.print(f"… và {len(causes) - most} nguyên nhân khác (xem đủ với --json).")
