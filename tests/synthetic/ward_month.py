"""One month of a ward in its real size: the five sources as xlsx, with little dirt and few faults, to measure speed with.

Data flow: people count and month -> files in a folder, one folder a source.
"""

from datetime import date
from pathlib import Path
from random import Random

from tests.synthetic import layouts_dossiers, layouts_health, layouts_poverty, layouts_social
from tests.synthetic.delivery import Delivery
from tests.synthetic.dossiers import make_dossiers, month_log
from tests.synthetic.faults import plant
from tests.synthetic.insurance import health_records, social_records
from tests.synthetic.noise import soil
from tests.synthetic.people import Ward, make_ward
from tests.synthetic.poverty import poverty_records
from tests.synthetic.records import Record, month_text
from tests.synthetic.report import report_records

SEED = 2026
MONTH = date(2026, 7, 1)
WARD_PEOPLE = 29_083
DIRT_SHARE = 0.02
#: Inhabitants to one dossier a month.
PEOPLE_A_DOSSIER = 12


def write_ward_month(
    folder: Path, people: int = WARD_PEOPLE, month: date = MONTH, dossiers: int | None = None, unknown_codes: int = 0
) -> list[Delivery]:
    """Writes the five files and gives the deliveries back, for their counts. ``dossiers``: how many a month, where it is not for the people
    to say. ``unknown_codes``: so many cards, evenly spread, have an object code that nobody knows (H06)."""
    ward = make_ward(SEED, people)
    deliveries = [
        _dossiers(ward, month, dossiers or max(50, people // PEOPLE_A_DOSSIER)),
        _health(ward, month, unknown_codes),
        _social(ward, month),
        _poverty(ward, month),
        _report(ward, month),
    ]
    for delivery in deliveries:
        delivery.write(folder)
    return deliveries


def write_health(folder: Path, people: int, month: date) -> None:
    """The health insurance list alone, of so many inhabitants, clean."""
    records = health_records(make_ward(SEED, people), month, SEED)
    name = f"BHYT_{month_text(month)}.xlsx"
    Delivery(name, "health_insurance", month, "xlsx", layouts_health.health_flat(records, month), records).write(folder)


def _spoilt(records: list[Record], source: str, rules: tuple[str, ...]) -> list[Record]:
    """One case of each rule for every 3,000 rows."""
    random = Random(f"{SEED} {source}")
    for _ in range(max(1, len(records) // 3000)):
        plant(records, rules, random)
    soil(records, source, random, DIRT_SHARE)
    return records


def _dossiers(ward: Ward, month: date, a_month: int) -> Delivery:
    log = month_log(make_dossiers(ward, month, month, a_month, SEED), month)
    records = _spoilt(log, "dossiers", ("D01", "D03", "D05", "D08", "D10"))
    return Delivery(
        f"mot-cua/DanhSachHoSo_{month_text(month)}.xlsx", "dossiers", month, "xlsx", layouts_dossiers.dossiers_flat(records, month), records
    )


def _health(ward: Ward, month: date, unknown_codes: int) -> Delivery:
    records = _spoilt(health_records(ward, month, SEED), "health_insurance", ("H01", "H02", "H03", "H05", "H07", "H08", "H09"))
    for record in records[:: len(records) // unknown_codes][:unknown_codes] if unknown_codes else ():
        record.change(object_code="ZZ", card_number=None)
    return Delivery(
        f"BHYT/BHYT_{month_text(month)}.xlsx", "health_insurance", month, "xlsx", layouts_health.health_flat(records, month), records
    )


def _social(ward: Ward, month: date) -> Delivery:
    records = _spoilt(social_records(ward, month, SEED), "social_insurance", ("S01", "S03", "S04", "S05", "S07", "S08"))
    return Delivery(
        f"BHXH/Danh sách tham gia BHXH {month:%m-%Y}.xlsx",
        "social_insurance",
        month,
        "xlsx",
        layouts_social.social_flat(records, month),
        records,
    )


def _poverty(ward: Ward, month: date) -> Delivery:
    listed, left = poverty_records(ward, month, month, SEED)
    return Delivery(
        f"ho-ngheo/HoNgheo_RaSoat_{month:%m-%Y}.xlsx",
        "poverty",
        month,
        "xlsx",
        layouts_poverty.poverty_national(listed, left, month),
        listed,
    )


def _report(ward: Ward, month: date) -> Delivery:
    figures, population = report_records(ward, month)
    return Delivery(
        f"bao-cao-phong/BaoCao_ChiTieu_{month_text(month)}.xlsx",
        "department_report",
        month,
        "xlsx",
        layouts_social.report_workbook(figures, population),
        [*figures, *population],
    )
