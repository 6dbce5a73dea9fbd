"""Pages of links on a web server: each page is a folder, links that end in "/" are folders below it, the others are files."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

from flows.config.source_credentials import Credentials
from flows.extract.fetching.failures import ConnectionLostError, SourceFailure
from flows.extract.fetching.origin import Entry
from flows.extract.fetching.web_client import WebClient, decoded, folder_of, has_an_end, is_below, length_of

_AT_ONCE = 8
_LONGEST_PAGE = 2**25
_READ_ONLY = "files of a web server can be neither moved nor marked"


class HttpOrigin:
    is_told_in_listing = False

    def __init__(self, address: str, source_name: str, credentials: Credentials) -> None:
        self.web = WebClient(address, source_name, credentials, "http")
        self.root = Entry("", self.web.address, is_folder=True)
        self.base = ""

    def entries(self, folder: Entry) -> Iterator[Entry]:
        """Links below the source's folder, by their decoded path; the page's own links to sorting and to its parent are none."""
        address, page = self._page(folder.key)
        if folder is self.root:
            self.base = folder_of(address)
        for link in sorted({urldefrag(urljoin(address, link))[0] for link in _links(page, address)}):
            path = decoded(urlsplit(link).path)[len(decoded(urlsplit(self.base).path)) :]
            if is_below(link, self.base) and path.strip("/"):
                yield Entry(path.rstrip("/"), link, path.endswith("/"))

    def _page(self, address: str) -> tuple[str, str]:
        """Where the page was in the end, and its text, whole."""
        import httpx

        with self.web.asked("GET", address) as answer:
            self.web.checked(answer)
            if "html" not in answer.headers.get("content-type", "html"):
                raise SourceFailure("the address is not a page of links", "Give the address of the page that lists the files")
            try:
                body = b"".join(_bounded(answer.iter_bytes()))
            except httpx.TransportError as error:
                raise ConnectionLostError(str(error) or type(error).__name__) from error
            if not has_an_end(answer) and b"</html>" not in body[-200:].lower():
                raise ConnectionLostError("the page of links ends in the middle")
            return str(answer.request.url.copy_with(query=None)), body.decode(answer.charset_encoding or "utf-8", "replace")

    def detailed(self, files: Sequence[Entry]) -> list[Entry]:
        """Asked of the server without the bodies, a few at once."""
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            return [file for file in threads.map(self._detailed, files) if file is not None]

    def _detailed(self, file: Entry) -> Entry | None:
        """A server that does not know HEAD is asked for the file, and left after the first line of its answer."""
        try:
            return self._headers("HEAD", file)
        except FileNotFoundError:
            return None

    def _headers(self, method: str, file: Entry) -> Entry:
        with self.web.asked(method, file.key) as answer:
            if method == "HEAD" and answer.status_code in (400, 405, 501):
                return self._headers("GET", file)
            self.web.checked(answer)
            stamp = " ".join(answer.headers[name] for name in ("etag", "last-modified") if name in answer.headers)
            return replace(file, size=length_of(answer), stamp=stamp or None)

    def download(self, file: Entry, draft: Path) -> None:
        self.web.saved(file.key, draft)

    def move(self, file: Entry, path: str) -> None:
        raise SourceFailure(_READ_ONLY, "Take after_taking out of ward.toml")

    def write_mark(self, path: str) -> None:
        raise SourceFailure(_READ_ONLY, "Take after_taking out of ward.toml")

    def renew(self) -> None:
        """Each request has a connection that lives."""

    def close(self) -> None:
        self.web.close()


def _bounded(pieces: Iterator[bytes]) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > _LONGEST_PAGE:
            raise SourceFailure(f"the page of links is longer than {_LONGEST_PAGE // 2**20} MB", "Give the address of a smaller page")
        yield piece


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.asks_for_a_password = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a" and values.get("href"):
            self.links.append((values["href"] or "").strip())
        elif tag == "input" and (values.get("type") or "").lower() == "password":
            self.asks_for_a_password = True


def _links(page: str, address: str) -> list[str]:
    """A login page answers 200 as a listing does: it is told, because a page without a link would be an empty folder."""
    parser = _Links()
    parser.feed(page)
    if parser.asks_for_a_password:
        raise SourceFailure(
            f"{urlsplit(address).netloc} shows a login page instead of links",
            "A page with a form cannot be signed in to; ask for a link with basic or bearer authentication",
        )
    return [link for link in parser.links if urlsplit(link).scheme in ("", "http", "https")]
