"""The house is as its plan draws it: every source on every shelf, every computed indicator with its page, walls that hold."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from expectations.registry import NAMES_VI, SOURCES, contracts, source
from flows.config.settings import load_settings
from flows.system.files import ROOT

SHELVES = (
    "transforms/sources/{}.py",
    "flows/outputs/source_pages/layouts/{}.py",
    "expectations/sources/{}.py",
    "sql/publish/{}.sql",
    "docs/sources/{}.md",
    "tests/unit/transforms/sources/test_{}.py",
    "tests/unit/expectations/sources/test_{}.py",
)
HEADER_FIELDS = ("code", "name", "unit", "grain", "numerator", "denominator", "source")


@pytest.mark.parametrize("shelf", SHELVES)
@pytest.mark.parametrize("name", SOURCES)
def test_every_source_stands_on_every_shelf(name: str, shelf: str) -> None:
    assert (ROOT / shelf.format(name)).is_file(), f"{shelf.format(name)} was forgotten"


def test_every_source_has_a_vietnamese_name_and_a_contract_of_its_own_name() -> None:
    assert set(NAMES_VI) == set(SOURCES)
    assert [contract.source for contract in contracts()] == list(SOURCES)


@pytest.mark.parametrize("name", SOURCES)
def test_columns_of_a_contract_have_names_of_their_own(name: str) -> None:
    names = [column.name for column in source(name).contract.columns]
    assert len(names) == len(set(names))


def test_every_computed_indicator_has_its_page_and_every_page_its_indicator(tmp_path: Path) -> None:
    plan = load_settings(cwd=ROOT, environ={"CHITIEU_HOME": str(tmp_path)}).ward.plan
    computed = {indicator.code for indicator in plan if indicator.feed == "computed"}
    pages = {path.stem for path in (ROOT / "sql/indicators").glob("*.sql")}
    assert pages == computed | {"reported"}


@pytest.mark.parametrize("path", sorted((ROOT / "sql/indicators").glob("*.sql")), ids=lambda path: path.stem)
def test_an_indicators_page_says_what_it_counts(path: Path) -> None:
    stated = dict(re.findall(r"^-- (\w+): (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE))
    assert [field for field in HEADER_FIELDS if not stated.get(field)] == []


def test_supporting_figures_are_computed_under_the_codes_of_the_plan(tmp_path: Path) -> None:
    ward = load_settings(cwd=ROOT, environ={"CHITIEU_HOME": str(tmp_path)}).ward
    text = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "sql/indicators").glob("*.sql"))
    families = {re.sub(r"\d+$", "", indicator.code) for indicator in ward.supporting}
    assert [family for family in sorted(families) if family not in text] == []


def test_the_walls_between_the_rooms_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_sql_is_text_that_nothing_imports() -> None:
    assert list((ROOT / "sql").rglob("*.py")) == []
