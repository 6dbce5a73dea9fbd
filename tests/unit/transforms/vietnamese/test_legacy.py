"""Text in TCVN3, VNI and mojibake: whole columns come back, and clean columns are never touched."""

import subprocess
import sys
import unicodedata
from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.system.files import ROOT
from transforms.vietnamese.legacy import decode_legacy
from transforms.vietnamese.mojibake import from_mojibake

NAMES = ["Nguyễn Thị Đào", "Trần Văn Tú", "Phạm Đức Quý", "Vũ Hữu Mạnh", "Hoàng Bích Ngọc", "Đỗ Thị Hường", "Bùi Xuân Trường", "Nam"]
TCVN3 = [
    "NguyÔn ThÞ §µo",
    "TrÇn V¨n Tó",
    "Ph¹m §øc Quý",
    "Vò H÷u M¹nh",
    "Hoµng BÝch Ngäc",
    "§ç ThÞ H\u00adêng",
    "Bïi Xu©n Tr\u00adêng",
    "Nam",
]
VNI = [
    "Nguyeãn Thò Ñaøo",
    "Traàn Vaên Tuù",
    "Phaïm Ñöùc Quyù",
    "Vuõ Höõu Maïnh",
    "Hoaøng Bích Ngoïc",
    "Ñoã Thò Höôøng",
    "Buøi Xuaân Tröôøng",
    "Nam",
]
#: The 67 Vietnamese letters beyond ASCII; with their capitals 134.
LETTERS = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
#: Every letter of TCVN3 and its byte, as the standard's table has them.
TCVN3_TABLE = {
    0xB5: "à", 0xB8: "á", 0xB6: "ả", 0xB7: "ã", 0xB9: "ạ", 0xA8: "ă", 0xBB: "ằ", 0xBE: "ắ", 0xC6: "ặ", 0xA9: "â", 0xC7: "ầ", 0xCA: "ấ",
    0xCB: "ậ", 0xCC: "è", 0xD0: "é", 0xAA: "ê", 0xD2: "ề", 0xD5: "ế", 0xD6: "ệ", 0xD7: "ì", 0xDD: "í", 0xDE: "ị", 0xDF: "ò", 0xE3: "ó",
    0xAB: "ô", 0xE5: "ồ", 0xE8: "ố", 0xE9: "ộ", 0xAC: "ơ", 0xEA: "ờ", 0xED: "ớ", 0xEE: "ợ", 0xEF: "ù", 0xF3: "ú", 0xAD: "ư", 0xF5: "ừ",
    0xF8: "ứ", 0xF9: "ự", 0xFA: "ỳ", 0xFD: "ý", 0xFE: "ỵ", 0xAE: "đ", 0xA7: "Đ", 0xBC: "ẳ", 0xBD: "ẵ", 0xC8: "ẩ", 0xC9: "ẫ", 0xCE: "ẻ",
    0xCF: "ẽ", 0xD1: "ẹ", 0xD3: "ể", 0xD4: "ễ", 0xD8: "ỉ", 0xDC: "ĩ", 0xE1: "ỏ", 0xE2: "õ", 0xE4: "ọ", 0xE6: "ổ", 0xE7: "ỗ", 0xEB: "ở",
    0xEC: "ỡ", 0xF1: "ủ", 0xF2: "ũ", 0xF4: "ụ", 0xF6: "ử", 0xF7: "ữ", 0xFB: "ỷ", 0xFC: "ỹ", 0xA1: "Ă", 0xA2: "Â", 0xA3: "Ê", 0xA4: "Ô",
    0xA5: "Ơ", 0xA6: "Ư",
}  # fmt: skip
#: Every letter as VNI writes it, letter by letter in the order of ``LETTERS``.
VNI_FORMS = (
    "aø aù aû aõ aï aê aè aé aú aü aë aâ aà aá aå aã aä eø eù eû eõ eï eâ eà eá eå eã eä ì í æ ó ò oø où oû oõ oï oâ oà oá oå oã oä "
    "ô ôø ôù ôû ôõ ôï uø uù uû uõ uï ö öø öù öû öõ öï yø yù yû yõ î ñ"
)


def as_tcvn3(text: str) -> str:
    """As the fonts .VnTime hold it: capitals with a tone have no byte of their own, and are typed small."""
    byte_of = {letter: chr(byte) for byte, letter in TCVN3_TABLE.items()}
    return "".join(byte_of.get(letter) or byte_of.get(letter.lower(), letter) for letter in text)


def as_vni(text: str) -> str:
    forms = dict(zip(LETTERS, VNI_FORMS.split()))
    forms |= {letter.upper(): form.upper() for letter, form in forms.items()}
    return "".join(forms.get(letter, letter) for letter in text)


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


def test_all_134_letters_come_back_from_either_font() -> None:
    small, capital = list(LETTERS), [letter.upper() for letter in LETTERS]
    assert len(set(small + capital)) == 134
    names = [f"Nguyễn x{letter}" for letter in small]
    capitals = [f"NGUYỄN TX{letter}" for letter in capital]
    for encode in (as_tcvn3, as_vni):
        for texts in (names, capitals, names + capitals):
            assert decode_legacy(column([encode(text) for text in texts]))[0].to_list() == texts


@given(st.lists(st.text(st.sampled_from(LETTERS + "bcdhnt "), min_size=1, max_size=12), min_size=1, max_size=5))
@settings(max_examples=40)
def test_any_small_text_beside_a_name_comes_back_from_either_font(texts: list[str]) -> None:
    names = [f"Nguyễn Trần {text}" for text in texts]
    for encode in (as_tcvn3, as_vni):
        assert decode_legacy(column([encode(name) for name in names]))[0].to_list() == names


def test_one_cell_of_a_font_among_a_hundred_stays() -> None:
    for old in (TCVN3[0], VNI[0], misread(NAMES[0])):
        mixed: list[str | None] = [*NAMES * 14, old][-100:]
        assert decode_legacy(column(mixed))[1] is None


@pytest.mark.parametrize("old", [as_tcvn3, as_vni])
def test_ascii_cells_beside_a_font_stay(old: Callable[[str], str]) -> None:
    decoded, _ = decode_legacy(column([*(old(name) for name in NAMES), "TDP 3", "Nguyen Van A", "030085000001", None]))
    assert decoded.to_list() == [*NAMES, "TDP 3", "Nguyen Van A", "030085000001", None]


def test_in_tcvn3_the_letter_eth_is_another_one() -> None:
    """Eth is "é" there, and Đ has a byte of its own: fonts come first, Eth after."""
    assert decode_legacy(column(["§oµn ThÞ BÐ", "®øc bÐ"]))[0].to_list() == ["Đoàn Thị Bé", "đức bé"]


def test_capitals_that_tcvn3_cannot_write_come_from_the_letters_around_them() -> None:
    assert decode_legacy(column(["NGUYÔN V¡N ANH", "TRÇN THÞ B×NH"]))[0].to_list() == ["NGUYỄN VĂN ANH", "TRẦN THỊ BÌNH"]


def test_capital_vni_letters_may_carry_a_small_mark() -> None:
    assert decode_legacy(column(["TRAÀN VAÊN", "TRAàN VAêN", "NGUYEÃN"]))[0].to_list() == ["TRẦN VĂN", "TRẦN VĂN", "NGUYỄN"]


def test_a_word_that_only_vni_tables_with_every_form_know_is_decoded() -> None:
    assert decode_legacy(column(["thaúng tieán", "kî ñöôïc"]))[0].to_list() == ["thẳng tiến", "kỵ được"]


def test_each_byte_of_tcvn3_is_its_letter() -> None:
    assert len(TCVN3_TABLE) == 74 and set(LETTERS) <= set(TCVN3_TABLE.values())
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


def read_as(table: str) -> Callable[[str], str]:
    return lambda text: "".join(bytes([byte]).decode(table, errors="ignore") or chr(byte) for byte in text.encode())


MISREADINGS: dict[str, Callable[[str], str]] = {
    "Windows-1252": misread,
    "Latin-1": lambda text: text.encode().decode("latin-1"),
    "Windows-1258": read_as("cp1258"),
    "Mac Roman": read_as("mac_roman"),
    "console": read_as("cp437"),
    "twice": lambda text: misread(misread(text)),
    "A0 a blank": lambda text: misread(text).replace("\u00a0", " "),
    "A0 gone at the end": lambda text: misread(text).replace("\u00a0", " ").strip(),
    "blanks in a row made one": lambda text: " ".join(misread(text).replace("\u00a0", " ").split()),
    "loose marks": lambda text: misread(unicodedata.normalize("NFD", text)),
}
PEOPLE = [
    *NAMES[:-1],
    "Nguyễn Thị Hà",
    "Hoàng Văn Ơn",
    "Trần Thị Tà",
    "LÊ THỊ HẠNH",
    "Nguyễn Đại Năng",
    "Nguyễn Ỡ",
    "Số 5, phường Nguyễn Đại Năng",
]


@pytest.mark.parametrize("how", MISREADINGS)
def test_utf8_misread_by_any_table_comes_back(how: str) -> None:
    sent = [MISREADINGS[how](name) for name in PEOPLE]
    decoded, found = decode_legacy(column(list(sent)))
    assert found == "mojibake"
    assert [unicodedata.normalize("NFC", text).strip() for text in decoded] == PEOPLE


def test_a_byte_that_is_gone_for_good_leaves_the_rest_legible() -> None:
    sent = [misread(name).replace("\x90", "\ufffd") for name in NAMES[:-1]]
    decoded, _ = decode_legacy(column(list(sent)))
    assert decoded.to_list() == [name.replace("Đ", "\ufffd") for name in NAMES[:-1]]


def test_nothing_but_the_encoding_is_mended() -> None:
    """Quotes, entities, wide letters and blanks stay as they were sent."""
    said = ["“Nguyễn” &amp; Trần’s", "Nguyễn Ｔ  ﬁ …", "Nguyễn\u00a0Đức – \u200bQuý"]
    assert decode_legacy(column([misread(text) for text in said]))[0].to_list() == said


@given(st.lists(st.text(st.sampled_from(LETTERS + LETTERS.upper() + "aeionghtAN ,.-'…–“”\u00a0 "), max_size=30)))
@settings(max_examples=60)
def test_text_that_is_unicode_already_never_changes(texts: list[str]) -> None:
    clean = pl.Series("name", [f"{text} Đỗ ư" for text in texts], dtype=pl.String)
    assert decode_legacy(clean)[0].to_list() == clean.to_list()
    assert decode_legacy(clean)[1] is None


@given(st.sampled_from(PEOPLE), st.sampled_from(sorted(MISREADINGS)))
@settings(max_examples=40)
def test_taking_back_twice_is_taking_back_once(name: str, how: str) -> None:
    once = from_mojibake(column([MISREADINGS[how](name), misread("Nguyễn")]))
    assert from_mojibake(once).to_list() == once.to_list()


def test_the_library_for_broken_text_is_not_loaded_for_whole_text() -> None:
    code = (
        "import sys, polars as pl; from transforms.vietnamese.legacy import decode_legacy as d;"
        f"d(pl.Series({NAMES!r})); d(pl.Series({TCVN3!r})); d(pl.Series({[misread(name) for name in NAMES]!r})); print('ftfy' in "
        "sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "False"


@given(st.lists(st.sampled_from(NAMES), min_size=3, max_size=12).filter(lambda names: set(names) != {"Nam"}))
@settings(max_examples=40)
def test_misread_utf8_round_trips(names: list[str]) -> None:
    assert decode_legacy(column([misread(name) for name in names]))[0].to_list() == names


@pytest.mark.parametrize("sound", ["XÃ ", "LÃ ", "ĐÃ\u00a0TRẢ", "LÃ\u00a0THỊ MẪU", "XÃ—TDP 3", "họ “LÃ”", "ĐÃ TRẢ KẾT QUẢ"])
def test_sound_capitals_before_a_blank_or_a_dash_are_no_misread_letters(sound: str) -> None:
    texts = pl.Series([sound, "Nguyễn Thị Mẫu", "PHƯỜNG ĐẠI NĂNG"])
    assert from_mojibake(texts).to_list() == texts.to_list()


def test_a_blank_after_a_misread_letter_is_one_where_the_column_is_misread() -> None:
    texts = pl.Series(["Nguyá»…n VÄƒn An", "LÃ ", "Tráº§n Thá»‹ BÃ¬nh"])
    assert from_mojibake(texts).to_list() == ["Nguyễn Văn An", "Là", "Trần Thị Bình"]
