"""Rows by kind: what each row under a header is: data, group, total, signature, repeated header, or nothing.

Only the running number and the first text of a row are looked at with patterns, so that a sheet of 30,000 rows takes
milliseconds. The rules are those of domain notes §9.2.

Data flow: rows under a header -> the same rows with ``kind``
"""

import itertools
import math
import re
from collections.abc import Sequence

import polars as pl

from transforms.reading.headers import Header
from transforms.reading.heading_keys import Row, is_technical
from transforms.reading.left_out import left_out
from transforms.reading.lines import PAGE_OF, lines_of
from transforms.reading.paging import last_page_of_strip, page_of, records_on_all_pages
from transforms.vietnamese.names import is_a_usual_name
from transforms.vietnamese.text import INVISIBLE, clean_text, says

#: "5", "05.", "(5)", "5 .", "5,", "5.0".
WHOLE_NUMBER = r"^\s*\(?\d{1,7}(?:[.,]0+)?(?:\s*[.,)])?\s*$"
#: The same as a number: its figures, of the kind that can be cast.
RUNNING_NUMBER = r"^\s*\(?([0-9]{1,7})(?:[.,]0+)?(?:\s*[.,)])?\s*$"
#: A cell of nothing but a date, perhaps with a time.
WHOLE_DATE = r"^(?:\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d{2}|(?:19|20)\d{2}-\d{2}-\d{2})(?:[ T][\d:.]+)?$"
#: Identifiers of people and dossiers; numbers of phones, accounts and taxpayers are as long.
IDENTIFIER = r"\d{9,}|\b[GHgh]\d{2}(?:\.\d+)*-\d{6}-\d+"
ROMAN_OR_LETTER = r"^\s*(?:[IVXivx]{1,6}|[A-ZĐa-hđ])(?:[.)/-]\d{0,2})*\s*$"
#: "A. HỘ NGHÈO", "I. Tổ dân phố số 3", "I.1 Người tham gia", "TDP số 3", "Lĩnh vực Hộ tịch".
GROUP_TEXT = (
    r"^\s*(?:(?:[ivx]{1,6}|[a-hđ])(?:\.\d+)*\s*[.)/:-]\s*\D|tổ dân phố|to dan pho|tổ\s+\d|tdp|khu dân cư|khu dan cu|kdc|khu phố"
    r"|thôn|xóm|lĩnh vực|linh vuc|nhóm|hộ nghèo|hộ cận nghèo)"
)
#: Accents tell a total ("Tổng") from the place and the family name "Tống"; a text without any mark must be the phrase alone.
TOTAL_TEXT = (
    r"^\W*(?:tổng\s*(?:cộng|số)|tông cộng|cộng\s*(?:$|[:(\d.]|cuối|trong|phát"
    r"|tăng|giảm|không|nhóm|theo|tổ|tdp|thôn|mục"
    r"|phần|trang|chuyển|lũy|dồn|hộ|[ivx]+\b|[a-h]\b)"
    r"|tổng\s+(?:tdp|tổ|thôn|xóm|khu|kdc|hộ|nhân|hn|cn|toàn|nhóm|mục|phần|trang)\b|t\s*\.?\s*cộng\b|tc(?:\s+(?:tdp|tổ|thôn|xóm|khu|hộ)\b|\s*(?:$|[:(\d]))"
    r"|toàn\s+(?:phường|xã|quận|huyện|thị xã|thành phố)\b|(?:luỹ|lũy)\s+kế|(?:chuyển|mang)\s+(?:trang|sang)|[σ∑]"
    r"|(?:(?:sub|grand)[\s-]?)?totals?(?:\W|$)"
    r"|tổng\s*(?:$|[:(\d])|(?:tong cong|tong so|tong|cong|cong tang|cong giam)\s*(?:$|[:(\d])"
    r"|(?:hiển thị|đang xem)\s.{0,20}\d"
    r"|(?:ấn định )?(?:danh sách|bảng) (?:này |trên )?(?:gồm|có)\s*(?:(?:có|tất cả|tổng số|tổng cộng)\s*)?:?\s*\d"
    r"|(?:tổng|cộng)\s+danh sách\b|tổng\s+(?:sl|có)\s*:?\s*\d|tất cả\W{0,3}\d|(?:số lượng|sl|count|total count)\s*[:(]\s*\d"
    r"|kết quả tìm kiếm\W{0,3}\d|tìm (?:được|thấy)\W{0,3}\d"
    r"|số (?:hồ sơ|người|thẻ|hộ|nhân khẩu|lao động|đối tượng)(?: trong danh sách)?\s*:\s*\d)"
)
#: "(157 người)", "29 hộ, 99 nhân khẩu", alone in its row.
COUNT_TEXT = (
    r"^\W*(?:số lượng\W{0,3})?\d[\d., ]*\s*(?:nhân khẩu|hồ sơ|hộ gia đình|hộ dân|hộ|khẩu|người|thẻ|thẻ bhyt|lượt|trường hợp"
    r"|thành viên|đối tượng|bản ghi|lao động)"
    r"(?:\W|\d|và|nhân khẩu|khẩu|người|thẻ)*$"
)
_COUNT_HINTS = ("khẩu", "hồ sơ", "hộ", "người", "thẻ", "lượt", "trường hợp", "thành viên", "đối tượng", "bản ghi", "lao động")
_OF_ALL = r"^\W*toàn\s+(?:phường|xã)"
SIGNATURE_TEXT = (
    r"(?:^\W*(?:người lập|nguoi lap|lập bảng|lập biểu|người kiểm tra|lãnh đạo đơn vị|cán bộ báo cáo"
    r"|can bo bao cao|cán bộ thu|cán bộ lập|thủ trưởng|thu truong"
    r"|tm\s*\.|t/m|tl\s*\.|kt\s*\.|tuq\s*\."
    r"|chủ tịch|chu tich|phó chủ tịch|giám đốc|giam doc|phó giám đốc|kế toán trưởng|thủ quỹ|đại diện"
    r"|trưởng phòng|xác nhận của"
    r"|công chức|nơi nhận|(?:người ký|ký bởi|ngày ký|thời gian ký)\s{0,3}:)(?:\W|$|\s)"
    r"|\(\s*ký|\(ky,|ký,? (?:và )?ghi rõ họ tên|ky ghi ro ho ten"
    r"|(?:^|,|\s)ngày\s*[\d.…_ ]*\s*tháng\s*[\d.…_ ]*\s*năm\s*[\d.…_ ]*$"
    r"|(?:^|,|\s)ngay\s*[\d.…_ ]*\s*thang\s*[\d.…_ ]*\s*nam\s*[\d.…_ ]*$"
    r"|,\s*ng[aà]y\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{4}$)"
)
#: Who signs beside somebody whose office is known ("Cán bộ giảm nghèo | TM. UBND PHƯỜNG"); the whole cell, for each may begin a name or be
#: somebody's occupation.
_OFFICE = (
    r"^\W*(?:kế toán|(?:phó )?trưởng (?:tdp|thôn|xóm|khu|ban|phòng|trạm|bộ phận|công an|khối|nhóm|đoàn)|tổ (?:trưởng|phó)|bí thư|cán bộ"
    r"|công chức|viên chức|chuyên viên|nhân viên|phụ trách|trạm trưởng|hiệu trưởng|thủ kho"
    r"|người (?:lập|tổng hợp|báo cáo|duyệt|phê duyệt|thực hiện|thống kê|kiểm tra|rà soát|nhận|giao|ký|điều tra|cung cấp|ghi|xác nhận))"
    r"(?: [^\d]{1,40})?\W*$"
)
#: Columns whose values are worded as names of groups are.
WORDED_COLUMNS = frozenset(
    ("residential_group", "address", "address_and_phone", "area", "classification", "field_name", "object_code", "insurance_kind")
)
#: How many there are, or an amount: what a group's row says beside its name.
_FIGURE = r"^[\d.,\s()%-]{1,15}$"
#: "Không phát sinh", "Tháng 3/2026 không có hồ sơ nào", "No data available in table", "Showing 0 to 0 of 0 entries". "Không có khả năng lao
#: động" is a group. Read by ``re`` too: without what only one of the two engines knows.
NOTHING_TEXT = (
    r"^\W{0,3}(?:.{0,60}\b(?:không|khong|chưa|chua) (?:có |co )?(?:phát sinh|phat sinh)(?:\W.{0,80})?"
    r"|(?:(?:trong |tháng|quý|kỳ|kì|năm|hiện|đến nay).{0,50}\W)?(?:không|chưa|khong|chua) (?:có|co|tìm thấy|tim thay|thấy)"
    r"(?: (?:bất kỳ|bat ky|một|mot))?(?:\W*| (?:dữ liệu|du lieu|số liệu|so lieu|bản ghi|ban ghi|hồ sơ|ho so|kết quả|ket qua|trường hợp"
    r"|truong hop|biến động|bien dong|đối tượng|doi tuong|thông tin|thong tin|danh sách|danh sach|dòng nào|hộ nào|người nào|ai|gì)"
    r"(?:\W.{0,80})?)"
    r"|(?:không|khong|nil|none)\W{0,3}"
    r"|(?:there (?:is|are) )?no (?:matching )?(?:data|records?|results?|entries|items?|rows?|matches)\b.{0,60}"
    r"|(?:hiển thị|hien thi|đang xem|dang xem|showing|displaying)\s.{0,20}\b0\b\D{1,20}\b0\b(?:\D{1,30}\b0\b)?\D{0,30}"
    r"|(?:có|co|tìm thấy|tim thay|tổng số|tong so|total)?\W{0,3}0 (?:dữ liệu|bản ghi|ban ghi|hồ sơ|ho so|kết quả|ket qua|mục|dòng"
    r"|records?|results?|entries|items?|rows?)\W{0,3})$"
)
#: One of these stands in whatever ``NOTHING_TEXT`` matches.
NOTHING_HINTS = (
    "không",
    "khong",
    "chưa",
    "chua",
    "nil",
    "none",
    "no ",
    "hiển thị",
    "hien thi",
    "đang xem",
    "dang xem",
    "show",
    "displ",
    "0 ",
)
#: What a web grid shows to turn its pages: "« Trước | 1 | 2 | 3 | Sau »".
_PAGER_TEXT = r"^\W*(?:«|‹|<{1,2}|(?:trang )?(?:trước|truoc|đầu|dau)|previous|prev|first)\W*$"
_PAGER_HINTS = ("«", "‹", "<", "trước", "truoc", "đầu", "dau", "prev", "first")
_PAGING_WORDS = (
    r"showing|display|view|hi[eể]n th[iị]|xem|trang|page|entr|items|records|results|rows|b[aả]n ghi|k[eế]t qu[aả]|m[uụ]c|d[oò]ng"
    r"|t[iì]m th[aấ]y|^\W*c[oó] [0-9.,]+ |^\W*c[oò]n |n[uữ]a|kh[aá]c\W*$|more|other|left|limit|h[aạ]n|t[oố]i [dđ]a|hidden|omit|trunc"
    r"|ti[eế]p"
)
_PAGING = rf"{_PAGING_WORDS}|[0-9][^0-9]{{1,9}}[0-9]"
#: "1 | of | 4", "1 | 2 | 3 | 4 | Sau": a pager whose first number looks like that of a row; a blank between its cells.
_BETWEEN_NUMBERS = rf"^(?:{'|'.join(PAGE_OF)}|\d{{1,4}})$"
_NUMBERED_PAGER = (
    rf"^\d{{1,4}} (?:{'|'.join(PAGE_OF)}) \d{{1,4}}$|^\d{{1,4}}(?: \d{{1,4}})+ (?:(?:trang )?(?:sau|tiếp|cuối)|next|last|[»›>]{{1,2}})$"
)
NOTE_TEXT = r"^\s*(?:[-*+•–]|\(\*|ghi chú|ghi chu|chú thích|lưu ý)"
_BULLET = r"^\s*[-*+•–]"
#: "(3)", "3", "[3]", "-3-", "Cột 3", "(3)=(4)+(5)"; "A".
_CODE_TEXT = r"\s*(?:(?:[Cc]ột|CỘT)\s*)?(?:[(\[{–-]\s*)?(\d{1,3})(?:\.0)?\s*(?:[)\]}–-]\s*)?(?:=.*)?|([A-ZĐ])"
_CODE = re.compile(_CODE_TEXT)
#: What stands in a cell of a number unseen: marks of zero width, and the apostrophe that makes it text.
_UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff'’]")
#: So many cells of signatures make a row of them, whatever its first cell says ("Lập bảng | Trưởng phòng | Giám đốc").
_SIGNATURES = 2
#: A sheet of thirty thousand rows has a thousand pages.
_MOST_CODE_ROWS = 2000
#: Cells of a line of a web grid: its words, and links to other pages.
_MOST_PAGING = 12


def is_code_row(row: Row, header: Header) -> bool:
    """A row of column numbers: "(1) (2) (3)", "A B C 1 2", "(3)=(4)+(5)". Every cell is one, over 60 % of the headed columns, each
    one more than the last, so that a first data row of small numbers is not taken for one. In a row of five or more, one in five may
    be missing between them: columns that were deleted or hidden before the list was sent leave their number out."""
    cells = [text for text in row if text is not None]
    headed = sum(1 for path in header.paths if path)
    tokens = [found for text in cells if (found := _CODE.fullmatch(_UNSEEN.sub("", text).strip()))]
    if len(tokens) < max(3, len(cells)) or len(tokens) < 0.6 * headed:
        return False
    letters = [ord(token[2]) - 64 for token in tokens if token[2] and token[2] != "Đ"]
    numbers = [int(token[1]) for token in tokens if token[1]]
    return _left_out(letters) + _left_out(numbers) <= len(tokens) // 5


def _left_out(counted: list[int]) -> float:
    """How many are missing in a count that begins with one; without end where it does not rise."""
    if any(later <= earlier for earlier, later in itertools.pairwise([0, *counted])):
        return math.inf
    return counted[-1] - len(counted) if counted else 0


def is_technical_row(row: Row, header: Header) -> bool:
    """Field names of the exporting system under the headings, or a row of nothing but notes in brackets ("(đồng)")."""
    cells = [text.strip() for text in row if text is not None]
    notes = sum(1 for text in cells if re.fullmatch(r"\(.*\)", text, re.DOTALL))
    if notes == len(cells) and (len(cells) >= 2 or _is_under_a_figure(row, header)):
        return True
    names = [text for text in cells if is_technical(text) or text.upper() in ("STT", "TT")]
    cased = [text for text in names if re.search(r"[a-z][A-Z]|_", text)]
    return len(cells) >= 3 and len(names) >= 0.6 * len(cells) and len(cased) * 3 >= len(names)


def _is_under_a_figure(row: Row, header: Header) -> bool:
    """One note in brackets ("(triệu đồng)") under a heading that names no row; under the first ones it may name a group ("(Tổ 3)")."""
    place = next((place for place, text in enumerate(row) if text is not None), 0)
    naming = [header.positions[name] for name in header.contract.required[0] if name in header.positions]
    return place > max(naming, default=1) and place in header.positions.values()


def classify(frame: pl.DataFrame, header: Header, noise: Sequence[Row]) -> pl.DataFrame:
    """Columns ``index``, ``kind``, ``first``, ``text``, ``serial`` of rows under a header that are not blank.

    ``frame`` holds ``index`` and the sheet's columns; ``noise`` are the header's own rows and its column numbers, which come again on every
    printed page. ``kind`` is one of data, group, total, signature, note, noise. ``text`` is the row's first text beside the running number.
    """
    serial = header.serial_position
    cells = [name for name in frame.columns if name != "index"]
    others = [pl.col(name) for name in cells if name != f"c{serial}"]
    number = pl.col(f"c{serial}") if serial is not None and f"c{serial}" in cells else pl.lit(None, pl.String)
    rows = frame.select_seq(
        "index",
        number.str.replace_all(INVISIBLE, "").alias("serial"),
        pl.sum_horizontal(column.is_not_null() for column in others).alias("others"),
        pl.coalesce(others).alias("text"),
        _is_noise(frame, cells, noise).alias("is_noise"),
        _names_the_whole(frame, header).alias("is_of_all"),
    ).filter((pl.col("others") > 0) | pl.col("serial").is_not_null())
    rows = _without_codes(rows, frame, header)
    rows = _with_values(_with_kinds(rows, has_serial=serial is not None), frame, header)
    rows = _with_paging(_without_pagers(_without_signatures(rows, frame), frame), frame)
    pairs = rows.filter(pl.col("kind").is_in(["pair", "bullet"]))
    return _settle_pairs(rows, frame.join(pairs.select_seq("index"), on="index", how="semi"), header) if pairs.height else rows


def filled_columns(rows: pl.DataFrame) -> pl.DataFrame:
    """A few rows without the columns in which none of them has anything: a sheet may be hundreds of columns wide."""
    return rows.select_seq(column for column in rows.columns if column == "index" or rows[column].null_count() < rows.height)


def last_row_of(kinds: pl.DataFrame, kind: str) -> int:
    """``index`` of the last row of a kind; -1 without any."""
    last = kinds.filter(pl.col("kind") == kind)["index"].max()
    return -1 if last is None else int(str(last))


def _names_the_whole(frame: pl.DataFrame, header: Header) -> pl.Expr:
    """ "Toàn phường" in the column of areas is an area like others; elsewhere it begins a sum."""
    place = header.positions.get("area")
    if place is None or f"c{place}" not in frame.columns:
        return pl.lit(False)
    return clean_text(pl.col(f"c{place}")).str.to_lowercase().str.contains(_OF_ALL).fill_null(False)


def _without_codes(rows: pl.DataFrame, frame: pl.DataFrame, header: Header) -> pl.DataFrame:
    """Column numbers under a header that comes again are noise, as they are under the first; no first text of a row of data looks like
    one."""
    perhaps = rows.filter(pl.col("text").str.contains(f"^(?:{_CODE_TEXT})$"), pl.col("others") > 1).head(_MOST_CODE_ROWS)["index"]
    if perhaps.is_empty():
        return rows
    found = frame.filter(pl.col("index").is_in(perhaps.implode()))
    codes = [index for index, *cells in found.iter_rows() if is_code_row(list(cells), header)]
    return rows.with_columns_seq(pl.col("is_noise") | pl.col("index").is_in(codes))


def _with_values(rows: pl.DataFrame, frame: pl.DataFrame, header: Header) -> pl.DataFrame:
    """Rows of data that are worded as groups or signatures: what words them stands in a column of such values ("TDP số 3" under "Địa chỉ"),
    beside others that no sum of a group is; or there is a date in a cell of its own. In a list of figures a number is a value."""
    least = pl.when(pl.col("kind") == "group").then(2).when(pl.col("kind") == "signature").then(3)
    perhaps = rows.filter(pl.col("others") >= least)["index"]
    known = {
        name: pl.col(f"c{place}") for name, place in header.positions.items() if f"c{place}" in frame.columns and name != "serial_number"
    }
    if perhaps.is_empty() or not known:
        return rows
    found = frame.filter(pl.col("index").is_in(perhaps.implode()))
    texts = {name: clean_text(cell).str.to_lowercase() for name, cell in known.items()}
    no_value = f"{COUNT_TEXT}|{TOTAL_TEXT}"
    if not lists_figures(header):
        no_value += f"|{_FIGURE}"
    values = (text.is_not_null() & (~text.str.contains(no_value) | text.str.contains(IDENTIFIER)) for text in texts.values())
    worded = [texts[name].str.contains(GROUP_TEXT).fill_null(False) for name in WORDED_COLUMNS & texts.keys()]
    is_dated = pl.any_horizontal(cell.str.contains(WHOLE_DATE).fill_null(False) for cell in known.values())
    is_valued = pl.any_horizontal(worded) & (pl.sum_horizontal(values) >= 2) if worded else pl.lit(False)
    dated, valued = (found.filter(one)["index"].implode() for one in (is_dated, is_valued))
    is_data = pl.col("index").is_in(dated) | ((pl.col("kind") == "group") & pl.col("index").is_in(valued))
    return rows.with_columns_seq(pl.when(is_data).then(pl.lit("data")).otherwise("kind").alias("kind"))


def lists_figures(header: Header) -> bool:
    """Whether no row is anybody's: a table of figures by indicator and area."""
    return not any(column.personal and column.name.endswith("_name") for column in header.contract.columns)


def _without_pagers(rows: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """Rows taken for data that are numbers of pages in several cells, and nothing else."""
    perhaps = rows.filter(pl.col("kind") == "data", pl.col("others").is_between(2, _MOST_PAGING), says(pl.col("text"), _BETWEEN_NUMBERS))[
        "index"
    ]
    if perhaps.is_empty():
        return rows
    found = frame.filter(pl.col("index").is_in(perhaps.implode()))
    cells = (pl.col(name).str.strip_chars() for name in found.columns if name != "index")
    line = pl.concat_str(*cells, separator=" ", ignore_nulls=True).str.to_lowercase()
    pagers = found.filter(line.str.contains(_NUMBERED_PAGER))["index"]
    return rows.with_columns_seq(pl.when(pl.col("index").is_in(pagers.implode())).then(pl.lit("note")).otherwise("kind").alias("kind"))


def _with_paging(rows: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """Lines of a web grid among the rows: how many records it has is a total; which of its pages this is, what it leaves out, a
    note."""
    label, is_few = pl.col("label"), pl.col("others") <= _MOST_PAGING
    beside = rows.filter(pl.col("kind") != "noise", ~pl.col("is_numbered"), is_few)
    perhaps = beside.filter(says(label, _PAGING)).select_seq("index", "label", "first", "text")
    totals, pages = [], []
    worded = perhaps.filter(says(pl.col("label"), _PAGING_WORDS))["index"]
    over_cells = frame.filter(pl.col("index").is_in(worded.implode())).iter_rows() if len(worded) else ()
    lines = {row[0]: lines_of([list(row[1:])]) for row in over_cells}
    for index, _, *texts in perhaps.iter_rows():
        found = [text for text in dict.fromkeys((*texts, *lines.get(index, ()))) if text is not None]
        if any(records_on_all_pages(text) is not None for text in found):
            totals.append(index)
        elif any(one(text) is not None for one in (page_of, last_page_of_strip, left_out) for text in found):
            pages.append(index)
    pager = ~pl.col("is_numbered") & (pl.col("others") > 1) & says(label, _PAGER_TEXT, hints=_PAGER_HINTS)
    kind = pl.when(pl.col("index").is_in(totals)).then(pl.lit("total")).when(pl.col("index").is_in(pages) | pager).then(pl.lit("note"))
    return rows.with_columns_seq(kind.otherwise("kind").alias("kind"))


def _without_signatures(rows: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """Rows taken for data that are signatures in several of their cells; one such word may be somebody's office."""
    perhaps = rows.filter(pl.col("kind") == "data", ~pl.col("is_numbered"), pl.col("others") <= 6)["index"]
    if perhaps.is_empty():
        return rows
    found = frame.filter(pl.col("index").is_in(perhaps.implode()))
    cells = [clean_text(pl.col(name)).str.to_lowercase() for name in found.columns if name != "index"]
    signed = found.filter(pl.sum_horizontal(cell.str.contains(SIGNATURE_TEXT).fill_null(False) for cell in cells) >= _SIGNATURES)["index"]
    is_signed = pl.col("index").is_in(signed.implode())
    return rows.with_columns_seq(pl.when(is_signed).then(pl.lit("signature")).otherwise("kind").alias("kind"))


def _settle_pairs(rows: pl.DataFrame, cells: pl.DataFrame, header: Header) -> pl.DataFrame:
    """Two texts under two known headings are a sparse row of data (a member's name and relation), behind a dash too; else it is a group
    row, behind a dash a note. Two that sign are a signature where the office of one is known and neither is a name."""
    names = [f"c{position}" for position in header.positions.values() if f"c{position}" in cells.columns]
    figure = r"^$" if lists_figures(header) else r"^[\d.,\s()]{1,6}$"
    known = pl.sum_horizontal(pl.col(name).is_not_null() & ~pl.col(name).str.contains(figure) for name in names)
    data = cells.filter(known == 2)["index"]
    cells = filled_columns(cells)
    texts = [clean_text(pl.col(name)) for name in cells.columns if name != "index"]
    signs = pl.any_horizontal(text.str.to_lowercase().str.contains(f"{SIGNATURE_TEXT}|{_OFFICE}").fill_null(False) for text in texts)
    is_told = pl.any_horizontal((is_a_usual_name(text) | text.str.contains(WHOLE_DATE)).fill_null(False) for text in texts)
    signed = cells.filter(signs & ~is_told)["index"]
    is_open = pl.col("kind").is_in(["pair", "bullet"])
    settled = (
        pl.when(~is_open)
        .then("kind")
        .when((pl.col("kind") == "pair") & pl.col("index").is_in(signed.implode()))
        .then(pl.lit("signature"))
        .when(pl.col("index").is_in(data.implode()))
        .then(pl.lit("data"))
    )
    return rows.with_columns_seq(settled.when(pl.col("kind") == "bullet").then(pl.lit("note")).otherwise(pl.lit("group")).alias("kind"))


def _is_noise(frame: pl.DataFrame, cells: list[str], noise: Sequence[Row]) -> pl.Expr:
    """Rows equal to one of the header's rows in most of its cells."""
    masks = []
    for row in noise:
        texts = {f"c{place}": text for place, text in enumerate(row) if text is not None and f"c{place}" in cells}
        if len(texts) >= 2:
            masks.append(pl.sum_horizontal(pl.col(name) == text for name, text in texts.items()) >= max(2, 0.6 * len(texts)))
    return pl.any_horizontal(masks) if masks else pl.lit(False)


def _with_kinds(rows: pl.DataFrame, *, has_serial: bool) -> pl.DataFrame:
    serial = pl.col("serial")
    rows = rows.with_columns_seq(
        serial.str.contains(WHOLE_NUMBER).fill_null(False).alias("is_numbered"),
        pl.coalesce("serial", "text").alias("first"),
    )
    # Patterns run on rows without a running number, or with little else; null elsewhere costs nothing.
    lettered = serial.str.contains(ROMAN_OR_LETTER).fill_null(False)
    beside = lettered | (pl.col("is_numbered") & (pl.col("others") == 1))
    plain = pl.when(~pl.col("is_numbered") | beside).then(pl.when(beside).then(pl.coalesce("text", "serial")).otherwise("first"))
    rows = rows.with_columns_seq(clean_text(plain).str.to_lowercase().alias("label"))
    return rows.with_columns_seq(_kind(most_cells=3 if has_serial else 2).alias("kind")).filter(pl.col("kind").is_not_null())


def _kind(most_cells: int) -> pl.Expr:
    """``most_cells``: a group row may hold a sum or two; in a list without running numbers, a row of three cells is data."""
    serial, others, label = pl.col("serial"), pl.col("others"), pl.col("label")
    count = others + serial.is_not_null().cast(pl.UInt32)
    lettered = serial.str.contains(ROMAN_OR_LETTER).fill_null(False)
    grouped = says(label, GROUP_TEXT)
    total = (
        says(label, TOTAL_TEXT) & ~(label.str.starts_with("tổng số ") & (count > 4)) & ~(pl.col("is_of_all") & label.str.contains(_OF_ALL))
    ) | ((count == 1) & says(label, COUNT_TEXT, hints=_COUNT_HINTS))
    return (
        pl.when("is_noise")
        .then(pl.lit("noise"))
        .when(says(label, NOTHING_TEXT, hints=NOTHING_HINTS) & (others <= 2))
        .then(pl.lit("note"))
        .when(pl.col("is_numbered") & ~grouped & ~(total & (others == 1)))
        .then(pl.when(others > 0).then(pl.lit("data")))
        .when(total)
        .then(pl.lit("total"))
        .when(says(label, SIGNATURE_TEXT) & (count <= 6))
        .then(pl.lit("signature"))
        .when(says(label, NOTE_TEXT) & (count <= 2))
        .then(pl.when((count == 2) & label.str.contains(_BULLET)).then(pl.lit("bullet")).otherwise(pl.lit("note")))
        .when((lettered & (others <= 2)) | (grouped & (count <= most_cells)) | (lettered & grouped & (others <= 6)))
        .then(pl.lit("group"))
        .when(count >= 3)
        .then(pl.lit("data"))
        .when(count == 2)
        .then(pl.lit("pair"))
        .otherwise(pl.lit("group"))
    )
