"""Copies of what was fetched: those that went after their term are not fetched again."""

from flows.database.migrations import apply

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    apply("schema/033_inbox_copies.sql")
