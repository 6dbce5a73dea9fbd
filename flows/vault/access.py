"""Access to the vault: what is sealed about people: shown to those who may, each request logged before anything is given out; its keys
changed without a stop.

Data flow: subject and reason -> ``vault.request`` (committed) -> sealed rows -> ``flows.vault.row_encryption`` -> documents in memory,
never on disk
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flows.vault.master_keys import MasterKeys, VaultError

if TYPE_CHECKING:
    from sqlalchemy import Engine


@dataclass(frozen=True)
class Opened:
    """One sealed row, open. ``kind``: person, quarantine or repair; ``document``: what the row says."""

    kind: str
    delivery_id: int
    sheet_name: str | None
    row_number: int
    document: dict[str, Any]


# --- showing ------------------------------------------------------------------------------------------------------------
def show_row(
    engine: "Engine", keys: MasterKeys, delivery_id: int, sheet_name: str | None, row_number: int, asked_by: str, reason: str
) -> list[Opened]:
    """Everything sealed of one row; empty if there is nothing. The request is logged whatever is found."""
    subject = f"row {delivery_id}/{sheet_name or ''}/{row_number}"
    return _show(engine, keys, subject, "vault.open_row(%s, %s, %s, %s)", (delivery_id, sheet_name, row_number), asked_by, reason)


def show_quarantine(engine: "Engine", keys: MasterKeys, delivery_id: int, asked_by: str, reason: str) -> list[Opened]:
    """Every quarantined row of a delivery, as it was sent."""
    return _show(engine, keys, f"quarantine {delivery_id}", "vault.open_quarantine(%s, %s)", (delivery_id,), asked_by, reason)


def show_dossier(engine: "Engine", keys: MasterKeys, dossier_code: str, asked_by: str, reason: str) -> list[Opened]:
    """The applicant of a dossier in the words of each log, the newest first."""
    return _show(engine, keys, f"dossier {dossier_code}", "vault.open_dossier(%s, %s)", (dossier_code,), asked_by, reason)


def show_person(engine: "Engine", keys: MasterKeys, person_key: int, asked_by: str, reason: str) -> list[Opened]:
    """A person in the words of each list that names the person now, the newest first."""
    return _show(engine, keys, f"person {person_key}", "vault.open_person(%s, %s)", (person_key,), asked_by, reason)


def log_request(engine: "Engine", subject: str, asked_by: str, reason: str) -> int:
    """The number of the request, which is committed before anything personal is given out; raises ``VaultError`` without a reason."""
    if len(reason.strip()) < 5:
        raise VaultError("Phải ghi lý do xem dữ liệu cá nhân (--reason, ít nhất 5 chữ cái).")
    with engine.begin() as connection:
        return int(connection.exec_driver_sql("select vault.request(%s, %s, %s)", (subject, asked_by, reason)).scalar_one())


def _show(
    engine: "Engine", keys: MasterKeys, subject: str, function: str, parameters: tuple[Any, ...], asked_by: str, reason: str
) -> list[Opened]:
    from flows.vault.row_encryption import data_key_of, unseal

    request = log_request(engine, subject, asked_by, reason)
    with engine.begin() as connection:
        rows = connection.exec_driver_sql(f"select * from {function}", (request, *parameters)).fetchall()
    return [
        Opened(
            row.kind,
            row.delivery_id,
            row.sheet_name,
            row.row_number,
            unseal(data_key_of(keys, row), bytes(row.sealed), row.delivery_id, row.sheet_name, row.row_number),
        )
        for row in rows
    ]
