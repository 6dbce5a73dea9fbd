"""Rows that an earlier version kept in clear, sealed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import polars as pl

from flows.vault.master_keys import MasterKeys
from flows.vault.row_encryption import Sealer, data_key_of

if TYPE_CHECKING:
    from sqlalchemy import Connection


#: Vault tables of earlier versions that kept their rows in clear.
_CLEAR = ("clear_person_row", "clear_dossier_applicant", "clear_quarantined_row", "clear_repair")


# --- rows of an earlier version -----------------------------------------------------------------------------------------
def seal_clear_rows(connection: "Connection", keys: MasterKeys, ward_code: str) -> int:
    """Seal what an earlier version kept in clear, and remove it; how many rows. In the caller's transaction nothing is lost on the way."""
    there = [name for name in _CLEAR if connection.exec_driver_sql("select to_regclass(%s)", (f"vault.{name}",)).scalar_one()]
    count = sum(_seal_table(connection, keys, ward_code, name) for name in there)
    for name in there:
        if not connection.exec_driver_sql(f"select exists (select from vault.{name})").scalar_one():
            connection.exec_driver_sql(f"drop table vault.{name}")
    return count


def _seal_table(connection: "Connection", keys: MasterKeys, ward_code: str, name: str) -> int:
    from flows.database.frames import copy_frame, read_frame

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
        """select c.delivery_id, c.sheet_name, c.row_number, c.full_name, c.personal_id, c.social_insurance_number,
                  c.birth_date::text as birth_date, c.birth_precision, c.sex, c.address, c.phone
           from vault.clear_person_row c join audit.delivery d using (delivery_id) where d.ward_code = %s""",
    ),
    "clear_dossier_applicant": (
        "vault.person_row",
        """select f.delivery_key as delivery_id, f.sheet_name, f.row_number, c.dossier_code, c.applicant_name, c.personal_id, c.address,
                  c.phone
           from vault.clear_dossier_applicant c
           join warehouse.fact_dossier f using (ward_key, dossier_code)
           join warehouse.dim_ward w using (ward_key)
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
                  json_agg(json_build_object(
                      'column_name', c.column_name, 'kind', c.kind, 'before', c.before, 'after', c.after))::text as repairs
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
        return data_key_of(self.keys, row) if row is not None else super()._key()
