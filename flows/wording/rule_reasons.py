"""Reasons of rules in the officer's words: why each rule exists, and the text of law or form on which it stands, where there is one.

Data flow: code of a rule -> ``REASONS_VI`` -> the officer's page, the officer's guide
"""

from typing import NamedTuple


class Reason(NamedTuple):
    """``basis_vi``: the law, decree, circular or form; "" where the rule follows from the data alone."""

    why_vi: str
    basis_vi: str = ""


_IDS = "Số định danh cá nhân gồm 12 chữ số: Nghị định 137/2015/NĐ-CP"
_CARD = "Mã thẻ: Quyết định 1351/QĐ-BHXH; thẻ 10 chữ số: Quyết định 1666/QĐ-BHXH"
_HEALTH = "Luật Bảo hiểm y tế (sửa đổi bởi Luật 51/2024/QH15); Nghị định 188/2025/NĐ-CP"
_SOCIAL = "Luật Bảo hiểm xã hội 41/2024/QH15"
_ONE_STOP = "Nghị định 118/2025/NĐ-CP; Thông tư 03/2025/TT-VPCP"
_POVERTY = "Nghị định 07/2021/NĐ-CP"
_SCORES = "Nghị định 07/2021/NĐ-CP, Điều 3; Thông tư 07/2021/TT-BLĐTBXH"
_PLAN = "Kế hoạch của phường và danh mục chỉ tiêu giao các phòng"
_DUE = "Hạn nộp do phường đặt trong ward.toml; ngày nghỉ, lễ, Tết thì lùi đến ngày làm việc kế tiếp"
_GROUP = "Chỉ tiêu của từng tổ dân phố chỉ đúng khi biết mỗi người, mỗi hộ ở tổ nào."

REASONS_VI = {
    "F00": Reason("Lỗi của chương trình, không phải của tệp: không con số nào được lấy từ một tệp xử lý dở dang."),
    "F01": Reason("Một tệp không mở được hoặc rỗng không cho biết điều gì; coi là 'không có ai' sẽ làm sai chỉ tiêu."),
    "F02": Reason("Phải biết danh sách của nguồn nào thì mới biết mỗi cột nói gì."),
    "F03": Reason("Thiếu một cột bắt buộc thì không tính được chỉ tiêu từ danh sách này."),
    "F04": Reason("Số liệu ghi nhầm tháng làm sai cả hai tháng."),
    "F05": Reason("Danh sách cũ gửi lại cho tháng mới sẽ che mất thay đổi của tháng."),
    "F06": Reason("Tệp bị cắt khi xuất làm chỉ tiêu thấp đi mà không ai biết."),
    "F07": Reason("Số người giảm đột ngột thường là tệp thiếu một phần, hiếm khi là thật."),
    "F08": Reason("Khi nhiều dòng cùng hỏng thì hỏng là cả tệp; công bố phần còn lại sẽ sai lệch."),
    "F09": Reason("Cột lạ hoặc số dòng tăng mạnh thường là mẫu đã đổi, hoặc lẫn danh sách khác."),
    "F10": Reason("Phần bị ẩn vẫn được đọc; người xem tệp có thể không thấy nó."),
    "F11": Reason("Cách ghi đổi đột ngột thường là nơi gửi đã đổi phần mềm: cần xem máy sửa có đúng không."),
    "F12": Reason("Excel kiểu Mỹ đảo ngày với tháng, phần mềm ghi giờ quốc tế: ngày giờ vẫn đọc được nhưng sai."),
    "F13": Reason("Một phần của danh sách không được thay cả danh sách đã công bố."),
    "F14": Reason("Cả cột hỏng là lỗi khi xuất tệp, sửa từng dòng không hết."),
    "F15": Reason("Dòng gạch ngang có thể là dòng đã bỏ mà vẫn còn trong tệp."),
    "H01": Reason("Không có số nào thì không biết là ai, nên có thể đếm trùng hoặc đếm nhầm.", _IDS),
    "H02": Reason("Không đọc được hạn thẻ thì không biết người đó còn được bảo hiểm vào ngày cuối tháng không.", _HEALTH),
    "H03": Reason("Thẻ hết hạn trước khi có hiệu lực không có ngày nào dùng được: một trong hai ngày sai.", _HEALTH),
    "H04": Reason("Một số của hai người: một trong hai người sẽ không được đếm.", _IDS),
    "H05": Reason("Mười số cuối của mã thẻ là mã số BHXH; khác nhau thì một trong hai số sai.", _CARD),
    "H06": Reason("Mã đối tượng quyết định người đó thuộc nhóm đóng nào; mã lạ được đếm vào nhóm 'khác'.", "Luật BHYT, Điều 12; " + _CARD),
    "H07": Reason("Số định danh mang giới tính và năm sinh: không khớp thì số hoặc dòng là của người khác.", _IDS),
    "H08": Reason("Ngày sinh cần để biết tuổi và để đối chiếu số định danh."),
    "H09": Reason(_GROUP),
    "H10": Reason("Một người nhiều dòng chỉ được đếm một lần."),
    "H11": Reason("Người đã báo giảm hoặc đã chết không còn tham gia.", _HEALTH),
    "S01": Reason("Không có số nào thì không biết là ai, nên có thể đếm trùng hoặc đếm nhầm.", _IDS),
    "S02": Reason("Chỉ tiêu tính riêng cho bắt buộc, tự nguyện và thất nghiệp.", _SOCIAL),
    "S03": Reason("Chỉ người đang đóng mới được đếm.", _SOCIAL),
    "S04": Reason("Không đọc được thời gian đóng thì không biết tháng này có đóng không.", _SOCIAL),
    "S05": Reason("Không ai đóng BHXH bắt buộc và tự nguyện cùng lúc: một trong hai dòng sai.", _SOCIAL),
    "S06": Reason("Người đang đóng ngoài độ tuổi này thường là ngày sinh ghi sai."),
    "S07": Reason("Số định danh mang năm sinh: không khớp thì số hoặc dòng là của người khác.", _IDS),
    "S08": Reason(_GROUP),
    "S09": Reason("Dòng giống hệt nhau chỉ được đếm một lần."),
    "D01": Reason("Mã hồ sơ là tên của hồ sơ: thiếu mã thì không theo dõi được hồ sơ qua các tháng.", _ONE_STOP),
    "D02": Reason("Hồ sơ được đếm vào tháng tiếp nhận; ngày sau kỳ của sổ là không thể có.", _ONE_STOP),
    "D03": Reason("Hồ sơ không thể xong trước khi được nhận: một trong hai ngày sai.", _ONE_STOP),
    "D04": Reason("Không biết ngày xong thì không biết đúng hạn hay quá hạn.", _ONE_STOP),
    "D05": Reason("Đúng hạn được tính theo ngày hẹn trả.", _ONE_STOP),
    "D06": Reason("Một hồ sơ ghi hai dòng khác nhau: cần biết dòng nào đúng."),
    "D07": Reason("Mã hồ sơ mang ngày tiếp nhận: lệch thì mã hoặc ngày sai.", _ONE_STOP),
    "D08": Reason("Số hồ sơ theo thủ tục chỉ đúng khi mã có trong danh mục.", _ONE_STOP),
    "D09": Reason("Trạng thái chưa biết nên phải suy ra từ các ngày."),
    "D10": Reason("Kết quả không thể trả trước khi xử lý xong: một trong hai ngày sai."),
    "D11": Reason("Ngày hẹn trả phải là ngày làm việc; ngày nghỉ thường là ghi nhầm."),
    "D12": Reason("Hình thức tiếp nhận quyết định tỷ lệ hồ sơ trực tuyến."),
    "D13": Reason("Dòng giống hệt nhau chỉ được đếm một lần."),
    "D14": Reason("Ngày kết thúc quá xa sau kỳ của sổ thường là ghi nhầm năm."),
    "D15": Reason("Không đọc được ngày kết thúc thì không được coi hồ sơ là đang giải quyết.", _ONE_STOP),
    "P01": Reason("Không biết phân loại thì không biết đếm hộ vào hộ nghèo hay hộ cận nghèo.", _SCORES),
    "P02": Reason("Thiếu chủ hộ hoặc mã hộ thì không biết các dòng thuộc hộ nào."),
    "P03": Reason("Hai hộ cùng mã sẽ bị đếm thành một."),
    "P04": Reason("Hộ nghèo thiếu hụt từ ba chỉ số trở lên, tức B2 từ 30 điểm.", _SCORES),
    "P05": Reason("Mỗi chỉ số thiếu hụt được tính 10 điểm B2.", "Thông tư 07/2021/TT-BLĐTBXH"),
    "P06": Reason("Số nhân khẩu phải bằng số thành viên được ghi."),
    "P07": Reason("Số định danh mang giới tính và năm sinh: không khớp thì số hoặc dòng là của người khác.", _IDS),
    "P08": Reason(_GROUP),
    "P09": Reason("Hộ nghèo, hộ cận nghèo được công nhận bằng quyết định.", _POVERTY),
    "P10": Reason("Một hộ chỉ thuộc một phân loại; hai phân loại sẽ bị đếm hai lần.", _POVERTY),
    "P11": Reason("Một người ở hai hộ sẽ bị đếm hai lần."),
    "P12": Reason("Không đọc được ô đánh dấu thì không biết hộ có thiếu hụt hay không.", "Nghị định 07/2021/NĐ-CP, Phụ lục"),
    "R01": Reason("Chỉ tiêu ngoài danh mục không biết ghi vào đâu.", _PLAN),
    "R02": Reason("Số liệu thiếu, âm hoặc sai đơn vị làm sai chỉ tiêu.", _PLAN),
    "R03": Reason("Tử số lớn hơn mẫu số cho tỷ lệ trên 100 %.", _PLAN),
    "R04": Reason("Hai số khác nhau cho cùng một chỉ tiêu: không biết số nào đúng.", _PLAN),
    "R05": Reason("Khu vực không có trong danh sách của phường thì số liệu không thuộc về đâu."),
    "R06": Reason("Thay đổi quá một nửa trong một tháng thường là ghi nhầm hàng hoặc đơn vị."),
    "R07": Reason("Tổng của các phần phải bằng số của toàn phường."),
    "R08": Reason("Hai trang của cùng một tệp phải nói cùng một dân số."),
    "X01": Reason("Không thể có nhiều người có thẻ hơn số dân: dân số hoặc danh sách thẻ sai."),
    "X02": Reason("Người thuộc hộ nghèo, hộ cận nghèo được đóng hoặc hỗ trợ đóng BHYT theo nhóm của mình.", "Luật BHYT, Điều 12"),
    "X03": Reason("Tệp tự ghi số hồ sơ đang giải quyết: khác số đếm được thì sổ thiếu dòng."),
    "X04": Reason("Hộ ra khỏi danh sách phải có trong danh sách thoát nghèo hoặc có lý do.", _POVERTY),
    "C01": Reason("Thiếu danh sách của tháng thì chỉ tiêu của tháng đứng yên.", _DUE),
    "C02": Reason("Càng để lâu càng khó lấy lại số liệu của tháng; báo cáo của phường cũng trễ theo.", _DUE),
    "C03": Reason("Im lặng hai kỳ liền thường là đổi người làm hoặc đổi nơi gửi, không phải quên.", _DUE),
    "C04": Reason("Nguồn chưa từng gửi thì hoặc chưa được kết nối, hoặc không phải chờ.", _DUE),
    "C05": Reason("Ghi lại để biết nguồn nào thường gửi trễ.", _DUE),
}
