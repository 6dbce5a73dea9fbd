"""One row is one figure that a department states for one indicator, area and month; sheet "Dân số" states the denominators.

Issued by the ward's departments in the workbook that ``chitieu template`` writes.

Data flow: reading.Table -> CONTRACT -> clean -> expectations.sources.department_report -> sql/publish/department_report.sql
"""

from transforms.columns import NOTE
from transforms.contract import Column, Contract

AREA = Column("area", "Khu vực", ("Địa bàn", "Tên khu vực", "Đơn vị hành chính", "Tổ dân phố", "Phạm vi"), "Ward, residential group or former unit")
MONTH = Column("month", "Tháng", ("Kỳ", "Kỳ báo cáo", "Tháng báo cáo", "Tháng/năm"), "Month of the figure, MM/yyyy")

POPULATION = Contract(
    source="population",
    columns=(
        AREA, MONTH,
        Column("population_count", "Dân số", ("Số dân", "Tổng dân số", "Số nhân khẩu", "Nhân khẩu"), "Residents", unit="people"),
        Column("household_count", "Số hộ", ("Tổng số hộ", "Số hộ dân"), "Households", unit="households"),
        Column("family_count", "Số gia đình", ("Tổng số gia đình",), "Families that may be recognised", unit="families"),
        Column("labour_force_count", "Lực lượng lao động trong độ tuổi", ("Lực lượng lao động", "Số lao động trong độ tuổi", "Lao động trong độ tuổi"),
               "Labour force of working age", unit="people"),
        Column("school_age_child_count", "Trẻ em trong độ tuổi đi học", ("Trẻ em trong độ tuổi đến trường", "Số trẻ em trong độ tuổi đi học"), "Children of school age",
               unit="children"),
        NOTE,
    ),
    required=(("area",), ("month",), ("population_count",), ("household_count",), ("family_count",), ("labour_force_count",), ("school_age_child_count",)),
    distinctive=("labour_force_count", "school_age_child_count", "family_count", "household_count"),
)

CONTRACT = Contract(
    source="department_report",
    columns=(
        Column("indicator_code", "Mã chỉ tiêu", ("Mã", "Mã số chỉ tiêu", "Mã CT"), "Code in the plan's catalogue"),
        Column("indicator_name", "Tên chỉ tiêu", ("Chỉ tiêu", "Nội dung chỉ tiêu"), "Name, for the reader of the workbook", reader_only=True),
        AREA, MONTH,
        Column("numerator", "Tử số", ("Số đạt", "Tử"), "Numerator of a share"),
        Column("denominator", "Mẫu số", ("Tổng số", "Mẫu"), "Denominator of a share"),
        Column("value", "Giá trị", ("Số liệu", "Kết quả", "Giá trị thực hiện"), "Value of a count, an amount or a recognition"),
        Column("unit", "Đơn vị", ("Đơn vị tính", "ĐVT"), "Unit, for the reader of the workbook", reader_only=True),
        NOTE,
    ),
    required=(("indicator_code",), ("area",), ("month",), ("numerator",), ("denominator",), ("value",)),
    distinctive=("indicator_code", "numerator", "denominator", "value"),
    titles=("chi tieu",),
    others=(POPULATION,),
)
