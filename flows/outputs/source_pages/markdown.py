"""Markdown as the pages use it: tables without line breaks, cells as the page shows them."""

from collections.abc import Iterable, Sequence

import polars as pl

from expectations.deliveries.repair_ledger import blanks_shown, seen, typed_text

MADE = "<!-- Made by `uv run python -m flows.outputs.source_pages`: change the contract, the layouts or the rules, then make it again. -->"


def cell(text: object) -> str:
    """A table's cell: no line break, no bar."""
    return " ".join(str(text).split()).replace("|", "\\|")


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cell(text) for text in line) + " |" for line in lines)


def code(text: str | None) -> str:
    return f"`{text}`" if text else ""


def quoted(texts: Iterable[str]) -> str:
    return " · ".join(f'"{text}"' for text in texts)


def shown(examples: pl.DataFrame) -> pl.DataFrame:
    """Before and after with what the eye cannot see."""
    return examples.with_columns(blanks_shown(seen(typed_text(pl.col(name))), pl.col("kind")).alias(name) for name in ("before", "after"))
