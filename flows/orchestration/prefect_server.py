"""Prefect server: where it is found and how it is spoken to, without importing Prefect: whoever only asks must not wait seconds for it.

Data flow: ``PREFECT_API_URL`` or ``CHITIEU_HOME/prefect/api_url`` -> ``running_api`` -> ``client_settings`` for the process that needs it
"""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from flows.system.files import write_private
from flows.system.locks import try_lock

if TYPE_CHECKING:
    from flows.config.settings import Settings

FLOW_NAME = "chitieu nightly"
#: In Prefect's folder; held by ``serve`` as long as it lives.
SERVE_LOCK = "serve.lock"
#: What Prefect would send away or print of its own accord, turned off. Its log reaches the API in full, the terminal from WARNING.
QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_CLI_PROMPT": "false",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
}
_USER = "chitieu"


def running_api(settings: "Settings", environ: Mapping[str, str] | None = None) -> str | None:
    """The API of the server to use: ``PREFECT_API_URL`` if it is set, else that of this home's ``chitieu serve`` if it answers at once.

    What is recorded counts only while its ``serve`` lives, so that nobody who has the port by now is taken for it.
    """
    environ = os.environ if environ is None else environ
    if configured := environ.get("PREFECT_API_URL", "").strip():
        return configured
    folder = prefect_folder(settings)
    try:
        api_url = (folder / "api_url").read_text("utf-8").strip()
    except OSError:
        return None
    if (held := try_lock(folder / SERVE_LOCK, shared=True)) is not None:
        held.release()
        return None
    return api_url if answers(api_url, 0.5) else None


def answers(api_url: str, seconds: float) -> bool:
    """Whether a Prefect server takes requests there; one that asks for a password does."""
    return is_there(f"{api_url.rstrip('/')}/health", {}, seconds)


def client_settings(settings: "Settings", api_url: str, environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """Environment variables of Prefect for a client of ``api_url``; the password is added where the server is this home's own."""
    environ = os.environ if environ is None else environ
    own = {} if api_url == environ.get("PREFECT_API_URL", "").strip() else {"PREFECT_API_AUTH_STRING": api_password(settings)}
    return {**QUIET, "PREFECT_API_URL": api_url, "PREFECT_HOME": str(prefect_folder(settings)), **own, **without_proxy(environ)}


def is_there(url: str, headers: Mapping[str, str], seconds: float) -> bool:
    """Whether the address answers with 200 in time; any failure is a no."""
    import http.client
    import urllib.parse
    import urllib.request

    is_local = urllib.parse.urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1")
    opener = urllib.request.build_opener(*([urllib.request.ProxyHandler({})] if is_local else []))
    try:
        with opener.open(urllib.request.Request(url, headers=dict(headers)), timeout=seconds) as answer:
            return bool(answer.status == 200)
    except (OSError, ValueError, http.client.HTTPException):  # refused, unreachable, too slow, an error status, no address, no HTTP
        return False


def without_proxy(environ: Mapping[str, str]) -> dict[str, str]:
    """A proxy for the outside world must not be asked for what runs on this computer."""
    hosts = [*filter(None, [environ.get("NO_PROXY") or environ.get("no_proxy")]), "127.0.0.1", "localhost"]
    return dict.fromkeys(("NO_PROXY", "no_proxy"), ",".join(dict.fromkeys(",".join(hosts).split(","))))


def prefect_folder(settings: "Settings") -> Path:
    """All that Prefect keeps for this home; made with mode 700 by ``serve``."""
    return settings.home / "prefect"


def api_password(settings: "Settings") -> str:
    """``user:password`` of the API, made at its first use."""
    path = prefect_folder(settings) / "auth"
    if not path.exists():
        write_private(path, f"{_USER}:{secrets.token_urlsafe(24)}".encode())
    return path.read_text("utf-8").strip()
