"""A task a delivery: Prefect's page shows which file of a night is in work, and how each ended, while the pipeline reads and publishes as
it does without Prefect.

Data flow: ``Told`` of the night's log -> a queue -> one thread -> Prefect's API, two requests a delivery

The night never waits for the page: what Prefect does not take in time is left out, and said once.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from queue import Queue
from threading import Thread
from typing import TYPE_CHECKING, Any
from uuid import UUID

from prefect import task
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State, StateType

from flows.load.outcomes import Ending, Told, Watch

if TYPE_CHECKING:
    from prefect.client.orchestration import SyncPrefectClient

#: For what is still on its way when the night has ended.
_LAST_SECONDS = 60.0
_TYPES = {"published": StateType.COMPLETED, "held": StateType.COMPLETED, "failed": StateType.FAILED}
_MOST_SIGNS = 1000


@task(name="delivery")
def _delivery() -> None:
    """What the page calls these tasks; the pipeline does the work."""


@contextmanager
def shown_as_tasks(flow_run_id: UUID | None, logger: "logging.Logger | logging.LoggerAdapter[Any]") -> Iterator[Watch]:
    """Tasks of the given run for as long as the block lasts; those that have not ended by then are left for the next night."""
    queue: Queue[Told | None] = Queue()
    page = _Page(flow_run_id, queue, logger)
    # With the settings of here, by which the server is found: Prefect keeps them for each thread.
    thread = Thread(target=copy_context().run, args=(page.show,), name="delivery tasks", daemon=True)
    thread.start()
    try:
        yield queue.put_nowait
    finally:
        queue.put(None)
        thread.join(_LAST_SECONDS)
        if thread.is_alive():
            logger.warning("Prefect takes the deliveries too slowly: its page shows only some of them.")


class _Page:
    def __init__(self, flow_run_id: UUID | None, queue: "Queue[Told | None]", logger: Any) -> None:
        self._flow_run_id, self._queue, self._logger = flow_run_id, queue, logger
        self._open: dict[str, UUID] = {}
        self._count = 0

    def show(self) -> None:
        try:
            with get_client(sync_client=True) as client:
                while (told := self._queue.get()) is not None:
                    self._tell(client, told)
                for number in self._open.values():
                    client.set_task_run_state(number, State(type=StateType.CANCELLED, name="Left for the next night"), force=True)
        except Exception as error:  # whatever the server or the network raises: the page is a convenience
            self._logger.warning("Prefect does not take the deliveries of this night (%s): its page lacks them.", type(error).__name__)

    def _tell(self, client: "SyncPrefectClient", told: Told) -> None:
        if told.sha256 not in self._open:
            self._count += 1
            made = client.create_task_run(
                _delivery,
                self._flow_run_id,
                dynamic_key=str(self._count),
                name=told.file_name[:_MOST_SIGNS],
                state=State(type=StateType.RUNNING, timestamp=told.at),
            )
            self._open[told.sha256] = made.id
        if told.ending is not None:
            client.set_task_run_state(self._open.pop(told.sha256), _state(told, told.ending), force=True)


def _state(told: Told, ending: Ending) -> State[Any]:
    """Its name is how the delivery ended; its message the rows and why, in the officer's words, without personal data."""
    name = (ending.result if ending.step != "failed" else "failed").replace("_", " ").capitalize()
    return State(type=_TYPES[ending.step], name=name, message=f"{ending.row_count} rows. {ending.message}".strip(), timestamp=told.at)
