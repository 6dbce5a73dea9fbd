"""Request for figures: what one departmental-report workbook asks for, and where on its sheets it asks.

One line is one indicator and area, on one row of «Chỉ tiêu». Plain data: no spreadsheet library is known here.

Data flow: Ward, month, department -> Blank -> ``flows.outputs.template.sheets``, ``flows.outputs.template.cell_validation``
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.config.plan import Indicator
    from flows.config.ward import Ward
    from transforms.vietnamese.areas import Area

FIGURES_SHEET, POPULATION_SHEET, CATALOGUE_SHEET, HELP_SHEET = "Chỉ tiêu", "Dân số", "Danh mục", "Hướng dẫn"
#: Rows under the prefilled ones, for a figure of an area that the plan does not ask for.
SPARE_ROWS = 20
NUMBERS = ("numerator", "denominator", "value")
#: Kinds of areas in the order of the sheets, as officers call them.
KINDS_VI = {"ward": "Toàn phường", "residential_group": "Tổ dân phố", "former_unit": "Đơn vị cũ"}


@dataclass(frozen=True)
class Blank:
    """What one workbook asks for: the reported indicators of the plan, for one department or all, and where they are stated."""

    ward: "Ward"
    month: date
    department: str | None
    indicators: "tuple[Indicator, ...]"

    @property
    def month_text(self) -> str:
        return f"{self.month:%m/%Y}"

    @property
    def department_name(self) -> str | None:
        return next((one.name for one in self.ward.plan_info.departments if one.code == self.department), None)

    @property
    def places(self) -> "tuple[Area, ...]":
        return tuple(area for kind in KINDS_VI for area in self.ward.areas_of(kind))

    @property
    def lines(self) -> "list[tuple[Indicator, Area]]":
        """Every figure that is asked for once, in the plan's order, the ward before its parts."""
        return [(indicator, area) for indicator in self.indicators for area in self._places_of(indicator)]

    @property
    def first_place_row(self) -> int:
        """Where the areas begin on «Danh mục»: under the indicators, an empty row and their own headings."""
        return len(self.indicators) + 4

    @property
    def month_row(self) -> int:
        """Where the month stands on «Danh mục»: under the areas, an empty row and its heading."""
        return self.first_place_row + len(self.places) + 2

    def _places_of(self, indicator: "Indicator") -> "tuple[Area, ...]":
        if indicator.area is not None:
            return tuple(area for area in self.places if area.code == indicator.area)
        return self.places if indicator.areas_reported == "all" else self.ward.areas_of("ward")


def look_of(indicator: "Indicator", name: str) -> str:
    """Shares have a numerator and a denominator, everything else a value; sheet "Dân số" may stand in for a denominator."""
    if name == "note" or (name == "denominator" and indicator.denominator_from):
        return "optional"
    is_divided = indicator.measure in ("share", "ratio")
    return "wanted" if (name != "value") == is_divided else "unused"


def has_decimals(indicator: "Indicator", name: str) -> bool:
    return name == "value" and indicator.is_measured
