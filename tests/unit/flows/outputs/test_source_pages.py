"""The sources' pages say what the program does: made again they are the same, and what they claim is read, mended and judged so."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from expectations.limits import Limits
from expectations.registry import SOURCES, contracts, source
from flows.config.reference import read_reference
from flows.outputs.source_pages.files import FOLDER, main, pages
from flows.outputs.source_pages.index import file_rules
from flows.outputs.source_pages.layouts.drawn import Drawn, Layout
from flows.outputs.source_pages.repairs import column_examples, layouts, repair_examples
from flows.outputs.source_pages.rules import rule_lines
from flows.system.files import ROOT
from tests.synthetic.layouts import LAYOUTS
from tests.synthetic.sheets import Sheet
from transforms.reading.delivery import find_tables
from transforms.vietnamese.text import fold_text

DRAWN = [(name, layout) for name in SOURCES for layout in layouts(name)]
each_layout = pytest.mark.parametrize(("name", "layout"), DRAWN, ids=[layout.name for _, layout in DRAWN])


@cache
def made() -> dict[str, str]:
    return pages()


# --- the files --------------------------------------------------------------------------------------------------------------
def test_the_pages_on_file_are_those_that_the_contracts_make() -> None:
    on_file = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    assert on_file == made(), "make them again: uv run python -m flows.outputs.source_pages"


def test_there_is_a_page_for_each_source() -> None:
    assert set(made()) == {"README.md", *(f"{name}.md" for name in SOURCES)}


def test_a_page_that_differs_is_named_and_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("flows.outputs.source_pages.files.FOLDER", tmp_path)
    monkeypatch.setattr("flows.outputs.source_pages.files.pages", made)
    assert main([]) == 0 and main(["--check"]) == 0
    (tmp_path / "poverty.md").write_text("old", encoding="utf-8")
    assert main(["--check"]) == 1
    assert "docs/sources/poverty.md" in capsys.readouterr().err
    assert (tmp_path / "poverty.md").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("name", [*SOURCES, "README"])
def test_every_table_of_a_page_is_whole(name: str) -> None:
    """As many cells in each line as in the heading."""
    for block in re.findall(r"(?:^\|.*\n)+", made()[f"{name}.md"], re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(widths) == 1, block[:200]


# --- columns ------------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", SOURCES)
def test_every_column_that_is_read_says_what_it_holds_and_what_a_blank_means(name: str) -> None:
    contract = source(name).contract
    columns = [column for column in contract.all_columns if not column.reader_only]
    assert [column.name for column in columns if not (column.description and column.blank)] == []
    assert [column.name for column in columns if f"`{column.name}`" not in made()[f"{name}.md"]] == []


@pytest.mark.parametrize("name", SOURCES)
def test_every_heading_that_is_known_stands_on_the_page(name: str) -> None:
    contract = source(name).contract
    headings = {heading for column in contract.all_columns for heading in column.headings}
    assert [heading for heading in sorted(headings) if f'"{heading}"' not in made()[f"{name}.md"]] == []


# --- layouts --------------------------------------------------------------------------------------------------------------------
@each_layout
def test_a_drawn_layout_is_read_as_its_source_with_every_column_known(name: str, layout: Layout) -> None:
    """Among the contracts of all sources."""
    for drawn in layout.lists:
        (table,) = find_tables(drawn.grid(), contracts())
        assert (table.source, table.kind, table.frame.height) == (name, drawn.kind, 3)
        assert table.unknown_headers == ()
        assert [group.rsplit("| ")[-1] for group in drawn.groups] == table.groups["text"].to_list()
        assert len(table.headers) == sum(bool(path) for path, _, _ in drawn.lines)


@each_layout
def test_a_page_says_of_each_column_of_a_layout_what_the_reader_takes_it_for(name: str, layout: Layout) -> None:
    own = made()[f"{name}.md"].split(f"### {layout.title}\n")[1].split("\n### ")[0]
    claimed = [(letter, column) for letter, column in re.findall(r"^\| ([A-Z]+) \|.*\| `(\w+)` \|", own, re.MULTILINE)]
    contract = source(name).contract
    read = {column.name for column in contract.all_columns if not column.reader_only}
    tables = [table for drawn in layout.lists for table in find_tables(drawn.grid(), contracts())]
    assert sorted(claimed) == sorted((letter, column) for table in tables for column, letter in table.letters.items() if column in read)


def keys(paths: list[list[str]]) -> list[str]:
    return [fold_text(" ".join(path)) for path in paths if path]


def drawn_keys(drawn: Drawn) -> list[str]:
    return keys([[*path, *([technical] if technical else [])] for path, _, technical in drawn.lines])


def sheet_keys(sheet: Sheet) -> list[str]:
    """Headings of a generated sheet from the top down, a merged cell once for each column under it."""
    top, height = sheet.header
    owner = {
        (row, column): (first, left)
        for first, left, last, right in sheet.merges
        for row in range(first, last + 1)
        for column in range(left, right + 1)
    }
    cells = [
        list(dict.fromkeys(owner.get((row, column), (row, column)) for row in range(top, top + height)))
        for column in range(len(sheet.rows[0]))
    ]
    return keys([[str(sheet.rows[row][column]) for row, column in path if sheet.rows[row][column] is not None] for path in cells])


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_that_tests_generate_is_drawn_on_a_page(name: str) -> None:
    (layout,) = [layout for _, layout in DRAWN if layout.name == name]
    drawn = [drawn_keys(part) for part in layout.lists]
    assert [sheet.name for sheet in LAYOUTS[name].sheets() if sheet.header[1] and sheet_keys(sheet) not in drawn] == []


# --- repairs and rules ----------------------------------------------------------------------------------------------------------
def test_every_kind_of_repair_is_shown_by_an_example() -> None:
    shown = {kind for name in SOURCES for kind in repair_examples(name)["kind"]} | set(column_examples()["kind"])
    assert shown == {row["kind"] for row in read_reference("repair_kinds")}


@pytest.mark.parametrize("name", SOURCES)
def test_an_example_changes_its_cell(name: str) -> None:
    examples = repair_examples(name)
    assert examples.height > 5
    assert examples.filter(examples["before"] == examples["after"]).is_empty()


@pytest.mark.parametrize("name", SOURCES)
def test_every_rule_of_a_source_is_told_with_its_sentence(name: str) -> None:
    lines = rule_lines(name)
    assert [line.code for line in lines] == sorted(line.code for line in lines)
    for line in lines:
        assert line.sentences and all(re.fullmatch(r"[^{}]{25,}[.!]", sentence) for sentence in line.sentences), line.code
        assert f"| {line.code} | {line.severity} |" in made()[f"{name}.md"]


def findings_in_the_code() -> Iterator[tuple[str, str]]:
    """Code and severity of every ``FileFinding`` that expectations make."""
    for path in (ROOT / "expectations").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "FileFinding":
                code, severity = node.args[:2]
                assert isinstance(code, ast.Constant) and isinstance(severity, ast.Constant)
                yield str(code.value), str(severity.value)


def test_the_rules_about_whole_deliveries_are_those_of_the_code() -> None:
    told = {(rule.code, severity) for rule in file_rules(Limits()) for severity in rule.severities}
    assert set(findings_in_the_code()) <= told
