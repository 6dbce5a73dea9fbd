"""Answers about headings: what officers answered about headings that no contract column claims, added to the contracts.

An answer belongs to one source. It names the column that a heading means, or says that the heading is not needed. It wins over
nothing: a heading that the contract knows keeps its meaning, and a column that a known heading has claimed stays with it.

Data flow: answers (ward's folder, database) + contracts -> contracts that know the headings
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from transforms.contract import Column, Contract
from transforms.reading.heading_keys import SERIAL_KEYS, Keys, fold_keys, heading_index

#: As long as a heading may be to be looked at.
LONGEST_HEADING = 400
_UNHEADED = re.compile(r"\(cột [A-Z]{1,3} không có tiêu đề\)")


@dataclass(frozen=True)
class HeadingAnswer:
    """``heading`` as the finding shows it, parents first ("Thời hạn > Từ"); ``column`` of the contract, None where it is not needed."""

    source: str
    heading: str
    column: str | None

    @property
    def key(self) -> str:
        return heading_key(self.heading)


def heading_key(heading: str) -> str:
    """The key under which a heading is remembered: folded, without blanks and without the signs between parents; "" if nothing is left."""
    phrase = _phrase(heading)
    return fold_keys([phrase])[phrase][:LONGEST_HEADING]


def is_unheaded(heading: str) -> bool:
    """Whether this is what a column without any heading is called: it may be told not needed, but nothing can be read from it."""
    return _UNHEADED.fullmatch(heading.strip()) is not None


def answerable_columns(contract: Contract) -> tuple[Column, ...]:
    """The columns, side lists included, that an answer may name: those that something reads."""
    columns = {column.name: column for column in contract.all_columns}
    return tuple(column for column in columns.values() if not column.reader_only and column.name != "serial_number")


def known_meaning(contract: Contract, heading: str) -> Column | None:
    """The column, side lists included, that goes by the heading already; None if the heading is news, or only the running number's."""
    for one in contract.lists:
        names = _claims(one, heading)
        if names:
            return one.column(names[0])
    return None


def with_answers(contracts: Sequence[Contract], answers: Iterable[HeadingAnswer]) -> tuple[Contract, ...]:
    """The contracts, each with the answers about its source. Of two answers about one heading the later wins.

    Left out without a word: answers about headings that the contract knows by now, about columns that it has no more, and about
    sources that there are not; a newer program may have learnt what an officer once had to say.
    """
    latest = {(answer.source, answer.key): answer for answer in answers}
    return tuple(_answered(contract, [one for one in latest.values() if one.source == contract.source]) for contract in contracts)


def _answered(contract: Contract, answers: list[HeadingAnswer]) -> Contract:
    if not answers:
        return contract
    allowed = {column.name for column in answerable_columns(contract)}
    useful = [answer for answer in answers if answer.column is None or answer.column in allowed]
    others = tuple(replace(other, answers=_own(other, useful)) for other in contract.others)
    return replace(contract, answers=_own(contract, useful), others=others)


def _own(contract: Contract, answers: list[HeadingAnswer]) -> tuple[tuple[str, str | None], ...]:
    """The answers that concern this list, as (heading in one phrase, column)."""
    names = {column.name for column in contract.columns}
    return tuple(
        (_phrase(answer.heading), answer.column)
        for answer in answers
        if (answer.column is None or answer.column in names) and answer.key and not _is_known(contract, answer)
    )


def _is_known(contract: Contract, answer: HeadingAnswer) -> bool:
    return answer.key in SERIAL_KEYS or bool(_claims(contract, answer.heading))


def _claims(contract: Contract, heading: str) -> list[str]:
    """The columns that claim the heading, the closest name first."""
    path = tuple(_parts(heading))
    index = heading_index(replace(contract, answers=()))
    return [name for candidate in Keys([list(path)]).names(path) for _, name in sorted(index.get(candidate, ()))] if path else []


def _parts(heading: str) -> list[str]:
    return [part.strip() for part in heading[:LONGEST_HEADING].split(">") if part.strip()]


def _phrase(heading: str) -> str:
    """Parents and leaf in one line; a part that repeats the one above it (cells unmerged by hand) counts once, as it does in a sheet."""
    parts = _parts(heading)
    keys = fold_keys(parts)
    return " ".join(part for place, part in enumerate(parts) if place == 0 or keys[part] != keys[parts[place - 1]])
