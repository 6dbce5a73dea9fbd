"""Keys of SSH servers: known before anything secret is sent, or the source stops.

Data flow: the source's ``known_hosts``, else that of CHITIEU_HOME and this user's -> a client that refuses every other key
"""

import base64
import hashlib
from pathlib import Path
from typing import Any

from flows.config.ward import PullSource
from flows.extract.fetching.failures import SourceFailure


def fingerprint(key: Any) -> str:
    """As ``ssh-keygen -l`` shows it."""
    digest = base64.b64encode(hashlib.sha256(key.asbytes()).digest()).decode().rstrip("=")
    return f"{key.get_name()} SHA256:{digest}"


def load_known_hosts(client: Any, source: PullSource, home: Path) -> None:
    """The source's own file, else that of CHITIEU_HOME and this user's."""
    own = [home / Path(source.known_hosts).expanduser()] if source.known_hosts else []
    for path in own or [home / "known_hosts", Path("~/.ssh/known_hosts").expanduser()]:
        try:
            client.load_host_keys(str(path))
        except FileNotFoundError:
            if own:
                raise SourceFailure(f"the file {path} is not there", "Correct known_hosts in ward.toml, or write the file") from None
        except Exception as error:
            raise SourceFailure(f"the file {path} cannot be read ({type(error).__name__})", "Correct it or its permissions") from None


def known_name(host: str, port: int) -> str:
    """As files of known hosts spell it."""
    return host if port == 22 else f"[{host}]:{port}"


def refusal_of_unknown(host: str, port: int, file: Path) -> Any:
    """The policy for a host whose key is not known: no password goes there."""
    import paramiko

    class Refusal(paramiko.MissingHostKeyPolicy):  # type: ignore[misc]  # paramiko has no types
        def missing_host_key(self, client: Any, hostname: str, key: Any) -> None:
            raise SourceFailure(
                f"the key of the server {host} is not known ({fingerprint(key)})",
                f"Ask the server's administrator for this fingerprint; if it is the same, run: ssh-keyscan -p {port} {host} >> {file}",
            )

    return Refusal()
