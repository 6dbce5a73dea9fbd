"""What Great Expectations imports and the judge never uses is not loaded, and is there as soon as somebody asks."""

import subprocess
import sys

import pytest

from expectations.engine.deferred_imports import DEFERRED, LEFT_OUT
from flows.system.files import ROOT

#: What the judge's process does before its first question.
LOADED = """
import sys
from expectations.engine.judge_process import loaded
answer = loaded(is_whole={})
assert answer.__name__ == "answer"
"""


def printed(script: str) -> str:
    return subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def test_the_judge_loads_neither_statistics_nor_drawings_nor_databases_nor_what_it_never_asks() -> None:
    assert DEFERRED == ("scipy.stats", "altair", "mistune", "jsonschema", "asyncio")
    assert LEFT_OUT == ("sqlalchemy", "pyarrow", "boto3", "botocore")
    unused = (
        "scipy.stats._distn_infrastructure",
        "altair.vegalite",
        "scipy.optimize",
        "sqlalchemy.engine",
        "pyarrow.lib",
        "polars",
        "boto3.session",
        "requests.sessions",
        "urllib3",
        "jinja2.environment",
        "asyncio.base_events",
    )
    stand_ins = """
from expectations.engine.deferred_imports import READERS, UNUSED_MODULES, NoReaders, UnusedModule, unused_modules
gx = "great_expectations."
names = [gx + "expectations.core.expect_column_values_to_be_unique", gx + "datasource.fluent.sql_datasource"]
names += [gx + "metrics.column.mean", gx + "expectations.metrics.column_map_metrics.column_values_null"]
assert set(names) <= set(unused_modules()) and len(unused_modules()) > 150, unused_modules()
assert all(isinstance(sys.modules[name], UnusedModule) for name in (*unused_modules(), *UNUSED_MODULES))
assert isinstance(sys.modules[READERS], NoReaders)
"""
    assert printed(f"{LOADED.format(False)}{stand_ins}print([name for name in {unused} if name in sys.modules])") == "[]"


def test_the_judge_answers_as_the_whole_of_great_expectations_does() -> None:
    asked = """
from expectations.engine.questions import Question, RuleMask, packed
rules = (RuleMask("a", "A1", "critical", "a", "x", packed([0, 2])), RuleMask("b", "B1", "warning", "b", None), RuleMask("c", "C1", "info",
         "c", None, failure="TypeError: no"))
ids, numbers = packed([9, 5, 7]), packed([1, 1, 2])
for rules, volume, required in ((rules, (3, {"fewest_rows": 4, "most_rows": 9}), ("x",)), (rules[:2], (3, {"fewest_rows": 1, "most_rows":
                                2}), ("y",)), ((), None, ())):
    reply = answer(Question("s", ("x",), required, volume, ids, numbers, rules))
    print(sorted(map(repr, reply.delivery)), sorted(map(repr, reply.rows)))
"""
    fast, whole = (printed(LOADED.format(is_whole) + asked) for is_whole in (False, True))
    assert fast == whole
    assert fast.count("Answer(") == 11 and "TypeError: no" in fast


@pytest.mark.parametrize(
    "asked",
    [
        "from scipy import stats; print(stats.norm.cdf(0.0))",
        "import scipy.stats; print(scipy.stats.norm.cdf(0.0))",
        "from scipy.stats import norm; print(norm.cdf(0.0))",
        "import altair; print(0.5 if altair.Chart else None)",
        "import asyncio; print(asyncio.run(asyncio.sleep(0, 0.5)))",
        "import asyncio.events; print(0.5 if asyncio.events.new_event_loop else None)",
    ],
)
def test_who_asks_for_a_deferred_module_has_it(asked: str) -> None:
    assert printed(f"from expectations.engine.deferred_imports import defer\ndefer()\n{asked}") == "0.5"
