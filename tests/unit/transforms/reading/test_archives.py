"""Zip files that hold exports: each file inside is one delivery, and an archive that cannot be opened is refused in a sentence."""

import io
import unicodedata
import zipfile

import pytest

from tests.support.office import JUNE, cards, health_list
from tests.synthetic.writers import write_ods, write_xlsx
from transforms.reading.archives import is_archive, members
from transforms.reading.grids import Unreadable

LIMIT = 4096


def zipped(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return buffer.getvalue()


def test_files_inside_come_out_in_the_order_of_their_names() -> None:
    found = members(zipped({"BHYT/b.csv": b"2", "a.xlsx": b"1"}), max_unpacked_bytes=LIMIT)
    assert [(member.path, member.data) for member in found] == [(("BHYT", "b.csv"), b"2"), (("a.xlsx",), b"1")]


@pytest.mark.parametrize("write", [write_xlsx, write_ods])
def test_a_workbook_is_no_archive(write: object) -> None:
    assert not is_archive(write(health_list(JUNE, cards(JUNE)).sheets))  # type: ignore[operator]


def test_a_document_that_lost_its_first_part_is_no_archive() -> None:
    assert not is_archive(zipped({"xl/worksheets/sheet1.xml": b"<x/>"}))


def test_a_damaged_archive_is_told_as_a_damaged_file() -> None:
    assert not is_archive(zipped({"a.csv": b"1" * 500})[:60])


def test_what_file_managers_leave_behind_is_not_a_delivery() -> None:
    found = members(
        zipped({"__MACOSX/._a.csv": b"x", ".DS_Store": b"x", "~$a.xlsx": b"x", "Thumbs.db": b"x", "a.csv": b"1"}), max_unpacked_bytes=LIMIT
    )
    assert [member.path for member in found] == [("a.csv",)]


def test_no_name_leads_out_of_the_archive() -> None:
    found = members(zipped({"../../etc/a.csv": b"1", "/b.csv": b"2", "..\\c.csv": b"3"}), max_unpacked_bytes=LIMIT)
    assert {member.path for member in found} == {("etc", "a.csv"), ("b.csv",), ("c.csv",)}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_are_vietnamese_whatever_wrote_them(form: str) -> None:
    """Python and Linux mark names as UTF-8; older programs write the same bytes without the mark."""
    name = unicodedata.normalize(form, "Thẻ BHYT tháng 6.csv")
    data = zipped({name: b"1"})
    unmarked = data.replace(b"\x00\x08", b"\x00\x00")
    for bytes_ in (data, unmarked):
        assert members(bytes_, max_unpacked_bytes=LIMIT)[0].path == ("Thẻ BHYT tháng 6.csv",)


def reason(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        members(data, max_unpacked_bytes=LIMIT)
    return caught.value.reason_vi


def test_an_archive_that_unpacks_to_too_much_is_refused() -> None:
    assert "quá lớn" in reason(zipped({"a.csv": b"\0" * (LIMIT + 1)}))
    assert "quá lớn" in reason(zipped({f"{number}.csv": b"\0" * (LIMIT // 4) for number in range(5)}))


def test_a_size_that_lies_is_not_believed() -> None:
    data = bytearray(zipped({"a.csv": b"\0" * (4 * LIMIT)}))
    for place in (data.find(b"PK\x03\x04") + 22, data.find(b"PK\x01\x02") + 24):
        data[place : place + 4] = (100).to_bytes(4, "little")
    assert "hỏng" in reason(bytes(data)) or "quá lớn" in reason(bytes(data))


def test_an_empty_archive_is_refused() -> None:
    assert "không có tệp nào" in reason(zipped({"trong/": b""}))


def test_a_locked_archive_is_refused_with_what_to_do() -> None:
    data = bytearray(zipped({"a.csv": b"1"}))
    data[data.find(b"PK\x01\x02") + 8] |= 1
    assert "mật khẩu" in reason(bytes(data))


def test_too_many_files_are_refused() -> None:
    assert "1000 tệp" in reason(zipped({f"{number}.csv": b"1" for number in range(1001)}))
