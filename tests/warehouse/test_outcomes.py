"""What a night did with each file stands in ``audit.outcome``: of fetching, of the house, of nights that failed or were killed.

One office, its nights in the order of the tests.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from flows.cli.main import main
from flows.database.troubles import TroubleError
from flows.database.warehouse import ward_warehouse
from flows.extract.file_steps import FileStep
from flows.load.outcomes import MOST_LINES, step_lines
from flows.pipeline.run import run_night, run_paths
from tests.support.office import JULY, JUNE, Office, an_office, cards, health_list, report, social_list

LAST_NIGHT = "(select max(run_id) from audit.run)"
AT = datetime(2026, 7, 1, 1, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office("embedded", request, tmp_path_factory.mktemp("outcomes")) as made:
        yield made


def lines_of_last_night(office: Office, columns: str = "file_name, step, result, file_count, row_count") -> list[tuple[Any, ...]]:
    return office.rows(f"select {columns} from audit.outcome where run_id = {LAST_NIGHT} order by outcome_id")


def inbox_of(office: Office, *files: tuple[str, bytes]) -> Path:
    inbox = office._inbox()
    for name, data in files:
        (inbox / name).write_bytes(data)
    return inbox


def status_of(office: Office, *arguments: str) -> str:

    environment = {"CHITIEU_HOME": str(office.settings.home), "CHITIEU_DATABASE_URL": office.settings.database_url}
    environment["CHITIEU_SECRET_KEY"] = office.settings.secret_text
    return CliRunner().invoke(main, ["status", *arguments], env=environment).stdout


def test_a_delivery_walks_from_step_to_step_to_its_end(office: Office) -> None:
    listed = cards(JUNE)
    office.send(health_list(JUNE, listed), report(JUNE))
    lines = lines_of_last_night(office)
    assert lines[0] == (None, "found", "", 2, None)
    walk = [line[1:] for line in lines if line[0] == "BHYT_2026-06.csv"]
    assert [step for step, *_ in walk] == ["landed", "read", "judged", "published"]
    assert walk[2] == ("judged", "", 1, len(listed))
    published = office.one("select rows_published from audit.delivery where file_name = 'BHYT_2026-06.csv'")
    assert walk[3][0] == "published" and walk[3][1].startswith("published") and walk[3][3] == published > 0
    about = office.rows(
        f"""select distinct o.source, o.month, o.delivery_id = d.delivery_id, o.byte_count > 100, o.seconds >= 0 from audit.outcome o
        join audit.delivery d on d.file_name = o.file_name where o.run_id = {LAST_NIGHT} and o.file_name like 'BHYT%%'"""
    )
    assert about == [("health_insurance", JUNE, True, True, True)]


def test_a_refused_file_ends_held_with_why(office: Office) -> None:
    office.send_bytes(**{"thư ngỏ.txt": b"no list of anything"})
    [(step, result, message)] = [
        line for line in lines_of_last_night(office, "step, result, message") if line[0] not in ("found", "landed", "read")
    ]
    assert (step, result) == ("held", office.one("select status from audit.delivery where file_name = 'thư ngỏ.txt'"))
    assert message == office.one("select reasons from audit.delivery where file_name = 'thư ngỏ.txt'") != ""


def test_a_night_of_known_files_is_two_lines_however_many_they_are(office: Office) -> None:
    inbox = inbox_of(office, *((f"thư {number}.txt", f"letter {number}".encode()) for number in range(40)))
    run_paths(office.settings, [inbox])
    run_paths(office.settings, [inbox])
    assert lines_of_last_night(office) == [(None, "found", "", 40, None), (None, "skipped", "duplicate", 40, None)]


def step(name: str | None, what: Any, place: str = "Ổ đĩa chung", **more: Any) -> FileStep:
    return FileStep(place, name, what, AT, **more)


def test_steps_of_fetching_are_kept_and_idle_files_counted(office: Office) -> None:
    steps = [step(f"cũ/{number}.csv", what, size=10) for number in range(900) for what in ("found", "skipped")]
    steps += [step("mới.csv", "found", size=77), step("mới.csv", "fetched", size=77, seconds=1.5)]
    steps += [
        step("dở.xlsx.part", "waiting", size=5, message="it is still being written"),
        step(None, "failed", "BHXH", message="no route"),
    ]
    with ward_warehouse(office.settings, alone=True) as engine:
        run_night(engine, office.settings, [], steps=steps)
    assert lines_of_last_night(office, "place_name, file_name, step, file_count, byte_count, seconds::float, message, started_at") == [
        ("Ổ đĩa chung", "mới.csv", "found", 1, 77, 0, "", AT),
        ("Ổ đĩa chung", "mới.csv", "fetched", 1, 77, 1.5, "", AT),
        ("Ổ đĩa chung", "dở.xlsx.part", "waiting", 1, 5, 0, "it is still being written", AT),
        ("BHXH", None, "failed", 0, None, 0, "no route", AT),
        ("Ổ đĩa chung", None, "found", 900, 9000, 0, "", AT),
        ("Ổ đĩa chung", None, "skipped", 900, 9000, 0, "", AT),
    ]


def test_status_tells_what_waits_what_failed_and_what_was_done(office: Office) -> None:
    shown = " ".join(status_of(office).split())
    assert "Số tệp theo bước: đã thấy 901, đang chờ gửi xong 1, đã lấy về 1, bỏ qua, không đổi 900." in shown
    assert "Đang chờ nơi gửi ghi xong: dở.xlsx.part (nguồn Ổ đĩa chung): it is still being written" in shown
    assert "Không làm được: cả nguồn (nguồn BHXH): no route" in shown
    night = json.loads(status_of(office, "--json"))["night"]
    assert [line["file_name"] for line in night["waiting"]] == ["dở.xlsx.part"]
    assert [line["place_name"] for line in night["failed"]] == ["BHXH"]


def test_a_server_whose_every_file_is_refused_does_not_fill_the_table() -> None:
    refused = [step(f"{number}.csv", "failed", message="no right") for number in range(5000)]
    lines = step_lines(refused)
    assert lines.height == MOST_LINES + 1
    assert lines["file_count"].sum() == 5000


def test_a_night_that_fails_says_so_and_keeps_what_was_published(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_run: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("flows.pipeline.refresh.bring_up_to_date", full)
    with pytest.raises(TroubleError, match="the disk cannot take more"):
        office.send(social_list(JUNE))
    assert office.rows(f"select state, finished_at is not null from audit.run where run_id = {LAST_NIGHT}") == [("failed", True)]
    lines = lines_of_last_night(office, "file_name, step, message")
    assert ("published" in [what for name, what, _ in lines if name == "BHXH_2026-06.xlsx"]) and lines[-1][:2] == (None, "failed")
    assert "dừng vì lỗi" in status_of(office)


def test_a_night_that_was_killed_is_closed_by_the_next(office: Office) -> None:
    killed = office.one("insert into audit.run (ward_code) values (%s) returning run_id", office.settings.ward.code)
    other = office.one("insert into audit.run (ward_code) values ('99999') returning run_id")
    office.send(health_list(JULY, cards(JULY)))
    states = dict(office.rows("select run_id, state from audit.run where run_id >= %s", killed))
    assert states == {killed: "killed", other: "running", max(states): "finished"}


def test_bi_reads_the_steps_and_no_file_name(office: Office) -> None:
    columns = {
        name for (name,) in office.rows("select attname from pg_attribute where attrelid = 'mart.night_step'::regclass and attnum > 0")
    }
    assert not columns & {"file_name", "message"}
    assert office.rows("select distinct step, step_name from mart.night_step where step = 'published'") == [("published", "Đã công bố")]
    assert office.one("select count(*) from mart.night_step") == office.one("select count(*) from audit.outcome")
