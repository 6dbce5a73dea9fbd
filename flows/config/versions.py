"""Versions: which program and which rules made a figure, stored with every delivery; which calendar a warehouse holds."""

import json
from functools import cache
from typing import TYPE_CHECKING

from flows.config.reference import read_reference

if TYPE_CHECKING:
    from flows.config.ward import Ward

#: Raised by one whenever a rule or a formula of the rule book changes its meaning.
RULE_VERSION = "3"


def rule_version() -> str:
    return RULE_VERSION


@cache
def code_version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("chitieu")
    except PackageNotFoundError:
        return "0"


@cache
def _holidays_version() -> str:
    from importlib.metadata import version

    return version("holidays")


def calendar_version(ward: "Ward") -> str:
    """What the ward's calendar (``flows.config.calendar``) hangs on, as a text: equal texts, equal calendars."""
    return json.dumps(
        [
            _holidays_version(),
            [str(day) for day in (*ward.extra_days_off, *ward.extra_working_days)],
            [phase.name_vi for phase in ward.plan_info.phases],
            [dict(row) for row in read_reference("day_swaps")],
        ],
        ensure_ascii=False,
    )
