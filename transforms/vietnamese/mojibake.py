"""UTF-8 that some program took for another table's letters, taken back: "Nguyá»…n" is Nguyễn.

Programs of the West read it as Windows-1252 or Latin-1, those of a Vietnamese Windows as Windows-1258, of a Mac as Mac Roman, of a
console as 437; some did it twice, and some lost the byte A0, which looks like a blank.

Data flow: texts of a column -> their bytes by each table -> UTF-8, where the bytes are all there; what is left by ``ftfy``
"""

import re
from collections.abc import Callable

import polars as pl

from transforms.vietnamese.spelling import misspelt_count

#: What Windows shows for bytes 80-9F, and 1258 for C3, back to those bytes; the bytes that a table leaves free surface as control
#: characters. Windows-1252 and 1258 contradict each other nowhere, so one table serves both.
_WINDOWS = {
    ord(shown): byte for byte in range(0x80, 0xA0) for table in ("cp1252", "cp1258") if (shown := bytes([byte]).decode(table, "ignore"))
}
_WINDOWS |= {ord("Ă"): 0xC3}
_SHOWN = "".join(re.escape(chr(code)) for code in _WINDOWS if code != ord("Ă")) + r"\x{80}-\x{BF}"
#: A letter of Windows-1258 that Unicode text has too, before one that no word has there.
MISREAD_VIETNAMESE = f"Ă[{_SHOWN}]"
#: Beginnings of a misread letter, with what can follow: a quick test that leaves every other cell alone.
_SIGNATURE = rf"[Â-ÆáâÌÍĂ][{_SHOWN}]|(?:[ÃÆĂ]|á[º»])(?: |$)|[√ƒ∆Ã][^a-zA-Z ]|·[∫ª]|[├─╞┬][^a-zA-Z ]|ß[║╗]"
#: A letter whose last byte was A0 (à, Ơ, Ạ, Ỡ) and is a blank now, or gone with the blanks at the end.
_LOST_BYTE = re.compile(rb"([\xc3\xc6]|\xe1[\xba\xbb])(?: |$)")
_MOST_TIMES = 3

Mend = Callable[[bytes], bytes]


def from_mojibake(cells: pl.Series) -> pl.Series:
    """The texts taken back, as often as they were misread; others, and those that would come out spelt worse, as they are.

    Exactly where the bytes are all there: ``ftfy`` leaves "Nguyá»…n" alone, because it could be a quotation, and takes a lost A0
    for the end of a French word. Where bytes are missing its repair makes the rest legible, the missing letter a "�".
    """
    texts = cells.filter(cells.str.contains(_SIGNATURE).fill_null(False)).unique()
    if texts.is_empty():
        return cells
    taken = texts.to_frame("sent").with_columns_seq(exact=_reread(texts, lambda data: data))
    left = taken.filter(pl.col("sent") == pl.col("exact"))["sent"]
    if left.len() < taken.height and left.len():
        mended = pl.concat([taken.filter(pl.col("sent") != pl.col("exact")), _mended(left)])
    else:
        mended = taken
    kept = mended.filter(_is_better(mended))
    return cells.replace(kept["sent"], kept["exact"])


def _is_better(mended: pl.DataFrame) -> pl.Series:
    """Which texts are spelt better as they were mended; where some of the column are, also those that come out no worse.

    "XÃ " and "XÃ—TDP" are sound by themselves, and would read "Xà" and "X×TDP": only a column that is misread elsewhere makes them
    doubtful.
    """
    before, after = misspelt_count(mended["sent"]), misspelt_count(mended["exact"])
    return (after < before) | ((after <= before) & bool((after < before).any()))


def _mended(left: pl.Series) -> pl.DataFrame:
    """Texts with bytes missing -> the best spelt of what they may be: the word goes on, a blank follows, or ftfy's; else as sent."""
    joined, apart = (_reread(left, _with_a0(after)) for after in (b"", b" "))
    unread = left.filter((joined == left) & (apart == left))
    candidates = [joined, apart, left.replace(unread, _by_ftfy(unread)) if unread.len() else left]
    counts = pl.DataFrame([misspelt_count(candidate).alias(f"{place}") for place, candidate in enumerate(candidates)])
    best = counts.select_seq(pl.concat_list(pl.all()).list.arg_min()).to_series()
    chosen = candidates[0]
    for place, candidate in enumerate(candidates):
        chosen = candidate.zip_with(best == place, chosen)
    return pl.DataFrame({"sent": left, "exact": chosen})


def _with_a0(after: bytes) -> Mend:
    return lambda data: _LOST_BYTE.sub(rb"\1" + b"\xa0" + after, data)


def _reread(texts: pl.Series, mend: Mend) -> pl.Series:
    return pl.Series(texts.name, [_taken_back(text, mend) for text in texts], dtype=pl.String)


def _taken_back(text: str, mend: Mend) -> str:
    for _ in range(_MOST_TIMES):
        before, text = text, _once(text, mend)
        if text == before:
            break
    return text


def _once(text: str, mend: Mend) -> str:
    for encode in (_windows_bytes, lambda shown: shown.encode("mac_roman"), lambda shown: shown.encode("cp437")):
        try:
            return mend(encode(text)).decode("utf-8")
        except UnicodeError:
            continue
    return text


def _windows_bytes(text: str) -> bytes:
    return text.translate(_WINDOWS).encode("latin-1")


def _by_ftfy(texts: pl.Series) -> pl.Series:
    """Encoding alone: no quotes straightened, no entities, no widths. Imported here: it costs a tenth of a second, and few columns need
    it."""
    from ftfy import TextFixerConfig, fix_encoding

    config = TextFixerConfig(restore_byte_a0=False, explain=False)
    return pl.Series(texts.name, [fix_encoding(text, config) for text in texts], dtype=pl.String)
