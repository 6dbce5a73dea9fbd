"""The eleven shapes that a target of a plan can have: which figures each needs, and what each does with a part of a year.

A shape says how the way to the target runs; ``kind`` (floor, ceiling, growth, yes) says which side of it is good.
"""

from dataclasses import dataclass
from typing import Literal

ShapeName = Literal[
    "growth_per_year",
    "level_by_year",
    "level_every_year",
    "zero_by_year",
    "count_by_year",
    "count_per_year",
    "cumulative_sum",
    "reduction_from_baseline",
    "ratio_to_baseline",
    "state_by_year",
    "whole_set",
]


@dataclass(frozen=True)
class Shape:
    """``kinds`` it may have · ``when``: "by" a year, "every" year, or "both" are possible · ``needs_baseline``: without the value of the
    year before the plan there is no way to judge it before it is due."""

    kinds: tuple[str, ...]
    when: Literal["by", "every", "both"]
    needs_baseline: bool


SHAPES: dict[ShapeName, Shape] = {
    "growth_per_year": Shape(("growth",), "by", needs_baseline=True),
    "level_by_year": Shape(("floor", "ceiling"), "by", needs_baseline=True),
    "level_every_year": Shape(("floor", "ceiling"), "every", needs_baseline=False),
    "zero_by_year": Shape(("ceiling",), "by", needs_baseline=True),
    "count_by_year": Shape(("floor", "ceiling"), "by", needs_baseline=True),
    "count_per_year": Shape(("floor", "ceiling"), "every", needs_baseline=False),
    "cumulative_sum": Shape(("floor", "ceiling"), "by", needs_baseline=False),
    "reduction_from_baseline": Shape(("ceiling",), "by", needs_baseline=True),
    "ratio_to_baseline": Shape(("floor", "ceiling"), "by", needs_baseline=True),
    "state_by_year": Shape(("yes",), "by", needs_baseline=False),
    "whole_set": Shape(("floor",), "both", needs_baseline=False),
}

#: What is counted one by one, and the units in which it is not.
COUNTED = ("count_by_year", "count_per_year", "zero_by_year")
NEVER_WHOLE = ("%", "đồng", "lần")

#: A part of a year is compared with the same part of the baseline's year, or is a part of a sum over years: it is never a part of the aim.
WHOLE_IN_PARTS = ("ratio_to_baseline", "cumulative_sum", "growth_per_year", "state_by_year")
