"""One sheet, one old font: what a single column would not show, its sheet does."""

import polars as pl
import pytest

from tests.support.drawn_frames import assert_drawn, context
from tests.synthetic.old_fonts import tcvn3, vni
from transforms.reading.delivery import find_tables
from transforms.reading.grids import grid_from_rows, legible
from transforms.reading.model import Reading
from transforms.sources.poverty import CONTRACT as POVERTY
from transforms.sources.poverty import clean
from transforms.vietnamese.legacy import decode_as, sheet_encoding

LIST = [
    ["DANH SÁCH HỘ NGHÈO THÁNG 7 NĂM 2026", None, None, None, None],
    ["Số thứ tự", "Họ và tên chủ hộ", "Phân loại hộ", "Số quyết định", "Hộ không có khả năng lao động"],
    ["1", "Đặng Hữu Ước", "Hộ nghèo", "70/QĐ-UBND", "Có"],
    ["2", "Nguyễn Thị Hòa", "Hộ cận nghèo", "71/QĐ-UBND", None],
]
FONTS = pytest.mark.parametrize("font", [tcvn3, vni])


def written_in(font: object) -> list[list[str | None]]:
    return [[cell and font(cell) for cell in row] for row in LIST]  # type: ignore[operator]


@FONTS
def test_words_that_both_readings_know_are_read_as_the_rest_of_their_sheet(font: object) -> None:
    """ "Có" is "Cã" in TCVN3, "Số" is "Soá" in VNI: each is a syllable as it stands, and QĐ is none either way."""
    grid = grid_from_rows("DS", written_in(font))
    reading = Reading("poverty", tuple(find_tables(grid, (POVERTY,))))
    assert [list(row) for row in legible(grid).frame.rows()][1:] == LIST[1:]
    assert_drawn(
        clean(reading, context()).frame,
        """
        full_name      | classification | decision_number | is_without_labour
        ---------------+----------------+-----------------+------------------
        Đặng Hữu Ước   | poor           | 70/QĐ-UBND      | yes
        Nguyễn Thị Hòa | near_poor      | 71/QĐ-UBND      | no
    """,
    )


@FONTS
def test_a_sheet_shows_its_font_even_with_words_that_could_be_either(font: object) -> None:
    texts = pl.Series(["Số CCCD", "SĐT", "Họ và tên", "Trạng thái", "Nguyễn Thị Đào", "Đang đóng"])
    sent = pl.Series([font(text) for text in texts])  # type: ignore[operator]
    assert sheet_encoding(sent) == font.__name__  # type: ignore[attr-defined]
    assert (sheet_encoding(texts), sheet_encoding(pl.Series(["STT", "30/06/2026"])), sheet_encoding(pl.Series([], dtype=pl.String))) == (
        None,
    ) * 3


def test_a_column_in_unicode_under_headings_in_an_old_font_stays_as_it_is() -> None:
    column = pl.Series(["Vũ Bình", "Hà", "Bình An", None])
    assert decode_as(column, "tcvn3")[0].to_list() == column.to_list()


def test_each_sheet_is_read_in_its_own_font() -> None:
    """One group's list from an old machine, the next in VNI, the third in Unicode: no column is in one encoding as a whole."""
    rows = [["2", "Đặng Hữu Ước", "Hộ cận nghèo", "Có"], ["3", "Nguyễn Thị Hòa", "Hộ nghèo", None], ["4", "Vũ Đình Sửu", "Hộ nghèo", "Có"]]
    heading = ["STT", "Họ và tên chủ hộ", "Phân loại hộ", "Số quyết định"]
    fonts = {"TDP 3": tcvn3, "TDP 4": vni, "TDP 5": str}
    tables = []
    for name, font in fonts.items():
        sent = [[None if text is None else font(text) for text in row] for row in [heading, *rows]]
        tables += find_tables(grid_from_rows(name, sent), (POVERTY,))
    cleaned = clean(Reading("poverty", tuple(tables)), context())
    assert cleaned.frame["full_name"].to_list() == 3 * [row[1] for row in rows]
    assert cleaned.frame["classification"].to_list() == 3 * ["near_poor", "poor", "poor"]
    kinds = cleaned.repairs.filter(pl.col("kind").is_in(["tcvn3", "vni", "mojibake"])).group_by("sheet_name").agg(pl.col("kind").unique())
    assert dict(kinds.sort("sheet_name").iter_rows()) == {"TDP 3": ["tcvn3"], "TDP 4": ["vni"]}
