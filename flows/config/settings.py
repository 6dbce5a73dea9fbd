"""Settings: what the world tells the program, read once at the edge: the environment, a ``.env`` file, the ward's folder.

Data flow: environment over ``.env`` -> ``Settings`` (frozen) with a ``Ward``. Nothing below reads the environment again. A secret is
neither shown in a message nor in a ``repr``.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from flows.config.messaging import Messaging, read_messaging
from flows.config.source_credentials import Credentials, read_credentials
from flows.config.ward import Ward
from flows.config.ward_file import read_ward
from flows.system.errors import SettingsError
from flows.system.files import ROOT
from flows.system.secret_files import LEAST_SECRET_CHARACTERS, read_or_create_secret

PACKAGED_WARDS = ROOT / "wards"
_URL_SCHEMES = ("postgres", "postgresql", "postgresql+psycopg")


@dataclass(frozen=True)
class WebPage:
    """Where the officer's page listens. ``is_behind_tls``: a proxy in front of it speaks TLS, so cookies are sent over that alone."""

    host: str = "127.0.0.1"
    port: int = 8010
    is_behind_tls: bool = False


@dataclass(frozen=True)
class Settings:
    """``home`` exists, absolute, with mode 700 if it was made here. ``database_url`` begins with ``postgresql://`` whatever spelling
    was given, or is None: an embedded server is wanted."""

    home: Path
    database_url: str | None = field(repr=False)
    ward: Ward
    secret_text: str | None = field(default=None, repr=False)
    vault_text: str | None = field(default=None, repr=False)
    web: WebPage = WebPage()
    source_credentials: Mapping[str, Credentials] = field(default_factory=dict, repr=False)
    messaging: Messaging = field(default_factory=Messaging)

    @cached_property
    def secret_key(self) -> bytes:
        """The key of the pseudonyms. Made at its first use, kept in ``home/secret.key``: losing it orphans every person key."""
        return (self.secret_text or read_or_create_secret(self.home / "secret.key")).encode()


def load_settings(ward: str | None = None, *, cwd: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """``ward`` is a slug, None for the only one configured. Makes ``home``; raises ``SettingsError``, a sentence, for all that a user
    can mend. ``cwd`` and ``environ`` are for tests."""
    cwd = (Path.cwd() if cwd is None else cwd).resolve()
    values = {**_read_dotenv(cwd / ".env"), **(os.environ if environ is None else environ)}
    database_url = _database_url(values.get("CHITIEU_DATABASE_URL", "").strip())
    secret_text, vault_text = _secret_text("CHITIEU_SECRET_KEY", values), _secret_text("CHITIEU_VAULT_KEY", values)
    configured = read_ward(find_ward(ward, cwd))
    home = _home(values.get("CHITIEU_HOME", "").strip(), cwd)
    return Settings(
        database_url=database_url,
        secret_text=secret_text,
        vault_text=vault_text,
        ward=configured,
        home=home,
        web=_web_page(values),
        source_credentials=read_credentials(home, configured.sources, values),
        messaging=read_messaging(values, home, _read_dotenv),
    )


def find_ward(slug: str | None, cwd: Path, packaged: Path = PACKAGED_WARDS) -> Path:
    """The folder of the ward: ``wards/`` of the working folder comes before the one that was installed."""
    folders = {folder.name: folder for place in (packaged, cwd / "wards") for folder in _ward_folders(place)}
    own = {folder.name: folder for folder in _ward_folders(cwd / "wards")} or folders
    known = ", ".join(sorted(folders if slug else own))
    if not folders:
        raise SettingsError(f"{cwd / 'wards'}: no ward is configured there. Make a folder wards/<name> with ward.toml and plan.toml.")
    if slug is not None and slug not in folders:
        raise SettingsError(f"--ward {slug!r}: there is no such ward, expected one of: {known}. Correct the name or make wards/<name>/.")
    if slug is None and len(own) > 1:
        raise SettingsError(f"{cwd / 'wards'}: several wards are configured ({known}). Say which one with --ward.")
    return folders[slug] if slug is not None else next(iter(own.values()))


def _ward_folders(place: Path) -> list[Path]:
    return sorted(path.parent for path in place.glob("*/ward.toml")) if place.is_dir() else []


def _read_dotenv(path: Path) -> dict[str, str]:
    """Only this program's names are taken: the file may serve others too. No interpolation, so that a key may hold a ``$``."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except UnicodeDecodeError:
        raise SettingsError(f"{path}: the file is not UTF-8 text. Save it again with the encoding UTF-8.") from None
    except OSError as error:
        raise SettingsError(f"{path}: the file cannot be read ({error.strerror}). Correct its permissions or remove it.") from None
    return dict(_assignment(path, number, line) for number, line in enumerate(lines, 1) if re.match(r"\s*(export\s+)?CHITIEU_", line))


def _assignment(path: Path, number: int, line: str) -> tuple[str, str]:
    """Without quotes a value ends before " #"; inside quotes everything counts."""
    match = re.fullmatch(r"""\s*(?:export\s+)?(\w+)\s*=\s*(?:'([^']*)'|"([^"]*)"|([^'"].*?)?)\s*(?:(?<=\s)\#.*)?""", line)
    if match is None:
        raise SettingsError(f"{path}, line {number}: this is not NAME=value. Write one name and its value, in one pair of quotes or none.")
    name, *values = match.groups()
    return name, next((value for value in values if value is not None), "")


def _database_url(url: str) -> str | None:
    """Neither the address nor any part of it but the scheme is repeated in a message: a password may stand anywhere in a slip."""
    if not url:
        return None
    scheme = match[1] if (match := re.match(r"([a-z][a-z0-9+]{0,20})://", url)) else ""
    if scheme not in _URL_SCHEMES:
        found = f"an address of '{scheme}'" if scheme else "a text that is not an address"
        raise SettingsError(
            f"CHITIEU_DATABASE_URL: found {found}, expected postgresql://user:password@host:5432/database. "
            "Correct it, or remove it to use the embedded PostgreSQL."
        )
    if not _is_whole(url):
        raise SettingsError(
            "CHITIEU_DATABASE_URL: found an address that cannot be taken apart, expected "
            "postgresql://user:password@host:5432/database with a database name and a port that is a number. "
            "Signs such as @ : / ? # % inside the password must be written as %40 %3A %2F %3F %23 %25."
        )
    return "postgresql" + url[len(scheme) :]


def _is_whole(url: str) -> bool:
    """A database is named, and nothing of a password spilled into the host, the port or the fragment."""
    try:
        parts = urlsplit(url)
        port_is_right = parts.port is None or parts.port > 0
    except ValueError:
        return False
    is_clean = not re.search(r"\s|%(?![0-9A-Fa-f]{2})", url) and url.split("?", 1)[0].count("@") <= 1 and not parts.fragment
    return port_is_right and is_clean and re.fullmatch(r"/[^/]+", parts.path) is not None


def _home(text: str, cwd: Path) -> Path:
    try:
        home = (cwd / Path(text or ".chitieu").expanduser()).resolve()
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the path cannot be resolved"
        raise SettingsError(
            f"CHITIEU_HOME: the folder {text or '.chitieu'!r} below {cwd} cannot be made or entered ({reason}). "
            "Set CHITIEU_HOME to a folder that this user may write to."
        ) from None
    if not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        raise SettingsError(
            f"CHITIEU_HOME: this user may not write to {home}. Correct its permissions or set CHITIEU_HOME to another folder."
        )
    return home


def _secret_text(name: str, values: Mapping[str, str]) -> str | None:
    text = values.get(name, "")
    if text and len(text.strip()) < LEAST_SECRET_CHARACTERS:
        raise SettingsError(
            f"{name}: found {len(text.strip())} characters, expected at least {LEAST_SECRET_CHARACTERS}. "
            "Set a longer one, or remove it to have one made and kept."
        )
    return text.strip() or None


def _web_page(values: Mapping[str, str]) -> WebPage:
    host, port = values.get("CHITIEU_WEB_HOST", "").strip(), values.get("CHITIEU_WEB_PORT", "").strip()
    tls = values.get("CHITIEU_WEB_TLS", "").strip()
    if port and not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise SettingsError(f"CHITIEU_WEB_PORT: found {port!r}, expected a number from 1 to 65535. Correct it, or remove it for 8010.")
    if tls not in ("", "0", "1"):
        raise SettingsError(f"CHITIEU_WEB_TLS: found {tls!r}, expected 1 behind a proxy that speaks TLS, else 0. Correct it or remove it.")
    return WebPage(host or "127.0.0.1", int(port or 8010), tls == "1")
