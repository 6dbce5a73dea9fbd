"""Zip files that hold exports: each file inside is a delivery of its own.

Data flow: bytes of an archive -> ``members`` -> names and bytes, in the order of their names
"""

import io
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass

from transforms.reading.grids import Unreadable
from transforms.reading.other_formats import is_apple
from transforms.reading.packages import DAMAGED, PASSWORD

#: Parts that make a zip file a document of its own: it is handed on whole, to be read or refused as what it is.
_DOCUMENT_PARTS = {"[content_types].xml", "content.xml", "mimetype"}
_DOCUMENT_FOLDERS = ("xl/", "word/", "ppt/", "_rels/", "docprops/", "meta-inf/")
MAX_MEMBERS = 1000
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1


@dataclass(frozen=True)
class Member:
    """A file inside an archive; ``path``: its folders and its name, in NFC."""

    path: tuple[str, ...]
    data: bytes


def is_archive(data: bytes) -> bool:
    """Whether the bytes are a zip file that only carries others. A damaged one is none: it is refused as a damaged workbook."""
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = [name.replace("\\", "/").lstrip("/").casefold() for name in package.namelist()]
            return (
                not _DOCUMENT_PARTS & set(names) and not any(name.startswith(_DOCUMENT_FOLDERS) for name in names) and not is_apple(names)
            )
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def members(data: bytes, *, max_unpacked_bytes: int) -> list[Member]:
    """The files of an archive, without folders and without what file managers leave behind.

    Raises ``Unreadable`` for an archive that is locked, damaged, empty, or larger unpacked than ``max_unpacked_bytes`` in all. An archive
    inside an archive comes as it is: it is not opened.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = [entry for entry in package.infolist() if not entry.is_dir() and not _is_left_behind(_path(entry))]
            if any(entry.flag_bits & _ENCRYPTED for entry in entries):
                raise Unreadable(PASSWORD)
            if not entries:
                raise Unreadable("Tệp nén không có tệp nào bên trong. Nén lại hoặc gửi từng tệp Excel.")
            if len(entries) > MAX_MEMBERS:
                raise Unreadable(f"Tệp nén có hơn {MAX_MEMBERS} tệp. Chia nhỏ hoặc gửi từng tệp Excel.")
            return sorted(_unpacked(package, entries, max_unpacked_bytes), key=lambda member: member.path)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError) as error:
        raise Unreadable(DAMAGED) from error


def _unpacked(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], limit: int) -> list[Member]:
    """Read up to the limit, whatever sizes the entries state."""
    found, left = [], limit
    for entry in entries:
        with package.open(entry) as stream:
            data = stream.read(left + 1)
        left -= len(data)
        if left < 0:
            raise Unreadable(f"Tệp nén quá lớn sau khi giải nén (giới hạn {limit // 2**20} MB). Chia nhỏ hoặc gửi từng tệp Excel.")
        found.append(Member(_path(entry), data))
    return found


def _path(entry: zipfile.ZipInfo) -> tuple[str, ...]:
    """Folders and name. Names without the flag for UTF-8 are often UTF-8 all the same; what is not keeps its ASCII letters and digits,
    which is what months are told by. No part can lead out of the archive."""
    name = entry.filename
    if not entry.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437", errors="replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("cp1258", errors="replace")
    parts = unicodedata.normalize("NFC", name).replace("\\", "/").split("/")
    return tuple(part for part in parts if part not in ("", ".", ".."))


def _is_left_behind(path: tuple[str, ...]) -> bool:
    return not path or "__MACOSX" in path or path[-1].startswith((".", "~$")) or path[-1].casefold() in ("thumbs.db", "desktop.ini")
