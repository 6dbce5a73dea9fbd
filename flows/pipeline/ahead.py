"""Ahead: what a delivery needs before its turn is done while others are read or written: it is cleaned, and judged where it may be.

Data flow: ``ReadDelivery`` -> ``Ahead.was_read`` (short lists, while a long one is being read) -> ``Ahead.in_turn`` -> cleaned, verdict
"""

from collections import deque
from collections.abc import Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING

from flows.pipeline.outcomes import ReadDelivery, Run

if TYPE_CHECKING:
    from flows.pipeline.prepare import CleanedDelivery, Prepared

#: Deliveries that are in the making while one is published: one is judged while the next is cleaned, of which there is one at a time.
_AHEAD = 2
#: Rows of a list that may be clean before all are read, and of all such lists: a long one would keep the short ones, which are published
#: first, and what is clean waits in memory for its turn.
_SHORT, _MOST_ROWS = 5_000, 20_000


def prepared_of(run: Run, item: ReadDelivery) -> "CleanedDelivery":
    """The delivery clean, with the decisions of the run."""
    from flows.pipeline.prepare import prepare

    return prepare(item, run.ward, run.settings.secret_key, run.result, run.decisions, run.kept)


class Ahead:
    """``hands`` are those that read: they take what they are given in order, so that nothing is cleaned while anything is still to be taken
    up for reading. Frames do not pile up: of long lists two wait for their turn, of short ones as many as hold ``_MOST_ROWS`` rows."""

    def __init__(self, run: Run, hands: ThreadPoolExecutor) -> None:
        self._run, self._hands = run, hands
        self._early: dict[int, Future[Prepared]] = {}
        self._rows = 0

    def was_read(self, item: ReadDelivery) -> None:
        """One more file is read; others may still be."""
        rows = sum(table.frame.height for table in item.reading.tables)
        if rows <= _SHORT and self._rows + rows <= _MOST_ROWS:
            self._rows += rows
            self._early[id(item)] = self._hands.submit(self._made_early, item)

    def _made_early(self, item: ReadDelivery) -> "Prepared":
        """Judged too if the judge is there: one that still imports its libraries would keep the hand from reading and cleaning."""
        from expectations.engine.suite import judge_is_ready
        from flows.pipeline.delivery import judge_ahead

        cleaned = prepared_of(self._run, item)
        return cleaned, judge_ahead(self._run, cleaned) if judge_is_ready() else None

    def in_turn(self, items: deque[ReadDelivery]) -> "Iterator[tuple[CleanedDelivery, Future[Prepared]]]":
        """Each delivery once it is clean, in the order of ``items``, which is emptied, and what comes to hold its verdict; the next ones
        are in the making while this one is used. Nothing here holds what it gave away."""
        coming: deque[tuple[str | None, Future[CleanedDelivery], Future[Prepared]]] = deque()
        taken: set[str | None] = set()

        def begin(most: int) -> None:
            while items and len(coming) < most:
                source, before = items[0].reading.source, [source for source, *_ in coming]
                clean: Future[CleanedDelivery] = Future()
                is_first = source not in taken
                taken.add(source)
                coming.append((source, clean, self._hands.submit(self._prepared, items.popleft(), before, is_first, clean)))

        begin(_AHEAD)
        while coming:
            wait([coming[0][1]])
            begin(_AHEAD + 1)
            yield _given_away(*coming.popleft()[1:])

    def _prepared(
        self, item: ReadDelivery, sources_before: Collection[str | None], is_first: bool, clean: "Future[CleanedDelivery]"
    ) -> "Prepared":
        """``sources_before``: of the deliveries that are not yet written. A source is judged beside what it sent before, so that two of one
        source are judged in turn, and a verdict from before the first of them was written holds for that one alone (``is_first``).
        ``clean`` is told of the delivery before it is judged."""
        from flows.pipeline.delivery import judge_ahead

        early = self._early.pop(id(item), None)
        try:
            cleaned, judged = (prepared_of(self._run, item), None) if early is None else early.result()
        except BaseException as error:
            clean.set_exception(error)
            raise
        clean.set_result(cleaned)
        if judged is not None and is_first:
            return cleaned, judged
        return cleaned, None if item.reading.source in sources_before else judge_ahead(self._run, cleaned)


def _given_away(clean: "Future[CleanedDelivery]", prepared: "Future[Prepared]") -> "tuple[CleanedDelivery, Future[Prepared]]":
    return clean.result(), prepared
