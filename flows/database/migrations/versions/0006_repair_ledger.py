"""Examples in the repair ledger."""

from flows.database.migrations import apply

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    apply("schema/009_repair_ledger.sql")
