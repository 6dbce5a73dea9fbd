"""``chitieu serve``: the standing service."""

import sys

import click

from flows.cli.options import common


@click.command()
@click.option("--port", default=4200, show_default=True, help="Port of the Prefect server, on loopback.")
@common
def serve(port: int, ward: str | None, as_json: bool) -> None:
    """Keep a ward going: the warehouse, the scheduler with the nightly run, the officer's page. Stop with Ctrl-C."""
    from flows.config.settings import load_settings
    from flows.orchestration.service import serve as keep_serving

    sys.exit(keep_serving(load_settings(ward), port=port))
