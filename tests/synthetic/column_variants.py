"""The same list by another hand: columns in another order, some left out, some added, headings in other words and letters.

Data flow: a sheet of a layout -> the same facts in other cells. ``fields`` follow the columns, ``places`` the rows.
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from expectations.registry import source
from tests.synthetic.page_furniture import data_rows, header_end, inserted_rows
from tests.synthetic.records import Cell
from tests.synthetic.sheets import Sheet
from transforms.reading.heading_keys import fold_keys, heading_index


def without_marks(text: str) -> str:
    letters = (letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return "".join(letters).replace("đ", "d").replace("Đ", "D")


#: How else the same heading is typed.
SPELLINGS: list[Callable[[str], str]] = [
    str.upper,
    str.lower,
    str.title,
    without_marks,
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: f"  {text}:  ",
    lambda text: f"{text} (*)",
    lambda text: text.replace(" ", "\n"),
    lambda text: text.replace(" ", "\u00a0 "),
    lambda text: text.replace("đ", "ð").replace("Đ", "Ð"),
]
#: What no list can do without: the required columns, the running number, and what tells a household's rows apart.
NEEDED = {
    "health_insurance": ("name", "bhxh_number", "personal_id", "valid_from", "valid_to", "birth_known"),
    "social_insurance": ("name", "bhxh_number", "personal_id", "from_month", "status"),
    "dossiers": ("code", "received_at", "received_on", "due_at", "due_on"),
    "poverty": ("name", "head_name", "class_text", "relation"),
    "department_report": ("code", "area", "month", "numerator", "denominator", "value"),
}
_PERSON = {
    "name": "full_name",
    "bhxh_number": "social_insurance_number",
    "personal_id": "personal_id",
    "birth_date": "birth_date",
    "sex": "sex",
    "group_name": "residential_group",
    "address": "address",
    "phone": "phone",
    "household_number": "household_number",
}
#: Source -> field -> the contract's column that shows it, where a field has one column in every layout.
COLUMNS = {
    "health_insurance": {**_PERSON, **{name: name for name in ("card_number", "object_code", "valid_from", "valid_to")}},
    "social_insurance": {**_PERSON, "kind_text": "insurance_kind", **{name: name for name in ("status", "from_month", "to_month")}},
    "dossiers": {
        "code": "dossier_code",
        "applicant": "applicant_name",
        "address_and_phone": "address_and_phone",
        **{name: name for name in ("procedure_code", "procedure_name", "field_name", "phone", "address", "channel", "status")},
        **{f"{name}_{end}": f"{name}_at" for name in ("received", "due", "finished", "returned") for end in ("at", "on")},
    },
    "poverty": {
        **{
            name: name
            for name in (
                "relation",
                "birth_date",
                "sex",
                "personal_id",
                "household_number",
                "member_count",
                "decision_number",
                "decision_date",
            )
        },
        "group_name": "residential_group",
        "b1": "b1_score",
        "b2": "b2_score",
        "no_labour": "without_labour",
        **{f"lacking_{number:02d}": f"deprived_{number:02d}" for number in range(1, 13)},
    },
    "department_report": {"code": "indicator_code", **{name: name for name in ("area", "month", "numerator", "denominator", "value")}},
}
UNKNOWN = ("Ý kiến của tổ trưởng", "Ô trống", "Kết luận kiểm tra", "Số tờ")
NOTHING_SAID: tuple[list[Cell], ...] = (
    [],
    [],
    [None, "Cộng", "4"],
    ["Cộng trang"],
    ["Danh sách chi tiết kèm theo"],
    ["- Theo sổ của phường."],
)


def blocks(sheet: Sheet) -> list[list[int]]:
    """Columns that share a heading above them, together; every other column by itself."""
    top, end = sheet.header[0], header_end(sheet)
    joined = {column for row, left, _, right in sheet.merges if top <= row < end for column in range(left + 1, right + 1)}
    found: list[list[int]] = []
    for column in range(len(sheet.rows[0])):
        if column in joined:
            found[-1].append(column)
        else:
            found.append([column])
    return found


def with_columns(sheet: Sheet, order: Sequence[int | None], unknown: str = "") -> Sheet:
    """The sheet with these columns in this order; None is a column that nobody asked for, headed ``unknown``. Texts above the header and
    rows of a single text stay where they are; the row of column numbers counts anew."""
    top = sheet.header[0]
    rows = []
    for number, row in enumerate(sheet.rows):
        filled = [cell for cell in row if cell is not None]
        if number < top or (len(filled) == 1 and row[0] is not None):
            rows.append([*row, *[None] * len(order)][: len(order)])
        elif number in sheet.number_rows:
            rows.append([f"({place})" for place in range(1, len(order) + 1)])
        else:
            extra = unknown if number == top else f"ghi {number}" if number + 1 in sheet.places.values() and number % 3 else None
            rows.append([extra if column is None else row[column] for column in order])
    return replace(
        sheet,
        rows=rows,
        merges=(),
        hidden_columns=(),
        noted=(),
        fields=tuple("" if column is None else sheet.fields[column] for column in order),
    )


def shuffled(sheet: Sheet, source_name: str, random: Random) -> Sheet:
    """Some blocks dropped, one column added, all in a drawn order."""
    kept = [block for block in blocks(sheet) if not _may_go(sheet, block, source_name) or random.random() < 0.6]
    order: list[list[int | None]] = [list(block) for block in kept]
    if random.random() < 0.5:
        order.append([None])
    random.shuffle(order)
    return with_columns(sheet, [column for block in order for column in block], random.choice(UNKNOWN))


def _may_go(sheet: Sheet, block: list[int], source_name: str) -> bool:
    is_serial = str(sheet.rows[sheet.header[0]][block[0]]) in ("STT", "TT", "Số TT")
    return not is_serial and not any(sheet.fields[column] in NEEDED[source_name] for column in block)


def with_noise(sheet: Sheet, random: Random) -> Sheet:
    """Rows that are no data put between rows of data."""
    top, end = sheet.header[0], header_end(sheet)
    header = [list(row) for row in sheet.rows[top:end]]
    places = [row for row in data_rows(sheet)[1:] if random.random() < 0.3]
    for row in reversed(places):
        sheet = inserted_rows(sheet, row, header if random.random() < 0.25 else [random.choice(NOTHING_SAID)])
    return sheet


def _with_headings(sheet: Sheet, heading: Callable[[int, int, str], str]) -> Sheet:
    """Every text of the header rewritten, but for the technical names under it."""
    top, end = sheet.header[0], header_end(sheet)
    rows = [list(row) for row in sheet.rows]
    for number in range(top, end):
        if number > top and sum(cell is not None and str(cell).isascii() for cell in rows[number]) > len(rows[number]) / 2:
            continue
        rows[number] = [heading(number, column, cell) if isinstance(cell, str) else cell for column, cell in enumerate(rows[number])]
    return replace(sheet, rows=rows)


def respelt(sheet: Sheet, random: Random) -> Sheet:
    return _with_headings(sheet, lambda row, column, text: random.choice(SPELLINGS)(text))


def reworded(sheet: Sheet, source_name: str, random: Random) -> Sheet:
    """Headings without a parent in other words of the contract, where no two columns could then be taken for one."""
    contract, index = source(source_name).contract, heading_index(source(source_name).contract)
    top = sheet.header[0]
    taken = set(fold_keys(str(cell) for row in sheet.rows[top : header_end(sheet)] for cell in row if cell is not None).values())
    alone = {block[0] for block in blocks(sheet) if len(block) == 1}

    def other(row: int, column: int, text: str) -> str:
        name = COLUMNS[source_name].get(sheet.fields[column])
        # A column headed "Nữ" holds marks: under another heading they would say nothing.
        if row != top or column not in alone or name is None or text == "Nữ":
            return text
        words = [word for word in contract.column(name).headings if ">" not in word and word != "Nữ"]
        word = random.choice(words)
        key = fold_keys([word])[word]
        if key in taken or len({claim for _, claim in index[key]}) > 1:
            return text
        taken.add(key)
        return word

    return _with_headings(sheet, other)


def every(sheets: list[Sheet], change: Callable[[Sheet], Sheet]) -> list[Sheet]:
    """The change made to each sheet that shows records."""
    return [change(sheet) if sheet.places and any(sheet.fields) else sheet for sheet in sheets]
