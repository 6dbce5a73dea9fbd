"""``chitieu review``: what waits for the officer's answer, the answers, and the page.

Data flow: a command of the officer -> ``review.headings`` -> ``audit.heading_answer``; ``review.web``
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from flows.cli.options import common, login_name
from flows.cli.terminal import console, new_table
from flows.wording.sources import NAMES_VI
from review.cause_commands import COMMANDS as CAUSES
from review.decision_commands import COMMANDS as DECISIONS
from review.paper_command import paper_command
from review.row_command import row_command
from review.workbook_commands import COMMANDS as WORKBOOKS

if TYPE_CHECKING:
    from review.headings import OpenHeading


# --- the officer's answers ----------------------------------------------------------------------------------------------
@click.group()
def review() -> None:
    """The officer's work: what failed is decided, what waits is answered."""


for command in (*CAUSES, *DECISIONS, paper_command, row_command, *WORKBOOKS):
    review.add_command(command)


@review.command(name="headings")
@common
def headings_command(ward: str | None, as_json: bool) -> None:
    """List headings of columns that nobody knows and that wait for an answer."""
    from flows.config.settings import load_settings
    from flows.database.warehouse import ward_warehouse
    from flows.extract.headings import contracts_for, settled_keys
    from review.headings import open_headings

    settings = load_settings(ward)
    with ward_warehouse(settings) as engine, engine.connect() as connection:
        waiting = open_headings(connection, settings.ward.code, settled_keys(contracts_for(connection, settings.ward)))
    if as_json:
        lines = [asdict(one) | {"month": f"{one.month:%Y-%m}" if one.month else None} for one in waiting]
        click.echo(json.dumps({"headings": lines}, ensure_ascii=False))
    else:
        show_open_headings(waiting)


@review.command(name="heading")
@click.argument("source")
@click.argument("heading")
@click.option("--as", "column", metavar="COLUMN", help="The column it means, by its name or its Vietnamese heading.")
@click.option("--ignore", is_flag=True, help="The column is not needed.")
@click.option("--forget", is_flag=True, help="Take an earlier answer back.")
@click.option("--reason", help="Why; kept with the answer.")
@click.option("--by", "decided_by", metavar="NAME", help="Who decides; the name of the login if not given.")
@common
def heading_command(
    source: str,
    heading: str,
    column: str | None,
    ignore: bool,
    forget: bool,
    reason: str | None,
    decided_by: str | None,
    ward: str | None,
    as_json: bool,
) -> None:
    """Answer once what HEADING means in the lists of SOURCE: a column, or nothing that is needed."""
    if [column is not None, ignore, forget].count(True) != 1:
        raise click.UsageError("Give one of --as COLUMN, --ignore and --forget.")
    if not forget and reason is None:
        raise click.UsageError("Give --reason TEXT.")
    from flows.config.settings import load_settings
    from flows.database.warehouse import ward_warehouse

    settings = load_settings(ward)
    with ward_warehouse(settings) as engine, engine.begin() as connection:
        if forget:
            told = _forget(connection, settings.ward.code, source, heading)
        else:
            told = _answer(connection, settings.ward.code, source, heading, column, decided_by or login_name(), reason or "")
    click.echo(json.dumps(told, ensure_ascii=False, default=str) if as_json else told["told"])


@review.command(name="page")
@common
def page_command(ward: str | None, as_json: bool) -> None:
    """Keep the officer's page going by itself, without the nightly run. Stop with Ctrl-C."""
    from flows.config.settings import load_settings
    from review.web.server import run_page

    run_page(load_settings(ward))


def _answer(connection: Any, ward_code: str, source: str, heading: str, column: str | None, by: str, reason: str) -> dict[str, Any]:
    from flows.extract.headings import header_of
    from review.headings import answer_heading

    answer = answer_heading(connection, ward_code, source, heading, column, by, reason)
    means = "không cần, các kỳ sau không hỏi lại" if answer.column_name is None else f"là '{header_of(source, answer.column_name)}'"
    again = "" if answer.column_name is None else " Tệp bị giữ vì thiếu cột sẽ được thử lại khi chạy lại thư mục của nó."
    return asdict(answer) | {"told": f"Đã ghi nhớ: cột '{answer.heading}' {means}.{again}"}


def _forget(connection: Any, ward_code: str, source: str, heading: str) -> dict[str, Any]:
    from review.headings import forget_heading

    done = forget_heading(connection, ward_code, source, heading)
    told = f"Đã bỏ câu trả lời về tiêu đề '{heading}'." if done else f"Chưa có câu trả lời nào về tiêu đề '{heading}'."
    return {"source": source, "heading": heading, "forgotten": done, "told": told}


def show_open_headings(waiting: "Sequence[OpenHeading]") -> None:
    """Headings without an answer, and how to give one."""
    from rich.text import Text

    from flows.extract.headings import header_of

    out = console()
    if not waiting:
        out.print("Không có tiêu đề cột nào chờ trả lời.")
        return
    headings = ("Nguồn", "Tiêu đề", "Cột", "Tệp mới nhất", "Kỳ", "Số tệp", "Giá trị giống")
    table = new_table("Tiêu đề cột chờ trả lời", headings)
    for one in waiting:
        alike = f"{header_of(one.source, one.suggested_column)} ({100 * (one.likeness or 0):.0f} %)" if one.suggested_column else "—"
        file = f"{one.file_name} (đang giữ lại)" if one.is_holding else one.file_name
        month = f"{one.month:%m/%Y}" if one.month else "—"
        cells = (f"{NAMES_VI[one.source]} ({one.source})", one.heading, one.column_letter, file, month, str(one.deliveries), alike)
        table.add_row(*(Text(cell) for cell in cells))
    out.print(table)
    out.print('Trả lời: chitieu review heading NGUỒN "TIÊU ĐỀ" --as CỘT --reason "LÝ DO", hoặc --ignore nếu không cần.', markup=False)
