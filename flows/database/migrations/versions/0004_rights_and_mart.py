"""Rights; the views of the mart are made after every upgrade (``flows.database.engine``)."""

from flows.database.migrations import apply

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    apply("schema/007_rights.sql")
