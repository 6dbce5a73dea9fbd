"""Rules P01 to P10: the month's list of poor and near-poor households. A household's findings stand on its first row."""

import polars as pl

from expectations.context import RuleContext
from expectations.person_rules import sex_contradicts, year_contradicts
from expectations.rule import Rule
from expectations.wording import code, hidden, raw, say, shown
from transforms.cleaning.model import Cleaned

POINTS_PER_DEPRIVATION = 10
#: B2 from which a household under the income line is poor: three of twelve indicators (Nghị định 07/2021/NĐ-CP, Điều 3).
POOR_FROM_POINTS = 30


def prepare(cleaned: Cleaned, knowledge: RuleContext) -> pl.DataFrame:
    return cleaned.frame


def rules(knowledge: RuleContext) -> tuple[Rule, ...]:
    first, b2, poor = pl.col("is_first_row"), pl.col("b2_score"), pl.col("classification") == "poor"
    heads = pl.col("head_full_name").drop_nulls().n_unique().over("household_number")
    classes = pl.col("classification").drop_nulls().n_unique().over("household_number")
    class_contradicts = (poor & (b2 < POOR_FROM_POINTS)) | (~poor & (b2 >= POOR_FROM_POINTS))
    no_decision = (pl.col("decision_number_given") & pl.col("decision_number").is_null()) | (
        pl.col("decision_date_given") & pl.col("decision_date").is_null()
    )
    marks_differ = pl.col("deprivations_given") & (b2 != POINTS_PER_DEPRIVATION * pl.col("deprivation_count"))
    number = pl.col("household_number")
    return (
        Rule(
            "P01",
            "critical",
            "household_is_poor_or_near_poor",
            "classification",
            first & pl.col("classification").is_null(),
            say(
                "Phân loại '{}' không phải hộ nghèo hay hộ cận nghèo. Ghi đúng phân loại; hộ đã thoát nghèo chuyển sang danh sách thoát nghèo.",
                code(raw("classification")),
            ),
        ),
        Rule(
            "P02",
            "critical",
            "household_has_a_head_and_a_number",
            "household_number",
            first & (~pl.col("has_head") | number.is_null()),
            say("Hộ '{}' không có chủ hộ hoặc không có mã hộ. Bổ sung cho đủ.", number),
        ),
        Rule(
            "P03",
            "critical",
            "one_number_is_one_household",
            "household_number",
            first & number.is_not_null() & (heads > 1),
            say("Mã hộ {} đứng ở hai hộ có chủ hộ khác nhau. Kiểm tra mã của từng hộ.", number),
        ),
        Rule(
            "P04",
            "warning",
            "class_agrees_with_the_scores",
            "b2_score",
            first & class_contradicts,
            say("Phân loại không khớp điểm B2 ({}): hộ nghèo từ 30 điểm trở lên, hộ cận nghèo dưới 30. Xác nhận lại.", raw("b2_score")),
        ),
        Rule(
            "P05",
            "warning",
            "b2_is_ten_for_each_deprivation",
            "b2_score",
            first & marks_differ,
            say(
                "Điểm B2 là {} nhưng đánh dấu {} chỉ số thiếu hụt (mỗi chỉ số 10 điểm). Xác nhận lại.",
                raw("b2_score"),
                pl.col("deprivation_count"),
            ),
        ),
        Rule(
            "P06",
            "warning",
            "stated_members_agree_with_the_rows",
            "member_count",
            first & pl.col("lists_members") & (pl.col("member_count") != pl.col("member_row_count")),
            say("Số nhân khẩu ghi {} nhưng có {} dòng thành viên. Kiểm tra lại.", raw("member_count"), pl.col("member_row_count")),
        ),
        Rule(
            "P07",
            "warning",
            "personal_id_agrees_with_the_row",
            "personal_id",
            pl.col("personal_id_is_invalid") | sex_contradicts() | year_contradicts(),
            say(
                "Số định danh {} không hợp lệ, hoặc không khớp giới tính hay năm sinh ở dòng này. Kiểm tra lại.", hidden("personal_id_raw")
            ),
        ),
        Rule(
            "P08",
            "warning",
            "residential_group_is_known",
            "residential_group",
            first & pl.col("area_code").is_null(),
            say(
                "Không xác định được tổ dân phố từ '{}'. Hộ được tính cho toàn phường, khu vực \"Không rõ\". Ghi đúng tên tổ dân phố.",
                shown(pl.col("residential_group")),
            ),
        ),
        Rule(
            "P09",
            "warning",
            "household_has_its_decision",
            "decision_number",
            first & no_decision,
            say("Hộ {} thiếu số hoặc ngày quyết định công nhận. Bổ sung.", number),
        ),
        Rule(
            "P10",
            "warning",
            "household_is_of_one_class",
            "classification",
            first & number.is_not_null() & (heads == 1) & (classes > 1),
            say("Hộ {} có ở nhiều nơi trong danh sách với phân loại khác nhau; phân loại ghi trước được tính. Xác nhận lại.", number),
        ),
    )
