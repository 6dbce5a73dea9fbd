"""Headings that nobody knows: kept with their delivery, answered once, read ever after."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection

from flows.config.heading_answers import HeadingError
from flows.database.engine import open_engine
from flows.extract.headings import contracts_for, settled_keys
from flows.pipeline.outcomes import RunResult
from flows.pipeline.run import run_paths
from review.headings import OpenHeading, answer_heading, answers_of, forget_heading, open_headings
from tests.support.office import JULY, JUNE, Office, cards, health_list, office_at, rules_of, statuses
from transforms.reading.answers import HeadingAnswer

WARD, HEALTH, LIST = "10744", "health_insurance", "BHYT_2026-06.csv"


@pytest.fixture
def office(one_database_url: str, tmp_path: Path) -> Office:
    return office_at(one_database_url, tmp_path)


@contextmanager
def connected(office: Office) -> Iterator[Connection]:
    with open_engine(office.settings) as engine, engine.begin() as connection:
        yield connection


def changed(folder: Path, **headings: str) -> Path:
    """June's list in the folder, technical names of some headings put otherwise ("" keeps the column without one)."""
    health_list(JUNE, cards(JUNE)).write(folder)
    path = folder / LIST
    head, rest = path.read_text(encoding="utf-8-sig").split("\n", 1)
    cells = head.rstrip("\r").split(";")
    path.write_text(";".join(headings.get(cell, cell) for cell in cells) + "\n" + rest, encoding="utf-8")
    return folder


def run(office: Office, folder: Path) -> RunResult:
    return run_paths(office.settings, [folder])


def answer(office: Office, heading: str, column: str | None) -> None:
    with connected(office) as connection:
        answer_heading(connection, WARD, HEALTH, heading, column, "Cán bộ thống kê", "đã hỏi cơ quan BHXH")


def waiting(office: Office) -> list[OpenHeading]:
    with connected(office) as connection:
        return open_headings(connection, WARD)


# --- a delivery that lacks a column -----------------------------------------------------------------------------------------
def test_a_held_list_is_published_when_the_missing_column_is_answered(database_url: str, tmp_path: Path) -> None:
    office = office_at(database_url, tmp_path)
    folder = changed(tmp_path / "inbox", denNgay="Mốc B")
    first = run(office, folder)
    assert statuses(first) == {LIST: "held"}
    assert rules_of(office, LIST) == {"F03"}
    assert "Cột 'Mốc B' (K) có giá trị giống 'Đến ngày' (100 % số ô)" in first.deliveries[0].reasons[0]
    (shown,) = waiting(office)
    assert (shown.heading, shown.column_letter, shown.suggested_column, shown.likeness, shown.is_holding) == (
        "Mốc B",
        "K",
        "valid_to",
        1.0,
        True,
    )
    assert statuses(run(office, folder)) == {LIST: "duplicate"}

    answer(office, "Mốc B", "Đến ngày")
    assert waiting(office) == []
    assert statuses(run(office, folder)) == {LIST: "published"}
    assert office.one("select count(*) from warehouse.fact_health_insurance") > 0
    assert office.rows("select status, count(*) from audit.delivery group by status") == [("published", 1)]
    again = run(office, folder)
    assert (statuses(again), again.indicators_changed) == ({LIST: "duplicate"}, 0)


def test_what_is_published_after_an_answer_is_what_the_known_heading_gives(
    one_database_url: str, embedded_url: str, tmp_path: Path
) -> None:
    from tests.support.databases import new_warehouse

    answered, plain = office_at(one_database_url, tmp_path / "a"), tmp_path / "b"
    folder = changed(tmp_path / "inbox", denNgay="Mốc B", soCmnd="Mã 1")
    run(answered, folder)
    answer(answered, "Mốc B", "valid_to")
    answer(answered, "Mã 1", "personal_id")
    run(answered, folder)
    with new_warehouse(embedded_url) as url:
        known = office_at(url, plain)
        known.send(health_list(JUNE, cards(JUNE)))
        assert answered.facts() == known.facts()


def test_an_answer_in_the_wards_folder_frees_a_held_list_too(office: Office, tmp_path: Path) -> None:
    folder = changed(tmp_path / "inbox", denNgay="Mốc B")
    assert statuses(run(office, folder)) == {LIST: "held"}
    ward = replace(office.settings.ward, headings=(HeadingAnswer(HEALTH, "MỐC B", "valid_to"),))
    told = replace(office, settings=replace(office.settings, ward=ward))
    assert [statuses(run(told, folder)) for _ in range(2)] == [{LIST: "published"}, {LIST: "duplicate"}]


def test_an_answer_that_does_not_help_holds_the_list_again_and_only_once(office: Office, tmp_path: Path) -> None:
    folder = changed(tmp_path / "inbox", denNgay="Mốc B", tuNgay="Mốc A")
    run(office, folder)
    answer(office, "Mốc A", None)
    assert [statuses(run(office, folder)) for _ in range(2)] == [{LIST: "held"}, {LIST: "duplicate"}]
    assert office.one("select count(*) from audit.delivery") == 1
    assert [one.heading for one in waiting(office)] == ["Mốc B"]


# --- a delivery with a column too many --------------------------------------------------------------------------------------
def test_an_unknown_heading_is_told_until_it_is_answered(office: Office, tmp_path: Path) -> None:
    run(office, changed(tmp_path / "june", diaChi="Nơi ấy"))
    assert rules_of(office, LIST) == {"F09"}
    assert [(one.heading, one.suggested_column, one.is_holding) for one in waiting(office)] == [("Nơi ấy", "address", False)]
    answer(office, "Nơi ấy", "ignored")
    assert waiting(office) == []
    listed = health_list(JUNE, cards(JUNE)[:-1])
    listed.write(tmp_path / "again")
    path = tmp_path / "again" / LIST
    path.write_text(path.read_text(encoding="utf-8-sig").replace("diaChi", "NƠI ẤY", 1), encoding="utf-8")
    assert statuses(run(office, tmp_path / "again")) == {LIST: "published"}
    assert rules_of(office, LIST) == set()


def test_a_heading_is_listed_once_with_the_newest_delivery_that_shows_it(office: Office, tmp_path: Path) -> None:
    run(office, changed(tmp_path / "june", diaChi="Nơi ấy"))
    health_list(JULY, cards(JULY)).write(tmp_path / "july")
    path = tmp_path / "july" / "BHYT_2026-07.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace("diaChi", "nơi ấy", 1), encoding="utf-8")
    run(office, tmp_path / "july")
    (shown,) = waiting(office)
    assert (shown.heading, shown.file_name, shown.month, shown.deliveries) == ("nơi ấy", "BHYT_2026-07.csv", JULY, 2)


# --- answers ------------------------------------------------------------------------------------------------------------------
def answers_to(office: Office, work: Callable[[Connection], object]) -> object:
    office.send_bytes()
    with connected(office) as connection:
        return work(connection)


def test_a_newer_answer_takes_the_older_ones_place_and_may_be_taken_back(office: Office) -> None:
    def work(connection: Connection) -> None:
        first = answer_heading(connection, WARD, HEALTH, "Mã 1", "personal_id", "An", "lần đầu")
        second = answer_heading(connection, WARD, HEALTH, " MÃ\n1", None, "Bình", "xem lại")
        assert second.decided_at > first.decided_at
        assert [(one.column_name, one.decided_by, one.reason) for one in answers_of(connection, WARD)] == [(None, "Bình", "xem lại")]
        assert [forget_heading(connection, WARD, HEALTH, "mã 1") for _ in range(2)] == [True, False]
        assert answers_of(connection, WARD) == []

    answers_to(office, work)


@pytest.mark.parametrize(
    ("source", "heading", "column", "says"),
    [
        ("bhyt", "Mã 1", None, "found the source 'bhyt', expected one of"),
        (HEALTH, "Mã 1", "den_luc", "found the column 'den_luc', expected 'ignored' or one of these columns"),
        (HEALTH, "Mã 1", "ethnicity", "found the column 'ethnicity'"),
        (HEALTH, "Mã 1", "STT", "found the column 'STT'"),
        (HEALTH, "Đến ngày", None, "knows it already as column 'Đến ngày'"),
        (HEALTH, "STT", None, "knows it already"),
        (HEALTH, "(1)", None, "found no letter"),
        (HEALTH, "(cột D không có tiêu đề)", "valid_to", "can only be ignored"),
    ],
)
def test_an_answer_that_cannot_be_kept_is_refused(office: Office, source: str, heading: str, column: str | None, says: str) -> None:
    def work(connection: Connection) -> None:
        with pytest.raises(HeadingError) as caught:
            answer_heading(connection, WARD, source, heading, column, "An", "vì sao")
        assert says in str(caught.value)
        assert answers_of(connection, WARD) == []

    answers_to(office, work)


def test_an_answer_needs_a_reason_and_a_name(office: Office) -> None:
    def work(connection: Connection) -> None:
        for by, reason in (("", "vì sao"), ("An", "  ")):
            with pytest.raises(HeadingError, match="is empty"):
                answer_heading(connection, WARD, HEALTH, "Mã 1", None, by, reason)

    answers_to(office, work)


def test_the_databases_answer_wins_over_the_folders(office: Office) -> None:
    ward = replace(office.settings.ward, headings=(HeadingAnswer(HEALTH, "Mã 1", None), HeadingAnswer(HEALTH, "Mã 2", "card_number")))

    def work(connection: Connection) -> None:
        answer_heading(connection, WARD, HEALTH, "MÃ 1", "personal_id", "An", "vì sao")
        answer_heading(connection, "00000", HEALTH, "Mã 2", None, "An", "phường khác")
        known = contracts_for(connection, ward)
        (found,) = (contract for contract in known if contract.source == HEALTH)
        assert dict(found.answers) == {"MÃ 1": "personal_id", "Mã 2": "card_number"}
        assert settled_keys(known) == {(HEALTH, "ma1"), (HEALTH, "ma2")}

    answers_to(office, work)
