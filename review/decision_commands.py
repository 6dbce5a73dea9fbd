"""``chitieu review``: what failed, listed, shown and decided from the command line, for scripts and for offices without the page.

Data flow: a command of the officer -> ``review.decisions`` -> ``Receipt``
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from flows.cli.options import Day, common, login_name

if TYPE_CHECKING:
    from review.drafts import Desk, Draft, Drafts


def _decision(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--reason``, ``--by`` and ``--preview``, which every decision takes."""
    command = click.option("--preview", is_flag=True, help="Show which figures would change, and decide nothing.")(command)
    command = click.option("--by", "decided_by", metavar="NAME", help="Who decides; the name of the login if not given.")(command)
    return click.option("--reason", default="", help="Why; kept with the decision. Only a preview needs none.")(command)


# --- what waits ---------------------------------------------------------------------------------------------------------
@click.command(name="show")
@click.argument("delivery", type=int)
@click.option("--rule", help="Findings of this rule alone.")
@common
def show_command(delivery: int, rule: str | None, ward: str | None, as_json: bool) -> None:
    """Show the findings of DELIVERY, a number of `chitieu review list`."""
    from flows.config.settings import load_settings
    from flows.database.warehouse import ward_warehouse
    from review.causes import findings_of
    from review.drafts import live_delivery
    from review.rows import proposals_of_delivery
    from review.tables import show_findings

    settings = load_settings(ward)
    with ward_warehouse(settings) as engine:
        with engine.connect() as connection:
            line = live_delivery(connection, settings.ward.code, delivery)
            found = findings_of(connection, delivery, rule)
        proposed = proposals_of_delivery(engine, settings, delivery, rule)
    if as_json:
        told = {"delivery_id": delivery, "file_name": line.file_name, "findings": [asdict(one) for one in found]}
        click.echo(json.dumps(told | {"proposals": [one.as_json() for one in proposed]}, ensure_ascii=False, default=str))
    else:
        show_findings(line.file_name, found, proposed)


@click.command(name="check")
@click.argument("delivery", type=int)
@common
def check_command(delivery: int, ward: str | None, as_json: bool) -> None:
    """Check DELIVERY again now, as the night would, and show what that changes."""
    from flows.config.settings import load_settings
    from flows.database.warehouse import ward_warehouse
    from review.recheck import check_again
    from review.tables import show_checked

    settings = load_settings(ward)
    with ward_warehouse(settings, alone=True) as engine:
        told = check_again(engine, settings, delivery)
    if as_json:
        click.echo(json.dumps(told.as_json(), ensure_ascii=False, default=str))
    else:
        show_checked(told)


@click.command(name="decisions")
@common
def decisions_command(ward: str | None, as_json: bool) -> None:
    """List all decisions, the newest first, and what each is worth today."""
    from flows.config.settings import load_settings
    from flows.database.warehouse import ward_warehouse
    from review.decision_log import decided
    from review.tables import show_decisions

    settings = load_settings(ward)
    with ward_warehouse(settings) as engine, engine.connect() as connection:
        found = decided(connection, settings.ward.code)
    if as_json:
        lines = [asdict(one) | {"state_vi": one.state_vi} for one in found]
        click.echo(json.dumps({"decisions": lines}, ensure_ascii=False, default=str))
    else:
        show_decisions(found)


# --- decisions ----------------------------------------------------------------------------------------------------------
@click.command(name="correct")
@click.argument("delivery", type=int)
@click.argument("row", type=int)
@click.argument("column")
@click.argument("value", required=False)
@click.option("--sheet", help="The sheet, where several have such a row.")
@click.option("--proposed", is_flag=True, help="Put what `chitieu review show` proposes for the cell, in place of VALUE.")
@_decision
@common
def correct_command(delivery: int, row: int, column: str, value: str | None, sheet: str | None, proposed: bool, **more: Any) -> None:
    """Put VALUE in the cell of ROW and COLUMN (heading, letter or name) of DELIVERY; "" is blank."""
    if proposed == (value is not None):
        raise click.UsageError("Give VALUE or --proposed.")
    from review.drafts import correcting, live_delivery
    from review.proposed import proposed_value

    def drafts(desk: "Desk") -> "list[Draft]":
        line = live_delivery(desk.connection, desk.ward_code, delivery)
        text = proposed_value(desk, line, (sheet, row), column) if value is None else value
        return correcting(desk, line, [(sheet, row, column, text)])

    _decide(drafts, **more)


@click.command(name="accept")
@click.argument("delivery", type=int)
@click.argument("rule")
@click.option("--row", "rows", type=int, multiple=True, help="Only this row; may be given several times.")
@click.option("--sheet", help="The sheet of these rows, where several have such a row.")
@click.option("--until", type=Day("%Y-%m"), help="The last month for which that is true, YYYY-MM.")
@_decision
@common
def accept_command(delivery: int, rule: str, rows: tuple[int, ...], sheet: str | None, until: datetime | None, **more: Any) -> None:
    """Say that the rows of DELIVERY that break RULE are true as they stand."""
    from review.drafts import accepting, live_delivery

    last, asked = until.date() if until else None, _on_sheet(rows, sheet)
    _decide(lambda desk: accepting(desk.connection, live_delivery(desk.connection, desk.ward_code, delivery), rule, asked, last), **more)


@click.command(name="exclude")
@click.argument("delivery", type=int)
@click.option("--rule", help="Rows that break this rule.")
@click.option("--row", "rows", type=int, multiple=True, help="Only this row; may be given several times.")
@click.option("--sheet", help="The sheet of these rows, where several have such a row.")
@_decision
@common
def exclude_command(delivery: int, rule: str | None, rows: tuple[int, ...], sheet: str | None, **more: Any) -> None:
    """Leave rows of DELIVERY out of the figures; of poverty lists their whole households."""
    from review.drafts import excluding, live_delivery

    if rule is None and not rows:
        raise click.UsageError("Give --rule CODE or --row NUMBER.")
    asked = _on_sheet(rows, sheet)
    _decide(lambda desk: excluding(desk.connection, live_delivery(desk.connection, desk.ward_code, delivery), rule, asked), **more)


def _on_sheet(rows: tuple[int, ...], sheet: str | None) -> list[tuple[int, str | None]]:
    if sheet is not None and not rows:
        raise click.UsageError("--sheet says where the rows of --row are: give --row NUMBER.")
    return [(row, sheet) for row in rows]


@click.command(name="release")
@click.argument("delivery", type=int)
@click.option("--month", type=Day("%Y-%m"), help="Its month, where the file does not tell it, YYYY-MM.")
@click.option("--part", is_flag=True, help="It is one more part of the month's list, which the parts make together (F13).")
@_decision
@common
def release_command(delivery: int, month: datetime | None, part: bool, **more: Any) -> None:
    """Publish DELIVERY, which is held as a whole, as it is."""
    from review.drafts import adding_part, live_delivery, releasing

    if part and month:
        raise click.UsageError("Give one of --month and --part.")

    def drafts(desk: "Desk") -> "list[Draft]":
        line = live_delivery(desk.connection, desk.ward_code, delivery)
        return adding_part(desk.connection, line) if part else releasing(desk.connection, line, month.date() if month else None)

    _decide(drafts, **more)


@click.command(name="nothing")
@click.argument("source")
@click.argument("month", type=Day("%Y-%m"))
@_decision
@common
def nothing_command(source: str, month: datetime, **more: Any) -> None:
    """Note that SOURCE has nothing to report for MONTH (YYYY-MM)."""
    from review.drafts import nothing_to_report

    _decide(lambda desk: nothing_to_report(desk.connection, desk.ward_code, source, month.date()), **more)


@click.command(name="undo")
@click.argument("decision", type=int)
@_decision
@common
def undo_command(decision: int, **more: Any) -> None:
    """Take DECISION back; it stays on record."""
    from review.drafts import undoing

    _decide(lambda desk: undoing(desk.connection, desk.ward_code, decision), **more)


COMMANDS = (
    show_command,
    check_command,
    correct_command,
    accept_command,
    exclude_command,
    release_command,
    nothing_command,
    undo_command,
    decisions_command,
)


def _decide(drafts: "Drafts", *, reason: str, decided_by: str | None, preview: bool, ward: str | None, as_json: bool) -> None:
    from flows.config.settings import load_settings
    from flows.database.warehouse import ward_warehouse
    from review.decisions import decide
    from review.decisions import preview as would_do
    from review.tables import show_receipt

    settings = load_settings(ward)
    with ward_warehouse(settings, alone=True) as engine:
        receipt = would_do(engine, settings, drafts) if preview else decide(engine, settings, drafts, decided_by or login_name(), reason)
    if as_json:
        click.echo(json.dumps(asdict(receipt) | {"indicators_changed": receipt.indicators_changed}, ensure_ascii=False, default=str))
    else:
        show_receipt(receipt)
