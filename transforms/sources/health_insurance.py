"""One row is one health insurance card (BHYT) of one person in the month's full list of the ward.

Issued by the social insurance office: flat lists with technical names, or in the dress of Mẫu D03-TS (Quyết định
595/QĐ-BHXH, 490/QĐ-BHXH).

Data flow: reading.Table -> CONTRACT -> clean -> expectations.sources.health_insurance -> sql/publish/health_insurance.sql
"""

from transforms.columns import (
    ADDRESS, BIRTH_DATE, BIRTH_DATE_FEMALE, BIRTH_DATE_MALE, ETHNICITY, FULL_NAME, HOUSEHOLD_NUMBER, NOTE, PERSONAL_ID, PHONE,
    RESIDENTIAL_GROUP, SERIAL_NUMBER, SEX, SOCIAL_INSURANCE_NUMBER, ignored,
)
from transforms.contract import Column, Contract

CONTRACT = Contract(
    source="health_insurance",
    columns=(
        SERIAL_NUMBER, FULL_NAME, SOCIAL_INSURANCE_NUMBER, PERSONAL_ID, BIRTH_DATE, BIRTH_DATE_MALE, BIRTH_DATE_FEMALE, SEX,
        Column("card_number", "Mã thẻ BHYT", ("Số thẻ BHYT", "Mã thẻ", "Mã số thẻ", "soTheBhyt", "Số thẻ", "maTheBhyt", "Mã số thẻ BHYT"),
               "15-character card number, or the 10 digits of newer cards", personal=True),
        Column("object_code", "Mã đối tượng", ("Mã ĐT", "Đối tượng", "Đối tượng tham gia", "Nhóm đối tượng", "Đối tượng đóng", "maDoiTuong", "Mã đối tượng BHYT"),
               "Two-letter code of the participant's kind"),
        Column("valid_from", "Từ ngày", ("GT từ", "Hạn thẻ từ", "Giá trị từ", "Giá trị thẻ từ ngày", "Thời hạn từ", "Hạn thẻ mới từ", "tuNgay", "Hạn sử dụng từ",
                                         "Thời hạn sử dụng > Từ ngày", "Giá trị sử dụng > Từ ngày", "Thời hạn thẻ từ", "Hạn thẻ > Từ ngày", "Thời hạn > Từ",
                                         "Giá trị thẻ > Từ ngày", "tuNgayTheMoi", "Từ ngày (dd/mm/yyyy)"), "First day on which the card is valid"),
        Column("valid_to", "Đến ngày", ("GT đến", "Hạn thẻ đến", "Giá trị đến", "Giá trị thẻ đến ngày", "Thời hạn đến", "Hạn thẻ mới đến", "denNgay", "Hạn sử dụng đến",
                                        "Thời hạn sử dụng > Đến ngày", "Giá trị sử dụng > Đến ngày", "Thời hạn thẻ đến", "Hạn thẻ > Đến ngày", "Thời hạn > Đến",
                                        "Giá trị thẻ > Đến ngày", "denNgayTheMoi"), "Last day on which the card is valid; blank is open-ended"),
        RESIDENTIAL_GROUP, ADDRESS, HOUSEHOLD_NUMBER, PHONE, ETHNICITY, NOTE,
        ignored("Nơi đăng ký KCB ban đầu", "Nơi ĐKKCB BĐ", "Nơi KCBBĐ", "Nơi đăng ký khám chữa bệnh ban đầu", "Mã KCB", "Nơi đăng ký", "maBenhVien", "Mã KCBBĐ",
                "Nơi KCB BĐ", "benhVienId"),
        ignored("Tỉnh, thành phố nơi khám chữa bệnh", "benhVienTinhId"), ignored("Cơ quan BHXH", "coQuanBhxh"),
        ignored("Mức hưởng", "Mức hưởng BHYT", "Mã mức hưởng", "Mã quyền lợi", "mucHuongBhyt"), ignored("Thứ tự trong hộ", "sttHo"),
        ignored("Mức đóng chuẩn", "Mức đóng chuẩn (VNĐ)"), ignored("Tỷ lệ đóng", "Tỷ lệ đóng (%)"), ignored("Số tiền đóng", "Số tiền đóng (VNĐ)", "tienDong", "Mức tiền đóng",
                "Tiền lương, trợ cấp hoặc số tiền đóng"), ignored("Số tháng", "soThang", "Thời gian sử dụng thẻ", "soThangDong"), ignored("Ngày biên lai", "ngayBienLai", "Biên lai, ngày tham gia"),
        ignored("Số biên lai"), ignored("Mã đợt nộp"), ignored("Nhân viên thu", "Mã số nhân viên thu"), ignored("Chỉ có năm sinh", "chiCoNamSinh"), ignored("Phương án", "phuongAn", "Phương án điều chỉnh", "phuongAnId"),
        ignored("Tên phòng ban"), ignored("Mã vùng sinh sống"), ignored("Tỷ lệ % được miễn giảm", "tyLeMienGiam"), ignored("Tỷ lệ ngân sách địa phương hỗ trợ thêm"),
        ignored("Mã tỉnh đang sinh sống", "maTinh_DangSS", "Mã tỉnh"), ignored("Mã huyện đang sinh sống", "maHuyen_DangSS", "Mã huyện"), ignored("Mã xã đang sinh sống", "maXa_DangSS", "Mã xã"),
        ignored("Ngày chết"), ignored("Phương thức đóng"), ignored("Hạn thẻ cũ", "tuNgayTheCu"), ignored("denNgayTheCu"), ignored("Tỉnh / Thành phố", "Tỉnh"),
        ignored("Quận / Huyện", "Huyện"), ignored("Xã phường", "Xã"), ignored("Hình thức nạp"), ignored("Quan hệ với chủ hộ"), ignored("Đơn vị", "Tên đơn vị", "Mã đơn vị"),
    ),
    required=(("full_name",), ("social_insurance_number", "personal_id"), ("valid_from",), ("valid_to",)),
    distinctive=("card_number", "object_code", "valid_from", "valid_to"),
    titles=("bao hiem y te", "bhyt", "the bhyt", "d03 ts"),
    supplied=("residential_group",),
)
