"""What the operator's page tells works: its commands on a fresh home and the samples, the unit as systemd sees it, the task's form."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "operator.md").read_text("utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
UNIT = ROOT / "packaging" / "systemd" / "chitieu.service"
TASK = ROOT / "packaging" / "windows" / "chitieu-task.xml"
#: Exit status 3 tells of refused files: among the samples two are meant to be.
PRELUDE = 'set -euo pipefail\nchitieu() { command chitieu "$@" || [ $? = 3 ]; }\n'
#: systemd's figure for a unit that is well confined; 9.6 is that of one without any of it.
MOST_EXPOSURE = 2.0

with_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")


def test_the_commands_of_the_page_work_one_after_the_other(tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    (tmp_path / "passphrase").write_text("một câu dài để thử, không phải bí mật\n", "utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("CHITIEU_", "PREFECT_"))} | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "CHITIEU_HOME": str(tmp_path / "home"),
        "BACKUPS": str(tmp_path / "backups"),
        "PASSPHRASE_FILE": str(tmp_path / "passphrase"),
        "PASSWORD": "mat khau de thu 2026",
    }
    assert len(BLOCKS) == 8
    done = subprocess.run(
        ["bash", "-c", PRELUDE + "\n".join(BLOCKS)],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert (done.returncode, done.stderr) == (0, ""), (done.stderr, done.stdout[-2000:])
    assert done.stdout.count("restores whole") == 3  # verified at once, verified later, restored
    assert "lan" in done.stdout and "Đã dựng lại kho dữ liệu từ" in done.stdout
    assert (tmp_path / "backups" / "chitieu-weekly.tar").stat().st_mode & 0o777 == 0o600


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """With a program that is there: where it will be put, nothing is yet."""
    text, count = re.subn(r"^ExecStart=\S+", "ExecStart=/bin/true", UNIT.read_text("utf-8"), flags=re.MULTILINE)
    assert count == 1
    (tmp_path / UNIT.name).write_text(text, "utf-8")
    return tmp_path / UNIT.name


@with_systemd
def test_systemd_finds_nothing_to_complain_of_in_the_unit(unit: Path) -> None:
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, timeout=60)
    assert (done.returncode, [line for line in done.stderr.splitlines() if UNIT.name in line]) == (0, [])
    unit.write_text(unit.read_text("utf-8").replace("NoNewPrivileges=true", "NoNewPrivilege=true"), "utf-8")
    wrong = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, timeout=60)
    assert "NoNewPrivilege" in wrong.stderr, "a name that systemd does not know is told, so silence means something"


@with_systemd
def test_the_unit_is_confined(unit: Path) -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", str(unit)], capture_output=True, text=True, timeout=60
    )
    found = re.search(r"Overall exposure level for chitieu\.service: ([\d.]+)", done.stdout)
    assert found, done.stdout + done.stderr
    assert float(found[1]) <= MOST_EXPOSURE


def test_the_page_and_the_unit_speak_of_the_same_places() -> None:
    text = UNIT.read_text("utf-8")
    for setting, place in (
        ("WorkingDirectory", "/etc/chitieu"),
        ("Environment=CHITIEU_HOME", "/var/lib/chitieu"),
        ("ReadWritePaths", "/var/lib/chitieu"),
    ):
        assert f"{setting}={place}" in text and f"`{place}`" in PAGE
    assert "ExecStart=/opt/chitieu/.venv/bin/chitieu serve\n" in text and "`/opt/chitieu`" in PAGE


def test_the_task_of_windows_starts_the_service_and_never_ends_it() -> None:
    space = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    task = ElementTree.fromstring(TASK.read_bytes())
    assert task.findtext("t:Actions/t:Exec/t:Arguments", namespaces=space) == "serve"
    assert task.findtext("t:Settings/t:ExecutionTimeLimit", namespaces=space) == "PT0S"  # no limit
    assert task.findtext("t:Settings/t:MultipleInstancesPolicy", namespaces=space) == "IgnoreNew"
    assert task.findtext("t:Settings/t:RestartOnFailure/t:Count", namespaces=space) == "5"
