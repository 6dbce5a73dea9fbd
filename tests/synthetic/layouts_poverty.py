"""Two dresses of the poverty list: the national software's workbook of three sheets, and the ward's own list.

Data flow: households and those that left -> sheets. Household values stand on the head's row alone.
"""

from datetime import date

from tests.synthetic.poverty import DEPRIVATIONS
from tests.synthetic.records import Cell, Record, month_end, next_month, rows_of
from tests.synthetic.sheets import Draft, Sheet, as_day

NATIONAL = (
    "TT",
    "Mã hộ",
    "Họ và tên chủ hộ",
    "Họ và tên thành viên",
    "Quan hệ với chủ hộ",
    "Ngày, tháng, năm sinh",
    "Giới tính",
    "Số CCCD",
    "Tỉnh",
    "Xã",
    "Mã xã",
    "Thôn/TDP",
    "Dân tộc",
    "Phân loại hộ",
    "Số quyết định công nhận",
    "Ngày ban hành QĐ",
    "Điểm B1",
    "Điểm B2",
    "Hộ không có khả năng lao động",
    "Tuổi",
    "Số nhân khẩu",
)
NATIONAL_FIELDS = (
    "",
    "household_number",
    "head_name",
    "name",
    "relation",
    "birth_date",
    "sex",
    "personal_id",
    "",
    "",
    "",
    "group_name",
    "",
    "class_text",
    "decision_number",
    "decision_date",
    "b1",
    "b2",
    "no_labour",
    "",
    "member_count",
)
LEFT = (
    "Mã hộ",
    "Họ và tên",
    "Quan hệ với chủ hộ",
    "Giới tính",
    "Ngày sinh",
    "Số CCCD",
    "Dân tộc",
    "Thôn/TDP",
    "Điểm B1",
    "Điểm B2",
    "Ghi chú",
)
OWN_TOP = (
    "STT",
    "Mã hộ",
    "Họ và tên chủ hộ, thành viên",
    "Quan hệ với chủ hộ",
    "Ngày, tháng, năm sinh",
    "<",
    "Số CCCD",
    "Dân tộc",
    "Tổ dân phố",
    "Số nhân khẩu",
    "Điểm",
    "<",
    "Chỉ số thiếu hụt",
    *["<"] * 11,
    "Hộ không có khả năng lao động",
    "Số quyết định",
    "Ngày quyết định",
    "Ghi chú",
)
OWN_LEAVES = (
    *["^"] * 4,
    "Nam",
    "Nữ",
    *["^"] * 4,
    "B1",
    "B2",
    *(f"{number}. {name}" for number, name in enumerate(DEPRIVATIONS, 1)),
    *["^"] * 4,
)

OWN_FIELDS = (
    "",
    "household_number",
    "name",
    "relation",
    "birth_male",
    "birth_female",
    "personal_id",
    "",
    "group_name",
    "member_count",
    "b1",
    "b2",
    *(f"lacking_{number:02d}" for number in range(1, 13)),
    "no_labour",
    "decision_number",
    "decision_date",
    "",
)


def poverty_national(listed: list[Record], left: list[Record], month: date) -> list[Sheet]:
    """Sheets of the listed, of those who left poverty and of those who left near-poverty; data from rows 8 and 10."""
    draft = Draft("Danh sách hộ", len(NATIONAL))
    draft.line("ỦY BAN NHÂN DÂN PHƯỜNG NGUYỄN ĐẠI NĂNG")
    draft.blank(2)
    draft.title("DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO SAU KHI RÀ SOÁT")
    draft.title(f"Tháng {month.month} năm {month.year}")
    draft.blank()
    draft.headers(NATIONAL, fields=NATIONAL_FIELDS)
    serial = 0
    for household in listed:
        for place, member in enumerate(household.members):
            serial += 1
            draft.data(household, serial, *_national_cells(household if place == 0 else None, member))
            draft.places.setdefault(id(member), len(draft.rows))
    left_sheets = [
        left_sheet(name, title, [record for record in left if record.values["poverty"] == poverty], month)
        for name, title, poverty in (
            ("Thoát nghèo", "DANH SÁCH HỘ THOÁT NGHÈO SAU KHI RÀ SOÁT", "HN"),
            ("Thoát cận nghèo", "DANH SÁCH HỘ THOÁT CẬN NGHÈO SAU KHI RÀ SOÁT", "CN"),
        )
    ]
    return [draft.done(), *left_sheets]


def _national_cells(household: Record | None, member: Record) -> list[Cell]:
    def of_household(name: str) -> Cell:
        return as_day(household.cell(name)) if household else None

    no_labour = "x" if household and household.values["no_labour"] else None
    return [
        of_household("household_number"),
        of_household("head_name"),
        *(as_day(member.cell(name)) for name in ("name", "relation", "birth_date", "sex", "personal_id")),
        "Thành phố Hải Phòng",
        "Phường Nguyễn Đại Năng",
        "10744",
        of_household("group_name"),
        member.cell("ethnicity"),
        *(of_household(name) for name in ("class_text", "decision_number", "decision_date", "b1", "b2")),
        no_labour,
        member.cell("age"),
        of_household("member_count"),
    ]


def left_sheet(name: str, title: str, left: list[Record], month: date) -> Sheet:
    draft = Draft(name, len(LEFT))
    draft.blank(4)
    draft.title(title)
    draft.title(f"Tháng {month.month} năm {month.year}")
    draft.blank(2)
    draft.headers(LEFT)
    for household in left:
        for place, member in enumerate(household.members):
            first = place == 0
            draft.data(
                household,
                household.cell("household_number") if first else None,
                *(as_day(member.cell(field)) for field in ("name", "relation", "sex", "birth_date", "personal_id", "ethnicity")),
                household.cell("group_name"),
                household.cell("b1") if first else None,
                household.cell("b2") if first else None,
            )
    return draft.done()


def poverty_own(listed: list[Record], left: list[Record], month: date) -> list[Sheet]:
    """The ward's list: group rows A and B tell the class, the birth date stands under Nam or Nữ, "x" for each deprivation."""
    draft = Draft("DS ho ngheo", len(OWN_TOP))
    decided = next_month(month).replace(day=4)
    draft.title("ỦY BAN NHÂN DÂN PHƯỜNG NGUYỄN ĐẠI NĂNG")
    last_day = month_end(month)
    draft.title(f"PHỤ LỤC: DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO (Số liệu đến ngày {last_day.day}/{last_day.month}/{last_day.year})")
    draft.title(f"(Kèm theo Quyết định số 115/QĐ-UBND ngày {decided:%d/%m/%Y} của UBND phường)")
    draft.headers(OWN_TOP, OWN_LEAVES, fields=OWN_FIELDS)
    serial = 0
    for title, poverty in (("A. HỘ NGHÈO", "HN"), ("B. HỘ CẬN NGHÈO", "CN")):
        households = [record for record in listed if record.values["poverty"] == poverty]
        draft.title(title)
        serial = _own_rows(draft, households, serial)
        draft.line(at={1: "Cộng", 2: len(households)})
    draft.line(at={1: f"Tổng cộng ({len(listed)} hộ, {rows_of(listed)} nhân khẩu)"})
    draft.line(at={2: "NGƯỜI LẬP BIỂU", 8: "TM. ỦY BAN NHÂN DÂN"})
    draft.line(at={2: "(Ký, ghi rõ họ tên)", 8: "CHỦ TỊCH"})
    return [draft.done(), left_sheet("Ho thoat", "DANH SÁCH HỘ THOÁT NGHÈO, THOÁT CẬN NGHÈO", left, month)]


def _own_rows(draft: Draft, households: list[Record], serial: int) -> int:
    for household in households:
        for place, member in enumerate(household.members):
            serial += 1
            draft.data(household, serial, *_own_cells(household if place == 0 else None, member))
            draft.places.setdefault(id(member), len(draft.rows))
    return serial


def _own_cells(household: Record | None, member: Record) -> list[Cell]:
    def of_household(name: str) -> Cell:
        return as_day(household.cell(name)) if household else None

    born = as_day(member.cell("birth_date"))
    births = [born, None] if member.values["sex"] == "Nam" else [None, born]
    marks = ["x" if household and place in household.cell("lacking") else None for place in range(12)]
    no_labour = "x" if household and household.values["no_labour"] else None
    return [
        of_household("household_number"),
        member.cell("name"),
        member.cell("relation"),
        *births,
        member.cell("personal_id"),
        member.cell("ethnicity"),
        of_household("group_name"),
        of_household("member_count"),
        of_household("b1"),
        of_household("b2"),
        *marks,
        no_labour,
        of_household("decision_number"),
        of_household("decision_date"),
    ]
