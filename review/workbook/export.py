"""Export of a workbook: the failing rows of one delivery for the unit that sent it, masked, or encrypted with the officer's password.

Data flow: audit.finding, landed file -> ``Request`` -> ``export`` -> .xlsx
"""

from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from review.workbook.request import Request, WorkbookError, request_for
from review.workbook.row_keys import RowKey, seal, shown_digest
from review.workbook.sheets import workbook

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from flows.config.settings import Settings
    from flows.pipeline.sent_rows import SentList
    from review.workbook.request import AskedRow

LEAST_PASSWORD_LETTERS = 10


@dataclass(frozen=True)
class Unmasking:
    """Who asks to see people, why, and the password under which they leave the house."""

    asked_by: str
    reason: str
    password: str


@dataclass(frozen=True)
class Sent:
    """What was made; ``path``: where it was written, "" where it was not."""

    path: str
    delivery_id: int
    file_name: str
    rows: int
    cells: int
    is_masked: bool
    about_file: tuple[str, ...]


def export(
    engine: "Engine",
    settings: "Settings",
    delivery_id: int,
    path: Path,
    rule_code: str | None = None,
    unmasking: Unmasking | None = None,
    *,
    force: bool = False,
) -> Sent:
    """Writes the workbook. ``unmasking``: with people in clear, and encrypted; the request is logged before anything is read.

    Raises ``WorkbookError`` where no row fails, the place cannot be written or the password is weak, ``DecisionError`` for a delivery that
    no longer counts, ``VaultError`` without a reason.
    """
    _check_place(path, force)
    data, sent = made(engine, settings, delivery_id, rule_code, unmasking)
    _write(path, data)
    return replace(sent, path=str(path))


def made(
    engine: "Engine", settings: "Settings", delivery_id: int, rule_code: str | None = None, unmasking: Unmasking | None = None
) -> tuple[bytes, Sent]:
    """The workbook in memory, and what it holds. Raises as ``export`` does."""
    from review.decisions import looking
    from review.drafts import live_delivery

    if unmasking is not None:
        _log(engine, delivery_id, unmasking)
    with looking(engine, settings) as desk:
        delivery = live_delivery(desk.connection, desk.ward_code, delivery_id)
        request = request_for(desk, delivery, rule_code)
    data = packed(request, settings, is_masked=unmasking is None)
    sent = Sent("", delivery_id, delivery.file_name, request.row_count, request.cell_count, unmasking is None, request.about_file)
    return (data if unmasking is None else encrypted(data, unmasking.password)), sent


def packed(request: Request, settings: "Settings", *, is_masked: bool) -> bytes:
    """The workbook, in memory."""
    secret, ward = settings.secret_key, settings.ward

    def key_of(listed: "SentList", one: "AskedRow") -> str:
        row, line = one.row, request.delivery
        place = (ward.code, line.delivery_id, line.sha256, listed.number, listed.sheet_name, row.row_number)
        shown = shown_digest(secret, (row.texts[column.name] for column in listed.columns))
        return seal(secret, RowKey(*place, row.row_identity, row.said_row, shown, one.asked(listed), is_masked, request.row_count))

    return workbook(request, ward.name, key_of, is_masked=is_masked)


def encrypted(data: bytes, password: str) -> bytes:
    """As Excel encrypts a workbook (ECMA-376 agile: AES-256, SHA-512, 100,000 rounds)."""
    from msoffcrypto.format.ooxml import OOXMLFile

    out = BytesIO()
    OOXMLFile(BytesIO(data)).encrypt(password, out)
    return out.getvalue()


def _log(engine: "Engine", delivery_id: int, unmasking: Unmasking) -> None:
    from flows.vault.access import log_request

    if len(unmasking.password) < LEAST_PASSWORD_LETTERS:
        raise WorkbookError(f"Mật khẩu của sổ phải có ít nhất {LEAST_PASSWORD_LETTERS} ký tự.")
    log_request(engine, f"workbook {delivery_id}", unmasking.asked_by, unmasking.reason)


def _check_place(path: Path, force: bool) -> None:
    if path.suffix.lower() != ".xlsx":
        raise WorkbookError(f"{path}: sổ được ghi ở dạng Excel, tên tệp phải kết thúc bằng .xlsx.")
    if path.exists() and not force:
        raise WorkbookError(f"{path}: đã có tệp này. Hãy chọn tên khác, hoặc thêm --force để ghi đè.")


def _write(path: Path, data: bytes) -> None:
    from flows.system.files import write_whole

    try:
        write_whole(path, data)
    except OSError as error:
        raise WorkbookError(
            f"{path}: không ghi được tệp ({error.strerror}). Hãy đóng tệp trong Excel, hoặc chọn thư mục được phép ghi."
        ) from None
