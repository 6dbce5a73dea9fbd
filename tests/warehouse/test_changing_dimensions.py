"""Members that change keep their code: figures of earlier months stay under the old name and unit, and no row is doubled."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from flows.config.ward import Ward
from flows.config.ward_file import read_ward
from tests.conftest import ROOT, SERVERS
from tests.support.office import JULY, JUNE, Office, an_office, cards, dossier_log, dossier_name, health_list, report
from tests.warehouse.test_publish_dossiers import ON_TIME, row

FOLDER = ROOT / "wards" / "nguyen-dai-nang"
#: From July on, group 3 has a name and belongs to another former unit.
RENAMED = """
[[residential_group]]
code = "10744-03"
name = "Tổ dân phố Hồng Thái"
former_unit = "10741"
aliases = ["TDP Hồng Thái"]
valid_from = 2026-07-01
decree = "Nghị quyết 12/NQ-HĐND ngày 20/6/2026"
"""


def ward_with(folder: Path, more: str) -> Ward:
    made = folder / FOLDER.name
    made.mkdir(exist_ok=True)
    (made / "plan.toml").write_text((FOLDER / "plan.toml").read_text(encoding="utf-8"), encoding="utf-8")
    (made / "ward.toml").write_text((FOLDER / "ward.toml").read_text(encoding="utf-8") + more, encoding="utf-8")
    return read_ward(made)


def with_ward(office: Office, folder: Path, more: str) -> Office:
    return replace(office, settings=replace(office.settings, ward=ward_with(folder, more)))


@pytest.fixture(params=SERVERS)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    with an_office(request.param, request, tmp_path, fed=two_months) as made:
        yield made


def two_months(made: Office) -> None:
    made.send(*(health_list(month, cards(month)) for month in (JUNE, JULY)), *(report(month) for month in (JUNE, JULY)))


MEMBERS = (
    "select area_name, former_unit_code, valid_from::text, valid_to::text, is_current from warehouse.dim_area where area_code = "
    "'10744-03' order by valid_from"
)
OF_GROUP = """select a.area_name, m.month_key, count(*) from warehouse.fact_health_insurance f join warehouse.dim_area a using (area_key)
    join warehouse.dim_month m using (month_key) where a.area_code = '10744-03' group by 1, 2 order by 2"""


def test_a_renamed_group_is_two_members_and_each_month_has_its_own(office: Office, tmp_path: Path) -> None:
    before = office.rows(OF_GROUP)
    assert {name for name, *_ in before} == {"Tổ dân phố số 3"}
    with_ward(office, tmp_path, RENAMED).send_bytes()
    assert office.rows(MEMBERS) == [
        ("Tổ dân phố số 3", "10744-HT", "2025-07-01", "2026-06-30", 0),
        ("Tổ dân phố Hồng Thái", "10741", "2026-07-01", "9999-12-31", 1),
    ]
    assert office.rows(OF_GROUP) == [before[0], ("Tổ dân phố Hồng Thái", *before[1][1:])]


def test_no_value_is_doubled_and_units_have_the_groups_of_their_month(office: Office, tmp_path: Path) -> None:
    key = 'select indicator_code, area_code, month, "window", count(*) from mart.indicator_value group by 1, 2, 3, 4 having count(*) > 1'
    group, unit = office.values("XH04", "10744-03"), {code: office.values("XH04", code) for code in ("10741", "10744-HT")}
    covered = "select numerator from mart.indicator_value where indicator_code = 'XH04' and area_code = %s and month = %s"
    moved = office.one(covered, "10744-03", JULY)
    were = {(code, month): office.one(covered, code, month) for code in unit for month in (JUNE, JULY)}
    with_ward(office, tmp_path, RENAMED).send_bytes()
    assert office.rows(key) == []
    assert office.values("XH04", "10744-03") == group, "the group is the same area under another name"
    for code, change in (("10741", moved), ("10744-HT", -moved)):
        assert office.one(covered, code, JUNE) == were[code, JUNE]
        assert office.one(covered, code, JULY) == were[code, JULY] + change
    assert office.values("XH04") == office.values("XH04"), "the ward's own figure stays"


def test_what_is_told_again_changes_nothing(office: Office, tmp_path: Path) -> None:
    changed = with_ward(office, tmp_path, RENAMED)
    changed.send_bytes()
    before = office.facts(), office.figures(), office.rows(MEMBERS)
    assert changed.send_bytes().indicators_changed == 0
    assert (office.facts(), office.figures(), office.rows(MEMBERS)) == before


def test_the_order_of_telling_and_receiving_does_not_matter(office: Office, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    with_ward(office, tmp_path, RENAMED).send_bytes()
    server = "embedded" if office.settings.database_url and "embedded" in request.node.name else "installed"
    with an_office(server, request, tmp_path, is_new=True) as other:
        with_ward(other, tmp_path, RENAMED).send(
            *(report(month) for month in (JULY, JUNE)), *(health_list(month, cards(month)) for month in (JULY, JUNE))
        )
        assert (other.facts(), other.figures()) == (office.facts(), office.figures())


def test_a_day_that_the_folder_corrects_stays_one_member(office: Office, tmp_path: Path) -> None:
    corrected = (FOLDER / "ward.toml").read_text(encoding="utf-8").replace("valid_from = 2025-07-01", "valid_from = 2025-07-02", 1)
    changed = with_ward(office, tmp_path, "")
    (tmp_path / FOLDER.name / "ward.toml").write_text(corrected, encoding="utf-8")
    replace(changed, settings=replace(changed.settings, ward=read_ward(tmp_path / FOLDER.name))).send_bytes()
    assert office.rows(MEMBERS) == [("Tổ dân phố số 3", "10744-HT", "2025-07-02", "9999-12-31", 1)]


#: A procedure that no catalogue knew until the ward named it; from July on it has another name.
NAMED = """
[[procedure]]
code = "1.999999"
name = "Thủ tục thử"
field_name = "Đất đai"
valid_from = 2025-01-01

[[procedure]]
code = "1.999999"
name = "Thủ tục thử, tên mới"
field_name = "Đất đai"
valid_from = 2026-07-01
"""
DOSSIERS = "select dossier_code, procedure_name, field_name from mart.wide_dossier order by 1"


@pytest.mark.parametrize("server", SERVERS)
def test_a_procedure_named_after_its_dossiers_came_is_as_if_it_had_been_named_before(
    server: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    log = dossier_log(
        JULY,
        [
            row(JULY, ON_TIME, number, procedure_code="1.999999", field_name=None, received_at=received)
            for number, received in enumerate((datetime(2026, 6, 30, 9), datetime(2026, 7, 1, 9)), start=1)
        ],
    )
    named = (("H24.40-260629-0001", "Thủ tục thử", "Đất đai"), ("H24.40-260629-0002", "Thủ tục thử, tên mới", "Đất đai"))
    expected = sorted((dossier_name(code), *labels) for code, *labels in named)
    for order, folder in (("named first", tmp_path / "a"), ("named later", tmp_path / "b")):
        folder.mkdir()
        with an_office(server, request, folder, is_new=True) as office:
            if order == "named later":
                office.send(log)
                with_ward(office, folder, NAMED).send_bytes()
            else:
                with_ward(office, folder, NAMED).send(log)
            assert office.rows(DOSSIERS) == expected, order
            assert office.rows(
                "select valid_from::text, valid_to::text, is_current from warehouse.dim_procedure where procedure_code = "
                "'1.999999' order by 1"
            ) == [
                ("2025-01-01", "2026-06-30", 0),
                ("2026-07-01", "9999-12-31", 1),
            ]


def test_dimensions_name_the_law_behind_their_members(office: Office) -> None:
    assert office.rows("select decree, valid_to::text from warehouse.dim_area where area_code = '10741'") == [
        ("Nghị quyết 1669/NQ-UBTVQH15 ngày 16/6/2025", "2025-06-30")
    ]
    assert (
        office.one("select count(*) from warehouse.dim_insurance_group where insurance_group_key > 0 and coalesce(legal_basis, '') = ''")
        == 0
    )
    assert office.one("select count(*) from warehouse.dim_poverty_standard where legal_basis ~ 'Nghị định|Quyết định'") >= 4
