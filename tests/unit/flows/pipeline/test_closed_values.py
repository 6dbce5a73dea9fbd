"""What a drop-down offers is what the program reads."""

from pathlib import Path

import polars as pl
import pytest

from expectations.registry import SOURCES, source
from flows.config.settings import load_settings
from flows.pipeline.closed_values import _WORDS, closed_values
from flows.system.files import ROOT
from transforms.sources import dossiers, social_insurance
from transforms.vietnamese.text import fold_text
from transforms.vocabulary.poverty_classes import stated_class

WARD = load_settings(cwd=ROOT, environ={"CHITIEU_HOME": str(Path("unused"))}).ward


def read_by(expression: pl.Expr, words: tuple[str, ...]) -> list[object]:
    return pl.DataFrame({"cell": list(words)}).select(expression.alias("read"))["read"].to_list()


def test_every_word_belongs_to_a_column_that_the_source_has() -> None:
    for name, column in _WORDS:
        assert source(name).contract.column(column).name == column


@pytest.mark.parametrize("column", ["channel", "return_channel"])
def test_channels_are_known(column: str) -> None:
    words = closed_values("dossiers", column, WARD)
    assert {dossiers.CHANNELS[fold_text(word)] for word in words} == set(dossiers.CHANNELS.values())


def test_states_of_dossiers_are_the_national_list() -> None:
    assert [dossiers.STATUSES[fold_text(word)] for word in closed_values("dossiers", "status", WARD)] == list(range(1, 11))


def test_kinds_and_states_of_participations_are_known() -> None:
    kinds = read_by(social_insurance.insurance_kind(pl.col("cell")), closed_values("social_insurance", "insurance_kind", WARD))
    assert kinds == ["compulsory", "voluntary", "unemployment"]
    states = read_by(social_insurance.status(pl.col("cell")), closed_values("social_insurance", "status", WARD))
    assert states == ["paying", "paused", "reserved", "paid_out", "retired", "ended"]


def test_classes_of_households_are_known() -> None:
    assert read_by(stated_class(pl.col("cell")), closed_values("poverty", "classification", WARD)) == ["poor", "near_poor"]


def test_a_ward_knows_its_groups_its_areas_and_what_is_reported_to_it() -> None:
    groups = closed_values("poverty", "residential_group", WARD)
    assert groups == tuple(area.name for area in WARD.areas_of("residential_group"))
    assert set(groups) < set(closed_values("department_report", "area", WARD))
    assert "Không rõ" not in closed_values("department_report", "area", WARD)
    assert set(closed_values("department_report", "indicator_code", WARD)) == {one.code for one in WARD.plan if one.feed == "reported"}
    assert closed_values("dossiers", "procedure_code", WARD)
    assert closed_values("health_insurance", "sex", WARD) == ("Nam", "Nữ")


@pytest.mark.parametrize("name", SOURCES)
def test_no_list_is_offered_for_what_anybody_may_write(name: str) -> None:
    assert [one.name for one in source(name).contract.columns if one.personal and closed_values(name, one.name, WARD)] == []
