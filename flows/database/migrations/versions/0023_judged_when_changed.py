"""What the run of a judgement is: the one that brought it, since the same judgement is not written again."""

from flows.database.migrations import apply

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    apply("schema/026_judged_when_changed.sql")
