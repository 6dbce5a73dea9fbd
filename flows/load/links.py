"""Links between ids when deliveries are taken again: of which persons a number is known no more.

Data flow: rows that the deliveries published -> ``remember_pairs`` -> (taken again) -> ``unlearn_pairs`` -> dim_person, audit.person_link,
rows under an insurance number alone, their facts
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from expectations.registry import LINKING
from flows.database.frames import run_script

if TYPE_CHECKING:
    from sqlalchemy import Connection


def remember_pairs(connection: "Connection", numbers: Sequence[int]) -> None:
    """Which ids are one person's by the rows of the deliveries, before they are taken again."""
    connection.exec_driver_sql("truncate staging.taught_pair, staging.retaken_delivery")
    connection.exec_driver_sql("insert into staging.retaken_delivery select unnest(%s::int[])", (list(numbers),))
    for source in sorted(LINKING):
        connection.exec_driver_sql(
            f"""insert into staging.taught_pair
                select distinct ward_key, personal_pseudonym, insurance_pseudonym from audit.{source}_row
                where delivery_key = any(%s) and personal_pseudonym is not null and insurance_pseudonym is not null""",
            (list(numbers),),
        )


def unlearn_pairs(connection: "Connection", ward_code: str) -> bool:
    """Forget what nobody teaches any more, after the deliveries were taken again; false if that cannot be told from the rows.

    A list that a newer one has replaced still teaches, and its rows are gone: then every list must teach anew.
    """
    run_script(connection, "publish/find_unlearned_pairs.sql")
    has_unlearned = connection.exec_driver_sql("select exists (select from unlearned)").scalar_one()
    is_told = not has_unlearned or not _has_replaced_lists(connection, ward_code)
    if has_unlearned and is_told:
        run_script(connection, "publish/unlearn_pairs.sql")
    connection.exec_driver_sql("truncate staging.taught_pair, staging.retaken_delivery")
    return is_told


def _has_replaced_lists(connection: "Connection", ward_code: str) -> bool:
    found = connection.exec_driver_sql(
        "select exists (select from audit.delivery where ward_code = %s and source = any(%s) and status = 'superseded')",
        (ward_code, sorted(LINKING)),
    )
    return bool(found.scalar_one())
