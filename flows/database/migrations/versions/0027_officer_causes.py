"""Work on causes: counts over time, who sees to them, what deciding them would change; and the area of a finding's row."""

from flows.database.migrations import apply

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    apply("schema/030_officer_causes.sql")
