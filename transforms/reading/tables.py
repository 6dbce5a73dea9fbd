"""Tables: from the rows of a region to a table: which of them are data, and what the list says of itself.

One row of a table is one data row of the list; group rows, sums, notes and signatures are told apart from it (domain notes
§9.2) and kept beside it.

Data flow: Region -> rows by kind -> Table
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

import polars as pl

from transforms.contract import Contract
from transforms.reading.anatomy import Region, is_left, regions_of, window
from transforms.reading.grids import column_letter
from transforms.reading.headers import FREE_TEXT, Header, unheaded
from transforms.reading.heading_keys import Row, answered_keys, fold_keys
from transforms.reading.left_out import left_out, left_out_of
from transforms.reading.lines import counted_lines, lines_of, titles_above, whole_lines
from transforms.reading.lone_cells import lone_cells
from transforms.reading.model import BrokenOff, Grid, LeftAside, StatedTotal, Table
from transforms.reading.packed_rows import Unpacked, unpacked, with_rows
from transforms.reading.paging import (
    RECORDS,
    counts_rows,
    is_of_longer_list,
    pages_in_all,
    pages_of,
    records_of_as_many,
    strips_of,
    totals_of,
)
from transforms.reading.recognition import missing_groups
from transforms.reading.rows import (
    GROUP_TEXT,
    IDENTIFIER,
    NOTHING_HINTS,
    NOTHING_TEXT,
    ROMAN_OR_LETTER,
    RUNNING_NUMBER,
    WHOLE_DATE,
    WHOLE_NUMBER,
    classify,
    last_row_of,
    lists_figures,
)
from transforms.reading.running_numbers import numbers_rows
from transforms.reading.suggestions import suggested
from transforms.reading.totals import stated_totals, totals_above
from transforms.reading.unit_rows import unit_rows, without_unit_rows
from transforms.vietnamese.text import clean_text, fold_text, says
from transforms.vietnamese.units import stated_unit

#: Where a list or a letter says that there is nothing to report, and how long such a text is.
_NOTHING_ROWS, _LONGEST_NOTHING, _ALONE = 100, 160, 2
#: Rows above and below a list whose texts may be lines of a web grid.
_BESIDE = 200
#: Cells of a column that may be such lines rather than values of a column nobody knows.
_MOST_ASIDE = 4
#: Columns that name a row which is none of a person.
_CODES_OF_ROWS = ("dossier_code", "indicator_code")
#: In a row that is no row of data; numbers of phones, accounts and taxpayers belong to signatures.
_PHONE = r"\b0[2-9]\d{8,9}\b|\b(?:\+?84)\d{9}\b"
_NO_IDENTIFIER = r"điện thoại|dien thoai|\b(?:đt|sđt|dt|sdt|tel|fax|mst|stk)\b|hotline|tài khoản|tai khoan|mã số thuế|ma so thue"
#: Cells of nothing else, in a row that begins like a sum or a note ("Tổng Cộng Hòa", "TC"): somebody's or some dossier's own.
_WHOLE_IDENTIFIER = r"^\W?(?:0\d{11}|\d{10}|[GHgh]\d{2}(?:\.\d+)*-\d{6}-\d+)$"
_MOST_UNEXPLAINED = 500
#: Columns of days and months, by their names in the contracts; and the number of a day since 1932, in either system.
_DATE_COLUMN = re.compile(r"date|_at$|^valid_(?:from|to)$|month")
_DAY_NUMBER = r"^\s*([1-9]\d{4})((?:[.,]\d+)?)\s*$"
_DAYS_TO_1904 = 1462
_UNIT_OF = "Đơn vị tính: {}"
#: Folded headings of what became of a row, whatever its list is about; "Tình trạng hôn nhân" is of somebody else too.
_WHAT_BECAME = re.compile(
    r"(?:ly do|tinh trang|trang thai|bien dong|dien bien|dien giai|nhan xet|chu thich|luu y|noi dung|thong tin|ket qua)"
    r"(?: (?:the|bhyt|khac|them|bien dong|tang giam|giam|dieu chinh|ra soat|xac minh|tham gia|nguoi|doi tuong|hien tai|cu tru))*"
)
_BARE_NUMBER = r"^[\d.,\s()%-]+$"
#: Keys of headings for the family and middle names alone.
_BEFORE_GIVEN_NAME = ("hodem", "hovatendem", "hovachudem", "hotendem", "holot", "ho")


def tables_of(grid: Grid, header: Header, contract: Contract, sent: pl.DataFrame) -> list[Table]:
    """Every list of the contract, and of the side lists it names, on one sheet whose first header is known.

    ``grid`` is the legible sheet; the cells of the tables come from ``sent``, the same sheet as it was sent.

    A repeated header (each printed page) continues its list; a header with other columns, or under the title of a left list,
    begins another. A header without a row of data gives no table, and neither does a summary under a list ("Đối tượng | Số thẻ"); a list
    of people or dossiers with too few columns to be read is named by the table above it.
    """
    tables: list[Table] = []
    for region in regions_of(grid, header, contract):
        is_read = region.is_first or region.header.is_half_complete
        if not is_read and not (tables and _names_people(region.header)):
            continue
        table = _table(grid, region, contract, sent)
        if table.frame.height and is_read:
            tables.append(table)
        elif table.frame.height:
            tables[-1] = replace(tables[-1], lists_below=(*tables[-1].lists_below, _left_aside(table, region.header)))
    return tables


def _names_people(header: Header) -> bool:
    """Whether each row of a list is somebody's or a dossier; a table of figures names none."""
    columns = header.contract.columns
    names = {column.name for column in columns if column.name.endswith("_name") and column.personal}
    return any(column.personal for column in columns) and (header.names_rows or not names.isdisjoint(header.positions))


def _left_aside(table: Table, header: Header) -> LeftAside:
    lacks = (" hoặc ".join(header.contract.column(name).header for name in group) for group in missing_groups(header))
    first = table.frame["row_number"].min()
    return LeftAside(table.sheet_name, table.source, table.frame.height, tuple(lacks), int(str(first)))


def says_nothing(frames: Iterable[pl.DataFrame], *, shortest: int = 1) -> str | None:
    """The first text of some sheets that says that there is nothing to report ("Không phát sinh"), as it stands there, nearly alone in its
    row."""
    for frame in frames:
        if not frame.width:
            continue
        alone = frame.head(_NOTHING_ROWS).filter(pl.sum_horizontal(pl.all().is_not_null()) <= _ALONE)
        texts = alone.select_seq(pl.all().cast(pl.String)).unpivot()["value"].drop_nulls()
        texts = texts.filter(texts.str.len_chars().is_between(shortest, _LONGEST_NOTHING))
        plain = texts.to_frame("text").select_seq(clean_text(pl.col("text")).str.to_lowercase())["text"]
        found = texts.filter(plain.to_frame("text").select_seq(says(pl.col("text"), NOTHING_TEXT, hints=NOTHING_HINTS))["text"])
        if len(found):
            return " ".join(str(found[0]).split())
    return None


def holds_packed_rows(grid: Grid, header: Header) -> bool:
    return bool(unpacked(grid.frame.with_row_index("index").slice(header.end), header).whole)


def _table(grid: Grid, region: Region, contract: Contract, sent: pl.DataFrame) -> Table:
    header = region.header
    rows = unpacked(grid.frame.with_row_index("index").slice(region.begin, region.end - region.begin), header)
    body = rows.frame
    classified = _rows_beside_merges(classify(body, header, region.noise), grid, region)
    kinds = without_unit_rows(_signed(classified, body), body, header)
    last = last_row_of(kinds, "data")
    chosen = kinds.filter(pl.col("kind") == "data", pl.col("index") <= last)["index"]
    data = _sent_rows(_merged_down(sent, grid, region), rows, chosen)
    if grid.since_1904:
        data = _counted_from_1900(data, header)
    beside = _rows_beside(body, kinds)
    # What stands between two lists is the first one's: it is among the rows beside that one.
    above = (*region.titles, *region.lines) if region.is_first else ()
    aside = _rows_aside(grid, region)
    noted = _lines_in_last_note(data, header)
    around = (*above, *titles_above(beside), *lines_of(beside), *titles_above(aside), *lines_of(aside), *noted)
    under = _rows_under(body, kinds.filter(pl.col("index") > last))
    groups = _groups(kinds.filter(pl.col("index") < last), grid.first_row)
    unknown = _unknown_columns(header, data)
    return Table(
        source=contract.source,
        kind=_kind(grid, region, contract),
        sheet_name=grid.name,
        frame=_frame(data, header, grid.first_row),
        groups=groups,
        headers={name: header.heading(place) for name, place in header.positions.items()},
        letters={name: column_letter(place) for name, place in header.positions.items()},
        unknown_headers=tuple(heading for _, heading, _ in unknown),
        titles=region.titles,
        notes=titles_above(under),
        stated_totals=_with_records(
            _with_totals_above(_totals(body, kinds, data, grid, has_groups=groups.height > 0), (*above, *counted_lines(beside)), grid.name),
            totals_of(filter(counts_rows, around)) if lists_figures(header) else (*totals_of(around), *_as_many(around, data.height)),
            grid.name,
            known=(RECORDS,) if lists_figures(header) else ("", RECORDS),
        ),
        last_serial=last_serial(data, header.serial_position),
        visible=grid.visible,
        hidden_rows=_rows_among(grid.hidden_rows, chosen, grid.first_row),
        struck_rows=_struck_rows(grid, header, chosen),
        hidden_columns=tuple(column_letter(place) for place in grid.hidden_columns if place in header.positions.values()),
        suggestions=suggested(header, body.filter(pl.col("index").is_in(chosen.implode())), unknown) if unknown else (),
        unknown_letters=tuple(letter for *_, letter in unknown),
        encoding=grid.encoding,
        broken_off=_broken_off(grid, region, kinds),
        pages=(*pages_of((*region.titles, *around)), *_strips(beside, grid, region, (*aside, list(noted))))
        or _counted_pages(around, data.height),
        left_out=left_out_of(around, (*titles_above(under), *lines_of(under))),
        split_rows=tuple(index + grid.first_row for index in rows.split),
        packed_rows=tuple(index + grid.first_row for index in rows.whole),
        heading_notes=_heading_notes(region) | _noted_headings(grid, region),
        unexplained_rows=tuple(index + grid.first_row for index in _unexplained(body, classified, kinds) if index not in rows.whole),
        rows_above=_rows_above(grid, header) if region.is_first else (),
        page_texts=(*grid.page_texts, *_noted_above(grid, region)),
        noted_units={row: unit for row, _, unit in grid.noted_units if row - grid.first_row in set(chosen)},
        lone_cells=lone_cells(kinds, classified, body, header, grid.first_row),
        unit_rows=unit_rows(kinds, body, header, grid.first_row),
        cell_notes=_cell_notes(grid, chosen),
        open_quotes=grid.open_quotes,
    )


def _heading_notes(region: Region) -> dict[str, str]:
    """Notes in brackets in the rows between the headings and the data; of those with figures ("(1)") only units ("(1.000 đồng)")."""
    found: dict[str, str] = {}
    for row in region.noise[region.header.height :]:
        for name, place in region.header.positions.items():
            text = row[place] if place < len(row) else None
            if text is None or not text.strip().startswith("("):
                continue
            if not re.search(r"\d", text) or stated_unit(text) is not None:
                found.setdefault(name, text.strip())
    return found


def _noted_headings(grid: Grid, region: Region) -> dict[str, str]:
    """Units that notes on a column's own heading state."""
    header = region.header
    rows = range(grid.first_row + header.start, grid.first_row + region.begin)
    names = {place: name for name, place in header.positions.items()}
    return {names[place]: _UNIT_OF.format(unit) for row, place, unit in grid.noted_units if row in rows and place in names}


def _cell_notes(grid: Grid, chosen: pl.Series) -> tuple[tuple[int, str], ...]:
    """What notes on cells of the data rows say, whatever column they stand in."""
    rows = {index + grid.first_row for index in chosen} if grid.cell_notes else set()
    return tuple((row, text) for row, _, text in grid.cell_notes if row in rows)


def _strips(beside: Sequence[Row], grid: Grid, region: Region, aside: Sequence[Row]) -> tuple[tuple[int, int], ...]:
    """Strips that turn pages, below the rows of each page; above them or aside where none is below, for a page may show its strip twice."""
    above = window(grid.frame, 0, region.header.start) if region.is_first else []
    beside_title = region.titles if region.is_first else ()
    return strips_of(whole_lines(beside)) or strips_of(whole_lines((*above, *region.noise, *aside))) or strips_of(beside_title)


def _lines_in_last_note(data: pl.DataFrame, header: Header) -> tuple[str, ...]:
    """Lines of a web grid that were written into the note of the last row; where other notes read like them, they are notes."""
    places = (header.positions.get(FREE_TEXT), *header.more_notes)
    columns = [data[f"c{place}"] for place in places if place is not None and f"c{place}" in data.columns]
    found = []
    for notes in columns:
        last = notes[-1] if data.height else None
        if last is not None and _says_longer(last, data.height) and not any(_says_longer(one, data.height) for one in notes[:-1].unique()):
            found.append(last)
    return tuple(found)


def _says_longer(note: str | None, rows: int) -> bool:
    if note is None:
        return False
    left = left_out(note)
    return is_of_longer_list(note, rows) or (left is not None and (left.rows or 0) > rows)


def _noted_above(grid: Grid, region: Region) -> tuple[str, ...]:
    """Units that notes on titles state, and those on headings of columns that are not read."""
    places = set(region.header.positions.values())
    start, end = grid.first_row + region.header.start, grid.first_row + region.begin
    return tuple(_UNIT_OF.format(unit) for row, place, unit in grid.noted_units if row < start or (row < end and place not in places))


def _sent_rows(sent: pl.DataFrame, rows: Unpacked, chosen: pl.Series) -> pl.DataFrame:
    """The data rows as they were sent, with ``index``; packed ones unpacked as their legible text was."""
    data = sent[chosen].with_columns_seq(chosen)
    return with_rows(data, {index: cells for index, cells in rows.split.items() if index in set(chosen)})


def _counted_from_1900(data: pl.DataFrame, header: Header) -> pl.DataFrame:
    """Day numbers of a workbook that counts its days from 1904, where date columns show them as bare numbers, as all others count them."""
    dates = [f"c{place}" for name, place in header.positions.items() if _DATE_COLUMN.search(name) and f"c{place}" in data.columns]
    whole = [pl.col(name).str.extract(_DAY_NUMBER, 1).cast(pl.Int64) + _DAYS_TO_1904 for name in dates]
    rest = [pl.col(name).str.extract(_DAY_NUMBER, 2) for name in dates]
    moved = (pl.concat_str(days, part).alias(name) for name, days, part in zip(dates, whole, rest, strict=True))
    return data.with_columns_seq(pl.coalesce(one, pl.col(name)) for name, one in zip(dates, moved, strict=True))


def _rows_beside(body: pl.DataFrame, kinds: pl.DataFrame) -> list[Row]:
    """The first and last rows that are neither data nor the header again, those that a web grid's own lines may be; a number alone in the
    column of the running number is among them, for its label may stand above it."""
    listed = kinds.filter(pl.col("kind").is_in(["data", "noise"])).select_seq("index")
    rows = body.join(listed, on="index", how="anti", maintain_order="left")
    rows = rows.filter(pl.any_horizontal(pl.exclude("index").is_not_null()))
    some = rows if rows.height <= 2 * _BESIDE else pl.concat([rows.head(_BESIDE), rows.tail(_BESIDE)])
    return [list(row) for row in some.drop("index").iter_rows()]


def _rows_aside(grid: Grid, region: Region) -> list[Row]:
    """What stands in columns of few cells beside the list, its headings' rows included: a program may write its lines there. What stands
    under a heading is a value of a row ("Quyển 3, trang 12/200")."""
    header = region.header
    known = {*header.positions.values(), header.serial_position}
    rows = grid.frame.slice(header.start, region.end - header.start)
    asides = [column for place, column in enumerate(rows.columns) if place not in known]
    few = [column for column in asides if 0 < rows.height - rows[column].null_count() <= _MOST_ASIDE]
    if not few:
        return []
    headed = {f"c{place}" for place, path in enumerate(header.paths) if path}
    beside = pl.int_range(pl.len()) < header.end - header.start
    lines = (pl.when(beside).then(column).alias(column) if column in headed else column for column in few)
    return [list(row) for row in rows.select_seq(lines).filter(pl.any_horizontal(pl.all().is_not_null())).iter_rows()]


def _with_totals_above(totals: tuple[StatedTotal, ...], above: Sequence[str], sheet_name: str | None) -> tuple[StatedTotal, ...]:
    known = {(total.count, total.unit) for total in totals}
    return (*totals, *(total for total in totals_above(above, sheet_name) if (total.count, total.unit) not in known))


def _with_records(
    totals: tuple[StatedTotal, ...], records: Iterable[int], sheet_name: str | None, *, known: tuple[str, ...]
) -> tuple[StatedTotal, ...]:
    """The totals with those that lines of a web grid state, each once: ``known`` are the units of totals that may state the same."""
    counts = {total.count for total in totals if total.unit in known}
    return (*totals, *(StatedTotal(sheet_name, count, RECORDS) for count in dict.fromkeys(records) if count not in counts))


def _as_many(lines: Iterable[str], rows: int) -> list[int]:
    return [records for line in lines if (records := records_of_as_many(line, rows)) is not None]


def _counted_pages(lines: Iterable[str], rows: int) -> tuple[tuple[int, int], ...]:
    """The pages that lines count without a number of their own, once: a page may say so above and below its rows."""
    return tuple(dict.fromkeys((0, pages) for line in lines if (pages := pages_in_all(line, rows)) is not None))


def _broken_off(grid: Grid, region: Region, kinds: pl.DataFrame) -> BrokenOff | None:
    """The list that ends where the text does; a sum, a note or a signature may be shorter than a row."""
    if grid.broken_off is None or region.end < grid.frame.height:
        return None
    last = kinds.filter(pl.col("index") == grid.frame.height - 1)["kind"].to_list()
    return None if grid.broken_off == "row" and last and last[0] in ("total", "note", "signature") else grid.broken_off


def _unexplained(body: pl.DataFrame, classified: pl.DataFrame, kinds: pl.DataFrame) -> list[int]:
    """Rows that are read as the name of a group or as part of a signature, and hold an identifier, or as a sum or a note and hold one and
    a date in cells of their own: more likely a piece of the list."""
    joined = kinds.join(classified.select_seq("index", was="kind"), on="index", how="left", maintain_order="left")
    is_odd = (pl.col("kind") == "group") | ((pl.col("kind") == "signature") & (pl.col("was") == "data"))
    perhaps = joined.filter(is_odd)["index"]
    summed = joined.filter(pl.col("kind").is_in(["total", "note"]), pl.col("others") > 2)["index"]
    if perhaps.is_empty() and summed.is_empty():
        return []
    cells = [pl.col(name) for name in body.columns if name != "index"]
    text = pl.concat_str(cells, separator=" | ", ignore_nulls=True)
    found = body.filter(pl.col("index").is_in(perhaps.implode())).select_seq("index", text.alias("text"))
    is_other = pl.col("text").str.to_lowercase().str.contains(_NO_IDENTIFIER)
    has = pl.col("text").str.replace_all(_PHONE, " ").str.contains(IDENTIFIER)
    holds = [pl.any_horizontal(cell.str.contains(one).fill_null(False) for cell in cells) for one in (_WHOLE_IDENTIFIER, WHOLE_DATE)]
    named = body.filter(pl.col("index").is_in(summed.implode())).filter(*holds)["index"]
    return sorted((*found.filter(has & ~is_other)["index"], *named))[:_MOST_UNEXPLAINED]


def _rows_above(grid: Grid, header: Header) -> tuple[int, ...]:
    """Rows above the first headings that are rows of the list: half its cells, an identifier, and a date or a running number in cells of
    their own. Whoever sorts a sheet may move its headings down."""
    cells = [pl.col(name) for name in grid.frame.columns]
    rows = grid.frame.head(header.start).with_row_index("index")
    rows = rows.filter(pl.sum_horizontal(cell.is_not_null() for cell in cells) >= max(3.0, 0.5 * len(header.positions)))
    if rows.is_empty():
        return ()
    names = pl.any_horizontal((cell.str.contains(_WHOLE_IDENTIFIER) & ~cell.str.contains(_PHONE)).fill_null(False) for cell in cells)
    dates = pl.any_horizontal(cell.str.contains(WHOLE_DATE).fill_null(False) for cell in cells)
    serial = header.serial_position
    numbers = pl.lit(False) if serial is None else cells[serial].str.contains(WHOLE_NUMBER).fill_null(False)
    return tuple(index + grid.first_row for index in rows.filter(names, dates | numbers)["index"])


def _rows_among(stretches: Sequence[tuple[int, int]], chosen: pl.Series, first_row: int) -> tuple[int, ...]:
    """Numbers of the data rows that lie within one of the stretches."""
    if not stretches:
        return ()
    numbers = chosen.cast(pl.Int64) + first_row
    is_within = pl.any_horizontal(pl.lit(numbers).is_between(first, last) for first, last in stretches)
    return tuple(numbers.filter(pl.select(is_within).to_series()))


def _struck_rows(grid: Grid, header: Header, chosen: pl.Series) -> tuple[int, ...]:
    """Data rows that are struck through as a whole, and those of whose cells the one that names them is: officers often strike no more."""
    columns = header.contract.columns
    naming = {column.name for column in columns if column.name in _CODES_OF_ROWS or (column.name.endswith("_name") and column.personal)}
    places = {place for name, place in header.positions.items() if name in naming}
    named = {row for row, place in grid.struck_cells if place in places}
    numbers = chosen.cast(pl.Int64) + grid.first_row
    return tuple(sorted({*_rows_among(grid.struck_rows, chosen, grid.first_row), *named.intersection(numbers)}))


def _merged_down(sent: pl.DataFrame, grid: Grid, region: Region) -> pl.DataFrame:
    """The sheet with each value that is merged over several rows of the list in all of them; a running number numbers the first alone."""
    cells: dict[int, dict[int, str]] = {}
    for first_row, last_row, column in grid.merged_down:
        first, end = first_row - grid.first_row, min(last_row - grid.first_row + 1, region.end)
        if region.begin <= first < end and column < sent.width and column != region.header.serial_position:
            value = sent.item(first, column)
            cells.setdefault(column, {}).update(dict.fromkeys(range(first + 1, end), value))
    columns = [sent.to_series(column).scatter(list(filled), list(filled.values())) for column, filled in cells.items()]
    return sent.with_columns_seq(columns) if columns else sent


def _rows_beside_merges(kinds: pl.DataFrame, grid: Grid, region: Region) -> pl.DataFrame:
    """A row of one cell is no group's name where values that are merged down from a row of data stand beside it (a member under "Chủ hộ"),
    unless it is worded as one."""
    data = set(kinds.filter(pl.col("kind") == "data")["index"])
    known = set(region.header.positions.values())
    merged = [
        range(first - grid.first_row + 1, min(last - grid.first_row + 1, region.end))
        for first, last, column in grid.merged_down
        if column in known and first - grid.first_row in data
    ]
    if not merged:
        return kinds
    is_worded = pl.col("label").str.contains(GROUP_TEXT) | pl.col("serial").str.contains(ROMAN_OR_LETTER)
    is_beside = (pl.col("kind") == "group") & pl.col("index").is_in([index for rows in merged for index in rows])
    return kinds.with_columns_seq(pl.when(is_beside & ~is_worded.fill_null(False)).then(pl.lit("data")).otherwise("kind").alias("kind"))


def _kind(grid: Grid, region: Region, contract: Contract) -> str:
    """A sheet's name speaks for its first list; a later one is told by its own title alone."""
    if is_left(contract, grid.name if region.is_first else None, region.titles):
        return "left"
    return "main" if region.header.contract.source == contract.source else region.header.contract.source


def _signed(kinds: pl.DataFrame, body: pl.DataFrame) -> pl.DataFrame:
    """Rows of data under a signature are its names, until a row comes that is numbered, or as full as those of the list and with a number
    or a date in it: each group may sign its own part, and a lost row is worse than a strange one."""
    kind, index = pl.col("kind"), pl.col("index")
    first = kinds.filter(kind == "signature")["index"].min()
    if first is None:
        return kinds
    usual = kinds.filter(kind == "data", index < first)["others"].median()
    full = kinds.filter(kind == "data", pl.col("others") >= max(3.0, 0.5 * float(str(usual or 0))))["index"]
    told = body.filter(index.is_in(full.implode()), pl.any_horizontal(pl.exclude("index").str.contains(r"\d{4}").fill_null(False)))["index"]
    in_list = (kind == "data") & (pl.col("is_numbered") | index.is_in(told.implode()))
    goes_on = pl.when(kind == "signature").then(False).when(in_list).then(True).forward_fill().fill_null(True)
    return kinds.with_columns_seq(pl.when((kind == "data") & ~goes_on).then(pl.lit("signature")).otherwise(kind).alias("kind"))


def _frame(data: pl.DataFrame, header: Header, first_row: int) -> pl.DataFrame:
    positions = {name: place for name, place in header.positions.items() if name != "serial_number"}
    number = pl.lit(None, pl.String) if header.serial_position is None else _cell(data, header.serial_position)
    notes = [positions.pop(FREE_TEXT), *header.more_notes] if FREE_TEXT in positions else []
    notes += _other_notes(header, data)
    return data.select_seq(
        (pl.col("index").cast(pl.Int64) + first_row).alias("row_number"),
        number.alias("serial_number"),
        *(
            (_joined_name(data, place) if place in _split_names(header, data) else _cell(data, place)).alias(name)
            for name, place in positions.items()
        ),
        *([_joined_notes(data, notes).alias(FREE_TEXT)] if notes else []),
    )


def _other_notes(header: Header, data: pl.DataFrame) -> list[int]:
    """Columns without any heading in which a few rows say something ("Đã chết" right of the last heading), and those of which nobody knows
    the heading but that it is about what became of the row ("Lý do", "Tình trạng"), where the source reads notes."""
    if not any(column.name == FREE_TEXT and not column.reader_only for column in header.contract.columns):
        return []
    taken = {*header.positions.values(), header.serial_position, *(place + 1 for place in _split_names(header, data))}
    headed = {place for place, path in enumerate(header.paths) if path and not _WHAT_BECAME.fullmatch(fold_text(header.heading(place)))}
    places = (int(name[1:]) for name in data.columns if name != "index")
    return [place for place in places if place not in taken | headed and data[f"c{place}"].null_count() < data.height]


def _split_names(header: Header, data: pl.DataFrame) -> set[int]:
    """Where one heading ("Họ và tên") stands over two columns, family names in the first, the given name in the second; or each has
    its own ("Họ đệm", "Tên")."""
    names = [place for name, place in header.positions.items() if name.endswith("_name") and header.contract.column(name).personal]
    beside = {place: f"c{place + 1}" for place in names if place + 1 < len(header.paths) and _heads_given_name(header, place)}
    return {
        place
        for place, column in beside.items()
        if column in data.columns and data.height and 2 * int((data[column].str.contains(r"^[^\d]+$")).sum()) > data.height
    }


def _heads_given_name(header: Header, place: int) -> bool:
    """Whether the column after a name's is the rest of it: without a heading, or called "Tên" after one for what stands before it."""
    beside, own = header.keys[place + 1], header.keys[place]
    return not header.paths[place + 1] or (beside[-1:] == ("ten",) and own[-1:] != () and own[-1] in _BEFORE_GIVEN_NAME)


def _joined_name(data: pl.DataFrame, place: int) -> pl.Expr:
    return pl.concat_str(f"c{place}", f"c{place + 1}", separator=" ", ignore_nulls=True).replace({"": None})


def _joined_notes(data: pl.DataFrame, places: Sequence[int]) -> pl.Expr:
    return pl.concat_str([_cell(data, place) for place in places], separator="; ", ignore_nulls=True).replace({"": None})


def _cell(data: pl.DataFrame, place: int) -> pl.Expr:
    """A headed column beyond the sheet's last filled cell is blank, not missing."""
    return pl.col(f"c{place}") if f"c{place}" in data.columns else pl.lit(None, pl.String)


def _groups(kinds: pl.DataFrame, first_row: int) -> pl.DataFrame:
    """Group rows above the last row of data; their text is the first beside the running number ("Lĩnh vực Hộ tịch"), their ordinal the
    number. Bare numbers are sums: beside a name they are passed over ("TDP số 3 | 15 | 30"), alone they do not name group 15."""
    rows = kinds.filter(pl.col("kind") == "group", pl.col("first").is_not_null())
    words = pl.coalesce(pl.when(~pl.col(name).str.contains(_BARE_NUMBER)).then(name) for name in ("text", "first"))
    texts = rows.select_seq(
        (pl.col("index").cast(pl.Int64) + first_row).alias("row_number"), words.alias("text"), pl.col("serial").alias("ordinal")
    )
    return texts.drop_nulls("text").with_columns_seq(pl.when(pl.col("ordinal") != pl.col("text")).then("ordinal"))


def _rows_under(body: pl.DataFrame, kinds: pl.DataFrame) -> list[Row]:
    rows = body.join(kinds.filter(pl.col("kind") != "noise").select_seq("index"), on="index", how="semi", maintain_order="left")
    return [list(row) for row in rows.drop("index").head(100).iter_rows()]


def _totals(body: pl.DataFrame, kinds: pl.DataFrame, data: pl.DataFrame, grid: Grid, *, has_groups: bool) -> tuple[StatedTotal, ...]:
    rows = body.join(kinds.filter(pl.col("kind") == "total").select_seq("index"), on="index", how="semi", maintain_order="left")
    return stated_totals(rows.tail(200), data, grid.name, grid.first_row, has_groups=has_groups)


def last_serial(data: pl.DataFrame, serial: int | None) -> int | None:
    """The largest running number of the data rows; None without any, and where the numbering starts anew in each group, since
    its end then says nothing about the whole list."""
    if serial is None or f"c{serial}" not in data.columns:
        return None
    numbers = data[f"c{serial}"].str.extract(RUNNING_NUMBER).cast(pl.Int64, strict=False).drop_nulls()
    steps = numbers.diff().drop_nulls()
    starts_anew = int((numbers == 1).sum()) > 1 and bool(((steps == 1) | (numbers.slice(1) == 1)).all())
    largest = numbers.max()
    return None if starts_anew or largest is None else int(str(largest))


def _unknown_columns(header: Header, data: pl.DataFrame) -> list[tuple[int, str, str]]:
    """Position, heading and Excel letter of the columns that no contract column claims, and of columns of data without any heading; none
    that only numbers the rows."""
    unknown = []
    given_names = {place + 1 for place in _split_names(header, data)}
    for place, path in enumerate(header.paths):
        if place in header.positions.values() or place == header.serial_position or place in given_names:
            continue
        if path and not header.known[place]:
            unknown.append((place, header.heading(place), column_letter(place)))
        elif not path and f"c{place}" in data.columns and data.height - data[f"c{place}"].null_count() > 0.1 * data.height:
            unknown.append((place, unheaded(column_letter(place)), column_letter(place)))
    unknown = [one for one in unknown if f"c{one[0]}" not in data.columns or not numbers_rows(*one[1:], data[f"c{one[0]}"])]
    settled = answered_keys(header.contract)
    keys = fold_keys(heading for _, heading, _ in unknown) if settled else {}
    return [one for one in unknown if keys.get(one[1]) not in settled] if settled else unknown
