"""Nights that were missed, and nights that died: what Prefect still holds of them, put in order before the next one runs.

Data flow: runs of the ward in Prefect -> all late ones but the newest skipped; those that nobody runs any more crashed, with their tasks

Prefect starts every late run that it has stored (three of a nightly schedule): after days off, three nights over the same files.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, TaskRunFilter
from prefect.client.schemas.objects import State, StateType

if TYPE_CHECKING:
    from prefect.client.orchestration import SyncPrefectClient
    from prefect.client.schemas.objects import FlowRun

    from flows.config.settings import Settings

SKIPPED = "Skipped"
_SKIPPED_BECAUSE = "The computer was off, or busy: one night makes up for all that were missed."
_KILLED_BECAUSE = "The night was killed: the computer, or chitieu serve, ended without a word. What was published before stays."
_UNDER_WAY = ["RUNNING", "PENDING", "CANCELLING"]


def put_in_order(settings: "Settings", deployment_id: UUID) -> None:
    """At a start of the service, before anything runs. A night of the schedule that died is made up for now, unless a late one does that;
    one that was itself asked for is not, lest it take the computer with it again and again."""
    died = close_killed(settings, deployment_id)
    skip_missed(deployment_id)
    with get_client(sync_client=True) as client:
        if any(run.auto_scheduled for run in died) and not _late(client, deployment_id):
            client.create_flow_run_from_deployment(deployment_id)


def skip_missed(deployment_id: UUID, *, but: UUID | None = None) -> int:
    """Skip what should have begun by now: all of it beside ``but``, the run that is on its way, or all but the newest. How many."""
    with get_client(sync_client=True) as client:
        late = _late(client, deployment_id)
        skipped = [run for run in late if run.id != but] if but else late[:-1]
        for run in skipped:
            state: State[Any] = State(type=StateType.CANCELLED, name=SKIPPED, message=_SKIPPED_BECAUSE)
            client.set_flow_run_state(run.id, state, force=True)
    return len(skipped)


def _late(client: "SyncPrefectClient", deployment_id: UUID) -> "list[FlowRun]":
    """The oldest first. Only what the schedule made: a run that somebody asked for is kept."""
    wanted = {"deployment_id": {"any_": [deployment_id]}, "state": {"type": {"any_": ["SCHEDULED"]}}}
    wanted["expected_start_time"] = {"before_": datetime.now(UTC)}
    found = client.read_flow_runs(flow_run_filter=FlowRunFilter.model_validate(wanted), limit=200)
    return sorted((run for run in found if run.auto_scheduled), key=lambda run: run.expected_start_time or datetime.now(UTC))


def close_killed(settings: "Settings", deployment_id: UUID) -> "list[FlowRun]":
    """Runs of the ward that are under way in Prefect while nobody holds the night's lock are dead; so are their tasks. None where a night
    is running or the warehouse does not answer."""
    with get_client(sync_client=True) as client:
        if not _under_way(client, deployment_id):  # the rule: SQLAlchemy is not loaded into a process that stands all day
            return []
        from flows.database.engine import WarehouseError, night_lock, open_engine

        try:
            with open_engine(settings) as engine, night_lock(engine):
                dead = _under_way(client, deployment_id)
                for run in dead:
                    _crash(client, run.id)
                return dead
        except WarehouseError:
            return []


def _under_way(client: "SyncPrefectClient", deployment_id: UUID) -> "list[FlowRun]":
    wanted = {"deployment_id": {"any_": [deployment_id]}, "state": {"type": {"any_": _UNDER_WAY}}}
    return client.read_flow_runs(flow_run_filter=FlowRunFilter.model_validate(wanted), limit=200)


def _crash(client: "SyncPrefectClient", run_id: UUID) -> None:
    crashed: State[Any] = State(type=StateType.CRASHED, message=_KILLED_BECAUSE)
    under_way = TaskRunFilter.model_validate({"state": {"type": {"any_": _UNDER_WAY}}})
    own = FlowRunFilter.model_validate({"id": {"any_": [run_id]}})
    while steps := client.read_task_runs(flow_run_filter=own, task_run_filter=under_way, limit=200):
        for step in steps:
            client.set_task_run_state(step.id, crashed, force=True)
    client.set_flow_run_state(run_id, crashed, force=True)
