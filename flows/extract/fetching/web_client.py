"""A web server asked with bounds: logins, answers as sentences, no address outside the source's folder.

Shared by pages of links (HTTP) and by WebDAV.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from flows.config.source_credentials import Credentials, variable
from flows.extract.fetching.failures import ConnectionLostError, SourceFailure, missing_package
from flows.system.addresses import shown_address

_CONNECT_SECONDS, _ANSWER_SECONDS = 15.0, 60.0
_MOST_REDIRECTS = 3
_GONE = (404, 410)


class WebClient:
    """``address``: of http or https; user info in it is a user name."""

    def __init__(self, address: str, source_name: str, credentials: Credentials, extra: str) -> None:
        try:
            import httpx
        except ImportError:
            raise missing_package(extra, "httpx") from None
        for name in ("httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)  # it logs whole addresses, and so what stands in their query
        self.source_name, self.query = source_name, (credentials.query or "").lstrip("?")
        self.address, self.user = _without_user(address)
        self.user = self.user or credentials.username
        self.client = httpx.Client(
            auth=(self.user, credentials.password or "") if self.user else None,
            headers={
                "Accept-Encoding": "identity",  # the length told is then that of the file
                **({"Authorization": f"Bearer {credentials.token}"} if credentials.token and not self.user else {}),
            },
            timeout=httpx.Timeout(_ANSWER_SECONDS, connect=_CONNECT_SECONDS),
            transport=httpx.HTTPTransport(retries=1),
        )

    @contextmanager
    def asked(self, method: str, address: str, **more: Any) -> Iterator[Any]:
        """The answer, its body not yet read. Redirects are followed where they stay below the folder (a slash that was left out)."""
        import httpx

        for _ in range(_MOST_REDIRECTS):
            try:
                with self.client.stream(method, self._with_query(address), **more) as answer:
                    if not answer.is_redirect:
                        yield answer
                        return
                    address = self._followed(address, answer.headers.get("location", ""))
            except httpx.TransportError as error:
                raise ConnectionLostError(str(error) or type(error).__name__) from error
        raise SourceFailure("the server redirects in a circle", "Write the address as a browser shows it in the end")

    def _with_query(self, address: str) -> str:
        if not self.query:
            return address
        return f"{address}{'&' if urlsplit(address).query else '?'}{self.query}"

    def _followed(self, address: str, location: str) -> str:
        target = urljoin(address, location)
        if not is_below(target, folder_of(self.address)) and not is_below(target, self.address.rstrip("/") + "/"):
            raise SourceFailure(
                f"the server sends elsewhere, to {shown_address(target)}",
                "If it is a login page, give the source's credentials; else write that address as url",
            )
        return target

    def checked(self, answer: Any) -> Any:
        """The answer if it is a good one; 401, 403 and 404 are told apart. Other errors of the server may pass by themselves."""
        status = answer.status_code
        if 200 <= status < 300:
            return answer
        name = answer.request.url.host
        if status == 401:
            told = [variable(self.source_name, what) for what in ("username", "password", "token")]
            raise SourceFailure(f"{name} answers 401: the login is missing or wrong", f"Correct {told[0]} and {told[1]}, or {told[2]}")
        if status == 403:
            raise SourceFailure(f"{name} answers 403: this login may not read there", "Ask the server's administrator for the right")
        if status in _GONE:
            raise FileNotFoundError(f"{name} answers {status}: there is nothing at this address")
        found = f"{name} answers {status}"
        if status >= 500 or status in (408, 425, 429):
            raise ConnectionLostError(found)
        raise SourceFailure(found, "Check the address")

    def saved(self, address: str, draft: Path) -> None:
        """The body, whole: a body whose end nobody tells is refused, because one that was cut would look the same."""
        import httpx

        with self.asked("GET", address) as answer, draft.open("wb") as file:
            self.checked(answer)
            if not has_an_end(answer):
                raise SourceFailure("the server does not say how long the file is", "Ask its administrator for Content-Length")
            try:
                for piece in answer.iter_bytes():
                    file.write(piece)
            except httpx.TransportError as error:
                raise ConnectionLostError(str(error) or type(error).__name__) from error

    def close(self) -> None:
        self.client.close()


def has_an_end(answer: Any) -> bool:
    is_framed = answer.http_version == "HTTP/2" or "chunked" in answer.headers.get("transfer-encoding", "").lower()
    return is_framed or "content-length" in answer.headers


def length_of(answer: Any) -> int | None:
    text = answer.headers.get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() else None


def folder_of(address: str) -> str:
    """The address up to its last slash, without query."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}{parts.path.rpartition('/')[0]}/"


def is_below(address: str, folder: str) -> bool:
    """Of the same server, and below the folder whatever the spelling; ".." is resolved before."""
    one, other = urlsplit(address), urlsplit(folder)
    is_same = (one.scheme, one.netloc.lower()) == (other.scheme, other.netloc.lower())
    path = decoded(one.path)
    return is_same and path.startswith(decoded(other.path)) and ".." not in path.split("/")


def decoded(path: str) -> str:
    """Percent signs decoded as UTF-8; left as they are where they are something else."""
    try:
        return unquote(path, errors="strict")
    except UnicodeDecodeError:
        return path


def _without_user(address: str) -> tuple[str, str | None]:
    parts = urlsplit(address)
    user = unquote(parts.username) if parts.username else None
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="").geturl(), user
