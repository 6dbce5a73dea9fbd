"""Social insurance lists: form D05-TS with its four header rows, a resident list, and one sheet for each kind of insurance.

Headings from domain knowledge of QĐ 490/QĐ-BHXH and of what BHXH hands to communes.
Data flow: participation records -> sheets.
"""

from datetime import date

from tests.synthetic.drawing import Shown, born, draw_headers, draw_rows, filler, shown
from tests.synthetic.insurance import KIND_TEXT
from tests.synthetic.records import Cell, Record, next_month
from tests.synthetic.sheets import Draft, Sheet, as_day, as_month

SUPPORT = "Số tiền đóng > Trong đó > "
SHARE = "Tỷ lệ %\nđược hỗ trợ"
TITLES = {"compulsory": "BẢO HIỂM XÃ HỘI BẮT BUỘC", "voluntary": "BẢO HIỂM XÃ HỘI TỰ NGUYỆN", "unemployment": "BẢO HIỂM THẤT NGHIỆP"}


def _packed(record: Record) -> Cell:
    """The form has no column for a birth date or a telephone: they go into the note."""
    return (
        f"Đối tượng Khác, Dân tộc Kinh, P.Thức Đóng_tiếp, SĐT {record.cell('phone')}, Ngày sinh {as_day(record.cell('birth_date'))}, "
        f"gmail khong-co@example.vn"
    )


#: The form, and the state of payment that the ward asks for beside it: without it a list is held.
D05 = (
    shown("Họ và tên", "name"),
    shown("Mã số BHXH", "bhxh_number"),
    shown("Số\nCCCD/CNTD/ĐD\nCN/hộ chiếu", "personal_id"),
    shown("Địa chỉ", "address"),
    filler("Ngày biên lai", "02/07/2026"),
    filler("Số biên lai", "0000456"),
    shown("Mức thu\nnhập tháng\nđóng BHXH", "", of="wage_vnd"),
    filler("Phương thức đóng > Số tháng đóng", 3),
    shown("Phương thức đóng > Từ tháng/năm", "from_month", as_month),
    filler("Số tiền đóng > Số tiền phải đóng theo quy định", 1320000),
    filler("Số tiền đóng > Người tham gia đóng", 990000),
    filler(f"{SUPPORT}NSNN hỗ trợ theo quy định > {SHARE}", 20),
    filler(f"{SUPPORT}NSNN hỗ trợ theo quy định > Số tiền", 264000),
    filler(f"{SUPPORT}NSĐP hỗ trợ thêm > {SHARE}", 5),
    filler(f"{SUPPORT}NSĐP hỗ trợ thêm > Số tiền", 66000),
    filler(f"{SUPPORT}Hỗ trợ khác > {SHARE}"),
    filler(f"{SUPPORT}Hỗ trợ khác > Số tiền"),
    filler("Mã số nhân viên thu", "NV01"),
    shown("Tình trạng", "status"),
    Shown("Ghi chú", "packed_note", _packed),
)
RESIDENTS = (
    shown("Mã số BHXH", "bhxh_number"),
    shown("Họ và tên", "name"),
    shown("Ngày sinh", "birth_date"),
    shown("Giới tính", "sex"),
    shown("Số CCCD", "personal_id"),
    shown("Địa chỉ (thôn/TDP)", "place", of="group_name"),
    shown("Loại hình", "kind_text"),
    shown("Đơn vị công tác", "", of="employer"),
    filler("Mã đơn vị", "TA0001A"),
    shown("Mức đóng", "", of="wage_vnd"),
    shown("Từ tháng", "from_month", lambda cell: f"{cell:%Y%m}"),
    shown("Đến tháng", "to_month", lambda cell: f"{cell:%Y%m}" if cell else None),
    shown("Tình trạng", "status"),
)
OF_ONE_KIND = (
    shown("Họ và tên", "name"),
    shown("Mã số BHXH", "bhxh_number"),
    *born("Ngày, tháng, năm sinh"),
    shown("Số CCCD", "personal_id"),
    shown("Nơi cư trú", "address"),
    shown("Thời gian tham gia > Từ tháng", "from_month", as_month),
    shown("Thời gian tham gia > Đến tháng", "to_month", as_month),
    shown("Trạng thái", "status"),
    shown("SĐT", "phone"),
)


def social_d05_print(records: list[Record], month: date) -> list[Sheet]:
    """Voluntary payers: the kind in the title alone, groups I and I.1, a sum merged over ten columns, data packed into the note."""
    payers = [record for record in records if record.values["kind"] == "voluntary"]
    new = [record for record in payers if record.values["from_month"] == month]
    draft = Draft("D05-TS", len(D05) + 1)
    draft.line("Tên đơn vị/Điểm thu: Bưu điện Kinh Môn", at={16: "Mẫu D05-TS"})
    draft.line(
        "Mã đơn vị/Điểm thu: TH00000", at={4: "MS thuế:", 16: "(Ban hành kèm theo QĐ: 490/QĐ-BHXH ngày 28/03/2023 của BHXH Việt Nam)"}
    )
    draft.line("Địa chỉ: phường Nguyễn Đại Năng")
    draft.line("Điện thoại:", at={4: "Email:"})
    draft.blank()
    draft.title("DANH SÁCH NGƯỜI THAM GIA BẢO HIỂM XÃ HỘI TỰ NGUYỆN")
    draft.title(f"Đợt nộp: 01 | Kỳ kê khai: {month:%m/%Y}")
    draft.blank()
    draw_headers(draft, D05)
    draft.numbers("A", "B", "C", *range(1, len(D05) - 1))
    for numeral, title, group in (("I", "Tăng", new), ("II", "Không thay đổi", [record for record in payers if record not in new])):
        draft.line(numeral, title)
        draft.line(f"{numeral}.1", "Người tham gia")
        draw_rows(draft, D05, group)
        draft.merges.append((len(draft.rows), 0, len(draft.rows), 6))
        draft.line(f"Cộng {title.lower()}", at={7: sum(record.values["wage_vnd"] for record in group), 12: 20 * len(group)})
    draft.line(f"TỔNG CỘNG ({len(payers)} người tham gia)")
    _ends(draft, month)
    return [draft.done()]


def _ends(draft: Draft, month: date) -> None:
    signed = next_month(month).replace(day=3)
    draft.line("Tổng số sổ BHXH đề nghị cấp: 1 sổ.")
    draft.line("- Ghi chú: Cột 16 chỉ áp dụng đối với người tham gia thuộc diện được hỗ trợ.")
    draft.line(at={13: f"Ngày {signed.day} tháng {signed.month} năm {signed.year}"})
    draft.line(at={1: "NGƯỜI LẬP BIỂU", 6: "CÁN BỘ THU TIỀN", 13: "TỔ CHỨC DỊCH VỤ THU"})
    draft.line(at={1: "(Ký, ghi rõ họ tên)", 6: "(Ký, ghi rõ họ tên)", 13: "(Ký, ghi rõ họ tên, đóng dấu)"})


def social_residents(records: list[Record], month: date) -> list[Sheet]:
    """What BHXH hands to a commune: the group in the place of the address, months without a separator."""
    draft = Draft("DS cu tru", len(RESIDENTS) + 1)
    draft.title(f"DANH SÁCH NGƯỜI THAM GIA BHXH, BHTN TRÊN ĐỊA BÀN PHƯỜNG NGUYỄN ĐẠI NĂNG THÁNG {month:%m/%Y}")
    draw_headers(draft, RESIDENTS)
    draw_rows(draft, RESIDENTS, records)
    return [draft.done()]


def social_by_kind(records: list[Record], month: date) -> list[Sheet]:
    """One sheet for each kind, which only its title names; the birth date stands under Nam or Nữ."""
    sheets = []
    for kind, title in TITLES.items():
        draft = Draft(KIND_TEXT[kind], len(OF_ONE_KIND) + 1)
        draft.title(f"DANH SÁCH NGƯỜI THAM GIA {title}")
        draft.title(f"Tháng {month.month} năm {month.year}")
        draw_headers(draft, OF_ONE_KIND)
        chosen = [record for record in records if record.values["kind"] == kind]
        draw_rows(draft, OF_ONE_KIND, chosen)
        draft.line(f"Tổng cộng: {len(chosen)} người")
        sheets.append(draft.done())
    return sheets
