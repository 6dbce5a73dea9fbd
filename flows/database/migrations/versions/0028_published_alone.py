"""A role that reads the published views alone, and the login of BI tools under it."""

from flows.database.migrations import apply

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    apply("schema/031_published_alone.sql")
