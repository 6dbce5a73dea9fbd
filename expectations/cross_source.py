"""Rules X01 to X04: what two sources say of each other. They stand on the delivery that showed it and do not change its status."""

import polars as pl

from expectations.rule import Rule
from expectations.wording import say

_AS_LISTED = pl.when(pl.col("classification") == "poor").then(pl.col("is_covered_as_poor")).otherwise(pl.col("is_covered_as_near_poor"))

RULES = {
    "X01": Rule(
        "X01",
        "warning",
        "coverage_is_at_most_one_hundred_percent",
        None,
        pl.col("numerator") > pl.col("denominator"),
        say(
            "Khu vực {}: {} người có thẻ BHYT còn hạn, nhiều hơn dân số {}. Kiểm tra dân số hoặc danh sách thẻ.",
            pl.col("area_name"),
            pl.col("numerator").cast(pl.Int64),
            pl.col("denominator").cast(pl.Int64),
        ),
    ),
    "X02": Rule(
        "X02",
        "warning",
        "listed_household_has_its_health_card",
        None,
        _AS_LISTED == 0,
        pl.when(pl.col("is_covered") == 0)
        .then(say("Thành viên của hộ {} không có thẻ BHYT còn hạn. Rà soát để cấp thẻ.", pl.col("household_number")))
        .otherwise(
            say(
                "Thành viên của hộ {} có thẻ BHYT nhưng không phải nhóm {}. Rà soát mã đối tượng của thẻ.",
                pl.col("household_number"),
                pl.when(pl.col("classification") == "poor").then(pl.lit("HN (hộ nghèo)")).otherwise(pl.lit("CN (hộ cận nghèo)")),
            )
        ),
    ),
    "X03": Rule(
        "X03",
        "warning",
        "stated_open_count_agrees_with_the_log",
        None,
        pl.col("stated_open_count") != pl.col("open_total"),
        say("Tệp ghi {} hồ sơ đang giải quyết, sổ theo dõi cho thấy {}. Kiểm tra lại.", pl.col("stated_open_count"), pl.col("open_total")),
    ),
    "X04": Rule(
        "X04",
        "warning",
        "a_household_does_not_vanish",
        None,
        pl.col("is_accounted_for") == 0,
        say(
            (
                "Hộ {} có trong danh sách kỳ trước nhưng không còn trong danh sách và cũng không ở danh sách hộ thoát nghèo. Xác "
                "nhận với tổ dân phố."
            ),
            pl.col("household_number"),
        ),
    ),
}
