"""Names and ids encrypted at rest, read through functions that log; what is kept how long."""

from flows.database.migrations import apply

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    apply("schema/011_vault.sql")
