"""Upload by hand: a file from the officer's computer goes into the inbox and is taken in as any other.

Data flow: a form's file -> ``CHITIEU_HOME/inbox/uploads/<number>/<name>`` (sealed) -> ``flows.pipeline.run.run_paths`` -> its receipt
"""

import secrets
import unicodedata
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, File, UploadFile
from fastapi.responses import Response

from flows.database.engine import WarehouseError
from flows.pipeline.run import run_paths
from flows.system.files import PRIVATE_FOLDER
from flows.vault.file_encryption import write_sealed
from flows.vault.master_keys import master_keys
from review.web.desk import Desk, NightRunsError, Visit
from review.web.forms import FormError
from review.web.gate import MOST_UPLOAD_BYTES

router = APIRouter()
_MOST_NAME_CHARACTERS = 150


@router.get("/upload")
def form(desk: Desk) -> Response:
    return desk.page("upload.html", "Nạp tệp", most=MOST_UPLOAD_BYTES // 1_000_000, taken=None)


@router.post("/upload")
def upload(desk: Desk, file: Annotated[UploadFile, File()]) -> Response:
    data = file.file.read(MOST_UPLOAD_BYTES + 1)
    if not data or len(data) > MOST_UPLOAD_BYTES:
        raise FormError(f"Chưa chọn tệp, tệp rỗng, hoặc tệp lớn hơn {MOST_UPLOAD_BYTES // 1_000_000} MB.")
    folder = _laid(desk, plain_name(file.filename or ""), data)
    try:
        result = run_paths(desk.settings, [folder])
    except WarehouseError:
        raise NightRunsError(
            "Tệp đã được giữ trong hộp thư đến, nhưng phần mềm đang nhận và tính số liệu của đợt chạy. Xin đợi vài phút rồi nạp lại tệp."
        ) from None
    names = [one.file for one in result.deliveries]
    with desk.engine.connect() as connection:
        taken = connection.exec_driver_sql(
            """select distinct on (file_name) delivery_id, file_name, status, source, month, reasons from audit.delivery
               where ward_code = %s and file_name = any(%s) order by file_name, delivery_id desc""",
            (desk.ward_code, names),
        ).mappings()
        lines = [dict(row) for row in taken]
    told = {one.file: one.status for one in result.deliveries}
    lines = [line | {"status": told[line["file_name"]]} for line in lines]
    for line in lines:
        if line["status"] != "duplicate":
            desk.note(f"delivery {line['delivery_id']}")
    return desk.page("upload.html", "Nạp tệp", most=MOST_UPLOAD_BYTES // 1_000_000, taken=lines)


def plain_name(text: str) -> str:
    """The last part of whatever the browser calls the file, in letters that a folder can hold; never hidden, never a path."""
    last = unicodedata.normalize("NFC", text.replace("\\", "/").rsplit("/", 1)[-1])
    kept = "".join(letter for letter in last if letter.isprintable() and letter not in '<>:"|?*').strip(" .")
    stem, dot, ending = kept.rpartition(".")
    return (f"{stem[:_MOST_NAME_CHARACTERS]}{dot}{ending[:12]}" if dot else kept[:_MOST_NAME_CHARACTERS]) or "tep"


def _laid(desk: Visit, name: str, data: bytes) -> Path:
    """In a folder of its own, whose name tells no month."""
    folder = desk.settings.home / "inbox" / "uploads" / secrets.token_hex(8)
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True)
    write_sealed(folder / name, data, master_keys(desk.settings))
    return folder
