"""Rules S01 to S09: the month's list of participations in social insurance."""

import polars as pl

from expectations.context import RuleContext
from expectations.person_rules import has_a_valid_id, lives_in_a_known_group, year_contradicts
from expectations.rule import Rule
from expectations.wording import code, hidden, raw, say, shown
from transforms.cleaning.model import Cleaned

YOUNGEST_YEARS, OLDEST_YEARS = 15, 75


def prepare(cleaned: Cleaned, knowledge: RuleContext) -> pl.DataFrame:
    return cleaned.frame


def rules(knowledge: RuleContext) -> tuple[Rule, ...]:
    to_month_is_wrong = pl.col("to_month_raw").is_not_null() & (
        pl.col("to_month").is_null() | (pl.col("to_month") < pl.col("from_month")).fill_null(False)
    )
    active, kind = pl.col("is_active"), pl.col("insurance_kind")
    both_kinds = (active & (kind == "compulsory")).fill_null(False).any().over("person_id") & (active & (kind == "voluntary")).fill_null(
        False
    ).any().over("person_id")
    return (
        has_a_valid_id("S01"),
        Rule(
            "S02",
            "critical",
            "kind_of_insurance_is_known",
            "insurance_kind",
            kind.is_null(),
            say(
                "Loại hình '{}' không phải BHXH bắt buộc, BHXH tự nguyện hay bảo hiểm thất nghiệp. Ghi đúng một trong ba loại.",
                code(raw("insurance_kind")),
            ),
        ),
        Rule(
            "S03",
            "critical",
            "status_is_known",
            "status",
            pl.col("status").is_null(),
            say(
                "Tình trạng '{}' không có trong danh mục (Đang đóng, Tạm dừng, Bảo lưu, Đã hưởng một lần, Hưu). Ghi đúng tình trạng.",
                code(raw("status")),
            ),
        ),
        Rule(
            "S04",
            "critical",
            "months_can_be_read_and_are_in_order",
            "from_month",
            pl.col("from_month").is_null() | to_month_is_wrong,
            say(
                "Từ tháng '{}' đến tháng '{}' không đọc được hoặc ngược thứ tự. Ghi dạng tháng/năm, đến tháng để trống nếu còn đóng.",
                shown(raw("from_month")),
                shown(raw("to_month")),
            ),
        ),
        Rule(
            "S05",
            "warning",
            "one_person_is_in_one_scheme",
            "insurance_kind",
            pl.when(pl.col("person_id").is_not_null()).then(both_kinds & active & kind.is_in(["compulsory", "voluntary"])),
            say("Người này ({}) cùng lúc đóng BHXH bắt buộc và tự nguyện; chỉ tính một lần. Xác nhận loại hình đúng.", hidden("person_id")),
        ),
        Rule(
            "S06",
            "warning",
            "active_age_is_plausible",
            "birth_date",
            active & ((pl.col("age_years") < YOUNGEST_YEARS) | (pl.col("age_years") > OLDEST_YEARS)),
            say("Đang đóng bảo hiểm khi {} tuổi, ngoài khoảng 15 đến 75. Kiểm tra ngày sinh và tình trạng.", pl.col("age_years")),
        ),
        Rule(
            "S07",
            "warning",
            "personal_id_agrees_with_the_row",
            "personal_id",
            pl.col("birth_date").is_null() | pl.col("personal_id_is_invalid") | year_contradicts(),
            pl.when(pl.col("birth_date").is_null())
            .then(say("Ngày sinh bị thiếu hoặc không đọc được. Bổ sung ngày sinh."))
            .when(pl.col("personal_id_is_invalid"))
            .then(say("Số định danh {} không hợp lệ: phải đủ 12 chữ số. Kiểm tra lại với giấy tờ.", hidden("personal_id_raw")))
            .otherwise(
                say(
                    "Số định danh {} không khớp năm sinh ghi ở dòng này. Kiểm tra xem số có phải của người khác không.",
                    hidden("personal_id"),
                )
            ),
        ),
        lives_in_a_known_group("S08"),
        Rule("S09", "info", "a_row_is_listed_once", None, pl.col("is_repeat"), say("Dòng lặp lại y hệt: chỉ tính một lần.")),
    )
