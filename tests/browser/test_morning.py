"""An officer's morning in a real browser, on the samples: by mouse, and by keyboard alone; every page readable by everybody."""

import re
from pathlib import Path

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from flows.database.warehouse import ward_warehouse
from tests.support.office import AUGUST, Office, cards, health_list
from tests.support.visitor import PASSWORD

_REASON = "Đã đối chiếu hồ sơ gốc"
PAGES = (
    "/overview",
    "/causes",
    "/causes/done",
    "/headings",
    "/deliveries",
    "/deliveries/1",
    "/deliveries/3/workbook",
    "/upload",
    "/decisions",
    "/scorecard",
    "/scorecard/XH04",
    "/scorecard/XH04/rows?month=2026-08",
    "/scorecard/XH04/history",
    "/rows/8/40?sheet=D03-TS",
    "/state",
)
#: The words by which a reader's machine calls the thing that has the focus.
_FOCUSED = "() => { const e = document.activeElement; return (e.labels?.[0]?.textContent ?? '') + (e.ariaLabel ?? e.textContent) }"

#: The number of a row is read as one number.
_NUMBERS_ON_SEVERAL_LINES = """() => [...document.querySelectorAll("td.figure a")]
    .filter(each => each.getClientRects().length > 1).map(each => each.text)"""


def sign_in(page: Page, name: str = "Lan") -> None:
    page.goto("/")
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()


def open_cause(page: Page, rule: str, month: str = "") -> None:
    page.goto(f"/causes?month={month}")
    page.get_by_label("Quy tắc").select_option(rule)
    page.get_by_role("button", name="Lọc").click()
    page.locator("table.causes tbody a").first.click()


def decide(page: Page, button: str, told: str) -> None:
    """The form of that button, with a reason."""
    form = page.locator("form", has=page.get_by_role("button", name=button, exact=True))
    form.get_by_label("Lý do").fill(_REASON)
    form.get_by_role("button", name=button, exact=True).click()
    expect(page.locator(".verdict")).to_contain_text(told)


def shown_value(page: Page, code: str) -> str:
    page.goto(f"/scorecard/{code}")
    return page.locator(".verdict").inner_text()


def test_a_morning_by_mouse(page: Page, office: Office, tmp_path: Path) -> None:
    before = office.figures()
    sign_in(page)
    expect(page.locator(".verdict")).to_contain_text("Đang giữ lại: Hồ sơ một cửa 08/2026")
    # a cause is opened: what deciding it would change is seen
    open_cause(page, "H02")
    page.get_by_role("button", name="Tính ảnh hưởng").click()
    expect(page.locator("#work .effect").first).to_contain_text(re.compile(r"nếu bỏ 1 dòng:\s+(không chỉ tiêu nào|.+ 06/2026, cuối tháng)"))
    assert office.figures() == before
    # a cell is corrected, from the row's own link
    page.get_by_role("link", name=re.compile("Sửa ô ở dòng")).first.click()
    expect(page.get_by_label("Dòng như Excel hiện")).not_to_have_value("")
    page.get_by_label("Giá trị đúng").fill("01/01/2026")
    decide(page, "Sửa ô", "Sửa: đang áp dụng cho 1 dòng")
    assert (corrected := office.figures()) != before
    # another is accepted, and a household is left out
    open_cause(page, "H05")
    decide(page, "Xác nhận đúng", "Xác nhận đúng: đang áp dụng cho 1 dòng")
    assert office.figures() == corrected  # it was counted before
    poor = shown_value(page, "XH01")
    open_cause(page, "P08")
    decide(page, "Loại khỏi chỉ tiêu", "Loại khỏi chỉ tiêu: đang áp dụng cho 1 dòng")
    assert shown_value(page, "XH01") != poor
    # another cause is given to somebody
    open_cause(page, "H01")
    page.get_by_text("Giao việc, đặt hạn").click()
    page.get_by_label("Người hoặc bộ phận phụ trách").fill("Bình")
    page.get_by_label("Hạn xử lý").fill("2020-01-31")
    page.get_by_label("Trạng thái").select_option("Chờ đơn vị gửi")
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.locator("#work")).to_contain_text("Chờ đơn vị gửi · Bình · hạn 31/01/2020")
    page.get_by_role("link", name="Tổng quan").click()
    page.get_by_role("link", name="1 điểm quá hạn").click()
    expect(page.locator("table.causes tbody tr")).to_contain_text(["quá hạn 31/01/2020"])
    send_out_and_take_back(page, tmp_path)
    # the truncated log of dossiers is released
    page.get_by_role("link", name="Tổng quan").click()
    page.get_by_role("link", name=re.compile("Đang giữ lại")).click()
    page.get_by_role("link", name=re.compile("Tệp ghi tổng cộng")).click()
    decide(page, "Công bố", "Công bố: đang áp dụng")
    page.get_by_role("link", name="Tổng quan").click()
    expect(page.locator(".verdict")).to_contain_text("5/5 nguồn đã xong. Không có tệp nào bị giữ lại.")
    add_a_part(page, tmp_path)
    # the history of the figure names it; and all is taken back
    page.goto("/scorecard/XH04/history?month=2026-08&area=10744")
    expect(page.locator("tbody tr").first).to_contain_text("Quyết định số")
    expect(page.locator("tbody tr").first).to_contain_text("hiện nay")
    made = office.one("select count(distinct act_id) from audit.decision")
    assert made == 6
    for _ in range(made):
        page.goto("/decisions")
        page.locator("tbody tr", has_not_text="hoàn tác").first.get_by_role("link").click()
        page.get_by_label("Lý do").fill("Nhầm")
        page.get_by_role("button", name="Hoàn tác").click()
        expect(page.locator(".verdict")).to_contain_text("đã hoàn tác quyết định")
    assert office.figures() == before


def send_out_and_take_back(page: Page, folder: Path) -> None:
    """A workbook goes to the unit, which corrects the cell that it was asked about, and comes back."""
    covered = shown_value(page, "XH04")
    open_cause(page, "H01", "2026-08")
    page.get_by_role("link", name="Trả lại đơn vị").click()
    with page.expect_download() as sent:
        page.get_by_role("button", name="Tải sổ đã che").click()
    path = folder / "trả lại.xlsx"
    sent.value.save_as(path)
    book = openpyxl.load_workbook(path)
    (asked,) = [cell for sheet in book for row in sheet.iter_rows(min_row=2) for cell in row if cell.comment]
    asked.value = "030299000123"
    book.save(path)
    page.get_by_role("link", name="nạp lại sổ tại đây").click()
    page.get_by_label("Sổ đã sửa (.xlsx)").set_input_files(path)
    page.get_by_role("button", name="Xem các chỗ khác nhau").click()
    expect(page.locator(".verdict")).to_contain_text("1 ô được sửa; chưa áp dụng")
    decide(page, "Áp dụng 1 ô", "Sửa: đang áp dụng cho 1 dòng")
    assert shown_value(page, "XH04") != covered


def add_a_part(page: Page, folder: Path) -> None:
    """A second part of a month's list is uploaded, is held, and is added to what is there."""
    covered = shown_value(page, "XH04")
    health_list(AUGUST, cards(AUGUST), name="BHYT phần 2 tháng 8-2026.csv").write(folder)
    page.get_by_role("link", name="Nạp tệp").click()
    page.get_by_label("Tệp của đơn vị").set_input_files(folder / "BHYT phần 2 tháng 8-2026.csv")
    page.get_by_role("button", name="Nạp tệp").click()
    expect(page.locator("table")).to_contain_text("Đang giữ lại")
    assert shown_value(page, "XH04") == covered
    open_cause(page, "F13")
    page.get_by_label("thêm một phần của danh sách").check()
    decide(page, "Công bố", "Công bố: đang áp dụng")
    assert shown_value(page, "XH04") != covered


def tab_to(page: Page, name: str) -> None:
    """Tab until the thing of that name has the focus, as who has no mouse does."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if name in page.evaluate(_FOCUSED):
            return
    pytest.fail(f"no way by keyboard to {name!r}")


def test_a_morning_by_keyboard_alone(page: Page, office: Office) -> None:
    page.goto("/")
    expect(page.locator(":focus")).to_have_attribute("name", "name")  # the first field gets it by itself, when the page is drawn
    page.keyboard.type("Lan")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Tổng quan")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Đến nội dung")
    tab_to(page, "Điểm cần xem")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Điểm cần xem")
    tab_to(page, "Ngày kết thúc")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Một điểm cần xem")
    tab_to(page, "Chọn dòng")
    expect(page.locator(":focus")).to_be_checked()  # the only one there is
    tab_to(page, "Lý do")
    page.keyboard.type(_REASON)
    tab_to(page, "Loại khỏi chỉ tiêu")
    page.keyboard.press("Enter")
    expect(page.locator(".verdict")).to_contain_text("Loại khỏi chỉ tiêu: đang áp dụng cho 1 dòng")
    assert office.one("select reason from audit.decision") == _REASON


def faults(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds, by its rule and the things that break it."""
    found = Axe().run(page).response["violations"]
    return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found]


def test_axe_finds_no_fault_on_any_page(page: Page, office: Office) -> None:
    page.goto("/sign-in")
    assert faults(page) == []
    sign_in(page)
    for address in (*PAGES, *causes_of(office, "H02", "F06", "P01", "F02"), *rows_of(office, "H09", "D03", "P04")):
        page.goto(address)
        assert faults(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= 1366, f"{address} is wider than the window"


@pytest.mark.parametrize(
    ("name", "addresses"),
    [("Quản trị", ("/accounts", "/state")), ("Chủ tịch", ("/scorecard/XH04/rows?month=2026-08", "/scorecard/XH04/history"))],
)
def test_axe_finds_no_fault_on_the_pages_of_others(page: Page, name: str, addresses: tuple[str, ...]) -> None:
    sign_in(page, name)
    for address in addresses:
        page.goto(address)
        assert faults(page) == [], address


def causes_of(office: Office, *rules: str) -> list[str]:
    found = office.rows("select distinct on (rule_code) delivery_id, rule_code from audit.finding where rule_code = any(%s)", list(rules))
    assert len(found) == len(rules)
    return [f"/causes/{delivery}/{rule}" for delivery, rule in found]


def rows_of(office: Office, *rules: str) -> list[str]:
    """A row of each rule, and the first one with its form filled in."""
    found = office.rows(
        """select distinct on (rule_code) delivery_id, rule_code, row_number, coalesce(sheet_name, '') from audit.finding
           where rule_code = any(%s) and state = 'open' order by rule_code desc, delivery_id, row_number""",
        list(rules),
    )
    assert len(found) == len(rules)
    return [f"/rows/{delivery}/{rule}/{row}?sheet={sheet}&use=1" for delivery, rule, row, sheet in found]


def test_a_row_is_looked_at_in_clear_and_its_delivery_checked_again(page: Page, office: Office) -> None:
    sign_in(page)
    open_cause(page, "H02")
    page.get_by_role("link", name=re.compile("Xem dòng")).first.click()
    expect(page.locator("table.sheet tbody tr")).to_have_count(7)
    expect(page.locator("table.sheet td.bad")).to_have_text("chưa rõ")
    form = page.locator("form", has_text="Xem đủ thông tin cá nhân")
    form.get_by_label("Lý do").fill(_REASON)
    form.get_by_role("button", name="Hiện thông tin cá nhân").click()
    expect(page.locator(".told")).to_contain_text("đang hiện đủ thông tin cá nhân")
    assert faults(page) == []
    assert office.one("select reason from vault.access_log") == _REASON
    page.get_by_role("link", name="mọi dòng của điểm này").click()
    page.get_by_role("button", name="Kiểm tra lại tệp này ngay").click()
    expect(page.locator(".verdict")).to_contain_text("kết quả vẫn như trước")
    assert faults(page) == []


def test_text_twice_as_large_fits_an_office_window(page: Page, office: Office) -> None:
    sign_in(page)
    page.set_viewport_size({"width": 683, "height": 384})  # what is left of the window at 200 %
    for address in (*PAGES, *rows_of(office, "H09"), *causes_of(office, "H02", "S01")):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 683, address
        assert page.evaluate(_NUMBERS_ON_SEVERAL_LINES) == [], address


@pytest.mark.parametrize("page", ["status of 401"], indirect=True)
def test_what_was_written_when_the_session_ended_comes_back_to_be_copied(page: Page, office: Office) -> None:
    sign_in(page)
    page.goto(causes_of(office, "P01")[0])
    with ward_warehouse(office.settings) as engine, engine.begin() as connection:
        connection.exec_driver_sql("update audit.web_session set seen_at = seen_at - interval '31 minutes'")
    button = page.get_by_role("button", name="Loại khỏi chỉ tiêu", exact=True)
    page.locator("form", has=button).get_by_label("Lý do").fill(_REASON)
    button.click()
    expect(page.locator(".told")).to_contain_text("chưa được ghi")
    expect(page.get_by_label("Lý do")).to_have_value(_REASON)
    assert faults(page) == []
    page.get_by_role("link", name="Đăng nhập").click()
    expect(page.locator("main")).to_contain_text("Phiên làm việc đã hết")
    assert faults(page) == []
