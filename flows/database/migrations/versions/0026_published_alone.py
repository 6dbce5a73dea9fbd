"""A role that reads the published views alone, and the login of BI tools under it."""

from flows.database.migrations import apply

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    apply("schema/029_published_alone.sql")
