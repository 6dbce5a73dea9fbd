"""The ward's warehouse, ready for work: its schema brought up to date, and held alone where the work wants that.

Data flow: ``Settings`` -> ``open_engine`` -> the night's lock -> ``migrate`` -> an engine
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from flows.database.engine import night_lock, open_engine
from flows.database.migrate import migrate

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from flows.config.settings import Settings


@contextmanager
def ward_warehouse(settings: "Settings", *, alone: bool = False) -> "Iterator[Engine]":
    """``alone``: no night runs and none begins while the block lasts. Raises ``WarehouseError`` where one runs already."""
    with open_engine(settings) as engine, night_lock(engine) if alone else nullcontext():
        migrate(engine)
        yield engine
