"""Small cells are hidden, and nothing that is shown gives them away."""

from dataclasses import dataclass
from pathlib import Path

import numpy
import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, milp

from flows.config.settings import load_settings
from flows.config.ward import Publication
from tests.conftest import ROOT
from transforms.suppression import KEY, suppressed

UNITS = {"G1": "U1", "G2": "U1", "G3": "U2", "G4": "U2", "G5": "U2"}
PARTS = ("-N0", "-N1", "-N2", "-N3", "-N4", "-N5")


def table(groups: dict[str, list[int]], unknown: list[int], populations: dict[str, int] | None = None) -> pl.DataFrame:
    """XH04 and its six parts for five groups, what is unknown, two former units and the ward, from the parts of each group."""
    parts = {area: dict(zip(PARTS, numbers, strict=True)) for area, numbers in (groups | {"00": unknown}).items()}
    for unit in ("U1", "U2"):
        parts[unit] = {end: sum(parts[group][end] for group in groups if UNITS[group] == unit) for end in PARTS}
    parts["W"] = {end: sum(parts[area][end] for area in (*groups, "00")) for end in PARTS}
    kinds = dict.fromkeys(groups, "residential_group") | {"00": "unknown", "U1": "former_unit", "U2": "former_unit", "W": "ward"}
    rows = [
        {
            "indicator_code": f"XH04{end}",
            "area_code": area,
            "month_key": 202606,
            "window_kind": "snapshot",
            "area_kind": kinds[area],
            "former_unit_code": UNITS.get(area),
            "numerator": float(number),
            "denominator": float((populations or {}).get(area, 100_000)),
        }
        for area, counts in parts.items()
        for end, number in (*counts.items(), ("", sum(counts.values())))
    ]
    return pl.DataFrame(rows, schema_overrides={"former_unit_code": pl.String})


def hidden(frame: pl.DataFrame, least: int = 5) -> dict[tuple[str, str], str]:
    return {(code, area): reason for code, area, _, _, reason in suppressed(frame, least).iter_rows()}


counts = st.one_of(st.integers(0, 8), st.integers(0, 400))
tables = st.builds(
    table,
    st.fixed_dictionaries({group: st.lists(counts, min_size=6, max_size=6) for group in UNITS}),
    st.lists(counts, min_size=6, max_size=6),
)


@given(tables)
def test_every_small_cell_below_the_ward_is_hidden_and_the_ward_never_is(frame: pl.DataFrame) -> None:
    gone = hidden(frame)
    small = frame.filter(pl.col("numerator").is_between(1, 4), pl.col("area_kind") != "ward")
    assert set(small.select("indicator_code", "area_code").iter_rows()) == {cell for cell, reason in gone.items() if reason == "primary"}
    assert not [cell for cell in gone if cell[1] == "W"]


@given(tables)
def test_nothing_hidden_can_be_worked_out_from_what_is_shown(frame: pl.DataFrame) -> None:
    """Every equation that a reader may write down, solved by least squares with two different guesses: hidden cells stay free."""
    gone = sorted(hidden(frame))
    place = {cell: number for number, cell in enumerate(gone)}
    areas = frame["area_code"].unique().to_list()
    codes = [f"XH04{end}" for end in ("", *PARTS)]
    equations = [[(code, "W", -1), *((code, area, 1) for area in (*UNITS, "00"))] for code in codes]
    equations += [
        [(code, unit, -1), *((code, group, 1) for group, of in UNITS.items() if of == unit)] for code in codes for unit in ("U1", "U2")
    ]
    equations += [[("XH04", area, -1), *((f"XH04{end}", area, 1) for end in PARTS)] for area in areas]
    matrix = numpy.zeros((len(equations), len(gone)))
    for number, equation in enumerate(equations):
        for code, area, sign in equation:
            if (code, area) in place:
                matrix[number, place[code, area]] += sign
    if gone:
        rank = numpy.linalg.matrix_rank(matrix)
        for number, cell in enumerate(gone):
            alone = numpy.zeros((1, len(gone)))
            alone[0, number] = 1
            assert numpy.linalg.matrix_rank(numpy.vstack([matrix, alone])) == rank + 1, f"{cell} follows from what is shown"


@given(tables, st.randoms())
def test_the_order_of_rows_does_not_matter(frame: pl.DataFrame, random: object) -> None:
    assert hidden(frame.sample(fraction=1, shuffle=True, seed=random.randrange(1000))) == hidden(frame)  # type: ignore[attr-defined]


def test_nothing_small_is_nothing_hidden() -> None:
    assert hidden(table({group: [0, 40, 50, 60, 0, 9] for group in UNITS}, [0, 0, 0, 0, 0, 0])) == {}


def test_one_small_group_takes_a_second_one_of_its_unit_with_it() -> None:
    """Two poor households in one group: without a second hidden group the unit's total would tell them."""
    rows = [("G1", 2, "U1"), ("G2", 30, "U1"), ("G3", 20, "U2"), ("G4", 25, "U2"), ("U1", 32, None), ("U2", 45, None), ("W", 77, None)]
    frame = pl.DataFrame(
        [
            {
                "indicator_code": "XH01",
                "area_code": area,
                "month_key": 202606,
                "window_kind": "snapshot",
                "former_unit_code": unit,
                "numerator": number,
                "denominator": None,
                "area_kind": "ward" if area == "W" else "former_unit" if area[0] == "U" else "residential_group",
            }
            for area, number, unit in rows
        ],
        schema_overrides={"denominator": pl.Float64},
    )
    assert hidden(frame) == {("XH01", "G1"): "primary", ("XH01", "G2"): "secondary"}


def test_a_share_with_a_small_rest_is_hidden_too() -> None:
    """All but three of a group are insured: the three are as few as three insured would be."""
    frame = table({group: [0, 100, 100, 100, 100, 0] for group in UNITS}, [0] * 6, {"G1": 403})
    assert hidden(frame)["XH04", "G1"] == "primary"


def test_the_limit_is_a_setting_and_nought_turns_it_off() -> None:
    frame = table({group: [0, 3, 50, 60, 0, 9] for group in UNITS}, [0] * 6)
    assert hidden(frame, 0) == {} and hidden(frame, 3) == {} and hidden(frame, 4) != {}


def test_hiding_again_what_is_left_hides_nothing_more() -> None:
    frame = table({group: [0, 3, 50, 60, 0, 9] for group in UNITS}, [1, 0, 0, 0, 0, 0])
    first = suppressed(frame, 5)
    assert suppressed(frame.join(first, on=KEY, how="anti"), 5).height == 0


def poor(*rows: tuple[str, int, str | None]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "indicator_code": "XH01",
                "area_code": area,
                "month_key": 202606,
                "window_kind": "snapshot",
                "former_unit_code": unit,
                "numerator": float(number),
                "denominator": None,
                "area_kind": "ward" if area == "W" else "former_unit" if area[0] == "U" else "residential_group",
            }
            for area, number, unit in rows
        ],
        schema_overrides={"denominator": pl.Float64, "former_unit_code": pl.String},
    )


def test_two_hidden_groups_that_share_two_households_take_a_third_one_with_them() -> None:
    """Nought is shown, so that each of the two would be 1."""
    frame = poor(("G1", 1, "U1"), ("G2", 1, "U1"), ("G3", 30, "U1"), ("U1", 32, None), ("W", 32, None))
    assert ("XH01", "G3") in hidden(frame)
    assert hidden(poor(("G1", 1, "U1"), ("G2", 2, "U1"), ("G3", 30, "U1"), ("U1", 33, None), ("W", 33, None))).keys() == {
        ("XH01", "G1"),
        ("XH01", "G2"),
    }


def test_a_ward_is_the_sum_of_its_units_too() -> None:
    """Groups of one unit only are known: the other unit is what the ward has beside them."""
    frame = poor(("G1", 20, "U1"), ("G2", 30, "U1"), ("U1", 50, None), ("U2", 3, None), ("U3", 40, None), ("W", 93, None))
    assert hidden(frame)["XH01", "U2"] == "primary" and len(hidden(frame)) > 1


def test_insured_by_kind_do_not_tell_the_few_voluntary_ones() -> None:
    rows = [
        {
            "indicator_code": f"XH05{end}",
            "area_code": area,
            "month_key": 202606,
            "window_kind": "snapshot",
            "area_kind": kind,
            "former_unit_code": None,
            "numerator": float(number),
            "denominator": 900.0,
        }
        for area, kind, numbers in (
            ("G1", "residential_group", (103, 100, 3)),
            ("G2", "residential_group", (150, 120, 30)),
            ("W", "ward", (253, 220, 33)),
        )
        for end, number in zip(("", "-BB", "-TN"), numbers, strict=True)
    ]
    gone = hidden(pl.DataFrame(rows, schema_overrides={"former_unit_code": pl.String}))
    assert {("XH05", "G1"), ("XH05-BB", "G1")} & gone.keys() and ("XH05-TN", "G1") in gone


def test_the_few_that_two_shown_figures_leave_between_them_cannot_be_subtracted() -> None:
    """103 of a group pay, 101 of them are of working age: two do not, and the ward's own figures with the other group's must not tell it
    either."""
    rows = [
        {
            "indicator_code": f"XH05{end}",
            "area_code": area,
            "month_key": 202606,
            "window_kind": "snapshot",
            "area_kind": kind,
            "former_unit_code": None,
            "numerator": float(number),
            "denominator": 900.0,
        }
        for area, kind, numbers in (
            ("G1", "residential_group", (103, 101)),
            ("G2", "residential_group", (150, 120)),
            ("W", "ward", (253, 221)),
        )
        for end, number in zip(("", "-DTLD"), numbers, strict=True)
    ]
    frame = pl.DataFrame(rows, schema_overrides={"former_unit_code": pl.String})
    assert hidden(frame) == {("XH05-DTLD", "G1"): "secondary", ("XH05-DTLD", "G2"): "secondary"}
    plenty = frame.with_columns(
        pl.when(pl.col("numerator") == 101)
        .then(90.0)
        .when(pl.col("numerator") == 221)
        .then(210.0)
        .otherwise("numerator")
        .alias("numerator")
    )
    assert hidden(plenty) == {}


def test_every_indicator_that_is_known_by_residential_group_has_its_small_cells_hidden(tmp_path: Path) -> None:
    """Those of one group alone too."""
    ward = load_settings(cwd=ROOT, environ={"CHITIEU_HOME": str(tmp_path)}).ward
    known = (*ward.plan_info.indicators, *ward.plan_info.supporting)
    by_group = {indicator.code[:4] for indicator in known if indicator.areas_reported == "all" or indicator.area is not None}
    assert by_group >= {"XH01", "XH02", "XH04", "XH05", "XH13", "MH01", "MH02", "MH03", "MH04"}
    assert by_group <= set(ward.publication.small_cell_indicators) and by_group <= set(Publication().small_cell_indicators)


# --- the year up to a month -------------------------------------------------------------------------------------------
def cases(own: list[int | None], last_year: float | None = 1000.0) -> pl.DataFrame:
    """Cases of one group, month by month from January; None: no report came, so that the next one tells of both months."""
    rows: list[tuple[int, str, float]] = []
    so_far, is_known = 0, True
    for month, count in enumerate(own, 202601):
        so_far += count or 0
        if count is not None:
            rows.append((month, "year_to_date", float(so_far)))
            if is_known:
                rows.append((month, "month", float(count)))
        is_known = count is not None
    return pl.DataFrame(
        [("MH03", "G1", month, window, "residential_group", None, number, last_year) for month, window, number in rows],
        orient="row",
        schema={
            "indicator_code": pl.String,
            "area_code": pl.String,
            "month_key": pl.Int64,
            "window_kind": pl.String,
            "area_kind": pl.String,
            "former_unit_code": pl.String,
            "numerator": pl.Float64,
            "denominator": pl.Float64,
        },
    )


def hidden_of_months(frame: pl.DataFrame) -> set[tuple[int, str]]:
    return {(month, window) for _, _, month, window, _ in suppressed(frame, 5).iter_rows()}


@given(st.lists(st.one_of(st.none(), st.integers(0, 9)), min_size=1, max_size=12))
def test_no_small_month_can_be_worked_out_from_the_year(own: list[int | None]) -> None:
    frame = cases(own)
    gone = hidden_of_months(frame)
    shown = {
        (month, window): number
        for month, window, number in frame.select("month_key", "window_kind", "numerator").iter_rows()
        if (month, window) not in gone
    }
    unknown = list(range(len(own)))
    matrix = numpy.zeros((len(shown), len(unknown)))
    for line, (month, window) in enumerate(shown):
        matrix[line, (month - 202601 if window == "month" else 0) : month - 202600] = 1
    rank = numpy.linalg.matrix_rank(matrix) if shown else 0
    for place, count in enumerate(own):
        if count is not None and 1 <= count <= 4 and (place == 0 or own[place - 1] is not None):
            alone = numpy.zeros((1, len(unknown)))
            alone[0, place] = 1
            assert numpy.linalg.matrix_rank(numpy.vstack([matrix, alone])) == rank + 1, f"month {place + 1} follows from what is shown"


@given(st.lists(st.integers(0, 9), min_size=2, max_size=12))
def test_a_further_month_neither_hides_nor_shows_what_was_published_before(own: list[int]) -> None:
    before, after = cases(own[:-1]), cases(own)
    last = 202600 + len(own)
    assert {cell for cell in hidden_of_months(after) if cell[0] < last} == hidden_of_months(before)


def test_a_small_month_takes_the_years_figure_with_it() -> None:
    assert hidden_of_months(cases([7, 2, 9, 0])) == {(202602, "month"), (202602, "year_to_date"), (202603, "month")}
    assert hidden_of_months(cases([7, None, 9])) == set()  # what came in two months together, nine, is not small
    assert hidden_of_months(cases([7, None, 2])) == {(202603, "year_to_date")}


def test_a_share_of_few_is_hidden_whatever_its_numerator() -> None:
    """Seven cases after three last year: the three are few."""
    assert hidden_of_months(cases([7], last_year=3.0)) == {(202601, "month"), (202601, "year_to_date")}


# --- noughts are shown: nothing hidden is less than 1 -----------------------------------------------------------------------
Cell = tuple[str, str, int, str]


@dataclass
class Reader:
    """Somebody who writes every cell as a sum of the smallest ones, and knows all that is shown and that nothing hidden is nought.

    ``sums``: what each cell is the sum of. Where a nought had to be hidden too, each may be the nought.
    """

    sums: dict[Cell, set[Cell]]
    numbers: dict[Cell, float]
    gone: set[Cell]

    def least_and_most(self, cell: Cell) -> tuple[int, int]:
        """Whole numbers alone, by branch and bound."""
        smallest = sorted(set().union(*self.sums.values()))
        matrix = numpy.array([[part in parts for part in smallest] for parts in self.sums.values()], dtype=float)
        floor = 0 if any(self.numbers[one] == 0 for one in self.gone) else 1
        least = [floor if one in self.gone else self.numbers[one] for one in self.sums]
        most = [self.numbers[one] + 50 if one in self.gone else self.numbers[one] for one in self.sums]
        asked = numpy.array([part in self.sums[cell] for part in smallest], dtype=float)
        ends = [
            milp(sign * asked, constraints=LinearConstraint(matrix, least, most), integrality=numpy.ones(len(smallest))) for sign in (1, -1)
        ]
        assert all(end.status == 0 for end in ends), "what is true is possible"
        return round(ends[0].fun), round(-ends[1].fun)


def only_one_number(frame: pl.DataFrame, sums: dict[Cell, set[Cell]]) -> list[tuple[Cell, int]]:
    """Small hidden cells that a reader finds; none where nothing below the ward is left to show."""
    numbers = {(code, area, month, window): number for code, area, month, window, number in frame.select(*KEY, "numerator").iter_rows()}
    gone: set[Cell] = {(code, area, month, window) for code, area, month, window, _ in suppressed(frame, 5).iter_rows()}
    bare = {month for month in frame["month_key"] if all(cell in gone or cell[1] == "W" for cell in numbers if cell[2] == month)}
    reader = Reader(sums, numbers, gone)
    small = [cell for cell in gone if 1 <= numbers[cell] <= 4 and cell[2] not in bare]
    return [(cell, least) for cell in small for least, most in [reader.least_and_most(cell)] if least == most]


def members(area: str) -> list[str]:
    return [*UNITS, "00"] if area == "W" else [group for group, unit in UNITS.items() if area in (group, unit)] or [area]


few = st.sampled_from([0, 0, 0, 1, 1, 1, 2, 5, 7])
AREAS = (*UNITS, "00", "U1", "U2", "W")


def by_area(counts_of: dict[str, dict[str, int]], month: int = 202606, window: str = "snapshot") -> list[tuple[object, ...]]:
    """Rows of indicators by area, from the counts of groups and of what is unknown."""
    kind = dict.fromkeys(UNITS, "residential_group") | {"00": "unknown", "U1": "former_unit", "U2": "former_unit", "W": "ward"}
    return [
        (code, area, month, window, kind[area], UNITS.get(area), float(sum(own[one] for one in members(area))), None)
        for code, own in counts_of.items()
        for area in AREAS
    ]


def framed(rows: list[tuple[object, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=cases([]).schema, orient="row")


by_group = st.fixed_dictionaries({area: few for area in (*UNITS, "00")})


@given(by_group)
@example({"G1": 1, "G2": 8, "G3": 1, "G4": 5, "G5": 0, "00": 0})
@example({"G1": 1, "G2": 0, "G3": 1, "G4": 0, "G5": 0, "00": 1})
def test_no_few_households_are_the_only_number_that_is_possible(own: dict[str, int]) -> None:
    frame = framed(by_area({"XH01": own}))
    assert (
        only_one_number(
            frame, {("XH01", area, 202606, "snapshot"): {("XH01", one, 202606, "snapshot") for one in members(area)} for area in AREAS}
        )
        == []
    )


@given(by_group, by_group)
def test_nor_are_they_beside_those_nearly_poor_and_both_together(own: dict[str, int], near: dict[str, int]) -> None:
    frame = framed(by_area({"XH01": own, "XH01-CN": near, "XH01-DC": {one: own[one] + near[one] for one in own}, "XH01-TL": own}))
    sums = {
        (code, area, 202606, "snapshot"): {(part, one, 202606, "snapshot") for one in members(area) for part in parts}
        for code, parts in {"XH01": ("XH01",), "XH01-CN": ("XH01-CN",), "XH01-DC": ("XH01", "XH01-CN"), "XH01-TL": ("XH01",)}.items()
        for area in AREAS
    }
    assert only_one_number(frame, sums) == []


@given(st.lists(st.sampled_from([0, 1, 1, 1, 2, 6]), min_size=1, max_size=12))
@example([0, 1, 1, 1, 1, 1])
@example([0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1])
def test_no_few_cases_are_the_only_number_that_the_year_leaves(own: list[int]) -> None:
    frame = cases(own, last_year=None)
    until = {
        (202600 + month, window): range(1 if window == "year_to_date" else month, month + 1)
        for month in range(1, len(own) + 1)
        for window in ("month", "year_to_date")
    }
    assert (
        only_one_number(
            frame, {("MH03", "G1", *cell): {("MH03", "G1", 202600 + month, "month") for month in months} for cell, months in until.items()}
        )
        == []
    )


@given(st.lists(by_group, min_size=1, max_size=4))
@example(  # whole persons leave the second group of February one number, parts of persons would leave it more
    [
        {"G1": 1, "G2": 1, "G3": 0, "G4": 0, "G5": 0, "00": 2},
        {"G1": 2, "G2": 1, "G3": 0, "G4": 0, "G5": 2, "00": 0},
        {"G1": 2, "G2": 1, "G3": 0, "G4": 1, "G5": 2, "00": 0},
    ]
)
@settings(max_examples=40, deadline=None)
def test_nor_that_the_year_of_all_groups_leaves(months: list[dict[str, int]]) -> None:
    rows, sums = [], {}
    for month, own in enumerate(months, 202601):
        so_far = {one: sum(each[one] for each in months[: month - 202600]) for one in own}
        rows += [*by_area({"MH03": own}, month, "month"), *by_area({"MH03": so_far}, month, "year_to_date")]
        for area in AREAS:
            sums["MH03", area, month, "month"] = {("MH03", one, month, "month") for one in members(area)}
            sums["MH03", area, month, "year_to_date"] = {
                ("MH03", one, each, "month") for one in members(area) for each in range(202601, month + 1)
            }
    assert only_one_number(framed(rows), sums) == []


def test_five_cases_in_june_do_not_tell_of_five_months_with_one_each() -> None:
    """January without any, then one a month: five by June. Shown, it would leave each of the five hidden months at least one, and so just
    one."""
    gone = hidden_of_months(cases([0, 1, 1, 1, 1, 1], last_year=11.0))
    assert gone == {(month, window) for month in range(202602, 202607) for window in ("month", "year_to_date")}


def test_six_months_with_one_case_each_do_not_follow_from_two_shown_figures_of_the_year() -> None:
    """Five by June, eleven by December, all between hidden."""
    gone = hidden_of_months(cases([5, 0, 0, 0, 0, 0], last_year=None)) | hidden_of_months(cases([5, 1, 1, 1, 1, 1, 1], last_year=None))
    assert (202607, "year_to_date") in gone and (202601, "year_to_date") not in gone


def test_one_case_in_the_whole_ward_leaves_the_figure_of_the_plan() -> None:
    """The nought hidden beside it may be the one as well as it, and who finds a nought has found nobody."""
    frame = table({"G1": [0, 30, 40, 50, 60, 1], **{group: [0, 30, 40, 50, 60, 0] for group in ("G2", "G3", "G4", "G5")}}, [0] * 6)
    assert not [cell for cell in hidden(frame) if cell[0] == "XH04"]


def test_two_shares_that_lack_one_person_each_take_a_third_one_with_them() -> None:
    """The ward lacks two, in hidden groups that lack at least one each."""
    rows = [
        ("XH13", area, 202606, "snapshot", "ward" if area == "W" else "residential_group", None, float(number), float(whole))
        for area, number, whole in (("G1", 99, 100), ("G2", 79, 80), ("G3", 90, 90), ("G4", 40, 60), ("W", 308, 330))
    ]
    assert {area for _, area in hidden(framed(rows))} > {"G1", "G2"}


# --- what was hidden once stays hidden --------------------------------------------------------------------------------------
def lacking(number: int) -> pl.DataFrame:
    rows = [
        ("XH13", area, 202606, "snapshot", "ward" if area == "W" else "residential_group", None, float(whole - lack), float(whole))
        for area, lack, whole in (("G1", number, 100), ("G2", 9, 80), ("G3", 9, 90), ("W", number + 18, 270))
    ]
    return framed(rows)


def test_what_was_hidden_before_a_correction_stays_hidden_after_it() -> None:
    """Three lack a card in one group. Corrected to eight and shown, the neighbour's figure would tell the three from the older export's
    ward."""
    before = suppressed(lacking(3), 5)
    assert before.height == 2 and suppressed(lacking(8), 5).height == 0
    assert suppressed(lacking(8), 5, before).select(KEY).equals(before.select(KEY))


def test_what_stays_hidden_is_protected_like_what_is_small() -> None:
    """Alone it would come back from the ward's figure: another goes with it."""
    alone = pl.DataFrame([("XH13", "G1", 202606, "snapshot")], schema=list(KEY), orient="row").cast({"month_key": pl.Int64})
    assert suppressed(lacking(8), 5, alone).height == 2


def test_a_cell_without_a_value_and_a_ward_that_shows_all_hide_nothing_for_what_was_before() -> None:
    before = suppressed(lacking(3), 5)
    assert suppressed(lacking(8).filter(pl.col("area_code") == "W"), 5, before).height == 0
    assert suppressed(lacking(8), 0, before).height == 0


@given(tables, tables)
def test_a_correction_hides_more_or_as_much_and_the_next_night_no_more(frame: pl.DataFrame, corrected: pl.DataFrame) -> None:
    before = suppressed(frame, 5)
    after = suppressed(corrected, 5, before)
    assert before.join(after, on=KEY, how="anti").height == 0
    assert suppressed(corrected, 5, after).equals(after)


def cases_of_a_ratio(numerators: dict[int, float], denominator: float = 11.0, measure: str = "ratio") -> set[tuple[int, str]]:
    """Months and windows that are hidden of one group's cases against those of last year (MH03), told by the year up to each month."""
    about = {"indicator_code": "MH03", "area_code": "G2", "area_kind": "residential_group", "former_unit_code": None}
    rows = [
        about | {"month_key": month, "window_kind": "year_to_date", "numerator": number, "denominator": denominator, "measure": measure}
        for month, number in numerators.items()
    ]
    frame = pl.DataFrame(rows, schema_overrides={"former_unit_code": pl.String})
    return {(month, window) for _, _, month, window, _ in suppressed(frame, 5).iter_rows()}


def test_a_ratio_to_last_year_hides_by_its_own_count_and_has_no_remainder() -> None:
    """Seven cases where there were eleven: the other four are nobody. Twelve where there were eleven are no mistake."""
    assert cases_of_a_ratio({202606: 7.0}) == set() == cases_of_a_ratio({202606: 12.0})
    assert cases_of_a_ratio({202606: 7.0}, measure="share") == {(202606, "year_to_date")}, "four of eleven that are not covered are persons"
    assert cases_of_a_ratio({202606: 3.0}) == {(202606, "year_to_date")} == cases_of_a_ratio({202606: 7.0}, denominator=3.0)
    assert cases_of_a_ratio({202606: 0.0}) == set()
    assert (202607, "year_to_date") in cases_of_a_ratio({202606: 6.0, 202607: 7.0}), "one more in a month would be told by subtraction"
