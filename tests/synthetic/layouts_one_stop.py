"""Dossier logs as vendors send them: the statutory form as printed, a filled template, a vendor's wide list, a feed of field names.

Headings from domain knowledge of Thông tư 01/2018/TT-VPCP (Mẫu 06) and of exports seen.
Data flow: dossier records -> sheets.
"""

from datetime import date, datetime

from tests.synthetic.drawing import Shown, draw_headers, draw_rows, fields_of, filler, shown, sign, span
from tests.synthetic.records import Cell, Record
from tests.synthetic.reference_records import CHANNELS, STATES
from tests.synthetic.sheets import Draft, Sheet, as_day, as_moment

CHANNEL_CODES = {"direct": 1, "online": 2, "postal": 3}


def _or_dots(cell: Cell) -> Cell:
    """How some systems print that there is nothing."""
    return as_day(cell) if cell is not None else "…"


def _or_wave(cell: Cell) -> Cell:
    return as_moment(cell) if cell is not None else "~"


def _compact(cell: Cell) -> Cell:
    return f"{cell:%Y%m%d%H%M%S}" if isinstance(cell, datetime) else cell


STATUTORY = (
    shown("Mã hồ sơ", "code"),
    shown("Tên TTHC", "procedure_name"),
    shown("Số lượng hồ sơ (bộ)", "", of="copies"),
    shown("Tên cá nhân, tổ chức", "applicant"),
    Shown("Địa chỉ, số điện thoại", "address_and_phone", lambda record: f"{record.cell('address')}, {record.cell('phone')}"),
    shown("Cơ quan chủ trì giải quyết", "", of="agency"),
    shown("Ngày, tháng, năm > Nhận hồ sơ", "received_on", of="received_at"),
    shown("Ngày, tháng, năm > Hẹn trả kết quả", "due_on", of="due_at"),
    shown("Ngày, tháng, năm > Trả kết quả", "returned_on", _or_dots, of="returned_at"),
    filler("Ngày, tháng, năm > Phương thức nhận kết quả", "Trực tiếp"),
    filler("Ngày, tháng, năm > Ký nhận"),
    filler("Ghi chú"),
)
TANDAN = (
    shown("Mã hồ sơ", "code"),
    shown("Trích yếu hồ sơ", "", of="procedure_name"),
    shown("Số bộ hồ sơ", "", of="copies"),
    shown("Chủ hồ sơ", "applicant"),
    shown("Địa chỉ chủ hồ sơ", "address"),
    shown("Số điện thoại", "phone"),
    shown("Ngày tiếp nhận", "received_at", as_moment),
    shown("Ngày hẹn trả", "due_at", as_moment),
    shown("Ngày trả", "returned_at", _or_wave),
    filler("Người nhận hồ sơ", "Cán bộ một cửa"),
    filler("Địa bàn", "Phường Nguyễn Đại Năng - Thị xã Kinh Môn - Tỉnh Hải Dương"),
)
IGATE = (
    shown("Mã hồ sơ", "code"),
    shown("Mã TTHC", "procedure_code"),
    shown("Thủ tục hành chính", "procedure_name"),
    shown("Lĩnh vực", "field_name"),
    shown("Mức độ DVC", "", of="level"),
    shown("Người nộp", "applicant"),
    filler("Số giấy tờ"),
    shown("Số điện thoại", "phone"),
    shown("Địa chỉ", "address"),
    shown("Ngày nộp hồ sơ", "", as_day, of="received_at"),
    shown("Ngày tiếp nhận", "received_at", lambda cell: cell),
    shown("Hạn xử lý", "due_at", lambda cell: cell),
    shown("Ngày có kết quả", "finished_at", lambda cell: cell),
    shown("Ngày trả", "returned_at", lambda cell: cell),
    shown("Kênh thực hiện", "channel", lambda cell: f"Nộp {cell.lower()}" if cell != "Bưu chính công ích" else cell),
    filler("Hình thức nhận kết quả", "Trực tiếp"),
    shown("Trạng thái hồ sơ", "status"),
    filler("Tình trạng", "Đúng hạn"),
    shown("Cơ quan giải quyết", "", of="agency"),
    filler("Cán bộ tiếp nhận", "Cán bộ A"),
    filler("Cán bộ xử lý", "Cán bộ B"),
    filler("Phí, lệ phí", 8000),
    filler("Thanh toán", "Đã thanh toán"),
    filler("Ngày bổ sung"),
    filler("Thời gian trễ", "0 ngày 0 giờ"),
    filler("Ghi chú"),
)
FEED = (
    shown("MaHoSo", "code"),
    shown("MaTTHC", "procedure_code", lambda cell: f"{cell}.000.00.00.H24"),
    shown("TenTTHC", "procedure_name"),
    filler("MaLinhVuc", "G15-LV01"),
    shown("TenLinhVuc", "field_name"),
    shown("KenhThucHien", "channel", lambda cell: CHANNEL_CODES[CHANNELS[cell]]),
    shown("ChuHoSo", "applicant"),
    filler("SoGiayToChuHoSo"),
    shown("DiaChiChuHoSo", "address"),
    shown("SoDienThoaiChuHoSo", "phone"),
    filler("EmailChuHoSo"),
    shown("NgayNopHoSo", "", _compact, of="received_at"),
    shown("NgayTiepNhan", "received_at", _compact),
    shown("NgayHenTra", "due_at", _compact),
    shown("NgayKetThucXuLy", "finished_at", _compact),
    shown("NgayTra", "returned_at", _compact),
    shown("TrangThai", "status", lambda cell: STATES[cell]),
    filler("MaKetQua"),
    filler("DuongDanTepTinKetQua"),
    filler("DuocThanhToanTrucTuyen", 1),
    filler("DanhSachLePhi"),
    filler("HoSoCoThanhPhanSoHoa", 1),
    filler("TaiLieuNop.DuocSoHoa", 1),
    filler("TaiLieuNop.DuocLayTuKhoDMQG", 0),
    filler("ThoiGianGiaiQuyet", 3),
    filler("DonViTinh", "ngày"),
)


def dossiers_statutory(records: list[Record], month: date) -> list[Sheet]:
    """Mẫu 06: two header rows and a number row, one cell for address and telephone, dots for what is not there yet."""
    draft = Draft("Mẫu 06", len(STATUTORY) + 1)
    draft.line("UBND PHƯỜNG NGUYỄN ĐẠI NĂNG", at={7: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"})
    draft.line("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", at={7: "Độc lập - Tự do - Hạnh phúc"})
    draft.title("SỔ THEO DÕI HỒ SƠ")
    draft.title(span(month))
    draw_headers(draft, STATUTORY, serial="TT")
    draft.numbers(*range(1, draft.width + 1))
    draw_rows(draft, STATUTORY, records)
    sign(draft, month, "Nguyễn Đại Năng", Người_lập_biểu=1, Thủ_trưởng_đơn_vị=8)
    return [draft.done()]


def dossiers_tandan(records: list[Record], month: date) -> list[Sheet]:
    """A template filled by the system: the office in capitals, dates as text with their time, a line of the chosen state."""
    draft = Draft("Sheet1", len(TANDAN) + 1)
    draft.line("ỦY BAN NHÂN DÂN PHƯỜNG NGUYỄN ĐẠI NĂNG", at={6: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"})
    draft.line(at={6: "Độc lập - Tự do - Hạnh phúc"})
    draft.title("SỔ THEO DÕI HỒ SƠ")
    draft.title(span(month)[1:-1])
    draft.title("Trạng thái hồ sơ: Tất cả")
    draw_headers(draft, TANDAN)
    draw_rows(draft, TANDAN, records)
    draft.line(at={1: "Cán bộ báo cáo", 7: "Giám đốc"})
    draft.line(at={1: "(Ký, ghi rõ họ tên)", 7: "(Ký, ghi rõ họ tên)"})
    return [draft.done()]


def dossiers_igate(records: list[Record], month: date) -> list[Sheet]:
    """A vendor's wide list with real dates and times, channel, state, level and the vendor's own verdict."""
    draft = Draft("DanhSach", len(IGATE) + 1)
    draft.title(f"DANH SÁCH HỒ SƠ THÁNG {month:%m/%Y}")
    draw_headers(draft, IGATE)
    draw_rows(draft, IGATE, records)
    return [draft.done()]


def dossiers_feed(records: list[Record], month: date) -> list[Sheet]:
    """The field names of the national synchronisation: no running number, codes for channel and state, dates without a separator."""
    draft = Draft("DongBo", len(FEED))
    draft.headers([column.heading for column in FEED], fields=fields_of(FEED))
    for record in records:
        draft.data(record, *(column.show(record) for column in FEED))
    return [draft.done()]
