"""Layouts: how each source's lists are laid out, drawn as text: what the documentation shows and the tests read. Nothing is recognised by
it."""
