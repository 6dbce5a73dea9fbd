"""A value is judged by what came before it: another value of a month changes no judgement of an earlier one, but where all months are
compared with that month. ``flows.indicators.targets`` judges again what may have changed by this alone.
"""

import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from transforms.targets.engine import assess_targets
from transforms.targets.frames import TARGETS, VALUES
from transforms.targets.shapes import SHAPES

MONTHS = [100 * year + month for year in range(2024, 2029) for month in (1, 6, 11, 12)]
TARGET = st.fixed_dictionaries(
    {
        "shape": st.sampled_from(sorted(SHAPES)),
        "target_value": st.sampled_from((0.0, 5.0, 80.0)),
        "is_strict": st.sampled_from((0, 1)),
        "is_every_year": st.sampled_from((0, 1)),
        "target_year": st.sampled_from((2026, 2027)),
        "from_year": st.sampled_from((2025, 2026)),
        "baseline_year": st.sampled_from((2024, 2025)),
        "baseline_value": st.sampled_from((None, 40.0)),
        "is_baseline_from_data": st.sampled_from((0, 1)),
        "kind": st.integers(0, 1),
    }
)


def judged(values: dict[int, float], window: str, stated: str, measure: str, targets: list[dict[str, object]]) -> pl.DataFrame:
    """One series of one indicator, by its month."""
    same = {
        "indicator_key": 1,
        "area_key": 1,
        "area_code": "1",
        "window_kind": window,
        "numerator": None,
        "denominator": None,
        "is_provisional": 0,
        "unit": "hộ",
        "measure": measure,
        "stated_window": stated,
        "is_plan_area": True,
    }
    # From 2027 on another standard holds.
    rows = [same | {"month_key": month, "value": value, "break_name": str(month >= 202701)} for month, value in values.items()]
    lines = [
        {name: value for name, value in target.items() if name != "kind"}
        | {"target_key": number, "indicator_key": 1, "target_number": number, "range_to": None}
        | {"target_kind": (kinds := SHAPES[target["shape"]].kinds)[int(str(target["kind"])) % len(kinds)]}  # type: ignore[index]
        for number, target in enumerate(targets, start=1)
    ]
    return assess_targets(pl.DataFrame(rows, schema=VALUES, orient="row"), pl.DataFrame(lines, schema=TARGETS, orient="row"))


#: Of three months and of four the line was another in its last digit.
THIRDS = {"shape": "cumulative_sum", "target_value": 5.0, "is_strict": 1, "is_every_year": 0, "target_year": 2027, "from_year": 2026}
OF_NO_BASELINE = {"baseline_year": 2024, "baseline_value": None, "is_baseline_from_data": 0, "kind": 0}


@settings(max_examples=40)
@example(
    known={202801: 0.0, 202401: 0.0, 202506: 0.0, 202406: 0.0},
    change=(202801, None),
    series=("snapshot", "snapshot"),
    measure="count",
    targets=[THIRDS | OF_NO_BASELINE],
)
@given(
    known=st.dictionaries(st.sampled_from(MONTHS), st.sampled_from((0.0, 1.0, 4.0, 50.0, 90.0)), min_size=4),
    change=st.tuples(st.sampled_from(MONTHS), st.sampled_from((None, 0.0, 3.0, 95.0))),
    series=st.sampled_from((("snapshot", "snapshot"), ("year_to_date", "year_to_date"), ("month", "year_to_date"), ("month", "flow"))),
    measure=st.sampled_from(("count", "share", "yes_no")),
    targets=st.lists(TARGET, min_size=1, max_size=2),
)
def test_no_judgement_looks_forward_but_to_a_baseline_or_an_end(
    known: dict[int, float], change: tuple[int, float | None], series: tuple[str, str], measure: str, targets: list[dict[str, object]]
) -> None:
    month, value = change
    other = {key: number for key, number in (known | {month: value}).items() if number is not None}
    if any(month // 100 == target["baseline_year"] or month == 100 * int(str(target["target_year"])) + 12 for target in targets):
        return
    before, after = (
        judged(values, *series, measure, targets).filter(pl.col("month_key") < month).sort("month_key") for values in (known, other)
    )
    assert before.equals(after)
