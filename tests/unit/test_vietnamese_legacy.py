"""Text in TCVN3, VNI and mojibake: whole columns come back, and clean columns are never touched."""

import unicodedata

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.vietnamese.legacy import decode_legacy

NAMES = ["Nguyễn Thị Đào", "Trần Văn Tú", "Phạm Đức Quý", "Vũ Hữu Mạnh", "Hoàng Bích Ngọc", "Đỗ Thị Hường", "Bùi Xuân Trường", "Nam"]
TCVN3 = ["NguyÔn ThÞ §µo", "TrÇn V¨n Tó", "Ph¹m §øc Quý", "Vò H÷u M¹nh", "Hoµng BÝch Ngäc", "§ç ThÞ H\u00adêng", "Bïi Xu©n Tr\u00adêng", "Nam"]
VNI = ["Nguyeãn Thò Ñaøo", "Traàn Vaên Tuù", "Phaïm Ñöùc Quyù", "Vuõ Höõu Maïnh", "Hoaøng Bích Ngoïc", "Ñoã Thò Höôøng", "Buøi Xuaân Tröôøng", "Nam"]
#: Every letter of TCVN3 and its byte, as the standard's table has them.
TCVN3_TABLE = {
    0xB5: "à", 0xB8: "á", 0xB6: "ả", 0xB7: "ã", 0xB9: "ạ", 0xA8: "ă", 0xBB: "ằ", 0xBE: "ắ", 0xC6: "ặ", 0xA9: "â", 0xC7: "ầ", 0xCA: "ấ", 0xCB: "ậ",
    0xCC: "è", 0xD0: "é", 0xAA: "ê", 0xD2: "ề", 0xD5: "ế", 0xD6: "ệ", 0xD7: "ì", 0xDD: "í", 0xDE: "ị", 0xDF: "ò", 0xE3: "ó", 0xAB: "ô", 0xE5: "ồ",
    0xE8: "ố", 0xE9: "ộ", 0xAC: "ơ", 0xEA: "ờ", 0xED: "ớ", 0xEE: "ợ", 0xEF: "ù", 0xF3: "ú", 0xAD: "ư", 0xF5: "ừ", 0xF8: "ứ", 0xF9: "ự", 0xFA: "ỳ",
    0xFD: "ý", 0xFE: "ỵ", 0xAE: "đ", 0xA7: "Đ",
}  # fmt: skip


def column(cells: list[str | None]) -> pl.Series:
    return pl.Series("name", cells, dtype=pl.String)


def misread(text: str) -> str:
    """UTF-8 shown by Windows-1252; its five free bytes surface as control characters."""
    return "".join(bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize(("sent", "encoding"), [(TCVN3, "tcvn3"), (VNI, "vni"), ([misread(name) for name in NAMES], "mojibake")])
def test_a_column_of_names_comes_back(sent: list[str | None], encoding: str) -> None:
    decoded, found = decode_legacy(column([*sent, None]))
    assert found == encoding
    assert decoded.to_list() == [*NAMES, None]
    assert decode_legacy(decoded)[1] is None


def test_the_soft_hyphen_is_a_letter_in_tcvn3() -> None:
    assert decode_legacy(column(["Ph\u00ad¬ng", "D\u00ad¬ng"]))[0].to_list() == ["Phương", "Dương"]


def test_capitals_that_tcvn3_cannot_write_come_from_the_letters_around_them() -> None:
    assert decode_legacy(column(["NGUYÔN V¡N ANH", "TRÇN THÞ B×NH"]))[0].to_list() == ["NGUYỄN VĂN ANH", "TRẦN THỊ BÌNH"]


def test_capital_vni_letters_may_carry_a_small_mark() -> None:
    assert decode_legacy(column(["TRAÀN VAÊN", "TRAàN VAêN", "NGUYEÃN"]))[0].to_list() == ["TRẦN VĂN", "TRẦN VĂN", "NGUYỄN"]


def test_a_word_that_only_vni_tables_with_every_form_know_is_decoded() -> None:
    assert decode_legacy(column(["thaúng tieán", "kî ñöôïc"]))[0].to_list() == ["thẳng tiến", "kỵ được"]


def test_each_byte_of_tcvn3_is_its_letter() -> None:
    words = [f"Nguy{chr(0xD4)}n x{chr(byte)}" for byte in TCVN3_TABLE]
    assert decode_legacy(column(list(words)))[0].to_list() == [f"Nguyễn x{letter}" for letter in TCVN3_TABLE.values()]


@pytest.mark.parametrize(
    "clean",
    [
        NAMES,
        [unicodedata.normalize("NFD", name) for name in NAMES],
        ["Có", "Không"],
        ["Hoà", "Lê", "Tú", "Toàn", "Thò"],
        ["Có", "Không", "5 µm"],
        ["José", "Müller", "Øyvind"],
        ["030085000001", "DN4303000000001"],
        ["☑", "✓", "…"],
        [None, None],
        [],
    ],
)
def test_a_column_that_needs_nothing_stays_as_it_is(clean: list[str | None]) -> None:
    decoded, found = decode_legacy(column(clean))
    assert found is None
    assert decoded.to_list() == clean


def test_a_cell_in_unicode_stays_even_where_the_column_is_decoded() -> None:
    decoded, found = decode_legacy(column([*TCVN3 * 3, "Trần Thị Ngọc"]))
    assert found == "tcvn3"
    assert decoded[-1] == "Trần Thị Ngọc"


def test_a_few_odd_cells_do_not_decide_for_a_unicode_column() -> None:
    mixed: list[str | None] = [*NAMES, "TrÇn V¨n Tó"]
    assert decode_legacy(column(mixed))[0].to_list() == mixed


@given(st.lists(st.sampled_from(NAMES), min_size=3, max_size=12).filter(lambda names: set(names) != {"Nam"}))
@settings(max_examples=40)
def test_misread_utf8_round_trips(names: list[str]) -> None:
    assert decode_legacy(column([misread(name) for name in names]))[0].to_list() == names
