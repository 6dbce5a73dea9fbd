"""What was hidden once stays hidden: what the table of hidden cells holds, in words."""

from flows.database.migrations import apply

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    apply("schema/022_hidden_stays_hidden.sql")
