"""Sources by their Vietnamese names, for those who show them and judge nothing."""

from expectations.registry import NAMES_VI

__all__ = ["NAMES_VI"]
