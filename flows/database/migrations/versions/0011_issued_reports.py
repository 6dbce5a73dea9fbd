"""Reports that were issued: numbered, frozen, with the digest of what they were made from."""

from flows.database.migrations import apply

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    apply("schema/014_issued_reports.sql")
