"""Cards that are given up, by their holders or by their holders' deaths: what a movement, a day of death, a group row, the name or title of
the list, a note in its column or on a cell, or the words behind a name or a place say of a row.

Data flow: rows as sent, their lists -> ``is_given_up`` -> Boolean. A row that it marks is stopped and told (H11), never dropped.
"""

from collections.abc import Sequence
from datetime import date as day_of
from functools import partial

import polars as pl

from transforms.cleaning.deaths import note_says_holder_died, says_holder_died, says_so_behind
from transforms.cleaning.steps import ORDINAL, from_group_rows, from_titles, words_for_blank_as_null
from transforms.reading.model import Table
from transforms.vietnamese.date_forms import RECENT_YEARS
from transforms.vietnamese.dates import date
from transforms.vietnamese.text import clean_text, fold, if_any, says

#: How a folded group row of a list of changes begins, before "tang" or "giam".
_CHANGES = rf"{ORDINAL}(?:phan |muc )?(?:danh sach )?(?:bao )?"
#: Other words that are "giam" once folded (giám định, giám đốc, giám hộ), and what goes down that is no list of cards.
_OTHER_GIAM = r"\bgiam (?:dinh|doc|sat|ho|thi|khao|(?:\d+ )?(?:ngheo|muc|tru|tien|so tien|dong|ty le|ti le|gia))\b"
_GIVEN_UP_GROUP = rf"{_CHANGES}(?:giam\b|(?:nguoi )?(?:da )?(?:chet|tu vong)\b|(?:nguoi )?da mat$)"

#: What the folded name of a sheet or the title of a list says of all its rows: its words for them, then what became of them.
_OF_ALL = (
    r"(?:(?:ds|chi tiet|tong hop|cac|nhung|nguoi|truong hop|doi tuong|ca nhan|the|bhyt|bao hiem y te|tham gia|co|da|bi|de nghi|phai|can) )*"
)
_BECAME = (
    r"(?:bao giam|giam|chet|tu vong|qua doi|bao tu|khai tu|(?:tra(?: lai)?|huy|cat|thu) the|thu hoi|cat giam|da mat$|nguoi (?:da )?mat\b)"
)
#: A title of a list says it anywhere, of whatever people; the name of a sheet, and any other line above the list, where it begins.
_LIST_OF = r"(?:danh sach|ds|bieu|bang|bang ke|so theo doi|bao cao)"
_GIVEN_UP_TITLE = (
    rf"{ORDINAL}(?:{_LIST_OF} )?{_OF_ALL}{_BECAME}\b"
    rf"|{ORDINAL}{_LIST_OF} (?:.* )?"
    r"(?:bao giam|da chet|nguoi chet|tu vong|qua doi|thu hoi the|the (?:bi |da )?thu hoi|giam (?:the|trong|thang))\b"
)
#: Titles of lists that hold others too, deny it, or speak of other people or things than the holders and their cards.
_OTHER_TITLE = (
    r"\b(?:tang|khong|chua|loai|ngoai|sau khi|truoc khi|da tru|tru (?:nguoi|cac|truong)|than nhan|vo|chong|cha|me|mai tang|ghi)\b"
    rf"|{_OTHER_GIAM}"
    r"|\bmat (?:the|suc|viec|bhyt|so)\b|\bthu hoi (?:no|tien|von)\b"
    r"|\b(?:cap|giao|phat)(?: va)? tra the\b|\btra the (?:bhyt )?(?:cho|tan|den)\b"
)

#: Words of a note that give a card up, and those that only sound so.
_GIVEN_UP = (
    r"\b(?:bao giam|giam the|giam han|cat (?:giam|the)|thu hoi the|(?:dung|ngung|thoi) tham gia)\b"
    r"|^giam (?:do |vi )?(?:chuyen|chet|tu vong|cat|khong tham gia|dung|ngung|het han)\b"
    r"|\b(?:tra|huy|thu)(?: lai)? the\b|\bthe (?:bhyt )?(?:da |bi )*(?:thu hoi|huy|thu lai)\b|^(?:da |bi )*thu hoi$"
    r"|\btv (?:ngay )?\d{1,2} \d{1,2} \d{2,4}\b|\btv (?:ngay|thang|nam) \d"
)
_NOT_GIVEN_UP = (
    r"\b(?:khong|chua|nham|huy) (?:bi )?(?:bao giam|giam|dung|ngung|thoi|cat|thu|tra|huy)\b(?: hoi| lai)?(?: the)?|\bdong thoi\b"
    r"|\bbao giam (?:muc|tien|luong|dong|nham|ty le|ti le)\b"
    r"|\bbao giam (?:o |tai )?(?:noi (?:cu|di|khac|truoc)|don vi cu|dia phuong cu|cong ty cu)\b"
    r"|\btra (?:lai )?the (?:bhyt )?(?:tan|tai nha|den|theo|qua|cho (?:nguoi|dan|ong|ba|chu|gia dinh|ho|khach|hoc sinh))\b"
    r"|\b(?:cap|giao|phat)(?: va)? tra the\b|\b(?:tra|huy|thu|thu hoi)(?: lai)? the (?:bhyt )?(?:cu|giay)\b"
)
#: What stands where a list has a column for the day of death and the holder lives.
_ALIVE = ("con song", "song", "chua chet", "chua mat", "khong chet", "0", "false")

#: Who wrote a note on a cell, and when, in the lines above its text: a name and a moment, or "Cán bộ:".
_AUTHOR = r"^\s*(?:(?:[^\n]{1,80}\n+)?\d{4}-\d\d-\d\dT[\d:.]{5,20}Z?\s+)?(?:[^:\n]{1,60}:[ \t]*\n)?"


def is_given_up(text: pl.DataFrame, tables: Sequence[Table], month_end: day_of) -> pl.Series:
    """For every row of ``text`` (cleaned, columns as sent) whether its card is given up. A death after ``month_end`` is none yet; one
    that cannot be read is one: the cell says that somebody died."""
    stated = from_group_rows(tables, pl.when(_group_says_so()).then(True).when(_group_denies()).then(False))["value"]
    whole_lists = from_titles(tables, _title_says_so(pl.col("text")))
    note, name = pl.col("note"), pl.col("full_name")
    found = text.select_seq(
        (_moves_out(pl.col("movement")) | _has_died(pl.col("death_date"), month_end)).alias("by_column"),
        (says_holder_died(note, name) | _note_gives_up(note)).alias("by_note"),
        pl.any_horizontal(says_so_behind(pl.col(place)) for place in ("residential_group", "address")).alias("by_place"),
    )
    by_list = stated.fill_null(whole_lists).fill_null(False)
    return (found["by_column"] | found["by_note"] | found["by_place"] | by_list | _noted_on_cells(tables)).alias("is_given_up")


def _noted_on_cells(tables: Sequence[Table]) -> pl.Series:
    """For every row whether a note on one of its cells says so, whatever the column. Few sheets have any."""
    parts = []
    for table in tables:
        notes = pl.DataFrame(table.cell_notes, schema={"row_number": pl.Int64, "text": pl.String}, orient="row")
        if notes.height:
            whole, own = clean_text(pl.col("text")), clean_text(pl.col("text").str.replace(_AUTHOR, ""))
            notes = notes.filter(pl.any_horizontal(ends(text) for text in (whole, own) for ends in (note_says_holder_died, _note_gives_up)))
        parts.append(table.frame["row_number"].cast(pl.Int64).is_in(notes["row_number"].implode()))
    return pl.concat(parts)


def _group_says_so() -> pl.Expr:
    words = fold(pl.col("text"))
    return says(words, _GIVEN_UP_GROUP) & ~says(words, _OTHER_GIAM)


def _group_denies() -> pl.Expr:
    return says(fold(pl.col("text")), rf"{_CHANGES}tang\b")


def _title_says_so(title: pl.Expr) -> pl.Expr:
    """True or null: a list that mixes cards that come and go ("Tăng, giảm") says nothing of a row."""
    words = fold(title)
    return pl.when(says(words, _GIVEN_UP_TITLE) & ~says(words, _OTHER_TITLE)).then(True)


def _moves_out(movement: pl.Expr) -> pl.Expr:
    return says(fold(words_for_blank_as_null(movement)), r"^g[a-z]{1,2}$|\bgiam\b|\bchet\b|\btu vong\b")


def _has_died(day: pl.Expr, month_end: day_of) -> pl.Expr:
    return if_any(words_for_blank_as_null(day), partial(_is_day_of_death, month_end=month_end), pl.Boolean).fill_null(False)


def _is_day_of_death(said: pl.Expr, month_end: day_of) -> pl.Expr:
    """Null where nothing is said."""
    is_alive = fold(said).is_in(_ALIVE).fill_null(False)
    return pl.when(said.is_not_null()).then(~is_alive & (date(said, RECENT_YEARS) <= month_end).fill_null(True))


def _note_gives_up(note: pl.Expr) -> pl.Expr:
    """Whether a note gives the card up ("Báo giảm từ 01/7/2026"); not where an amount goes down, where it denies, or where the card goes to
    its holder."""
    return if_any(note, _says_it_gives_up, pl.Boolean).fill_null(False)


def _says_it_gives_up(note: pl.Expr) -> pl.Expr:
    return fold(note).str.replace_all(_NOT_GIVEN_UP, " ").str.contains(_GIVEN_UP)
