"""How a forecast is drawn, told anew in the comments."""

from flows.database.migrations import apply

revision = "0035"
down_revision = "0033"


def upgrade() -> None:
    apply("schema/038_forecast_band.sql")
