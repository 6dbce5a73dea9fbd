"""What stopped a night and what mends it, in Vietnamese, for people who do not read the program's log."""

#: By ``ChitieuError.trouble``: what was found, what whoever looks after the computer is asked to do.
TROUBLES_VI: dict[str, tuple[str, str]] = {
    "sources": ("không lấy được tệp từ nguồn nào", "kiểm tra mạng, máy chủ và tài khoản của các nguồn"),
    "database": ("cơ sở dữ liệu không làm việc được", "khởi động lại cơ sở dữ liệu"),
    "disk": ("đĩa đã đầy", "giải phóng dung lượng đĩa"),
    "rights": ("chương trình thiếu quyền đọc hoặc ghi", "cấp lại quyền cho tài khoản chạy chương trình"),
    "settings": ("cấu hình của phường có chỗ sai", "sửa chỗ mà nhật ký chỉ ra"),
    "killed": ("đợt chạy bị ngắt giữa chừng, có thể do máy thiếu bộ nhớ", "kiểm tra bộ nhớ của máy"),
    "program": ("chương trình gặp lỗi", "gửi câu báo lỗi trong nhật ký cho nơi cung cấp chương trình"),
    "other": ("có việc chương trình không tự xử lý được", "làm theo câu báo lỗi trong nhật ký"),
}
