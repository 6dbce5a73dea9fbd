"""An issued report as it is printed: LibreOffice opens the workbooks with the metric twins of the fonts that offices have, and the pages it
makes are read back."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from flows.database.engine import open_engine
from flows.outputs.reports.issue import issue
from tests.conftest import SERVERS
from tests.support.office import (
    AUGUST,
    SEED,
    Office,
    an_office,
    cards,
    dossier_log,
    health_list,
    needs_exports,
    poverty_list,
    report,
    small_ward,
    social_list,
    the_exports,
    the_samples,
)
from tests.support.office_suite import Measured, Word, converted, measured_texts, needs_office_suite, pages
from tests.synthetic.dossiers import make_dossiers, month_log

CODE = re.compile(r"(KT|XH|HC|AN|MH)\d\d[a-z]?")
MOST_PAGES = 12
QUARTERS = 4


@pytest.fixture(scope="module")
def workbooks(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Path]]:
    """Those of a young ward: three months of samples, no report before."""
    needs_office_suite()
    with an_office("embedded", request, tmp_path_factory.mktemp("pages"), fed=the_samples) as office:
        with open_engine(office.settings) as engine:
            made = issue(engine, office.settings, AUGUST, "Cán bộ thử", now=datetime(2026, 9, 3, 5, 0, tzinfo=UTC))
        yield [made.folder / name for name in made.files]


@pytest.fixture(scope="module")
def printed(workbooks: list[Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[list[Word]]]:
    """Pages by the workbook's name."""
    return {path.stem: pages(path) for path in converted(workbooks, "pdf", tmp_path_factory.mktemp("printed"))}


@pytest.fixture(scope="module")
def scorecard_pages(printed: dict[str, list[list[Word]]]) -> list[list[Word]]:
    return next(made for name, made in printed.items() if name.startswith("BangDiem"))


@pytest.fixture(scope="module")
def measured(workbooks: list[Path], tmp_path_factory: pytest.TempPathFactory) -> list[Measured]:
    return measured_texts(workbooks, tmp_path_factory.mktemp("measured"))


def test_a_young_ward_has_few_pages_and_none_is_empty(printed: dict[str, list[list[Word]]]) -> None:
    counts = {name.split("_")[0]: len(made) for name, made in printed.items()}
    assert counts == {"BangDiem": counts["BangDiem"], "BieuII06a": 1} and counts["BangDiem"] <= MOST_PAGES
    for name, made in printed.items():
        for number, words in enumerate(made, start=1):
            assert len(words) > 40, f"{name}, page {number}"


def test_no_text_is_cut(measured: list[Measured]) -> None:
    assert len(measured) > 1000
    assert [(cell.place, cell.text, cell.needed, cell.given) for cell in measured if cell.is_cut] == []


def test_a_row_that_is_too_low_is_found(tmp_path: Path) -> None:
    needs_office_suite()
    book = openpyxl.Workbook()
    for row, height in ((1, 15), (2, 32)):
        book.active.cell(row, 1, "Hồ sơ trực tuyến").alignment = openpyxl.styles.Alignment(wrap_text=True)
        book.active.row_dimensions[row].height = height
    book.active.column_dimensions["A"].width = 12
    book.save(tmp_path / "low.xlsx")
    assert [cell.is_cut for cell in measured_texts([tmp_path / "low.xlsx"], tmp_path)] == [True, False]


def test_no_number_is_wider_than_its_column(printed: dict[str, list[list[Word]]]) -> None:
    assert [word for made in printed.values() for words in made for word in words if "##" in word.text] == []


def test_no_chart_is_cut_by_a_page(workbooks: list[Path], scorecard_pages: list[list[Word]]) -> None:
    all_charts_are_whole(workbooks, scorecard_pages)


def all_charts_are_whole(workbooks: list[Path], scorecard_pages: list[list[Word]]) -> None:
    """Its legend stands under its name on the same page."""
    book = openpyxl.load_workbook(next(path for path in workbooks if path.name.startswith("BangDiem")))
    charts = sum(len(sheet._charts) for sheet in book) - 1  # the cover's has a legend of its own
    legends = [(words, word) for words in scorecard_pages for word in legends_of(words)]
    assert len(legends) == charts > 25
    for words, legend in legends:
        names = [word for word in words if CODE.fullmatch(word.text) and quarter(word) == quarter(legend)]
        assert any(60 < legend.top - word.top < 200 for word in names), legend


def legends_of(words: list[Word]) -> list[Word]:
    texts = [word.text for word in words]
    return [word for place, word in enumerate(words) if texts[place : place + 2] == ["Giá", "trị"] and texts[place + 2] != "bằng"]


def quarter(word: Word) -> int:
    return int(word.left * QUARTERS)


def test_headings_stand_over_tables_alone(scorecard_pages: list[list[Word]]) -> None:
    """A page of nothing but charts has none."""
    with_charts = [words for words in scorecard_pages if legends_of(words)]
    for words in with_charts:
        is_headed = any((word.text, after.text) == ("Ký", "hiệu") for word, after in zip(words, words[1:], strict=False))
        is_table = any(CODE.fullmatch(word.text) and word.left < 0.06 for word in words)
        assert is_headed == is_table
    assert any(not any(word.text == "hiệu" for word in words) for words in with_charts), "no page of charts alone"


def thirty_months_of_a_small_ward(office: Office) -> None:
    months = [date(2026 + number // 12, number % 12 + 1, 1) for number in range(30)]
    dossiers = make_dossiers(small_ward(), months[0], months[-1], 20, SEED)
    lists = [(report(month), health_list(month, cards(month))) for month in months]
    lists += [(social_list(month), poverty_list(month)) for month in months if month.month % 3 == 0]
    office.send(*(one for many in lists for one in many), *(dossier_log(month, month_log(dossiers, month)) for month in months))


def test_a_ward_of_thirty_months_has_a_report_as_whole_as_a_young_one_s(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """With years behind it there are forecasts with their bands, changes on last year, and lines of two years in every chart."""
    needs_office_suite()
    with an_office("embedded", request, tmp_path, fed=thirty_months_of_a_small_ward) as office, open_engine(office.settings) as engine:
        made = issue(engine, office.settings, date(2028, 6, 1), "Cán bộ thử", now=datetime(2028, 7, 3, 5, 0, tzinfo=UTC))
        workbooks = [made.folder / name for name in made.files]
    counted = {path.name.split("_")[0]: pages(path) for path in converted(workbooks, "pdf", tmp_path)}
    for name, found in counted.items():
        assert all(len(words) > 40 for words in found) and not [word for words in found for word in words if "##" in word.text], name
    assert len(counted["BangDiem"]) <= MOST_PAGES + 2
    measured = measured_texts(workbooks, tmp_path)
    assert [(cell.place, cell.text, cell.needed, cell.given) for cell in measured if cell.is_cut] == []
    assert sum("\n(" in cell.text and " đến " in cell.text for cell in measured) > 10, "bands of forecasts"
    all_charts_are_whole(workbooks, counted["BangDiem"])


@needs_exports
def test_three_months_of_exports_with_every_fault_have_few_pages_too(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    needs_office_suite()
    with an_office(SERVERS[0], request, tmp_path, fed=the_exports) as office, open_engine(office.settings) as engine:
        month = office.one("select max(month) from mart.scorecard")
        made = issue(engine, office.settings, month, "Cán bộ thử", now=datetime(2026, 9, 3, 5, 0, tzinfo=UTC))
        (workbook,) = [made.folder / name for name in made.files if name.startswith("BangDiem")]
    (printed,) = converted([workbook], "pdf", tmp_path)
    assert len(pages(printed)) <= MOST_PAGES
    assert [cell.place for cell in measured_texts([workbook], tmp_path) if cell.is_cut] == []


def test_every_target_has_a_chart_or_a_reason(workbooks: list[Path]) -> None:
    book = openpyxl.load_workbook(next(path for path in workbooks if path.name.startswith("BangDiem")))
    drawn, undrawn = set(), set()
    for sheet in book:
        titles = ["".join(run.t for line in chart.title.tx.rich.p for run in line.r or []) for chart in sheet._charts]
        drawn |= {title.split()[0] for title in titles}
        told = [str(cell.value) for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("Không vẽ biểu đồ: ")]
        undrawn |= {found[0] for text in told for found in CODE.finditer(text)}
    targets = {row[0] for row in book["Bảng điểm"].iter_rows(values_only=True) if row[0] and CODE.fullmatch(str(row[0]))}
    assert not drawn & undrawn
    assert targets - drawn - undrawn == {"HC04"}  # the plan names no target
    assert {"KT09", "XH12", "AN02", "HC03", "MH02"} <= undrawn


def test_the_form_has_a_place_to_sign(printed: dict[str, list[list[Word]]]) -> None:
    for name, made in printed.items():
        text = " ".join(word.text for words in made for word in words)
        if name.startswith("BieuII06a"):
            assert "NGƯỜI LẬP BIỂU" in text and "THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ" in text and "đóng dấu" in text
