"""What Great Expectations imports and the judge never uses is not loaded, and is there as soon as somebody asks."""

import subprocess
import sys

import pytest

from expectations.engine.deferred_imports import DEFERRED
from flows.system.files import ROOT

JUDGED = """
import sys
import polars as pl
from expectations.engine.suite import run_suite
from expectations.rule import Rule
run_suite(pl.DataFrame({"a": [1]}), [Rule("A1", "warning", "a_is_small", "a", pl.col("a") > 1, pl.lit("?"))], suite_name="one")
"""


def printed(script: str) -> str:
    return subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def test_a_judged_frame_loads_neither_statistics_nor_drawings() -> None:
    assert DEFERRED == ("scipy.stats", "altair")
    script = (
        JUDGED
        + "print([name for name in ('scipy.stats._distn_infrastructure', 'altair.vegalite', 'scipy.optimize') if name in sys.modules])"
    )
    assert printed(script) == "[]"


@pytest.mark.parametrize(
    "asked",
    [
        "from scipy import stats; print(stats.norm.cdf(0.0))",
        "import scipy.stats; print(scipy.stats.norm.cdf(0.0))",
        "from scipy.stats import norm; print(norm.cdf(0.0))",
        "import altair; print(0.5 if altair.Chart else None)",
    ],
)
def test_who_asks_for_a_deferred_module_has_it(asked: str) -> None:
    assert printed(f"from expectations.engine.deferred_imports import defer\ndefer()\n{asked}") == "0.5"
