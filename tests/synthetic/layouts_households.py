"""Poverty lists of the ward's own making and of the national software in full: heads alone, classes by marks or by group rows.

Headings from domain knowledge of Thông tư 07/2021/TT-BLĐTBXH and of lists seen.
Data flow: households and those that left -> sheets. A list of heads has one row a household.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from tests.synthetic.drawing import Shown, born, draw_headers, filler, shown, sign
from tests.synthetic.layouts_poverty import left_sheet
from tests.synthetic.poverty import DEPRIVATIONS
from tests.synthetic.records import Cell, Record, next_month, rows_of
from tests.synthetic.sheets import Draft, Sheet, as_day


def _of_head(heading: str, field: str) -> Shown:
    return Shown(heading, field, lambda household: as_day(household.members[0].cell(field)))


def _mark(heading: str, field: str, poverty: str) -> Shown:
    return Shown(heading, field, lambda household: "x" if household.values["poverty"] == poverty else None)


def _lacking(place: int, name: str) -> Shown:
    return Shown(
        f"Chỉ số thiếu hụt > {place + 1}\n{name}",
        f"lacking_{place + 1:02d}",
        lambda household: "x" if place in household.values["lacking"] else None,
    )


HEADS = (
    _of_head("Họ và tên chủ hộ", "name"),
    *(
        Shown(column.heading, column.field, lambda household, show=column.show: show(household.members[0]))
        for column in born("Ngày, tháng, năm sinh")
    ),
    _of_head("Số CCCD", "personal_id"),
    filler("Dân tộc", "Kinh"),
)
SCORES = (
    shown("Điểm > B1", "b1"),
    shown("Điểm > B2", "b2"),
    *(_lacking(place, name) for place, name in enumerate(DEPRIVATIONS)),
    *(filler(f"Nguyên nhân nghèo > {number}", "x" if number == 3 else None) for number in range(1, 9)),
    Shown("Hộ không có khả năng lao động", "no_labour", lambda household: "x" if household.values["no_labour"] else None),
    filler("Ghi chú"),
)
MARKED = (
    *HEADS,
    shown("Địa chỉ (Tổ dân phố)", "place", of="group_name"),
    shown("Số nhân khẩu", "member_count"),
    _mark("Phân loại > Hộ nghèo", "class_text", "HN"),
    _mark("Phân loại > Hộ cận nghèo", "class_text", "CN"),
    *SCORES,
)
GROUPED = (
    *HEADS,
    shown("Số nhân khẩu", "member_count"),
    *SCORES[:2],
    SCORES[-2],
    shown("Số quyết định", "decision_number"),
    shown("Ngày quyết định", "decision_date"),
    filler("Ghi chú"),
)
#: The national software's columns whole, A to AA; "household" fields stand on the head's row alone.
NATIONAL = (
    "TT",
    "STT hộ",
    "Họ và tên chủ hộ",
    "Họ và tên thành viên",
    "Quan hệ với chủ hộ",
    "Ngày, tháng, năm sinh",
    "Giới tính",
    "CMND/CCCD",
    "Tỉnh",
    "Huyện",
    "Mã huyện",
    "Xã",
    "Mã xã",
    "Thôn/TDP",
    "Dân tộc",
    "Phân loại hộ",
    "Số quyết định công nhận",
    "Ngày ban hành QĐ",
    "Điểm B1",
    "Điểm B2",
    "Hộ DTTS",
    "Hộ không có khả năng lao động",
    "Hộ có thành viên là người có công với cách mạng",
    "Nguyên nhân nghèo",
    "",
    "Tuổi",
    "Số nhân khẩu",
)
NATIONAL_FIELDS = (
    "",
    "",
    "head_name",
    "name",
    "relation",
    "birth_date",
    "sex",
    "personal_id",
    "",
    "",
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
    "",
    "no_labour",
    "",
    "",
    "",
    "",
    "member_count",
)


def poverty_marked(listed: list[Record], left: list[Record], month: date) -> list[Sheet]:
    """Heads alone under group rows of residential groups, "x" under Hộ nghèo or Hộ cận nghèo, two birth columns, twelve marks."""
    draft = _own_draft("Ho ngheo", MARKED, month)
    serial = 1
    for numeral, (name, group) in zip(("I", "II", "III", "IV", "V", "VI"), _by_group(listed)):
        draft.title(f"{numeral}. {name}")
        households = list(group)
        serial = _draw_heads(draft, MARKED, households, serial)
        draft.line(at={1: "Cộng", 7: sum(household.values["member_count"] for household in households)})
    draft.line(at={1: f"Tổng cộng ({len(listed)} hộ, {rows_of(listed)} nhân khẩu)"})
    sign(draft, month, "Nguyễn Đại Năng", NGƯỜI_LẬP_BIỂU=1, CHỦ_TỊCH=8)
    return [draft.done()]


def poverty_grouped(listed: list[Record], left: list[Record], month: date) -> list[Sheet]:
    """Neither a column for the class nor one for the group: both stand in group rows alone."""
    draft = _own_draft("DS ho", GROUPED, month)
    for numeral, (name, group) in zip(("I", "II", "III", "IV", "V", "VI"), _by_group(listed)):
        households = list(group)
        draft.line(f"{numeral}.", name)
        for letter, title, poverty in (("A", "HỘ NGHÈO", "HN"), ("B", "HỘ CẬN NGHÈO", "CN")):
            draft.title(f"{letter}. {title}")
            chosen = [household for household in households if household.values["poverty"] == poverty]
            _draw_heads(draft, GROUPED, chosen, 1)
            draft.line(at={1: "Cộng", 6: sum(household.values["member_count"] for household in chosen)})
    draft.line("Tổng cộng", f"{len(listed)} hộ")
    sign(draft, month, "Nguyễn Đại Năng", NGƯỜI_LẬP_BIỂU=1, CHỦ_TỊCH=8)
    return [draft.done()]


def _own_draft(name: str, columns: Sequence[Shown], month: date) -> Draft:
    draft = Draft(name, len(columns) + 1)
    draft.title("ỦY BAN NHÂN DÂN PHƯỜNG NGUYỄN ĐẠI NĂNG")
    draft.title(f"DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO THÁNG {month.month} NĂM {month.year}")
    draft.title(f"(Kèm theo Quyết định số 120/QĐ-UBND ngày {next_month(month).replace(day=4):%d/%m/%Y} của UBND phường)")
    draw_headers(draft, columns)
    return draft


def _by_group(listed: list[Record]) -> Iterable[tuple[str, Iterable[Record]]]:
    return groupby(listed, lambda household: household.values["group_name"])


def _draw_heads(draft: Draft, columns: Sequence[Shown], households: Sequence[Record], serial: int) -> int:
    for number, household in enumerate(households, serial):
        draft.data(household, number, *(column.show(household) for column in columns))
        draft.places[id(household.members[0])] = len(draft.rows)
    return serial + len(households)


def poverty_national_full(listed: list[Record], left: list[Record], month: date) -> list[Sheet]:
    """The national workbook with all its columns, one of them without a heading; households are numbered, not coded."""
    draft = Draft("Danh sách hộ", len(NATIONAL))
    draft.blank(3)
    draft.title("DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO SAU KHI RÀ SOÁT")
    draft.title(f"Tháng {month.month} năm {month.year}")
    draft.blank()
    draft.headers([heading or None for heading in NATIONAL], fields=NATIONAL_FIELDS)
    serial = 0
    for number, household in enumerate(listed, 1):
        for place, member in enumerate(household.members):
            serial += 1
            draft.data(household, serial, *_national_cells(household, member, number, is_head=place == 0))
            draft.places[id(member)] = len(draft.rows)
    return [draft.done(), left_sheet("Thoát nghèo", "DANH SÁCH HỘ THOÁT NGHÈO SAU KHI RÀ SOÁT", left, month)]


def _national_cells(household: Record, member: Record, number: int, *, is_head: bool) -> list[Cell]:
    def of_household(name: str) -> Cell:
        return as_day(household.cell(name)) if is_head else None

    return [
        number if is_head else None,
        of_household("head_name"),
        *(as_day(member.cell(name)) for name in ("name", "relation", "birth_date", "sex", "personal_id")),
        "Thành phố Hải Phòng",
        None,
        None,
        "Phường Nguyễn Đại Năng",
        "10744",
        of_household("group_name"),
        member.cell("ethnicity"),
        *(of_household(name) for name in ("class_text", "decision_number", "decision_date", "b1", "b2")),
        "Không",
        "Có" if household.values["no_labour"] and is_head else None,
        None,
        "Không có lao động" if is_head else None,
        None,
        member.cell("age"),
        of_household("member_count"),
    ]
