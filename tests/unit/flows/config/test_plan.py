"""The catalogue says what the plan says: every code, kind, value and year is written out here a second time, by hand."""

from pathlib import Path

import pytest

from flows.config.plan import Indicator, Plan, Target, read_plan
from flows.system.errors import SettingsError
from flows.system.files import ROOT

FOLDER = ROOT / "wards" / "nguyen-dai-nang"
AREAS = frozenset({"10744", "10744-01", "10744-02"})

# code, owner, feed, measure, window, unit, targets as "kind value years"
EXPECTED = """
KT01  KTHT reported value    year_to_date đồng            growth 10 2026-2030
KT02  KTHT reported value    year_to_date đồng            growth 14 2026-2030
KT02a KTHT reported value    year_to_date đồng            growth 2 2026-2030
KT02b KTHT reported value    year_to_date đồng            growth 21.1 2026-2030
KT02c KTHT reported value    year_to_date đồng            growth 15 2026-2030
KT03  KTHT reported value    snapshot     đồng            floor >40000000000 by 2030 baseline 0 in 2025
KT04  KTHT reported share    year_to_date %               floor 100 every year
KT05  KTHT reported value    snapshot     doanh_nghiệp    floor 200 by 2030 baseline 50 in 2025
KT06  KTHT reported value    year_to_date cơ_sở           floor 2 every year
KT07  KTHT reported share    snapshot     %               floor 40 by 2030
KT08  KTHT reported value    year_to_date đồng            growth 12.5 2026-2030
KT09  KTHT computed ratio    year_to_date lần             floor 1.3 by 2030 baseline 1 in 2025
XH01  VHXH computed value    snapshot     hộ              ceiling 0 every year from 2028
XH02  VHXH reported share    snapshot     %               floor 95 every year
XH03  VHXH reported share    snapshot     %               floor 100 every year
XH04  VHXH computed share    snapshot     %               floor 97 by 2030
XH05  VHXH computed share    snapshot     %               floor 61 by 2030
XH06  VHXH reported share    snapshot     %               floor own-of-2025 every year
XH07  VHXH reported value    snapshot     trường          floor 1 by 2030
XH08  VHXH reported share    snapshot     %               floor 100 by 2030
XH09  VHXH reported value    snapshot     cấp_trường      floor 2 by 2030
XH10  VHXH reported share    snapshot     %               floor 100 by 2030
XH11  VHXH reported share    snapshot     %               floor 100 by 2030
XH12  KTHT reported yes_no   snapshot     1_=_có,_0_=_chưa  yes by 2030
XH13  KTHT reported share    snapshot     %               floor 100 every year
XH14  VHXH reported share    snapshot     %               floor 100 every year
XH15  VHXH reported share    snapshot     %               floor 50 by 2030
XH16  VHXH reported share    snapshot     %               floor 80 by 2030
HC01  HCC  computed share    flow         %               floor 100 every year
HC02  HCC  computed share    flow         %               floor 75 every year; floor >85 by 2030
HC03  HCC  reported yes_no   snapshot     1_=_có,_0_=_chưa  yes by 2027
HC04  HCC  reported share    snapshot     %
AN01  QS   reported share    year_to_date %               floor 100 every year
AN02  CA   reported yes_no   snapshot     1_=_có,_0_=_chưa  yes by 2030
MH01  VHXH reported share    snapshot     %               floor 100 every year
MH02  VHXH reported share    snapshot     %               floor 95 every year
MH03  CA   reported ratio    year_to_date %               ceiling 50 by 2030 baseline 100 in 2025
MH04  VHXH reported share    snapshot     %               floor 100 every year
""".strip().splitlines()


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan(FOLDER / "plan.toml", AREAS)


def target_as_text(target: Target) -> str:
    own = f"own-of-{target.baseline_of}" if target.baseline_of else ""
    value = own if target.value is None else f"{target.value:.12g}"
    sign = ">" if target.strict else ""
    if target.kind == "growth":
        when = f"{target.from_year}-{target.year}"
    elif target.every_year:
        when = "every year" + (f" from {target.from_year}" if target.from_year else "")
    else:
        when = f"by {target.year}"
    baseline = f"baseline {target.baseline.value:g} in {target.baseline.year}" if target.baseline else ""
    return " ".join(part for part in (target.kind, sign + value, when, baseline) if part)


def as_line(indicator: Indicator) -> list[str]:
    fixed = [indicator.code, indicator.owner, indicator.feed, indicator.measure, indicator.window, indicator.unit.replace(" ", "_")]
    return [*fixed, *"; ".join(target_as_text(target) for target in indicator.targets).split()]


def test_the_catalogue_holds_every_line_of_the_plan_and_no_other(plan: Plan) -> None:
    assert [as_line(indicator) for indicator in plan.indicators] == [line.split() for line in EXPECTED]


# code -> shapes of its targets, by hand: all eleven stand in the plan
SHAPES = """
growth_per_year: KT01 KT02 KT02a KT02b KT02c KT08
cumulative_sum: KT03
level_every_year: KT04 XH02 XH06 HC01 HC02 AN01 MH02
count_by_year: KT05 XH07 XH09
count_per_year: KT06
level_by_year: KT07 XH04 XH05 XH15 XH16 HC02
ratio_to_baseline: KT09
zero_by_year: XH01
whole_set: XH03 XH08 XH10 XH11 XH13 XH14 MH01 MH04
state_by_year: XH12 HC03 AN02
reduction_from_baseline: MH03
""".strip().splitlines()


def test_every_target_has_the_shape_that_its_words_give_it(plan: Plan) -> None:
    found: dict[str, list[str]] = {}
    for indicator in plan.indicators:
        for target in indicator.targets:
            found.setdefault(target.shape, []).append(indicator.code)
    assert {line.split(": ")[0]: line.split(": ")[1].split() for line in SHAPES} == found


def test_the_range_that_the_plan_states_is_kept(plan: Plan) -> None:
    spans = {
        indicator.code: (target.value, target.range_to) for indicator in plan.indicators for target in indicator.targets if target.range_to
    }
    assert spans == {"KT09": (1.3, 1.5)}


def test_an_indicator_about_one_residential_group_names_it(plan: Plan) -> None:
    places = {indicator.code: indicator.area for indicator in plan.indicators if indicator.area}
    assert places == {"MH01": "10744-01", "MH02": "10744-01", "MH03": "10744-02", "MH04": "10744-02"}


def test_denominators_that_the_population_sheet_wins_over_are_those_of_the_rule_book(plan: Plan) -> None:
    reported = {
        indicator.code: indicator.denominator_from
        for indicator in plan.indicators
        if indicator.feed == "reported" and indicator.denominator_from
    }
    assert reported == {
        "XH02": "families",
        "XH13": "population",
        "XH14": "children_of_school_age",
        "XH15": "labour_force",
        "XH16": "labour_force",
        "MH01": "households",
        "MH02": "households",
        "MH04": "households",
    }


def test_figures_in_the_year_are_stated_as_year_to_date(plan: Plan) -> None:
    stated = {indicator.code for indicator in plan.indicators if indicator.window == "year_to_date" and indicator.feed == "reported"}
    assert stated == {"KT01", "KT02", "KT02a", "KT02b", "KT02c", "KT04", "KT06", "KT08", "AN01", "MH03"}


def test_the_contradiction_of_the_plan_is_said_at_both_indicators(plan: Plan) -> None:
    for code, other in (("KT08", "KT09"), ("KT09", "KT08")):
        note = plan.indicator(code).note_vi or ""
        assert other in note and "mâu thuẫn" in note and "1,80 lần" in note and "1,3 đến 1,5 lần" in note
    assert round(1.125**5, 2) == 1.80


def test_an_indicator_without_a_number_in_the_plan_is_in_the_catalogue_without_a_target(plan: Plan) -> None:
    assert [indicator.code for indicator in plan.indicators if not indicator.targets] == ["HC04"]


def test_a_line_may_be_drawn_to_the_year_of_a_target_but_not_where_every_year_is_judged(plan: Plan) -> None:
    due = {code: plan.indicator(code).targets[0].due_year for code in ("KT05", "XH01", "XH02", "KT01")}
    assert due == {"KT05": 2030, "XH01": 2028, "XH02": None, "KT01": 2030}


def test_supporting_indicators_stand_beside_a_planned_one_and_have_no_target(plan: Plan) -> None:
    planned = {indicator.code for indicator in plan.indicators}
    assert all(indicator.parent in planned and not indicator.targets and indicator.feed == "computed" for indicator in plan.supporting)
    parts = {
        parent: [indicator.code for indicator in plan.supporting if indicator.parent == parent]
        for parent in ("XH01", "XH04", "XH05", "HC01")
    }
    assert parts["XH01"] == ["XH01-CN", "XH01-TL", "XH01-DC", *(f"XH01-T{number:02d}" for number in range(1, 13)), "XH01-KLD"]
    assert parts["XH04"] == [f"XH04-N{number}" for number in (1, 2, 3, 4, 5, 0)]
    assert parts["XH05"] == ["XH05-BB", "XH05-TN", "XH05-TNGHIEP", "XH05-DTLD"]
    assert parts["HC01"] == ["HC01-TH", "HC01-DH", "HC01-QH", "HC01-CTH", "HC01-CQH", "HC01-766"]


def test_names_units_and_sections_are_given_for_every_indicator_of_the_plan(plan: Plan) -> None:
    assert all(indicator.name and indicator.unit and indicator.plan_section for indicator in plan.indicators)
    assert "hai lần" in (plan.indicator("XH13").note_vi or "")
    assert plan.indicator("KT02a").parent == "KT02"


def test_every_share_names_what_it_divides_by_what(plan: Plan) -> None:
    for indicator in (*plan.indicators, *plan.supporting):
        assert (indicator.numerator is not None and indicator.denominator is not None) == (indicator.measure in ("share", "ratio"))


def test_every_year_of_the_plan_and_after_it_lies_in_exactly_one_phase(plan: Plan) -> None:
    for year in range(plan.first_year, plan.last_year + 4):
        assert sum(phase.contains(year) for phase in plan.phases) == 1
    assert not any(phase.contains(plan.first_year - 1) for phase in plan.phases)


def test_the_supporting_deprivations_bear_the_names_of_the_reference_table(plan: Plan) -> None:
    from flows.config.reference import read_reference

    names = {
        row["deprivation_code"]: row["deprivation_name"] for row in read_reference("deprivations") if row["standard_version"] == "2022-2026"
    }
    shown = {code: plan.indicator(f"XH01-{code}").name.split(": ", 1)[1] for code in names}
    assert shown == names


SMALL = """
[plan]
code = "1/KH"
name = "Kế hoạch thử"
issuer = "UBND"
decided_on = 2025-10-27
first_year = 2025
last_year = 2030
[[department]]
code = "VHXH"
name = "Phòng"
[[indicator]]
code = "XH02"
name = "Gia đình văn hóa"
unit = "%"
owner = "VHXH"
feed = "reported"
measure = "share"
numerator = "Gia đình được công nhận"
denominator = "Gia đình"
window = "snapshot"
[[indicator.target]]
shape = "level_every_year"
kind = "floor"
value = 95
every_year = true
"""


def mistake(tmp_path: Path, before: str, after: str) -> str:
    assert before in SMALL
    (tmp_path / "plan.toml").write_text(SMALL.replace(before, after), encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        read_plan(tmp_path / "plan.toml", AREAS)
    return str(caught.value)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('owner = "VHXH"', 'owner = "VHX"', "key 'indicator[1 XH02].owner': found 'VHX', expected one of 'VHXH'"),
        ('unit = "%"\n', "", "key 'indicator[1 XH02].unit': found nothing, expected a text"),
        ("value = 95", 'value = "95"', "key 'indicator[1 XH02].target[1].value': found '95', expected a number"),
        ("value = 95", "value = nan", "found nan, expected a number"),
        ("every_year = true", 'every_year = "có"', "expected true or false"),
        ("every_year = true", "every_year = true\nyear = 2030", "expected either year = … (reached by its end) or every_year = true"),
        ('kind = "floor"', 'kind = "growth"', "from_year and year of the period"),
        ('kind = "floor"', 'kind = "yes"', "unless the kind is 'yes'"),
        (
            'shape = "level_every_year"\n',
            "",
            "key 'indicator[1 XH02].target[1].shape': found nothing, expected one of 'growth_per_year', 'level_by_year'",
        ),
        ("level_every_year", "level_each_year", "found 'level_each_year', expected one of"),
        ("level_every_year", "growth_per_year", "expected a shape of kind 'floor': 'level_by_year' or 'level_every_year'"),
        ("level_every_year", "level_by_year", "expected the year by whose end a target of shape 'level_by_year' holds"),
        ("every_year = true", "year = 2030", "expected a shape with a year of its own"),
        ("value = 95", "value = 95\nrange_to = 97", "expected a number above value, and only with shape 'ratio_to_baseline'"),
        (
            'shape = "level_every_year"\nkind = "floor"\nvalue = 95\nevery_year = true',
            'shape = "zero_by_year"\nkind = "ceiling"\nvalue = 5\nyear = 2030',
            "expected 0, because the shape is 'zero_by_year'",
        ),
        ('window = "snapshot"', 'window = "snapshot"\nstated_count = 0', "found 0, expected a whole number of at least 1"),
        ('measure = "share"', 'measure = "procent"', "expected one of 'share', 'value', 'ratio', 'yes_no'"),
        ('numerator = "', 'numerater = "', "nothing is known by this name, did you mean 'numerator'"),
        ('window = "snapshot"', 'window = "snapshot"\narea = "10744-99"', "found '10744-99', expected the code of an area of ward.toml"),
        ('window = "snapshot"', 'window = "snapshot"\nparent = "XH99"', "found 'XH99', expected the code of an indicator of this file"),
        ("decided_on = 2025-10-27", 'decided_on = "27/10/2025"', "found '27/10/2025', expected a date without quotes"),
        ("first_year = 2025", "first_year = 25", "found 25, expected a year such as 2026"),
        ('code = "XH02"', 'code = "xh2"', "expected a code such as KT01"),
    ],
)
def test_a_mistake_names_file_key_found_and_expected(tmp_path: Path, before: str, after: str, says: str) -> None:
    message = mistake(tmp_path, before, after)
    assert says in message and str(tmp_path / "plan.toml") in message


def test_one_code_for_two_indicators_is_refused(tmp_path: Path) -> None:
    twice = SMALL[SMALL.index("[[indicator]]") :]
    (tmp_path / "plan.toml").write_text(SMALL + twice, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"indicator\[2 XH02\]\.code': found 'XH02', expected a code that no other"):
        read_plan(tmp_path / "plan.toml", AREAS)


def test_a_file_saved_by_notepad_is_read_and_one_in_another_encoding_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.encode())
    assert read_plan(path, AREAS).indicator("XH02").targets[0].value == 95
    path.write_bytes(SMALL.encode("utf-16"))
    with pytest.raises(SettingsError, match="not UTF-8 text. Save it again"):
        read_plan(path, AREAS)


def test_a_file_that_is_not_toml_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text("[plan]\ncode = \n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"not valid TOML .*line 2"):
        read_plan(tmp_path / "plan.toml", AREAS)


def test_an_unknown_code_is_a_key_error_that_names_it(plan: Plan) -> None:
    with pytest.raises(KeyError, match="ZZ99"):
        plan.indicator("ZZ99")
