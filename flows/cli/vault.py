"""``chitieu vault``: what is sealed about people, for those who may see it and say why; the log of who did; the keys."""

import json
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from flows.cli.options import common, login_name

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from flows.vault.access import Opened
    from flows.vault.master_keys import MasterKeys


@click.group()
def vault() -> None:
    """What is sealed about people: every look is logged with its reason."""


@vault.command()
@click.option("--delivery", type=click.IntRange(1, 2**31 - 1), help="Number of the delivery.")
@click.option("--sheet", help="Sheet of the row; not given for CSV and web pages.")
@click.option(
    "--row", type=click.IntRange(1, 2**31 - 1), help="Row as Excel shows it; without it the delivery's quarantined rows are shown."
)
@click.option("--dossier", metavar="CODE", help="The applicant of this dossier.")
@click.option("--person", type=click.IntRange(1, 2**63 - 1), metavar="KEY", help="The person with this person_key.")
@click.option("--reason", required=True, help="Why; kept in the log.")
@click.option("--by", "asked_by", metavar="NAME", help="Who asks; the name of the login if not given.")
@common
def show(
    delivery: int | None,
    sheet: str | None,
    row: int | None,
    dossier: str | None,
    person: int | None,
    reason: str,
    asked_by: str | None,
    ward: str | None,
    as_json: bool,
) -> None:
    """Show who or what stands behind a row, a quarantine, a dossier or a person."""
    if [delivery is not None, dossier is not None, person is not None].count(True) != 1 or (delivery is None and row is not None):
        raise click.UsageError("Give one of --delivery N [--sheet NAME] [--row R], --dossier CODE and --person KEY.")
    from flows.vault.access import show_dossier, show_person, show_quarantine, show_row

    who = asked_by or login_name()
    if dossier is not None:
        look = partial(show_dossier, dossier_code=dossier, asked_by=who, reason=reason)
    elif person is not None:
        look = partial(show_person, person_key=person, asked_by=who, reason=reason)
    elif row is None:
        look = partial(show_quarantine, delivery_id=int(delivery or 0), asked_by=who, reason=reason)
    else:
        look = partial(show_row, delivery_id=int(delivery or 0), sheet_name=sheet, row_number=row, asked_by=who, reason=reason)
    found = _opened(ward, look)
    if as_json:
        click.echo(json.dumps({"rows": [vars(one) for one in found]}, ensure_ascii=False))
    else:
        _tell(found)


def _opened(ward: str | None, look: "Callable[[Engine, MasterKeys], list[Opened]]") -> "list[Opened]":
    from flows.config.settings import load_settings
    from flows.database.warehouse import ward_warehouse
    from flows.vault.key_rotation import keys_after_interrupted_rotation

    settings = load_settings(ward)
    with ward_warehouse(settings) as engine:
        return look(engine, keys_after_interrupted_rotation(engine, settings))


def _tell(found: "list[Opened]") -> None:
    """A line for each thing known; blank ones are left out."""
    from flows.wording.vault_rows import row_words

    words = {"person": "Người đứng sau dòng", "quarantine": "Dòng bị chặn, như đã gửi", "repair": "Ô đã sửa khi làm sạch"}
    if not found:
        click.echo("Không có gì được niêm phong ở đó.")
    for one in found:
        click.echo(f"{words[one.kind]} (lần nhận {one.delivery_id}, trang {one.sheet_name or '—'}, dòng {one.row_number}):")
        for name, value in row_words(one.document):
            click.echo(f"  {name}: {value}")


@vault.command(name="log")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=50, show_default=True, help="Newest requests shown.")
@common
def log_command(limit: int, ward: str | None, as_json: bool) -> None:
    """Who asked to see what is sealed, when and why."""
    from flows.config.settings import load_settings
    from flows.database.warehouse import ward_warehouse
    from flows.system.json_values import plain_value

    with ward_warehouse(load_settings(ward)) as engine, engine.connect() as connection:
        rows = _requests(connection, limit)
    if as_json:
        click.echo(json.dumps({"requests": plain_value(rows)}, ensure_ascii=False))
    elif not rows:
        click.echo("Chưa ai xem dữ liệu cá nhân đã niêm phong.")
    from flows.wording.moments import moment_vi
    from flows.wording.vault_rows import subject_vi

    for row in () if as_json else rows:
        click.echo(
            f"{moment_vi(row['requested_at'])}  {row['asked_by']} ({row['login_name']})  {subject_vi(row['subject'])}: {row['reason']}"
        )


def _requests(connection: "Connection", limit: int) -> list[dict[str, Any]]:
    rows = connection.exec_driver_sql(
        """select access_id, requested_at at time zone 'Asia/Ho_Chi_Minh' as requested_at, login_name, asked_by, subject, reason
           from vault.access_log order by access_id desc limit %s""",
        (limit,),
    )
    return [dict(row) for row in rows.mappings()]


@vault.command()
@common
def rotate(ward: str | None, as_json: bool) -> None:
    """Change the master key: a new one is made, all data keys are wrapped with it, the old one opens nothing any more."""
    from flows.config.settings import load_settings
    from flows.database.warehouse import ward_warehouse
    from flows.vault.key_rotation import rotate as change

    settings = load_settings(ward)
    with ward_warehouse(settings, alone=True) as engine:
        fingerprint, count = change(engine, settings)
    told = (
        f"The master key is now {fingerprint}; {count} data keys are wrapped with it. "
        "Back up vault.key of CHITIEU_HOME, apart from the database."
    )
    click.echo(json.dumps({"master_fingerprint": fingerprint, "data_keys": count}) if as_json else told)
