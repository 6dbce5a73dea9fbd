"""What the page makes ready while a cause is read: counted in readings and cleanings of the list, not in seconds."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest

import review.warming
from expectations.engine.judge import JUDGE
from flows.database.engine import night_lock
from flows.database.warehouse import ward_warehouse
from flows.extract.reader_pool import ReaderPool
from flows.pipeline import prepare
from flows.pipeline.kept_readings import KEPT, KeptReadings
from review.warming import Warmer
from tests.functional.test_page import a_list_with_faults, cause, cause_address, count
from tests.support.office import Office, an_office
from tests.support.visitor import Visitor, a_browser, read

pytestmark = pytest.mark.usefixtures("cleaned_and_judged_anew")

PATIENCE_SECONDS = 60.0


@pytest.fixture
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    with an_office("embedded", request, tmp_path, fed=a_list_with_faults) as made:
        KEPT.let_go()
        yield made


class Counted:
    """Readings and cleanings of the process, by the real functions. ``may_end``: readings wait for it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.readings = self.cleanings = 0
        self.has_begun, self.has_begun_again, self.may_end = Event(), Event(), Event()
        self.may_end.set()
        self._read, self._clean = ReaderPool.read, prepare.clean_reading
        monkeypatch.setattr(ReaderPool, "read", lambda *asked: self.read(*asked))
        monkeypatch.setattr(prepare, "clean_reading", lambda *asked: self.clean(*asked))

    def read(self, *asked: Any) -> Any:
        self.readings += 1
        (self.has_begun_again if self.has_begun.is_set() else self.has_begun).set()
        assert self.may_end.wait(PATIENCE_SECONDS)
        return self._read(*asked)

    def clean(self, *asked: Any) -> Any:
        self.cleanings += 1
        return self._clean(*asked)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    return Counted(monkeypatch)


def settled(visitor: Visitor) -> None:
    assert visitor.client.app.state.warmer.settled(PATIENCE_SECONDS)  # type: ignore[attr-defined]


def test_who_opened_a_cause_decides_without_another_reading(office: Office, counted: Counted) -> None:
    at = cause_address(office)
    with a_browser(office.settings, signed_in_as="Chủ tịch") as leader:
        assert leader.get(at).status_code == 403 and leader.get("/scorecard").status_code == 200
        settled(leader)
        assert counted.readings == 0
    with a_browser(office.settings, signed_in_as="Lan") as officer:
        assert officer.get("/overview").status_code == 200
        settled(officer)
        assert (counted.readings, JUDGE.process_id is None) == (0, False)
        for _ in range(2):
            assert officer.get(at).status_code == 200
            settled(officer)
            assert (counted.readings, counted.cleanings) == (1, 1)
        assert "đang áp dụng cho 1 dòng" in read(officer.send(at, f"{at}/exclude", scope="all", reason="Người đã chuyển đi"))
        assert (counted.readings, counted.cleanings) == (1, 2)  # the list as decided is another list


FIRST_DECISION = """
import json, sys
from flows.config.settings import load_settings
from tests.support.visitor import a_browser

def loaded():
    return sorted({name.partition(".")[0] for name in sys.modules})

with a_browser(load_settings()) as officer:
    told = [loaded()]
    officer.sign_in("Lan")
    assert officer.get("/overview").status_code == 200
    token = officer.token()
    assert officer.client.app.state.warmer.settled(60)
    told.append(loaded())
    form = {"csrf": token, "scope": "all", "reason": "x"}
    assert "/decisions/" in str(officer.client.post(sys.argv[1] + "/exclude", data=form).url)
    print(json.dumps([*told, loaded()]))
"""


def test_the_first_decision_loads_no_library_that_the_overview_has_not(office: Office) -> None:
    own = {"CHITIEU_DATABASE_URL": str(office.settings.database_url), "CHITIEU_HOME": str(office.settings.home)}
    secret = {"CHITIEU_SECRET_KEY": office.settings.secret_key.decode()}
    done = subprocess.run(
        [sys.executable, "-c", FIRST_DECISION, cause_address(office)], env={**os.environ, **own, **secret}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    before, ready, after = (set(names) for names in json.loads(done.stdout))
    assert {"numpy", "highspy", "holidays"} <= ready - before
    assert after - ready - sys.stdlib_module_names - {"flows", "transforms", "expectations", "review"} == set()


def test_a_decision_that_comes_meanwhile_waits_for_the_same_reading(office: Office, counted: Counted) -> None:
    at = cause_address(office)
    counted.may_end.clear()
    with a_browser(office.settings, signed_in_as="Lan") as officer, ThreadPoolExecutor(1) as another_window:
        token = officer.token()
        assert officer.get(at).status_code == 200  # although its list is being read and does not come
        assert counted.has_begun.wait(PATIENCE_SECONDS)
        form = {"csrf": token, "scope": "all", "reason": "Người đã chuyển đi"}
        decided = another_window.submit(officer.client.post, f"{at}/exclude", data=form)
        assert not counted.has_begun_again.wait(2.0)
        counted.may_end.set()
        assert "đang áp dụng cho 1 dòng" in read(decided.result(PATIENCE_SECONDS))
    assert (counted.readings, counted.cleanings) == (1, 2)


def test_nothing_is_read_beside_a_night_or_in_vain(office: Office, counted: Counted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review.warming, "_PATIENCE_SECONDS", 0.0)
    with ward_warehouse(office.settings) as engine:
        with night_lock(engine), Warmer(engine, office.settings, KeptReadings()) as warmer:
            warmer.wish(cause(office))
            assert warmer.settled(PATIENCE_SECONDS)
        with Warmer(engine, office.settings, KeptReadings(most_bytes=1000)) as warmer:  # no room for the list
            warmer.wish(cause(office))
            assert warmer.settled(PATIENCE_SECONDS)
        assert counted.readings == 0
        kept = KeptReadings()
        with Warmer(engine, office.settings, kept, idle_seconds=0.1) as warmer:
            (office.settings.home / "landed").rename(office.folder / "away")
            warmer.wish(cause(office))  # its file is gone: whoever decides is told so
            assert warmer.settled(PATIENCE_SECONDS)
            (office.folder / "away").rename(office.settings.home / "landed")
            warmer.wish(cause(office))
            assert warmer.settled(PATIENCE_SECONDS)
            assert (counted.readings, kept.bytes > 0, JUDGE.process_id is None) == (1, True, False)
            warmer.touch()
            assert _eventually(lambda: (kept.bytes, JUDGE.process_id) == (0, None))  # nobody has asked for long
    assert count(office, "decision") == 0


def _eventually(holds: Any) -> bool:
    return any(holds() or Event().wait(0.05) for _ in range(400))
