"""The sentence that says why: read here as officers read it, a shape and a status at a time; and never broken, whatever the figures."""

import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.support.drawn_targets import judged, target, targets_of, values_of
from transforms.targets.engine import assess_targets
from transforms.targets.shapes import SHAPES

Drawn = tuple[dict[str, Any], dict[str, Any], str]

GROWTH: Drawn = (
    target("growth_per_year", target_value=10.0),
    {"stated_window": "year_to_date", "measure": "value", "unit": "đồng"},
    "2025-06 4e9 2025-12 1e10",
)
LEVEL: Drawn = (target("level_by_year", target_value=97.0), {}, "2025-12 87")
MORE: Drawn = (target("level_by_year", target_value=85.0, is_strict=1), {}, "2025-12 80")
YEARLY: Drawn = (target("level_every_year", target_value=95.0), {}, "")
OWN: Drawn = (target("level_every_year", target_value=0.0, is_baseline_from_data=1), {}, "2025-12 60")
FLOW: Drawn = (target("level_every_year", target_value=75.0), {"stated_window": "flow"}, "")
ZERO: Drawn = (target("zero_by_year", target_year=2028), {"unit": "hộ", "measure": "value"}, "2025-12 36")
COUNT: Drawn = (target("count_by_year", target_value=200.0, baseline_value=50.0), {"unit": "doanh nghiệp", "measure": "value"}, "")
HALLS: Drawn = (target("count_by_year", target_value=2.0, baseline_value=1.0), {"unit": "cấp trường", "measure": "value"}, "")
PER_YEAR: Drawn = (target("count_per_year", target_value=2.0), {"stated_window": "year_to_date", "unit": "cơ sở", "measure": "value"}, "")
SUM: Drawn = (target("cumulative_sum", target_value=40e9, is_strict=1), {"unit": "đồng", "measure": "value"}, "")
SUMMED: Drawn = (
    target("cumulative_sum", target_value=60.0),
    {"stated_window": "year_to_date", "unit": "phòng học", "measure": "value"},
    "",
)
CASES: Drawn = (
    target("reduction_from_baseline", target_value=50.0, baseline_value=100.0),
    {"stated_window": "year_to_date", "measure": "ratio"},
    "",
)
LOWER: Drawn = (target("reduction_from_baseline", target_value=20.0), {"unit": "điểm", "measure": "value"}, "2025-12 40")
RATIO: Drawn = (
    target("ratio_to_baseline", target_value=1.3, range_to=1.5, baseline_value=1.0),
    {"stated_window": "year_to_date", "measure": "ratio", "unit": "lần"},
    "",
)
STATE: Drawn = (target("state_by_year", target_year=2027), {"measure": "yes_no", "unit": "1 = có, 0 = chưa"}, "")
LIMIT: Drawn = (
    target("count_per_year", target_kind="ceiling", target_value=5.0),
    {"stated_window": "year_to_date", "unit": "vụ", "measure": "value"},
    "",
)

SENTENCES: list[tuple[Drawn, str, float, str]] = [
    (
        GROWTH,
        "2026-06",
        4.4e9,
        "Lũy kế 6 tháng đầu năm đạt 4,4 tỷ đồng (tăng 10 % so với cùng kỳ năm 2025), đúng tiến độ (lúc này cần 4,4 tỷ đồng để "
        "tăng bình quân "
        "10 %/năm giai đoạn 2026-2030); cần thêm bình quân 1,1 tỷ đồng mỗi tháng từ nay đến hết năm.",
    ),
    (
        GROWTH,
        "2026-12",
        1.09e10,
        "Cả năm đạt 10,9 tỷ đồng (tăng 9 % so với năm 2025), chậm 100 triệu đồng so với tiến độ (lúc này cần 11 tỷ đồng để tăng bình quân "
        "10 %/năm giai đoạn 2026-2030).",
    ),
    (
        GROWTH,
        "2030-12",
        1.5e10,
        "Cả năm đạt 15 tỷ đồng (tăng bình quân 8,45 %/năm so với năm 2025), thiếu 1,11 tỷ đồng so với mức cần có 16,11 tỷ đồng "
        "để tăng bình quân "
        "10 %/năm giai đoạn 2026-2030: không đạt.",
    ),
    (
        LEVEL,
        "2026-12",
        92.67,
        (
            "Đạt 92,67 %, đúng tiến độ (lúc này cần 89 %); còn thiếu 4,33 điểm % so với mục tiêu 97 % năm 2030; cần tăng thêm 0,09 điểm "
            "% mỗi tháng."
        ),
    ),
    (
        LEVEL,
        "2026-12",
        88.9,
        "Đạt 88,9 %, chậm 0,1 điểm % so với tiến độ (lúc này cần 89 %); còn thiếu 8,1 điểm % so với mục tiêu 97 % năm 2030; "
        "cần tăng thêm 0,17 điểm % mỗi tháng.",
    ),
    (LEVEL, "2028-06", 97.0, "Đạt 97 %, đã đạt mục tiêu 97 % năm 2030."),
    (LEVEL, "2030-12", 96.996, "Đạt gần 97 %, thiếu dưới 0,01 điểm % so với mục tiêu 97 % năm 2030: không đạt."),
    (MORE, "2030-11", 85.0, "Đạt 85 %, đúng tiến độ (lúc này cần 84,92 %); mới bằng chứ chưa trên 85 % như mục tiêu năm 2030."),
    (MORE, "2030-12", 85.0, "Đạt 85 %, mới bằng chứ chưa trên 85 % như mục tiêu năm 2030: không đạt."),
    (
        YEARLY,
        "2026-09",
        94.0,
        ("Đạt 94 %, còn thiếu 1 điểm % so với mục tiêu 95 % hằng năm; cần tăng thêm 0,33 điểm % mỗi tháng từ nay đến hết năm."),
    ),
    (YEARLY, "2026-11", 95.0, "Đạt 95 %, đang giữ được mục tiêu 95 % hằng năm; năm nay đánh giá vào cuối tháng 12."),
    (OWN, "2027-12", 61.0, "Đạt 61 %, không thấp hơn mức 60 % của năm 2025."),
    (OWN, "2026-12", 59.5, "Đạt 59,5 %, thiếu 0,5 điểm % so với mức 60 % của năm 2025: không đạt."),
    (FLOW, "2026-06", 73.2, "Lũy kế 6 tháng đầu năm đạt 73,2 %, thấp hơn 1,8 điểm % so với mục tiêu 75 % hằng năm."),
    (
        ZERO,
        "2026-12",
        25.0,
        "Còn 25 hộ, nhiều hơn 1 hộ so với tiến độ (lúc này không quá 24 hộ); cần giảm 2 hộ mỗi tháng để đạt mục tiêu không còn hộ nào "
        "từ cuối năm 2028.",
    ),
    (ZERO, "2027-06", 0.0, "Không còn hộ nào, đã đạt mục tiêu đặt ra từ cuối năm 2028."),
    (ZERO, "2029-06", 1.0, "Còn 1 hộ, trong khi mục tiêu không còn hộ nào từ cuối năm 2028: không đạt."),
    (
        COUNT,
        "2027-06",
        94.0,
        "Đạt 94 doanh nghiệp, chậm 1 doanh nghiệp so với tiến độ (lúc này cần 95 doanh nghiệp); còn thiếu 106 doanh nghiệp so với mục tiêu "
        "200 doanh nghiệp năm 2030; cần tăng thêm 3 doanh nghiệp mỗi tháng.",
    ),
    (
        COUNT,
        "2027-05",
        85.0,
        "Đạt 85 doanh nghiệp, chậm 7 doanh nghiệp so với tiến độ (lúc này cần 92 doanh nghiệp); còn thiếu 115 doanh nghiệp so với mục tiêu "
        "200 doanh nghiệp năm 2030; cần tăng thêm 3 doanh nghiệp mỗi tháng.",
    ),
    (
        COUNT,
        "2026-03",
        58.0,
        "Đạt 58 doanh nghiệp, đúng tiến độ (lúc này cần 57 doanh nghiệp); còn thiếu 142 doanh nghiệp so với mục tiêu 200 doanh "
        "nghiệp năm 2030; "
        "cần tăng thêm 3 doanh nghiệp mỗi tháng.",
    ),
    (
        HALLS,
        "2026-05",
        1.0,
        "Đạt 1 cấp trường, đúng tiến độ (lúc này cần 1 cấp trường); còn thiếu 1 cấp trường so với mục tiêu 2 "
        "cấp trường "
        "năm 2030; cần tăng thêm 1 cấp trường mỗi 55 tháng.",
    ),
    (
        PER_YEAR,
        "2026-09",
        1.0,
        "Lũy kế 9 tháng đầu năm đạt 1 cơ sở, đúng tiến độ (lúc này cần 1 cơ sở); còn thiếu 1 cơ sở so với mục tiêu 2 cơ sở "
        "hằng năm; cần tăng thêm 1 cơ sở mỗi 3 tháng từ nay đến hết năm.",
    ),
    (PER_YEAR, "2026-12", 1.0, "Cả năm đạt 1 cơ sở, thiếu 1 cơ sở so với mục tiêu 2 cơ sở hằng năm: không đạt."),
    (
        SUM,
        "2027-06",
        9e9,
        "Lũy kế đạt 9 tỷ đồng, chậm 3 tỷ đồng so với tiến độ (lúc này cần 12 tỷ đồng); còn thiếu 31 tỷ đồng so với mục tiêu trên "
        "40 tỷ đồng năm 2030; "
        "cần tăng thêm 738,1 triệu đồng mỗi tháng.",
    ),
    (SUMMED, "2028-03", 5.0, "Chưa đủ số cả năm của các năm trước nên chưa tính được lũy kế."),
    (
        CASES,
        "2026-06",
        43.0,
        "Lũy kế 6 tháng đầu năm bằng 43 % năm 2025, trong giới hạn (lúc này không quá 45 %); từ nay đến hết năm mỗi tháng không "
        "được tăng quá "
        "7,83 điểm %; mục tiêu không quá 50 % năm 2025 vào năm 2030.",
    ),
    (
        CASES,
        "2026-11",
        91.0,
        "Lũy kế 11 tháng đầu năm bằng 91 % năm 2025, vượt 8,5 điểm % so với tiến độ (lúc này không quá 82,5 %); đã vượt mức của cả năm; "
        "mục tiêu không quá 50 % năm 2025 vào năm 2030.",
    ),
    (LOWER, "2030-12", 21.0, "Ở mức 21 điểm, vượt 1 điểm so với mục tiêu không quá 20 điểm năm 2030: không đạt."),
    (RATIO, "2028-12", 1.31, "Cả năm gấp 1,31 lần năm 2025, đã đạt mục tiêu 1,3 đến 1,5 lần năm 2025 vào năm 2030."),
    (RATIO, "2029-12", 1.6, "Cả năm gấp 1,6 lần năm 2025, đã đạt mục tiêu 1,3 đến 1,5 lần năm 2025 vào năm 2030, vượt cả mức cao."),
    (STATE, "2026-06", 0.0, "Chưa đạt; hạn cuối năm 2027."),
    (STATE, "2027-06", 0.0, "Chưa đạt; đây là năm cuối, phải đạt trước hết năm 2027."),
    (STATE, "2028-01", 0.0, "Chưa đạt khi đã hết năm 2027: không đạt mục tiêu."),
    (STATE, "2028-01", 1.0, "Đã đạt mục tiêu đặt ra cho năm 2027."),
    (
        LIMIT,
        "2026-08",
        5.0,
        "Lũy kế 8 tháng đầu năm ở mức 5 vụ, vượt 1 vụ so với tiến độ (lúc này không quá 4 vụ); từ nay đến hết năm không được tăng thêm; "
        "mục tiêu không quá 5 vụ hằng năm.",
    ),
    (
        LIMIT,
        "2026-08",
        3.0,
        "Lũy kế 8 tháng đầu năm ở mức 3 vụ, trong giới hạn (lúc này không quá 4 vụ); từ nay đến hết năm không được tăng quá 2 vụ; "
        "mục tiêu không quá 5 vụ hằng năm.",
    ),
]


@pytest.mark.parametrize(("drawn", "month", "value", "sentence"), SENTENCES)
def test_a_reason_says_what_is_reached_what_is_missing_and_what_is_needed(drawn: Drawn, month: str, value: float, sentence: str) -> None:
    aim, about, before = drawn
    words = [*before.split(), month, str(value)]
    rows = "".join(f"\n{known} | {amount}" for known, amount in zip(words[::2], words[1::2], strict=True))
    assert judged(f"month | value\n---+---{rows}", aim, **about)["reason"][-1] == sentence


def test_a_growth_whose_period_is_over_keeps_its_last_year() -> None:
    aim, about, _ = GROWTH
    drawn = "month | value\n---+---\n2025-12 | 1e10\n2030-12 | 1.7e10\n2031-06 | 1"
    assert judged(drawn, aim, **about)["reason"][-1] == (
        "Giai đoạn đã kết thúc: năm 2030 đạt 17 tỷ đồng, đã đạt mục tiêu tăng bình quân 10 %/năm giai đoạn 2026-2030 (cần 16,11 tỷ đồng)."
    )


def test_of_a_whole_set_those_that_are_left_are_counted() -> None:
    drawn = "month | value | numerator | denominator\n---+---+---+---\n2030-12 | 92.307692 | 12 | 13"
    assert (
        judged(drawn, target("whole_set", target_value=100.0))["reason"][0]
        == "Đạt 92,31 %, thiếu 7,69 điểm % so với mục tiêu 100 % năm 2030 (còn 1 trong 13): không đạt."
    )


@pytest.mark.parametrize(
    ("aims", "about", "sentence"),
    [
        ([], {}, "Theo dõi, kế hoạch không đề ra con số."),
        (
            [PER_YEAR[0]],
            {"stated_window": "year_to_date", "window_kind": "month", "measure": "value"},
            "Số riêng của tháng; chỉ tiêu được đánh giá theo số lũy kế từ đầu năm.",
        ),
        ([COUNT[0]], {"measure": "value", "is_plan_area": False}, "Theo dõi; kế hoạch không giao chỉ tiêu này cho riêng địa bàn này."),
        ([OWN[0]], {}, "Đạt 90 %; chưa có số năm 2025 để so sánh nên chưa đánh giá."),
        (
            [LEVEL[0]],
            {},
            "Đạt 90 %, còn thiếu 7 điểm % so với mục tiêu 97 % năm 2030; cần tăng thêm 0,13 điểm % mỗi tháng; chưa có số gốc năm 2025 "
            "nên chưa đánh giá được tiến độ.",
        ),
    ],
)
def test_what_is_not_judged_says_why_not(aims: list[dict[str, Any]], about: dict[str, Any], sentence: str) -> None:
    found = judged("month | value\n---+---\n2026-06 | 90", *aims, **about)
    assert (found["status"][0], found["reason"][0]) == ("not_judged", sentence)


@st.composite
def anything(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any], str]:
    shape = draw(st.sampled_from(sorted(SHAPES)))
    aim = target(shape, target_year=draw(st.integers(2026, 2032)), is_strict=draw(st.integers(0, 1)))
    kind = draw(st.sampled_from(SHAPES[shape].kinds))  # type: ignore[index]
    value = draw(st.floats(0, 5e10, allow_nan=False).map(lambda number: round(number, 4)))
    aim |= {
        "target_kind": kind,
        "target_value": 0.0 if shape == "zero_by_year" else 1.0 if kind == "yes" else min(value, 50.0) if kind == "growth" else value,
        "baseline_value": draw(st.none() | st.floats(0, 1e9).map(lambda number: round(number, 4))),
        "is_baseline_from_data": draw(st.integers(0, 1)) if shape == "level_every_year" else 0,
        "range_to": value * 2 if shape == "ratio_to_baseline" else None,
    }
    about = {
        "unit": draw(st.sampled_from(["%", "hộ", "đồng", "lần"])),
        "measure": draw(st.sampled_from(["share", "value", "ratio"])),
        "stated_window": draw(st.sampled_from(["snapshot", "year_to_date", "flow"])),
    }
    months = draw(st.lists(st.tuples(st.integers(2025, 2033), st.integers(1, 12)), min_size=1, max_size=6, unique=True))
    values = draw(
        st.lists(st.floats(0, 6e10, allow_nan=False).map(lambda number: round(number, 6)), min_size=len(months), max_size=len(months))
    )
    rows = "".join(f"\n{year}-{month:02d} | {value!r}" for (year, month), value in zip(months, values, strict=True))
    return aim, about, f"month | value\n---+---{rows}"


@settings(max_examples=60)
@given(anything())
def test_every_value_has_a_whole_sentence(drawn: tuple[dict[str, Any], dict[str, Any], str]) -> None:
    aim, about, text = drawn
    found = assess_targets(values_of(text, **about), targets_of(aim))
    assert set(found["status"]) <= {"achieved", "on_track", "behind", "missed", "not_judged"}
    for sentence in found["reason"]:
        assert sentence is not None and len(sentence) <= 600
        assert sentence[0] == sentence[0].upper() and sentence.endswith(".") and ".." not in sentence
        assert "  " not in sentence and "null" not in sentence and " ," not in sentence and "NaN" not in sentence and "inf" not in sentence


@settings(max_examples=25)
@given(anything(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_judgement(drawn: tuple[dict[str, Any], dict[str, Any], str], random: Any) -> None:
    aim, about, text = drawn
    values = values_of(text, **about)
    order = list(range(values.height))
    random.shuffle(order)
    assert (
        assess_targets(values[order], targets_of(aim)).sort("month_key").equals(assess_targets(values, targets_of(aim)).sort("month_key"))
    )


def last(drawn: str, aim: dict[str, Any], **about: Any) -> tuple[str, str]:
    """Status and sentence of the newest month."""
    found = judged(drawn, aim, **about).sort("month")
    return found["status"][-1], found["reason"][-1]


@pytest.mark.parametrize(
    ("value", "words"),
    [("85.001", "Đạt hơn 85 %, đã đạt mục tiêu trên 85 % năm 2030."), ("86", "Đạt 86 %, đã đạt mục tiêu trên 85 % năm 2030.")],
)
def test_a_value_that_is_written_as_the_target_itself_is_said_to_be_more(value: str, words: str) -> None:
    assert last(f"month | value\n---+---\n2029-12 | {value}", MORE[0])[1] == words


def test_a_way_is_written_alike_whether_it_is_reached_or_not() -> None:
    """1.3 times in five years: 1.005 at the end of January 2026."""
    aim = target("ratio_to_baseline", target_value=1.3, baseline_value=1.0)
    about = {"stated_window": "year_to_date", "measure": "ratio", "unit": "lần"}
    assert "chậm 0,01 lần so với tiến độ (lúc này cần 1,01 lần)" in last("month | value\n---+---\n2026-01 | 1", aim, **about)[1]
    assert "đúng tiến độ (lúc này cần 1,01 lần)" in last("month | value\n---+---\n2026-01 | 1.005", aim, **about)[1]


@pytest.mark.parametrize(
    ("drawn", "month", "value", "sentence"),
    [
        (COUNT, "2025-03", 40.0, "Đạt 40 doanh nghiệp; kế hoạch lấy năm 2025 làm năm gốc, chỉ tiêu được đánh giá từ năm 2026."),
        (GROWTH, "2025-12", 1e10, "Cả năm đạt 10 tỷ đồng; kế hoạch lấy năm 2025 làm năm gốc, chỉ tiêu được đánh giá từ năm 2026."),
        (SUM, "2025-03", 1e9, "Lũy kế đạt 1 tỷ đồng; kế hoạch lấy năm 2025 làm năm gốc, chỉ tiêu được đánh giá từ năm 2026."),
        (SUMMED, "2025-03", 9.0, "Lũy kế đạt 9 phòng học; kế hoạch lấy năm 2025 làm năm gốc, chỉ tiêu được đánh giá từ năm 2026."),
        (
            CASES,
            "2025-05",
            40.0,
            ("Lũy kế 5 tháng đầu năm bằng 40 % năm 2025; kế hoạch lấy năm 2025 làm năm gốc, chỉ tiêu được đánh giá từ năm 2026."),
        ),
        (OWN, "2025-06", 59.0, "Đạt 59 %; kế hoạch lấy năm 2025 làm năm gốc, chỉ tiêu được đánh giá từ năm 2026."),
        (ZERO, "2025-11", 0.0, "Ở mức 0 hộ; kế hoạch lấy năm 2025 làm năm gốc, chỉ tiêu được đánh giá từ năm 2026."),
    ],
)
def test_the_year_in_which_a_way_begins_is_said_to_be_that(drawn: Drawn, month: str, value: float, sentence: str) -> None:
    assert last(f"month | value\n---+---\n{month} | {value!r}", drawn[0], **drawn[1]) == ("not_judged", sentence)


def test_two_figures_of_the_baseline_s_year_are_both_named() -> None:
    """The plan says 50, a report of December 2025 said 52: the leader is told that the way begins at the plan's."""
    both = " Số gốc năm 2025: kế hoạch ghi 50 doanh nghiệp, số liệu tháng 12/2025 là 52 doanh nghiệp; tiến độ tính theo kế hoạch."
    drawn = "month | value\n---+---\n2025-12 | {}\n2026-12 | 80\n2030-12 | 200"
    found = judged(drawn.format(52), *COUNT[:1], **COUNT[1])
    assert [both in reason for reason in found["reason"]] == [True, True, True]
    assert found["reason"][1].startswith("Đạt 80 doanh nghiệp, đúng tiến độ (lúc này cần 80 doanh nghiệp)")
    assert not any("Số gốc" in reason for reason in judged(drawn.format(50), *COUNT[:1], **COUNT[1])["reason"]), "what agrees needs no word"
    assert not any("Số gốc" in reason for reason in judged(drawn.format("3e9"), *SUM[:1], **SUM[1])["reason"]), "a sum begins at nothing"


def test_nothing_grows_from_nothing() -> None:
    """A baseline of 0 has no rate of growth: without it every figure would be called on its way, and 0 itself reached."""
    status, why = last("month | value\n---+---\n2025-12 | 0\n2026-12 | 5e6", GROWTH[0], **GROWTH[1])
    assert (status, "số gốc năm 2025 bằng 0 nên không tính được tốc độ tăng" in why) == ("not_judged", True)


def test_a_part_of_a_year_grew_against_the_same_part_of_another() -> None:
    drawn = "month | value\n---+---\n2025-06 | 4e9\n2025-12 | 1e10\n"
    assert "(tăng 12,5 % so với cùng kỳ năm 2025)" in last(drawn + "2026-06 | 4.5e9", GROWTH[0], **GROWTH[1])[1]
    assert "(tăng 20 % so với năm 2025)" in last(drawn + "2026-12 | 1.2e10", GROWTH[0], **GROWTH[1])[1]


def test_a_recognition_that_was_lost_is_said_to_have_been() -> None:
    drawn = "month | value\n---+---\n2026-01 | 0\n2026-07 | 1\n"
    about = {"measure": "yes_no", "unit": "1 = có, 0 = chưa"}
    aim = target("state_by_year", target_year=2027)
    assert last(drawn + "2026-09 | 0", aim, **about)[1] == "Từng đạt (tháng 07/2026) nhưng nay không còn; hạn cuối năm 2027."
    assert last(drawn + "2026-09 | 0\n2027-12 | 0", aim, **about) == (
        "missed",
        "Từng đạt (tháng 07/2026) nhưng nay không còn khi đã hết năm 2027: không đạt mục tiêu.",
    )
    assert judged(drawn, aim, **about)["reason"][0] == "Chưa đạt; hạn cuối năm 2027."


#: Poor households of 2025 under the standard of 2022, of 2027 under that of 2027.
ACROSS_STANDARDS = """
    month   | break_name | value
    --------+------------+------
    2025-12 | 2022-2026  | 36
    2026-06 | 2022-2026  | 30
    2027-06 | 2027-2030  | 40
    2028-12 | 2027-2030  | 3
"""


def test_the_plan_s_line_runs_on_under_another_standard_and_says_so() -> None:
    """From 36 at the end of 2025 to none at the end of 2028: 18 in the middle of 2027, whatever households are counted then."""
    found = judged(ACROSS_STANDARDS, target("zero_by_year", target_year=2028), unit="hộ", measure="value")
    assert found["trajectory"].to_list() == [None, 30, 18, 0]
    assert found["status"].to_list() == ["not_judged", "on_track", "behind", "missed"]
    told = "Tiến độ chỉ để tham khảo: số gốc năm 2025 tính theo chuẩn cũ, số kỳ này theo chuẩn 2027-2030."
    assert [told in reason for reason in found["reason"]] == [False, False, True, False], "a level that is due needs no line"


@pytest.mark.parametrize(
    "aim", [target("growth_per_year", target_value=10.0), target("level_every_year", is_baseline_from_data=1, target_value=0.0)]
)
def test_figures_of_two_standards_are_not_compared(aim: dict[str, Any]) -> None:
    """A growth, or "never below its value of 2025", holds one figure against another."""
    found = judged(ACROSS_STANDARDS, aim, unit="hộ", measure="value")
    assert found["status"].to_list()[2:] == ["not_judged", "not_judged"] and found["baseline"].to_list()[2:] == [None, None]


#: Value and target on the way from 50 at the end of 2025, in six decimals as the warehouse has them.
_SIX = st.integers(0, 100_000_000).map(lambda number: number / 1e6)


@settings(max_examples=60)
@example(66.666667, 70.555556)
@example(99.996, 100.0)
@example(12.005, 12.005001)
@given(_SIX, _SIX)
def test_a_sentence_adds_up_on_its_own_page(value: float, aim: float) -> None:
    """What is missing is the target less the value, both as they are written there."""
    found = judged(f"month | value\n---+---\n2030-12 | {value!r}", target("level_by_year", target_value=aim, baseline_value=50.0))
    status, sentence = found["status"][0], found["reason"][0]
    numbers = [Decimal(text.replace(",", ".")) for text in re.findall(r"\d+(?:,\d+)?", sentence)]
    if status == "achieved" or "dưới 0,01" in sentence:
        assert status == "achieved" or numbers[0] == numbers[2]
        return
    reached, missing, asked, year = numbers
    assert (reached + missing, year) == (asked, 2030), sentence


def test_nobody_is_asked_today_for_what_is_due_in_years() -> None:
    """One of two schools, two households of which none is to be left: until a whole one is due, what stands is on its way."""
    halls = judged("month | value\n---+---\n2026-01 | 1\n2030-11 | 1\n2030-12 | 1", HALLS[0], **HALLS[1])
    assert halls["trajectory"].to_list() == [1, 1, 2] and halls["status"].to_list() == ["on_track", "on_track", "missed"]
    poor = judged("month | value\n---+---\n2025-12 | 1\n2026-01 | 1\n2028-11 | 1\n2028-12 | 1", ZERO[0], **ZERO[1])
    assert poor["trajectory"].to_list() == [None, 1, 1, 0] and poor["status"].to_list() == ["not_judged", "on_track", "on_track", "missed"]
    money = judged("month | value\n---+---\n2026-01 | 1", target("count_by_year", target_value=2.0, baseline_value=1.0), unit="%")
    assert money["trajectory"].to_list()[0] == pytest.approx(1 + 1 / 60), "a share has parts"
