"""``chitieu retention``: what holds people is removed after its term; figures stay."""

import json
from datetime import date, datetime

import click

from flows.cli.options import Day, common, login_name


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would be removed.")
@click.option("--as-of", type=Day(), help="The day on which terms are counted; today if not given.")
@click.option("--by", "removed_by", metavar="NAME", help="Who removes; the name of the login if not given.")
@common
def retention(dry_run: bool, as_of: datetime | None, removed_by: str | None, ward: str | None, as_json: bool) -> None:
    """Remove landed files, copies of them and sealed rows of people past their term ([retention] in ward.toml). Facts and figures stay."""
    from flows.config.settings import load_settings
    from flows.database.warehouse import ward_warehouse
    from flows.operations.retention import retain

    settings = load_settings(ward)
    day = as_of.date() if as_of else date.today()
    with ward_warehouse(settings, alone=True) as engine:
        done = retain(engine, settings, day, removed_by or login_name(), dry_run=dry_run)
    if as_json:
        click.echo(json.dumps({"dry_run": dry_run, "removed": [one.as_json() for one in done]}, ensure_ascii=False))
        return
    words = {"landed_file": "tệp đã nhận", "inbox_copy": "bản sao tệp đã lấy về", "vault_row": "dòng dữ liệu cá nhân"}
    for one in done:
        told = "Sẽ xóa" if dry_run else "Đã xóa"
        click.echo(
            f"{told} {one.items} {words[one.kind]} của {one.deliveries} lần nhận trước tháng {one.before_month:%m/%Y} "
            f"(giữ {one.term_months} tháng)."
        )
    if not done:
        click.echo("Không đặt thời hạn lưu: không có gì bị xóa.")
