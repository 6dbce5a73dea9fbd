"""Tables of the officer's work on a terminal: causes, findings, decisions, in Vietnamese.

Data flow: ``Cause``, ``Finding``, ``Decided`` -> rich tables on standard output
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flows.cli.terminal import console, new_table
from flows.validation.open_findings import SEVERITIES_VI
from flows.wording.cause_work import STATES_VI, effect_vi
from flows.wording.moments import moment_vi
from flows.wording.numbers import amount_vi, number_vi
from flows.wording.sources import NAMES_VI
from flows.wording.statuses import period_vi, status_change_vi

#: Lines of figures on a terminal; all of them are in the JSON document.
_MOST_SHOWN = 20
_MARKS_VI = {"new": " [mới]", "worse": " [tăng thêm]"}

if TYPE_CHECKING:
    from review.causes import Cause, Finding
    from review.decision_log import Decided
    from review.decisions import Receipt
    from review.effects import Change
    from review.recheck import Checked
    from review.rows import Proposal
    from review.workbook.comparison import Comparison


def show_causes(found: "Sequence[tuple[Cause, dict[str, Any]]]", news: dict[str, Any] | None = None, without_area: int = 0) -> None:
    """``found``: each cause with the work on it; ``news``: what became of them since when: as ``--json`` prints both."""
    from rich.text import Text

    out = console()
    if news:
        out.print(news_vi(news), markup=False)
    if without_area:
        out.print(f"Ngoài ra còn {number_vi(without_area)} dòng có vấn đề mà không rõ thuộc tổ dân phố nào.", markup=False)
    if not found:
        out.print("Không có gì chờ quyết định.")
        return
    table = new_table(
        "Chờ quyết định", ("Lần gửi", "Nội dung", "Mức", "Nguồn", "Kỳ", "Số dòng", "Xử lý", "Tệp", "Quy tắc"), {"Lần gửi", "Số dòng"}
    )
    for one, work in found:
        count = number_vi(one.rows or one.findings) + (f" ({number_vi(100 * one.share, 1)} %)" if one.rows and one.share else "")
        first = (" (lần đầu)" if one.is_first else "") + _MARKS_VI.get(work["change"], "")
        table.add_row(
            str(one.delivery_id),
            Text("\n".join((one.example_vi + first, *map(effect_vi, work["effects"])))),
            SEVERITIES_VI[one.severity],
            NAMES_VI.get(one.source or "", "—"),
            f"{one.month:%m/%Y}" if one.month else "—",
            count,
            Text(work_vi(work)),
            Text(one.file_name),
            one.rule_code,
        )
    out.print(table)
    out.print("Xem từng dòng: chitieu review show LẦN_GỬI --rule QUY_TẮC", markup=False)


def news_vi(news: dict[str, Any]) -> str:
    """ "Từ 05/09/2026 08:15 (+07:00): 2 điểm mới, 1 điểm tăng thêm, 0 điểm quá hạn, 1 điểm tự hết."."""
    since = f"Từ {moment_vi(news['moment'])}" if news["moment"] else "Chưa xem trang lần nào trước đây"
    words = {"new_count": "mới", "worse_count": "tăng thêm", "overdue_count": "quá hạn", "gone_count": "tự hết"}
    return f"{since}: {', '.join(f'{number_vi(news[name])} điểm {told}' for name, told in words.items())}."


def work_vi(work: "dict[str, Any]") -> str:
    """ "Đang xử lý, Bình, hạn 30/09/2026"."""
    until = f"{'quá hạn' if work['is_overdue'] else 'hạn'} {work['due_date']:%d/%m/%Y}" if work["due_date"] else ""
    return ", ".join(part for part in (STATES_VI[work["work_state"]], work["owner"], until) if part)


def show_findings(file_name: str, found: "Sequence[Finding]", proposed: "Sequence[Proposal]" = ()) -> None:
    from rich.text import Text

    out = console()
    if not found:
        out.print(f"{file_name}: không có cảnh báo nào.", markup=False)
        return
    near = {(one.sheet_name, one.row_number, one.rule_code): one for one in proposed}
    table = new_table(file_name, ("Trang", "Dòng", "Cột", "Nội dung", "Trạng thái", "Đề nghị"), {"Dòng"})
    for one in found:
        column = f"{one.column_name} ({one.column_letter})" if one.column_letter else one.column_name or "—"
        table.add_row(
            Text(one.sheet_name or "—"),
            str(one.row_number or "—"),
            Text(column),
            Text(one.message_vi),
            "đã xác nhận" if one.state == "accepted" else "đang mở",
            Text(_proposal_vi(near.get((one.sheet_name, one.row_number or 0, one.rule_code)))),
        )
    out.print(table)
    if near:
        out.print("Sửa theo đề nghị: chitieu review correct LẦN_GỬI DÒNG CỘT --proposed --preview", markup=False)


def _proposal_vi(one: "Proposal | None") -> str:
    """ "Tổ dân phố: Đông Naam → Tổ dân phố Đông Nam (tên đã biết gần nhất, 2 dòng)"."""
    return "" if one is None else f"{one.heading}: {one.before or '(trống)'} → {one.after} ({one.why_vi}, {number_vi(one.rows)} dòng)"


def show_checked(told: "Checked") -> None:
    """What a delivery that was checked again changed."""
    out = console()
    if told.is_as_before:
        out.print(f"{told.file_name}: kiểm tra lại, kết quả vẫn như trước.", markup=False)
        return
    before, after = number_vi(told.rows_published_before), number_vi(told.rows_published)
    out.print(f"{told.file_name}: kiểm tra lại, kết quả đã thay đổi. Dòng vào số liệu: {before} → {after}.", markup=False)
    for line in told.deliveries:
        out.print(f"  {line['file']}: {status_change_vi(line['was'], line['is'])}", markup=False)
    for one in told.rules:
        out.print(f"  {one.rule_code} {one.name_vi}: {number_vi(one.before)} → {number_vi(one.after)}", markup=False)
    for change in [one for one in told.changes if one.area_code == told.changes[0].area_code][:_MOST_SHOWN]:
        out.print(f"  {change_vi(change)}", markup=False)


def show_decisions(found: "Sequence[Decided]") -> None:
    from rich.text import Text

    from review.decision_log import KINDS_VI

    out = console()
    if not found:
        out.print("Chưa có quyết định nào.")
        return
    table = new_table("Các quyết định", ("Số", "Việc", "Về", "Nguồn", "Từ kỳ", "Quy tắc", "Lý do", "Ai, khi nào", "Hiện nay"), {"Số"})
    for one in found:
        table.add_row(
            str(one.decision_id),
            KINDS_VI[one.kind],
            Text(one.row),
            NAMES_VI[one.source],
            f"{one.month:%m/%Y}" if one.month else "—",
            one.rule_code or "—",
            Text(one.reason),
            Text(f"{one.decided_by}, {moment_vi(one.decided_at)}"),
            one.state_vi,
        )
    out.print(table)


def show_comparison(found: "Comparison") -> None:
    """What a returned workbook says otherwise than it was sent, and what of that is not applied."""
    from rich.text import Text

    out = console()
    if found.differences:
        headings = ("Trang", "Dòng", "Cột", "Đã gửi", "Sửa thành")
        table = new_table(f"{found.file_name}: {number_vi(len(found.differences))} ô được sửa", headings, {"Dòng"})
        for one in found.differences:
            table.add_row(Text(one.sheet_name or "—"), str(one.row_number), Text(one.heading), Text(one.before), Text(one.after))
        out.print(table)
    else:
        out.print(f"{found.file_name}: không có ô nào được sửa để áp dụng.", markup=False)
    for sentence in found.told:
        out.print(f"  {sentence}", markup=False)
    if found.left_rows:
        out.print(f"{number_vi(found.left_rows)} dòng được gửi lại như cũ.")
    if found.missing_rows:
        out.print(f"{number_vi(found.missing_rows)} dòng đã gửi không có trong sổ nhận về: giữ như hiện nay.")


def show_receipt(receipt: "Receipt") -> None:
    """What a decision did, or would do: the deliveries that were judged again, and the ward's own figures before and after."""
    out = console()
    if receipt.decision is not None:
        rows = f" ({receipt.count} dòng)" if receipt.count > 1 else ""
        out.print(f"Đã ghi quyết định số {receipt.decision}{rows}. {receipt.indicators_changed} giá trị chỉ tiêu thay đổi.")
    else:
        out.print(f"Xem trước, chưa ghi gì: {receipt.indicators_changed} giá trị chỉ tiêu sẽ thay đổi.")
    for line in receipt.deliveries:
        out.print(f"  {line['file']}: {status_change_vi(line['was'], line['is'])}", markup=False)
    for change in [one for one in receipt.changes if one.area_code == receipt.changes[0].area_code][:_MOST_SHOWN]:
        out.print(f"  {change_vi(change)}", markup=False)


def change_vi(change: "Change") -> str:
    """ "XH04 07/2026: 92,7 % → 93,1 %"."""
    before, after = (amount_vi(value, change.unit) if value is not None else "chưa có" for value in (change.before, change.after))
    return f"{change.indicator_code} {period_vi(change.month, change.window, False, ' ')}: {before} → {after}"
