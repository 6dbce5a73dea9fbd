"""One row is one person of a poor or near-poor household recognised at the month's end; the head's row carries the household.

Issued by the ward under Nghị định 07/2021/NĐ-CP and Thông tư 07/2021/TT-BLĐTBXH: the national software's workbook of three
sheets, or the ward's own list with group rows.

Data flow: reading.Table -> CONTRACT -> clean -> expectations.sources.poverty -> sql/publish/poverty.sql -> fact_poverty
"""

from transforms.columns import (
    ADDRESS, BIRTH_DATE, BIRTH_DATE_FEMALE, BIRTH_DATE_MALE, ETHNICITY, HOUSEHOLD_NUMBER, NOTE, PERSONAL_ID, PHONE, RESIDENTIAL_GROUP,
    SERIAL_NUMBER, SEX, SOCIAL_INSURANCE_NUMBER, ignored,
)
from transforms.contract import Column, Contract

#: The twelve indicators of lacking basic services: Nghị định 07/2021/NĐ-CP, annex; names as printed.
DEPRIVATIONS = (
    "Việc làm", "Người phụ thuộc trong hộ gia đình", "Dinh dưỡng", "Bảo hiểm y tế", "Trình độ giáo dục của người lớn", "Tình trạng đi học của trẻ em",
    "Chất lượng nhà ở", "Diện tích nhà ở bình quân đầu người", "Nguồn nước sinh hoạt", "Nhà tiêu hợp vệ sinh", "Sử dụng dịch vụ viễn thông",
    "Phương tiện phục vụ tiếp cận thông tin",
)


def _deprivation(number: int, name: str) -> Column:
    return Column(f"deprived_{number:02d}", f"{number}. {name}", (name, f"Chỉ số thiếu hụt > {number}. {name}", f"Chỉ số thiếu hụt > {name}",
                                                             f"Chỉ số thiếu hụt > {number}", f"{number} {name}", f"({number}) {name}"),
                  "Marked where the household lacks it")


CONTRACT = Contract(
    source="poverty",
    columns=(
        SERIAL_NUMBER, HOUSEHOLD_NUMBER,
        Column("head_name", "Họ và tên chủ hộ", ("Chủ hộ", "Tên chủ hộ", "Họ tên chủ hộ", "Họ và tên chủ hộ, thành viên", "Họ và tên chủ hộ và thành viên",
                                                 "Họ và tên"), "Name of the head, in some layouts of every member", personal=True),
        Column("member_name", "Họ và tên thành viên", ("Thành viên", "Họ và tên các thành viên trong hộ", "Họ tên thành viên", "Thành viên trong hộ"), "Name of the member", personal=True),
        Column("relation", "Quan hệ với chủ hộ", ("Mối quan hệ với chủ hộ", "QH với chủ hộ", "Quan hệ", "Quan hệ chủ hộ"), "Relation to the head; 'Chủ hộ' is the head"),
        BIRTH_DATE, BIRTH_DATE_MALE, BIRTH_DATE_FEMALE, SEX, PERSONAL_ID, SOCIAL_INSURANCE_NUMBER, RESIDENTIAL_GROUP, ADDRESS,
        Column("classification", "Phân loại hộ", ("Phân loại", "Diện hộ", "Đối tượng", "Kết quả phân loại", "Diện", "Loại hộ", "Kết quả rà soát", "Hộ nghèo/Hộ cận nghèo"),
               "Poor or near-poor; group rows say it too"),
        Column("poor_mark", "Phân loại > Hộ nghèo", ("Phân loại hộ > Hộ nghèo", "Hộ nghèo", "Diện > Hộ nghèo"), "Marked for a poor household"),
        Column("near_poor_mark", "Phân loại > Hộ cận nghèo", ("Phân loại hộ > Hộ cận nghèo", "Hộ cận nghèo", "Diện > Hộ cận nghèo"), "Marked for a near-poor household"),
        Column("member_count", "Số nhân khẩu", ("Nhân khẩu", "Số khẩu", "Số người trong hộ", "Số thành viên", "Tổng số nhân khẩu"), "Members the list states", unit="people"),
        Column("b1_score", "Điểm B1", ("B1", "Tổng điểm B1", "Điểm > B1", "Điểm số B1"), "Score of phiếu B1 (income proxies)", unit="points"),
        Column("b2_score", "Điểm B2", ("B2", "Tổng điểm B2", "Điểm > B2", "Điểm số B2"), "Score of phiếu B2 (10 for each deprivation)", unit="points"),
        *(_deprivation(number, name) for number, name in enumerate(DEPRIVATIONS, start=1)),
        Column("without_labour", "Hộ không có khả năng lao động", ("Không có kn lao động", "Không có khả năng lao động", "Hộ không có KNLĐ", "Hộ không có lao động"),
               "Marked where no member is able to work"),
        Column("decision_number", "Số quyết định công nhận", ("QĐ công nhận", "Số quyết định", "Số QĐ", "Quyết định công nhận", "Số QĐ công nhận"), "Number of the recognising decision"),
        Column("decision_date", "Ngày ban hành QĐ", ("Ngày quyết định", "Ngày QĐ", "Ngày ban hành quyết định", "Ngày ban hành"), "Date of the recognising decision"),
        PHONE, ETHNICITY, NOTE,
        ignored("Tỉnh", "Tỉnh/Thành phố", "Mã tỉnh"), ignored("Huyện", "Quận/huyện"), ignored("Mã huyện"), ignored("Xã", "Xã/phường"), ignored("Mã xã"),
        ignored("Tuổi"), ignored("Hộ DTTS", "Hộ dân tộc thiểu số"), ignored("Hộ có thành viên là người có công với cách mạng", "Hộ người có công"),
        ignored("Nguyên nhân nghèo"), *(ignored(f"Nguyên nhân nghèo > {number}") for number in range(1, 9)), ignored("Khu vực"),
    ),
    required=(("head_name", "member_name"), ("classification", "poor_mark")),
    distinctive=("relation", "classification", "b1_score", "b2_score", "decision_number", "without_labour", "member_count", "poor_mark"),
    titles=("ho ngheo", "can ngheo"),
    left_titles=("ho thoat", "thoat ngheo", "thoat can ngheo"),
    supplied=("residential_group", "classification"),
)
