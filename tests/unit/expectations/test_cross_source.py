"""Rules X01 to X04: what two sources say of each other, on the rows that the warehouse gives."""

import polars as pl

from expectations.cross_source import RULES
from tests.support.drawn_frames import frame_of

WHOLE = pl.selectors.by_name(
    "numerator",
    "denominator",
    "is_covered",
    "is_covered_as_poor",
    "is_covered_as_near_poor",
    "stated_open_count",
    "open_total",
    "is_accounted_for",
    require_all=False,
)


def told(code: str, text: str) -> list[str]:
    """What the officer reads of each row that breaks the rule."""
    frame = frame_of(text).with_columns(WHOLE.cast(pl.Float64 if code == "X01" else pl.Int64))
    rule = RULES[code]
    return frame.with_columns(rule.message.alias("message")).filter(rule.bad)["message"].to_list()


def test_coverage_above_the_population_is_found() -> None:
    assert told(
        "X01",
        """
        area_name | numerator | denominator
        ----------+-----------+------------
        TDP 3     | 101       | 100
        TDP 4     | 100       | 100
        TDP 5     | 101       |
    """,
    ) == ["Khu vực TDP 3: 101 người có thẻ BHYT còn hạn, nhiều hơn dân số 100. Kiểm tra dân số hoặc danh sách thẻ."]


def test_a_listed_household_needs_a_valid_card_of_its_group() -> None:
    found = told(
        "X02",
        """
        household_number | classification | is_covered | is_covered_as_poor | is_covered_as_near_poor
        -----------------+----------------+------------+--------------------+------------------------
        H1               | poor           | 1          | 1                  | 0
        H2               | poor           | 1          | 0                  | 1
        H3               | poor           | 0          | 0                  | 0
        H4               | near_poor      | 1          | 0                  | 1
        H5               | near_poor      | 1          | 1                  | 0
        H6               | near_poor      | 0          | 0                  | 0
    """,
    )
    assert [(sentence.split()[4], "không phải nhóm" in sentence) for sentence in found] == [
        ("H2", True),
        ("H3", False),
        ("H5", True),
        ("H6", False),
    ]
    assert "HN (hộ nghèo)" in found[0] and "CN (hộ cận nghèo)" in found[2]


def test_a_stated_open_count_that_differs_from_the_log_is_found() -> None:
    assert told(
        "X03",
        """
        stated_open_count | open_total
        ------------------+-----------
        15                | 15
        15                | 14
                          | 14
    """,
    ) == ["Tệp ghi 15 hồ sơ đang giải quyết, sổ theo dõi cho thấy 14. Kiểm tra lại."]


def test_a_household_neither_listed_nor_among_those_who_left_is_found() -> None:
    found = told(
        "X04",
        """
        household_number | is_accounted_for
        -----------------+-----------------
        H1               | 1
        H2               | 0
    """,
    )
    assert [sentence.split()[1] for sentence in found] == ["H2"]


def test_findings_across_sources_are_warnings() -> None:
    assert {rule.severity for rule in RULES.values()} == {"warning"}
