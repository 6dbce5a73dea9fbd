"""A role that reads the published views alone, and the login of BI tools under it."""

from flows.database.migrations import apply

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    apply("schema/030_published_alone.sql")
