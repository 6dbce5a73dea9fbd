"""Whether a word could be Vietnamese: by it a text in the wrong letters is told from one in the right ones.

Data flow: text of cells -> words -> those with letters beyond ASCII that are no syllable, counted
"""

import polars as pl

NOT_ASCII = r"[^\x00-\x7F]"
#: Runs of letters and of what legacy encodings use as letters (signs such as µ, ¸, »); digits, blanks and dashes part them.
_WORD = r"[^\x00-\x40\x5B-\x60\x7B-\x7F\x{00A0}\x{2000}-\x{206F}]+"
_TONES = "\u0300\u0301\u0309\u0303\u0323"

_ONSET = "b|ch?|d|đ|gi|gh?|h|kh?|l|m|ngh?|nh|n|ph?|qu|r|s|th|tr|t|v|x"
_RIMES = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê êch êm ên ênh "
    "êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu y yên yêm yêng yêt yêu ynh yt ych yn ya o oa oac oach oai "
    "oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt "
    "ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uê uêch uênh uêu uc ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt "
    "uyn uynh uyp uyt uyu ư ưa ưc ưi ưm ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu"
)
_SYLLABLE = rf"^(?:{_ONSET})?(?:{_RIMES.replace(' ', '|')})$"


def misspelt_count(cells: pl.Series) -> pl.Series:
    """How many words of each cell have letters beyond ASCII and are no Vietnamese syllable."""
    words = cells.str.extract_all(_WORD)
    return words.list.eval(_is_misspelt(pl.element())).list.sum()


def _is_misspelt(word: pl.Expr) -> pl.Expr:
    apart = word.str.to_lowercase().str.normalize("NFD")
    has_many_tones = apart.str.count_matches(f"[{_TONES}]") > 1
    toneless = apart.str.replace_all(f"[{_TONES}]", "").str.normalize("NFC")
    return word.str.contains(NOT_ASCII) & (has_many_tones | ~toneless.str.contains(_SYLLABLE))
