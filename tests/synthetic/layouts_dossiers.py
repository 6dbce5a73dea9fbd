"""Three dresses of the dossier log: the statutory register, a vendor's flat list, and a web page of a list.

Data flow: dossier records -> sheets.
"""

from datetime import date
from itertools import groupby

from tests.synthetic.records import Cell, Record, month_end
from tests.synthetic.sheets import Draft, Sheet, as_day, as_moment

REGISTER_TOP = (
    "TT",
    "Mã hồ sơ",
    "Mã TTHC",
    "Tên TTHC",
    "Số lượng hồ sơ (bộ)",
    "Tên cá nhân, tổ chức",
    "Địa chỉ, số điện thoại",
    "Cơ quan chủ trì giải quyết",
    "Hình thức tiếp nhận",
    "Ngày, tháng, năm",
    "<",
    "<",
    "<",
    "<",
    "Trạng thái hồ sơ",
    "Ghi chú",
)
REGISTER_LEAVES = (*["^"] * 9, "Nhận hồ sơ", "Hẹn trả kết quả", "Ngày kết thúc xử lý", "Trả kết quả", "Phương thức nhận kết quả", "^", "^")
REGISTER_FIELDS = (
    "",
    "code",
    "procedure_code",
    "procedure_name",
    "",
    "applicant",
    "address_and_phone",
    "",
    "channel",
    "received_on",
    "due_on",
    "finished_on",
    "returned_on",
    "",
    "status",
    "",
)
FLAT = (
    ("Số hồ sơ", "code"),
    ("Mã thủ tục", "procedure_code"),
    ("Tên thủ tục", "procedure_name"),
    ("Lĩnh vực", "field_name"),
    ("Mức độ", "level"),
    ("Chủ hồ sơ", "applicant"),
    ("Số điện thoại", "phone"),
    ("Địa chỉ", "address"),
    ("Ngày tiếp nhận", "received_at"),
    ("Ngày hẹn trả", "due_at"),
    ("Ngày kết thúc xử lý", "finished_at"),
    ("Ngày trả kết quả", "returned_at"),
    ("Hình thức nộp", "channel"),
    ("Trạng thái", "status"),
    ("Đơn vị xử lý", "agency"),
)
WEB = (
    ("Mã hồ sơ", "code"),
    ("Thủ tục", "procedure_name"),
    ("Họ tên chủ hồ sơ", "applicant"),
    ("Địa chỉ chủ hồ sơ", "address"),
    ("Số điện thoại", "phone"),
)


def dossiers_register(records: list[Record], month: date, stated_total: int | None = None) -> list[Sheet]:
    """Sổ theo dõi hồ sơ (TT 01/2018/TT-VPCP, Mẫu 06): two header rows, a number row, group rows by field of work, a total."""
    draft = Draft("Sổ theo dõi", 16)
    draft.line("UBND PHƯỜNG NGUYỄN ĐẠI NĂNG", at={9: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"})
    draft.line("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", at={9: "Độc lập - Tự do - Hạnh phúc"})
    draft.blank()
    draft.title("SỔ THEO DÕI HỒ SƠ")
    draft.title(f"(Từ ngày {month:%d/%m/%Y} đến ngày {month_end(month):%d/%m/%Y} )")
    draft.headers(REGISTER_TOP, REGISTER_LEAVES, fields=REGISTER_FIELDS)
    draft.numbers(*range(1, 17))
    _register_rows(draft, records)
    draft.line(at={1: f"Tổng cộng ({stated_total or len(records)} hồ sơ)"})
    draft.blank()
    signed = date.fromordinal(month_end(month).toordinal() + 1)
    draft.line(at={10: f"Nguyễn Đại Năng, ngày {signed.day} tháng {signed.month} năm {signed.year}"})
    draft.line(at={1: "Cán bộ báo cáo", 10: "Giám đốc"})
    draft.line(at={1: "(Ký, ghi rõ họ tên)", 10: "(Ký, ghi rõ họ tên)"})
    return [draft.done()]


def _register_rows(draft: Draft, records: list[Record]) -> None:
    serial = 0
    ordered = sorted(records, key=lambda record: record.values["field_name"])
    for numeral, (field_name, group) in zip(("I", "II", "III", "IV"), groupby(ordered, lambda record: record.values["field_name"])):
        draft.line(numeral, f"Lĩnh vực {field_name}")
        for record in group:
            serial += 1
            draft.data(record, serial, *_register_cells(record))


def _register_cells(record: Record) -> list[Cell]:
    front = [record.cell(name) for name in ("code", "procedure_code", "procedure_name", "copies", "applicant")]
    days = [as_day(record.cell(name)) for name in ("received_at", "due_at", "finished_at", "returned_at")]
    return [
        *front,
        f"{record.cell('address')}, {record.cell('phone')}",
        record.cell("agency"),
        record.cell("channel"),
        *days,
        "Trực tiếp",
        record.cell("status"),
        record.cell("note"),
    ]


def dossiers_flat(records: list[Record], month: date) -> list[Sheet]:
    """A vendor's list: one header row, dates with time as text; the month stands in the file name alone."""
    draft = Draft("Danh sách hồ sơ", len(FLAT) + 1)
    draft.headers(("STT", *(heading for heading, _ in FLAT)), fields=("", *(field for _, field in FLAT)))
    for serial, record in enumerate(records, 1):
        draft.data(record, serial, *(as_moment(record.cell(field)) for _, field in FLAT))
    return [draft.done()]


def dossiers_web(records: list[Record], month: date, stated_total: int | None = None) -> list[Sheet]:
    """The list of a web page, as the browser saves it: two header rows, neither channel nor status, one page of many."""
    draft = Draft("Sheet1", len(WEB) + 4)
    draft.title("SỔ THEO DÕI TÌNH HÌNH TIẾP NHẬN HỒ SƠ TTHC")
    draft.title(f"(Từ ngày {month:%d/%m/%Y} đến ngày {month_end(month):%d/%m/%Y} )")
    draft.headers(
        ("STT", *(heading for heading, _ in WEB), "Ngày, tháng, năm", "<", "<"),
        (*["^"] * (len(WEB) + 1), "Nhận hồ sơ", "Hẹn trả kết quả", "Ngày nhận kết quả"),
        fields=("", *(field for _, field in WEB), "received_at", "due_on", "returned_on"),
    )
    for serial, record in enumerate(records, 1):
        draft.data(
            record,
            serial,
            *(record.cell(field) for _, field in WEB),
            as_moment(record.cell("received_at")),
            as_day(record.cell("due_at")),
            as_day(record.cell("returned_at")),
        )
    draft.line(at={1: f"Tổng cộng ({stated_total or len(records)} hồ sơ)"})
    return [draft.done()]
