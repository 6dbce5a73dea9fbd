"""Rows of the vault in words: what a sealed row says, in the officer's words.

Data flow: document of the vault -> ``row_words`` -> label and text of each thing known
"""

import json
from datetime import date
from functools import cache
from typing import Any

_LABELS = {
    "full_name": "Họ và tên",
    "applicant_name": "Người nộp",
    "personal_id": "Số định danh",
    "social_insurance_number": "Mã số BHXH",
    "birth_date": "Ngày sinh",
    "sex": "Giới tính",
    "address": "Địa chỉ",
    "phone": "Điện thoại",
    "dossier_code": "Mã hồ sơ",
    "household_number": "Mã hộ",
}
_SEXES = {"male": "Nam", "female": "Nữ"}
_PRECISIONS = {"year": "%Y", "month": "%m/%Y"}
SUBJECTS = {"row": "dòng", "quarantine": "các dòng bị chặn của lần nhận", "dossier": "hồ sơ", "person": "người số"}


def row_words(document: dict[str, Any]) -> list[tuple[str, str]]:
    """Blank ones are left out; a birth date known by its year or month alone is shown so."""
    if "repairs" in document:
        return [(_label(mended["column_name"]), f"{mended['before']!r} → {mended['after']!r}") for mended in document["repairs"]]
    inner = document.get("cells", document)
    cells: dict[str, Any] = json.loads(inner) if isinstance(inner, str) else inner
    precision = cells.get("birth_precision")
    return [
        (_label(name), _text(name, value, precision))
        for name, value in cells.items()
        if value not in (None, "") and name != "birth_precision"
    ]


def subject_vi(subject: str) -> str:
    """ "row 14/Trang 1/7" -> "dòng 14/Trang 1/7"."""
    kind, _, rest = subject.partition(" ")
    return f"{SUBJECTS.get(kind, kind)} {rest}"


def _text(name: str, value: Any, precision: str | None) -> str:
    if name == "birth_date":
        try:
            return date.fromisoformat(str(value)).strftime(_PRECISIONS.get(str(precision), "%d/%m/%Y"))
        except ValueError:
            return str(value)
    return _SEXES.get(str(value), str(value)) if name == "sex" else str(value)


def _label(name: str) -> str:
    return _LABELS.get(name) or _headers().get(name, name)


@cache
def _headers() -> dict[str, str]:
    """Column of a contract -> its Vietnamese heading."""
    from expectations.registry import contracts

    return {column.name: column.header for contract in contracts() for column in contract.all_columns}
