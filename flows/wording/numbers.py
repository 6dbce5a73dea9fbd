"""Numbers as Vietnamese readers write them: a comma before decimals, points between thousands, money in millions and billions.

``transforms.targets.words`` says the same of whole columns.
"""

from decimal import ROUND_DOWN, Decimal
from typing import Literal

from transforms.targets.terms import BILLION, MILLION

_MONEY_VI = {BILLION: "tỷ đồng", MILLION: "triệu đồng"}


def number_vi(value: Decimal | float | None, decimals: int = 2, rounding: Literal["cut", "near"] = "cut") -> str:
    """At most so many decimals, none where they are zero; "" for None.

    "cut": never rounded up to what was not reached (99,996 is not 100).
    """
    if value is None:
        return ""
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_DOWN) if rounding == "cut" else value
    text = f"{exact:,.{decimals}f}"
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if short == "-0" else short.translate(str.maketrans(",.", ".,"))


def stated_vi(value: Decimal | float | None) -> str:
    """A figure that somebody stated, such as the plan: up to three decimals, rounded."""
    return number_vi(value, 3, "near")


def amount_vi(value: Decimal | float, unit: str) -> str:
    """A value with its unit: 92,67 % · 38,75 tỷ đồng · 1.204 hộ."""
    number, size = float(value), money_size(value, unit)
    if size is not None:
        return f"{number_vi(number / size)} {_MONEY_VI[size]}"
    return f"{number_vi(number)} {unit}".strip()


def money_size(value: Decimal | float, unit: str) -> int | None:
    """What an amount of đồng is told in: a billion or a million of them; None for small ones and for every other unit."""
    return next((size for size in _MONEY_VI if unit == "đồng" and abs(float(value)) >= size), None)
