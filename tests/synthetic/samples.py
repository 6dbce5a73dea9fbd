"""The samples of the README's first run: a ward of 300 invented people, June to August 2026, and its report of December 2025.

Data flow: seed -> deliveries with planted faults -> files, and the truth of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from tests.synthetic import expected_figures as oracle
from tests.synthetic import layouts_dossiers, layouts_health, layouts_poverty, layouts_social
from tests.synthetic.delivery import Delivery, write_truth
from tests.synthetic.dossiers import Dossier, make_dossiers, month_log
from tests.synthetic.faults import add_old_payer, late_by_the_clock, plant
from tests.synthetic.household_faults import plant_poverty, plant_report
from tests.synthetic.insurance import health_records, old_payer, social_records
from tests.synthetic.noise import soil
from tests.synthetic.people import Ward, make_ward
from tests.synthetic.poverty import poverty_records
from tests.synthetic.records import Record, month_end, month_text
from tests.synthetic.report import BASELINE_MONTH, report_records
from tests.synthetic.sheets import Draft, Sheet

SEED, PEOPLE, DOSSIERS_A_MONTH = 69, 300, 90
MONTHS = (date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1))
DIRT_SHARE = 0.08
HEALTH = {
    6: ("BHYT/BHYT_2026-06.csv", "csv", layouts_health.health_flat, ("H01", "H02", "H05", "H07", "H09", "H10")),
    7: (
        "BHYT/Danh sách BHYT toàn phường - D03-TS kỳ 07-2026.xlsx",
        "xlsx",
        layouts_health.health_d03,
        ("H03", "H04", "H06", "H08", "H10b"),
    ),
    8: ("BHYT/TheBHYT_2026-08.xlsb", "xlsb", layouts_health.health_ivan, ("H01", "H05", "H07", "H08", "H09")),
}
SOCIAL = {
    6: ("BHXH/Danh sách tham gia BHXH tháng 6-2026.ods", "ods", layouts_social.social_flat, ("S01", "S03", "S05", "S07", "S09")),
    7: ("BHXH/D05-TS ky 07-2026.xls", "xls", layouts_social.social_d05, ("S02", "S04", "S06", "S08")),
    8: ("BHXH/DS_BHXH_08-2026.csv", "csv", layouts_social.social_flat, ("S01", "S05", "S07")),
}
DOSSIERS = {
    6: (
        "mot-cua/Sổ theo dõi hồ sơ tháng 6-2026.xls",
        "xls",
        layouts_dossiers.dossiers_register,
        ("D01", "D02", "D03", "D07", "D08", "D13"),
    ),
    7: ("mot-cua/DanhSachHoSo_2026-07.xlsx", "xlsx", layouts_dossiers.dossiers_flat, ("D04", "D05", "D06", "D09", "D12")),
    8: ("mot-cua/Sổ theo dõi hồ sơ_2026_09_01_08_15.xlsx", "xlsx", layouts_dossiers.dossiers_register, ("D03", "D08", "D10", "D11")),
}
POVERTY = {
    6: ("ho-ngheo/HoNgheo_RaSoat_06-2026.xlsx", "xlsx", layouts_poverty.poverty_national, ("P03", "P04", "P07", "P09")),
    7: ("ho-ngheo/Danh sach ho ngheo, can ngheo thang 7-2026.ods", "ods", layouts_poverty.poverty_own, ("P02b", "P05", "P06")),
    8: ("ho-ngheo/HoNgheo_RaSoat_08-2026.xls", "xls", layouts_poverty.poverty_national, ("P01", "P08")),
}
REPORT = {6: ("R04", "R05", "R08"), 7: ("R01", "R03"), 8: ("R02", "R06", "R07")}
CUT_OFF, STATED = 10, 48

Layout = Callable[[list[Record], date], list[Sheet]]


@dataclass
class Samples:
    """Everything that is sent, in the order of sources, and the departments' head counts."""

    deliveries: list[Delivery] = field(default_factory=list)
    figures: dict[date, list[Record]] = field(default_factory=dict)
    population: dict[date, list[Record]] = field(default_factory=dict)


def write_samples(folder: Path, truth_path: Path) -> None:
    samples = make_samples()
    for delivery in samples.deliveries:
        delivery.write(folder)
    write_truth(truth_path, truth_of(samples))


def make_samples() -> Samples:
    ward = make_ward(SEED, PEOPLE)
    samples = Samples()
    samples.deliveries += _dossier_deliveries(make_dossiers(ward, MONTHS[0], MONTHS[-1], DOSSIERS_A_MONTH, SEED))
    samples.deliveries += [_health(ward, month) for month in MONTHS]
    samples.deliveries += [_social(ward, month) for month in MONTHS]
    samples.deliveries += [_poverty(ward, month) for month in MONTHS]
    for month in (BASELINE_MONTH, *MONTHS):
        samples.deliveries.append(_report(ward, month, samples))
    samples.deliveries.append(_meeting_schedule())
    return samples


def _random(what: str, month: date) -> Random:
    return Random(f"{SEED} {what} {month}")


def _dossier_deliveries(dossiers: list[Dossier]) -> list[Delivery]:
    logs = {month: month_log(dossiers, month) for month in MONTHS}
    made = []
    for month, following in zip(MONTHS, (*MONTHS[1:], None)):
        path, container, layout, rules = DOSSIERS[month.month]
        random = _random("dossiers", month)
        records = logs[month]
        plant(records, rules, random, logs[following] if following else None)
        if layout is layouts_dossiers.dossiers_flat:
            late_by_the_clock(records, random)
        soil(records, "dossiers", random, DIRT_SHARE)
        made.append(Delivery(path, "dossiers", month, container, layout(records, month), records))
    return [*made, _cut_off_page()]


def _cut_off_page() -> Delivery:
    """The first page of a ministry system's list, which says that there are more: held (F06)."""
    month = MONTHS[-1]
    dossiers = make_dossiers(make_ward(SEED + 1, PEOPLE), month, month, STATED, SEED + 1)
    records = month_log(dossiers, month)[-CUT_OFF:]
    for record in records:
        record.change(code=record.values["code"].replace("H24.40", "G15.99"))
    return Delivery(
        "mot-cua/HoSo_HeThongBo_thang 8-2026.xls",
        "dossiers",
        month,
        "html",
        layouts_dossiers.dossiers_web(records, month, stated_total=STATED),
        records,
        "held",
        [("F06", "critical")],
    )


def _health(ward: Ward, month: date) -> Delivery:
    path, container, layout, rules = HEALTH[month.month]
    records = health_records(ward, month, SEED)
    return _people_list(path, container, layout, rules, "health_insurance", month, records)


def _social(ward: Ward, month: date) -> Delivery:
    path, container, layout, rules = SOCIAL[month.month]
    records = social_records(ward, month, SEED)
    if "S06" in rules:
        add_old_payer(records, old_payer(ward, month, SEED))
    delivery = _people_list(path, container, layout, [rule for rule in rules if rule != "S06"], "social_insurance", month, records)
    if month == MONTHS[-1]:
        _add_column(delivery.sheets[0], "Cột phụ 1", "đã rà", [delivery.sheets[0].places[id(record)] for record in records])
        delivery.file_marks.append(("F09", "warning"))
    return delivery


def _people_list(
    path: str, container: str, layout: Layout, rules: Sequence[str], source: str, month: date, records: list[Record]
) -> Delivery:
    random = _random(source, month)
    plant(records, rules, random)
    soil(records, source, random, DIRT_SHARE)
    return Delivery(path, source, month, container, layout(records, month), records)


def _add_column(sheet: Sheet, heading: str, text: str, data_rows: list[int]) -> None:
    """A column that no contract knows, at the right of the list."""
    for number, row in enumerate(sheet.rows, 1):
        row.append(heading if number == min(data_rows) - 1 else text if number in data_rows else None)


def _poverty(ward: Ward, month: date) -> Delivery:
    path, container, layout, rules = POVERTY[month.month]
    random = _random("poverty", month)
    listed, left = poverty_records(ward, month, MONTHS[0], SEED)
    plant_poverty(listed, rules, random)
    soil(listed, "poverty", random, DIRT_SHARE * 2)
    soil([member for household in listed for member in household.members[1:]], "poverty_member", random, DIRT_SHARE * 2)
    return Delivery(path, "poverty", month, container, layout(listed, left, month), listed)


def _report(ward: Ward, month: date, samples: Samples) -> Delivery:
    figures, population = report_records(ward, month)
    random = _random("report", month)
    plant_report(figures, REPORT[month.month] if month != BASELINE_MONTH else (), month)
    soil(figures, "department_report", random, DIRT_SHARE)
    samples.figures[month], samples.population[month] = figures, population
    path = f"bao-cao-phong/BaoCao_ChiTieu_{month_text(month)}.xlsx"
    return Delivery(path, "department_report", month, "xlsx", layouts_social.report_workbook(figures, population), [*figures, *population])


def _meeting_schedule() -> Delivery:
    """A file that belongs to no source: it strayed into the folder."""
    draft = Draft("Lịch họp", 4)
    draft.title("LỊCH HỌP GIAO BAN TUẦN 33")
    draft.line("Thứ", "Giờ", "Nội dung", "Chủ trì")
    for day, hour, subject in (
        ("Hai", "8:00", "Giao ban đầu tuần"),
        ("Tư", "14:00", "Rà soát cải cách hành chính"),
        ("Sáu", "16:00", "Tổng kết tuần"),
    ):
        draft.line(day, hour, subject, "Chủ tịch UBND phường")
    return Delivery(
        "bao-cao-phong/Lịch họp giao ban tuần 33.xlsx", None, None, "xlsx", [draft.done()], (), "unrecognised", [("F02", "critical")]
    )


def _published(samples: Samples, source: str) -> dict[date, list[Record]]:
    return {
        delivery.month: [record for record in delivery.records if record.is_published]
        for delivery in samples.deliveries
        if delivery.source == source and delivery.is_published and delivery.month
    }


def truth_of(samples: Samples) -> dict[str, Any]:
    """The keys of the golden file; ``info_findings`` and ``repairs`` stand there for reading, nothing more."""
    published = oracle.Published(
        _published(samples, "health_insurance"),
        _published(samples, "social_insurance"),
        _published(samples, "poverty"),
        _published(samples, "dossiers"),
        {month: [record for record in figures if record.is_published] for month, figures in samples.figures.items()},
        {month: {record.subject: record.values for record in records} for month, records in samples.population.items()},
    )
    states = oracle.newest_states(published.dossiers)
    deliveries = samples.deliveries
    return {
        "ward": "10744",
        "seed": SEED,
        "population": PEOPLE,
        "months": [month_text(month) for month in MONTHS],
        "deliveries": {delivery.path: delivery.verdict() for delivery in deliveries},
        "findings": [entry for delivery in deliveries for entry in delivery.findings("critical", "warning")],
        "info_findings": [entry for delivery in deliveries for entry in delivery.findings("info")],
        "repairs": [entry for delivery in deliveries for entry in delivery.repairs()],
        "indicators": oracle.indicator_values(published),
        "dossier_form": {month_text(month): oracle.dossier_form(states, month, month_end(month)) for month in MONTHS},
    }
