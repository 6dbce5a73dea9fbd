"""The class of a household in a cell, a group row or a title: words that deny poverty are never read as poor."""

import polars as pl
import pytest

from tests.support.drawn_frames import cleaned, rows_failing
from transforms.vocabulary.poverty_classes import NEITHER, classification, grouped_class, titled_class


@pytest.mark.parametrize(
    "words",
    [
        "Không phải hộ nghèo",
        "Hết nghèo",
        "Ra khỏi hộ nghèo",
        "Chưa nghèo",
        "Không thuộc diện nghèo",
        "K nghèo",
        "Nguy cơ nghèo",
        "Nghèo/không",
        "Hộ ra nghèo",
        "Hộ nghèo chuyển cận",
        "Không thuộc hộ nghèo, cận nghèo",
        "Hộ nghèo -> TB",
        "Giảm nghèo",
        "Hộ nghèo, cận",
        "Không còn là hộ cận nghèo",
        "Ko nghèo",
        "Xóa tên khỏi hộ nghèo",
        "Từng là hộ nghèo",
        "Nghèo: không",
    ],
)
def test_words_that_deny_poverty_are_never_a_class(words: str) -> None:
    assert pl.select(classification(pl.lit(words))).item() is None
    assert rows_failing("poverty", "P01", f"row | head_name | classification\n---+---+---\n7 | An | {words}") == [7]


@pytest.mark.parametrize(
    "words", ["Hộ nghèo không có khả năng lao động", "Hộ nghèo rà soát 2025", "Tái nghèo", "Hộ nghèo N2", "Hộ nghèo, suy giảm sức khỏe"]
)
def test_other_words_beside_the_class_leave_it(words: str) -> None:
    assert pl.select(classification(pl.lit(words))).item() == "poor"


def test_a_denial_under_one_heading_of_marks_leaves_the_mark_under_the_other() -> None:
    found = cleaned(
        "poverty", "row | head_name | poor_mark | near_poor_mark\n---+---+---+---\n7 | An | không phải | x\n8 | Bình | hết nghèo |"
    )
    assert found.frame["classification"].to_list() == ["near_poor", None]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("A. HỘ NGHÈO", "poor"),
        ("HỘ NGHÈO (3 HỘ)", "poor"),
        ("B/ HỘ CẬN NGHÈO", "near_poor"),
        ("II.1. Hộ gia đình thuộc diện cận nghèo", "near_poor"),
        ("Danh sách hộ nghèo TDP 3", "poor"),
        ("TDP 3 - Hộ cận nghèo", "near_poor"),
        ("C. HỘ THOÁT NGHÈO", NEITHER),
        ("HỘ MỚI THOÁT CẬN NGHÈO", NEITHER),
        ("HỘ CÓ MỨC SỐNG TRUNG BÌNH", NEITHER),
        ("Hộ không còn nghèo", NEITHER),
        ("D. Hộ khác", NEITHER),
        ("Hộ nghèo, hộ cận nghèo", NEITHER),
        ("B. HỘ NGHÈO CHUYỂN ĐI", NEITHER),
        ("III. Các hộ cận nghèo đã chuyển đi nơi khác", NEITHER),
        ("Hộ chuyển khẩu", NEITHER),
        ("A. HỘ NGHÈO CHUYỂN ĐẾN", "poor"),
        ("Tổ dân phố số 3", None),
        ("TDP 3: 5 hộ nghèo", None),
        ("Hộ phát sinh mới (năm 2025 là hộ cận nghèo)", None),
        ("Các hộ dưới đây năm trước là hộ cận nghèo, nay rơi xuống hộ nghèo", None),
    ],
)
def test_a_group_row_says_a_class_ends_it_or_speaks_of_something_else(words: str, found: str | None) -> None:
    assert pl.select(grouped_class(pl.lit(words))).item() == found


HEADS = "row | head_name\n---+---\n7 | An\n10 | Bình\n13 | Cúc"


def classes_under(*groups: str, titles: tuple[str, ...] = (), sheet: str = "DS") -> list[str | None]:
    """The classes of three households, each under a group row of its own."""
    drawn = "row | text\n---+---\n" + "\n".join(f"{row} | {text}" for row, text in zip((6, 9, 12), groups, strict=False)) if groups else ""
    return cleaned("poverty", HEADS, groups=drawn, titles=titles, sheet=sheet).frame["classification"].to_list()


def test_households_under_a_group_row_of_others_have_no_class() -> None:
    """Not even that of the title, which speaks of the list as a whole."""
    groups = ("A. HỘ NGHÈO", "B. HỘ CẬN NGHÈO", "C. HỘ THOÁT NGHÈO")
    assert classes_under(*groups, titles=("DANH SÁCH HỘ NGHÈO",)) == ["poor", "near_poor", None]
    drawn = "row | text\n---+---\n6 | A. HỘ NGHÈO\n12 | HỘ CÓ MỨC SỐNG TRUNG BÌNH"
    assert rows_failing("poverty", "P01", HEADS, groups=drawn) == [13]


def test_group_rows_of_another_level_and_notes_leave_the_class() -> None:
    assert classes_under("A. HỘ NGHÈO", "II. TDP 4", "III. TDP 5") == ["poor"] * 3
    assert classes_under("A. HỘ NGHÈO", "Hộ phát sinh mới (năm 2025 là hộ cận nghèo)", "TDP 5") == ["poor"] * 3


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("DANH SÁCH HỘ CẬN NGHÈO", "near_poor"),
        ("PHỤ LỤC: DANH SÁCH HỘ NGHÈO", "poor"),
        ("Cận nghèo", "near_poor"),
        ("BAN CHỈ ĐẠO GIẢM NGHÈO", None),
        ("Chương trình mục tiêu quốc gia giảm nghèo bền vững", None),
        ("QUỸ VÌ NGƯỜI NGHÈO", None),
        ("DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO", None),
        ("(Kèm theo Quyết định công nhận hộ nghèo, hộ thoát nghèo)", None),
        ("DANH SÁCH HỘ KHÔNG CÒN NGHÈO", NEITHER),
        ("DANH SÁCH HỘ THOÁT NGHÈO", NEITHER),
    ],
)
def test_a_title_says_a_class_where_it_speaks_of_households(words: str, found: str | None) -> None:
    assert pl.select(titled_class(pl.lit(words))).item() == found


def test_titles_that_disagree_say_no_class() -> None:
    assert classes_under(titles=("BAN CHỈ ĐẠO GIẢM NGHÈO", "DANH SÁCH HỘ CẬN NGHÈO")) == ["near_poor"] * 3
    assert classes_under(titles=("DANH SÁCH HỘ CẬN NGHÈO",), sheet="Ho ngheo") == [None] * 3
    assert classes_under(titles=("DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO",), sheet="Ho ngheo") == ["poor"] * 3
