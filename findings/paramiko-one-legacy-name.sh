#!/usr/bin/env bash
# One file whose name is not UTF-8, and paramiko lists nothing of the whole folder.
#
# Library: paramiko 5.1.0 (SFTPClient), against the sftp-server of OpenSSH (Debian: openssh-sftp-server, as installed).
# Expected: The name as bytes, as readlink() of the same class gives it and a comment of the module promises ("just
#   return a byte string because the server probably doesn't know the filename's encoding"), or with a sign for the
#   letter; the other names in any case.
# Seen: listdir(), listdir_attr() and listdir_iter() raise UnicodeDecodeError, which names neither the file nor the
#   folder. The same file can be opened and read by the bytes of its name.
# Matters: Older Vietnamese systems name files in TCVN3 or VNI, and a server hands their bytes on. One such file in the
#   drop folder of an agency, and no night gets any file from there any more.
set -euo pipefail

server=/usr/lib/openssh/sftp-server
[ -x "$server" ] || server=/usr/libexec/sftp-server
[ -x "$server" ] || { echo "OpenSSH's sftp-server is missing"; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "paramiko==5.1.0" ||
  { echo "the pinned packages could not be installed"; exit 2; }
cd "$work"
"$work/venv/bin/python" - "$server" <<'PYTHON'
import os
import socket
import subprocess
import sys

import paramiko

folder = os.getcwd() + "/drop"
os.mkdir(folder)
with open(folder + "/tháng 8.csv", "w") as file:
    file.write("new")


class Line(socket.socket):
    """What paramiko asks of its channel beyond a socket."""

    def get_name(self):
        return "line"


ours, theirs = socket.socketpair()
process = subprocess.Popen([sys.argv[1]], stdin=theirs, stdout=theirs)
theirs.close()
client = paramiko.SFTPClient(Line(fileno=ours.detach()))


def listed(how):
    try:
        return sorted(getattr(one, "filename", one) for one in how(folder))
    except UnicodeDecodeError as error:
        return [type(error).__name__, "drop" in str(error) or "list" in str(error)]


ways = (client.listdir, client.listdir_attr, client.listdir_iter)
before = [listed(way) for way in ways]
legacy = folder.encode() + b"/danh s\xb8ch.csv"  # "danh sách" in TCVN3
with open(legacy, "w") as file:
    file.write("old")
after = [listed(way) for way in ways]
by_bytes = client.open(legacy).read()
os.symlink(b"danh s\xb8ch.csv", folder.encode() + b"/link")
link = client.readlink(folder + "/link")
process.terminate()

seen = [before, after, by_bytes, link]
expected = [[["tháng 8.csv"]] * 3, [["UnicodeDecodeError", False]] * 3, b"old", b"danh s\xb8ch.csv"]
if seen != expected:
    sys.exit(f"changed: {seen}")
print("still so: listdir(), listdir_attr() and listdir_iter() raise", after[0][0], "beside one name in TCVN3; readlink() gives", link)
PYTHON
