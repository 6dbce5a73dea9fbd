"""Layouts of the dossier log: the statutory register, what vendors make of it, the national synchronisation."""

from flows.outputs.source_pages.layouts.drawn import Drawn, Layout

LAYOUTS = (
    Layout(
        "dossiers_register",
        "Statutory register (Mẫu sổ theo dõi hồ sơ) with procedure code and state",
        Drawn(
            sheet="Sổ theo dõi",
            titles=(
                "UBND PHƯỜNG NGUYỄN ĐẠI NĂNG",
                "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
                "SỔ THEO DÕI HỒ SƠ",
                "(Từ ngày 01/07/2026 đến ngày 31/07/2026 )",
            ),
            groups=("I | Lĩnh vực Hộ tịch",),
            columns="""
                TT                                          | 1
                Mã hồ sơ                                    | H24.40-260703-0012
                Mã TTHC                                     | 1.001193
                Tên TTHC                                    | Đăng ký khai sinh
                Số lượng hồ sơ (bộ)                         | 1
                Tên cá nhân, tổ chức                        | Nguyễn Thị Đào
                Địa chỉ, số điện thoại                      | Số 12, tổ dân phố số 3, phường Nguyễn Đại Năng, 0900000123
                Cơ quan chủ trì giải quyết                  | UBND phường Nguyễn Đại Năng
                Hình thức tiếp nhận                         | Trực tuyến
                Ngày, tháng, năm > Nhận hồ sơ               | 03/07/2026
                Ngày, tháng, năm > Hẹn trả kết quả          | 06/07/2026
                Ngày, tháng, năm > Ngày kết thúc xử lý      | 06/07/2026
                Ngày, tháng, năm > Trả kết quả              | 06/07/2026
                Ngày, tháng, năm > Phương thức nhận kết quả | Trực tiếp
                Trạng thái hồ sơ                            | Đã trả kết quả
                Ghi chú                                     |
            """,
        ),
        containers="xlsx, xls",
        note=(
            "Mẫu 06 of Thông tư 01/2018/TT-VPCP (now mẫu 07 of Thông tư 03/2025/TT-VPCP) with the columns that systems add. A row of "
            'column numbers under the headings; group rows name the field of work; a total "Tổng cộng (n hồ sơ)".'
        ),
    ),
    Layout(
        "dossiers_statutory",
        "Statutory register as the form prints it",
        Drawn(
            sheet="Mẫu 06",
            titles=(
                "UBND PHƯỜNG NGUYỄN ĐẠI NĂNG",
                "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
                "SỔ THEO DÕI HỒ SƠ",
                "(Từ ngày 01/07/2026 đến ngày 31/07/2026 )",
            ),
            columns="""
                TT                                          | 1
                Mã hồ sơ                                    | H24.40-260703-0012
                Tên TTHC                                    | Đăng ký khai sinh
                Số lượng hồ sơ (bộ)                         | 1
                Tên cá nhân, tổ chức                        | Nguyễn Thị Đào
                Địa chỉ, số điện thoại                      | Số 12, tổ dân phố số 3, phường Nguyễn Đại Năng, 0900000123
                Cơ quan chủ trì giải quyết                  | UBND phường Nguyễn Đại Năng
                Ngày, tháng, năm > Nhận hồ sơ               | 03/07/2026
                Ngày, tháng, năm > Hẹn trả kết quả          | 06/07/2026
                Ngày, tháng, năm > Trả kết quả              | 06/07/2026
                Ngày, tháng, năm > Phương thức nhận kết quả | Trực tiếp
                Ngày, tháng, năm > Ký nhận                  |
                Ghi chú                                     |
            """,
        ),
        containers="xlsx, xls, ods",
        note=(
            "Mẫu 06 of Thông tư 01/2018/TT-VPCP. No state and no channel: the state comes from the dates, all dossiers count as "
            'direct. Address and telephone stand in one cell; "…" where there is no date yet.'
        ),
    ),
    Layout(
        "dossiers_tandan",
        "Register filled in by a provincial system",
        Drawn(
            sheet="Sheet1",
            titles=(
                "ỦY BAN NHÂN DÂN PHƯỜNG NGUYỄN ĐẠI NĂNG",
                "SỔ THEO DÕI HỒ SƠ",
                "Từ ngày 01/07/2026 đến ngày 31/07/2026 ",
                "Trạng thái hồ sơ: Tất cả",
            ),
            columns="""
                STT               | 1
                Mã hồ sơ          | H24.40-260703-0012
                Trích yếu hồ sơ   | Đăng ký khai sinh
                Số bộ hồ sơ       | 1
                Chủ hồ sơ         | Nguyễn Thị Đào
                Địa chỉ chủ hồ sơ | Số 12, tổ dân phố số 3, phường Nguyễn Đại Năng
                Số điện thoại     | 0900000123
                Ngày tiếp nhận    | 03/07/2026 08:15:29
                Ngày hẹn trả      | 06/07/2026 17:00:00
                Ngày trả          | 06/07/2026 15:05:00
                Người nhận hồ sơ  | Cán bộ một cửa
                Địa bàn           | Phường Nguyễn Đại Năng - Thị xã Kinh Môn - Tỉnh Hải Dương
            """,
        ),
        containers="xlsx",
        note=(
            'File name "Sổ theo dõi hồ sơ_yyyy_MM_dd_hh_mm.xlsx", which tells when it was made, not its month. Dates are text with '
            'their time; "~" where there is none.'
        ),
    ),
    Layout(
        "dossiers_flat",
        "Vendor's list",
        Drawn(
            sheet="Danh sách hồ sơ",
            columns="""
                STT                 | 1
                Số hồ sơ            | H24.40-260703-0012
                Mã thủ tục          | 1.001193
                Tên thủ tục         | Đăng ký khai sinh
                Lĩnh vực            | Hộ tịch
                Mức độ              | Toàn trình
                Chủ hồ sơ           | Nguyễn Thị Đào
                Số điện thoại       | 0900000123
                Địa chỉ             | Số 12, tổ dân phố số 3, phường Nguyễn Đại Năng
                Ngày tiếp nhận      | 03/07/2026 08:15:29
                Ngày hẹn trả        | 06/07/2026 17:00:00
                Ngày kết thúc xử lý | 06/07/2026 09:40:12
                Ngày trả kết quả    | 06/07/2026 15:05:00
                Hình thức nộp       | Trực tuyến
                Trạng thái          | Đã trả kết quả
                Đơn vị xử lý        | UBND phường Nguyễn Đại Năng
            """,
        ),
        containers="xlsx, csv",
        note="One header row, nothing above it: the month stands in the file or folder name.",
    ),
    Layout(
        "dossiers_igate",
        "Vendor's wide list with the vendor's own verdict",
        Drawn(
            sheet="DanhSach",
            titles=("DANH SÁCH HỒ SƠ THÁNG 07/2026",),
            columns="""
                STT                    | 1
                Mã hồ sơ               | H24.40-260703-0012
                Mã TTHC                | 1.001193
                Thủ tục hành chính     | Đăng ký khai sinh
                Lĩnh vực               | Hộ tịch
                Mức độ DVC             | Toàn trình
                Người nộp              | Nguyễn Thị Đào
                Số giấy tờ             |
                Số điện thoại          | 0900000123
                Địa chỉ                | Số 12, tổ dân phố số 3, phường Nguyễn Đại Năng
                Ngày nộp hồ sơ         | 03/07/2026
                Ngày tiếp nhận         | 2026-07-03 08:15:29
                Hạn xử lý              | 2026-07-06 17:00:00
                Ngày có kết quả        | 2026-07-06 09:40:12
                Ngày trả               | 2026-07-06 15:05:00
                Kênh thực hiện         | Nộp trực tuyến
                Hình thức nhận kết quả | Trực tiếp
                Trạng thái hồ sơ       | Đã trả kết quả
                Tình trạng             | Đúng hạn
                Cơ quan giải quyết     | UBND phường Nguyễn Đại Năng
                Cán bộ tiếp nhận       | Cán bộ A
                Cán bộ xử lý           | Cán bộ B
                Phí, lệ phí            | 8000
                Thanh toán             | Đã thanh toán
                Ngày bổ sung           |
                Thời gian trễ          | 0 ngày 0 giờ
                Ghi chú                |
            """,
        ),
        containers="xlsx",
        note=(
            'Real dates with their time. The verdict "Tình trạng" is known and not read: whether a dossier is on time is worked out '
            "from its dates."
        ),
    ),
    Layout(
        "dossiers_web",
        "List of a web page, saved by the browser",
        Drawn(
            sheet="Sheet1",
            titles=("SỔ THEO DÕI TÌNH HÌNH TIẾP NHẬN HỒ SƠ TTHC", "(Từ ngày 01/07/2026 đến ngày 31/07/2026 )"),
            columns="""
                STT                                  | 1
                Mã hồ sơ                             | H24.40-260703-0012
                Thủ tục                              | Đăng ký khai sinh
                Họ tên chủ hồ sơ                     | Nguyễn Thị Đào
                Địa chỉ chủ hồ sơ                    | Số 12, tổ dân phố số 3, phường Nguyễn Đại Năng
                Số điện thoại                        | 0900000123
                Ngày, tháng, năm > Nhận hồ sơ        | 03/07/2026 08:15:29
                Ngày, tháng, năm > Hẹn trả kết quả   | 06/07/2026
                Ngày, tháng, năm > Ngày nhận kết quả | 06/07/2026
            """,
        ),
        containers="HTML named .xls",
        note="One page of many, unless all rows were asked for: F06 compares with the total under the list. Neither channel nor state.",
    ),
    Layout(
        "dossiers_feed",
        "Field names of the national synchronisation",
        Drawn(
            sheet="DongBo",
            columns="""
                MaHoSo                      | H24.40-260703-0012
                MaTTHC                      | 1.001193.000.00.00.H24
                TenTTHC                     | Đăng ký khai sinh
                MaLinhVuc                   | G15-LV01
                TenLinhVuc                  | Hộ tịch
                KenhThucHien                | 2
                ChuHoSo                     | Nguyễn Thị Đào
                SoGiayToChuHoSo             |
                DiaChiChuHoSo               | Số 12, tổ dân phố số 3, phường Nguyễn Đại Năng
                SoDienThoaiChuHoSo          | 0900000123
                EmailChuHoSo                |
                NgayNopHoSo                 | 20260703081529
                NgayTiepNhan                | 20260703081529
                NgayHenTra                  | 20260706170000
                NgayKetThucXuLy             | 20260706094012
                NgayTra                     | 20260706150500
                TrangThai                   | 10
                MaKetQua                    |
                DuongDanTepTinKetQua        |
                DuocThanhToanTrucTuyen      | 1
                DanhSachLePhi               |
                HoSoCoThanhPhanSoHoa        | 1
                TaiLieuNop.DuocSoHoa        | 1
                TaiLieuNop.DuocLayTuKhoDMQG | 0
                ThoiGianGiaiQuyet           | 3
                DonViTinh                   | ngày
            """,
        ),
        containers="csv, xlsx",
        note=(
            "No running number. Dates as yyyyMMddHHmmss, channel and state as codes, procedure codes in their long form. Fields "
            "about papers and payment are known and not read."
        ),
    ),
)
