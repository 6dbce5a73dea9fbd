"""How a forecast is drawn, told anew in the comments."""

from flows.database.migrations import apply

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    apply("schema/039_forecast_band.sql")
