"""Every heading that the domain notes list is claimed by the right column of the right contract, however it is written."""

import pytest

from transforms.contract import Contract
from transforms.reading.delivery import find_tables
from transforms.reading.grids import grid_from_rows
from transforms.reading.headers import match_paths
from transforms.reading.heading_keys import Keys
from transforms.reading.model import Table
from transforms.sources.department_report import CONTRACT as REPORT
from transforms.sources.department_report import POPULATION
from transforms.sources.dossiers import CONTRACT as DOSSIERS
from transforms.sources.health_insurance import CONTRACT as HEALTH
from transforms.sources.poverty import CONTRACT as POVERTY
from transforms.sources.social_insurance import CONTRACT as SOCIAL

#: Known, and read by nothing.
NOT_READ = "-"

SERIAL = "STT | tt | Số TT | Số thứ tự"
BIRTH = """Ngày sinh | Ngày, tháng, năm sinh | Ngày tháng năm sinh | Năm sinh | Sinh ngày | ngaysinh | ngaySinh | Ngày sinh (dd/mm/yyyy) |
    Ngày sinh (dd/mm/yyy) | Sinh/GT | NgaySinh"""
BIRTH_MALE = "Ngày, tháng, năm sinh > Nam | Năm sinh > Nam | Ngày sinh > Nam"
BIRTH_FEMALE = "Ngày, tháng, năm sinh > Nữ | Năm sinh > Nữ | Ngày sinh > nữ"
SEX = "Giới tính | GT | Phái | gioitinh | gioiTinh | Giới tính (0 - Nữ 1 - Nam) | Nam/Nữ | Nữ | GioiTinh"
PERSONAL_ID = """Số CCCD | CCCD | CMND/CCCD | CCCD/CMND | Số định danh cá nhân | Số ĐDCN | Số CCCD/Định danh | Số CMND | CMND | socmnd | soCmnd |
    Cmnd | Số giấy tờ | Số CCCD/CNTD/ĐDCN/hộ chiếu | Số căn cước"""  # noqa: E501
PHONE = "Số điện thoại | SĐT | Điện thoại | Số điện thoại liên hệ | SĐT liên hệ"
ADDRESS = """Địa chỉ | Địa chỉ cư trú | Nơi cư trú | Địa chỉ thường trú | Hộ khẩu thường trú | Nơi ở hiện nay | diachi | diaChi | Địa chỉ chủ hồ sơ"""  # noqa: E501
GROUP = "Tổ dân phố | TDP | Thôn/TDP | Thôn, tổ dân phố | Tổ thôn | Thôn | Khu dân cư | KDC | Thôn/bản/TDP | Khu phố | tenThon"
NAME = "Họ và tên | Họ tên | Họ, tên | Họ và tên người tham gia | hoten | hoTen | hovaten | Tên người tham gia"
INSURANCE_NUMBER = (
    """Mã số BHXH | Mã BHXH | Số sổ BHXH | sobhxh | soBhxh | sosobhxh | soSoBhxh | Mã số BHXH (10 số) | masobhxh | maSoBHXH"""
)
HOUSEHOLD = "Mã hộ | Mã hộ gia đình | Mã số hộ gia đình | mahogiadinh | maHoGiaDinh | MaHoGiaDinh"

HEADINGS: list[tuple[Contract, dict[str, str]]] = [
    (
        DOSSIERS,
        {
            "serial_number": SERIAL,
            "dossier_code": "Mã hồ sơ | Số hồ sơ | Mã số hồ sơ | Mã biên nhận | Số biên nhận | Mã tra cứu | MaHoSo",
            "procedure_code": "Mã TTHC | Mã thủ tục | Mã thủ tục hành chính | MaTTHC",
            "procedure_name": """Tên TTHC | Tên thủ tục | Thủ tục hành chính | Tên thủ tục hành chính | Thủ tục | TenTTHC""",
            "field_name": "Lĩnh vực | Tên lĩnh vực | TenLinhVuc",
            "applicant_name": """Tên cá nhân, tổ chức | Người nộp | Chủ hồ sơ | Họ tên chủ hồ sơ | Họ tên người nộp | Cá nhân/tổ chức | ChuHoSo""",  # noqa: E501
            "address_and_phone": "Địa chỉ, số điện thoại",
            "address": f"{ADDRESS} | DiaChiChuHoSo | TenDiaBan",
            "phone": f"{PHONE} | SoDienThoaiChuHoSo",
            "personal_id": "Số CMND/CCCD | Số giấy tờ | Số CCCD | SoGiayToChuHoSo",
            "received_at": """Ngày, tháng, năm > Nhận hồ sơ | Nhận hồ sơ | Ngày tiếp nhận | Ngày nhận | Thời gian tiếp nhận | ngaytiepnhan | NgayTiepNhan""",  # noqa: E501
            "due_at": """Ngày, tháng, năm > Hẹn trả kết quả | Hẹn trả kết quả | Ngày hẹn trả kết quả | Ngày hẹn trả | Hạn trả | Hạn xử lý | Hạn giải quyết |
            ngayhentra | NgayHenTra | Ngày đến hạn | Ngày hẹn có kết quả | Ngày có kết quả dự kiến | Ngày trả kết quả (theo giấy hẹn)""",  # noqa: E501
            "finished_at": "Ngày kết thúc xử lý | Ngày xử lý xong | Ngày có kết quả | Ngày hoàn thành | ngayketthucxuly | NgayKetThucXuLy | Ngày hoàn tất",  # noqa: E501
            "returned_at": """Ngày, tháng, năm > Trả kết quả | Trả kết quả | Ngày trả kết quả | Ngày trả | Ngày nhận kết quả | ngaytra | NgayTra |
            Ngày, tháng, năm > Ngày nhận kết quả | Ngày thực trả | Ngày giao kết quả | Ngày công dân nhận""",  # noqa: E501
            "channel": """Kênh thực hiện | Hình thức nộp | Hình thức tiếp nhận | Phương thức nộp | Cách thức nộp | Loại tiếp nhận | kenhthuchien |
            KenhThucHien""",  # noqa: E501
            "vendor_verdict": "Tình trạng | Kết quả xử lý | Đúng hạn/Trễ hạn | Thời hạn",
            "status": "Trạng thái | Trạng thái hồ sơ | Tình trạng hồ sơ | Tình trạng xử lý | TrangThai | TrangThaiHoSo",
            NOT_READ: """Nội dung hồ sơ | Trích yếu hồ sơ | TrichYeuHoSo | Ngày, tháng, năm > Phương thức nhận kết quả | Phương thức nhận kết quả | Hình thức nhận kết quả | Hình thức trả | Hình thức trả kết quả |
            Ngày, tháng, năm > Ký nhận | Ký nhận | Số lượng hồ sơ | Số bộ hồ sơ | Số lượng hồ sơ (bộ) | Số lượng hồ sơ (bộ)* | SoBoHoSo |
            Cơ quan chủ trì giải quyết | Cơ quan giải quyết | Đơn vị xử lý | Đơn vị giải quyết | Cơ quan thực hiện | Ngày nộp | Ngày nộp hồ sơ | NgayNopHoSo |
            Mức độ | Mức độ DVC | Mức DVC | Loại dịch vụ công | Mức độ dịch vụ công |
            Cán bộ tiếp nhận | Cán bộ xử lý | Phí, lệ phí | Lệ phí | Thanh toán | Ngày bổ sung | Số ngày trễ | Thời gian trễ | Ghi chú | Ghi chú* |
            TenNguoiNhanHoSo | EmailChuHoSo | CreatedOn | TenDonVi | DonViId | MaLinhVuc | MaKetQua | DuongDanTepTinKetQua | DuocThanhToanTrucTuyen |
            DanhSachLePhi | HoSoCoThanhPhanSoHoa | TaiLieuNop.DuocSoHoa | TaiLieuNop.DuocLayTuKhoDMQG | ThoiGianGiaiQuyet | DonViTinh | Nơi tiếp nhận |
            Nơi hỗ trợ | Loại chủ hồ sơ | Thời hạn giải quyết""",  # noqa: E501
        },
    ),
    (
        HEALTH,
        {
            "serial_number": SERIAL,
            "full_name": NAME,
            "birth_date": BIRTH,
            "birth_date_male": BIRTH_MALE,
            "birth_date_female": BIRTH_FEMALE,
            "sex": SEX,
            "personal_id": PERSONAL_ID,
            "social_insurance_number": INSURANCE_NUMBER,
            "phone": PHONE,
            "address": f"{ADDRESS} | DiaChi_DangSS | Ghi cụ thể, đầy đủ địa chỉ nơi đang sinh sống (số nhà, đường/phố, thôn/xóm)",
            "residential_group": GROUP,
            "household_number": HOUSEHOLD,
            "card_number": "Mã thẻ BHYT | Số thẻ BHYT | Mã thẻ | Mã số thẻ | sothebhyt | soTheBhyt | Số thẻ",
            "object_code": """Mã đối tượng | Mã ĐT | Đối tượng | Đối tượng tham gia | Nhóm đối tượng | Đối tượng đóng | madoituong | maDoiTuong""",  # noqa: E501
            "valid_from": """Từ ngày | GT từ | Hạn thẻ từ | Giá trị từ | Giá trị thẻ từ ngày | Thời hạn từ | Hạn thẻ mới từ | tungay | tuNgay | TuNgay |
            Từ ngày (dd/MM/yyyy) | tuNgayTheMoi | Thời hạn > Từ | Thời hạn sử dụng > Từ ngày | Giá trị thẻ > Từ ngày""",  # noqa: E501
            "valid_to": """Đến ngày | GT đến | Hạn thẻ đến | Giá trị đến | Thời hạn đến | Hạn thẻ mới đến | denngay | denNgay | denNgayTheMoi |
            Thời hạn > Đến | Thời hạn sử dụng > Đến ngày | Giá trị thẻ > Đến ngày""",  # noqa: E501
            "birth_known": "ChiCoNamSinh | Chỉ có năm sinh (0 - Đầy đủ 1 - Tháng năm 2 - Năm)",
            "movement": "Phương án | Phương án điều chỉnh | PhuongAnId | phuongAn",
            "death_date": "Ngày chết (dd/MM/yyyy)",
            "note": "ghiChu | Ghi chú",
            NOT_READ: """Mức hưởng | Mức hưởng BHYT | Mã mức hưởng | Mã quyền lợi | Nơi đăng ký KCB ban đầu | Nơi ĐKKCB BĐ | Nơi KCBBĐ | Mã KCBBĐ | Nơi KCB BĐ |
            Nơi đăng ký khám chữa bệnh ban đầu | Mã KCB | Nơi đăng ký | maBenhVien | coQuanBhxh | Dân tộc | Thứ tự trong hộ |
            Mức đóng chuẩn (VNĐ) | Tỷ lệ đóng (%) | Số tiền đóng (VNĐ) | Số tháng | Ngày biên lai | Số biên lai | Mã đợt nộp | Nhân viên thu |
            Tỉnh, thành phố nơi khám chữa bệnh | BenhVienTinhId | BenhVienId | NgayBienLai |
            Biên lai, ngày tham gia (dd/MM/yyyy) | Tỷ lệ % được miễn giảm | TyLeMienGiam | Thời gian sử dụng thẻ | SoThang | TienDong |
            Tiền lương, trợ cấp hoặc số tiền đóng | MucHuongBhyt | Tên phòng ban | Mã vùng sinh sống |
            Tỷ lệ ngân sách địa phương hỗ trợ thêm | Mã tỉnh đang sinh sống | Mã huyện đang sinh sống | Mã xã đang sinh sống | MaTinh_DangSS |
            MaHuyen_DangSS | MaXa_DangSS | Phương thức đóng | Mức tiền đóng | Hạn thẻ cũ | Tỉnh / Thành phố |
            Quận / Huyện | Xã phường | Hình thức nạp | tuNgayTheCu | denNgayTheCu | maTinhNkq | maHuyenNkq | maXaNkq | maTinhKS | sttHo |
            soThangDong | ngayBienLai""",  # noqa: E501
        },
    ),
    (
        SOCIAL,
        {
            "serial_number": SERIAL,
            "full_name": NAME,
            "birth_date": BIRTH,
            "birth_date_male": BIRTH_MALE,
            "birth_date_female": BIRTH_FEMALE,
            "sex": SEX,
            "personal_id": f"{PERSONAL_ID} | Số\nCCCD/CNTD/ĐD\nCN/hộ chiếu",
            "social_insurance_number": INSURANCE_NUMBER,
            "phone": PHONE,
            "address": f"{ADDRESS} | Địa chỉ (thôn/TDP)",
            "residential_group": GROUP,
            "insurance_kind": "Loại hình | Loại hình tham gia | Hình thức tham gia | Loại",
            "status": "Tình trạng | Trạng thái | Tình trạng đóng",
            "from_month": "Từ tháng | Từ tháng/năm | Phương thức đóng > Từ tháng/năm | Phương thức đóng > Từ\ntháng/năm",
            "to_month": "Đến tháng | Đến tháng/năm",
            "note": "Ghi chú",
            NOT_READ: """Số tháng | Số tháng đóng | Phương thức đóng > Số tháng đóng | Mức đóng | Mức lương đóng | Mức thu nhập tháng đóng BHXH |
            Mức thu\nnhập tháng\nđóng BHXH | Tiền lương đóng BHXH | Đơn vị | Tên đơn vị | Mã đơn vị | Đơn vị công tác | Nơi làm việc | Ngày biên lai |
            Số biên lai | Số tiền đóng > Số tiền phải đóng theo quy định | Số tiền đóng > Người tham gia đóng |
            Số tiền đóng > Trong đó > NSNN hỗ trợ theo quy định > Tỷ lệ % được hỗ trợ | Số tiền đóng > Trong đó > NSNN hỗ trợ theo quy định > Số tiền |
            Số tiền đóng > Trong đó > NSĐP hỗ trợ thêm > Tỷ lệ % được hỗ trợ | Số tiền đóng > Trong đó > NSĐP hỗ trợ thêm > Số tiền |
            Số tiền đóng > Trong đó > Hỗ trợ khác > Tỷ lệ % được hỗ trợ | Số tiền đóng > Trong đó > Hỗ trợ khác > Số tiền |
            Mã số nhân viên thu | Dân tộc | Đơn vị công tác/Mã đơn vị | Ngày biên lai""",  # noqa: E501
        },
    ),
    (
        POVERTY,
        {
            "serial_number": SERIAL,
            "head_name": "Họ và tên chủ hộ | Chủ hộ | Tên chủ hộ | Họ và tên",
            "member_name": "Họ và tên thành viên | Thành viên | Họ và tên các thành viên trong hộ",
            "relation": "Quan hệ với chủ hộ | Mối quan hệ với chủ hộ | QH với chủ hộ",
            "birth_date": BIRTH,
            "birth_date_male": BIRTH_MALE,
            "birth_date_female": BIRTH_FEMALE,
            "sex": SEX,
            "personal_id": PERSONAL_ID,
            "phone": PHONE,
            "residential_group": GROUP,
            "address": f"{ADDRESS} | Địa chỉ (Tổ dân phố)",
            "household_number": f"{HOUSEHOLD} | Số thứ tự hộ",
            "classification": "Phân loại hộ | Phân loại | Diện hộ | Đối tượng | Kết quả phân loại | Phân loại hộ (Hộ nghèo/Hộ cận nghèo)",
            "poor_mark": "Phân loại > Hộ nghèo",
            "near_poor_mark": "Phân loại > Hộ cận nghèo",
            "member_count": "Số nhân khẩu | Nhân khẩu | Số khẩu | Số người trong hộ",
            "b1_score": "Điểm B1 | B1 | Tổng điểm B1 | Điểm > B1",
            "b2_score": "Điểm B2 | B2 | Tổng điểm B2 | Điểm > B2",
            "decision_number": "Số quyết định công nhận | QĐ công nhận | Số quyết định",
            "decision_date": "Ngày ban hành QĐ | Ngày quyết định",
            "without_labour": "Hộ không có khả năng lao động | Không có kn lao động",
            "deprived_01": "Việc làm | Chỉ số thiếu hụt > 1 Việc làm | 1. Việc làm | Chỉ số thiếu hụt > 1",
            "deprived_02": "Người phụ thuộc trong hộ gia đình",
            "deprived_03": "Dinh dưỡng",
            "deprived_04": "Bảo hiểm y tế | Chỉ số thiếu hụt > 4. Bảo hiểm y tế",
            "deprived_05": "Trình độ giáo dục của người lớn",
            "deprived_06": "Tình trạng đi học của trẻ em",
            "deprived_07": "Chất lượng nhà ở",
            "deprived_08": "Diện tích nhà ở bình quân đầu người",
            "deprived_09": "Nguồn nước sinh hoạt",
            "deprived_10": "Nhà tiêu hợp vệ sinh",
            "deprived_11": "Sử dụng dịch vụ viễn thông",
            "deprived_12": "Phương tiện phục vụ tiếp cận thông tin | Chỉ số thiếu hụt > 12",
            "note": "Ghi chú",
            NOT_READ: """Tỉnh | Huyện | Mã huyện | Xã | Mã xã | Mã tỉnh | Dân tộc | Hộ DTTS | Tuổi | Hộ có thành viên là người có công với cách mạng |
            Nguyên nhân nghèo | Nguyên nhân nghèo > 1 | Nguyên nhân nghèo > 8 | Nguyên nhân nghèo > Không có đất sản xuất |
            Nguyên nhân nghèo > Không có vốn SXKD | Nguyên nhân nghèo > Không có lao động | Nguyên nhân nghèo > Không có công cụ/phương tiện SX |
            Nguyên nhân nghèo > Không có kiến thức về SX | Nguyên nhân nghèo > Không có kỹ năng LĐ, SX |
            Nguyên nhân nghèo > Có người ốm đau, bệnh nặng, tai nạn… | Nguyên nhân nghèo > Nguyên nhân khác | totalCount | lackProductionLand | lackCapital |
            lackLabor | illnessOrAccident | cleanWater | hygienicToilet | healthInsurance | telecom | informationAccess""",  # noqa: E501
        },
    ),
    (
        REPORT,
        {
            "indicator_code": "Mã chỉ tiêu",
            "area": "Khu vực",
            "month": "Tháng",
            "numerator": "Tử số",
            "denominator": "Mẫu số",
            "value": "Giá trị",
            "unit": "Đơn vị",
            NOT_READ: "Tên chỉ tiêu | Ghi chú",
        },
    ),
    (
        POPULATION,
        {
            "area": "Khu vực",
            "month": "Tháng",
            "population_count": "Dân số",
            "household_count": "Số hộ",
            "family_count": "Số gia đình",
            "labour_force_count": "Lực lượng lao động trong độ tuổi",
            "school_age_child_count": "Trẻ em trong độ tuổi đi học",
            NOT_READ: "Ghi chú",
        },
    ),
]
LISTED = [
    pytest.param(contract, heading.strip(" \n"), column, id=f"{contract.source}-{' '.join(heading.split())}")
    for contract, columns in HEADINGS
    for column, headings in columns.items()
    for heading in headings.split("|")
]


def claimed(contract: Contract, heading: str) -> dict[str, int]:
    """What the contract makes of one column with this heading, parents above it."""
    parts = [part.strip(" ") for part in heading.split(" > ")]
    return match_paths([tuple(parts)], contract, Keys([list(parts)]))


def expected(contract: Contract, found: dict[str, int]) -> str:
    (name,) = found or ("unknown",)
    return NOT_READ if name != "unknown" and contract.column(name).reader_only else name


@pytest.mark.parametrize(("contract", "heading", "column"), LISTED)
def test_a_heading_of_the_domain_is_claimed_by_its_column(contract: Contract, heading: str, column: str) -> None:
    assert expected(contract, claimed(contract, heading)) == column


# --- merged cells, line breaks and notes ------------------------------------------------------------------------------------
ALL = (REPORT, HEALTH, SOCIAL, POVERTY, DOSSIERS)


def only_table(rows: list[list[str | None]]) -> Table:
    (table,) = find_tables(grid_from_rows("DS", rows), ALL)
    return table


def test_two_birth_date_columns_under_one_heading_encode_the_sex() -> None:
    table = only_table(
        [
            ["DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO NĂM 2026"],
            [
                "STT",
                "Họ và tên chủ hộ",
                "Ngày, tháng, năm sinh",
                None,
                "Số CCCD",
                "Phân loại",
                None,
                "Điểm",
                None,
                "Nguyên nhân nghèo",
                None,
            ],
            [None, None, "Nam", "Nữ", None, "Hộ nghèo", "Hộ cận nghèo", "B1", "B2", "1", "2"],
            ["1", "Vũ Thị Oanh", None, "17/06/2004", "030304000020", "x", None, "120", "40", "x", None],
        ]
    )
    assert (table.letters["birth_date_male"], table.letters["birth_date_female"]) == ("C", "D")
    assert (table.letters["poor_mark"], table.letters["near_poor_mark"], table.letters["b1_score"], table.letters["b2_score"]) == tuple(
        "FGHI"
    )
    assert table.headers["birth_date_female"] == "Ngày, tháng, năm sinh > Nữ"
    assert table.unknown_headers == ()


def test_four_rows_of_headings_with_line_breaks_are_all_known() -> None:
    table = only_table(
        [
            ["DANH SÁCH NGƯỜI THAM GIA BẢO HIỂM XÃ HỘI TỰ NGUYỆN"],
            [
                "STT",
                "Họ và tên",
                "Mã số\nBHXH",
                "Số\nCCCD/CNTD/ĐD\nCN/hộ chiếu",
                "Địa chỉ",
                "Ngày\nbiên lai",
                "Số\nbiên lai",
                ("Mức thu\nnhập tháng\nđóng BHXH"),
                "Phương thức đóng",
                None,
                "Số tiền đóng",
                None,
                None,
                None,
                None,
                None,
                None,
                None,
                "Mã số nhân viên thu",
                "Tình trạng",
                "Ghi chú",
            ],
            [
                None,
                None,
                None,
                None,
                None,
                None,
                None,
                None,
                "Số tháng\nđóng",
                "Từ\ntháng/năm",
                ("Số tiền phải đóng theo quy định"),
                "Người tham gia đóng",
                "Trong đó",
                None,
                None,
                None,
                None,
                None,
                None,
                None,
                None,
            ],
            [*[None] * 12, "NSNN hỗ trợ theo quy định", None, "NSĐP hỗ trợ thêm", None, "Hỗ trợ khác", None, None, None, None],
            [
                *[None] * 12,
                "Tỷ lệ % được hỗ trợ",
                "Số tiền",
                "Tỷ lệ % được hỗ trợ",
                "Số tiền",
                "Tỷ lệ % được hỗ trợ",
                "Số tiền",
                None,
                None,
                None,
            ],
            [
                "1",
                "Vũ Thị Oanh",
                "3199194312",
                "030304000020",
                "TDP 3",
                "01/06/2026",
                "17",
                "1500000",
                "3",
                "06/2026",
                "990000",
                "800000",
                "20",
                "190000",
                "0",
                "0",
                "0",
                "0",
                "NV1",
                "Đang đóng",
                None,
            ],
        ]
    )
    read = {name: letter for name, letter in table.letters.items() if not SOCIAL.column(name).reader_only}
    assert read == {
        "serial_number": "A",
        "full_name": "B",
        "social_insurance_number": "C",
        "personal_id": "D",
        "address": "E",
        "from_month": "J",
        "status": "T",
        "note": "U",
    }
    assert table.unknown_headers == ()


def test_technical_names_under_the_headings_change_nothing() -> None:
    heads = [
        "STT",
        "Họ và tên",
        "Mã số BHXH",
        "Ngày sinh (dd/mm/yyy)",
        "Giới tính\n(0 - Nữ 1 - Nam)",
        "Từ ngày (dd/MM/yyyy)",
        "Đến ngày",
        "Mã tỉnh",
    ]
    names = [None, "HoTen", "SoBhxh", "NgaySinh", "GioiTinh", "TuNgay", "DenNgay", "MaTinh_DangSS"]
    table = only_table([["DANH SÁCH BHYT"], heads, names, ["1", "Vũ Thị Oanh", "3199194312", "17/06/2004", "0", "01/01/2026", None, "31"]])
    assert table.unknown_headers == ()
    assert table.headers["sex"] == "Giới tính (0 - Nữ 1 - Nam)"
    assert table.frame["valid_from"].to_list() == ["01/01/2026"]


@pytest.mark.parametrize("kind", ["Trực tuyến", "Trực tuyến toàn trình"])
def test_the_statutory_report_on_dossiers_is_no_list_of_dossiers(kind: str) -> None:
    """Biểu II.06a/VPCP/KSTT and 07a/BTP hold counts: nobody's list, and never a departmental report."""
    rows: list[list[str | None]] = [
        ["TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH"],
        [
            "STT",
            "Lĩnh vực",
            "Số lượng hồ sơ tiếp nhận",
            None,
            None,
            None,
            "Số lượng hồ sơ đã giải quyết",
            None,
            None,
            None,
            ("Số lượng hồ sơ đang giải quyết"),
            None,
            None,
        ],
        [
            None,
            None,
            "Tổng số",
            kind,
            "Trực tiếp",
            "Từ kỳ trước",
            "Tổng số",
            "Trước hạn",
            "Đúng hạn",
            "Quá hạn",
            "Tổng số",
            "Trong hạn",
            "Quá hạn",
        ],
        ["1", "Hộ tịch", "9", "5", "3", "1", "7", "3", "4", "0", "2", "2", "0"],
    ]
    assert find_tables(grid_from_rows("07a", rows), ALL) == []
