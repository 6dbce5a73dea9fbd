"""The commands. Nothing heavy is imported before a command needs it: ``chitieu --help`` answers at once.

Exit status: 0 all well · 3 at least one delivery was refused, or a source not fetched whole · 1 the run failed, the sentence on standard
error says what to do · 2 wrong usage.
"""

from importlib import import_module
from typing import Any

import click

from flows.system.errors import ChitieuError

#: Every command by the module and the attribute that hold it, imported when it is asked for: nothing below the commands knows them.
COMMANDS = {
    "db": "flows.cli.db:db",
    "digest": "flows.cli.digest:digest",
    "export": "flows.cli.export:export",
    "plan": "flows.cli.plan:plan",
    "rebuild": "flows.cli.rebuild:rebuild",
    "report": "flows.cli.report:report_command",
    "retention": "flows.cli.retention:retention",
    "review": "review.commands:review",
    "run": "flows.cli.run:run",
    "serve": "flows.cli.serve:serve",
    "status": "flows.cli.status:status",
    "template": "flows.cli.template:template",
    "trace": "flows.cli.trace:trace",
    "user": "review.web.user_commands:user",
    "vault": "flows.cli.vault:vault",
}


class _Sentences(click.Group):
    """What a user can mend ends as one sentence on standard error, with exit status 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = getattr(import_module(module), name)
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
            from flows.system.errors import describe_without_data, permission_denied

            if (what := permission_denied(error)) is not None:
                click.echo(
                    f"chitieu: the database login may not do this ({what}). Use the login of a role that may: docs/roles.md says which.",
                    err=True,
                )
                ctx.exit(1)
            click.echo(
                f"chitieu: the database stopped the work ({describe_without_data(error)}). What was published before it stays, "
                "of the delivery at hand nothing is written. Start again; if it ends like this again, report this sentence.",
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
