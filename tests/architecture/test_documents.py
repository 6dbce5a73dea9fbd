"""What documents say of the house is so: paths that they name exist, names of old places are gone."""

import re
import subprocess
from pathlib import Path

import pytest

from expectations.registry import SOURCES
from flows.system.files import ROOT

DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix() for path in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), ROOT / "wards/README.md")
)
#: A path of the repository between backquotes; ``<source>`` stands for every source, other words between < and > for anything.
_PATH = re.compile(
    r"`((?:flows|transforms|expectations|sql|review|tests|docs|wards|findings|dashboards|data_raw)/[\w./<>-]*|pyproject\.toml)`"
)
#: Names that the house had before it was rebuilt; a word counts where it is code.
OLD_NAMES = (
    r"flows\.(?:errors|settings|ward|plan|plan_check|reference|toml_table|heading_answers|versions|warehouse|schema|reader|embedded\w*|migrations|pulling"
    r"|landing|reading_room|reading_child|headings|judgement|published|tracing|standing\w*|staging|publishing|seed|rebuilding|retention|summary|nightly"
    r"|prefect_api|serving|troubles|exports|reports|source_pages|dashboards|template\w*|ingest|night|judging|knowing|replaced|repair_ledger|across"
    r"|vault_keys|sealing|sealed_files|kept|showing|row_words|sources|commands)\b",
    r"\b(?:ReadingRoom|kept_secret|knowledge_for|read_standing\w*|scorecard_then|told_without_rows|in_sentences|may_pass|or_nothing|unswapped"
    r"|from_groups|over_titles|idle_words|header_yields|keep_for_officer|with_ledger|_forget_strangers|foresee)\b",
    r"\btests[./](?:generator|feeding|drawn|mutants)\b",
)


def places(document: str) -> list[str]:
    text = (ROOT / document).read_text(encoding="utf-8")
    return sorted(set(_PATH.findall(text)))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_that_a_document_names_exists(document: str) -> None:
    for place in places(document):
        names = [place.replace("<source>", source) for source in SOURCES] if "<source>" in place else [re.sub("<[^>]*>", "*", place)]
        for name in names:
            assert list(ROOT.glob(name.rstrip("/"))), f"{document} names {place}: {name} is not there"


def test_the_page_about_the_house_names_every_room() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    rooms = [f"flows/{path.parent.name}" for path in (ROOT / "flows").glob("*/__init__.py")]
    assert [room for room in rooms if room not in text] == []


def test_no_name_of_the_house_as_it_was_is_left() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    own = Path(__file__).relative_to(ROOT).as_posix()
    texts = [name for name in listed if name.endswith((".py", ".md", ".toml", ".sql", ".yaml", ".mako")) and name != own]
    for pattern in OLD_NAMES:
        found = [name for name in texts if (ROOT / name).is_file() and re.search(pattern, (ROOT / name).read_text(encoding="utf-8"))]
        assert found == [], pattern
