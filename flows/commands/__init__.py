"""Commands, a module each; ``flows.cli`` gathers them. Nothing heavy is imported before a command needs it."""

from collections.abc import Callable
from typing import Any

import click


def common(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--ward`` and ``--json``, which every command takes."""
    command = click.option("--json", "as_json", is_flag=True, help="Print one JSON document on standard output and nothing else.")(command)
    return click.option("--ward", metavar="SLUG", help="The ward, by the name of its folder; not needed where there is only one.")(command)
