"""Work on causes on the page: who sees to one, what is new since the last visit, what deciding would change, lists as Excel, and the
workbook that goes to a unit and comes back. One office for all: each test leaves its months
as they were."""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import msoffcrypto
import openpyxl
import pytest
from click.testing import CliRunner

from flows.cli.main import main
from flows.database.warehouse import ward_warehouse
from review.cause_list import Chosen, listed
from review.web.accounts import add_account
from tests.functional.test_page import SCRIPT
from tests.support.office import AUGUST, JULY, JUNE, SECRET, Office, an_office, cards, health_list, report
from tests.support.visitor import PASSWORD, Visitor, a_browser, make_accounts, read
from tests.synthetic.records import Record

WHY = "gửi cơ quan BHXH sửa"
UNREAD, PLACELESS, MORE = 3, 4, 6
#: Before today wherever the computer stands.
LATE = date.today() - timedelta(days=2)


def faulty(month: date) -> list[Record]:
    """Cards of which the first day of one cannot be read (H02), and one of a group that the ward does not have."""
    people = cards(month)
    people[UNREAD].change(valid_from="chưa rõ")
    people[PLACELESS].change(group=0)
    people[PLACELESS].shown.update(group_name="=1+1", address="@SUM(1)")
    return people


@pytest.fixture(scope="module")
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office("embedded", request, tmp_path_factory.mktemp("work")) as made:
        made.send(report(JUNE), report(JULY), health_list(JUNE, faulty(JUNE)), health_list(JULY, faulty(JULY)))
        make_accounts(made.settings)
        yield made


@pytest.fixture
def officer(office: Office) -> Iterator[Visitor]:
    with a_browser(office.settings, signed_in_as="Lan") as visitor:
        yield visitor


NEWS_VI = {"new_count": "mới", "worse_count": "tăng thêm", "overdue_count": "quá hạn", "gone_count": "tự hết"}


def delivery_of(office: Office, month: date, rule: str = "H02") -> int:
    return int(office.one("select max(delivery_id) from audit.finding where rule_code = %s and month = %s and state = 'open'", rule, month))


def lines(office: Office, **chosen: Any) -> list[dict[str, Any]]:
    with ward_warehouse(office.settings) as engine, engine.connect() as connection:
        return listed(connection, office.settings.ward.code, Chosen(**chosen))


def causes_of(office: Office, **chosen: Any) -> set[tuple[str, date]]:
    return {(line["rule_code"], line["month"]) for line in lines(office, **chosen)}


def command(office: Office, *arguments: str) -> Any:
    environ = {
        "CHITIEU_DATABASE_URL": office.settings.database_url,
        "CHITIEU_HOME": str(office.settings.home),
        "CHITIEU_SECRET_KEY": SECRET,
    }
    done = CliRunner().invoke(main, ["review", *arguments, "--ward", office.settings.ward.slug, "--json"], env=environ)
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def sheet_of(data: bytes) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(BytesIO(data))
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    return list(book.worksheets[0].iter_rows(values_only=True))


# --- who sees to it -----------------------------------------------------------------------------------------------------
def test_a_cause_has_an_owner_a_due_date_and_a_state_and_every_line_stays(office: Office, officer: Visitor) -> None:
    delivery = delivery_of(office, JUNE)
    at = f"/causes/{delivery}/H02"
    said = officer.send(at, f"{at}/assign", owner=f" Bình {SCRIPT}", due=f"{LATE:%d/%m/%Y}", state="in_progress", reason="Đã gọi")
    assert "Đang xử lý" in read(said) and f"hạn {LATE:%d/%m/%Y}" in read(said) and "<script" not in said.text
    assert "quá hạn" in officer.text("/causes") and "1 điểm quá hạn" in officer.text("/overview")
    assert causes_of(office, work_state="in_progress") == causes_of(office, change="overdue") == {("H02", JUNE)}
    for fields in ({"state": "ignored"}, {"state": "done"}, {"state": "waiting", "due": "mai"}, {"state": "king"}):
        assert officer.send(at, f"{at}/assign", **fields).status_code == 409, fields
    told = command(office, "assign", str(delivery), "H02", "--state", "ignored", "--reason", "Người đã mất", "--by", "Lan")
    assert (told["owner"], told["state_vi"], told["due_date"]) == (
        f"Bình {SCRIPT}",
        "Bỏ qua có lý do",
        f"{LATE}",
    )
    assert causes_of(office, change="overdue") == set()
    assert [(line["work_state"], line["delivery_id"]) for line in command(office, "list", "--state", "ignored")["causes"]] == [
        ("ignored", delivery)
    ]
    assert office.rows("select state, made_by from audit.cause_assignment where rule_code = 'H02' order by assignment_id") == [
        ("in_progress", "Lan"),
        ("ignored", "Lan"),
    ]
    with ward_warehouse(office.settings) as engine, engine.connect() as connection, pytest.raises(Exception, match="only added to"):
        connection.exec_driver_sql("delete from audit.cause_assignment")


def test_a_cause_that_never_was_before_is_marked_and_one_that_was_shows_its_months(office: Office, officer: Visitor) -> None:
    first, again = (read(officer.get(f"/causes?source=health_insurance&month={month:%Y-%m}")) for month in (JUNE, JULY))
    assert first.count("lần đầu mở từ") == 2 and "lần đầu mở từ" not in again


def test_filters_find_each_cause_by_what_is_known_of_it(office: Office, officer: Visitor) -> None:
    everything = causes_of(office)
    placeless = {("H09", JUNE), ("H09", JULY)} & everything
    assert {("H02", JUNE), ("H02", JULY)} < everything and placeless
    assert causes_of(office, sender="insurance") == causes_of(office, source="health_insurance") > {("H02", JULY)}
    assert causes_of(office, sender="one_stop") == set()
    assert causes_of(office, month=JULY, rule="H02") == {("H02", JULY)}
    group = office.one("select area_code from audit.finding where rule_code = 'H02' and month = %s", JUNE)
    assert group.startswith(office.settings.ward.code + "-")
    assert ("H02", JUNE) in causes_of(office, area=group) and not placeless & causes_of(office, area=group)
    page = officer.text(f"/causes?area={group}&sender=insurance&state=new&sort=count")
    assert "chưa rõ" in page or "Không có điểm cần xem" in page
    counts = [line["row_count"] for line in lines(office, sort="count")]
    assert counts == sorted(counts, reverse=True)
    assert officer.get("/causes?sort=x").status_code == 422


def test_the_command_finds_causes_by_what_the_page_filters_by(office: Office) -> None:
    def found(*asked: str) -> list[tuple[str, str, int]]:
        return [(one["rule_code"], one["month"], one["rows"]) for one in command(office, "list", *asked)["causes"]]

    of_rule = found("--rule", "h02")
    assert {rule for rule, _, _ in of_rule} == {"H02"} and found("--rule", "H02", "--sender", "insurance") == of_rule
    assert found("--rule", "H02", "--sender", "one_stop") == found("--rule", "H02", "--severity", "warning") == []
    assert found("--severity", "critical") and not found("--severity", "critical", "--sender", "poverty")
    area, name = office.rows(
        """select a.area_code, max(a.area_name) from audit.finding f join warehouse.dim_area a using (area_code)
           where f.rule_code = 'H02' and f.month = %s group by 1""",
        JUNE,
    )[0]
    assert ("H02", f"{JUNE}", 1) in found("--area", area) == found("--area", name.upper())
    assert command(office, "list", "--area", area, "--month", f"{JUNE:%Y-%m}")["without_area"] == office.one(
        """select count(*) from audit.finding where state = 'open' and severity <> 'info' and month = %s and area_code is null
             and row_number is not null""",
        JUNE,
    )
    assert command(office, "list", "--month", f"{JUNE:%Y-%m}")["without_area"] == 0
    info = office.rows("select distinct rule_code from audit.finding where state = 'open' and severity = 'info'")
    assert {rule for rule, _, _ in found("--severity", "info")} == {rule for (rule,) in info}
    for asked, told in ((("--area", "10744-XX"), "residential group"), (("--sender", "x"), "one_stop")):
        done = CliRunner().invoke(main, ["review", "list", *asked, "--ward", office.settings.ward.slug])
        assert done.exit_code == 2 and told in done.output


# --- what deciding would change -----------------------------------------------------------------------------------------
def test_an_effect_is_worked_out_shown_and_kept_until_something_changes(office: Office, officer: Visitor) -> None:
    before, warning = office.figures(), next(line for line in lines(office, severity="warning", month=JULY) if line["row_number"])
    at = f"/causes/{warning['delivery_id']}/{warning['rule_code']}"
    counted, decided = office.one("select count(*) from audit.cause_count"), office.one("select count(*) from audit.decision")
    shown = officer.send(at, f"{at}/effect")
    assert "nếu bỏ" in read(shown)
    told = read(shown).split("nếu bỏ", 1)[1].split("Kết quả được giữ")[0]
    assert re.search(r"07/2026, (trong tháng|từ đầu năm|cuối tháng): ", told), told
    assert (office.figures(), office.one("select count(*) from audit.decision")) == (before, decided)
    assert office.one("select count(*) from audit.cause_count") == counted
    (effect,) = next(line for line in lines(office, rule=warning["rule_code"], month=JULY) if line["effects"])["effects"]
    assert effect["kind"] == "exclude" and effect["row_count"] == warning["row_count"]
    # the same that a decision does
    done = officer.send(at, f"{at}/exclude", scope="all", reason=WHY)
    number = office.one("select max(act_id) from audit.decision")
    changed = office.rows(
        """select h.indicator_code, h.month::text, h."window", b.value::float8, h.value::float8 from mart.indicator_history h
           join mart.indicator_history b using (ward_code, indicator_code, area_code, month, "window")
           where b.known_to = h.known_from and h.area_code = h.ward_code and h.cause ~ %s""",
        rf"^Quyết định số {number}(\D|$)",
    )
    assert changed and "đang áp dụng" in read(done)
    told = [tuple(one[name] for name in ("indicator_code", "month", "window", "before", "after")) for one in effect["changes"]]
    assert sorted(told) == sorted(changed)
    # under another basis it says nothing; and what was decided is done
    assert not any(line["effects"] for line in lines(office))  # the decision is another basis
    assert (warning["rule_code"], JULY) not in causes_of(office)
    assert f"quyết định {number}" in officer.text("/causes/done")
    assert "Không có điểm đã xong" in officer.text("/causes/done?change=gone")
    officer.send(f"/decisions/{number}", f"/decisions/{number}/undo", reason="Nhầm")
    assert (warning["rule_code"], JULY) in causes_of(office)
    assert office.figures() == before


def test_effects_of_a_page_of_the_list_are_worked_out_and_sort_it(office: Office, officer: Visitor) -> None:
    done = officer.send("/causes", "/causes/effects?source=health_insurance&rule=H02&sort=effect")
    assert done.url.query.decode().startswith("source=health_insurance&rule=H02&sort=effect&page=1&left=")
    assert "Đã tính" in read(done)
    before = {line["delivery_id"]: line["effects"] for line in lines(office, rule="H02") if line["effects"]}
    assert before
    told = command(office, "list", "--source", "health_insurance", "--month", "2026-07", "--sort", "effect", "--effects")["causes"]
    assert all(line["effects"] for line in told if line["rows"])
    shares = [line["largest_share"] for line in lines(office, sort="effect")]
    assert [share for share in shares if share is not None] == sorted((share for share in shares if share is not None), reverse=True)


# --- lists as Excel -----------------------------------------------------------------------------------------------------
def test_every_list_is_had_as_excel_under_the_filters_of_the_page(office: Office, officer: Visitor) -> None:
    delivery = delivery_of(office, JUNE)
    sheet = sheet_of(officer.get("/causes/excel?source=health_insurance&month=2026-06").content)
    assert [row[7] for row in sheet[1:]] == [line["rule_code"] for line in lines(office, source="health_insurance", month=JUNE)]
    placeless = next(line for line in lines(office, source="health_insurance", month=JUNE) if "=1+1" in line["message_vi"])
    rows = sheet_of(officer.get(f"/causes/{delivery}/{placeless['rule_code']}/excel").content)
    assert len(rows) == 1 + placeless["row_count"] and any("=1+1" in str(cell) for cell in rows[1])
    officer.send("/overview", "/overview/nothing", source="poverty", month="2026-05", reason="=1+1")
    assert sheet_of(officer.get("/decisions/excel").content)[1][1:8:6] == ("Không phát sinh", "=1+1")
    received = sheet_of(officer.get("/deliveries/excel?source=health_insurance").content)
    assert {row[2] for row in received[1:]} == {"BHYT"} and len(received) == 1 + office.one(
        "select count(*) from audit.delivery where source = 'health_insurance'"
    )
    answer = officer.get("/scorecard/excel")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "XH04" in {row[0] for row in sheet_of(answer.content)}
    with a_browser(office.settings, signed_in_as="Chủ tịch") as leader:
        assert leader.get("/scorecard/excel").status_code == 200
        assert leader.get("/causes/excel").status_code == 403


# --- the workbook of a unit ---------------------------------------------------------------------------------------------
def mended(data: bytes, text: str, value: str) -> bytes:
    """The workbook with every cell that says ``text`` changed."""
    book, out = openpyxl.load_workbook(BytesIO(data)), BytesIO()
    for row in book.worksheets[1].iter_rows(min_row=2):
        for cell in row:
            if cell.value == text:
                cell.value = value
    book.save(out)
    return out.getvalue()


def test_the_workbook_goes_out_and_comes_back_and_is_shown_before_it_is_applied(office: Office, officer: Visitor) -> None:
    delivery, before = delivery_of(office, JULY), office.figures()
    at = f"/deliveries/{delivery}/workbook"
    masked = officer.send(f"{at}?rule=H02", at, rule="H02", how="masked").content
    name = office.sealed("person_row")[0]["full_name"]
    assert name and name not in str([row for sheet in openpyxl.load_workbook(BytesIO(masked)) for row in sheet.iter_rows(values_only=True)])
    assert officer.send(at, at, how="encrypted", password="ngắn", reason=WHY).status_code == 409
    assert "lý do" in read(officer.send(at, at, how="encrypted", password="mật khẩu của sổ", reason=""))
    sealed = officer.send(at, at, how="encrypted", password="mật khẩu của sổ", reason=WHY).content
    clear = BytesIO()
    file = msoffcrypto.OfficeFile(BytesIO(sealed))
    file.load_key(password="mật khẩu của sổ")
    file.decrypt(clear)
    assert office.one("select count(*) from vault.access_log where subject = %s", f"workbook {delivery}") == 1
    # what comes back is shown first
    back = {"file": ("sổ sửa.xlsx", mended(masked, "chưa rõ", "01/01/2026"))}
    assert "mật khẩu" in read(officer.send("/upload", "/upload/workbook", files={"file": ("sổ.xlsx", sealed)}))
    shown = officer.send("/upload", "/upload/workbook", files=back)
    assert "1 ô được sửa; chưa áp dụng" in read(shown) and "01/01/2026" in read(shown) and "Số liệu của phường sẽ thay đổi" in read(shown)
    assert office.figures() == before
    number = shown.text.split('name="number" value="')[1].split('"')[0]
    kept = [path for path in (office.settings.home / "returned").rglob("*.xlsx")]
    assert len(kept) == 1 and not kept[0].read_bytes().startswith(b"PK")
    # of nobody else, and not without a reason
    with a_browser(office.settings, signed_in_as="Lan") as other:
        assert other.send("/upload", "/upload/workbook/apply", number="0" * 32, reason=WHY).status_code == 409
        assert other.send("/upload", "/upload/workbook/apply", number="../../x", reason=WHY).status_code == 409
    assert "Phải ghi lý do" in read(officer.send("/upload", "/upload/workbook/apply", number=number, reason=" "))
    done = officer.send("/upload", "/upload/workbook/apply", number=number, reason=WHY)
    assert "Sửa: đang áp dụng cho 1 dòng" in read(done), read(done)
    assert office.figures() != before and ("H02", JULY) not in causes_of(office)
    assert not list((office.settings.home / "returned").rglob("*.xlsx"))
    assert officer.send("/upload", "/upload/workbook/apply", number=number, reason=WHY).status_code == 409
    made = office.one("select max(act_id) from audit.decision")
    officer.send(f"/decisions/{made}", f"/decisions/{made}/undo", reason="Như trước")
    assert office.figures() == before


# --- since the last visit -----------------------------------------------------------------------------------------------
def test_what_became_of_the_causes_since_the_last_visit(office: Office) -> None:
    """Between two visits a new list of August comes: one fault is mended, one kind is new, one has become more."""
    office.send(health_list(AUGUST, faulty(AUGUST)))
    with ward_warehouse(office.settings) as engine, engine.begin() as connection:
        add_account(connection, office.settings.ward.code, "Bình", "officer", PASSWORD)
    with a_browser(office.settings, signed_in_as="Bình") as newcomer:
        overview = newcomer.text("/overview")
        assert "Lần đầu xem trang" in overview and " 0 điểm mới" not in overview
    with a_browser(office.settings, signed_in_as="Lan") as visitor:
        visitor.get("/overview")
    command(office, "assign", str(delivery_of(office, AUGUST, "H09")), "H09", "--state", "waiting", "--owner", "Bình", "--by", "Lan")
    assert causes_of(office, work_state="waiting") == {("H09", AUGUST)}
    with ward_warehouse(office.settings) as engine, engine.begin() as connection:  # seen to the minute
        connection.exec_driver_sql("update audit.web_session set seen_at = clock_timestamp(), ended_at = clock_timestamp()")
    people = faulty(AUGUST)
    people[UNREAD].change(valid_from=date(2026, 1, 1))
    people[MORE].change(valid_from=date(2026, 1, 1), valid_to=date(2025, 12, 1))
    people[MORE + 1].change(group=0)
    people[MORE + 1].shown.update(group_name="Thôn Đồng Ngoài", address="Thôn Đồng Ngoài")
    office.send(health_list(AUGUST, people, name="BHYT_2026-08 sửa.csv"))
    with a_browser(office.settings, signed_in_as="Lan") as visitor:
        overview, gone = visitor.text("/overview"), visitor.text("/causes/done?change=gone")
        assert "1 điểm tự hết" in overview and "H02" in gone and "08/2026" in gone, overview
        assert "Chỉ tiêu đứng yên" in overview and "Có giá trị đến tháng 07/2026" in overview
        new, worse = visitor.text("/causes?change=new"), visitor.text("/causes?change=worse")
        assert "H03" in new.split("Điều cần xem")[-1] and "H09" in worse.split("Điều cần xem")[-1]
        told = command(office, "list", "--since", "last", "--by", "lan")  # as her page says it, who is signed in now
    for name, words in NEWS_VI.items():
        assert f" {told['since'][name]} điểm {words}" in overview
    marked = {(one["rule_code"], one["month"], one["change"]) for one in told["causes"]}
    assert {("H03", f"{AUGUST}", "new"), ("H09", f"{AUGUST}", "worse")} <= marked
    only_new = command(office, "list", "--since", "last", "--by", "Lan", "--change", "new")["causes"]
    assert {(one["rule_code"], one["month"], one["change"]) for one in only_new} == {one for one in marked if one[2] == "new"}
    assert all(one["change"] == "new" for one in command(office, "list", "--since", "2026-01-01")["causes"])
    assert all(one["change"] is None for one in command(office, "list")["causes"])
    assert causes_of(office, work_state="waiting") == set()  # the unit has sent: what is still wrong is new, and Bình's
    assert [(one["work_state"], one["owner"]) for one in lines(office, rule="H09", month=AUGUST)] == [("new", "Bình")]


# --- files that no cell of the grid tells of ----------------------------------------------------------------------------
def test_the_verdict_counts_files_of_unknown_source_or_month_until_somebody_says_that_nobody_needs_them(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with an_office("embedded", request, tmp_path) as own:
        make_accounts(own.settings)
        with a_browser(own.settings, signed_in_as="Lan") as officer:
            assert "Chưa nhận tệp nào." in officer.text("/overview")
            own.send(health_list(JUNE, cards(JUNE), name="danh sach.csv"))
            own.send_bytes(**{"lich hop.txt": "Lịch họp tuần này\n".encode()})
            ((held, rule), (unknown, _)) = own.rows(
                "select delivery_id, rule_code from audit.finding where severity = 'critical' order by delivery_id"
            )
            assert rule == "F04", "the list says no month"
            told = "Chưa có danh sách nào được công bố. Đang giữ lại: 1 tệp chưa rõ tháng. Không đọc hoặc không nhận ra được: 1 tệp."
            assert told in officer.text("/overview")
            rules = dict(own.rows("select delivery_id, rule_code from audit.finding where severity = 'critical'"))
            command(own, "assign", str(unknown), rules[unknown], "--state", "ignored", "--reason", "Lịch họp", "--by", "Lan")
            own.send(health_list(JULY, cards(JULY)))
            assert "1/5 nguồn đã xong. Đang giữ lại: 1 tệp chưa rõ tháng." in (shown := officer.text("/overview"))
            assert "Không đọc hoặc không nhận ra được" not in shown
            command(own, "release", str(held), "--month", "2026-06", "--reason", "Đúng là tháng sáu", "--by", "Lan")
            assert "Không có tệp nào bị giữ lại." in officer.text("/overview")
