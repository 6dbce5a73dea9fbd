"""One ward as its folder describes it: places with their aliases, limits, where to pull from, when to run, and its plan.

Data flow: ``wards/<slug>/ward.toml`` and ``plan.toml`` -> ``Ward``. The area "Không rõ" (``<ward code>-00``), which takes the rows whose
residential group nobody knows, is added here: no ward may forget it.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from expectations.limits import Limits
from flows.config.plan import Indicator, Plan
from flows.config.reference import PovertyStandard, Procedure

if TYPE_CHECKING:
    from transforms.reading.answers import HeadingAnswer
    from transforms.vietnamese.areas import Area


@dataclass(frozen=True)
class Schedule:
    """When the night starts (``cron`` in ``timezone``) and which offices are told how it ended."""

    cron: str
    timezone: str
    told: tuple[str, ...] = ()


#: What becomes of a file at its source once it is taken.
AFTER_TAKING = ("leave", "move", "mark")


@dataclass(frozen=True)
class PullSource:
    """A place that deliveries are pulled from: a folder or an address without credentials, and a pattern below it.

    ``endpoint``, ``region``: of a store that speaks S3. ``known_hosts``: keys of SSH servers, a path below CHITIEU_HOME or absolute.
    ``settle_seconds``: between two looks at a new file; 0: one look is enough. ``done_suffix``: only files are taken that have a companion
    of this ending. ``after_taking``: "leave", "move" (to ``taken_folder`` below the address) or "mark" (an empty companion)."""

    name: str
    url: str
    pattern: str = "**/*"
    endpoint: str | None = None
    region: str | None = None
    known_hosts: str | None = None
    settle_seconds: float = 2.0
    done_suffix: str | None = None
    after_taking: str = "leave"
    taken_folder: str = "da-nhan"


@dataclass(frozen=True)
class DossierSettings:
    """``agency_codes``: provinces that may begin a dossier code. ``count_withdrawn_as_on_time``: as the statutory form prints
    withdrawn and stopped dossiers."""

    agency_codes: tuple[str, ...]
    count_withdrawn_as_on_time: bool = True


@dataclass(frozen=True)
class Publication:
    """What leaves the house: counts below ``small_cell`` (0: all are shown) of people or households are hidden below the ward's own level,
    for the indicators (by the first four signs of their codes) that count people or households."""

    small_cell: int = 5
    small_cell_indicators: tuple[str, ...] = (
        "XH01",
        "XH02",
        "XH04",
        "XH05",
        "XH13",
        "XH14",
        "XH15",
        "XH16",
        "MH01",
        "MH02",
        "MH03",
        "MH04",
    )


@dataclass(frozen=True)
class Retention:
    """How long what holds people is kept, in months after the month of the delivery; 0: for ever."""

    landed_months: int = 24
    vault_months: int = 24


@dataclass(frozen=True)
class DueDay:
    """By which day the list of a source is due: ``day`` (31 is the last one) of the month ``months_after`` the one that it is about.
    ``months``: of which months (1 to 12) a list is expected at all."""

    source: str
    day: int
    months_after: int = 1
    months: tuple[int, ...] = tuple(range(1, 13))


@dataclass(frozen=True)
class SubmissionCalendar:
    """``due``: sources that are waited for; none is judged where it is empty. ``soon_working_days``: how long before its due date a list
    is called due soon; ``overdue_working_days``: how long after it a missing list is overdue."""

    due: tuple[DueDay, ...] = ()
    soon_working_days: int = 3
    overdue_working_days: int = 5


@dataclass(frozen=True)
class Person:
    """Somebody who is written to in the morning. ``role``: "officer" reads what is to be done, "leader" the verdict and what is late.
    ``channels``: names of addresses, which stand in the environment."""

    name: str
    role: str
    channels: tuple[str, ...]


@dataclass(frozen=True)
class AreaMember:
    """One member of an area's code: the name, kind and former unit that it had from ``valid_from`` to ``valid_to``, by ``decree``."""

    code: str
    name: str
    kind: str
    former_unit: str | None
    valid_from: date
    valid_to: date
    decree: str | None


@dataclass(frozen=True)
class Ward:
    """``areas``: the ward, its residential groups, its former units, "không rõ". ``valid_from``: the day from which ``code`` means
    this ward (its digits may have been another unit's before). ``headings``: what the folder answers about headings that the program
    does not know. ``supporting`` indicators are shown beside those of ``plan``. ``members``: every area with the days on which it was
    what it was; an area whose name or unit changed has several. ``residence``: "urban" or "rural", which poverty standard holds.
    ``in_parts``: sources whose list of a month always comes in several files."""

    slug: str
    folder: Path
    code: str
    name: str
    short_name: str
    province_name: str
    province_code: str
    old_province_name: str
    old_province_code: str
    old_district_name: str | None
    valid_from: date
    areas: "tuple[Area, ...]"
    limits: Limits
    procedures: tuple[Procedure, ...]
    schedule: Schedule
    sources: tuple[PullSource, ...]
    dossiers: DossierSettings
    poverty_standards: tuple[PovertyStandard, ...]
    extra_days_off: tuple[date, ...]
    extra_working_days: tuple[date, ...]
    plan_info: Plan
    headings: "tuple[HeadingAnswer, ...]" = ()
    members: tuple[AreaMember, ...] = ()
    residence: str = "urban"
    publication: Publication = Publication()
    retention: Retention = Retention()
    in_parts: frozenset[str] = frozenset()
    calendar: SubmissionCalendar = SubmissionCalendar()
    people: tuple[Person, ...] = ()

    @property
    def plan(self) -> tuple[Indicator, ...]:
        return self.plan_info.indicators

    @property
    def supporting(self) -> tuple[Indicator, ...]:
        return self.plan_info.supporting

    @property
    def unknown_area_code(self) -> str:
        return f"{self.code}-00"

    def areas_of(self, kind: str) -> "tuple[Area, ...]":
        """``kind``: "ward", "residential_group", "former_unit" or "unknown"."""
        return tuple(area for area in self.areas if area.kind == kind)
