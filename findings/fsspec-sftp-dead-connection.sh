#!/usr/bin/env bash
# Over an SFTP connection that has died, fsspec says that folders which are there are not there, and find() lists nothing.
#
# Library: fsspec 2026.9.0 (fsspec.implementations.sftp) with paramiko 5.1.0; OpenSSH's sshd, as installed.
# Expected: An error about the connection, or a new connection; a new object from fsspec.filesystem("sftp", ...) at least.
# Seen: exists() is False and find() is empty, without an error (ls() raises); asked for again with the same arguments,
#   fsspec hands out the same object with the same dead connection, for as long as the process lives. With
#   skip_instance_cache=True a new one connects.
# Matters: A service that fetches every night keeps the connection of its first night. From the second night on, every
#   drop folder is empty: no list has come, and nobody is told that nobody looked.
set -euo pipefail

sshd=$(command -v sshd || ls /usr/sbin/sshd 2>/dev/null) || { echo "OpenSSH's sshd is missing"; exit 2; }
work=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "fsspec==2026.9.0" "paramiko==5.1.0" ||
  { echo "the pinned packages could not be installed"; exit 2; }
cd "$work"
mkdir drop && echo "STT" > drop/list.csv
ssh-keygen -q -t ed25519 -N "" -f host_key && ssh-keygen -q -t ed25519 -N "" -f user_key
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat > sshd_config <<END
ListenAddress 127.0.0.1
Port $port
HostKey $work/host_key
PidFile none
AuthorizedKeysFile $work/user_key.pub
StrictModes no
UsePAM no
Subsystem sftp internal-sftp
END
if [ "$(id -u)" = 0 ]; then mkdir -p /run/sshd; fi
"$sshd" -D -e -f "$work/sshd_config" 2>log &
server=$!
"$work/venv/bin/python" - "$port" <<'PYTHON'
import getpass
import logging
import os
import sys
import time

import fsspec

logging.getLogger("paramiko").setLevel(logging.CRITICAL)
folder = os.getcwd() + "/drop"
login = {"host": "127.0.0.1", "port": int(sys.argv[1]), "username": getpass.getuser(), "key_filename": os.getcwd() + "/user_key"}
for _ in range(100):
    try:
        files = fsspec.filesystem("sftp", **login)
        break
    except Exception:
        time.sleep(0.1)


def look(files):
    try:
        listed = len(files.ls(folder))
    except Exception:
        listed = "raises"
    return [files.exists(folder), len(files.find(folder)), listed]


alive = look(files)
files.client.get_transport().sock.close()  # the line is gone; the server lives
time.sleep(0.5)
dead = look(files)
again = fsspec.filesystem("sftp", **login)
seen = [alive, dead, again is files, look(again), look(fsspec.filesystem("sftp", skip_instance_cache=True, **login))]
expected = [[True, 1, 1], [False, 0, "raises"], True, [False, 0, "raises"], [True, 1, 1]]
if seen != expected:
    sys.exit(f"changed: {seen}")
print("still so: over a dead connection exists() is", dead[0], "and find() finds", dead[1], "files; asked again, fsspec gives the same object")
PYTHON
