"""Numbers as Vietnamese readers write them: a comma before decimals, points between thousands, amounts of money in millions and
billions."""

from decimal import Decimal
from typing import Any

_BILLION, _MILLION = 1_000_000_000, 1_000_000


def amount_vi(value: Decimal | float, unit: str) -> str:
    """A value with its unit as Vietnamese readers write it: 92,67 % · 38,75 tỷ đồng · 1.204 hộ."""
    number = float(value)
    if unit == "%":
        return f"{decimal_vi(number, 2)} %"
    if unit == "đồng" and abs(number) >= _BILLION:
        return f"{decimal_vi(number / _BILLION, 2)} tỷ đồng"
    if unit == "đồng" and abs(number) >= _MILLION:
        return f"{decimal_vi(number / _MILLION, 2)} triệu đồng"
    return f"{decimal_vi(number, 2)} {unit}".strip()


def decimal_vi(number: float, digits: int) -> str:
    """Two decimals at most, none where they are zero; never rounded up to a whole that was not reached (99,996 is not 100)."""
    from decimal import ROUND_DOWN

    cut = Decimal(str(number)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_DOWN)
    text = f"{cut:,.{digits}f}".rstrip("0").rstrip(".") if digits else f"{cut:,}"
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")


def whole_vi(value: Any) -> str:
    return decimal_vi(float(value), 0 if float(value).is_integer() else 2)


def number_vi(value: float | None) -> str:
    """Points between thousands, a comma before decimals, at most three of them; "" for None."""
    if value is None:
        return ""
    text = f"{value:,.3f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))
