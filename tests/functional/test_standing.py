"""``chitieu serve`` through killed nights and days off, on its real Prefect server with a schedule of every minute.

One test, because a service takes half a minute to start, and each chapter begins where the one before ended: a night is killed in its
middle with all of the service; five days pass; the service comes back, and again after another kill. In the end the warehouse is that of
one night that nobody disturbed.
"""

import os
import re
import signal
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.database.embedded.server import server_url
from flows.pipeline.run import run_paths
from tests.conftest import ROOT
from tests.support.databases import first_ward
from tests.support.mailbox import Mailbox, a_mail_server
from tests.support.office import Office, an_office
from tests.support.service import DELIVERIES, PATIENCE_SECONDS, Service, free_port, make_ward, said, start, wait_for

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes of the service are looked for in /proc")
AWAY = timedelta(days=5)


@dataclass
class Story:
    """``began``: when each service was started; ``left``: processes that were there after each kill."""

    cwd: Path
    environment: dict[str, str]
    box: Mailbox
    services: list[Service] = field(default_factory=list)
    began: list[datetime] = field(default_factory=list)
    left: list[list[str]] = field(default_factory=list)

    @property
    def service(self) -> Service:
        return self.services[-1]

    def serve(self) -> None:
        port = free_port()
        self.began.append(datetime.now(UTC))
        process = start(self.cwd, self.environment, port)
        greeting = said(process)
        assert f"http://127.0.0.1:{port}" in greeting, process.communicate()[1]
        self.services.append(Service(process, self.cwd, self.environment, f"http://127.0.0.1:{port}"))

    def kill(self) -> None:
        self.service.process.kill()
        self.service.process.communicate(timeout=PATIENCE_SECONDS)
        wait_for(lambda: not self.processes())

    def processes(self) -> list[str]:
        """All that runs in the ward's folder or speaks of it, by what only they have: the home in their environment, or in their words."""
        return [text for text in map(_words, Path("/proc").glob("[0-9]*")) if str(self.cwd) in text]

    def runs(self, **state: list[str]) -> list[dict[str, Any]]:
        """Of the deployment, the oldest first."""
        wanted = {"sort": "EXPECTED_START_TIME_ASC", "limit": 200, "flow_runs": {"state": {"type": {"any_": state["type"]}}}}
        found: list[dict[str, Any]] = self.service.ask("flow_runs/filter", wanted)
        return found

    def days_pass_in_the_audit(self) -> None:
        """While the warehouse runs: what began, began five days ago."""
        self.service.query(f"update audit.run set started_at = started_at - interval '{AWAY.days} days' returning 1")

    def days_pass(self) -> None:
        """Everything that Prefect has planned was planned for five days ago."""
        with sqlite3.connect(self.cwd / "home/prefect/prefect.db") as database:
            database.execute(
                f"""update flow_run_state set state_details = json_set(state_details, '$.scheduled_time',
                    strftime('%Y-%m-%dT%H:%M:%SZ', json_extract(state_details, '$.scheduled_time'), '-{AWAY.days} days'))
                where id in (select state_id from flow_run where state_type = 'SCHEDULED')"""
            )
            for column in ("expected_start_time", "next_scheduled_start_time"):
                database.execute(
                    f"""update flow_run set {column} = strftime('%Y-%m-%d %H:%M:%f', {column}, '-{AWAY.days} days') || '000'
                    where state_type = 'SCHEDULED'"""
                )


def _words(process: Path) -> str:
    try:
        if (process / "stat").read_text().rsplit(")", 1)[1].split()[0] == "Z" or int(process.name) == os.getpid():
            return ""
        told = (process / "cmdline").read_bytes() + b" " + (process / "environ").read_bytes()
        return f"{told.decode(errors='replace')} {(process / 'cwd').readlink()}"
    except OSError:
        return ""


@pytest.fixture
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    cwd = tmp_path_factory.mktemp("standing")
    make_ward(cwd, "* * * * *", people=True)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "CHITIEU_"))}
    environment = {**inherited, "PYTHONPATH": str(ROOT), "HOME": str(cwd / "user"), "CHITIEU_HOME": "home"}
    with a_mail_server() as box:
        told = Story(cwd, {**environment, "CHITIEU_WEB_PORT": str(free_port()), "CHITIEU_CHANNEL_LAN_MAIL": box.address}, box)
        try:
            yield told
        finally:
            if told.services and told.service.process.poll() is None:
                told.service.process.send_signal(signal.SIGTERM)
                told.service.process.communicate(timeout=PATIENCE_SECONDS)


def a_killed_service_leaves_nothing_behind_not_even_the_night_in_its_middle(story: Story) -> None:
    story.serve()
    wait_for(lambda: [step for run in story.runs(type=["RUNNING"]) for step in story.service.steps(run) if step["name"] in DELIVERIES])
    assert len(story.processes()) > 5
    story.days_pass_in_the_audit()
    story.kill()
    assert story.processes() == []
    assert server_url(story.cwd / "home") is None


def after_five_days_one_night_runs(story: Story) -> None:
    """The first night was killed; sixty were planned, and all of them missed."""
    story.days_pass()
    story.serve()
    back = story.began[-1]
    done = wait_for(lambda: story.runs(type=["COMPLETED"]))
    ended = story.runs(type=["COMPLETED", "CANCELLED", "CRASHED", "FAILED", "RUNNING", "PENDING"])
    missed = [run for run in ended if datetime.fromisoformat(run["expected_start_time"]) < back - timedelta(hours=1)]
    assert len(missed) > 20
    assert Counter(run["state"]["name"] for run in missed) == {"Skipped": len(missed) - 1, "Completed": 1}
    assert [run["id"] for run in missed if run["state"]["name"] == "Completed"] == [done[0]["id"]] == [missed[-1]["id"]]


def the_people_of_the_ward_hear_of_the_nights_that_did_not_run(story: Story) -> None:
    def told() -> list[str]:
        return [str(letter["subject"]) for letter in story.box.letters if "đêm không chạy" in str(letter["subject"])]

    [subject] = wait_for(told)
    count = re.search(r": ([\d.]+) đêm không chạy$", subject)
    assert count and int(count[1].replace(".", "")) > (AWAY.days - 1) * 24 * 60


def the_killed_night_is_closed_in_prefect_and_in_the_audit(story: Story) -> None:
    [dead] = story.runs(type=["CRASHED"])
    assert "was killed" in dead["state"]["message"]
    assert {step["state_type"] for step in story.service.steps(dead)} <= {"CRASHED", "COMPLETED"}
    assert story.service.query("select state from audit.run order by run_id limit 2") in (
        [("killed",), ("finished",)],  # it died after its line was written
        [("finished",), ("finished",)],
    )


def the_next_nights_come_of_themselves_and_after_a_kill_between_them(story: Story) -> None:
    wait_for(lambda: len(story.runs(type=["COMPLETED"])) >= 2)
    story.kill()
    before = story.began[-1]
    story.serve()
    third = wait_for(lambda: [run for run in story.runs(type=["COMPLETED"]) if datetime.fromisoformat(run["start_time"]) > story.began[-1]])
    assert story.began[-1] > before and third[0]["state"]["message"].startswith("2 deliveries, 0 of them held")
    assert story.runs(type=["FAILED"]) == []


def the_warehouse_is_that_of_one_night_that_nobody_disturbed(story: Story, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    url = server_url(story.cwd / "home")
    assert url is not None
    stood = Office(first_ward(url, story.cwd / "home"), story.cwd)
    with an_office("embedded", request, tmp_path) as undisturbed:
        run_paths(undisturbed.settings, [story.cwd / "share"])
        assert stood.figures() == undisturbed.figures()
        assert len(stood.facts()["health_insurance"]) == len(undisturbed.facts()["health_insurance"]) > 200  # pseudonyms have other keys
    assert stood.rows("select file_name, count(*)::int from audit.delivery group by 1 order by 1") == [(name, 1) for name in DELIVERIES]


def ends_in_order(story: Story) -> None:
    story.service.process.send_signal(signal.SIGTERM)
    story.service.process.communicate(timeout=PATIENCE_SECONDS)
    assert story.service.process.returncode == 0
    wait_for(lambda: not story.processes())


def test_a_service_lives_through_killed_nights_and_days_off(story: Story, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    a_killed_service_leaves_nothing_behind_not_even_the_night_in_its_middle(story)
    after_five_days_one_night_runs(story)
    the_people_of_the_ward_hear_of_the_nights_that_did_not_run(story)
    the_killed_night_is_closed_in_prefect_and_in_the_audit(story)
    the_next_nights_come_of_themselves_and_after_a_kill_between_them(story)
    the_warehouse_is_that_of_one_night_that_nobody_disturbed(story, request, tmp_path)
    ends_in_order(story)
