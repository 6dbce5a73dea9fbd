"""Work on causes: counts over time, who sees to them, what deciding them would change; and the area of a finding's row."""

from flows.database.migrations import apply

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    apply("schema/029_officer_causes.sql")
