"""Judgements, forecasts and hidden cells name their run."""

from flows.database.migrations import apply

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    apply("schema/023_judged_by_which_run.sql")
