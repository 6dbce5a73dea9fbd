"""Rule F14: columns that a program ruined as a whole on the way: letters lost, ids cut to 32 bits, codes put out of shape.

Data flow: tables, judged rows, failures of the suite, last month's shares -> ``ruined_columns`` -> a finding a column
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import polars as pl

from expectations.deliveries.file_rules import FileFinding
from expectations.wording import percent
from transforms.reading.model import Table
from transforms.vietnamese.text import is_error

#: Rule -> the column it speaks of, and the columns of the judged frame in which something has to stand.
_JUDGED_BY: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "H05": ("card_number", ("card_number_raw",)),
    "H07": ("personal_id", ("personal_id_raw",)),
    "H09": ("residential_group", ("residential_group", "address")),
    "S07": ("personal_id", ("personal_id_raw", "birth_raw")),
    "S08": ("residential_group", ("residential_group", "address")),
    "P07": ("personal_id", ("personal_id_raw",)),
    "P08": ("residential_group", ("residential_group", "address")),
    "D08": ("procedure_code", ("procedure_code_raw",)),
}
#: F14 itself among last month's shares: the officer released a delivery of such letters. (A broken rule has a share of its own.)
RELEASED = "F14"
#: Rules whose shares of the last published month this rule asks for.
ASKED = (*_JUDGED_BY, RELEASED)
#: Columns of names and places.
_LETTERS = ("full_name", "head_name", "member_name", "applicant_name", "residential_group", "address", "address_and_phone")
#: Columns of words by which a figure counts, or which say what a row is about. Some programs write codes in them ("da_tra").
_WORDS = ("procedure_name", "field_name", "channel", "status", "insurance_kind", "classification", "relation")
#: What a list may leave blank so that nobody is known by it.
_WITHHELD = {"dossiers": frozenset(_LETTERS)}
_LEAST_ROWS = 10
_MOST_FAILING, _MOST_DAMAGED = 0.5, 0.1
#: One column may be blank because nobody fills it in.
_LEAST_BLANK = 2
#: A letter's place taken by a sign: "Nguy_n V_n T_", "V_ Th_ Oanh". Underscores for blanks stand before capitals or where no blank is.
_SIGN_IN_WORD, _SIGN_IN_CAPITALS = r"\p{L}[_?¿□]+(?:\p{Ll}|\s+\p{L})", r"\p{L}[_?¿□]+\s*\p{L}"
_CONTROL = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F\x{FFFD}]"
_SUSPECT = rf"[_?¿#□]|{_CONTROL}"
#: "#", "???", "___ __": a cell of which no letter is left; and one that says nothing, like "-".
_SIGNS_ALONE, _SOMETHING = r"^[\s.,/()#_?¿□-]+$", r"[\p{L}\p{N}#_?¿□]"
_NOTHING = r"(?i)^\W*(?:null|none|nan|nil|n/a|undefined)\W*$"
_ESCAPE = r"_x[0-9A-Fa-f]{4}_"  # how xlsx writes a control character that a cell may hold
_USUAL_CAUSE_VI = {
    "letters": "thường do chương trình xuất tệp .xls cũ hoặc sai bảng mã",
    "digits": "thường do chương trình cắt bớt chữ số (số định danh ghi thành số nguyên 32 bit) hoặc ghi sang cột khác",
    "words": "thường do chương trình xuất tệp cũ, sai bảng mã hoặc ghi sang cột khác",
}


def ruined_columns(
    tables: Sequence[Table], frame: pl.DataFrame, failures: pl.DataFrame, shares_last_month: Mapping[str, float]
) -> list[FileFinding]:
    """F14, one finding a column. ``frame``: rows as judged, ``failures``: row_id and code of the rules they break; ``shares_last_month``:
    rule -> share of the last published month's rows that broke it, empty where nothing was published. A list of fewer than ten rows with
    something in the column, or without anything in its columns of words, is too short to tell."""
    told: dict[str, FileFinding] = {}
    if RELEASED not in shares_last_month:
        for column, heading, share, signs in _with_lost_letters(tables):
            told[column] = _ruined(heading, f"{percent(share)} số ô có chữ bị thay bằng ký hiệu ({signs})", "letters")
        if headings := _blank_columns(tables):
            told["words"] = _ruined("', '".join(headings), "mọi ô đều trống, trong khi mã số và ngày vẫn còn", "letters")
    for code, (column, share) in _mostly_failing(frame, failures, shares_last_month).items():
        if not told.keys().isdisjoint(_JUDGED_BY[code][1]):
            continue  # groups are read from an address that is told already
        sent = (column, *_JUDGED_BY[code][1])
        heading = next((table.headers[name] for name in sent for table in tables if name in table.headers), column)
        kind = "digits" if column in ("personal_id", "card_number") else "words"
        told.setdefault(column, _ruined(heading, f"{percent(share)} số ô ghi giá trị sai ({code})", kind))
    return list(told.values())


def _ruined(heading: str, what_vi: str, cause: str) -> FileFinding:
    return FileFinding(
        "F14",
        "critical",
        f"Cột '{heading}' hỏng cả cột: {what_vi}. Chưa công bố gì. Nguyên nhân {_USUAL_CAUSE_VI[cause]}. "
        "Xuất lại từ phần mềm nguồn dạng .xlsx rồi gửi lại.",
    )


def _mostly_failing(frame: pl.DataFrame, failures: pl.DataFrame, shares_last_month: Mapping[str, float]) -> dict[str, tuple[str, float]]:
    """Rule -> column and share of the rows with something in it that break the rule, where that is most of them and was not last month."""
    if failures.is_empty():
        return {}
    failing = failures.filter(pl.col("rule_code").is_in(list(_JUDGED_BY)))
    out = {}
    for (code,), rows in failing.group_by("rule_code", maintain_order=True):
        column, sent = _JUDGED_BY[str(code)]
        filled = frame.filter(_something_in(frame, str(code), sent))
        broken = filled["row_id"].is_in(rows["row_id"].cast(frame.schema["row_id"]).implode()).sum()
        past = shares_last_month.get(str(code), 0.0) * frame.height
        if filled.height >= _LEAST_ROWS and broken > _MOST_FAILING * filled.height and past <= _MOST_FAILING * filled.height:
            out[str(code)] = (column, int(broken) / filled.height)
    return out


def _something_in(frame: pl.DataFrame, code: str, sent: Sequence[str]) -> pl.Expr:
    """A row without a birth date breaks S07 whatever its id; a household's finding stands on its first row alone."""
    filled = pl.any_horizontal(pl.col(name).is_not_null() for name in sent if name in frame.columns)
    if code == "S07":
        return filled & pl.col("birth_raw").is_not_null()
    return filled & pl.col("is_first_row") if code == "P08" else filled


def _with_lost_letters(tables: Sequence[Table]) -> Iterator[tuple[str, str, float, str]]:
    """Columns of which too many cells are damaged: name, heading, share, the signs that stand for letters. More than a tenth of names and
    places; half of them where no letter is left, or where codes may stand."""
    suspected = {name for table in tables for name in _suspected(table)}  # the patterns below cost more than a short list
    for column in (name for name in (*_LETTERS, *_WORDS) if name in suspected):
        own = [table for table in tables if column in table.headers and column in table.frame.columns]
        cells = pl.concat([table.frame[column].drop_nulls() for table in own])
        text = cells.str.replace_all(_ESCAPE, " ")
        with_signs = text.filter(text.str.contains(_CONTROL) | _has_signs_for_letters(text))
        without_letters = text.to_frame("text").filter(_has_no_letter(pl.col("text")))["text"]
        most = _MOST_DAMAGED if column in _LETTERS else _MOST_FAILING
        for damaged, limit in ((with_signs, most), (without_letters, _MOST_FAILING)):
            if len(cells) >= _LEAST_ROWS and len(damaged) > limit * len(cells):
                yield column, own[0].headers[column], len(damaged) / len(cells), _signs(damaged)
                break


def _blank_columns(tables: Sequence[Table]) -> list[str]:
    """Headings of the columns of names, places and words, where all of them are blank in every row and no group above a row says anything:
    the list has lost its words."""
    named = {name: table.headers[name] for table in tables for name in (*_LETTERS, *_WORDS) if name in table.headers}
    is_short = sum(table.frame.height for table in tables) < _LEAST_ROWS
    if is_short or len(named) < _LEAST_BLANK or any(table.groups.height or _says_something(table, named) for table in tables):
        return []
    return [] if named.keys() <= _WITHHELD.get(tables[0].source, frozenset()) else list(named.values())


def _says_something(table: Table, named: Iterable[str]) -> bool:
    """Whether a cell of any of these columns does; the first of them that is filled in is enough."""
    cells = (table.frame[name].drop_nulls() for name in named if name in table.frame.columns)
    return any((cell.str.contains(_SOMETHING) & ~cell.str.contains(_NOTHING)).any() for cell in cells)


def _suspected(table: Table) -> list[str]:
    names = [name for name in (*_LETTERS, *_WORDS) if name in table.headers and name in table.frame.columns]
    found = table.frame.select_seq(pl.col(names).str.contains(_SUSPECT).any()).row(0) if names else ()
    return [name for name, is_suspected in zip(names, found, strict=True) if is_suspected]


def _has_signs_for_letters(text: pl.Series) -> pl.Series:
    in_capitals = ~text.str.contains(r"\p{Ll}") & text.str.contains(_SIGN_IN_CAPITALS)
    return text.str.contains(r"\S\s+\S") & (text.str.contains(_SIGN_IN_WORD) | in_capitals)


def _has_no_letter(text: pl.Expr) -> pl.Expr:
    """Nothing but signs, or the error of a formula."""
    return (text.str.contains(_SIGNS_ALONE) & text.str.contains(_SUSPECT)) | is_error(text)


def _signs(damaged: pl.Series) -> str:
    """ "'_', '?'"; control characters have no sign of their own."""
    found = damaged.str.extract_all(_SUSPECT).explode().drop_nulls().unique(maintain_order=True)
    shown = [f"'{sign}'" for sign in found if sign in "_?¿#□\N{REPLACEMENT CHARACTER}"]
    return ", ".join(shown) if shown else "ký tự điều khiển"
