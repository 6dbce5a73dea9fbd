"""The text under ``sql/``: found by path, split into the statements that make tables and the comments that stand beside the columns.

A comment is written once, in English, on the line of its table, view or column (``-- ...``), and becomes ``comment on`` in the database,
because BI tools and the data dictionary read it there. Its Vietnamese stands once for every English text, in ``sql/mart/vietnamese.tsv``:
views, which officers read, carry that one.
"""

import hashlib
import re
from collections.abc import Iterator
from functools import cache

from flows.system.files import ROOT

SQL_FOLDER = ROOT / "sql"
#: Views build on each other: in this order.
MART_VIEWS = (
    "indicator_value",
    "indicator_history",
    "scorecard",
    "dossier_form",
    "published_value",
    "published_series",
    "published_scorecard",
    "published_scorecard_by_month",
    "issued_report",
    "issued_figure",
    "adjustment",
    "form_adjustment",
    "wide_dossier",
    "wide_health_insurance",
    "wide_social_insurance",
    "wide_poverty",
    "wide_deprivation",
    "wide_household_member",
    "wide_reported_figure",
    "wide_population",
    "wide_indicator",
    "delivery_status",
    "data_quality",
    "night_step",
    "submission",
    "role_dates",
    "data_dictionary",
)
#: What leaves the house: no small cell, no row of a person, household or dossier. Nothing else is granted to ``chitieu_public``.
PUBLISHED_VIEWS = (
    "published_value",
    "published_series",
    "published_scorecard",
    "published_scorecard_by_month",
    "dossier_form",
    "issued_report",
    "issued_figure",
    "delivery_status",
    "data_quality",
    "submission",
    "data_dictionary",
    *(f"dim_{role}_date" for role in ("received", "due", "finished", "returned", "end", "decision", "delivery")),
)

_OPENING = re.compile(r"^create (?:or replace )?(?:unlogged )?(table|view) ([\w.]+)(?: as| \()? -- (.+)$")
_TABLE_COLUMN = re.compile(r"^    (\w+) .*? -- (.+)$")
_VIEW_COLUMN = re.compile(r'^    .*?\bas "?(\w+)"?,? -- (.+)$')


def read_sql(name: str) -> str:
    """``name`` is the path below ``sql/``, such as ``publish/dossiers.sql``."""
    return (SQL_FOLDER / name).read_text(encoding="utf-8")


def view_query(view: str) -> str:
    """The query of a view of the mart, without ``create view`` before it and the semicolon behind it."""
    lines = read_sql(f"mart/{view}.sql").splitlines()
    opening = next(place for place, line in enumerate(lines) if _OPENING.match(line))
    return "\n".join(lines[opening + 1 :]).rstrip().removesuffix(";")


@cache
def views_version() -> str:
    """A digest of the text of all views of the mart, and of what is said of them."""
    names = ("amount_words.sql", *(f"{view}.sql" for view in MART_VIEWS), "describe.sql", "vietnamese.tsv")
    return hashlib.sha256("".join(read_sql(f"mart/{name}") for name in names).encode()).hexdigest()[:16]


def vietnamese_texts() -> dict[str, str]:
    """What is said of tables, views and columns: English text -> Vietnamese text, of ``sql/mart/vietnamese.tsv``."""
    return dict(line.split("\t") for line in read_sql("mart/vietnamese.tsv").splitlines()[1:])


def comment_statements(sql: str) -> Iterator[str]:
    """``comment on`` statements for every table, view and column of the text that carries a comment on its own line."""
    kind, name = None, ""
    for line in sql.splitlines():
        if opening := _OPENING.match(line):
            kind, name, text = opening.groups()
            yield f"comment on {kind} {name} is {_quoted(text)}"
        elif kind and (column := (_TABLE_COLUMN if kind == "table" else _VIEW_COLUMN).match(line)):
            yield f'comment on column {name}."{column[1]}" is {_quoted(column[2])}'
        elif line.rstrip().endswith(";"):
            kind = None


def _quoted(text: str) -> str:
    return "'" + text.strip().replace("'", "''") + "'"
