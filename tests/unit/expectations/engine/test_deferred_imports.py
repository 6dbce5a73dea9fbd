"""What Great Expectations imports and the judge never uses is not loaded, and is there as soon as somebody asks."""

import subprocess
import sys

import pytest

from expectations.engine.deferred_imports import DEFERRED, LEFT_OUT
from flows.system.files import ROOT

#: What the judge's process does before its first question.
LOADED = """
import sys
from expectations.engine.judge_process import _loaded
assert _loaded().__name__ == "answer"
"""


def printed(script: str) -> str:
    return subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def test_the_judge_loads_neither_statistics_nor_drawings_nor_databases() -> None:
    assert DEFERRED == ("scipy.stats", "altair")
    assert LEFT_OUT == ("sqlalchemy", "pyarrow")
    unused = ("scipy.stats._distn_infrastructure", "altair.vegalite", "scipy.optimize", "sqlalchemy.engine", "pyarrow.lib", "polars")
    assert printed(f"{LOADED}print([name for name in {unused} if name in sys.modules])") == "[]"


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
