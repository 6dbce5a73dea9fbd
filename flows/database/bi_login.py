"""The read-only logins that BI tools use: one sees what is published, one for those in the house sees rows. Neither changes anything or can
hold the server up."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from flows.system.files import write_private

if TYPE_CHECKING:
    from flows.config.settings import Settings


@dataclass(frozen=True)
class Reach:
    """``name``: of the login and of the file of its password; ``role``: what it may read."""

    name: str
    role: str


PUBLISHED = Reach("reader", "chitieu_public")
INSIDE = Reach("inside", "chitieu_bi")


def _login(reach: Reach, database: str) -> str:
    """Logins belong to the whole server: one for each database, so that a second ward does not change the first one's password."""
    return f"chitieu_{reach.name}_{hashlib.sha256(database.encode()).hexdigest()[:8]}"


def reader_url(settings: "Settings", reach: Reach = PUBLISHED) -> str:
    """Makes the login at first use; its password is kept in ``CHITIEU_HOME`` with mode 600."""
    from flows.database.engine import open_engine
    from flows.database.migrate import migrate

    password = _password(settings, reach)
    with open_engine(settings) as engine:
        migrate(engine)
        database, host, port = engine.url.database, engine.url.host or engine.url.query.get("host", "localhost"), engine.url.port or 5432
        login = _login(reach, str(database))
        with engine.begin() as connection:
            exists = connection.exec_driver_sql("select 1 from pg_roles where rolname = %s", (login,)).scalar_one_or_none()
            connection.exec_driver_sql(f"{'alter' if exists else 'create'} role {login} login password '{password}' connection limit 20")
            connection.exec_driver_sql(f"grant {reach.role} to {login}")
            for setting in (
                "default_transaction_read_only = on",
                "jit = off",  # the views are wide and their rows few: compiling them takes seconds, reading them a part of one
                "statement_timeout = '120s'",
                "idle_in_transaction_session_timeout = '300s'",
            ):
                connection.exec_driver_sql(f"alter role {login} set {setting}")
    if settings.database_url is None:
        click.echo("The embedded PostgreSQL answers at this address while `chitieu serve` runs.", err=True)
    return f"postgresql://{login}:{password}@{quote(str(host), safe='')}:{port}/{quote(str(database))}"


def _password(settings: "Settings", reach: Reach) -> str:
    path = settings.home / f"{reach.name}.password"
    if not path.exists():
        write_private(path, secrets.token_urlsafe(24).encode())
    return path.read_text(encoding="ascii").strip()
