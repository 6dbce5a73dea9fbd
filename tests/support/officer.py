"""The officer of an office: decides about what the runs of ``tests.support.office`` left open."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from flows.database.warehouse import ward_warehouse
from review import decisions, drafts
from review.decision_log import Decided, decided
from review.decisions import Receipt
from review.drafts import Desk, Draft, Drafts
from tests.support.office import Office

REASON = "Đã đối chiếu hồ sơ gốc"


class Officer:
    """Decides by the names of files; a name means its newest delivery."""

    def __init__(self, office: Office, name: str = "Cán bộ A") -> None:
        self.office, self.name = office, name
        self._kept: list[Draft] | None = None

    def number(self, file_name: str) -> int:
        return int(self.office.one("select max(delivery_id) from audit.delivery where file_name = %s", file_name))

    def correct(
        self, file_name: str, row: int, column: str, value: str, *, sheet: str | None = None, only_preview: bool = False
    ) -> Receipt:
        return self.decide(
            lambda desk: drafts.correcting(desk, self._delivery(desk, file_name), [(sheet, row, column, value)]), only_preview=only_preview
        )

    def accept(self, file_name: str, rule: str, rows: Sequence[drafts.AskedRow] = (), until: date | None = None) -> Receipt:
        return self.decide(lambda desk: drafts.accepting(desk.connection, self._delivery(desk, file_name), rule, rows, until))

    def exclude(self, file_name: str, rule: str | None = None, rows: Sequence[drafts.AskedRow] = ()) -> Receipt:
        return self.decide(lambda desk: drafts.excluding(desk.connection, self._delivery(desk, file_name), rule, rows))

    def release(self, file_name: str, month: date | None = None) -> Receipt:
        return self.decide(lambda desk: drafts.releasing(desk.connection, self._delivery(desk, file_name), month))

    def add_part(self, file_name: str) -> Receipt:
        return self.decide(lambda desk: drafts.adding_part(desk.connection, self._delivery(desk, file_name)))

    def nothing(self, source: str, month: date) -> Receipt:
        return self.decide(lambda desk: drafts.nothing_to_report(desk.connection, desk.run.ward.code, source, month))

    def undo(self, decision_id: int) -> Receipt:
        return self.decide(lambda desk: drafts.undoing(desk.connection, desk.run.ward.code, decision_id))

    def decided(self) -> list[Decided]:
        with ward_warehouse(self.office.settings) as engine, engine.connect() as connection:
            return decided(connection, self.office.settings.ward.code)

    def _delivery(self, desk: Desk, file_name: str) -> Any:
        return drafts.live_delivery(desk.connection, desk.run.ward.code, self.number(file_name))

    @contextmanager
    def keeping(self, made: list[Draft]) -> Iterator[None]:
        """Drafts of all decisions within the block."""
        self._kept = made
        yield
        self._kept = None

    def decide(self, drafts_of: Drafts, *, only_preview: bool = False) -> Receipt:
        def made(desk: Desk) -> list[Draft]:
            found = drafts_of(desk)
            if self._kept is not None:
                self._kept.extend(found)
            return found

        with ward_warehouse(self.office.settings, alone=True) as engine:
            if only_preview:
                return decisions.preview(engine, self.office.settings, made)
            return decisions.decide(engine, self.office.settings, made, self.name, REASON)
