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
from tests.functional.test_page import a_list_with_faults, cause_address, count
from tests.support.office import JULY, Office, an_office, cards, health_list
from tests.support.visitor import PASSWORD, Visitor, a_browser, read

REASON = "Người đã chuyển đi"
#: FastAPI keeps it quiet itself, with filters that requests at the same moment take away from each other.
pytestmark = pytest.mark.filterwarnings("ignore::pydantic.warnings.UnsupportedFieldAttributeWarning")


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
    at = cause_address(office)
    with ward_warehouse(office.settings) as engine, engine.begin() as connection:
        add_account(connection, office.settings.ward.code, "Mai", "officer", PASSWORD)
    with a_browser(office.settings, signed_in_as="Mai") as colleague, ThreadPoolExecutor(2) as rooms:
        forms = [(one, {"csrf": one.token(), "scope": "all", "reason": REASON}) for one in (officer, colleague)]
        answers = list(rooms.map(lambda asked: asked[0].client.post(f"{at}/exclude", data=asked[1]), forms))
    ((by,),) = office.rows("select decided_by from audit.decision")
    done, refused = sorted(answers, key=lambda answer: answer.status_code)
    assert (done.status_code, refused.status_code) == (200, 409)
    assert f"Đã được quyết định: số 1, {by}" in read(refused) and REASON in read(refused)


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
