"""Pure: bytes or frames in, frames out. No clock, no disk, no network, no database."""
