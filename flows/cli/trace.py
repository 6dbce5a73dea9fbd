"""``chitieu trace``: the rows behind a figure."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

import click

from flows.cli.options import Day, common, login_name
from flows.system.json_values import plain_value

PARTS_VI = {"numerator": "Tử số", "denominator": "Mẫu số"}


@click.command()
@click.argument("code")
@click.option("--month", required=True, type=Day("%Y-%m"), help="Month of the figure, YYYY-MM.")
@click.option("--area", metavar="CODE", help="Area of the figure; the one the plan speaks of if not given.")
@click.option("--window", type=click.Choice(["month", "year_to_date", "snapshot"]), help="Which of the month's figures.")
@click.option("--part", type=click.Choice(["numerator", "denominator"]), help="Only this part.")
@click.option(
    "--limit", type=click.IntRange(1, 1_000_000), default=50, show_default=True, help="Rows of each part that are listed; all are counted."
)
@click.option("--unmask", is_flag=True, help="Show who stands behind the listed rows: needs the vault's key, and is logged.")
@click.option("--reason", help="Why the rows are unmasked; kept in the log.")
@click.option("--by", "asked_by", metavar="NAME", help="Who asks; the name of the login if not given.")
@common
def trace(
    code: str,
    month: datetime,
    area: str | None,
    window: str | None,
    part: str | None,
    limit: int,
    unmask: bool,
    reason: str | None,
    asked_by: str | None,
    ward: str | None,
    as_json: bool,
) -> None:
    """Show the rows of the deliveries behind the figure of indicator CODE."""
    if unmask and not reason:
        raise click.UsageError("Give --reason TEXT with --unmask.")
    from flows.config.settings import load_settings
    from flows.database.warehouse import ward_warehouse
    from flows.indicators.lineage import trace as follow

    settings = load_settings(ward)
    with ward_warehouse(settings) as engine:
        with engine.connect() as connection:
            found = follow(connection, settings.ward, code, month.date(), area, window, part, limit)
        if unmask:
            _unmask(engine, settings, found.rows, asked_by, reason or "")
    if as_json:
        click.echo(json.dumps(plain_value(asdict(found)), ensure_ascii=False))
    else:
        _tell(found)


def _unmask(engine: Any, settings: Any, rows: list[dict[str, Any]], asked_by: str | None, reason: str) -> None:
    from flows.vault.access import show_row
    from flows.vault.key_rotation import keys_after_interrupted_rotation

    keys = keys_after_interrupted_rotation(engine, settings)
    for row in rows:
        opened = show_row(engine, keys, row["delivery_id"], row["sheet_name"], row["row_number"], asked_by or login_name(), reason)
        row["who"] = next((one.document for one in opened if one.kind == "person"), {})


def _tell(found: Any) -> None:
    from flows.wording.moments import moment_vi
    from flows.wording.numbers import amount_vi
    from flows.wording.statuses import period_vi

    value = found.value
    when, amount = period_vi(value["month"], value["window"], value["is_provisional"]), amount_vi(value["value"], value["unit"])
    click.echo(f"{value['indicator_code']} {value['indicator_name']} — {value['area_name']}, tháng {when}: {amount}")
    click.echo(f"  Nguồn: {found.counted['source']}")
    for part, words in PARTS_VI.items():
        _tell_part(found, part, words if value["denominator"] is not None else "Giá trị")
    click.echo("Lịch sử:")
    for line in found.history:
        shown = "không còn số liệu" if line["value"] is None else amount_vi(line["value"], value["unit"])
        click.echo(f"  từ {moment_vi(line['known_from'])}: {shown}. {line['cause']}")


def _tell_part(found: Any, part: str, words: str) -> None:
    """What the part comes to, and of each delivery behind it the rows that are listed."""
    from flows.wording.numbers import number_vi

    lines = [line for line in found.deliveries if line["part"] == part]
    if lines:
        click.echo(f"{words}: {number_vi(found.total(part))} ({found.counted.get(part, found.value['unit'])})")
    for line in lines:
        click.echo(
            f"  lần nhận {line['delivery_id']}: {line['file_name']} "
            f"(nhận {line['received_at']:%d/%m/%Y}, quy tắc {line['rule_version']}): "
            f"{line['rows']} dòng, cộng {number_vi(line['weight'])}{_repeated(line)}"
        )
        own = [row for row in found.rows if (row["part"], row["delivery_id"]) == (part, line["delivery_id"])]
        for row in own:
            _tell_row(row)
        if len(own) < line["counted_rows"]:
            click.echo(f"    … tất cả {line['counted_rows']} dòng được tính (xem thêm bằng --limit)")


def _tell_row(row: dict[str, Any]) -> None:
    from flows.wording.vault_rows import row_words

    who = f"  {', '.join(text for _, text in row_words(row['who']))}" if row.get("who") else ""
    click.echo(f"    {row['sheet_name'] or 'tệp'} dòng {row['row_number']}{who}")


def _repeated(line: dict[str, Any]) -> str:
    """Further rows of the same person, card or participation add nothing."""
    more = line["rows"] - line["counted_rows"]
    return f" ({more} dòng là của người đã tính ở dòng khác)" if more else ""
