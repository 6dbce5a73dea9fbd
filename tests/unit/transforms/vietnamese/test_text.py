"""Vietnamese text: what cleaning takes away, what it leaves, and the keys that texts are matched by."""

import unicodedata
from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from transforms.vietnamese.text import clean_text, fold, fold_text, text_repairs, tone_key

#: Letters, marks, blanks and invisible characters as they meet in exports, so that short texts are often dirty.
DIRTY_TEXT = st.text(
    st.one_of(st.sampled_from("aăâđĐÐðoơuưyqHN \u00a0\u200b\u00ad\ufeff\n\t'-.\u0300\u0301\u0323\u0302"), st.characters(codec="utf-8"))
)
LETTERS = st.text(st.sampled_from("aàáạăằâấbcdđeéêếghiíklmnoóôồơớpqrstuúưứvxyỳý "))


def read(function: Callable[[pl.Expr], pl.Expr], *cells: str | None) -> list[str | None]:
    return pl.DataFrame({"cell": pl.Series(cells, dtype=pl.String)}).select(function(pl.col("cell"))).to_series().to_list()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Nguye\u0302\u0303n Thi\u0323", "Nguyễn Thị"),
        ("Nguyê\u0303n", "Nguyễn"),
        ("Ðào Thị Ðông", "Đào Thị Đông"),
        ("ðã Ɖi", "đã Đi"),
        ("\ufeffTổ\u200b dân\u00ad phố", "Tổ dân phố"),
        ("Số\n CCCD\u00a0\u2009 mới", "Số CCCD mới"),
        ("a\x00b\x07c\x9fd", "abcd"),
        ("  H'Hen  Niê ", "H'Hen Niê"),
        ("'030085000001", "'030085000001"),
        ("０３００８５０００００１／Ａ", "030085000001/A"),
        ("Hoà Bình – Hòa Bình", "Hoà Bình – Hòa Bình"),
    ],
)
def test_text_is_kept_without_what_the_eye_cannot_see(sent: str, kept: str) -> None:
    assert read(clean_text, sent) == [kept]


def test_a_cell_of_blanks_alone_is_null() -> None:
    assert read(clean_text, "", "  ", "\u00a0\n", "\u200b", None) == [None] * 5


@given(DIRTY_TEXT)
@example("a\u200b\u0301")
@example(" \n a")
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = read(clean_text, text)
    assert read(clean_text, *once) == once


@given(LETTERS)
def test_cleaning_keeps_every_letter_of_any_unicode_form(text: str) -> None:
    whole = " ".join(text.split()) or None
    assert read(clean_text, text, unicodedata.normalize("NFD", text)) == [whole, whole]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Họ và tên", "ho va ten"),
        ("  TỔ  DÂN-PHỐ\nSố 3 ", "to dan pho so 3"),
        ("Đắk Lắk ðÐƉ", "dak lak ddd"),
        ("Ngày sinh (dd/mm/yyyy)", "ngay sinh dd mm yyyy"),
        ("hoTen", "hoten"),
        ("１２ Ａ", "12 a"),
        ("---", ""),
        ("", ""),
    ],
)
def test_the_folded_key_has_neither_marks_nor_case_nor_signs(text: str, key: str) -> None:
    assert fold_text(text) == key
    assert read(fold, text) == [key or None]


def test_homonyms_that_differ_in_accents_alone_fold_alike_and_so_need_the_tone_key() -> None:
    assert read(fold, "Hiền Thành") == read(fold, "Hiến Thành")
    assert read(tone_key, "Hiền Thành") != read(tone_key, "Hiến Thành")


@given(DIRTY_TEXT)
@settings(max_examples=60)
def test_one_text_and_a_column_fold_to_the_same_key(text: str) -> None:
    assert read(fold, text) == [fold_text(text) or None]


@given(DIRTY_TEXT)
@example("℃ ΑΣ. İ")
def test_folding_twice_is_folding_once_and_needs_no_cleaning_before(text: str) -> None:
    once = read(fold, text)
    assert read(fold, *once) == once
    assert read(fold, *read(clean_text, text)) == once


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà", "Hòa"),
        ("THUÝ", "Thúy"),
        ("uỷ ban", "Ủy ban"),
        ("khoẻ", "khỏe"),
        ("loè xoè", "lòe xòe"),
        ("hoà, uỷ", "hòa, ủy"),
        ("hoa\u0300", "hòa"),
    ],
)
def test_old_and_new_tone_placement_share_a_key(one: str, other: str) -> None:
    assert read(tone_key, one) == read(tone_key, other)


def test_tones_that_have_one_place_stay_there() -> None:
    words = ["quý", "giá", "quả", "hoàn", "huỳnh", "của", "mía", "khuỷu"]
    assert read(tone_key, *words) == words


@given(LETTERS)
def test_the_tone_key_changes_no_letter(text: str) -> None:
    assert read(fold, *read(tone_key, text)) == read(fold, text)


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("Ho\u0300a", "Hòa", {"unicode"}),
        ("Ðào", "Đào", {"eth"}),
        ("An\u200b", "An", {"control"}),
        (" An", "An", {"blanks"}),
        ("An\u00a0Bình", "An Bình", {"blanks"}),
        ("An  Bình", "An Bình", {"blanks"}),
        ("AN", "An", {"letter_case"}),
        (" AN ", "An", {"blanks", "letter_case"}),
        ("An", "An", set()),
        ("x", "có", set()),
        ("  ", None, set()),
        (None, None, set()),
    ],
)
def test_each_kind_of_repair_is_told_by_what_it_changed(before: str | None, after: str | None, kinds: set[str]) -> None:
    frame = pl.DataFrame({"before": [before], "after": [after]}, schema={"before": pl.String, "after": pl.String})
    found = frame.select(**text_repairs(pl.col("before"), pl.col("after"))).row(0, named=True)
    assert {kind for kind, is_found in found.items() if is_found} == kinds
