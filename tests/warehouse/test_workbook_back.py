"""The workbook that goes out to the sending unit and comes back: only what fails, nobody's name, and by key whatever was done to it."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime
from html import unescape
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import msoffcrypto
import openpyxl
import psycopg
import pytest
from click.testing import CliRunner, Result

from flows.cli.main import main
from flows.database.warehouse import ward_warehouse
from flows.vault.master_keys import VaultError
from review.drafts import DecisionError
from review.workbook.corrections import TakenBack, take_back
from review.workbook.export import Sent, Unmasking, export
from review.workbook.request import WorkbookError
from review.workbook.returned import returned_rows
from review.workbook.row_keys import unseal
from review.workbook.texts import GUIDE_SHEET, KEY_HEADING, LISTS_SHEET, QUESTION_HEADING
from tests.functional.test_privacy import people_in
from tests.support.office import JULY, JUNE, SECRET, SEED, Office, an_office, cards, health_list, report, small_ward, the_samples
from tests.support.officer import REASON, Officer
from tests.synthetic.delivery import Delivery
from tests.synthetic.household_faults import plant_poverty
from tests.synthetic.layouts_poverty import poverty_national
from tests.synthetic.poverty import poverty_records
from tests.synthetic.records import Record

FILE = "BHYT_2026-06.xlsx"
UNREADABLE, OUTSIDE = "chưa rõ", "Thôn Đồng Ngoài"
FORMULA, SCRIPT = '=HYPERLINK("http://x","y")', "<script>alert(1)</script>"
PASSWORD = "mật khẩu của cán bộ"
WHY = "gửi cơ quan BHXH sửa"
#: Records of the list by what is wrong with them.
UNREAD, PLACELESS, BOTH = 3, 4, 6


def faulty_cards() -> list[Record]:
    """June's cards: first days that cannot be read (H02), groups that the ward does not have, and cells that look like programs."""
    people = cards(JUNE)
    for number in (UNREAD, BOTH):
        people[number].change(valid_from=UNREADABLE)
    for number in (PLACELESS, BOTH):
        people[number].change(group=0)
        people[number].shown.update(group_name=OUTSIDE, address=OUTSIDE)
    people[UNREAD].shown.update(name=FORMULA, address="@SUM(1)")
    people[PLACELESS].shown.update(name=SCRIPT, address="-2+3")
    return people


def a_faulty_june(office: Office) -> None:
    office.send(report(JUNE), health_list(JUNE, faulty_cards(), container="xlsx"))


@pytest.fixture
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    with an_office("embedded", request, tmp_path, fed=a_faulty_june) as made:
        yield made


@pytest.fixture
def officer(office: Office) -> Officer:
    return Officer(office)


def sent_out(office: Office, rule: str | None = None, unmasking: Unmasking | None = None, *, number: int | None = None) -> Path:
    path = office.folder / "gửi lại.xlsx"
    written(office, path, rule, unmasking, number=number)
    return path


def written(office: Office, path: Path, rule: str | None = None, unmasking: Unmasking | None = None, *, number: int | None = None) -> Sent:
    with ward_warehouse(office.settings) as engine:
        return export(engine, office.settings, number or Officer(office).number(FILE), path, rule, unmasking, force=True)


def taken(office: Office, path: Path, *, password: str | None = None, only_preview: bool = False) -> TakenBack:
    with ward_warehouse(office.settings, alone=True) as engine:
        return take_back(engine, office.settings, path, "Cán bộ A", REASON, password=password, only_preview=only_preview)


class Edited:
    """The list of a workbook, opened as a clerk opens it and saved again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)
        self.sheet = next(one for one in self.book.worksheets if one.title not in (GUIDE_SHEET, LISTS_SHEET))

    def __enter__(self) -> "Edited":
        return self

    def __exit__(self, kind: object, *more: object) -> None:
        if kind is None:
            self.book.save(self.path)

    @property
    def headings(self) -> list[str]:
        return [str(cell.value) for cell in self.sheet[1]]

    def cell(self, row: int, heading: str) -> Any:
        return self.sheet.cell(row, self.headings.index(heading) + 1)

    def rows_with(self, heading: str, value: str) -> list[int]:
        return [row for row in range(2, self.sheet.max_row + 1) if self.cell(row, heading).value == value]

    def values(self) -> list[list[Any]]:
        return [[cell.value for cell in row] for row in self.sheet.iter_rows(min_row=2)]

    def fill(self, rows: list[list[Any]]) -> None:
        self.sheet.delete_rows(2, self.sheet.max_row)
        for row in rows:
            self.sheet.append(row)


#: Headings of the file.
FIRST_DAY, LAST_DAY, GROUP, NAME, ID, ADDRESS = "tuNgay", "denNgay", "tenThon", "hoTen", "soCmnd", "diaChi"
RIGHT_DAY = "01/01/2026"


def mended(path: Path, value: str = RIGHT_DAY) -> None:
    with Edited(path) as book:
        for row in book.rows_with(FIRST_DAY, UNREADABLE):
            book.cell(row, FIRST_DAY).value = value


def open_findings(office: Office, rule: str = "H02") -> int:
    return int(office.one("select count(*) from audit.finding where rule_code = %s and state = 'open'", rule))


def decisions(office: Office) -> int:
    return int(office.one("select count(*) from audit.decision"))


def parts_of(data: bytes) -> dict[str, str]:
    """Every part of the package as text, entities resolved."""
    with ZipFile(BytesIO(data)) as package:
        return {name: unescape(package.read(name).decode("utf-8", "replace")) for name in package.namelist()}


def opened(path: Path, password: str) -> bytes:
    out = BytesIO()
    file = msoffcrypto.OfficeFile(BytesIO(path.read_bytes()))
    file.load_key(password=password)
    file.decrypt(out)
    return out.getvalue()


def saved_by_libreoffice(path: Path) -> None:
    """Opened and saved under its name, as a clerk without Excel does."""
    folder = path.parent / "libreoffice"
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    subprocess.run([*command, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=300)
    shutil.copyfile(folder / path.name, path)


# --- out ----------------------------------------------------------------------------------------------------------------
def test_only_what_fails_goes_out_in_the_columns_of_the_source(office: Office) -> None:
    done = written(office, path := office.folder / "gửi lại.xlsx")
    assert (done.rows, done.cells, done.is_masked) == (3, 4, True)
    book = Edited(path)
    assert book.headings[-2:] == [QUESTION_HEADING, KEY_HEADING]
    assert [book.headings.index(one) for one in (NAME, ID, FIRST_DAY, LAST_DAY, GROUP, ADDRESS)] == [2, 5, 9, 10, 11, 12]
    assert len(book.values()) == 3
    coloured = {
        cell.coordinate: (cell.fill.fgColor.rgb, cell.comment.text.split(":")[0])
        for row in book.sheet.iter_rows(min_row=2)
        for cell in row
        if cell.comment
    }
    assert coloured == {
        "J2": ("FFFFC7CE", "Phải sửa"),
        "L3": ("FFFFEB9C", "Cần xem lại"),
        "J4": ("FFFFC7CE", "Phải sửa"),
        "L4": ("FFFFEB9C", "Cần xem lại"),
    }
    assert "không đọc được thành ngày. Ghi dạng ngày/tháng/năm" in book.sheet["J2"].comment.text
    free = {cell.coordinate for row in book.sheet.iter_rows(min_row=2) for cell in row if not cell.protection.locked}
    blue = {cell.coordinate for row in book.sheet.iter_rows(min_row=2) for cell in row if cell.fill.fgColor.rgb == "FFDDEBF7"}
    assert (free, blue & set(coloured)) == (set(coloured) | blue, set())
    assert {"K2", "K4"} <= blue and "K3" not in blue, "the other day, at which the rule looks too"
    assert book.sheet.protection.sheet and book.cell(2, KEY_HEADING).protection.locked
    lists = {str(one.sqref): one.formula1 for one in book.sheet.data_validations.dataValidation}
    assert set(lists) == {"L3", "L4"}
    offered = [cell.value for (cell,) in book.book[LISTS_SHEET].iter_rows()]
    assert offered == [area.name for area in office.settings.ward.areas_of("residential_group")]
    assert book.book[LISTS_SHEET].sheet_state == "hidden"
    numbers = [number for (number,) in office.rows("select distinct row_number from audit.finding where severity <> 'info' order by 1")]
    asked = [str(book.cell(row, QUESTION_HEADING).value).splitlines() for row in (2, 3, 4)]
    assert [one[0] for one in asked] == [f"Dòng {number} của tệp đã nhận." for number in numbers if number is not None]
    written(office, path, "H02")
    assert len(Edited(path).values()) == 2, "of one rule alone"
    with pytest.raises(WorkbookError, match="không có dòng nào cần sửa"):
        written(office, path, "H03")


def test_a_masked_workbook_names_nobody(office: Office) -> None:
    data = sent_out(office).read_bytes()
    text = "\n".join(parts_of(data).values()) + data.decode("latin-1")
    names = ("name", "personal_id", "bhxh_number", "card_number", "phone", "address")
    known = {str(one.cell(name)) for one in faulty_cards() for name in names if one.cell(name) is not None}
    assert len(known) > 100
    assert [value for value in known - {OUTSIDE} if len(value) > 5 and value in text] == [], "a place is nobody"
    identities = {identity for (identity,) in office.rows("select row_identity from audit.finding where row_identity is not null")}
    assert [one for one in identities if one in text or one.rpartition(":")[2] in text] == [], "a key is opaque"


def test_nothing_that_is_sent_is_a_formula_or_a_program(office: Office) -> None:
    path = sent_out(office, unmasking=Unmasking("Cán bộ A", WHY, PASSWORD))
    data = opened(path, PASSWORD)
    book = openpyxl.load_workbook(BytesIO(data))
    sheet = book.worksheets[1]
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row}
    assert {FORMULA, SCRIPT, "@SUM(1)", "-2+3"} <= set(cells), "as they were sent, letter for letter"
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert {cell.number_format for row in sheet.iter_rows() for cell in row} == {"@"}
    parts = parts_of(data)
    assert not any("<f>" in text or "<f " in text for name, text in parts.items() if name.startswith("xl/worksheets/"))
    assert not any("http://x" in text for name, text in parts.items() if name.endswith(".rels")), "no link"


def test_people_are_shown_for_a_reason_that_is_logged_and_under_a_password(office: Office) -> None:
    with pytest.raises(VaultError, match="lý do"):
        sent_out(office, unmasking=Unmasking("Cán bộ A", "", PASSWORD))
    with pytest.raises(WorkbookError, match="ít nhất 10 ký tự"):
        sent_out(office, unmasking=Unmasking("Cán bộ A", WHY, "ngắn"))
    assert office.rows("select * from vault.access_log") == []
    path = sent_out(office, unmasking=Unmasking("Cán bộ A", WHY, PASSWORD))
    number = Officer(office).number(FILE)
    assert office.rows("select subject, asked_by, reason from vault.access_log") == [(f"workbook {number}", "Cán bộ A", WHY)]
    assert path.read_bytes()[:4] == b"\xd0\xcf\x11\xe0", "not a package that anybody may open"
    name = str(faulty_cards()[BOTH].cell("name"))
    assert name in parts_of(opened(path, PASSWORD))["xl/sharedStrings.xml"]
    with pytest.raises(WorkbookError, match="Hãy nêu mật khẩu"):
        taken(office, path)
    with pytest.raises(WorkbookError, match="mật khẩu không đúng"):
        taken(office, path, password="mật khẩu khác")
    clear = office.folder / "clear.xlsx"
    clear.write_bytes(opened(path, PASSWORD))
    mended(clear)
    from review.workbook.export import encrypted

    path.write_bytes(encrypted(clear.read_bytes(), PASSWORD))
    done = taken(office, path, password=PASSWORD)
    assert (len(done.comparison.differences), done.comparison.told, open_findings(office)) == (2, [], 0)


# --- and back -----------------------------------------------------------------------------------------------------------
def test_what_was_mended_becomes_corrections(office: Office, officer: Officer) -> None:
    path = sent_out(office)
    assert taken(office, path).receipt is None, "nothing was changed"
    mended(path)
    told = taken(office, path, only_preview=True)
    assert [(one.heading, one.before, one.after) for one in told.comparison.differences] == [(FIRST_DAY, UNREADABLE, RIGHT_DAY)] * 2
    assert (told.comparison.left_rows, told.comparison.missing_rows, told.comparison.told) == (1, 0, [])
    assert told.receipt is not None and told.receipt.indicators_changed > 0
    assert (decisions(office), open_findings(office)) == (0, 2), "a preview decides nothing"
    with ward_warehouse(office.settings, alone=True) as engine, pytest.raises(DecisionError, match="lý do"):
        take_back(engine, office.settings, path, "Cán bộ A", " ")
    done = taken(office, path)
    assert done.receipt is not None and (done.receipt.count, done.receipt.changes) == (2, told.receipt.changes)
    assert (decisions(office), open_findings(office)) == (2, 0)
    again = taken(office, path)
    assert again.receipt is None
    assert [one for one in again.comparison.told if "nay đã khác lúc lập sổ" in one] == again.comparison.told != []
    officer.undo(int(done.receipt.decision or 0))
    assert open_findings(office) == 2
    assert taken(office, path).receipt is not None, "what was taken back may be sent again"


def reordered(book: Edited) -> None:
    book.fill(book.values()[::-1])


def without_a_row(book: Edited) -> None:
    first, _, last = book.values()
    book.fill([last, first])


def hidden_and_filtered(book: Edited) -> None:
    book.sheet.column_dimensions["C"].hidden = True
    book.sheet.row_dimensions[2].hidden = True
    book.sheet.auto_filter.add_filter_column(9, [RIGHT_DAY])


def columns_moved(book: Edited) -> None:
    """The key first, columns nobody needs gone, a title above."""
    rows = [[cell.value for cell in row] for row in book.sheet.iter_rows()]
    places = [len(rows[0]) - 1, *range(9, 12), 0]
    book.sheet.delete_rows(1, book.sheet.max_row)
    book.sheet.append(["Kính gửi phường"])
    for row in rows:
        book.sheet.append([row[place] for place in places])
    book.sheet.title = "đã sửa"
    book.book.remove(book.book[GUIDE_SHEET])


@pytest.mark.parametrize("edit", [reordered, without_a_row, hidden_and_filtered, columns_moved])
def test_rows_are_known_by_their_keys_whatever_was_done(office: Office, edit: Callable[[Edited], None]) -> None:
    path = sent_out(office)
    mended(path)
    with Edited(path) as book:
        edit(book)
    done = taken(office, path)
    found = done.comparison
    assert [one.after for one in found.differences] == [RIGHT_DAY] * 2
    assert (found.told, found.missing_rows) == ([], 1 if edit is without_a_row else 0)
    assert open_findings(office) == 0


def test_libreoffice_changes_nothing(office: Office) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("no LibreOffice on this machine")
    path = sent_out(office)
    saved_by_libreoffice(path)
    assert taken(office, path).comparison.told == []
    assert taken(office, path).comparison.left_rows == 3
    mended(path)
    saved_by_libreoffice(path)
    with Edited(path) as book:
        assert book.sheet["J2"].comment is not None
    done = taken(office, path)
    assert (len(done.comparison.differences), done.comparison.told, open_findings(office)) == (2, [], 0)


def test_what_nobody_asked_about_is_told_and_not_applied(office: Office) -> None:
    path = sent_out(office)
    with Edited(path) as book:
        (row,) = [row for row in (2, 3, 4) if book.cell(row, GROUP).value == OUTSIDE and book.cell(row, FIRST_DAY).value != UNREADABLE]
        book.cell(row, LAST_DAY).value = "30/06/2026"
        others = [one for one in (2, 3, 4) if one != row]
        book.cell(others[0], FIRST_DAY).value = "=TODAY()"
        book.cell(others[1], NAME).value = "Người Khác Hẳn"
        book.cell(others[1], FIRST_DAY).value = datetime(2026, 1, 1)
    found = taken(office, path).comparison
    assert [(one.heading, one.after) for one in found.differences] == [(FIRST_DAY, RIGHT_DAY)], "a date is a day"
    assert sorted(one.split(", cột ")[1] for one in found.told) == [
        f"'{LAST_DAY}': ô không được hỏi mà đã bị sửa (31/12/2026 → 30/06/2026); không áp dụng.",
        f"'{NAME}': ô không được hỏi mà đã bị sửa (***ạt → ***ẳn); không áp dụng.",
        f"'{FIRST_DAY}': ô có công thức; không áp dụng. Hãy ghi giá trị.",
    ]
    assert "Người Khác Hẳn" not in repr(found)
    assert decisions(office) == 1


def test_a_masked_cell_that_was_asked_about_is_written_whole_or_left(office: Office, officer: Officer) -> None:
    people = cards(JULY)
    people[3].shown.update(sex="Nam" if people[3].values["sex"] == "Nữ" else "Nữ")
    people[5].shown.update(personal_id="12345")
    office.send(report(JULY), health_list(JULY, people, name="BHYT_2026-07.xlsx", container="xlsx"))
    number = officer.number("BHYT_2026-07.xlsx")
    asked = {
        name for (name,) in office.rows("select contract_column from audit.finding where delivery_id = %s and severity <> 'info'", number)
    }
    assert "personal_id" in asked
    path = sent_out(office, number=number)
    with Edited(path) as book:
        place = next(cell for row in book.sheet.iter_rows(min_row=2) for cell in row if cell.comment and str(cell.value).startswith("***"))
        row, column = place.row, place.column
        book.sheet.cell(row, column).value = f"9{place.value}"
    found = taken(office, path).comparison
    assert (found.differences, [one for one in found.told if "chỉ được sửa một phần" in one] == found.told != []) == ([], True)
    with Edited(path) as book:
        book.sheet.cell(row, column).value = str(people[5].values["personal_id"])
    (one,) = taken(office, path).comparison.differences
    assert one.after == f"***{str(people[5].values['personal_id'])[-3:]}"


def test_what_is_asked_about_a_row_may_be_answered_in_any_of_its_cells(office: Office, officer: Officer) -> None:
    listed, left = poverty_records(small_ward(), JUNE, JUNE, SEED)
    plant_poverty(listed, ["P06"], Random(SEED))
    office.send(Delivery("HoNgheo_2026-06.xlsx", "poverty", JUNE, "xlsx", poverty_national(listed, left, JUNE), listed))
    number = officer.number("HoNgheo_2026-06.xlsx")
    ((row, column),) = office.rows("select row_number, contract_column from audit.finding where rule_code = 'P06' and state = 'open'")
    with psycopg.connect(str(office.settings.database_url)) as connection:
        connection.execute("update audit.finding set contract_column = null where rule_code = 'P06'")
    path = sent_out(office, "P06", number=number)
    with Edited(path) as book:
        cells = list(book.sheet[2])
        blue = [cell for cell in cells if cell.fill.fgColor.rgb == "FFDDEBF7"]
        assert len(blue) > 5 and not any(cell.protection.locked for cell in blue)
        assert [cell.comment is not None for cell in blue] == [True] + [False] * (len(blue) - 1)
        key = unseal(office.settings.secret_key, str(cells[-1].value))
        assert key is not None and (key.row_number, column in key.asked) == (row, True)
        (count,) = (
            cell
            for cell in cells
            if book.headings[cell.column - 1] == office.one("select column_name from audit.finding where rule_code = 'P06'")
        )
        count.value = 99
    (one,) = taken(office, path, only_preview=True).comparison.differences
    assert (one.column_name, one.after) == (column, "99")


# --- whose workbook it is -----------------------------------------------------------------------------------------------
def test_a_workbook_of_another_ward_or_a_forged_one_is_refused(office: Office) -> None:
    path = sent_out(office)
    mended(path)
    with Edited(path) as book:
        keys = [str(book.cell(row, KEY_HEADING).value) for row in (2, 3, 4)]
    assert [unseal(b"another ward's secret, as long", key) for key in keys] == [None] * 3
    assert all(unseal(office.settings.secret_key, key) for key in keys)
    with Edited(path) as book:
        book.cell(2, KEY_HEADING).value = keys[0][:40] + ("A" if keys[0][40] != "A" else "B") + keys[0][41:]
        book.cell(3, KEY_HEADING).value = None
    found = taken(office, path, only_preview=True).comparison
    assert len(found.told) == 2 and "hoặc đã bị sửa" in found.told[0] and "dòng thêm vào" in found.told[1]
    assert len(found.differences) == 1, "the others count"
    with Edited(path) as book:
        for row in (2, 3, 4):
            book.cell(row, KEY_HEADING).value = f"CT1.{'A' * 200}"
    with pytest.raises(WorkbookError, match="Sổ của phường khác"):
        taken(office, path)
    with Edited(path) as book:
        book.sheet.delete_cols(book.headings.index(KEY_HEADING) + 1)
    with pytest.raises(WorkbookError, match="không phải sổ do chitieu lập"):
        taken(office, path)
    assert decisions(office) == 0


@pytest.mark.parametrize("data", [b"", b"no workbook", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)])
def test_what_is_no_workbook_is_refused_with_a_sentence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "sổ.xlsx"
    path.write_bytes(data)
    for password in (None, PASSWORD):
        with pytest.raises(WorkbookError, match="sổ.xlsx: "):
            returned_rows(path, password, 2**20)
    with pytest.raises(WorkbookError, match="không mở được tệp"):
        returned_rows(tmp_path / "không có.xlsx", None, 2**20)


def test_a_package_that_unpacks_into_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sổ.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b" " * 2**21)
    with pytest.raises(WorkbookError, match="quá lớn khi giải nén"):
        returned_rows(path, None, 2**20)


def test_a_workbook_of_a_delivery_that_was_superseded_is_refused(office: Office) -> None:
    path = sent_out(office)
    mended(path)
    office.send(health_list(JUNE, faulty_cards()[::-1], name="BHYT_2026-06 lần 2.xlsx", container="xlsx"))
    with pytest.raises(DecisionError, match="đã được thay bằng lần gửi"):
        taken(office, path)
    with pytest.raises(DecisionError, match="đã được thay bằng lần gửi"):
        sent_out(office)


def test_copied_rows_and_keys_that_lost_their_rows_are_left_alone(office: Office) -> None:
    path = sent_out(office)
    with Edited(path) as book:
        rows = book.values()
        first, second = (next(row for row in rows if (UNREADABLE in row) and (OUTSIDE in row) == is_both) for is_both in (False, True))
        book.fill([first, list(first), [*first[:9], RIGHT_DAY, *first[10:]], [*second[:-1], rows[1][-1]], [*rows[1][:-1], second[-1]]])
    found = taken(office, path).comparison
    assert found.differences == []
    assert sorted("nhiều bản khác nhau" in one for one in found.told) == [False, False, True]
    assert sum("khóa đã bị tách khỏi dòng" in one for one in found.told) == 2
    with Edited(path) as book:
        right = [*first[:9], RIGHT_DAY, *first[10:]]
        book.fill([right, list(right)])
    done = taken(office, path)
    assert (len(done.comparison.differences), done.comparison.told, done.comparison.missing_rows) == (1, [], 2)


# --- from the command line ----------------------------------------------------------------------------------------------
def test_the_commands_write_and_take_back(office: Office) -> None:
    def chitieu(*words: str, stdin: str = "") -> Result:
        environ = {
            "CHITIEU_HOME": str(office.settings.home),
            "CHITIEU_DATABASE_URL": str(office.settings.database_url),
            "CHITIEU_SECRET_KEY": SECRET,
        }
        return CliRunner().invoke(main, ["review", *words], env=environ, input=stdin)

    number, path = str(Officer(office).number(FILE)), str(office.folder / "sổ.xlsx")
    assert chitieu("export", path, "--delivery", number, "--masked", "--password-stdin").exit_code == 2
    told = chitieu("export", path, "--delivery", number)
    assert (told.exit_code, "3 dòng, 4 ô" in told.stdout, "đã che" in told.stdout) == (0, True, True)
    assert "--force" in chitieu("export", path, "--delivery", number).stderr
    mended(Path(path))
    told = chitieu("import", path, "--preview")
    assert (told.exit_code, "2 ô được sửa" in told.stdout, "chưa ghi gì" in told.stdout) == (0, True, True)
    assert chitieu("import", path).exit_code == 2
    document = json.loads(chitieu("import", path, "--reason", REASON, "--by", "Cán bộ A", "--json").stdout)
    assert (len(document["differences"]), document["receipt"]["count"], open_findings(office)) == (2, 2, 0)
    assert "value" not in document["differences"][0]
    told = chitieu("export", path, "--delivery", number, "--force", "--password-stdin", "--reason", WHY, stdin=f"{PASSWORD}\n")
    assert (told.exit_code, "mã hóa" in told.stdout) == (0, True)
    assert chitieu("import", path, "--preview", "--password-stdin", stdin=f"{PASSWORD}\n").exit_code == 0
    assert chitieu("import", path, "--preview").exit_code == 2


# --- the samples --------------------------------------------------------------------------------------------------------
def test_every_sample_that_fails_goes_out_masked_and_comes_back_as_it_was(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    with an_office("embedded", request, tmp_path, fed=the_samples) as office:
        failing = office.rows(
            """select distinct d.delivery_id, d.source from audit.delivery d join audit.finding f using (delivery_id)
               where d.status not in ('superseded', 'duplicate')
                 and f.row_number is not null and f.state = 'open' and f.severity <> 'info'"""
        )
        assert {source for _, source in failing} >= {"dossiers", "health_insurance", "social_insurance", "poverty"}
        for number, source in failing:
            path = sent_out(office, number=number)
            found = people_in("\n".join(parts_of(path.read_bytes()).values()))
            assert found == set(), source
            back = taken(office, path)
            assert (back.receipt, back.comparison.told, back.comparison.missing_rows) == (None, [], 0), source
            assert back.comparison.left_rows > 0
