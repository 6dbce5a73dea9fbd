"""Rules F01 to F09: what is wrong with a delivery as a whole, and what that makes of it.

Data flow: ``Reading``, month evidence, counts -> ``FileFinding``s. F07 and the rise of F09 come from the suite's native volume
expectations.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from expectations.rule import Severity
from expectations.wording import count_vi, percent
from transforms.reading.headers import unheaded
from transforms.reading.model import LeftAside, LeftOut, MonthEvidence, Reading, SaidElsewhere, StatedTotal, Suggestion, Table
from transforms.reading.months import FIRST_YEAR, LAST_YEAR
from transforms.reading.paging import RECORDS
from transforms.reading.rows import RUNNING_NUMBER

#: Places that name a month, in the officer's words.
_WHERE_VI = {"title": "tiêu đề", "sheet": "tên trang tính", "file": "tên tệp", "folder": "tên thư mục", "rows": "cột tháng"}
_ROW_UNITS_OF_PEOPLE = ("nguoi", "nhan khau", "khau", "thanh vien")
#: Units of other things than the rows of a list, which stand beside its total.
_OTHER_UNITS = {
    "dossiers": ("nguoi", "nhan khau", "khau", "thanh vien", "luot", "the", "doi tuong", "lao dong"),
    "poverty": ("lao dong", "the", "luot"),
}
#: Units that may be households as well as people; of people whom a list does not state nobody but "đối tượng" speaks.
_EITHER_UNITS = ("", "doi tuong", "truong hop")
_LEAST_LIKENESS = 0.5
_MOST_LISTED = 8
#: Between the headings of columns of which one is enough.
_OR = " hoặc "


@dataclass(frozen=True)
class FileFinding:
    """A finding that speaks of the file, not of a row. ``state``: open, or accepted where an officer released the file from it."""

    rule_code: str
    severity: Severity
    message_vi: str
    state: str = "open"


@dataclass(frozen=True)
class SheetCount:
    """What one list holds: data rows, distinct people, households (0 where it has none). Of a list of heads alone ``people`` are the
    members that it states for its households; None where it does not state them all."""

    rows: int
    people: int | None
    households: int


def unreadable(reading: Reading) -> FileFinding:
    return FileFinding(
        "F01", "critical", reading.detail_vi or "Tệp không đọc được hoặc không có dòng dữ liệu nào. Mở thử bằng Excel rồi gửi lại bản đúng."
    )


def nothing_filled_in() -> FileFinding:
    """F01: the departmental workbook as it was handed out."""
    return FileFinding("F01", "critical", "Biểu mẫu chưa ghi số liệu nào. Ghi số liệu vào các ô màu vàng rồi gửi lại.")


def unrecognised(reading: Reading) -> FileFinding:
    return FileFinding(
        "F02", "critical", reading.detail_vi or "Không trang nào có tiêu đề cột của một nguồn đã biết. Kiểm tra xem có gửi nhầm tệp không."
    )


def missing_columns(reading: Reading) -> list[FileFinding]:
    """F03: each missing column with the nearest heading found, and with the unknown column whose values look like it."""
    out = []
    for sheet in reading.missing:
        for wanted, nearest, likeness in sheet.missing:
            near = f" Cột gần giống nhất: '{nearest}' (giống {likeness:.0%})." if nearest and likeness >= _LEAST_LIKENESS else ""
            place = f"Trang '{sheet.sheet_name}'" if sheet.sheet_name else "Tệp"
            alike = "".join(f" {_looks_like(one)}" for one in sheet.suggestions if one.header in wanted.split(_OR))
            out.append(
                FileFinding(
                    "F03", "critical", f"{place} thiếu cột bắt buộc '{wanted}'.{near}{alike} Bổ sung cột này hoặc sửa tiêu đề rồi gửi lại."
                )
            )
    return out or [FileFinding("F03", "critical", reading.detail_vi or "Thiếu cột bắt buộc. Bổ sung rồi gửi lại.")]


def missing_population_sheet() -> FileFinding:
    """F03: the departmental report needs both its sheets."""
    return FileFinding(
        "F03",
        "critical",
        'Thiếu trang "Dân số" với các cột Khu vực, Tháng, Dân số, Số hộ, Số gia đình, lực lượng lao động và trẻ em. '
        "Dùng biểu mẫu do hệ thống phát hành rồi gửi lại.",
    )


def missing_classes() -> FileFinding:
    """F03: a poverty list that says nowhere which households are poor and which near-poor."""
    return FileFinding(
        "F03",
        "critical",
        "Không có cột 'Phân loại hộ' và cũng không có dòng nhóm 'HỘ NGHÈO', 'HỘ CẬN NGHÈO'. Bổ sung phân loại rồi gửi lại.",
    )


def month_of(evidence: Sequence[MonthEvidence], misunderstood: Sequence[tuple[str, str]] = ()) -> tuple[date | None, FileFinding | None]:
    """The one month that every piece of evidence names; none, or several, is F04 with all the evidence told. ``misunderstood``: places
    and what they say that is no month of the calendar."""
    months = sorted({piece.month for piece in evidence})
    if not any(FIRST_YEAR <= year <= LAST_YEAR for year, _ in months):
        misunderstood = misunderstood or [(piece.where, piece.text) for piece in evidence]
        months = []
    if len(months) == 1:
        return date(*months[0], 1), None
    if not months and misunderstood:
        places = "; ".join(f"{_WHERE_VI.get(where, where)} ghi '{text}'" for where, text in misunderstood[:_MOST_LISTED])
        return None, FileFinding(
            "F04",
            "critical",
            f"Không xác định được kỳ (tháng) của tệp: {places}. Cần một tháng từ 01/{FIRST_YEAR} đến 12/{LAST_YEAR}, "
            "ghi như 07/2026. Sửa kỳ cho đúng rồi gửi lại.",
        )
    if not months:
        return None, FileFinding(
            "F04",
            "critical",
            "Không xác định được kỳ (tháng) của tệp: tiêu đề, tên trang, tên tệp và thư mục đều không nêu tháng. "
            "Ghi tháng vào tiêu đề hoặc tên tệp rồi gửi lại.",
        )
    told = "; ".join(
        f"{_WHERE_VI.get(piece.where, piece.where)} ghi '{piece.text}' (tháng {piece.month[1]:02d}/{piece.month[0]})" for piece in evidence
    )
    return None, FileFinding("F04", "critical", f"Các chỗ ghi kỳ báo cáo mâu thuẫn nhau: {told}. Sửa cho thống nhất rồi gửi lại.")


def same_rows(share: float, limit: float, earlier: date) -> list[FileFinding]:
    if share <= limit:
        return []
    return [
        FileFinding(
            "F05",
            "critical",
            f"{percent(share)} số dòng giống hệt bản tháng {earlier:%m/%Y} đã công bố: có lẽ tệp cũ được gửi lại cho kỳ mới. "
            "Gửi đúng tệp của kỳ này; nếu số liệu thật sự không đổi, công bố bằng tay kèm lý do.",
        )
    ]


def same_bytes(earlier: date) -> FileFinding:
    return FileFinding(
        "F05",
        "critical",
        f"Tệp này giống từng byte với tệp đã nhận cho tháng {earlier:%m/%Y} nhưng tên ghi tháng khác. Gửi đúng tệp của kỳ này.",
    )


def stated_totals(tables: Sequence[Table], counts: Sequence[SheetCount]) -> list[FileFinding]:
    """F06 where a sheet states more than was read, F09 where it states less; each total in its own unit. A sheet may state what all sheets
    hold."""
    whole = _together(counts)
    in_one = len(tables) > 1 and _is_one_numbering(tables)
    out = []
    so_far = 0
    for table, count in zip(tables, counts, strict=True):
        place = _place(table)
        so_far += count.rows  # a list over several sheets may number its rows on
        if table.last_serial is not None and table.last_serial > count.rows and table.last_serial > so_far and not in_one:
            out.append(_truncated(place, f"số thứ tự cuối là {table.last_serial}", count.rows))
        elif not in_one:
            out += _missing_numbers(table)
        for total in _comparable(table, count):
            most, least = _bounds(total, count)
            if total.count > most and not _agrees(total, whole):
                out.append(_truncated(place, f"ghi tổng cộng {total.count}", most))
            elif total.count < least:
                out.append(
                    FileFinding("F09", "warning", f"{place} ghi tổng cộng {total.count} nhưng đọc được {least}. Xác nhận số nào đúng.")
                )
    return out


def stated_records(tables: Sequence[Table], gone: Sequence[int]) -> list[FileFinding]:
    """F06 where the grid that a report was exported from states more rows than were read; a report's other totals are figures of what it
    reports. ``gone``: rows of each list that officers left out. A list over several sheets may state what all of them hold.
    """
    out = []
    rows = [table.frame.height + left for table, left in zip(tables, gone, strict=True)]
    for table in tables:
        most = sum(count for other, count in zip(tables, rows, strict=True) if other.kind == table.kind)
        stated = max((total.count for total in table.stated_totals if total.unit == RECORDS), default=0)
        if stated > most:
            out.append(_truncated(_place(table), f"ghi tổng cộng {stated} dòng", most))
    return out


def _missing_numbers(table: Table) -> list[FileFinding]:
    """A numbering that rises from row to row, begins anew at one in each group, or stands on the first row of each household, and passes
    numbers over between rows that follow on each other. F06 where it numbers every row of the list and counts further than its rows are;
    F09 where it leaves rows out or repeats a number, as those of households do and a slip of the pen does ("1, 2, 2, 4")."""
    if "serial_number" not in table.frame.columns:
        return []
    rows = table.frame.select_seq(
        "row_number", pl.col("serial_number").str.extract(RUNNING_NUMBER).cast(pl.Int64, strict=False).alias("number")
    )
    if _is_whole(rows["number"].drop_nulls()):
        return []
    numbered = (
        rows.drop_nulls()
        .sort("row_number")
        .with_columns_seq(pl.col("number").diff().alias("step"), (pl.col("number").diff() - pl.col("row_number").diff()).alias("missing"))
    )
    numbers, gaps = numbered["number"], numbered.filter(pl.col("missing") > 0)
    if gaps.is_empty() or bool(((numbered["step"] < 0) & (numbers != 1)).any()):
        return []
    row, number, step, _ = gaps.row(0)
    told = (
        f"{_place(table)} có số thứ tự nhảy từ {number - step} sang {number} (dòng {row}), thiếu tổng cộng "
        f"{count_vi(int(gaps['missing'].sum()))} số: danh sách có lẽ thiếu dòng."
    )
    runs = numbered.group_by((pl.col("step") < 0).fill_null(False).cum_sum()).agg(
        pl.len(), counted=pl.col("number").max() - pl.first("number") + 1
    )
    if len(numbers) == rows.height and bool((runs["counted"] > runs["len"]).any()):
        return [FileFinding("F06", "critical", f"{told} Xuất lại đầy đủ rồi gửi lại.")]
    return [FileFinding("F09", "warning", f"{told} Xác nhận danh sách đủ, hoặc xuất lại đầy đủ rồi gửi lại.")]


def _together(counts: Sequence[SheetCount]) -> SheetCount:
    people = sum(count.rows if count.people is None else count.people for count in counts)
    return SheetCount(sum(count.rows for count in counts), people, sum(count.households for count in counts))


def _agrees(total: StatedTotal, count: SheetCount) -> bool:
    most, least = _bounds(total, count)
    return total.count in (most, least)


def _comparable(table: Table, count: SheetCount) -> list[StatedTotal]:
    """The totals in units that the rows of the list are; in others ("5 hồ sơ, 7 người", "5 hộ, 8 lao động") where no total in a unit of the
    list agrees with what was read."""
    others = _OTHER_UNITS.get(table.source, ())
    own = [total for total in table.stated_totals if not total.unit.startswith(others)]
    return own if any(_agrees(total, count) for total in own) else list(table.stated_totals)


def _is_one_numbering(tables: Sequence[Table]) -> bool:
    """Whether the sheets share one running number of which none is missing: a list that was parted by groups and kept its numbers."""
    if any("serial_number" not in table.frame.columns for table in tables):
        return False
    serials = pl.concat([table.frame["serial_number"] for table in tables])
    return _is_whole(serials.str.extract(RUNNING_NUMBER).cast(pl.Int64, strict=False).drop_nulls())


def _is_whole(numbers: pl.Series) -> bool:
    """Whether they are as many as the greatest of them says, and none comes twice."""
    return numbers.max() == len(numbers) == numbers.n_unique() and not numbers.is_empty()


def _bounds(total: StatedTotal, count: SheetCount) -> tuple[int, int]:
    """The most and the least that a total in its unit may be: people may be counted by row or once each. What cannot be compared is
    right."""
    unit = total.unit
    if unit == RECORDS:
        return max(count.rows, count.households), min(count.rows, count.households or count.rows)
    if count.households and unit.startswith("ho") and not unit.startswith("ho so"):
        return count.households, count.households
    if unit.startswith("ho") and not unit.startswith("ho so"):
        return count.rows, min(total.count, count.rows)
    if count.households and unit in _EITHER_UNITS:
        unknown = total.count if unit == "doi tuong" else count.rows
        people = unknown if count.people is None else count.people
        is_of_rows = unit == "" and total.count != count.households
        return max(people, count.rows), count.rows if is_of_rows else count.households
    if unit.startswith(_ROW_UNITS_OF_PEOPLE):
        people = total.count if count.people is None else count.people
        return max(people, count.rows), min(people, count.rows)
    return count.rows, count.rows


def _truncated(place: str, stated: str, rows: int) -> FileFinding:
    return FileFinding(
        "F06", "critical", f"{place} {stated} nhưng chỉ đọc được {rows}: tệp có lẽ bị cắt bớt khi xuất. Xuất lại đầy đủ rồi gửi lại."
    )


def broken_off(tables: Sequence[Table]) -> list[FileFinding]:
    """F06: a text that ends in the middle of what it says."""
    ends = {
        "letter": "dừng giữa một chữ cái",
        "quotes": "dừng giữa một ô (dấu ngoặc kép mở ở dòng {} chưa đóng)",
        "row": "dừng giữa một dòng: dòng cuối có ít ô hơn các dòng khác và không có dấu xuống dòng",
        "table": "dừng giữa một bảng (bảng của trang web chưa đóng)",
    }
    return [
        FileFinding(
            "F06",
            "critical",
            f"Tệp {ends[table.broken_off].format(*table.open_quotes or ('cuối',))}; đọc được {table.frame.height} dòng. Tệp có lẽ bị đứt "
            "khi tải hoặc khi xuất, các dòng sau đã mất. Tải hoặc xuất lại đầy đủ rồi gửi lại.",
        )
        for table in tables
        if table.broken_off
    ]


def open_quotes(tables: Sequence[Table]) -> list[FileFinding]:
    """F06: lines of a text whose cells nobody can tell apart, for a quote in them is opened and not closed."""
    lines = sorted({line for table in tables if table.broken_off != "quotes" for line in table.open_quotes})
    if not lines:
        return []
    return [
        FileFinding(
            "F06",
            "critical",
            f'Tệp văn bản có dấu ngoặc kép (") mở mà không đóng ở {_rows(lines)}, nên các ô của dòng đó không tách đúng cột. '
            "Mở tệp bằng Notepad, xóa hoặc đóng dấu ngoặc kép ở dòng đó rồi gửi lại; hoặc xuất lại danh sách ở dạng Excel (.xlsx).",
        )
    ]


def missing_pages(tables: Sequence[Table]) -> list[FileFinding]:
    """F06: the pages that the lists name do not reach the last one, or are more than the strips that turn them."""
    pages = [page for table in tables for page in table.pages if page[0]]
    strips = [of for table in tables for page, of in table.pages if not page]
    if pages:
        last, of = max(page for page, _ in pages), max(of for _, of in pages)
        return [_missing_pages("Tệp ghi", last, of)] if last < of else []
    if len(strips) >= max(strips, default=0):
        return []
    return [_missing_pages_of_strip(max(strips))]


def _missing_pages_of_strip(last: int) -> FileFinding:
    return FileFinding(
        "F06",
        "critical",
        f"Tệp có dãy nút chuyển trang hoặc ghi tổng số trang, đến trang {last}: chỉ có trang đang xem trên màn hình được xuất, "
        "các trang khác không có trong tệp. Xuất lại tất cả các trang rồi gửi lại.",
    )


def _missing_pages(says: str, last: int, of: int) -> FileFinding:
    return FileFinding(
        "F06",
        "critical",
        f"{says} 'trang {last}/{of}': chỉ có trang đang xem trên màn hình được xuất, các trang sau không có trong tệp. "
        "Xuất lại tất cả các trang rồi gửi lại.",
    )


def elsewhere(said: Sequence[SaidElsewhere], counts: Sequence[SheetCount]) -> list[FileFinding]:
    """F06: sheets without a list, or names of sheets and of the file, state more rows or pages than there are. Each name may be one page's:
    the last of them counts. A limit of rows that a list is longer than is one of forms ("Tối đa 1.000 dòng")."""
    rows = sum(count.rows for count in counts)
    most = max(rows, sum(count.households for count in counts))
    told = [_truncated(one.place, f"ghi tổng cộng {records}", most) for one in said for records in one.records if records > most]
    whole = {rows, *(count.rows for count in counts)}
    for one in said:
        reached = [left for left in one.left_out if left.limit is None or left.limit in whole]
        told += [finding for left in reached if (finding := _left_out(one.place, left, rows)) is not None]
    for is_name in (True, False):
        pages = [(*page, one.place) for one in said if one.is_name == is_name for page in one.pages if page[0]]
        last, _, place = max(pages, default=(0, 0, ""))
        if last < (of := max((of for _, of, _ in pages), default=0)):
            told.append(_missing_pages(f"{place} ghi", last, of))
    strips = [of for one in said for page, of in one.pages if not page]
    if max(len(strips), len(counts)) < max(strips, default=0):
        told.append(_missing_pages_of_strip(max(strips)))
    return told


def left_out(tables: Sequence[Table]) -> list[FileFinding]:
    """F06: the list itself says that rows of it are not shown."""
    out = []
    for table, following in zip(tables, (*tables[1:], None)[: len(tables)], strict=True):
        place, rows = _place(table), table.frame.height
        for one in table.left_out:
            if following is not None and one.goes_on and _numbers_on(following):
                continue
            if (found := _left_out(place, one, rows)) is not None:
                out.append(found)
    return out


def _left_out(place: str, one: LeftOut, rows: int) -> FileFinding | None:
    """None where a program's limit was not reached."""
    if one.rows:
        said = f"{place} ghi còn {one.rows} dòng nữa không có trong tệp; đọc được {rows} dòng"
    elif one.limit:
        said = f"{place} ghi chỉ lấy {one.limit} dòng đầu và đọc được {rows} dòng, các dòng sau có lẽ không có trong tệp"
    else:
        said = (
            f"{place} ghi là danh sách còn tiếp, hoặc ghi lỗi của chương trình xuất, nhưng phần tiếp theo không có trong tệp; "
            f"đọc được {rows} dòng"
        )
    is_reached = one.limit is None or rows >= one.limit
    return FileFinding("F06", "critical", f"{said}. Xuất lại đầy đủ rồi gửi lại.") if is_reached else None


def _numbers_on(following: Table) -> bool:
    """Whether a list may be the rest of the one before it: it does not begin to count again."""
    return following.kind == "main" and not any(re.fullmatch(r"\D*0*1\D*", number) for number in _first_number(following))


def _first_number(table: Table) -> list[str]:
    return table.frame["serial_number"].drop_nulls().head(1).to_list() if "serial_number" in table.frame.columns else []


def rows_in_one_cell(tables: Sequence[Table]) -> list[FileFinding]:
    """F06 where whole rows stand in one cell and cannot be told apart into columns, F09 where they were."""
    out = []
    for table in tables:
        place = _place(table)
        if table.packed_rows:
            out.append(
                FileFinding(
                    "F06",
                    "critical",
                    f"{place} có {count_vi(len(table.packed_rows))} dòng nằm trọn trong một ô, không tách được thành các cột "
                    f"({_rows(table.packed_rows)}). "
                    "Tách các dòng này vào đúng cột (Excel: Dữ liệu, Văn bản thành cột) hoặc xuất lại rồi gửi lại.",
                )
            )
        if table.split_rows:
            out.append(
                FileFinding(
                    "F09",
                    "warning",
                    f"{place} có {count_vi(len(table.split_rows))} dòng nằm trọn trong một ô hoặc dùng dấu ngăn cột khác "
                    f"({_rows(table.split_rows)}); "
                    "các dòng này đã được tách vào các cột và tính như các dòng khác. Xác nhận các dòng đó được đọc đúng.",
                )
            )
    return out


def unexplained_rows(tables: Sequence[Table]) -> list[FileFinding]:
    """F09: rows that are no row of data by their shape, and hold an identifier."""
    return [
        FileFinding(
            "F09",
            "warning",
            f"{_place(table)} có {count_vi(len(table.unexplained_rows))} dòng có mã số nhưng không giống "
            f"dòng dữ liệu, dòng nhóm, dòng cộng, ghi chú hay chữ ký ({_rows(table.unexplained_rows)}); các dòng này không được tính. "
            "Nếu là dòng của danh sách, điền đủ các cột rồi gửi lại.",
        )
        for table in tables
        if table.unexplained_rows
    ]


def rows_above_headings(tables: Sequence[Table]) -> list[FileFinding]:
    """F09: rows of the list that stand above its headings."""
    return [
        FileFinding(
            "F09",
            "warning",
            f"{_place(table)} có {count_vi(len(table.rows_above))} dòng giống dòng của danh sách nhưng nằm trên hàng tiêu đề cột "
            f"({_rows(table.rows_above)}); các dòng này không được tính. Đưa hàng tiêu đề lên trên các dòng của danh sách rồi gửi lại.",
        )
        for table in tables
        if table.rows_above
    ]


def lone_cells(rows: pl.DataFrame | None) -> list[FileFinding]:
    """F09: rows of ``sheet_name``, ``row_number`` that have little but a name, or one cell right of it, and name no group."""
    if rows is None:
        return []
    sheets = rows.group_by("sheet_name", maintain_order=True).agg("row_number")
    return [
        FileFinding(
            "F09",
            "warning",
            f"{_place_of(sheet_name)} có {count_vi(len(numbers))} dòng chỉ ghi một hoặc hai ô ({_rows(numbers)}), không rõ là người trong "
            "danh sách hay tên nhóm; các dòng này không được tính. Nếu là người trong danh sách, điền thêm các cột khác rồi gửi lại.",
        )
        for sheet_name, numbers in sheets.iter_rows()
    ]


def _place(table: Table) -> str:
    return _place_of(table.sheet_name)


def _place_of(sheet_name: str | None) -> str:
    return f"Trang '{sheet_name}'" if sheet_name else "Tệp"


def _rows(numbers: Sequence[int]) -> str:
    """ "dòng 32-41, 50": runs of rows, the first of them."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    told = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs[:_MOST_LISTED])
    return f"dòng {told}" + (", …" if len(runs) > _MOST_LISTED else "")


def volume_dropped(rows: int, last: int, share: float, earlier: date) -> FileFinding:
    return FileFinding(
        "F07",
        "critical",
        f"Chỉ có {count_vi(rows)} dòng, thấp hơn {1 - share:.0%} của {count_vi(last)} dòng tháng {earlier:%m/%Y}. Chưa công bố gì. "
        "Nếu số giảm là thật, công bố bằng tay kèm lý do.",
    )


def would_replace(file_name: str, received: date, count: int, kept: int, share: float) -> list[FileFinding]:
    """F13: another part of the month's list, by the look of it, would take the place of the part that is published."""
    if kept >= share * count:
        return []
    return [
        FileFinding(
            "F13",
            "critical",
            f"Tệp này sẽ thay thế tệp '{file_name}' (nhận ngày {received:%d/%m/%Y}) của cùng tháng, nhưng chỉ có lại "
            f"{count_vi(kept)} trong {count_vi(count)} người, hộ hoặc số liệu của tệp đó: có lẽ là một phần khác của cùng danh sách. "
            "Chưa công bố gì. Gộp các phần vào một tệp rồi gửi lại; "
            "hoặc ghi nhận đây là thêm một phần của danh sách; nếu đúng là bản thay thế, công bố kèm lý do.",
        )
    ]


def volume_risen(rows: int, last: int, share: float, earlier: date) -> FileFinding:
    return FileFinding(
        "F09",
        "warning",
        f"Có {count_vi(rows)}, nhiều hơn {count_vi(last)} của tháng {earlier:%m/%Y} quá {share:.0%}. Xác nhận số tăng là thật.",
    )


def too_many_critical(critical: int, rows: int, share: float, least: int) -> list[FileFinding]:
    if critical < least or critical <= share * rows:
        return []
    return [
        FileFinding(
            "F08",
            "critical",
            f"{count_vi(critical)} trên {count_vi(rows)} dòng có lỗi chặn, quá {share:.0%}. Chưa công bố gì. Sửa ở nguồn rồi gửi lại.",
        )
    ]


def nothing_publishable(rows: int) -> FileFinding:
    """F08 for short lists too: a list of which nothing may be published would wipe the month's good figures out."""
    return FileFinding(
        "F08",
        "critical",
        f"Cả {count_vi(rows)} dòng đều có lỗi chặn. Chưa công bố gì, số liệu tốt gần nhất được giữ. Sửa ở nguồn rồi gửi lại.",
    )


def failed(kind: str) -> FileFinding:
    """The program itself failed on the file: ``kind`` is the error's class, never its text, which may hold cells."""
    return FileFinding(
        "F00",
        "critical",
        f"Chương trình gặp lỗi khi xử lý tệp này ({kind}). Chưa công bố gì; tệp được thử lại ở lần chạy sau. Báo cho người quản trị.",
    )


def missing_figures_sheet() -> FileFinding:
    """F03 or F01: a report whose sheet "Chỉ tiêu" is missing or says nothing would wipe the month's figures out."""
    return FileFinding("F03", "critical", 'Trang "Chỉ tiêu" bị thiếu hoặc không có số liệu nào. Ghi số liệu vào cả hai trang rồi gửi lại.')


def unknown_columns(tables: Sequence[Table]) -> list[FileFinding]:
    """F09, one finding for all columns of the delivery: those that nobody knows, and what their values look like."""
    headings = list(dict.fromkeys(heading for table in tables for heading in table.unknown_headers))
    if not headings:
        return []
    listed = ", ".join(f"'{heading}'" for heading in headings[:_MOST_LISTED]) + (" …" if len(headings) > _MOST_LISTED else "")
    suggestions = list({(one.heading, one.column): one for table in tables for one in table.suggestions}.values())[:_MOST_LISTED]
    alike = "".join(f" {_looks_like(one)}" for one in suggestions)
    return [
        FileFinding(
            "F09",
            "warning",
            f"Có cột lạ: {listed}. Các cột này không được đọc.{alike} Cho biết mỗi cột là gì, hoặc là "
            "không cần (lệnh: chitieu review headings); đã trả lời thì các kỳ sau không hỏi lại.",
        )
    ]


def unheaded_sheets(sheets: Sequence[tuple[str | None, int]]) -> list[FileFinding]:
    """F09: rows of the list on sheets without headings. They are not taken, for values alone do not say what a column is."""
    if not sheets:
        return []
    listed = ", ".join(f"'{name}' ({count_vi(rows)} dòng)" for name, rows in sheets[:_MOST_LISTED]) + (
        " …" if len(sheets) > _MOST_LISTED else ""
    )
    return [
        FileFinding(
            "F09",
            "warning",
            f"Có trang giống phần tiếp của danh sách nhưng không có hàng tiêu đề cột, nên không được đọc: {listed}. "
            "Thêm hàng tiêu đề như ở trang đầu rồi gửi lại.",
        )
    ]


def unread_sheets(names: Sequence[str | None]) -> list[FileFinding]:
    """F09: sheets of a workbook that the reader cannot read, where others can be. What stands on them is not counted."""
    if not names:
        return []
    listed = ", ".join(f"'{name}'" for name in names[:_MOST_LISTED]) + (" …" if len(names) > _MOST_LISTED else "")
    return [
        FileFinding(
            "F09",
            "warning",
            f"Có trang chương trình không đọc được: {listed}. Các trang khác vẫn được đọc. "
            "Nếu danh sách có phần ở trang đó, mở bằng Excel, lưu lại dạng .xlsx rồi gửi lại.",
        )
    ]


def left_aside(lists: Sequence[LeftAside], names_vi: Mapping[str, str]) -> list[FileFinding]:
    """F09: lists of another source, or without a required column, that stand beside those that were read. ``names_vi``: source -> its
    name."""
    if not lists:
        return []
    told = []
    for one in lists[:_MOST_LISTED]:
        lacks = ", thiếu cột " + ", ".join(f"'{heading}'" for heading in one.missing) if one.missing else ""
        place = f"trang '{one.sheet_name}'" if one.sheet_name else "danh sách"
        begins = f" từ dòng {one.row_number}" if one.row_number is not None else ""
        told.append(f"{place}{begins} ({count_vi(one.rows)} dòng, giống {names_vi[one.source]}{lacks})")
    listed = "; ".join(told) + ("; …" if len(lists) > _MOST_LISTED else "")
    return [
        FileFinding(
            "F09",
            "warning",
            f"Có danh sách không được đọc: {listed}. Mỗi tệp chỉ được đọc một nguồn: danh sách của nguồn khác thì gửi thành tệp riêng, "
            "danh sách thiếu cột thì bổ sung rồi gửi lại.",
        )
    ]


def _looks_like(one: Suggestion) -> str:
    """Suggested, never taken: what the officer can do about it. A column without a heading cannot be known again by an answer."""
    share = f"giá trị giống '{one.header}' ({100 * one.likeness:.0f} % số ô)"
    if one.heading == unheaded(one.letter):
        return f"Cột {one.letter} không có tiêu đề, {share}; chương trình không tự lấy. Nếu đúng, đề nghị nơi gửi ghi tiêu đề cho cột này."
    return f"Cột '{one.heading}' ({one.letter}) có {share}; chương trình không tự lấy. Nếu đúng, xác nhận để lần sau đọc."
