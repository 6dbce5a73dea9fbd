"""Concepts and code lists of the published indicators, each with its names in Vietnamese and English."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from flows.config.ward import Ward

AGENCY, VERSION = "CHITIEU", "1.0.0"


@dataclass(frozen=True)
class Name:
    """``en`` is None for what has no English name, such as a target that only the plan of one ward has."""

    vi: str
    en: str | None = None


@dataclass(frozen=True)
class Concept:
    """``codes``: the code list that its values come from, else ``text_type``. ``role``: dimension,
    time, measure or attribute."""

    id: str
    role: str
    name: Name
    codes: str | None = None
    text_type: str = "String"


CONCEPTS = (
    Concept("FREQ", "dimension", Name("Tần suất", "Frequency"), "CL_FREQ"),
    Concept("REF_AREA", "dimension", Name("Địa bàn", "Reference area"), "CL_AREA"),
    Concept("INDICATOR", "dimension", Name("Chỉ tiêu", "Indicator"), "CL_INDICATOR"),
    Concept("ACCUMULATION", "dimension", Name("Khoảng tính", "Accumulation"), "CL_ACCUMULATION"),
    Concept("TIME_PERIOD", "time", Name("Tháng", "Month"), text_type="ObservationalTimePeriod"),
    Concept("OBS_VALUE", "measure", Name("Giá trị; NaN nếu không công bố", "Value; NaN where it is hidden"), text_type="Double"),
    Concept("UNIT_MEASURE", "attribute", Name("Đơn vị tính", "Unit of measure"), "CL_UNIT_MEASURE"),
    Concept("OBS_STATUS", "attribute", Name("Tình trạng của giá trị", "Observation status"), "CL_OBS_STATUS"),
    Concept("CONF_STATUS", "attribute", Name("Mức độ công bố", "Confidentiality"), "CL_CONF_STATUS"),
    Concept(
        "NUMERATOR",
        "attribute",
        Name("Tử số của tỷ lệ; NaN nếu không công bố", "Numerator of a share; NaN where hidden"),
        text_type="Double",
    ),
    Concept(
        "DENOMINATOR",
        "attribute",
        Name("Mẫu số của tỷ lệ; NaN nếu không công bố", "Denominator of a share; NaN where hidden"),
        text_type="Double",
    ),
    # As a DateTime pysdmx would refuse its offset (findings/pysdmx-moment-with-offset.sh).
    Concept(
        "LAST_UPDATE",
        "attribute",
        Name("Thời điểm lần đầu biết giá trị này", "When this value was first known"),
        text_type="BasicTimePeriod",
    ),
)
LIST_NAMES = {
    "CL_FREQ": Name("Tần suất", "Frequency"),
    "CL_AREA": Name("Địa bàn", "Areas"),
    "CL_INDICATOR": Name("Chỉ tiêu", "Indicators"),
    "CL_ACCUMULATION": Name("Khoảng tính", "Accumulation"),
    "CL_UNIT_MEASURE": Name("Đơn vị tính", "Units of measure"),
    "CL_OBS_STATUS": Name("Tình trạng của giá trị", "Observation status"),
    "CL_CONF_STATUS": Name("Mức độ công bố", "Confidentiality"),
}
_FIXED = {
    "CL_FREQ": {"M": Name("Hằng tháng", "Monthly")},
    "CL_ACCUMULATION": {
        "M": Name("Trong tháng", "In the month"),
        "YTD": Name("Từ đầu năm", "Year to date"),
        "S": Name("Tại ngày cuối tháng", "State on the month's last day"),
    },
    "CL_UNIT_MEASURE": {
        "PT": Name("%", "Percent"),
        "VND": Name("Đồng", "Vietnamese dong"),
        "RO": Name("Lần", "Ratio"),
        "NB": Name("Số đếm", "Number"),
    },
    "CL_OBS_STATUS": {"A": Name("Bình thường", "Normal"), "P": Name("Tạm tính", "Provisional"), "Q": Name("Không công bố", "Suppressed")},
    "CL_CONF_STATUS": {"F": Name("Công bố", "Free"), "C": Name("Không công bố, số nhỏ", "Confidential, small counts")},
}
_KINDS_EN = {"ward": "ward", "residential_group": "residential group", "former_unit": "former unit", "unknown": "unknown"}


def area_id(code: str) -> str:
    return f"VN_{code}"


def indicator_id(code: str) -> str:
    return code.replace("-", "_")


def code_lists(ward: "Ward", values: "pl.DataFrame") -> dict[str, dict[str, Name]]:
    """Code list -> code -> names. Areas and indicators are those of the ward's files, and what else ``values`` have of earlier ones."""
    areas = {area.code: Name(area.name, f"{area.name} ({_KINDS_EN.get(area.kind, area.kind)})") for area in ward.areas}
    indicators = {one.code: Name(one.name, one.name_en) for one in (*ward.plan_info.indicators, *ward.plan_info.supporting)}
    met_areas = {code: Name(name) for code, name in values.select("area_code", "area_name").unique().sort("area_code").iter_rows()}
    met = {code: Name(name) for code, name in values.select("indicator_code", "indicator_name").unique().sort("indicator_code").iter_rows()}
    return _FIXED | {
        "CL_AREA": {area_id(code): name for code, name in sorted((met_areas | areas).items())},
        "CL_INDICATOR": {indicator_id(code): name for code, name in sorted((met | indicators).items())},
    }
