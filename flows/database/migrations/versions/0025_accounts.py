"""Accounts of the officer's page, their sessions, and the log of who saw or did what."""

from flows.database.migrations import apply

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    apply("schema/028_accounts.sql")
