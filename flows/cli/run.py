"""``chitieu run``: one night by hand, over folders or the ward's sources."""

import json
import sys
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from flows.cli.options import EXIT_REFUSED, Day, common


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--as-of", type=Day(), help="The night's date; today if not given.")
@common
def run(paths: tuple[Path, ...], as_of: datetime | None, ward: str | None, as_json: bool) -> None:
    """Take in exports from PATHS (files or folders), or from the ward's sources; publish; print the scorecard."""
    from flows.cli.terminal import progress_shown
    from flows.config.settings import load_settings

    settings = load_settings(ward)
    with progress_shown(not as_json) as progress:
        result, scorecard = _run(settings, list(paths), as_of.date() if as_of else None, progress, with_scorecard=not as_json)
    if as_json:
        click.echo(json.dumps(night_document(result), ensure_ascii=False))
    else:
        from flows.cli.terminal import show_run

        show_run(result, scorecard, settings.ward.name)
    sys.exit(0 if result.is_whole else EXIT_REFUSED)


def _run(settings: Any, paths: list[Path], as_of: date | None, progress: Any, with_scorecard: bool) -> tuple[Any, list[dict[str, Any]]]:
    """Through the Prefect server where one is configured or running, else directly: a server is never started for one run."""
    from flows.database.engine import open_engine
    from flows.database.warehouse import ward_warehouse
    from flows.extract.file_steps import Pulled
    from flows.extract.landing import find_files
    from flows.indicators.scorecard import read_scorecard
    from flows.orchestration.prefect_server import running_api
    from flows.pipeline.run import expect, pull_for_night, run_night

    api_url = running_api(settings)
    if api_url is not None:
        from flows.orchestration.nightly import run_on_server

        result = run_on_server(api_url, settings.ward.slug, paths, as_of)
    else:
        pulled = Pulled(paths) if paths else pull_for_night(settings, as_of)
        found = find_files(pulled.folders)
        expect(settings, found)
        with ward_warehouse(settings, alone=True) as engine:
            result = run_night(engine, settings, found, as_of=as_of, progress=progress, steps=pulled.steps)
            result.complaints.extend(pulled.complaints)
            if not paths:
                _settle(settings)
            if with_scorecard:
                with engine.connect() as connection:
                    return result, read_scorecard(connection, settings.ward.code)
    if not with_scorecard:
        return result, []
    with open_engine(settings) as engine, engine.connect() as connection:
        return result, read_scorecard(connection, settings.ward.code)


def _settle(settings: Any) -> None:
    from flows.extract.fetching import settle_taken

    settle_taken(settings)


def night_document(result: Any) -> dict[str, Any]:
    """The document of ``run --json`` (names fixed by the product's outer face)."""
    document = asdict(result)
    del document["months_computed"], document["complaints"]  # those are told on standard error, and kept in audit.outcome
    document["seconds"] = {stage: round(seconds, 3) for stage, seconds in document["seconds"].items()}
    return document
