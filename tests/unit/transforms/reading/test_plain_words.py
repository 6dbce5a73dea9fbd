"""Headings that no contract writes so: the same thing said in other words is read, another thing is not."""

import pytest

from transforms.contract import Contract
from transforms.reading.delivery import read_delivery
from transforms.reading.headers import match_paths
from transforms.reading.heading_keys import Keys
from transforms.sources.department_report import CONTRACT as REPORT
from transforms.sources.dossiers import CONTRACT as DOSSIERS
from transforms.sources.health_insurance import CONTRACT as HEALTH
from transforms.sources.poverty import CONTRACT as POVERTY
from transforms.sources.social_insurance import CONTRACT as SOCIAL

ALL = (DOSSIERS, HEALTH, SOCIAL, POVERTY, REPORT)

MEANT: list[tuple[Contract, str, str]] = [
    (DOSSIERS, "dossier_code", "Mã HS | Mã hồ sơ/Số biên nhận | Số biên nhận hồ sơ | Mã số hồ sơ (trên Cổng DVC)"),
    (DOSSIERS, "received_at", "Thời điểm tiếp nhận | Ngày, giờ tiếp nhận HS | Tiếp nhận | THỜI GIAN NHẬN HỒ SƠ"),
    (DOSSIERS, "due_at", "Ngày hẹn trả KQ | Thời gian hẹn trả kết quả | Ngày trả kết quả dự kiến | Ngày hẹn trả kết quả (dự kiến)"),
    (DOSSIERS, "finished_at", "Ngày có KQ | Kết thúc | Thời gian xử lý xong"),
    (DOSSIERS, "returned_at", "Ngày trả thực tế | Ngày trả KQ | Ngày công dân nhận kết quả"),
    (DOSSIERS, "applicant_name", "Người nộp/Chủ hồ sơ | Họ tên người nộp hồ sơ"),
    (HEALTH, "personal_id", "Số CMND/CCCD/Hộ chiếu | Số định danh cá nhân/CCCD | Số CCCD/\nĐịnh danh cá nhân"),
    (HEALTH, "full_name", "Họ tên người tham gia BHYT | Họ, chữ đệm và tên"),
    (
        HEALTH,
        "valid_from",
        "Thẻ có giá trị từ ngày | Giá trị thẻ BHYT từ ngày | Hạn thẻ BHYT từ | GT_THE_TU | Ngày hiệu lực | Giá trị sử dụng từ ngày",
    ),
    (HEALTH, "valid_to", "Thẻ có giá trị đến ngày | Thời hạn sử dụng đến | HAN_DEN | Ngày hết hạn"),
    (SOCIAL, "social_insurance_number", "Mã số BHXH/CCCD | Số định danh/Mã số BHXH"),
    (SOCIAL, "status", "Tình trạng tham gia BHXH | Tình trạng đóng BHXH | Trạng thái hiện tại"),
    (SOCIAL, "from_month", "Tham gia từ tháng | Thời gian tham gia từ | Tháng bắt đầu"),
    (POVERTY, "classification", "Phân loại hộ nghèo/cận nghèo | Diện hộ nghèo, cận nghèo | Hộ nghèo, hộ cận nghèo"),
    (POVERTY, "poor_mark", "Nghèo | Hộ nghèo"),
]
#: Words that make another column of it.
OTHERS: list[tuple[Contract, str]] = [
    (
        HEALTH,
        (
            "Số CCCD chủ hộ | Số định danh người giám hộ | Mã số BHXH cũ | Họ tên mẹ | Ngày sinh/Giới tính | Số CCCD/Số thẻ BHYT | "
            "Ngày hết hạn CCCD"
        ),
    ),
    (HEALTH, "Số | Mã | Từ | Hộ chiếu | Địa chỉ đơn vị | Họ và tên mẹ/người giám hộ"),
    (DOSSIERS, "Ngày tiếp nhận bổ sung | Ngày hẹn trả lại | Mã hồ sơ gốc | Thời gian xử lý | Ngày chuyển kết quả | Kết quả | Hồ sơ"),
    (SOCIAL, "Từ tháng đóng lần đầu | Tình trạng lao động | Loại hình doanh nghiệp | Mã số thuế | Người tham gia"),
    (POVERTY, "Phân loại hộ năm trước | Số CCCD chủ hộ | Hộ nghèo đầu kỳ | Số người phụ thuộc"),
]


def columns_of(contract: Contract, heading: str) -> list[str]:
    return list(match_paths([(heading,)], contract, Keys([[heading]])))


@pytest.mark.parametrize(
    ("contract", "column", "heading"), [(one, name, heading.strip()) for one, name, many in MEANT for heading in many.split(" | ")]
)
def test_a_heading_in_other_words_is_read(contract: Contract, column: str, heading: str) -> None:
    assert columns_of(contract, heading) == [column]


@pytest.mark.parametrize(("contract", "heading"), [(one, heading.strip()) for one, many in OTHERS for heading in many.split(" | ")])
def test_a_heading_of_something_else_is_not_taken(contract: Contract, heading: str) -> None:
    assert columns_of(contract, heading) == []


def test_a_closer_heading_keeps_its_column() -> None:
    heads = "STT;Họ và tên;Số CMND/CCCD/Hộ chiếu;Số CCCD;Từ ngày;Đến ngày"
    data = f"BHYT tháng 7/2026\n{heads}\n1;Vũ Thị Oanh;142123456;030191000038;01/01/2026;".encode()
    (table,) = read_delivery(data, ("a.csv",), ALL).tables
    assert table.headers["personal_id"] == "Số CCCD"
    assert table.unknown_headers == ("Số CMND/CCCD/Hộ chiếu",)


def test_a_whole_list_under_headings_in_other_words_is_read() -> None:
    heads = "Số TT;Mã HS;Tên thủ tục hành chính;Người nộp/Chủ hồ sơ;Thời điểm tiếp nhận;Ngày hẹn trả KQ;Ngày trả KQ"
    data = f"Tháng 7/2026\n{heads}\n1;H24.115-260702-0001;Đăng ký khai sinh;Vũ Thị Oanh;02/07/2026;06/07/2026;03/07/2026".encode()
    reading = read_delivery(data, ("a.csv",), ALL)
    assert (reading.source, reading.problem) == ("dossiers", None)
    assert set(reading.tables[0].headers) >= {"dossier_code", "received_at", "due_at", "returned_at", "applicant_name"}
