"""What officers answered about unknown columns."""

from flows.database.migrations import apply

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    apply("schema/008_heading_answers.sql")
