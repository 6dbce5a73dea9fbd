"""Text from before Unicode, and Unicode read by the wrong table: recognised by whole columns and given back its letters.

Data flow: a column of raw text -> which encoding makes most of its words spellable in Vietnamese -> the column decoded. TCVN3
(TCVN 5712:1993, fonts .VnTime) has one byte a letter and surfaces as Latin-1; VNI (fonts VNI-Times) writes a letter and a mark;
mojibake is UTF-8 read as Windows-1252. In all three a name looks like noise to us and like a name to the sender's font.
"""

import unicodedata
from collections.abc import Callable
from typing import Literal

import polars as pl

Encoding = Literal["tcvn3", "vni", "mojibake"]

#: A column is decoded when at least this share of the cells that decoding would touch, or must not touch, become better spelt.
IMPROVED_SHARE = 0.9

_NOT_ASCII = r"[^\x00-\x7F]"
#: Letters and marks that no legacy text shows: a cell that has one is Unicode already, and never touched.
_MODERN = r"[\x{1EA0}-\x{1EF9}ăơưđĂƠƯĐ\x{0300}-\x{036F}]"
#: Runs of letters and of what legacy encodings use as letters (signs such as µ, ¸, »); digits, blanks and dashes part them.
_WORD = r"[^\x00-\x40\x5B-\x60\x7B-\x7F\x{00A0}\x{2000}-\x{206F}]+"

_TCVN3_CODES = "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¸¶·¹»¾¼½ÆÇÊÈÉËÌÐÎÏÑÒÕÓÔÖ×ÝØÜÞßãáâäåèæçéêíëìîïóñòôõøö÷ùúýûüþ"
_TCVN3_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"

_TONES = "\u0300\u0301\u0309\u0303\u0323"
_VNI_SINGLE = {"ô": "ơ", "ö": "ư", "î": "ỵ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ñ": "đ"}
#: Marks that follow a letter: the five tones; then breve, and circumflex, alone and with each tone.
_VNI_TONES, _VNI_BREVES, _VNI_CIRCUMFLEXES = "øùûõï", "êèéúüë", "âàáåãä"

_ONSET = "b|ch?|d|đ|gi|gh?|h|kh?|l|m|ngh?|nh|n|ph?|qu|r|s|th|tr|t|v|x"
_RIMES = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê êch êm ên ênh "
    "êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu y yên yêm yêng yêt yêu ynh yt ych yn ya o oa oac oach oai "
    "oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt "
    "ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uê uêch uênh uêu uc ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt "
    "uyn uynh uyp uyt uyu ư ưa ưc ưi ưm ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu"
)
_SYLLABLE = rf"^(?:{_ONSET})?(?:{_RIMES.replace(' ', '|')})$"


def decode_legacy(column: pl.Series) -> tuple[pl.Series, Encoding | None]:
    """The column in Unicode and the encoding it was in; the same column and None if it was in none.

    A column, not a cell, is decoded: alone, "Toáng Thò" could be either a strange name or Tống Thị in VNI. Cells with letters that
    only Unicode has stay as they are, and more than one in ten of them ends the matter at once.
    """
    odd = column.drop_nulls()
    odd = odd.filter(odd.str.contains(_NOT_ASCII))
    is_modern = odd.str.contains(_MODERN)
    modern_count = int(is_modern.sum())
    if modern_count >= len(odd) * (1 - IMPROVED_SHARE) and (modern_count or odd.is_empty()):
        return column, None
    cells = odd.filter(~is_modern).rename("cell").value_counts(name="rows")
    encoding = max(_DECODERS, key=lambda name: _improved(cells, name, modern_count))
    if _improved(cells, encoding, modern_count) < IMPROVED_SHARE:
        return column, None
    return column.replace(cells["cell"], _DECODERS[encoding](cells["cell"])), encoding


def _improved(cells: pl.DataFrame, encoding: Encoding, modern_count: int) -> float:
    """Share of rows that get better spelt, of those that would change or are Unicode already; 0 if none would change."""
    before = cells["cell"]
    after = _DECODERS[encoding](before)
    touched = int(cells["rows"].filter(before != after).sum()) + modern_count
    better = int(cells["rows"].filter(_misspelt_count(after) < _misspelt_count(before)).sum())
    return better / touched if better else 0.0


def _misspelt_count(cells: pl.Series) -> pl.Series:
    """How many words of each cell have letters beyond ASCII and are no Vietnamese syllable."""
    words = cells.str.extract_all(_WORD)
    return words.list.eval(_is_misspelt(pl.element())).list.sum()


def _is_misspelt(word: pl.Expr) -> pl.Expr:
    apart = word.str.to_lowercase().str.normalize("NFD")
    has_many_tones = apart.str.count_matches(f"[{_TONES}]") > 1
    toneless = apart.str.replace_all(f"[{_TONES}]", "").str.normalize("NFC")
    return word.str.contains(_NOT_ASCII) & (has_many_tones | ~toneless.str.contains(_SYLLABLE))


def _from_tcvn3(cells: pl.Series) -> pl.Series:
    """TCVN3 has no capitals with a tone: a cell otherwise in capitals gets them by its context."""
    decoded = cells.str.replace_many(list(_TCVN3_CODES), list(_TCVN3_LETTERS))
    is_capital = cells.str.contains("[A-Z].*[A-Z]") & ~cells.str.contains("[a-z]")
    return decoded.str.to_uppercase().zip_with(is_capital, decoded)


def _from_vni(cells: pl.Series) -> pl.Series:
    forms = _vni_forms()
    return cells.str.replace_many(list(forms), list(forms.values()), leftmost=True)


def _vni_forms() -> dict[str, str]:
    """VNI -> Unicode, longest first, so that a letter with its mark is taken before the letter alone.

    A capital is followed by the capital mark or, from some typists, by the small one.
    """
    pairs = {letter + mark: letter + tone for letter in "aeouyôö" for mark, tone in zip(_VNI_TONES, _TONES, strict=True)}
    pairs = {form: _VNI_SINGLE.get(form[0], form[0]) + tone[1] for form, tone in pairs.items()}
    for letters, marks, accent in (("a", _VNI_BREVES, "\u0306"), ("aeo", _VNI_CIRCUMFLEXES, "\u0302")):
        pairs |= {x + mark: x + accent + tone for x in letters for mark, tone in zip(marks, ["", *_TONES], strict=True)}
    lower = {form: unicodedata.normalize("NFC", letter) for form, letter in (pairs | _VNI_SINGLE).items()}
    mixed = {form[0].upper() + form[1:]: letter.upper() for form, letter in lower.items()}
    upper = {form.upper(): letter.upper() for form, letter in lower.items()}
    return dict(sorted((lower | mixed | upper).items(), key=lambda form: -len(form[0])))


def _from_mojibake(cells: pl.Series) -> pl.Series:
    return pl.Series(cells.name, [_reread(text) for text in cells], dtype=pl.String)


def _reread(text: str) -> str:
    try:
        return text.translate(_WINDOWS_1252).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


#: What Windows-1252 shows for bytes 80-9F, back to those bytes; the five it leaves free surface as control characters.
_WINDOWS_1252 = {
    ord(shown): byte for byte in range(0x80, 0xA0) if (shown := bytes([byte]).decode("cp1252", errors="ignore"))
}
_DECODERS: dict[Encoding, Callable[[pl.Series], pl.Series]] = {"tcvn3": _from_tcvn3, "vni": _from_vni, "mojibake": _from_mojibake}
