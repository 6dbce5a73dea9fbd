"""Which months were touched since the indicators were last computed, and of which deliveries they were made."""

from flows.database.migrations import apply

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    apply("schema/029_touched_months.sql")
