"""Files that are no exports at all: each ends as a delivery with a status, a finding and a sentence, and the good list beside them is
published."""

import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

import pytest

from flows.pipeline.outcomes import Delivery, RunResult
from flows.vault.file_encryption import read_sealed
from flows.vault.master_keys import master_keys
from tests.support.databases import new_warehouse
from tests.support.office import JUNE, Office, cards, health_list, office_at, report
from tests.synthetic.writers import WRITERS, write_xlsx


def _package(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name in names:
            package.writestr(name, "<xml/>")
    return buffer.getvalue()


@cache
def garbage() -> dict[str, tuple[bytes, str]]:
    """File name: its bytes, and how it must end."""
    workbook = write_xlsx(health_list(JUNE, cards(JUNE), container="xlsx").sheets)
    encrypted = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(1024)
    return {
        "rong.xlsx": (b"", "unreadable"),
        "bi cat.xlsx": (workbook[: len(workbook) // 2], "unreadable"),
        "co mat khau.xlsx": (encrypted, "unreadable"),
        "ole hong.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "unreadable"),
        "quyet dinh.pdf": (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n", "unreadable"),
        "ngau nhien.xls": (Random(7).randbytes(4000), "unreadable"),
        "cong van.docx": (_package("[Content_Types].xml", "word/document.xml"), "unreadable"),
        "goi.zip": (_package(), "unreadable"),
        "trang.html": ("<html><body>Phiên làm việc đã hết hạn</body></html>".encode(), "unreadable"),
        "chi tieu de.csv": (b"soSoBhxh,hoTen,soCmnd,tuNgay,denNgay\n", "unreadable"),
        "ghi chu.csv": ("Nội dung;Ngày\nhọp;1/6/2026\n".encode(), "unrecognised"),
        "anh.xlsx": (b"\x89PNG\r\n\x1a\n" + bytes(100), "unreadable"),
    }


@pytest.fixture(scope="module")
def swept(embedded_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, RunResult]]:
    """A run over a folder of garbage with one good list in it."""
    good = [health_list(JUNE, cards(JUNE)), report(JUNE)]
    with new_warehouse(embedded_url) as url:
        office = office_at(url, tmp_path_factory.mktemp("garbage"))
        files = {Path(item.path).name: WRITERS[item.container](item.sheets) for item in good}
        yield office, office.send_bytes(**files, **{name: data for name, (data, _) in garbage().items()})


def delivered(swept: tuple[Office, RunResult]) -> dict[str, Delivery]:
    return {delivery.file: delivery for delivery in swept[1].deliveries}


@pytest.mark.parametrize("name", garbage())
def test_a_file_that_is_no_export_is_a_delivery_with_a_status_and_a_reason(name: str, swept: tuple[Office, RunResult]) -> None:
    row = delivered(swept)[name]
    assert (row.status, row.rows_read, row.findings["critical"]) == (garbage()[name][1], 0, 1)
    assert re.search(r"gửi (lại|từng tệp).*\.$", row.reasons[0]), "it says what to do"
    rule = {"unreadable": "F01", "unrecognised": "F02"}[row.status]
    assert swept[0].rows("select rule_code, severity, message_vi from audit.finding where file_name = %s", name) == [
        (rule, "critical", row.reasons[0])
    ]


def test_a_locked_file_is_told_as_such(swept: tuple[Office, RunResult]) -> None:
    assert "mật khẩu" in delivered(swept)["co mat khau.xlsx"].reasons[0]


def test_garbage_does_not_stop_the_good_list(swept: tuple[Office, RunResult]) -> None:
    office, result = swept
    assert result.is_refused
    assert delivered(swept)["BHYT_2026-06.csv"].status == "published"
    assert office.values("XH04")


def test_garbage_is_kept_as_it_came(swept: tuple[Office, RunResult]) -> None:
    """An officer may have to show what was sent."""
    office, _ = swept
    keys = master_keys(office.settings)
    kept = {read_sealed(path, keys) for path in (office.settings.home / "landed").rglob("*") if path.is_file()}
    assert {data for data, _ in garbage().values()} <= kept
