"""The one layout of the departmental report: the workbook that the product hands out."""

from flows.outputs.source_pages.layouts.drawn import Drawn, Layout

LAYOUTS = (
    Layout(
        "report_workbook",
        "Workbook of `chitieu template`",
        Drawn(
            sheet="Chỉ tiêu",
            columns="""
                Mã chỉ tiêu  | AN01
                Tên chỉ tiêu | Tuyển chọn và gọi công dân nhập ngũ, nghĩa vụ công an
                Khu vực      | Phường Nguyễn Đại Năng
                Tháng        | 07/2026
                Tử số        | 14
                Mẫu số       | 14
                Giá trị      |
                Đơn vị       | %
                Ghi chú      |
            """,
        ),
        Drawn(
            sheet="Dân số",
            kind="population",
            columns="""
                Khu vực                          | Phường Nguyễn Đại Năng
                Tháng                            | 07/2026
                Dân số                           | 29083
                Số hộ                            | 8120
                Số gia đình                      | 7950
                Lực lượng lao động trong độ tuổi | 13460
                Trẻ em trong độ tuổi đi học      | 6230
            """,
        ),
        containers="xlsx",
        note="Drop-downs for indicators, areas and months. Rows in which nothing was filled in are no rows.",
    ),
)
