"""The trace of a figure to its rows asks for the head counts once, not once a value."""

from flows.database.migrations import apply

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    apply("schema/025_lineage_once.sql")
