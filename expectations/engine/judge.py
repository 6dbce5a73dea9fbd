"""The judge: Great Expectations in a process of its own, for it takes seconds to import and a hundred megabytes and more.

Data flow: ``Question`` -> a child of ``expectations.engine.judge_process`` -> ``Reply``

One child serves the process for its life: it is started by ``start`` or by the first question, and one that died is replaced. It ends
when its pipe closes, so that none outlives this process, however that ends.
"""

import atexit
import pickle
import subprocess
import sys
from contextlib import suppress
from threading import Lock

from expectations.engine.questions import Question, Reply

#: ``-P``: no module comes from the folder in which the program was started, which may be the one that strangers' files lie in.
_PROGRAM = ("-P", "-m", "expectations.engine.judge_process")
_ENDED = (
    "The judge (a Python process of its own that runs Great Expectations) ended with status {}, twice in a row. "
    "Nothing was published on its word. Free memory, or look in the system's log for who ends processes, and start again."
)
_FAILED = "The judge (Great Expectations) cannot judge: {}. Nothing was published on its word. Install chitieu anew, and start again."
_NOT_STARTED = "The judge (a Python process of its own) cannot be started: {}. Nothing was published. Mend that and start again."
_GRACE_SECONDS = 5.0


class JudgeError(Exception):
    """There is no judge, so that nothing may be published. A finished sentence."""


class _Child:
    """One process with its two pipes."""

    def __init__(self) -> None:
        self.has_answered = False
        command = [sys.executable, *_PROGRAM]
        try:
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        except OSError as error:
            raise JudgeError(_NOT_STARTED.format(error.strerror)) from None
        assert self.process.stdin is not None and self.process.stdout is not None
        self._questions, self._replies = self.process.stdin, self.process.stdout

    def ask(self, question: Question) -> Reply | None:
        """None if the process is gone."""
        try:
            pickle.dump(question, self._questions, protocol=5)
            self._questions.flush()
            reply: Reply = pickle.load(self._replies)
        except (EOFError, OSError, pickle.UnpicklingError):
            return None
        self.has_answered = True
        return reply

    def stop(self) -> int:
        """A closed pipe ends a child that waits; one that does not (it may still be importing) is killed. Its status."""
        with suppress(OSError):
            self._questions.close()
        try:
            status = self.process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            status = self.kill()
        self._replies.close()
        return status

    def kill(self) -> int:
        self.process.kill()
        return self.process.wait()


class Judge:
    """The judge of this process; threads ask it in turn."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._child: _Child | None = None

    @property
    def process_id(self) -> int | None:
        """Of the child that serves, if there is one."""
        return None if self._child is None else self._child.process.pid

    @property
    def is_ready(self) -> bool:
        """A child serves, and has its libraries."""
        child = self._child
        return child is not None and child.has_answered

    def start(self) -> None:
        """Begin the import, on another core; free when it was done before. Raises ``JudgeError`` if the system starts no process."""
        with self._turn:
            if self._child is None:
                self._child = _Child()

    def ask(self, question: Question) -> Reply:
        """Raises ``JudgeError`` where no process gives an answer. A child that died, of whatever, is replaced once: judging changes
        nothing, so that the question may be asked again."""
        with self._turn:
            for _ in range(2):
                self._child = self._child or _Child()
                if (reply := self._child.ask(question)) is not None:
                    break
                status, self._child = self._child.stop(), None
            else:
                raise JudgeError(_ENDED.format(status))
        if reply.failure:
            raise JudgeError(_FAILED.format(reply.failure))
        return reply

    def stop(self) -> None:
        with self._turn:
            child, self._child = self._child, None
        if child is not None:
            child.stop()

    def dismiss_unasked(self) -> None:
        """End a child that was started in vain, at once: what it is importing is of no use to anybody."""
        with self._turn:
            if self._child is not None and not self._child.has_answered:
                self._child.kill()
                self._child.stop()
                self._child = None


#: The judge that suites ask.
JUDGE = Judge()
atexit.register(JUDGE.stop)
