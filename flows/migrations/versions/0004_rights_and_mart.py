"""Rights, and the views of the mart."""

from flows.migrations import apply
from flows.schema import MART_VIEWS

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    apply("schema/007_rights.sql", *(f"mart/{view}.sql" for view in MART_VIEWS))
