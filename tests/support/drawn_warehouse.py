"""A tiny warehouse drawn in a test: facts of a few people, households, dossiers and figures, and what the SQL makes of them.

Columns of a drawn fact are those of the table, with natural keys in place of surrogate ones: ``month`` 2026-07, ``area`` 10744-03,
``person``, ``household``, ``indicator`` (codes), ``card`` (object code), ``channel``, ``lacks`` (number of the deprivation). What a table
needs and the test does not speak of takes a neutral value.
"""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_OID, uuid5

import polars as pl

from flows.database.frames import read_frame
from flows.database.sql_text import read_sql
from flows.indicators.scope import open_scope
from flows.indicators.targets import refresh_judgement
from tests.support.drawn_frames import cells

if TYPE_CHECKING:
    from sqlalchemy import Connection

_NEUTRAL: dict[str, dict[str, Any]] = {
    "fact_health_insurance": {
        "delivery_key": 0,
        "insurance_group_key": 0,
        "card_count": 1,
        "is_covered": 1,
        "is_covered_as_poor": 0,
        "is_covered_as_near_poor": 0,
    },
    "fact_social_insurance": {
        "delivery_key": 0,
        "is_active": 0,
        "is_compulsory": 0,
        "is_voluntary": 0,
        "is_unemployment": 0,
        "is_working_age": 0,
    },
    "fact_poverty": {"delivery_key": 0, "decision_date_key": 0, "is_without_labour": 0, "standard_version": "2022-2026", "row_number": 1},
    "fact_deprivation": {"delivery_key": 0},
    "fact_population": {"delivery_key": 0, "row_number": 1},
    "fact_reported_figure": {"delivery_key": 0, "row_number": 1},
    "fact_indicator": {"known_from": "2026-01-01", "is_provisional": 0, "cause": "drawn", "run_id": 1},
    "fact_dossier": {
        "delivery_key": 0,
        "procedure_key": 0,
        "channel_key": 1,
        "received_date_key": 0,
        "due_date_key": 0,
        "finished_date_key": 0,
        "returned_date_key": 0,
        "end_date_key": 0,
        "state_month_key": 0,
        "status_code": 4,
        "is_received": 1,
        "row_number": 1,
    },
}
#: Natural key -> column, and how it is looked up.
_KEYS = {
    "area": ("area_key", "select area_code, area_key from warehouse.dim_area"),
    "person": ("person_key", "select pseudonym::text, person_key from warehouse.dim_person"),
    "household": ("household_key", "select household_number, household_key from warehouse.dim_household"),
    "indicator": ("indicator_key", "select indicator_code, indicator_key from warehouse.dim_indicator"),
    "card": ("insurance_group_key", "select object_code, insurance_group_key from warehouse.dim_insurance_group"),
    "channel": ("channel_key", "select channel_code, channel_key from warehouse.dim_channel"),
    "lacks": ("deprivation_key", "select deprivation_key::text, deprivation_key from warehouse.dim_deprivation"),
}
_MADE = {
    "person": "insert into warehouse.dim_person (ward_key, pseudonym) values (%s, %s) on conflict do nothing",
    "household": "insert into warehouse.dim_household (ward_key, household_number) values (%s, %s) on conflict do nothing",
}

#: Facts that are kept month by month.
_BY_MONTH = ("fact_health_insurance", "fact_social_insurance")


@dataclass(frozen=True)
class DrawnWarehouse:
    """The first ward's warehouse, seeded and without a fact, inside a transaction that the test's end rolls back."""

    connection: "Connection"
    ward_key: int

    def publish(self, source: str, *months: str, status: str = "published") -> None:
        """Deliveries of the source for the months ("2026-07"), as the audit knows them."""
        self.connection.exec_driver_sql("insert into audit.run (run_id, ward_code) values (1, '10744') on conflict do nothing")
        for month in months:
            self.connection.exec_driver_sql(
                (
                    "insert into audit.delivery (ward_code, source, month, file_name, sha256, status, run_id) values ('10744', %s, "
                    "%s, %s, md5(%s) || md5(%s), %s, 1)"
                ),
                (source, f"{month}-01", f"{source} {month} {status}", source, month + status, status),
            )

    def fill(self, table: str, text: str) -> None:
        """Insert the drawn rows into a fact; values of indicators are judged."""
        names, rows = cells(text)
        listed = [_NEUTRAL[table] | {"ward_key": self.ward_key} | dict(zip(names, row, strict=True)) for row in rows]
        for natural in set(names) & set(_KEYS):
            self._resolve(natural, listed)
        for row in listed:
            row["month_key"] = row.pop("month", "0").replace("-", "")
            if table in _BY_MONTH:
                self._make_month(table, row["month_key"])
        columns = [name for name in listed[0] if name != "month_key" or table != "fact_dossier"]
        self.connection.exec_driver_sql(
            (
                f"insert into warehouse.{table} ({', '.join(columns)}) select {', '.join(columns)} from "
                f"json_populate_recordset(null::warehouse.{table}, %s::json)"
            ),
            (json.dumps(listed),),
        )
        if table == "fact_indicator":
            refresh_judgement(self.connection, self.ward_key)

    def _make_month(self, table: str, month_key: str) -> None:
        self.connection.exec_driver_sql(
            f"create table if not exists warehouse_months.{table}_{month_key} partition of warehouse.{table} for values in ({month_key})"
        )

    def _resolve(self, natural: str, rows: list[dict[str, Any]]) -> None:
        column, query = _KEYS[natural]
        if natural in _MADE:
            for name in {row[natural] for row in rows}:
                self.connection.exec_driver_sql(_MADE[natural], (self.ward_key, _pseudonym(name) if natural == "person" else name))
        known = dict(self.connection.exec_driver_sql(query).fetchall())
        for row in rows:
            name = row.pop(natural)
            row[column] = known[_pseudonym(name) if natural == "person" else name] if name else 0

    def computed(self, code: str, where: str = "true") -> pl.DataFrame:
        """Rows of ``sql/indicators/<code>.sql`` with the area's code and the month as drawn, in a fixed order."""
        open_scope(self.connection, self.ward_key, everything=True)
        query = read_sql(f"indicators/{code}.sql").strip().rstrip(";")
        return self.query(f"""
            select c.indicator_code as indicator, a.area_code as area, m.first_date as month, c.window_kind as "window",
                   c.numerator::numeric, c.denominator::numeric, c.value::numeric, (c.is_provisional = 1) as provisional
            from (\n{query}\n) c
            join warehouse.dim_area a using (area_key)
            join warehouse.dim_month m using (month_key)
            where {where}
            order by m.first_date, c.indicator_code, a.sort_order, c.window_kind desc""")

    def query(self, query: str) -> pl.DataFrame:
        """Rows of any query; months and other first days of a month are drawn as 2026-07."""
        frame = read_frame(self.connection, query.replace("%", "%%"))
        return frame.with_columns(
            pl.col(name).dt.strftime("%Y-%m") for name in frame.columns if name == "month" and frame.schema[name] == pl.Date
        )


def _pseudonym(name: str) -> str:
    return str(uuid5(NAMESPACE_OID, name))
