"""Columns that several sources share, with the headings under which agencies send them (domain notes, appendix D)."""

from collections.abc import Sequence
from zlib import crc32

from transforms.contract import Column

SERIAL_NUMBER = Column(
    "serial_number",
    "STT",
    ("TT", "Số TT", "Số thứ tự", "Thứ tự"),
    "Running number; only counted against (F06)",
    blank="Nothing: the row is told by its other cells",
)
FULL_NAME = Column(
    "full_name",
    "Họ và tên",
    (
        "Họ tên",
        "Họ, tên",
        "Họ và tên người tham gia",
        "Tên người tham gia",
        "Họ tên người tham gia",
        "hoTen",
        "hoVaTen",
        "Họ và tên khai sinh",
        "Họ tên khai sinh",
        "Họ đệm",
        "Họ và tên đệm",
        "Họ và chữ đệm",
        "Họ tên đệm",
        "Họ lót",
        "Họ, chữ đệm và tên",
        "Họ, chữ đệm, tên",
        "Họ và tên chủ thẻ",
        "Họ và tên người có thẻ",
        "Họ và tên công dân",
        "Họ và tên người dân",
    ),
    "Name of the person, family name first",
    blank="Not known; names are not compared then",
    personal=True,
)
BIRTH_DATE = Column(
    "birth_date",
    "Ngày sinh",
    (
        "Ngày, tháng, năm sinh",
        "Ngày tháng năm sinh",
        "Năm sinh",
        "Sinh ngày",
        "ngaySinh",
        "Sinh/GT",
        "Ngày/tháng/năm sinh",
        "Ngày, tháng năm sinh",
    ),
    "Birth date; may be known by year, or year and month, alone",
    blank="Not known",
    personal=True,
)
BIRTH_DATE_MALE = Column(
    "birth_date_male",
    "Ngày, tháng, năm sinh > Nam",
    ("Năm sinh > Nam", "Ngày sinh > Nam", "Ngày tháng năm sinh > Nam", "Năm sinh nam", "Ngày sinh nam"),
    "Birth date of a man: the column itself says the sex",
    blank="No man, or not known",
    personal=True,
)
BIRTH_DATE_FEMALE = Column(
    "birth_date_female",
    "Ngày, tháng, năm sinh > Nữ",
    ("Năm sinh > Nữ", "Ngày sinh > Nữ", "Ngày tháng năm sinh > Nữ", "Năm sinh nữ", "Ngày sinh nữ"),
    "Birth date of a woman: the column itself says the sex",
    blank="No woman, or not known",
    personal=True,
)
SEX = Column(
    "sex",
    "Giới tính",
    ("GT", "Phái", "gioiTinh", "Giới", "Nam/Nữ", "Nữ", "Giới tính > Nữ", "Phái > Nữ"),
    'Sex: Nam, Nữ, or a code as the heading states it (else 1 = Nam; 0 or 2 = Nữ). Under "Nữ": marks for women',
    blank='Told by the birth column (Nam, Nữ) or the personal id; under "Nữ" alone, a man',
)
PERSONAL_ID = Column(
    "personal_id",
    "Số CCCD",
    (
        "CCCD",
        "CMND/CCCD",
        "CCCD/CMND",
        "Số CMND/CCCD",
        "Số CCCD/CMND",
        "Số định danh cá nhân",
        "Số định danh",
        "Số ĐDCN",
        "ĐDCN/CCCD",
        "Số CCCD/Định danh",
        "Số CMND",
        "CMND",
        "soCmnd",
        "soCccd",
        "Số giấy tờ",
        "Số CCCD/CNTD/ĐDCN/hộ chiếu",
        "Số căn cước",
        "Căn cước công dân",
        "Căn cước",
        "Số ĐDCN/CCCD",
        "CCCD/ĐDCN",
        "Số căn cước công dân",
        "CMND/CCCD/ĐDCN",
        "Số CCCD/ĐDCN",
        "maDinhDanh",
        "Mã định danh",
        "Định danh cá nhân",
        "Mã định danh cá nhân",
        "Số thẻ căn cước",
        "Số CC",
        "CC",
        "CMT",
        "Số CMT",
        "soGiayToChuHoSo",
    ),
    "Personal identification number (số định danh, CCCD): 12 digits, Nghị định 137/2015/NĐ-CP",
    blank="None: the social insurance number is the person's key. Words such as 'chưa có' are blank",
    personal=True,
)
SOCIAL_INSURANCE_NUMBER = Column(
    "social_insurance_number",
    "Mã số BHXH",
    (
        "Mã BHXH",
        "Số sổ BHXH",
        "Số BHXH",
        "soBhxh",
        "soSoBhxh",
        "maSoBhxh",
        "Mã số BHXH (10 số)",
        "Mã số bảo hiểm xã hội",
        "Số sổ bảo hiểm xã hội",
        "Mã số",
        # Both in one column: twelve digits are a personal id there.
        *(f"Mã số BHXH/{paper}" for paper in ("CCCD", "số CCCD", "số định danh", "định danh cá nhân", "ĐDCN")),
        *(f"{paper}/Mã số BHXH" for paper in ("CCCD", "Số CCCD", "Số định danh", "Số định danh cá nhân", "ĐDCN")),
    ),
    "Social insurance number: 10 digits; 12 digits are a personal id, which replaces it since 01/08/2025",
    blank="None: the personal id is the person's key",
    personal=True,
)
RESIDENTIAL_GROUP = Column(
    "residential_group",
    "Tổ dân phố",
    (
        "TDP",
        "Thôn/TDP",
        "Thôn, tổ dân phố",
        "Tổ thôn",
        "Thôn",
        "tenThon",
        "Khu dân cư",
        "KDC",
        "Thôn/bản/TDP",
        "Khu phố",
        "Tổ dân phố/thôn",
        "Thôn (TDP)",
        "Địa bàn",
        "Địa bàn TDP",
        "Tổ DP",
        "Tên TDP",
        "Thôn/Tổ dân phố",
        "Tổ/thôn",
        "tenTdp",
        "toThon",
    ),
    "Residential group (tổ dân phố) the person lives in",
    blank="Told by the group row above, the address, the sheet's name or the title; else 'Không rõ'",
)
ADDRESS = Column(
    "address",
    "Địa chỉ",
    (
        "Địa chỉ cư trú",
        "Nơi cư trú",
        "Địa chỉ thường trú",
        "Hộ khẩu thường trú",
        "Nơi ở hiện nay",
        "diaChi",
        "Địa chỉ chủ hồ sơ",
        "Địa chỉ (Tổ dân phố)",
        "Chỗ ở hiện nay",
        "Nơi thường trú",
        "Địa chỉ liên hệ",
        "Địa chỉ người nộp",
        "Địa chỉ (thôn/TDP)",
        "diaChi_DangSS",
        "Ghi cụ thể, đầy đủ địa chỉ nơi đang sinh sống",
        "tenDiaBan",
        "diaChiChuHoSo",
    ),
    "Address; names the residential group where no column does",
    blank="Not known",
    personal=True,
)
PHONE = Column(
    "phone",
    "Số điện thoại",
    (
        "SĐT",
        "Điện thoại",
        "Số điện thoại liên hệ",
        "SĐT liên hệ",
        "dienThoai",
        "soDienThoai",
        "Số ĐT",
        "Điện thoại liên hệ",
        "soDienThoaiChuHoSo",
    ),
    "Phone number: 10 digits of a mobile, 11 of a fixed line",
    blank="None",
    personal=True,
)
ETHNICITY = Column("ethnicity", "Dân tộc", ("danToc",), "Sensitive: read by nothing", personal=True, reader_only=True)
HOUSEHOLD_NUMBER = Column(
    "household_number",
    "Mã hộ",
    ("Mã hộ gia đình", "Mã số hộ gia đình", "maHoGiaDinh", "Mã số hộ", "Số hộ", "Mã hộ GĐ", "Số thứ tự hộ", "STT hộ"),
    "Number of the household as the sending office gives it",
    blank="None; in a poverty list that of the household above",
)
NOTE = Column("note", "Ghi chú", ("ghiChu", "Ghi chú khác"), "Free text: may name people", personal=True, reader_only=True)


def at_moment(*events: str, words: Sequence[str] = ("Ngày", "Thời gian", "Thời điểm", "Ngày giờ")) -> tuple[str, ...]:
    """Every heading for the day of an event: "Ngày tiếp nhận", "Thời điểm tiếp nhận", …"""
    return tuple(f"{word} {event}" for event in events for word in words)


def ignored(header: str, *synonyms: str) -> Column:
    """A column that agencies send and nothing reads: known, so that it is no surprise (F09); treated as personal."""
    return Column(f"ignored_{crc32(header.encode())}", header, synonyms, "Known, not read", personal=True, reader_only=True)


#: Beside marks for women those for men say nothing more.
MALE_MARK = ignored("Giới tính > Nam", "Phái > Nam")

#: A person as the social insurance office lists one, and where that person lives.
PERSON_COLUMNS = (
    SERIAL_NUMBER,
    FULL_NAME,
    SOCIAL_INSURANCE_NUMBER,
    PERSONAL_ID,
    BIRTH_DATE,
    BIRTH_DATE_MALE,
    BIRTH_DATE_FEMALE,
    SEX,
    MALE_MARK,
)
HOME_COLUMNS = (RESIDENTIAL_GROUP, ADDRESS, HOUSEHOLD_NUMBER, PHONE, ETHNICITY, NOTE)
