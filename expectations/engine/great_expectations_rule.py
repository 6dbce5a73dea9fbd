"""The Great Expectations side of a row rule: one expectation whose condition is a mask that polars has computed.

Data flow: ``Question`` (masks by rule, row ids) -> a thin pandas batch -> Great Expectations suite -> ``Reply`` with every failing row id.

This is the one module that imports Great Expectations, which takes seconds; nothing may import it but
``expectations.engine.judge_process``.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from types import MappingProxyType
from typing import Any, ClassVar, Literal
from uuid import uuid4

import great_expectations as gx
import numpy as np
import pandas as pd
from great_expectations.compatibility.pydantic import PrivateAttr
from great_expectations.core.batch_definition import BatchDefinition
from great_expectations.core.expectation_validation_result import ExpectationValidationResult
from great_expectations.data_context.types.base import DataContextConfig, InMemoryStoreBackendDefaults, ProgressBarsConfig
from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.expectations.core.expect_table_columns_to_match_set import ExpectTableColumnsToMatchSet
from great_expectations.expectations.core.expect_table_row_count_to_be_between import ExpectTableRowCountToBeBetween
from great_expectations.expectations.expectation import Expectation, MulticolumnMapExpectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration, parse_result_format
from great_expectations.expectations.metadata_types import FailureSeverity
from great_expectations.expectations.metrics.map_metric_provider.multicolumn_condition_partial import multicolumn_condition_partial
from great_expectations.expectations.metrics.map_metric_provider.multicolumn_map_metric_provider import MulticolumnMapMetricProvider
from great_expectations.validator.metric_configuration import MetricConfiguration
from great_expectations.validator.v1_validator import Validator
from great_expectations.validator.validator import ValidationDependencies

from expectations.engine.questions import COLUMNS, Answer, Question, Reply, RuleMask, packed

#: Columns of the thin batch: the row's id and its number on the sheet (a multicolumn expectation wants at least two).
ROW_ID, ROW_NUMBER = "row_id", "row_number"

#: What is asked of Great Expectations: every failing id, and no copies of the failing values.
RESULT_FORMAT = {"result_format": "COMPLETE", "unexpected_index_column_names": [ROW_ID], "exclude_unexpected_values": True}

_CONDITION = "row_values.meet_rule"
_MOST_KNOWN = 64
_ID_BYTES = 8

#: Of each rule, by name: True where a row is bad, or why polars could not say.
Masks = Mapping[str, "np.ndarray[Any, np.dtype[np.bool_]] | str"]


class NotEvaluatedError(Exception):
    """Polars could not evaluate a rule."""


#: Masks of the runs under way: run id -> masks.
_masks: dict[str, Masks] = {}


class RowValuesMeetRule(MulticolumnMapMetricProvider):
    """The mask of one rule in one run. A rule that polars could not evaluate raises, which Great Expectations records."""

    condition_metric_name = _CONDITION
    condition_value_keys = ("rule", "run")

    @multicolumn_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, columns: pd.DataFrame, rule: str, run: str, **_: object) -> pd.Series:
        mask = _masks[run][rule]
        if isinstance(mask, str):
            raise NotEvaluatedError(mask)
        return pd.Series(~mask, index=columns.index)


class ExpectRowsToMeetRule(MulticolumnMapExpectation):
    """Expect every row to meet ``rule``, a sentence that is true of good data; ``run`` names the masks it is judged by.

    Great Expectations' own map result asks seven metrics of each rule and walks the failing rows one by one; the mask and
    the batch's index (the row ids) say the same in one step, so that this class asks for the mask alone.
    """

    map_metric: ClassVar[str | None] = _CONDITION
    success_keys: ClassVar[tuple[str, ...]] = ("mostly", "rule", "run")
    column_list: list[str] = [ROW_ID, ROW_NUMBER]  # noqa: RUF012 - a pydantic field
    ignore_row_if: Literal["all_values_are_missing", "any_value_is_missing", "never"] = "never"
    rule: str
    run: str

    def get_validation_dependencies(
        self, execution_engine: Any = None, runtime_configuration: dict[str, Any] | None = None
    ) -> ValidationDependencies:
        dependencies = ValidationDependencies(result_format=parse_result_format(RESULT_FORMAT))
        domain = {"batch_id": self.batch_id, "column_list": self.column_list, "ignore_row_if": self.ignore_row_if}
        metric = MetricConfiguration(f"{_CONDITION}.condition", domain, {"rule": self.rule, "run": self.run})
        dependencies.set_metric_configuration("bad", metric)
        return dependencies

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: Any = None,
    ) -> dict[str, Any]:
        bad, _, _ = metrics["bad"]
        failing = bad.index[bad.to_numpy()].to_list()
        share = 100 * len(failing) / len(bad) if len(bad) else 0.0
        result: dict[str, Any] = {"element_count": len(bad), "unexpected_count": len(failing), "unexpected_percent": share}
        if failing:
            result |= {"unexpected_index_column_names": [ROW_ID], "unexpected_index_list": [{ROW_ID: failing}]}
        return {"success": not failing, "result": result}


class ExpectRowCountWithinLimits(ExpectTableRowCountToBeBetween):
    """As Great Expectations' own, which works its configuration out fifty times a verdict: here once."""

    _configuration: ExpectationConfiguration | None = PrivateAttr(None)

    @property
    def configuration(self) -> ExpectationConfiguration:
        if self._configuration is None:
            self._configuration = super().configuration
        return self._configuration


def answer(question: Question) -> Reply:
    """Run the suites that the question asks for."""
    name = question.suite_name
    columns = _columns_answers(f"{name}.columns", question.columns, question.required) if question.required else ()
    if question.volume and question.rules and question.volume[0] * _ID_BYTES == len(question.row_ids):
        judged = _judge_rows(f"{name}.rows", question, _volume_expectations(), question.volume[1])
        volume, rows = judged[:2], judged[2:]
    else:
        volume = _judge_volume(f"{name}.volume", *question.volume) if question.volume else []
        rows = _judge_rows(f"{name}.rows", question) if question.rules else []
    return Reply((*columns, *map(_answer, volume)), tuple(map(_answer, rows)))


#: Columns that have what is required of them, by both: frames of one source are all alike, and of names alone it hangs.
_sound_columns: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[Answer, ...]] = {}


def _columns_answers(name: str, columns: tuple[str, ...], required: tuple[str, ...]) -> tuple[Answer, ...]:
    known = _sound_columns.get((columns, required))
    if known is None:
        known = tuple(map(_answer, _judge_columns(name, columns, required)))
        if len(_sound_columns) < _MOST_KNOWN and all(one.success for one in known):
            _sound_columns[columns, required] = known
    return known


def _judge_rows(
    name: str, question: Question, before: Sequence[Expectation] = (), limits: Mapping[str, int] = MappingProxyType({})
) -> list[ExpectationValidationResult]:
    """Failing rows are known by the ids of the question. ``before``: what else is expected of the rows, by ``limits``."""
    ids, numbers = np.frombuffer(question.row_ids, np.int64), np.frombuffer(question.row_numbers, np.int64)
    thin = pd.DataFrame({ROW_ID: ids, ROW_NUMBER: numbers}, index=ids)
    with _run({rule.key: rule.failure or _mask(rule, len(ids)) for rule in question.rules}) as run:
        return _validate(thin, name, [*before, *(_row_expectation(rule, run) for rule in question.rules)], dict(limits))


def _mask(rule: RuleMask, height: int) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    mask = np.zeros(height, np.bool_)
    mask[np.frombuffer(rule.broken, np.int64)] = True
    return mask


def _judge_columns(name: str, columns: Sequence[str], required: Sequence[str]) -> list[ExpectationValidationResult]:
    """Run the suite about the columns, over a batch that has them and no rows."""
    expectation = ExpectTableColumnsToMatchSet(
        column_set=list(required),
        exact_match=False,
        severity=FailureSeverity.CRITICAL,
        meta=_meta(COLUMNS),
        description="Bảng có đủ các cột bắt buộc",
    )
    return _validate(pd.DataFrame(columns=list(columns), dtype="int8"), name, [expectation], {})


def _judge_volume(name: str, row_count: int, limits: dict[str, int]) -> list[ExpectationValidationResult]:
    """Run the suite about the count of rows, over a batch that has the rows and no columns (Great Expectations hashes what it holds).

    ``limits``: ``fewest_rows`` (below it: F07) and ``most_rows`` (above it: F09).
    """
    return _validate(pd.DataFrame(index=pd.RangeIndex(row_count)), name, _volume_expectations(), limits)


def _volume_expectations() -> list[Expectation]:
    # A bare name for each parameter: Great Expectations evaluates arithmetic on one stack that all threads share.
    fewest = ExpectRowCountWithinLimits(
        min_value={"$PARAMETER": "fewest_rows"},
        severity=FailureSeverity.CRITICAL,
        meta=_meta("F07"),
        description="Số dòng không giảm quá mức cho phép so với tháng trước",
    )
    most = ExpectRowCountWithinLimits(
        max_value={"$PARAMETER": "most_rows"},
        severity=FailureSeverity.WARNING,
        meta=_meta("F09"),
        description="Số dòng không tăng quá mức cho phép so với tháng trước",
    )
    return [fewest, most]


def _answer(result: ExpectationValidationResult) -> Answer:
    assert result.expectation_config is not None
    meta = result.expectation_config.meta
    failing = result.result.get("unexpected_index_list") or [{ROW_ID: []}]
    return Answer(
        meta["rule"],
        meta["code"],
        result.expectation_config.severity.value,
        bool(result.success),
        packed(failing[0][ROW_ID]),
        _exception(result),
    )


def _exception(result: ExpectationValidationResult) -> str | None:
    """What was raised, if anything: told by itself, or under the id of each metric that failed."""
    info: dict[str, Any] = dict(result.exception_info)
    entries = [info] if "raised_exception" in info else list(info.values())
    return next((str(entry["exception_message"]) for entry in entries if entry["raised_exception"]), None)


def try_out() -> None:
    """Rows whose verdict is known through every suite, which also builds what Great Expectations builds at its first run. Raises
    ``AssertionError`` where it judges otherwise."""
    met, broken = (RuleMask(code, code, "info", code, None, packed(rows)) for code, rows in (("W00", ()), ("W01", (1,))))
    two, limits = packed([4, 7]), {"fewest_rows": 3, "most_rows": 4}
    reply = answer(Question("first", (ROW_ID,), (ROW_ID,), (2, limits), two, two, (met, broken)))
    told = {one.rule: (one.success, one.severity, one.failing_ids, one.exception) for one in (*reply.delivery, *reply.rows)}
    expected = {
        COLUMNS: (True, "critical", b"", None),
        "F07": (False, "critical", b"", None),
        "F09": (True, "warning", b"", None),
        "W00": (True, "info", b"", None),
        "W01": (False, "info", packed([7]), None),
    }
    if told != expected:
        raise AssertionError(f"it judges rows whose verdict is known as {told}")


def _meta(code: str, name: str | None = None, column: str | None = None) -> dict[str, str | None]:
    return {"code": code, "rule": name or code, "column": column}


def _row_expectation(rule: RuleMask, run: str) -> Expectation:
    return ExpectRowsToMeetRule(
        rule=rule.key,
        run=run,
        severity=FailureSeverity(rule.severity),
        meta=_meta(rule.code, rule.key, rule.column),
        description=rule.name.replace("_", " "),
    )


def _validate(
    frame: pd.DataFrame, name: str, expectations: list[Expectation], parameters: dict[str, Any]
) -> list[ExpectationValidationResult]:
    suite = gx.ExpectationSuite(name=name, expectations=expectations)
    with _batch_definition() as definition:
        validator = Validator(definition, result_format=RESULT_FORMAT, batch_parameters={"dataframe": frame})
        return list(validator.validate_expectation_suite(suite, parameters).results)


@contextmanager
def _run(masks: Masks) -> Iterator[str]:
    """Keep ``masks`` where the metric finds them, under an id of their own, for as long as the run lasts."""
    run = uuid4().hex
    _masks[run] = masks
    try:
        yield run
    finally:
        del _masks[run]


_idle: SimpleQueue[BatchDefinition[Any]] = SimpleQueue()


@contextmanager
def _batch_definition() -> Iterator[BatchDefinition[Any]]:
    """A batch definition in an ephemeral context that nobody else uses meanwhile: batches of one asset share an id and a cache."""
    try:
        definition = _idle.get_nowait()
    except Empty:
        definition = _new_batch_definition()
    try:
        yield definition
    finally:
        manager = definition.data_asset.datasource.get_execution_engine().batch_manager
        manager.batch_data_cache.clear()
        manager.reset_batch_cache()
        _idle.put(definition)


def _new_batch_definition() -> BatchDefinition[Any]:
    config = DataContextConfig(
        progress_bars=ProgressBarsConfig(globally=False),
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        data_docs_sites={},
    )
    context = gx.get_context(mode="ephemeral", project_config=config)
    return context.data_sources.add_pandas("frames").add_dataframe_asset("rows").add_batch_definition_whole_dataframe("all")
