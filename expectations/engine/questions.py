"""What the judge is asked and what it answers: plain numbers and names, no frame and no cell of a list.

Data flow: masks (polars, in the asking process) -> ``Question`` -> the process of Great Expectations -> ``Reply``

Whole numbers travel as the bytes of signed 64-bit numbers in the machine's order: neither side needs the other's libraries to read them.
"""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

#: Code of the expectation that the required columns are there.
COLUMNS = "columns"


@dataclass(frozen=True)
class RuleMask:
    """One rule and where it is broken. ``broken``: positions of the rows whose mask is True, from 0, ascending; the mask is False
    elsewhere. ``failure``: why polars could not say, else empty."""

    key: str
    code: str
    severity: str
    name: str
    column: str | None
    broken: bytes = b""
    failure: str = ""


@dataclass(frozen=True)
class Question:
    """A frame as the judge sees it. ``required``: names that must be among ``columns``; ``volume``: the count of rows and its limits
    (``fewest_rows``: F07, ``most_rows``: F09); ``row_ids`` and ``row_numbers``: of every row, in order."""

    suite_name: str
    columns: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    volume: tuple[int, dict[str, int]] | None = None
    row_ids: bytes = b""
    row_numbers: bytes = b""
    rules: tuple[RuleMask, ...] = ()


@dataclass(frozen=True)
class Answer:
    """One expectation's result. ``rule``: the name that it is told apart by; ``failing_ids``: of the rows that failed, in their order;
    ``exception``: what was raised while it was evaluated, if anything."""

    rule: str
    code: str
    severity: str
    success: bool
    failing_ids: bytes = b""
    exception: str | None = None


@dataclass(frozen=True)
class Reply:
    """``delivery``: results about columns and volume; ``rows``: of the row rules, in the order asked. ``failure``: why there are none."""

    delivery: tuple[Answer, ...] = ()
    rows: tuple[Answer, ...] = ()
    failure: str = ""


def packed(numbers: Iterable[int]) -> bytes:
    return array("q", numbers).tobytes()


def unpacked(data: bytes) -> list[int]:
    numbers = array("q")
    numbers.frombytes(data)
    return numbers.tolist()
