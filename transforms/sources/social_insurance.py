"""One row is one participation of one person in social insurance (BHXH) in the month's full list of the ward.

Issued by the social insurance office: a flat resident list, or in the dress of Mẫu D05-TS (Quyết định 490/QĐ-BHXH).

Data flow: reading.Table -> CONTRACT -> clean -> expectations.sources.social_insurance -> sql/publish/social_insurance.sql
"""

from transforms.columns import (
    ADDRESS, BIRTH_DATE, BIRTH_DATE_FEMALE, BIRTH_DATE_MALE, ETHNICITY, FULL_NAME, HOUSEHOLD_NUMBER, NOTE, PERSONAL_ID, PHONE,
    RESIDENTIAL_GROUP, SERIAL_NUMBER, SEX, SOCIAL_INSURANCE_NUMBER, ignored,
)
from transforms.contract import Column, Contract

CONTRACT = Contract(
    source="social_insurance",
    columns=(
        SERIAL_NUMBER, FULL_NAME, SOCIAL_INSURANCE_NUMBER, PERSONAL_ID, BIRTH_DATE, BIRTH_DATE_MALE, BIRTH_DATE_FEMALE, SEX,
        Column("insurance_kind", "Loại hình", ("Loại hình tham gia", "Hình thức tham gia", "Loại", "Loại hình BHXH", "loaiHinh", "Loại BHXH", "Loại bảo hiểm",
                                               "Chế độ tham gia"), "Compulsory, voluntary or unemployment insurance; the title may say it"),
        Column("status", "Tình trạng", ("Trạng thái", "Tình trạng đóng", "tinhTrang", "Trạng thái đóng", "Tình trạng tham gia"), "Paying, paused, reserved, …"),
        Column("from_month", "Từ tháng", ("Từ tháng/năm", "Phương thức đóng > Từ tháng/năm", "tuThang", "Từ tháng năm", "Thời gian đóng > Từ tháng",
                                          "Phương thức đóng > Từ tháng", "Thời gian tham gia > Từ tháng"), "First month of the participation"),
        Column("to_month", "Đến tháng", ("Đến tháng/năm", "Phương thức đóng > Đến tháng/năm", "denThang", "Đến tháng năm", "Thời gian đóng > Đến tháng",
                                         "Phương thức đóng > Đến tháng", "Thời gian tham gia > Đến tháng"), "Last month of the participation; blank is open-ended"),
        Column("monthly_base_vnd", "Mức đóng", ("Mức lương đóng", "Mức thu nhập tháng đóng BHXH", "Tiền lương đóng BHXH", "Mức thu nhập", "mucDong", "Mức tiền lương",
                                                "Mức lương đóng BHXH"), "Monthly pay or income that contributions rest on", unit="VND", reader_only=True),
        RESIDENTIAL_GROUP, ADDRESS, HOUSEHOLD_NUMBER, PHONE, ETHNICITY, NOTE,
        ignored("Đơn vị công tác", "Đơn vị", "Tên đơn vị", "Nơi làm việc", "Đơn vị đóng"), ignored("Mã đơn vị"), ignored("Số tháng đóng", "Số tháng", "Phương thức đóng > Số tháng đóng", "Phương thức đóng > Số tháng"),
        ignored("Phương thức đóng"), ignored("Ngày biên lai"), ignored("Số biên lai"), ignored("Mã số nhân viên thu", "Nhân viên thu"),
        ignored("Số tiền phải đóng theo quy định", "Số tiền đóng > Số tiền phải đóng theo quy định"),
        ignored("Người tham gia đóng", "Số tiền đóng > Người tham gia đóng", "Số tiền đóng > Trong đó > Người tham gia đóng"), ignored("Số tiền đóng", "Số tiền"),
        ignored("Tỷ lệ % được hỗ trợ", "NSNN hỗ trợ theo quy định > Tỷ lệ % được hỗ trợ", "Tỷ lệ %"), ignored("NSNN hỗ trợ theo quy định > Số tiền", "NSNN hỗ trợ theo quy định"),
        ignored("NSĐP hỗ trợ thêm > Tỷ lệ % được hỗ trợ", "NSĐP hỗ trợ thêm"), ignored("NSĐP hỗ trợ thêm > Số tiền"), ignored("Hỗ trợ khác > Tỷ lệ % được hỗ trợ", "Hỗ trợ khác"), ignored("Hỗ trợ khác > Số tiền"),
        ignored("Chức vụ", "Chức danh"), ignored("Đối tượng"), ignored("Tổng cộng"), ignored("Phương án"), ignored("Cơ quan BHXH"),
    ),
    required=(("full_name",), ("social_insurance_number", "personal_id"), ("from_month",), ("status",)),
    distinctive=("insurance_kind", "from_month", "to_month", "status"),
    titles=("bhxh", "bao hiem xa hoi", "bhtn", "bao hiem that nghiep", "d05 ts"),
    supplied=("residential_group", "insurance_kind"),
)
