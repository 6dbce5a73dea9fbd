"""Pictures of the officer's page for ``docs/huong-dan-can-bo.md``, taken from the samples: ``uv run python -m tests.browser.screenshots``.

Without Chromium nothing is written, and the reason is said. People of the samples are invented, and masked all the same.

Data flow: data_raw/samples -> a warehouse of its own -> the page in Chromium, 1366x768 -> docs/images/*.png
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser.conftest import CHROMIUM, served
from tests.browser.small_png import small_png
from tests.conftest import ROOT
from tests.support.databases import first_ward
from tests.support.office import Office
from tests.support.visitor import PASSWORD, make_accounts

IMAGES = ROOT / "docs" / "images"
#: Larger ones make the guide slow to open.
MOST_BYTES = 120_000
#: Picture -> the rule whose first row it shows, or the address.
PICTURES = {
    "tong-quan": "/overview",
    "diem-can-xem": "/causes",
    "mot-dong": "row:H09",
    "mot-diem": "cause:H02",
    "sua-o": "correct:H09",
    "xem-truoc": "preview:H05",
}


def address_of(office: Office, told: str) -> str:
    kind, _, rule = told.partition(":")
    if not rule:
        return told
    ((delivery, row, sheet),) = office.rows(
        """select delivery_id, row_number, coalesce(sheet_name, '') from audit.finding
           where rule_code = %s and state = 'open' and row_number is not null order by delivery_id, row_number limit 1""",
        rule,
    )
    return f"/rows/{delivery}/{rule}/{row}?sheet={sheet}" if kind in ("row", "correct") else f"/causes/{delivery}/{rule}"


@contextmanager
def office_of_samples(folder: Path) -> Iterator[Office]:
    """With a warehouse of its own, as the README's first run makes it."""
    from flows.database.embedded.server import embedded_server

    (folder / "home").mkdir()
    with embedded_server(folder / "home") as url:
        office = Office(first_ward(url, folder / "home"), folder)
        office.send_samples()
        make_accounts(office.settings)
        yield office


def take(office: Office, folder: Path, each: Callable[[str], None] = print) -> None:
    from playwright.sync_api import sync_playwright

    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with served(office.settings) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*sandbox, "--disable-dev-shm-usage", "--disable-lcd-text"])
        page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="vi-VN", base_url=address)
        page.set_default_timeout(120_000)
        blank = browser.new_page()
        page.goto("/")
        page.get_by_label("Tên đăng nhập").fill("Lan")
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        for name, told in PICTURES.items():
            page.goto(address_of(office, told))
            if told.startswith("correct:"):
                page.locator("#correct").scroll_into_view_if_needed()
            if told.startswith("preview:"):
                page.get_by_role("radio", name="tất cả").check()
                page.get_by_role("button", name="Xem trước nếu loại").click()
            data = small_png(blank, page.screenshot())
            (folder / f"{name}.png").write_bytes(data)
            assert len(data) < MOST_BYTES, f"{name}.png has {len(data)} bytes"
            each(f"{name}.png: {len(data)} bytes")
        browser.close()


def main() -> int:
    if not CHROMIUM.exists():
        sys.stderr.write(f"No picture was taken: {CHROMIUM} is not installed.\n")
        return 0
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, office_of_samples(Path(folder)) as office:
        take(office, IMAGES)
    return 0


if __name__ == "__main__":
    sys.exit(main())
