"""What a line of the scorecard is compared with."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from flows.config.reference import poverty_standards
from flows.outputs.reports.report_data import _line

WARD: Any = SimpleNamespace(name="Phường", poverty_standards=poverty_standards("urban"))


def line(code: str, window: str, values: Mapping[date, float | Decimal], unit: str = "hộ") -> dict[str, Any]:
    known = [
        {"indicator_code": code, "window": window, "month": month, "value": value, "is_suppressed": 0, "area_name": "", "unit": unit}
        for month, value in values.items()
    ]
    head = {"indicator_code": code, "own_window": window, "area_name": "", "unit": unit, "newest_month": max(values)}
    return dict(_line(head, known, max(values), WARD))


def test_a_year_to_date_is_not_compared_with_the_year_before_by_the_month() -> None:
    told = line("KT01", "year_to_date", {date(2026, 1, 1): 4.0, date(2026, 12, 1): 60.0, date(2027, 1, 1): 5.0})
    assert told["change_month"] is None and told["change_year"] == 1.0
    assert line("KT01", "year_to_date", {date(2027, 1, 1): 5.0, date(2027, 2, 1): 9.0})["change_month"] == 4.0


@pytest.mark.parametrize(("code", "change", "known"), [("XH01", None, 1), ("XH04", 10.0, 3)])
def test_households_of_two_standards_are_not_compared(code: str, change: float | None, known: int) -> None:
    told = line(code, "snapshot", {date(2026, 2, 1): 40.0, date(2026, 12, 1): 50.0, date(2027, 1, 1): 60.0})
    assert told["change_month"] == change and sum(value is not None for value in told["months"]) == known


def test_a_chart_s_lines_end_where_another_standard_begins() -> None:
    """Between December 2026 and January 2027 stands that a new standard begins, and no value that lines could be drawn through."""
    from flows.outputs.reports.charts import ChartData
    from flows.outputs.reports.report_data import breaks

    months = [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)]
    about = {"value": 40.0, "trajectory": 20.0, "target": 0.0, "target_kind": "ceiling", "target_year": 2028, "unit": "hộ"}
    rows = [{"month": month, "is_every_year": False, **about} for month in months]
    charts = ChartData()
    assert charts.add("XH01", "hộ", rows, months[-1], breaks("XH01", WARD)) is not None
    (block,) = charts.blocks
    assert [(row["month"], row.get("value")) for row in block[2]] == [
        ("11/26", 40.0),
        ("12/26", 40.0),
        ("chuẩn mới", None),
        ("01/27", 40.0),
    ]
    assert breaks("XH04", WARD) == {}
    charts.add("KT01", "đồng", [{**row, "window": "year_to_date"} for row in rows], months[-1])
    assert [row["month"] for row in charts.blocks[1][2]] == ["11/26", "12/26", "2027", "01/27"], "a year to date begins anew"


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ({"target": 97}, "ít nhất 97 % đến năm 2030"),
        ({"target": 85, "is_strict": True}, "trên 85 % đến năm 2030"),
        ({"target": 40_000_000_000, "unit": "đồng", "is_strict": True}, "trên 40 tỷ đồng đến năm 2030"),
        ({"target": 100, "is_every_year": True}, "100 % hằng năm"),
        ({"target": 50, "target_kind": "ceiling"}, "không quá 50 % đến năm 2030"),
        (
            {"target": 0, "target_kind": "ceiling", "target_shape": "zero_by_year", "unit": "hộ", "target_year": 2028},
            "không còn hộ nào từ cuối năm 2028",
        ),
        ({"target": 1.3, "target_range_to": 1.5, "unit": "lần"}, "1,3 đến 1,5 lần đến năm 2030"),
        ({"target": 12.5, "target_kind": "growth"}, "tăng ít nhất 12,5 %/năm"),
    ],
)
def test_a_target_is_worded_as_the_plan_means_it(target: dict[str, Any], words: str) -> None:
    """ "More than 40 billion" is not "at least", and the plan's range is told whole."""
    from flows.wording.targets import row_target_vi

    plain = {
        "target_kind": "floor",
        "unit": "%",
        "target_year": 2030,
        "is_every_year": False,
        "is_strict": False,
        "target_shape": "level_by_year",
        "target_range_to": None,
    }
    assert row_target_vi(plain | target) == words


@pytest.mark.parametrize(
    ("value", "unit", "printed"),
    [
        ("99.996", "%", 100),
        ("99.985", "%", 99.99),
        ("99.994999", "%", 99.99),
        ("39994600000", "đồng", 39_990_000_000),
        ("32327999", "đồng", 32_330_000),
        ("999999", "đồng", 999_999),
        ("1.2999999", "lần", 1.3),
        ("12", "hộ", 12),
    ],
)
def test_a_cell_holds_what_the_sentence_beside_it_says(value: str, unit: str, printed: float) -> None:
    """Rounded half up, whatever the program that opens the file would make of the whole figure."""
    from flows.outputs.reports.words import cell_value

    row = {
        "value": Decimal(value),
        "trajectory": Decimal(value),
        "unit": unit,
        "measure": "value",
        "status": "on_track",
        "target_kind": "floor",
    }
    assert cell_value(row) == cell_value(row, "trajectory") == printed


def test_the_way_in_a_cell_is_the_way_in_the_sentence() -> None:
    """Whether it is reached or not."""
    from flows.outputs.reports.words import cell_value

    way = {"trajectory": Decimal("41.6667"), "unit": "%", "measure": "share", "target_kind": "floor"}
    assert [cell_value({**way, "status": status}, "trajectory") for status in ("behind", "on_track")] == [41.67, 41.67]


@pytest.mark.parametrize(
    ("unit", "forecast", "words"),
    [
        ("%", (92.2, 88.9, 95.48), "92,2 %\n(88,9 đến 95,48 %)"),
        ("đồng", (8.512e9, 7.9e9, 9.25e9), "8,51 tỷ đồng\n(7,9 đến 9,25 tỷ đồng)"),
        ("đồng", (1.2e9, 9.5e8, 1.4e9), "1,2 tỷ đồng\n(950 triệu đồng đến 1,4 tỷ đồng)"),
        ("hộ", (12, 10, 15), "12 hộ\n(10 đến 15 hộ)"),
    ],
)
def test_a_forecast_tells_its_band_in_its_unit(unit: str, forecast: tuple[float, float, float], words: str) -> None:
    from flows.outputs.reports.words import forecast_vi

    names = ("forecast_at_target_year", "forecast_low", "forecast_high")
    assert forecast_vi({"is_newest": True, "unit": unit, **dict(zip(names, forecast, strict=True))}) == words


def test_a_recognition_is_won_or_lost_and_has_no_unit() -> None:
    from flows.outputs.reports.words import change_vi

    words = [change_vi(Decimal(change), "1 = có, 0 = chưa", "yes_no") for change in ("1", "-1", "0")]
    assert words == ["▲ mới đạt", "▼ không còn", "không đổi"]


def test_the_example_of_an_open_point_tells_nobody_from_others() -> None:
    from datetime import date as day

    from flows.outputs.reports.words import example_vi
    from flows.validation.open_findings import Cause

    sentence = "Thẻ ***850 hết hạn ngày 30/06/2026 trước khi có hiệu lực ngày 1/7/2026 ('Lê Giả', hồ sơ H24.115-260601-0001)."
    shown = example_vi(Cause("health_insurance", day(2026, 6, 1), "a.csv", "H03", "critical", 1, sentence))
    assert shown == "Thẻ … hết hạn ngày … trước khi có hiệu lực ngày … (…, hồ sơ …)."


@pytest.mark.parametrize(
    ("rule", "sentence", "shown"),
    [
        (
            "S06",
            "Đang đóng bảo hiểm khi 78 tuổi, ngoài khoảng 15 đến 75. Kiểm tra ngày sinh và tình trạng.",
            "Đang đóng bảo hiểm khi … tuổi, ngoài khoảng 15 đến 75. Kiểm tra ngày sinh và tình trạng.",
        ),
        (
            "P04",
            "Phân loại không khớp điểm B2 (30): hộ nghèo từ 30 điểm trở lên, hộ cận nghèo dưới 30. Xác nhận lại.",
            "Phân loại không khớp điểm B2 (…): hộ nghèo từ 30 điểm trở lên, hộ cận nghèo dưới 30. Xác nhận lại.",
        ),
        (
            "P05",
            "Điểm B2 là 60 nhưng đánh dấu 5 chỉ số thiếu hụt (mỗi chỉ số 10 điểm). Xác nhận lại.",
            "Điểm B2 là … nhưng đánh dấu … chỉ số thiếu hụt (mỗi chỉ số 10 điểm). Xác nhận lại.",
        ),
        (
            "P06",
            "Số nhân khẩu ghi 7 nhưng có 6 dòng thành viên. Kiểm tra lại.",
            "Số nhân khẩu ghi … nhưng có … dòng thành viên. Kiểm tra lại.",
        ),
        (
            "R04",
            "Chỉ tiêu XH16 ở khu vực này có hai số khác nhau: 1.204,5 và 3.",
            "Chỉ tiêu XH16 ở khu vực này có hai số khác nhau: … và ….",
        ),
        ("F06", "Tệp ghi tổng cộng 48 nhưng chỉ đọc được 10.", "Tệp ghi tổng cộng 48 nhưng chỉ đọc được 10."),
    ],
)
def test_the_example_of_an_open_point_keeps_nobody_s_age_score_or_size(rule: str, sentence: str, shown: str) -> None:
    from flows.outputs.reports.words import example_vi
    from flows.validation.open_findings import Cause

    assert example_vi(Cause("poverty", date(2026, 6, 1), "a.csv", rule, "warning", 1, sentence)) == shown


def test_what_only_adds_up_has_no_arrow_upwards() -> None:
    from flows.outputs.reports.words import change_vi, only_rises

    words = [change_vi(Decimal(change), "đồng", only_rises=True) for change in ("16200000000", "-1000000", "0", "0.001")]
    assert words == ["thêm 16,2 tỷ đồng", "▼ 1 triệu đồng", "không đổi", "không đổi"]
    assert change_vi(Decimal("0.004"), "%") == "không đổi", "never an arrow before a nought"
    assert change_vi(Decimal("0.005"), "%") == "▲ 0,01 điểm %"
    windows = [("year_to_date", "level_by_year"), ("snapshot", "cumulative_sum"), ("snapshot", "level_by_year"), ("flow", None)]
    assert [only_rises({"own_window": own, "target_shape": shape}) for own, shape in windows] == [True, True, False, False]


def test_a_change_is_that_of_the_two_figures_as_they_are_printed() -> None:
    """66.664 and 66.666 are printed as 66.66 and 66.67: what lies between them is 0.01."""
    told = line("XH04", "snapshot", {date(2026, 6, 1): Decimal("66.664"), date(2026, 7, 1): Decimal("66.666")}, "%")
    assert told["change_month"] == Decimal("0.01")


def test_findings_of_all_earlier_months_are_one_line_a_rule() -> None:
    from flows.outputs.reports.finding_sheets import gathered
    from flows.validation.open_findings import Cause

    def cause(month: date | None, rows: int, rule: str = "H01", name: str = "a.csv") -> Cause:
        return Cause("health_insurance" if month else None, month, name, rule, "critical", rows, f"câu của {name}")

    march, february, january = (date(2027, month, 1) for month in (3, 2, 1))
    found = gathered(
        [cause(march, 2), cause(march, 3, name="b.csv"), cause(february, 5, name="c.csv"), cause(january, 7), cause(january, 1, "H02"),
         cause(None, 1, "F01")],
        march,
    )  # fmt: skip
    assert [(one.rule_code, one.example_vi, months, rows) for one, months, rows in found] == [
        ("H01", "câu của a.csv", "03/2027", 5),
        ("H01", "câu của c.csv", "01/2027 đến 02/2027", 12),
        ("H02", "câu của a.csv", "01/2027", 1),
        ("F01", "câu của a.csv", "—", 1),
    ]
