"""``chitieu db``: the warehouse's database: its address for BI tools, its schema."""

import json

import click

from flows.cli.options import common


@click.group()
def db() -> None:
    """The warehouse's database."""


@db.command()
@click.option("--inside", is_flag=True, help="The address for those in the house, which reads rows and figures that are not published.")
@common
def url(inside: bool, ward: str | None, as_json: bool) -> None:
    """Print a read-only URL for BI tools: it reads what is published."""
    from flows.config.settings import load_settings
    from flows.database.bi_login import INSIDE, PUBLISHED, reader_url

    address = reader_url(load_settings(ward), INSIDE if inside else PUBLISHED)
    click.echo(json.dumps({"url": address}) if as_json else address)


@db.command(name="migrate")
@common
def migrate_command(ward: str | None, as_json: bool) -> None:
    """Bring the schema up to date."""
    from flows.config.settings import load_settings
    from flows.database.engine import open_engine
    from flows.database.migrate import migrate, newest_revision

    with open_engine(load_settings(ward)) as engine:
        changed = migrate(engine)
    words = "brought up to date" if changed else "is up to date"
    click.echo(
        json.dumps({"revision": newest_revision(), "changed": changed})
        if as_json
        else f"The schema {words} (revision {newest_revision()})."
    )
