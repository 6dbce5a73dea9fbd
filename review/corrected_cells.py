"""Corrected cells: what an act of decision put in the place of what, for whoever looks at it later; personal values masked.

Data flow: audit.decision, vault.decision_value -> ``corrected_cells`` -> the decision's page
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from flows.config.settings import Settings

#: An act may be about thousands of cells; what it did is seen from the first.
MOST_SHOWN = 20


@dataclass(frozen=True)
class CorrectedCell:
    """``row``: what it is about, without naming anybody; ``before``, ``after``: texts, "" for a blank cell, None where the vault does not
    open."""

    row: str
    heading: str
    before: str | None
    after: str | None


def corrected_cells(engine: "Engine", settings: "Settings", act: int) -> list[CorrectedCell]:
    """The first ones of the act; none where it corrected nothing."""
    from flows.vault.decision_values import open_values
    from flows.vault.key_rotation import keys_after_interrupted_rotation
    from flows.vault.master_keys import VaultError
    from flows.wording.decisions import row_vi

    with engine.connect() as connection:
        rows = _rows(connection, settings.ward.code, act)
        try:
            keys = keys_after_interrupted_rotation(engine, settings)
            texts = open_values(connection, keys, settings.ward.code, [row[0] for row in rows]) if rows else {}
        except VaultError:  # what was corrected, and why, is told all the same
            texts = {}
    return [
        CorrectedCell(row_vi(identity, sha256), *_shown(source_name, column, texts.get(number)))
        for number, source_name, column, identity, sha256 in rows
    ]


def _rows(connection: "Connection", ward_code: str, act: int) -> list[tuple[int, str, str, str | None, str | None]]:
    query = """select decision_id, source, column_name, row_identity, sha256 from audit.decision
               where ward_code = %s and act_id = %s and kind = 'correct' order by decision_id limit %s"""
    return [tuple(row) for row in connection.exec_driver_sql(query, (ward_code, act, MOST_SHOWN))]


def _shown(source_name: str, column_name: str, texts: "dict[str, str | None] | None") -> tuple[str, str | None, str | None]:
    """Heading, before, after."""
    from flows.pipeline.sent_rows import column_named, masked_text

    column = column_named(source_name, column_name)
    if texts is None:
        return column.heading, None, None
    return column.heading, masked_text(column, texts["old"] or ""), masked_text(column, texts["new"] or "")
