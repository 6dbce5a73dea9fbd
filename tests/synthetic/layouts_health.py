"""Four dresses of the health insurance list, from domain knowledge of QĐ 595 and of what BHXH hands to communes.

Data flow: card records -> sheets.
"""

from datetime import date

from tests.synthetic.people import GROUP_NAMES
from tests.synthetic.records import Record, month_end
from tests.synthetic.sheets import Draft, Sheet, as_day, as_real_day, storeys

FLAT = (
    ("soSoBhxh", "bhxh_number"),
    ("hoTen", "name"),
    ("ngaySinh", "birth_date"),
    ("gioiTinh", "sex"),
    ("soCmnd", "personal_id"),
    ("soTheBhyt", "card_number"),
    ("maHoGiaDinh", "household_number"),
    ("maDoiTuong", "object_code"),
    ("tuNgay", "valid_from"),
    ("denNgay", "valid_to"),
    ("tenThon", "group_name"),
    ("diaChi", "address"),
    ("maBenhVien", "facility"),
    ("coQuanBhxh", "agency"),
    ("ghiChu", "note"),
)
D03 = (
    ("Họ và tên người tham gia", "name"),
    ("Mã số BHXH\n(10 số)", "bhxh_number"),
    ("Số CCCD/\nĐịnh danh", "personal_id"),
    ("Ngày sinh", "birth_date"),
    ("Giới tính", "sex"),
    ("Tổ dân phố", "group_name"),
    ("Địa chỉ cư trú", "address"),
    ("Mã đối tượng", "object_code"),
    ("Mã thẻ BHYT", "card_number"),
    ("Nơi đăng ký\nKCB ban đầu", "facility"),
    ("Từ ngày", "valid_from"),
    ("Đến ngày", "valid_to"),
    ("Mã hộ gia đình", "household_number"),
    ("Ghi chú", "note"),
)
#: Heading (rows 3 to 5, "A > B" is a heading of two storeys), technical name (row 6), field.
IVAN = (
    ("Họ và tên", "HoTen", "name"),
    ("Mã số BHXH", "MaSoBhxh", "bhxh_number"),
    ("Ngày sinh (dd/mm/yyyy)", "NgaySinh", "birth_date"),
    ("Giới tính", "GioiTinh", "sex"),
    ("Số CMND/CCCD", "Cmnd", "personal_id"),
    ("Số thẻ BHYT", "SoTheBhyt", "card_number"),
    ("Mã đối tượng", "MaDoiTuong", "object_code"),
    ("Thời hạn sử dụng thẻ > Từ ngày (dd/MM/yyyy)", "TuNgay", "valid_from"),
    ("Thời hạn sử dụng thẻ > Đến ngày (dd/MM/yyyy)", "DenNgay", "valid_to"),
    ("Nơi đăng ký khám chữa bệnh ban đầu", "BenhVienId", "facility"),
    ("Nơi đang sinh sống > Tổ dân phố", "TenThon", "group_name"),
    ("Nơi đang sinh sống > Địa chỉ", "DiaChi", "address"),
    ("Mã số Hộ gia đình", "MaHoGiaDinh", "household_number"),
    ("Ghi chú", "GhiChu", "note"),
)


def health_flat(records: list[Record], month: date) -> list[Sheet]:
    """One header row of technical names; the month stands in the file name alone."""
    draft = Draft("Sheet1", len(FLAT) + 1)
    draft.headers(("STT", *(heading for heading, _ in FLAT)), fields=("", *(field for _, field in FLAT)))
    for serial, record in enumerate(records, 1):
        draft.data(record, serial, *(as_day(record.cell(field)) for _, field in FLAT))
    return [draft.done()]


def health_d03(records: list[Record], month: date, stated_total: int | None = None) -> list[Sheet]:
    """The dress of form D03-TS: titles, a row of column codes, real dates, a hidden column, a second sheet without data."""
    draft = Draft("D03-TS", len(D03) + 1)
    draft.line("BẢO HIỂM XÃ HỘI VIỆT NAM", at={12: "Mẫu D03-TS"})
    draft.line("Cơ quan: BHXH cơ sở Kinh Môn", at={12: "(Ban hành kèm theo QĐ số 595/QĐ-BHXH & QĐ 505/QĐ-BHXH)"})
    draft.blank()
    draft.title("DANH SÁCH NGƯỜI THAM GIA BẢO HIỂM Y TẾ TRÊN ĐỊA BÀN PHƯỜNG NGUYỄN ĐẠI NĂNG")
    draft.title(f"Kỳ: {month:%m/%Y}")
    draft.blank()
    draft.headers(("STT", *(heading for heading, _ in D03)), fields=("", *(field for _, field in D03)))
    draft.numbers("A", "B", *range(1, len(D03)))
    for serial, record in enumerate(records, 1):
        draft.data(record, serial, *(as_real_day(record.cell(field)) for _, field in D03))
    draft.line("TỔNG CỘNG", f"{stated_total or len(records)} thẻ")
    _signatures(draft, month, 9, "NGƯỜI LẬP BIỂU", "GIÁM ĐỐC")
    guide = Draft("Huong dan", 1)
    guide.line("Giới tính ghi Nam hoặc Nữ")
    guide.line("Mã đối tượng theo Quyết định 1351/QĐ-BHXH")
    return [draft.done(hidden_columns=(10,)), guide.done()]


def health_ivan(records: list[Record], month: date) -> list[Sheet]:
    """The dress of the I-VAN import file: headings merged over rows 3 to 5, technical names in row 6, data from row 7."""
    draft = Draft("Dữ liệu", len(IVAN) + 1)
    draft.title(f"DANH SÁCH THAM GIA BẢO HIỂM Y TẾ THÁNG {month.month}/{month.year}")
    draft.blank()
    draft.headers(*storeys(["STT", *(heading for heading, _, _ in IVAN)], height=3), fields=("", *(field for _, _, field in IVAN)))
    draft.technical("STT", *(technical for _, technical, _ in IVAN))
    for serial, record in enumerate(records, 1):
        draft.data(record, serial, *(as_day(record.cell(field)) for _, _, field in IVAN))
    return [draft.done()]


def health_by_group(records: list[Record], month: date) -> list[Sheet]:
    """One sheet a residential group, named after it; no column of groups, each sheet numbers its rows from 1."""
    fields = [(heading, field) for heading, field in D03 if field not in ("group_name", "address")]
    sheets = []
    for number, name in enumerate(GROUP_NAMES, 1):
        draft = Draft(f"TDP {name}", len(fields) + 1)
        draft.title("DANH SÁCH THẺ BẢO HIỂM Y TẾ")
        draft.title(f"Tháng {month.month} năm {month.year}")
        draft.headers(("STT", *(heading.replace("\n", " ") for heading, _ in fields)), fields=("", *(field for _, field in fields)))
        for serial, record in enumerate((record for record in records if record.values["group"] == number), 1):
            draft.data(record, serial, *(as_day(record.cell(field)) for _, field in fields))
        sheets.append(draft.done())
    return sheets


def _signatures(draft: Draft, month: date, right: int, left_title: str, right_title: str) -> None:
    draft.blank()
    signed = date.fromordinal(month_end(month).toordinal() + 2)
    draft.line(at={right: f"Hải Phòng, ngày {signed.day} tháng {signed.month} năm {signed.year}"})
    draft.line(at={1: left_title, right: right_title})
    draft.line(at={1: "(Ký, ghi rõ họ tên)", right: "(Ký, ghi rõ họ tên, đóng dấu)"})
