"""Warming: what an officer's next decision needs is there before it is asked for: the judge, the libraries, and the list, read and cleaned.

Data flow: an officer opens a cause -> ``Warmer.wish`` -> one thread -> landed file -> ``flows.pipeline.kept_readings.KEPT``

Everything is in the memory of the process; a decision that comes meanwhile waits for the same reading rather than reading twice, and one
that finds nothing warm reads for itself. A quarter of an hour after an officer's last request all of it is let go.
"""

import logging
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from threading import Condition, Thread
from typing import TYPE_CHECKING, Self

from flows.pipeline.kept_readings import KEPT, KeptReadings
from flows.system.errors import ChitieuError, describe_without_data

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from flows.config.settings import Settings

IDLE_SECONDS = 15 * 60.0
#: How long a night, or somebody's decision, is waited for before a wish is dropped.
_PATIENCE_SECONDS = 10.0
_PAUSE_SECONDS = 0.5
#: What a row takes that is read and cleaned (700 of a ward's cards): a list for which there is no room is not read in vain.
BYTES_A_ROW = 800
_CLOSING_SECONDS = 30.0
#: What a decision loads where it is first used, seven tenths of a second of processor time: loaded while an officer reads the overview.
LIBRARIES = (
    "cryptography.hazmat.primitives.ciphers.aead",
    "flows.indicators.suppression",
    "flows.pipeline.refresh",
    "flows.pipeline.retake",
    "highspy",
    "holidays.countries",
    "numpy",
    "review.effects",
)
_log = logging.getLogger("chitieu.page")


class Warmer:
    """One list at a time; of several wishes the newest. ``wish`` and ``touch`` never wait; whatever goes wrong is told by the decision
    itself when it is made."""

    def __init__(self, engine: "Engine", settings: "Settings", kept: KeptReadings = KEPT, idle_seconds: float = IDLE_SECONDS) -> None:
        self._engine, self._settings, self._kept, self._idle_seconds = engine, settings, kept, idle_seconds
        self._news = Condition()
        self._wish: int | None = None
        self._judge_wanted = self._at_work = self._is_over = False
        self._last_used: float | None = None
        self._thread = Thread(target=self._work, name="warming", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """What is under way comes to its end: it uses the warehouse that is closed next."""
        with self._news:
            self._is_over = True
            self._news.notify_all()
        self._thread.join(_CLOSING_SECONDS)

    def wish(self, delivery_id: int | None = None) -> None:
        """Something may be decided soon, about this delivery if one is looked at."""
        with self._news:
            self._judge_wanted = True
            self._wish = delivery_id or self._wish
            self._news.notify_all()

    def touch(self) -> None:
        """An officer is there."""
        with self._news:
            self._last_used = time.monotonic()
            self._news.notify_all()

    def settled(self, seconds: float) -> bool:
        """Whether all wishes are seen to, after waiting for it if need be."""
        with self._news:
            return self._news.wait_for(lambda: not (self._judge_wanted or self._at_work), seconds)

    # --- the thread -----------------------------------------------------------------------------------------------------
    def _work(self) -> None:
        while (act := self._next_act()) is not None:
            try:
                act()
            except ChitieuError:
                pass  # the file is gone, or its key: whoever decides is told so
            except Exception as error:
                _log.warning("warming: %s", describe_without_data(error))
            finally:
                with self._news:
                    self._at_work = False
                    self._news.notify_all()

    def _next_act(self) -> Callable[[], None] | None:
        """Waits for it; None when all is over."""
        with self._news:
            while not self._is_over:
                if self._judge_wanted:
                    delivery_id, self._wish = self._wish, None
                    self._judge_wanted, self._at_work = False, True
                    return partial(self._warm, delivery_id)
                left = None if self._last_used is None else self._last_used + self._idle_seconds - time.monotonic()
                if left is not None and left <= 0:
                    self._last_used = None
                    return self._let_go
                self._news.wait(left)
        return None

    def _let_go(self) -> None:
        from flows.validation.judging import let_judge_go

        self._kept.let_go()
        let_judge_go()

    def _warm(self, delivery_id: int | None) -> None:
        from flows.pipeline.landed_readings import warm_reading
        from flows.validation.judging import keep_judge_ready

        keep_judge_ready()
        for name in LIBRARIES:
            import_module(name)
        if delivery_id is not None and self._has_room_for(delivery_id) and self._is_free():
            warm_reading(self._engine, self._settings, delivery_id, self._kept)

    def _has_room_for(self, delivery_id: int) -> bool:
        with self._engine.connect() as connection:
            rows = connection.exec_driver_sql("select rows_read from audit.delivery where delivery_id = %s", (delivery_id,)).scalar() or 0
        return 0 < rows * BYTES_A_ROW <= self._kept.most_bytes

    def _is_free(self) -> bool:
        """A night has the machine to itself, and who decides now comes first."""
        from flows.database.engine import night_is_running

        deadline = time.monotonic() + _PATIENCE_SECONDS
        while night_is_running(self._engine):
            if self._is_over or time.monotonic() > deadline:
                return False
            time.sleep(_PAUSE_SECONDS)
        return True
