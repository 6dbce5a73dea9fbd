"""``chitieu review paper``: the validation report of a delivery, for the file and for who sent it.

Data flow: the number of a delivery -> ``flows.outputs.validation_report`` -> one HTML file
"""

import json
from pathlib import Path

import click

from flows.cli.options import common


@click.command(name="paper")
@click.argument("delivery", type=int)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="The file to write; ket-qua-kiem-tra-N.html if not given.")
@common
def paper_command(delivery: int, output: Path | None, ward: str | None, as_json: bool) -> None:
    """Write the validation report of DELIVERY: what was read, repaired, refused, decided, and every rule, in one HTML file."""
    from flows.config.settings import load_settings
    from flows.database.warehouse import ward_warehouse
    from flows.outputs.validation_report.paper import html_of, read_paper
    from flows.system.files import write_whole

    settings, path = load_settings(ward), output or Path(f"ket-qua-kiem-tra-{delivery}.html")
    with ward_warehouse(settings) as engine:
        paper = read_paper(engine, settings, delivery)
    try:
        write_whole(path, html_of(paper).encode("utf-8"))
    except OSError as error:
        raise click.ClickException(f"{path}: không ghi được ({error.strerror}). Chọn tệp khác bằng --output.") from None
    told = {
        "delivery_id": delivery,
        "file_name": paper.line.file_name,
        "status": paper.line.status,
        "findings": paper.findings,
        "open_findings": paper.open_findings,
        "rules_met": len(paper.met),
        "file": str(path),
    }
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else f"Đã lập kết quả kiểm tra của {paper.line.file_name}: {path}")
