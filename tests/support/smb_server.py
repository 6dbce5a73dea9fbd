"""Samba with a configuration, folders and a user of its own, on loopback; root alone can start it."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.ssh_server import free_port, wait_for

USER, PASSWORD = "root", "Mat khau/@7"
_CONFIGURATION = """
[global]
    smb ports = {port}
    interfaces = 127.0.0.1
    bind interfaces only = yes
    server role = standalone server
    disable netbios = yes
    load printers = no
    disable spoolss = yes
    passdb backend = tdbsam:{folder}/passdb.tdb
    private dir = {folder}
    lock directory = {folder}
    state directory = {folder}
    cache directory = {folder}
    pid directory = {folder}
    ncalrpc dir = {folder}/ncalrpc
    log file = {folder}/log
    dead time = 1
[ward]
    path = {share}
    read only = no
    valid users = root
"""


@contextmanager
def smb_server(folder: Path, share: Path) -> Iterator[str]:
    """The address of a share that ``USER`` may write to."""
    smbd = shutil.which("smbd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if smbd is None or os.getuid() != 0:
        pytest.skip("no Samba is installed, or this user may not start it")
    port = free_port()
    configuration = folder / "smb.conf"
    configuration.write_text(_CONFIGURATION.format(port=port, folder=folder, share=share))
    said = f"{PASSWORD}\n{PASSWORD}\n"
    subprocess.run(["pdbedit", "-s", configuration, "-a", "-u", USER, "-t"], input=said, text=True, check=True, capture_output=True)
    command = [smbd, "--foreground", "--no-process-group", f"--configfile={configuration}"]
    quiet = subprocess.DEVNULL
    # A session of its own: at its end it ends its whole process group.
    process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        wait_for(port, 20)
        yield f"smb://127.0.0.1:{port}/ward"
    finally:
        process.terminate()
        process.wait(10)
