"""Outcomes: every step of every file of a night, and how each run ended."""

from flows.database.migrations import apply

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    apply("schema/033_outcomes.sql")
