"""Vietnamese text as it arrives and as it should stand: one Unicode form, one Đ, one kind of blank; and keys to match by.

Data flow: text of a cell -> ``clean_text`` (shown and stored) -> ``fold`` or ``tone_key`` (compared). A column in TCVN3, VNI or
mojibake goes through ``decode_legacy`` first, because cleaning would remove letters of those encodings.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache, partial
from string import ascii_letters, digits
from unicodedata import normalize

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
#: Digits, letters and signs as wide as Chinese letters, which some keyboards write.
_WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_ANY_WIDE = "[\uff01-\uff5e]"
_MARK = r"\p{M}"
_LOOSE_MARK = r"[\x{0300}-\x{036F}]"
_TONE = r"[\x{0300}\x{0301}\x{0303}\x{0309}\x{0323}]"
#: In decomposed text, open syllables in which the tone stands on the last vowel ("hoà", "thuý"). "qu" is taken first, because
#: "quý" has its tone there in either style. No word boundary: on text beyond ASCII that is the slow road of the regex engine.
_NEW_STYLE_TONE = rf"(qu)|(?:(o)([ae])|(u)(y))({_TONE})([^a-zđ\x{{0300}}-\x{{036F}}]|$)"


_LATIN = frozenset(ascii_letters)
#: What stands in the cell of a formula whose value no program has stored: never blank, for a last day that is missing may be in order.
UNVALUED = "(công thức chưa có giá trị)"
#: Errors of Excel in any language, those of LibreOffice, what is shown where a column is too narrow, and a formula without its value.
_ERROR = rf"^\s*(?:#\p{{Lu}}[\p{{Lu}}\d/_]*[!?]?|#{{2,}}|Err:\d{{3}}|{re.escape(UNVALUED)})\s*$"


def _folded_sign(sign: str) -> str:
    letter = "d" if sign in "Đđ" else normalize("NFD", sign)[0].lower()
    return letter if letter in ascii_letters + digits else " "


#: Signs of which nothing but case, marks and blanks is ever mended: those of ASCII that can be seen, and composed Vietnamese letters.
_LETTERS = [chr(code) for first, last in ((0xC0, 0x1B0), (0x1EA0, 0x1EF9)) for code in range(first, last + 1)]
_VIETNAMESE = frozenset(
    letter
    for letter in _LETTERS
    if letter in "Đđ" or normalize("NFD", letter).rstrip("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323") in _LATIN
)
#: A letter of ASCII, or a composed Vietnamese one.
VIETNAMESE = f"[a-zA-Z{''.join(sorted(_VIETNAMESE - _LATIN))}]"
_USUAL = frozenset(map(chr, range(0x20, 0x7F))) | _VIETNAMESE
_FOLDED = str.maketrans({sign: _folded_sign(sign) for sign in _USUAL})
#: What parts the texts that are cleaned in one: no usual sign.
_APART = "\n"
#: Series up to this length are cleaned by their alphabet, and only texts of other signs by patterns: those are dear to compile, and a
#: short list asks for dozens of them in turn, more than are remembered.
SHORT = 500


def clean_text(e: pl.Expr) -> pl.Expr:
    """Text without what the eye cannot see: NFC, Eth as Đ, wide signs narrow, nothing invisible, each run of blanks one space, trimmed,
    "" null.

    An apostrophe in front is kept: it belongs to names (H'Hen) as well as to identifiers typed as text.
    """
    return e.map_batches(partial(_by_alphabet, usual=_spaced, other=_cleaned), return_dtype=pl.String, is_elementwise=True)


def _cleaned(e: pl.Expr) -> pl.Expr:
    visible = e.str.replace_all(INVISIBLE, "").str.replace_many(ETH | _WIDE)
    return _filled(visible.str.normalize("NFC").str.replace_all(_ODD_BLANKS, " ").str.strip_chars(" "))


def fold(e: pl.Expr) -> pl.Expr:
    """The key to match by: lower case, no marks, đ as d, each run of anything but letters and digits one space; null if none is left.

    Wide and ligature forms fold to plain letters too (NFKD). "Hiền Thành" and "Hiến Thành" fold alike: compare places with ``tone_key``
    where that matters.
    """
    return e.map_batches(
        partial(_by_alphabet, usual=lambda joined: _spaced(joined.translate(_FOLDED)), other=_folded),
        return_dtype=pl.String,
        is_elementwise=True,
    )


def _folded(e: pl.Expr) -> pl.Expr:
    # Lower case comes after NFKD, which turns some lower-case signs (℃) into capitals.
    letters = e.str.replace_all(INVISIBLE, "").str.normalize("NFKD").str.to_lowercase().str.replace_all(rf"{_MARK}+", "")
    plain = letters.str.replace_many(["đ", "ð", "ɖ"], ["d", "d", "d"])
    return _filled(plain.str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars(" "))


_MANY_BLANKS, _BLANKS_AT_ENDS = re.compile("  +"), re.compile(" ?\\n ?")


def _spaced(joined: str) -> str:
    """Texts one a line with single spaces, none at the ends."""
    return _BLANKS_AT_ENDS.sub("\n", _MANY_BLANKS.sub(" ", joined)).strip(" ")


def _by_alphabet(texts: pl.Series, usual: Callable[[str], str], other: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    """Texts of usual signs all at once, as lines of one text; the others, and those of a long list, by expression ``other``. "" is null."""
    if texts.null_count() == texts.len():
        return texts.cast(pl.String)
    if texts.len() > SHORT:
        return texts.to_frame("text").select_seq(other(pl.col("text"))).to_series()
    sent = [text or "" for text in texts.to_list()]
    odd = set("".join(sent)) - _USUAL
    is_odd = [not odd.isdisjoint(text) for text in sent] if odd else []
    plain = ["" if one else text for one, text in zip(is_odd, sent, strict=True)] if odd else sent
    found = pl.Series(texts.name, [text or None for text in usual(_APART.join(plain)).split(_APART)], dtype=pl.String)
    if not odd:
        return found
    mask = pl.Series(is_odd)
    return found.scatter(mask.arg_true(), texts.filter(mask).to_frame("text").select_seq(other(pl.col("text"))).to_series())


def if_any(e: pl.Expr, of: Callable[[pl.Expr], pl.Expr], dtype: pl.DataType | type[pl.DataType]) -> pl.Expr:
    """``of(e)``, for an ``of`` that leaves null null, and nothing worked out where all is: patterns are dear to compile, even for columns
    that a list does not have."""

    def worked_out(texts: pl.Series) -> pl.Series:
        if texts.null_count() == texts.len():
            nothing = dict.fromkeys(field.name for field in dtype.fields) if isinstance(dtype, pl.Struct) else None
            return pl.Series(texts.name, [nothing], dtype=dtype).new_from_index(0, texts.len())
        return texts.to_frame("text").select_seq(of(pl.col("text"))).to_series()

    return e.map_batches(worked_out, return_dtype=dtype, is_elementwise=True)


def usual_first(
    e: pl.Expr, usual: Callable[[pl.Expr], pl.Expr], other: Callable[[pl.Expr], pl.Expr], dtype: pl.DataType | type[pl.DataType]
) -> pl.Expr:
    """``other(e)``, asked only of texts that are not in the usual form: for those that are, ``usual`` gives the same at little cost, and
    null for any other. Of null ``usual`` gives what ``other`` would."""

    def worked_out(texts: pl.Series) -> pl.Series:
        text = pl.col("text")
        value = texts.to_frame("text").select_seq(usual(text)).to_series()
        is_other = value.is_null() & texts.is_not_null()
        if not is_other.any():
            return value
        others = texts.filter(is_other).to_frame("text").select_seq(other(text)).to_series()
        nth_other = texts.len() - 1 + pl.col("is_other").cum_sum()
        places = is_other.to_frame("is_other").select_seq(pl.when("is_other").then(nth_other).otherwise(pl.int_range(pl.len()))).to_series()
        return pl.concat([value, others]).gather(places)

    return e.map_batches(worked_out, return_dtype=dtype, is_elementwise=True)


def of_each(e: pl.Expr, of: Callable[[pl.Expr], pl.Expr], dtype: type[pl.DataType]) -> pl.Expr:
    """``of(e)``, for an ``of`` that leaves null null, worked out once for each different text: long lists have few kinds, states and
    months."""

    def worked_out(texts: pl.Series) -> pl.Series:
        if texts.null_count() == texts.len():
            return pl.Series(texts.name, [None], dtype=dtype).new_from_index(0, texts.len())
        each = texts.drop_nulls().unique()
        if 2 * each.len() > texts.len():
            return texts.to_frame("text").select_seq(of(pl.col("text"))).to_series()
        found = each.to_frame("text").select_seq(of(pl.col("text"))).to_series()
        return texts.replace_strict(each, found, default=None, return_dtype=dtype)

    return e.map_batches(worked_out, return_dtype=dtype, is_elementwise=True)


def once(e: pl.Expr, of: Callable[[pl.Expr], pl.Expr]) -> pl.Expr:
    """``of(e)`` with ``e`` worked out once, however often ``of`` names it. Polars sees by itself that two expressions are the same, but not
    where a function of Python is in them. The result goes by the name of ``e``."""
    found = pl.struct(once=e).struct.with_fields(once=of(pl.field("once"))).struct.field("once")
    name = e.meta.output_name(raise_if_undetermined=False)
    return found if name is None else found.alias(name)


def says(e: pl.Expr, pattern: str, *, hints: Sequence[str] = ()) -> pl.Expr:
    """Where the text matches, False where it is null. The pattern is made ready only where a text holds one of ``hints``, of which every
    match holds one, or, without hints, where there is a text at all: a long pattern takes longer to compile than a list to search. Polars
    keeps few patterns ready; so those of a short list are searched by Python's, which all stay ready. The pattern is one that both read."""

    def found(texts: pl.Series) -> pl.Series:
        if texts.len() <= SHORT and "\\p{" not in pattern:
            return pl.Series(texts.name, _searched(texts.to_list(), pattern, hints), dtype=pl.Boolean)
        perhaps = texts.str.contains_any(list(hints)) if hints else texts.is_not_null()
        if not perhaps.any():
            return pl.repeat(False, texts.len(), dtype=pl.Boolean, eager=True)
        return texts.str.contains(pattern).fill_null(False)

    return e.map_batches(found, return_dtype=pl.Boolean, is_elementwise=True)


def _searched(texts: Sequence[str | None], pattern: str, hints: Sequence[str]) -> list[bool]:
    if hints:
        texts = [text if text is not None and any(hint in text for hint in hints) else None for text in texts]
    if not any(texts):
        return [False] * len(texts)
    search = _ready(pattern).search
    return [text is not None and search(text) is not None for text in texts]


@cache
def _ready(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def of_words(e: pl.Expr, of: Callable[[pl.Expr], pl.Expr]) -> pl.Expr:
    """``of(fold(e))``, a text, for an ``of`` that leaves null null; folded once, however often ``of`` asks for it."""
    return if_any(if_any(e, fold, pl.String), of, pl.String)


def is_error(e: pl.Expr) -> pl.Expr:
    """Whether a cell is the error of a formula ("#N/A", "#TÊN?", "Err:502"), a formula that nobody worked out, or a number too wide for its
    column ("####"): unreadable, never blank, though "N/A" that somebody typed is. Null stays null."""
    return e.str.contains(_ERROR)


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

    ``unicode``: NFD, composite or wide signs. ``letter_case``: case is all that differs once the rest is clean. ``signs_for_blanks``:
    points or underscores parted the words of a name. Never true where ``after`` is null: a blank cell is no repair.
    """
    # Unchanged cells are null from here on, and null costs nothing.
    is_changed = before != after
    old, new = pl.when(is_changed).then(before), pl.when(is_changed).then(after)
    cleaned = clean_text(old)
    small, parted = new.str.to_lowercase(), pl.when(~old.str.contains(BLANK)).then(cleaned.str.replace_all("[._]", " "))
    kinds = {
        "unicode": (old.str.contains(_LOOSE_MARK) & ~new.str.contains(_LOOSE_MARK)) | old.str.contains(_ANY_WIDE),
        "eth": old.str.contains(_ANY_ETH),
        "control": old.str.contains(INVISIBLE),
        "blanks": old.str.contains(rf"^{BLANK}|{BLANK}$|{BLANK}{{2}}|[{BLANK}--[ ]]"),
        "letter_case": (cleaned != new) & (cleaned.str.to_lowercase() == small),
        "signs_for_blanks": (parted != cleaned) & (parted.str.to_lowercase() == small),
    }
    return {kind: found.fill_null(False) for kind, found in kinds.items()}


def _filled(e: pl.Expr) -> pl.Expr:
    return e.replace({"": None})
