"""What is typed into the page's forms: months and rows, or a sentence."""

from datetime import date

import pytest

from review.web.forms import FormError, optional_month, read_month, read_rows
from review.web.pages.causes import chosen_rows
from review.web.pages.upload import plain_name


@pytest.mark.parametrize("text", ["2026-09", "09/2026", " 9/2026 "])
def test_a_month_is_read_as_browsers_send_it_and_as_people_type_it(text: str) -> None:
    assert read_month(text) == date(2026, 9, 1)


@pytest.mark.parametrize("text", ["", "2026", "13/2026", "09/1026", "tháng chín", "2026-09-01"])
def test_what_is_no_month_is_told(text: str) -> None:
    with pytest.raises(FormError, match="không phải là tháng"):
        read_month(text)


def test_a_month_that_need_not_be_given_may_be_blank() -> None:
    assert optional_month("  ") is None
    assert optional_month("01/2027") == date(2027, 1, 1)


def test_rows_are_numbers_as_excel_shows_them() -> None:
    assert read_rows(["17", "2"]) == [17, 2]
    for wrong in (["x"], ["0"], ["-3"], [str(2**31)], ["1.5"]):
        with pytest.raises(FormError, match="Excel"):
            read_rows(wrong)


def test_nothing_ticked_never_means_everything() -> None:
    assert chosen_rows("all", ["3"]) == []
    assert chosen_rows("chosen", ["3", "3|Tổ 1", "4|a|b"]) == [(3, None), (3, "Tổ 1"), (4, "a|b")]
    with pytest.raises(FormError, match="Chưa chọn dòng nào"):
        chosen_rows("chosen", None)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("BHYT tháng 9.xlsx", "BHYT tháng 9.xlsx"),
        ("C:\\Users\\Lan\\Tải về\\a.csv", "a.csv"),
        ("../../etc/passwd", "passwd"),
        (".bashrc", "bashrc"),
        ("a\0b\n.csv", "ab.csv"),
        ("", "tep"),
        ("..", "tep"),
        ("x" * 500 + ".xlsx", "x" * 150 + ".xlsx"),
    ],
)
def test_a_file_keeps_the_last_part_of_its_name_alone(sent: str, kept: str) -> None:
    assert plain_name(sent) == kept
