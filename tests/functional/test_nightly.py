"""The real service: ``chitieu serve`` with its Prefect server and its embedded PostgreSQL, and the real flow on it.

One service for the whole module, because it takes some twenty seconds to start. The ward is the shipped one, with a schedule and a source
of its own, so that what is read back is what was configured.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from flows.config.settings import Settings, load_settings
from flows.database.embedded.server import server_url
from flows.system.files import ROOT
from tests.support.mailbox import Mailbox, a_mail_server
from tests.support.service import (
    CRON,
    DELIVERIES,
    PATIENCE_SECONDS,
    SAMPLES,
    TIMEZONE,
    Service,
    free_port,
    make_ward,
    said,
    start,
    wait_for,
)

ENDED = ("COMPLETED", "FAILED", "CRASHED")
#: ``flows.orchestration.nightly`` has it too; importing that takes Prefect's seconds.
NOT_WHOLE = "Not whole"


@pytest.fixture(scope="module")
def box() -> Iterator[Mailbox]:
    with a_mail_server() as box:
        yield box


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, box: Mailbox) -> Iterator[Service]:
    cwd, port = tmp_path_factory.mktemp("ward"), free_port()
    make_ward(cwd, people=True)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "CHITIEU_"))}
    # A proxy that nobody has and a Prefect database that nobody may touch: neither may matter.
    environment = {
        **inherited,
        "PYTHONPATH": str(ROOT),
        "HOME": str(cwd / "user"),
        "CHITIEU_HOME": "home",
        "CHITIEU_WEB_PORT": str(free_port()),
        "http_proxy": "http://127.0.0.1:9",
        "CHITIEU_CHANNEL_LAN_MAIL": box.address,
        "PREFECT_API_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{cwd}/foreign.db",
    }
    process = start(cwd, environment, port)
    try:
        greeting = said(process)
        assert f"http://127.0.0.1:{port}" in greeting, process.communicate()[1]
        yield Service(process, cwd, environment, f"http://127.0.0.1:{port}")
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE_SECONDS)


@pytest.fixture(scope="module")
def first_run(service: Service) -> dict[str, Any]:
    """The document of a run by hand over the two deliveries, through the server."""
    done = service.run("share")
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def deployment(service: Service) -> dict[str, Any]:
    found: dict[str, Any] = service.ask("deployments/name/chitieu%20nightly/nguyen-dai-nang")
    return found


def last_run(service: Service) -> dict[str, Any]:
    found: dict[str, Any] = service.ask(
        "flow_runs/filter", {"sort": "EXPECTED_START_TIME_DESC", "flow_runs": {"state": {"type": {"not_any_": ["SCHEDULED"]}}}}
    )[0]
    return found


def personal_values() -> set[str]:
    """Names, numbers and addresses of the sample's people."""
    rows = [line.split(";") for line in (SAMPLES / DELIVERIES[0]).read_text("utf-8-sig").splitlines()[1:]]
    return {value for row in rows if len(row) > 12 for value in (row[1], row[2], row[5], row[6], row[12]) if len(value) > 5}


# --- the service ------------------------------------------------------------------------------------------------------
def test_the_night_is_deployed_with_the_schedule_of_the_ward(service: Service) -> None:
    found = deployment(service)
    assert [(item["schedule"]["cron"], item["schedule"]["timezone"], item["active"]) for item in found["schedules"]] == [
        (CRON, TIMEZONE, True)
    ]
    assert found["parameters"] == {"ward": "nguyen-dai-nang"}


def test_the_next_nights_are_planned(service: Service) -> None:
    """Deployed is not planned: Prefect's scheduler writes the runs, and a library that does not fit breaks it without a word."""
    planned = wait_for(lambda: service.ask("flow_runs/filter", {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}))
    assert {run["deployment_id"] for run in planned} == {deployment(service)["id"]}


def test_nothing_is_told_to_the_makers_of_prefect(service: Service) -> None:
    settings = service.ask("admin/settings")
    assert settings["server"]["analytics_enabled"] is False
    assert settings["telemetry"]["enable_resource_metrics"] is False
    assert settings["cloud"]["enable_orchestration_telemetry"] is False


def test_the_api_asks_for_the_password(service: Service) -> None:
    with pytest.raises(urllib.error.HTTPError, match="401"):
        service.ask("deployments/filter", {}, password=False)


def test_no_other_page_may_speak_to_the_api(service: Service) -> None:
    request = urllib.request.Request(f"{service.page_url}/api/health", headers={"Origin": "http://elsewhere.example"})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as answer:
        assert answer.headers.get("Access-Control-Allow-Origin") is None


def test_the_officers_page_stands_beside_it_and_says_how_to_begin(service: Service) -> None:
    address = f"http://127.0.0.1:{service.environment['CHITIEU_WEB_PORT']}/"
    browser = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def opened() -> str:
        with suppress(urllib.error.URLError), browser.open(address, timeout=30) as answer:
            return str(answer.read().decode())
        return ""

    assert "chitieu user add" in wait_for(opened)


def test_what_the_server_keeps_is_its_owners_alone(service: Service) -> None:
    folder = service.home / "prefect"
    assert {path.stat().st_mode & 0o077 for path in [folder, *folder.rglob("*")]} == {0}
    assert not (service.cwd / "foreign.db").exists()
    assert not (service.cwd / "user").exists()


def test_a_second_service_of_one_home_is_refused(service: Service) -> None:
    done = start(service.cwd, service.environment, free_port())
    output, errors = done.communicate(timeout=PATIENCE_SECONDS)
    assert (done.returncode, output) == (1, "")
    assert "another chitieu serve keeps this home going" in errors


def test_a_taken_port_is_a_sentence(service: Service, tmp_path: Path) -> None:
    make_ward(tmp_path)
    done = start(tmp_path, service.environment, int(service.page_url.rsplit(":", 1)[1]))
    output, errors = done.communicate(timeout=PATIENCE_SECONDS)
    assert (done.returncode, output) == (1, "")
    assert re.search(r"Port \d+ of 127.0.0.1 cannot be used .* choose another one with --port", errors)
    assert "Traceback" not in errors


# --- runs -------------------------------------------------------------------------------------------------------------
def test_a_run_through_the_server_publishes(service: Service, first_run: dict[str, Any]) -> None:
    assert {item["file"]: item["status"].split("_")[0] for item in first_run["deliveries"]} == dict.fromkeys(DELIVERIES, "published")
    assert service.query("select count(*) > 200 from warehouse.fact_health_insurance") == [(True,)]


def test_prefect_saw_the_run_and_its_steps(service: Service, first_run: dict[str, Any]) -> None:
    run = last_run(service)
    assert (run["state"]["type"], run["state"]["message"]) == ("COMPLETED", "2 deliveries, 0 of them held, unreadable or unrecognised")
    # Steps are written to the database some moments after the run.
    steps = wait_for(lambda: [steps for steps in [service.steps(run)] if len(steps) == 5 + len(DELIVERIES)])[0]
    assert {step["name"].rsplit("-", 1)[0]: step["state_type"] for step in steps if step["name"] not in DELIVERIES} == dict.fromkeys(
        ("gather deliveries", "open the warehouse", "the night", "tell", "write to people"), "COMPLETED"
    )


def test_prefect_saw_each_delivery_and_how_it_ended(service: Service, first_run: dict[str, Any]) -> None:
    shown = {step["name"]: step for step in service.steps(last_run(service)) if step["name"] in DELIVERIES}
    assert {name: step["state"]["name"] for name, step in shown.items()} == {
        item["file"]: item["status"].replace("_", " ").capitalize() for item in first_run["deliveries"]
    }
    assert {name: step["state"]["message"].split(" ")[0] for name, step in shown.items()} == {
        item["file"]: str(item["rows_published"]) for item in first_run["deliveries"]
    }
    assert all(step["start_time"] < step["end_time"] for step in shown.values())


def test_the_summary_tells_the_night_and_nobodys_name(service: Service, first_run: dict[str, Any]) -> None:
    [artifact] = service.ask("artifacts/filter", {"artifacts": {"key": {"any_": ["chitieu-nguyen-dai-nang"]}}})[:1]
    assert "Phường Nguyễn Đại Năng" in artifact["data"]
    assert "BaoCao\\_ChiTieu\\_2026-06.xlsx" in artifact["data"]
    assert not {value for value in personal_values() if value in artifact["data"]}


def test_prefect_keeps_nobodys_name(service: Service, first_run: dict[str, Any]) -> None:
    """Neither logs nor states nor parameters: all that the server holds is searched."""
    child_process = "".join(path.read_bytes().decode("utf-8", "ignore") for path in (service.home / "prefect").rglob("*") if path.is_file())
    assert len(personal_values()) > 500
    assert not {value for value in personal_values() if value in child_process}


def test_the_deployed_night_pulls_and_finds_what_is_known(service: Service, first_run: dict[str, Any]) -> None:
    """By the service's own runner, as at night: the same files from the source are duplicates, which is no failure."""
    run = service.ask(f"deployments/{deployment(service)['id']}/create_flow_run", {})
    ended = wait_for(lambda: [state for state in [service.ask(f"flow_runs/{run['id']}")["state"]] if state["type"] in ENDED])[0]
    assert (ended["type"], ended["message"]) == ("COMPLETED", "2 deliveries, 0 of them held, unreadable or unrecognised")
    newest = service.ask("artifacts/filter", {"sort": "CREATED_DESC"})[0]
    assert "2 tệp (trùng, đã nhận trước đó: 2)" in newest["data"]
    assert sorted(
        str(path.relative_to(service.home / "inbox/Ổ đĩa chung")) for path in (service.home / "inbox").rglob("[!.]*.*")
    ) == sorted(DELIVERIES)


def test_a_failure_is_the_sentence_and_no_traceback(service: Service, first_run: dict[str, Any]) -> None:
    done = service.run("nowhere")
    assert "nowhere: there is no such file or folder. Give the folder that holds the exports." in done.stderr
    assert done.stderr.count("Traceback") <= 1  # this test's own program, which catches nothing
    run = last_run(service)
    assert (run["state"]["type"], run["state"]["message"]) == (
        "FAILED",
        "nowhere: there is no such file or folder. Give the folder that holds the exports.",
    )
    logs = service.ask("logs/filter", {"logs": {"flow_run_id": {"any_": [run["id"]]}}})
    assert not [item for item in logs if "Traceback" in item["message"]]


def process_of_the_night(service: Service) -> int | None:
    """What Prefect's runner has started."""
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if b"spawn_main" in (place / "cmdline").read_bytes() and str(service.cwd).encode() in (place / "environ").read_bytes():
                return int(place.name)
    return None


def test_a_night_that_one_source_failed_does_not_look_like_a_whole_one(service: Service, first_run: dict[str, Any]) -> None:
    ward = service.cwd / "wards/nguyen-dai-nang/ward.toml"
    as_it_was = ward.read_text("utf-8")
    ward.write_text(as_it_was + '\n[[source]]\nname = "Away"\nurl = "nowhere"\n', "utf-8")
    run = service.ask(f"deployments/{deployment(service)['id']}/create_flow_run", {})
    ended = wait_for(lambda: [state for state in [service.ask(f"flow_runs/{run['id']}")["state"]] if state["type"] in ENDED])[0]
    ward.write_text(as_it_was, "utf-8")
    assert (ended["type"], ended["name"]) == ("COMPLETED", NOT_WHOLE)
    assert "2 deliveries, 0 of them held" in ended["message"] and "Source 'Away' (nowhere): nothing was taken" in ended["message"]


@pytest.mark.skipif(sys.platform != "linux", reason="the night's process is looked for in /proc")
def test_the_people_of_the_ward_hear_at_once_of_a_night_that_failed_or_was_killed(
    service: Service, first_run: dict[str, Any], box: Mailbox
) -> None:
    path = f"deployments/{deployment(service)['id']}/create_flow_run"
    box.taken()  # of the nights before
    service.ask(path, {"parameters": {"ward": "nguyen-dai-nang", "as_of": "someday"}})
    ((subject, text),) = wait_for(box.taken)
    assert "không hoàn thành" in subject and "cấu hình của phường có chỗ sai" in text and "someday" not in text

    killed = service.ask(path, {})
    wait_for(lambda: service.ask(f"flow_runs/{killed['id']}")["state"]["type"] == "RUNNING")
    os.kill(process_of_the_night(service) or 0, signal.SIGKILL)
    ((_, text),) = wait_for(box.taken)
    assert "đợt chạy bị ngắt giữa chừng" in text
    assert service.ask(f"flow_runs/{killed['id']}")["state"]["type"] == "CRASHED"
    wait_for(lambda: len(service.query("select 1 from audit.digest where kind = 'failed' and is_sent")) == 2)


def test_a_server_that_does_not_answer_is_told_and_done_without(service: Service, first_run: dict[str, Any]) -> None:
    away = f"http://127.0.0.1:{free_port()}/api"
    done = service.run("share", PREFECT_API_URL=away)
    assert [item["status"] for item in json.loads(done.stdout)["deliveries"]] == ["duplicate", "duplicate"]
    assert f"No Prefect server answers at {away}: the run goes on without it." in done.stderr


class AwayAtFirst(threading.Thread):
    """A database behind a door that is shut for the second after the first knock, and open from then on."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.behind, self.door = port, socket.create_server(("127.0.0.1", 0))
        self.opens_at: float | None = None

    def run(self) -> None:
        while True:
            try:
                guest, _ = self.door.accept()
            except OSError:
                return
            self.opens_at = self.opens_at or time.monotonic() + 1
            if time.monotonic() < self.opens_at:
                guest.close()
                continue
            host = socket.create_connection(("127.0.0.1", self.behind))
            for here, there in ((guest, host), (host, guest)):
                threading.Thread(target=_carry, args=(here, there), daemon=True).start()


def _carry(here: socket.socket, there: socket.socket) -> None:
    with here, there, suppress(OSError):
        while data := here.recv(65536):
            there.sendall(data)


def test_a_night_waits_for_a_database_that_is_away_for_a_moment(service: Service, one_empty_database_url: str) -> None:
    door = AwayAtFirst(urlsplit(one_empty_database_url).port or 0)
    door.start()
    url = re.sub(r":\d+/", f":{door.door.getsockname()[1]}/", one_empty_database_url)
    (service.cwd / "empty").mkdir()
    with door.door:
        done = service.run("empty", CHITIEU_DATABASE_URL=url)
    assert done.returncode == 0, done.stderr
    # Steps are written to the database some moments after the run.
    tried = wait_for(
        lambda: [
            step for step in service.steps(last_run(service)) if step["name"].startswith("open the warehouse") and step["run_count"] > 1
        ]
    )
    assert [step["run_count"] for step in tried] == [2]


# --- what waiting helps -----------------------------------------------------------------------------------------------
def outcome_of(settings: Settings) -> bool:
    """Whether the error of opening the warehouse is one that is tried again."""
    from prefect.states import Failed

    from flows.database.engine import WarehouseError, open_engine
    from flows.orchestration.retries import is_transient

    with pytest.raises(WarehouseError) as raised, open_engine(settings):
        pass
    return is_transient(None, None, Failed(data=raised.value))


@pytest.mark.parametrize("change", ["password", "database"])
def test_a_database_that_refuses_is_not_asked_again(embedded_url: str, make_settings: Callable[[str], Settings], change: str) -> None:
    wrong = re.sub(r":[^:@/]+@", ":wrong@", embedded_url) if change == "password" else embedded_url.rsplit("/", 1)[0] + "/nosuch"
    assert not outcome_of(make_settings(wrong))


def test_a_database_that_is_away_is_asked_again(make_settings: Callable[[str], Settings]) -> None:
    assert outcome_of(make_settings(f"postgresql://chitieu:x@127.0.0.1:{free_port()}/chitieu"))


def test_no_server_is_found_where_none_was_started(tmp_path: Path) -> None:
    from flows.orchestration.prefect_server import running_api

    settings = load_settings(cwd=ROOT, environ={"CHITIEU_HOME": str(tmp_path / "home")})
    assert running_api(settings, {}) is None
    assert running_api(settings, {"PREFECT_API_URL": "http://127.0.0.1:4200/api"}) == "http://127.0.0.1:4200/api"


def test_a_record_without_its_service_is_not_believed(tmp_path: Path, service: Service) -> None:
    from flows.orchestration.prefect_server import running_api

    settings = load_settings(cwd=ROOT, environ={"CHITIEU_HOME": str(tmp_path / "home")})
    (settings.home / "prefect").mkdir()
    shutil.copy(service.home / "prefect/api_url", settings.home / "prefect/api_url")
    assert running_api(settings, {}) is None


# --- the end; last, because it ends the service of the module ---------------------------------------------------------
def test_the_service_ends_in_order_and_leaves_nothing_behind(service: Service, first_run: dict[str, Any]) -> None:
    began = time.monotonic()
    service.process.send_signal(signal.SIGTERM)
    assert service.process.wait(PATIENCE_SECONDS) == 0
    assert time.monotonic() - began < 15, "a part was waited for until it was killed"  # after 20 seconds
    assert not (service.home / "prefect/api_url").exists()
    assert server_url(service.home) is None
    left = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True).stdout
    assert not [line for line in left.splitlines() if quote(service.page_url.rsplit(":", 1)[1]) in line.split()]
