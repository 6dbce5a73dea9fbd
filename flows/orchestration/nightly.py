"""Nightly flow: the story of ``flows.pipeline.run`` in Prefect, steps that can be seen, repeated where waiting helps, and told about.

Data flow: ward and paths -> gather -> ready warehouse -> the night -> summary artifact. A step is a task, a row never is. Only network
and database connections are tried again; a verdict is not. Two nights are kept apart by the database's lock, not by Prefect.

Nothing personal reaches Prefect: results are not kept, and an unexpected error is told by its kind and place, because the text of a
database error repeats the row.
"""

import logging
import os
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.exceptions import TerminationSignal
from prefect.states import Completed, Failed

from flows.extract.fetching import PullError, pull, settle_taken, to_standard_error
from flows.extract.file_steps import FileStep, Pulled
from flows.orchestration.prefect_server import FLOW_NAME, QUIET, SERVE_LOCK, answers, client_settings, prefect_folder
from flows.orchestration.retries import as_user_errors, is_transient
from flows.system.errors import ChitieuError, SettingsError, Trouble
from flows.system.processes import end_with_holder

if TYPE_CHECKING:
    from flows.config.settings import Settings
    from flows.operations.night_outcome import NightOutcome
    from flows.pipeline.outcomes import RunResult


os.environ.update(QUIET)  # before Prefect is imported, which reads it and would report its first import

#: A server that restarts is back within seconds; a network share, or a computer that just woke up, within minutes.
RETRY_DELAY_SECONDS = [5.0, 30.0, 120.0]
_ANSWER_SECONDS = 3.0
#: Name of a night that published what came, while something of a source did not come.
NOT_WHOLE = "Not whole"
#: Of a task that is tried again while waiting may help.
_TRIED_AGAIN: dict[str, Any] = {
    "retries": len(RETRY_DELAY_SECONDS),
    "retry_delay_seconds": RETRY_DELAY_SECONDS,
    "retry_jitter_factor": 0.2,
    "retry_condition_fn": is_transient,
    "cache_policy": NO_CACHE,
    "persist_result": False,
}


def _no_traceback(record: logging.LogRecord) -> bool:
    """A sentence is the whole message: no traceback for what a user can mend."""
    if record.exc_info and isinstance(record.exc_info[1], ChitieuError):
        record.exc_info = None
    return True


for _name in ("prefect.flow_runs", "prefect.task_runs"):
    logging.getLogger(_name).addFilter(_no_traceback)


# --- the steps --------------------------------------------------------------------------------------------------------
@task(name="gather deliveries", **_TRIED_AGAIN)
def gather(ward: str | None, paths: Sequence[str]) -> tuple[list[str], list[str], list[FileStep]]:
    """Files and folders to search, a sentence for each source that could not be reached, and what fetching did with each file."""
    complaints: list[str] = []
    with as_user_errors():
        pulled = Pulled([Path(path) for path in paths]) if paths else pull(_settings(ward), tell=complaints.append)
    for complaint in complaints:
        get_run_logger().warning(complaint)
    return [str(path) for path in pulled.folders], complaints, pulled.steps


@task(name="open the warehouse", **_TRIED_AGAIN)
def make_ready(ward: str | None) -> bool:
    """The database answers, and its schema is up to date; True if that changed it."""
    from flows.database.engine import night_lock, open_engine
    from flows.database.migrate import migrate

    with as_user_errors(), open_engine(_settings(ward)) as engine, night_lock(engine):
        return migrate(engine)


@task(name="the night", cache_policy=NO_CACHE, persist_result=False)
def take_in(ward: str | None, paths: Sequence[str], as_of: str | None, steps: Sequence[FileStep] = ()) -> dict[str, Any]:
    """The document of ``run --json``. Never repeated by itself: the second time, all that was published would be told as duplicates."""
    from prefect.runtime import flow_run

    from flows.orchestration.delivery_tasks import shown_as_tasks
    from flows.pipeline.run import run_paths

    logger = get_run_logger()
    with as_user_errors(), shown_as_tasks(flow_run.id, logger) as watch:
        result = run_paths(
            _settings(ward),
            [Path(path) for path in paths],
            as_of=_day(as_of),
            progress=lambda stage, done, total: logger.info("%s %d/%d", stage, done, total),
            steps=steps,
            watch=watch,
        )
    return asdict(result)


@task(name="tell", cache_policy=NO_CACHE, persist_result=False)
def tell(ward: str | None, document: dict[str, Any], complaints: Sequence[str]) -> None:
    """The night's summary as an artifact of the run, one key for each ward, so that Prefect shows the nights as a series."""
    from prefect.artifacts import create_markdown_artifact

    from flows.operations.run_summary import summary_vi

    with as_user_errors():
        settings = _settings(ward)
        counts, night = _standing(settings, document["run_id"])
        markdown = summary_vi(document, settings.ward.name, counts, complaints, night)
        create_markdown_artifact(markdown, key=artifact_key(settings.ward.slug), description="Tóm tắt đợt chạy")


@task(name="write to people", cache_policy=NO_CACHE, persist_result=False)
def write_to_people(ward: str | None, as_of: str | None) -> None:
    """The morning's messages and the heartbeat. What was not sent is a line of the log here and is tried again with the next night."""
    from flows.operations.digest.morning import tell_morning

    with as_user_errors():
        for failure in tell_morning(_settings(ward), _day(as_of)):
            get_run_logger().warning(failure)


@task(name="tell that it failed", cache_policy=NO_CACHE, persist_result=False)
def tell_failure(ward: str | None, trouble: Trouble) -> None:
    """The people of ward.toml hear of it at once; nothing here needs the database."""
    from flows.operations.digest.failed import tell_failed

    with as_user_errors():
        for failure in tell_failed(_settings(ward), trouble):
            get_run_logger().warning(failure)


def _tell_killed(flow: Any, flow_run: Any, state: Any) -> None:
    """Called by Prefect's runner where the night's process ended without a word: the system ended it for want of memory, say. By a process
    that ends: Apprise would stay in the runner's."""
    from flows.system.processes import child_process

    if flow_run.deployment_id is None:
        return
    arguments = ("flows.operations.digest.failed:tell_failed_of", str(flow_run.parameters["ward"]), "killed")
    with child_process("message about a night that was killed", *arguments, environment=os.environ) as child:
        child.process.wait()


def artifact_key(slug: str) -> str:
    """Prefect takes small letters, digits and dashes."""
    return "chitieu-" + "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in slug.lower())


def _standing(settings: "Settings", run_id: int) -> "tuple[dict[str, int], NightOutcome]":
    """Indicators by status, and what the run did with each file."""
    from flows.database.engine import open_engine
    from flows.operations.night_outcome import read_night

    with open_engine(settings) as engine, engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "select status, count(*) from mart.scorecard where ward_code = %s group by status", (settings.ward.code,)
        )
        return {str(status): int(count) for status, count in rows}, read_night(connection, settings.ward.code, run_id)


def _settings(ward: str | None) -> "Settings":
    from flows.config.settings import load_settings

    return load_settings(ward)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise SettingsError(f"as_of: found {text!r}, expected a day such as '2026-09-01'. Correct it or leave it out for today.") from None


# --- the flow ---------------------------------------------------------------------------------------------------------
@flow(
    name=FLOW_NAME,
    description="Lấy, kiểm tra và công bố dữ liệu của phường; cập nhật chỉ tiêu.",
    persist_result=False,
    on_crashed=[_tell_killed],
)
def nightly(ward: str | None = None, paths: list[str] | None = None, as_of: str | None = None) -> Any:
    """The document of ``run --json``. The run ends Completed also where a delivery is held, which its message counts, and under another
    name where a source failed; it ends Failed, with the sentence as message, where the night itself failed."""
    from flows.pipeline.outcomes import REFUSED

    try:
        with as_user_errors():
            _alone_of_its_deployment(ward)
            document, complaints = _night(ward, paths or [], as_of)
    except ChitieuError as error:
        if _own_deployment() is not None:  # whoever runs it by hand reads the sentence
            tell_failure(ward, error.trouble, return_state=True)
        return Failed(message=str(error), data=error)
    refused = sum(delivery["status"] in REFUSED for delivery in document["deliveries"])
    message = f"{len(document['deliveries'])} deliveries, {refused} of them held, unreadable or unrecognised"
    if complaints:
        return Completed(name=NOT_WHOLE, message=f"{message}; not all that the sources hold: {' '.join(complaints)}", data=document)
    return Completed(message=message, data=document)


def _alone_of_its_deployment(ward: str | None) -> None:
    """A night of the standing service ends with it, and makes up for all that were missed. By hand there is neither."""
    from prefect.runtime import flow_run

    from flows.orchestration.missed_nights import skip_missed

    deployment = _own_deployment()
    if deployment is None:
        return
    end_with_holder(prefect_folder(_settings(ward)) / SERVE_LOCK)
    if skipped := skip_missed(deployment, but=UUID(str(flow_run.id))):
        get_run_logger().info("%d nights that were missed are skipped: this one makes up for them", skipped)


def _own_deployment() -> UUID | None:
    """None for a night that was started by hand."""
    from prefect.context import FlowRunContext

    context = FlowRunContext.get()
    return context.flow_run.deployment_id if context and context.flow_run else None


def _night(ward: str | None, paths: Sequence[str], as_of: str | None) -> tuple[dict[str, Any], list[str]]:
    """The document, and sentences about sources. The embedded server is held open over the steps, each of which opens the warehouse for
    itself."""
    from flows.database.embedded.server import embedded_server
    from flows.pipeline.run import keep_unfetched

    settings = _settings(ward)
    _day(as_of)
    try:
        found, complaints, steps = gather(ward, paths)
    except PullError as error:
        keep_unfetched(settings, error.pulled.steps, _day(as_of))
        raise
    with embedded_server(settings.home) if settings.database_url is None else nullcontext():
        make_ready(ward)
        document = {**take_in(ward, found, as_of, steps), "complaints": list(complaints)}
        if not paths:
            settle_taken(settings, tell=complaints.append)
        tell(ward, document, complaints, return_state=True)  # a night is not lost because its summary could not be kept
        write_to_people(ward, as_of, return_state=True)  # nor because a message could not be sent
    return document, complaints


def serve_deployment(ward: str) -> None:
    """Keep the ward's deployment in Prefect and run it when it is due, until SIGTERM. One night at a time; however many were missed while
    nothing ran, one makes up for them. The embedded server is held: whoever of the service ends last stops it, also after ``kill -9``."""
    import warnings

    from prefect.runner import Runner
    from prefect.schedules import Cron
    from prefect.types.entrypoint import EntrypointType

    from flows.database.embedded.server import embedded_server
    from flows.orchestration.missed_nights import put_in_order

    # Of Prefect 3.8.8 at the end of every service; nobody can do anything about it.
    warnings.filterwarnings("ignore", message="coroutine 'Runner.astop' was never awaited")
    settings = _settings(ward)
    schedule = settings.ward.schedule
    runner = Runner(name=ward, pause_on_shutdown=False, limit=1)
    with embedded_server(settings.home) if settings.database_url is None else nullcontext():
        deployment = runner.add_flow(
            nightly,
            name=ward,
            schedules=[Cron(schedule.cron, timezone=schedule.timezone)],
            parameters={"ward": ward},
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        put_in_order(settings, cast(UUID, deployment))  # awaitable inside an event loop alone
        run_until_told(runner.start)
    # After a night the runner leaves an idle thread (Prefect 3.8.8), which would keep this process until it is killed 20 seconds later.
    logging.shutdown()
    os._exit(0)


def run_until_told(start: "Callable[[], Coroutine[Any, Any, Any]]") -> None:
    """Until SIGTERM or Ctrl-C. The runner answers SIGTERM with ``SystemExit``, and a second one, from the watch over whoever started this
    process, with another while it tidies up; that one is no error either, and no traceback is written about it."""
    import asyncio

    async def begin() -> None:
        asyncio.get_running_loop().set_exception_handler(_all_but_ends)
        await start()

    try:
        asyncio.run(begin())
    except* (KeyboardInterrupt, TerminationSignal, SystemExit):
        pass


def _all_but_ends(loop: Any, context: dict[str, Any]) -> None:
    """What asyncio would tell of a task that nobody waits for."""
    error = context.get("exception")
    group = error if isinstance(error, BaseExceptionGroup) else BaseExceptionGroup("", [error] if error else [RuntimeError()])
    if group.split(SystemExit)[1] is not None:
        loop.default_exception_handler(context)


def run_on_server(api_url: str, ward: str | None, paths: Sequence[Path] = (), as_of: date | None = None) -> "RunResult":
    """The flow in this process, seen by the server at ``api_url``; without Prefect, and with a sentence, where that does not answer.

    Raises what the night raises.
    """
    from flows.pipeline.outcomes import Delivery, RunResult
    from flows.pipeline.run import pull_for_night, run_paths

    settings = _settings(ward)
    if not answers(api_url, _ANSWER_SECONDS):
        to_standard_error(
            f"No Prefect server answers at {api_url}: the run goes on without it. Start the server or correct PREFECT_API_URL."
        )
        pulled = Pulled(list(paths)) if paths else pull_for_night(settings, as_of)
        result = run_paths(settings, pulled.folders, as_of=as_of, steps=pulled.steps)
        result.complaints.extend(pulled.complaints)
        if not paths:
            settle_taken(settings)
        return result
    with _client_of(settings, api_url):
        document: Any = nightly(ward, [str(path) for path in paths], as_of.isoformat() if as_of else None)
    return RunResult(**{**document, "deliveries": [Delivery(**delivery) for delivery in document["deliveries"]]})


@contextmanager
def _client_of(settings: "Settings", api_url: str) -> Iterator[None]:
    from prefect.settings import temporary_settings

    wanted = client_settings(settings, api_url)
    os.environ.update({name: value for name, value in wanted.items() if not name.startswith("PREFECT_")})
    known = {"PREFECT_API_URL": "api.url", "PREFECT_API_AUTH_STRING": "api.auth_string", "PREFECT_HOME": "home"}
    with temporary_settings(updates={key: wanted[name] for name, key in known.items() if name in wanted}):
        yield
