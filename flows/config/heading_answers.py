"""Answers about headings that no contract knows: which of them may be kept.

Data flow: ``[columns.<source>]`` of the ward's folder, or the officer's command -> ``checked_answer`` -> ``flows.extract.headings``
"""

from typing import TYPE_CHECKING

from expectations.registry import NAMES_VI, SOURCES, source
from flows.system.errors import ChitieuError

if TYPE_CHECKING:
    from transforms.contract import Contract
    from transforms.reading.answers import HeadingAnswer

#: What stands in the place of a column for a heading that is not needed.
IGNORED = "ignored"


class HeadingError(ChitieuError):
    """An answer about a heading that cannot be kept; ``expected`` says what could be."""

    def __init__(self, sentence: str, expected: str) -> None:
        super().__init__(sentence)
        self.expected = expected


def checked_answer(source_name: str, heading: str, column: str | None) -> "HeadingAnswer":
    """The answer, its column by its name in the contract. ``column``: that name, or the Vietnamese heading of the column; None or
    "ignored" where the heading is not needed. Refused as ``HeadingError``: unknown sources and columns, headings without a letter,
    and a column for what has no heading."""
    from transforms.reading.answers import HeadingAnswer, heading_key, is_unheaded

    if source_name not in SOURCES:
        expected = "one of " + ", ".join(SOURCES)
        raise HeadingError(f"Heading '{heading}': found the source '{source_name}', expected {expected}. Name one of these.", expected)
    if not any(letter.isalpha() for letter in heading_key(heading)):
        raise HeadingError(f"Heading '{heading}': found no letter to know it by. Ask the sender for a heading.", "a heading with letters")
    name = None if column is None or column == IGNORED else _column_name(source(source_name).contract, heading, column)
    if name is not None and is_unheaded(heading):
        raise HeadingError(
            f"{heading}: a column without a heading can only be ignored, for nothing tells it next month. Ask the sender for a heading.",
            f"'{IGNORED}', for a column without a heading",
        )
    return HeadingAnswer(source_name, heading.strip(), name)


def refuse_known(source_name: str, heading: str) -> None:
    """An answer about a heading that the program knows would do nothing: that is said, not kept."""
    from transforms.reading.answers import heading_key, known_meaning
    from transforms.reading.heading_keys import SERIAL_KEYS

    known = known_meaning(source(source_name).contract, heading)
    if known is None and heading_key(heading) not in SERIAL_KEYS:
        return
    means = f"column '{known.header}'" if known is not None else "the running number"
    raise HeadingError(
        f"Heading '{heading}' ({NAMES_VI[source_name]}): the program knows it already as {means}, and an answer never changes that. "
        "If a list has it twice, ask the sender to name the second column otherwise.",
        "a heading that the program does not know yet",
    )


def _column_name(contract: "Contract", heading: str, column: str) -> str:
    from transforms.reading.answers import answerable_columns, heading_key

    columns = answerable_columns(contract)
    wanted = heading_key(column)
    found = next((one.name for one in columns if column == one.name or (wanted and wanted == heading_key(one.header))), None)
    if found is not None:
        return found
    listed = ", ".join(f"{one.name} ({one.header})" for one in columns)
    expected = f"'{IGNORED}' or one of these columns: {listed}"
    raise HeadingError(f"Heading '{heading}' ({NAMES_VI[contract.source]}): found the column '{column}', expected {expected}.", expected)
