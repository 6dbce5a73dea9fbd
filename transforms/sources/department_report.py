"""One row is one figure that a department states for one indicator, area and month; sheet "Dân số" states the denominators.

Issued by the ward's departments in the workbook that ``chitieu template`` writes.

Data flow: reading.Table -> CONTRACT -> clean -> expectations.sources.department_report -> sql/publish/department_report.sql
"""

from functools import partial

import polars as pl

from transforms.cleaning.model import Cleaned, CleaningContext
from transforms.cleaning.moved_days import correct_moved_months
from transforms.cleaning.steps import (
    Change,
    cleaned_text,
    collect_repairs,
    decoded,
    legacy_repairs,
    stack,
    text_changes,
    with_repeats,
    words_for_blank_as_null,
)
from transforms.contract import Column, Contract
from transforms.reading.model import Reading, Table
from transforms.vietnamese.dates import date_repairs, month
from transforms.vietnamese.numbers import DECIMAL, decimal_number, mark, number_repairs, whole_number
from transforms.vietnamese.units import is_of_money, is_scaled, stated_unit, unit_in_row
from transforms.vocabulary.columns import NOTE

AREA = Column(
    "area",
    "Khu vực",
    ("Địa bàn", "Tên khu vực", "Đơn vị hành chính", "Tổ dân phố", "Phạm vi"),
    "Ward, residential group or former unit the figure is for",
    blank="Not published (R05)",
)
MONTH = Column(
    "month",
    "Tháng",
    ("Kỳ", "Kỳ báo cáo", "Tháng báo cáo", "Tháng/năm"),
    "Month of the figure, MM/yyyy; the month of the workbook",
    blank="Not published (R02)",
)

POPULATION = Contract(
    source="population",
    columns=(
        AREA,
        MONTH,
        Column(
            "population_count",
            "Dân số",
            ("Số dân", "Tổng dân số", "Số nhân khẩu", "Nhân khẩu"),
            "Residents of the area",
            blank="Not stated: the latest earlier month's stands in, provisionally",
            unit="people",
        ),
        Column(
            "household_count",
            "Số hộ",
            ("Tổng số hộ", "Số hộ dân"),
            "Households of the area",
            blank="Not stated: the latest earlier month's stands in, provisionally",
            unit="households",
        ),
        Column(
            "family_count",
            "Số gia đình",
            ("Tổng số gia đình",),
            "Families that may be recognised as cultured",
            blank="Not stated: the latest earlier month's stands in, provisionally",
            unit="families",
        ),
        Column(
            "labour_force_count",
            "Lực lượng lao động trong độ tuổi",
            ("Lực lượng lao động", "Số lao động trong độ tuổi", "Lao động trong độ tuổi"),
            "Labour force of working age: employed and unemployed, from 15 to the age of retirement",
            blank="Not stated: the latest earlier month's stands in, provisionally",
            unit="people",
        ),
        Column(
            "school_age_child_count",
            "Trẻ em trong độ tuổi đi học",
            ("Trẻ em trong độ tuổi đến trường", "Số trẻ em trong độ tuổi đi học"),
            "Children of the age to go to school",
            blank="Not stated: the latest earlier month's stands in, provisionally",
            unit="children",
        ),
        NOTE,
    ),
    required=(
        ("area",),
        ("month",),
        ("population_count",),
        ("household_count",),
        ("family_count",),
        ("labour_force_count",),
        ("school_age_child_count",),
    ),
    distinctive=("labour_force_count", "school_age_child_count", "family_count", "household_count"),
)

CONTRACT = Contract(
    source="department_report",
    columns=(
        Column(
            "indicator_code",
            "Mã chỉ tiêu",
            ("Mã", "Mã số chỉ tiêu", "Mã CT"),
            "Code of the indicator in the plan's catalogue",
            blank="Not published (R01)",
        ),
        Column(
            "indicator_name", "Tên chỉ tiêu", ("Chỉ tiêu", "Nội dung chỉ tiêu"), "Name, for the reader of the workbook", reader_only=True
        ),
        AREA,
        MONTH,
        Column(
            "numerator",
            "Tử số",
            ("Số đạt", "Tử"),
            "Numerator of a share: a count, or an amount in đồng; a rate is not published (R02)",
            blank="Not filled in; R02 where the indicator is a share",
        ),
        Column(
            "denominator",
            "Mẫu số",
            ("Tổng số", "Mẫu"),
            "Denominator of a share, as its numerator",
            blank='That of sheet "Dân số"; R02 where there is none',
        ),
        Column(
            "value",
            "Giá trị",
            ("Số liệu", "Kết quả", "Giá trị thực hiện"),
            "Value of a count or an amount, in the catalogue's unit of the indicator; of a recognition 1 or 0",
            blank="Not filled in; R02 where the indicator is no share",
        ),
        Column(
            "unit",
            "Đơn vị",
            ("Đơn vị tính", "ĐVT"),
            "Unit of the figure; nothing is converted, and another unit than the catalogue's is not published (R02)",
            blank="The unit that stands above the table, in a row above the figure, in its heading or in a note on either, for "
            "money on another sheet or in the name of the file, else the catalogue's unit of the indicator",
        ),
        NOTE,
    ),
    required=(("indicator_code",), ("area",), ("month",), ("numerator",), ("denominator",), ("value",)),
    distinctive=("indicator_code", "numerator", "denominator", "value"),
    titles=("chi tieu",),
    others=(POPULATION,),
)

#: People, schools, cases, đồng: whole numbers as a rule, so that 29.083 is twenty-nine thousand. A cell of numbers arrives as the same
#: text, and is as a rule that slip: a count typed with its point is a fraction to an English Excel. What was no count is told by its unit.
NUMBERS = ("numerator", "denominator", "value")
COUNTS = ("population_count", "household_count", "family_count", "labour_force_count", "school_age_child_count")


def clean(reading: Reading, context: CleaningContext) -> Cleaned:
    """Typed figures: indicator_code, area_code, month, numerator, denominator, value. Rows of the handed-out workbook in which
    nothing was filled in are no data rows. ``population``: the rows of sheet "Dân số", counts as whole numbers."""
    figures, repairs = _clean_list(
        reading.main,
        CONTRACT,
        context,
        {name: decimal_number(words_for_blank_as_null(pl.col(f"{name}_raw")), whole=True) for name in NUMBERS},
    )
    people, more = _clean_list(
        reading.kind("population"),
        POPULATION,
        context,
        {name: whole_number(words_for_blank_as_null(pl.col(f"{name}_raw"))) for name in COUNTS},
    )
    figures = figures.with_columns_seq(
        pl.col("indicator_code").str.replace_all(" ", "").alias("indicator_code"),
        pl.coalesce("value", mark(pl.when(pl.col("value").is_null()).then(pl.col("value_raw"))).cast(pl.Int32).cast(DECIMAL)).alias(
            "value_or_mark"
        ),
        *_unit_elsewhere(reading),
    )
    return Cleaned(figures, pl.concat([repairs, more]), population=people)


def _unit_elsewhere(reading: Reading) -> list[pl.Expr]:
    """``unit_elsewhere`` and ``unit_place``: the unit by thousands that another sheet or the name of the file states, for the
    figures of money that have none of their own; null without one."""
    unit, place = next(((one.unit, one.place) for one in reading.elsewhere if one.unit is not None), (None, None))
    return [pl.lit(unit, dtype=pl.String).alias("unit_elsewhere"), pl.lit(place, dtype=pl.String).alias("unit_place")]


def _stated_units(tables: tuple[Table, ...], names: tuple[str, ...]) -> pl.DataFrame:
    """For every row the unit behind its indicator's name or in its note, over its table, and over each column of figures
    (``<column>_unit``); null where none stands there. Beside them what ``_unit_between`` says."""
    frames = []
    for table in tables:
        over_all = [*reversed(table.titles), *table.notes, table.sheet_name or "", *table.page_texts]
        own = stated_unit(table.headers.get("unit", ""), is_heading=True)
        general = next((unit for text in over_all if (unit := stated_unit(text)) is not None), own)
        over = {name: _unit_of_column(table, name) for name in names}
        units = [pl.lit(unit, dtype=pl.String).alias(f"{name}_unit") for name, unit in (("table", general), *over.items())]
        sheet = pl.lit(table.sheet_name, dtype=pl.String).alias("sheet_name")
        between = [series for name in names for series in _unit_between(table, name)]
        frames.append(table.frame.select_seq(sheet, "row_number", _unit_in_name(table), *units, *between))
    return pl.concat(frames)


def _unit_between(table: Table, name: str) -> list[pl.Series]:
    """For every row the unit of a column that the nearest row above it states, for this column or for all, null without one; and the unit
    of an earlier group (``<column>_ended``), where the row's own states none: then the one counts that was stated for the whole table."""
    stated = sorted((one for one in table.unit_rows if one.column in (None, name)), key=lambda one: one.row_number)
    events: dict[int, tuple[str | None, str | None]] = {}
    of_all = None
    for one, following in zip(stated, (*stated[1:], None)[: len(stated)], strict=True):
        events[one.row_number] = (one.unit, None)
        if one.until is None:
            of_all = one.unit
        elif following is None or following.row_number > one.until:
            events[one.until] = (of_all, one.unit)
    schema = {"row_number": pl.Int64, f"{name}_between": pl.String, f"{name}_ended": pl.String}
    units = pl.DataFrame([(row, *told) for row, told in events.items()], orient="row", schema=schema).sort("row_number")
    rows = table.frame.select_seq(pl.col("row_number").cast(pl.Int64)).with_row_index("place").sort("row_number")
    return rows.join_asof(units, on="row_number").sort("place").select_seq(f"{name}_between", f"{name}_ended").get_columns()


def _unit_of_column(table: Table, name: str) -> str | None:
    """What the heading or the note under it states, in words of a unit; or a heading above it that is a unit of money and nothing else."""
    heading = table.headers.get(name, "")
    own = next((unit for text in (heading, table.heading_notes.get(name, "")) if (unit := stated_unit(text, is_heading=True))), None)
    parents = (unit_in_row(text, is_of_column=True) for text in heading.split(" > ")[:-1])
    return own or next((unit for unit in parents if unit is not None and is_of_money(unit)), None)


def _unit_in_name(table: Table) -> pl.Series:
    """ "triệu đồng" of "Vốn đầu tư (triệu đồng)" for every row, or of a note beside it or on one of its cells; null without one. Names are
    few and come again."""
    columns = [table.frame[name] for name in ("indicator_name", "note") if name in table.frame.columns]
    texts = {text for column in columns for text in column.drop_nulls().unique()}
    units = {text: unit for text in texts if (unit := stated_unit(text)) is not None and is_of_money(unit)}
    stated = [column.replace_strict(units, default=None, return_dtype=pl.String) for column in columns]
    noted = table.frame["row_number"].replace_strict(table.noted_units, default=None, return_dtype=pl.String)
    return pl.select(pl.coalesce(*stated, noted)).to_series().alias("name_unit")


def _with_stated_unit(frame: pl.DataFrame, tables: tuple[Table, ...], names: tuple[str, ...]) -> pl.DataFrame:
    """Adds ``stated_unit``: the unit of money that stands in brackets behind the indicator's name or in the row's note, else the one that a
    row above states or the heading, for the first column of the row that is filled, else the one over its table. Of a row and a heading
    that contradict each other the one counts that makes the figure another one: it is then not published. ``ended_unit``: the unit of an
    earlier group, where none of these is stated: it may have been meant for this one too."""
    if not tables:
        return frame.with_columns_seq(pl.lit(None, dtype=pl.String).alias(name) for name in ("stated_unit", "ended_unit"))
    is_filled = {name: words_for_blank_as_null(pl.col(f"{name}_raw")).is_not_null() for name in names}
    over, between = ([pl.when(is_filled[name]).then(f"{name}_{place}") for name in names] for place in ("unit", "between"))
    units = _stated_units(tables, names)
    stated = pl.concat([units[f"{name}_between"].alias("unit") for name in names]).drop_nulls().unique().sort()
    scaled = [pl.when(one.is_in([unit for unit in stated if is_scaled(unit)])).then(one) for one in between]
    joined = frame.join(units, on=["sheet_name", "row_number"], how="left", nulls_equal=True, maintain_order="left")
    stated_unit = pl.coalesce("name_unit", *scaled, *over, *between, "table_unit")
    ended = pl.coalesce(pl.when(is_filled[name]).then(f"{name}_ended") for name in names)
    with_units = joined.with_columns_seq(stated_unit.alias("stated_unit"), pl.when(stated_unit.is_null()).then(ended).alias("ended_unit"))
    return with_units.drop("name_unit", "table_unit", *(f"{name}_{place}" for name in names for place in ("unit", "between", "ended")))


def _clean_list(
    tables: tuple[Table, ...], contract: Contract, context: CleaningContext, typed: dict[str, pl.Expr]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    raw = stack(tables, contract) if tables else _empty(contract)
    plain, legacy = decoded(raw, contract, tables)
    plain = (
        plain.filter(pl.any_horizontal(words_for_blank_as_null(pl.col(name)).is_not_null() for name in typed))
        .drop("row_id")
        .with_row_index("row_id")
    )
    text, moves = correct_moved_months(cleaned_text(plain, contract), "month")
    frame = text.rename({name: f"{name}_raw" for name in (*typed, "month")}).with_columns_seq(
        *(e.alias(name) for name, e in typed.items()),
        month(pl.col("month_raw")).alias("month"),
        context.places.sole_area_code(pl.col("area")).alias("area_code"),
    )
    months = Change("month", frame["month"], partial(date_repairs, expected="month"), is_date=True)
    numbers = [Change(name, frame[name], number_repairs) for name in typed]
    repairs = collect_repairs(plain, [*numbers, months, *text_changes(text, "area", "month")])
    frame = _with_stated_unit(frame, tables, tuple(reversed(typed)))
    return with_repeats(frame, text, contract), pl.concat(
        [repairs, moves, legacy_repairs(raw, plain, legacy) if raw.height == plain.height else repairs.clear()]
    )


def _empty(contract: Contract) -> pl.DataFrame:
    names = [column.name for column in contract.columns if not column.reader_only]
    return pl.DataFrame(
        schema={
            "row_id": pl.UInt32,
            "sheet_name": pl.String,
            "row_number": pl.Int64,
            **dict.fromkeys(names, pl.String),
            **{f"{name}_given": pl.Boolean for name in names},
        }
    )
