"""Layouts of the poverty list: the national software's workbook and the lists that wards make themselves."""

from flows.outputs.source_pages.layouts.drawn import Drawn, Layout

LAYOUTS = (
    Layout(
        "poverty_national",
        "National software, three sheets",
        Drawn(
            sheet="Danh sách hộ",
            titles=("ỦY BAN NHÂN DÂN PHƯỜNG NGUYỄN ĐẠI NĂNG", "DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO SAU KHI RÀ SOÁT", "Tháng 7 năm 2026"),
            columns="""
                TT                            | 1
                Mã hộ                         | 31-10744-0012
                Họ và tên chủ hộ              | Nguyễn Thị Đào
                Họ và tên thành viên          | Nguyễn Thị Đào
                Quan hệ với chủ hộ            | Chủ hộ
                Ngày, tháng, năm sinh         | 05/06/1990
                Giới tính                     | Nữ
                Số CCCD                       | 030190000123
                Tỉnh                          | Thành phố Hải Phòng
                Xã                            | Phường Nguyễn Đại Năng
                Mã xã                         | 10744
                Thôn/TDP                      | Tổ dân phố số 3
                Dân tộc                       | Kinh
                Phân loại hộ                  | Hộ nghèo
                Số quyết định công nhận       | 70/QĐ-UBND
                Ngày ban hành QĐ              | 29/01/2026
                Điểm B1                       | 165
                Điểm B2                       | 30
                Hộ không có khả năng lao động |
                Tuổi                          | 35
                Số nhân khẩu                  | 4
            """,
        ),
        Drawn(
            sheet="Thoát cận nghèo",
            kind="left",
            titles=("DANH SÁCH HỘ THOÁT CẬN NGHÈO SAU KHI RÀ SOÁT", "Tháng 7 năm 2026"),
            columns="""
                Mã hộ              | 31-10744-0012
                Họ và tên          | Nguyễn Thị Đào
                Quan hệ với chủ hộ | Chủ hộ
                Giới tính          | Nữ
                Ngày sinh          | 05/06/1990
                Số CCCD            | 030190000123
                Dân tộc            | Kinh
                Thôn/TDP           | Tổ dân phố số 3
                Điểm B1            | 105
                Điểm B2            | 20
                Ghi chú            |
            """,
        ),
        containers="xlsx, xls",
        note=(
            "Thông tư 07/2021/TT-BLĐTBXH. Values of the household stand on the head's row. Those who left poverty stand on sheets of "
            "their own and count for nothing but X04."
        ),
    ),
    Layout(
        "poverty_own",
        "The ward's own list with members",
        Drawn(
            sheet="DS ho ngheo",
            titles=(
                "ỦY BAN NHÂN DÂN PHƯỜNG NGUYỄN ĐẠI NĂNG",
                "PHỤ LỤC: DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO (Số liệu đến ngày 31/7/2026)",
                "(Kèm theo Quyết định số 115/QĐ-UBND ngày 04/08/2026 của UBND phường)",
            ),
            groups=("A. HỘ NGHÈO",),
            columns="""
                STT                                                           | 1
                Mã hộ                                                         | 31-10744-0012
                Họ và tên chủ hộ, thành viên                                  | Nguyễn Thị Đào
                Quan hệ với chủ hộ                                            | Chủ hộ
                Ngày, tháng, năm sinh > Nam                                   |
                Ngày, tháng, năm sinh > Nữ                                    | 05/06/1990
                Số CCCD                                                       | 030190000123
                Dân tộc                                                       | Kinh
                Tổ dân phố                                                    | Tổ dân phố số 3
                Số nhân khẩu                                                  | 4
                Điểm > B1                                                     | 165
                Điểm > B2                                                     | 30
                Chỉ số thiếu hụt > 1. Việc làm                                | x
                Chỉ số thiếu hụt > 2. Người phụ thuộc trong hộ gia đình       |
                Chỉ số thiếu hụt > 3. Dinh dưỡng                              |
                Chỉ số thiếu hụt > 4. Bảo hiểm y tế                           | x
                Chỉ số thiếu hụt > 5. Trình độ giáo dục của người lớn         |
                Chỉ số thiếu hụt > 6. Tình trạng đi học của trẻ em            |
                Chỉ số thiếu hụt > 7. Chất lượng nhà ở                        | x
                Chỉ số thiếu hụt > 8. Diện tích nhà ở bình quân đầu người     |
                Chỉ số thiếu hụt > 9. Nguồn nước sinh hoạt                    |
                Chỉ số thiếu hụt > 10. Nhà tiêu hợp vệ sinh                   |
                Chỉ số thiếu hụt > 11. Sử dụng dịch vụ viễn thông             |
                Chỉ số thiếu hụt > 12. Phương tiện phục vụ tiếp cận thông tin |
                Hộ không có khả năng lao động                                 |
                Số quyết định                                                 | 70/QĐ-UBND
                Ngày quyết định                                               | 29/01/2026
                Ghi chú                                                       |
            """,
        ),
        Drawn(
            sheet="Ho thoat",
            kind="left",
            titles=("DANH SÁCH HỘ THOÁT NGHÈO, THOÁT CẬN NGHÈO", "Tháng 7 năm 2026"),
            columns="""
                Mã hộ              | 31-10744-0012
                Họ và tên          | Nguyễn Thị Đào
                Quan hệ với chủ hộ | Chủ hộ
                Giới tính          | Nữ
                Ngày sinh          | 05/06/1990
                Số CCCD            | 030190000123
                Dân tộc            | Kinh
                Thôn/TDP           | Tổ dân phố số 3
                Điểm B1            | 105
                Điểm B2            | 20
                Ghi chú            |
            """,
        ),
        containers="xlsx, ods",
        note='Group rows tell the class. The birth date stands under Nam or Nữ, which says the sex; "x" marks each deprivation.',
    ),
    Layout(
        "poverty_national_full",
        "National software, every column",
        Drawn(
            sheet="Danh sách hộ",
            titles=("DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO SAU KHI RÀ SOÁT", "Tháng 7 năm 2026"),
            columns="""
                TT                                              | 1
                STT hộ                                          | 1
                Họ và tên chủ hộ                                | Nguyễn Thị Đào
                Họ và tên thành viên                            | Nguyễn Thị Đào
                Quan hệ với chủ hộ                              | Chủ hộ
                Ngày, tháng, năm sinh                           | 05/06/1990
                Giới tính                                       | Nữ
                CMND/CCCD                                       | 030190000123
                Tỉnh                                            | Thành phố Hải Phòng
                Huyện                                           |
                Mã huyện                                        |
                Xã                                              | Phường Nguyễn Đại Năng
                Mã xã                                           | 10744
                Thôn/TDP                                        | Tổ dân phố số 3
                Dân tộc                                         | Kinh
                Phân loại hộ                                    | Hộ nghèo
                Số quyết định công nhận                         | 70/QĐ-UBND
                Ngày ban hành QĐ                                | 29/01/2026
                Điểm B1                                         | 165
                Điểm B2                                         | 30
                Hộ DTTS                                         | Không
                Hộ không có khả năng lao động                   |
                Hộ có thành viên là người có công với cách mạng |
                Nguyên nhân nghèo                               | Không có lao động
                                                                |
                Tuổi                                            | 35
                Số nhân khẩu                                    | 4
            """,
        ),
        Drawn(
            sheet="Thoát nghèo",
            kind="left",
            titles=("DANH SÁCH HỘ THOÁT NGHÈO SAU KHI RÀ SOÁT", "Tháng 7 năm 2026"),
            columns="""
                Mã hộ              | 31-10744-0012
                Họ và tên          | Nguyễn Thị Đào
                Quan hệ với chủ hộ | Chủ hộ
                Giới tính          | Nữ
                Ngày sinh          | 05/06/1990
                Số CCCD            | 030190000123
                Dân tộc            | Kinh
                Thôn/TDP           | Tổ dân phố số 3
                Điểm B1            | 105
                Điểm B2            | 20
                Ghi chú            |
            """,
        ),
        containers="xls",
        note="Households are numbered within the list, not coded; one column has no heading.",
    ),
    Layout(
        "poverty_marked",
        "The ward's own list of heads, class marked",
        Drawn(
            sheet="Ho ngheo",
            titles=(
                "ỦY BAN NHÂN DÂN PHƯỜNG NGUYỄN ĐẠI NĂNG",
                "DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO THÁNG 7 NĂM 2026",
                "(Kèm theo Quyết định số 120/QĐ-UBND ngày 04/08/2026 của UBND phường)",
            ),
            groups=("I. Tổ dân phố số 3",),
            columns="""
                STT                                                          | 1
                Họ và tên chủ hộ                                             | Nguyễn Thị Đào
                Ngày, tháng, năm sinh > Nam                                  |
                Ngày, tháng, năm sinh > Nữ                                   | 05/06/1990
                Số CCCD                                                      | 030190000123
                Dân tộc                                                      | Kinh
                Địa chỉ (Tổ dân phố)                                         | Tổ dân phố số 3
                Số nhân khẩu                                                 | 4
                Phân loại > Hộ nghèo                                         | x
                Phân loại > Hộ cận nghèo                                     |
                Điểm > B1                                                    | 165
                Điểm > B2                                                    | 30
                Chỉ số thiếu hụt > 1 Việc làm                                | x
                Chỉ số thiếu hụt > 2 Người phụ thuộc trong hộ gia đình       |
                Chỉ số thiếu hụt > 3 Dinh dưỡng                              |
                Chỉ số thiếu hụt > 4 Bảo hiểm y tế                           | x
                Chỉ số thiếu hụt > 5 Trình độ giáo dục của người lớn         |
                Chỉ số thiếu hụt > 6 Tình trạng đi học của trẻ em            |
                Chỉ số thiếu hụt > 7 Chất lượng nhà ở                        | x
                Chỉ số thiếu hụt > 8 Diện tích nhà ở bình quân đầu người     |
                Chỉ số thiếu hụt > 9 Nguồn nước sinh hoạt                    |
                Chỉ số thiếu hụt > 10 Nhà tiêu hợp vệ sinh                   |
                Chỉ số thiếu hụt > 11 Sử dụng dịch vụ viễn thông             |
                Chỉ số thiếu hụt > 12 Phương tiện phục vụ tiếp cận thông tin |
                Nguyên nhân nghèo > 1                                        |
                Nguyên nhân nghèo > 2                                        |
                Nguyên nhân nghèo > 3                                        | x
                Nguyên nhân nghèo > 4                                        |
                Nguyên nhân nghèo > 5                                        |
                Nguyên nhân nghèo > 6                                        |
                Nguyên nhân nghèo > 7                                        |
                Nguyên nhân nghèo > 8                                        |
                Hộ không có khả năng lao động                                |
                Ghi chú                                                      |
            """,
        ),
        containers="xlsx",
        note='One row a household. Group rows name the residential group; "x" under Hộ nghèo or Hộ cận nghèo.',
    ),
    Layout(
        "poverty_grouped",
        "The ward's own list of heads, class and group in group rows",
        Drawn(
            sheet="DS ho",
            titles=(
                "ỦY BAN NHÂN DÂN PHƯỜNG NGUYỄN ĐẠI NĂNG",
                "DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO THÁNG 7 NĂM 2026",
                "(Kèm theo Quyết định số 120/QĐ-UBND ngày 04/08/2026 của UBND phường)",
            ),
            groups=("I. | Tổ dân phố số 3", "A. HỘ NGHÈO"),
            columns="""
                STT                           | 1
                Họ và tên chủ hộ              | Nguyễn Thị Đào
                Ngày, tháng, năm sinh > Nam   |
                Ngày, tháng, năm sinh > Nữ    | 05/06/1990
                Số CCCD                       | 030190000123
                Dân tộc                       | Kinh
                Số nhân khẩu                  | 4
                Điểm > B1                     | 165
                Điểm > B2                     | 30
                Hộ không có khả năng lao động |
                Số quyết định                 | 70/QĐ-UBND
                Ngày quyết định               | 29/01/2026
                Ghi chú                       |
            """,
        ),
        containers="xlsx",
        note="Neither a column for the class nor one for the residential group.",
    ),
)
