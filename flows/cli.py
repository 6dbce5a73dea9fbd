"""The commands. Nothing heavy is imported before a command needs it: ``chitieu --help`` answers at once.

Exit status: 0 all well · 3 at least one delivery was refused · 1 the run failed, the sentence on standard error says what to do ·
2 wrong usage.
"""

import json
import sys
from dataclasses import asdict
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from flows.commands import Day, common
from flows.system.errors import ChitieuError

EXIT_REFUSED = 3


#: Commands that stand in modules of their own, imported when they are asked for: name -> module under ``flows.commands`` and its command.
_ELSEWHERE: dict[str, str] = {
    "export": "export:export",
    "rebuild": "rebuild:rebuild",
    "retention": "retention:retention",
    "trace": "trace:trace",
    "vault": "vault:vault",
    "report": "report:report_command",
    "plan": "plan:plan",
}


class _Sentences(click.Group):
    """What a user can mend ends as one sentence on standard error, with exit status 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *_ELSEWHERE})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        module, _, name = _ELSEWHERE[cmd_name].partition(":")
        command = getattr(import_module(f"flows.commands.{module}"), name)
        return command if isinstance(command, click.Command) else None

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ChitieuError as error:
            click.echo(f"chitieu: {error}", err=True)
            ctx.exit(error.exit_code)
        except Exception as error:
            if type(getattr(error, "orig", None) or error).__module__.split(".")[0] != "psycopg":
                raise
            from flows.system.errors import forbidden, told_without_rows

            if (what := forbidden(error)) is not None:
                click.echo(
                    f"chitieu: the database login may not do this ({what}). Use the login of a role that may: docs/roles.md says which.",
                    err=True,
                )
                ctx.exit(1)
            click.echo(
                f"chitieu: the database stopped the work ({told_without_rows(error)}). What was published before it stays, of the delivery at "
                "hand nothing is written. Start again; if it ends like this again, report this sentence.",
                err=True,
            )
            ctx.exit(1)
        except KeyboardInterrupt:
            click.echo("chitieu: stopped by hand. What was published stays; start again to go on.", err=True)
            ctx.exit(1)


@click.group(cls=_Sentences, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="chitieu")
def main() -> None:
    """From a ward's monthly exports to the targets of its plan.

    Start with: chitieu run FOLDER_WITH_EXPORTS
    """


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--as-of", type=Day(), help="The night's date; today if not given.")
@common
def run(paths: tuple[Path, ...], as_of: datetime | None, ward: str | None, as_json: bool) -> None:
    """Take in exports from PATHS (files or folders), or from the ward's sources; publish; print the scorecard."""
    from flows.config.settings import load_settings
    from flows.showing import progress_shown

    settings = load_settings(ward)
    with progress_shown(not as_json) as progress:
        night, scorecard = _run(settings, list(paths), as_of.date() if as_of else None, progress, with_scorecard=not as_json)
    if as_json:
        click.echo(json.dumps(night_document(night), ensure_ascii=False))
    else:
        from flows.showing import show_night

        show_night(night, scorecard, settings.ward.name)
    sys.exit(EXIT_REFUSED if night.is_refused else 0)


def _run(settings: Any, paths: list[Path], as_of: date | None, progress: Any, with_scorecard: bool) -> tuple[Any, list[dict[str, Any]]]:
    """Through the Prefect server where one is configured or running, else directly: a server is never started for one run."""
    from flows.database.engine import night_lock, open_engine
    from flows.database.migrate import migrate
    from flows.extract.landing import find_files
    from flows.indicators.scorecard import read_scorecard
    from flows.pipeline.run import run_night
    from flows.prefect_api import running_api

    api_url = running_api(settings)
    if api_url is not None:
        from flows.nightly import run_on_server

        night = run_on_server(api_url, settings.ward.slug, paths, as_of)
    else:
        found = find_files(paths or _pulled(settings))
        with open_engine(settings) as engine, night_lock(engine):
            migrate(engine)
            night = run_night(engine, settings, found, as_of=as_of, progress=progress)
            if with_scorecard:
                with engine.connect() as connection:
                    return night, read_scorecard(connection, settings.ward.code)
    if not with_scorecard:
        return night, []
    with open_engine(settings) as engine, engine.connect() as connection:
        return night, read_scorecard(connection, settings.ward.code)


def _pulled(settings: Any) -> list[Path]:
    from flows.extract.fetch import pull

    return pull(settings)


def night_document(night: Any) -> dict[str, Any]:
    """The document of ``run --json`` (names fixed by the product's outer face)."""
    document = asdict(night)
    document["seconds"] = {stage: round(seconds, 3) for stage, seconds in document["seconds"].items()}
    return document


@main.command()
@click.option("--as-of", type=Day(), help="As it was known at the end of that day, judged by the plan of today.")
@common
def status(as_of: datetime | None, ward: str | None, as_json: bool) -> None:
    """Deliveries by source and month, what waits for the officer, the scorecard, the last night."""
    from flows.config.settings import load_settings
    from flows.database.engine import open_engine
    from flows.database.migrate import migrate
    from flows.operations.status import read_standing
    from flows.showing import show_standing

    settings = load_settings(ward)
    with open_engine(settings) as engine:
        migrate(engine)
        with engine.connect() as connection:
            if as_of is None:
                standing = read_standing(connection, settings.ward)
            else:
                from flows.operations.status_as_of import read_standing_then

                standing = read_standing_then(connection, settings.ward, as_of.date())
    if as_json:
        click.echo(json.dumps(standing.as_json(), ensure_ascii=False))
    else:
        show_standing(standing)


@main.command()
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


@main.command()
@click.option("--port", default=4200, show_default=True, help="Port of the Prefect server, on loopback.")
@common
def serve(port: int, ward: str | None, as_json: bool) -> None:
    """Keep a ward going: the warehouse, the scheduler with the nightly run. Stop with Ctrl-C."""
    from flows.config.settings import load_settings
    from flows.serving import serve as keep_serving

    sys.exit(keep_serving(load_settings(ward), port=port))


@main.group()
def db() -> None:
    """The warehouse's database."""


@db.command()
@common
def url(ward: str | None, as_json: bool) -> None:
    """Print a read-only URL for BI tools."""
    from flows.config.settings import load_settings
    from flows.database.bi_login import reader_url

    address = reader_url(load_settings(ward))
    click.echo(json.dumps({"url": address}) if as_json else address)


@db.command(name="migrate")
@common
def migrate_command(ward: str | None, as_json: bool) -> None:
    """Bring the schema up to date."""
    from flows.config.settings import load_settings
    from flows.database.engine import open_engine
    from flows.database.migrate import migrate, newest_revision

    with open_engine(load_settings(ward)) as engine:
        changed = migrate(engine)
    words = "brought up to date" if changed else "is up to date"
    click.echo(
        json.dumps({"revision": newest_revision(), "changed": changed})
        if as_json
        else f"The schema {words} (revision {newest_revision()})."
    )


# --- the officer's answers ----------------------------------------------------------------------------------------------
@main.group()
def review() -> None:
    """The officer's work: what waits for an answer."""


@review.command(name="headings")
@common
def headings_command(ward: str | None, as_json: bool) -> None:
    """List headings of columns that nobody knows and that wait for an answer."""
    from flows.config.settings import load_settings
    from flows.database.engine import open_engine
    from flows.database.migrate import migrate
    from flows.extract.headings import contracts_for, settled_keys
    from flows.showing import show_open_headings
    from review.headings import open_headings

    settings = load_settings(ward)
    with open_engine(settings) as engine:
        migrate(engine)
        with engine.connect() as connection:
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
    from flows.database.engine import open_engine
    from flows.database.migrate import migrate

    settings = load_settings(ward)
    with open_engine(settings) as engine:
        migrate(engine)
        with engine.begin() as connection:
            if forget:
                told = _forget(connection, settings.ward.code, source, heading)
            else:
                told = _answer(connection, settings.ward.code, source, heading, column, decided_by or _login(), reason or "")
    click.echo(json.dumps(told, ensure_ascii=False, default=str) if as_json else told["told"])


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


def _login() -> str:
    from getpass import getuser

    try:
        return getuser()
    except (OSError, KeyError):
        return "không rõ"


if __name__ == "__main__":
    main()
