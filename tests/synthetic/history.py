"""Two years of an invented ward's history, 2026 and 2027, for what foresees: a series a shape of target, with the chance of real months.

Data flow: seed -> ``histories`` -> name of the shape -> month -> value. Money is in millions of đồng. The year before stands in front where
a year to date is compared with it. The same seed gives the same history.
"""

import math
from datetime import date
from random import Random

#: Of what a month of a year brings, its share of an even twelfth: little at Tết, most before the books are closed.
_SEASON = (0.7, 0.6, 0.9, 1.0, 1.0, 1.1, 1.0, 1.0, 1.05, 1.1, 1.15, 1.4)
FIRST, MONTHS = date(2026, 1, 1), 24


def histories(seed: int) -> dict[str, dict[date, float]]:
    """``growth``: revenue in the year so far, a tenth more every year · ``level``: share of insured people, slower as it nears 97.5 % ·
    ``zero``: poor households; three in a hundred leave a month, now and then one comes · ``cumulative``: money invested since
    January 2026, in every second month · ``step``: schools of six that have reached the standard, in percent."""
    chance = Random(seed)
    return {
        "growth": _growth(chance),
        "level": _by_month(_level(chance)),
        "zero": _by_month(_zero(chance)),
        "cumulative": _by_month(_cumulative(chance)),
        "step": _by_month([100 * schools / 6 for schools in (2,) * 9 + (3,) * 6 + (4,) * 5 + (5,) * 4]),
    }


def _by_month(values: list[float], first: date = FIRST) -> dict[date, float]:
    start = first.year * 12 + first.month - 1
    return {date(place // 12, place % 12 + 1, 1): value for place, value in enumerate(values, start)}


def _growth(chance: Random) -> dict[date, float]:
    monthly = [round(1000 * 1.1 ** (place / 12) * _SEASON[place % 12] * math.exp(chance.gauss(0, 0.08))) for place in range(12 + MONTHS)]
    return _by_month([float(sum(monthly[place - place % 12 : place + 1])) for place in range(12 + MONTHS)], date(2025, 1, 1))


def _level(chance: Random) -> list[float]:
    """What a month is off, the next is still half off."""
    off, values = 0.0, []
    for place in range(MONTHS):
        off = 0.5 * off + chance.gauss(0, 0.25)
        values.append(round(97.5 - 7 * math.exp(-place / 20) + off, 2))
    return values


def _zero(chance: Random) -> list[float]:
    households, values = 60, []
    for _ in range(MONTHS):
        households += (chance.random() < 0.3) - sum(chance.random() < 0.03 for _ in range(households))
        values.append(float(households))
    return values


def _cumulative(chance: Random) -> list[float]:
    paid, values = 0, []
    for place in range(MONTHS):
        paid += round(chance.uniform(600, 2200)) if place % 2 else 0
        values.append(float(paid))
    return values
