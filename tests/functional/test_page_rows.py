"""The page of one row from outside: what it shows masked, in clear for one answer, its proposal, and the check of its delivery again."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner
from sqlalchemy import make_url

from flows.cli.main import main
from flows.database.engine import night_lock
from flows.database.warehouse import ward_warehouse
from review.web import desk
from tests.support.office import JULY, Office, an_office, cards
from tests.support.visitor import Visitor, a_browser, make_accounts, read
from tests.warehouse.test_row_view import AMBIGUOUS, ANOTHERS_ID, BROKEN_ID, SWAPPED, TYPO, TYPOS, spoil

REASON = "Đã đối chiếu hồ sơ gốc"


def two_months_and_accounts(office: Office) -> None:
    spoil(office)
    make_accounts(office.settings)


@pytest.fixture
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    with an_office("embedded", request, tmp_path, fed=two_months_and_accounts) as made:
        yield made


@pytest.fixture
def officer(office: Office) -> Iterator[Visitor]:
    with a_browser(office.settings, signed_in_as="Lan") as visitor:
        yield visitor


def delivery(office: Office) -> int:
    return int(office.one("select delivery_id from audit.delivery where month = %s and source = 'health_insurance'", JULY))


def at(office: Office, rule: str, row: int) -> str:
    return f"/rows/{delivery(office)}/{rule}/{row}"


def open_rows(office: Office, rule: str) -> list[int]:
    found = office.rows(
        "select row_number from audit.finding where rule_code = %s and state = 'open' and delivery_id = %s order by 1",
        rule,
        delivery(office),
    )
    return [row for (row,) in found]


def person(row: int) -> tuple[str, str]:
    values = cards(JULY)[row - 2].values
    return str(values["name"]), str(values["personal_id"])


def test_a_row_is_shown_in_its_surroundings_with_its_reason_and_nobody_named(office: Office, officer: Visitor) -> None:
    page = officer.get(at(office, "H07", BROKEN_ID))
    text = read(page)
    assert page.headers["cache-control"] == "no-store"
    for said in (
        "Dòng trong tệp, như đơn vị gửi",
        "Sau khi làm sạch",
        "Tháng trước (06/2026)",
        "Nghị định 137/2015/NĐ-CP",
        "Có thể làm: sửa, xác nhận đúng, loại, gửi lại",
        "Chưa có quyết định nào",
        f"***{person(BROKEN_ID)[1][-3:]}",
    ):
        assert said in text, said
    assert len(re.findall(r'<td class="bad[ "]', page.text)) == 1
    for row in range(2, 16):
        assert not [word for word in person(row) if word in text]
    assert officer.get(at(office, "H07", 2)).status_code == 410
    assert officer.get(at(office, "H07", BROKEN_ID) + "?sheet=khác").status_code == 410


def test_the_row_in_clear_needs_a_reason_is_logged_and_shown_once(office: Office, officer: Visitor) -> None:
    address = at(office, "H07", BROKEN_ID)
    name, _ = person(BROKEN_ID)
    refused = officer.send(address, f"{address}/unmask", reason=" ")
    assert refused.status_code == 409 and "Phải ghi lý do" in read(refused) and name not in read(refused)
    assert office.rows("select 1 from vault.access_log") == []
    shown = officer.send(address, f"{address}/unmask", reason=REASON)
    assert name in read(shown) and person(BROKEN_ID)[1] not in read(shown).split("Tháng trước")[0]
    assert person(BROKEN_ID - 1)[0] not in read(shown) and person(BROKEN_ID + 1)[0] not in read(shown)
    assert shown.headers["cache-control"] == "no-store"
    assert name not in officer.text(address)
    subject = f"row {delivery(office)}//{BROKEN_ID}"
    assert office.rows("select asked_by, subject, reason from vault.access_log") == [("Lan", subject, REASON)]
    assert ("do", f"unmask {subject}") in office.rows("select action, subject from audit.web_access")
    for other in ("Chủ tịch", "Quản trị"):
        with a_browser(office.settings, signed_in_as=other) as visitor:
            asked = visitor.client.post(f"{address}/unmask", data={"csrf": visitor.token(), "reason": REASON})
            assert asked.status_code == 403 and name not in read(asked)
    assert len(office.rows("select 1 from vault.access_log")) == 1


def test_a_login_that_may_not_open_the_vault_is_told_as_that(office: Office) -> None:
    with psycopg.connect(str(office.settings.database_url), autocommit=True) as owner:
        owner.execute("create role page_of_the_night login password 'only for a test' in role chitieu_pipeline")
    url = make_url(str(office.settings.database_url)).set(username="page_of_the_night", password="only for a test")
    settings = replace(office.settings, database_url=url.render_as_string(hide_password=False))
    try:
        with a_browser(settings, signed_in_as="Lan") as visitor:
            address = at(office, "H07", BROKEN_ID)
            refused = visitor.send(address, f"{address}/unmask", reason=REASON)
            assert refused.status_code == 403 and "permission denied for function request" in read(refused), read(refused)
            assert "docs/roles.md" in read(refused) and person(BROKEN_ID)[0] not in read(refused)
    finally:
        with psycopg.connect(str(office.settings.database_url), autocommit=True) as owner:
            owner.execute("drop role page_of_the_night")


def test_a_proposal_fills_in_the_form_and_is_applied_to_all_rows_alike_when_asked(office: Office, officer: Visitor) -> None:
    address, before = at(office, "H09", TYPOS[0]), office.figures()
    text = officer.text(address)
    assert f"{TYPO} → Tổ dân phố Đông Nam" in text and "Có 2 dòng ghi giống như vậy" in text and "Chưa có gì được sửa" in text
    form = officer.get(f"{address}?use=1").text
    assert 'name="proposed" value="1"' in form and "sửa cả 2 dòng" in form
    fields = {"column": "residential_group", "proposed": "1", "same": "1"}
    told = officer.send(address, f"{address}/correct", **fields, only_preview="1")
    assert "Xem trước, chưa ghi gì" in read(told) and office.figures() == before
    in_a_place = re.compile(r"Theo địa bàn: \d+ giá trị thay đổi .* Phường Hiến Thành \(cũ\) 07/2026")
    assert in_a_place.search(read(told))  # of the ward nothing is another, of the place in which these people live something is
    done = officer.send(address, f"{address}/correct", **fields, reason=REASON)
    assert "Sửa: đang áp dụng cho 2 dòng" in read(done), read(done)
    assert read(done).count(f"{TYPO} Tổ dân phố Đông Nam") == 2 and "Ô đã sửa" in read(done)
    assert in_a_place.search(read(done))
    assert set(TYPOS) & set(open_rows(office, "H09")) == set()
    assert "đã được sửa" in officer.text(address)
    assert "Đề nghị này không còn" in read(officer.send(address, f"{address}/correct", **fields, reason=REASON))


def test_a_personal_proposal_is_applied_and_its_value_stands_in_no_page(office: Office, officer: Visitor) -> None:
    address, (_, right) = at(office, "H07", BROKEN_ID), person(BROKEN_ID)
    form = officer.get(f"{address}?use=1").text
    assert f"***{right[-3:]}" in form and right not in form
    done = officer.send(address, f"{address}/correct", column="personal_id", proposed="1", reason=REASON)
    assert "Sửa: đang áp dụng cho 1 dòng" in read(done) and right not in done.text
    assert f"***{right[-3:]} Số liệu thay đổi" in read(done)  # the last cell of the table: what stands there now
    assert BROKEN_ID not in open_rows(office, "H07")


def test_a_cell_is_corrected_by_hand_from_the_row(office: Office, officer: Visitor) -> None:
    address = at(office, "H02", SWAPPED)
    assert "05/31" not in officer.text(address)
    done = officer.send(address, f"{address}/correct", column="valid_from", value="01/01/2026", reason=REASON)
    assert "Sửa: đang áp dụng cho 1 dòng" in read(done) and "01/01/2026 Số liệu thay đổi" in read(done)
    assert open_rows(office, "H02") == []
    with psycopg.connect(str(office.settings.database_url)) as spoiler:
        spoiler.execute("update vault.decision_value set sealed = '\\x00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff'")
    again = officer.text(str(done.url))
    assert "không mở được không mở được Số liệu thay đổi" in again and REASON in again


def test_what_was_decided_before_stands_on_the_row(office: Office, officer: Visitor) -> None:
    cause = f"/causes/{delivery(office)}/H09"
    officer.send(cause, f"{cause}/accept", scope="chosen", rows=str(AMBIGUOUS), reason="Tổ mới lập")
    own, other = officer.text(at(office, "H09", AMBIGUOUS)), officer.text(at(office, "H09", TYPOS[0]))
    assert "chính dòng này" in own and "Tổ mới lập Lan" in own and "đã xác nhận" in own and "Sửa ô của dòng này" not in own
    assert "1 dòng khác, cùng quy tắc" in other and "Tổ mới lập Lan" in other


def test_a_row_whose_file_is_gone_says_so(office: Office, officer: Visitor) -> None:
    for path in (office.settings.home / "landed").rglob("*"):
        if path.is_file():
            path.unlink()
    page = officer.get(at(office, "H02", SWAPPED))
    assert page.status_code == 200 and "Tệp gốc không còn được giữ" in read(page) and "Vì sao có quy tắc này" in read(page)


# --- the check again ----------------------------------------------------------------------------------------------------
def test_a_delivery_is_checked_again_at_once(office: Office, officer: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    receipt, before = f"/deliveries/{delivery(office)}", office.figures()
    assert "Kiểm tra lại tệp này ngay" in officer.text(receipt)
    told = officer.send(receipt, f"{receipt}/check")
    assert told.status_code == 200 and "kết quả vẫn như trước" in read(told), read(told)
    assert office.figures() == before
    # what the program would find today is lost: the check brings it back and says so
    with ward_warehouse(office.settings) as engine, engine.begin() as connection:
        connection.exec_driver_sql("delete from audit.finding where rule_code = 'H02' and delivery_id = %s", (delivery(office),))
    told = officer.send(receipt, f"{receipt}/check")
    assert "kết quả đã thay đổi" in read(told) and "Hạn thẻ đọc được thành ngày 0 1 H02" in read(told), read(told)
    monkeypatch.setattr(desk, "_WAIT_SECONDS", 0.0)
    with ward_warehouse(office.settings) as engine, night_lock(engine):
        waits = officer.send(receipt, f"{receipt}/check")
        assert waits.status_code == 409 and "xin đợi vài phút" in read(waits)
    assert ("do", f"check delivery {delivery(office)}") in office.rows("select action, subject from audit.web_access")


def command(office: Office, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    for name, value in {"CHITIEU_HOME": str(office.settings.home), "CHITIEU_DATABASE_URL": str(office.settings.database_url)}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("CHITIEU_SECRET_KEY", office.settings.secret_key.decode())
    done = CliRunner().invoke(main, ["review", *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def test_a_row_is_looked_at_from_the_command_line_as_on_its_page(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    number = str(delivery(office))
    told = json.loads(command(office, monkeypatch, "row", number, str(BROKEN_ID), "--rule", "H07", "--json"))
    right = person(BROKEN_ID)[1]
    (cell,) = [one for one in told["cells"] if one["column"] == "personal_id"]
    assert (cell["sent"], cell["cleaned"], cell["last_month"]) == ("***00", "", f"***{right[-3:]}") and right not in str(told)
    assert [one["row_number"] for one in told["rows_around"]] == list(range(BROKEN_ID - 3, BROKEN_ID + 4))
    assert told["findings"][0]["rule_code"] == "H07" and told["reason"]["why_vi"] and told["proposal"]["after"] == f"***{right[-3:]}"
    assert f"***{right[-3:]}" in told["expected"] and told["decisions"] == [] and told["missing"] == ""
    clean = json.loads(command(office, monkeypatch, "row", number, str(BROKEN_ID - 1), "--json"))
    assert clean["findings"] == [] and clean["cells"] and clean["reason"] == {}
    command(office, monkeypatch, "correct", number, str(TYPOS[0]), "residential_group", "--proposed", "--reason", REASON)
    shown = command(office, monkeypatch, "row", number, str(TYPOS[1]))
    for words in (
        TYPO,
        ": Tổ dân phố Đông Nam (tên đã biết gần nhất)",
        "Mong đợi: ",
        "Vì sao: ",
        f"→ {TYPOS[1]}: ",
        "1 dòng khác, cùng quy tắc",
        REASON,
        "vault show",
    ):
        assert words in " ".join(shown.split()), words
    for asked, sentence in (((number, "999999"), "không còn trong danh sách"), (("999", "2"), "Không có lần gửi số 999")):
        assert sentence in CliRunner().invoke(main, ["review", "row", *asked]).output
    wrong = CliRunner().invoke(main, ["review", "row", number, str(BROKEN_ID), "--rule", "H03"])
    assert wrong.exit_code and "không có điểm nào của quy tắc H03" in wrong.output


def test_the_same_from_the_command_line(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    number = str(delivery(office))
    told = json.loads(command(office, monkeypatch, "show", number, "--json"))
    near = {(one["row_number"], one["rule_code"]): (one["before"], one["after"], one["rows"]) for one in told["proposals"]}
    assert near[TYPOS[1], "H09"] == (TYPO, "Tổ dân phố Đông Nam", 2)
    right = person(BROKEN_ID)[1]
    assert near[BROKEN_ID, "H07"] == ("***00", f"***{right[-3:]}", 1) and right not in str(told)
    assert not [key for key in near if key[0] == ANOTHERS_ID]
    assert "Sửa theo đề nghị" in command(office, monkeypatch, "show", number, "--rule", "H09")
    done = json.loads(
        command(office, monkeypatch, "correct", number, str(BROKEN_ID), "personal_id", "--proposed", "--reason", REASON, "--json")
    )
    assert done["decision"] and right not in str(done)
    assert json.loads(command(office, monkeypatch, "check", number, "--json"))["is_as_before"]
