"""``chitieu review row``: one row of a delivery in its surroundings.

Data flow: ``review.row_look`` -> standard output
"""

import json
from typing import TYPE_CHECKING, Any

import click

from flows.cli.options import common

if TYPE_CHECKING:
    from review.row_look import RowLook


@click.command(name="row")
@click.argument("delivery", type=click.IntRange(1, 2**31 - 1))
@click.argument("row", type=click.IntRange(1, 2**31 - 1))
@click.option("--sheet", help="The sheet, where several have such a row.")
@click.option("--rule", help="What is expected by this rule; else by the one that stops the row first.")
@common
def row_command(delivery: int, row: int, sheet: str | None, rule: str | None, ward: str | None, as_json: bool) -> None:
    """Show ROW of DELIVERY in its surroundings: what was sent, cleaned, expected and said last month, and what was decided before."""
    from flows.config.settings import load_settings
    from flows.database.warehouse import ward_warehouse
    from review.row_look import look_at_row

    settings = load_settings(ward)
    with ward_warehouse(settings) as engine:
        found = look_at_row(engine, settings, delivery, row, sheet, rule.upper() if rule else None)
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, default=str))
    else:
        show_row(found)


def show_row(found: "RowLook") -> None:
    from flows.cli.terminal import console

    out = console()
    sheet = f", trang {found.sheet_name}" if found.sheet_name else ""
    out.print(f"{found.file_name}{sheet}, dòng {found.row_number}", markup=False)
    for one in found.findings:
        out.print(f"  {one['rule_code']}: {one['message_vi']}", markup=False)
    if found.known.view is None:
        out.print(found.known.missing_vi, markup=False)
    else:
        _show_cells(out, found.known.view)
    for words, told in (
        ("Mong đợi", found.known.expected_vi),
        ("Vì sao", found.reason.get("why_vi")),
        ("Có thể làm", found.reason.get("ways_vi")),
    ):
        if told:
            out.print(f"{words}: {told}", markup=False)
    _show_decisions(out, found)
    out.print("Thông tin cá nhân được che. Xem đủ, có ghi nhật ký: chitieu vault show --delivery LẦN_GỬI --row DÒNG", markup=False)


def _show_cells(out: Any, view: Any) -> None:
    from rich.text import Text

    from flows.cli.terminal import new_table

    before = f"Tháng trước ({view.earlier_month:%m/%Y})" if view.earlier_month else "Tháng trước"
    table = new_table("Giá trị của dòng", ("Cột", "Đơn vị gửi", "Sau khi làm sạch", before))
    for one in view.cells:
        heading = f"{one.column.heading} ({one.letter})" if one.letter else one.column.heading
        cleaned = "—" if one.cleaned is None else one.cleaned or "không đọc được hoặc trống"
        table.add_row(*(Text(text) for text in (heading, one.sent or "(trống)", cleaned, one.last_month or "—")))
    out.print(table)
    out.print("Các dòng quanh nó, như đơn vị gửi:")
    for number, texts in view.neighbours:
        out.print(f"{'→' if number == view.row_number else ' '} {number}: {' | '.join(texts)}", markup=False, highlight=False)


def _show_decisions(out: Any, found: "RowLook") -> None:
    from flows.wording.decisions import KINDS_VI

    if not found.decided:
        out.print("Chưa có quyết định nào về dòng này, hay về quy tắc này ở nguồn này.")
    for one in found.decided:
        about = "chính dòng này" if one["is_own"] else f"{one['decision_count']} dòng khác, cùng quy tắc"
        undone = ", đã hoàn tác" if one["is_undone"] else ""
        out.print(
            f"Quyết định {one['act_id']}, {KINDS_VI[one['kind']].lower()} ({about}{undone}): {one['reason']} — {one['decided_by']}, "
            f"{one['decided_at']:%d/%m/%Y}",
            markup=False,
        )
