"""A seeded warehouse on each server, made once; every test draws its facts in a transaction that is rolled back."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flows.config.settings import Settings
from flows.database.engine import open_engine
from flows.database.migrate import migrate
from flows.load.dimensions import seed
from tests.conftest import SERVERS, new_database, url_of
from tests.support.drawn_frames import ward
from tests.support.drawn_warehouse import DrawnWarehouse

if TYPE_CHECKING:
    from sqlalchemy import Engine


@pytest.fixture(scope="package", params=SERVERS)
def seeded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> "Iterator[tuple[Engine, int]]":
    with new_database(url_of(request.param, request)) as url:
        settings = Settings(home=Path(tmp_path_factory.mktemp("home")), database_url=url, ward=ward())
        with open_engine(settings) as engine:
            migrate(engine)
            with engine.begin() as connection:
                ward_key = seed(connection, ward(), "a fingerprint for tests only")
            yield engine, ward_key


@pytest.fixture
def warehouse(seeded: "tuple[Engine, int]") -> Iterator[DrawnWarehouse]:
    engine, ward_key = seeded
    with engine.connect() as connection, connection.begin() as transaction:
        yield DrawnWarehouse(connection, ward_key)
        transaction.rollback()
