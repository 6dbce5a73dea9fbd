"""Staging of a tidy frame: which columns go into the tables of its source, under which names.

Data flow: publishable rows + pseudonyms -> frames by staging table (types as PostgreSQL parses them from CSV)
"""

from typing import TYPE_CHECKING

import polars as pl

from transforms.cleaning.pseudonyms import dossier_names

if TYPE_CHECKING:
    from transforms.cleaning.model import Cleaned

Staged = dict[str, pl.DataFrame]
_IDENTITY = ("sheet_name", "row_number", "personal_pseudonym", "insurance_pseudonym")
#: What only the vault holds of a row of people.
_PERSON = ("full_name", "personal_id", "social_insurance_number", "birth_date", "birth_precision", "sex", "address", "phone")
_APPLICANT = ("applicant_name", "personal_id", "address", "phone")
#: Staging tables whose rows are people (publish/people.sql), by source.
PEOPLE_TABLES = {"health_insurance": "stg_health_insurance", "social_insurance": "stg_social_insurance", "poverty": "stg_poverty_member"}
TABLES = {
    "health_insurance": ("stg_health_insurance",),
    "social_insurance": ("stg_social_insurance",),
    "dossiers": ("stg_dossiers",),
    "poverty": ("stg_poverty", "stg_poverty_deprivation", "stg_poverty_member", "stg_left_household"),
    "department_report": ("stg_department_report", "stg_population"),
}


def staged(source: str, cleaned: "Cleaned", rows: pl.DataFrame, population: pl.DataFrame | None, secret: bytes) -> Staged:
    """``rows``: the publishable rows of the tidy frame; repeats of identical rows are left out, they count once. ``secret``: the ward's, of
    the names that dossiers have in the star."""
    once = _once(rows)
    if source == "health_insurance":
        return {
            "stg_health_insurance": once.select_seq(*_IDENTITY, "birth_date", "sex", "area_code", "object_code", "valid_from", "valid_to")
        }
    if source == "social_insurance":
        return {
            "stg_social_insurance": once.select_seq(
                *_IDENTITY, "area_code", "insurance_kind", pl.col("is_active").cast(pl.Int8), pl.col("is_working_age").cast(pl.Int8)
            )
        }
    if source == "dossiers":
        return {"stg_dossiers": _dossiers(once, secret)}
    if source == "poverty":
        return _poverty(once, cleaned)
    return _report(once, population)


def people_rows(source: str, rows: pl.DataFrame) -> pl.DataFrame | None:
    """Who stands behind each publishable row, for the vault alone; None for sources that do not list people."""
    if source == "dossiers":
        return _once(rows).select_seq("sheet_name", "row_number", "dossier_code", *_APPLICANT)
    if source not in PEOPLE_TABLES:
        return None
    return _once(rows).select_seq("sheet_name", "row_number", *_PERSON)


def _once(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(~pl.col("is_repeat")) if rows["is_repeat"].any() else rows


def _dossiers(rows: pl.DataFrame, secret: bytes) -> pl.DataFrame:
    end_of_day = pl.col("due_at").dt.offset_by("1d").dt.offset_by("-1s")
    due = pl.when(pl.col("due_at_has_time")).then(pl.col("due_at")).otherwise(end_of_day)
    return rows.select_seq(
        "sheet_name",
        "row_number",
        dossier_names(rows["dossier_code"], secret),
        "procedure_code",
        "field_name",
        "channel_code",
        "received_at",
        due.alias("due_at"),
        "finished_at",
        "returned_at",
        "end_at",
        "status_code",
        pl.col("is_received").cast(pl.Int8),
        "outcome",
        "advancement",
    )


def _poverty(rows: pl.DataFrame, cleaned: "Cleaned") -> Staged:
    from transforms.sources.poverty import DEPRIVED

    households = rows.unique("household_number", keep="first", maintain_order=True)
    lacking = households.unpivot(on=list(DEPRIVED), index="household_number", variable_name="name", value_name="is_lacking").filter(
        "is_lacking"
    )
    # The list teaches no link between ids: who stands on it is known by the personal id alone.
    people = rows.filter(pl.col("personal_id").is_not_null()).with_columns_seq(
        pl.lit(None, dtype=pl.String).alias(name) for name in ("social_insurance_number", "insurance_pseudonym")
    )
    return {
        "stg_poverty": households.select_seq(
            "sheet_name",
            "row_number",
            "household_number",
            "area_code",
            "classification",
            "member_count",
            "b1_score",
            "b2_score",
            pl.col("is_without_labour").cast(pl.Int8),
            "decision_date",
            "standard_version",
        ),
        "stg_poverty_deprivation": lacking.select_seq(
            "household_number", pl.col("name").str.slice(-2).cast(pl.Int32).alias("deprivation_key")
        ),
        "stg_poverty_member": people.select_seq(*_IDENTITY, "household_number"),
        "stg_left_household": pl.DataFrame() if cleaned.left is None else cleaned.left,
    }


def _report(rows: pl.DataFrame, population: pl.DataFrame | None) -> Staged:
    from transforms.sources.department_report import COUNTS

    out = {
        "stg_department_report": rows.select_seq(
            "sheet_name", "row_number", "indicator_code", "area_code", "numerator", "denominator", "value"
        )
    }
    if population is not None:
        out["stg_population"] = population.filter(~pl.col("is_repeat")).select_seq("sheet_name", "row_number", "area_code", *COUNTS)
    return out
