"""Text as it looked to the fonts of before Unicode: TCVN3 (.VnTime) and VNI (VNI-Times), and in Windows-1258.

Data flow: Unicode text -> the Western letters that the font shows as Vietnamese -> bytes. Capitals with a tone have no code in TCVN3:
typists took a font of capitals and wrote small letters, and so does this.
"""

import unicodedata
from dataclasses import replace

from tests.synthetic.records import Cell
from tests.synthetic.sheets import Sheet

#: Code (hexadecimal) and letter: TCVN 5712:1993, VN3.
_TCVN3_TABLE = (
    "A1Ă A2Â A3Ê A4Ô A5Ơ A6Ư A7Đ A8ă A9â AAê ABô ACơ ADư AEđ B5à B8á B6ả B7ã B9ạ BBằ BEắ BCẳ BDẵ C6ặ C7ầ CAấ C8ẩ C9ẫ CBậ CCè D0é CEẻ "
    "CFẽ D1ẹ D2ề D5ế D3ể D4ễ D6ệ D7ì DDí D8ỉ DCĩ DEị DFò E3ó E1ỏ E2õ E4ọ E5ồ E8ố E6ổ E7ỗ E9ộ EAờ EDớ EBở ECỡ EEợ EFù F3ú F1ủ F2ũ F4ụ "
    "F5ừ F8ứ F6ử F7ữ F9ự FAỳ FDý FBỷ FCỹ FEỵ"
)
_TCVN3 = {entry[2:]: chr(int(entry[:2], 16)) for entry in _TCVN3_TABLE.split()}
_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT, _CIRCUMFLEX, _BREVE, _HORN = "\u0300\u0301\u0309\u0303\u0323\u0302\u0306\u031b"
_TONES = _GRAVE + _ACUTE + _HOOK + _TILDE + _DOT
#: The mark that VNI writes behind a letter: for each accent of the letter, without a tone and with each of the five.
_VNI_MARKS = {"": " øùûõï", _CIRCUMFLEX: "âàáåãä", _BREVE: "êèéúüë"}
_VNI_LETTERS = {"đ": "ñ", "ì": "ì", "í": "í", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î"}


def tcvn3(text: str) -> str:
    return "".join(_TCVN3.get(letter) or _TCVN3.get(letter.lower(), letter) for letter in unicodedata.normalize("NFC", text))


def vni(text: str) -> str:
    return "".join(_vni_letter(letter) for letter in unicodedata.normalize("NFC", text))


def _vni_letter(letter: str) -> str:
    if letter.lower() in _VNI_LETTERS:
        shown = _VNI_LETTERS[letter.lower()]
    else:
        base, *marks = unicodedata.normalize("NFD", letter.lower())
        tone = next((mark for mark in marks if mark in _TONES), "")
        accent = next((mark for mark in marks if mark in (_CIRCUMFLEX, _BREVE)), "")
        stem = {"o": "ô", "u": "ö"}[base] if _HORN in marks else base
        shown = (stem + _VNI_MARKS[accent][_TONES.index(tone) + 1 if tone else 0]).strip(" ") if marks else letter.lower()
    return shown.upper() if letter.isupper() else shown if letter.islower() else letter


def windows_1258(text: str) -> bytes:
    """One byte where the table has the letter, else the letter without its tone and the tone behind it."""
    return b"".join(_in_1258(letter) for letter in unicodedata.normalize("NFC", text))


def _in_1258(letter: str) -> bytes:
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        marks = unicodedata.normalize("NFD", letter)
        tone = next(mark for mark in marks if mark in _TONES)
        return unicodedata.normalize("NFC", marks.replace(tone, "")).encode("cp1258") + tone.encode("cp1258")


def in_font(sheets: list[Sheet], font: str) -> list[Sheet]:
    """Every text of the sheets, headings too; the names of sheets are the system's own and stay."""
    encode = {"tcvn3": tcvn3, "vni": vni}[font]

    def cell(value: Cell) -> Cell:
        return encode(value) if isinstance(value, str) else value

    return [replace(sheet, rows=[[cell(value) for value in row] for row in sheet.rows]) for sheet in sheets]
