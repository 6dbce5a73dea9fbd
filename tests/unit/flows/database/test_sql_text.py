"""The text under ``sql/`` and the SQL in the program say a thing once."""

import re

import pytest

from flows.database.sql_text import MART_VIEWS, read_sql, vietnamese_texts, view_query
from flows.system.files import ROOT

#: The statuses of a published delivery, as a condition of their own. What is shown to people asks for held ones too.
PUBLISHED = re.compile(r"in\s*\(\s*'published(_with_findings)?'\s*,\s*'published(_with_findings)?'\s*\)")


def test_which_deliveries_are_published_is_said_in_one_view() -> None:
    """Migrations are history: 006 made a view that 024 makes anew."""
    texts = [path for folder in ("sql", "flows", "review") for path in (ROOT / folder).rglob("*") if path.suffix in (".sql", ".py")]
    said = {path.name for path in texts if PUBLISHED.search(path.read_text("utf-8"))}
    assert said == {"006_helpers.sql", "024_published_delivery.sql"}


#: ``role_dates`` is a loop that makes a view for each role of the calendar.
@pytest.mark.parametrize("view", [view for view in MART_VIEWS if view != "role_dates"])
def test_the_query_of_a_view_is_its_text_without_the_opening(view: str) -> None:
    opening, query = read_sql(f"mart/{view}.sql").split(view_query(view))
    assert view_query(view).startswith(("select\n", "with "))
    assert re.fullmatch(rf"(--.*\n)*create or replace view mart\.{view} as -- One row per .*\n", opening)
    assert query == ";\n"


def test_every_english_text_is_told_once_in_vietnamese() -> None:
    lines = read_sql("mart/vietnamese.tsv").splitlines()
    assert lines == [lines[0], *sorted(lines[1:], key=lambda line: line.split("\t")[0])], "in order, so that a text is found"
    assert len(vietnamese_texts()) == len(lines) - 1, "no text comes twice"
    assert all(english.strip() == english and vietnamese.strip() == vietnamese != "" for english, vietnamese in vietnamese_texts().items())
    assert max(len(text) for text in vietnamese_texts().values()) <= 600, "as long as the dictionary's column"
