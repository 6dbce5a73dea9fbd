"""Suggestions: what a column of unknown heading looks like by its values: told to the officer, never taken.

Only values decide here, on a sample of the filled cells, and only columns of the contract that no heading has claimed are
suggested. Dates look alike: which of them one is follows from the order in which they must stand (a card is not valid to a day before
the one it is valid from) and, for birth dates, from years in which no card was valid nor a dossier received.

Data flow: header + rows of data + unknown columns -> share of cells that look like each free column -> Suggestion
"""

from collections.abc import Callable, Sequence

import polars as pl

from transforms.contract import Column
from transforms.reading.headers import Header
from transforms.reading.model import Suggestion
from transforms.vietnamese import dates, identifiers
from transforms.vietnamese.text import clean_text, fold

LEAST_LIKENESS = 0.8
LEAST_CELLS = 5
SAMPLE_CELLS = 500
_LEAST_TOLD = 2
#: Unknown columns whose values are looked at: a hundred questions are more than an officer reads.
_MOST_COLUMNS = 100

#: Nothing that is sent here happened before this year, births apart.
_FIRST_RECENT_YEAR = 2005
_LEAST_BORN_BEFORE = 0.2
#: A list names many people, or is no list of people: officials who handled the rows come again and again.
_LEAST_DISTINCT_NAMES = 0.3
#: Family names of some 97 % of the population, folded.
_FAMILY_NAMES = (
    *("nguyen", "tran", "le", "pham", "hoang", "huynh", "phan", "vu", "vo", "dang", "bui", "do", "ho", "ngo", "duong", "ly", "dao", "doan"),
    *("dinh", "trinh", "truong", "lam", "mai", "luong", "luu", "ha", "cao", "ta", "to", "tong", "chu", "thai", "quach", "phung", "vuong"),
    *(
        "khuc",
        "kieu",
        "la",
        "lai",
        "nghiem",
        "nong",
        "phi",
        "quan",
        "than",
        "tieu",
        "tang",
        "ton",
        "trieu",
        "au",
        "bach",
        "can",
        "cu",
        "dam",
    ),
    *("dau", "diep", "giang", "giap", "hua", "khong", "lu", "mac", "ma", "ninh", "nhu", "ong", "thach", "thieu", "tu", "vi", "y", "h"),
)
_NAME = r"^\p{Lu}[\p{L}'’]{0,6}(?: \p{Lu}[\p{L}'’\-]{0,8}){1,5}$"
_WHOLE_NUMBER = r"^\s*[0-9]{1,7}(?:[.,][0-9]+)?\s*$"
_YEAR = r"(?:19|20)[0-9]{2}|9999"
_LONG_NUMBER = r"[0-9]{9,}"
_LONGEST_DATE = 40
_MONTH = r"^\s*\D{0,7}[0-9]{1,2}\s*[/.\-]\s*[0-9]{4}\s*$|^\s*(?:19|20)[0-9]{2}[/.\-]?(?:0[1-9]|1[0-2])\s*$"
_GROUP = r"^(?:to dan pho|to dp|tdp|khu dan cu|kdc|khu pho|thon|xom)\b|^to (?:so )?[0-9]"
_PLACE = r"\b(?:phuong|xa|p|tdp|to dan pho|khu dan cu|kdc|khu|thon|xom|thi xa|tx|thanh pho|tp)\b"

#: Words of a code list, folded: column of a contract -> what its cells say. "status" is that of dossiers and of participations.
_WORDS = {
    "sex": r"^(?:nam|nu|male|female)$",
    "insurance_kind": r"bat buoc|tu nguyen|that nghiep|^bhtn$|^bhxh (?:bb|tn)$",
    "status": (
        r"^(?:dang (?:dong|tham gia)|(?:tam )?(?:dung|ngung) dong|tam dung|(?:dang )?bao luu|(?:da )?(?:nghi |huong luong )?huu(?: tri)?$|"
        r"(?:da )?huong .*(?:mot|1) lan|(?:moi|da|dang|cho|duoc|khong|yeu cau|tu choi|cong dan|ho so)? ?.{0,12}"
        r"(?:tiep nhan|xu ly|giai quyet|bo sung|tra ket qua|rut ho so|hoan thanh|ky duyet)(?: xong| giay to| ho so)?$)"
    ),
    "classification": r"^(?:ho )?(?:can )?ngheo$|^(?:hn|cn)$|^(?:ho )?thoat (?:can )?ngheo$",
    "relation": (
        r"^(?:chu ho|vo|chong|con(?: (?:de|dau|re|trai|gai|nuoi|dau re))?|bo|me|cha|chau(?: (?:noi|ngoai))?|ong|ba|anh|chi|em|anh chi em)$"
    ),
    "channel": r"truc tiep|truc tuyen|buu chinh|buu dien|^bcci$",
    "area": rf"{_GROUP}|^(?:phuong|xa|p)\b",
}
#: Column -> those that it may not be earlier than.
_NOT_BEFORE = {
    "valid_to": ("valid_from",),
    "due_at": ("received_at",),
    "finished_at": ("received_at",),
    "returned_at": ("received_at", "finished_at"),
    "to_month": ("from_month",),
}
#: Columns that others already tell.
_TOLD_BY = {
    "birth_date": ("birth_date_male", "birth_date_female"),
    "phone": ("address_and_phone",),
    "address": ("address_and_phone",),
    "classification": ("poor_mark",),
}


def suggested(header: Header, rows: pl.DataFrame, unknown: Sequence[tuple[int, str, str]]) -> tuple[Suggestion, ...]:
    """For each unknown column (position, heading, Excel letter) at most one column of the contract, and each of those once.

    ``rows``: rows of data alone, columns ``c0``, ``c1``, …. The likelier goes first, of equals the required column, then the contract's
    order.
    """
    free = _free_columns(header)
    found = [
        (-likeness, rank, place, Suggestion(heading, letter, column.name, likeness, column.header))
        for place, heading, letter in unknown[:_MOST_COLUMNS]
        if f"c{place}" in rows.columns
        for (rank, column), likeness in zip(enumerate(free), _likenesses(free, header, rows, place), strict=True)
        if likeness >= LEAST_LIKENESS
    ]
    chosen: dict[int, Suggestion] = {}
    for _, _, place, suggestion in sorted(found, key=lambda one: one[:3]):
        if place not in chosen and all(suggestion.column != other.column for other in chosen.values()):
            chosen[place] = suggestion
    return tuple(chosen[place] for place in sorted(chosen))


def goes_on(header: Header, rows: pl.DataFrame) -> bool:
    """Whether rows without headings look like those of the list under ``header``: every required column by which rows can be told, two at
    least, looks as it should in its own place."""
    columns = [header.contract.column(name) for group in header.contract.required for name in group if name in header.positions]
    told = [column for column in columns if column.name in _LOOKS or column.name in _DATED]
    places = [header.positions[column.name] for column in told]
    if len(told) < _LEAST_TOLD or any(f"c{place}" not in rows.columns for place in places):
        return False
    return all(_likenesses([column], header, rows, place)[0] >= LEAST_LIKENESS for column, place in zip(told, places, strict=True))


def _free_columns(header: Header) -> list[Column]:
    """Columns with a look that no heading has claimed, required ones first."""
    contract = header.contract
    required = {name for group in contract.required for name in group}
    free = [
        column
        for column in contract.columns
        if (column.name in _LOOKS or column.name in _DATED)
        and not column.reader_only
        and not any(name in header.positions for name in (column.name, *_TOLD_BY.get(column.name, ())))
    ]
    return sorted(free, key=lambda column: column.name not in required)


def _likenesses(columns: Sequence[Column], header: Header, rows: pl.DataFrame, place: int) -> list[float]:
    """The share 0-1 of the sampled cells that look like each column; zeros where too few are filled."""
    filled = rows.filter(pl.col(f"c{place}").is_not_null())
    if filled.height < LEAST_CELLS or not columns:
        return [0.0] * len(columns)
    sample = filled.gather_every(-(-filled.height // SAMPLE_CELLS))
    cells = sample.select_seq(pl.col(f"c{place}").alias("cell"))
    is_dated = cells.select_seq(_has_year(pl.col("cell")).mean()).item() >= LEAST_LIKENESS
    if is_dated:  # dates are dear to read: once, and only where there are some
        cells = pl.concat([_with_dates(cells), _known_moments(sample, header)], how="horizontal")
    looks = [_look(column.name, cells.columns, is_dated=is_dated).fill_null(False).mean().alias(column.name) for column in columns]
    return [round(float(share), 2) for share in cells.select_seq(looks).row(0)]


def _look(name: str, known: Sequence[str], *, is_dated: bool) -> pl.Expr:
    if name not in _DATED:
        return _LOOKS[name](pl.col("cell"))
    return _DATED[name] & _in_order(name, known) if is_dated else pl.lit(False)


# --- looks: Boolean per cell --------------------------------------------------------------------------------------------
def _like_personal_id(e: pl.Expr) -> pl.Expr:
    value = identifiers.personal_id(e).struct.field("value")
    return identifiers.is_known_province(value) & identifiers.birth_year(value).is_between(1900, 2100)


def _like_insurance_number(e: pl.Expr) -> pl.Expr:
    """Ten digits that are no phone number; lost zeros are not guessed at, for nine digits may be an old identity card."""
    return identifiers.digits(e).str.contains("^[0-9]{10}$") & identifiers.phone(e).is_null()


def _like_name(e: pl.Expr) -> pl.Expr:
    text = clean_text(e)
    is_name = text.str.contains(_NAME) & fold(text).str.extract("^([a-z]+)").is_in(_FAMILY_NAMES)
    return is_name & (text.n_unique() >= _LEAST_DISTINCT_NAMES * pl.len())


def _like_group(e: pl.Expr) -> pl.Expr:
    return fold(e).str.contains(_GROUP) & (e.str.len_chars() <= 40) & ~e.str.contains(",", literal=True)


def _like_address(e: pl.Expr) -> pl.Expr:
    return fold(e).str.contains(_PLACE) & e.str.contains(",", literal=True)


def _like_words(pattern: str) -> Callable[[pl.Expr], pl.Expr]:
    return lambda e: fold(e).str.contains(pattern)


_LOOKS: dict[str, Callable[[pl.Expr], pl.Expr]] = {
    "personal_id": _like_personal_id,
    "social_insurance_number": _like_insurance_number,
    "card_number": lambda e: identifiers.card_number(e).struct.field("last_ten").is_not_null(),
    "phone": lambda e: identifiers.phone(e).is_not_null(),
    "dossier_code": lambda e: identifiers.dossier_code(e).is_not_null(),
    "procedure_code": lambda e: identifiers.procedure_code(e).is_not_null(),
    "object_code": lambda e: e.str.contains(r"^\s*[A-Z]{2}\s*$"),
    "indicator_code": lambda e: e.str.contains(r"^\s*[A-Z]{2}[0-9]{2}\s*$"),
    "residential_group": _like_group,
    "address": _like_address,
    **dict.fromkeys(("full_name", "head_name", "member_name", "applicant_name"), _like_name),
    **{name: _like_words(pattern) for name, pattern in _WORDS.items()},
}

# --- looks of dates: Boolean per row of a sample that was read as dates ---------------------------------------------------
_IS_BIRTH = pl.col("birth").is_not_null() & (
    (pl.col("birth").dt.year() < _FIRST_RECENT_YEAR).sum() >= _LEAST_BORN_BEFORE * pl.col("birth").count()
)
_IS_RECENT = pl.col("day").dt.year() >= _FIRST_RECENT_YEAR
#: A month, or the first day of one, as real date cells have it.
_IS_MONTH = pl.col("month").is_not_null() | (pl.col("day").dt.day() == 1)
_DATED: dict[str, pl.Expr] = {
    "birth_date": _IS_BIRTH,
    **dict.fromkeys(("valid_from", "valid_to", "received_at", "due_at", "finished_at", "returned_at", "decision_date"), _IS_RECENT),
    **dict.fromkeys(("month", "from_month", "to_month"), _IS_MONTH),
}


def _has_year(e: pl.Expr) -> pl.Expr:
    """A year in a short text without a long number: what every date has, and few other cells."""
    return e.str.contains(_YEAR) & ~e.str.contains(_LONG_NUMBER) & (e.str.len_chars() <= _LONGEST_DATE)


def _with_dates(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells with ``day``, ``birth`` and ``month``, as far as they are one; numbers that could be amounts or Excel's day numbers are
    none."""
    cell = pl.col("cell")
    shaped = pl.when(_has_year(cell) & ~cell.str.contains(r"^\s*[0-9]{5,7}\s*$")).then(cell)
    return cells.with_columns_seq(
        dates.date(pl.when(~cell.str.contains(_WHOLE_NUMBER)).then(shaped)).alias("day"),
        dates.birth_date(shaped).struct.field("date").alias("birth"),
        dates.month(pl.when(cell.str.contains(_MONTH)).then(cell)).alias("month"),
    )


def _known_moments(sample: pl.DataFrame, header: Header) -> pl.DataFrame:
    """What the columns that dates are held against say on the same rows, where they were found."""
    names = {*_NOT_BEFORE, *(name for earlier in _NOT_BEFORE.values() for name in earlier)} & set(header.positions)
    return sample.select_seq(
        _moment(pl.col(f"c{header.positions[name]}")).alias(name)
        for name in sorted(names)
        if f"c{header.positions[name]}" in sample.columns
    )


def _moment(e: pl.Expr) -> pl.Expr:
    return pl.coalesce(dates.date(pl.when(~e.str.contains(_WHOLE_NUMBER)).then(e)), dates.month(pl.when(e.str.contains(_MONTH)).then(e)))


def _in_order(name: str, known: Sequence[str]) -> pl.Expr:
    """Whether the cell is not earlier than those it must follow, nor later than those that must follow it; true where either is unread."""
    own = pl.coalesce("day", "month")
    kept = [pl.col(other) <= own for other in _NOT_BEFORE.get(name, ()) if other in known]
    kept += [own <= pl.col(other) for other, earlier in _NOT_BEFORE.items() if name in earlier and other in known]
    return pl.all_horizontal(part.fill_null(True) for part in kept) if kept else pl.lit(True)
