"""A workbook that is really encrypted is refused with what to do."""

import io
import os
import shutil
import signal
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.support.office import JUNE, cards, health_list
from tests.synthetic.writers import write_xlsx
from transforms.reading.containers import read_grids
from transforms.reading.grids import Unreadable
from transforms.reading.old_workbooks import is_locked, workbook_stream


def test_an_encrypted_workbook_asks_for_its_password_to_be_taken_off() -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    plain = io.BytesIO(write_xlsx(health_list(JUNE, cards(JUNE), container="xlsx").sheets))
    OOXMLFile(plain).encrypt("mật khẩu", locked := io.BytesIO())
    with pytest.raises(Unreadable) as caught:
        read_grids(locked.getvalue())
    assert "mật khẩu" in caught.value.reason_vi and caught.value.reason_vi.endswith("gửi lại.")


SAVE = """
import os, sys, time, uno
from com.sun.star.beans import PropertyValue
def option(name, value):
    made = PropertyValue(); made.Name, made.Value = name, value
    return made
port, source, target, form, password = sys.argv[1:]
resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
for _ in range(120):
    try:
        office = resolver.resolve(f"uno:socket,host=127.0.0.1,port={port};urp;StarOffice.ComponentContext")
        break
    except Exception:  # the bridge's own kinds, until the program listens; if it never does, "office" has no value and the script fails
        time.sleep(0.5)
desktop = office.ServiceManager.createInstance("com.sun.star.frame.Desktop")
book = desktop.loadComponentFromURL(source, "_blank", 0, (option("Hidden", True),))
book.storeToURL(target, (option("FilterName", form), option("Password", password)))
os._exit(0)
"""


def locked_by_libreoffice(folder: Path, form: str, ending: str, password: str = "khong ai biet") -> bytes:
    """The list saved under a password by LibreOffice itself, over its own Python bridge on a loopback port."""
    import socket

    plain, locked = folder / "a.xlsx", folder / f"locked.{ending}"
    plain.write_bytes(write_xlsx(health_list(JUNE, cards(JUNE), container="xlsx").sheets))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    office = subprocess.Popen(
        [
            "soffice",
            "--headless",
            "--norestore",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            f"--accept=socket,host=127.0.0.1,port={port};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        subprocess.run(
            ["/usr/bin/python3", "-c", SAVE, str(port), plain.as_uri(), locked.as_uri(), form, password], check=True, timeout=120
        )
    finally:
        os.killpg(office.pid, signal.SIGKILL)
        office.wait()
    return locked.read_bytes()


def has_bridge() -> bool:
    if shutil.which("soffice") is None or not Path("/usr/bin/python3").exists():
        return False
    return subprocess.run(["/usr/bin/python3", "-c", "import uno"], capture_output=True).returncode == 0


@pytest.mark.skipif(not has_bridge(), reason="LibreOffice with its Python bridge (libreoffice, python3-uno) is not installed")
@pytest.mark.parametrize(("form", "ending"), [("calc8", "ods"), ("MS Excel 97", "xls")])
def test_a_workbook_that_libreoffice_locked_is_told_from_a_damaged_one(form: str, ending: str, tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as caught:
        read_grids(locked_by_libreoffice(tmp_path, form, ending))
    assert caught.value.reason_vi == "Tệp có mật khẩu. Gỡ mật khẩu rồi gửi lại."


def test_an_opendocument_manifest_that_tells_of_encryption_is_a_password() -> None:
    with zipfile.ZipFile(made := io.BytesIO(), "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", bytes(range(256)))
        package.writestr("META-INF/manifest.xml", "<manifest:manifest><manifest:encryption-data/></manifest:manifest>")
    with pytest.raises(Unreadable) as caught:
        read_grids(made.getvalue())
    assert "mật khẩu" in caught.value.reason_vi


@pytest.mark.skipif(not has_bridge(), reason="LibreOffice with its Python bridge (libreoffice, python3-uno) is not installed")
def test_an_xls_under_excels_own_password_is_opened(tmp_path: Path) -> None:
    sent = locked_by_libreoffice(tmp_path, "MS Excel 97", "xls", "VelvetSweatshop")
    assert is_locked(workbook_stream(sent))
    (grid,) = read_grids(sent)
    assert grid.frame.height == len(cards(JUNE)) + 1
