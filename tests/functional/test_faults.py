"""Nights that are killed, cut off, starved of disk, started twice or told a wrong day: one ordinary run more gives the figures of a night
that nobody disturbed; nothing is lost, nothing is there twice, and nothing says that it is done which is not whole.

Moments are drawn from a seed. ``CHITIEU_FAULTS`` is how many kills there are (3), ``CHITIEU_FAULTS_SEED`` another seed.
"""

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from time import monotonic

import psycopg
import pytest

from flows.config.settings import load_settings
from flows.database.embedded.folder import Folder
from flows.database.embedded.programs import signal_postmaster
from flows.database.embedded.server import embedded_server
from flows.database.engine import WarehouseError
from flows.database.troubles import TroubleError
from flows.extract.landing import LandingError
from flows.load.outcomes import Told
from flows.pipeline.run import run_paths
from tests.conftest import ROOT
from tests.support.office import JULY, JUNE, SECRET, Office, an_office, cards, health_list, office_at, poverty_list, report, social_list

KILLS = int(os.environ.get("CHITIEU_FAULTS", "3"))
SEED = int(os.environ.get("CHITIEU_FAULTS_SEED", "20261129"))
NIGHT = date(2026, 8, 15)
DELIVERIES = 5


@dataclass(frozen=True)
class Undisturbed:
    """What one night over the folder gives, and how many seconds it took."""

    folder: Path
    seconds: float
    facts: dict[str, list[str]]
    figures: dict[str, list[str]]


@pytest.fixture(scope="module")
def undisturbed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Undisturbed]:
    folder = tmp_path_factory.mktemp("sent")
    for delivery in (health_list(JUNE, cards(JUNE)), health_list(JULY, cards(JULY)), social_list(JUNE), poverty_list(JUNE), report(JUNE)):
        delivery.write(folder)
    with an_office("embedded", request, tmp_path_factory.mktemp("undisturbed")) as office:
        began = monotonic()
        run_paths(office.settings, [folder], as_of=NIGHT)
        yield Undisturbed(folder, monotonic() - began, office.facts(), office.figures())


@pytest.fixture
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    with an_office("embedded", request, tmp_path) as made:
        yield made


def assert_whole_after_one_more_night(office: Office, undisturbed: Undisturbed) -> None:
    run_paths(office.settings, [undisturbed.folder], as_of=NIGHT)
    assert office.facts() == undisturbed.facts
    assert office.figures() == undisturbed.figures
    assert office.rows("select count(*)::int, count(distinct file_name)::int from audit.delivery") == [(DELIVERIES, DELIVERIES)]
    assert office.rows("select count(*)::int from audit.run where state = 'running'") == [(0,)]
    # What a delivery's walk says is what was written: of each one end, and that is how its line ended.
    assert (
        office.rows(
            """select d.file_name from audit.delivery d
            left join audit.outcome o on o.delivery_id = d.delivery_id and o.step in ('published', 'held', 'failed')
            group by d.delivery_id, d.file_name, d.status having count(*) <> 1 or min(o.result) is distinct from d.status"""
        )
        == []
    )


def at_the(number: int, act: Callable[[], None], *, ended: bool) -> Callable[[Told], None]:
    """Acts when the delivery of that number is taken up, or has ended."""
    met: list[Told] = []

    def watch(told: Told) -> None:
        if (told.ending is not None) == ended:
            met.append(told)
            if len(met) == number:
                act()

    return watch


# --- killed -------------------------------------------------------------------------------------------------------------
def a_night(office: Office, folder: Path) -> "subprocess.Popen[bytes]":
    environment = os.environ | {"CHITIEU_HOME": str(office.settings.home), "CHITIEU_SECRET_KEY": SECRET, "PYTHONPATH": str(ROOT)}
    environment["CHITIEU_DATABASE_URL"] = str(office.settings.database_url)
    command = [sys.executable, "-m", "flows.cli", "run", str(folder), "--as-of", f"{NIGHT:%Y-%m-%d}", "--json"]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def test_nights_killed_at_random_moments(office: Office, undisturbed: Undisturbed) -> None:
    """The whole group of processes, so that no child tidies up after it. A moment is drawn from as long as nights took so far.

    A night may be killed between its last word and its end: what it says to be done is then whole, as after a night that ended by itself.
    """
    moments, killed, longest, done = random.Random(SEED), 0, undisturbed.seconds, 0
    for _ in range(5 * KILLS):
        if killed == KILLS:
            break
        began = monotonic()
        night = a_night(office, undisturbed.folder)
        try:
            night.wait(moments.uniform(0.1, 1) * longest)
        except subprocess.TimeoutExpired:
            os.killpg(night.pid, signal.SIGKILL)
            killed += 1
        assert night.wait(60) in (-signal.SIGKILL, 0)
        longest = min(longest, monotonic() - began) if night.returncode == 0 else longest
        says_done = office.one("select count(*)::int from audit.run where state = 'finished'")
        assert says_done - done <= 1
        assert says_done > done or night.returncode != 0
        if says_done > done:
            assert (office.facts(), office.figures()) == (undisturbed.facts, undisturbed.figures), "a night says that it is done and is not"
        done = says_done
    assert killed > 0
    assert_whole_after_one_more_night(office, undisturbed)


# --- the database -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT, signal.SIGKILL], ids=["fast shutdown", "immediate shutdown", "killed"])
def test_a_database_that_goes_away_in_the_middle(how: signal.Signals, undisturbed: Undisturbed, tmp_path: Path) -> None:
    settings = load_settings(cwd=ROOT, environ={"CHITIEU_HOME": str(tmp_path / "home"), "CHITIEU_SECRET_KEY": SECRET})
    stop = at_the(2, lambda: _stop_server(settings.home, how), ended=True)
    with pytest.raises(TroubleError, match="connection to the database was lost. Start the database again. What was published"):
        run_paths(settings, [undisturbed.folder], as_of=NIGHT, watch=stop)
    with embedded_server(settings.home) as url:
        office = office_at(url, tmp_path)
        assert office.one("select count(*)::int from audit.delivery") == 2
        assert_whole_after_one_more_night(Office(replace(office.settings, home=settings.home), tmp_path), undisturbed)
        assert office.rows("select state from audit.run order by run_id") == [("killed",), ("finished",)]


def _stop_server(home: Path, how: signal.Signals) -> None:
    folder = Folder(home.absolute() / "postgres")
    signal_postmaster(folder, how)
    deadline = monotonic() + 60
    while folder.server_lives() and monotonic() < deadline:
        threading.Event().wait(0.02)


def test_a_connection_that_is_cut_by_the_administrator(office: Office, undisturbed: Undisturbed) -> None:
    def cut() -> None:
        with psycopg.connect(str(office.settings.database_url), autocommit=True) as other:
            other.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
            )

    with pytest.raises(TroubleError, match="connection to the database was lost"):
        run_paths(office.settings, [undisturbed.folder], as_of=NIGHT, watch=at_the(1, cut, ended=True))
    assert_whole_after_one_more_night(office, undisturbed)


def test_a_login_that_lost_a_right_says_which(office: Office, undisturbed: Undisturbed) -> None:
    """A table that only the administrator may write to, as after a restore under another name."""
    name = "writer_" + office.settings.database_url.rsplit("_", 1)[1]  # type: ignore[union-attr]
    with psycopg.connect(str(office.settings.database_url), autocommit=True) as owner:
        owner.execute(f"create role {name} login password 'x' in role chitieu_pipeline".encode())
        try:
            owner.execute(b"revoke insert on audit.outcome from chitieu_pipeline")
            url = str(office.settings.database_url).replace("chitieu:", f"{name}:", 1)
            host = url.split("@", 1)[1]
            login = replace(office.settings, database_url=f"postgresql://{name}:x@{host}")
            with pytest.raises(TroubleError, match=r"login lacks a right \(permission denied for table outcome\). Give the login"):
                run_paths(login, [undisturbed.folder], as_of=NIGHT)
        finally:
            owner.execute(b"grant insert on audit.outcome to chitieu_pipeline")
            owner.execute(f"drop role {name}".encode())
    assert_whole_after_one_more_night(office, undisturbed)


# --- the disk -----------------------------------------------------------------------------------------------------------
@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[None]:
    place.mkdir(parents=True)
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)], capture_output=True, text=True)
    if made.returncode != 0:
        pytest.skip(f"no disk of {megabytes} MB can be mounted here: {made.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root of Linux mounts a small disk")
def test_a_full_disk_says_how_much_to_free(office: Office, undisturbed: Undisturbed, tmp_path: Path) -> None:
    with small_disk(tmp_path / "small", 4):
        own = replace(office.settings, home=tmp_path / "small/home")
        own.home.mkdir(mode=0o700)
        (tmp_path / "small/other").write_bytes(b"x" * (4 * 2**20 - 40_000))
        with pytest.raises((LandingError, TroubleError), match=r"No space left on device|it is full") as raised:
            run_paths(own, [undisturbed.folder], as_of=NIGHT)
        assert "MB are free there, 1,500 MB are needed: free at least 1,500 MB." in str(raised.value)
        [(state, message)] = office.rows(
            "select r.state, o.message from audit.run r join audit.outcome o using (run_id) where o.step = 'failed' and o.file_name is null"
        )
        assert (state, message) == ("failed", str(raised.value))
        (tmp_path / "small/other").unlink()
        assert_whole_after_one_more_night(Office(own, office.folder), undisturbed)


# --- two nights, and the calendar ---------------------------------------------------------------------------------------
def test_two_nights_at_once(office: Office, undisturbed: Undisturbed) -> None:
    refused: list[str] = []

    def second() -> None:
        with pytest.raises(WarehouseError) as raised:
            run_paths(office.settings, [undisturbed.folder], as_of=NIGHT)
        refused.append(str(raised.value))

    run_paths(office.settings, [undisturbed.folder], as_of=NIGHT, watch=at_the(1, second, ended=True))
    assert refused == ["Another run is using this warehouse. Wait until it has ended, then start again."]
    assert office.one("select count(*)::int from audit.run") == 1
    assert_whole_after_one_more_night(office, undisturbed)


def test_a_clock_that_was_years_ahead_and_is_set_back(office: Office, undisturbed: Undisturbed) -> None:
    names = sorted(path for path in undisturbed.folder.iterdir())
    run_paths(office.settings, names[:3], as_of=date(2031, 1, 1))
    assert_whole_after_one_more_night(office, undisturbed)
