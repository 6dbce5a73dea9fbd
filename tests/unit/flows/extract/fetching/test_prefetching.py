"""The thread in which paramiko asks ahead ends quietly where a line is cut; every other thread's end is told as before."""

import threading
from typing import Any

import pytest

from flows.extract.fetching import sftp


def test_only_the_thread_that_asks_ahead_ends_without_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []
    monkeypatch.setattr(threading, "excepthook", told.append)
    sftp._silence_prefetching.__wrapped__()

    def _prefetch_thread() -> None:
        raise OSError("cut")

    def another() -> None:
        raise OSError("cut")

    for work in (_prefetch_thread, another):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    (args,) = told
    assert "another" in args.thread.name
