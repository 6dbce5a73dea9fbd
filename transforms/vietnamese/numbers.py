"""Numbers in Vietnamese (1.234,5) or English (1,234.5) notation, with or without a unit; and the marks that stand for yes.

A point or comma before exactly three digits is thousands where a column holds whole numbers (29.083 people), a decimal mark
where it does not (0.975); with both marks, or several of one, there is no doubt.
"""

import polars as pl

#: Exact for money up to 10^16 đồng, and for shares with four decimals; more decimals are rounded.
DECIMAL = pl.Decimal(20, 4)
_EXCEL_DECIMAL_PLACES = 15
_MAX_WHOLE_DIGITS = 16

_UNIT = r"(?:vnđ|vnd|đồng|dong|đ|₫|%|người|nguoi|hộ|ho|khẩu|khau|thẻ|the|hồ sơ|tháng|thang)?"
_SIGN = r"(?<sign>[+\-−]?)\s*"
_GROUPED = r"(?<points>[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,(?<after_comma>[0-9]+))?|(?<commas>[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.(?<after_point>[0-9]+))?"
_PLAIN = r"(?<plain>[0-9]+)(?:[.,](?<after_mark>[0-9]+))?"
_NUMBER = {
    # One group of three is thousands ...
    True: rf"^{_SIGN}(?:{_GROUPED}|{_PLAIN})\s*{_UNIT}$",
    # ... or decimals, unless a second mark settles it.
    False: (
        rf"^{_SIGN}(?:(?<points>[1-9][0-9]{{0,2}}(?:(?:\.[0-9]{{3}}){{2,}}(?:,(?<after_comma>[0-9]+))?|\.[0-9]{{3}},(?<after_group>[0-9]+)))"
        rf"|(?<commas>[1-9])|{_PLAIN})\s*{_UNIT}$"
    ),
}
_NOTHING = r"^(?:[-–—−]|không|khong)$"
_PLAIN_NUMBER = r"^-?[0-9]+(?:\.[0-9]+)?$"

_YES = ["x", "✓", "✔", "☑", "√", "v", "có", "co", "1", "1.0", "true", "yes", "đúng"]
_NO = ["0", "0.0", "không", "khong", "false", "no", "sai", "-", "–", "☐"]
