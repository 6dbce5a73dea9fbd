"""Names of people: family name, middle names, given name, in that order and never turned round."""

import polars as pl

from transforms.vietnamese.text import clean_text

#: A letter without case, in no Vietnamese text, that stands for the hyphen while words get their capitals: "Ê-ban" is one word.
_HYPHEN_AS_LETTER = "\u01c0"


def person_name(e: pl.Expr) -> pl.Expr:
    """Clean text with a capital on each word: NGUYỄN THỊ ĐÀO and nguyễn thị đào are Nguyễn Thị Đào; H'Hen Niê, Y Moan Ê-ban stay.

    NFC comes first: on decomposed text capitals would land after every mark.
    """
    joined = clean_text(e).str.replace_all(r"(\p{L})-", "${1}" + _HYPHEN_AS_LETTER)
    return joined.str.to_titlecase().str.replace_all(_HYPHEN_AS_LETTER, "-", literal=True)
