"""Prefect's server as a part of the standing service: what ``prefect server start`` runs, without its command line, and looking around
less often.

Data flow: the settings in the environment -> Prefect's application -> uvicorn

Prefect's background work (the schedule, late runs, cleaning up) stands in a queue in memory. Its worker asks that four times a second,
and ten times through a thread: most of what an idle server takes, and no setting changes it (Prefect 3.8.8). A night begins on its minute
all the same: its run is planned hours before, and it is the runner that waits for it.
"""

import asyncio
from contextlib import suppress
from datetime import timedelta
from functools import partial
from importlib import import_module
from typing import Any

#: Of work that is due; what Prefect does by itself is done every few seconds or minutes.
LOOK_EVERY = timedelta(seconds=2)
_KEEP_ALIVE_SECONDS = 5


def serve_api(host: str, port: str) -> None:
    """Until SIGTERM. What is wrong with the address ends the process with status 1 and a line of uvicorn's."""
    import uvicorn
    from prefect.server.api.server import create_app

    look_rarely()
    uvicorn.run(create_app(final=True), host=host, port=int(port), log_level="warning", timeout_keep_alive=_KEEP_ALIVE_SECONDS)


def look_rarely() -> None:
    """From now on workers of this process ask their queue every ``LOOK_EVERY``."""
    workers: Any = import_module("prefect.server.api.background_workers")
    workers.Worker = partial(workers.Worker, minimum_check_interval=LOOK_EVERY, scheduling_resolution=LOOK_EVERY)
    with suppress(ImportError):  # another queue, which has its own way to wait
        _listen_rarely()


def _listen_rarely() -> None:
    """Messages of the queue (only that background work is to be cancelled) are looked for without a thread that is woken for each look."""
    messages: Any = import_module("burner_redis.pubsub").PubSub
    look = messages.get_message

    async def get_message(self: Any, ignore_subscribe_messages: bool = False, timeout: float | None = 0.0) -> Any:
        found = await look(self, ignore_subscribe_messages, 0.0)
        while found is None and timeout != 0.0:
            await asyncio.sleep(LOOK_EVERY.total_seconds())
            found = await look(self, ignore_subscribe_messages, 0.0)
            if timeout is not None:
                break
        return found

    messages.get_message = get_message
