"""Layouts of the social insurance list: form D05-TS and the resident lists handed to communes."""

from flows.outputs.source_pages.layouts.drawn import Drawn, Layout

LAYOUTS = (
    Layout(
        "social_flat",
        "Resident list with its total",
        Drawn(
            sheet="DS tham gia",
            titles=(
                "BẢO HIỂM XÃ HỘI CƠ SỞ KINH MÔN",
                "DANH SÁCH NGƯỜI THAM GIA BHXH, BHTN CƯ TRÚ TRÊN ĐỊA BÀN PHƯỜNG NGUYỄN ĐẠI NĂNG",
                "(Số liệu đến 31/7/2026)",
            ),
            columns="""
                STT             | 1
                Mã số BHXH      | 0112000123
                Họ và tên       | Nguyễn Thị Đào
                Ngày sinh       | 05/06/1990
                Giới tính       | Nữ
                Số CCCD         | 030190000123
                Tổ dân phố      | Tổ dân phố số 3
                Địa chỉ         | Số 12, tổ dân phố số 3, phường Nguyễn Đại Năng
                Loại hình       | BHXH bắt buộc
                Đơn vị công tác | Công ty TNHH Ví Dụ 21
                Mức đóng        | 17500000
                Từ tháng        | 03/2024
                Đến tháng       | 12/2026
                Tình trạng      | Đang đóng
                Ghi chú         |
            """,
        ),
        containers="xlsx, ods",
        note='Months as MM/yyyy. Total "Tổng cộng | (n lượt tham gia)": participations, not people.',
    ),
    Layout(
        "social_d05",
        "List in the dress of form D05-TS, with state of payment",
        Drawn(
            sheet="D05-TS",
            titles=(
                "Tên đơn vị/Điểm thu: BHXH cơ sở Kinh Môn",
                "Mã đơn vị/Điểm thu: TH00000",
                "DANH SÁCH NGƯỜI THAM GIA BẢO HIỂM XÃ HỘI, BẢO HIỂM THẤT NGHIỆP",
                "Đợt nộp: 01 | Kỳ kê khai: 07/2026",
            ),
            groups=("I | Tăng", "I.1 | Người tham gia"),
            columns="""
                STT                                                                       | 1
                Họ và tên                                                                 | Nguyễn Thị Đào
                Mã số BHXH                                                                | 0112000123
                Số CCCD/CNTD/ĐD CN/hộ chiếu                                               | 030190000123
                Ngày sinh                                                                 | 05/06/1990
                Giới tính                                                                 | Nữ
                Thôn/TDP                                                                  | Tổ dân phố số 3
                Địa chỉ                                                                   | Số 12, tổ dân phố số 3, phường Nguyễn Đại Năng
                Loại hình tham gia                                                        | BHXH bắt buộc
                Tình trạng đóng                                                           | Đang đóng
                Mức thu nhập tháng đóng BHXH                                              | 17500000
                Phương thức đóng > Số tháng đóng                                          |
                Phương thức đóng > Từ tháng/năm                                           | 03/2024
                Phương thức đóng > Đến tháng/năm                                          | 12/2026
                Số tiền đóng > Trong đó > NSNN hỗ trợ theo quy định > Tỷ lệ % được hỗ trợ |
                Số tiền đóng > Trong đó > NSNN hỗ trợ theo quy định > Số tiền             |
                Mã số nhân viên thu                                                       |
                Ghi chú                                                                   |
            """,
        ),
        containers="xls, xlsx",
        note='Quyết định 490/QĐ-BHXH. Four header rows, a row of column codes, sections "Tăng", "Giảm" with sums.',
    ),
    Layout(
        "social_d05_print",
        "Form D05-TS of voluntary payers",
        Drawn(
            sheet="D05-TS",
            titles=(
                "Tên đơn vị/Điểm thu: Bưu điện Kinh Môn",
                "Mã đơn vị/Điểm thu: TH00000",
                "Địa chỉ: phường Nguyễn Đại Năng",
                "Điện thoại:",
                "DANH SÁCH NGƯỜI THAM GIA BẢO HIỂM XÃ HỘI TỰ NGUYỆN",
                "Đợt nộp: 01 | Kỳ kê khai: 07/2026",
            ),
            groups=("I | Tăng", "I.1 | Người tham gia"),
            columns="""
                STT                                                                       | 1
                Họ và tên                                                                 | Nguyễn Thị Đào
                Mã số BHXH                                                                | 0112000123
                Số CCCD/CNTD/ĐD CN/hộ chiếu                                               | 030190000123
                Địa chỉ                                                                   | Số 12, tổ dân phố số 3, phường Nguyễn Đại Năng
                Ngày biên lai                                                             | 02/07/2026
                Số biên lai                                                               | 0000456
                Mức thu nhập tháng đóng BHXH                                              | 6500000
                Phương thức đóng > Số tháng đóng                                          | 3
                Phương thức đóng > Từ tháng/năm                                           | 03/2024
                Số tiền đóng > Số tiền phải đóng theo quy định                            | 1320000
                Số tiền đóng > Người tham gia đóng                                        | 990000
                Số tiền đóng > Trong đó > NSNN hỗ trợ theo quy định > Tỷ lệ % được hỗ trợ | 20
                Số tiền đóng > Trong đó > NSNN hỗ trợ theo quy định > Số tiền             | 264000
                Số tiền đóng > Trong đó > NSĐP hỗ trợ thêm > Tỷ lệ % được hỗ trợ          | 5
                Số tiền đóng > Trong đó > NSĐP hỗ trợ thêm > Số tiền                      | 66000
                Số tiền đóng > Trong đó > Hỗ trợ khác > Tỷ lệ % được hỗ trợ               |
                Số tiền đóng > Trong đó > Hỗ trợ khác > Số tiền                           |
                Mã số nhân viên thu                                                       | NV01
                Tình trạng                                                                | Đang đóng
                Ghi chú                                                                   | Đối tượng Khác, Dân tộc Kinh, P.Thức Đóng_tiếp, SĐT 0900000123, Ngày sinh 05/06/1990, gmail khong-co@example.vn
            """,  # noqa: E501
        ),
        containers="xls, xlsx",
        note=(
            "Quyết định 490/QĐ-BHXH. The title names the kind of insurance. The form has no column for the state of payment: the "
            'ward asks for "Tình trạng" beside it, else the list is held (F03).'
        ),
    ),
    Layout(
        "social_residents",
        "Resident list, group in the place of the address",
        Drawn(
            sheet="DS cu tru",
            titles=("DANH SÁCH NGƯỜI THAM GIA BHXH, BHTN TRÊN ĐỊA BÀN PHƯỜNG NGUYỄN ĐẠI NĂNG THÁNG 07/2026",),
            columns="""
                STT                | 1
                Mã số BHXH         | 0112000123
                Họ và tên          | Nguyễn Thị Đào
                Ngày sinh          | 05/06/1990
                Giới tính          | Nữ
                Số CCCD            | 030190000123
                Địa chỉ (thôn/TDP) | Tổ dân phố số 3
                Loại hình          | BHXH bắt buộc
                Đơn vị công tác    | Công ty TNHH Ví Dụ 21
                Mã đơn vị          | TA0001A
                Mức đóng           | 17500000
                Từ tháng           | 202403
                Đến tháng          | 202612
                Tình trạng         | Đang đóng
            """,
        ),
        containers="xlsx",
        note="Months without a separator (yyyyMM).",
    ),
    Layout(
        "social_by_kind",
        "One sheet for each kind of insurance",
        Drawn(
            sheet="BHXH bắt buộc",
            titles=("DANH SÁCH NGƯỜI THAM GIA BẢO HIỂM XÃ HỘI BẮT BUỘC", "Tháng 7 năm 2026"),
            columns="""
                STT                            | 1
                Họ và tên                      | Nguyễn Thị Đào
                Mã số BHXH                     | 0112000123
                Ngày, tháng, năm sinh > Nam    |
                Ngày, tháng, năm sinh > Nữ     | 05/06/1990
                Số CCCD                        | 030190000123
                Nơi cư trú                     | Số 12, tổ dân phố số 3, phường Nguyễn Đại Năng
                Thời gian tham gia > Từ tháng  | 03/2024
                Thời gian tham gia > Đến tháng | 12/2026
                Trạng thái                     | Đang đóng
                SĐT                            | 0900000123
            """,
        ),
        containers="xlsx, ods",
        note=(
            'Sheets "BHXH bắt buộc", "BHXH tự nguyện" and "BHTN" with the same headings: the title, not a column, names the kind. '
            "The birth date stands under Nam or Nữ, which says the sex."
        ),
    ),
)
