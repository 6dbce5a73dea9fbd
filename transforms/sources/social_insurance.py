"""One row is one participation of one person in social insurance (BHXH) in the month's full list of the ward.

Issued by the social insurance office: a flat resident list, or in the dress of Mẫu D05-TS (Quyết định 490/QĐ-BHXH).

Data flow: reading.Table -> CONTRACT -> clean -> expectations.sources.social_insurance -> sql/publish/social_insurance.sql
"""

from functools import partial

import polars as pl

from transforms.cleaning.lone_cells import lone_cells
from transforms.cleaning.model import Cleaned, CleaningContext
from transforms.cleaning.month_first import correct_month_first
from transforms.cleaning.moved_days import correct_moved_days
from transforms.cleaning.person_columns import BIRTH_DATES, person_changes, with_area, with_person_columns
from transforms.cleaning.pseudonyms import with_person_keys
from transforms.cleaning.steps import (
    ORDINAL,
    Change,
    cleaned_text,
    collect_repairs,
    decoded,
    from_group_rows,
    from_titles,
    last_day,
    last_day_of,
    legacy_repairs,
    stack,
    text_changes,
    with_repeats,
    without_lowest_dates,
    words_for_blank_as_null,
)
from transforms.cleaning.swapped_dates import correct_swapped_dates
from transforms.cleaning.swapped_months import correct_swapped_months
from transforms.cleaning.zoned_moments import Roles, settle_zones
from transforms.contract import Column, Contract
from transforms.long_lists import with_columns
from transforms.reading.model import Reading
from transforms.vietnamese.dates import date_repairs, is_lowest_month, month
from transforms.vietnamese.text import fold, of_each, once
from transforms.vocabulary.columns import HOME_COLUMNS, NOTE, PERSON_COLUMNS, ignored

CONTRACT = Contract(
    source="social_insurance",
    columns=(
        *PERSON_COLUMNS,
        Column(
            "insurance_kind",
            "Loại hình",
            (
                "Loại hình tham gia",
                "Hình thức tham gia",
                "Loại",
                "Loại hình BHXH",
                "loaiHinh",
                "Loại BHXH",
                "Loại bảo hiểm",
                "Chế độ tham gia",
            ),
            "Compulsory, voluntary or unemployment insurance; who pays the first and the last is compulsory",
            blank="Not published (S02); a list without the column has it from a group row or the title",
        ),
        Column(
            "status",
            "Tình trạng",
            ("Trạng thái", "Tình trạng đóng", "tinhTrang", "Trạng thái đóng", "Tình trạng tham gia"),
            "State of the participation: paying, paused, reserved, paid out, retired, ended; paying alone counts",
            blank="Not published (S03)",
        ),
        Column(
            "from_month",
            "Từ tháng",
            (
                "Từ tháng/năm",
                "Phương thức đóng > Từ tháng/năm",
                "tuThang",
                "Từ tháng năm",
                "Thời gian đóng > Từ tháng",
                "Phương thức đóng > Từ tháng",
                "Thời gian tham gia > Từ tháng",
                "Thời gian tham gia > Từ",
                "Thời gian đóng > Từ",
                "Tham gia từ",
                "Đóng từ",
                "Bắt đầu từ tháng",
                "Tháng bắt đầu",
            ),
            "First month of the participation, MM/yyyy",
            blank="Not published (S04)",
            synonyms_first=True,
        ),
        Column(
            "to_month",
            "Đến tháng",
            (
                "Đến tháng/năm",
                "Phương thức đóng > Đến tháng/năm",
                "denThang",
                "Đến tháng năm",
                "Thời gian đóng > Đến tháng",
                "Phương thức đóng > Đến tháng",
                "Thời gian tham gia > Đến tháng",
                "Thời gian tham gia > Đến",
                "Thời gian đóng > Đến",
                "Tham gia đến",
                "Đóng đến",
                "Đến hết tháng",
                "Tháng kết thúc",
            ),
            "Last month of the participation, MM/yyyy, itself included",
            blank="Goes on",
            synonyms_first=True,
        ),
        Column(
            "monthly_base_vnd",
            "Mức đóng",
            (
                "Mức lương đóng",
                "Mức thu nhập tháng đóng BHXH",
                "Tiền lương đóng BHXH",
                "Mức thu nhập",
                "mucDong",
                "Mức tiền lương",
                "Mức lương đóng BHXH",
                "Mức đóng BHXH",
            ),
            "Monthly pay or income that contributions rest on",
            unit="VND",
            reader_only=True,
        ),
        *(column for column in HOME_COLUMNS if column is not NOTE),
        Column(
            "note",
            NOTE.header,
            NOTE.synonyms,
            'Free text; in Mẫu D05-TS it packs what has no column: "… SĐT 0900000001, Ngày sinh 01/02/1990 …"',
            blank="Nothing",
            personal=True,
        ),
        ignored("Đơn vị công tác", "Đơn vị", "Tên đơn vị", "Nơi làm việc", "Đơn vị đóng", "Đơn vị công tác/Mã đơn vị"),
        ignored("Mã đơn vị"),
        ignored("Số tháng đóng", "Số tháng", "Phương thức đóng > Số tháng đóng", "Phương thức đóng > Số tháng"),
        ignored("Phương thức đóng"),
        ignored("Ngày biên lai"),
        ignored("Số biên lai"),
        ignored("Mã số nhân viên thu", "Nhân viên thu"),
        ignored("Số tiền phải đóng theo quy định", "Số tiền đóng > Số tiền phải đóng theo quy định"),
        ignored("Người tham gia đóng", "Số tiền đóng > Người tham gia đóng", "Số tiền đóng > Trong đó > Người tham gia đóng"),
        ignored("Số tiền đóng", "Số tiền"),
        ignored("Tỷ lệ % được hỗ trợ", "NSNN hỗ trợ theo quy định > Tỷ lệ % được hỗ trợ", "Tỷ lệ %"),
        ignored("NSNN hỗ trợ theo quy định > Số tiền", "NSNN hỗ trợ theo quy định"),
        ignored("NSĐP hỗ trợ thêm > Tỷ lệ % được hỗ trợ", "NSĐP hỗ trợ thêm"),
        ignored("NSĐP hỗ trợ thêm > Số tiền"),
        ignored("Hỗ trợ khác > Tỷ lệ % được hỗ trợ", "Hỗ trợ khác"),
        ignored("Hỗ trợ khác > Số tiền"),
        ignored("Chức vụ", "Chức danh"),
        ignored("Đối tượng"),
        ignored("Tổng cộng"),
        ignored("Phương án"),
        ignored("Cơ quan BHXH"),
    ),
    required=(("full_name",), ("social_insurance_number", "personal_id"), ("from_month",), ("status",)),
    distinctive=("insurance_kind", "from_month", "to_month", "status"),
    titles=("bhxh", "bao hiem xa hoi", "bhtn", "bao hiem that nghiep", "d05 ts"),
    other_subjects=("chuho",),
    filler_words=("bao hiem xa hoi", "nguoi lao dong", "nguoi tham gia", "tham gia", "dong"),
    supplied=("residential_group", "insurance_kind"),
)

#: Folded words of the status column; "đang đóng" alone counts (rules: S, active in the month).
STATUSES = {
    "dang dong": "paying",
    "dang tham gia": "paying",
    "dang dong bhxh": "paying",
    "dang dong bao hiem": "paying",
    "tam dung": "paused",
    "tam dung dong": "paused",
    "dung dong": "paused",
    "ngung dong": "paused",
    "da dung dong": "paused",
    "bao luu": "reserved",
    "bao luu thoi gian dong": "reserved",
    "dang bao luu": "reserved",
    "da huong mot lan": "paid_out",
    "huong mot lan": "paid_out",
    "da huong bhxh mot lan": "paid_out",
    "huong bhxh mot lan": "paid_out",
    "da huong 1 lan": "paid_out",
    "huu": "retired",
    "huu tri": "retired",
    "nghi huu": "retired",
    "da nghi huu": "retired",
    "huong luong huu": "retired",
    "dang huong luong huu": "retired",
    "da chet": "ended",
    "chet": "ended",
    "chuyen di": "ended",
    "da cham dut": "ended",
}
#: Words that may follow a state and change nothing of it.
_OF_INSURANCE = r"(?: (?:bhxh|bhyt|bhtn|bao hiem|xa hoi|bat buoc|tu nguyen|that nghiep|va|lien tuc|binh thuong|moi))*"
#: States in longer phrases: "Đang đóng BHXH tự nguyện", "Hưởng chế độ hưu trí".
_STATUS_PHRASES = {
    "paying": rf"^(?:(?:dang|con|van) (?:dong|tham gia)|(?:dong|tham gia) tiep|tiep tuc (?:dong|tham gia)){_OF_INSURANCE}$",
    "paused": rf"^(?:(?:dang |da |tam )*(?:dung|ngung)(?: (?:dong|tham gia))?|khong (?:con )?(?:dong|tham gia)){_OF_INSURANCE}$",
    "ended": r"^(?:da )?(?:bao )?giam(?: han| lao dong)?$",
    "reserved": r"^(?:dang |da )?bao luu(?: thoi gian (?:dong|tham gia))?(?: bhxh)?$",
    "paid_out": r"^(?:da )?huong (?:tro cap )?bhxh (?:mot|1) lan$",
    "retired": r"^(?:da |dang )?(?:nghi |huong )(?:che do )?(?:luong )?huu(?: tri)?$",
}
#: Words in the place of a last month that say that there is none yet; noughts are no such word.
_STILL = r"(?i)^(?:(?:đến\s*)?(?:hiện\s*)?nay|hiện tại|(?:den\s*)?(?:hien\s*)?nay)$"
FIRST_WORKING_AGE_YEARS = 15


def _named_kinds(words: pl.Expr) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Whether folded words name compulsory, voluntary, unemployment insurance."""
    return (
        words.str.contains(r"bat buoc|\bbhxh bb\b|\bbb\b|\bbhxhbb\b"),
        words.str.contains(r"tu nguyen|\bbhxh tn\b|\bbhxhtn\b|^tn$"),
        words.str.contains(r"that nghiep|\bbhtn\b"),
    )


def insurance_kind(e: pl.Expr) -> pl.Expr:
    """compulsory, voluntary or unemployment; null for other words. Employees pay compulsory and unemployment insurance together: a
    row that names both is the compulsory one. "BHXH, BHTN" does not say which social insurance, and two kinds at once say none."""
    return of_each(e, lambda each: once(fold(each), _kind_of_words), pl.String)


def _kind_of_words(words: pl.Expr) -> pl.Expr:
    compulsory, voluntary, unemployment = _named_kinds(words)
    says_bare = words.str.contains(r"\bbhxh\b|bao hiem xa hoi")
    return (
        pl.when(compulsory & ~voluntary)
        .then(pl.lit("compulsory"))
        .when(voluntary & ~compulsory)
        .then(pl.lit("voluntary"))
        .when(unemployment & ~compulsory & ~voluntary & ~says_bare)
        .then(pl.lit("unemployment"))
    )


def only_kind(e: pl.Expr) -> pl.Expr:
    """The kind that a title or group row names; null where it names several ("BHXH, BHTN") or none."""

    def kind(words: pl.Expr) -> pl.Expr:
        compulsory, voluntary, unemployment = (named.cast(pl.Int8) for named in _named_kinds(words))
        return pl.when(compulsory + voluntary + unemployment == 1).then(_kind_of_words(words))

    return once(fold(e), kind)


def _names_insurance() -> pl.Expr:
    """A group row that begins with an insurance which is none of the kinds, whatever its ordinal: "BHYT hộ gia đình"."""
    return fold(pl.col("text")).str.contains(rf"{ORDINAL}(?:bhyt|bao hiem (?:y te|huu tri))\b")


def status(e: pl.Expr) -> pl.Expr:
    """The state of a participation, by its word or by the phrase around it; null for words nobody knows."""

    def state(words: pl.Expr) -> pl.Expr:
        by_phrase = (pl.when(words.str.contains(pattern)).then(pl.lit(code)) for code, pattern in _STATUS_PHRASES.items())
        return pl.coalesce(words.replace_strict(STATUSES, default=None, return_dtype=pl.String), *by_phrase)

    return of_each(e, lambda each: once(fold(each), state), pl.String)


#: What a row says, however it is written: by it the same rows are known again under another month (F05).
MEANING = (
    "personal_id",
    "social_insurance_number",
    "full_name",
    "birth_date",
    "insurance_kind",
    "status",
    "from_month",
    "to_month",
    "area_code",
)


def clean(reading: Reading, context: CleaningContext) -> Cleaned:
    """Typed participation rows: person columns, area_code, insurance_kind, status, from_month, to_month, is_active in the delivery's
    month, age on its last day, is_working_age (``context.retirement_months``: sex -> months, the year's)."""
    raw = stack(reading.main, CONTRACT)
    plain, legacy = decoded(raw, CONTRACT, reading.main)
    settled, zones = settle_zones(plain, Roles(days=(*BIRTH_DATES, "from_month", "to_month")))
    dated = without_lowest_dates(cleaned_text(settled, CONTRACT), ("to_month",), BIRTH_DATES)
    dated = dated.with_columns_seq(pl.when(~is_lowest_month(pl.col("to_month"))).then("to_month").alias("to_month"))
    text, turns = correct_month_first(dated, (*BIRTH_DATES, "from_month", "to_month"))
    text, moves = correct_moved_days(text, (*BIRTH_DATES, "from_month", "to_month"))
    text, swaps = correct_swapped_dates(text, (*BIRTH_DATES, "from_month", "to_month"))
    text, firsts = correct_swapped_months(text, ("from_month", "to_month"), last=last_day_of(context))
    text = _unpacked(text)
    frame = with_area(with_person_columns(text, reading.main, last_day_of(context)), reading.main, context)
    frame = with_person_keys(_with_participation(frame, reading, context))
    frame = with_repeats(frame, text, CONTRACT, MEANING)
    repairs = [_repairs(settled, text, frame), legacy_repairs(raw, plain, legacy), zones, turns, moves, swaps, firsts]
    return Cleaned(frame, pl.concat(repairs), lone_cells=lone_cells(reading.main, context.places))


def _unpacked(text: pl.DataFrame) -> pl.DataFrame:
    """Birth date and telephone out of the note, where their own cells are blank; the note itself is read no further."""
    noted = {
        "birth_date": r"(?i)ngày sinh\s*:?\s*([\d/.\-]{4,10})",
        "phone": r"(?i)(?:sđt|số điện thoại|điện thoại)\s*:?\s*(\+?\d[\d .]{7,13}\d)",
    }
    birth = pl.coalesce(
        "birth_date", pl.when(pl.all_horizontal(pl.col(name).is_null() for name in BIRTH_DATES)).then(_packed(noted["birth_date"]))
    )
    return text.with_columns_seq(birth, pl.coalesce("phone", _packed(noted["phone"])).alias("phone")).drop("note")


def _packed(pattern: str) -> pl.Expr:
    return pl.col("note").str.extract(pattern, 1)


def _with_participation(frame: pl.DataFrame, reading: Reading, context: CleaningContext) -> pl.DataFrame:
    frame = frame.rename({name: f"{name}_raw" for name in ("insurance_kind", "status", "from_month", "to_month")})
    if frame["insurance_kind_raw"].null_count():
        # "II. Hộ kinh doanh cá thể" after "I. BHXH bắt buộc" says no kind, and the one before is not its own.
        groups = from_group_rows(
            reading.main, only_kind(pl.col("text")), ends=pl.col("is_beside") | pl.col("is_above") | _names_insurance()
        )
        frame = frame.with_columns_seq(
            groups["value"].alias("_grouped"),
            groups["is_ended"].alias("_is_ended"),
            from_titles(reading.main, only_kind(pl.col("text"))).alias("_titled"),
        )
        titled = pl.when(~pl.col("_is_ended")).then("_titled")
        supplied = pl.when(~pl.col("insurance_kind_given")).then(pl.coalesce("_grouped", titled))
        kind = pl.coalesce(insurance_kind(pl.col("insurance_kind_raw")), supplied)
    else:
        kind = insurance_kind(pl.col("insurance_kind_raw"))
    this_month, end = pl.date(context.year, context.month, 1), last_day(context)
    until = words_for_blank_as_null(pl.when(~pl.col("to_month_raw").str.contains(_STILL)).then(pl.col("to_month_raw")))
    frame = with_columns(
        frame,
        kind.alias("insurance_kind"),
        status(pl.col("status_raw")).alias("status"),
        month(pl.col("from_month_raw")).alias("from_month"),
        until.alias("to_month_raw"),
        month(until).alias("to_month"),
    )
    return frame.with_columns_seq(
        (
            (pl.col("status") == "paying")
            & (pl.col("from_month") <= this_month)
            & (pl.col("to_month_raw").is_null() | (pl.col("to_month") >= this_month))
        )
        .fill_null(False)
        .alias("is_active"),
        _whole_years(pl.col("birth_date"), end).alias("age_years"),
        _is_working_age(context, end).alias("is_working_age"),
    )


def _months_lived(birth: pl.Expr, day: pl.Expr) -> pl.Expr:
    months = (day.dt.year() - birth.dt.year()) * 12 + day.dt.month().cast(pl.Int32) - birth.dt.month()
    return months - (birth.dt.day() > day.dt.day()).cast(pl.Int32)


def _whole_years(birth: pl.Expr, day: pl.Expr) -> pl.Expr:
    return _months_lived(birth, day) // 12


def _is_working_age(context: CleaningContext, day: pl.Expr) -> pl.Expr:
    """From 15 years to the retirement age of the year and sex (Nghị định 135/2020/NĐ-CP Điều 4), by whole months."""
    limits = context.retirement_months
    lived = _months_lived(pl.col("birth_date"), day)
    limit = pl.coalesce("sex", "id_sex").replace_strict(limits, default=None, return_dtype=pl.Int32)
    return (lived >= FIRST_WORKING_AGE_YEARS * 12) & (lived < limit)


def _repairs(plain: pl.DataFrame, text: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    words = ("address", "residential_group", "insurance_kind", "status", "sex", "from_month", "to_month")
    months = [Change(name, frame[name], partial(date_repairs, expected="month"), is_date=True) for name in ("from_month", "to_month")]
    return collect_repairs(plain, [*person_changes(plain, frame), *months, *text_changes(text, *words)])
