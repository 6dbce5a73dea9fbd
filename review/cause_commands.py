"""``chitieu review list`` and ``assign``: what waits, who sees to it, and what deciding it would change.

Data flow: a command of the officer -> ``review.causes``, ``review.cause_list``, ``review.news``, ``review.assignments``
"""

import json
from dataclasses import asdict, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from flows.cli.options import Day, common, login_name
from flows.wording.cause_work import SENDERS
from review.assignments import STATES

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from flows.config.settings import Settings
    from flows.config.ward import Ward
    from review.causes import Cause

#: What of a line of the list stands beside the cause itself.
_WORK = ("owner", "due_date", "work_state", "is_overdue", "open_since", "effects")


class DayOrLast(Day):
    """A day, or the word last."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return value if value == "last" else super().convert(value, param, ctx)


@click.command(name="list")
@click.option("--source", help="Of this source alone.")
@click.option("--month", type=Day("%Y-%m"), help="Of this month alone, YYYY-MM.")
@click.option("--rule", help="Of this rule alone.")
@click.option("--severity", type=click.Choice(["critical", "warning", "info"]), help="Only these; else what blocks or asks for an answer.")
@click.option("--area", metavar="CODE", help="With rows of this residential group, by its code or name; they alone are counted.")
@click.option("--sender", metavar="CODE", help="What this office or department of the ward's plan sends.")
@click.option("--state", type=click.Choice(STATES), help="How far the work is.")
@click.option("--sort", type=click.Choice(["effect", "count", "age"]), help="What comes first; else what blocks, and the newest month.")
@click.option("--since", type=DayOrLast(), metavar="WHEN", help="Mark what is new or more since this day, or since the last visit: last.")
@click.option("--by", "visitor", metavar="NAME", help="Whose last visit; the name of the login if not given.")
@click.option("--change", type=click.Choice(["new", "worse", "overdue"]), help="What became new or more since then, or is overdue now.")
@click.option("--effects", is_flag=True, help="Work out what deciding each would change, where that is not known; takes seconds each.")
@common
def list_command(
    source: str | None,
    month: datetime | None,
    rule: str | None,
    severity: str | None,
    area: str | None,
    sender: str | None,
    state: str | None,
    sort: str | None,
    since: Any,
    visitor: str | None,
    change: str | None,
    effects: bool,
    ward: str | None,
    as_json: bool,
) -> None:
    """List what failed and waits for a decision, one line a delivery and rule."""
    if change in ("new", "worse") and since is None:
        raise click.UsageError(f"--change {change}: give --since too, a day or the word last.")
    from flows.config.settings import load_settings
    from flows.database.warehouse import ward_warehouse
    from review.cause_list import Chosen, findings_without_area
    from review.tables import show_causes

    settings = load_settings(ward)
    chosen = Chosen(
        source=source,
        month=month.date() if month else None,
        rule=rule.upper() if rule else None,
        severity=severity,
        area=_area(settings.ward, area) if area else None,
        sender=_sender(settings.ward, sender) if sender else None,
        work_state=state,
        change=change,
        sort=sort or "",
    )
    with ward_warehouse(settings, alone=effects) as engine:
        if effects:
            _work_out(engine, settings, chosen)
        with engine.connect() as connection:
            news = _news(connection, settings.ward.code, since, visitor or login_name()) if since else None
            hidden = findings_without_area(connection, settings.ward.code, chosen) if area else 0
            found = _listed(connection, settings.ward.code, replace(chosen, since=news["moment"] if news else None), news is not None)
    if as_json:
        lines = [asdict(cause) | work for cause, work in found]
        click.echo(json.dumps({"since": news, "without_area": hidden, "causes": lines}, ensure_ascii=False, default=str))
    else:
        show_causes(found, news, hidden)


@click.command(name="assign")
@click.argument("delivery", type=int)
@click.argument("rule")
@click.option("--owner", help='Who sees to it, a name or an office; "" is nobody.')
@click.option("--due", type=Day(), help="Until when, YYYY-MM-DD.")
@click.option("--no-due", is_flag=True, help="There is no due date any more.")
@click.option("--state", type=click.Choice([*STATES, "done"]), help="How far it is; done is seen by its findings and cannot be said.")
@click.option("--reason", default="", help="Why; needed to ignore a cause.")
@click.option("--by", "made_by", metavar="NAME", help="Who says so; the name of the login if not given.")
@common
def assign_command(
    delivery: int,
    rule: str,
    owner: str | None,
    due: datetime | None,
    no_due: bool,
    state: str | None,
    reason: str,
    made_by: str | None,
    ward: str | None,
    as_json: bool,
) -> None:
    """Say who sees to the cause of RULE in DELIVERY, until when, and how far it is. What is not given stays as it was."""
    if due and no_due:
        raise click.UsageError("Give one of --due and --no-due.")
    from flows.config.settings import load_settings
    from flows.database.warehouse import ward_warehouse
    from review.assignments import Assignment, assign, assignments_of

    settings = load_settings(ward)
    code = settings.ward.code
    with ward_warehouse(settings) as engine, engine.begin() as connection:
        before: Assignment | None = next(iter(assignments_of(connection, code, delivery, rule)), None)
        done = assign(
            connection,
            code,
            delivery,
            rule,
            made_by or login_name(),
            owner=owner if owner is not None else before.owner if before else None,
            due_date=due.date() if due else before.due_date if before and not no_due else None,
            state=state or (before.state if before else "new"),
            reason=reason or (before.reason if before and state in (None, before.state) else ""),
        )
    if as_json:
        told = {"delivery_id": delivery, "rule_code": rule} | asdict(done) | {"state_vi": done.state_vi}
        click.echo(json.dumps(told, ensure_ascii=False, default=str))
    else:
        until = f", hạn {done.due_date:%d/%m/%Y}" if done.due_date else ""
        click.echo(f"Đã ghi: lần gửi {delivery}, {rule}: {done.state_vi}, {done.owner or 'chưa giao ai'}{until}.")


COMMANDS = (list_command, assign_command)


def _area(ward: "Ward", named: str) -> str:
    """The code of a residential group that is named by its code or name."""
    groups = {one.code: one.name for one in ward.areas_of("residential_group")}
    found = next((code for code, name in groups.items() if named.casefold() in (code.casefold(), name.casefold())), None)
    if found is None:
        raise click.UsageError(f"{ward.name} has no residential group '{named}'. Give one of {', '.join(groups)}.")
    return found


def _sender(ward: "Ward", named: str) -> str:
    known = [*SENDERS, *(one.code for one in ward.plan_info.departments)]
    if named not in known:
        raise click.UsageError(f"Nobody of the code '{named}' sends anything. Give one of {', '.join(known)}.")
    return named


def _work_out(engine: "Engine", settings: "Settings", chosen: Any) -> None:
    from review.cause_effects import work_out
    from review.cause_list import listed
    from review.decisions import preview

    with engine.connect() as connection:
        lines = listed(connection, settings.ward.code, replace(chosen, sort=""))
    places = [(line["delivery_id"], line["rule_code"]) for line in lines]
    work_out(engine, settings.ward.code, places, lambda drafts: preview(engine, settings, drafts))


def _news(connection: "Connection", ward_code: str, since: Any, visitor: str) -> dict[str, Any]:
    """Since when, None where the visitor never was here before, and how many causes became what."""
    from flows.wording.moments import midnight
    from review.news import last_visit_of, news_since

    moment = last_visit_of(connection, ward_code, visitor) if since == "last" else midnight(since)
    return {"moment": moment} | news_since(connection, ward_code, moment)


def _listed(connection: "Connection", ward_code: str, chosen: Any, is_marked: bool) -> "list[tuple[Cause, dict[str, Any]]]":
    """Causes with their history, in the order of the list that was chosen; ``is_marked``: with what each became since then."""
    from review.cause_list import listed
    from review.causes import causes
    from review.news import change_of

    known = {(one.delivery_id, one.rule_code, one.severity): one for one in causes(connection, ward_code, chosen.severity)}
    lines = listed(connection, ward_code, chosen)
    found = [known[line["delivery_id"], line["rule_code"], line["severity"]] for line in lines]
    if chosen.area:
        found = [_in_area(cause, line) for cause, line in zip(found, lines, strict=True)]
    marks = [change_of(line) if is_marked else None for line in lines]
    work = [{name: line[name] for name in _WORK} | {"change": mark} for line, mark in zip(lines, marks, strict=True)]
    return list(zip(found, work, strict=True))


def _in_area(cause: "Cause", line: dict[str, Any]) -> "Cause":
    """What of the cause stands in the area that was asked for; its past is that of the whole list."""
    rows = min(cause.rows, line["row_count"])
    share = rows / line["rows_read"] if cause.rows and line["rows_read"] else cause.share
    return replace(cause, findings=line["row_count"], rows=rows, share=share, example_vi=line["message_vi"])
