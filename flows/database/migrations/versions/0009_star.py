"""What BI tools want of the star: indexes of foreign keys, types, dimensions that change slowly."""

from flows.database.migrations import apply

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    apply("schema/012_star.sql")
