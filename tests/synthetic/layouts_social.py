"""Two dresses of the social insurance list, and the two sheets of the departmental report.

Data flow: participation records -> sheets; figures and head counts -> sheets.
"""

from datetime import date

from tests.synthetic.records import Cell, Record, month_end, next_month
from tests.synthetic.sheets import Draft, Sheet, as_day, as_month

FLAT = (
    ("Mã số BHXH", "bhxh_number"),
    ("Họ và tên", "name"),
    ("Ngày sinh", "birth_date"),
    ("Giới tính", "sex"),
    ("Số CCCD", "personal_id"),
    ("Tổ dân phố", "group_name"),
    ("Địa chỉ", "address"),
    ("Loại hình", "kind_text"),
    ("Đơn vị công tác", "employer"),
    ("Mức đóng", "wage_vnd"),
    ("Từ tháng", "from_month"),
    ("Đến tháng", "to_month"),
    ("Tình trạng", "status"),
    ("Ghi chú", "note"),
)
MONTH_FIELDS = ("from_month", "to_month")
D05_LEFT = (
    "STT",
    "Họ và tên",
    "Mã số BHXH",
    "Số\nCCCD/CNTD/ĐD\nCN/hộ chiếu",
    "Ngày sinh",
    "Giới tính",
    "Thôn/TDP",
    "Địa chỉ",
    "Loại hình tham gia",
    "Tình trạng đóng",
    "Mức thu\nnhập tháng\nđóng BHXH",
)
D05_HEADERS = (
    (*D05_LEFT, "Phương thức đóng", "<", "<", "Số tiền đóng", "<", "Mã số nhân viên thu", "Ghi chú"),
    (*["^"] * 11, "Số tháng đóng", "Từ tháng/năm", "Đến tháng/năm", "Trong đó", "<", "^", "^"),
    (*["^"] * 14, "NSNN hỗ trợ theo quy định", "<", "^", "^"),
    (*["^"] * 14, "Tỷ lệ % được hỗ trợ", "Số tiền", "^", "^"),
)
D05_FIELDS = (
    "",
    "name",
    "bhxh_number",
    "personal_id",
    "birth_date",
    "sex",
    "group_name",
    "address",
    "kind_text",
    "status",
    "",
    "",
    "from_month",
    "to_month",
    "",
    "",
    "",
    "",
)
D05_SECTIONS = (("Tăng", "Cộng tăng"), ("Giảm", "Cộng giảm"), ("Không thay đổi", "Cộng không thay đổi"))
FIGURES = (
    ("Mã chỉ tiêu", "code"),
    ("Tên chỉ tiêu", "name"),
    ("Khu vực", "area"),
    ("Tháng", "month"),
    ("Tử số", "numerator"),
    ("Mẫu số", "denominator"),
    ("Giá trị", "value"),
    ("Đơn vị", "unit"),
    ("Ghi chú", "note"),
)
POPULATION = (
    ("Khu vực", "area"),
    ("Tháng", "month"),
    ("Dân số", "population_count"),
    ("Số hộ", "household_count"),
    ("Số gia đình", "family_count"),
    ("Lực lượng lao động trong độ tuổi", "labour_force_count"),
    ("Trẻ em trong độ tuổi đi học", "school_age_count"),
)


def social_flat(records: list[Record], month: date, stated_total: int | None = None) -> list[Sheet]:
    """One header row under a title; months as MM/yyyy; a total of participations."""
    draft = Draft("DS tham gia", len(FLAT) + 1)
    draft.title("BẢO HIỂM XÃ HỘI CƠ SỞ KINH MÔN")
    draft.title("DANH SÁCH NGƯỜI THAM GIA BHXH, BHTN CƯ TRÚ TRÊN ĐỊA BÀN PHƯỜNG NGUYỄN ĐẠI NĂNG")
    draft.title(f"(Số liệu đến {month_end(month).day}/{month.month}/{month.year})")
    draft.headers(("STT", *(heading for heading, _ in FLAT)), fields=("", *(field for _, field in FLAT)))
    for serial, record in enumerate(records, 1):
        draft.data(record, serial, *_cells(record, FLAT))
    draft.line("Tổng cộng", f"({stated_total or len(records)} lượt tham gia)")
    draft.line(at={2: "Người lập biểu", 9: "Giám đốc"})
    return [draft.done()]


def _cells(record: Record, fields: tuple[tuple[str, str], ...]) -> list[Cell]:
    return [as_month(record.cell(field)) if field in MONTH_FIELDS else as_day(record.cell(field)) for _, field in fields]


def social_d05(records: list[Record], month: date, stated_total: int | None = None) -> list[Sheet]:
    """The dress of form D05-TS: four header rows, a code row, sections with sums, "TỔNG CỘNG (n lượt tham gia)"."""
    draft = Draft("D05-TS", 18)
    draft.line("Tên đơn vị/Điểm thu: BHXH cơ sở Kinh Môn", at={15: "Mẫu D05-TS"})
    draft.line("Mã đơn vị/Điểm thu: TH00000", at={15: "(Ban hành kèm theo QĐ: 490/QĐ-BHXH ngày 28/03/2023 của BHXH Việt Nam)"})
    draft.blank()
    draft.title("DANH SÁCH NGƯỜI THAM GIA BẢO HIỂM XÃ HỘI, BẢO HIỂM THẤT NGHIỆP")
    draft.title(f"Đợt nộp: 01 | Kỳ kê khai: {month:%m/%Y}")
    draft.blank()
    draft.headers(*D05_HEADERS, fields=D05_FIELDS)
    draft.numbers("A", "B", "C", *range(1, 16))
    _sections(draft, records, month)
    draft.line(f"TỔNG CỘNG ({stated_total or len(records)} lượt tham gia)")
    _ends(draft, month)
    return [draft.done()]


def _sections(draft: Draft, records: list[Record], month: date) -> None:
    kinds = {id(record): _change(record, month) for record in records}
    for numeral, (title, sum_title) in zip(("I", "II", "III"), D05_SECTIONS):
        draft.line(numeral, title)
        draft.line(f"{numeral}.1", "Người tham gia")
        members = [record for record in records if kinds[id(record)] == title]
        for serial, record in enumerate(members, 1):
            draft.data(record, serial, *_d05_cells(record))
        draft.merges.append((len(draft.rows), 0, len(draft.rows), 9))
        draft.line(sum_title, at={10: sum(record.values["wage_vnd"] for record in members)})


def _change(record: Record, month: date) -> str:
    if record.values["status"] != "Đang đóng":
        return "Giảm"
    return "Tăng" if record.values["from_month"] == month else "Không thay đổi"


def _d05_cells(record: Record) -> list[Cell]:
    front = [
        as_day(record.cell(name))
        for name in ("name", "bhxh_number", "personal_id", "birth_date", "sex", "group_name", "address", "kind_text", "status", "wage_vnd")
    ]
    months = [as_month(record.cell(name)) for name in MONTH_FIELDS]
    return [*front, 1 if record.values["kind"] == "voluntary" else None, *months]


def _ends(draft: Draft, month: date) -> None:
    signed = next_month(month).replace(day=3)
    draft.line("- Ghi chú: Cột 12, 13 chỉ áp dụng đối với người tham gia BHXH tự nguyện.")
    draft.line(at={12: f"Ngày {signed.day} tháng {signed.month} năm {signed.year}"})
    draft.line(at={1: "NGƯỜI LẬP BIỂU", 6: "CÁN BỘ THU TIỀN", 12: "TỔ CHỨC DỊCH VỤ THU"})
    draft.line(at={1: "(Ký, ghi rõ họ tên)", 6: "(Ký, ghi rõ họ tên)", 12: "(Ký, ghi rõ họ tên, đóng dấu)"})


def report_workbook(figures: list[Record], population: list[Record]) -> list[Sheet]:
    """The workbook that the product hands out: sheets "Chỉ tiêu" and "Dân số", headers in row 1."""
    sheets = []
    for name, fields, records in (("Chỉ tiêu", FIGURES, figures), ("Dân số", POPULATION, population)):
        draft = Draft(name, len(fields))
        draft.headers(tuple(heading for heading, _ in fields), fields=[field for _, field in fields])
        for record in records:
            draft.data(record, *(as_month(record.cell(field)) for _, field in fields))
        sheets.append(draft.done())
    return sheets
