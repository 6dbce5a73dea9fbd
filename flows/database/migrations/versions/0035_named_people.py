"""People that no list names any more are found without reading all lists ever sent."""

from flows.database.migrations import apply

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    apply("schema/038_named_people.sql")
