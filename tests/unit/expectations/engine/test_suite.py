"""A suite finds every row that breaks a rule, says so in the rule's words, and never passes a rule that it could not judge."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from expectations.engine.questions import Question, RuleMask, packed, unpacked
from expectations.engine.suite import FAILURE_SCHEMA, SuiteError, Volume, run_suite
from expectations.rule import Rule, Severity
from flows.system.files import ROOT

pytestmark = pytest.mark.usefixtures("cleaned_and_judged_anew")


def rule(code: str, bad: pl.Expr, severity: Severity = "critical", column: str | None = "age", message: pl.Expr | None = None) -> Rule:
    return Rule(code, severity, f"{code.lower()}_is_met", column, bad, pl.lit("Sửa ô này.") if message is None else message)


def people(**columns: list[object]) -> pl.DataFrame:
    height = len(next(iter(columns.values())))
    return pl.DataFrame({"row_id": [100 + i for i in range(height)], "row_number": [7 + i for i in range(height)], **columns})


def failing_ids(frame: pl.DataFrame, *rules: Rule) -> dict[str, list[int]]:
    failures = run_suite(frame, rules, suite_name="people").failures
    return {each.code: failures.filter(rule_code=each.code)["row_id"].to_list() for each in rules}


MINOR, OLD = rule("S01", pl.col("age") < 15), rule("S02", pl.col("age") > 75, "warning")
TWICE = rule("S03", pl.len().over("name") > 1, "info", "name")

rows = st.lists(st.tuples(st.integers(-(2**40), 2**40), st.none() | st.integers(0, 120), st.none() | st.sampled_from("abc")), max_size=40)


# Which rows fail


@settings(max_examples=40, deadline=None)
@given(rows)
def test_the_failing_rows_are_those_that_plain_polars_finds(drawn: list[tuple[int, int | None, str | None]]) -> None:
    frame = pl.DataFrame(drawn, schema={"row_id": pl.Int64, "age": pl.Int64, "name": pl.String}, orient="row")
    rules = (MINOR, OLD, TWICE)
    expected = {each.code: frame.with_columns(bad=each.bad).filter("bad")["row_id"].to_list() for each in rules}
    assert failing_ids(frame, *rules) == expected


def test_a_row_that_fails_two_rules_stands_under_both() -> None:
    frame = people(age=[9, 40], name=["a", "b"])
    assert failing_ids(frame, MINOR, rule("S04", pl.col("name") == "a")) == {"S01": [100], "S04": [100]}


def test_rows_of_several_sheets_are_told_in_words_of_two_columns() -> None:
    """A filter and ``pl.format`` over columns in several chunks are a panic of polars, which is no ``Exception``."""
    sheets = [
        pl.DataFrame({"row_id": [n, n + 1, n + 2], "age": [n, 50, 50], "name": ["a", "b", "c"], "other": ["x"] * 3})
        for n in range(0, 15, 3)
    ]
    told = rule("S01", pl.col("age") < 15, message=pl.format("{} và {}", "name", "other"))
    failures = run_suite(pl.concat(sheets, rechunk=False), [told], suite_name="people").failures
    assert failures["message"].to_list() == ["a và x"] * 5


def test_a_rule_that_is_null_on_a_row_counts_as_met() -> None:
    assert failing_ids(people(age=[None, 9, None]), MINOR) == {"S01": [101]}


def test_a_rule_that_is_null_everywhere_counts_as_met() -> None:
    assert failing_ids(people(age=[1, 2]), rule("S09", pl.lit(None))) == {"S09": []}


def test_a_rule_that_is_the_same_for_all_rows_is_judged_on_each() -> None:
    assert failing_ids(people(age=[1, 2]), rule("S09", pl.lit(True))) == {"S09": [100, 101]}


def test_a_rule_over_a_group_sees_all_its_rows() -> None:
    assert failing_ids(people(name=["a", "b", "a"]), TWICE) == {"S03": [100, 102]}


def test_without_ids_rows_are_known_by_their_position() -> None:
    assert failing_ids(pl.DataFrame({"age": [40, 9, 9]}), MINOR) == {"S01": [1, 2]}


def test_ids_that_repeat_or_are_unsorted_are_given_back_as_they_are() -> None:
    frame = pl.DataFrame({"row_id": [5, 3, 5], "age": [9, 9, 9]}, schema_overrides={"row_id": pl.UInt32})
    assert failing_ids(frame, MINOR) == {"S01": [5, 3, 5]}


def test_more_failing_rows_than_great_expectations_shows_are_all_found() -> None:
    assert len(failing_ids(people(age=[9] * 5000), MINOR)["S01"]) == 5000


def test_a_frame_without_rows_fails_nothing() -> None:
    frame = pl.DataFrame(schema={"row_id": pl.Int64, "age": pl.Int64})
    judgement = run_suite(frame, [MINOR, rule("S09", pl.lit(True))], suite_name="people")
    assert_frame_equal(judgement.failures, pl.DataFrame(schema=FAILURE_SCHEMA))


def test_no_rules_fail_nothing() -> None:
    assert run_suite(people(age=[9]), [], suite_name="people").failures.schema == pl.Schema(FAILURE_SCHEMA)


# What is said of them


def test_code_severity_column_and_message_come_back_as_the_rule_has_them() -> None:
    said = pl.format("Tuổi {} dưới 15. Xem lại năm sinh.", "age")
    rules = [rule("S06", pl.col("age") < 15, "warning", "age", said), rule("S09", pl.col("age") > 75, "info", None)]
    expected = pl.DataFrame(
        [
            (101, "S06", "warning", "age", "Tuổi 9 dưới 15. Xem lại năm sinh."),
            (100, "S09", "info", None, "Sửa ô này."),
        ],
        schema=FAILURE_SCHEMA,
        orient="row",
    )
    assert_frame_equal(run_suite(people(age=[80, 9]), rules, suite_name="people").failures, expected)


def test_a_message_may_look_at_rows_that_do_not_fail() -> None:
    oldest = pl.format("{} < {}", "age", pl.col("age").max())
    before = pl.format("{} sau {}", "age", pl.col("age").shift())
    members = pl.format("{} người", pl.len().over("name"))
    frame = people(age=[60, 9, 70], name=["a", "a", "b"])
    rules = [rule(f"M{i}", pl.col("age") < 15, message=message) for i, message in enumerate((oldest, before, members))]
    assert run_suite(frame, rules, suite_name="people").failures["message"].to_list() == ["9 < 70", "9 sau 60", "2 người"]


def test_a_message_that_is_null_is_replaced_by_one_that_names_the_rule() -> None:
    nothing = rule("S06", pl.col("age") < 15, message=pl.format("{}", pl.lit(None, dtype=pl.String)))
    (message,) = run_suite(people(age=[9]), [nothing], suite_name="people").failures["message"]
    assert message == "Dòng này không đạt quy tắc S06. Xem lại dòng này ở nguồn."


def test_two_rules_of_one_code_keep_their_own_messages() -> None:
    short = Rule("H05", "warning", "card_is_long", "card", pl.col("card") == "1", pl.lit("Thẻ ngắn."))
    other = Rule("H05", "warning", "card_is_known", "card", pl.col("card") == "1", pl.lit("Thẻ lạ."))
    assert run_suite(people(card=["1"]), [short, other], suite_name="cards").failures["message"].to_list() == ["Thẻ ngắn.", "Thẻ lạ."]


def test_statistics_count_expectations_and_failing_rows() -> None:
    judgement = run_suite(
        people(age=[9, 9, 40]), [MINOR, OLD], suite_name="people", volume=Volume(3, 0.2, 0.2, 3), required_columns=["age"]
    )
    assert judgement.statistics == {
        "evaluated_expectations": 5,
        "successful_expectations": 4,
        "unsuccessful_expectations": 1,
        "failing_rows": {"S01": 2},
    }


# Suites that are wrong by themselves


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (pl.col("height") > 2, "height"),
        (pl.col("age") + 1, "expected Boolean"),
        (pl.col("age").filter(pl.col("age") > 50) > 1, "ShapeError"),
        (pl.col("name").str.to_date("%Y", strict=True).is_null(), "InvalidOperationError"),
    ],
)
def test_a_rule_that_cannot_be_evaluated_is_named_and_nothing_passes(broken: pl.Expr, reason: str) -> None:
    with pytest.raises(SuiteError, match=f"'people'.*S08 s08_is_met: .*{reason}") as error:
        run_suite(people(age=[9, 60, 70], name=["a", "b", "c"]), [MINOR, rule("S08", broken)], suite_name="people")
    assert "S01" not in str(error.value)


def test_an_error_does_not_quote_cells() -> None:
    name, number = "name", "0900000123"
    frame = people(age=[9], name=[number])
    strict = pl.col(name).str.to_date("%Y", strict=True)
    for wrong in (rule("S08", strict.is_null()), rule("S08", pl.lit(True), message=strict.cast(pl.String))):
        with pytest.raises(SuiteError, match="S08") as error:
            run_suite(frame, [wrong], suite_name="people")
        assert number not in str(error.value)


def test_a_message_that_cannot_be_written_is_named() -> None:
    with pytest.raises(SuiteError, match=r"message of S08 s08_is_met .*height"):
        run_suite(people(age=[9]), [MINOR, rule("S08", pl.lit(True), message=pl.col("height"))], suite_name="people")


def test_columns_that_were_sound_once_are_asked_for_each_time() -> None:
    asked = {"suite_name": "people", "required_columns": ["age", "height"]}
    for _ in range(2):
        result = run_suite(people(age=[9], height=[1]), [], **asked)  # type: ignore[arg-type]
        assert result.statistics["evaluated_expectations"] == 1
        with pytest.raises(SuiteError, match="lacks height"):
            run_suite(people(age=[9]), [], **asked)  # type: ignore[arg-type]


def test_missing_columns_are_named_before_the_rules_that_need_them() -> None:
    with pytest.raises(SuiteError, match=r"'people': the frame lacks height, name; it has row_id, row_number, age\."):
        run_suite(people(age=[9]), [rule("S08", pl.col("height") > 2)], suite_name="people", required_columns=["age", "height", "name"])


def test_a_rule_that_stands_there_twice_is_refused() -> None:
    with pytest.raises(SuiteError, match="S01 s01_is_met stands there twice"):
        run_suite(people(age=[9]), [MINOR, OLD, MINOR], suite_name="people")


@pytest.mark.parametrize("ids", [[1, None], ["1", "2"], [1.0, 2.0]])
def test_ids_that_do_not_number_every_row_are_refused(ids: list[object]) -> None:
    with pytest.raises(SuiteError, match="expected a whole number on every row"):
        run_suite(pl.DataFrame({"row_id": ids, "age": [9, 9]}), [MINOR], suite_name="people")


def test_a_suite_works_after_one_that_was_refused() -> None:
    with pytest.raises(SuiteError):
        run_suite(people(age=[9]), [rule("S08", pl.col("height") > 2)], suite_name="people")
    assert failing_ids(people(age=[9]), MINOR) == {"S01": [100]}


# Volume


@pytest.mark.parametrize(
    ("last_count", "drop", "rise", "row_count", "dropped", "risen"),
    [
        (100, 0.2, 0.2, 80, False, False),
        (100, 0.2, 0.2, 79, True, False),
        (100, 0.2, 0.2, 120, False, False),
        (100, 0.2, 0.2, 121, False, True),
        (101, 0.2, 0.2, 81, False, False),  # 80.8
        (101, 0.2, 0.2, 80, True, False),
        (101, 0.2, 0.2, 121, False, False),  # 121.2
        (101, 0.2, 0.2, 122, False, True),
        (100, 0.9, 0.1, 10, False, False),  # 9.999999999999998 in floats
        (100, 0.9, 0.1, 110, False, False),  # 110.00000000000001 in floats
        (10, 0.2, 0.2, 0, True, False),
    ],
)
def test_volume_is_judged_at_its_exact_limits(
    last_count: int, drop: float, rise: float, row_count: int, dropped: bool, risen: bool
) -> None:
    judgement = run_suite(people(age=[40]), [], suite_name="people", volume=Volume(last_count, drop, rise, row_count))
    assert (judgement.volume_dropped, judgement.volume_risen) == (dropped, risen)


def test_without_a_last_month_volume_is_not_judged() -> None:
    judgement = run_suite(people(age=[9]), [MINOR], suite_name="people")
    assert (judgement.volume_dropped, judgement.volume_risen) == (False, False)


def test_volume_alone_makes_no_failing_row() -> None:
    assert run_suite(people(age=[40]), [MINOR], suite_name="people", volume=Volume(100, 0.2, 0.2, 1)).failures.is_empty()


# Threads and the process


def test_suites_on_several_threads_do_not_mix() -> None:
    together = Barrier(4)

    def run(offset: int) -> list[tuple[bool, list[int]]]:
        frame = pl.DataFrame(
            {"row_id": [offset + i for i in range(300)], "age": [9 if i % (offset // 1000 + 2) == 0 else 40 for i in range(300)]}
        )
        together.wait()
        judgements = [run_suite(frame, [MINOR, OLD], suite_name="people", volume=Volume(offset, 0.2, 0.2, 1500)) for _ in range(5)]
        return [(each.volume_dropped, each.failures["row_id"].to_list()) for each in judgements]

    with ThreadPoolExecutor(4) as pool:
        results = dict(zip((0, 1000, 2000, 3000), pool.map(run, (0, 1000, 2000, 3000)), strict=True))
    for offset, judged in results.items():
        expected = [offset + i for i in range(300) if i % (offset // 1000 + 2) == 0]
        assert judged == [(offset * 0.8 > 1500, expected)] * 5


def test_nothing_of_a_run_is_kept() -> None:
    from expectations.engine import great_expectations_rule as polars_rule

    broken = RuleMask("S01 is_met", "S01", "critical", "is_met", "age", packed([0]))
    unsaid = RuleMask("S08 is_met", "S08", "critical", "is_met", "age", failure="ColumnNotFoundError")
    reply = polars_rule.answer(Question("people", row_ids=packed([100]), row_numbers=packed([7]), rules=(broken, unsaid)))
    assert {answer.rule: (answer.success, unpacked(answer.failing_ids), answer.exception) for answer in reply.rows} == {
        "S01 is_met": (False, [100], None),
        "S08 is_met": (False, [], "ColumnNotFoundError"),
    }
    definition = polars_rule._idle.get()
    polars_rule._idle.put(definition)
    assert polars_rule._masks == {}
    assert definition.data_asset.datasource.get_execution_engine().batch_manager.loaded_batch_ids == []


def process(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONPATH": str(ROOT), "HOME": str(folder), "TMPDIR": str(folder), "PATH": "/usr/bin:/bin"}
    return subprocess.run([sys.executable, "-B", "-c", code], cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_importing_the_suite_does_not_import_great_expectations(tmp_path: Path) -> None:
    code = (
        "import sys, expectations.engine.suite; assert not {'great_expectations', 'pandas', 'numpy'} & set(sys.modules), "
        "sorted(sys.modules)"
    )
    done = process(code, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_run_prints_nothing_writes_nothing_and_leaves_the_process_as_it_was(tmp_path: Path) -> None:
    code = """
import logging, sys, threading, warnings
warnings.simplefilter("error")
import polars as pl
from expectations.rule import Rule
from expectations.engine.suite import SuiteError, Volume, run_suite, warm_up

shown_by, handlers = warnings.showwarning, list(logging.getLogger().handlers)
threads = [threading.Thread(target=warm_up) for _ in range(3)]
[each.start() for each in threads]
rules = [Rule("S01", "critical", "is_grown", "age", pl.col("age") < 15, pl.lit("Sửa."))]
judgement = run_suite(pl.DataFrame({"age": [9, 40]}), rules, suite_name="s", volume=Volume(100, 0.2, 0.2, 2), required_columns=["age"])
assert judgement.failures["row_id"].to_list() == [0] and judgement.volume_dropped
try:
    run_suite(pl.DataFrame({"height": [9]}), rules, suite_name="s")
except SuiteError:
    pass
else:
    raise AssertionError
[each.join() for each in threads]
assert (warnings.showwarning, logging.getLogger().handlers) == (shown_by, handlers)
assert not {"great_expectations", "pandas", "numpy", "pyarrow"} & set(sys.modules), sorted(sys.modules)
"""
    done = process(code, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.rglob("*")) == []
