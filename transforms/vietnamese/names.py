"""Names of people: family name, middle names, given name, in that order and never turned round."""

import polars as pl

from transforms.vietnamese.text import clean_text, if_any, once, says

#: A letter without case, in no Vietnamese text, that stands for the hyphen while words get their capitals: "Ê-ban" is one word.
_HYPHEN_AS_LETTER = "\u01c0"
#: A name without a blank whose words are parted by points or underscores, as some systems' file names have them.
_PARTED_BY_SIGNS = r"^\p{L}+(?:[._]\p{L}+)+$"


def person_name(e: pl.Expr) -> pl.Expr:
    """Clean text with a capital on each word: NGUYỄN THỊ ĐÀO and nguyễn thị đào are Nguyễn Thị Đào; H'Hen Niê, Y Moan Ê-ban stay.

    Nothing is left out: what stands beside a name, "(chết)", "Ông/Bà", stays. Nguyễn.Văn.A is Nguyễn Văn A. NFC comes first: on decomposed
    text capitals would land after every mark.
    """
    words = once(once(clean_text(e), _parted), _hyphened)
    return words.str.to_titlecase().str.replace_all(_HYPHEN_AS_LETTER, "-", literal=True)


def _parted(name: pl.Expr) -> pl.Expr:
    return pl.when(says(name, _PARTED_BY_SIGNS, hints="._")).then(name.str.replace_many([".", "_"], [" ", " "])).otherwise(name)


def _hyphened(name: pl.Expr) -> pl.Expr:
    hyphened = if_any(pl.when(name.str.contains("-", literal=True)).then(name), _with_hyphens_as_letters, pl.String)
    return pl.coalesce(hyphened, name)


def _with_hyphens_as_letters(e: pl.Expr) -> pl.Expr:
    return e.str.replace_all(r"(\p{L})-", "${1}" + _HYPHEN_AS_LETTER)
