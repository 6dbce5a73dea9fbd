"""Left out: what a list says of rows that it does not show: "Còn 127 dòng nữa", "and 127 more rows", "Chỉ hiển thị 1.000 dòng đầu tiên".

A total says how many rows there are; these lines say how many are missing, after how many the program stopped, or only that the list goes
on. A line is one of them where it has no word but those that such lines are made of.

Data flow: lines around a list -> LeftOut
"""

import re
from collections.abc import Iterable

from transforms.reading.model import LeftOut
from transforms.reading.paging import plain_line

#: What a program writes in the place of further rows when it fails: PHP, databases, servers; of a line as long as they are.
_FAILURE = re.compile(
    r"\b(?:fatal error|maximum execution time|allowed memory size|out of memory|ora-\d{5}|snapshot too old|server error"
    r"|(?:request|connection|execution|operation|gateway)? ?(?:timeout expired|timed out|time-?out)|unhandled exception|stack trace"
    r"|traceback)\b|^\W{0,3}\{\W{0,3}(?:error|exception)\b"
)
_LONGEST_FAILURE = 400
#: "2. Hộ khác" is a heading.
_ORDINAL = re.compile(r"\W*\d{1,3} ?[.)/:-] ?[a-z]")
#: "Xem thêm mục 2" points to a place of the text; "Xem thêm 2 mục" and "Xem thêm mục (2)" count.
_REFERENCE = re.compile(r"\W*(?:xem|see|view|show)\b[a-z ]*\b(?:muc|dong|hang|items?|lines?|rows?|records?) \d{1,4}\W*")
_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{3}){1,3}(?![.,]?\d)|\d{1,9}(?![.,]?\d)")


def _words(text: str) -> frozenset[str]:
    return frozenset(re.split(r",\s*", text.strip()))


#: Kinds that only programs count, as they stand in the plain line; people and households may be counted by anybody.
_GRID_KINDS = _words(
    "entries, entry, items, item, records, record, results, result, rows, row, lines, line, dong, ban ghi, ket qua, muc, hang, phan tu"
)
_OFFICE_KINDS = _words("ho so, ho gia dinh, ho, nguoi, nhan khau, the, doi tuong, truong hop, cases, dossiers")
_KINDS = _GRID_KINDS | _OFFICE_KINDS
_NOT = _words("not, chua, khong")
_SHOWN = _words(
    """shown, displayed, exported, listed, included, printed, returned, fetched, loaded, show, shows, showing, display, displays,
    displaying, export, exporting, list, listing, returning, hien thi, hien, hien ra, xuat, liet ke, in, tai, xem, lay"""
)
_HIDDEN = _words("hidden, omitted, truncated, skipped, an, luoc bo, cat bo, cat bot, cat, bo qua, rut gon")
_CUT = _words("truncated, cat bot, cat")
#: What offices do to cards and dossiers too: "2 thẻ chưa in", "12 hồ sơ chưa lấy", "Thẻ bị cắt: 2", "Mới in 5 thẻ"; only rows of a grid are
#: left out so.
_OFFICE_WORDS = _words("in, tai, xem, lay, cat, moi")
#: "Cắt" alone is an order of a menu, "Thẻ bị cắt" a group.
_LISTS = _words("danh sach, du lieu, bang, tep, data, table, list") | _GRID_KINDS
#: Behind the number or, in English, before what is counted.
_MORE = _words("more, other, others, additional, further, remaining, left, nua, khac, con lai")
#: "Tối đa 5 người" may be the rule of a room, of cards or of a queue.
_MOST = _words("limited, limit, maximum, at most, up to, gioi han, toi da")
_FIRST = _MOST | _words("first, top, dau tien, dau")
_ONLY = _words("only, just, chi, moi")
_GOES_ON = _words("con nua, con tiep, continued")
_IN_PART = _words("mot phan, partial, partially")
#: What a page shows under rows that it has not fetched yet: "Xem thêm", "Load more".
_BUTTON = _words("xem, tai, hien thi, load, show, see, view, click, them, more, next") | _GRID_KINDS
_GLUE = _words(
    """a, an, the, of, and, plus, to, at, after, by, in, there, are, is, was, were, have, has, been, be, data, this, table, page, here,
    total, on, number, previous, va, con, co, duoc, da, bi, het, du, du lieu, ra, ve, trong, danh sach, bang, tep, nay, o, cua, so,
    so luong, den, thi, phan, cho, moi lan, trang, sau, tren, xem tiep, tiep theo"""
)
_WORDS = _KINDS | _NOT | _SHOWN | _HIDDEN | _MORE | _FIRST | _ONLY | _GOES_ON | _IN_PART | _BUTTON | _GLUE
#: Words of two or three parts first.
_LONGEST = max(word.count(" ") for word in _WORDS) + 1
_COUNT = "#"


def left_out_of(around: Iterable[str], below: Iterable[str]) -> tuple[LeftOut, ...]:
    """What the lines around a list say of rows that it lacks; that a list goes on is believed only behind its last row, for every printed
    page may say so."""
    found = [one for line in around if (one := left_out(line)) is not None and (one.rows or one.limit)]
    found += [one for line in below if (one := left_out(line)) is not None]
    return tuple(dict.fromkeys(found))


def left_out(line: str) -> LeftOut | None:
    """What one line says that is not shown; None where it has other words, more than one number, or may be about anything else. The error
    of the program that wrote the list says that it goes on."""
    if _FAILURE.search(line[:_LONGEST_FAILURE].lower()):
        return LeftOut()
    plain = plain_line(line, needs_number=False)
    numbers = _NUMBER.findall(plain)
    if len(numbers) > 1 or _ORDINAL.match(plain) or _REFERENCE.fullmatch(plain):
        return None
    words = _words_of(_NUMBER.sub(f" {_COUNT} ", plain))
    if words is None:
        return None
    if not numbers:
        return LeftOut() if _says_that_it_goes_on(words) else None
    count, behind = int(re.sub(r"\D", "", numbers[0])), words[words.index(_COUNT) + 1 :]
    if not count:
        return None
    if _is_rest(words, behind) or _is_counted_button(words):
        return LeftOut(rows=count)
    return LeftOut(limit=count) if _is_limit(words) else None


def _words_of(plain: str) -> list[str] | None:
    """The line in words of the vocabulary, the longest first; None where it has another."""
    parts = re.findall(r"[a-z]+|#", plain)
    words: list[str] = []
    place = 0
    while place < len(parts):
        for length in range(_LONGEST, 0, -1):
            word = " ".join(parts[place : place + length])
            if word in _WORDS or word == _COUNT:
                break
        else:
            return None
        words.append(word)
        place += length
    return words


def _is_rest(words: list[str], behind: list[str]) -> bool:
    """ "và 127 người khác", "Show 127 more", "127 dòng chưa hiển thị", "Còn lại 127 dòng"; but "Còn lại: 12 hồ sơ" is a sum, and so may be
    "Hộ khác: 12" and "12 hộ khác"."""
    told, counts_rows = _told(words), not _GRID_KINDS.isdisjoint(words)
    if not told.isdisjoint(_FIRST | _ONLY):
        return False
    if told & _NOT and told & (_SHOWN | _HIDDEN):
        return True
    if set(behind) & _MORE - {"con lai"} and (counts_rows or told.isdisjoint(_KINDS) or words[0] != _COUNT or "nua" in behind):
        return True
    return counts_rows and (bool(told & (_HIDDEN | _MORE)) or words[0] in ("con", "them") or "them" in words[:3])


def _is_counted_button(words: list[str]) -> bool:
    """ "Load more (117)", "Xem thêm (117)", "Xem thêm 117 hồ sơ"."""
    place = words.index(_COUNT)
    button, kind = words[:place], words[place + 1 :]
    is_button = len(button) > 1 and set(button) <= _BUTTON - _GRID_KINDS and bool({"them", "more"} & set(button[1:]))
    return is_button and (not kind or (len(kind) == 1 and kind[0] in _KINDS))


def _is_limit(words: list[str]) -> bool:
    """ "Chỉ hiển thị 1.000 dòng đầu tiên", "Results limited to 500 rows"; "Chỉ có 12 người" is a total, "Tối đa 5 người" anything."""
    told = _told(words)
    is_part = bool(told & _ONLY and told & (_SHOWN | _HIDDEN))
    may_hold = told & _OFFICE_KINDS and not told & (_GRID_KINDS | _SHOWN)
    return bool(told & _KINDS) and (is_part or bool(told & (_FIRST - _MOST if may_hold else _FIRST) or told & _CUT))


def _told(words: list[str]) -> set[str]:
    """The words that speak of the list; what is said of cards or dossiers may be said of themselves."""
    told = set(words)
    return told - _OFFICE_WORDS if told & _OFFICE_KINDS else told


def _says_that_it_goes_on(words: list[str]) -> bool:
    """ "Xem thêm" fetches rows, "Thêm dòng" adds one."""
    told = set(words)
    if told <= _BUTTON and told & {"them", "more"} and len(words) > 1:
        return not (words[0] == "them" and told - {"them"} <= _GRID_KINDS)
    if told & _GOES_ON or words[:1] == ["xem tiep"]:
        return True
    is_cut = told & _CUT and (told & _LISTS or not told & (_OFFICE_KINDS | {"cat"}))
    return bool(is_cut) or bool(told & _IN_PART and told & (_SHOWN | _KINDS))
