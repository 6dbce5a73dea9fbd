"""Proposals: what a cell that broke a rule was perhaps meant to say: the nearest known word, the day with its month exchanged, what the
same person or dossier said last month. Nothing is applied here; where two values are equally near there is none.

Data flow: rows as sent, the same people's rows of last month, known words -> ``candidates`` -> who judges them
(``flows.pipeline.proposals``) -> ``sole``
"""

import re
from collections.abc import Collection, Mapping

import polars as pl

from transforms.vietnamese.identifiers import dossier_code, personal_id, social_insurance_number
from transforms.vietnamese.text import fold, fold_text

NEAREST, SWAPPED, LAST_MONTH = "nearest_word", "days_swapped", "last_month"
CANDIDATE_SCHEMA = {"finding": pl.Int64, "column_name": pl.String, "before": pl.String, "after": pl.String, "why": pl.String}
#: Shorter texts (codes of two letters) are near to everything.
LEAST_LETTERS = 4
#: What stays with a person or a dossier from month to month; states and validity change and people move, so last month's say nothing.
STEADY = frozenset(
    {
        *("personal_id", "social_insurance_number", "card_number", "birth_date", "sex"),
        *("procedure_code", "received_at", "due_at"),
    }
)
_TYPED_DAY = r"^\s*(\d{1,2})([/.\-])(\d{1,2})([/.\-]\d{4}.*)$"


def nearest_word(text: str, words: Mapping[str, str]) -> str | None:
    """The value of the nearest of ``words`` (a way of writing -> the value it stands for); None where none is near, or two values are.

    Near is one slip of the pen at most, accents aside, and none in the first letter of a word: with two "Đồng Ngoài" would be "Đông Nam",
    another place. A number is never guessed: the digits of the text and of the word must be the same ones.
    """
    asked = _plain(text)
    if len(asked.replace(" ", "")) < LEAST_LETTERS:
        return None
    near: dict[int, set[str]] = {}
    for word, value in words.items():
        known = _plain(word)
        if _frame_of(known) == _frame_of(asked) and (slips := _slips(asked, known)) is not None:
            near.setdefault(slips, set()).add(value)
    nearest = near[min(near)] if near else set()
    return nearest.pop() if len(nearest) == 1 else None


def _plain(text: str) -> str:
    """Folded, and a number apart from its word and without idle zeros: "tdp03" and "tdp 3" are one."""
    return re.sub(r"\d+", lambda number: number[0].lstrip("0") or "0", re.sub(r"(?<=[a-z])(?=\d)", " ", fold_text(text)))


def _frame_of(text: str) -> list[str]:
    """What a slip of the pen leaves as it is: the first letter of each word, and every number."""
    return [word if word.isdigit() else word[0] for word in text.split()]


def _slips(one: str, other: str) -> int | None:
    """0 where the texts are alike; 1 for one letter more, less or another, or two changed places; None for more."""
    if one == other:
        return 0
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, other_rest = one[start:], other[start:]
    swapped = rest[:2] == other_rest[1::-1] and len(rest) > 1 and rest[2:] == other_rest[2:]
    is_one = swapped or rest[1:] == other_rest[1:] or rest[1:] == other_rest or rest == other_rest[1:]
    return 1 if is_one else None


def with_days_swapped(e: pl.Expr) -> pl.Expr:
    """A typed day with its month exchanged ("05/31/2026" -> "31/05/2026"); null where that is no other day, or no day at all."""
    day, month = (e.str.extract(_TYPED_DAY, place).cast(pl.Int32, strict=False) for place in (1, 3))
    put_right = pl.format(
        "{}{}{}{}",
        month.cast(pl.String).str.zfill(2),
        e.str.extract(_TYPED_DAY, 2),
        day.cast(pl.String).str.zfill(2),
        e.str.extract(_TYPED_DAY, 4),
    )
    return pl.when((day <= 12) & (month <= 31) & (day >= 1) & (day != month)).then(put_right)


def candidates(
    rows: pl.DataFrame,
    last: pl.DataFrame,
    columns: Collection[str],
    *,
    dates: Collection[str],
    words: Mapping[str, Mapping[str, str]],
) -> pl.DataFrame:
    """``CANDIDATE_SCHEMA``: every value that a cell of ``columns`` might have been meant to say.

    ``rows``: finding and the texts of its row; ``last``: finding and the texts of the same person's or dossier's row of last month;
    ``words``: column -> what it may say.
    """
    there = [name for name in columns if name in rows.columns]
    found = [
        *(_changed(rows, name, with_days_swapped(pl.col(name)), SWAPPED) for name in there if name in dates),
        *(_changed(rows, name, _nearest(rows[name], words[name]), NEAREST) for name in there if words.get(name)),
        *(_of_last_month(rows, last, name) for name in there if name in STEADY and name in last.columns),
    ]
    return pl.concat([pl.DataFrame(schema=CANDIDATE_SCHEMA), *found]).unique(["finding", "column_name", "after"], keep="first")


def sole(judged: pl.DataFrame) -> pl.DataFrame:
    """Of each finding's candidates the one that is left, where only one is: of two nobody knows which was meant."""
    return judged.filter(pl.len().over("finding") == 1).sort("finding")


def _nearest(texts: pl.Series, words: Mapping[str, str]) -> pl.Expr:
    """Each different text once."""
    known = {text: nearest_word(text, words) for text in texts.drop_nulls().unique()}
    near = {text: value for text, value in known.items() if value is not None}
    name = pl.col(texts.name)
    return name.replace_strict(near, default=None, return_dtype=pl.String) if near else pl.lit(None, dtype=pl.String)


def _changed(rows: pl.DataFrame, name: str, after: pl.Expr, why: str) -> pl.DataFrame:
    told = rows.select_seq(
        pl.col("finding").cast(pl.Int64),
        pl.lit(name).alias("column_name"),
        pl.col(name).alias("before"),
        after.alias("after"),
        pl.lit(why).alias("why"),
    )
    return told.filter(pl.col("after").is_not_null() & (pl.col("after") != pl.col("before").fill_null("")))


def _of_last_month(rows: pl.DataFrame, last: pl.DataFrame, name: str) -> pl.DataFrame:
    both = rows.select_seq("finding", name).join(last.select_seq("finding", pl.col(name).alias("then")), on="finding", how="inner")
    return _changed(both, name, pl.col("then"), LAST_MONTH)


# --- the same one last month --------------------------------------------------------------------------------------------
def of_last_month(rows: pl.DataFrame, before: pl.DataFrame, source: str) -> pl.DataFrame:
    """Of each row (finding and texts) what the same person, dossier or figure says in ``before`` (texts): one row each, null where its rows
    differ. People are the same by one of their numbers and their name: a number alone may be somebody else's, which is the very fault.
    """
    now, then = _with_keys(rows, source), _with_keys(before, source)
    names = [name for name in before.columns if name not in ("sheet_name", "row_number", "finding")]
    keys = [name for name in ("first_key", "second_key") if name in now.columns and name in then.columns]
    pairs = [
        now.select_seq("finding", key).join(then.select_seq(key, *names), on=key, how="inner", maintain_order="left_right").drop(key)
        for key in keys
    ]
    found = pl.concat(pairs) if pairs else pl.DataFrame(schema={"finding": pl.Int64, **dict.fromkeys(names, pl.String)})
    one = [pl.when(pl.col(name).n_unique() == 1).then(pl.col(name).first()).alias(name) for name in names]
    return found.group_by("finding", maintain_order=True).agg(one)


def _with_keys(frame: pl.DataFrame, source: str) -> pl.DataFrame:
    def text(name: str) -> pl.Expr:
        return pl.col(name) if name in frame.columns else pl.lit(None, dtype=pl.String)

    if source == "dossiers":
        return frame.with_columns_seq(dossier_code(text("dossier_code")).alias("first_key"))
    if source == "department_report":
        return frame.with_columns_seq((fold(text("indicator_code")) + "|" + fold(text("area"))).alias("first_key"))
    insurance = social_insurance_number(text("social_insurance_number"))
    person = pl.coalesce(personal_id(text("personal_id")).struct.field("value"), insurance.struct.field("personal_id"))
    name = pl.lit("|") + fold(pl.coalesce(text("full_name"), text("member_name"), text("head_name")))
    return frame.with_columns_seq((person + name).alias("first_key"), (insurance.struct.field("value") + name).alias("second_key"))
