"""One row is one dossier in the monthly log of the one-stop shop (một cửa).

Issued by the one-stop system under Nghị định 118/2025/NĐ-CP; the statutory log is Mẫu sổ theo dõi hồ sơ (Thông tư
01/2018/TT-VPCP mẫu 06, now Thông tư 03/2025/TT-VPCP mẫu 07); vendors send flat lists of their own.

Data flow: reading.Table -> CONTRACT -> clean -> expectations.sources.dossiers -> sql/publish/dossiers.sql -> fact_dossier
"""

import polars as pl

from transforms.cleaning.lone_cells import lone_cells
from transforms.cleaning.model import Cleaned, CleaningContext
from transforms.cleaning.month_first import correct_month_first
from transforms.cleaning.moved_days import correct_moved_days
from transforms.cleaning.steps import (
    Change,
    cleaned_text,
    collect_repairs,
    decoded,
    from_group_rows,
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
from transforms.reading.model import Reading
from transforms.vietnamese.contacts import address_and_phone
from transforms.vietnamese.date_forms import RECENT_YEARS
from transforms.vietnamese.dates import date_repairs, date_time, has_time
from transforms.vietnamese.identifiers import code_date, dossier_code, identifier_repairs, phone, procedure_code
from transforms.vietnamese.names import person_name
from transforms.vietnamese.text import fold, of_each, of_words, text_repairs
from transforms.vocabulary.columns import ADDRESS, NOTE, PERSONAL_ID, PHONE, SERIAL_NUMBER, at_moment, ignored
from transforms.vocabulary.fields_of_work import field_of_work, grouped_field

CONTRACT = Contract(
    source="dossiers",
    columns=(
        SERIAL_NUMBER,
        Column(
            "dossier_code",
            "Mã hồ sơ",
            ("Số hồ sơ", "Mã số hồ sơ", "Mã biên nhận", "Số biên nhận", "Mã tra cứu", "maHoSo", "Mã hồ sơ TTHC"),
            "Code of the dossier: agency, date of receipt (yymmdd), serial; Thông tư 03/2025/TT-VPCP",
            blank="Not published (D01)",
        ),
        Column(
            "procedure_code",
            "Mã TTHC",
            ("Mã thủ tục", "Mã thủ tục hành chính", "maTTHC", "Mã số TTHC"),
            "National code of the procedure, short (1.001193) or long (1.001193.000.00.00.H24)",
            blank="Known by its name alone; no finding",
        ),
        Column(
            "procedure_name",
            "Tên TTHC",
            (
                "Tên thủ tục",
                "Thủ tục hành chính",
                "Tên thủ tục hành chính",
                "Thủ tục",
                "tenTTHC",
            ),
            (
                "Name of the procedure as the log has it; the star calls procedures as the catalogue does, for what is typed here "
                "may name people"
            ),
            blank="Not known",
        ),
        Column(
            "field_name",
            "Lĩnh vực",
            ("Tên lĩnh vực", "tenLinhVuc", "Lĩnh vực giải quyết"),
            "Field of work (lĩnh vực)",
            blank='Told by the group row above ("Lĩnh vực …", "II. Chứng thực")',
        ),
        Column(
            "applicant_name",
            "Tên cá nhân, tổ chức",
            (
                "Người nộp",
                "Chủ hồ sơ",
                "Họ tên chủ hồ sơ",
                "Họ tên người nộp",
                "Cá nhân/tổ chức",
                "chuHoSo",
                "Người nộp hồ sơ",
                "Tên tổ chức, cá nhân",
                "Họ và tên chủ hồ sơ",
                "Tên người nộp",
                "Tên chủ hồ sơ",
                "Tổ chức/Cá nhân",
                "Tổ chức, cá nhân nộp",
            ),
            "Person or body that handed the dossier in",
            blank="Not known",
            personal=True,
        ),
        Column(
            "address_and_phone",
            "Địa chỉ, số điện thoại",
            ("Địa chỉ, SĐT", "Địa chỉ và số điện thoại", "Địa chỉ - số điện thoại"),
            "One cell that holds both, as the statutory form has it; the number stands last",
            blank="Told by the columns of their own",
            personal=True,
        ),
        ADDRESS,
        PHONE,
        PERSONAL_ID,
        Column(
            "channel",
            "Hình thức tiếp nhận",
            (
                "Kênh thực hiện",
                "Hình thức nộp",
                "Phương thức nộp",
                "Cách thức nộp",
                "Loại tiếp nhận",
                "kenhThucHien",
                "Phương thức tiếp nhận",
                "Hình thức nộp hồ sơ",
                "Kênh tiếp nhận",
                "Kênh nộp",
                "Nguồn tiếp nhận",
            ),
            "How the dossier was handed in: directly, online or by post",
            blank="Counted as direct (D12)",
        ),
        Column(
            "received_at",
            "Ngày tiếp nhận",
            (
                "Ngày, tháng, năm > Nhận hồ sơ",
                "Nhận hồ sơ",
                "Tiếp nhận",
                "Tiếp nhận hồ sơ",
                "ngayTiepNhan",
                *at_moment("tiếp nhận", "nhận", "nhận hồ sơ", "tiếp nhận hồ sơ"),
            ),
            "When the dossier was received, local time",
            blank="Not published (D02)",
        ),
        Column(
            "due_at",
            "Ngày hẹn trả",
            (
                "Ngày, tháng, năm > Hẹn trả kết quả",
                "Hẹn trả kết quả",
                "Hạn trả",
                "Hạn xử lý",
                "Hạn giải quyết",
                "ngayHenTra",
                "Hẹn trả",
                "Ngày hẹn",
                "Hạn trả kết quả",
                "Thời hạn trả",
                "Thời hạn trả kết quả",
                *at_moment("hẹn trả", "hẹn trả kết quả", "hẹn trả kết quả dự kiến", "hẹn trả dự kiến", "phải trả kết quả"),
                *at_moment("trả kết quả dự kiến", "dự kiến trả", "dự kiến trả kết quả", "hẹn có kết quả", "có kết quả dự kiến"),
                *at_moment("dự kiến có kết quả", "trả kết quả theo giấy hẹn", "trả theo giấy hẹn", "đến hạn", "đến hạn trả kết quả"),
            ),
            "When the result is due; without a time, at the end of the day",
            blank="Not published (D05)",
        ),
        Column(
            "finished_at",
            "Ngày kết thúc xử lý",
            (
                "Ngày hoàn thành",
                "ngayKetThucXuLy",
                "Kết thúc xử lý",
                "Ngày, tháng, năm > Ngày kết thúc xử lý",
                "Kết thúc",
                "Ngày giải quyết xong",
                *at_moment("kết thúc", "kết thúc xử lý", "xử lý xong", "có kết quả", "hoàn tất", "hoàn tất xử lý", "hoàn thành xử lý"),
            ),
            "When processing ended; before the day it is returned",
            blank="Not ended, unless a day of return is given",
        ),
        Column(
            "returned_at",
            "Ngày trả kết quả",
            (
                "Ngày, tháng, năm > Trả kết quả",
                "Trả kết quả",
                "ngayTra",
                "Ngày, tháng, năm > Ngày nhận kết quả",
                *at_moment("trả", "trả kết quả", "nhận kết quả", "công dân nhận kết quả", "công dân nhận", "người dân nhận kết quả"),
                *at_moment("thực trả", "thực tế trả", "trả thực tế", "giao kết quả", "giao trả kết quả"),
            ),
            "When the result was handed over",
            blank="Not handed over",
        ),
        Column(
            "status",
            "Trạng thái hồ sơ",
            ("Trạng thái", "Tình trạng hồ sơ", "Tình trạng xử lý", "Trạng thái xử lý", "trangThai"),
            "State of the dossier as the system words it; national code list of ten states",
            blank="Told by the dates",
        ),
        Column(
            "vendor_verdict",
            "Tình trạng",
            ("Kết quả xử lý", "Đúng hạn/Trễ hạn", "Thời hạn", "Tình trạng đúng hạn"),
            "The system's own verdict on time; where a list has no column of states and states stand here, the state",
            blank="Nothing",
        ),
        Column(
            "return_channel",
            "Phương thức nhận kết quả",
            ("Hình thức nhận kết quả", "Hình thức trả", "Hình thức trả kết quả", "Ngày, tháng, năm > Phương thức nhận kết quả"),
            "How the result is handed over",
            reader_only=True,
        ),
        NOTE,
        # What the dossier is about is typed freely, and often with the names of people: it is not the procedure's name.
        ignored("Nội dung hồ sơ", "Trích yếu hồ sơ", "trichYeuHoSo", "Nội dung"),
        ignored("Số lượng hồ sơ (bộ)", "Số bộ hồ sơ", "Số lượng hồ sơ", "soBoHoSo"),
        ignored(
            "Cơ quan chủ trì giải quyết",
            "Cơ quan giải quyết",
            "Đơn vị xử lý",
            "Đơn vị giải quyết",
            "Cơ quan thực hiện",
            "tenDonVi",
            "Đơn vị tiếp nhận",
        ),
        ignored("Mức độ", "Mức độ DVC", "Mức DVC", "Loại dịch vụ công", "Mức độ dịch vụ công"),
        ignored("Ngày nộp", "Ngày nộp hồ sơ", "ngayNopHoSo"),
        ignored("Cán bộ tiếp nhận", "tenNguoiNhanHoSo", "Người tiếp nhận", "Người nhận hồ sơ"),
        ignored("Cán bộ xử lý", "Người xử lý"),
        ignored("Phí, lệ phí", "Lệ phí", "Phí"),
        ignored("Thanh toán"),
        ignored("Ngày bổ sung"),
        ignored("Số ngày trễ", "Thời gian trễ", "Số ngày quá hạn"),
        ignored("Ký nhận", "Ngày, tháng, năm > Ký nhận"),
        ignored("Loại chủ hồ sơ", "Đối tượng nộp"),
        ignored("Email", "emailChuHoSo"),
        ignored("Mã lĩnh vực", "maLinhVuc"),
        ignored("Mã kết quả", "maKetQua"),
        ignored("Đường dẫn tệp kết quả", "duongDanTepTinKetQua"),
        ignored("Được thanh toán trực tuyến", "duocThanhToanTrucTuyen"),
        ignored("Danh sách lệ phí", "danhSachLePhi"),
        ignored("Hồ sơ có thành phần số hóa", "hoSoCoThanhPhanSoHoa"),
        ignored("Tài liệu nộp được số hóa", "taiLieuNop.DuocSoHoa"),
        ignored("Tài liệu nộp lấy từ kho dữ liệu", "taiLieuNop.DuocLayTuKhoDMQG"),
        ignored("Thời gian giải quyết", "thoiGianGiaiQuyet", "Thời hạn giải quyết", "Số ngày giải quyết"),
        ignored("Đơn vị tính", "donViTinh"),
        ignored("Mã đơn vị", "donViId"),
        ignored("Ngày tạo", "createdOn"),
        ignored("Nơi tiếp nhận"),
        ignored("Nơi hỗ trợ", "Nơi hỗ trợ tiếp nhận"),
        ignored("Tổ dân phố", "TDP", "Địa bàn"),
    ),
    required=(("dossier_code",), ("received_at",), ("due_at",)),
    distinctive=("dossier_code", "received_at", "due_at", "procedure_code", "finished_at", "returned_at"),
    titles=("so theo doi ho so", "danh sach ho so", "theo doi tinh hinh tiep nhan ho so", "ho so tthc"),
    filler_words=("ho so", "thu tuc hanh chinh"),
    supplied=("field_name",),
)

REFUSED, REGISTERED, WITHDRAWN, STOPPED, FINISHED, RETURNED, IN_PROGRESS = 3, 1, 7, 8, 9, 10, 4
#: Folded words of vendors -> the national code list of states (TrangThaiHoSo).
STATUSES = {
    "moi dang ky": 1,
    "cho tiep nhan": 1,
    "da bo sung cho tiep nhan": 1,
    "ho so moi dang ky": 1,
    "duoc tiep nhan": 2,
    "da tiep nhan": 2,
    "tiep nhan": 2,
    "moi tiep nhan": 2,
    "ho so moi tiep nhan": 2,
    "khong duoc tiep nhan": 3,
    "khong tiep nhan": 3,
    "tu choi tiep nhan": 3,
    "tu choi": 3,
    "tu choi ho so": 3,
    "tu choi tiep nhan ho so": 3,
    "khong tiep nhan ho so": 3,
    "bi tu choi": 3,
    "dang xu ly": 4,
    "dang giai quyet": 4,
    "cho ky duyet": 4,
    "cho xu ly": 4,
    "cho phe duyet": 4,
    "dang thu ly": 4,
    "dang tham dinh": 4,
    "chua xu ly": 4,
    "cho ky so": 4,
    "cho ky": 4,
    "dang trinh ky": 4,
    "trinh ky": 4,
    "yeu cau bo sung giay to": 5,
    "yeu cau bo sung": 5,
    "cho bo sung": 5,
    "cho bo sung ho so": 5,
    "cho bo sung giay to": 5,
    "bo sung ho so": 5,
    "dang cho bo sung": 5,
    "yeu cau bo sung ho so": 5,
    "yeu cau thuc hien nghia vu tai chinh": 6,
    "cho thuc hien nghia vu tai chinh": 6,
    "cho nop phi": 6,
    "thuc hien nghia vu tai chinh": 6,
    "cong dan yeu cau rut ho so": 7,
    "yeu cau rut ho so": 7,
    "da rut ho so": 7,
    "rut ho so": 7,
    "xin rut": 7,
    "da rut": 7,
    "cong dan rut ho so": 7,
    "dung xu ly": 8,
    "ho so khong xu ly duoc": 8,
    "khong xu ly duoc": 8,
    "tra lai ho so": 8,
    "da dung xu ly": 8,
    "tra lai": 8,
    "da xu ly xong": 9,
    "xu ly xong": 9,
    "da co ket qua": 9,
    "co ket qua": 9,
    "hoan thanh": 9,
    "da hoan thanh": 9,
    "cho tra ket qua": 9,
    "da giai quyet": 9,
    "da giai quyet xong": 9,
    "da tra ket qua": 10,
    "da tra": 10,
    "da tra ket qua truc tuyen": 10,
    "tra ket qua": 10,
    "da tra ket qua cho cong dan": 10,
} | {str(code): code for code in range(1, 11)}
#: How far a state is: of two rows of one code the furthest advanced is kept.
ADVANCEMENT = {3: 0, 1: 1, 2: 2, 4: 4, 5: 5, 6: 5, 7: 7, 8: 7, 9: 9, 10: 10}
CHANNELS = {
    "truc tiep": "direct",
    "nop truc tiep": "direct",
    "tai mot cua": "direct",
    "tai bo phan mot cua": "direct",
    "1": "direct",
    "nop tai mot cua": "direct",
    "truc tuyen": "online",
    "nop truc tuyen": "online",
    "qua mang": "online",
    "dvc": "online",
    "online": "online",
    "2": "online",
    "dich vu cong": "online",
    "dich vu cong truc tuyen": "online",
    "truc tuyen toan trinh": "online",
    "truc tuyen mot phan": "online",
    "toan trinh": "online",
    "mot phan": "online",
    "cong dich vu cong": "online",
    "buu chinh cong ich": "postal",
    "bcci": "postal",
    "qua buu dien": "postal",
    "buu chinh": "postal",
    "3": "postal",
    "qua buu chinh cong ich": "postal",
    "dich vu buu chinh": "postal",
    "buu dien": "postal",
    "qua dich vu buu chinh": "postal",
}
#: Words by which a channel is known in a longer phrase ("Nộp trực tuyến qua Cổng DVC quốc gia").
_CHANNEL_WORDS = {
    "online": r"truc tuyen|\bonline\b|qua mang|internet|\bdvctt\b|\bdvc(?:qg)?\b|cong dich vu cong|\bvneid\b",
    "postal": r"buu chinh|buu dien|\bbcci\b",
    "direct": r"truc tiep|mot cua|tai quay|tai (?:bo phan|trung tam|noi)",
}
#: The system's verdict on time beside the state: "Đang xử lý (quá hạn 2 ngày)".
_VERDICT = r" (?:con |da )?(?:trong|qua|dung|tre|truoc|som) han\b.*$"
_MOMENTS = ("received_at", "due_at", "finished_at", "returned_at")

#: What a row says, however it is written: by it the same rows are known again under another month (F05).
MEANING = (
    "dossier_code",
    "procedure_code",
    "received_on",
    "due_on",
    "finished_on",
    "returned_on",
    "status_code",
    "channel_code",
)


def clean(reading: Reading, context: CleaningContext) -> Cleaned:
    """Typed dossier rows: dossier_code, procedure_code (short form), field_name (group row where no column), channel_code, the four
    moments with ``<moment>_has_time``, status_code (from the dates where the word is unknown), end_at, outcome, is_received.
    ``context.count_withdrawn_as_on_time``: as the statutory form prints withdrawn and stopped dossiers."""
    raw = stack(reading.main, CONTRACT)
    plain, legacy = decoded(raw, CONTRACT, reading.main)
    roles = Roles(moments=_MOMENTS, received="received_at", known=code_date(pl.col("dossier_code")))
    settled, zones = settle_zones(plain, roles)
    dated = without_lowest_dates(cleaned_text(settled, CONTRACT), ("finished_at", "returned_at"))
    coded = dated.select_seq(code_date(pl.col("dossier_code"))).to_series()
    text, turns = correct_month_first(dated, _MOMENTS, known=("received_at", coded))
    text, moves = correct_moved_days(text, _MOMENTS, led_by="received_at")
    text, swaps = correct_swapped_dates(text, _MOMENTS)
    frame = _with_state(_typed(text, reading), context.count_withdrawn_as_on_time)
    days = (pl.col(name).dt.date().alias(name.replace("_at", "_on")) for name in _MOMENTS)
    frame = with_repeats(frame.with_columns_seq(days), text, CONTRACT, MEANING)
    repairs = [_repairs(settled, text, frame), legacy_repairs(raw, plain, legacy), zones, turns, moves, swaps]
    return Cleaned(frame, pl.concat(repairs), lone_cells=lone_cells(reading.main, context.places))


def _typed(text: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    text = text.with_columns_seq(pl.when(_says_state()).then("vendor_verdict").otherwise("status").alias("status"))
    frame = text.rename({name: f"{name}_raw" for name in ("dossier_code", "procedure_code", "channel", "status", "phone", *_MOMENTS)})
    grouped = from_group_rows(reading.main, grouped_field(pl.concat(table.groups["text"] for table in reading.main)))["value"]
    both = address_and_phone(pl.col("address_and_phone"))
    return (
        frame.with_columns_seq(
            grouped.alias("_grouped"),
            both.alias("_both"),
            *(
                words_for_blank_as_null(pl.col(f"{name}_raw")).alias(f"{name}_raw")
                for name in (*_MOMENTS, "procedure_code", "channel", "status")
            ),
        )
        .with_columns_seq(
            dossier_code(pl.col("dossier_code_raw")).alias("dossier_code"),
            code_date(dossier_code(pl.col("dossier_code_raw"))).alias("code_date"),
            procedure_code(pl.col("procedure_code_raw")).alias("procedure_code"),
            pl.coalesce(field_of_work(pl.col("field_name")), pl.col("_grouped").replace("", None)).alias("field_name"),
            channel(pl.col("channel_raw")).alias("channel_code"),
            national_status(pl.col("status_raw")).alias("stated_status"),
            *(date_time(pl.col(f"{name}_raw"), RECENT_YEARS).alias(name) for name in _MOMENTS),
            person_name(pl.col("applicant_name")).alias("applicant_name"),
            pl.coalesce(phone(pl.col("phone_raw")), pl.col("_both").struct.field("phone")).alias("phone"),
            pl.coalesce("address", pl.col("_both").struct.field("address")).alias("address"),
        )
        .with_columns_seq(has_time(pl.col(name)).fill_null(False).alias(f"{name}_has_time") for name in _MOMENTS)
        .drop("_grouped", "_both")
    )


def _says_state() -> pl.Expr:
    """Whether "Tình trạng" holds a state in a list that has no column of states: "Không được tiếp nhận" there must not count as received.
    Numbers there are days, not codes."""
    verdict = pl.col("vendor_verdict")
    words = pl.when(~verdict.str.contains(r"^\s*\d")).then(verdict)
    return ~pl.col("status_given") & national_status(words).is_not_null()


def channel(e: pl.Expr) -> pl.Expr:
    """direct, online or postal; null for other words, for a phrase that names several channels, and for one that denies ("không trực
    tuyến")."""
    return of_each(e, lambda each: of_words(each.str.replace(r"\.0$", ""), _channel), pl.String)


def _channel(words: pl.Expr) -> pl.Expr:
    named = {code: words.str.contains(pattern) for code, pattern in _CHANNEL_WORDS.items()}
    steps = pl.struct(*(one.alias(code) for code, one in named.items()), denies=words.str.contains(r"\bkhong\b"))
    is_plain = (pl.sum_horizontal(pl.field(code) for code in named) == 1) & ~pl.field("denies")
    by_phrase = pl.coalesce(pl.when(is_plain & pl.field(code)).then(pl.lit(code)) for code in named)
    by_phrase = steps.struct.with_fields(phrase=by_phrase).struct.field("phrase")
    return pl.coalesce(words.replace_strict(CHANNELS, default=None, return_dtype=pl.String), by_phrase)


def national_status(e: pl.Expr) -> pl.Expr:
    """The state on the national list; a verdict on time beside it, "hồ sơ" before it and "KQ" for "kết quả" change nothing."""
    return of_each(e, _national_status, pl.Int16)


def _national_status(e: pl.Expr) -> pl.Expr:
    words = fold(e.str.replace(r"\.0$", ""))
    plain = words.str.replace(r"\bkq\b", "ket qua").str.replace(_VERDICT, "").str.replace("^ho so ", "")
    return pl.coalesce(one.replace_strict(STATUSES, default=None, return_dtype=pl.Int16) for one in (words, plain))


def _with_state(frame: pl.DataFrame, withdrawn_is_on_time: bool) -> pl.DataFrame:
    """End = finished, else returned. On time: on the due day and, where both times are given, not after the due time. A layout
    without a status column, or a word nobody knows, has its state from the dates."""
    end = pl.coalesce("finished_at", "returned_at")
    end_has_time = (
        pl.when(pl.col("finished_at").is_not_null()).then(pl.col("finished_at_has_time")).otherwise(pl.col("returned_at_has_time"))
    )
    by_dates = (
        pl.when(pl.col("returned_at").is_not_null())
        .then(pl.lit(RETURNED))
        .when(pl.col("finished_at").is_not_null())
        .then(pl.lit(FINISHED))
        .otherwise(pl.lit(IN_PROGRESS))
        .cast(pl.Int16)
    )
    frame = frame.with_columns_seq(
        end.alias("end_at"), end_has_time.alias("end_at_has_time"), pl.coalesce("stated_status", by_dates).alias("status_code")
    )
    due_day, end_day = pl.col("due_at").dt.date(), pl.col("end_at").dt.date()
    after_hour = pl.col("due_at_has_time") & pl.col("end_at_has_time") & (pl.col("end_at") > pl.col("due_at"))
    withdrawn = pl.col("status_code").is_in([WITHDRAWN, STOPPED]) & withdrawn_is_on_time
    return frame.with_columns_seq(
        (~pl.col("status_code").is_in([REFUSED, REGISTERED])).alias("is_received"),
        pl.when(pl.col("end_at").is_null())
        .then(pl.lit("open"))
        .when(withdrawn)
        .then(pl.lit("on_time"))
        .when(end_day < due_day)
        .then(pl.lit("early"))
        .when((end_day == due_day) & ~after_hour)
        .then(pl.lit("on_time"))
        .otherwise(pl.lit("late"))
        .alias("outcome"),
        pl.col("status_code").replace_strict(ADVANCEMENT, return_dtype=pl.Int16).alias("advancement"),
    )


def _repairs(plain: pl.DataFrame, text: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    return collect_repairs(
        plain,
        [
            *(Change(name, frame[name], date_repairs, is_date=True) for name in _MOMENTS),
            *(Change(name, frame[name], identifier_repairs) for name in ("dossier_code", "procedure_code", "phone")),
            Change("applicant_name", frame["applicant_name"], text_repairs),
            Change("field_name", frame["field_name"], text_repairs),
            *text_changes(text, "procedure_name", "channel", "status", "address", "address_and_phone"),
        ],
    )
