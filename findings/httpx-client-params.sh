#!/usr/bin/env bash
# Parameters of an httpx client make the query of an address disappear.
#
# Library: httpx 0.28.1, beside requests 2.34.2.
# Expected: The address's own query and the client's parameters, both, as requests sends them: the client's headers,
#   cookies and parameters are documented as merged with those of a request.
# Seen: Where the client has parameters, "?month=8" of an address is gone from what is sent; parameters given to the
#   call are merged with the client's, and the query of the address is gone then too. Nothing is said.
# Matters: A file share whose link needs a key behind "?" in every request: with the key as a parameter of the client,
#   list.aspx?month=8 is asked for as list.aspx, and answers with another month's list, or with all of them.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "httpx==0.28.1" "requests==2.34.2" ||
  { echo "the pinned packages could not be installed"; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import sys

import httpx
import requests

ADDRESS = "https://share.example/list?month=8"
client = httpx.Client(params={"sig": "k"})
plain = httpx.Client()
session = requests.Session()
session.params = {"sig": "k"}
seen = [
    str(plain.build_request("GET", ADDRESS).url.query.decode()),
    str(client.build_request("GET", ADDRESS).url.query.decode()),
    str(client.build_request("GET", ADDRESS, params={"page": "2"}).url.query.decode()),
    session.prepare_request(requests.Request("GET", ADDRESS)).url.partition("?")[2],
]
expected = ["month=8", "sig=k", "sig=k&page=2", "month=8&sig=k"]
if seen != expected:
    sys.exit(f"changed: {seen}")
print(f"still so: with parameters of the client, httpx asks list?month=8 as list?{seen[1]}, requests as list?{seen[3]}")
PYTHON
