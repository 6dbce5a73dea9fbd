"""One row is one dossier in the monthly log of the one-stop shop (một cửa).

Issued by the one-stop system under Nghị định 118/2025/NĐ-CP; the statutory log is Mẫu sổ theo dõi hồ sơ (Thông tư
01/2018/TT-VPCP mẫu 06, now Thông tư 03/2025/TT-VPCP mẫu 07); vendors send flat lists of their own.

Data flow: reading.Table -> CONTRACT -> clean -> expectations.sources.dossiers -> sql/publish/dossiers.sql -> fact_dossier
"""

from transforms.columns import ADDRESS, NOTE, PERSONAL_ID, PHONE, SERIAL_NUMBER, ignored
from transforms.contract import Column, Contract

CONTRACT = Contract(
    source="dossiers",
    columns=(
        SERIAL_NUMBER,
        Column("dossier_code", "Mã hồ sơ", ("Số hồ sơ", "Mã số hồ sơ", "Mã biên nhận", "Số biên nhận", "Mã tra cứu", "maHoSo", "Mã hồ sơ TTHC"),
               "Code of the dossier: agency, date, serial"),
        Column("procedure_code", "Mã TTHC", ("Mã thủ tục", "Mã thủ tục hành chính", "maTTHC", "Mã số TTHC"), "National code of the procedure"),
        Column("procedure_name", "Tên TTHC", ("Tên thủ tục", "Thủ tục hành chính", "Tên thủ tục hành chính", "Thủ tục", "Nội dung hồ sơ", "Trích yếu hồ sơ",
                                              "tenTTHC", "trichYeuHoSo", "Nội dung"), "Name of the procedure"),
        Column("field_name", "Lĩnh vực", ("Tên lĩnh vực", "tenLinhVuc", "Lĩnh vực giải quyết"), "Field of work; group rows say it too"),
        Column("applicant_name", "Tên cá nhân, tổ chức", ("Người nộp", "Chủ hồ sơ", "Họ tên chủ hồ sơ", "Họ tên người nộp", "Cá nhân/tổ chức", "chuHoSo",
                                                          "Người nộp hồ sơ", "Tên tổ chức, cá nhân", "Họ và tên chủ hồ sơ", "Tên người nộp"), "Applicant", personal=True),
        Column("address_and_phone", "Địa chỉ, số điện thoại", ("Địa chỉ, SĐT", "Địa chỉ và số điện thoại", "Địa chỉ - số điện thoại"),
               "One cell that holds both, as the statutory form has it", personal=True),
        ADDRESS, PHONE, PERSONAL_ID,
        Column("channel", "Hình thức tiếp nhận", ("Kênh thực hiện", "Hình thức nộp", "Phương thức nộp", "Cách thức nộp", "Loại tiếp nhận", "kenhThucHien",
                                                  "Phương thức tiếp nhận", "Hình thức nộp hồ sơ"), "How the dossier was handed in"),
        Column("received_at", "Ngày tiếp nhận", ("Ngày, tháng, năm > Nhận hồ sơ", "Nhận hồ sơ", "Ngày nhận", "Ngày nhận hồ sơ", "Thời gian tiếp nhận", "ngayTiepNhan",
                                                 "Ngày giờ tiếp nhận", "Ngày tiếp nhận hồ sơ"), "When it was received"),
        Column("due_at", "Ngày hẹn trả", ("Ngày, tháng, năm > Hẹn trả kết quả", "Hẹn trả kết quả", "Ngày hẹn trả kết quả", "Hạn trả", "Hạn xử lý", "Hạn giải quyết",
                                          "ngayHenTra", "Hẹn trả", "Ngày hẹn", "Hạn trả kết quả", "Thời hạn trả"), "When the result is due"),
        Column("finished_at", "Ngày kết thúc xử lý", ("Ngày xử lý xong", "Ngày có kết quả", "Ngày hoàn thành", "ngayKetThucXuLy", "Kết thúc xử lý",
                                                      "Ngày, tháng, năm > Ngày kết thúc xử lý", "Ngày kết thúc", "Thời gian kết thúc"), "When processing ended"),
        Column("returned_at", "Ngày trả kết quả", ("Ngày, tháng, năm > Trả kết quả", "Trả kết quả", "Ngày trả", "Ngày nhận kết quả", "ngayTra",
                                                   "Ngày, tháng, năm > Ngày nhận kết quả", "Thời gian trả kết quả"), "When the result was handed over"),
        Column("status", "Trạng thái hồ sơ", ("Trạng thái", "Tình trạng hồ sơ", "Tình trạng xử lý", "trangThai"), "State of the dossier as the system words it"),
        Column("vendor_verdict", "Tình trạng", ("Kết quả xử lý", "Đúng hạn/Trễ hạn", "Thời hạn", "Tình trạng đúng hạn"), "The system's own verdict on time", reader_only=True),
        Column("return_channel", "Phương thức nhận kết quả", ("Hình thức nhận kết quả", "Hình thức trả", "Hình thức trả kết quả", "Ngày, tháng, năm > Phương thức nhận kết quả"),
               "How the result is handed over", reader_only=True),
        NOTE,
        ignored("Số lượng hồ sơ (bộ)", "Số bộ hồ sơ", "Số lượng hồ sơ", "soBoHoSo"),
        ignored("Cơ quan chủ trì giải quyết", "Cơ quan giải quyết", "Đơn vị xử lý", "Đơn vị giải quyết", "Cơ quan thực hiện", "tenDonVi", "Đơn vị tiếp nhận"),
        ignored("Mức độ", "Mức độ DVC", "Mức DVC", "Loại dịch vụ công", "Mức độ dịch vụ công"),
        ignored("Ngày nộp", "Ngày nộp hồ sơ", "ngayNopHoSo"), ignored("Cán bộ tiếp nhận", "tenNguoiNhanHoSo", "Người tiếp nhận"),
        ignored("Cán bộ xử lý", "Người xử lý"), ignored("Phí, lệ phí", "Lệ phí", "Phí"), ignored("Thanh toán"), ignored("Ngày bổ sung"),
        ignored("Số ngày trễ", "Thời gian trễ", "Số ngày quá hạn"), ignored("Ký nhận", "Ngày, tháng, năm > Ký nhận"), ignored("Loại chủ hồ sơ", "Đối tượng nộp"),
        ignored("Email", "emailChuHoSo"), ignored("Mã lĩnh vực", "maLinhVuc"), ignored("Mã kết quả", "maKetQua"), ignored("Tổ dân phố", "TDP"),
    ),
    required=(("dossier_code",), ("received_at",), ("due_at",)),
    distinctive=("dossier_code", "received_at", "due_at", "procedure_code", "finished_at", "returned_at"),
    titles=("so theo doi ho so", "danh sach ho so", "theo doi tinh hinh tiep nhan ho so", "ho so tthc"),
    supplied=("field_name",),
)
