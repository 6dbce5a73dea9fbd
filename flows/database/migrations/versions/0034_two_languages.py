"""The data dictionary in two languages."""

from flows.database.migrations import apply

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    apply("schema/037_two_languages.sql")
