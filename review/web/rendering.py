"""Rendering of the page: templates with every value escaped, numbers and days as Vietnamese readers write them.

Data flow: values -> ``review/web/templates/*.html`` -> text of a page
"""

import re
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from flows.validation.open_findings import SEVERITIES_VI
from flows.wording.cause_work import EFFECT_KINDS_VI, STATES_VI
from flows.wording.moments import moment_vi
from flows.wording.numbers import amount_vi, number_vi
from flows.wording.sources import NAMES_VI
from flows.wording.statuses import INDICATOR_STATUS_VI, STATUS_VI, WINDOW_VI, status_change_vi

HERE = Path(__file__).parent
#: Commands and options that a sentence for the terminal names: on the page there are forms.
_COMMANDS = re.compile(r" \((?:chitieu|--)[^)]{0,120}\)|[:,]? ?[Xx]em [^.:]{0,60} bằng: chitieu [a-z -]{0,60}\.")
_STATE_VI = {"open": "đang mở", "corrected": "đã sửa", "accepted": "đã xác nhận", "excluded": "đã loại", "closed": "đã đóng"}


def for_page(sentence: str) -> str:
    """A sentence that also the terminal prints, without the commands it names."""
    return _COMMANDS.sub("", sentence).strip()


def month_vi(value: date | None) -> str:
    return "chưa rõ tháng" if value is None else f"{value:%m/%Y}"


def time_vi(value: datetime | None) -> str:
    return "" if value is None else moment_vi(value)


def source_vi(value: str | None) -> str:
    return "Chưa nhận ra nguồn" if value is None else NAMES_VI.get(value, value)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters |= {
        "number": number_vi,
        "amount": lambda value, unit: "—" if value is None else amount_vi(value, unit),
        "month": month_vi,
        "time": time_vi,
        "source": source_vi,
        "severity": lambda value: SEVERITIES_VI.get(value, value),
        "status": lambda value: STATUS_VI[value][0],
        "status_change": status_change_vi,
        "indicator_status": lambda value: INDICATOR_STATUS_VI[value][0],
        "window": lambda value: WINDOW_VI[value],
        "state": lambda value: _STATE_VI.get(value, value),
    }
    made.globals |= {"source_names": NAMES_VI, "effect_kinds": EFFECT_KINDS_VI, "work_states": STATES_VI}
    return made


def render(template: str, **values: Any) -> str:
    return _environment().get_template(template).render(**values)
