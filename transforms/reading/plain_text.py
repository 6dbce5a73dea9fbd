"""Text files: which letters the bytes mean, and the records of a CSV file.

One row is one record, numbered from 1. Agencies send UTF-8 and UTF-16 ("Unicode Text" of Excel), Windows-1258, and the
old TCVN3 and VNI fonts, whose bytes look like Western letters and are read as such: cleaning turns them into Vietnamese.

Data flow: bytes -> text -> records -> Grid
"""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from transforms.reading.entities import with_letters_between_dividers
from transforms.reading.grids import Unreadable, grid_from_rows
from transforms.reading.model import BrokenOff, Grid

DELIMITERS = ",;\t|"
#: Control characters that no text editor writes; NUL is judged apart, since some exporters pad with it.
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x19\x1c-\x1f]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f\ufffd]+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TONE = re.compile(f"[{_TONES}]")
_VOWEL_TONE = re.compile(f"[aeiouyăâêôơưAEIOUYĂÂÊÔƠƯ][{_TONES}]")
#: Ends of lines, and nothing else: ``str.splitlines`` also cuts at form feeds and at letters of old fonts.
_LINE_END = re.compile("\r\n|\r|\n")
#: Excel's own way to name the delimiter; it shows the next line as row 1.
_STATED_DELIMITER = re.compile('^"?sep=([^\r\n"])"?[ ,;\t|]*(?:\r\n|\r|\n)', re.IGNORECASE)
_NO_TABLE = (
    "Tệp văn bản này không phải là bảng: không có dấu phẩy, chấm phẩy, tab hay gạch đứng ngăn các cột. "
    "Xuất lại danh sách ở dạng Excel (.xlsx) rồi gửi lại."
)
#: What some programs add behind the last line: blanks, the end of a file as DOS wrote it.
_PADDING = " \t\x1a"
#: Lines that end in a line end before the last one says anything by having none.
_FEWEST_LINES = 3
#: Of the first lines, as many show a habit of the whole text.
_MOSTLY = 0.9
#: A quote that opens the last cell of a line.
_OPEN_QUOTE = re.compile(r"(?:^|[,;\t|])\s{0,3}\"[^\"\r\n]*+$")
#: A text in quotes that Excel is to take for no number: ="0300…".
_AS_FORMULA = re.compile(r'="([^"]*)"')
#: Blanks between a quoted cell and the delimiter, as some programs part them: "a", "b" or "a" ; "b".
_SPACED_CELLS = re.compile(r'(?<=") {1,3}(?=[,;|])|(?<=[,;|]) {1,3}(?=")')
#: A line all of whose cells may stand in single quotes, as databases write them.
_SINGLE_QUOTED = re.compile(r"\s*'.*'\s*")
_SERIAL = re.compile(r"\W*(?:stt|tt|số\s+tt|số\s+thứ\s+tự)\W*", re.IGNORECASE)
_SMALL_NUMBER = re.compile(r"\s*[0-9]{1,7}\s*")
_LONG_CELL = "Tệp văn bản có ô dài quá {} ký tự, không thể là một danh sách. Xuất lại ở dạng Excel (.xlsx) rồi gửi lại."


def read_csv_grid(data: bytes) -> Grid:
    """The records of a delimited text. A blank line counts as a record; a first line "sep=;" does not, as Excel does not show it.

    Raises ``Unreadable`` for binary bytes and for a text that nothing divides into columns.
    """
    text = with_letters_between_dividers(decode(data))
    records, open_quotes = _records(text)
    rows = _with_a_cell_for_row_names(records)
    if not any(len(row) > 1 for row in rows):
        rows = _unwrapped(rows)
    if not any(len(row) > 1 for row in rows):
        raise Unreadable(_NO_TABLE)
    broken_off = _broken_off(data, text, rows)
    if '="' in text:
        rows = [[formula[1] if (formula := _AS_FORMULA.fullmatch(cell)) else cell for cell in row] for row in rows]
    if broken_off == "quotes":
        open_quotes = (_last_open_line(text, rows),)
    return replace(grid_from_rows(None, rows), broken_off=broken_off, open_quotes=open_quotes)


def _broken_off(data: bytes, text: str, rows: Sequence[Sequence[str]]) -> BrokenOff | None:
    """How a text ends that was not sent or fetched to its end. A complete last row without a line end is none: many programs end so."""
    if _ends_inside_a_letter(data, text):
        return "letter"
    *before, last = _LINE_END.split(text.rstrip(_PADDING))
    if len(before) < _FEWEST_LINES or not last.strip():
        return "quotes" if _is_left_open(rows) else None
    if last.count('"') % 2 and _OPEN_QUOTE.search(last) and text.count('"') % 2:
        return "quotes"
    widths = [len(row) for row in rows[:-1] if len(row) > 1]
    body = widths[widths.index(_usual(widths)) :] if widths else []
    if not body or len(rows[-1]) >= min(body):
        return None
    cell = rows[-1][0].strip()
    is_piece = len(rows[-1]) > 1 or (cell and not re.search(r"\s", cell) and re.search(r"\d", cell))
    return "row" if is_piece else None


def _ends_inside_a_letter(data: bytes, text: str) -> bool:
    """Inside one of UTF-8, where others of several bytes stand before it, or of UTF-16."""
    if text.endswith("\ufffd"):
        return not data.endswith("\ufffd".encode())
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data" and not data[: error.start].isascii()
    return False


def _is_left_open(rows: Sequence[Sequence[str]]) -> bool:
    """A last record that ends behind a line break within quotes, and is shorter than the others."""
    widths = [len(row) for row in rows[:-1] if len(row) > 1]
    return bool(widths) and bool(rows[-1]) and rows[-1][-1].endswith("\n") and len(rows[-1]) < _usual(widths)


def _last_open_line(text: str, rows: Sequence[Sequence[str]]) -> int:
    """Number of the line in which the quote opens that the text ends in."""
    lines = len(_LINE_END.split(text.rstrip(_PADDING).removesuffix("\n").removesuffix("\r")))
    return lines - rows[-1][-1].rstrip("\n").count("\n")


def _usual(widths: Sequence[int]) -> int:
    return Counter(widths).most_common(1)[0][0]


def decode(data: bytes, charset: str = "") -> str:
    """The text of the bytes, without BOM and without NUL (a control character, no reason to refuse a file).

    ``charset``: what the file says of itself. It is believed where the bytes leave it open, for many pages say "utf-8" and are not.
    """
    text = _decode_utf16(data) or _decode_eight_bit(data, charset)
    return text.lstrip("\ufeff").replace("\x00", "")


def first_characters(data: bytes) -> str:
    """The beginning in small letters, for telling tags; letters beyond ASCII may come out wrong, as the cut may split one."""
    head = data[:4096].removeprefix(codecs.BOM_UTF8)
    return (_decode_utf16(head) or head.decode("latin-1")).lstrip("\ufeff\x00 \t\r\n").lower()


def _decode_utf16(data: bytes) -> str | None:
    """UTF-16 by its BOM or, without one, by zeros in every other byte; None where the bytes are not UTF-16."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _whole_letters(data).decode("utf-16", errors="replace")
    sample = data[:4000]
    zeros = sample[0::2].count(0), sample[1::2].count(0)
    enough = len(sample) // 6
    if max(zeros) > enough and min(zeros) * 8 < max(zeros):
        return _whole_letters(data).decode("utf-16-le" if zeros[1] > zeros[0] else "utf-16-be", errors="replace")
    return None


def _whole_letters(data: bytes) -> bytes:
    """Without a line end or a filling of one byte that a program added to a text of two bytes a letter."""
    return data[:-1] if len(data) % 2 and data[-1:] in b"\r\n\x1a\x00" else data


def _decode_eight_bit(data: bytes, charset: str) -> str:
    if len(_CONTROL.findall(data[:100_000])) * 100 > len(data[:100_000]):
        raise Unreadable("Tệp không phải là bảng tính hay tệp CSV. Xuất lại ở dạng Excel (.xlsx) rồi gửi lại.")
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    # A cut in the middle of a letter must not turn a whole file into Western letters.
    if not broken or data.startswith(codecs.BOM_UTF8) or sum(map(len, _BEYOND_ASCII.findall(text))) > 20 * broken:
        return text
    return _decode_windows(data.replace(b"\x00", b""), is_vietnamese="1258" in charset)


def _decode_windows(data: bytes, *, is_vietnamese: bool) -> str:
    """Windows-1258 if its combining tones stand on vowels; in TCVN3 and VNI bytes the same codes follow any letter.

    A text without any tone ("Lê Văn Hưng") shows nothing: there the file's own word counts.
    """
    text = data.decode("cp1258", errors="replace")
    tones = len(_TONE.findall(text))
    if (tones or is_vietnamese) and len(_VOWEL_TONE.findall(text)) >= 0.9 * tones:
        return text
    return data.decode("latin-1").translate(_WESTERN)


#: Windows-1252 where it differs from Latin-1; the five codes that it leaves open stay as Latin-1 has them.
_WESTERN = {code: text for code in range(128, 160) if (text := bytes((code,)).decode("cp1252", errors="ignore"))}


def _records(text: str) -> tuple[list[list[str]], tuple[int, ...]]:
    """Records by the csv rules; where quotes do not pair, or a pair of them holds a whole record, the reading that gives more records of
    one width, and the numbers of the lines that it cannot cut into cells.

    Taken at its word, one stray quote would swallow all lines up to the next.
    """
    stated = _STATED_DELIMITER.match(text)
    delimiter = stated[1] if stated else sniff_delimiter(text)
    lines = _lines(_with_cells_side_by_side(text[stated.end() :] if stated else text))
    try:
        rows = list(csv.reader(lines, delimiter=delimiter, quotechar=_quotechar(lines, delimiter), strict=True))
        width = Counter(map(len, rows)).most_common(1)[0][0] if rows else 0
        if not any("\n" in cell and cell.count(delimiter) >= max(1, width - 1) for row in rows for cell in row):
            return rows, ()
    except csv.Error:
        rows = _lenient(lines, delimiter)
    found, open_lines = _line_by_line(lines, delimiter)
    first, second = (rows, found) if _is_left_open(rows) else (found, rows)
    best = max(first, second, _unquoted(lines, delimiter), key=_evenness)
    return best, tuple(line + (stated is not None) for line in open_lines) if best is found else ()


def _quotechar(lines: Sequence[str], delimiter: str) -> str:
    """The single quote where nearly every line has it at its ends and beside most of its delimiters; Excel's own stands before a cell
    alone."""
    some = [line for line in lines[:60] if line.strip()]
    quoted = sum(bool(_SINGLE_QUOTED.fullmatch(line)) and 2 * line.count(f"'{delimiter}'") >= line.count(delimiter) > 0 for line in some)
    return "'" if some and quoted >= _MOSTLY * len(some) else '"'


def _with_a_cell_for_row_names(rows: list[list[str]]) -> list[list[str]]:
    """R's ``write.table`` heads every column but the first, in which it numbers the rows: a blank heading for that one. Rows that only end
    in a delimiter more, or in a column without a heading, are none: their running number stands under its own heading."""
    body = [row for row in rows[1:] if row]
    if len(body) < _FEWEST_LINES or len(rows[0]) < 2 or any(len(row) != len(rows[0]) + 1 for row in body):
        return rows
    is_numbered_twice = not _SERIAL.fullmatch(rows[0][0]) or all(_SMALL_NUMBER.fullmatch(row[1]) for row in body)
    numbers = [row[0].strip() for row in body]
    if not is_numbered_twice or not any(row[-1].strip() for row in body) or not all(map(_SMALL_NUMBER.fullmatch, numbers)):
        return rows
    rising = all(int(one) < int(other) for one, other in pairwise(numbers))
    return [["", *rows[0]], *rows[1:]] if rising else rows


def _with_cells_side_by_side(text: str) -> str:
    """Without the blanks between a quoted cell and the delimiter, where there are more of them than lines."""
    return _SPACED_CELLS.sub("", text) if len(_SPACED_CELLS.findall(text)) > text.count("\n") else text


def _unwrapped(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Records that stand whole in quotes each, as a program writes a sheet whose lines were never cut into columns; one remains one."""
    return cut_alike(["".join(row) for row in rows])


def cut_alike(texts: Sequence[str]) -> list[list[str]]:
    """Each text cut by the delimiter that cuts the most of the first ones alike, by the csv rules, or by itself where it breaks them."""
    delimiter = sniff_delimiter("\n".join(text.replace("\n", " ") for text in texts[:60]))
    out = []
    for text in texts:
        try:
            out.append(next(csv.reader([text], delimiter=delimiter, strict=True), []))
        except csv.Error:
            out.append(text.split(delimiter))
    return out


def _lines(text: str) -> list[str]:
    """Lines with an end of their own, so that a line break within quotes stays one."""
    lines = _LINE_END.split(text)
    return [f"{line}\n" for line in (lines if lines[-1] else lines[:-1])]


def _lenient(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return []


def _line_by_line(lines: Sequence[str], delimiter: str) -> tuple[list[list[str]], list[int]]:
    """Each line a record; one whose quotes do not pair is cut at each delimiter. With the numbers of those that get other than the usual
    number of cells so: a comma of an address cut them."""
    rows, unpaired = [], []
    for number, line in enumerate(lines, 1):
        try:
            rows.append([cell.removesuffix("\n") for cell in next(csv.reader([line], delimiter=delimiter, strict=True), [])])
        except csv.Error:
            rows += _unquoted([line], delimiter)
            unpaired.append(number)
    usual = _usual([len(row) for row in rows if len(row) > 1] or [1])
    return rows, [number for number in unpaired if 2 * len(rows[number - 1]) >= usual != len(rows[number - 1])]


def _unquoted(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    try:
        rows = list(csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE))
    except csv.Error as error:
        raise Unreadable(_LONG_CELL.format(csv.field_size_limit())) from error
    return [[cell[1:-1] if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell for cell in row] for row in rows]


def _evenness(rows: Sequence[Sequence[str]]) -> int:
    """How many records have the width that most have."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max(widths.values(), default=0)


def sniff_delimiter(text: str) -> str:
    """The delimiter that cuts the most of the first lines into the same number (two or more) of cells."""
    lines = [line for line in _LINE_END.split(text[:100_000])[:60] if line.strip()]
    return max(DELIMITERS, key=lambda delimiter: (_cut_alike(lines, delimiter), -DELIMITERS.index(delimiter)))


def _cut_alike(lines: Sequence[str], delimiter: str) -> int:
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1)
    except csv.Error:
        return 0
    return max((width * count for width, count in widths.items()), default=0)
