"""The commands and what documents say of them."""
