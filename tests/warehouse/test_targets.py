"""The judgement in the warehouse: replaced whole with what is known, following the plan, and asked for as it was known on a day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from flows.config.settings import Settings
from flows.database.engine import open_engine
from flows.database.migrate import migrate
from flows.indicators.compute import computed_from
from flows.indicators.scorecard import SCORECARD, read_scorecard
from flows.indicators.scorecard_as_of import scorecard_as_of
from flows.indicators.targets import assess_known, refresh_judgement
from flows.load.dimensions import seed
from flows.operations.status_as_of import read_status_as_of
from tests.conftest import SERVERS, new_database, url_of
from tests.support.drawn_frames import assert_drawn, ward
from tests.support.drawn_warehouse import DrawnWarehouse
from tests.support.office import JUNE, cards, health_list, office_at, report

if TYPE_CHECKING:
    from sqlalchemy import Engine

FINGERPRINT = "a fingerprint for tests only"
HERE = ZoneInfo("Asia/Ho_Chi_Minh")

#: XH04 with a series long enough for a forecast, what adds up, a recognition, a count of a group, a value that was corrected and one
#: withdrawn.
KNOWN = """
    indicator | area     | month   | window_kind  | value | known_from | known_to
    ----------+----------+---------+--------------+-------+------------+-----------
    XH04      | 10744    | 2025-12 | snapshot     | 87    | 2026-01-05 |
    XH04      | 10744    | 2026-01 | snapshot     | 87.1  | 2026-02-05 |
    XH04      | 10744    | 2026-02 | snapshot     | 87.4  | 2026-03-05 |
    XH04      | 10744    | 2026-03 | snapshot     | 87.5  | 2026-04-05 |
    XH04      | 10744    | 2026-04 | snapshot     | 87.9  | 2026-05-05 |
    XH04      | 10744    | 2026-05 | snapshot     | 88    | 2026-06-05 |
    XH04      | 10744    | 2026-06 | snapshot     | 80    | 2026-07-05 | 2026-07-20
    XH04      | 10744    | 2026-06 | snapshot     | 88.2  | 2026-07-20 |
    XH02      | 10744    | 2026-06 | snapshot     | 96    | 2026-07-05 | 2026-08-01
    XH02      | 10744    | 2026-06 | snapshot     |       | 2026-08-01 |
    KT01      | 10744    | 2026-06 | year_to_date | 44    | 2026-07-05 |
    KT01      | 10744    | 2026-06 | month        | 4     | 2026-07-05 |
    HC03      | 10744    | 2026-06 | snapshot     | 0     | 2026-07-05 |
    MH02      | 10744-01 | 2026-06 | snapshot     | 90    | 2026-07-05 |
    KT05      | 10744-01 | 2026-06 | snapshot     | 9     | 2026-07-05 |
"""


@pytest.fixture(scope="module", params=SERVERS)
def seeded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> "Iterator[tuple[Engine, int]]":
    with new_database(url_of(request.param, request)) as url:
        settings = Settings(home=Path(tmp_path_factory.mktemp("home")), database_url=url, ward=ward())
        with open_engine(settings) as engine:
            migrate(engine)
            with engine.begin() as connection:
                ward_key = seed(connection, ward(), FINGERPRINT)
            yield engine, ward_key


@pytest.fixture
def warehouse(seeded: "tuple[Engine, int]") -> Iterator[DrawnWarehouse]:
    engine, ward_key = seeded
    with engine.connect() as connection, connection.begin() as transaction:
        drawn = DrawnWarehouse(connection, ward_key)
        drawn.fill("fact_indicator", KNOWN)
        yield drawn
        transaction.rollback()


def midnight_after(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=HERE) + timedelta(days=1)


def as_of(warehouse: DrawnWarehouse, day: str) -> dict[str, dict[str, Any]]:
    return {row["indicator_code"]: row for row in scorecard_as_of(warehouse.connection, warehouse.ward_key, midnight_after(day))}


def test_every_current_value_is_judged_once(warehouse: DrawnWarehouse) -> None:
    assert_drawn(
        warehouse.query("""select (select count(*) from warehouse.fact_indicator where known_to is null and value is not null) as values,
                                  (select count(*) from warehouse.fact_target_judgement) as judged, (select count(*) from
                                  mart.indicator_value) as shown"""),
        "values | judged | shown\n---+---+---\n12 | 12 | 12",
    )


def test_judging_again_changes_nothing(warehouse: DrawnWarehouse) -> None:
    tables = "fact_target_judgement", "fact_target_forecast"
    before = [warehouse.query(f"select t::text as t from warehouse.{name} t order by 1")["t"].to_list() for name in tables]
    refresh_judgement(warehouse.connection, warehouse.ward_key)
    assert [warehouse.query(f"select t::text as t from warehouse.{name} t order by 1")["t"].to_list() for name in tables] == before


def test_the_scorecard_joins_what_the_engine_made(warehouse: DrawnWarehouse) -> None:
    """XH04 needs 97 - 88.2 over 54 months; January was 0.07 points short of its path. The line of its seven points: the median slope, from
    the middle point on."""
    assert_drawn(
        warehouse.query("""select indicator_code as indicator, month, status, distance_to_target as missing, needed_per_month as needed,
            held_since, trend_per_month as trend,
                                  forecast_low < forecast_at_target_year and forecast_at_target_year <= forecast_high as in_band,
                                  provisional_flag, reason
                           from mart.scorecard where indicator_code in ('XH04', 'HC03', 'KT05') order by indicator_code"""),
        """
        indicator | month   | status     | missing | needed | held_since | trend | in_band | provisional_flag | reason
        ----------+---------+------------+---------+--------+------------+-------+---------+------------------+-------------------------------
        HC03      | 2026-06 | not_judged |         |        | 2026-06-01 |       |         | 0                | Chưa đạt; hạn cuối năm 2027.
        KT05      |         | no_data    |         |        |            |       |         | 0                | Chưa có số liệu.
        XH04      | 2026-06 | on_track   | 8.8     | 0.163  | 2026-02-01 | 0.2   | yes     | 0                | Đạt 88,2 %, đúng tiến độ (lúc này cần 88 %); còn thiếu 8,8 điểm % so với mục tiêu 97 % năm 2030; cần tăng thêm 0,16 điểm % mỗi tháng.
    """,  # noqa: E501
    )


def test_the_card_of_the_engine_in_memory_is_the_card_of_the_view(warehouse: DrawnWarehouse) -> None:
    """Every column and row: what was known by tonight is what is known now."""
    shown = read_scorecard(warehouse.connection, "10744")
    then = scorecard_as_of(warehouse.connection, warehouse.ward_key, datetime(2040, 1, 1, tzinfo=HERE))
    assert [list(row) for row in then] == [list(SCORECARD)] * len(shown) == [list(row) for row in shown]
    for here, there in zip(shown, then, strict=True):
        for name in SCORECARD:
            one, other = here[name], there[name]
            assert (type(one), one) == (type(other), other), f"{here['indicator_code']}.{name}: {one!r}, {other!r}"


def test_a_day_is_asked_for_as_it_was_known_at_its_end(warehouse: DrawnWarehouse) -> None:
    """A value known from midnight of 20 July was not known on 19 July; a withdrawn one is still there the day before."""
    assert (as_of(warehouse, "2026-07-04")["XH04"]["value"], as_of(warehouse, "2026-07-05")["XH04"]["value"]) == (88, 80)
    early, late = as_of(warehouse, "2026-07-19")["XH04"], as_of(warehouse, "2026-07-20")["XH04"]
    assert (early["value"], early["status"], float(late["value"]), late["status"]) == (80, "behind", 88.2, "on_track")
    assert early["reason"].startswith("Đạt 80 %, chậm 8 điểm % so với tiến độ")
    assert (as_of(warehouse, "2026-07-31")["XH02"]["value"], as_of(warehouse, "2026-08-01")["XH02"]["status"]) == (96, "no_data")
    assert {row["status"] for row in as_of(warehouse, "2025-12-31").values()} == {"no_data"}


def test_a_day_s_deliveries_stand_as_they_stood(warehouse: DrawnWarehouse) -> None:
    warehouse.publish("poverty", "2026-06", "2026-07")
    warehouse.connection.exec_driver_sql("""update audit.delivery set received_at = month + interval '1 month 4 days';
        update audit.delivery d set status = 'superseded', superseded_by = (select max(delivery_id) from audit.delivery) where month =
        '2026-06-01';
        update audit.run set started_at = '2026-07-05 02:00+07'""")
    found = {
        day: read_status_as_of(warehouse.connection, ward(), date.fromisoformat(day)) for day in ("2026-07-04", "2026-07-05", "2026-08-05")
    }
    told = {day: [(f"{row['month']:%Y-%m}", row["status"]) for row in standing.deliveries] for day, standing in found.items()}
    assert told == {
        "2026-07-04": [],
        "2026-07-05": [("2026-06", "published")],
        "2026-08-05": [("2026-07", "published"), ("2026-06", "superseded")],
    }
    assert [standing.last_run is None for standing in found.values()] == [True, False, False]
    assert found["2026-07-05"].as_json()["as_of"] == "2026-07-05"


def test_a_plan_that_changed_is_judged_by_and_a_target_that_is_gone_takes_its_judgements(warehouse: DrawnWarehouse) -> None:
    """The second target of HC02 goes, that of XH04 becomes 90; keys of targets that stay do not change."""
    connection, plan = warehouse.connection, ward().plan_info
    keys = (
        "select indicator_code, target_number, target_key from warehouse.dim_target join warehouse.dim_indicator using "
        "(indicator_key) where target_key > 0"
    )
    before = {tuple(row[:2]): row[2] for row in connection.exec_driver_sql(keys)}
    warehouse.fill(
        "fact_indicator", "indicator | area | month | window_kind | value\n---+---+---+---+---\nHC02 | 10744 | 2030-06 | year_to_date | 80"
    )

    def changed(one: Any) -> Any:
        if one.code == "HC02":
            return replace(one, targets=one.targets[:1])
        return replace(one, targets=(replace(one.targets[0], value=90.0),)) if one.code == "XH04" else one

    newer = replace(ward(), plan_info=replace(plan, indicators=tuple(changed(one) for one in plan.indicators)))
    stamp = computed_from(connection, ward(), warehouse.ward_key).stamp
    seed(connection, newer, FINGERPRINT)
    after = {tuple(row[:2]): row[2] for row in connection.exec_driver_sql(keys)}
    assert set(before) - set(after) == {("HC02", 2)} and all(before[name] == key for name, key in after.items())
    assert computed_from(connection, newer, warehouse.ward_key).stamp != stamp
    refresh_judgement(connection, warehouse.ward_key)
    assert_drawn(
        warehouse.query(
            "select indicator_code as indicator, target, status from mart.scorecard where indicator_code in ('HC02', 'XH04') order by 1"
        ),
        "indicator | target | status\n---+---+---\nHC02 | 75 | on_track\nXH04 | 90 | on_track",
    )


def test_an_empty_warehouse_is_judged_too(seeded: "tuple[Engine, int]") -> None:
    engine, ward_key = seeded
    with engine.connect() as connection:
        judged = assess_known(connection, ward_key)
        assert (judged.judgement.height, judged.forecast.height) == (0, 0)
        refresh_judgement(connection, ward_key)
        connection.rollback()


def test_every_fact_that_a_run_makes_names_it_with_its_versions(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    office.send(health_list(JUNE, cards(JUNE)), report(JUNE))
    for fact in ("fact_target_judgement", "fact_target_forecast", "fact_suppressed_cell", "fact_indicator"):
        made = office.rows(
            f"select count(*), count(*) filter (where r.rule_version <> '' and r.code_version <> '') from warehouse.{fact} f join "
            "warehouse.dim_run r using (run_key)"
        )
        assert made[0][0] == made[0][1] == office.one(f"select count(*) from warehouse.{fact}") > 0, fact
