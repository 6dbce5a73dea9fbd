"""Zip packages of documents: their parts by names that differ only in writing, the relations between them, and the sizes they may have.

Old libraries name parts with backslashes or in other letters, and some put the workbook elsewhere than into ``xl/``; relations lead to it.

Data flow: bytes -> ``Package`` -> bytes of parts
"""

import io
import posixpath
import zipfile
import zlib
from xml.etree import ElementTree

from transforms.reading.grids import Unreadable

DAMAGED = "Tệp hỏng hoặc tải chưa trọn. Xuất lại tệp rồi gửi lại."
PASSWORD = "Tệp có mật khẩu. Gỡ mật khẩu rồi gửi lại."
NOT_READ = "Chương trình không đọc được tệp này. Mở bằng Excel, lưu lại dạng .xlsx rồi gửi lại."
#: Parts up to so many bytes are taken at their stated size: a part that lies about it can do no harm.
SMALL_PART = 400_000
#: What a damaged package raises; a way of packing that Python does not know is no damage.
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError)


def too_big(limit: int) -> str:
    return f"Tệp quá lớn sau khi giải nén (giới hạn {limit // 2**20} MB). Chia nhỏ danh sách hoặc xóa vùng trống rồi gửi lại."


class Package:
    """The parts of an opened zip file; their names as they stand in it are in ``names``."""

    def __init__(self, package: zipfile.ZipFile, *, limit: int) -> None:
        self._package = package
        self._entries = {_key(entry.filename): entry for entry in package.infolist()}
        self.names = [entry.filename for entry in package.infolist()]
        self.is_locked = any(entry.flag_bits & 1 for entry in package.infolist())
        self.unpacked_bytes = sum(entry.file_size for entry in package.infolist())
        if self.unpacked_bytes > limit:
            raise Unreadable(too_big(limit))
        for entry in package.infolist():
            _check_size(package, entry, limit)

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._entries

    def read(self, name: str) -> bytes:
        """Raises ``KeyError`` for a part that is not there, and one of ``ZIP_ERRORS`` for one that is damaged."""
        return self._package.read(self._entries[_key(name)])

    def beginning(self, name: str, length: int) -> bytes:
        """The first bytes of a part; raises what ``read`` raises."""
        with self._package.open(self._entries[_key(name)]) as part:
            return part.read(length)

    def stands_as(self, name: str) -> bool:
        """Whether the part is named exactly so."""
        return name in self.names

    def main_part(self) -> str | None:
        """The part that the package's own relations call its document; else a workbook where it usually stands."""
        stated = [target for kind, target, _ in self.relations("") if kind.endswith("/officeDocument")]
        usual = ["xl/workbook.xml", "xl/workbook.bin"]
        return next((name for name in [*stated, *usual] if name in self), None)

    def relations(self, part: str) -> list[tuple[str, str, str]]:
        """Kind, target part and id of each relation of a part; "" is the package itself. Relations that cannot be followed are left out."""
        folder, _, name = part.rpartition("/")
        place = posixpath.join(folder, "_rels", f"{name}.rels")
        try:
            root = ElementTree.fromstring(self.read(place))
        except (KeyError, ElementTree.ParseError, ValueError, LookupError):
            return []
        found = [{local_name(name): value for name, value in one.items()} for one in root if local_name(one.tag) == "Relationship"]
        inside = [one for one in found if one.get("TargetMode", "").lower() != "external" and one.get("Target")]
        return [(one.get("Type", ""), _target(folder, one["Target"]), one.get("Id", "")) for one in inside]


def local_name(name: str) -> str:
    return name.rpartition("}")[2]


def open_zip(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


def _key(name: str) -> str:
    return name.replace("\\", "/").removeprefix("./").lstrip("/").casefold()


def _target(folder: str, target: str) -> str:
    target = target.replace("\\", "/")
    return posixpath.normpath(target if target.startswith("/") else posixpath.join(folder, target)).lstrip("/")


def _check_size(package: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> None:
    """An entry may lie about its size; XML that seems to shrink by less than half is counted by unpacking it."""
    is_part = _key(entry.filename).endswith((".xml", ".bin"))
    if not is_part or entry.compress_size <= SMALL_PART or entry.file_size >= 2 * entry.compress_size:
        return
    with package.open(entry):  # seeks nothing: proves that the local header is sound
        pass
    unpacker, seen, raw = zlib.decompressobj(-15), 0, _raw_bytes(package, entry)
    while raw and not unpacker.eof:
        seen += len(unpacker.decompress(raw, 2**20))
        raw = unpacker.unconsumed_tail
        if seen > limit:
            raise Unreadable(too_big(limit))


def _raw_bytes(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    stream = package.fp
    if stream is None or entry.compress_type != zipfile.ZIP_DEFLATED:
        return b""
    stream.seek(entry.header_offset + 26)
    lengths = stream.read(4)
    stream.seek(int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little"), 1)
    return stream.read(entry.compress_size)
