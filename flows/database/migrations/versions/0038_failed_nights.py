"""Messages that a night failed."""

from flows.database.migrations import apply

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    apply("schema/041_failed_nights.sql")
