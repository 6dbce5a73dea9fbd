"""People and households that no list names any more, after newer lists took the place of those that did.

Data flow: dim_person, dim_household -> those that a row names, or of whom a list has taught something, stay
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

#: Who is known by two numbers stays: a list that was replaced has taught that, and a row under the second number alone is that person's.
#: Each person is looked up, and the first row found answers: an anti-join would read five years of lists every night.
_PEOPLE = """
    delete from warehouse.dim_person p
    where p.ward_key = %(ward)s and p.person_key > 0 and p.insurance_pseudonym is null
      and coalesce(
          (select 1 from audit.health_insurance_row r where r.person_key = p.person_key limit 1),
          (select 1 from audit.social_insurance_row r where r.person_key = p.person_key limit 1),
          (select 1 from warehouse.fact_household_member r where r.person_key = p.person_key limit 1)) is null"""
_HOUSEHOLDS = """
    delete from warehouse.dim_household h
    where h.ward_key = %(ward)s and h.household_key > 0
      and not exists (select from warehouse.fact_poverty p where p.household_key = h.household_key)
      and not exists (select from audit.left_household l where l.ward_key = h.ward_key and l.household_number = h.household_number)"""


def delete_unnamed(connection: "Connection", ward_key: int) -> None:
    """At the end of whatever published or removed rows, so that runs, decisions and a rebuild leave the same members."""
    for statement in (_PEOPLE, _HOUSEHOLDS):
        connection.exec_driver_sql(statement, {"ward": ward_key})
