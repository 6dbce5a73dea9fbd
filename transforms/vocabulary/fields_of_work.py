"""Fields of work (lĩnh vực) of a commune's one-stop shop: one name for each, however a log writes it.

The names are those of the national database of administrative procedures (Cơ sở dữ liệu quốc gia về thủ tục hành chính) at commune level.

Data flow: text of a column or of a group row -> the field's name
"""

import polars as pl

from transforms.vietnamese.text import clean_text, fold, fold_text, of_each

NAMES = (
    "An toàn thực phẩm",
    "An toàn, vệ sinh lao động",
    "Bảo hiểm xã hội",
    "Bảo trợ xã hội",
    "Bồi thường nhà nước",
    "Các cơ sở giáo dục khác",
    "Cấp, quản lý căn cước",
    "Chăn nuôi",
    "Chứng thực",
    "Dân quân tự vệ",
    "Dân số",
    "Du lịch",
    "Đăng ký, quản lý cư trú",
    "Đất đai",
    "Đường bộ",
    "Đường thủy nội địa",
    "Gia đình",
    "Giải quyết khiếu nại",
    "Giải quyết tố cáo",
    "Giảm nghèo",
    "Giáo dục mầm non",
    "Giáo dục tiểu học",
    "Giáo dục trung học",
    "Hạ tầng kỹ thuật",
    "Hòa giải ở cơ sở",
    "Hoạt động xây dựng",
    "Hộ tịch",
    "Khám bệnh, chữa bệnh",
    "Kinh doanh khí",
    "Lao động",
    "Lâm nghiệp",
    "Lưu thông hàng hóa trong nước",
    "Môi trường",
    "Nghĩa vụ quân sự",
    "Người có công",
    "Nhà ở và công sở",
    "Nông nghiệp",
    "Nuôi con nuôi",
    "Phòng, chống tệ nạn xã hội",
    "Phòng, chống tham nhũng",
    "Phòng, chống thiên tai",
    "Phổ biến giáo dục pháp luật",
    "Quản lý công sản",
    "Quy hoạch xây dựng",
    "Thanh niên",
    "Thành lập và hoạt động của hộ kinh doanh",
    "Thành lập và hoạt động của tổ hợp tác, hợp tác xã, liên hiệp hợp tác xã",
    "Thể dục thể thao",
    "Thi đua - khen thưởng",
    "Thủy lợi",
    "Thủy sản",
    "Thư viện",
    "Tiếp công dân",
    "Tín ngưỡng, tôn giáo",
    "Tổ chức - biên chế",
    "Tổ chức phi chính phủ",
    "Trẻ em",
    "Trồng trọt",
    "Văn hóa",
    "Việc làm",
    "Xử lý đơn thư",
    "Y tế dự phòng",
)
_BY_KEY = {fold_text(name): name for name in NAMES}
_SAYS_FIELD = r"(?i)lĩnh\s+vực\s*:?\s*(\S.*)$"
#: A count behind a field's name is no part of it: "Lĩnh vực Hộ tịch (12 hồ sơ)", "Lĩnh vực: Chứng thực: 3".
_COUNT_BEHIND = r"(?i)\s*(?:[:–-]\s*\d+(?:\s*(?:hồ sơ|hs))?|\(\s*\d+(?:\s*(?:hồ sơ|hs))?\s*\))\s*$"
#: "I.", "II.2", "A)" before the text of a group row.
_NUMBERING = r"^(?:[IVXivx]{1,6}|[A-Za-zĐđ]|\d{1,2})(?:\.\d{1,2})*\s*[.)/:-]\s*"
#: A group row that names no field: it ends the one above it.
_OTHER = ""


def field_of_work(e: pl.Expr) -> pl.Expr:
    """The field's own name where it is a known one ("HỘ TỊCH", "ho tich"); another is kept as written, capitals throughout as a
    sentence."""
    return of_each(e, _field_of_work, pl.String)


def _field_of_work(e: pl.Expr) -> pl.Expr:
    text = clean_text(e)
    shouted = (text == text.str.to_uppercase()) & text.str.contains(r"\p{L}{2}")
    sentence = text.str.slice(0, 1) + text.str.slice(1).str.to_lowercase()
    return pl.coalesce(known_field(text), pl.when(shouted).then(sentence).otherwise(text))


def grouped_field(groups: pl.Series) -> pl.Expr:
    """The field that a group row (column ``text``) names: behind the words "lĩnh vực", or alone ("II. Chứng thực") in a log none of
    whose group rows (``groups``) has those words. There a row of other words names none: "" ends the field above it."""
    said = pl.col("text").str.extract(_SAYS_FIELD, 1).str.replace(_COUNT_BEHIND, "")
    alone = known_field(pl.col("text").str.replace(_NUMBERING, "").str.replace(_COUNT_BEHIND, "")).fill_null(_OTHER)
    has_words = groups.rename("text").to_frame().select_seq(clean_text(pl.col("text")).str.contains(_SAYS_FIELD).any()).item()
    return field_of_work(said) if has_words else alone


def known_field(text: pl.Expr) -> pl.Expr:
    """The field of work whose name, or one of whose short forms, is the whole text."""
    return fold(text).replace_strict(_BY_KEY, default=None, return_dtype=pl.String)
