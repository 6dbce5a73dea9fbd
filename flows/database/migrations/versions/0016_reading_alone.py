"""Who only reads makes no temporary tables either."""

from flows.database.migrations import apply

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    apply("schema/019_reading_alone.sql")
