"""Logs and issued reports are only added to, by their owner too."""

from flows.database.migrations import apply

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    apply("schema/021_only_added_to.sql")
