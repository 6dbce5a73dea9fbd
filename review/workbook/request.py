"""Request to a sending unit: the rows of its delivery that fail, and what is asked about each of their cells.

Data flow: audit.finding, ``flows.pipeline.sent_rows`` -> ``request_for`` -> ``review.workbook.sheets``
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from flows.system.errors import ChitieuError

if TYPE_CHECKING:
    from sqlalchemy import Row

    from flows.pipeline.sent_rows import SentList, SentRow
    from review.drafts import Desk


class WorkbookError(ChitieuError):
    """A workbook cannot be made or taken back; the sentence, in Vietnamese, says why and what to do. Nothing was changed."""

    exit_code = 2


@dataclass(frozen=True)
class Question:
    """What is wrong with a cell, or with a row: the sentences of the findings; ``stops``: one of them keeps the row out of the figures."""

    sentences: tuple[str, ...]
    stops: bool


@dataclass(frozen=True)
class AskedRow:
    """``cells``: column -> what is asked about its cell; ``related``: columns that the rules look at as well, which may be the answer;
    ``whole``: what is asked about the row, any cell of which may be."""

    row: "SentRow"
    cells: dict[str, Question]
    related: frozenset[str]
    whole: Question | None

    @property
    def questions(self) -> tuple[Question, ...]:
        return (*(() if self.whole is None else (self.whole,)), *self.cells.values())

    def asked(self, listed: "SentList") -> tuple[str, ...]:
        """Columns whose cells may be changed."""
        return tuple(
            one.name for one in listed.columns if one.is_correctable and (self.whole or one.name in self.cells or one.name in self.related)
        )


@dataclass(frozen=True)
class Request:
    """``about_file``: sentences of findings that stand on no row of the lists."""

    delivery: "Row[Any]"
    lists: tuple[tuple["SentList", tuple[AskedRow, ...]], ...]
    about_file: tuple[str, ...]

    @property
    def row_count(self) -> int:
        return sum(len(rows) for _, rows in self.lists)

    @property
    def cell_count(self) -> int:
        return sum(len(one.cells) for _, rows in self.lists for one in rows)


def request_for(desk: "Desk", delivery: "Row[Any]", rule_code: str | None = None) -> Request:
    """What is open about the delivery, of one rule alone if it is named. Raises ``WorkbookError`` where no row is."""
    found = _findings(desk, delivery.delivery_id, rule_code)
    of_rows: dict[tuple[str | None, int], list[Row[Any]]] = defaultdict(list)
    for one in found:
        if one.row_number is not None:
            of_rows[(one.sheet_name, one.row_number)].append(one)
    lists = lists_now(desk, delivery, of_rows) if of_rows else []
    judged = _judged(desk, delivery)
    asked = tuple(
        (listed, tuple(_asked(row, listed, of_rows[(listed.sheet_name, row.row_number)], judged) for row in listed.rows))
        for listed in lists
    )
    if not asked:
        about = f" của quy tắc {rule_code}" if rule_code else ""
        raise WorkbookError(f"Tệp {delivery.file_name} không có dòng nào cần sửa{about}: không có gì để gửi lại đơn vị.")
    there = {(listed.sheet_name, row.row_number) for listed in lists for row in listed.rows}
    others = (one.message_vi for one in found if (one.sheet_name, one.row_number) not in there)
    return Request(delivery, asked, tuple(dict.fromkeys(others)))


def lists_now(desk: "Desk", delivery: "Row[Any]", places: "Sequence[tuple[str | None, int]] | dict[Any, Any]") -> "list[SentList]":
    """Rows of the delivery as they stand with the decisions in force."""
    from flows.pipeline.sent_rows import sent_lists
    from flows.validation.decisions import decisions_in_force

    decisions = decisions_in_force(desk.connection, desk.ward_code, desk.run.keys)
    return sent_lists(replace(desk.run, decisions=decisions), desk.reading_of(delivery), list(places))


def _findings(desk: "Desk", delivery_id: int, rule_code: str | None) -> "Sequence[Row[Any]]":
    return desk.connection.exec_driver_sql(
        """select sheet_name, row_number, contract_column, rule_code, severity, message_vi from audit.finding
           where delivery_id = %s and state = 'open' and severity <> 'info' and (%s::text is null or rule_code = %s)
           order by severity, sheet_name nulls first, row_number nulls first, finding_id""",
        (delivery_id, rule_code, rule_code),
    ).fetchall()


def _judged(desk: "Desk", delivery: "Row[Any]") -> dict[str, frozenset[str]]:
    from flows.pipeline.judged_columns import judged_columns

    return judged_columns(delivery.source, desk.run.ward, delivery.month) if delivery.month else {}


def _asked(row: "SentRow", listed: "SentList", found: "Sequence[Row[Any]]", judged: dict[str, frozenset[str]]) -> AskedRow:
    correctable = {one.name for one in listed.columns if one.is_correctable}
    of_cells: dict[str, list[Row[Any]]] = defaultdict(list)
    for one in found:
        of_cells[one.contract_column if one.contract_column in correctable else ""].append(one)
    whole = of_cells.pop("", None)
    cells = {name: _question(own) for name, own in of_cells.items()}
    related = frozenset(name for one in found for name in judged.get(one.rule_code, ())) - set(cells)
    return AskedRow(row, cells, related, _question(whole) if whole else None)


def _question(found: "Sequence[Row[Any]]") -> Question:
    sentences = tuple(dict.fromkeys(one.message_vi for one in found))
    return Question(sentences, any(one.severity == "critical" for one in found))
