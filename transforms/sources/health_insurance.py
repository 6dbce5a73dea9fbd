"""One row is one health insurance card (BHYT) of one person in the month's full list of the ward.

Issued by the social insurance office: flat lists with technical names, or in the dress of Mẫu D03-TS (Quyết định
595/QĐ-BHXH, 490/QĐ-BHXH).

Data flow: reading.Table -> CONTRACT -> clean -> expectations.sources.health_insurance -> sql/publish/health_insurance.sql
"""

import polars as pl

from transforms.cleaning.given_up import is_given_up
from transforms.cleaning.lone_cells import lone_cells
from transforms.cleaning.model import Cleaned, CleaningContext
from transforms.cleaning.month_first import correct_month_first
from transforms.cleaning.moved_days import correct_moved_days
from transforms.cleaning.person_columns import BIRTH_DATES, person_changes, with_area, with_person_columns
from transforms.cleaning.pseudonyms import with_person_keys
from transforms.cleaning.steps import (
    Change,
    cleaned_text,
    collect_repairs,
    decoded,
    last_day_of,
    legacy_repairs,
    stack,
    text_changes,
    with_repeats,
    without_lowest_dates,
    words_for_blank_as_null,
)
from transforms.cleaning.swapped_dates import correct_swapped_dates
from transforms.cleaning.zoned_moments import Roles, settle_zones
from transforms.contract import Column, Contract
from transforms.long_lists import with_columns
from transforms.reading.model import Reading
from transforms.vietnamese.date_forms import RECENT_YEARS
from transforms.vietnamese.dates import date, date_repairs
from transforms.vietnamese.identifiers import card_number, identifier_repairs
from transforms.vietnamese.text import of_each
from transforms.vocabulary.columns import HOME_COLUMNS, NOTE, PERSON_COLUMNS, ignored

_VALID = ("GT", "Giá trị", "Giá trị sử dụng", "Có giá trị", "Hạn", "Hạn sử dụng", "Thời hạn", "Thời hạn sử dụng", "Hiệu lực")


def _validity(end: str) -> tuple[str, ...]:
    """Every heading for one end of a card's validity: "Giá trị từ", "Hạn thẻ mới từ ngày", "Thẻ có giá trị từ", …; in one cell or under a
    parent."""
    words = [*_VALID, *(f"{word} thẻ" for word in _VALID), "Hạn thẻ mới", "Thẻ có giá trị"]
    return tuple(f"{word} > {until}" for word in words for until in (end, f"{end} ngày"))


CONTRACT = Contract(
    source="health_insurance",
    columns=(
        *PERSON_COLUMNS,
        Column(
            "card_number",
            "Mã thẻ BHYT",
            ("Số thẻ BHYT", "Mã thẻ", "Mã số thẻ", "soTheBhyt", "Số thẻ", "maTheBhyt", "Mã số thẻ BHYT", "Số BHYT", "Mã BHYT"),
            "Card number: 15 characters (Quyết định 1351/QĐ-BHXH), or the 10 digits of cards since 2021",
            blank="None; not compared (H05)",
            personal=True,
        ),
        Column(
            "object_code",
            "Mã đối tượng",
            ("Mã ĐT", "Đối tượng", "Đối tượng tham gia", "Nhóm đối tượng", "Đối tượng đóng", "maDoiTuong", "Mã đối tượng BHYT"),
            "Two-letter code of the participant's kind (Quyết định 1351/QĐ-BHXH)",
            blank="The first two letters of the card",
        ),
        Column(
            "valid_from",
            "Từ ngày",
            (
                *_validity("từ"),
                "Thời hạn sử dụng > Từ ngày",
                "tuNgay",
                "tuNgayTheMoi",
                "gtTheTu",
                "Ngày hiệu lực",
                "Ngày bắt đầu",
                "Ngày bắt đầu hiệu lực",
            ),
            "First day on which the card is valid",
            blank="Not published (H02)",
            synonyms_first=True,
        ),
        Column(
            "valid_to",
            "Đến ngày",
            (
                *_validity("đến"),
                "Thời hạn sử dụng > Đến ngày",
                "denNgay",
                "denNgayTheMoi",
                "gtTheDen",
                "Ngày hết hạn",
                "Ngày hết hiệu lực",
                "Ngày hết hạn thẻ",
            ),
            "Last day on which the card is valid, itself included",
            blank='No last day; so do words such as "không thời hạn"',
            synonyms_first=True,
        ),
        Column(
            "validity",
            "Thời hạn thẻ",
            (
                *("Thời hạn sử dụng", "Thời hạn sử dụng thẻ", "Thời hạn thẻ BHYT", "Thời hạn hiệu lực", "Hiệu lực thẻ", "Thời hạn"),
                *("Giá trị sử dụng", "Giá trị sử dụng thẻ", "Giá trị thẻ", "Từ ngày - đến ngày"),
                *("Hạn thẻ", "Hạn sử dụng", "Hạn sử dụng thẻ", "Thời hạn giá trị sử dụng"),
                *(f"{word} {ends}" for word in _VALID[1:] for ends in ("từ đến", "từ ngày đến ngày")),
            ),
            "First and last day in one cell, where a list has no columns of their own for them",
            blank="As in those columns",
        ),
        *(column for column in HOME_COLUMNS if column is not NOTE),
        Column(
            "note",
            "Ghi chú",
            ("ghiChu", "Ghi chú khác"),
            "Free text; read for one thing, whether the holder died or gave the card up; so are notes (comments) on any cell of the row",
            blank="Nothing",
            personal=True,
        ),
        ignored(
            "Nơi đăng ký KCB ban đầu",
            "Nơi ĐKKCB BĐ",
            "Nơi KCBBĐ",
            "Nơi đăng ký khám chữa bệnh ban đầu",
            "Mã KCB",
            "Nơi đăng ký",
            "maBenhVien",
            "Mã KCBBĐ",
            "Nơi KCB BĐ",
            "benhVienId",
        ),
        ignored("Tỉnh, thành phố nơi khám chữa bệnh", "benhVienTinhId"),
        ignored("Cơ quan BHXH", "coQuanBhxh"),
        ignored("Mức hưởng", "Mức hưởng BHYT", "Mã mức hưởng", "Mã quyền lợi", "mucHuongBhyt"),
        ignored("Thứ tự trong hộ", "sttHo"),
        ignored("Mức đóng chuẩn", "Mức đóng chuẩn (VNĐ)"),
        ignored("Tỷ lệ đóng", "Tỷ lệ đóng (%)"),
        ignored("Số tiền đóng", "Số tiền đóng (VNĐ)", "tienDong", "Mức tiền đóng", "Tiền lương, trợ cấp hoặc số tiền đóng"),
        ignored("Số tháng", "soThang", "Thời gian sử dụng thẻ", "soThangDong"),
        ignored("Ngày biên lai", "ngayBienLai", "Biên lai, ngày tham gia"),
        ignored("Số biên lai"),
        ignored("Mã đợt nộp"),
        ignored("Nhân viên thu", "Mã số nhân viên thu"),
        Column(
            "birth_known",
            "Chỉ có năm sinh",
            ("chiCoNamSinh",),
            "How much of the birth date is known, in the I-VAN template: 0 all of it, 1 month and year, 2 the year alone",
            blank="All of it",
        ),
        Column(
            "movement",
            "Phương án",
            ("phuongAn", "Phương án điều chỉnh", "phuongAnId"),
            "What a list of changes does with the card: TM new, DC changed, GH given up, ON back (form D03-TS)",
            blank="Nothing",
        ),
        ignored("Tên phòng ban"),
        ignored("Mã vùng sinh sống"),
        ignored("Tỷ lệ % được miễn giảm", "tyLeMienGiam"),
        ignored("Tỷ lệ ngân sách địa phương hỗ trợ thêm"),
        ignored("Mã tỉnh đang sinh sống", "maTinh_DangSS", "Mã tỉnh"),
        ignored("Mã huyện đang sinh sống", "maHuyen_DangSS", "Mã huyện"),
        ignored("Mã xã đang sinh sống", "maXa_DangSS", "Mã xã"),
        Column("death_date", "Ngày chết", ("Ngày mất", "ngayChet"), "Day on which the holder died", blank="Alive"),
        ignored("Phương thức đóng"),
        ignored("Hạn thẻ cũ", "tuNgayTheCu", "Hạn thẻ cũ > Từ ngày", "Hạn thẻ cũ > Từ"),
        ignored("denNgayTheCu", "Hạn thẻ cũ > Đến ngày", "Hạn thẻ cũ > Đến"),
        ignored("Tỉnh / Thành phố", "Tỉnh"),
        ignored("Quận / Huyện", "Huyện"),
        ignored("Xã phường", "Xã"),
        ignored("Hình thức nạp"),
        ignored("Tỉnh nơi nhận kết quả", "maTinhNkq"),
        ignored("Huyện nơi nhận kết quả", "maHuyenNkq"),
        ignored("Xã nơi nhận kết quả", "maXaNkq"),
        ignored("Tỉnh nơi khai sinh", "maTinhKS"),
        ignored("Quan hệ với chủ hộ"),
        ignored("Đơn vị", "Tên đơn vị", "Mã đơn vị"),
    ),
    required=(("full_name",), ("social_insurance_number", "personal_id"), ("valid_from", "validity"), ("valid_to", "validity")),
    distinctive=("card_number", "object_code", "valid_from", "valid_to", "validity"),
    titles=("bao hiem y te", "bhyt", "the bhyt", "d03 ts"),
    other_subjects=("chuho",),
    filler_words=("the bao hiem y te", "bao hiem y te", "nguoi tham gia"),
    supplied=("residential_group",),
)

#: Words before a last day: "đến 31/12/2026", "Hết ngày 31/12/2026".
_UNTIL = r"(?i)^(?:(?:đến|hết)\s*)+(?:ngày\s*)?:?\s*"
_DAY = r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2}"
#: Words in the place of a last day that say that the card has none.
OPEN_ENDED = (
    r"(?i)^(?:không thời hạn|vô thời hạn|vô hạn|suốt đời|lâu dài|không giới hạn|không xác định thời hạn|khong thoi han|vo thoi han)$"
)

#: What a row says, however it is written: by it the same rows are known again under another month (F05).
MEANING = (
    "personal_id",
    "social_insurance_number",
    "full_name",
    "birth_date",
    "card_number",
    "object_code",
    "valid_from",
    "valid_to",
    "area_code",
)


def clean(reading: Reading, context: CleaningContext) -> Cleaned:
    """Typed card rows: person columns, area_code, card_number, object_code (from the card where the list has no code), valid_from,
    valid_to (null and ``valid_to_raw`` null: open-ended), is_given_up, repeats of identical rows marked."""
    raw = stack(reading.main, CONTRACT)
    plain, legacy = decoded(raw, CONTRACT, reading.main)
    settled, zones = settle_zones(plain, Roles(days=(*BIRTH_DATES, "valid_from", "valid_to", "death_date")))
    dated = without_lowest_dates(cleaned_text(settled, CONTRACT), ("valid_to", "death_date"), BIRTH_DATES)
    text, turns = correct_month_first(dated, (*BIRTH_DATES, "valid_from", "valid_to", "death_date"))
    text, moves = correct_moved_days(text, (*BIRTH_DATES, "valid_from", "valid_to", "death_date"))
    text, swaps = correct_swapped_dates(_with_both_days(text), (*BIRTH_DATES, "valid_from", "valid_to"))
    text = text.with_columns_seq(is_given_up(text, reading.main, last_day_of(context))).drop("note")
    frame = with_area(with_person_columns(text, reading.main, last_day_of(context)), reading.main, context)
    frame = with_person_keys(_with_card_columns(frame))
    frame = with_repeats(frame, text, CONTRACT, MEANING)
    repairs = [_repairs(settled, text, frame), legacy_repairs(raw, plain, legacy), zones, turns, moves, swaps]
    return Cleaned(frame, pl.concat(repairs), lone_cells=lone_cells(reading.main, context.places))


def _with_both_days(text: pl.DataFrame) -> pl.DataFrame:
    """First and last day out of a cell that holds both ("01/01/2026 - 31/12/2026"). A lone day is the last one, unless it says "từ"; what
    cannot be read stays in both, so that the row is told of (H02) and no card becomes one without an end."""
    if text["validity"].null_count() == text.height:
        return text
    cell = pl.col("validity")
    days = cell.str.extract_groups(rf"^\D*({_DAY})\D+?({_DAY})\D*$")
    begins = cell.str.extract(rf"(?i)^\s*(?:có giá trị\s*)?từ(?:\s*ngày)?\s*:?\s*({_DAY})\D*$", 1)
    is_lone_day = cell.str.contains(rf"^\D*(?:{_DAY})\D*$")
    first = pl.coalesce("valid_from", days.struct[0], begins, pl.when(~is_lone_day).then(cell))
    last = pl.coalesce("valid_to", days.struct[1], pl.when(begins.is_null()).then(cell))
    return text.with_columns_seq(first.alias("valid_from"), last.alias("valid_to"))


def _with_card_columns(frame: pl.DataFrame) -> pl.DataFrame:
    frame = frame.rename({name: f"{name}_raw" for name in ("card_number", "object_code", "valid_from", "valid_to")})
    return (
        with_columns(
            frame,
            card_number(words_for_blank_as_null(pl.col("card_number_raw"))).alias("_card"),
            of_each(pl.col("valid_to_raw"), _last_day, pl.String).alias("valid_to_raw"),
            date(pl.col("valid_from_raw"), RECENT_YEARS).alias("valid_from"),
            of_each(pl.col("object_code_raw"), _stated_code, pl.String).alias("_code"),
        )
        .with_columns_seq(
            pl.col("_card").struct.field("value").alias("card_number"),
            pl.col("_card").struct.field("is_malformed").fill_null(False).alias("card_is_malformed"),
            pl.col("_card").struct.field("last_ten").alias("card_last_ten"),
            date(pl.col("valid_to_raw"), RECENT_YEARS).alias("valid_to"),
        )
        .with_columns_seq(pl.coalesce("_code", pl.col("card_number").str.extract("^([A-Z]{2})", 1)).alias("object_code"))
        .drop("_card", "_code")
    )


def _last_day(e: pl.Expr) -> pl.Expr:
    last = e.str.replace(_UNTIL, "")
    return words_for_blank_as_null(pl.when(~last.str.contains(OPEN_ENDED)).then(last))


def _stated_code(e: pl.Expr) -> pl.Expr:
    """The two letters of a code, any other word in capitals; null where the cell says in words that there is none."""
    said = words_for_blank_as_null(e).str.to_uppercase()
    return pl.coalesce(said.str.extract(r"^([A-Z]{2})(?:[1-5]?\b|[1-5])", 1), said)


def _repairs(plain: pl.DataFrame, text: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    return collect_repairs(
        plain,
        [
            *person_changes(plain, frame),
            Change("valid_from", frame["valid_from"], date_repairs, is_date=True),
            Change("valid_to", frame["valid_to"], date_repairs, is_date=True),
            Change("card_number", frame["card_number"], identifier_repairs),
            *text_changes(text, "address", "residential_group", "object_code", "sex"),
        ],
    )
