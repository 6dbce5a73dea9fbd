"""Values as JSON takes them, for every document that is printed."""

from datetime import date
from decimal import Decimal
from typing import Any


def plain_value(value: Any) -> Any:
    """Whole decimals as whole numbers, days and moments in ISO form; inside lists and mappings too."""
    if isinstance(value, dict):
        return {key: plain_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_value(item) for item in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value
