"""Names of people: family name, middle names, given name, in that order and never turned round."""

import polars as pl

from transforms.vietnamese.text import clean_text, if_any, once, says

#: A letter without case, in no Vietnamese text, that stands for the hyphen while words get their capitals: "Ê-ban" is one word.
_HYPHEN_AS_LETTER = "\u01c0"
#: A name without a blank whose words are parted by points or underscores, as some systems' file names have them.
_PARTED_BY_SIGNS = r"^\p{L}+(?:[._]\p{L}+)+$"
#: The fourteen family names of nine Vietnamese in ten (Lê Trung Hoa, Họ và tên người Việt Nam, 2005), with and without marks; and the
#: middle names of most people.
_FAMILY = "nguyễn|nguyen|trần|tran|lê|le|phạm|pham|hoàng|hoang|huỳnh|huynh|phan|vũ|vu|võ|đặng|dang|bùi|bui|đỗ|hồ|ngô|ngo|dương|duong|lý"
_LIKE_A_NAME = rf"^(?:(?:{_FAMILY}) |\p{{L}}+ (?:thị|thi|văn|van) )"
_CAPITALS = r"^(?:\p{Lu}\p{Ll}+ ){1,4}\p{Lu}\p{Ll}*$"
_WORDS = r"^(?:\p{L}+ ){1,4}\p{L}+$"
#: First words of bodies, places and kinds of people.
_NO_NAME = (
    r"^(?:nhóm|tổ|khu|hội|trường|công (?:ty|an|chức|nhân)|lớp|đội|ban|hộ|danh|lĩnh|người|học|sinh|trẻ|cán|cựu|các|đối|diện|thân nhân|trạm"
    r"|chợ|ấp|làng|thôn|xóm|phố|phường|xã|thị|số|tháng|quý|năm|mục|phần|loại|bảng|cơ|đơn|doanh|hợp|bảo (?:hiểm|trợ)|lao|hưu|thương|bệnh"
    r"|đảng|đoàn (?:thanh niên|thể|viên|xã)|chi (?:hội|bộ|nhánh)|khối|trung tâm|tập|tăng|giảm|mới|cũ|nhân|đại lý|không|chưa|có|đã|tham|tự"
    r"|bắt|thanh niên)\b"
)


def person_name(e: pl.Expr) -> pl.Expr:
    """Clean text with a capital on each word: NGUYỄN THỊ ĐÀO and nguyễn thị đào are Nguyễn Thị Đào; H'Hen Niê, Y Moan Ê-ban stay.

    Nothing is left out: what stands beside a name, "(chết)", "Ông/Bà", stays. Nguyễn.Văn.A is Nguyễn Văn A. NFC comes first: on decomposed
    text capitals would land after every mark.
    """
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
    """Whether a clean text may be somebody's name: two to five words, each with a capital, or of a usual name in whatever letters, and not
    beginning as bodies, places and kinds of people do. Null is none."""
    lower = e.str.to_lowercase()
    is_usual = e.str.contains(_WORDS) & lower.str.contains(_LIKE_A_NAME)
    return ((is_usual | e.str.contains(_CAPITALS)) & ~lower.str.contains(_NO_NAME)).fill_null(False)
