"""Issued reports are changed by nobody, their owner included."""

from flows.migrations import apply

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    apply("schema/021_issued_stays.sql")
