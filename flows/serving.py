"""The standing service of one ward: the warehouse, a Prefect server on loopback, and the process that runs the night when it is due.

Data flow: ``serve`` -> embedded PostgreSQL held open -> ``prefect server start`` -> ``flows.nightly.serve_deployment``, each a child that
ends with this process. Prefect is not imported here: a command that only asks whether a server runs must not wait seconds for it.

The server belongs to one user: its folder ``CHITIEU_HOME/prefect`` has mode 700, its API asks for the password in ``auth`` there, and
no other web page may speak to it. Without that, any local user, or any page in the officer's browser, could change what the night runs.
"""

import base64
import os
import re
import secrets
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.embedded_folder import Held, try_lock, write_private
from flows.errors import ChitieuError

if TYPE_CHECKING:
    from flows.settings import Settings

FLOW_NAME = "chitieu nightly"
#: What Prefect would send away or print of its own accord, turned off; its log reaches the API in full, the terminal from WARNING.
QUIET = {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
         "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false", "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
         "PREFECT_CLI_PROMPT": "false", "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING", "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false"}
_START_SECONDS = 120.0
_STOP_SECONDS = 30.0
_PAUSE_SECONDS = 0.2
_LOG_LIMIT_BYTES = 4_000_000
_PROJECT = Path(__file__).resolve().parent.parent


class ServingError(ChitieuError):
    """The standing service cannot start, or one of its parts ended by itself."""


@dataclass
class Child:
    """A part of the service in a session of its own, so that Ctrl-C reaches this process alone and the parts end in order."""

    name: str
    process: "subprocess.Popen[bytes]"
    log: Path | None

    def check(self) -> None:
        """Raises ``ServingError`` once the part has ended: it never should by itself."""
        if (status := self.process.poll()) is not None:
            where = f" ({_last_line(self.log)}); {self.log} says more" if self.log else "; the lines above say why"
            raise ServingError(f"The {self.name} ended by itself with status {status}{where}. Mend that and start chitieu serve again.")

    def stop(self) -> None:
        """Orderly if it can, with all its own children if it cannot. Closing the pipe says the same to a child that missed the signal."""
        with suppress(ProcessLookupError):
            self.process.terminate()
        with suppress(OSError):
            self.process.stdin.close()  # type: ignore[union-attr]  # made as a pipe below
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(_STOP_SECONDS)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


# --- the service ------------------------------------------------------------------------------------------------------
def serve(settings: "Settings", *, port: int = 4200, host: str = "127.0.0.1", environ: Mapping[str, str] | None = None,
          stop: threading.Event | None = None) -> int:
    """Keep the ward going until SIGTERM, Ctrl-C or ``stop``; 0 then. Raises ``ServingError`` if a part does not start or ends by itself.

    Where ``PREFECT_API_URL`` is set, that server is used and none is started. A night that was missed because the computer was off
    runs as soon as the service is back.
    """
    environ = os.environ if environ is None else environ
    stop = stop or threading.Event()
    with _stopped_by_signals(stop), ExitStack() as parts:
        parts.enter_context(_only_one(settings))
        parts.enter_context(_warehouse(settings))
        configured = environ.get("PREFECT_API_URL", "").strip()
        api_url = configured or _start_server(parts, settings, host, port, environ, stop)
        if stop.is_set():
            return 0
        runner = _start_runner(parts, settings, api_url, environ, stop)
        if not stop.is_set():
            parts.enter_context(_recorded(settings, api_url))
            _say_where(settings, api_url, is_own=not configured)
        children = [runner, *([] if configured else parts_of(parts))]
        while not stop.wait(_PAUSE_SECONDS):
            for child in children:
                child.check()
    return 0
