"""Officers see which master key seals, by its fingerprint: they open rows while a change of the key is cut off."""

from flows.database.migrations import apply

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    apply("schema/020_fingerprints.sql")
