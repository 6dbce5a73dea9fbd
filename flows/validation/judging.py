"""Judging in the words of the program's errors: where there is no judge, the run stops with a sentence, and what was published stays."""

from collections.abc import Iterator
from contextlib import contextmanager

from expectations.engine.judge import JudgeError
from flows.system.errors import ChitieuError


class JudgingError(ChitieuError):
    """Nothing can be judged, so that nothing may be published."""


@contextmanager
def judge_needed(what: str) -> Iterator[None]:
    """``what`` is judged in the block; raises ``JudgingError`` where there is no judge for it."""
    try:
        yield
    except JudgeError as error:
        raise JudgingError(f"{what}: {error}") from None


def keep_judge_ready() -> None:
    """For a process that stands for days: the judge is there before somebody's first decision asks for it. Free when it is there."""
    from expectations.engine.suite import start_judge

    start_judge()


def let_judge_go() -> None:
    """Nobody has asked for long: its memory is given back, and the next one to ask starts another."""
    from expectations.engine.suite import stop_judge

    stop_judge()
