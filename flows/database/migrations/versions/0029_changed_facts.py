"""Facts of a month that is published again: only those that changed are written."""

from flows.database.migrations import apply

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    apply("schema/032_changed_facts.sql")
