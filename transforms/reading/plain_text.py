"""Text files: which letters the bytes mean, and the records of a CSV file.

One row is one record, numbered from 1. Agencies send UTF-8 and UTF-16 ("Unicode Text" of Excel), Windows-1258, and the
old TCVN3 and VNI fonts, whose bytes look like Western letters and are read as such: cleaning turns them into Vietnamese.

Data flow: bytes -> text -> records -> Grid
"""

import codecs
import csv
import io
import re

from transforms.contract import Grid
from transforms.reading.grids import Unreadable, grid_from_rows

DELIMITERS = ",;\t|"
#: Control characters that no text editor writes; NUL is judged apart, since some exporters pad with it.
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x19\x1c-\x1f]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f\ufffd]+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TONE = re.compile(f"[{_TONES}]")
_VOWEL_TONE = re.compile(f"[aeiouyăâêôơưAEIOUYĂÂÊÔƠƯ][{_TONES}]")


def read_csv_grid(data: bytes) -> Grid:
    """The records of a delimited text; raises ``Unreadable`` for binary bytes. A blank line counts as a record."""
    rows = _records(decode(data))
    return grid_from_rows(None, rows)


def decode(data: bytes) -> str:
    """The text of the bytes, without BOM and without NUL (a control character, no reason to refuse a file)."""
    text = _decode_utf16(data) or _decode_eight_bit(data)
    return text.lstrip("\ufeff").replace("\x00", "")


def first_characters(data: bytes) -> str:
    """The beginning in small letters, for telling tags; letters beyond ASCII may come out wrong, as the cut may split one."""
    head = data[:4096].removeprefix(codecs.BOM_UTF8)
    return (_decode_utf16(head) or head.decode("latin-1")).lstrip("\ufeff\x00 \t\r\n").lower()


def _decode_utf16(data: bytes) -> str | None:
    """UTF-16 by its BOM or, without one, by zeros in every other byte; None where the bytes are not UTF-16."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    sample = data[:4000]
    zeros = sample[0::2].count(0), sample[1::2].count(0)
    enough = len(sample) // 6
    if max(zeros) > enough and min(zeros) * 8 < max(zeros):
        return data.decode("utf-16-le" if zeros[1] > zeros[0] else "utf-16-be", errors="replace")
    return None


def _decode_eight_bit(data: bytes) -> str:
    if len(_CONTROL.findall(data[:100_000])) * 100 > len(data[:100_000]):
        raise Unreadable("Tệp không phải là bảng tính hay tệp CSV. Xuất lại ở dạng Excel (.xlsx) rồi gửi lại.")
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    # A cut in the middle of a letter must not turn a whole file into Western letters.
    if not broken or data.startswith(codecs.BOM_UTF8) or sum(map(len, _BEYOND_ASCII.findall(text))) > 20 * broken:
        return text
    return _decode_windows(data.replace(b"\x00", b""))


def _decode_windows(data: bytes) -> str:
    """Windows-1258 if its combining tones stand on vowels; in TCVN3 and VNI bytes the same codes follow any letter."""
    text = data.decode("cp1258", errors="replace")
    tones = len(_TONE.findall(text))
    if tones and len(_VOWEL_TONE.findall(text)) >= 0.9 * tones:
        return text
    return data.decode("latin-1").translate(_WESTERN)


#: Windows-1252 where it differs from Latin-1; the five codes that it leaves open stay as Latin-1 has them.
_WESTERN = {code: text for code in range(128, 160) if (text := bytes((code,)).decode("cp1252", errors="ignore"))}


def _records(text: str) -> list[list[str]]:
    """Records by the csv rules; a file whose quotes do not pair is read without them rather than swallowed whole."""
    delimiter = sniff_delimiter(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        rows = []
    lines = text.count("\n")
    if rows and not (text.count('"') % 2 and len(rows) * 2 < lines):
        return rows
    return list(csv.reader(text.splitlines(), delimiter=delimiter, quoting=csv.QUOTE_NONE))


def sniff_delimiter(text: str) -> str:
    """The delimiter that cuts the most of the first lines into the same number (two or more) of cells."""
    lines = [line for line in text[:100_000].splitlines()[:60] if line.strip()]

    def score(delimiter: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1]
        return (max((counts.count(count) * count for count in set(counts)), default=0), -DELIMITERS.index(delimiter))

    return max(DELIMITERS, key=score)
