"""Service of one ward, which stands day and night: the warehouse, a Prefect server on loopback, and the process that runs the night when
it is due, and the officer's page.

Data flow: ``serve`` -> embedded PostgreSQL held open, its schema made ready -> ``flows.orchestration.api_server`` ->
``flows.orchestration.nightly.serve_deployment`` -> ``review.web.server.serve_page``, each a child that ends with this process. Prefect is
not imported here: it is a program among others.

The server belongs to one user: its folder ``CHITIEU_HOME/prefect`` has mode 700, its API asks for the password in ``auth`` there, and
no other web page may speak to it. Without that, any local user, or any page in the officer's browser, could change what the night runs.
"""

import base64
import os
import signal
import socket
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.orchestration.prefect_server import (
    FLOW_NAME,
    QUIET,
    SERVE_LOCK,
    answers,
    api_password,
    client_settings,
    is_there,
    prefect_folder,
    without_proxy,
)
from flows.system.files import write_private
from flows.system.locks import try_lock
from flows.system.processes import ChildProcess, ServingError, child_process

if TYPE_CHECKING:
    from flows.config.settings import Settings

_START_SECONDS = 120.0
#: glibc's arenas, one for each thread that asks at the same time, would keep what they once held.
_FEW_ARENAS = {"MALLOC_ARENA_MAX": "2"}
#: What is let go is given back, at the cost of asking again: for processes that mostly wait, not for the night.
_GIVEN_BACK = {**_FEW_ARENAS, "MALLOC_TRIM_THRESHOLD_": "100000", "MALLOC_MMAP_THRESHOLD_": "100000", "MALLOC_TOP_PAD_": "0"}
#: A server of one deployment: no automations, no workers, no pauses; what looks around looks once a minute.
_FRUGAL = {
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_FOREMAN_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_LOOP_SECONDS": "60",
    "PREFECT_SERVER_SERVICES_CANCELLATION_CLEANUP_LOOP_SECONDS": "60",
    "PREFECT_SERVER_SERVICES_CLEANUP_RECONCILER_LOOP_SECONDS": "60",
    "PREFECT_SERVER_SERVICES_REPOSSESSOR_LOOP_SECONDS": "60",
    **_GIVEN_BACK,
}
_PAUSE_SECONDS = 0.2
#: Between two looks at the parts once they stand.
_STANDING_SECONDS = 1.0


# --- the service ------------------------------------------------------------------------------------------------------
@dataclass
class _Service:
    """One ``serve`` while it runs. ``host``: where the server listens; ``api_url``: where its clients find it."""

    settings: "Settings"
    environ: Mapping[str, str]
    stop: threading.Event
    host: str
    port: int
    children: list[ChildProcess] = field(default_factory=list)
    started_at: str = field(default_factory=lambda: datetime.now(UTC).isoformat())

    @property
    def configured(self) -> str:
        return self.environ.get("PREFECT_API_URL", "").strip()

    @property
    def page_url(self) -> str:
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def api_url(self) -> str:
        return self.configured or f"{self.page_url}/api"

    def wait_for_end(self, child: ChildProcess, deadline: float = float("inf")) -> None:
        """Returns early, with the child at work, at the deadline (monotonic seconds) or if the service is told to stop."""
        while child.process.poll() is None and time.monotonic() < deadline and not self.stop.wait(_PAUSE_SECONDS):
            pass

    def wait_for(self, is_up: Callable[[], bool], what: str) -> None:
        """Returns early, with nothing there, if the service is told to stop. Raises ``ServingError`` after two minutes."""
        deadline = time.monotonic() + _START_SECONDS
        while not is_up() and not self.stop.wait(_PAUSE_SECONDS):
            for child in self.children:
                child.check()
            if time.monotonic() > deadline:
                raise ServingError(
                    f"{what} did not answer at {self.api_url} within {_START_SECONDS:.0f} seconds. Look at "
                    f"{prefect_folder(self.settings) / 'server.log'}, or try again when the computer has less to do."
                )


def serve(
    settings: "Settings",
    *,
    port: int = 4200,
    host: str = "127.0.0.1",
    environ: Mapping[str, str] | None = None,
    stop: threading.Event | None = None,
) -> int:
    """Keep the ward going until SIGTERM, Ctrl-C or ``stop``; 0 then. Raises ``ServingError`` if a part does not start or ends by itself.

    Where ``PREFECT_API_URL`` is set, that server is used and none is started. A night that was missed because the computer was off runs as
    soon as the service is back.
    """
    service = _Service(settings, os.environ if environ is None else environ, stop or threading.Event(), host, port)
    with _stopped_by_signals(service.stop), ExitStack() as parts:
        parts.enter_context(_only_one(settings))
        _check_ports(service)
        parts.enter_context(_warehouse(settings))
        is_made = _make_databases(service)
        if not service.configured and not service.stop.is_set():
            _start_server(service, parts, is_made)
        if not service.stop.is_set():
            _start_runner(service, parts)
        if not service.stop.is_set():
            _start_page(service, parts)
        if not service.stop.is_set():
            parts.enter_context(_recorded(service))
            _say_where(service)
            _tell_missed(service, parts)
        while not service.stop.wait(_STANDING_SECONDS):
            for child in service.children:
                child.check()
    return 0


def _make_databases(service: _Service) -> bool:
    """The warehouse and beside it Prefect's database at their newest schema, by processes that end: what making them takes would stay in
    those that stand. Raises ``ServingError`` where the warehouse does not answer; False where Prefect's server has to make its own."""
    with ExitStack() as making:
        schema = making.enter_context(_schema_process(service))
        own = None if service.configured or _has_newest(service) else making.enter_context(_database_process(service))
        service.wait_for_end(schema)
        if schema.process.returncode and not service.stop.is_set():
            raise ServingError(f"{schema.last_line().removeprefix('chitieu: ')}.")
        if own is None:
            return not service.configured
        service.wait_for_end(own, time.monotonic() + _START_SECONDS)
    if own.process.returncode == 0:
        write_private(_stamp(service), metadata.version("prefect").encode())
    return own.process.returncode == 0


def _schema_process(service: _Service) -> AbstractContextManager[ChildProcess]:
    settings = service.settings
    arguments = ("flows.cli", "db", "migrate", "--ward", settings.ward.slug)
    environment = {**_without_prefect(service.environ), **_handed_on(settings)}
    return child_process("warehouse's schema", *arguments, environment=environment, log=prefect_folder(settings) / "schema.log")


def _database_process(service: _Service) -> AbstractContextManager[ChildProcess]:
    arguments = ("prefect", "server", "database", "upgrade", "--yes")
    log = prefect_folder(service.settings) / "server.log"
    return child_process("Prefect's database", *arguments, environment=_server_environment(service), log=log)


def _stamp(service: _Service) -> Path:
    """Which Prefect made the database that is there."""
    return prefect_folder(service.settings) / "database_of"


def _has_newest(service: _Service) -> bool:
    stamp = _stamp(service)
    return stamp.with_name("prefect.db").exists() and stamp.exists() and stamp.read_text("utf-8") == metadata.version("prefect")


def _start_server(service: _Service, parts: ExitStack, is_made: bool) -> None:
    arguments = ("flows.orchestration.api_server:serve_api", service.host, str(service.port))
    log = prefect_folder(service.settings) / "server.log"
    environment = _server_environment(service)
    if is_made:
        environment["PREFECT_API_DATABASE_MIGRATE_ON_START"] = "false"
    service.children.append(parts.enter_context(child_process("Prefect server", *arguments, environment=environment, log=log)))
    service.wait_for(lambda: answers(service.api_url, 2.0), "The Prefect server")


def _check_ports(service: _Service) -> None:
    """Before anything is made that takes its time."""
    if not service.configured:
        _check_port(service.host, service.port, "choose another one with --port")
    web = service.settings.web
    _check_port(web.host, web.port, "set CHITIEU_WEB_PORT to another one for the officer's page")


def _check_port(host: str, port: int, otherwise: str) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ServingError(
                f"Port {port} of {host} cannot be used ({error.strerror}). End the program that has it, or {otherwise}."
            ) from None


def _server_environment(service: _Service) -> dict[str, str]:
    """Nothing that the shell has for another Prefect server is meant for this one: its database would be taken."""
    return {
        **_without_prefect(service.environ),
        **QUIET,
        "PREFECT_HOME": str(prefect_folder(service.settings)),
        "PREFECT_API_URL": service.api_url,
        "PREFECT_UI_API_URL": service.api_url,
        "PREFECT_SERVER_API_AUTH_STRING": api_password(service.settings),
        "PREFECT_API_AUTH_STRING": api_password(service.settings),
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": service.page_url,
        **_FRUGAL,
        **without_proxy(service.environ),
    }


def _without_prefect(environ: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environ.items() if not name.startswith("PREFECT_")}


def _start_runner(service: _Service, parts: ExitStack) -> None:
    """The settings are handed on as they were found, because a ``.env`` file or a relative home may not be found from there."""
    settings, slug = service.settings, service.settings.ward.slug
    kept_from_shell = service.environ if service.configured else _without_prefect(service.environ)
    # Prefect's runner keeps its work in one folder of the system's temporary folder, which another user may own already.
    scratch = prefect_folder(settings) / "tmp"
    scratch.mkdir(mode=0o700, exist_ok=True)
    own = {"TMPDIR": str(scratch)} | _handed_on(settings)
    environment = {**kept_from_shell, **client_settings(settings, service.api_url, service.environ), **own}
    service.children.append(
        parts.enter_context(
            child_process("scheduler of the night", "flows.orchestration.nightly:serve_deployment", slug, environment=environment)
        )
    )
    address = f"{service.api_url}/deployments/name/{urllib.parse.quote(FLOW_NAME)}/{urllib.parse.quote(slug)}"
    headers = _authorization(environment)
    service.wait_for(lambda: is_there(address, headers, 2.0), "The nightly deployment")


def _start_page(service: _Service, parts: ExitStack) -> None:
    """The officer's page stands above this room and is named, not imported. It says itself where it is."""
    settings = service.settings
    environment = {**_without_prefect(service.environ), **_handed_on(settings), **_GIVEN_BACK}
    service.children.append(
        parts.enter_context(child_process("officer's page", "review.web.server:serve_page", settings.ward.slug, environment=environment))
    )


def _tell_missed(service: _Service, parts: ExitStack) -> None:
    """Nights that did not run are told by a process of its own, which ends: neither a slow mail server nor Apprise's memory stays here."""
    if service.settings.ward.people:
        environment = {**_without_prefect(service.environ), **_handed_on(service.settings)}
        arguments = ("flows.operations.digest.missed:tell_missed_of", service.settings.ward.slug, service.started_at)
        parts.enter_context(child_process("message about missed nights", *arguments, environment=environment))


def _handed_on(settings: "Settings") -> dict[str, str]:
    return {
        **_FEW_ARENAS,
        "CHITIEU_HOME": str(settings.home),
        "CHITIEU_DATABASE_URL": settings.database_url or "",
        "CHITIEU_SECRET_KEY": settings.secret_text or "",
        "CHITIEU_VAULT_KEY": settings.vault_text or "",
        "CHITIEU_WEB_HOST": settings.web.host,
        "CHITIEU_WEB_PORT": str(settings.web.port),
        "CHITIEU_WEB_TLS": "1" if settings.web.is_behind_tls else "0",
        **settings.messaging.environment(),
    }


def _authorization(environment: Mapping[str, str]) -> dict[str, str]:
    if key := environment.get("PREFECT_API_KEY"):
        return {"Authorization": f"Bearer {key}"}
    if auth := environment.get("PREFECT_API_AUTH_STRING"):
        return {"Authorization": f"Basic {base64.b64encode(auth.encode()).decode()}"}
    return {}


# --- around it --------------------------------------------------------------------------------------------------------
@contextmanager
def _only_one(settings: "Settings") -> Iterator[None]:
    folder = prefect_folder(settings)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    held = try_lock(folder / SERVE_LOCK)
    if held is None:
        raise ServingError(f"{folder / SERVE_LOCK}: another chitieu serve keeps this home going. Use that one, or stop it first.")
    try:
        yield
    finally:
        held.release()


@contextmanager
def _warehouse(settings: "Settings") -> Iterator[None]:
    """The embedded server runs as long as the service."""
    from flows.database.embedded.server import embedded_server
    from flows.database.engine import refuse_unfinished_restore

    refuse_unfinished_restore(settings)
    with embedded_server(settings.home) if settings.database_url is None else nullcontext():
        yield


@contextmanager
def _recorded(service: _Service) -> Iterator[None]:
    """Where ``running_api`` finds the server. One that was configured is found by its variable."""
    path = prefect_folder(service.settings) / "api_url"
    if not service.configured:
        write_private(path, service.api_url.encode())
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def _stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    """Signals reach the main thread alone; elsewhere the event is the only way."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _say_where(service: _Service) -> None:
    schedule = service.settings.ward.schedule
    click.echo(f"{service.settings.ward.name}: the night runs at '{schedule.cron}' ({schedule.timezone}). Stop with Ctrl-C.")
    if service.configured:
        click.echo(f"Prefect: {service.configured} (PREFECT_API_URL)")
        return
    click.echo(f"Prefect's page: {service.page_url} (it asks for the text in {prefect_folder(service.settings) / 'auth'})")
