"""The house is as its plan draws it: every source on every shelf, every computed indicator with its page, walls that hold."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

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


def held_contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    program = "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-cache'])"
    return subprocess.run([sys.executable, "-c", program], cwd=folder, env=alone(folder), capture_output=True, text=True, check=False)


def alone(folder: Path) -> dict[str, str]:
    """An environment in which the packages of ``folder`` come before those that are installed."""
    return {**os.environ, "PYTHONPATH": str(folder)}


def contracts_of_imports() -> dict[str, dict[str, Any]]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return {contract["name"]: contract for contract in tomllib.load(file)["tool"]["importlinter"]["contracts"]}


def test_the_walls_between_the_rooms_hold() -> None:
    done = held_contracts(ROOT)
    assert done.returncode == 0, done.stdout[-3000:]


def test_every_room_of_flows_stands_on_the_staircase() -> None:
    (layers,) = (contract["layers"] for contract in contracts_of_imports().values() if contract["type"] == "layers")
    steps = [room.strip() for step in layers for room in step.split("|")]
    rooms = {f"flows.{path.parent.name}" for path in (ROOT / "flows").glob("*/__init__.py")}
    assert sorted(steps) == sorted(rooms | {"transforms", "expectations", "review"})
    assert {path.name for path in (ROOT / "flows").glob("*.py")} == {"__init__.py"}, "a module stands in the corridor"


def test_no_contract_lists_single_modules_or_exceptions() -> None:
    for name, contract in contracts_of_imports().items():
        assert not contract.get("ignore_imports"), name
        named = [*contract.get("source_modules", []), *contract.get("modules", []), *contract.get("allowed_importers", [])]
        single = [one for one in named if (ROOT / (one.replace(".", "/") + ".py")).is_file()]
        assert single == [], name


@pytest.fixture(scope="module")
def copy_of_the_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for package in ("transforms", "expectations", "flows", "review"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


#: Module -> an import that it must not have -> the contract that says so.
PLANTED = {
    "flows/operations/run_summary.py": ("import prefect", "Prefect is known to the orchestration alone"),
    "expectations/verdict.py": ("import great_expectations", "Great Expectations is known to its engine alone"),
    "flows/database/frames.py": ("from flows.pipeline import run", "The house has one staircase"),
    "flows/system/files.py": ("from flows.wording import text", "The house has one staircase"),
    "transforms/vietnamese/units.py": ("import sqlalchemy", "Transforms are pure"),
    "expectations/limits.py": ("import openpyxl", "Expectations judge frames"),
    "transforms/sources/poverty.py": ("from transforms.sources import dossiers", "Sources do not know each other"),
    "expectations/sources/poverty.py": (
        "from expectations.sources import dossiers",
        "The rules of one source do not know those of another",
    ),
    "review/headings.py": ("import transforms.contract", "Review decides and shows"),
    "flows/config/versions.py": ("from flows.config import settings", "Siblings never call each other in a ring"),
    "flows/config/toml_table.py": ("from flows.config import ward_file", "Siblings never call each other in a ring"),
}


def test_forbidden_imports_are_caught_wherever_they_are_planted(copy_of_the_house: Path) -> None:
    for module, (planted, _) in PLANTED.items():
        path = copy_of_the_house / module
        path.write_text(path.read_text(encoding="utf-8") + f"\n\n{planted}\n", encoding="utf-8")
    done = held_contracts(copy_of_the_house)
    said = " ".join(done.stdout.split())
    assert done.returncode != 0
    for contract in {contract for _, contract in PLANTED.values()}:
        assert re.search(re.escape(contract) + r"[^.]*?BROKEN", said), contract
    for module in ("flows.operations.run_summary", "expectations.verdict", "flows.database.frames", "flows.system.files"):
        assert f"{module} -> " in said, module


def test_sql_is_text_that_nothing_imports() -> None:
    assert list((ROOT / "sql").rglob("*.py")) == []
