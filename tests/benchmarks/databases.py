"""A fresh database for every measured run, cut from one that has the schema and its dimensions already, so that neither a migration nor
the first night's calendar, code lists and plan are measured.

Data flow: server URL -> template with the schema, after a night without files -> copies, dropped after use.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

TEMPLATE = "chitieu_benchmark_template"
SECRET_KEY = "a key for invented people only"


@dataclass(frozen=True)
class Server:
    """``url`` names a database in which this user may create and drop others."""

    url: str

    def url_of(self, database: str) -> str:
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{database}"))

    def environment(self, home: Path, database: str) -> dict[str, str]:
        """What our program is told of the world."""
        return {"CHITIEU_HOME": str(home), "CHITIEU_DATABASE_URL": self.url_of(database), "CHITIEU_SECRET_KEY": SECRET_KEY}

    def make_template(self, home: Path) -> None:
        from flows.config.settings import load_settings
        from flows.pipeline.run import run_paths

        self._run("drop database if exists {}", TEMPLATE)
        self._run("create database {}", TEMPLATE)
        nothing = home / "nothing"
        nothing.mkdir(parents=True)
        run_paths(load_settings(environ=self.environment(home, TEMPLATE)), [nothing])

    @contextmanager
    def fresh(self, database: str, template: str = TEMPLATE) -> Iterator[str]:
        """The name of a new copy of the template, gone after the block."""
        self._run("drop database if exists {} with (force)", database)
        self._run("create database {} template {}", database, template)
        try:
            yield database
        finally:
            self._run("drop database if exists {} with (force)", database)

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
