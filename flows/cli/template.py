"""``chitieu template``: the blank workbook of the departmental report."""

import json
from datetime import date, datetime
from pathlib import Path

import click

from flows.cli.options import Day, common


@click.command()
@click.option("--month", type=Day("%Y-%m"), help="Month that the figures are for, YYYY-MM; last month if not given.")
@click.option("--output", type=click.Path(path_type=Path), help="File to write; BaoCao_ChiTieu_YYYY-MM.xlsx if not given.")
@click.option("--department", metavar="CODE", help="Only this department's indicators.")
@click.option("--force", is_flag=True, help="Write over an existing file.")
@common
def template(month: datetime | None, output: Path | None, department: str | None, force: bool, ward: str | None, as_json: bool) -> None:
    """Write the blank departmental-report workbook, with drop-downs."""
    from datetime import timedelta

    from flows.config.settings import load_settings
    from flows.outputs.template.workbook import template_name, write_template

    first = (month.date() if month else date.today().replace(day=1) - timedelta(days=1)).replace(day=1)
    path = write_template(load_settings(ward).ward, first, output or Path(template_name(first, department)), department, force=force)
    click.echo(json.dumps({"file": str(path), "month": f"{first:%Y-%m}"}, ensure_ascii=False) if as_json else f"Đã ghi biểu mẫu: {path}")
