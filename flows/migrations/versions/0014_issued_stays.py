"""Issued reports are changed by nobody, their owner included."""

from flows.migrations import apply

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    apply("schema/017_issued_stays.sql")
