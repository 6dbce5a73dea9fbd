"""``chitieu export``: the published indicators for others to use."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from flows.cli.options import Day, common

_ENDINGS = {"csv": "zip", "parquet": "zip", "json": "json", "sdmx-csv": "csv"}


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(list(_ENDINGS)),
    required=True,
    help="csv, parquet: a zip of tables; json: one document; sdmx-csv: SDMX-CSV 2.0 and its structure message.",
)
@click.option("--output", type=click.Path(path_type=Path), help="File to write; chitieu_WARD.zip, .json or .csv if not given.")
@click.option("--month", type=Day("%Y-%m"), help="Only this month, YYYY-MM.")
@click.option("--history/--no-history", default=True, show_default=True, help="With every value that was ever known (not in SDMX-CSV).")
@common
def export(form: str, output: Path | None, month: datetime | None, history: bool, ward: str | None, as_json: bool) -> None:
    """Write the published indicators, their history and the data dictionary. Small cells are blank."""
    from flows.config.settings import load_settings
    from flows.database.warehouse import ward_warehouse
    from flows.outputs.open_data import read_export, write_export

    settings = load_settings(ward)
    path = output or Path(f"chitieu_{settings.ward.slug}.{_ENDINGS[form]}")
    with ward_warehouse(settings) as engine, engine.connect() as connection:
        made = read_export(connection, settings.ward, datetime.now(UTC), month.date() if month else None, history and form != "sdmx-csv")
    files = write_export(made, form, path)
    if as_json:
        click.echo(
            json.dumps(
                {"file": str(path), "files": [str(file) for file in files], "values": made.values.height, "format": form},
                ensure_ascii=False,
            )
        )
    else:
        click.echo(f"Đã xuất {made.values.height} giá trị chỉ tiêu ra {', '.join(str(file) for file in files)}.")
