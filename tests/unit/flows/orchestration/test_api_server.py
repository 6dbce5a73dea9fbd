"""Prefect's background work in this process: its queue is asked rarely, and gives what it holds all the same."""

import asyncio
import time
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest

from flows.orchestration import api_server

LOOK_EVERY = timedelta(seconds=0.3)


async def _asked() -> list[Any]:
    docket = import_module("docket").Docket(name="test", url="memory://test")
    async with docket as queue, queue._pubsub() as listening:
        worker = import_module("prefect.server.api.background_workers").Worker(queue)
        await listening.psubscribe("x*")
        await listening.get_message(timeout=0.1)  # that it listens
        began = time.monotonic()
        nothing = await listening.get_message(timeout=0.1)
        waited = time.monotonic() - began
        async with queue.redis() as told:
            await told.publish("xy", "hello")
        found = await listening.get_message(timeout=None)
        return [worker.minimum_check_interval, worker.scheduling_resolution, nothing, waited >= LOOK_EVERY.total_seconds(), found["data"]]


def test_the_queue_is_asked_rarely_and_gives_what_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    workers, messages = import_module("prefect.server.api.background_workers"), import_module("burner_redis.pubsub").PubSub
    monkeypatch.setattr(workers, "Worker", workers.Worker)  # put back afterwards
    monkeypatch.setattr(messages, "get_message", messages.get_message)
    monkeypatch.setattr(api_server, "LOOK_EVERY", LOOK_EVERY)
    api_server.look_rarely()
    assert asyncio.run(_asked()) == [LOOK_EVERY, LOOK_EVERY, None, True, b"hello"]
