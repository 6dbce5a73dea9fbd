"""The submission calendar, and what the morning's messages said."""

from flows.database.migrations import apply

revision = "0031"
down_revision = "0029"


def upgrade() -> None:
    apply("schema/034_submissions.sql")
