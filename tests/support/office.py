"""The office that receives deliveries, for tests of the whole: files go in as they would be sent, figures come out in natural keys.

Data flow: generated deliveries or sample files -> folders -> ``run_paths`` -> the warehouse, read by another connection
"""

import atexit
import json
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import psycopg
import psycopg.rows
import pytest

from flows.config.settings import Settings
from flows.pipeline.outcomes import RunResult
from flows.pipeline.run import run_paths
from tests.conftest import ROOT, url_of
from tests.support.databases import SECRET as SECRET
from tests.support.databases import first_ward, new_copy, new_database, new_warehouse
from tests.synthetic.__main__ import GOLDEN_TRUTH
from tests.synthetic.delivery import Delivery
from tests.synthetic.dossiers import Dossier, month_log
from tests.synthetic.insurance import health_records, social_records
from tests.synthetic.layouts_dossiers import dossiers_flat
from tests.synthetic.layouts_health import health_flat
from tests.synthetic.layouts_poverty import poverty_national
from tests.synthetic.layouts_social import report_workbook, social_flat
from tests.synthetic.people import Ward, make_ward
from tests.synthetic.poverty import poverty_records
from tests.synthetic.records import Record, month_text
from tests.synthetic.report import report_records

SAMPLES = ROOT / "data_raw" / "samples"
#: Files as a ward's offices export them, beside the clone; no part of the repository.
EXPORTS = ROOT.parent / "shared" / "exports" / "deliveries"
needs_exports = pytest.mark.skipif(not EXPORTS.is_dir(), reason="no exports beside the clone: ../shared/exports/deliveries")
SEED = 7
JUNE, JULY, AUGUST = (date(2026, month, 1) for month in (6, 7, 8))

#: What the warehouse says, in keys that do not depend on the order of arrival: what every fact is about, and where it came from.
FACTS = {
    "dossier": """select f.dossier_code, p.procedure_code, c.channel_code, f.received_date_key, f.due_date_key, f.finished_date_key,
        f.returned_date_key,
            f.end_date_key, f.state_month_key, d.file_name, f.field_name, f.received_at, f.due_at, f.finished_at, f.returned_at,
            f.status_code, f.is_received,
            f.outcome, f.sheet_name, f.row_number
        from warehouse.fact_dossier f join warehouse.dim_procedure p using (procedure_key) join warehouse.dim_channel c using (channel_key)
        join audit.delivery d on d.delivery_id = f.delivery_key""",
    "health_insurance": """select f.month_key, p.pseudonym, a.area_code, g.object_code, d.file_name, f.card_count, f.is_covered,
        f.is_covered_as_poor,
            f.is_covered_as_near_poor
        from warehouse.fact_health_insurance f join warehouse.dim_person p using (person_key) join warehouse.dim_area a using (area_key)
        join warehouse.dim_insurance_group g using (insurance_group_key) join audit.delivery d on d.delivery_id = f.delivery_key""",
    "social_insurance": """select f.month_key, p.pseudonym, a.area_code, d.file_name, f.is_active, f.is_compulsory, f.is_voluntary,
        f.is_unemployment, f.is_working_age
        from warehouse.fact_social_insurance f join warehouse.dim_person p using (person_key) join warehouse.dim_area a using (area_key)
        join audit.delivery d on d.delivery_id = f.delivery_key""",
    "poverty": """select f.month_key, h.household_number, a.area_code, f.decision_date_key, d.file_name, f.classification, f.member_count,
        f.b1_score, f.b2_score,
            f.is_without_labour, f.standard_version, f.sheet_name, f.row_number
        from warehouse.fact_poverty f join warehouse.dim_household h using (household_key) join warehouse.dim_area a using (area_key)
        join audit.delivery d on d.delivery_id = f.delivery_key""",
    "deprivation": """select f.month_key, h.household_number, f.deprivation_key, a.area_code, d.file_name
        from warehouse.fact_deprivation f join warehouse.dim_household h using (household_key) join warehouse.dim_area a using (area_key)
        join audit.delivery d on d.delivery_id = f.delivery_key""",
    "household_member": """select f.month_key, h.household_number, p.pseudonym, d.file_name, f.sheet_name, f.row_number
        from warehouse.fact_household_member f join warehouse.dim_household h using (household_key) join warehouse.dim_person p using
        (person_key)
        join audit.delivery d on d.delivery_id = f.delivery_key""",
    "reported_figure": """select f.month_key, i.indicator_code, a.area_code, d.file_name, f.numerator, f.denominator, f.value,
        f.sheet_name, f.row_number
        from warehouse.fact_reported_figure f join warehouse.dim_indicator i using (indicator_key) join warehouse.dim_area a using
        (area_key)
        join audit.delivery d on d.delivery_id = f.delivery_key""",
    "population": """select f.month_key, a.area_code, d.file_name, f.population_count, f.household_count, f.family_count,
        f.labour_force_count,
            f.school_age_child_count, f.sheet_name, f.row_number
        from warehouse.fact_population f join warehouse.dim_area a using (area_key) join audit.delivery d on d.delivery_id =
        f.delivery_key""",
}
#: All but when a value was first known.
FIGURES = {
    "indicator_value": "select to_jsonb(v) - 'known_from' from mart.indicator_value v",
    "scorecard": "select to_jsonb(v) - 'known_from' from mart.scorecard v",
    "dossier_form": "select to_jsonb(v) from mart.dossier_form v",
}


#: The connection by which tests ask last, and its database: a new one has 400 tables to learn of before it answers.
_kept: dict[str, psycopg.Connection] = {}


@contextmanager
def _asking(url: str) -> Iterator[psycopg.Connection]:
    """A transaction of the connection that is kept for the database; the next one's takes its place. Other threads have their own."""
    if threading.current_thread() is not threading.main_thread():
        with psycopg.connect(url) as own:
            yield own
        return
    if url not in _kept or _kept[url].closed:
        _let_go()
        _kept[url] = psycopg.connect(url, prepare_threshold=None)  # views change while it is kept
    try:
        with _kept[url].transaction():
            yield _kept[url]
    except psycopg.Error:
        _let_go()
        raise


def _let_go() -> None:
    while _kept:
        _kept.popitem()[1].close()


atexit.register(_let_go)


def dossier_name(code: str) -> str:
    """What the star calls a dossier."""
    import polars as pl

    from transforms.cleaning.pseudonyms import dossier_names

    return str(dossier_names(pl.Series([code]), SECRET.encode())[0])


@dataclass(frozen=True)
class Office:
    """A ward's warehouse and the folders into which deliveries are laid."""

    settings: Settings
    folder: Path

    def send(self, *deliveries: Delivery) -> RunResult:
        """Generated deliveries, all in one run."""
        inbox = self._inbox()
        for delivery in deliveries:
            delivery.write(inbox)
        return run_paths(self.settings, [inbox])

    def send_bytes(self, **files: bytes) -> RunResult:
        """Files by name, all in one run."""
        inbox = self._inbox()
        for name, data in files.items():
            path = inbox / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return run_paths(self.settings, [inbox])

    def send_samples(self, *names: str) -> RunResult:
        """Files of the samples by their path in the folder, all of them if none is named; in one run."""
        inbox = self._inbox()
        for name in names or sample_names():
            (inbox / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(SAMPLES / name, inbox / name)
        return run_paths(self.settings, [inbox])

    def _inbox(self) -> Path:
        """Its name tells no month."""
        return Path(mkdtemp(prefix="inbox_", dir=self.folder))

    def rows(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        assert self.settings.database_url is not None
        with _asking(self.settings.database_url) as connection:
            return connection.execute(query.encode(), parameters or None).fetchall()

    def one(self, query: str, *parameters: Any) -> Any:
        ((value,),) = self.rows(query, *parameters)
        return value

    def sealed(self, table: str) -> list[dict[str, Any]]:
        """Rows of a table of the vault, opened with the ward's key: what stands in clear and what was sealed, together."""
        from flows.vault.master_keys import master_keys
        from flows.vault.row_encryption import unseal, unwrap

        assert self.settings.database_url is not None
        keys, out = master_keys(self.settings), []
        with psycopg.connect(self.settings.database_url, row_factory=psycopg.rows.dict_row) as connection:
            query = (
                f"select r.*, k.ward_code, k.master_fingerprint, k.wrapped_key from vault.{table} r join vault.data_key k using "
                "(delivery_id) order by 1, 2, 3"
            )
            for row in connection.execute(query.encode()).fetchall():
                key = unwrap(keys, row.pop("master_fingerprint"), row.pop("wrapped_key"), row.pop("ward_code"), row["delivery_id"])
                out.append(row | unseal(key, row.pop("sealed"), row["delivery_id"], row["sheet_name"], row["row_number"]))
        return out

    def facts(self) -> dict[str, list[str]]:
        return {name: self._lines(query) for name, query in FACTS.items()}

    def figures(self) -> dict[str, list[str]]:
        return {name: self._lines(query) for name, query in FIGURES.items()}

    def _lines(self, query: str) -> list[str]:
        return [line for (line,) in self.rows(f'select x::text from ({query}) x order by x::text collate "C"')]

    def values(self, code: str, area: str = "10744", window: str = "snapshot") -> dict[str, float]:
        """Month -> value of one indicator."""
        return {
            f"{month:%Y-%m}": float(value)
            for month, value in self.rows(
                'select month, value from mart.indicator_value where indicator_code = %s and area_code = %s and "window" = %s',
                code,
                area,
                window,
            )
        }


@contextmanager
def an_office(
    server: str,
    request: pytest.FixtureRequest,
    folder: Path,
    *,
    is_new: bool = False,
    fed: "Callable[[Office], None] | None" = None,
) -> Iterator[Office]:
    """An office on ``server`` ("embedded" or "installed"), for fixtures that live longer than a test. It has had no delivery.

    ``is_new``: over an empty database, in which the first run makes the warehouse; else it stands ready.
    ``fed``: what it was sent before; done once for each server and session, of which this is a copy.
    """
    url = url_of(server, request)
    if fed is not None:
        with new_copy(url, f"{fed.__module__}.{fed.__qualname__}", _fill_by(fed)) as (copy, kept):
            shutil.copytree(kept / "home", folder / "home")
            yield office_at(copy, folder)
        return
    with (new_database if is_new else new_warehouse)(url) as own:
        yield office_at(own, folder)


@cache
def _fill_by(fed: "Callable[[Office], None]") -> Callable[[str, Path], None]:
    def fill(url: str, folder: Path) -> None:
        fed(office_at(url, folder))
        _let_go()  # of a template no connection is open

    return fill


def the_samples(office: Office) -> None:
    office.send_samples()


def the_exports(office: Office) -> None:
    run_paths(office.settings, [EXPORTS])


def office_at(url: str, folder: Path) -> Office:
    return Office(first_ward(url, folder / "home"), folder)


@cache
def truth() -> dict[str, Any]:
    return dict(json.loads(GOLDEN_TRUTH.read_text(encoding="utf-8")))


@cache
def sample_names() -> tuple[str, ...]:
    return tuple(sorted(path.relative_to(SAMPLES).as_posix() for path in SAMPLES.rglob("*") if path.is_file()))


def statuses(result: RunResult) -> dict[str, str]:
    return {delivery.file: delivery.status for delivery in result.deliveries}


def rules_of(office: Office, file_name: str, *severities: str) -> set[str]:
    """Codes of the rules that a file broke, the newest delivery of that name."""
    return {
        rule
        for (rule,) in office.rows(
            """select rule_code from audit.finding where severity = any(%s) and delivery_id = (select max(delivery_id) from audit.delivery
                where file_name = %s)""",
            list(severities or ("critical", "warning")),
            file_name,
        )
    }


# --- small deliveries ---------------------------------------------------------------------------------------------------
@cache
def small_ward() -> Ward:
    return make_ward(SEED, 40)


def cards(month: date) -> list[Record]:
    return health_records(small_ward(), month, SEED)


def health_list(
    month: date,
    records: Sequence[Record],
    *,
    name: str | None = None,
    container: str = "csv",
    layout: Callable[..., Any] = health_flat,
    **more: Any,
) -> Delivery:
    return Delivery(
        name or f"BHYT_{month_text(month)}.{container}", "health_insurance", month, container, layout(list(records), month, **more), records
    )


def social_list(month: date, records: Sequence[Record] | None = None, *, name: str | None = None) -> Delivery:
    listed = social_records(small_ward(), month, SEED) if records is None else list(records)
    return Delivery(name or f"BHXH_{month_text(month)}.xlsx", "social_insurance", month, "xlsx", social_flat(listed, month), listed)


def dossier_log(month: date, dossiers: Sequence[Dossier | Record], *, name: str | None = None) -> Delivery:
    """Records as they are; dossiers in the state of the month's last day."""
    records = [item if isinstance(item, Record) else month_log([item], month)[0] for item in dossiers]
    return Delivery(name or f"DanhSachHoSo_{month_text(month)}.xlsx", "dossiers", month, "xlsx", dossiers_flat(records, month), records)


def poverty_list(month: date, *, name: str | None = None) -> Delivery:
    listed, left = poverty_records(small_ward(), month, JUNE, SEED)
    return Delivery(name or f"HoNgheo_{month_text(month)}.xlsx", "poverty", month, "xlsx", poverty_national(listed, left, month), listed)


def report(month: date, *, name: str | None = None, population: Mapping[str, int] | None = None, income: int | None = None) -> Delivery:
    """Groups of a small ward in which nobody of a kind lives have no share of that kind. ``population``: other head counts by area code.
    ``income``: another income per head (KT08)."""
    figures, areas = report_records(small_ward(), month)
    figures = [record for record in figures if record.values["denominator"] != 0]
    for record in figures:
        if income is not None and record.values["code"] == "KT08":
            record.change(value=income)
    for record in areas:
        record.change(population_count=(population or {}).get(record.subject, record.values["population_count"]))
    return Delivery(
        name or f"BaoCao_ChiTieu_{month_text(month)}.xlsx",
        "department_report",
        month,
        "xlsx",
        report_workbook(figures, areas),
        [*figures, *areas],
    )
