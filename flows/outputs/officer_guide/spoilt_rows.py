"""Spoilt rows: of each rule a few cells that break it, beside a row that breaks none: the examples of the officer's guide.

Data flow: first rows of the layouts (``flows.outputs.source_pages.repairs``) + ``SPOILT`` -> rows of cells
"""

from collections.abc import Mapping

from expectations.registry import source
from flows.outputs.source_pages.repairs import good_cells, ward

#: What is written into a good row; None empties the cell.
Cells = Mapping[str, str | None]
_NO_IDS = {"personal_id": None, "social_insurance_number": "01120"}
_OTHER_PERSON = {"full_name": "Trần Văn Bình", "birth_date": "02/03/1985"}
_OTHER_HEAD = {"head_name": "Trần Văn Bình", "member_name": "Trần Văn Bình", "personal_id": "030085000456", "birth_date": "02/03/1985"}
_SECOND_MEMBER = {
    **dict.fromkeys(("household_number", "head_name", "classification", "member_count", "b1_score", "b2_score", "personal_id")),
    **dict.fromkeys(("deprived_01", "deprived_04", "deprived_07", "decision_number", "decision_date")),
    "relation": "Con",
    "member_name": "Nguyễn Văn An",
    "birth_date": "09/10/2015",
    "sex": "Nam",
}
#: Columns of other layouts, which would say a thing twice.
_LEFT_OUT = frozenset(
    {"birth_date_male", "birth_date_female", "birth_known", "poor_mark", "near_poor_mark", "phone", "note", "full_name_2"}
)
#: Rows that the rules of a source look at beside the spoilt ones.
_GOOD: Mapping[str, Cells] = {
    "health_insurance": {"sex": "Nữ"},
    "poverty": {"member_count": "1", "deprived_04": "x", "deprived_07": "x", "deprived_01": "x", "social_insurance_number": None},
    "department_report": {"indicator_code": "XH13", "numerator": "120", "denominator": "29083", "value": None, "unit": None},
}

SPOILT: dict[str, tuple[Cells, ...]] = {
    "H01": (_NO_IDS,),
    "H02": ({"valid_from": "chưa rõ"},),
    "H03": ({"valid_to": "31/12/2025"},),
    "H04": ({}, _OTHER_PERSON),
    "H05": ({"card_number": "HN2300112000456"},),
    "H06": ({"object_code": "ZZ"},),
    "H07": ({"personal_id": "0301900001"},),
    "H08": ({"birth_date": "05/06/2090", "personal_id": None},),
    "H09": ({"residential_group": "Thôn Thượng", "address": None},),
    "H10": ({}, {}),
    "H11": ({"movement": "Báo giảm"},),
    "S01": (_NO_IDS,),
    "S02": ({"insurance_kind": "Hưu trí bổ sung"},),
    "S03": ({"status": "Đang xem xét"},),
    "S04": ({"to_month": "01/2023"},),
    "S05": ({}, {"insurance_kind": "BHXH tự nguyện"}),
    "S06": ({"birth_date": "05/06/2014", "personal_id": None},),
    "S07": ({"personal_id": "030191000123"},),
    "S08": ({"residential_group": "Thôn Thượng", "address": None},),
    "S09": ({}, {}),
    "D01": ({"dossier_code": "HS 12"},),
    "D02": ({"received_at": "15/08/2026"},),
    "D03": ({"finished_at": "01/07/2026", "returned_at": "01/07/2026"},),
    "D04": ({"finished_at": None, "returned_at": None},),
    "D05": ({"due_at": "01/07/2026"},),
    "D06": ({}, {"applicant_name": "Trần Văn Bình"}),
    "D07": ({"dossier_code": "H24.40-260610-0012"},),
    "D08": ({"procedure_code": "9.999999"},),
    "D09": ({"status": "Đang luân chuyển"},),
    "D10": ({"returned_at": "05/07/2026"},),
    "D11": ({"due_at": "05/07/2026"},),
    "D12": ({"channel": "Qua người quen"},),
    "D13": ({}, {}),
    "D14": ({"finished_at": "06/07/2027", "returned_at": "06/07/2027"},),
    "D15": ({"finished_at": "31/06/2026", "returned_at": None, "status": "Đang xử lý"},),
    "P01": ({"classification": "Hộ khá"},),
    "P02": ({"household_number": None},),
    "P03": ({}, _OTHER_HEAD),
    "P04": ({"b2_score": "20", "deprived_07": None},),
    "P05": ({"deprived_07": None},),
    "P06": ({"member_count": "4"}, _SECOND_MEMBER),
    "P07": ({"personal_id": "030191000123"},),
    "P08": ({"residential_group": "Thôn Thượng", "address": None},),
    "P09": ({"decision_number": None},),
    "P10": ({}, {"classification": "Hộ cận nghèo"}),
    "P11": ({}, {"household_number": "31-10744-0099"}),
    "P12": ({"deprived_07": "?"},),
    "R01": ({"indicator_code": "XX99"},),
    "R02": ({"numerator": "khoảng 120"},),
    "R03": ({"numerator": "30000"},),
    "R04": ({}, {"numerator": "130"}),
    "R05": ({"area": "Thôn Thượng"},),
    "R06": ({"numerator": "400"},),
    "R07": ({}, *({"area": area.name, "numerator": "1", "denominator": None} for area in ward().areas_of("residential_group"))),
    "R08": ({"denominator": "28000"},),
}


#: What is written into more rows than a reader wants to see, in short.
CELLS_VI = {
    "P06": "“Số nhân khẩu” ghi “4”, trong khi hộ chỉ có hai dòng",
    "R07": "“Tử số” của toàn phường ghi “120”, của mỗi tổ dân phố ghi “1”",
}


def good_row(source_name: str, kind: str = "main") -> dict[str, str | None]:
    own = source(source_name).contract
    contract = own if kind == "main" else next(part for part in own.others if part.source == kind)
    cells = {name: cell for name, cell in good_cells(source_name, kind, contract).items() if name not in _LEFT_OUT}
    return {**cells, **(_GOOD.get(source_name, {}) if kind == "main" else {})}


def rows_of(source_name: str, spoilt: tuple[Cells, ...]) -> list[dict[str, str | None]]:
    """The rows of a list that breaks the rule: each a good row with the spoilt cells."""
    return [{**good_row(source_name), **cells} for cells in spoilt]
