"""Why a file or a source could not be fetched, or is waited for, in Vietnamese: for officers who read the status. The sentence itself, in
English, is for whoever looks after the computer and stands behind it.

Data flow: message of ``audit.outcome`` (``flows.extract.fetching``) -> ``reason_vi`` -> status, summary of the night
"""

import re

#: What a message says where it begins -> the words. A test holds every reason of ``flows.extract.fetching`` against this list.
_REASONS_VI: tuple[tuple[str, str], ...] = (
    (r"\d+ bytes came, \d+ were told", "tệp lấy về chưa đủ"),
    (r"it was not tried: the connection is lost", "chưa lấy vì mất kết nối"),
    (r"it went away meanwhile", "nơi gửi đã bỏ tệp đi"),
    (r"the package '.*' is not installed", "máy chưa cài gói phần mềm để lấy từ loại địa chỉ này"),
    (r"addresses of '.*' cannot be opened here", "máy chưa đọc được loại địa chỉ này"),
    (r"this computer's disk is full", "đĩa của máy này đã đầy"),
    (r"access is refused", "chương trình chưa có quyền đọc ở đó"),
    (r"there is no such (?:folder|bucket)", "không thấy thư mục"),
    (r"nothing lies below this address", "địa chỉ này không có gì"),
    (r"the key of the server .* is not known", "chưa biết khóa của máy chủ nên chưa kết nối"),
    (r"the key of the server .* is another than the known one", "khóa của máy chủ khác với khóa đã biết nên không kết nối"),
    (r"the file .* (?:cannot be read|is not there)", "không đọc được danh sách khóa máy chủ đã biết"),
    (r"files of a web server can be neither moved nor marked", "không chuyển hay đánh dấu được tệp trên trang web"),
    (r".* shows a login page instead of links", "trang web đòi đăng nhập"),
    (r"the page of links is longer than", "trang danh sách tệp quá dài"),
    (r"the address is not a page of links", "địa chỉ không phải là trang danh sách tệp"),
    (r"the (?:page of links ends in the middle|listing is not whole)", "danh sách tệp không đầy đủ"),
    (r"the store (?:asks for keys|refuses)", "kho tệp từ chối đăng nhập"),
    (r"the store answers", "kho tệp báo lỗi"),
    (r"the private key .*is (?:locked|not there)", "không mở được khóa riêng để đăng nhập"),
    (r"the server .*refuses the login", "máy chủ từ chối đăng nhập"),
    (r"\d+ files of the name", "thư mục đã nhận có quá nhiều tệp cùng tên"),
    (r"its name cannot be kept in a folder", "tên tệp không lưu được"),
    (r"the page links to it, and there is nothing", "trang web có đường dẫn mà không có tệp"),
    (r"folders lie more than \d+ deep", "thư mục lồng nhau quá sâu"),
    (r"the server (?:redirects in a circle|sends elsewhere)", "máy chủ chuyển sang địa chỉ khác"),
    (r".* answers 40[13]\b", "máy chủ từ chối đăng nhập"),
    (r".* answers \d+: there is nothing", "máy chủ không có gì ở địa chỉ này"),
    (r"the server does not say how long the file is", "máy chủ không cho biết độ dài tệp"),
    (r"the server cannot tell about a file", "máy chủ không cho xem tệp"),
    (r"the server lists a file that is not in the folder", "máy chủ liệt kê sai thư mục"),
    (r".* answers \d+", "máy chủ báo lỗi"),
    (r"it is being written at this moment", "tệp đang được ghi"),
    (r"its size or time changed between two looks", "tệp đang được ghi"),
    (r"its name ends in '.*', as that of an unfinished transfer", "tên tệp cho biết chưa gửi xong"),
    (r"an unfinished transfer of the same name lies beside it", "bên cạnh còn phần gửi dở cùng tên"),
    (r"the sender's marker '.*' is not there yet", "chưa thấy dấu gửi xong của nơi gửi"),
)


def reason_vi(message: str) -> str | None:
    """None where the message says something else."""
    return next((words for pattern, words in _REASONS_VI if re.match(pattern, message)), None)
