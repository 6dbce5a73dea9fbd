"""The officer of an office: decides about what the runs of ``tests.support.office`` left open."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flows.database.warehouse import ward_warehouse
from review import decisions
from review.decisions import Decided, Desk, Draft, Receipt
from tests.support.office import Office

REASON = "Đã đối chiếu hồ sơ gốc"


class Officer:
    """Decides by the names of files; a name means its newest delivery."""

    def __init__(self, office: Office, name: str = "Cán bộ A") -> None:
        self.office, self.name = office, name

    def number(self, file_name: str) -> int:
        return int(self.office.one("select max(delivery_id) from audit.delivery where file_name = %s", file_name))

    def correct(self, file_name: str, row: int, column: str, value: str, *, sheet: str | None = None) -> Receipt:
        return self._decide(lambda desk: decisions.correcting(desk, self._delivery(desk, file_name), [(sheet, row, column, value)]))

    def accept(self, file_name: str, rule: str, rows: Sequence[int] = (), until: date | None = None) -> Receipt:
        return self._decide(lambda desk: decisions.accepting(desk.connection, self._delivery(desk, file_name), rule, rows, until))

    def exclude(self, file_name: str, rule: str | None = None, rows: Sequence[int] = ()) -> Receipt:
        return self._decide(lambda desk: decisions.excluding(desk.connection, self._delivery(desk, file_name), rule, rows))

    def release(self, file_name: str, month: date | None = None) -> Receipt:
        return self._decide(lambda desk: decisions.releasing(desk.connection, self._delivery(desk, file_name), month))

    def nothing(self, source: str, month: date) -> Receipt:
        return self._decide(lambda desk: decisions.nothing_to_report(desk.connection, desk.run.ward.code, source, month))

    def undo(self, decision_id: int) -> Receipt:
        return self._decide(lambda desk: decisions.undoing(desk.connection, desk.run.ward.code, decision_id))

    def decided(self) -> list[Decided]:
        with ward_warehouse(self.office.settings) as engine, engine.connect() as connection:
            return decisions.decided(connection, self.office.settings.ward.code)

    def _delivery(self, desk: Desk, file_name: str) -> Any:
        return decisions.live_delivery(desk.connection, desk.run.ward.code, self.number(file_name))

    def _decide(self, drafts: Callable[[Desk], list[Draft]]) -> Receipt:
        with ward_warehouse(self.office.settings, alone=True) as engine:
            return decisions.decide(engine, self.office.settings, drafts, self.name, REASON)
