"""Rules H01 to H11: the month's list of health insurance cards."""

import polars as pl

from expectations.context import RuleContext
from expectations.person_rules import (
    birth_is_doubtful,
    has_a_valid_id,
    lives_in_a_known_group,
    name_and_year_collide,
    sex_contradicts,
    year_contradicts,
)
from expectations.rule import Rule
from expectations.wording import code, day, hidden, raw, say, shown
from transforms.cleaning.model import Cleaned


def prepare(cleaned: Cleaned, knowledge: RuleContext) -> pl.DataFrame:
    return cleaned.frame


def rules(knowledge: RuleContext) -> tuple[Rule, ...]:
    end = pl.lit(knowledge.last_day)
    valid_to_unreadable = pl.col("valid_to_raw").is_not_null() & pl.col("valid_to").is_null()
    card_differs = (
        pl.col("card_last_ten").is_not_null()
        & (pl.col("card_last_ten") != pl.col("social_insurance_number"))
        & (pl.col("card_number").str.len_chars() == 15)
    )
    several_cards = pl.col("person_id").is_first_distinct().not_() & pl.col("person_id").is_not_null()
    return (
        has_a_valid_id("H01"),
        Rule(
            "H02",
            "critical",
            "validity_can_be_read",
            "valid_from",
            pl.col("valid_from").is_null() | valid_to_unreadable,
            say(
                "Hạn thẻ từ '{}' đến '{}' không đọc được thành ngày. Ghi dạng ngày/tháng/năm; ô đến ngày để trống nếu thẻ không có hạn cuối.",
                shown(raw("valid_from")),
                shown(raw("valid_to")),
            ),
        ),
        Rule(
            "H03",
            "critical",
            "valid_to_is_not_before_valid_from",
            "valid_to",
            pl.col("valid_to") < pl.col("valid_from"),
            say("Thẻ hết hạn ngày {} trước khi có hiệu lực ngày {}. Kiểm tra lại hai ngày này.", day("valid_to"), day("valid_from")),
        ),
        Rule(
            "H04",
            "critical",
            "one_person_has_one_name",
            "full_name",
            name_and_year_collide(),
            say(
                "Cùng một số định danh hoặc mã số BHXH ({}) nhưng có hai họ tên và năm sinh khác nhau. Kiểm tra xem số của ai bị ghi nhầm.",
                hidden("person_id"),
            ),
        ),
        Rule(
            "H05",
            "warning",
            "card_number_agrees_with_insurance_number",
            "card_number",
            pl.col("card_is_malformed") | card_differs,
            pl.when(pl.col("card_is_malformed"))
            .then(
                say(
                    "Mã thẻ {} không đúng mẫu 15 ký tự (hai chữ cái, 13 chữ số) hoặc 10 chữ số. Kiểm tra lại mã thẻ.",
                    hidden("card_number_raw"),
                )
            )
            .otherwise(
                say(
                    "Mười số cuối của mã thẻ ({}) khác mã số BHXH ({}). Xác nhận số nào đúng.",
                    hidden("card_number"),
                    hidden("social_insurance_number"),
                )
            ),
        ),
        Rule(
            "H06",
            "warning",
            "object_code_is_known",
            "object_code",
            ~pl.col("object_code").is_in(sorted(knowledge.object_codes)),
            say(
                "Mã đối tượng '{}' không có trong danh mục; thẻ được tính vào nhóm \"khác\". Xác nhận mã đúng.",
                code(pl.col("object_code")),
            ),
        ),
        Rule(
            "H07",
            "warning",
            "personal_id_agrees_with_the_row",
            "personal_id",
            pl.col("personal_id_is_invalid") | sex_contradicts() | (year_contradicts() & ~birth_is_doubtful(end)),
            pl.when(pl.col("personal_id_is_invalid"))
            .then(say("Số định danh {} không hợp lệ: phải đủ 12 chữ số. Kiểm tra lại với giấy tờ.", hidden("personal_id_raw")))
            .otherwise(
                say(
                    "Số định danh {} không khớp giới tính hoặc năm sinh ghi ở dòng này. Kiểm tra xem số có phải của người khác không.",
                    hidden("personal_id"),
                )
            ),
        ),
        Rule(
            "H08",
            "warning",
            "birth_date_is_plausible",
            "birth_date",
            birth_is_doubtful(end),
            say("Ngày sinh bị thiếu, không đọc được, ở tương lai hoặc quá 120 năm. Bổ sung ngày sinh đúng; thẻ vẫn được tính."),
        ),
        lives_in_a_known_group("H09"),
        Rule(
            "H10",
            "info",
            "a_person_is_listed_once",
            None,
            pl.col("is_repeat") | several_cards,
            say("Dòng lặp lại hoặc người có nhiều thẻ: chỉ tính một lần."),
        ),
        Rule(
            "H11",
            "critical",
            "card_is_not_given_up",
            "movement",
            pl.col("is_given_up"),
            say(
                "Dòng báo giảm thẻ hoặc người đã chết: không tính là đang tham gia. Danh sách tháng chỉ ghi thẻ đang có; bỏ các dòng báo giảm rồi gửi lại."
            ),
        ),
    )
