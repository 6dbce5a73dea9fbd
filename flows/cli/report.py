"""``chitieu report``: issue and freeze the month's report, or look at a draft of it."""

import hashlib
import json
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flows.cli.options import Day, common, login_name

if TYPE_CHECKING:
    from flows.outputs.reports.issue import Issued


@click.command(name="report")
@click.option("--month", type=Day("%Y-%m"), required=True, help="The month, YYYY-MM.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for copies of the files; for a draft the working folder if not given.",
)
@click.option("--by", "issued_by", metavar="NAME", help="Who issues it; the name of the login if not given.")
@click.option("--draft", "is_draft", is_flag=True, help="Only to look at: marked on every sheet, without a number, not recorded.")
@click.option("--verify", "is_checked", is_flag=True, help="Issue nothing: hold the month's issued reports against their digests.")
@common
def report_command(
    month: datetime, output: Path | None, issued_by: str | None, is_draft: bool, is_checked: bool, ward: str | None, as_json: bool
) -> None:
    """Issue the month's report: scorecard workbook, Biểu II.06a, frozen figures."""
    from flows.config.settings import load_settings
    from flows.database.warehouse import ward_warehouse

    settings, by = load_settings(ward), issued_by or login_name()
    with ward_warehouse(settings) as engine:
        if is_checked:
            _check(engine, settings, month.date(), as_json)
            return
        issued = _made(engine, settings, month.date(), by, output, is_draft)
    click.echo(json.dumps(report_document(issued, output), ensure_ascii=False) if as_json else _told(issued, output))


def _made(engine: Any, settings: Any, month: date, by: str, output: Path | None, is_draft: bool) -> "Issued":
    from flows.outputs.reports.issue import draft, issue, put_into

    if is_draft:
        return draft(engine, settings, month, by, (output or Path()).resolve())
    issued = issue(engine, settings, month, by)
    if output is not None:
        put_into(output, issued.files)
    return issued


def _check(engine: Any, settings: Any, month: date, as_json: bool) -> None:
    """Exit status 1 where something is not as it was issued, and where nothing was."""
    from flows.outputs.reports.issue import folder_of
    from flows.outputs.reports.report_data import ReportError
    from flows.outputs.reports.verify import verify_month

    with engine.connect() as connection:
        found = verify_month(connection, settings.ward.code, month, folder_of(settings, month))
    if not found:
        raise ReportError(f"{settings.ward.name}, tháng {month:%m/%Y}: chưa ban hành báo cáo nào, không có gì để đối chiếu.")
    if as_json:
        click.echo(json.dumps([asdict(checked) for checked in found], ensure_ascii=False))
    else:
        for checked in found:
            whole = f"nguyên vẹn ({checked.figures} số liệu, {checked.files} tệp)."
            click.echo(f"Báo cáo số {checked.report_number}: " + (whole if not checked.faults else "; ".join(checked.faults) + "."))
    if any(checked.faults for checked in found):
        raise SystemExit(1)


def report_document(issued: "Issued", output: Path | None) -> dict[str, Any]:
    """The document of ``report --json``."""
    stamp = issued.stamp
    return {
        "ward": issued.facts.ward.code,
        "month": f"{stamp.month:%Y-%m}",
        "draft": stamp.is_draft,
        "report_number": stamp.report_number or None,
        "issue_number": stamp.issue_number,
        "issued_at": stamp.issued_at.isoformat(),
        "issued_by": stamp.issued_by,
        "inputs_sha256": stamp.inputs_sha256,
        "same_inputs_as_before": issued.is_same_as_before,
        "folder": str(issued.folder),
        "copied_to": str(output) if output is not None and not stamp.is_draft else None,
        "files": [{"file": name, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)} for name, data in issued.files.items()],
        "figures": len(issued.facts.frozen),
        "adjustments": len(issued.facts.adjustments) + len(issued.facts.form_adjustments),
    }


def _told(issued: "Issued", output: Path | None) -> str:
    stamp, facts = issued.stamp, issued.facts
    head = (
        f"Đã lập bản nháp tháng {stamp.month:%m/%Y} (không có số, không được ghi lại)."
        if stamp.is_draft
        else (f"Đã ban hành báo cáo số {stamp.report_number} của {facts.ward.name}: {len(facts.frozen)} số liệu được giữ nguyên từ nay.")
    )
    lines = [head]
    if issued.is_same_as_before:
        lines.append("Số liệu không đổi so với lần ban hành trước của tháng này.")
    if not facts.forms:
        lines.append(f"Chưa có sổ hồ sơ một cửa tháng {stamp.month:%m/%Y}: không lập Biểu II.06a.")
    judged = sum(row["adjustment_kind"] == "judged" for row in facts.adjustments)
    changes = len(facts.adjustments) - judged + len(facts.form_adjustments)
    if changes:
        lines.append(f"Có {changes} số khác với báo cáo đã ban hành, xem trang «Điều chỉnh».")
    if judged:
        lines.append(f"Có {judged} số giữ nguyên nhưng được đánh giá khác với báo cáo đã ban hành, xem trang «Điều chỉnh».")
    lines += [f"  {issued.folder / name}" for name in issued.files]
    if output is not None and not stamp.is_draft:
        lines.append(f"Đã chép vào {output}.")
    return "\n".join(lines)
