"""How the process of the nights ends when it is told to."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import anyio
import pytest

from flows.orchestration.nightly import run_until_told


async def ends_by_itself() -> None:
    sys.exit(0)


async def ends_at_work() -> None:
    """As the runner, whose handler of SIGTERM raises in whatever is at work."""
    async with anyio.create_task_group():
        sys.exit(0)


async def is_told_twice() -> None:
    """The second time while it tidies up."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    asyncio.get_running_loop().call_soon(os.kill, os.getpid(), signal.SIGTERM)
    async with anyio.create_task_group():
        try:
            await anyio.sleep(60)
        finally:
            os.kill(os.getpid(), signal.SIGTERM)


async def is_interrupted() -> None:
    os.kill(os.getpid(), signal.SIGINT)
    await anyio.sleep(60)


@pytest.fixture
def own_signals() -> Iterator[None]:
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.mark.usefixtures("own_signals")
@pytest.mark.parametrize("start", [ends_by_itself, ends_at_work, is_told_twice, is_interrupted])
def test_a_process_that_is_told_to_end_ends_without_an_error_and_a_word(
    start: Callable[[], Coroutine[Any, Any, None]], caplog: pytest.LogCaptureFixture
) -> None:
    run_until_told(start)
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


async def loses_a_task() -> None:
    task = asyncio.get_running_loop().create_task(meets_an_error())
    await asyncio.wait([task])
    asyncio.get_running_loop().call_exception_handler({"message": "a task was lost", "exception": task.exception()})


def test_what_goes_wrong_in_a_task_is_told_as_ever(caplog: pytest.LogCaptureFixture) -> None:
    run_until_told(loses_a_task)
    assert [record.getMessage() for record in caplog.records if record.name == "asyncio"] == ["a task was lost"]


async def meets_an_error() -> None:
    raise ValueError("the database is gone")


def test_an_error_is_no_end_that_was_asked_for() -> None:
    with pytest.raises(BaseException) as met:
        run_until_told(meets_an_error)
    assert "the database is gone" in repr(met.value)
