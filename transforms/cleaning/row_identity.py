"""Identity of a row: what it is of (a dossier, a person, a household's member, an indicator and area), the same in every delivery.

A decision speaks of a row by its identity and by what its cell said, so that it finds the row again when the list is sent anew, sorted
otherwise. Persons and households are named by keyed pseudonyms; a row of which nothing can be known is the row of that very file.

Data flow: tidy frame with pseudonyms -> ``with_row_identities`` -> ``row_identity`` -> findings, decisions
"""

import polars as pl

from transforms.reading.model import Reading, Table
from transforms.vietnamese.text import clean_text

#: A date cell as readers print it, and its day as people write it: one value in two containers.
_DATE_CELL = r"^(\d{4})-(\d{2})-(\d{2}) 00:00:00$"
_DATE_WRITTEN = "$3/$2/$1"
#: So many are cleaned as one column, below each other: each column by itself costs more than its few cells.
_FEW_CELLS = 20_000


def with_row_identities(frame: pl.DataFrame, sha256: str) -> pl.DataFrame:
    """Adds ``row_identity`` (String, never null). ``sha256``: the file's digest, for rows of which nothing else is known."""
    place = pl.format("row:{}|{}|{}", pl.lit(sha256[:16]), pl.col("sheet_name").fill_null(""), pl.col("row_number"))
    known = _known(frame)
    return frame.with_columns_seq((place if known is None else pl.coalesce(known, place)).alias("row_identity"))


def _known(frame: pl.DataFrame) -> pl.Expr | None:
    columns = frame.columns
    if "household_id" in columns:
        return _of_member()
    if "personal_pseudonym" in columns:
        return pl.lit("person:") + pl.coalesce("personal_pseudonym", "insurance_pseudonym")
    if "dossier_code" in columns:
        return pl.lit("dossier:") + pl.col("dossier_code")
    if "indicator_code" in columns:
        return pl.concat_str(pl.lit("indicator:"), "indicator_code", pl.lit("|"), "area_code")
    return pl.lit("population:") + pl.col("area_code") if "area_code" in columns else None


def _of_member() -> pl.Expr:
    """The household by the number that the list states, and its member by personal id, else by place within the household; without a
    number the person alone. A position in the list is no number: it changes from month to month."""
    stated = pl.when(pl.col("household_number") == pl.col("stated_household_number")).then(
        pl.lit("household:") + pl.col("household_number")
    )
    place = (pl.int_range(pl.len()).over("household_id") + 1).cast(pl.String)
    person = pl.lit("person:") + pl.col("personal_pseudonym")
    return pl.when(stated.is_not_null()).then(stated + "|" + pl.coalesce(person, place)).otherwise(person)


def cells_sent(reading: Reading, places: pl.DataFrame) -> pl.DataFrame:
    """What the cells of some rows say, blanks and ways of writing a date aside. ``places``: sheet_name, row_number; these, and every column
    that a list has (String)."""
    frames = [_rows_asked(table, places) for table in reading.tables]
    found = [frame for frame in frames if frame.height]
    if not found:
        return pl.DataFrame(schema={"sheet_name": pl.String, "row_number": pl.Int64})
    cells = pl.concat(found, how="diagonal") if len(found) > 1 else found[0]
    names = [name for name in cells.columns if name not in ("sheet_name", "row_number")]
    if not names or cells.height * len(names) > _FEW_CELLS:
        return cells.select_seq("sheet_name", "row_number", *(_said(pl.col(name)) for name in names))
    below = pl.concat([cells[name].alias("cell") for name in names]).to_frame().select_seq(_said(pl.col("cell"))).to_series()
    said = (below.slice(at * cells.height, cells.height).alias(name) for at, name in enumerate(names))
    return pl.DataFrame([cells["sheet_name"], cells["row_number"], *said])


def _rows_asked(table: Table, places: pl.DataFrame) -> pl.DataFrame:
    sheet = pl.lit(table.sheet_name, dtype=pl.String)
    asked = places.filter(pl.col("sheet_name").eq_missing(sheet))["row_number"].cast(pl.Int64)
    number = pl.col("row_number").cast(pl.Int64)
    return table.frame.filter(number.is_in(asked.implode())).with_columns_seq(sheet.alias("sheet_name"), number)


def as_said(text: str | None) -> str:
    """One cell as ``cells_sent`` gives it; blank is empty."""
    return str(pl.DataFrame({"cell": [text]}, schema={"cell": pl.String}).select_seq(all_said(pl.col("cell"))).item())


def all_said(cells: pl.Expr) -> pl.Expr:
    """Texts of cells (String) as ``cells_sent`` gives them; blank is empty."""
    return _said(cells).fill_null("")


def _said(cells: pl.Expr) -> pl.Expr:
    return clean_text(cells).str.replace(_DATE_CELL, _DATE_WRITTEN)
