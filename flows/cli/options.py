"""Options and arguments that commands share, and the name of the login."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import click

#: At least one delivery was refused, or could not be fetched from a source; the rest is published.
EXIT_REFUSED = 3


class Day(click.DateTime):
    """A day or a month of this century: further off there is nothing to know, and calendars end."""

    def __init__(self, form: str = "%Y-%m-%d") -> None:
        super().__init__([form])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        day: datetime = super().convert(value, param, ctx)
        if not 2000 <= day.year < 2100:
            self.fail(f"{value}: expected a year from 2000 to 2099.", param, ctx)
        return day


def common(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--ward`` and ``--json``, which every command takes."""
    command = click.option("--json", "as_json", is_flag=True, help="Print one JSON document on standard output and nothing else.")(command)
    return click.option("--ward", metavar="SLUG", help="The ward, by the name of its folder; not needed where there is only one.")(command)


def login_name() -> str:
    """The name of the login on this machine."""
    from getpass import getuser

    try:
        return getuser()
    except (OSError, KeyError):
        return "không rõ"
