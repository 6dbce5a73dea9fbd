"""Text from before Unicode, and Unicode read by the wrong table: recognised by whole columns and given back its letters.

Data flow: a column of raw text -> which encoding makes most of its words spellable in Vietnamese -> the column decoded. TCVN3
(TCVN 5712:1993, fonts .VnTime) has one byte a letter and surfaces as Latin-1; VNI (fonts VNI-Times) writes a letter and a mark;
mojibake is UTF-8 read as Windows-1252. In all three a name looks like noise to us and like a name to the sender's font.
"""

import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from typing import Literal

import polars as pl

from transforms.vietnamese.mojibake import MISREAD_VIETNAMESE, from_mojibake
from transforms.vietnamese.spelling import NOT_ASCII, misspelt_count

Encoding = Literal["tcvn3", "vni", "mojibake"]

#: A column is decoded when at least this share of the cells that decoding would touch, or must not touch, become better spelt.
IMPROVED_SHARE = 0.9
_FIRST_CELLS = 200

#: Letters and marks that no legacy text shows: a cell that has one is Unicode already, and never touched.
_MODERN = r"[\x{1EA0}-\x{1EF9}ăơưđĂƠƯĐ\x{0300}-\x{036F}]"

_TCVN3_CODES = "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¸¶·¹»¾¼½ÆÇÊÈÉËÌÐÎÏÑÒÕÓÔÖ×ÝØÜÞßãáâäåèæçéêíëìîïóñòôõøö÷ùúýûüþ"
_TCVN3_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"

_TONES = "\u0300\u0301\u0309\u0303\u0323"
_VNI_SINGLE = {"ô": "ơ", "ö": "ư", "î": "ỵ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ñ": "đ"}
#: Marks that follow a letter: the five tones; then breve, and circumflex, alone and with each tone.
_VNI_TONES, _VNI_BREVES, _VNI_CIRCUMFLEXES = "øùûõï", "êèéúüë", "âàáåãä"


def decode_legacy(column: pl.Series) -> tuple[pl.Series, Encoding | None]:
    """The column in Unicode and the encoding it was in; the same column and None if it was in none.

    A column, not a cell, is decoded: alone, "Toáng Thò" could be either a strange name or Tống Thị in VNI. Cells with letters that
    only Unicode has stay as they are, and more than one in ten of them ends the matter at once.
    """
    odd = column.drop_nulls()
    odd = odd.filter(odd.str.contains(NOT_ASCII))
    is_modern = _is_modern(odd)
    modern_count = int(is_modern.sum())
    if _is_settled(modern_count, len(odd)):
        return column, None
    cells = odd.filter(~is_modern).rename("cell").value_counts(name="rows")
    before = misspelt_count(cells["cell"])
    if not before.sum():
        return column, None  # nothing is spelt better than right
    (better, _), encoding = max(((_improvement(cells, before, name, modern_count), name) for name in _DECODERS), key=lambda found: found[0])
    if not better:
        return column, None
    return column.replace(cells["cell"], _DECODERS[encoding](cells["cell"])), encoding


def are_modern(columns: Sequence[pl.Series]) -> list[bool]:
    """Which columns, all of one length, ``decode_legacy`` leaves at once, told of all together; none where a cell looks misread."""
    texts = pl.concat([column.alias("text") for column in columns]) if columns else pl.Series("text", [], dtype=pl.String)
    places = (texts.str.len_bytes() != texts.str.len_chars()).arg_true()
    odd = texts.gather(places)
    if odd.str.contains(MISREAD_VIETNAMESE).any():
        return [False] * len(columns)
    of_column = places // max(1, columns[0].len() if columns else 1)
    odd_counts, modern_counts = (_counts(one, len(columns)) for one in (of_column, of_column.filter(odd.str.contains(_MODERN))))
    return [_is_settled(modern, odd) for modern, odd in zip(modern_counts, odd_counts, strict=True)]


def _counts(numbers: pl.Series, most: int) -> list[int]:
    found = dict(numbers.value_counts().iter_rows())
    return [found.get(number, 0) for number in range(most)]


def _is_settled(modern_count: int, odd_count: int) -> bool:
    """Whether a column of so many cells beyond ASCII, of which so many have letters that only Unicode has, is in no old encoding."""
    return modern_count >= odd_count * (1 - IMPROVED_SHARE) and bool(modern_count or not odd_count)


def sheet_encoding(texts: pl.Series) -> Encoding | None:
    """The encoding of a whole sheet, by its texts: words that could be either ("Soá CCCD") and abbreviations say nothing here, since there
    are others. None where one text in ten has letters that only Unicode has."""
    odd = texts.drop_nulls()
    odd = odd.filter(odd.str.contains(NOT_ASCII))
    is_modern = _is_modern(odd)
    if odd.is_empty() or is_modern.sum() > len(odd) * (1 - IMPROVED_SHARE):
        return None
    cells = odd.filter(~is_modern).unique(maintain_order=True)
    before = misspelt_count(cells)
    if not before.sum():
        return None  # nothing is spelt better than right
    better = {encoding: _better_share(before, cells, decoder(cells)) for encoding, decoder in _DECODERS.items()}
    best = max(better, key=lambda encoding: better[encoding])
    return best if better[best] >= IMPROVED_SHARE else None


def _better_share(before: pl.Series, cells: pl.Series, decoded: pl.Series) -> float:
    """Of the cells whose spelling changes, the share that gets better; those that are misspelt either way, as abbreviations are, count a
    quarter against it: in a font that is none of ours nearly all are. ``before``: misspelt words of each cell as it is."""
    if decoded.equals(cells):
        return 0.0
    after = misspelt_count(decoded)
    better, worse, wrong = int((after < before).sum()), int((after > before).sum()), int(((after == before) & (after > 0)).sum())
    return better / (better + worse + wrong / 4) if better else 0.0


def decode_as(column: pl.Series, encoding: Encoding | None) -> tuple[pl.Series, Encoding | None]:
    """The column read in the encoding of its sheet, unless that would spell it worse, as it would a column in Unicode; without one, or
    where it would, as ``decode_legacy`` reads the column alone. Cells with letters that only Unicode has stay as they are."""
    if encoding is None:
        return decode_legacy(column)
    cells = column.drop_nulls().unique()
    cells = cells.filter(cells.str.contains(NOT_ASCII))
    cells = cells.filter(~_is_modern(cells))
    if cells.is_empty():
        return column, None
    after = _DECODERS[encoding](cells)
    if misspelt_count(after).sum() > misspelt_count(cells).sum():
        return decode_legacy(column)
    return column.replace(cells, after), encoding


def _is_modern(odd: pl.Series) -> pl.Series:
    """Which cells have letters that only Unicode has. A file is misread as a whole, so that its first cells show whether "Ă" is one."""
    if odd.head(_FIRST_CELLS).str.contains(MISREAD_VIETNAMESE).any():
        odd = odd.str.replace_all(MISREAD_VIETNAMESE, "")
    return odd.str.contains(_MODERN)


def _improvement(cells: pl.DataFrame, misspelt: pl.Series, encoding: Encoding, modern_count: int) -> tuple[int, int]:
    """Rows that get better spelt, and the misspelt words that are left, negative; 0 rows where too few of those that would change, or
    are Unicode already, get better. ``misspelt``: words of each cell as it is.

    What changes and is spelt as well as before speaks against a font, but not against mojibake, whose bytes had to be UTF-8.
    """
    before = cells["cell"]
    after = _DECODERS[encoding](before)
    left = misspelt_count(after)
    changed = left != misspelt if encoding == "mojibake" else before != after
    touched = int(cells["rows"].filter(changed).sum()) + modern_count
    better = int(cells["rows"].filter(left < misspelt).sum())
    return (better if better >= IMPROVED_SHARE * touched else 0), -int((left * cells["rows"]).sum())


def _from_tcvn3(cells: pl.Series) -> pl.Series:
    """TCVN3 has no capitals with a tone: a cell otherwise in capitals gets them by its context."""
    decoded = cells.str.replace_many(list(_TCVN3_CODES), list(_TCVN3_LETTERS))
    is_capital = cells.str.contains("[A-Z].*[A-Z]") & ~cells.str.contains("[a-z]")
    return decoded.str.to_uppercase().zip_with(is_capital, decoded)


def _from_vni(cells: pl.Series) -> pl.Series:
    forms = _vni_forms()
    return cells.str.replace_many(list(forms), list(forms.values()), leftmost=True)


@cache
def _vni_forms() -> dict[str, str]:
    """VNI -> Unicode, longest first, so that a letter with its mark is taken before the letter alone.

    A capital is followed by the capital mark or, from some typists, by the small one.
    """
    pairs = {letter + mark: letter + tone for letter in "aeiouyôö" for mark, tone in zip(_VNI_TONES, _TONES, strict=True)}
    pairs = {form: _VNI_SINGLE.get(form[0], form[0]) + tone[1] for form, tone in pairs.items()}
    for letters, marks, accent in (("a", _VNI_BREVES, "\u0306"), ("aeo", _VNI_CIRCUMFLEXES, "\u0302")):
        pairs |= {x + mark: x + accent + tone for x in letters for mark, tone in zip(marks, ["", *_TONES], strict=True)}
    lower = {form: unicodedata.normalize("NFC", letter) for form, letter in (pairs | _VNI_SINGLE).items()}
    mixed = {form[0].upper() + form[1:]: letter.upper() for form, letter in lower.items()}
    upper = {form.upper(): letter.upper() for form, letter in lower.items()}
    return dict(sorted((lower | mixed | upper).items(), key=lambda form: -len(form[0])))


_DECODERS: dict[Encoding, Callable[[pl.Series], pl.Series]] = {"tcvn3": _from_tcvn3, "vni": _from_vni, "mojibake": from_mojibake}
