"""Rules fed with what the warehouse knows."""
