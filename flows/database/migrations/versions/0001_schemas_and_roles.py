"""Schemas and roles."""

from flows.database.migrations import apply

revision = "0001"
down_revision = None


def upgrade() -> None:
    apply("schema/001_schemas_and_roles.sql")
