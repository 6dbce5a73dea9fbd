"""The officer's page from outside: who may enter, what each role sees, what hostile visitors get, and a decision that moves the figures."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from fastapi.routing import APIRoute

from flows.config.settings import WebPage
from flows.database.engine import night_lock
from flows.database.warehouse import ward_warehouse
from review.web import desk
from review.web.app import create_app
from review.web.gate import COOKIE
from tests.support.office import AUGUST, JUNE, Office, an_office, cards, health_list, report
from tests.support.visitor import ACCOUNTS, PASSWORD, Visitor, a_browser, make_accounts, read

FILE = "BHYT_2026-06.csv"
SCRIPT = "<script>alert(1)</script>"


def a_list_with_faults(office: Office) -> None:
    """June's cards; the first day of one of them cannot be read (H02)."""
    people = cards(JUNE)
    people[3].change(valid_from="chưa rõ")
    office.send(report(JUNE), health_list(JUNE, people))
    make_accounts(office.settings)


@pytest.fixture
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    with an_office("embedded", request, tmp_path, fed=a_list_with_faults) as made:
        yield made


@pytest.fixture
def stranger(office: Office) -> Iterator[Visitor]:
    with a_browser(office.settings) as visitor:
        yield visitor


@pytest.fixture
def officer(office: Office) -> Iterator[Visitor]:
    with a_browser(office.settings, signed_in_as="Lan") as visitor:
        yield visitor


def addresses(office: Office, method: str) -> list[str]:
    """Every address of the application, with numbers and codes that exist."""
    app = create_app(office.settings)
    routes = [route for included in app.routes for route in _routes(included)]
    known = {"delivery": str(cause(office)), "rule": "H02", "number": "1", "code": "XH04", "row": str(row_of(office))}
    found = {re.sub(r"\{(\w+)\}", lambda match: known[match[1]], route.path) for route in routes if method in route.methods}
    return sorted(found)


def _routes(route: object) -> Iterator[APIRoute]:
    if isinstance(route, APIRoute):
        yield route
    for inner in getattr(getattr(route, "original_router", None), "routes", []):
        yield from _routes(inner)


def cause(office: Office) -> int:
    return int(office.one("select delivery_id from audit.finding where rule_code = 'H02' and state = 'open'"))


def row_of(office: Office) -> int:
    return int(office.one("select row_number from audit.finding where rule_code = 'H02' and state = 'open'"))


def cause_address(office: Office) -> str:
    return f"/causes/{cause(office)}/H02"


def count(office: Office, table: str) -> int:
    return int(office.one(f"select count(*) from audit.{table}"))


# --- who may enter ------------------------------------------------------------------------------------------------------
def test_before_the_first_account_the_page_says_how_to_make_it(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    with an_office("embedded", request, tmp_path) as empty, a_browser(empty.settings) as visitor:
        assert "chitieu user add" in visitor.text("/sign-in")


def test_a_stranger_is_shown_the_form_and_nothing_else(office: Office, stranger: Visitor) -> None:
    found = [*addresses(office, "GET"), *addresses(office, "POST")]
    assert len(found) > 25
    for address in addresses(office, "GET"):
        assert stranger.get(address).url.path == "/sign-in", address
    for address in set(addresses(office, "POST")) - {"/sign-in"}:
        assert stranger.client.post(address, data={"reason": "x"}).url.path == "/sign-in", address


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(stranger: Visitor) -> None:
    wrong, unknown = stranger.sign_in("Lan", "sai mật khẩu này"), stranger.sign_in("Không ai", "sai mật khẩu này")
    assert wrong.status_code == unknown.status_code == 403
    assert "không đúng" in read(wrong)
    assert read(wrong) == read(unknown)
    assert COOKIE not in stranger.client.cookies


def test_after_five_wrong_passwords_the_name_waits_even_with_the_right_one(office: Office, stranger: Visitor) -> None:
    for _ in range(5):
        stranger.sign_in("lan", "sai mật khẩu này")
    assert "đợi 15 phút" in read(stranger.sign_in("Lan"))
    assert stranger.sign_in("Quản trị").status_code == 200
    assert count(office, "web_access where action = 'sign_in_limited'") == 1
    with ward_warehouse(office.settings) as engine, engine.begin() as connection:  # a quarter of an hour later
        connection.exec_driver_sql("alter table audit.web_access disable trigger only_added_to")
        connection.exec_driver_sql("update audit.web_access set happened_at = happened_at - interval '16 minutes'")
        connection.exec_driver_sql("alter table audit.web_access enable trigger only_added_to")
    stranger.client.cookies.clear()
    assert stranger.sign_in("Lan").url.path == "/overview"


def test_the_cookie_is_for_this_page_alone(office: Office, stranger: Visitor) -> None:
    stranger.client.follow_redirects = False
    given = stranger.sign_in().headers["set-cookie"]
    assert "HttpOnly" in given and "SameSite=strict" in given and "Secure" not in given
    with a_browser(replace(office.settings, web=WebPage(is_behind_tls=True))) as visitor:
        assert "Secure" in visitor.get("/sign-in").headers["set-cookie"]


ENDS: dict[str, str] = {
    "half an hour without a request": "update audit.web_session set seen_at = seen_at - interval '31 minutes'",
    "twelve hours": "update audit.web_session set created_at = created_at - interval '12 hours 1 minute'",
    "a locked account": "update audit.account set disabled_at = now()",
    "an end by hand": "update audit.web_session set ended_at = now()",
}


@pytest.mark.parametrize("end", ENDS)
def test_a_session_ends_by(end: str, office: Office, officer: Visitor) -> None:
    assert officer.get("/causes").url.path == "/causes"
    with ward_warehouse(office.settings) as engine, engine.begin() as connection:
        connection.exec_driver_sql(ENDS[end])
    assert officer.get("/causes").url.path == "/sign-in"


def test_signing_out_ends_the_session_for_whoever_kept_the_cookie(officer: Visitor) -> None:
    kept = officer.client.cookies[COOKIE]
    assert officer.send("/causes", "/sign-out").url.path == "/sign-in"
    officer.client.cookies.set(COOKIE, kept)
    assert officer.get("/causes").url.path == "/sign-in"


def test_after_its_end_a_session_does_nothing_with_any_form(office: Office, officer: Visitor) -> None:
    token, figures = officer.token(), office.figures()
    with ward_warehouse(office.settings) as engine, engine.begin() as connection:
        connection.exec_driver_sql(ENDS["an end by hand"])
    fields = {
        "csrf": token,
        "reason": "Đã xem",
        "scope": "all",
        "row": "5",
        "column": "valid_from",
        "value": "01/01/2026",
        "source": "poverty",
    }
    for address in set(addresses(office, "POST")) - {"/sign-in"}:
        answer = officer.client.post(address, data=fields | {"month": "2026-06", "heading": "x"})
        assert (answer.status_code, answer.url.path) == (401, address)
        assert "chưa được ghi" in read(answer) and "Đã xem" in read(answer)  # nothing of what was written is lost
        stranger = officer.client.post(address, data=fields | {"csrf": "x"})
        assert stranger.url.path == "/sign-in" and "Đã xem" not in read(stranger)
    assert (count(office, "decision"), office.figures()) == (0, figures)
    assert office.rows("select 1 from vault.access_log") == []


# --- headings that nobody knows -----------------------------------------------------------------------------------------
def test_an_unknown_heading_is_answered_by_a_choice_and_its_file_read_at_once(office: Office, officer: Visitor) -> None:
    """Nothing is chosen unasked but what the values look like: a click on the button alone says of no column that nobody needs it."""
    folder = office.folder / "unknown"
    health_list(AUGUST, cards(AUGUST)).write(folder)
    (path,) = folder.iterdir()
    known = path.read_text(encoding="utf-8-sig").replace("denNgay", "Mốc B", 1).replace("diaChi", "Nơi ấy", 1)
    office.send_bytes(**{path.name: known.encode()})
    shown = officer.get("/headings").text
    forms = {found[1]: found[0] for found in re.finditer(r'name="heading" value="([^"]+)".*?</form>', shown, re.DOTALL)}
    assert set(forms) == {"Mốc B", "Nơi ấy"}
    assert "selected>Đến ngày<" in forms["Mốc B"] and '<option value="">' not in forms["Mốc B"]
    assert '<option value="">Chọn…</option>' in forms["Nơi ấy"] and "selected" not in forms["Nơi ấy"]
    about = {"source": "health_insurance", "reason": "Đã hỏi cơ quan BHXH"}
    refused = officer.send("/headings", "/headings/answer", **about, heading="Nơi ấy", column="")
    assert refused.status_code == 409 and "Chưa chọn cột" in read(refused)
    for heading, column in (("Mốc B", "valid_to"), ("Nơi ấy", "-")):
        assert officer.send("/headings", "/headings/answer", **about, heading=heading, column=column).status_code == 200
    assert "Không có tiêu đề cột nào chờ trả lời." in officer.text("/headings")
    number = office.one("select delivery_id from audit.delivery where status = 'held'")
    checked = officer.send(f"/deliveries/{number}", f"/deliveries/{number}/check")
    assert "Đang giữ lại → Đã công bố" in read(checked)


# --- what each role sees ------------------------------------------------------------------------------------------------
MAY_SEE: dict[str, Callable[[str], bool]] = {
    "Lan": lambda address: not address.startswith("/accounts"),
    "Chủ tịch": lambda address: (address.startswith(("/scorecard", "/sign-")) and not address.endswith("/rows/excel")) or address == "/",
    "Quản trị": lambda address: address.startswith(("/accounts", "/state", "/sign-")) or address == "/",
}


@pytest.mark.parametrize("name", ACCOUNTS)
def test_the_addresses_of_another_role_are_refused(name: str, office: Office) -> None:
    with a_browser(office.settings, signed_in_as=name) as visitor:
        for address in addresses(office, "GET"):
            expected = {200, 404} if MAY_SEE[name](address) else {403}
            assert visitor.get(address).status_code in expected, address
        for address in addresses(office, "POST"):
            if not MAY_SEE[name](address):
                assert visitor.client.post(address, data={"reason": "x"}).status_code == 403, address
        shown = set(re.findall(r'<a href="(/[a-z]+)"', visitor.get("/").text))
        assert shown and all(MAY_SEE[name](address) for address in shown)
    assert count(office, "decision") == 0


def test_a_form_without_its_token_or_with_a_forged_one_is_refused_at_every_address(office: Office, officer: Visitor) -> None:
    with a_browser(office.settings, signed_in_as="Lan") as other:
        (foreign,) = set(re.findall(r'name="csrf" value="([^"]+)"', other.get("/upload").text))
    fields = {"reason": "x", "scope": "all", "row": "1", "column": "x", "source": "poverty", "month": "2026-06", "heading": "x"}
    for address in addresses(office, "POST"):
        if MAY_SEE["Lan"](address):
            for token in ({}, {"csrf": "x" * 43}, {"csrf": foreign}):
                assert officer.client.post(address, data=fields | token).status_code == 403, address
    assert count(office, "decision") == 0
    assert officer.get("/causes").status_code == 200


def test_every_answer_carries_the_strict_policy(officer: Visitor) -> None:
    answers = [officer.get(path) for path in ("/overview", "/nothing-here", "/accounts", "/static/style.css", "/causes/1/zz")]
    answers += [officer.client.post("/decisions/1/undo"), officer.client.get("/", follow_redirects=False)]
    assert {one.status_code for one in answers} == {200, 303, 403, 404, 422}
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert not re.search(r"<script|style=|\son\w+=|(?:src|href|action)=\"(?:https?:|//)", answer.text)


# --- deciding -----------------------------------------------------------------------------------------------------------
def test_a_decision_moves_the_figures_and_is_taken_back(office: Office, officer: Visitor) -> None:
    at, before = cause_address(office), office.figures()
    assert "Đã công bố, 1 dòng bị chặn" in officer.text("/overview")
    (row,) = office.rows("select row_number, contract_column from audit.finding where rule_code = 'H02' and state = 'open'")
    officer.get(f"{at}?row={row[0]}&column={row[1]}")
    done = officer.send(at, f"{at}/correct", row=str(row[0]), column=row[1], value="01/01/2026", reason="Đối chiếu thẻ")
    assert done.url.path == "/decisions/1", read(done)
    assert "Sửa: đang áp dụng cho 1 dòng" in read(done) and "bảo hiểm y tế" in read(done)
    assert office.figures() != before
    assert officer.get(at).status_code == 410
    assert "Lan" in officer.text("/decisions")
    undone = officer.send("/decisions/1", "/decisions/1/undo", reason="Nhầm dòng")
    assert "đã hoàn tác quyết định 1" in read(undone)
    assert office.figures() == before
    assert officer.get(at).status_code == 200
    assert office.rows("select kind, decided_by, reason from audit.decision order by 1") == [
        ("correct", "Lan", "Đối chiếu thẻ"),
        ("undo", "Lan", "Nhầm dòng"),
    ]


def test_a_preview_shows_the_figures_and_records_nothing(office: Office, officer: Visitor) -> None:
    at, before = cause_address(office), office.figures()
    (row,) = office.rows("select row_number, contract_column from audit.finding where rule_code = 'H02' and state = 'open'")
    cell = {"row": str(row[0]), "column": row[1], "value": "01/01/2026"}
    told = officer.send(at, f"{at}/correct", **cell, reason="", only_preview="1")
    assert told.status_code == 200 and "Xem trước, chưa ghi gì" in read(told) and "bảo hiểm y tế" in read(told)
    assert (office.figures(), count(office, "decision")) == (before, 0)
    assert f'href="{at}"' in told.text


def test_a_decision_without_a_reason_or_a_chosen_row_is_told_in_a_sentence(office: Office, officer: Visitor) -> None:
    at = cause_address(office)
    assert "Phải ghi lý do" in read(officer.send(at, f"{at}/exclude", scope="all", reason="  "))
    assert "Chưa chọn dòng nào" in read(officer.send(at, f"{at}/exclude", scope="chosen", reason="x"))
    refused = officer.send(at, f"{at}/accept", scope="all", reason="x")
    assert refused.status_code == 409 and "không thể xác nhận là đúng" in read(refused) and "chitieu" not in read(refused)
    assert officer.send(at, f"{at}/correct", row="x", column="Từ ngày", reason="x").status_code == 409
    too_long = officer.send(at, f"{at}/exclude", scope="all", reason="dài " * 2500)
    assert too_long.status_code == 422 and "Ô “Lý do” dài quá: nhiều nhất 2.000 ký tự" in read(too_long) and "dài dài" in read(too_long)
    assert count(office, "decision") == 0


def test_a_row_is_left_out(office: Office, officer: Visitor) -> None:
    at = cause_address(office)
    done = officer.send(at, f"{at}/exclude", scope="all", reason="Người đã chuyển đi")
    assert "Loại khỏi chỉ tiêu: đang áp dụng cho 1 dòng" in read(done)


def test_while_a_night_runs_the_page_says_so_and_changes_nothing(office: Office, officer: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "_WAIT_SECONDS", 0.0)
    at = cause_address(office)
    with ward_warehouse(office.settings) as engine, night_lock(engine):
        told = officer.send(at, f"{at}/exclude", scope="all", reason="x")
        assert told.status_code == 409 and "xin đợi vài phút" in read(told)
        assert officer.get("/overview").status_code == 200
    assert count(office, "decision") == 0


def test_a_source_without_anything_to_report_is_shown_so(office: Office, officer: Visitor) -> None:
    assert officer.send("/overview", "/overview/nothing", source="poverty", month="06/2026", reason="Không rà soát").status_code == 200
    assert "Không phát sinh (Lan)" in officer.text("/overview")


# --- hostile texts ------------------------------------------------------------------------------------------------------
def test_a_script_in_any_field_is_shown_as_text(office: Office, officer: Visitor) -> None:
    people = cards(JUNE)
    people[5].change(valid_from=SCRIPT)
    office.send(health_list(JUNE, people, name=f"{'x' * 5}<img src=x onerror=alert(1)>.csv"))
    at = cause_address(office)
    officer.send(at, f"{at}/exclude", scope="all", reason=SCRIPT)
    officer.send("/overview", "/overview/nothing", source="poverty", month="2026-06", reason=f'"{SCRIPT}')
    refused = [
        officer.send("/overview", "/overview/nothing", source=SCRIPT, month="2026-06", reason="x"),
        officer.send("/overview", "/overview/nothing", source="poverty", month=SCRIPT, reason="x"),
        officer.send("/headings", "/headings/answer", source="poverty", heading=SCRIPT, column=SCRIPT, reason="x"),
        officer.get(f"/causes?source={SCRIPT}"),
        officer.get(f"/deliveries?source=%22%3E{SCRIPT}"),
    ]
    pages = [officer.get(path) for path in ("/overview", "/causes", "/decisions", "/decisions/1", "/deliveries", "/deliveries/3", "/state")]
    for page in [*refused, *pages, officer.get(f"{cause_address_or(office, at)}?row=1&column=%22{SCRIPT}&sheet={SCRIPT}")]:
        assert page.status_code < 500
        assert "<script" not in page.text and "<img" not in page.text, page.url
    assert SCRIPT in read_unescaped(officer.get("/decisions").text)


HOSTILE = (
    SCRIPT,
    '=HYPERLINK("http://x","y")',
    "@SUM(1)|cmd",
    "'; drop table audit.decision; --",
    "{{ 7 * 7 }}",
    "%s%(ward)s",
    "../../etc/passwd",
    "\u202eexe",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_in_every_field_of_every_form_is_text(text: str, office: Office, officer: Visitor) -> None:
    """Previews alone, so that one text's decision is not the next one's: what cannot be previewed is refused by its other fields."""
    token = officer.token()
    for address in set(addresses(office, "POST")) - {"/sign-in", "/sign-out", "/upload"}:
        for scope in ("all", text):
            fields = dict.fromkeys(
                ("reason", "column", "value", "sheet", "heading", "source", "month", "until", "rows", "name", "password"), text
            )
            fields |= {"csrf": token, "scope": scope, "row": "5" if scope == "all" else text, "only_preview": "1"}
            answer = officer.client.post(address, data=fields)
            assert answer.status_code < 500, (address, answer.status_code)
            assert "<script" not in answer.text and ">49<" not in answer.text, address
    for address in ("/causes", "/deliveries", cause_address(office), f"/rows/{cause(office)}/H02/{row_of(office)}"):
        answer = officer.client.get(address, params=dict.fromkeys(("sheet", "column", "source", "rule", "month", "severity"), text))
        assert answer.status_code < 500 and "<script" not in answer.text, address
    assert officer.get("/decisions").status_code == 200 and count(office, "delivery") == 2


def cause_address_or(office: Office, other: str) -> str:
    found = office.rows("select delivery_id, rule_code from audit.finding where state = 'open' and row_number is not null limit 1")
    return f"/causes/{found[0][0]}/{found[0][1]}" if found else other


def read_unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">")


def test_a_name_in_the_form_to_sign_in_is_shown_as_text(stranger: Visitor) -> None:
    answer = stranger.sign_in(f'"{SCRIPT}', "sai mật khẩu này")
    assert "<script" not in answer.text and answer.status_code == 403


# --- uploads ------------------------------------------------------------------------------------------------------------
def upload(visitor: Visitor, name: str, data: bytes) -> str:
    return read(visitor.send("/upload", "/upload", files={"file": (name, data)}))


def test_an_uploaded_file_is_taken_in_and_has_a_receipt_that_names_who(office: Office, officer: Visitor, tmp_path: Path) -> None:
    delivery = health_list(JUNE, cards(JUNE), name="BHYT_2026-06 sửa.csv")
    delivery.write(tmp_path)
    data = (tmp_path / "BHYT_2026-06 sửa.csv").read_bytes()
    assert "Đã công bố" in upload(officer, "BHYT_2026-06 sửa.csv", data)
    number, digest = office.rows("select delivery_id, sha256 from audit.delivery order by 1 desc limit 1")[0]
    receipt = officer.text(f"/deliveries/{number}")
    assert "Người nạp Lan" in receipt and digest in receipt
    assert "Trùng" in upload(officer, "BHYT_2026-06 sửa.csv", data)
    stored = [path.read_bytes() for path in (office.settings.home / "inbox").rglob("*.csv")]
    assert stored and all(data[:200] not in sealed for sealed in stored)


@pytest.mark.parametrize(
    "name", ["../../../tmp/x.csv", "..\\..\\x.csv", ".hidden.csv", "a/b/<b>.csv", "x" * 400 + ".csv", "=cmd|'x'!A1.csv"]
)
def test_a_hostile_file_name_stays_in_the_inbox(name: str, office: Office, officer: Visitor) -> None:
    assert "Không đọc được" in upload(officer, name, "không phải danh sách\n".encode())
    (stored,) = [path for path in (office.settings.home / "inbox").rglob("*") if path.is_file() and not path.name.startswith(".")]
    assert stored.is_relative_to(office.settings.home / "inbox" / "uploads")
    assert not [path for path in office.settings.home.parent.rglob("x.csv") if not path.is_relative_to(office.settings.home / "inbox")]


def zipped(**files: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as parts:
        for name, data in files.items():
            parts.writestr(name, data)
    return out.getvalue()


RENAMED: dict[str, bytes] = {
    "program.xlsx": b"MZ\x90\0" + bytes(range(256)) * 20,
    "page.csv": f"<html>{SCRIPT}<img src=x onerror=alert(1)></html>".encode(),
    "picture.xls": b"\x89PNG\r\n\x1a\n" + b"\0" * 400,
    "climbing.xlsx": zipped(**{"../../x.csv": b"1", "/tmp/x.csv": b"2", "[Content_Types].xml": b"<a/>"}),
    "bomb.xlsx": zipped(**{"xl/worksheets/sheet1.xml": b"<row/>" * 4_000_000}),
    "entities.xlsx": zipped(**{"xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;">]><a>&c;</a>'}),
}


@pytest.mark.parametrize("name", RENAMED)
def test_a_renamed_or_hostile_file_is_told_and_does_nothing(name: str, office: Office, officer: Visitor) -> None:
    figures = office.figures()
    answer = officer.send("/upload", "/upload", files={"file": (name, RENAMED[name])})
    assert answer.status_code == 200 and "<script" not in answer.text and "<img" not in answer.text
    assert "Không đọc được" in read(answer) or "Không nhận ra" in read(answer), read(answer)
    assert office.figures() == figures
    assert not [path for path in office.settings.home.parent.rglob("x.csv") if not path.is_relative_to(office.settings.home / "inbox")]
    assert officer.get("/deliveries").status_code == 200


def test_what_is_empty_too_large_or_of_unknown_length_is_refused(office: Office, officer: Visitor) -> None:
    assert "tệp rỗng" in upload(officer, "a.csv", b"")
    claimed = officer.client.post("/upload", content=b"x", headers={"content-length": "64000001"})
    assert claimed.status_code == 413
    assert officer.client.post("/causes", content=b"x" * 1_000_001).status_code == 413
    assert officer.client.post("/upload", content=iter([b"x"])).status_code == 411
    assert count(office, "delivery") == 2


# --- accounts and the log -----------------------------------------------------------------------------------------------
def test_the_administrator_makes_locks_and_renews_accounts(office: Office) -> None:
    with a_browser(office.settings, signed_in_as="Quản trị") as visitor:
        visitor.send("/accounts", "/accounts/add", name="Bình", role="officer", password=PASSWORD)
        assert "Bình Cán bộ số liệu" in visitor.text("/accounts")
        for fields in ({"password": "ngắn"}, {"role": "king"}, {"name": SCRIPT}, {"name": "lan"}):
            asked = {"name": "Thử", "role": "officer", "password": PASSWORD} | fields
            assert visitor.send("/accounts", "/accounts/add", **asked).status_code == 409, fields
        visitor.send("/accounts", "/accounts/password", name="Bình", password="một mật khẩu khác")
        visitor.send("/accounts", "/accounts/disable", name="Lan")
        assert "Không thể tự khóa" in read(visitor.send("/accounts", "/accounts/disable", name="Quản trị"))
    with a_browser(office.settings) as visitor:
        assert visitor.sign_in("Lan").status_code == 403
        assert visitor.sign_in("Bình").status_code == 403
        assert visitor.sign_in("Bình", "một mật khẩu khác").status_code == 200


def test_who_saw_and_did_what_is_logged_and_no_password_stands_anywhere(office: Office, officer: Visitor) -> None:
    officer.get("/scorecard/XH04")
    officer.get("/accounts")
    seen = office.rows("select action, subject from audit.web_access where account_id is not null")
    assert {("sign_in", "/sign-in"), ("see", "/scorecard/XH04"), ("refused", "/accounts")} <= set(seen)
    everything = str(office.rows("select a::text from audit.account a")) + str(office.rows("select s::text from audit.web_session s"))
    everything += str(office.rows("select x::text from audit.web_access x"))
    assert PASSWORD not in everything and officer.client.cookies[COOKIE] not in everything
    assert "$argon2id$" in everything
