"""Somebody else works on what is blank: an independent reader who knows every relation finds no figure that can be one number only."""

import polars as pl
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.support.published_tables import with_few_values
from tests.unit.transforms.test_suppression import AREAS, UNITS, framed, members
from transforms.suppression import KEY, suppressed

#: Poor, near-poor, poor without anybody able to work, and households that lack the first, second and third thing.
Households = tuple[int, int, int, int, int, int]


@st.composite
def households(draw: st.DrawFn) -> Households:
    few = st.sampled_from([0, 0, 0, 1, 1, 2, 3, 6])
    poor, near = draw(few), draw(few)
    return poor, near, draw(st.integers(0, poor)), *(draw(st.integers(0, poor + near)) for _ in range(3))  # type: ignore[return-value]


def poverty_table(own: dict[str, Households]) -> pl.DataFrame:
    """As ``sql/indicators/XH01.sql`` gives it: nobody knows how many households live at "không rõ", so that it has no rate."""
    kind = dict.fromkeys(UNITS, "residential_group") | {"00": "unknown", "U1": "former_unit", "U2": "former_unit", "W": "ward"}
    rows: list[tuple[object, ...]] = []
    for area in AREAS:
        poor, near, unable, *lacking = (float(sum(number)) for number in zip(*(own[one] for one in members(area))))
        figures = {"": poor, "-CN": near, "-KLD": unable} | {f"-T{number:02}": count for number, count in enumerate(lacking, 1)}
        rows += [(f"XH01{end}", area, 202607, "snapshot", kind[area], UNITS.get(area), number, None) for end, number in figures.items()]
        if area != "00":
            rates = {"-TL": poor, "-DC": poor + near}
            rows += [(f"XH01{end}", area, 202607, "snapshot", kind[area], UNITS.get(area), number, 300.0) for end, number in rates.items()]
    return framed(rows)


NOBODY: Households = (0, 0, 0, 0, 0, 0)
tables = st.fixed_dictionaries({area: households() for area in (*UNITS, "00")})


@given(tables)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(dict.fromkeys((*UNITS, "00"), NOBODY) | {"G1": (1, 1, 0, 2, 1, 0), "G3": (1, 0, 0, 1, 0, 0)})
@example(dict.fromkeys((*UNITS, "00"), NOBODY) | {"G1": (6, 6, 0, 2, 1, 0)})
def test_no_blank_figure_of_poor_households_has_one_possible_value(own: dict[str, Households]) -> None:
    frame = poverty_table(own)
    hidden = suppressed(frame, 5)
    small = frame.filter(pl.col("area_code") != "W", pl.col("numerator").is_between(1, 4))
    assert small.join(hidden, on=KEY, how="anti").height == 0
    numbers = dict(zip(frame.select(KEY).iter_rows(), frame["numerator"], strict=True))
    # Who finds that a blank is nought has found nobody.
    assert [cell for cell, count in with_few_values(frame, hidden).items() if count == 1 and numbers[cell] != 0] == []


def test_a_lack_is_not_hidden_behind_noughts_of_groups_without_any_household() -> None:
    """Two households lack something, both in one group. What the other groups show of poor and near-poor says that they have none: blank
    noughts there would leave the two."""
    full: Households = (7, 6, 0, 6, 0, 0)
    own = dict.fromkeys((*UNITS, "00"), NOBODY) | {"G1": full, "G2": full, "G3": (7, 6, 0, 2, 0, 0), "G4": (7, 6, 0, 0, 0, 0)}
    hidden = suppressed(poverty_table(own), 5)
    lacking = set(hidden.filter(pl.col("indicator_code") == "XH01-T01")["area_code"])
    assert {"G3", "U2"} <= lacking and not {"G5", "00"} & lacking
    assert 1 not in with_few_values(poverty_table(own), hidden).values()
