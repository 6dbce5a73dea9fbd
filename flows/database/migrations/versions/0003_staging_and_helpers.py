"""Staging, and the views that indicators share."""

from flows.database.migrations import apply

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    apply("schema/005_staging.sql", "schema/006_helpers.sql")
