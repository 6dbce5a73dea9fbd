"""Drop-downs and number checks of the departmental-report workbook: a slip is stopped in the cell, before it is sent.

Each check also says what its cell is for, when the cell is selected.

Data flow: Blank -> data validations of an openpyxl sheet
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flows.outputs.template.request import CATALOGUE_SHEET, NUMBERS, SPARE_ROWS, Blank, has_decimals, look_of
from flows.outputs.template.texts import prompt_for
from flows.wording.text import plain_text

if TYPE_CHECKING:
    from flows.config.plan import Indicator

_YES_NO = {"type": "list", "formula1": '"1,0"', "error": "Chọn 1 (đã được công nhận) hoặc 0 (chưa)."}
_WHOLE = {
    "type": "whole",
    "operator": "greaterThanOrEqual",
    "formula1": "0",
    "error": "Ghi một số nguyên từ 0 trở lên, chỉ gồm chữ số, không có dấu ngăn cách hàng nghìn.",
}
_ABOVE_0 = {"type": "whole", "operator": "greaterThan", "formula1": "0", "error": "Mẫu số là một số nguyên lớn hơn 0, chỉ gồm chữ số."}
_AT_LEAST_0 = {"type": "decimal", "operator": "greaterThanOrEqual", "formula1": "0", "error": "Ghi một số từ 0 trở lên, chỉ gồm chữ số."}


def check_figures(sheet: Any, blank: Blank, letters: dict[str, str]) -> None:
    """Lists for what is chosen, numbers for what is counted; each check also says what its cell is for."""
    last = len(blank.lines) + 1
    for name, cells in _lists(blank).items():
        error = f"Chọn trong danh sách thả xuống (xem trang «{CATALOGUE_SHEET}»)."
        _check(sheet, [_span(letters[name], 2, last + SPARE_ROWS)], error=error, type="list", formula1=f"'{CATALOGUE_SHEET}'!{cells}")
    _check_lines(sheet, blank, letters)
    prompt = ("Dòng thêm", "Chọn mã, khu vực và tháng trước, rồi ghi tử số và mẫu số, hoặc giá trị.")
    _check(sheet, [_span(letters[name], last + 1, last + SPARE_ROWS) for name in NUMBERS], prompt, **_AT_LEAST_0)


def _lists(blank: Blank) -> dict[str, str]:
    """The only month on offer is that of the workbook: a figure of another month would be refused (R02)."""
    first = blank.first_place_row
    return {
        "indicator_code": f"$A$2:$A${len(blank.indicators) + 1}",
        "area": f"$B${first}:$B${first + len(blank.places) - 1}",
        "month": f"$A${blank.month_row}:$A${blank.month_row}",
    }


def _check_lines(sheet: Any, blank: Blank, letters: dict[str, str]) -> None:
    """One check an indicator and column; an indicator's areas stand under each other."""
    for indicator in blank.indicators:
        rows = [place for place, (one, _) in enumerate(blank.lines, start=2) if one is indicator]
        for name in NUMBERS:
            if look_of(indicator, name) != "unused":
                prompt = (indicator.code, prompt_for(indicator, name, blank.month))
                _check(sheet, [_span(letters[name], rows[0], rows[-1])], prompt, **_number_check(indicator, name))


def check_population(sheet: Any, blank: Blank, headings: dict[str, str]) -> None:
    """``headings``: letter of the column -> its heading, for the columns of head counts."""
    for letter, heading in headings.items():
        prompt = (heading, f"Số tại ngày cuối tháng {blank.month_text}. Ghi số nguyên, không kèm đơn vị.")
        _check(sheet, [_span(letter, 2, len(blank.places) + 1)], prompt, **_WHOLE)


def _number_check(indicator: "Indicator", name: str) -> dict[str, str]:
    """A count typed with a point between thousands is a fraction to an English Excel, hence whole numbers where nothing is measured."""
    if indicator.measure == "yes_no":
        return _YES_NO
    if name == "denominator":
        return _ABOVE_0
    return _AT_LEAST_0 if has_decimals(indicator, name) else _WHOLE


def _span(letter: str, first: int, last: int) -> str:
    return f"{letter}{first}:{letter}{last}"


def _check(sheet: Any, cells: Iterable[str], prompt: tuple[str, str] | None = None, *, error: str, **rule: str) -> None:
    """Excel calls a file damaged whose prompt is longer than 255 letters or its title longer than 32."""
    from openpyxl.worksheet.datavalidation import DataValidation

    check = DataValidation(allow_blank=True, showErrorMessage=True, errorTitle="Chưa đúng", error=error[:255], **rule)
    if prompt:
        check.showInputMessage, check.promptTitle, check.prompt = True, plain_text(prompt[0])[:32], plain_text(prompt[1])[:255]
    for area in cells:
        check.add(area)
    sheet.add_data_validation(check)
