"""Server of the officer's page: uvicorn over the application, on loopback unless configured.

Data flow: ``Settings`` -> ``create_app`` -> uvicorn
"""

import sys
from typing import TYPE_CHECKING

import click

from flows.system.errors import ChitieuError
from flows.system.processes import ServingError

if TYPE_CHECKING:
    from flows.config.settings import Settings


def page_address(settings: "Settings") -> str:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.web.host, settings.web.host)
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.web.port}/"


def serve_page(slug: str) -> None:
    """The page as a part of the standing service, which told it where the ward is."""
    from flows.config.settings import load_settings

    try:
        run_page(load_settings(slug))
    except ChitieuError as error:
        click.echo(f"chitieu: {error}", err=True)
        sys.exit(error.exit_code)


def run_page(settings: "Settings") -> None:
    """Until SIGTERM or Ctrl-C. Raises ``ServingError`` where the address cannot be used."""
    import socket

    import uvicorn

    from review.web.app import create_app

    web = settings.web
    with socket.socket(socket.AF_INET6 if ":" in web.host else socket.AF_INET) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((web.host, web.port))
        except OSError as error:
            raise ServingError(
                f"Port {web.port} of {web.host} cannot be used for the officer's page ({error.strerror}). End the program that has it, "
                "or set CHITIEU_WEB_PORT to another one."
            ) from None
        click.echo(_greeting(settings))
        config = uvicorn.Config(
            create_app(settings),
            log_level="warning",
            access_log=False,
            server_header=False,
            date_header=True,
            lifespan="on",
            proxy_headers=web.is_behind_tls,
        )
        uvicorn.Server(config).run(sockets=[listening])


def _greeting(settings: "Settings") -> str:
    """Where the page is; before the first account how to make it."""
    from flows.database.warehouse import ward_warehouse
    from review.web.accounts import all_accounts

    with ward_warehouse(settings) as engine, engine.connect() as connection:
        has_accounts = bool(all_accounts(connection, settings.ward.code))
    first = "" if has_accounts else "\nNobody can sign in yet. Make the first account: chitieu user add NAME --role officer"
    return f"The officer's page: {page_address(settings)}{first}"
