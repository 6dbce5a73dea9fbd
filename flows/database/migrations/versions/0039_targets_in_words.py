"""Targets in words, for tools that would show a bare number; no large objects of those who only read."""

from flows.database.migrations import apply

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    apply("schema/042_targets_in_words.sql")
