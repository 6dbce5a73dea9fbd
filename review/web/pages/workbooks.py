"""Workbooks for sending units on the page: the failing rows of a delivery as Excel, masked or under a password, and what comes back mended.

A workbook that came back is kept sealed, without its password, between the page that shows its differences and the press that applies them.

Data flow: form -> ``review.workbook.export.made`` -> .xlsx; form's file -> ``CHITIEU_HOME/returned/<account>-<number>`` (sealed) ->
``review.workbook.corrections`` -> ``workbook_back.html``
"""

import contextlib
import re
import secrets
import time
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, File, Form, Query, UploadFile
from fastapi.responses import RedirectResponse, Response

from flows.system.files import PRIVATE_FOLDER
from flows.vault.file_encryption import read_sealed, write_sealed
from flows.vault.master_keys import master_keys
from review.decisions import check_words
from review.drafts import live_delivery
from review.web.desk import Desk, Visit, free_of_the_night
from review.web.forms import FormError
from review.web.gate import MOST_UPLOAD_BYTES
from review.web.pages.causes import Number
from review.web.pages.excel import sent
from review.web.pages.upload import plain_name
from review.workbook.corrections import TakenBack, take_back_rows
from review.workbook.export import LEAST_PASSWORD_LETTERS, Unmasking, made
from review.workbook.returned import opened, rows_of

router = APIRouter()
_KEPT_SECONDS = 12 * 3600
_NUMBER = re.compile(r"[0-9a-f]{32}")


# --- going out ----------------------------------------------------------------------------------------------------------
@router.get("/deliveries/{delivery}/workbook")
def form(desk: Desk, delivery: Number, rule: Annotated[str, Query(pattern=r"^([A-Z]\d{2})?$")] = "") -> Response:
    with desk.engine.connect() as connection:
        line = live_delivery(connection, desk.ward_code, delivery)
    return desk.page("workbook.html", "Sổ gửi lại đơn vị", delivery=line, rule=rule, least=LEAST_PASSWORD_LETTERS)


@router.post("/deliveries/{delivery}/workbook")
def workbook(
    desk: Desk,
    delivery: Number,
    how: Annotated[str, Form(pattern="^(masked|encrypted)$")],
    rule: Annotated[str, Form(pattern=r"^([A-Z]\d{2})?$")] = "",
    password: Annotated[str, Form(max_length=200)] = "",
    reason: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    unmasking = Unmasking(desk.session.name, reason, password) if how == "encrypted" else None
    data, told = made(desk.engine, desk.settings, delivery, rule or None, unmasking)
    desk.note(f"workbook {delivery}{'' if told.is_masked else ' unmasked'}")
    about = f"-{rule}" if rule else ""
    return sent(data, f"can-xem-lai-lan-gui-{delivery}{about}.xlsx")


# --- coming back --------------------------------------------------------------------------------------------------------
@router.post("/upload/workbook")
def come_back(desk: Desk, file: Annotated[UploadFile, File()], password: Annotated[str, Form(max_length=200)] = "") -> Response:
    """Shows the differences and what applying them would change; applies nothing."""
    data = file.file.read(MOST_UPLOAD_BYTES + 1)
    if not data or len(data) > MOST_UPLOAD_BYTES:
        raise FormError(f"Chưa chọn tệp, tệp rỗng, hoặc tệp lớn hơn {MOST_UPLOAD_BYTES // 1_000_000} MB.")
    name = plain_name(file.filename or "")
    clear = opened(data, name, password or None)
    with free_of_the_night(desk.engine):
        told = _taken_back(desk, clear, name, only_preview=True)
    number = _keep(desk, clear, name) if told.comparison.differences else ""
    changes = [one for one in told.receipt.changes if one.area_code == desk.ward_code] if told.receipt else []
    return desk.page("workbook_back.html", "Sổ đơn vị gửi lại", name=name, found=told.comparison, changes=changes, number=number)


@router.post("/upload/workbook/apply")
def apply(desk: Desk, number: Annotated[str, Form(max_length=40)], reason: Annotated[str, Form(max_length=2000)] = "") -> Response:
    check_words(desk.session.name, reason)
    folder = _folder(desk, number)
    kept = next((path for path in folder.iterdir()), None) if folder.is_dir() else None
    if kept is None:
        raise FormError("Sổ này không còn được giữ: đã áp dụng, hoặc đã quá 12 giờ. Hãy nạp lại sổ.")
    data = read_sealed(kept, master_keys(desk.settings))
    with free_of_the_night(desk.engine):
        done = _taken_back(desk, data, kept.name, reason=reason)
    _forget(folder)
    if done.receipt is None:
        raise FormError("Không còn ô nào để áp dụng: các dòng của sổ đã được quyết định từ khi sổ được xem.")
    desk.note(f"decision {done.receipt.decision}")
    return RedirectResponse(f"/decisions/{done.receipt.decision}", status_code=303)


def _taken_back(desk: Visit, data: bytes, name: str, *, reason: str = "", only_preview: bool = False) -> TakenBack:
    rows = rows_of(data, name, desk.settings.ward.limits.max_unpacked_mb * 2**20)
    return take_back_rows(desk.engine, desk.settings, rows, name, desk.session.name, reason, only_preview=only_preview)


def _folder(desk: Visit, number: str) -> Path:
    """Of the account alone."""
    if not _NUMBER.fullmatch(number):
        raise FormError("Biểu mẫu này không chỉ đến sổ nào. Hãy nạp lại sổ.")
    return desk.settings.home / "returned" / f"{desk.session.account_id}-{number}"


def _keep(desk: Visit, data: bytes, name: str) -> str:
    """The number by which the workbook is found again; what nobody applied within hours goes."""
    number = secrets.token_hex(16)
    folder = _folder(desk, number)
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True)
    write_sealed(folder / name, data, master_keys(desk.settings))
    for other in folder.parent.iterdir():
        if time.time() - other.stat().st_mtime > _KEPT_SECONDS:
            _forget(other)
    return number


def _forget(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # another request has forgotten it as well
        folder.rmdir()
