"""Drafts of decisions: what an officer may decide about findings, cells, rows, deliveries and months, checked and not yet recorded.

Data flow: a delivery and what is asked about it -> audit.finding, its landed file -> ``Draft`` -> ``review.decisions``
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from flows.system.errors import ChitieuError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from flows.pipeline.outcomes import ReadDelivery, Run
    from flows.pipeline.sent_cells import SentCell


class DecisionError(ChitieuError):
    """What was asked cannot be decided so; the sentence, in Vietnamese, says why and what can be done. Nothing was changed."""

    exit_code = 2


@dataclass(frozen=True)
class Draft:
    """A decision before it has a number: the columns of ``audit.decision`` without who, when and why. ``old``, ``new``: texts of a
    correction, for the vault."""

    kind: str
    source: str
    month: date | None
    row_identity: str | None = None
    said: str | None = None
    said_row: str | None = None
    column_name: str | None = None
    rule_code: str | None = None
    is_household: bool = False
    is_part: bool = False
    until_month: date | None = None
    sha256: str | None = None
    undoes: int | None = None
    old: str | None = None
    new: str | None = None


@dataclass(frozen=True)
class Desk:
    """What making a decision needs: the transaction, the run in which it is made, and the deliveries that were read for it."""

    connection: "Connection"
    run: "Run"
    read: "dict[int, ReadDelivery]" = field(default_factory=dict)

    @property
    def ward_code(self) -> str:
        return self.run.ward.code

    def reading_of(self, delivery: "Row[Any]") -> "ReadDelivery":
        """The delivery read again from its landed file, once."""
        from flows.pipeline.readings import read_deliveries
        from flows.pipeline.retake import known_deliveries, landed_file
        from flows.pipeline.run import quiet

        number = delivery.delivery_id
        if number not in self.read:
            known = next(one for one in known_deliveries(self.connection, self.run.ward.code) if one.delivery_id == number)
            (self.read[number],) = read_deliveries(self.run, [landed_file(self.run.settings, known, self.run.keys)], quiet)
        return self.read[number]


Drafts = Callable[[Desk], list[Draft]]
#: A row as Excel shows it, with its sheet where several have such a row.
AskedRow = int | tuple[int, str | None]


# --- what may be decided about a delivery -------------------------------------------------------------------------------
def live_delivery(connection: "Connection", ward_code: str, delivery_id: int) -> "Row[Any]":
    """The line of a delivery that still counts; raises ``DecisionError`` for others."""
    row = connection.exec_driver_sql(
        """select delivery_id, source, month, file_name, sha256, status, superseded_by from audit.delivery
           where ward_code = %s and delivery_id = %s""",
        (ward_code, delivery_id),
    ).one_or_none()
    if row is None:
        raise DecisionError(f"Không có lần gửi số {delivery_id}. Xem số của các lần gửi bằng: chitieu review list.")
    if row.status == "duplicate":
        raise DecisionError(f"Lần gửi {delivery_id} ({row.file_name}) chỉ là bản gửi lại của tệp đã nhận: không có gì để quyết định.")
    if row.status == "superseded":
        raise DecisionError(
            f"Lần gửi {delivery_id} ({row.file_name}) đã được thay bằng lần gửi {row.superseded_by}. Hãy quyết định trên lần gửi mới."
        )
    if row.source is None:
        raise DecisionError(f"Không biết tệp {row.file_name} thuộc nguồn nào: chỉ có thể xuất lại đúng mẫu rồi gửi lại.")
    return row


def correcting(desk: Desk, delivery: "Row[Any]", cells: Sequence[tuple[str | None, int, str, str]]) -> list[Draft]:
    """A draft for each cell: sheet (None: the only one), row as Excel shows it, column by name or heading, and the text that takes its
    place ("" is blank)."""
    from flows.pipeline.sent_cells import said_of, sent_cells

    if delivery.month is None:
        raise DecisionError(f"Tệp {delivery.file_name} chưa rõ tháng: hãy công bố với tháng (chitieu review release --month) trước.")
    asked = [(sheet, row, column) for sheet, row, column, _ in cells]
    sent = sent_cells(desk.run, desk.reading_of(delivery), delivery.month, asked)
    _refuse_left_out(desk, delivery, sent)
    rules = _rules_of_cells(desk.connection, delivery.delivery_id)
    out = []
    for cell, (*_, value), said in zip(sent, cells, said_of(value for *_, value in cells), strict=True):
        if said == cell.text:
            raise DecisionError(f"Dòng {cell.row_number}, cột {cell.column_name}: ô đã có đúng giá trị này, không có gì để sửa.")
        rule = rules.get((cell.row_identity, cell.column_name))
        draft = Draft("correct", delivery.source, delivery.month, cell.row_identity, cell.said, cell.said_row, cell.column_name, rule)
        out.append(replace(draft, old=cell.text, new=value))
    return out


def _refuse_left_out(desk: Desk, delivery: "Row[Any]", cells: "Sequence[SentCell]") -> None:
    """A colleague may have left the row out a moment ago: a correction of it would change nothing, and nobody would say so."""
    query = """select d.row_identity, d.said_row, d.decision_id, d.decided_by from audit.decision d
        where d.ward_code = %(ward)s and d.kind = 'exclude' and not d.is_household and d.source = %(source)s
            and d.row_identity = any(%(rows)s) and coalesce(d.month, %(month)s) <= %(month)s
            and coalesce(d.until_month, %(month)s) >= %(month)s
            and not exists (select from audit.decision u where u.undoes = d.decision_id)"""
    asked = {"ward": desk.ward_code, "source": delivery.source, "month": delivery.month, "rows": [cell.row_identity for cell in cells]}
    found = {(row.row_identity, row.said_row): row for row in desk.connection.exec_driver_sql(query, asked)}
    for cell in cells:
        if row := found.get((cell.row_identity, cell.said_row)):
            raise DecisionError(
                f"Dòng {cell.row_number} đã được {row.decided_by} loại khỏi số liệu (quyết định số {row.decision_id}): sửa ô của dòng này "
                "không làm số liệu thay đổi. Hoàn tác quyết định đó trước, rồi sửa."
            )


def _rules_of_cells(connection: "Connection", delivery_id: int) -> dict[tuple[str, str], str]:
    """Which rule a cell broke: by identity of its row and column."""
    rows = connection.exec_driver_sql(
        """select row_identity, contract_column, min(rule_code) as rule_code from audit.finding
           where delivery_id = %s and row_identity is not null and contract_column is not null and state = 'open'
           group by row_identity, contract_column""",
        (delivery_id,),
    )
    return {(row.row_identity, row.contract_column): row.rule_code for row in rows}


def nothing_to_report(connection: "Connection", ward_code: str, source: str, month: date) -> list[Draft]:
    """A source that has nothing to report for a month: that is known then, and no figure is waited for."""
    from flows.wording.sources import NAMES_VI

    if source not in NAMES_VI:
        raise DecisionError(f"Không có nguồn '{source}'. Các nguồn: {', '.join(NAMES_VI)}.")
    there = connection.exec_driver_sql(
        "select file_name from audit.published_delivery where ward_code = %s and source = %s and month = %s limit 1",
        (ward_code, source, month),
    ).scalar_one_or_none()
    if there is not None:
        raise DecisionError(f"{NAMES_VI[source]} tháng {month:%m/%Y} đã có tệp được công bố ({there}).")
    return [Draft("nothing_to_report", source, month)]


def accepting(
    connection: "Connection", delivery: "Row[Any]", rule_code: str, rows: Sequence[AskedRow] = (), until: date | None = None
) -> list[Draft]:
    """A draft for each finding of the rule in the delivery, of the given rows alone if there are any."""
    from flows.validation.decisions import may_be_accepted

    if until is not None and delivery.month is not None and until < delivery.month:
        raise DecisionError(f"Tháng cuối {until:%m/%Y} trước tháng của tệp ({delivery.month:%m/%Y}).")
    whole = [] if rows else _warnings_about_the_whole(connection, delivery, rule_code)
    if whole:
        return [Draft("accept", delivery.source, delivery.month, said=said, rule_code=rule_code, sha256=delivery.sha256) for said in whole]
    found = _findings(connection, delivery, rule_code, rows)
    if not all(may_be_accepted(rule_code, one.severity) for one in found):
        raise DecisionError(
            f"Quy tắc {rule_code} chặn vì thiếu số liệu hoặc số liệu không đọc được, nên không thể xác nhận là đúng. "
            "Hãy sửa ô (chitieu review correct) hoặc loại dòng (chitieu review exclude)."
        )
    return [replace(_draft("accept", delivery, one), until_month=until) for one in found]


def _warnings_about_the_whole(connection: "Connection", delivery: "Row[Any]", rule_code: str) -> list[str]:
    """Digests of open warnings of a rule that speak of no row (F09, F12, F15), or of two lists (X): the sentence is what is accepted."""
    found = connection.exec_driver_sql(
        """select distinct md5(message_vi) as said from audit.finding
           where delivery_id = %s and rule_code = %s and row_identity is null and severity = 'warning' and state = 'open'
             and (row_number is null or rule_code like 'X%%') order by said""",
        (delivery.delivery_id, rule_code),
    )
    return [str(said) for said in found.scalars()]


def excluding(connection: "Connection", delivery: "Row[Any]", rule_code: str | None, rows: Sequence[AskedRow] = ()) -> list[Draft]:
    """A draft for each row that a finding of the rule points at; of households all rows go."""
    found = _findings(connection, delivery, rule_code, rows)
    drafts = [replace(_draft("exclude", delivery, one), is_household=delivery.source == "poverty") for one in found]
    return list({(one.row_identity, one.said_row): one for one in drafts}.values())


def releasing(connection: "Connection", delivery: "Row[Any]", month: date | None = None) -> list[Draft]:
    """A draft for each finding that holds the delivery; ``month`` is asked for where the file does not say its own (F04)."""
    from flows.validation.decisions import RELEASABLE

    if delivery.status != "held":
        raise DecisionError(f"Tệp {delivery.file_name} không bị giữ lại: không cần công bố.")
    holding = connection.exec_driver_sql(
        """select distinct rule_code from audit.finding
           where delivery_id = %s and severity = 'critical' and row_number is null and state = 'open' order by rule_code""",
        (delivery.delivery_id,),
    )
    rules = [str(rule) for rule in holding.scalars()]
    if fixed := [rule for rule in rules if rule not in RELEASABLE]:
        raise DecisionError(
            f"Tệp {delivery.file_name} bị giữ vì {', '.join(fixed)}: phải gửi lại tệp đúng, không thể công bố như hiện nay."
        )
    if "F04" in rules and month is None:
        raise DecisionError(f"Tệp {delivery.file_name} chưa rõ tháng: hãy nêu tháng (--month 2026-08).")
    stated = month if "F04" in rules else delivery.month
    newer = connection.exec_driver_sql(
        """select delivery_id, file_name from audit.published_delivery
           where ward_code = (select ward_code from audit.delivery where delivery_id = %s)
             and source = %s and month = %s and delivery_id > %s
           order by delivery_id desc limit 1""",
        (delivery.delivery_id, delivery.source, stated, delivery.delivery_id),
    ).one_or_none()
    if newer is not None and delivery.source != "dossiers":
        raise DecisionError(f"Tháng {stated:%m/%Y} đã có bản gửi sau ({newer.file_name}, lần gửi {newer.delivery_id}) đang được công bố.")
    return [Draft("release", delivery.source, stated, rule_code=rule, sha256=delivery.sha256) for rule in rules]


def adding_part(connection: "Connection", delivery: "Row[Any]") -> list[Draft]:
    """Drafts that make a held delivery one more part of its month's list, beside those that are published: whichever came first."""
    from flows.validation.decisions import OF_PARTS

    if "F13" not in {draft.rule_code for draft in releasing(connection, delivery)}:
        raise DecisionError(f"Tệp {delivery.file_name} không bị giữ vì F13: đó không phải một phần của danh sách đã có.")
    others = connection.exec_driver_sql(
        """select sha256 from audit.published_delivery
           where ward_code = (select ward_code from audit.delivery where delivery_id = %s) and source = %s and month = %s
           order by delivery_id""",
        (delivery.delivery_id, delivery.source, delivery.month),
    ).scalars()
    parts = [delivery.sha256, *others]
    return [
        Draft("release", delivery.source, delivery.month, rule_code=rule, sha256=part, is_part=True) for part in parts for rule in OF_PARTS
    ]


def undoing(connection: "Connection", ward_code: str, decision_id: int) -> list[Draft]:
    """Drafts that take back the act to which the decision belongs, all of it."""
    rows = connection.exec_driver_sql(
        """select d.*, u.act_id as undone_by
           from audit.decision d left join audit.decision u on u.undoes = d.decision_id
           where d.ward_code = %s and d.act_id = (select act_id from audit.decision where decision_id = %s) order by d.decision_id""",
        (ward_code, decision_id),
    ).fetchall()
    if not rows:
        raise DecisionError(f"Không có quyết định số {decision_id}. Xem các quyết định bằng: chitieu review decisions.")
    first = rows[0]
    if first.kind == "undo":
        raise DecisionError(f"Quyết định {decision_id} là một lần hoàn tác. Muốn áp dụng lại quyết định đã bỏ, hãy quyết định lại.")
    if first.undone_by is not None:
        raise DecisionError(f"Quyết định {decision_id} đã được hoàn tác (quyết định {first.undone_by}).")
    return [
        Draft("undo", row.source, row.month, row.row_identity, rule_code=row.rule_code, sha256=row.sha256, undoes=row.decision_id)
        for row in rows
    ]


def _findings(connection: "Connection", delivery: "Row[Any]", rule_code: str | None, rows: Sequence[AskedRow]) -> "list[Row[Any]]":
    places = [(row, None) if isinstance(row, int) else row for row in rows]
    asked = {
        "delivery": delivery.delivery_id,
        "rule": rule_code,
        "numbers": [number for number, _ in places],
        "sheets": [sheet for _, sheet in places],
    }
    found = connection.exec_driver_sql(
        """select distinct on (row_identity, said, said_row, rule_code)
                  rule_code, severity, row_identity, said, said_row, contract_column, row_number
           from audit.finding
           where delivery_id = %(delivery)s and row_identity is not null and state = 'open' and severity <> 'info'
             and (%(rule)s::text is null or rule_code = %(rule)s)
             and (cardinality(%(numbers)s::int[]) = 0
                  or exists (select from unnest(%(numbers)s::int[], %(sheets)s::text[]) as asked (number, sheet)
                             where asked.number = row_number and (asked.sheet is null or asked.sheet = sheet_name)))
           order by row_identity, said, said_row, rule_code, row_number""",
        asked,
    ).fetchall()
    if rows:
        _refuse_ambiguous(connection, delivery, rule_code, [number for number, sheet in places if sheet is None])
    if not found:
        _refuse_earlier_version(connection, delivery)
        about = f"của quy tắc {rule_code} " if rule_code else ""
        named = (f"{number} trang '{sheet}'" if sheet else str(number) for number, sheet in places)
        place = f" ở dòng {', '.join(named)}" if rows else ""
        told = _latest_decision_vi(connection, delivery, rule_code)
        raise DecisionError(f"Tệp {delivery.file_name} không có cảnh báo nào {about}đang mở{place}.{told}")
    return list(found)


def _latest_decision_vi(connection: "Connection", delivery: "Row[Any]", rule_code: str | None) -> str:
    """Who pressed twice, or after somebody else, is told what was decided."""
    from flows.wording.moments import moment_vi

    latest = connection.exec_driver_sql(
        """select act_id, decided_by, decided_at from audit.decision d
           where ward_code = (select ward_code from audit.delivery where delivery_id = %s)
             and source = %s and month is not distinct from %s and (%s::text is null or rule_code = %s)
             and not exists (select from audit.decision u where u.undoes = d.decision_id)
           order by decision_id desc limit 1""",
        (delivery.delivery_id, delivery.source, delivery.month, rule_code, rule_code),
    ).one_or_none()
    if latest is None:
        return ""
    return f" Đã được quyết định: số {latest.act_id}, {latest.decided_by}, {moment_vi(latest.decided_at)}."


def _refuse_ambiguous(connection: "Connection", delivery: "Row[Any]", rule_code: str | None, rows: Sequence[int]) -> None:
    """A number that stands on several sheets says no row: deciding about the wrong one would go unseen."""
    twice = connection.exec_driver_sql(
        """select row_number, string_agg(distinct sheet_name, ', ' order by sheet_name) as sheets from audit.finding
           where delivery_id = %s and state = 'open' and severity <> 'info' and row_number = any(%s)
             and (%s::text is null or rule_code = %s)
           group by row_number having count(distinct coalesce(sheet_name, '')) > 1 order by row_number limit 1""",
        (delivery.delivery_id, list(rows), rule_code, rule_code),
    ).one_or_none()
    if twice is not None:
        raise DecisionError(
            f"Tệp {delivery.file_name}: dòng {twice.row_number} có cảnh báo ở nhiều trang ({twice.sheets}), chưa rõ là dòng nào. "
            "Hãy nêu trang (--sheet), hoặc quyết định cho tất cả các dòng."
        )


def _refuse_earlier_version(connection: "Connection", delivery: "Row[Any]") -> None:
    """Findings that a program before decisions wrote do not say which row they are about."""
    is_earlier = connection.exec_driver_sql(
        """select exists (select from audit.finding where delivery_id = %s and row_number is not null and row_identity is null
                            and rule_code not like 'X%%')""",
        (delivery.delivery_id,),
    ).scalar_one()
    if is_earlier:
        raise DecisionError(
            f"Tệp {delivery.file_name} được nhận bằng phiên bản cũ của chương trình, khi chưa có quyết định. "
            "Hãy chạy một lần: chitieu rebuild, rồi quyết định."
        )


def _draft(kind: str, delivery: "Row[Any]", finding: "Row[Any]") -> Draft:
    return Draft(
        kind,
        delivery.source,
        delivery.month,
        finding.row_identity,
        finding.said,
        finding.said_row,
        finding.contract_column,
        finding.rule_code,
    )
