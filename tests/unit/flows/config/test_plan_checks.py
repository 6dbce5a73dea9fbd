"""What is said of a plan: of the ward's own, and of small plans that each have one thing wrong."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from flows.config.plan import Baseline, Department, Indicator, Plan, Target, read_plan
from flows.config.plan_checks import check_plan
from flows.system.files import ROOT

FOLDER = ROOT / "wards" / "nguyen-dai-nang"


def floor(value: float, **more: Any) -> Target:
    return Target("floor", value, **({"shape": "level_every_year", "every_year": True} | more))


def growth(value: float, **more: Any) -> Target:
    return Target(
        "growth", value, **({"shape": "growth_per_year", "from_year": 2026, "year": 2030, "baseline": Baseline(2025, 100)} | more)
    )


def indicator(code: str = "XH01", *targets: Target, **more: Any) -> Indicator:
    stated = {
        "name": f"Chỉ tiêu {code}",
        "unit": "%",
        "owner": "VHXH",
        "feed": "reported",
        "measure": "value",
        "window": "snapshot",
        "plan_section": "III.2",
    }
    return Indicator(code, targets=targets, **(stated | more))


def plan_of(*indicators: Indicator, **more: Any) -> Plan:
    stated = {"first_year": 2025, "last_year": 2030, "phases": (), "departments": (Department("VHXH", "Phòng Văn hóa - Xã hội"),)}
    return Plan("1/KH", "Kế hoạch", "UBND", date(2025, 10, 27), indicators=indicators, **(stated | more))


def found(*indicators: Indicator, **more: Any) -> list[tuple[str, tuple[str, ...]]]:
    return [(finding.kind, finding.codes) for finding in check_plan(plan_of(*indicators, **more))]


def test_a_plan_with_nothing_wrong_has_no_finding() -> None:
    assert found(indicator("XH01", floor(95)), indicator("XH02", growth(5))) == []


@pytest.mark.parametrize(
    ("indicators", "expected"),
    [
        ([indicator("XH01", floor(95), stated_count=2)], [("duplicate", ("XH01",))]),
        ([indicator("XH01", floor(95), plan_section="III.2, VI.3")], [("duplicate", ("XH01",))]),
        ([indicator("XH01", floor(95), floor(95))], [("duplicate", ("XH01",))]),
        ([indicator("XH01", name="Nước  sạch"), indicator("XH02", name="nước sạch")], [("duplicate", ("XH01", "XH02"))]),
        ([indicator("XH01", name="Nước sạch"), indicator("MH01", name="Nước sạch", area="10744-01")], []),
        (
            [indicator(code, measure="share", numerator="Hộ đạt", denominator="Hộ") for code in ("XH01", "XH02")],
            [("duplicate", ("XH01", "XH02"))],
        ),
        ([indicator("XH01", growth(5, baseline=None))], [("no_baseline", ("XH01",))]),
        ([indicator("XH01", floor(97, shape="level_by_year", every_year=False, year=2030))], [("no_baseline", ("XH01",))]),
        ([indicator("XH01", Target("ceiling", 50, shape="reduction_from_baseline", year=2030))], [("no_baseline", ("XH01",))]),
        ([indicator("XH01", Target("floor", 1.3, shape="ratio_to_baseline", year=2030))], [("no_baseline", ("XH01",))]),
        ([indicator("XH01", floor(100, shape="whole_set"))], []),
        (
            [indicator("XH01", Target("floor", None, shape="level_every_year", every_year=True, baseline_of=2025))],
            [("no_baseline", ("XH01",))],
        ),
        ([indicator("XH01", floor(75), floor(85, shape="level_by_year", every_year=False, year=2030))], []),
        ([indicator("XH01", floor(75), floor(70, shape="level_by_year", every_year=False, year=2030))], [("contradiction", ("XH01",))]),
        ([indicator("XH01", floor(75), Target("ceiling", 70, shape="level_every_year", every_year=True))], [("contradiction", ("XH01",))]),
        ([indicator("XH01", floor(75), owner="")], [("no_owner", ("XH01",)), ("no_owner", ("VHXH",))]),
        ([indicator("XH01", growth(5, year=2035))], [("outside_plan", ("XH01",))]),
        ([indicator("XH01", growth(5, year=2024))], [("outside_plan", ("XH01",))]),
    ],
)
def test_each_thing_wrong_is_named(indicators: list[Indicator], expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert found(*indicators) == expected


@pytest.mark.parametrize(
    ("rate", "low", "high", "is_wrong"),
    [(12.5, 1.3, 1.5, True), (7.0, 1.3, 1.5, False), (3.0, 1.3, 1.5, True), (12.5, 1.3, None, False), (3.0, 1.3, None, True)],
)
def test_a_growth_is_compounded_and_held_against_the_ratio_of_the_same_figure(
    rate: float, low: float, high: float | None, is_wrong: bool
) -> None:
    """1.125 to the fifth is 1.80, 1.07 to the fifth 1.40, 1.03 to the fifth 1.16."""
    grown = indicator("KT08", growth(rate), name="Thu nhập bình quân")
    ratio = indicator(
        "KT09",
        Target("floor", low, shape="ratio_to_baseline", year=2030, range_to=high, baseline=Baseline(2025, 1)),
        name="Thu nhập bình quân so với năm 2025",
        unit="lần",
        measure="ratio",
    )
    assert found(grown, ratio) == ([("contradiction", ("KT08", "KT09"))] if is_wrong else [])
    assert found(replace(grown, name="Thu ngân sách"), ratio) == []


@pytest.mark.parametrize(("whole", "parts", "is_wrong"), [(14, (2, 21.1, 15), False), (14, (2, 10, 13), True), (14, (15, 16, 20), True)])
def test_a_whole_grows_between_its_slowest_and_its_fastest_part(whole: float, parts: tuple[float, ...], is_wrong: bool) -> None:
    codes = [f"KT02{letter}" for letter in "abc"]
    rows = [indicator(code, growth(rate, baseline=None), parent="KT02") for code, rate in zip(codes, parts, strict=True)]
    kinds = [finding for finding in found(indicator("KT02", growth(whole, baseline=None)), *rows) if finding[0] == "contradiction"]
    assert kinds == ([("contradiction", ("KT02", *codes))] if is_wrong else [])


def test_parts_whose_sizes_are_known_are_added_up() -> None:
    """Half of each: 10 % and 20 % a year for five years are 15.43 % together, not 18."""
    parts = [indicator("KT02a", growth(10), parent="KT02"), indicator("KT02b", growth(20), parent="KT02")]
    (finding,) = check_plan(plan_of(indicator("KT02", growth(18)), *parts))
    assert finding.message_vi == "KT02 đề ra tăng 18 %/năm nhưng các phần (KT02a 10 %, KT02b 20 %) cộng lại chỉ cho 15,43 %/năm."
    assert found(indicator("KT02", growth(15.43)), *parts) == []


def test_a_department_that_owns_nothing_is_named() -> None:
    departments = (Department("VHXH", "Phòng Văn hóa - Xã hội"), Department("CA", "Công an phường"))
    (finding,) = check_plan(plan_of(indicator("XH01", floor(95)), departments=departments))
    assert (finding.kind, finding.message_vi) == ("no_owner", "Công an phường (CA) không phụ trách chỉ tiêu nào.")


def test_the_ward_s_plan_is_told_where_it_repeats_itself_lacks_a_start_and_contradicts_itself() -> None:
    findings = check_plan(read_plan(FOLDER / "plan.toml", frozenset({"10744-01", "10744-02"})))
    by_kind = {kind: [finding.codes for finding in findings if finding.kind == kind] for kind in {finding.kind for finding in findings}}
    assert by_kind["contradiction"] == [("KT08", "KT09")]
    assert by_kind["duplicate"] == [("XH02",), ("XH03",), ("XH13",), ("AN01",)]
    assert set(by_kind) == {"contradiction", "duplicate", "no_baseline"}
    assert {("KT01",), ("XH04",), ("XH06",)} <= set(by_kind["no_baseline"]) and ("KT05",) not in by_kind["no_baseline"]
    (told,) = [finding.message_vi for finding in findings if finding.kind == "contradiction"]
    assert (
        told == "KT08 tăng 12,5 %/năm đến năm 2030 thì gấp 1,80 lần năm gốc, còn KT09 đề ra 1,3 đến 1,5 lần: hai mục tiêu không khớp nhau."
    )
