"""Decisions of officers, and findings that say which row and cell they are about."""

from flows.database.migrations import apply

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    apply("schema/027_decisions.sql")
