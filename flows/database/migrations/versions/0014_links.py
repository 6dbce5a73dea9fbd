"""Which lists tell who is the same person, so that a figure that changes by it names its delivery."""

from flows.database.migrations import apply

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    apply("schema/017_links.sql")
