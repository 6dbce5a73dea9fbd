"""``chitieu status``: where the ward stands, now or at the end of a day."""

import json
from datetime import datetime

import click

from flows.cli.options import Day, common


@click.command()
@click.option("--as-of", type=Day(), help="As it was known at the end of that day, judged by the plan of today.")
@common
def status(as_of: datetime | None, ward: str | None, as_json: bool) -> None:
    """Deliveries by source and month, what waits for the officer, the scorecard, the last night."""
    from flows.cli.terminal import show_status
    from flows.config.settings import load_settings
    from flows.database.warehouse import ward_warehouse
    from flows.operations.status import read_status

    settings = load_settings(ward)
    with ward_warehouse(settings) as engine, engine.connect() as connection:
        if as_of is None:
            status = read_status(connection, settings.ward)
        else:
            from flows.operations.status_as_of import read_status_as_of

            status = read_status_as_of(connection, settings.ward, as_of.date())
    if as_json:
        click.echo(json.dumps(status.as_json(), ensure_ascii=False))
    else:
        show_status(status)
