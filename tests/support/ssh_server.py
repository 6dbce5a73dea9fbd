"""OpenSSH's own server with a configuration, keys and users of its own, on loopback. Nothing of the machine's SSH is touched.

Started by root it has a user with a password (in copies of the lists of users that this server alone sees) where the machine allows
mounts of its own; else it serves the user who started it, by key.
"""

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
_CONFIGURATION = """
ListenAddress 127.0.0.1
Port {port}
HostKey {folder}/host_key
PidFile none
AuthorizedKeysFile {folder}/user_key.pub
StrictModes no
UsePAM no
UseDNS no
PasswordAuthentication yes
KbdInteractiveAuthentication no
LogLevel ERROR
MaxStartups 100
Subsystem sftp internal-sftp
ForceCommand internal-sftp
"""
_WITH_USERS_OF_ITS_OWN = """
mount --make-rprivate / && mount --bind {folder}/passwd /etc/passwd && mount --bind {folder}/shadow /etc/shadow &&
exec {sshd} -D -e -f {folder}/sshd_config
"""


@dataclass(frozen=True)
class SshServer:
    """``password``: None where this machine lets nobody have one. ``is_other_user``: the files it serves can be closed to it."""

    folder: Path
    port: int
    user: str
    key_file: Path
    password: str | None

    def known_hosts(self, port: int | None = None) -> str:
        kind, key = (self.folder / "host_key.pub").read_text().split()[:2]
        return f"[127.0.0.1]:{port or self.port} {kind} {key}\n"


def make_key(path: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)


@contextmanager
def ssh_server(folder: Path) -> Iterator[SshServer]:
    """``folder``: for its keys; what it serves is any path that its user may read."""
    if _SSHD is None:
        pytest.skip("no OpenSSH server is installed")
    port = free_port()
    make_key(folder / "host_key")
    make_key(folder / "user_key")
    (folder / "sshd_config").write_text(_CONFIGURATION.format(port=port, folder=folder))
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # where root's server keeps its unprivileged half
    password = _with_a_user_of_its_own(folder)
    user = "chitieu-test" if password else pwd.getpwuid(os.getuid()).pw_name
    script = _WITH_USERS_OF_ITS_OWN.format(folder=folder, sshd=_SSHD)
    command = ["unshare", "--mount", "sh", "-c", script] if password else [_SSHD, "-D", "-e", "-f", str(folder / "sshd_config")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        wait_for(port)
        yield SshServer(folder, port, user, folder / "user_key", password)
    finally:
        process.terminate()
        process.wait(10)


def _with_a_user_of_its_own(folder: Path) -> str | None:
    """The password, None where mounts of its own are not to be had."""
    if os.getuid() != 0 or subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode != 0:
        return None
    password = "Mật khẩu/@7#"
    hashed = subprocess.run(
        ["openssl", "passwd", "-6", "-stdin"], input=password, capture_output=True, text=True, check=True
    ).stdout.strip()
    (folder / "passwd").write_text(Path("/etc/passwd").read_text() + "chitieu-test:x:47011:65534::/:/usr/sbin/nologin\n")
    (folder / "shadow").write_text(Path("/etc/shadow").read_text() + f"chitieu-test:{hashed}:20000:0:99999:7:::\n")
    return password


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(port: int, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
