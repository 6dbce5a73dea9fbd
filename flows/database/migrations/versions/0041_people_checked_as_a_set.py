"""The ward of new people is checked once an insert instead of once a person."""

from flows.database.migrations import apply

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    apply("schema/044_people_checked_as_a_set.sql")
