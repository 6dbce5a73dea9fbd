"""Which delivery or decision stands behind a figure and behind its change."""

from flows.database.migrations import apply

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    apply("schema/013_lineage.sql")
