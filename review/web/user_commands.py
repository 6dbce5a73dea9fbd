"""``chitieu user``: accounts of the officer's page.

Data flow: a command of the administrator -> ``review.web.accounts`` -> audit.account
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from flows.cli.options import common

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from review.web.accounts import Account

#: As ``review.web.accounts.ROLES_VI`` has them; imported only when a command runs.
_ROLES = ("officer", "leader", "administrator")


@click.group()
def user() -> None:
    """Accounts of the officer's page."""


def _password_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--password-stdin", "from_stdin", is_flag=True, help="Read the password from standard input; without it a prompt asks."
    )(command)


def _password(from_stdin: bool) -> str:
    """One line, never a value of an option: those stand in the shell's history and in the list of processes."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("Mật khẩu", hide_input=True, confirmation_prompt="Nhập lại mật khẩu"))


@user.command()
@click.argument("name")
@click.option("--role", type=click.Choice(_ROLES), default="officer", show_default=True, help="What the account may see and do.")
@_password_option
@common
def add(name: str, role: str, from_stdin: bool, ward: str | None, as_json: bool) -> None:
    """Make the account NAME."""
    from review.web.accounts import add_account

    password = _password(from_stdin)
    with _accounts(ward) as (connection, code):
        _tell(add_account(connection, code, name, role, password), "Đã tạo tài khoản '{name}' ({role}).", as_json)


@user.command()
@click.argument("name")
@_password_option
@common
def password(name: str, from_stdin: bool, ward: str | None, as_json: bool) -> None:
    """Give NAME a new password; its sessions end."""
    from review.web.accounts import set_password

    given = _password(from_stdin)
    with _accounts(ward) as (connection, code):
        _tell(set_password(connection, code, name, given), "Đã đổi mật khẩu của '{name}'; các phiên đang mở đã kết thúc.", as_json)


@user.command()
@click.argument("name")
@common
def disable(name: str, ward: str | None, as_json: bool) -> None:
    """Lock NAME out; its sessions end, what it decided stays."""
    from review.web.accounts import disable_account

    with _accounts(ward) as (connection, code):
        _tell(disable_account(connection, code, name), "Đã khóa tài khoản '{name}'.", as_json)


@user.command(name="list")
@common
def list_command(ward: str | None, as_json: bool) -> None:
    """List the accounts."""
    from review.web.accounts import all_accounts

    with _accounts(ward) as (connection, code):
        accounts = all_accounts(connection, code)
    if as_json:
        click.echo(json.dumps({"accounts": [_plain(one) for one in accounts]}, ensure_ascii=False))
        return
    for one in accounts:
        click.echo(f"{one.name}: {one.role_vi}{f', đã khóa {one.disabled_at:%d/%m/%Y}' if one.disabled_at else ''}")
    if not accounts:
        click.echo("Chưa có tài khoản nào. Tạo bằng: chitieu user add TÊN --role officer")


@contextmanager
def _accounts(ward: str | None) -> "Iterator[tuple[Connection, str]]":
    from flows.config.settings import load_settings
    from flows.database.warehouse import ward_warehouse

    settings = load_settings(ward)
    with ward_warehouse(settings) as engine, engine.begin() as connection:
        yield connection, settings.ward.code


def _tell(account: "Account", sentence: str, as_json: bool) -> None:
    told = sentence.format(name=account.name, role=account.role_vi)
    click.echo(json.dumps(_plain(account) | {"told": told}, ensure_ascii=False) if as_json else told)


def _plain(account: "Account") -> dict[str, Any]:
    return {"name": account.name, "role": account.role, "disabled": account.disabled_at is not None}
