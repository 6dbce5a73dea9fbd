"""Surroundings of a row: the rows above and below it as its source sent them, and of each of its cells what was sent, what cleaning made of
it and what the same person or dossier said last month; personal cells masked unless they are asked for.

Data flow: landed files of a delivery and of the month before -> ``looked_at`` -> ``surroundings`` -> ``RowView``
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import polars as pl

from flows.pipeline.kept_readings import KEPT
from flows.pipeline.landed_readings import landed_readings, looking_run
from flows.pipeline.outcomes import ReadDelivery, Run
from flows.pipeline.prepare import CleanedDelivery, prepare
from flows.pipeline.sent_rows import SentColumn, columns_of, masked_cell, masked_text
from flows.wording.numbers import number_vi
from transforms.cleaning.proposals import of_last_month
from transforms.cleaning.row_identity import cells_sent

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from flows.config.settings import Settings
    from transforms.reading.model import Reading, Table

ROWS_AROUND = 3
_PLACE = ["sheet_name", "row_number"]
_PLACE_SCHEMA = {"sheet_name": pl.String, "row_number": pl.Int64}
_AREAS = ("residential_group", "area")
#: What cleaning writes in place of the words of a closed list.
_CODES_VI = {
    "male": "Nam",
    "female": "Nữ",
    "compulsory": "BHXH bắt buộc",
    "voluntary": "BHXH tự nguyện",
    "unemployment": "Bảo hiểm thất nghiệp",
    "paying": "Đang đóng",
    "paused": "Tạm dừng đóng",
    "reserved": "Bảo lưu thời gian đóng",
    "paid_out": "Đã hưởng BHXH một lần",
    "retired": "Hưu trí",
    "ended": "Đã chấm dứt",
    "poor": "Hộ nghèo",
    "near_poor": "Hộ cận nghèo",
}


@dataclass(frozen=True)
class LookedAt:
    """A delivery read again and cleaned with the decisions in force, beside the deliveries of the latest earlier month of its source."""

    run: Run
    delivery_id: int
    source: str
    month: date
    read: ReadDelivery
    made: CleanedDelivery
    earlier: tuple[ReadDelivery, ...]
    earlier_month: date | None


@dataclass(frozen=True)
class CellView:
    """One cell of the row: ``cleaned`` is None where cleaning makes no value of the column; ``last_month``: None where the same person or
    dossier is not known then, or its rows differ."""

    column: SentColumn
    letter: str
    sent: str
    cleaned: str | None
    last_month: str | None


@dataclass(frozen=True)
class RowView:
    """``neighbours``: number of each row around and its texts, one a column of ``cells``, the row itself among them; masked always but for
    the row itself."""

    sheet_name: str | None
    row_number: int
    cells: tuple[CellView, ...]
    neighbours: tuple[tuple[int, tuple[str, ...]], ...]
    earlier_month: date | None
    is_masked: bool


def looked_at(engine: "Engine", settings: "Settings", delivery_id: int) -> LookedAt | None:
    """As ``look_at``, outside any transaction. Raises ``LandedFileError`` and ``VaultError`` where its file is not at hand."""
    run = looking_run(engine, settings, KEPT)
    with engine.connect() as connection:
        return look_at(run, connection, delivery_id)


def look_at(run: Run, connection: "Connection", delivery_id: int, read: ReadDelivery | None = None) -> LookedAt | None:
    """None where the delivery has no month or no rows. ``run.decisions`` are those in force; ``read``: its reading, if it is at hand."""
    line = connection.exec_driver_sql(
        "select source, month from audit.delivery where ward_code = %s and delivery_id = %s", (run.ward.code, delivery_id)
    ).one()
    before = _month_before(connection, run, line.source, line.month) if line.source and line.month else None
    earlier_month, numbers = before or (None, ())
    found = landed_readings(run, [*(() if read else (delivery_id,)), *numbers])
    own, *earlier = (read, *found) if read else found
    made = prepare(own, run.ward, run.settings.secret_key, run.result, run.decisions, run.kept)
    if made.cleaned is None or made.month is None:
        return None
    return LookedAt(run, delivery_id, str(own.reading.source), made.month, own, made, tuple(earlier), earlier_month)


def _month_before(connection: "Connection", run: Run, source: str, month: date) -> tuple[date, tuple[int, ...]] | None:
    """The latest earlier month of the source and its published deliveries whose files are still kept."""
    from flows.extract.landing import landed_path

    rows = connection.exec_driver_sql(
        """select month, delivery_id, sha256 from audit.published_delivery
           where ward_code = %(ward)s and source = %(source)s and month = (
               select max(p.month) from audit.published_delivery p
               where p.ward_code = %(ward)s and p.source = %(source)s and p.month < %(month)s)
           order by delivery_id""",
        {"ward": run.ward.code, "source": source, "month": month},
    ).fetchall()
    kept = tuple(row.delivery_id for row in rows if landed_path(run.settings.home, row.sha256).exists())
    return (rows[0].month, kept) if kept else None


# --- one row ------------------------------------------------------------------------------------------------------------
def surroundings(looked: LookedAt, sheet_name: str | None, row_number: int, *, is_masked: bool = True) -> RowView | None:
    """None where the row is none of the delivery's lists. ``is_masked``: False shows the row itself in clear, its neighbours never."""
    tables = (one for one in looked.read.reading.tables if one.sheet_name == sheet_name)
    table = next((one for one in tables if row_number in one.frame["row_number"]), None)
    if table is None:
        return None
    columns = columns_of(table, looked.source, looked.run.ward)
    return RowView(
        sheet_name,
        row_number,
        tuple(_cells(looked, table, columns, row_number, is_masked)),
        tuple(_neighbours(table, columns, row_number, is_masked)),
        looked.earlier_month,
        is_masked,
    )


def sheets_of_row(looked: LookedAt, row_number: int) -> list[str | None]:
    """Sheets of which a list has a row of that number; None for a file without sheets."""
    return list(dict.fromkeys(one.sheet_name for one in looked.read.reading.tables if row_number in one.frame["row_number"]))


def identity_of_row(looked: LookedAt, sheet_name: str | None, row_number: int) -> str | None:
    """By which decisions speak of the row; None where cleaning knows none for it."""
    return _cleaned_row(looked, pl.DataFrame([(sheet_name, row_number)], schema=_PLACE_SCHEMA, orient="row")).get("row_identity")


def _neighbours(table: "Table", columns: tuple[SentColumn, ...], row_number: int, is_masked: bool) -> "list[tuple[int, tuple[str, ...]]]":
    frame = table.frame.sort("row_number")
    at = int(frame["row_number"].index_of(row_number) or 0)
    around = frame.slice(max(0, at - ROWS_AROUND), at - max(0, at - ROWS_AROUND) + ROWS_AROUND + 1)
    is_clear = pl.lit(not is_masked) & (pl.col("row_number") == row_number)
    cells = [
        pl.when(is_clear).then(pl.col(one.name)).otherwise(masked_cell(one, one.name)).fill_null("").alias(one.name) for one in columns
    ]
    return [(int(number), tuple(texts)) for number, *texts in around.select_seq("row_number", *cells).iter_rows()]


def _cells(looked: LookedAt, table: "Table", columns: tuple[SentColumn, ...], row_number: int, is_masked: bool) -> list[CellView]:
    place = pl.DataFrame([(table.sheet_name, row_number)], schema=_PLACE_SCHEMA, orient="row")
    sent = table.frame.filter(pl.col("row_number") == row_number).row(0, named=True)
    then = _last_month(looked, table, place)
    values = _cleaned_row(looked, place)

    def shown(column: SentColumn, text: str | None) -> str | None:
        return masked_text(column, text) if is_masked and text else text

    return [
        CellView(
            one,
            table.letters.get(one.name) or "",
            shown(one, sent.get(one.name)) or "",
            shown(one, cleaned_text(looked, one.name, values)),
            shown(one, then.get(one.name)),
        )
        for one in columns
    ]


def _last_month(looked: LookedAt, table: "Table", place: pl.DataFrame) -> dict[str, str | None]:
    rows = texts_at(looked.read.reading, place).with_columns_seq(pl.lit(0).alias("finding"))
    found = of_last_month(rows, earlier_texts(looked, table.kind), looked.source)
    return found.row(0, named=True) if found.height else {}


def texts_at(reading: "Reading", places: pl.DataFrame) -> pl.DataFrame:
    """``places`` (sheet_name, row_number) with the texts of their rows, blanks and ways of writing a date aside."""
    return cells_sent(reading, places).unique(_PLACE, keep="first", maintain_order=True)


def earlier_texts(looked: LookedAt, kind: str = "main") -> pl.DataFrame:
    """All rows of the month before, as texts."""
    frames = [texts_at(read.reading, _places(table)) for read in looked.earlier for table in read.reading.tables if table.kind == kind]
    return pl.concat(frames, how="diagonal") if frames else pl.DataFrame(schema=_PLACE_SCHEMA)


def _places(table: "Table") -> pl.DataFrame:
    return table.frame.select_seq(pl.lit(table.sheet_name, dtype=pl.String).alias("sheet_name"), pl.col("row_number").cast(pl.Int64))


def _cleaned_row(looked: LookedAt, place: pl.DataFrame) -> dict[str, Any]:
    assert looked.made.cleaned is not None
    for frame in (looked.made.cleaned.frame, looked.made.cleaned.population):
        if frame is None:
            continue
        own = frame.with_columns_seq(pl.col("row_number").cast(pl.Int64)).join(place, on=_PLACE, how="semi", nulls_equal=True)
        if own.height:
            return own.row(0, named=True)
    return {}


def cleaned_text(looked: LookedAt, name: str, values: dict[str, Any]) -> str | None:
    """What cleaning made of the cell, as officers write it; "" where it made nothing of it, None where the column has no value."""
    if name in _AREAS and "area_code" in values:
        return next((area.name for area in looked.run.ward.areas if area.code == values["area_code"]), "")
    return None if name not in values else _value_vi(values[name])


def _value_vi(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}".removesuffix(" 00:00")
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, str):
        return _CODES_VI.get(value, value)
    return number_vi(value, 4)
