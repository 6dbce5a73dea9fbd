"""Answers that are known: what was cleaned, or judged by Great Expectations, is not worked out again for the next warehouse.

The same lists go to hundreds of warehouses of tests. What cleaning makes of a reading, and what the judge says of masks, depends on nothing
but what they are given, to the last byte of it; the first to give it has it worked out by the program itself. Tests of cleaning and of the
judge's process ask these directly.
"""

import pickle
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from typing import Any, Generic, TypeVar

import polars as pl
import pytest

from expectations.engine import suite
from expectations.engine.judge import JUDGE
from expectations.engine.questions import Question, Reply
from expectations.registry import source
from flows.config.ward import Ward
from flows.pipeline import prepare
from transforms.cleaning.model import Cleaned
from transforms.reading.model import Reading

_MOST_REPLIES, _MOST_LISTS = 2000, 200
#: Rows of a list that is kept.
_MOST_ROWS = 5000
_CLEANED = prepare._cleaned

Answer = TypeVar("Answer")


class Known(Generic[Answer]):
    """The answers that were asked for last."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[bytes, Answer] = OrderedDict()

    def answer(self, asked: Any, work_out: Callable[[], Answer]) -> Answer:
        key = sha256(pickle.dumps(asked, protocol=5)).digest()
        answer = self._answers.pop(key) if key in self._answers else work_out()
        self._answers[key] = answer
        while len(self._answers) > self._most:
            self._answers.popitem(last=False)
        return answer


class _KnownJudge:
    """The judge of this process, who is started when there is something that he was not asked before."""

    def __init__(self) -> None:
        self._replies: Known[Reply] = Known(_MOST_REPLIES)

    def start(self) -> None:
        pass

    def ask(self, question: Question) -> Reply:
        return self._replies.answer(question, lambda: JUDGE.ask(question))

    def __getattr__(self, name: str) -> Any:
        return getattr(JUDGE, name)


@contextmanager
def known_answers() -> Iterator[None]:
    cleaned_before: Known[Cleaned] = Known(_MOST_LISTS)

    def cleaned(reading: Reading, name: str, ward: Ward, month: date, secret: bytes, known: pl.DataFrame | None = None) -> Cleaned:
        def work_out() -> Cleaned:
            return _CLEANED(reading, name, ward, month, secret, known)

        if known is not None or sum(table.frame.height for table in reading.tables) > _MOST_ROWS:
            return work_out()
        # A test may put another function in the place of one of these.
        by = (id(prepare.clean_reading), id(source(str(reading.source)).clean))
        return cleaned_before.answer((by, reading, name, ward, month, secret), work_out)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prepare, "_cleaned", cleaned)
        patch.setattr(suite, "JUDGE", _KnownJudge())
        yield


@contextmanager
def worked_out_anew() -> Iterator[None]:
    """Cleaning and the judge as the program has them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prepare, "_cleaned", _CLEANED)
        patch.setattr(suite, "JUDGE", JUDGE)
        yield
