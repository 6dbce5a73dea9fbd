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
from expectations.rule import Broken, Part, RuleBook
from expectations.wording import code, day, hidden, raw, say, shown
from transforms.vietnamese.text import is_error

CARDS = RuleBook()


def _end(context: RuleContext) -> pl.Expr:
    return pl.lit(context.last_day)


CARDS.add(has_a_valid_id("H01"))


@CARDS.rule("H02", "critical", column="valid_from")
def validity_can_be_read(context: RuleContext) -> Broken:
    valid_to_unreadable = pl.col("valid_to_raw").is_not_null() & pl.col("valid_to").is_null()
    bad = pl.col("valid_from").is_null() | valid_to_unreadable
    message = say(
        "Hạn thẻ từ '{}' đến '{}' không đọc được thành ngày. Ghi dạng ngày/tháng/năm; ô đến ngày để trống nếu thẻ không có hạn cuối.",
        shown(raw("valid_from")),
        shown(raw("valid_to")),
    )
    return bad, message


@CARDS.rule("H03", "critical", column="valid_to")
def valid_to_is_not_before_valid_from(context: RuleContext) -> Broken:
    bad = pl.col("valid_to") < pl.col("valid_from")
    message = say("Thẻ hết hạn ngày {} trước khi có hiệu lực ngày {}. Kiểm tra lại hai ngày này.", day("valid_to"), day("valid_from"))
    return bad, message


@CARDS.rule("H04", "critical", column="full_name")
def one_person_has_one_name(context: RuleContext) -> Broken:
    bad = name_and_year_collide()
    message = say(
        "Cùng một số định danh hoặc mã số BHXH ({}) nhưng có hai họ tên và năm sinh khác nhau. Kiểm tra xem số của ai bị ghi nhầm.",
        hidden("person_id"),
    )
    return bad, message


@CARDS.rule("H05", "warning", column="card_number")
def card_number_agrees_with_insurance_number(context: RuleContext) -> Broken:
    card_differs = (
        pl.col("card_last_ten").is_not_null()
        & (pl.col("card_last_ten") != pl.col("social_insurance_number"))
        & (pl.col("card_number").str.len_chars() == 15)
    )
    # A blank number is not compared; an error is no blank, and no card agrees with it.
    sent = raw("social_insurance_number")
    number_is_lost = pl.col("social_insurance_number").is_null() & is_error(sent).fill_null(False)
    bad = pl.col("card_is_malformed") | card_differs | (number_is_lost & pl.col("card_last_ten").is_not_null())
    message = (
        pl.when(pl.col("card_is_malformed"))
        .then(
            say(
                "Mã thẻ {} không đúng mẫu 15 ký tự (hai chữ cái, 13 chữ số) hoặc 10 chữ số. Kiểm tra lại mã thẻ.",
                hidden("card_number_raw"),
            )
        )
        .when(number_is_lost)
        .then(say("Mã số BHXH là lỗi công thức '{}', không so được với mã thẻ. Ghi lại mã số BHXH.", shown(sent)))
        .otherwise(
            say(
                "Mười số cuối của mã thẻ ({}) khác mã số BHXH ({}). Xác nhận số nào đúng.",
                hidden("card_number"),
                hidden("social_insurance_number"),
            )
        )
    )
    return bad, message


@CARDS.rule("H06", "warning", column="object_code")
def object_code_is_known(context: RuleContext) -> Broken:
    bad = ~pl.col("object_code").is_in(sorted(context.object_codes))
    message = say(
        "Mã đối tượng '{}' không có trong danh mục; thẻ được tính vào nhóm \"khác\". Xác nhận mã đúng.",
        code(pl.col("object_code")),
    )
    return bad, message


@CARDS.rule("H07", "warning", column="personal_id")
def personal_id_agrees_with_the_row(context: RuleContext) -> Broken:
    bad = pl.col("personal_id_is_invalid") | sex_contradicts() | (year_contradicts() & ~birth_is_doubtful(_end(context)))
    message = (
        pl.when(pl.col("personal_id_is_invalid"))
        .then(say("Số định danh {} không hợp lệ: phải đủ 12 chữ số. Kiểm tra lại với giấy tờ.", hidden("personal_id_raw")))
        .otherwise(
            say(
                "Số định danh {} không khớp giới tính hoặc năm sinh ghi ở dòng này. Kiểm tra xem số có phải của người khác không.",
                hidden("personal_id"),
            )
        )
    )
    return bad, message


@CARDS.rule("H08", "warning", column="birth_date")
def birth_date_is_plausible(context: RuleContext) -> Broken:
    bad = birth_is_doubtful(_end(context))
    message = say("Ngày sinh bị thiếu, không đọc được, ở tương lai hoặc quá 120 năm. Bổ sung ngày sinh đúng; thẻ vẫn được tính.")
    return bad, message


CARDS.add(lives_in_a_known_group("H09"))


@CARDS.rule("H10", "info", column=None)
def a_person_is_listed_once(context: RuleContext) -> Broken:
    several_cards = pl.col("person_id").is_first_distinct().not_() & pl.col("person_id").is_not_null()
    bad = pl.col("is_repeat") | several_cards
    message = say("Dòng lặp lại hoặc người có nhiều thẻ: chỉ tính một lần.")
    return bad, message


@CARDS.rule("H11", "critical", column="movement")
def card_is_not_given_up(context: RuleContext) -> Broken:
    bad = pl.col("is_given_up")
    message = say(
        "Dòng báo giảm thẻ hoặc người đã chết (có thể ghi trong chú thích gắn vào ô): không tính là đang tham gia. Danh sách tháng chỉ ghi "
        "thẻ đang có; bỏ các dòng báo giảm rồi gửi lại."
    )
    return bad, message


PARTS = (Part("health_insurance", "main", CARDS),)
