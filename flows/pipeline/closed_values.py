"""Closed values: what a cell of a column may say where the source or the ward knows all of it, in the words that officers write.

Data flow: a column's name, the ward's folder -> ``closed_values`` -> drop-downs of the workbook that goes back to the sender
"""

from typing import TYPE_CHECKING

from transforms.vocabulary.fields_of_work import NAMES as FIELDS_OF_WORK

if TYPE_CHECKING:
    from flows.config.ward import Ward

_CHANNELS = ("Trực tiếp", "Trực tuyến", "Bưu chính công ích")
#: (source, column) -> words; a source is named where another's column of the name means something else.
_WORDS = {
    ("dossiers", "channel"): _CHANNELS,
    ("dossiers", "return_channel"): _CHANNELS,
    ("dossiers", "field_name"): FIELDS_OF_WORK,
    ("dossiers", "status"): (
        "Mới đăng ký",
        "Được tiếp nhận",
        "Không được tiếp nhận",
        "Đang xử lý",
        "Yêu cầu bổ sung giấy tờ",
        "Yêu cầu thực hiện nghĩa vụ tài chính",
        "Công dân yêu cầu rút hồ sơ",
        "Dừng xử lý",
        "Đã xử lý xong",
        "Đã trả kết quả",
    ),
    ("social_insurance", "insurance_kind"): ("BHXH bắt buộc", "BHXH tự nguyện", "Bảo hiểm thất nghiệp"),
    ("social_insurance", "status"): (
        "Đang đóng",
        "Tạm dừng đóng",
        "Bảo lưu thời gian đóng",
        "Đã hưởng BHXH một lần",
        "Hưu trí",
        "Đã chấm dứt",
    ),
    ("poverty", "classification"): ("Hộ nghèo", "Hộ cận nghèo"),
}
_SEX = ("Nam", "Nữ")


def closed_values(source: str, column: str, ward: "Ward") -> tuple[str, ...]:
    """Empty where anything may stand in the cell."""
    if column == "sex":
        return _SEX
    if column == "residential_group":
        return tuple(area.name for area in ward.areas_of("residential_group"))
    if column == "area":
        return tuple(area.name for kind in ("ward", "residential_group", "former_unit") for area in ward.areas_of(kind))
    if column == "indicator_code":
        return tuple(one.code for one in ward.plan if one.feed == "reported")
    if column in ("procedure_code", "procedure_name"):
        texts = (one.code if column == "procedure_code" else one.name for one in ward.procedures)
        return tuple(dict.fromkeys(texts))
    return _WORDS.get((source, column), ())
