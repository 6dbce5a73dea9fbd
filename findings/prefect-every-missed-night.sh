#!/usr/bin/env bash
# After days off, Prefect starts every night that was missed, one for each, as soon as it is back.
#
# Library: prefect 3.8.8 with fastapi 0.150.0 (its own server on SQLite, a cron schedule and a runner). Takes some
#   minutes.
# Expected: What cron does: a time that has passed is passed; or one night to catch up.
# Seen: Runs are written down ahead of time, and the runner starts whatever is due, however late. Three nights that
#   stand scheduled for the last three days all run at once.
# Matters: The computer of an office is off over the holidays. Five nights would start together on the first morning
#   over the same folder: one lock for all, and what finds nothing new must end at once.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  "prefect==3.8.8" "fastapi==0.150.0" "starlette==1.10.0" ||
  { echo "the pinned packages could not be installed"; exit 2; }
cd "$work"
export PREFECT_HOME="$work/home" PREFECT_SERVER_ALLOW_EPHEMERAL_MODE=true PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS=300
export PREFECT_SERVER_ANALYTICS_ENABLED=false DO_NOT_TRACK=1 PREFECT_LOGGING_LEVEL=CRITICAL
cat >nights.py <<'PYTHON'
import asyncio
import datetime
import sys
from pathlib import Path

from prefect import flow
from prefect.client.orchestration import get_client
from prefect.runner import Runner
from prefect.schedules import Cron
from prefect.states import Scheduled

RAN = Path(__file__).with_name("ran.txt")


@flow
def night():
    with RAN.open("a") as ran:
        ran.write("ran\n")


async def main():
    runner = Runner(name="ward")
    deployment = await runner.aadd_flow(night, name="ward", schedule=Cron("30 1 * * *", timezone="Asia/Ho_Chi_Minh"))
    now = datetime.datetime.now(datetime.UTC)
    async with get_client() as client:
        for days in (3, 2, 1):
            due = Scheduled(scheduled_time=now - datetime.timedelta(days=days))
            await client.create_flow_run_from_deployment(deployment, state=due)
    await runner.start(run_once=True)
    seen = RAN.read_text().split() if RAN.exists() else []
    if len(seen) != 3:
        sys.exit(f"changed: {len(seen)} of 3 missed nights ran")
    print("still so: of three nights missed on the last three days, three ran as soon as the runner was back")


if __name__ == "__main__":
    asyncio.run(main())
PYTHON
"$work/venv/bin/python" nights.py 2>errors.txt || { tail -n 3 errors.txt >&2; exit 1; }
