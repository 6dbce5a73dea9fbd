"""Keys of many rows that are written together are looked at all at once."""

from flows.database.migrations import apply

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    apply("schema/044_keys_of_many_rows.sql")
