"""Names of procedures come from the catalogue alone: a log's own words may name a person."""

from flows.database.migrations import apply

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    apply("schema/018_procedure_names.sql")
