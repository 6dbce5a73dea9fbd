"""Heights of texts as the rows of workbooks need them: one line, several, bold ones, words that are too long."""

import pytest

from flows.outputs.reports.letters import text_height

ONE_LINE = 10 * 1.32 + 1.5


@pytest.mark.parametrize(
    ("text", "is_bold", "lines"),
    [
        ("", False, 1),
        ("Hộ nghèo", False, 1),
        ("Hộ nghèo\nđa chiều", False, 2),
        ("Tỷ lệ hồ sơ trực tuyến", False, 2),
        ("tham gia bảo hiểm", False, 1),
        ("tham gia bảo hiểm y", True, 2),
        ("M" * 20, False, 3),
    ],
)
def test_a_text_takes_as_many_lines_as_its_words_need(text: str, is_bold: bool, lines: int) -> None:
    """A cell of 17 units: 77 points for letters of ten points."""
    assert text_height(text, 17, 10, is_bold=is_bold) == pytest.approx((lines - 1) * 13.2 + ONE_LINE)


def test_digits_that_a_screen_widens_have_room() -> None:
    """LibreOffice 7.4 breaks "1.957,81 tỷ đồng)" in two at this size and width, where the letters alone would just fit."""
    assert text_height("(0 đồng đến 1.957,81 tỷ đồng)", 17, 11) == pytest.approx(3 * 11 * 1.32 + 1.5)


def test_marks_add_nothing_to_a_letter_and_an_indent_takes_of_the_room() -> None:
    assert text_height("à" * 17, 17, 10) == text_height("a" * 17, 17, 10)
    assert text_height("a" * 17, 17, 10, is_indented=True) > text_height("a" * 17, 17, 10)
