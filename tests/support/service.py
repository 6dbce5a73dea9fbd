"""The real service, for tests: ``chitieu serve`` as a process, its Prefect server asked through the API, its warehouse by SQL."""

import base64
import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from flows.database.embedded.server import server_url
from flows.system.files import ROOT

SAMPLES = ROOT / "data_raw" / "samples"
DELIVERIES = ("BHYT/BHYT_2026-06.csv", "bao-cao-phong/BaoCao_ChiTieu_2026-06.xlsx")
CRON, TIMEZONE = "15 2 * * 1-5", "Asia/Bangkok"
#: Long enough for a machine that is busy with other things; a test that passes never waits so long.
PATIENCE_SECONDS = 180

#: What ``chitieu run`` does where a server runs: nothing but the document may reach standard output.
RUN = """
import json, sys
from dataclasses import asdict
from pathlib import Path
from flows.config.settings import load_settings
from flows.orchestration.prefect_server import running_api
from flows.orchestration.nightly import run_on_server
api_url = running_api(load_settings())
assert api_url, "no server was found"
print(json.dumps(asdict(run_on_server(api_url, None, [Path(path) for path in sys.argv[1:]]))))
"""


@dataclass
class Service:
    """A running ``chitieu serve``: its process, the folder it was started in, its page."""

    process: "subprocess.Popen[str]"
    cwd: Path
    environment: dict[str, str]
    page_url: str

    @property
    def home(self) -> Path:
        return self.cwd / "home"

    def ask(self, path: str, body: Any = None, *, password: bool = True) -> Any:
        """The API's answer; ``body`` makes it a POST. While its database is being written to the server says 503, and Prefect's own clients
        ask again."""
        request = urllib.request.Request(
            f"{self.page_url}/api/{path}", json.dumps(body).encode() if body is not None else None, {"Content-Type": "application/json"}
        )
        if password:
            request.add_header("Authorization", f"Basic {base64.b64encode((self.home / 'prefect/auth').read_bytes()).decode()}")
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        for tries_left in reversed(range(10)):
            try:
                with opener.open(request, timeout=30) as answer:
                    return json.loads(answer.read())
            except urllib.error.HTTPError as error:
                if error.code != 503 or not tries_left:
                    raise
                time.sleep(1)

    def steps(self, run: dict[str, Any]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ask("task_runs/filter", {"flow_runs": {"id": {"any_": [run["id"]]}}})
        return found

    def run(self, *paths: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-c", RUN, *paths],
            cwd=self.cwd,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )

    def query(self, text: str) -> list[tuple[Any, ...]]:
        url = server_url(self.home)
        assert url is not None
        with psycopg.connect(url) as connection:
            return connection.execute(text.encode()).fetchall()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(what: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (found := what()):
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.5)
    return found


def make_ward(cwd: Path, cron: str = CRON, *, people: bool = False) -> None:
    """The shipped ward with a schedule of its own, and with the folder ``share`` as the source to pull from. ``people``: with an officer
    whose channel is CHITIEU_CHANNEL_LAN_MAIL."""
    shutil.copytree(ROOT / "wards/nguyen-dai-nang", cwd / "wards/nguyen-dai-nang")
    file = cwd / "wards/nguyen-dai-nang/ward.toml"
    text = (
        file.read_text("utf-8")
        .replace('cron = "30 1 * * *"', f'cron = "{cron}"')
        .replace('timezone = "Asia/Ho_Chi_Minh"', f'timezone = "{TIMEZONE}"')
    )
    text += '\n[[source]]\nname = "Ổ đĩa chung"\nurl = "share"\n'
    file.write_text(text + ('\n[[person]]\nname = "Trần Thị Lan"\nchannels = ["lan_mail"]\n' if people else ""), "utf-8")
    for name in DELIVERIES:
        (cwd / "share" / name).parent.mkdir(parents=True)
        shutil.copy(SAMPLES / name, cwd / "share" / name)


def start(cwd: Path, environment: dict[str, str], port: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "serve", "--port", str(port)],
        cwd=cwd,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def said(process: "subprocess.Popen[str]") -> str:
    """The lines of the start; all that the process says on standard output if it ends before."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "Prefect's page" in line:
            break
    return "".join(lines)
