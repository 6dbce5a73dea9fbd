"""The process in which Great Expectations judges: nothing else of the program is here, neither polars nor a database.

Data flow: standard input (pickled ``Question``s, one after the other) -> Great Expectations -> standard output (pickled ``Reply``s)

The parent is ``expectations.engine.judge``. Standard error leads nowhere, and nothing that a library prints reaches the parent.
"""

import gc
import logging
import os
import pickle
import signal
import sys
import warnings
from collections.abc import Callable
from typing import BinaryIO

from expectations.engine.deferred_imports import defer, leave_out, stand_in_for_unused
from expectations.engine.questions import Question, Reply

#: Told to itself where Great Expectations does not work with stand-ins in it: it is then imported whole.
_WHOLE = "whole"


def main() -> None:
    replies, questions = _apart(sys.stdout.buffer), sys.stdin.buffer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told, and ends this process
    answer = loaded(is_whole=_WHOLE in sys.argv)
    if answer is None:
        os.dup2(replies.fileno(), sys.stdout.fileno())
        os.execv(sys.executable, [sys.executable, "-P", "-m", "expectations.engine.judge_process", _WHOLE])
    while True:
        try:
            question: Question = pickle.load(questions)
        except EOFError:
            os._exit(0)  # nothing is left to tidy, and tidying takes a tenth of a second
        pickle.dump(answer(question), replies, protocol=5)
        replies.flush()


def _apart(stdout: BinaryIO) -> BinaryIO:
    """The way back to the parent, where no library can print into it."""
    own = os.fdopen(os.dup(stdout.fileno()), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stdout.fileno())
    return own


def loaded(*, is_whole: bool) -> Callable[[Question], Reply] | None:
    """What answers questions: Great Expectations, tried on rows whose verdict is known, or why there is none. None where it failed, and may
    do better whole."""
    os.environ.update(GX_ANALYTICS_ENABLED="false", DO_NOT_TRACK="1", OPENBLAS_NUM_THREADS="1")  # no threads that wait for great matrices
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)  # what it has to say is an answer
    gc.disable()  # 1,500 modules make few cycles, and looking for them takes a tenth of the time
    try:
        leave_out()
        defer()
        if not is_whole:
            stand_in_for_unused()
        from expectations.engine import great_expectations_rule

        great_expectations_rule.try_out()
    except Exception as error:
        if not is_whole:
            return None
        reply = Reply(failure=f"{type(error).__name__}: {error}".splitlines()[0].rstrip("."))
        return lambda question: reply
    gc.collect()
    gc.freeze()  # what is imported stays
    gc.enable()
    return great_expectations_rule.answer


if __name__ == "__main__":
    main()
