"""Numbers as Vietnamese readers write them: a comma before decimals, points between thousands, money in millions and billions. Two
decimals, rounded half up, wherever a figure is written: what stands beside each other adds up.

``transforms.targets.words`` says the same of whole columns.
"""

from decimal import ROUND_HALF_UP, Decimal

from transforms.targets.terms import BILLION, MILLION

_MONEY_VI = {BILLION: "tỷ đồng", MILLION: "triệu đồng"}
_CENT = Decimal("0.01")


def number_vi(value: Decimal | float | None, decimals: int = 2) -> str:
    """At most so many decimals, none where they are zero; "" for None."""
    if value is None:
        return ""
    text = f"{rounded(value, Decimal(1).scaleb(-decimals)):,f}"
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if short == "-0" else short.translate(str.maketrans(",.", ".,"))


def rounded(value: Decimal | float, step: Decimal = _CENT) -> Decimal:
    """To whole steps, the half away from nought, as ``round`` of PostgreSQL has it and Python's own has not."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return (exact / step).to_integral_value(ROUND_HALF_UP) * step


def stated_vi(value: Decimal | float | None) -> str:
    """A figure that somebody stated, such as the plan: up to three decimals."""
    return number_vi(value, 3)


def amount_vi(value: Decimal | float, unit: str) -> str:
    """A value with its unit: 92,67 % · 38,75 tỷ đồng · 1.204 hộ; of a yes or no whether it is reached."""
    if unit == YES_NO_UNIT:
        return yes_no_vi(value)
    size = money_size(value, unit)
    if size is not None:
        return f"{number_vi(_exact(value) / size)} {_MONEY_VI[size]}"
    return f"{number_vi(value)} {unit}".strip()


#: Of what is recognised or not.
YES_NO_UNIT = "1 = có, 0 = chưa"


def yes_no_vi(value: Decimal | float) -> str:
    """Never "Có": of "Phường không ma túy" that would read as its opposite."""
    return "Đạt" if value >= 1 else "Chưa đạt"


def as_written(value: Decimal | float, unit: str) -> Decimal:
    """The number that ``amount_vi`` writes: what is subtracted from it must add up with what is read."""
    return rounded(value, _CENT * (money_size(value, unit) or 1))


def money_size(value: Decimal | float, unit: str) -> int | None:
    """What an amount of đồng is told in: a billion or a million of them; None for small ones and for every other unit."""
    return next((size for size in _MONEY_VI if unit == "đồng" and abs(float(value)) >= size), None)


def _exact(value: Decimal | float) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))
