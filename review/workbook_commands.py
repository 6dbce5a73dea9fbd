"""``chitieu review export`` and ``import``: the workbook that goes back to the sending unit, and what it says when it returns.

Data flow: a command of the officer -> ``review.workbook`` -> .xlsx; .xlsx -> ``review.workbook`` -> ``Receipt``
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flows.cli.options import common, login_name

if TYPE_CHECKING:
    from review.workbook.corrections import TakenBack


@click.command(name="export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--delivery", type=click.IntRange(1, 2**31 - 1), required=True, help="The delivery, a number of `chitieu review list`.")
@click.option("--rule", help="Rows that break this rule alone.")
@click.option("--masked", is_flag=True, help="Personal cells are hidden; so they are unless --password-stdin is given.")
@click.option("--password-stdin", is_flag=True, help="Personal cells in clear, encrypted with the password on standard input.")
@click.option("--reason", default="", help="Why people are shown; kept in the vault's log.")
@click.option("--by", "asked_by", metavar="NAME", help="Who asks; the name of the login if not given.")
@click.option("--force", is_flag=True, help="Write over a file that is already there.")
@common
def export_command(
    file: Path,
    delivery: int,
    rule: str | None,
    masked: bool,
    password_stdin: bool,
    reason: str,
    asked_by: str | None,
    force: bool,
    ward: str | None,
    as_json: bool,
) -> None:
    """Write the failing rows of a delivery into FILE (.xlsx), for the unit that sent it."""
    if masked and password_stdin:
        raise click.UsageError("Give --masked or --password-stdin, not both.")
    from flows.config.settings import load_settings
    from flows.database.warehouse import ward_warehouse
    from review.workbook.export import Unmasking, export

    unmasking = Unmasking(asked_by or login_name(), reason, _password()) if password_stdin else None
    settings = load_settings(ward)
    with ward_warehouse(settings) as engine:
        sent = export(engine, settings, delivery, file, rule, unmasking, force=force)
    if as_json:
        click.echo(json.dumps(asdict(sent), ensure_ascii=False))
        return
    how = "thông tin cá nhân đã che" if sent.is_masked else "có thông tin cá nhân, đã mã hóa bằng mật khẩu"
    click.echo(f"Đã ghi {sent.path}: {sent.rows} dòng, {sent.cells} ô được hỏi của {sent.file_name}; {how}.")
    click.echo("Đơn vị sửa xong, nạp lại bằng: chitieu review import TỆP --preview")


@click.command(name="import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--password-stdin", is_flag=True, help="The workbook is encrypted; its password stands on standard input.")
@click.option("--preview", is_flag=True, help="Show the differences and which figures would change, and decide nothing.")
@click.option("--reason", default="", help="Why; kept with the decisions. Only a preview needs none.")
@click.option("--by", "decided_by", metavar="NAME", help="Who decides; the name of the login if not given.")
@common
def import_command(
    file: Path, password_stdin: bool, preview: bool, reason: str, decided_by: str | None, ward: str | None, as_json: bool
) -> None:
    """Take back FILE, a workbook of `chitieu review export` that was mended: its differences become corrections."""
    from flows.config.settings import load_settings
    from flows.database.warehouse import ward_warehouse
    from review.workbook.corrections import take_back

    password = _password() if password_stdin else None
    settings = load_settings(ward)
    with ward_warehouse(settings, alone=True) as engine:
        done = take_back(engine, settings, file, decided_by or login_name(), reason, password=password, only_preview=preview)
    if as_json:
        click.echo(json.dumps(_document(done), ensure_ascii=False, default=str))
    else:
        _show(done)


COMMANDS = (export_command, import_command)


def _password() -> str:
    """The first line of standard input; no command line and no environment sees it."""
    return sys.stdin.readline().rstrip("\r\n")


def _document(done: "TakenBack") -> dict[str, Any]:
    """Values as they may be shown: what was written stands in the vault alone."""
    told = asdict(done.comparison)
    for one in told["differences"]:
        del one["value"]
    receipt = asdict(done.receipt) | {"indicators_changed": done.receipt.indicators_changed} if done.receipt else None
    return told | {"receipt": receipt}


def _show(done: "TakenBack") -> None:
    from review.tables import show_comparison, show_receipt

    show_comparison(done.comparison)
    if done.receipt is not None:
        show_receipt(done.receipt)
