"""What is sealed about people: shown to those who may, each request logged before anything is given out; its keys changed without a stop.

Data flow: subject and reason -> ``vault.request`` (committed) -> sealed rows -> ``flows.sealing`` -> documents in memory, never on disk
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from flows.sealed_files import rewrap, sealed_with
from flows.sealing import Sealer, VaultError, unseal, unwrap, wrap
from flows.vault_keys import MasterKeys, begin_change, finish_change, master_keys

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from flows.settings import Settings

#: Vault tables of earlier versions that kept their rows in clear.
_CLEAR = ("clear_person_row", "clear_dossier_applicant", "clear_quarantined_row", "clear_repair")


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


def _show(
    engine: "Engine", keys: MasterKeys, subject: str, function: str, parameters: tuple[Any, ...], asked_by: str, reason: str
) -> list[Opened]:
    if len(reason.strip()) < 5:
        raise VaultError("Phải ghi lý do xem dữ liệu cá nhân (--reason, ít nhất 5 chữ cái).")
    with engine.begin() as connection:
        request = connection.exec_driver_sql("select vault.request(%s, %s, %s)", (subject, asked_by, reason)).scalar_one()
    with engine.begin() as connection:
        rows = connection.exec_driver_sql(f"select * from {function}", (request, *parameters)).fetchall()
    return [
        Opened(
            row.kind,
            row.delivery_id,
            row.sheet_name,
            row.row_number,
            unseal(_data_key(keys, row), bytes(row.sealed), row.delivery_id, row.sheet_name, row.row_number),
        )
        for row in rows
    ]


def _data_key(keys: MasterKeys, row: Any) -> bytes:
    return unwrap(keys, row.master_fingerprint, bytes(row.wrapped_key), row.ward_code, row.delivery_id)


# --- keys ---------------------------------------------------------------------------------------------------------------
def check_keys(connection: "Connection", ward_code: str, keys: MasterKeys) -> None:
    """Raises ``VaultError`` if the ward's vault was sealed with a master key that is not at hand: nothing may be sealed beside it with another."""
    sealed = connection.exec_driver_sql(
        "select distinct master_fingerprint from vault.data_key where ward_code = %s order by 1", (ward_code,)
    ).scalars()
    missing = [fingerprint for fingerprint in sealed if keys.of(fingerprint) is None]
    if missing:
        raise VaultError(
            f"The vault of ward {ward_code} was sealed with the master key {', '.join(missing)}; the one at hand is {keys.present.fingerprint}. "
            "Bring back that key (CHITIEU_VAULT_KEY, or vault.key in CHITIEU_HOME)."
        )


def rotate(engine: "Engine", settings: "Settings") -> tuple[str, int]:
    """A new master key: its fingerprint, and how many data keys it wraps now: of every ward that this key's home serves, because the old key
    goes. A key that is not the ward's is not changed. All of them in one transaction; if the program dies on the way, both files are there and either state opens; rotating again ends it."""
    keys = finished(engine, settings)
    with engine.connect() as connection:
        check_keys(connection, settings.ward.code, keys)
    new = begin_change(settings)
    with engine.begin() as connection:
        connection.exec_driver_sql("lock table vault.data_key in exclusive mode")
        known = [key.fingerprint for key in (keys.present, *keys.others)]
        rows = connection.exec_driver_sql("select * from vault.data_key where master_fingerprint = any(%s)", (known,)).fetchall()
        for row in rows:  # one short key a delivery
            wrapped = wrap(new, _data_key(keys, row), row.ward_code, row.delivery_id)
            connection.exec_driver_sql(
                "update vault.data_key set master_fingerprint = %s, wrapped_key = %s where delivery_id = %s",
                (new.fingerprint, wrapped, row.delivery_id),
            )
    rewrap(MasterKeys(keys.present, (*keys.others, new)), new, *_sealed_folders(settings))
    finish_change(settings.home)
    return new.fingerprint, len(rows)


def finished(engine: "Engine", settings: "Settings") -> MasterKeys:
    """The keys at hand, after a change that was cut off has been brought to its end: the database says which key it knows."""
    keys = master_keys(settings)
    if keys.others:
        with engine.connect() as connection:
            known = set(connection.exec_driver_sql("select distinct master_fingerprint from vault.data_key").scalars())
        files = sealed_with(*_sealed_folders(settings))
        new = next((key for key in keys.others if key.fingerprint in known | files), None)
        # The database's keys are wrapped first and all at once: a row or a file of the new key means that they are.
        if new is not None and keys.present.fingerprint not in known:
            rewrap(keys, new, *_sealed_folders(settings))
            finish_change(settings.home)
            keys = master_keys(settings)
    return keys


def _sealed_folders(settings: "Settings") -> tuple[Path, Path]:
    """Where deliveries lie, sealed by file."""
    return settings.home / "landed", settings.home / "inbox"


# --- rows of an earlier version -----------------------------------------------------------------------------------------
def seal_clear_rows(engine: "Engine", keys: MasterKeys, ward_code: str) -> int:
    """Seal what an earlier version kept in clear, and remove it; how many rows. All in one transaction, nothing is lost on the way."""
    with engine.begin() as connection:
        there = [name for name in _CLEAR if connection.exec_driver_sql("select to_regclass(%s)", (f"vault.{name}",)).scalar_one()]
        count = sum(_seal_table(connection, keys, ward_code, name) for name in there)
        for name in there:
            if not connection.exec_driver_sql(f"select exists (select from vault.{name})").scalar_one():
                connection.exec_driver_sql(f"drop table vault.{name}")
        return count


def _seal_table(connection: "Connection", keys: MasterKeys, ward_code: str, name: str) -> int:
    from flows.warehouse import copy_frame, read_frame

    target, query = _EARLIER[name]
    frame = read_frame(connection, query, (ward_code,))
    for part in _by_delivery(frame):
        delivery_id = int(part["delivery_id"][0])
        sealer = _Known(connection, keys, b"", ward_code, delivery_id)
        kept = [column for column in part.columns if column in _IN_CLEAR]
        copy_frame(connection, target, sealer.seal(part, [column for column in part.columns if column not in kept]))
    connection.exec_driver_sql(
        f"delete from vault.{name} c using audit.delivery d where d.ward_code = %s and d.delivery_id = c.delivery_id"
        if name != "clear_dossier_applicant"
        else "delete from vault.clear_dossier_applicant c using warehouse.dim_ward w where w.ward_code = %s and w.ward_key = c.ward_key",
        (ward_code,),
    )
    return frame.height


_IN_CLEAR = ("delivery_id", "sheet_name", "row_number", "dossier_code", "household_number", "cell_count")
_EARLIER = {
    "clear_person_row": (
        "vault.person_row",
        """select c.delivery_id, c.sheet_name, c.row_number, c.full_name, c.personal_id, c.social_insurance_number, c.birth_date::text as birth_date,
                  c.birth_precision, c.sex, c.address, c.phone
           from vault.clear_person_row c join audit.delivery d using (delivery_id) where d.ward_code = %s""",
    ),
    "clear_dossier_applicant": (
        "vault.person_row",
        """select f.delivery_key as delivery_id, f.sheet_name, f.row_number, c.dossier_code, c.applicant_name, c.personal_id, c.address, c.phone
           from vault.clear_dossier_applicant c join warehouse.fact_dossier f using (ward_key, dossier_code) join warehouse.dim_ward w using (ward_key)
           where w.ward_code = %s""",
    ),
    "clear_quarantined_row": (
        "vault.quarantined_row",
        """select c.delivery_id, c.sheet_name, c.row_number, c.cells ->> 'household_number' as household_number, c.cells::text as cells
           from vault.clear_quarantined_row c join audit.delivery d using (delivery_id) where d.ward_code = %s""",
    ),
    "clear_repair": (
        "vault.repair",
        """select c.delivery_id, c.sheet_name, c.row_number, count(*)::int as cell_count,
                  json_agg(json_build_object('column_name', c.column_name, 'kind', c.kind, 'before', c.before, 'after', c.after))::text as repairs
           from vault.clear_repair c join audit.delivery d using (delivery_id) where d.ward_code = %s
           group by c.delivery_id, c.sheet_name, c.row_number""",
    ),
}


def _by_delivery(frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
    return iter(frame.partition_by("delivery_id")) if frame.height else iter(())


class _Known(Sealer):
    """A sealer for a delivery that may have its data key already."""

    def _key(self) -> bytes:
        row = self.connection.exec_driver_sql("select * from vault.data_key where delivery_id = %s", (self.delivery_id,)).one_or_none()
        return _data_key(self.keys, row) if row is not None else super()._key()
