"""Health insurance lists as they are printed and handed on: forms of three decisions, renewals, several lists on a sheet.

Headings from domain knowledge of QĐ 595/QĐ-BHXH, QĐ 1111/QĐ-BHXH and of the I-VAN import template.
Data flow: card records -> sheets.
"""

from collections.abc import Sequence
from datetime import date

from tests.synthetic.drawing import Shown, draw_headers, draw_rows, fields_of, filler, shown, sign
from tests.synthetic.records import Cell, Record
from tests.synthetic.sheets import Draft, Sheet, as_day, as_real_day, storeys

SEX_CODES = {"Nam": 1, "Nữ": 0}
#: The I-VAN template says beside a birth date how much of it is known.
BIRTH_CODES = {"day": 0, "month": 1, "year": 2}
PRINT = (
    shown("Họ và tên người tham gia", "name"),
    shown("Mã số BHXH\n(10 số)", "bhxh_number"),
    shown("Số CCCD/\nĐịnh danh", "personal_id"),
    shown("Ngày sinh", "birth_date"),
    shown("Giới tính", "sex"),
    shown("Địa chỉ cư trú", "address"),
    shown("Nơi đăng ký\nKCB ban đầu", "", of="facility"),
    filler("Thứ tự\ntrong hộ", 1),
    filler("Mức đóng chuẩn\n(VNĐ)", 105300),
    filler("Tỷ lệ đóng\n(%)", 100),
    filler("Số tiền đóng\n(VNĐ)", 1263600),
    filler("Số tháng", 12),
    shown("Từ ngày", "valid_from"),
    shown("Đến ngày", "valid_to"),
    filler("Ngày biên lai", "02/07/2026"),
    filler("Số biên lai", "0000123"),
    filler("Mã đợt nộp", "D01"),
    filler("Nhân viên thu", "NV01"),
    filler("Ghi chú"),
)
OLD_PRINT = (
    shown("Họ và tên", "name"),
    shown("Mã số thẻ", "card_number"),
    shown("Ngày sinh", "birth_date"),
    shown("Giới tính", "sex"),
    shown("Địa chỉ", "address"),
    shown("Nơi đăng ký", "", of="facility"),
    shown("Thời hạn từ", "valid_from"),
    shown("Thời hạn đến", "valid_to"),
)
#: The old print with the number that the office must add: without any, the list is held.
OLD_PRINT_AND_NUMBER = (*OLD_PRINT[:2], shown("Mã số BHXH", "bhxh_number"), *OLD_PRINT[2:])
#: Heading, technical name, column.
IVAN = tuple(
    (technical, column)
    for technical, column in (
        ("HoTen", shown("Họ và tên", "name")),
        ("MaSoBhxh", shown("Mã số BHXH", "bhxh_number")),
        ("NgaySinh", Shown("Ngày sinh (dd/mm/yyyy)", "birth_date", lambda record: _ivan_birth(record))),
        (
            "ChiCoNamSinh",
            Shown(
                "Chỉ có năm sinh (0 - Đầy đủ 1 - Tháng năm 2 - Năm)",
                "birth_known",
                lambda record: BIRTH_CODES[record.values["birth_precision"]],
            ),
        ),
        ("GioiTinh", shown("Giới tính (0 - Nữ 1 - Nam)", "sex", lambda cell: SEX_CODES[cell])),
        ("BenhVienTinhId", filler("Tỉnh, thành phố nơi khám chữa bệnh", "30")),
        ("BenhVienId", shown("Nơi đăng ký khám chữa bệnh ban đầu", "", of="facility")),
        ("NgayBienLai", filler("Biên lai > Biên lai, ngày tham gia (dd/MM/yyyy)", "02/07/2026")),
        ("SoBienLai", filler("Biên lai > Số biên lai", "0000123")),
        ("TyLeMienGiam", filler("Tỷ lệ % được miễn giảm")),
        ("SoThang", filler("Thời gian sử dụng thẻ", 12)),
        ("TienDong", filler("Tiền lương, trợ cấp hoặc số tiền đóng", 1263600)),
        ("TuNgay", shown("Từ ngày (dd/MM/yyyy)", "valid_from")),
        ("DenNgay", shown("Đến ngày (dd/MM/yyyy)", "valid_to")),
        ("PhuongAnId", filler("Phương án điều chỉnh", "TM")),
        ("MucHuongBhyt", filler("Mức hưởng BHYT", 4)),
        ("MaVungSinhSong", filler("Mã vùng sinh sống")),
        ("MaTinh_DangSS", filler("Nơi đang sinh sống > Mã tỉnh đang sinh sống", "31")),
        ("MaXa_DangSS", filler("Nơi đang sinh sống > Mã xã đang sinh sống", "10744")),
        (
            "DiaChi_DangSS",
            shown("Nơi đang sinh sống > Ghi cụ thể, đầy đủ địa chỉ nơi đang sinh sống (số nhà, đường/phố, thôn/xóm)", "address"),
        ),
        ("NgayChet", filler("Ngày chết (dd/MM/yyyy)")),
        ("Cmnd", shown("Số CMND", "personal_id")),
        ("MaHoGiaDinh", shown("Mã số Hộ gia đình", "household_number")),
        ("DienThoai", shown("Số điện thoại liên hệ", "phone")),
        ("PhuongThucDong", filler("Phương thức đóng", "12")),
        ("GhiChu", filler("Ghi chú")),
    )
)
RENEWALS = (
    shown("Mã số BHXH", "bhxh_number"),
    shown("Họ tên", "name"),
    shown("Ngày sinh", "birth_date"),
    shown("Giới tính", "sex"),
    shown("CCCD", "personal_id"),
    shown("Điện thoại", "phone"),
    filler("Phương án", "ON"),
    filler("Mức tiền đóng", 1263600),
    filler("Hạn thẻ cũ > Từ ngày", "01/01/2024"),
    filler("Hạn thẻ cũ > Đến ngày", "31/12/2024"),
    shown("Hạn thẻ mới > Từ ngày", "valid_from"),
    shown("Hạn thẻ mới > Đến ngày", "valid_to"),
    shown("Đối tượng đóng", "object_code"),
    filler("Số tháng", 12),
    filler("Tỉnh / Thành phố", "Hải Phòng"),
    filler("Quận / Huyện"),
    filler("Xã phường", "Nguyễn Đại Năng"),
    shown("Tổ thôn", "group_name"),
    filler("Hình thức nạp", "Trực tuyến"),
    filler("Ghi chú"),
)
FIRST_LIST = (
    shown("Họ và tên", "name"),
    shown("Ngày sinh", "birth_date"),
    shown("Số CCCD", "personal_id"),
    shown("Mã số BHXH", "bhxh_number"),
    shown("Tổ dân phố", "group_name"),
    shown("Từ ngày", "valid_from"),
    shown("Đến ngày", "valid_to"),
)
SECOND_LIST = (
    shown("Mã số BHXH", "bhxh_number"),
    shown("Họ tên", "name"),
    shown("CCCD", "personal_id"),
    shown("Năm sinh", "birth_date"),
    shown("Hạn thẻ từ", "valid_from"),
    shown("Hạn thẻ đến", "valid_to"),
    shown("Thôn/TDP", "group_name"),
)


def _ivan_birth(record: Record) -> Cell:
    """A birth known by year or month alone is filled up to a first: the code beside it tells."""
    born, precision = record.values["birth_date"], record.values["birth_precision"]
    return as_day(born.replace(month=1, day=1) if precision == "year" else born)


def health_d03_print(records: list[Record], month: date) -> list[Sheet]:
    """D03-TS of QĐ 595 as vendors print it: codes A, B, 1 to 18, a total of participants with sums, three signatures."""
    draft = Draft("D03-TS", len(PRINT) + 1)
    draft.line("BẢO HIỂM XÃ HỘI VIỆT NAM", at={15: "Mẫu D03-TS"})
    draft.line("Đại lý thu: Bưu điện Kinh Môn", at={15: "(Ban hành kèm theo QĐ số 595/QĐ-BHXH & QĐ 505/QĐ-BHXH)"})
    draft.blank()
    draft.title("DANH SÁCH NGƯỜI THAM GIA BẢO HIỂM Y TẾ HỘ GIA ĐÌNH")
    draft.title(f"Đợt nộp: 01 | Kỳ: {month:%m/%Y}")
    draft.blank()
    draw_headers(draft, PRINT)
    draft.numbers("A", "B", *range(1, len(PRINT)))
    draw_rows(draft, PRINT, records)
    draft.line("TỔNG CỘNG", f"{len(records)} người tham gia", at={11: 1263600 * len(records)})
    sign(draft, month, "Kinh Môn", NGƯỜI_LẬP_BIỂU=1, CÁN_BỘ_THU_TIỀN=6, ĐẠI_DIỆN_ĐẠI_LÝ_THU=13)
    return [draft.done()]


def health_1111(records: list[Record], month: date) -> list[Sheet]:
    return [_old_print(records, month, OLD_PRINT_AND_NUMBER)]


def health_1111_as_printed(records: list[Record], month: date) -> list[Sheet]:
    """The print of QĐ 1111 as it was: no number of a person but the card's."""
    return [_old_print(records, month, OLD_PRINT)]


def _old_print(records: list[Record], month: date, columns: Sequence[Shown]) -> Sheet:
    draft = Draft("So the", len(columns) + 1)
    draft.title("SỔ THEO DÕI CẤP THẺ BẢO HIỂM Y TẾ")
    draft.title(f"Tháng {month.month} năm {month.year}")
    draw_headers(draft, columns)
    draw_rows(draft, columns, records)
    sign(draft, month, "Kinh Môn", NGƯỜI_LẬP_SỔ=1, THỦ_TRƯỞNG_ĐƠN_VỊ=6)
    return draft.done()


def health_ivan_full(records: list[Record], month: date) -> list[Sheet]:
    """The I-VAN import template whole: rows 3 to 5 of headings, technical names in row 6, sex and birth told by codes."""
    columns = [column for _, column in IVAN]
    draft = Draft("D03", len(IVAN) + 1)
    draft.title(f"DANH SÁCH THAM GIA BẢO HIỂM Y TẾ THÁNG {month.month}/{month.year}")
    draft.blank()
    draft.headers(*storeys(["STT", *(column.heading for column in columns)], height=3), fields=fields_of(columns, ""))
    draft.technical("STT", *(technical for technical, _ in IVAN))
    draw_rows(draft, columns, records)
    return [draft.done()]


def health_renewals(records: list[Record], month: date) -> list[Sheet]:
    """Old and new validity side by side: the new one is the card's."""
    draft = Draft("GiaHan", len(RENEWALS) + 1)
    draft.title(f"DANH SÁCH THẺ BHYT THÁNG {month:%m/%Y}")
    draw_headers(draft, RENEWALS)
    draw_rows(draft, RENEWALS, records)
    return [draft.done()]


def health_two_lists(records: list[Record], month: date) -> list[Sheet]:
    """Two lists on one sheet, each with a title and headings of its own, in another order and other words."""
    middle = len(records) // 2
    draft = Draft("BHYT", len(FIRST_LIST) + 1)
    draft.title(f"DANH SÁCH THẺ BẢO HIỂM Y TẾ THÁNG {month.month} NĂM {month.year}")
    draw_headers(draft, FIRST_LIST)
    draw_rows(draft, FIRST_LIST, records[:middle])
    draft.line(at={1: f"Cộng: {middle} thẻ"})
    draft.blank(2)
    draft.title("DANH SÁCH THẺ BẢO HIỂM Y TẾ CẤP BỔ SUNG")
    draw_headers(draft, SECOND_LIST)
    draw_rows(draft, SECOND_LIST, records[middle:])
    draft.line(at={1: f"Cộng: {len(records) - middle} thẻ"})
    return [draft.done()]


def health_real_dates(records: list[Record], month: date) -> list[Sheet]:
    """Dates as Excel's own, birth years as numbers, a single column of marks for women."""
    columns = (
        shown("Họ và tên", "name"),
        shown("Nữ", "sex", lambda cell: "x" if cell == "Nữ" else None),
        shown("Năm sinh", "birth_date", as_real_day),
        shown("Số định danh cá nhân", "personal_id"),
        shown("Số sổ BHXH", "bhxh_number"),
        shown("Mã thẻ", "card_number"),
        shown("GT từ", "valid_from", as_real_day),
        shown("GT đến", "valid_to", as_real_day),
        shown("KDC", "group_name"),
    )
    draft = Draft(f"T{month.month}-{month.year}", len(columns) + 1)
    draft.title("DANH SÁCH THẺ BHYT")
    draw_headers(draft, columns, serial="Số TT")
    draw_rows(draft, columns, records)
    return [draft.done()]
