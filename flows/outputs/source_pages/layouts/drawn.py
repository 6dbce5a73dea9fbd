"""A layout drawn as text: one line a sheet column, ``heading | cell of the first row``, and its grid as the reader would get it.

    STT                            | 1
    Họ và tên                      | Nguyễn Thị Đào
    Ngày, tháng, năm > Nhận hồ sơ  | 03/07/2026

"A > B" is a heading A merged over its columns with B below. A third cell is the technical name that stands under the heading.

Data flow: ``Drawn`` -> ``Grid`` -> ``transforms.reading`` (tests), rows of a page (documentation)
"""

from dataclasses import dataclass

import polars as pl

from transforms.reading.model import Grid

Cells = list[str | None]


@dataclass(frozen=True)
class Drawn:
    """One list: ``titles`` above its headings, ``groups``: group rows above its first row (cells from column A, "|" between them).

    ``kind``: "main", or the side list it is (``transforms.contract.Table.kind``).
    """

    sheet: str
    columns: str
    titles: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    kind: str = "main"

    @property
    def lines(self) -> list[tuple[tuple[str, ...], str | None, str | None]]:
        """Heading from the top down, example, technical name of each sheet column."""
        cells = [[cell.strip() for cell in line.split(" |")] for line in self.columns.splitlines() if line.strip()]
        padded = [[*row, "", ""][:3] for row in cells]
        return [(tuple(part for part in row[0].split(" > ") if part), row[1] or None, row[2] or None) for row in padded]

    @property
    def header_rows(self) -> list[Cells]:
        """As a sheet has them: a merged cell is filled at its upper left, the technical names in a row of their own."""
        paths = [path for path, _, _ in self.lines]
        rows: list[Cells] = [
            [None if self._is_merged(paths, place, level) else _at(path, level) for place, path in enumerate(paths)]
            for level in range(max(len(path) for path in paths))
        ]
        technical = [name for _, _, name in self.lines]
        return [*rows, technical] if any(technical) else rows

    @staticmethod
    def _is_merged(paths: list[tuple[str, ...]], place: int, level: int) -> bool:
        """The cell to the left stands over this one too."""
        own, before = paths[place], paths[place - 1] if place else ()
        return level < len(own) - 1 and before[: level + 1] == own[: level + 1]

    @property
    def first_row(self) -> Cells:
        return [example for _, example, _ in self.lines]

    def grid(self) -> Grid:
        """The sheet with its titles, headings, group rows and one row of data, three times: one row alone may look like a title."""
        width = len(self.lines)
        above: list[Cells] = [[title] for title in self.titles]
        groups: list[Cells] = [[cell.strip() or None for cell in group.split(" |")] for group in self.groups]
        rows = [*above, *self.header_rows, *groups, *self._numbered()]
        columns = [f"c{place}" for place in range(width)]
        padded = [[*row, *[None] * (width - len(row))] for row in rows]
        return Grid(self.sheet, pl.DataFrame(padded, schema=dict.fromkeys(columns, pl.String), orient="row"))

    def _numbered(self) -> list[Cells]:
        head, *rest = self.first_row
        return [[str(number), *rest] if head == "1" else self.first_row for number in range(1, 4)]


@dataclass(frozen=True, init=False)
class Layout:
    """One way in which a source is laid out: ``name`` for programs, ``title`` and ``note`` for readers, ``containers``: what it is known to
    come as (any layout is read from any container)."""

    name: str
    title: str
    lists: tuple[Drawn, ...]
    containers: str
    note: str

    def __init__(self, name: str, title: str, *lists: Drawn, containers: str, note: str) -> None:
        for field, value in (("name", name), ("title", title), ("lists", lists), ("containers", containers), ("note", note)):
            object.__setattr__(self, field, value)


def _at(path: tuple[str, ...], level: int) -> str | None:
    return path[level] if level < len(path) else None
