"""Open exports: the published indicators with their history and the data dictionary, as CSV, Parquet, JSON or SDMX-CSV.

Only what may leave the house is read (mart.published_value): hidden cells stay hidden, in the history too. The same warehouse gives the
same bytes but for the time in the metadata.

Data flow: mart.published_value, mart.indicator_history, mart.data_dictionary -> frames -> one zip, one JSON document, or SDMX-CSV
with its structure message beside it
"""

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from flows.config.versions import code_version
from flows.outputs.data_package import Table, data_package
from flows.outputs.research_crate import research_crate
from flows.outputs.sdmx.code_lists import AGENCY, VERSION, area_id, code_lists
from flows.outputs.sdmx.structure_message import structure_message
from flows.system.errors import ChitieuError
from flows.system.files import write_whole
from transforms.vietnamese.moments import in_zone, moments_iso

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from flows.config.ward import Ward

FORMATS = ("csv", "parquet", "json", "sdmx-csv")
#: SDMX 3.0, SDMX-CSV 2.0: the structure that the rows belong to.
STRUCTURE_ID = f"{AGENCY}:DF_INDICATORS({VERSION})"
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)

_VALUES = """select ward_code, area_code, area_name, indicator_code, indicator_name, month, "window", window_kind, numerator, denominator,
        value, unit, target, trajectory, status, provisional_flag as is_provisional, is_suppressed, known_from
    from mart.published_value where ward_code = %s order by indicator_code, area_code, month, "window" """
#: Of the families with small cells only what is known now leaves the house: an older line beside the present ones of its neighbours, the
#: ward's own among them, would tell what a small group was.
_HISTORY = """select h.ward_code, h.area_code, h.indicator_code, h.month, h."window", h.window_kind, h.unit,
        h.provisional_flag as is_provisional, h.known_from, h.known_to, h.cause_kind, h.cause,
        case when s.is_hidden = 0 then h.numerator end as numerator, case when s.is_hidden = 0 then h.denominator end as denominator,
        case when s.is_hidden = 0 then h.value end as value, s.is_hidden as is_suppressed
    from mart.indicator_history h
    left join mart.published_value p on p.ward_code = h.ward_code and p.area_code = h.area_code and p.indicator_code = h.indicator_code
        and p.month = h.month and p."window" = h."window"
    cross join lateral (select (coalesce(p.is_suppressed, 0) = 1 or (left(h.indicator_code, 4) = any(%s) and h.value is not null
        and (h.known_to is not null or p.value is null or p.value is distinct from h.value)))::int as is_hidden) s
    where h.ward_code = %s order by h.indicator_code, h.area_code, h.month, h."window", h.known_from"""
_DICTIONARY = """select schema_name, table_name, column_name, data_type, description, description_vi from mart.data_dictionary
    where schema_name = 'mart' order by 1, 2, column_number"""


class ExportError(ChitieuError):
    """The export cannot be written."""


@dataclass(frozen=True)
class Export:
    """``values`` one row a value, ``history`` one row a value that was ever known (None if not wanted), ``dictionary`` one row a column."""

    ward: "Ward"
    values: pl.DataFrame
    history: pl.DataFrame | None
    dictionary: pl.DataFrame
    made_at: datetime

    def metadata(self) -> dict[str, Any]:
        return {
            "ward_code": self.ward.code,
            "ward_name": self.ward.name,
            "plan": self.ward.plan_info.name,
            "made_at": in_zone(self.made_at).isoformat(timespec="seconds"),
            "values": self.values.height,
            "units": sorted(self.values["unit"].unique().to_list()),
            "small_cells": self._small_cells_vi(),
            "license": "CC BY 4.0",
        }

    def _small_cells_vi(self) -> str:
        publication = self.ward.publication
        if not publication.small_cell:
            return "Không che số nhỏ."
        return (
            f"Ở các chỉ tiêu {', '.join(publication.small_cell_indicators)}: số đếm từ 1 đến {publication.small_cell - 1} dưới cấp phường, "
            "số làm lộ chúng và các giá trị cũ đã thay đổi được để trống (is_suppressed = 1)."
        )


def read_export(connection: "Connection", ward: "Ward", made_at: datetime, month: date | None, with_history: bool) -> Export:
    """``month``: that month alone, None for all."""
    values = _frame(connection, _VALUES, (ward.code,))
    history = (
        _frame(connection, _HISTORY, (list(ward.publication.small_cell_indicators) if ward.publication.small_cell else [], ward.code))
        if with_history
        else None
    )
    if month is not None:
        values = values.filter(pl.col("month") == month)
        history = history.filter(pl.col("month") == month) if history is not None else None
    if values.is_empty():
        raise ExportError(
            f"{ward.name}: chưa có giá trị chỉ tiêu nào để xuất{f' của tháng {month:%m/%Y}' if month else ''}. "
            "Nạp tệp bằng chitieu run trước."
        )
    return Export(ward, values, history, _frame(connection, _DICTIONARY, ()), made_at)


def _frame(connection: "Connection", query: str, parameters: tuple[Any, ...]) -> pl.DataFrame:
    from flows.database.frames import read_frame

    frame = read_frame(connection, query, parameters)
    return frame.with_columns(
        pl.col(name).cast(pl.Float64) for name, kind in frame.schema.items() if isinstance(kind, pl.Decimal) or kind == pl.Decimal
    )


# --- writing --------------------------------------------------------------------------------------------------------------
def write_export(export: Export, form: str, path: Path) -> list[Path]:
    """``form``: one of ``FORMATS``. The files that were written: ``path``, for SDMX-CSV the structure message too. Whole or not at all."""
    files = {path: {"csv": _csv_package, "parquet": _parquet_package, "json": _json, "sdmx-csv": _sdmx}[form](export)}
    if form == "sdmx-csv":
        files[path.with_name(f"{path.stem}_structure.xml")] = _structure(export)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            write_whole(name, data)
    except OSError as error:
        raise ExportError(f"{path}: the export cannot be written ({error.strerror}). Correct the path or free space.") from None
    return list(files)


def _csv_package(export: Export) -> bytes:
    """CSV in UTF-8 with BOM, so that Excel shows Vietnamese as it is."""
    return _package(export, [Table(name, frame, _csv(frame), "csv") for name, frame in _tables(export)])


def _parquet_package(export: Export) -> bytes:
    return _package(export, [Table(name, frame, _parquet(frame), "parquet") for name, frame in _tables(export)])


def _tables(export: Export) -> list[tuple[str, pl.DataFrame]]:
    history = [("history", export.history)] if export.history is not None else []
    return [("indicators", export.values), *history, ("dictionary", export.dictionary)]


def _package(export: Export, tables: list[Table]) -> bytes:
    """A zip of the tables, with a digest of each and what each column is."""
    about = export.metadata()
    digests = {table.path: hashlib.sha256(table.data).hexdigest() for table in tables}
    described = {
        "metadata.json": about | {"files": dict(sorted(digests.items()))},
        "datapackage.json": data_package(tables, export.dictionary, about),
        "ro-crate-metadata.json": research_crate(tables, export.ward, about, code_version()),
    }
    parts = {table.path: table.data for table in tables}
    parts |= {name: json.dumps(document, ensure_ascii=False, indent=1).encode() for name, document in described.items()}
    with zipfile.ZipFile(buffer := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in sorted(parts.items()):
            package.writestr(zipfile.ZipInfo(name, _ZIP_TIME), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _parquet(frame: pl.DataFrame) -> bytes:
    """Moments with their zone."""
    moments = [name for name, kind in frame.schema.items() if kind == pl.Datetime]
    zoned = frame.with_columns(pl.col(name).dt.replace_time_zone("Asia/Ho_Chi_Minh") for name in moments)
    zoned.write_parquet(buffer := io.BytesIO())
    return buffer.getvalue()


def _csv(frame: pl.DataFrame) -> bytes:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    safe = frame.with_columns(
        pl.when(pl.col(name).str.contains(r"^[=+\-@\t\r]")).then(pl.lit("'") + pl.col(name)).otherwise(pl.col(name)).alias(name)
        for name in texts
    )
    return moments_iso(safe).write_csv(include_bom=True).encode()


def _json(export: Export) -> bytes:
    document = {"metadata": export.metadata(), "indicators": _lines(export.values), "dictionary": _lines(export.dictionary)}
    if export.history is not None:
        document["history"] = _lines(export.history)
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _lines(frame: pl.DataFrame) -> list[dict[str, Any]]:
    texts = [pl.col(name).cast(pl.String) for name, kind in frame.schema.items() if kind == pl.Date]
    return moments_iso(frame).with_columns(*texts).to_dicts()


def _sdmx(export: Export) -> bytes:
    """SDMX-CSV 2.0: one line an observation. OBS_STATUS A normal, P provisional, Q suppressed: then its numbers are NaN, an empty cell
    says nothing of them."""
    hidden, provisional = pl.col("is_suppressed") == 1, pl.col("is_provisional") == 1
    columns = {
        "STRUCTURE": pl.lit("dataflow"),
        "STRUCTURE_ID": pl.lit(STRUCTURE_ID),
        "ACTION": pl.lit("I"),
        "FREQ": pl.lit("M"),
        "REF_AREA": pl.lit(area_id("")) + pl.col("area_code"),
        "INDICATOR": pl.col("indicator_code").str.replace("-", "_"),
        "ACCUMULATION": pl.col("window").replace_strict({"month": "M", "year_to_date": "YTD", "snapshot": "S"}),
        "TIME_PERIOD": pl.col("month").dt.strftime("%Y-%m"),
        "OBS_VALUE": _shown("value"),
        "UNIT_MEASURE": pl.col("unit").replace_strict({"%": "PT", "đồng": "VND", "lần": "RO"}, default="NB"),
        "OBS_STATUS": pl.when(hidden).then(pl.lit("Q")).when(provisional).then(pl.lit("P")).otherwise(pl.lit("A")),
        "CONF_STATUS": pl.when(hidden).then(pl.lit("C")).otherwise(pl.lit("F")),
        "NUMERATOR": _shown("numerator"),
        "DENOMINATOR": _shown("denominator"),
        "LAST_UPDATE": pl.col("known_from"),
    }
    return moments_iso(export.values).select(**columns).write_csv().encode()


def _shown(column: str) -> pl.Expr:
    return pl.when(pl.col("is_suppressed") == 1).then(pl.lit(float("nan"))).otherwise(pl.col(column))


def _structure(export: Export) -> bytes:
    return structure_message(code_lists(export.ward, export.values), in_zone(export.made_at))
