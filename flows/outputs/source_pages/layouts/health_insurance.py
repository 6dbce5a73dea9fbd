"""Layouts of the health insurance list: dumps with technical names, forms D03-TS and I-VAN, lists handed to communes."""

from flows.outputs.source_pages.layouts.drawn import Drawn, Layout

LAYOUTS = (
    Layout(
        "health_flat",
        "Flat list with technical names",
        Drawn(
            sheet="Sheet1",
            columns="""
                STT         | 1
                soSoBhxh    | 0112000123
                hoTen       | Nguyễn Thị Đào
                ngaySinh    | 05/06/1990
                gioiTinh    | Nữ
                soCmnd      | 030190000123
                soTheBhyt   | HN2300112000123
                maHoGiaDinh | 31-10744-0012
                maDoiTuong  | HN
                tuNgay      | 01/01/2026
                denNgay     | 31/12/2026
                tenThon     | Tổ dân phố số 3
                diaChi      | Số 12, tổ dân phố số 3, phường Nguyễn Đại Năng
                maBenhVien  | 30282
                coQuanBhxh  | BHXH cơ sở Kinh Môn
                ghiChu      |
            """,
        ),
        containers="xlsb, xlsx, csv",
        note="As the social insurance office dumps it. The month stands in the file or folder name.",
    ),
    Layout(
        "health_d03",
        "List in the dress of form D03-TS, with residential groups",
        Drawn(
            sheet="D03-TS",
            titles=(
                "BẢO HIỂM XÃ HỘI VIỆT NAM",
                "Cơ quan: BHXH cơ sở Kinh Môn",
                "DANH SÁCH NGƯỜI THAM GIA BẢO HIỂM Y TẾ TRÊN ĐỊA BÀN PHƯỜNG NGUYỄN ĐẠI NĂNG",
                "Kỳ: 07/2026",
            ),
            columns="""
                STT                      | 1
                Họ và tên người tham gia | Nguyễn Thị Đào
                Mã số BHXH (10 số)       | 0112000123
                Số CCCD/ Định danh       | 030190000123
                Ngày sinh                | 1990-06-05 00:00:00
                Giới tính                | Nữ
                Tổ dân phố               | Tổ dân phố số 3
                Địa chỉ cư trú           | Số 12, tổ dân phố số 3, phường Nguyễn Đại Năng
                Mã đối tượng             | HN
                Mã thẻ BHYT              | HN2300112000123
                Nơi đăng ký KCB ban đầu  | 30282
                Từ ngày                  | 2026-01-01 00:00:00
                Đến ngày                 | 2026-12-31 00:00:00
                Mã hộ gia đình           | 31-10744-0012
                Ghi chú                  |
            """,
        ),
        containers="xlsx, xls",
        note=(
            'Quyết định 595/QĐ-BHXH, 505/QĐ-BHXH. Real dates; a row of column codes A, B, 1, 2, … under the headings; total "TỔNG '
            'CỘNG | n thẻ".'
        ),
    ),
    Layout(
        "health_ivan",
        "I-VAN import file, short",
        Drawn(
            sheet="Dữ liệu",
            titles=("DANH SÁCH THAM GIA BẢO HIỂM Y TẾ THÁNG 7/2026",),
            columns="""
                STT                                          | 1                                              | STT
                Họ và tên                                    | Nguyễn Thị Đào                                 | HoTen
                Mã số BHXH                                   | 0112000123                                     | MaSoBhxh
                Ngày sinh (dd/mm/yyyy)                       | 05/06/1990                                     | NgaySinh
                Giới tính                                    | Nữ                                             | GioiTinh
                Số CMND/CCCD                                 | 030190000123                                   | Cmnd
                Số thẻ BHYT                                  | HN2300112000123                                | SoTheBhyt
                Mã đối tượng                                 | HN                                             | MaDoiTuong
                Thời hạn sử dụng thẻ > Từ ngày (dd/MM/yyyy)  | 01/01/2026                                     | TuNgay
                Thời hạn sử dụng thẻ > Đến ngày (dd/MM/yyyy) | 31/12/2026                                     | DenNgay
                Nơi đăng ký khám chữa bệnh ban đầu           | 30282                                          | BenhVienId
                Nơi đang sinh sống > Tổ dân phố              | Tổ dân phố số 3                                | TenThon
                Nơi đang sinh sống > Địa chỉ                 | Số 12, tổ dân phố số 3, phường Nguyễn Đại Năng | DiaChi
                Mã số Hộ gia đình                            | 31-10744-0012                                  | MaHoGiaDinh
                Ghi chú                                      |                                                | GhiChu
            """,
        ),
        containers="xlsx",
        note="Headings merged over rows 3 to 5, technical names under them, rows from row 7.",
    ),
    Layout(
        "health_by_group",
        "One sheet for each residential group",
        Drawn(
            sheet="TDP số 3",
            titles=("DANH SÁCH THẺ BẢO HIỂM Y TẾ", "Tháng 7 năm 2026"),
            columns="""
                STT                      | 1
                Họ và tên người tham gia | Nguyễn Thị Đào
                Mã số BHXH (10 số)       | 0112000123
                Số CCCD/ Định danh       | 030190000123
                Ngày sinh                | 05/06/1990
                Giới tính                | Nữ
                Mã đối tượng             | HN
                Mã thẻ BHYT              | HN2300112000123
                Nơi đăng ký KCB ban đầu  | 30282
                Từ ngày                  | 01/01/2026
                Đến ngày                 | 31/12/2026
                Mã hộ gia đình           | 31-10744-0012
                Ghi chú                  |
            """,
        ),
        containers="xlsx, xls, ods",
        note="No column of groups: the sheet's name tells it. Each sheet numbers its rows from 1.",
    ),
    Layout(
        "health_d03_print",
        "Form D03-TS as vendors print it",
        Drawn(
            sheet="D03-TS",
            titles=(
                "BẢO HIỂM XÃ HỘI VIỆT NAM",
                "Đại lý thu: Bưu điện Kinh Môn",
                "DANH SÁCH NGƯỜI THAM GIA BẢO HIỂM Y TẾ HỘ GIA ĐÌNH",
                "Đợt nộp: 01 | Kỳ: 07/2026",
            ),
            columns="""
                STT                      | 1
                Họ và tên người tham gia | Nguyễn Thị Đào
                Mã số BHXH (10 số)       | 0112000123
                Số CCCD/ Định danh       | 030190000123
                Ngày sinh                | 05/06/1990
                Giới tính                | Nữ
                Địa chỉ cư trú           | Số 12, tổ dân phố số 3, phường Nguyễn Đại Năng
                Nơi đăng ký KCB ban đầu  | 30282
                Thứ tự trong hộ          | 1
                Mức đóng chuẩn (VNĐ)     | 105300
                Tỷ lệ đóng (%)           | 100
                Số tiền đóng (VNĐ)       | 1263600
                Số tháng                 | 12
                Từ ngày                  | 01/01/2026
                Đến ngày                 | 31/12/2026
                Ngày biên lai            | 02/07/2026
                Số biên lai              | 0000123
                Mã đợt nộp               | D01
                Nhân viên thu            | NV01
                Ghi chú                  |
            """,
        ),
        containers="xlsx, xls",
        note=(
            "Quyết định 595/QĐ-BHXH, 490/QĐ-BHXH. Residential groups come from the address; no column says the kind of participant, "
            "so that it comes from nowhere (H06)."
        ),
    ),
    Layout(
        "health_1111",
        "Old print with the insurance number added",
        Drawn(
            sheet="So the",
            titles=("SỔ THEO DÕI CẤP THẺ BẢO HIỂM Y TẾ", "Tháng 7 năm 2026"),
            columns="""
                STT          | 1
                Họ và tên    | Nguyễn Thị Đào
                Mã số thẻ    | HN2300112000123
                Mã số BHXH   | 0112000123
                Ngày sinh    | 05/06/1990
                Giới tính    | Nữ
                Địa chỉ      | Số 12, tổ dân phố số 3, phường Nguyễn Đại Năng
                Nơi đăng ký  | 30282
                Thời hạn từ  | 01/01/2026
                Thời hạn đến | 31/12/2026
            """,
        ),
        containers="xlsx, xls",
        note=(
            'Quyết định 1111/QĐ-BHXH. As printed it has the card\'s number alone and is held (F03); with "Mã số BHXH" beside it, it '
            "is read."
        ),
    ),
    Layout(
        "health_ivan_full",
        "I-VAN import file, whole",
        Drawn(
            sheet="D03",
            titles=("DANH SÁCH THAM GIA BẢO HIỂM Y TẾ THÁNG 7/2026",),
            columns="""
                STT                                                                                              | 1                                              | STT
                Họ và tên                                                                                        | Nguyễn Thị Đào                                 | HoTen
                Mã số BHXH                                                                                       | 0112000123                                     | MaSoBhxh
                Ngày sinh (dd/mm/yyyy)                                                                           | 05/06/1990                                     | NgaySinh
                Chỉ có năm sinh (0 - Đầy đủ 1 - Tháng năm 2 - Năm)                                               | 0                                              | ChiCoNamSinh
                Giới tính (0 - Nữ 1 - Nam)                                                                       | 0                                              | GioiTinh
                Tỉnh, thành phố nơi khám chữa bệnh                                                               | 30                                             | BenhVienTinhId
                Nơi đăng ký khám chữa bệnh ban đầu                                                               | 30282                                          | BenhVienId
                Biên lai > Biên lai, ngày tham gia (dd/MM/yyyy)                                                  | 02/07/2026                                     | NgayBienLai
                Biên lai > Số biên lai                                                                           | 0000123                                        | SoBienLai
                Tỷ lệ % được miễn giảm                                                                           |                                                | TyLeMienGiam
                Thời gian sử dụng thẻ                                                                            | 12                                             | SoThang
                Tiền lương, trợ cấp hoặc số tiền đóng                                                            | 1263600                                        | TienDong
                Từ ngày (dd/MM/yyyy)                                                                             | 01/01/2026                                     | TuNgay
                Đến ngày (dd/MM/yyyy)                                                                            | 31/12/2026                                     | DenNgay
                Phương án điều chỉnh                                                                             | TM                                             | PhuongAnId
                Mức hưởng BHYT                                                                                   | 4                                              | MucHuongBhyt
                Mã vùng sinh sống                                                                                |                                                | MaVungSinhSong
                Nơi đang sinh sống > Mã tỉnh đang sinh sống                                                      | 31                                             | MaTinh_DangSS
                Nơi đang sinh sống > Mã xã đang sinh sống                                                        | 10744                                          | MaXa_DangSS
                Nơi đang sinh sống > Ghi cụ thể, đầy đủ địa chỉ nơi đang sinh sống (số nhà, đường/phố, thôn/xóm) | Số 12, tổ dân phố số 3, phường Nguyễn Đại Năng | DiaChi_DangSS
                Ngày chết (dd/MM/yyyy)                                                                           |                                                | NgayChet
                Số CMND                                                                                          | 030190000123                                   | Cmnd
                Mã số Hộ gia đình                                                                                | 31-10744-0012                                  | MaHoGiaDinh
                Số điện thoại liên hệ                                                                            | 0900000123                                     | DienThoai
                Phương thức đóng                                                                                 | 12                                             | PhuongThucDong
                Ghi chú                                                                                          |                                                | GhiChu
            """,  # noqa: E501
        ),
        containers="xlsx",
        note=(
            "Sex as a code (1 = Nam, 0 = Nữ). The codes beside a birth date (0 whole, 1 month and year, 2 year alone) are known and "
            "not read."
        ),
    ),
    Layout(
        "health_renewals",
        "Renewals, old and new validity side by side",
        Drawn(
            sheet="GiaHan",
            titles=("DANH SÁCH THẺ BHYT THÁNG 07/2026",),
            columns="""
                STT                    | 1
                Mã số BHXH             | 0112000123
                Họ tên                 | Nguyễn Thị Đào
                Ngày sinh              | 05/06/1990
                Giới tính              | Nữ
                CCCD                   | 030190000123
                Điện thoại             | 0900000123
                Phương án              | ON
                Mức tiền đóng          | 1263600
                Hạn thẻ cũ > Từ ngày   | 01/01/2024
                Hạn thẻ cũ > Đến ngày  | 31/12/2024
                Hạn thẻ mới > Từ ngày  | 01/01/2026
                Hạn thẻ mới > Đến ngày | 31/12/2026
                Đối tượng đóng         | HN
                Số tháng               | 12
                Tỉnh / Thành phố       | Hải Phòng
                Quận / Huyện           |
                Xã phường              | Nguyễn Đại Năng
                Tổ thôn                | Tổ dân phố số 3
                Hình thức nạp          | Trực tuyến
                Ghi chú                |
            """,
        ),
        containers="xlsx",
        note="The new validity is the card's; the old one is known and not read.",
    ),
    Layout(
        "health_two_lists",
        "Two lists on one sheet",
        Drawn(
            sheet="BHYT",
            titles=("DANH SÁCH THẺ BẢO HIỂM Y TẾ THÁNG 7 NĂM 2026",),
            columns="""
                STT        | 1
                Họ và tên  | Nguyễn Thị Đào
                Ngày sinh  | 05/06/1990
                Số CCCD    | 030190000123
                Mã số BHXH | 0112000123
                Tổ dân phố | Tổ dân phố số 3
                Từ ngày    | 01/01/2026
                Đến ngày   | 31/12/2026
            """,
        ),
        Drawn(
            sheet="BHYT",
            titles=("DANH SÁCH THẺ BẢO HIỂM Y TẾ CẤP BỔ SUNG",),
            columns="""
                STT         | 1
                Mã số BHXH  | 0112000123
                Họ tên      | Nguyễn Thị Đào
                CCCD        | 030190000123
                Năm sinh    | 05/06/1990
                Hạn thẻ từ  | 01/01/2026
                Hạn thẻ đến | 31/12/2026
                Thôn/TDP    | Tổ dân phố số 3
            """,
        ),
        containers="xlsx",
        note="Each list has a title and headings of its own, in another order and other words.",
    ),
    Layout(
        "health_real_dates",
        "Real dates, women marked",
        Drawn(
            sheet="T7-2026",
            titles=("DANH SÁCH THẺ BHYT",),
            columns="""
                Số TT                | 1
                Họ và tên            | Nguyễn Thị Đào
                Nữ                   | x
                Năm sinh             | 1990-06-05 00:00:00
                Số định danh cá nhân | 030190000123
                Số sổ BHXH           | 0112000123
                Mã thẻ               | HN2300112000123
                GT từ                | 2026-01-01 00:00:00
                GT đến               | 2026-12-31 00:00:00
                KDC                  | Tổ dân phố số 3
            """,
        ),
        containers="xlsx",
        note='A single column "Nữ" with marks for women and nothing for men.',
    ),
)
