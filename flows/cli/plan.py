"""``chitieu plan check``: what the ward's plan says twice, leaves open or contradicts."""

import json
from dataclasses import asdict

import click

from flows.cli.options import common


@click.group()
def plan() -> None:
    """The plan of the ward: its targets."""


@plan.command()
@common
def check(ward: str | None, as_json: bool) -> None:
    """Read the plan and name duplicates, targets without a baseline, contradictions, owners, dates.
    Findings are no failure: exit status 0."""
    from flows.config.plan_checks import check_plan
    from flows.config.settings import load_settings

    stated = load_settings(ward).ward.plan_info
    findings = check_plan(stated)
    if as_json:
        document = {"plan": stated.code, "findings": [asdict(finding) for finding in findings]}
        click.echo(json.dumps(document, ensure_ascii=False))
        return
    from rich.text import Text

    from flows.cli.terminal import console, new_table
    from flows.config.plan_checks import KINDS_VI

    out = console()
    if not findings:
        out.print(f"Kế hoạch {stated.code}: không có điểm nào cần xem.", markup=False)
        return
    table = new_table(f"Kế hoạch {stated.code}: {len(findings)} điểm cần xem", ("Loại", "Mã", "Nội dung"))
    for finding in findings:
        table.add_row(KINDS_VI[finding.kind], ", ".join(finding.codes), Text(finding.message_vi))
    out.print(table)
