"""One source's page: columns and their headings, rules, repairs, layouts.

Data flow: contract + layouts + examples of repairs + rules -> Markdown
"""

from collections.abc import Iterator, Sequence
from importlib import import_module

from expectations.registry import NAMES_VI, source
from flows.outputs.source_pages.layouts.drawn import Drawn, Layout
from flows.outputs.source_pages.markdown import MADE, cell, code, quoted, shown, table
from flows.outputs.source_pages.repairs import layouts, read_layout, repair_examples
from flows.outputs.source_pages.rules import rule_lines
from flows.validation.repair_ledger import headings, kind_names
from transforms.contract import Column, Contract
from transforms.reading.grids import column_letter
from transforms.reading.model import Table


def source_page(name: str) -> str:
    contract = source(name).contract
    parts = (
        [f"# `{name}` · {NAMES_VI[name]}", MADE, *told_by_the_module(name)],
        *(_columns(part, "Columns read" if part is contract else f'Sheet "{_sheet_of(part)}"') for part in contract.lists),
        _supplied(contract),
        _not_read(contract),
        _rules(name),
        _repairs(name),
        _layouts(name),
    )
    return "\n\n".join(text for part in parts for text in part) + "\n"


def told_by_the_module(name: str) -> list[str]:
    """What one row is and who issues the list, as the source's own module says."""
    text = import_module(f"transforms.sources.{name}").__doc__ or ""
    return [" ".join(part.split()) for part in text.strip().split("\n\n") if not part.startswith("Data flow")]


def _sheet_of(part: Contract) -> str:
    return {"population": "Dân số"}[part.source]


# --- columns ------------------------------------------------------------------------------------------------------------
def _columns(part: Contract, title: str) -> list[str]:
    read = [column for column in part.columns if not column.reader_only]
    rows = [
        (code(column.name), column.header, _required(part, column), _personal(column), _described(column), column.blank) for column in read
    ]
    known = "\n".join(f"- `{column.name}`: {quoted(column.headings)}" for column in read)
    return [
        f"## {title}",
        table(("column", "heading", "required", "personal", "what it holds", "a blank cell"), rows),
        'Headings that are known, in any case, with or without accents; "A > B" is B under a merged A:',
        known,
    ]


def _required(part: Contract, column: Column) -> str:
    group = next((group for group in part.required if column.name in group), ())
    if not group:
        return ""
    others = [f"`{name}`" for name in group if name != column.name]
    return f"this or {', '.join(others)}" if others else "yes"


def _personal(column: Column) -> str:
    """Outside the vault nothing personal is kept: people are pseudonyms."""
    return "vault only" if column.personal else ""


def _described(column: Column) -> str:
    return f"{column.description} ({column.unit})" if column.unit else column.description


def _supplied(contract: Contract) -> list[str]:
    if not contract.supplied:
        return []
    lines = "\n".join(f"- `{name}`: {contract.column(name).blank}" for name in contract.supplied)
    return ["## Values that may stand beside the list", "A list without these columns is complete (F03) all the same:", lines]


def _not_read(contract: Contract) -> list[str]:
    known = [column for column in contract.all_columns if column.reader_only]
    lines = "\n".join(dict.fromkeys(f"- {quoted(column.headings)}" for column in known))
    return ["## Known and not read", "No surprise (F09), and not kept; the first heading of each line is the usual one:", lines]


# --- rules, repairs -----------------------------------------------------------------------------------------------------
def _rules(name: str) -> list[str]:
    own = headings(name)
    rows = [
        (line.code, line.severity, own.get(line.column or "", "the row"), line.name, " / ".join(line.sentences))
        for line in rule_lines(name)
    ]
    told = "Each rule is named by what is true of good data; the officer reads the sentence, with the cells for …, people's numbers masked."
    return ["## Rules", told, table(("rule", "severity", "points at", "good data", "what the officer reads"), rows)]


def _repairs(name: str) -> list[str]:
    own, kinds = headings(name), kind_names()
    rows = [
        (code(column), own[column], kinds[kind], code(before), code(after))
        for column, kind, before, after in shown(repair_examples(name)).iter_rows()
    ]
    told = (
        "Made by cleaning a spoilt cell. What the eye cannot see is shown: ␣ and ⍽ blanks, ◌ a loose mark, ¤ an invisible sign. "
        "Before all this whole columns are put right that came in an old encoding or with day and month exchanged: see "
        "[the kinds of repair](README.md#repairs)."
    )
    return ["## Repairs", told, table(("column", "heading", "kind", "before", "after"), rows)]


# --- layouts ------------------------------------------------------------------------------------------------------------
def _layouts(name: str) -> list[str]:
    told = (
        "Columns are found by their headings, never by their place; titles, group rows, sums and signatures may stand or not, "
        "and any layout may come in any container. Drawn here is each sheet column with its headings from the top down and its first cell."
    )
    return ["## Layouts", told, *(text for layout in layouts(name) for text in _layout(name, layout))]


def _layout(name: str, layout: Layout) -> Iterator[str]:
    yield f"### {layout.title}"
    yield f"Comes as {layout.containers}. {layout.note}"
    for drawn, found in zip(layout.lists, read_layout(name, layout), strict=True):
        above = [f'Sheet "{drawn.sheet}"', *(f'"{cell(text)}"' for text in drawn.titles)]
        yield (
            "; ".join(above) + ("; group rows " + quoted(group.replace(" |", "") for group in drawn.groups) if drawn.groups else "") + "."
        )
        yield _drawn_columns(drawn, found, name)


def _drawn_columns(drawn: Drawn, found: Table, name: str) -> str:
    rows = drawn.header_rows
    names = {letter: column for column, letter in found.letters.items()}
    header = (
        ("", *(f"row {number}" for number in range(1, len(rows) + 1)), "read as", "first cell")
        if len(rows) > 1
        else ("", "heading", "read as", "first cell")
    )
    lines = [
        (
            column_letter(place),
            *(row[place] or "" for row in rows),
            _read_as(names.get(column_letter(place)), rows, place, name),
            example or "",
        )
        for place, example in enumerate(drawn.first_row)
    ]
    return table(header, lines)


def _read_as(column: str | None, rows: Sequence[Sequence[str | None]], place: int, name: str) -> str:
    if column is None:
        return "not known (F09)" if any(row[place] for row in rows) else ""
    contract = source(name).contract
    known = {each.name: each for each in contract.all_columns}
    return "not read" if known[column].reader_only else f"`{column}`"
