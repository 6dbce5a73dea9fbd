"""Landed readings: deliveries read again from their landed files as the night read them, to look at; nothing is written.

Data flow: numbers of deliveries -> landed files -> ``flows.pipeline.readings`` -> ``ReadDelivery``
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flows.pipeline.outcomes import ReadDelivery, Run, RunResult
from flows.pipeline.readings import read_deliveries
from flows.pipeline.retake import known_deliveries, landed_file
from flows.pipeline.run import quiet

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from flows.config.settings import Settings
    from flows.pipeline.kept_readings import KeptReadings


def looking_run(engine: "Engine", settings: "Settings", kept: "KeptReadings | None" = None) -> Run:
    """A run that is in no book, with the decisions in force: whoever uses it only looks. ``kept``: what the process has read before."""
    from flows.validation.decisions import decisions_in_force
    from flows.vault.key_rotation import keys_after_interrupted_rotation

    keys = keys_after_interrupted_rotation(engine, settings)
    with engine.connect() as connection:
        decisions = decisions_in_force(connection, settings.ward.code, keys)
    return Run(engine.begin, settings, 0, keys, RunResult(0, settings.ward.code), decisions, kept)


def landed_readings(run: Run, numbers: Sequence[int]) -> list[ReadDelivery]:
    """In the order of ``numbers``. Raises ``LandedFileError`` where a file is no longer kept, ``VaultError`` where it does not open."""
    with run.transaction() as connection:
        known = {one.delivery_id: one for one in known_deliveries(connection, run.ward.code)}
    return read_deliveries(run, [landed_file(run.settings, known[number], run.keys) for number in numbers], quiet)


def warm_reading(engine: "Engine", settings: "Settings", delivery_id: int, kept: "KeptReadings") -> None:
    """The delivery read and cleaned as its source sent it, to be there for whoever decides about it. Raises as ``landed_readings``."""
    from flows.pipeline.prepare import prepare

    run = looking_run(engine, settings, kept)
    released = [one for one in run.decisions if one.kind == "release"]  # they tell the month; others change rows, and are made anew
    (read,) = landed_readings(run, [delivery_id])
    prepare(read, run.ward, settings.secret_key, run.result, released, kept)
