"""Vietnamese text as it arrives and as it should stand: one Unicode form, one Đ, one kind of blank; and keys to match by.

Data flow: text of a cell -> ``clean_text`` (shown and stored) -> ``fold`` or ``tone_key`` (compared). A column in TCVN3, VNI or
mojibake goes through ``decode_legacy`` first, because cleaning would remove letters of those encodings.
"""

from functools import lru_cache

import polars as pl

from transforms.vietnamese.legacy import decode_legacy as decode_legacy

#: Control and invisible characters, line breaks and tabs apart (those are blanks): C0, C1, NUL, soft hyphen, zero width, BOM,
#: direction marks, joiners, variation selectors.
INVISIBLE = r"[[\p{Cc}\p{Cf}\x{034F}\x{FE00}-\x{FE0F}]--\s]"
#: Every kind of blank: space, tab, line break, no-break space, thin and ideographic spaces.
BLANK = r"[\s\p{Z}]"
#: Blanks that are not one plain space already. Single spaces are most of them, and skipping those is three times as fast.
_ODD_BLANKS = rf" *[{BLANK}--[ ]]{BLANK}*| {{2,}}"
#: Icelandic Eth and African D look like Đ and come from fonts and keyboards of the nineties; no Vietnamese word has them.
ETH = {"Ð": "Đ", "ð": "đ", "Ɖ": "Đ"}
_ANY_ETH = "[ÐðƉ]"
_MARK = r"\p{M}"
_LOOSE_MARK = r"[\x{0300}-\x{036F}]"
_TONE = r"[\x{0300}\x{0301}\x{0303}\x{0309}\x{0323}]"
#: In decomposed text, open syllables in which the tone stands on the last vowel ("hoà", "thuý"). "qu" is taken first, because
#: "quý" has its tone there in either style. No word boundary: on text beyond ASCII that is the slow road of the regex engine.
_NEW_STYLE_TONE = rf"(qu)|(?:(o)([ae])|(u)(y))({_TONE})([^a-zđ\x{{0300}}-\x{{036F}}]|$)"


def clean_text(e: pl.Expr) -> pl.Expr:
    """Text without what the eye cannot see: NFC, Eth as Đ, nothing invisible, each run of blanks one space, trimmed, "" null.

    An apostrophe in front is kept: it belongs to names (H'Hen) as well as to identifiers typed as text.
    """
    visible = e.str.replace_all(INVISIBLE, "").str.replace_many(ETH)
    return _filled(visible.str.normalize("NFC").str.replace_all(_ODD_BLANKS, " ").str.strip_chars(" "))


def fold(e: pl.Expr) -> pl.Expr:
    """The key to match by: lower case, no marks, đ as d, each run of anything but letters and digits one space; null if none is left.

    Wide and ligature forms fold to plain letters too (NFKD). "Hiền Thành" and "Hiến Thành" fold alike: compare places with ``tone_key``
    where that matters.
    """
    # Lower case comes after NFKD, which turns some lower-case signs (℃) into capitals.
    letters = e.str.replace_all(INVISIBLE, "").str.normalize("NFKD").str.to_lowercase().str.replace_all(rf"{_MARK}+", "")
    plain = letters.str.replace_many(["đ", "ð", "ɖ"], ["d", "d", "d"])
    return _filled(plain.str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars(" "))


@lru_cache(maxsize=16_384)
def fold_text(text: str) -> str:
    """``fold`` of one text ("" where ``fold`` gives null); cached, for headings and settings rather than for rows."""
    return pl.select(fold(pl.lit(text, dtype=pl.String))).item() or ""


def tone_key(e: pl.Expr) -> pl.Expr:
    """Lower case with marks, the tone where the old style puts it: hoà = hòa, thuý = thúy, uỷ = ủy; quý and giá stay.

    Only open oa, oe, uy have two styles. The key is for comparing; what is shown keeps the writer's style.
    """
    apart = clean_text(e).str.to_lowercase().str.normalize("NFD")
    return apart.str.replace_all(_NEW_STYLE_TONE, "${1}${2}${4}${6}${3}${5}${7}").str.normalize("NFC")


def text_repairs(before: pl.Expr, after: pl.Expr) -> dict[str, pl.Expr]:
    """Kind of repair -> Boolean: which kinds of cleaning changed the cell from ``before`` to ``after``.

    ``unicode``: NFD or composite. ``letter_case``: case is all that differs once the rest is clean. ``signs_for_blanks``: points or
    underscores parted the words of a name. Never true where ``after`` is null: a blank cell is no repair.
    """
    # Unchanged cells are null from here on, and null costs nothing.
    is_changed = before != after
    old, new = pl.when(is_changed).then(before), pl.when(is_changed).then(after)
    cleaned = clean_text(old)
    small, parted = new.str.to_lowercase(), pl.when(~old.str.contains(BLANK)).then(cleaned.str.replace_all("[._]", " "))
    kinds = {
        "unicode": old.str.contains(_LOOSE_MARK) & ~new.str.contains(_LOOSE_MARK),
        "eth": old.str.contains(_ANY_ETH),
        "control": old.str.contains(INVISIBLE),
        "blanks": old.str.contains(rf"^{BLANK}|{BLANK}$|{BLANK}{{2}}|[{BLANK}--[ ]]"),
        "letter_case": (cleaned != new) & (cleaned.str.to_lowercase() == small),
        "signs_for_blanks": (parted != cleaned) & (parted.str.to_lowercase() == small),
    }
    return {kind: found.fill_null(False) for kind, found in kinds.items()}


def _filled(e: pl.Expr) -> pl.Expr:
    return e.replace({"": None})
