"""Run: the story of a night in plain functions: find, land, read, clean, judge, publish, bring the indicators up to date.

Data flow: paths -> ``run_paths`` -> ``RunResult`` (what happened to each file, how many values changed, how long each stage took)
"""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from flows.extract.landing import Found, Incoming, find_files
from flows.extract.seen_files import SeenFiles
from flows.pipeline.ahead import Ahead
from flows.pipeline.outcomes import PUBLISHED, REFUSED, Progress, ReadDelivery, Run, RunResult

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from flows.config.settings import Settings
    from flows.config.ward import Ward
    from flows.extract.file_steps import FileStep, Pulled
    from flows.load.outcomes import Moment, NightLog, Watch
    from flows.validation.decisions import Decision
    from flows.vault.master_keys import MasterKeys


def quiet(stage: str, done: int, total: int) -> None:
    """No progress is shown."""


def run_paths(
    settings: "Settings",
    paths: Sequence[Path],
    *,
    as_of: date | None = None,
    progress: Progress = quiet,
    steps: "Sequence[FileStep]" = (),
    watch: "Watch | None" = None,
) -> RunResult:
    """The main job on files and folders, in a warehouse of its own settings: opened, brought up to date, locked for the night."""
    from flows.database.warehouse import ward_warehouse
    from flows.extract.reader_pool import dismiss_readers

    found = find_files(paths)
    expect(settings, found)
    try:
        with ward_warehouse(settings, alone=True) as engine:
            return run_night(engine, settings, found, as_of=as_of, progress=progress, steps=steps, watch=watch)
    finally:
        dismiss_readers()  # a process that stands for days, and was refused its night, keeps none


def run_night(
    engine: "Engine",
    settings: "Settings",
    found: Sequence[Found],
    *,
    as_of: date | None = None,
    progress: Progress = quiet,
    steps: "Sequence[FileStep]" = (),
    watch: "Watch | None" = None,
) -> RunResult:
    """One night over files that were found, alone in its warehouse (``night_lock``). Each delivery is its own transaction: what was
    published before a failure stays.

    ``steps``: what fetching did, for the night's book. ``watch`` is told of each delivery when it is taken up and when it has ended, from
    several threads, and must not wait.
    """
    from flows.database.troubles import troubles_as_sentences
    from flows.load.outcomes import Moment, NightLog, unwatched

    began = Moment()
    with troubles_as_sentences(settings):
        with engine.begin() as connection:
            close_killed(connection, settings.ward.code)
            result, ward_key = open_run(connection, settings, as_of)
            log = NightLog(settings.ward.code, result.run_id, watch or unwatched)
            log.write_steps(connection, steps)
            if not steps:  # else fetching says what it found
                log.count(connection, "found", began, len(found))
        with _closed_if_it_fails(engine, log, began):
            _take_night(engine, Run(engine.begin, settings, ward_key, _keys(engine, settings), result, log=log), found, progress, began)
    return result


def _take_night(engine: "Engine", run: Run, found: Sequence[Found], progress: Progress, began: "Moment") -> None:
    from flows.pipeline.arrival_order import in_order
    from flows.pipeline.known_files import finish_known, finish_seen, sort_out_known
    from flows.pipeline.readings import HANDS, read_deliveries, take_in_files
    from flows.pipeline.refresh import bring_up_to_date

    result = run.result
    seen = _seen_files(run.settings)
    run = replace(run, decisions=open_vault(run))
    unread = finish_seen(run, found, seen)
    fresh, repeated = sort_out_known(run, take_in_files(unread, run.ward, run.keys, seen))
    _judge_for(fresh)
    with ThreadPoolExecutor(HANDS) as hands:
        ahead = Ahead(run, hands)
        readings = deque(in_order(read_deliveries(run, fresh, progress, hands, ahead.was_read)))
        fresh.clear()
        _take_all(run, ahead, readings, progress)
    finish_known(run, repeated)
    with result.timed("indicators"):
        bring_up_to_date(run)
    result.seconds["total"] = began.seconds()
    result.deliveries.sort(key=lambda delivery: delivery.file)
    with run.transaction() as connection:
        close_run(connection, run.ward, result)
    seen.save()


def _take_all(run: Run, ahead: Ahead, readings: deque[ReadDelivery], progress: Progress) -> None:
    """Cleaning needs no database and publishing little else: deliveries are cleaned, and judged where they may be, while those before are
    published. ``readings`` is emptied, so that bytes, lists and frames go as soon as their delivery is committed."""
    from flows.pipeline.delivery import take_delivery

    total, done = len(readings), count(1)
    for item, prepared in ahead.in_turn(readings):
        take_delivery(run, item, prepared)
        del item, prepared  # not held while the next one is waited for
        progress("judge", next(done), total)


def expect(settings: "Settings", found: Sequence[Found]) -> None:
    """Before the database is opened, which takes its time too: readers begin to load their libraries, and the judge imports Great
    Expectations, seconds in a process of its own, if any of the files may have to be read and judged."""
    if not _seen_files(settings).knows_all(found):
        from expectations.engine.suite import start_judge
        from flows.extract.reader_pool import READERS, start_readers

        start_readers(min(len(found), READERS))
        start_judge()


def _judge_for(fresh: Sequence[Incoming]) -> None:
    """A night without news needs no judge."""
    from expectations.engine.suite import dismiss_judge, start_judge

    if fresh:
        start_judge()
    else:
        dismiss_judge()


def _seen_files(settings: "Settings") -> SeenFiles:
    return SeenFiles(settings.home, settings.ward.limits.max_unpacked_mb * 2**20)


# --- the line of the run ------------------------------------------------------------------------------------------------
def open_run(connection: "Connection", settings: "Settings", as_of: date | None) -> tuple[RunResult, int]:
    """The dimensions brought in line with the ward's folder, a line in ``audit.run``; the ward's key. ``as_of``: None is today."""
    from flows.load.dimensions import seed

    ward_key = seed(connection, settings.ward, _fingerprint(settings.secret_key))
    run_id = connection.exec_driver_sql(
        "insert into audit.run (ward_code, as_of) values (%s, coalesce(%s, current_date)) returning run_id", (settings.ward.code, as_of)
    ).scalar_one()
    return RunResult(int(run_id), settings.ward.code), ward_key


def _fingerprint(secret: bytes) -> str:
    import hmac

    return hmac.digest(secret, b"chitieu fingerprint", "sha256").hex()[:16]


def close_killed(connection: "Connection", ward_code: str) -> None:
    """Runs that ended without a word, killed or cut off from the database. Only under the night's lock: no other run is on its way, and
    what is done beside nights is one transaction, of which a line is seen when it has ended."""
    connection.exec_driver_sql("update audit.run set state = 'killed' where ward_code = %s and state = 'running'", (ward_code,))


@contextmanager
def _closed_if_it_fails(engine: "Engine", log: "NightLog", began: "Moment") -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        _close_failed(engine, log, began, error)
        raise


def _close_failed(engine: "Engine", log: "NightLog", began: "Moment", error: BaseException) -> None:
    """The run says what stopped it, if the database still listens; else the next one finds it killed."""
    from flows.system.errors import ChitieuError, describe_without_data

    with suppress(Exception), engine.begin() as connection:
        log.failed(connection, began, str(error) if isinstance(error, ChitieuError) else describe_without_data(error))
        _say_failed(connection, log.run_id, began)


def _say_failed(connection: "Connection", run_id: int | None, began: "Moment") -> None:
    connection.exec_driver_sql(
        "update audit.run set state = 'failed', finished_at = clock_timestamp(), seconds = %s where run_id = %s",
        (round(began.seconds(), 3), run_id),
    )


def pull_for_night(settings: "Settings", as_of: date | None = None) -> "Pulled":
    """What the ward's sources give. Raises what ``pull`` raises; where that is that none could be taken from, the audit knows it then."""
    from flows.extract.fetching import PullError, pull

    try:
        return pull(settings)
    except PullError as error:
        keep_unfetched(settings, error.pulled.steps, as_of)
        raise


def keep_unfetched(settings: "Settings", steps: "Sequence[FileStep]", as_of: date | None = None) -> None:
    """A night that could take from no source: a failed run in the audit, with what fetching did, so that nobody reads that the one before
    was the last. Nothing where the warehouse does not answer or another run is using it."""
    from sqlalchemy.exc import SQLAlchemyError

    from flows.database.warehouse import ward_warehouse
    from flows.load.outcomes import Moment, NightLog, unwatched
    from flows.system.errors import ChitieuError
    from flows.validation.submissions import refresh_submissions

    began = Moment()
    with suppress(ChitieuError, SQLAlchemyError), ward_warehouse(settings, alone=True) as engine, engine.begin() as connection:
        close_killed(connection, settings.ward.code)
        result, _ = open_run(connection, settings, as_of)
        NightLog(settings.ward.code, result.run_id, unwatched).write_steps(connection, steps)
        refresh_submissions(connection, settings.ward, result.run_id)  # what is late is late though nothing could be fetched
        _say_failed(connection, result.run_id, began)


def _keys(engine: "Engine", settings: "Settings") -> "MasterKeys":
    from flows.vault.key_rotation import keys_after_interrupted_rotation

    return keys_after_interrupted_rotation(engine, settings)


def open_vault(run: Run) -> "tuple[Decision, ...]":
    """The master key is the one that the vault knows; rows of an earlier version are sealed before anything else is done. The officers'
    decisions that are in force, whose values the vault keeps."""
    from flows.validation.decisions import decisions_in_force
    from flows.vault.key_rotation import check_keys
    from flows.vault.upgrade import name_clear_dossiers, seal_clear_rows

    with run.transaction() as connection:
        check_keys(connection, run.ward.code, run.keys)
        seal_clear_rows(connection, run.keys, run.ward.code)
        name_clear_dossiers(connection, run.settings.secret_key, run.ward.code)
        return decisions_in_force(connection, run.ward.code, run.keys)


def close_run(connection: "Connection", ward: "Ward", result: RunResult, act: int | None = None) -> None:
    """What the run counted and how many seconds it took, into its line; what is open now, beside what was; which lists are late or missing
    by its date. ``act``: the decision that was the reason for the run."""
    from flows.load.cause_counts import count_causes
    from flows.validation.submissions import refresh_submissions

    refresh_submissions(connection, ward, result.run_id)
    count_causes(connection, result.ward, act)
    statuses = Counter(delivery.status for delivery in result.deliveries)
    connection.exec_driver_sql(
        """update audit.run set state = 'finished', finished_at = clock_timestamp(),
               delivery_count = %s, published_count = %s, refused_count = %s,
               indicators_changed = %s, seconds = %s
           where run_id = %s""",
        (
            len(result.deliveries),
            sum(statuses[name] for name in PUBLISHED),
            sum(statuses[name] for name in REFUSED),
            result.indicators_changed,
            round(result.seconds["total"], 3),
            result.run_id,
        ),
    )
