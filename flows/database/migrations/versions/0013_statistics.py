"""Statistics of the month that is published, before its facts are made."""

from flows.database.migrations import apply

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    apply("schema/016_statistics.sql")
