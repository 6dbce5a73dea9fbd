"""Nobody of the samples is named on the page: every link that each role can follow in a masked session, what forms answer, the workbooks,
the logs and the access log, searched by the scanner that knows every name, number and address of the samples."""

import html
import logging
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from httpx2 import Response

from flows.database.warehouse import ward_warehouse
from review.workbook.export import export
from tests.functional.test_privacy import people_in
from tests.support.office import Office, an_office, the_samples
from tests.support.visitor import ACCOUNTS, Visitor, a_browser, make_accounts, read

#: Pages of one kind show the same columns: so many of each are followed; of rows, whose files are read for each, one of every rule.
MOST_OF_A_KIND, WORKBOOKS_OF_A_KIND, ROWS_OF_A_RULE = 40, 6, 1


@pytest.fixture(scope="module")
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office("embedded", request, tmp_path_factory.mktemp("page"), fed=the_samples) as made:
        make_accounts(made.settings)
        yield made


def kind_of(address: str) -> str:
    """Rows of one rule are one kind, whatever their delivery, and so is its form filled in; so are numbers of pages and deliveries, and the
    rows of one delivery behind figures."""
    plain, _, asked = address.partition("?")
    if re.fullmatch(r"/rows/\d+/\d+", plain):
        return f"/rows/any/{plain.split('/')[2]}"
    if plain.startswith("/scorecard/") and plain.count("/") > 2:
        return re.sub(r"^/scorecard/[^/]+", "/scorecard/any", plain)
    of_rule = plain.startswith("/rows/") or (plain.startswith("/causes/") and "row=" in asked)
    return "/rows/" + address.split("/")[1] + plain.split("/")[3] if of_rule else re.sub(r"\d+", "#", address)


def most_of(kind: str) -> int:
    if kind.startswith("/rows/"):
        return ROWS_OF_A_RULE
    return WORKBOOKS_OF_A_KIND if "/excel" in kind else MOST_OF_A_KIND


def text_of(page: Response) -> str:
    """Of a workbook all of its parts, unpacked."""
    if not page.headers["content-type"].startswith("application/vnd.openxmlformats"):
        return str(page.text)
    with ZipFile(BytesIO(page.content)) as parts:
        return "\n".join(parts.read(name).decode("utf-8", errors="replace") for name in parts.namelist())


def crawled(visitor: Visitor) -> dict[str, str]:
    """Address -> the page, of everything that a link leads to from where the role begins."""
    seen: dict[str, str] = {}
    kinds: dict[str, int] = {}
    waiting = ["/"]
    while waiting:
        address = waiting.pop()
        kind = kind_of(address)
        if address in seen or kinds.get(kind, 0) >= most_of(kind):
            continue
        kinds[kind] = kinds.get(kind, 0) + 1
        page = visitor.get(address)
        assert page.status_code == 200, (address, page.status_code)
        seen[address] = text_of(page)
        for found in re.findall(r'href="([^"#]*)', page.text):
            link = html.unescape(found)
            waiting.append(re.sub(r"\?.*", "", address) + link if link.startswith("?") else link)
        waiting = [one for one in waiting if one.startswith("/") and not one.startswith("/static")]
    return seen


@pytest.mark.parametrize("name", ACCOUNTS)
def test_no_page_that_a_link_leads_to_names_anybody(name: str, office: Office, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), a_browser(office.settings, signed_in_as=name) as visitor:
        pages = crawled(visitor)
    assert {"Lan": 60, "Chủ tịch": 3, "Quản trị": 3}[name] <= len(pages)
    if name != "Quản trị":
        assert any("/rows?" in address for address in pages) and any("/history" in address for address in pages)
    if name == "Lan":
        assert any(re.fullmatch(r"/rows/\d+/\d+\?.*", address) for address in pages)
        rules = {address.split("/")[3] for address in pages if address.startswith("/rows/")}
        assert {"H09", "H02", "D03", "P01", "S04", "R03"} <= rules
    assert {address: people for address, text in pages.items() if (people := people_in(html.unescape(text)))} == {}
    assert people_in(caplog.text) == set()


def test_no_answer_of_a_form_names_anybody(office: Office) -> None:
    """Previews, refusals and the check of a delivery; the scanner does find a row in clear, else it would prove nothing."""
    with a_browser(office.settings, signed_in_as="Lan") as visitor:
        (row,) = office.rows(
            """select delivery_id, row_number, coalesce(sheet_name, '') from audit.finding
               where rule_code = 'H09' and state = 'open' order by delivery_id, row_number limit 1"""
        )
        cause, address = f"/causes/{row[0]}/H09", f"/rows/{row[0]}/H09/{row[1]}"
        answers = [
            visitor.send(cause, f"{cause}/exclude", scope="all", only_preview="1"),
            visitor.send(cause, f"{cause}/correct", row=str(row[1]), column="không có", sheet=row[2], only_preview="1"),
            visitor.send(cause, f"{address}/correct", column="full_name", value="", sheet=row[2], only_preview="1"),
            visitor.send(cause, f"/deliveries/{row[0]}/check"),
            visitor.send(cause, f"{address}/unmask", sheet=row[2], reason=""),
        ]
        assert [one.status_code for one in answers] == [200, 409, 200, 200, 409]
        assert [people for one in answers if (people := people_in(read(one)))] == []
        assert people_in(read(visitor.send(cause, f"{address}/unmask", sheet=row[2], reason="Đối chiếu giấy tờ")))
    logged = str(office.rows("select x::text from audit.web_access x")) + str(office.rows("select r::text from audit.run r"))
    assert people_in(logged) == set()


def test_no_masked_workbook_names_anybody(office: Office, tmp_path: Path) -> None:
    numbers = office.rows(
        """select distinct delivery_id from audit.finding join audit.delivery d using (delivery_id)
           where state = 'open' and severity <> 'info' and row_identity is not null and d.status <> 'superseded' order by 1"""
    )
    assert len(numbers) > 8
    with ward_warehouse(office.settings) as engine:
        for (number,) in numbers:
            path = tmp_path / f"{number}.xlsx"
            export(engine, office.settings, number, path)
            with ZipFile(BytesIO(path.read_bytes())) as parts:
                text = "\n".join(parts.read(name).decode("utf-8", errors="replace") for name in parts.namelist())
            assert people_in(html.unescape(text)) == set(), number
