"""Targets of the plan as they are put into words.

Data flow: Indicator, Target -> ``Aim`` -> ``flows.wording.targets.target_vi``
"""

from flows.config.plan import Indicator, Target
from flows.wording.targets import Aim


def aim_of(indicator: Indicator, target: Target) -> Aim:
    return Aim(
        kind=target.kind,
        unit=indicator.unit,
        value=target.value,
        range_to=target.range_to,
        is_strict=target.strict,
        is_every_year=target.every_year,
        from_year=target.from_year,
        year=target.year,
        same_as_in=target.baseline_of,
        is_whole=target.kind == "floor" and indicator.measure == "share" and target.value == 100,
        leaves_none=target.kind == "ceiling" and target.value == 0 and indicator.unit != "%",
    )
