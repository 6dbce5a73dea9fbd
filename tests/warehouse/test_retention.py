"""What holds people goes after its term; facts, figures and what is held stay, and the removal is written down."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import psycopg
import pytest

from flows.config.ward import Retention
from flows.database.engine import open_engine
from flows.extract.landing import landed_path
from flows.operations.retention import retain
from tests.conftest import SERVERS
from tests.support.office import JULY, JUNE, Office, an_office, cards, health_list, poverty_list, report


@pytest.fixture(params=SERVERS)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    with an_office(request.param, request, tmp_path, fed=two_months) as made:
        yield made


def two_months(made: Office) -> None:
    made.send(health_list(JUNE, cards(JUNE)), poverty_list(JUNE), report(JUNE), health_list(JULY, cards(JULY)), report(JULY))


def removed(office: Office, as_of: date, dry_run: bool = False, **terms: int) -> dict[str, int]:
    ward = replace(office.settings.ward, retention=Retention(**{"landed_months": 12, "vault_months": 12, **terms}))
    with open_engine(office.settings) as engine:
        return {one.kind: one.items for one in retain(engine, replace(office.settings, ward=ward), as_of, "kiểm thử", dry_run=dry_run)}


def landed(office: Office, month: date) -> list[bool]:
    digests = office.rows("select sha256 from audit.delivery where month = %s order by 1", month)
    return [landed_path(office.settings.home, sha).exists() for (sha,) in digests]


def sealed(office: Office, month: date) -> int:
    tables = ("person_row", "quarantined_row", "repair")
    return sum(
        office.one(f"select count(*) from vault.{table} join audit.delivery using (delivery_id) where month = %s", month)
        for table in tables
    )


def test_june_goes_in_july_of_the_next_year_and_july_stays(office: Office) -> None:
    before, of_june = (office.facts(), office.figures()), sealed(office, JUNE)
    assert removed(office, date(2027, 6, 30)) == {"landed_file": 0, "vault_row": 0}
    assert removed(office, date(2027, 7, 1), dry_run=True) == {"landed_file": 3, "vault_row": of_june}
    assert all(landed(office, JUNE)) and sealed(office, JUNE) == of_june, "a dry run removes nothing"
    assert removed(office, date(2027, 7, 1)) == {"landed_file": 3, "vault_row": of_june}
    assert not any(landed(office, JUNE)) and all(landed(office, JULY))
    assert sealed(office, JUNE) == 0 and sealed(office, JULY) > 0
    assert (office.facts(), office.figures()) == before, "figures stay"
    assert office.rows(
        "select removed_by, kind, before_month::text, item_count from audit.retention_log where item_count > 0 order by kind"
    ) == [
        ("kiểm thử", "landed_file", "2026-07-01", 3),
        ("kiểm thử", "vault_row", "2026-07-01", of_june),
    ]


def test_what_a_held_delivery_waits_for_stays(office: Office) -> None:
    people = cards(JUNE)
    for record in people[:12]:
        record.change(valid_from="chưa rõ")
    office.send(health_list(JUNE, people, name="BHYT_2026-06 sửa.csv"))
    (digest,) = next(iter(office.rows("select sha256 from audit.delivery where status = 'held'")))
    removed(office, date(2030, 1, 1))
    assert landed_path(office.settings.home, digest).exists()
    assert office.one("select count(*) from vault.quarantined_row join audit.delivery using (delivery_id) where status = 'held'") > 0


def test_a_file_that_another_ward_still_waits_for_stays(office: Office) -> None:
    """A list of several wards comes to each of them; files stand by their bytes, once."""
    (digest,) = next(iter(office.rows("select sha256 from audit.delivery where source = 'health_insurance' and month = %s", JUNE)))
    with psycopg.connect(str(office.settings.database_url), autocommit=True) as connection:
        connection.execute(
            """insert into audit.delivery (ward_code, source, month, file_name, sha256, status, run_id)
               select '10747', source, month, file_name, sha256, 'held', run_id from audit.delivery where sha256 = %s""",
            (digest,),
        )
    assert removed(office, date(2027, 7, 1))["landed_file"] == 2
    assert landed_path(office.settings.home, digest).exists()


def test_a_term_of_nought_keeps_everything(office: Office) -> None:
    assert removed(office, date(2040, 1, 1), landed_months=0, vault_months=0) == {}
    assert all(landed(office, JUNE))


def test_a_second_removal_finds_nothing(office: Office) -> None:
    removed(office, date(2027, 7, 1))
    assert removed(office, date(2027, 7, 1)) == {"landed_file": 0, "vault_row": 0}
    assert office.send_bytes().indicators_changed == 0


# --- copies of what was fetched -------------------------------------------------------------------------------------------
@pytest.fixture
def fetched(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """June and July fetched from a folder: June's health list alone, another file of June in an archive with one of July."""
    import zipfile

    from flows.config.ward import PullSource
    from flows.extract.fetching import pull
    from flows.pipeline.run import run_paths

    with an_office("embedded", request, tmp_path) as made:
        share = tmp_path / "share"
        (share / "2026").mkdir(parents=True)
        for one in (report(JUNE), health_list(JUNE, cards(JUNE)), report(JULY)):
            one.write(share / "2026")
        for one in (poverty_list(JUNE), health_list(JULY, cards(JULY))):
            one.write(tmp_path)
        with zipfile.ZipFile(share / "hai kỳ.zip", "w") as archive:
            for name in ("HoNgheo_2026-06.xlsx", "BHYT_2026-07.csv"):
                archive.write(tmp_path / name, name)
        sources = (PullSource("Chia sẻ", str(share), "**/*"),)
        office = replace(made, settings=replace(made.settings, ward=replace(made.settings.ward, sources=sources)))
        run_paths(office.settings, pull(office.settings).folders)
        yield office


def copies(office: Office) -> set[str]:
    inbox = office.settings.home / "inbox" / "Chia sẻ"
    return {path.relative_to(inbox).as_posix() for path in inbox.rglob("*") if path.is_file() and not path.name.startswith(".")}


def test_the_fetched_copy_goes_with_the_landed_file_and_is_not_fetched_again(fetched: Office) -> None:
    from flows.extract.fetching import pull

    everything = {"2026/BHYT_2026-06.csv", "2026/BaoCao_ChiTieu_2026-06.xlsx", "2026/BaoCao_ChiTieu_2026-07.xlsx", "hai kỳ.zip"}
    assert copies(fetched) == everything
    assert removed(fetched, date(2027, 7, 1), dry_run=True)["inbox_copy"] == 2
    assert copies(fetched) == everything, "a dry run removes nothing"
    assert removed(fetched, date(2027, 7, 1))["inbox_copy"] == 2
    left = {"2026/BaoCao_ChiTieu_2026-07.xlsx", "hai kỳ.zip"}
    assert copies(fetched) == left, "an archive that brings a younger file too stays"
    pull(fetched.settings)
    assert copies(fetched) == left
    assert removed(fetched, date(2027, 8, 1))["inbox_copy"] == 2
    assert copies(fetched) == set()
    pull(fetched.settings)
    assert copies(fetched) == set()
    assert fetched.rows("select kind, item_count from audit.retention_log where kind = 'inbox_copy'") == [
        ("inbox_copy", 2),
        ("inbox_copy", 2),
    ]


def test_what_the_source_changed_is_fetched_though_its_copy_was_removed(fetched: Office) -> None:
    from flows.extract.fetching import pull

    removed(fetched, date(2027, 7, 1))
    health_list(JUNE, cards(JUNE)[1:]).write(fetched.folder / "share" / "2026")
    pull(fetched.settings)
    assert "2026/BHYT_2026-06.csv" in copies(fetched)


# --- what may leave the house ---------------------------------------------------------------------------------------------
def test_small_cells_are_blank_in_what_is_published_and_nowhere_else(office: Office) -> None:
    small = office.rows("""select indicator_code, area_code, month from mart.indicator_value where numerator between 1 and 4 and
        length(area_code) > 5
        and left(indicator_code, 4) in ('XH01', 'XH04', 'XH05') and area_code <> '10744'""")
    assert small
    hidden = office.rows("select indicator_code, area_code, month from mart.published_value where is_suppressed = 1")
    assert set(small) <= set(hidden)
    assert (
        office.one(
            "select count(*) from mart.published_value where is_suppressed = 1 and (value is not null or numerator is not null "
            "or denominator is not null)"
        )
        == 0
    )
    assert office.one("select count(*) from mart.published_value where is_suppressed = 1 and area_code = '10744'") == 0
    assert office.one("select count(*) from mart.published_value") == office.one("select count(*) from mart.indicator_value")


ISSUED = """with made as (
        insert into audit.issued_report (ward_code, month, issue_number, report_number, issued_at, issued_by, plan_code, inputs_sha256,
        rule_version, code_version)
        values ('10744', '2026-06-01', 1, '01/2026-06', now(), 'kiểm thử', '69', repeat('0', 64), '1', '1') returning report_id)
    insert into audit.issued_figure (report_id, indicator_code, area_code, month, window_kind, indicator_name, area_name, unit, status,
    is_provisional, is_suppressed, is_scorecard)
    select made.report_id, v.indicator_code, v.area_code, v.month, v."window", v.indicator_name, v.area_name, v.unit, 'not_judged', 0, 1, 0
    from made, mart.published_value v where v.month = '2026-06-01' and (v.indicator_code, v.area_code) = (%s, %s)"""


def test_what_an_issued_report_kept_back_is_not_shown_later(office: Office) -> None:
    """After a correction nothing may be small any more: shown beside the totals of that report, the cell would tell what was."""
    code, area = (
        office.rows("""select indicator_code, area_code from mart.published_value where month = '2026-06-01' and is_suppressed = 0 and
            left(indicator_code, 4) = 'XH01'
        and length(area_code) = 8 order by 1, 2 limit 1""")[0]
    )
    with psycopg.connect(str(office.settings.database_url), autocommit=True) as connection:
        connection.execute(ISSUED.encode(), (code, area))
        connection.execute("update audit.setting set value = 'something else' where name = 'indicators_computed_from'")
    office.send_bytes()
    assert office.rows(
        "select is_suppressed, value from mart.published_value where month = '2026-06-01' and (indicator_code, area_code) = (%s, %s)",
        code,
        area,
    ) == [(1, None)]


def test_the_ward_may_show_everything(office: Office) -> None:
    from flows.config.ward import Publication

    open_ward = replace(office.settings.ward, publication=Publication(small_cell=0))
    replace(office, settings=replace(office.settings, ward=open_ward)).send_bytes()
    assert office.one("select count(*) from mart.published_value where is_suppressed = 1") == 0


def test_a_rebuild_does_not_bring_back_what_was_past_its_term(office: Office) -> None:
    from flows.operations.rebuild import rebuild

    ward = replace(office.settings.ward, retention=Retention(landed_months=0, vault_months=1))
    with open_engine(office.settings) as engine:
        rebuild(engine, replace(office.settings, ward=ward), lambda *_: None)
    assert sealed(office, JUNE) == 0
    assert office.one("select count(*) from audit.retention_log where removed_by = 'chitieu rebuild'") == 1
