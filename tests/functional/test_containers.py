"""Every layout in every container reads back as it was drawn, and the same seed gives the same bytes."""

from collections.abc import Callable
from datetime import date

import fastexcel
import pytest

from tests.synthetic import layouts_dossiers, layouts_health, layouts_poverty, layouts_social
from tests.synthetic.biff12 import write_xlsb
from tests.synthetic.dossiers import make_dossiers, month_log
from tests.synthetic.insurance import health_records, social_records
from tests.synthetic.people import make_ward
from tests.synthetic.poverty import poverty_records
from tests.synthetic.report import report_records
from tests.synthetic.sheets import Draft, Sheet
from tests.synthetic.writers import WRITERS

MONTH = date(2026, 7, 1)
WARD = make_ward(1, 60)


def _poverty(layout: Callable[..., list[Sheet]]) -> list[Sheet]:
    return layout(*poverty_records(WARD, MONTH, date(2026, 6, 1), 1), MONTH)


def _dossiers(layout: Callable[..., list[Sheet]]) -> list[Sheet]:
    return layout(month_log(make_dossiers(WARD, MONTH, MONTH, 40, 1), MONTH), MONTH)


LAYOUTS: dict[str, list[Sheet]] = {
    **{
        layout.__name__: layout(health_records(WARD, MONTH, 1), MONTH)
        for layout in (layouts_health.health_flat, layouts_health.health_d03, layouts_health.health_ivan, layouts_health.health_by_group)
    },
    **{
        layout.__name__: layout(social_records(WARD, MONTH, 1), MONTH) for layout in (layouts_social.social_flat, layouts_social.social_d05)
    },
    **{
        layout.__name__: _dossiers(layout)
        for layout in (layouts_dossiers.dossiers_register, layouts_dossiers.dossiers_flat, layouts_dossiers.dossiers_web)
    },
    **{layout.__name__: _poverty(layout) for layout in (layouts_poverty.poverty_national, layouts_poverty.poverty_own)},
    "report_workbook": layouts_social.report_workbook(*report_records(WARD, MONTH)),
}
#: Containers that a spreadsheet reader opens, sheet by sheet.
WORKBOOKS = ("xlsx", "xls", "ods", "xlsb")


def _texts(content: bytes) -> list[list[tuple[str | None, ...]]]:
    workbook = fastexcel.read_excel(content)
    return [workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars().rows() for name in workbook.sheet_names]


def _as_read(cell: object) -> str | None:
    return cell.isoformat() if isinstance(cell, date) else None if cell is None else str(cell)


@pytest.mark.parametrize("container", WORKBOOKS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_cell_reads_back_in_its_row_and_column(layout: str, container: str) -> None:
    sheets = LAYOUTS[layout]
    for sheet, rows in zip(sheets, _texts(WRITERS[container](sheets)), strict=True):
        for number, (drawn, read) in enumerate(zip(sheet.rows, rows), 1):
            # A real date reads as a moment at midnight in some containers.
            cells = [cell and cell.removesuffix(" 00:00:00") for cell in read]
            assert cells == [_as_read(cell) for cell in drawn][: len(cells)], f"{sheet.name}, row {number}"


@pytest.mark.parametrize("container", WRITERS)
def test_the_same_sheets_give_the_same_bytes(container: str) -> None:
    sheets = LAYOUTS["poverty_own"]
    assert WRITERS[container](sheets) == WRITERS[container](sheets)


def test_a_binary_workbook_keeps_long_texts_and_fractions() -> None:
    draft = Draft("Trang", 3)
    draft.line("Đ" * 200, 12.5, date(2026, 7, 1))
    assert _texts(write_xlsb([draft.done()])) == [[("Đ" * 200, "12.5", "2026-07-01 00:00:00")]]


def test_headings_over_several_cells_are_merged() -> None:
    draft = Draft("Trang", 3)
    draft.headers(("Tên", "Ngày", "<"), ("^", "Nhận", "Trả"))
    assert draft.rows == [["Tên", "Ngày", None], [None, "Nhận", "Trả"]]
    assert set(draft.merges) == {(0, 0, 1, 0), (0, 1, 0, 2)}
