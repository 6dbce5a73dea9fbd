"""Names of people: family name, middle names, given name, in that order and never turned round."""

import polars as pl

from transforms.vietnamese.text import VIETNAMESE, clean_text, if_any, once, says, usual_first

#: A letter without case, in no Vietnamese text, that stands for the hyphen while words get their capitals: "Ê-ban" is one word.
_HYPHEN_AS_LETTER = "\u01c0"
#: A name of words of letters alone, a space between them.
_LETTERS_AND_SPACES = rf"^{VIETNAMESE}+(?: {VIETNAMESE}+)*$"
#: A name without a blank whose words are parted by points or underscores, as some systems' file names have them.
_PARTED_BY_SIGNS = r"^\p{L}+(?:[._]\p{L}+)+$"
#: Family names (Lê Trung Hoa, Họ và tên người Việt Nam, 2005), with and without marks where they are no other word then; and the middle
#: names of most people.
_FAMILY = (
    "nguyễn|nguyen|trần|tran|lê|le|phạm|pham|hoàng|hoang|huỳnh|huynh|phan|vũ|vu|võ|đặng|dang|bùi|bui|đỗ|hồ|ngô|ngo|dương|duong|lý"
    "|cao|mạc|mac|lương|luong|mai|trịnh|trinh|đoàn|đinh|dinh|lâm|phùng|phung|hà|tạ|chu|đào|dao|kiều|kieu|lưu|luu|vương|vuong"
    "|thái|quách|tô|triệu|trieu|nghiêm|trương|đàm|tống|vi|bạch|ninh|khúc|doãn|lục|từ|giáp|ông|khổng|hứa|lò|lù|sùng|giàng|thào|quàng|nông"
)
_LIKE_A_NAME = rf"^(?:(?:{_FAMILY}) |\p{{L}}+ (?:thị|thi|văn|van) )"
_CAPITALS = r"^(?:\p{Lu}(?:['’]\p{Lu})?[\p{Ll}-]* ){1,5}\p{Lu}(?:['’]\p{Lu})?[\p{Ll}-]*$"
_WORDS = r"^(?:\p{L}[\p{L}'’-]*\.? ){1,5}\p{L}[\p{L}'’-]*$"
#: What stands around a name: a bullet, a number or a letter, whose household or child it is, a title, and behind it a note, a date or year
#: of birth, and whatever follows on them ("Nguyễn Thị Lan, sinh 1960, TDP số 3").
_BEFORE_NAME = (
    r"^(?:[-+*•–] ?)?(?:\(?bổ sung\)?(?: ?: ?| ))?(?:con (?:ông |bà )?)?"
    r"(?:(?:\d{1,4}(?:[.,]\d{1,2}[.)]?|[.)]| )|(?:[ivx]{1,6}|[a-zđ])[.)]) ?)?"
    r"(?:(?:chủ hộ|hộ nghèo|hộ cận nghèo|hộ gia đình|gia đình|hộ|chu ho|ho gia dinh|gia dinh)(?: ?: ?| (?:là )?))?"
    r"(?:(?:ông|bà|anh|chị|cháu|em|cụ|ong|ba)(?: ?: ?| ))?"
)
_BORN = r" ?[,;/–-]? ?\(?(?:(?:sinh(?: năm| ngày)?|sn):? ?)?(?:\d{1,2}[/.-]\d{1,2}[/.-])?(?:19|20)\d{2}\)?(?: ?[,;/–-].*| .*)?"
_AFTER_NAME = rf"(?: ?\([^()\d]*\)| ?[,;/].*| [-–] ?.*|{_BORN})?[ .*?…:]*$"
#: "Cao Nhân, 25 hộ": a group.
_COUNTED = r"\d ?(?:hộ|người|khẩu|nhân khẩu|thẻ|hồ sơ)\b"
#: Behind a name, who took part and not who is listed.
_IN_OFFICE = (
    r"[-–,(:] ?(?:công chức|viên chức|cán bộ|chuyên viên|tổ trưởng|tổ phó|(?:phó )?trưởng|(?:phó )?chủ tịch|(?:phó )?bí thư|kế toán|ủy viên"
    r"|uỷ viên|đại diện|thành viên|(?:phó )?giám đốc)\b"
)
_UNNAMED = r"^(?:trẻ em|trẻ|cháu|bé) (?:mới sinh|sơ sinh|chưa (?:đặt|có) tên)$"
#: First words of bodies, places and kinds of people.
_NO_NAME = (
    r"^(?:nhóm|tổ|khu|hội|trường|lớp|đội|ban|hộ|danh (?:sách|mục)|lĩnh|người|học|sinh|trẻ|cán|cựu|các|đối|diện|thân nhân|trạm|chợ"
    r"|ấp|làng|thôn|xóm|phố|phường|xã|thị|số|tháng|quý|năm|mục|phần|loại|bảng|cơ|đơn|doanh|hợp|bảo (?:hiểm|trợ)|lao|hưu|thương|bệnh"
    r"|đảng|đoàn (?:thanh niên|thể|viên|xã)|chi (?:hội|bộ|nhánh)|khối|trung tâm|tập|tăng|giảm|mới|cũ|nhân|đại lý|không|chưa|có|đã"
    r"|tham|tự|bắt|thanh niên|đang|đúng|quá|trước|trễ|dừng|tạm|báo|chuyển|tái|phát sinh|trợ cấp|ưu đãi|ngân (?:sách|hàng)|nhà"
    r"|xí nghiệp|mất|hành chính|lực lượng|hưởng|khuyết|neo|mồ côi|cao tuổi|chất độc|nhiễm|anh hùng|mẹ việt|bà mẹ|viên chức"
    r"|giáo (?:viên|dục|xứ|họ)|mầm non|mẫu giáo|tiểu (?:học|thương)|trung học|kinh (?:doanh|tế|môn)|buôn|nghề|thợ"
    r"|nông (?:dân|nghiệp|lâm)|ngư dân|phụ (?:nữ|lục)|phật giáo|công giáo|tôn giáo|sĩ quan|chức (?:sắc|danh)|hiến tạng|vô gia"
    r"|phi nông|bộ đội|biên phòng|kho bạc|hạt kiểm|tòa án|viện|văn (?:phòng|hóa|hoá)|tư pháp|địa chính|tài nguyên|xây dựng|y tế"
    r"|cư trú|trực|một cửa|bưu|liên (?:đoàn|thôn|thông)|trả|ngõ|ngách|cụm|bệnh viện|phòng|quầy|cửa hàng|mặt trận|ủy ban|uỷ ban"
    r"|dân (?:tộc|quân)|thành phố|trang tiếp|tiếp theo|cty|xi măng|hà nội|ông bà|chứng thực|đất|công (?:ty|an|chức|nhân|văn)|hồ sơ"
    r"|lý (?:lịch|do)|đào tạo|lưu (?:học|trữ|trú|thông|vt|văn thư|hs|hồ sơ)|mai táng|từ (?:ngày|tháng|trần|chối)|lương (?:thực|hưu)"
    r"|vi phạm|lâm nghiệp"
    r"|vũ trang|thái độ|chu cấp|nông thôn|phạm (?:vi|tội)|giáp ranh|dương tính|đô thị|siêu thị|chỉ thị"
    r"|dang (?:dong|tham|xu|giai|ky|huong|cho)"
    r"|cao tuoi|dao (?:tao|han)|luu (?:hoc|tru)|vi pham|mai tang|cong van|chu ho|luong huu|dang uy)\b"
)
#: Words of groups in a text with a capital on each word, which has no usual family name.
_WORDS_OF_GROUPS = (
    r"\b(?:hạn|nghèo|đóng|thẻ|ký|nhận|chỉnh|hồ sơ|sách|nghiệp|bổ|thuế|mức|cấp|đổi|truy|liệt sĩ|quyết|ngoài|cũ|tử vong|khai|hộ|dân cư|dân số"
    r"|chốt|nại|tố|thưởng|giới|bảo lưu|lãnh đạo|y sĩ|ghi chú|bố mẹ|thành viên|cá thể|thai|không|tuổi|gia đình|chính|tù|tâm thần|cô đơn|ốm"
    r"|già|câm|hòa giải|hoà giải|thu hồi|quân (?:nhân|đội)|ubnd|thcs|thpt|htx|xn|bhxh|bhyt|đường)\b"
)
#: One syllable of Vietnamese, which an abbreviation is not, and those that alone are no given name.
_SYLLABLE = (
    r"^(?:ngh?|[ckgpt]h|nh|tr|qu|gi|[bcdđghklmnpqrstvx])?"
    r"[aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ]{1,3}(?:ng|nh|ch|[cmnpt])?$"
)
_NO_SOLE_NAME = (
    r"^(?:\p{L}|khác|khac|nam|nữ|nu|con|vợ|chồng|cháu|cha|mẹ|bố|chết|mất|cộng|tổng|kinh|tày|mường|nùng|dao|thoát|cận|trên|dưới|trong|ngoài"
    r"|đạt|nợ|trẻ|già|hưu|tuất|thường|chung|riêng|xem|ký|tên|họ|đủ|thiếu|sai|trùng|dừng|thu|chi|hết|chủ|là|và|từ|đến|theo|về|còn|cả|stt|tt)$"
)


def person_name(e: pl.Expr) -> pl.Expr:
    """Clean text with a capital on each word: NGUYỄN THỊ ĐÀO and nguyễn thị đào are Nguyễn Thị Đào; H'Hen Niê, Y Moan Ê-ban stay.

    Nothing is left out: what stands beside a name, "(chết)", "Ông/Bà", stays. Nguyễn.Văn.A is Nguyễn Văn A. NFC comes first: on decomposed
    text capitals would land after every mark.
    """
    return usual_first(e, _usual_name, _name, pl.String)


def _usual_name(e: pl.Expr) -> pl.Expr:
    return pl.when(e.str.contains(_LETTERS_AND_SPACES)).then(e.str.to_titlecase())


def _name(e: pl.Expr) -> pl.Expr:
    words = once(once(clean_text(e), _parted), _hyphened)
    return words.str.to_titlecase().str.replace_all(_HYPHEN_AS_LETTER, "-", literal=True)


def _parted(name: pl.Expr) -> pl.Expr:
    return pl.when(says(name, _PARTED_BY_SIGNS, hints="._")).then(name.str.replace_many([".", "_"], [" ", " "])).otherwise(name)


def _hyphened(name: pl.Expr) -> pl.Expr:
    hyphened = if_any(pl.when(name.str.contains("-", literal=True)).then(name), _with_hyphens_as_letters, pl.String)
    return pl.coalesce(hyphened, name)


def _with_hyphens_as_letters(e: pl.Expr) -> pl.Expr:
    return e.str.replace_all(r"(\p{L})-", "${1}" + _HYPHEN_AS_LETTER)


def may_be_a_name(e: pl.Expr) -> pl.Expr:
    """Whether a clean text may be somebody's name: a usual one, two to six words with a capital each, or one syllable, and none of those of
    bodies, places and kinds of people. Null is none."""
    lower = e.str.to_lowercase()
    name = _bare(lower)
    is_of_capitals = e.str.contains(_CAPITALS) & ~_names_a_group(lower)
    is_sole = name.str.contains(_SYLLABLE) & ~_names_a_group(name) & ~name.str.contains(_NO_SOLE_NAME)
    return is_a_usual_name(e) | (is_of_capitals | is_sole).fill_null(False)


def _names_a_group(lower: pl.Expr) -> pl.Expr:
    return lower.str.contains(_NO_NAME) | lower.str.contains(_WORDS_OF_GROUPS)


def is_a_usual_name(e: pl.Expr) -> pl.Expr:
    """Whether a clean text is a usual family name, or a usual middle name, among other words in whatever letters, and perhaps a title and a
    note around it: "bà NGUYEN THI LAN (chết)", "Hộ ông Nguyễn Văn An"."""
    name = _bare(e.str.to_lowercase())
    is_usual = name.str.contains(_WORDS) & name.str.contains(_LIKE_A_NAME) & ~name.str.contains(_NO_NAME)
    lower = e.str.to_lowercase()
    return ((is_usual & ~lower.str.contains(f"{_COUNTED}|{_IN_OFFICE}")) | lower.str.contains(_UNNAMED)).fill_null(False)


def without_notes(e: pl.Expr) -> pl.Expr:
    """A clean text without what stands around the usual name in it, in lower case; any other text as it is."""
    return pl.when(is_a_usual_name(e)).then(_bare(e.str.to_lowercase())).otherwise(e)


def _bare(lower: pl.Expr) -> pl.Expr:
    return lower.str.replace(_BEFORE_NAME, "").str.replace(_AFTER_NAME, "")
