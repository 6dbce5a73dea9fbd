"""Clumsy mornings: pressed twice, two officers at once, a file that is known, a night in between. One decision is made, the other is told
so, and nothing is half written."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from flows.database.engine import night_lock
from flows.database.warehouse import ward_warehouse
from review.web import desk
from review.web.accounts import add_account
from tests.functional.test_page import a_list_with_faults, cause_address, count, row_of
from tests.support.office import JULY, Office, an_office, cards, health_list
from tests.support.visitor import PASSWORD, Visitor, a_browser, read

REASON = "Người đã chuyển đi"


@pytest.fixture
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    with an_office("embedded", request, tmp_path, fed=a_list_with_faults) as made:
        yield made


@pytest.fixture
def officer(office: Office) -> Iterator[Visitor]:
    with a_browser(office.settings, signed_in_as="Lan") as visitor:
        yield visitor


def test_what_is_pressed_twice_is_decided_once_and_taken_back_once(office: Office, officer: Visitor) -> None:
    at, token, before = cause_address(office), officer.token(), office.figures()
    form = {"csrf": token, "scope": "all", "reason": REASON}
    with ThreadPoolExecutor(2) as windows:
        answers = list(windows.map(lambda _: officer.client.post(f"{at}/exclude", data=form), range(2)))
        done, refused = sorted(answers, key=lambda answer: answer.status_code)
        assert (done.status_code, refused.status_code, count(office, "decision")) == (200, 409, 1)
        assert "Đã được quyết định: số 1, Lan" in read(refused) and REASON in read(refused)
        assert officer.get(at).status_code == 410  # what the button back leads to
        undo = {"csrf": token, "reason": "Nhầm"}
        answers = list(windows.map(lambda _: officer.client.post("/decisions/1/undo", data=undo), range(2)))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert (count(office, "decision"), office.figures()) == (2, before)


def test_of_two_officers_at_once_one_decides_and_the_other_is_told_by_whom(office: Office, officer: Visitor) -> None:
    at, row = cause_address(office), str(row_of(office))
    with ward_warehouse(office.settings) as engine, engine.begin() as connection:
        add_account(connection, office.settings.ward.code, "Mai", "officer", PASSWORD)
    with a_browser(office.settings, signed_in_as="Mai") as colleague, ThreadPoolExecutor(2) as rooms:
        corrected = {"row": row, "column": "valid_from", "value": "01/01/2026", "reason": "x"}
        acts = (
            (officer, f"{at}/exclude", {"csrf": officer.token(), "scope": "all", "reason": REASON}),
            (colleague, f"{at}/correct", {"csrf": colleague.token(), **corrected}),
        )
        answers = list(rooms.map(lambda act: act[0].client.post(act[1], data=act[2]), acts))
    assert office.rows("select kind from audit.decision") in ([("exclude",)], [("correct",)])
    done, refused = sorted(answers, key=lambda answer: answer.status_code)
    assert (done.status_code, refused.status_code) == (200, 409)
    assert office.one("select count(*) from audit.finding where rule_code = 'H02' and state = 'open'") == 0


def test_a_file_that_is_known_or_comes_beside_a_night_is_told(office: Office, officer: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "_WAIT_SECONDS", 0.0)
    health_list(JULY, cards(JULY)).write(office.folder)
    (path,) = office.folder.glob("BHYT_2026-07.csv")
    file = {"file": (path.name, path.read_bytes())}
    with ward_warehouse(office.settings) as engine, night_lock(engine):
        told = officer.send("/upload", "/upload", files=file)
    assert told.status_code == 409 and "giữ trong hộp thư đến" in read(told)
    assert office.rows("select 1 from audit.delivery where file_name = %s", path.name) == []
    first, again = (officer.send("/upload", "/upload", files=file) for _ in range(2))
    assert first.status_code == again.status_code == 200
    assert "Trùng, đã nhận trước đó" not in read(first) and "Trùng, đã nhận trước đó" in read(again)
    nothing = officer.send("/upload", "/upload")
    assert nothing.status_code == 422 and "Chưa chọn tệp nào" in read(nothing)
