"""The validation report of a delivery says all that judging found, once, of nobody by name, and asks nothing of anybody else."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from flows.database.warehouse import ward_warehouse
from flows.extract.landing import landed_path
from flows.outputs.rule_catalogue import RuleEntry, row_entries
from flows.outputs.validation_report.paper import Paper, html_of, read_paper
from tests.functional.test_cli import chitieu
from tests.functional.test_privacy import people_in
from tests.support.office import JUNE, Office, an_office, cards, health_list, office_at, report, sample_names, the_samples
from tests.support.officer import Officer

FILE = "BHYT_2026-06.csv"
#: What a page could load something by.
_LOADS = re.compile(
    r"(?i)\b(?:src|href|action|data|poster|srcset)\s*=|url\(|@import|https?:|//[a-z]|<(?:script|link|iframe|img|object|form)\b"
)
_EMPTY = {"meta", "br", "hr"}


class Page(HTMLParser):
    """The page as a browser takes it apart: rows of findings, headings, and whether every element ends where it should."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.rows: list[list[str]] = []
        self.elements: Counter[str] = Counter()
        self._is_finding = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[tag] += 1
        if tag not in _EMPTY:
            self.open.append(tag)
        if tag == "tr":
            self._is_finding = "finding" in (dict(attrs).get("class") or "").split()
            if self._is_finding:
                self.rows.append([])
        if tag == "td" and self._is_finding:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data: str) -> None:
        if self._is_finding and self.open and "td" in self.open:
            self.rows[-1][-1] += data


def paper_of(office: Office, delivery_id: int) -> Paper:
    with ward_warehouse(office.settings) as engine:
        return read_paper(engine, office.settings, delivery_id)


def number_of(office: Office, file_name: str) -> int:
    return int(office.one("select max(delivery_id) from audit.delivery where file_name = %s", file_name))


@pytest.fixture(scope="module")
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The samples, as the night left them."""
    with an_office("embedded", request, tmp_path_factory.mktemp("papers"), fed=the_samples) as made:
        yield made


@pytest.fixture(scope="module")
def papers(office: Office) -> dict[str, tuple[Paper, str]]:
    """The report of every sample, by its file."""
    numbers = dict(office.rows("select file_name, delivery_id from audit.delivery"))
    with ward_warehouse(office.settings) as engine:
        made = {name: read_paper(engine, office.settings, number) for name, number in numbers.items()}
    return {name: (paper, html_of(paper)) for name, paper in made.items()}


# --- the samples ----------------------------------------------------------------------------------------------------------
def test_every_sample_has_a_report_that_is_whole(papers: dict[str, tuple[Paper, str]]) -> None:
    assert set(papers) == set(sample_names())
    for name, (_, html) in papers.items():
        page = Page(html)
        assert (page.faults, page.open) == ([], []), name
        assert html.startswith("<!DOCTYPE html>") and '<html lang="vi">' in html
        assert page.elements["h1"] == 1 and page.elements["h2"] == 6


def test_every_finding_stands_in_its_report_once(office: Office, papers: dict[str, tuple[Paper, str]]) -> None:
    for name, (paper, html) in papers.items():
        found = office.rows(
            "select sheet_name, row_number, column_letter, column_name, state from audit.finding where delivery_id = %s",
            paper.line.delivery_id,
        )
        said = Counter((row[0], row[1], row[2], row[-1]) for row in Page(html).rows)
        assert said == Counter(map(_as_shown, found)), name
    assert sum(len(Page(html).rows) for _, html in papers.values()) > 30


def _as_shown(finding: tuple[Any, ...]) -> tuple[str, str, str, str]:
    sheet, row, letter, heading, state = finding
    column = f"{letter} {heading or '—'}" if letter else heading or "—"
    place = sheet or ("cả tệp" if row is None else "—")
    return place, "—" if row is None else str(row), column, "đang mở" if state == "open" else "đã xác nhận"


def test_every_sentence_of_a_finding_stands_in_the_report(papers: dict[str, tuple[Paper, str]]) -> None:
    for name, (paper, html) in papers.items():
        text = words_of(html)
        for rule in paper.broken:
            assert {one.message_vi for one in rule.findings if " ".join(one.message_vi.split()) not in text} == set(), name


def words_of(html: str) -> str:
    """The text that is read, blanks as one."""
    from html import unescape

    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def test_every_rule_of_the_source_is_met_or_not(papers: dict[str, tuple[Paper, str]]) -> None:
    judged = [(paper, html) for paper, html in papers.values() if paper.line.rows_read]
    assert len(judged) == len(papers) - 1
    for paper, html in judged:
        assert paper.line.source is not None and paper.line.month is not None
        met, broken = [rule.code for rule in paper.met], {rule.code for rule in paper.broken}
        assert not broken & set(met) and len(met) == len(set(met))
        own = rules_of_the_book(paper)
        assert {entry.code for entry in own} <= broken | set(met)
        assert all(entry.name_vi in words_of(html) for entry in own)


def rules_of_the_book(paper: Paper) -> tuple[RuleEntry, ...]:
    from flows.outputs.source_pages.repairs import ward

    assert paper.line.source is not None and paper.line.month is not None
    return row_entries(paper.line.source, ward(), paper.line.month)


def test_what_was_read_is_told(papers: dict[str, tuple[Paper, str]]) -> None:
    paper, html = papers["BHYT/TheBHYT_2026-08.xlsb"]
    text = words_of(html)
    assert "08/2026 (tiêu đề ghi 08/2026; tên tệp ghi 08/2026)" in text
    assert paper.line.sha256 in text and f"{paper.line.received_at:%d/%m/%Y %H:%M}" in text
    (sheet,) = paper.lists.sheets
    assert (sheet.sheet_name, sheet.rows) == ("Dữ liệu", paper.line.rows_read)
    assert "Đã công bố 283 trên 284 dòng; 1 dòng không được tính." in text


def test_a_refused_file_is_told_up_to_the_rule_that_stopped_it(papers: dict[str, tuple[Paper, str]]) -> None:
    (paper,) = [paper for paper, _ in papers.values() if paper.line.status == "unrecognised"]
    assert [rule.code for rule in paper.broken] == ["F02"]
    assert [rule.code for rule in paper.met] == ["F01"]


def test_repairs_are_counted_with_masked_examples(office: Office, papers: dict[str, tuple[Paper, str]]) -> None:
    for name, (paper, _) in papers.items():
        counted = office.one("select coalesce(sum(cell_count), 0) from audit.repair_count where delivery_id = %s", paper.line.delivery_id)
        assert sum(repair.cell_count for repair in paper.repairs) == counted, name
    assert any(repair.examples for paper, _ in papers.values() for repair in paper.repairs)


def test_no_report_names_a_person(papers: dict[str, tuple[Paper, str]]) -> None:
    assert {name: people for name, (_, html) in papers.items() if (people := people_in(words_of(html)) | people_in(html))} == {}


def test_a_report_asks_nothing_of_anybody(papers: dict[str, tuple[Paper, str]]) -> None:
    for name, (_, html) in papers.items():
        assert _LOADS.findall(html) == [], name
        assert "default-src 'none'" in html


# --- what files say -------------------------------------------------------------------------------------------------------
def test_script_in_names_headings_and_cells_is_text(one_database_url: str, tmp_path: Path) -> None:
    office, people = office_at(one_database_url, tmp_path), cards(JUNE)
    people[0].change(object_code="<b>HN</b>")
    people[1].change(valid_from="<img src=x onerror=alert(1)>")
    office.send(report(JUNE))
    listed = health_list(JUNE, people)
    inbox = tmp_path / "listed"
    inbox.mkdir()
    listed.write(inbox)
    (written,) = inbox.iterdir()
    text = written.read_text(encoding="utf-8-sig").replace("maBenhVien", "<svg onload=alert(1)>", 1)
    name = "BHYT_2026-06<img src=x onerror=alert(1)>.csv"
    office.send_bytes(**{name: text.encode("utf-8-sig")})
    html = html_of(paper_of(office, number_of(office, name)))
    page = Page(html)
    assert page.faults == [] and not {"img", "b", "svg", "script"} & set(page.elements)
    said = words_of(html).casefold()
    assert name.casefold() in said
    assert "'<b>hn</b>'" in said and "'<img src=x onerror=alert(1)>'" in said  # cells
    assert "'<svg onload=alert(1)>'" in said  # a heading


# --- decisions ------------------------------------------------------------------------------------------------------------
@pytest.fixture
def doubted(one_database_url: str, tmp_path: Path) -> Office:
    """June's cards: of one the first day cannot be read (H02), of two the object code is not known (H06)."""
    made, people = office_at(one_database_url, tmp_path), cards(JUNE)
    people[3].change(valid_from="chưa rõ")
    for number in (5, 6):
        people[number].change(object_code="ZZ")
    made.send(report(JUNE), health_list(JUNE, people))
    return made


def test_decisions_are_told_with_what_they_do_now_and_not_why(doubted: Office) -> None:
    officer = Officer(doubted)
    officer.accept(FILE, "H06")
    row = int(doubted.one("select row_number from audit.finding where rule_code = 'H02'"))
    officer.correct(FILE, row, "Từ ngày", "01/01/2026")
    paper = paper_of(doubted, number_of(doubted, FILE))
    html = html_of(paper)
    assert [(one.kind_vi, one.outcome_vi) for one in paper.decisions] == [
        ("Xác nhận đúng", "đang áp dụng cho 2 dòng"),
        ("Sửa", "đang áp dụng cho 1 dòng"),
    ]
    assert paper.decisions[0].about_vi == "2 dòng" and paper.decisions[1].about_vi.startswith("người ")
    assert "Đã đối chiếu hồ sơ gốc" not in html
    assert [row[-1] for row in Page(html).rows] == ["đã xác nhận", "đã xác nhận"]
    assert "H02" in {rule.code for rule in paper.met}


def test_the_month_that_an_officer_stated_is_told_as_such(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    office.send(report(JUNE))
    inbox = tmp_path / "list"
    inbox.mkdir()
    health_list(JUNE, cards(JUNE), name="danh sach the.csv").write(inbox)
    office.send_bytes(**{path.name: path.read_bytes() for path in inbox.iterdir()})
    name = "danh sach the.csv"
    assert [rule.code for rule in paper_of(office, number_of(office, name)).broken] == ["F04"]
    Officer(office).release(name, JUNE)
    paper = paper_of(office, number_of(office, name))
    assert [(one.kind_vi, one.rule_codes, one.outcome_vi) for one in paper.decisions] == [("Công bố", ("F04",), "đang áp dụng cho cả tệp")]
    assert "06/2026 (cán bộ nêu khi công bố, quyết định số" in words_of(html_of(paper))


def test_a_decision_that_was_taken_back_is_not_told(doubted: Office) -> None:
    officer = Officer(doubted)
    receipt = officer.accept(FILE, "H06")
    assert receipt.decision is not None
    officer.undo(receipt.decision)
    assert paper_of(doubted, number_of(doubted, FILE)).decisions == []


def test_the_report_outlives_the_landed_file(doubted: Office) -> None:
    number = number_of(doubted, FILE)
    before = paper_of(doubted, number)
    landed_path(doubted.settings.home, before.line.sha256).unlink()
    after = paper_of(doubted, number)
    assert not after.lists.is_there and [rule.code for rule in after.broken] == [rule.code for rule in before.broken]
    assert "Tệp gốc không còn ở đây" in html_of(after)


# --- the command ------------------------------------------------------------------------------------------------------------
def test_the_command_writes_the_file_and_says_where(doubted: Office, tmp_path: Path) -> None:
    number, path = number_of(doubted, FILE), tmp_path / "a.html"
    url, home = doubted.settings.database_url, doubted.settings.home
    done = chitieu("review", "paper", str(number), "--output", str(path), "--json", url=url, home=home)
    told = json.loads(done.stdout)
    assert (told["delivery_id"], told["file"], told["open_findings"]) == (number, str(path), 3)
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert chitieu("review", "paper", "99", url=url, home=home).stderr.startswith("chitieu: Không có lần gửi số 99.")


def test_a_folder_that_is_not_there_is_a_sentence(doubted: Office, tmp_path: Path) -> None:
    path = tmp_path / "none" / "a.html"
    url, home = doubted.settings.database_url, doubted.settings.home
    done = chitieu("review", "paper", str(number_of(doubted, FILE)), "--output", str(path), url=url, home=home)
    assert done.exit_code == 1 and "không ghi được" in done.stderr
