"""Facts of a month that is published again: only those that changed are written."""

from flows.database.migrations import apply

revision = "0032"
down_revision = "0029"


def upgrade() -> None:
    apply("schema/035_inbox_copies.sql")
