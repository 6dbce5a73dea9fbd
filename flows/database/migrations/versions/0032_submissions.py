"""The submission calendar, and what the morning's messages said."""

from flows.database.migrations import apply

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    apply("schema/035_submissions.sql")
