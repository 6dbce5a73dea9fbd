"""Contract of a source: what its columns are called, which of them it must have, and how its lists are told from others."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Column:
    """One column of a source.

    ``header`` is the Vietnamese heading that findings show when the file has none; ``synonyms`` are further headings,
    written as officers write them (any case, accents or not: the reader compares folded keys). A synonym with " > " names
    a parent heading too. ``personal`` values are masked wherever they are shown. ``reader_only`` columns are known, so
    that they are no surprise (F09), but nothing reads them. ``synonyms_first``: the header is general ("Từ ngày"), and where a synonym
    ("Hạn thẻ từ") stands beside it, that one is the column. ``blank``: what a blank cell means, for the documentation.
    """

    name: str
    header: str
    synonyms: tuple[str, ...] = ()
    description: str = ""
    unit: str | None = None
    personal: bool = False
    reader_only: bool = False
    blank: str = ""
    synonyms_first: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        return (self.header, *self.synonyms)

    @property
    def ranked_headings(self) -> tuple[tuple[int, str], ...]:
        """The headings with their ranks: the lower goes before."""
        first = len(self.synonyms) + 1 if self.synonyms_first else 0
        return ((first, self.header), *enumerate(self.synonyms, start=1))


@dataclass(frozen=True)
class Contract:
    """The columns of one source and how its lists are told from others.

    ``required``: each entry is a group of column names of which at least one must be present (F03). ``distinctive``: columns that only this
    source has; a sheet with too few required columns is still taken for this source (and held, F03) when it shows two of them, or one and a
    ``title``. ``titles``: folded phrases of a title or a sheet name that name the source. ``left_titles``: folded phrases of titles or
    sheet names whose lists are not part of the source's rows (households that left the poverty list). ``tables`` other than ``main`` are
    told apart by their own contract in ``others``.
    """

    source: str
    columns: tuple[Column, ...]
    required: tuple[tuple[str, ...], ...]
    distinctive: tuple[str, ...]
    titles: tuple[str, ...] = ()
    left_titles: tuple[str, ...] = ()
    others: tuple["Contract", ...] = ()
    #: Folded words that say nothing in a heading of this source ("hồ sơ" in a log of dossiers): see ``transforms.reading.plain_words``.
    filler_words: tuple[str, ...] = ()
    #: Folded parents, without blanks, of columns that speak of somebody else ("Chủ hộ > Số CCCD" in a list of cards), besides those that do
    #: so in every list: see ``transforms.reading.headers``.
    other_subjects: tuple[str, ...] = ()
    #: Columns that a group row, the address, the sheet name or the title may supply when the list has no such column.
    supplied: tuple[str, ...] = ()
    #: What officers answered about headings that the columns do not claim: (heading, column or None where it is not needed).
    answers: tuple[tuple[str, str | None], ...] = ()

    @property
    def lists(self) -> tuple["Contract", ...]:
        """The main list and the side lists, each by its own contract."""
        return (self, *self.others)

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """The columns of the main list, then those of the side lists."""
        return tuple(column for one in self.lists for column in one.columns)

    def __hash__(self) -> int:
        """Worked out once: a contract of hundreds of headings is the key of what is remembered of it, asked for at every cell."""
        known = self.__dict__.get("_hash")
        if known is None:
            known = hash((self.source, self.columns, self.required, self.answers))
            object.__setattr__(self, "_hash", known)
        return int(known)

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "_hash"}  # it differs in every process

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)
