"""Dimensions, audit, vault, facts."""

from flows.database.migrations import apply

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    apply("schema/002_dimensions.sql", "schema/003_audit_and_vault.sql", "schema/004_facts.sql")
