"""The pages as files: made whole, written where they differ, or only compared."""

import sys
from collections.abc import Sequence

from expectations.registry import SOURCES
from flows.outputs.source_pages.index import index_page
from flows.outputs.source_pages.page import source_page
from flows.system.files import ROOT

FOLDER = ROOT / "docs" / "sources"


def pages() -> dict[str, str]:
    """File name -> text of every page."""
    return {**{f"{name}.md": source_page(name) for name in SOURCES}, "README.md": index_page()}


def main(arguments: Sequence[str]) -> int:
    made = pages()
    differing = [
        name for name, text in made.items() if not (FOLDER / name).is_file() or (FOLDER / name).read_text(encoding="utf-8") != text
    ]
    if "--check" in arguments:
        for name in differing:
            sys.stderr.write(
                f"docs/sources/{name} is not what the contracts say. Make it again: uv run python -m flows.outputs.source_pages\n"
            )
        return 1 if differing else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in differing:
        (FOLDER / name).write_text(made[name], encoding="utf-8")
    return 0
