"""Findings of before groups were noted say theirs, where the row was published."""

from flows.database.migrations import apply

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    apply("schema/040_finding_areas.sql")
