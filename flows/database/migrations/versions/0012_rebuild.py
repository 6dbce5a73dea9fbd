"""What a delivery was known by when it came, so that the warehouse can be made again from the landed files."""

from flows.database.migrations import apply

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    apply("schema/015_rebuild.sql")
