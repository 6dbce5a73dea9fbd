"""Names of people: one spelling of capitals, nothing else changed."""

import unicodedata
from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.vietnamese.names import person_name
from transforms.vietnamese.text import fold


def named(*cells: str | None) -> list[str | None]:
    return pl.DataFrame({"name": pl.Series(cells, dtype=pl.String)}).select(person_name(pl.col("name"))).to_series().to_list()


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("NGUYỄN THỊ ĐÀO", "Nguyễn Thị Đào"),
        ("trần văn a", "Trần Văn A"),
        ("Phạm  Đức\u00a0Quý ", "Phạm Đức Quý"),
        ("ĐỖ THÚY ƯỚC", "Đỗ Thúy Ước"),
        ("ÐÀO THỊ Ý", "Đào Thị Ý"),
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("H'Hen Niê", "H'Hen Niê"),
        ("Y MOAN Ê-BAN", "Y Moan Ê-ban"),
        ("Y Moan Ê-ban", "Y Moan Ê-ban"),
        ("H’HEN NIÊ", "H’Hen Niê"),
        ("R'Ô H'MƠ", "R'Ô H'Mơ"),
        ("NGUYỄN VĂN A (CHẾT)", "Nguyễn Văn A (Chết)"),
        ("ÔNG/BÀ NGUYỄN VĂN A", "Ông/Bà Nguyễn Văn A"),
        ("nguyễn văn a2", "Nguyễn Văn A2"),
        ("Nguyễn\tVăn\n A", "Nguyễn Văn A"),
        ("NGUYỄN.VĂN.A", "Nguyễn Văn A"),
        ("nguyễn_văn_a", "Nguyễn Văn A"),
        ("T.Anh Nguyễn", "T.Anh Nguyễn"),
        ("NGUYỄN VĂN A.", "Nguyễn Văn A."),
    ],
)
def test_each_word_of_a_name_has_its_capital(sent: str, name: str) -> None:
    assert named(sent) == [name]


def test_decomposed_text_gets_no_capital_after_a_mark() -> None:
    assert named(unicodedata.normalize("NFD", "nguyễn thị đào")) == ["Nguyễn Thị Đào"]


def test_a_blank_name_is_null() -> None:
    assert named(None, "", " \u00a0") == [None, None, None]


WORDS = st.text(st.sampled_from("AaĂăÂâĐđƯưỢợNnHhTt"), min_size=1, max_size=6)


@given(
    st.lists(WORDS, min_size=1, max_size=5),
    st.sampled_from([str.upper, str.lower, str.title, lambda name: unicodedata.normalize("NFD", name)]),
    st.sampled_from([" ", "  ", "\u00a0", "\t", ".", "_"]),
)
def test_a_name_written_in_any_way_is_one_name(words: list[str], write: Callable[[str], str], blank: str) -> None:
    name = " ".join(word.capitalize() for word in words)
    assert named(write(name).replace(" ", blank)) == [name]


@given(st.text(st.sampled_from("AaĂăÂâĐđƯưỢợNnHhTt '-._(/)2")))
def test_naming_twice_is_naming_once_and_changes_no_letter(text: str) -> None:
    frame = pl.DataFrame({"name": [text]})
    once = frame.select(person_name(pl.col("name")))
    assert once.select(person_name(pl.col("name"))).equals(once)
    assert once.select(fold(pl.col("name"))).equals(frame.select(fold(pl.col("name"))))
