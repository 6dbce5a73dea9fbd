"""What counts as published, said once: a view of the deliveries that stand in the warehouse."""

from flows.database.migrations import apply

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    apply("schema/024_published_delivery.sql")
