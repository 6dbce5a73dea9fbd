"""Pages saved as a single file with all that belongs to them (MHTML), in form an e-mail; Excel names them ``.mht`` or ``.xls``.

One row is one ``<tr>``, as in any page.

Data flow: bytes -> parts of the message -> pages -> Grid per sheet
"""

import re
from html import unescape

from transforms.reading.grids import Unreadable
from transforms.reading.markup import NO_TABLE, read_page
from transforms.reading.model import Grid
from transforms.reading.plain_text import decode

_SHEET, _SHEET_END = re.compile(r"<x:ExcelWorksheet>", re.IGNORECASE), re.compile(r"</x:ExcelWorksheet>", re.IGNORECASE)
_SHEET_NAME = re.compile(r"<x:Name>([^<]*)</x:Name>", re.IGNORECASE)
_SHEET_SOURCE = re.compile(r"<x:WorksheetSource\s+HRef=[\"'](?:[^\"']*/)?([^\"'/]+)[\"']", re.IGNORECASE)


def is_web_archive(head: str) -> bool:
    """``head``: the first characters in small letters. What browsers and Excel save as "single file web page" is an e-mail in form."""
    return bool(re.match(r"[a-z][a-z-]*:", head)) and "mime-version:" in head and "content-type:" in head


def read_web_archive(data: bytes) -> list[Grid]:
    """The pages of a single-file web page that hold tables; a workbook saved so has one for each sheet, named in the first."""
    import email
    from email import policy

    message = email.message_from_bytes(data.lstrip(), policy=policy.compat32)
    parts = [part for part in message.walk() if part.get_content_type() == "text/html"]
    pages = [(part, payload) for part in parts if isinstance(payload := part.get_payload(decode=True), bytes) and payload]
    sheets = _named_sheets(decode(pages[0][1]) if pages else "")
    grids: list[Grid] = []
    for part, payload in pages:
        place = str(part.get("Content-Location", "")).rpartition("/")[2]
        title, visible = sheets.get(place, (None, True))
        if b"<table" in payload.lower() or len(pages) == 1:
            grids += read_page(payload, name=title, charset=str(part.get_content_charset() or ""), visible=visible)
    if not grids:
        raise Unreadable(NO_TABLE)
    return grids


def _named_sheets(text: str) -> dict[str, tuple[str, bool]]:
    """File of each sheet -> its name, and whether it is shown."""
    sheets = {}
    for begun in _SHEET.split(text)[1:]:
        sheet = _SHEET_END.split(begun, maxsplit=1)[0]
        name, source = _SHEET_NAME.search(sheet), _SHEET_SOURCE.search(sheet)
        if name and source:
            sheets[source[1]] = (unescape(name[1]).strip(), "<x:visible>" not in sheet.lower())
    return sheets
