"""Facts of a month that is published again: only those that changed are written."""

from flows.database.migrations import apply

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    apply("schema/030_changed_facts.sql")
