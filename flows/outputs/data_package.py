"""``datapackage.json`` beside tables: what each column is, so that a reader does not guess (area codes are text).

A Tabular Data Package in the form of version 1 of the specification, which the present readers know.

Data flow: frames, the files they were written to, the data dictionary -> one JSON document
"""

import hashlib
from dataclasses import dataclass
from typing import Any

import polars as pl

_MEDIA_TYPES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
_TITLES = {
    "indicators": "Giá trị các chỉ tiêu / Values of the indicators",
    "history": "Mọi giá trị từng được biết / Every value that was ever known",
    "dictionary": "Từ điển dữ liệu / Data dictionary",
}
#: The view that a table is made from: its columns are told in the dictionary.
_VIEWS = {"indicators": ("published_value",), "history": ("indicator_history", "published_value"), "dictionary": ("data_dictionary",)}
_KEYS = {
    "indicators": ["indicator_code", "area_code", "month", "window"],
    "dictionary": ["schema_name", "table_name", "column_name"],
}


@dataclass(frozen=True)
class Table:
    """``name``: indicators, history or dictionary. ``data``: the file's bytes, of the kind that ``ending`` says."""

    name: str
    frame: pl.DataFrame
    data: bytes
    ending: str

    @property
    def path(self) -> str:
        return f"{self.name}.{self.ending}"


def data_package(tables: list[Table], dictionary: pl.DataFrame, about: dict[str, Any]) -> dict[str, Any]:
    """``dictionary``: table_name, column_name, description, description_vi. ``about``: ward_code, ward_name, plan, made_at, license."""
    return {
        "profile": "tabular-data-package",
        "name": f"chitieu-{about['ward_code']}",
        "title": f"Chỉ tiêu của {about['ward_name']} / Indicators of {about['ward_name']}",
        "description": f"{about['plan']}. {about['small_cells']}",
        "created": about["made_at"],
        "licenses": [{"name": "CC-BY-4.0", "title": about["license"], "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "resources": [_resource(table, dictionary) for table in tables],
    }


def _resource(table: Table, dictionary: pl.DataFrame) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": _fields(table, dictionary)}
    if table.name in _KEYS:
        schema["primaryKey"] = _KEYS[table.name]
    # frictionless takes any size of a Parquet file for wrong (findings/frictionless-parquet-size.sh).
    size = {"bytes": len(table.data)} if table.ending == "csv" else {}
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": _TITLES[table.name],
        "path": table.path,
        "format": table.ending,
        "mediatype": _MEDIA_TYPES[table.ending],
        "encoding": "utf-8",
        **size,
        "hash": f"sha256:{hashlib.sha256(table.data).hexdigest()}",
        "schema": schema,
    }


def _fields(table: Table, dictionary: pl.DataFrame) -> list[dict[str, Any]]:
    told = dictionary.filter(pl.col("table_name").is_in(_VIEWS[table.name])).sort(pl.col("table_name") != _VIEWS[table.name][0])
    texts = {name: (vi, en) for name, vi, en in reversed(told.select("column_name", "description_vi", "description").rows())}
    fields = []
    for name, kind in table.frame.schema.items():
        field: dict[str, Any] = {"name": name, "type": _type(kind)}
        if name in texts:
            field |= {"description": " / ".join(texts[name])}
        fields.append(field)
    return fields


def _type(kind: pl.DataType) -> str:
    if kind.is_integer():
        return "integer"
    if kind.is_numeric():
        return "number"
    return {pl.Date: "date", pl.Datetime: "datetime", pl.Boolean: "boolean"}.get(kind.base_type(), "string")
