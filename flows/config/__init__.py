"""Configuration: what a ward says of itself: settings, places, plan, reference lists, calendar."""
