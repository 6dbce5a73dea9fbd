"""What the targets say of every value: judged once a night, read by the mart."""

from flows.database.migrations import apply

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    apply("schema/010_target_judgement.sql")
