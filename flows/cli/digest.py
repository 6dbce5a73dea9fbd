"""``chitieu digest``: the morning's messages, sent or only shown."""

import json
import sys
from dataclasses import asdict
from datetime import datetime

import click

from flows.cli.options import Day, common


@click.command()
@click.option("--dry-run", is_flag=True, help="Show what would be sent; nothing is sent or remembered.")
@click.option("--missed", is_flag=True, help="Only tell of nights that did not run.")
@click.option("--as-of", type=Day(), help="The morning; today if not given.")
@common
def digest(dry_run: bool, missed: bool, as_of: datetime | None, ward: str | None, as_json: bool) -> None:
    """Write to the people of ward.toml what is new since their last message. Each channel hears once a morning."""
    from flows.config.settings import load_settings
    from flows.database.warehouse import ward_warehouse
    from flows.operations.digest.missed import tell_missed
    from flows.operations.digest.morning import send_digests

    settings = load_settings(ward)
    with ward_warehouse(settings):
        morning = as_of.date() if as_of else None
        letters = tell_missed(settings, is_dry=dry_run) if missed else send_digests(settings, morning, is_dry=dry_run)
    if as_json:
        shown = [{name: asdict(one)[name] for name in ("person", "channel", "kind", "message", "failure")} for one in letters]
        click.echo(json.dumps({"dry_run": dry_run, "messages": shown}, ensure_ascii=False))
    elif not settings.ward.people:
        click.echo("Không có ai nhận thư: thêm [[person]] vào ward.toml.")
    elif not letters:
        click.echo("Không có thư nào phải gửi.")
    for one in [] if as_json else letters:
        told = "Sẽ gửi" if dry_run else "Không gửi được" if one.failure else "Đã gửi"
        click.echo(f"{told}: {one.person} ({one.channel})\n{one.message.subject}\n\n{one.message.body}")
    failures = [one.failure for one in letters if one.failure]
    for failure in failures:
        click.echo(f"chitieu: {failure}", err=True)
    sys.exit(1 if failures else 0)
