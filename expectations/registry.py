"""The five sources, a line each: the same word in every folder."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from expectations.rule import Part
    from transforms.cleaning.model import Cleaned, CleaningContext
    from transforms.contract import Contract
    from transforms.reading.model import Reading

#: In the order in which they are listed: the denominators come first.
SOURCES = ("department_report", "health_insurance", "social_insurance", "poverty", "dossiers")
NAMES_VI = {
    "dossiers": "Hồ sơ một cửa",
    "health_insurance": "BHYT",
    "social_insurance": "BHXH",
    "poverty": "Hộ nghèo",
    "department_report": "Báo cáo phòng",
}
#: Sources whose delivery is the whole list of the month: a newer one takes the older one's place.
REPLACED_WHOLE = frozenset({"department_report", "health_insurance", "social_insurance", "poverty"})
#: Lists that know people by both numbers, and so teach which of them are one person; a poverty list knows the personal id alone.
LINKING = frozenset({"health_insurance", "social_insurance"})
#: F05 concerns the long lists, F07 the full lists of people (rules: findings about a whole delivery).
SAME_ROWS_JUDGED = frozenset({"dossiers", "health_insurance", "social_insurance"})
DROP_JUDGED = frozenset({"health_insurance", "social_insurance"})
RISE_JUDGED = frozenset({"dossiers", "health_insurance", "social_insurance", "poverty"})


@dataclass(frozen=True)
class Source:
    """One source: its contract and cleaning, and the parts in which its deliveries are judged, one after the other."""

    name: str
    contract: "Contract"
    clean: "Callable[[Reading, CleaningContext], Cleaned]"
    parts: "tuple[Part, ...]"


def source(name: str) -> Source:
    cleaning = import_module(f"transforms.sources.{name}")
    return Source(name, cleaning.CONTRACT, cleaning.clean, import_module(f"expectations.sources.{name}").PARTS)


def contracts() -> "tuple[Contract, ...]":
    return tuple(source(name).contract for name in SOURCES)
