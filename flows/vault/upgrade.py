"""What an earlier version kept in clear: rows sealed, codes of dossiers replaced by their pseudonyms."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import polars as pl

from flows.vault.master_keys import MasterKeys
from flows.vault.row_encryption import Sealer, data_key_of
from transforms.cleaning.pseudonyms import dossier_names

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


def name_clear_dossiers(connection: "Connection", secret: bytes, ward_code: str) -> int:
    """Give dossiers that an earlier version knew by their codes the pseudonyms that later logs know them by; how many. After the rows are
    sealed, which find their dossier by its code."""
    from flows.database.frames import copy_frame, read_frame

    codes = read_frame(connection, _CLEAR_CODES, (ward_code,))
    if codes.is_empty():
        return 0
    named = codes.with_columns_seq(dossier_names(codes["dossier_code"], secret)).rename({"dossier_code": "pseudonym"})
    connection.exec_driver_sql("create temporary table named_dossier (ward_key int, provisional text, pseudonym text) on commit drop")
    copy_frame(connection, "named_dossier", named)
    connection.exec_driver_sql(
        """update warehouse.fact_dossier f set dossier_code = n.pseudonym from named_dossier n
           where f.ward_key = n.ward_key and f.dossier_code = n.provisional"""
    )
    connection.exec_driver_sql(
        "delete from vault.clear_dossier_code c using warehouse.dim_ward w where w.ward_code = %s and w.ward_key = c.ward_key", (ward_code,)
    )
    connection.exec_driver_sql("drop table named_dossier")
    return named.height


_CLEAR_CODES = """select c.ward_key, c.provisional, c.dossier_code
    from vault.clear_dossier_code c join warehouse.dim_ward w using (ward_key) where w.ward_code = %s"""


def _seal_table(connection: "Connection", keys: MasterKeys, ward_code: str, name: str) -> int:
    from flows.database.frames import copy_sealed, read_frame

    target, query = _EARLIER[name]
    frame = read_frame(connection, query, (ward_code,))
    for part in _by_delivery(frame):
        delivery_id = int(part["delivery_id"][0])
        sealer = _Known(connection, keys, b"", ward_code, delivery_id)
        kept = [column for column in part.columns if column in _IN_CLEAR]
        copy_sealed(connection, target, [sealer.seal(part, [column for column in part.columns if column not in kept])])
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
           join vault.clear_dossier_code k using (ward_key, dossier_code)
           join warehouse.fact_dossier f on f.ward_key = k.ward_key and f.dossier_code = k.provisional
           join warehouse.dim_ward w on w.ward_key = k.ward_key
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

    def data_key(self) -> bytes:
        row = self.connection.exec_driver_sql("select * from vault.data_key where delivery_id = %s", (self.delivery_id,)).one_or_none()
        return data_key_of(self.keys, row) if row is not None else super().data_key()
