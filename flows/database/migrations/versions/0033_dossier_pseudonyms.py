"""Dossiers in the star by a keyed pseudonym: their codes look them up on the public portal."""

from flows.database.migrations import apply

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    apply("schema/036_dossier_pseudonyms.sql")
