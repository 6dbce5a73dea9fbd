"""Rules P01 to P12: the month's list of poor and near-poor households. A household's findings stand on its first row."""

import polars as pl

from expectations.context import RuleContext
from expectations.person_rules import sex_contradicts, year_contradicts
from expectations.rule import Broken, Part, RuleBook
from expectations.wording import code, hidden, raw, say, shown
from transforms.vietnamese.text import is_error

POINTS_PER_DEPRIVATION = 10
#: B2 from which a household under the income line is poor: three of twelve indicators (Nghị định 07/2021/NĐ-CP, Điều 3).
POOR_FROM_POINTS = 30


HOUSEHOLDS = RuleBook()

_FIRST = pl.col("is_first_row")
_B2 = pl.col("b2_score")
_NUMBER = pl.col("own_number")
_PLACE = pl.format("dòng {}{}", "row_number", pl.coalesce(pl.format(" trang '{}'", "sheet_name"), pl.lit("")))
_HEADS = pl.col("head_full_name").drop_nulls().n_unique().over(_NUMBER)


@HOUSEHOLDS.rule("P01", "critical", column="classification")
def household_is_poor_or_near_poor(context: RuleContext) -> Broken:
    has_none, has_left = pl.col("classification").is_null(), pl.col("is_noted_to_have_left")
    bad = _FIRST & (has_none | has_left)
    message = (
        pl.when(has_none)
        .then(
            say(
                "Phân loại '{}' không phải hộ nghèo hay hộ cận nghèo. Ghi đúng phân loại; hộ đã thoát nghèo chuyển sang danh sách thoát "
                "nghèo.",
                code(pl.coalesce(raw("classification"), "poor_mark", "near_poor_mark")),
            )
        )
        .otherwise(
            say(
                "Ghi chú nói hộ đã thoát nghèo (thoát cận nghèo), trong khi hộ vẫn đứng trong danh sách. Nếu đúng, chuyển hộ sang "
                "danh sách thoát nghèo; nếu không, sửa ghi chú."
            )
        )
    )
    return bad, message


@HOUSEHOLDS.rule("P02", "critical", column="household_number")
def household_has_a_head_and_a_number(context: RuleContext) -> Broken:
    bad = _FIRST & (~pl.col("has_head") | _NUMBER.is_null())
    sent = raw("household_number")
    message = (
        pl.when(_NUMBER.is_null() & is_error(sent).fill_null(False))
        .then(say("Mã hộ là lỗi công thức '{}', không đọc được. Ghi lại mã hộ.", shown(sent)))
        .otherwise(say("Hộ '{}' không có chủ hộ hoặc không có mã hộ. Bổ sung cho đủ.", _NUMBER))
    )
    return bad, message


@HOUSEHOLDS.rule("P03", "critical", column="household_number")
def one_number_is_one_household(context: RuleContext) -> Broken:
    bad = _FIRST & _NUMBER.is_not_null() & (_HEADS > 1)
    message = say("Mã hộ {} đứng ở hai hộ có chủ hộ khác nhau. Kiểm tra mã của từng hộ.", _NUMBER)
    return bad, message


@HOUSEHOLDS.rule("P04", "warning", column="b2_score")
def class_agrees_with_the_scores(context: RuleContext) -> Broken:
    poor = pl.col("classification") == "poor"
    class_contradicts = (poor & (_B2 < POOR_FROM_POINTS)) | (~poor & (_B2 >= POOR_FROM_POINTS))
    bad = _FIRST & class_contradicts
    message = say("Phân loại không khớp điểm B2 ({}): hộ nghèo từ 30 điểm trở lên, hộ cận nghèo dưới 30. Xác nhận lại.", raw("b2_score"))
    return bad, message


@HOUSEHOLDS.rule("P05", "warning", column="b2_score")
def b2_is_ten_for_each_deprivation(context: RuleContext) -> Broken:
    marks_differ = pl.col("deprivations_given") & (POINTS_PER_DEPRIVATION * pl.col("deprivation_count") != _B2)
    bad = _FIRST & marks_differ
    message = say(
        "Điểm B2 là {} nhưng đánh dấu {} chỉ số thiếu hụt (mỗi chỉ số 10 điểm). Xác nhận lại.",
        raw("b2_score"),
        pl.col("deprivation_count"),
    )
    return bad, message


@HOUSEHOLDS.rule("P06", "warning", column="member_count")
def stated_members_agree_with_the_rows(context: RuleContext) -> Broken:
    has_error = pl.col("member_count").is_null() & is_error(raw("member_count")).fill_null(False)
    differs = pl.col("lists_members") & (pl.col("member_count") != pl.col("member_row_count"))
    message = (
        pl.when(has_error)
        .then(say("Số nhân khẩu là lỗi công thức '{}', hộ này không có số nhân khẩu. Ghi lại bằng chữ số.", shown(raw("member_count"))))
        .otherwise(say("Số nhân khẩu ghi {} nhưng có {} dòng thành viên. Kiểm tra lại.", raw("member_count"), pl.col("member_row_count")))
    )
    return _FIRST & (has_error | differs.fill_null(False)), message


@HOUSEHOLDS.rule("P07", "warning", column="personal_id")
def personal_id_agrees_with_the_row(context: RuleContext) -> Broken:
    bad = pl.col("personal_id_is_invalid") | sex_contradicts() | year_contradicts()
    message = say(
        "Số định danh {} không hợp lệ, hoặc không khớp giới tính hay năm sinh ở dòng này. Kiểm tra lại.", hidden("personal_id_raw")
    )
    return bad, message


@HOUSEHOLDS.rule("P08", "warning", column="residential_group")
def residential_group_is_known(context: RuleContext) -> Broken:
    bad = _FIRST & pl.col("area_code").is_null()
    message = say(
        "Không xác định được tổ dân phố từ '{}'. Hộ được tính cho toàn phường, khu vực \"Không rõ\". Ghi đúng tên tổ dân phố.",
        shown(pl.col("residential_group")),
    )
    return bad, message


@HOUSEHOLDS.rule("P09", "warning", column="decision_number")
def household_has_its_decision(context: RuleContext) -> Broken:
    no_decision = (pl.col("decision_number_given") & pl.col("decision_number").is_null()) | (
        pl.col("decision_date_given") & pl.col("decision_date").is_null()
    )
    bad = _FIRST & no_decision
    message = say("Hộ {} thiếu số hoặc ngày quyết định công nhận. Bổ sung.", _NUMBER)
    return bad, message


@HOUSEHOLDS.rule("P10", "warning", column="classification")
def household_is_of_one_class(context: RuleContext) -> Broken:
    classes = pl.col("classification").drop_nulls().n_unique().over("household_number")
    bad = _FIRST & _NUMBER.is_not_null() & (_HEADS == 1) & (classes > 1)
    message = say("Hộ {} có ở nhiều nơi trong danh sách với phân loại khác nhau; phân loại ghi trước được tính. Xác nhận lại.", _NUMBER)
    return bad, message


@HOUSEHOLDS.rule("P11", "warning", column="personal_id")
def person_is_in_one_household(context: RuleContext) -> Broken:
    person = pl.col("personal_id")
    # A head without a valid id is known again by name, birth date and group. Under two numbers nobody knows that it is one household.
    two_numbers = pl.col("number_is_stated") & (_NUMBER.drop_nulls().n_unique().over("same_head") > 1)
    head_again = pl.col("is_head") & ((_NUMBER.n_unique().over("household_number") > 1) | two_numbers)
    by_its_id = person.is_not_null() & (_NUMBER.n_unique().over(person) > 1)
    bad = _NUMBER.is_not_null() & (by_its_id | head_again)
    numbers = say(
        "Người có số định danh {} có ở hai hộ, mã {} và {}. Nếu người này là chủ hộ của cả hai thì đó là một hộ, chỉ tính một lần. "
        "Kiểm tra mã hộ và số định danh.",
        hidden("personal_id_raw"),
        _NUMBER.min().over(person),
        _NUMBER.max().over(person),
    )
    alike = say(
        "Hộ mã {} và hộ mã {} có chủ hộ cùng họ tên, ngày sinh và tổ dân phố, mà không đủ số định danh để biết có phải một người: "
        "đang tính là hai hộ. Nếu là một hộ, bỏ dòng thừa rồi gửi lại; nếu là hai hộ khác nhau, ghi số định danh của từng chủ hộ.",
        _NUMBER.min().over("same_head"),
        _NUMBER.max().over("same_head"),
    )
    by_id, by_name = pl.format("số định danh {}", hidden("personal_id_raw")), pl.lit("họ tên, ngày sinh và tổ dân phố")
    same = pl.when(by_its_id).then(person).otherwise("household_number")
    places = say(
        "Một người (theo {}) có ở hai hộ trong danh sách không có mã hộ: {} và {}. Nếu người này là chủ hộ của cả hai thì đó là một hộ, "
        "chỉ tính một lần. Nếu là hai hộ khác nhau, ghi mã hộ hoặc số định danh của từng hộ rồi gửi lại; nếu là một hộ, bỏ dòng thừa.",
        pl.when(by_its_id).then(by_id).otherwise(by_name),
        _PLACE.first().over(same),
        _PLACE.last().over(same),
    )
    return bad, pl.when("number_is_stated").then(pl.when(by_its_id).then(numbers).otherwise(alike)).otherwise(places)


@HOUSEHOLDS.rule("P12", "warning", column=None)
def marks_are_understood(context: RuleContext) -> Broken:
    bad = pl.col("unclear_mark").is_not_null()
    message = say(
        "Ô đánh dấu ghi '{}', không rõ là có hay không nên chưa được tính. Ghi x nếu có, để trống nếu không, rồi gửi lại.",
        code(pl.col("unclear_mark")),
    )
    return bad, message


PARTS = (Part("poverty", "main", HOUSEHOLDS),)
