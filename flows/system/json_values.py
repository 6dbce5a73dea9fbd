"""Values as JSON takes them, for every document that is printed."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from transforms.vietnamese.moments import in_zone


def plain_value(value: Any) -> Any:
    """Whole decimals as whole numbers, days in ISO form, moments too and with the offset of their zone; inside lists and mappings too."""
    if isinstance(value, dict):
        return {key: plain_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_value(item) for item in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return in_zone(value).isoformat()
    return value.isoformat() if isinstance(value, date) else value
