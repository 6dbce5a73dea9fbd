"""The view behind a month of people is joined by hash when its facts are written."""

from flows.database.migrations import apply

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    apply("schema/043_months_joined_by_hash.sql")
