"""A folder of a WebDAV server (RFC 4918): listed by PROPFIND of depth 1."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from flows.config.source_credentials import Credentials
from flows.extract.fetching.failures import ConnectionLostError, SourceFailure, missing_package
from flows.extract.fetching.origin import Entry
from flows.extract.fetching.web_client import WebClient, decoded

_ASKED = (
    b'<?xml version="1.0"?><propfind xmlns="DAV:"><prop><resourcetype/><getcontentlength/><getetag/><getlastmodified/></prop></propfind>'
)
_SCHEMES = {"webdav": "http", "webdavs": "https"}


class WebdavOrigin:
    """``webdav://`` is asked over HTTP, ``webdavs://`` over TLS."""

    is_told_in_listing = True

    def __init__(self, address: str, source_name: str, credentials: Credentials) -> None:
        try:
            import defusedxml  # noqa: F401
        except ImportError:
            raise missing_package("webdav", "defusedxml") from None
        scheme, _, rest = address.partition("://")
        self.web = WebClient(f"{_SCHEMES[scheme.lower()]}://{rest.rstrip('/')}/", source_name, credentials, "webdav")
        self.root = Entry("", self.web.address, is_folder=True)
        self.base = decoded(urlsplit(self.web.address).path)

    def entries(self, folder: Entry) -> Iterator[Entry]:
        for href, properties in self._responses(folder.key):
            link = urljoin(folder.key, href)
            path = decoded(urlsplit(link).path)
            if not path.startswith(self.base) or urlsplit(link).netloc != urlsplit(self.web.address).netloc:
                raise SourceFailure("the server lists a file that is not in the folder", "Check the address")
            path = path[len(self.base) :].strip("/")
            if path != folder.path:
                yield _entry(path, link, properties)

    def _responses(self, address: str) -> list[tuple[str, Any]]:
        """Each with the properties that the server has; one that it cannot tell about is a failure, not left out."""
        from defusedxml.ElementTree import fromstring

        headers = {"Depth": "1", "Content-Type": "application/xml"}
        with self.web.asked("PROPFIND", address, content=_ASKED, headers=headers) as answer:
            self.web.checked(answer)
            if answer.status_code != 207:
                raise SourceFailure(f"the server answers {answer.status_code} and is not a WebDAV server", "Check the address")
            body = answer.read()
        try:
            tree = fromstring(body)
        except Exception as error:
            raise ConnectionLostError(f"the listing is not whole ({type(error).__name__})") from None
        return [_response(response) for response in tree.iter("{DAV:}response")]

    def download(self, file: Entry, draft: Path) -> None:
        self.web.saved(file.key, draft)

    def move(self, file: Entry, path: str) -> None:
        self._make_folders(path.rpartition("/")[0])
        headers = {"Destination": self._address(path), "Overwrite": "F"}
        with self.web.asked("MOVE", file.key, headers=headers) as answer:
            if answer.status_code == 412:
                raise FileExistsError(path)
            self.web.checked(answer)

    def _make_folders(self, path: str) -> None:
        place = ""
        for part in filter(None, path.split("/")):
            place = f"{place}{part}/"
            with self.web.asked("MKCOL", self._address(place)) as answer:
                if answer.status_code != 405:  # is there already
                    self.web.checked(answer)

    def write_mark(self, path: str) -> None:
        with self.web.asked("PUT", self._address(path), content=b"") as answer:
            self.web.checked(answer)

    def _address(self, path: str) -> str:
        return urljoin(self.web.address, quote(path))

    def renew(self) -> None:
        """Each request has a connection that lives."""

    def close(self) -> None:
        self.web.close()


def _response(response: Any) -> tuple[str, Any]:
    href = response.findtext("{DAV:}href") or ""
    status = response.findtext("{DAV:}status") or "200"
    if " 4" in status or " 5" in status:
        raise SourceFailure(f"the server cannot tell about a file ({status.strip()})", "Ask its administrator for the right to read there")
    good = [found for found in response.iter("{DAV:}propstat") if " 200" in (found.findtext("{DAV:}status") or "")]
    return href.strip(), good[0].find("{DAV:}prop") if good else None


def _entry(path: str, link: str, properties: Any) -> Entry:
    if properties is None:
        return Entry(path, link)
    is_folder = properties.find("{DAV:}resourcetype/{DAV:}collection") is not None
    size = properties.findtext("{DAV:}getcontentlength") or ""
    stamp = " ".join(filter(None, (properties.findtext(f"{{DAV:}}{name}") for name in ("getetag", "getlastmodified"))))
    return Entry(path, link, is_folder, int(size) if size.isdigit() else None, stamp or None)
