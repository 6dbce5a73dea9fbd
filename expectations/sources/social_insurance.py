"""Rules S01 to S09: the month's list of participations in social insurance."""

import polars as pl

from expectations.context import RuleContext
from expectations.person_rules import has_a_valid_id, lives_in_a_known_group, year_contradicts
from expectations.rule import Broken, Part, RuleBook
from expectations.wording import code, hidden, raw, say, shown

YOUNGEST_YEARS, OLDEST_YEARS = 15, 75


PARTICIPATIONS = RuleBook()

_ACTIVE = pl.col("is_active")
_KIND = pl.col("insurance_kind")


PARTICIPATIONS.add(has_a_valid_id("S01"))


@PARTICIPATIONS.rule("S02", "critical", column="insurance_kind")
def kind_of_insurance_is_known(context: RuleContext) -> Broken:
    bad = _KIND.is_null()
    message = say(
        "Loại hình '{}' không phải BHXH bắt buộc, BHXH tự nguyện hay bảo hiểm thất nghiệp. Ghi đúng một trong ba loại.",
        code(raw("insurance_kind")),
    )
    return bad, message


@PARTICIPATIONS.rule("S03", "critical", column="status")
def status_is_known(context: RuleContext) -> Broken:
    bad = pl.col("status").is_null()
    message = say(
        "Tình trạng '{}' không có trong danh mục (Đang đóng, Tạm dừng, Bảo lưu, Đã hưởng một lần, Hưu). Ghi đúng tình trạng.",
        code(raw("status")),
    )
    return bad, message


@PARTICIPATIONS.rule("S04", "critical", column="from_month")
def months_can_be_read_and_are_in_order(context: RuleContext) -> Broken:
    to_month_is_wrong = pl.col("to_month_raw").is_not_null() & (
        pl.col("to_month").is_null() | (pl.col("to_month") < pl.col("from_month")).fill_null(False)
    )
    bad = pl.col("from_month").is_null() | to_month_is_wrong
    message = say(
        "Từ tháng '{}' đến tháng '{}' không đọc được hoặc ngược thứ tự. Ghi dạng tháng/năm, đến tháng để trống nếu còn đóng.",
        shown(raw("from_month")),
        shown(raw("to_month")),
    )
    return bad, message


@PARTICIPATIONS.rule("S05", "warning", column="insurance_kind")
def one_person_is_in_one_scheme(context: RuleContext) -> Broken:
    both_kinds = (_ACTIVE & (_KIND == "compulsory")).fill_null(False).any().over("person_id") & (
        _ACTIVE & (_KIND == "voluntary")
    ).fill_null(False).any().over("person_id")
    bad = pl.when(pl.col("person_id").is_not_null()).then(both_kinds & _ACTIVE & _KIND.is_in(["compulsory", "voluntary"]))
    message = say(
        "Người này ({}) cùng lúc đóng BHXH bắt buộc và tự nguyện; chỉ tính một lần. Xác nhận loại hình đúng.", hidden("person_id")
    )
    return bad, message


@PARTICIPATIONS.rule("S06", "warning", column="birth_date")
def active_age_is_plausible(context: RuleContext) -> Broken:
    bad = _ACTIVE & ((pl.col("age_years") < YOUNGEST_YEARS) | (pl.col("age_years") > OLDEST_YEARS))
    message = say("Đang đóng bảo hiểm khi {} tuổi, ngoài khoảng 15 đến 75. Kiểm tra ngày sinh và tình trạng.", pl.col("age_years"))
    return bad, message


@PARTICIPATIONS.rule("S07", "warning", column="personal_id")
def personal_id_agrees_with_the_row(context: RuleContext) -> Broken:
    bad = pl.col("birth_date").is_null() | pl.col("personal_id_is_invalid") | year_contradicts()
    message = (
        pl.when(pl.col("birth_date").is_null())
        .then(say("Ngày sinh bị thiếu hoặc không đọc được. Bổ sung ngày sinh."))
        .when(pl.col("personal_id_is_invalid"))
        .then(say("Số định danh {} không hợp lệ: phải đủ 12 chữ số. Kiểm tra lại với giấy tờ.", hidden("personal_id_raw")))
        .otherwise(
            say(
                "Số định danh {} không khớp năm sinh ghi ở dòng này. Kiểm tra xem số có phải của người khác không.",
                hidden("personal_id"),
            )
        )
    )
    return bad, message


PARTICIPATIONS.add(lives_in_a_known_group("S08"))


@PARTICIPATIONS.rule("S09", "info", column=None)
def a_row_is_listed_once(context: RuleContext) -> Broken:
    bad = pl.col("is_repeat")
    message = say("Dòng lặp lại y hệt: chỉ tính một lần.")
    return bad, message


PARTS = (Part("social_insurance", "main", PARTICIPATIONS),)
