"""Code lists of the nation: kinds of repairs, channels, insurance groups, deprivations, poverty standards.

Data flow: ``sql/reference`` -> dimensions
"""

from typing import TYPE_CHECKING

from flows.config.reference import read_reference
from flows.load.upsert import upsert

if TYPE_CHECKING:
    from sqlalchemy import Connection

_FOR_EVER = "9999-12-31"


def seed_code_lists(connection: "Connection") -> None:
    """Bring all of them in line with ``sql/reference``."""
    _seed_repair_kinds(connection)
    _seed_channels(connection)
    _seed_insurance_groups(connection)
    _seed_deprivations(connection)
    _seed_poverty_standards(connection)


def _seed_repair_kinds(connection: "Connection") -> None:
    rows = [{"kind": row["kind"], "kind_name": row["kind_name"]} for row in read_reference("repair_kinds")]
    upsert(connection, "audit.repair_kind", ("kind",), rows)


def _seed_channels(connection: "Connection") -> None:
    rows = [
        {"channel_key": int(row["channel_code"]), "channel_code": row["channel"], "channel_name": row["channel_name"]}
        for row in read_reference("channels")
    ]
    upsert(connection, "warehouse.dim_channel", ("channel_key",), rows)


def _seed_insurance_groups(connection: "Connection") -> None:
    rows = [
        {
            "object_code": row["object_code"],
            "object_name": row["object_name"],
            "group_number": int(row["group_number"]),
            "group_name": row["group_name"],
            "valid_from": row["valid_from"],
            "valid_to": row["valid_to"] or _FOR_EVER,
            "is_current": int(not row["valid_to"]),
            "legal_basis": row["source"],
        }
        for row in read_reference("insurance_groups")
    ]
    upsert(connection, "warehouse.dim_insurance_group", ("object_code", "valid_from"), rows)


def _seed_deprivations(connection: "Connection") -> None:
    """One row a number: of several standards the one that the list names first."""
    rows = {
        row["number"]: {
            "deprivation_key": int(row["number"]),
            "deprivation_name": row["deprivation_name"],
            "dimension_name": row["dimension_name"],
            "standard_version": row["standard_version"],
        }
        for row in reversed(read_reference("deprivations"))
    }
    upsert(connection, "warehouse.dim_deprivation", ("deprivation_key",), rows.values())


def _seed_poverty_standards(connection: "Connection") -> None:
    rows = [
        {
            "standard_version": row["standard_version"],
            "residence": row["residence"],
            "valid_from": row["valid_from"],
            "valid_to": row["valid_to"],
            "income_limit_vnd": int(row["income_limit_vnd"]),
            "deprivations_at_least": int(row["deprivations_at_least"]),
            "legal_basis": row["source"],
        }
        for row in read_reference("poverty_standards")
    ]
    upsert(connection, "warehouse.dim_poverty_standard", ("standard_version", "residence"), rows)
