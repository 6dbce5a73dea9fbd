"""Outcomes: every step of every file of a night, and how each run ended."""

from flows.database.migrations import apply

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    apply("schema/034_outcomes.sql")
