"""How the process of the nights ends when it is told to."""

import os
import signal
import sys
from collections.abc import Callable, Coroutine
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


async def is_interrupted() -> None:
    os.kill(os.getpid(), signal.SIGINT)
    await anyio.sleep(60)


@pytest.mark.parametrize("start", [ends_by_itself, ends_at_work, is_interrupted])
def test_a_process_that_is_told_to_end_ends_without_an_error(start: Callable[[], Coroutine[Any, Any, None]]) -> None:
    run_until_told(start)


async def meets_an_error() -> None:
    raise ValueError("the database is gone")


def test_an_error_is_no_end_that_was_asked_for() -> None:
    with pytest.raises(BaseException) as met:
        run_until_told(meets_an_error)
    assert "the database is gone" in repr(met.value)
