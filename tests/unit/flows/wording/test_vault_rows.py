"""What a sealed row says, in the officer's words."""

import json

from flows.wording.vault_rows import row_words, subject_vi


def test_a_person_is_told_in_vietnamese_and_a_date_as_far_as_it_is_known() -> None:
    person = {
        "full_name": "Lê Văn Giả",
        "personal_id": None,
        "birth_date": "1990-01-01",
        "birth_precision": "year",
        "sex": "male",
        "phone": "",
    }
    assert row_words(person) == [("Họ và tên", "Lê Văn Giả"), ("Ngày sinh", "1990"), ("Giới tính", "Nam")]
    assert row_words({"birth_date": "2000-10-15", "birth_precision": "day", "sex": "female"}) == [
        ("Ngày sinh", "15/10/2000"),
        ("Giới tính", "Nữ"),
    ]


def test_cells_go_by_the_headings_of_their_list() -> None:
    cells = {"due_at": "31/02/2026", "serial_number": "7", "birth_date": "chưa rõ", "dossier_code": None}
    assert row_words({"cells": json.dumps(cells)}) == [("Ngày hẹn trả", "31/02/2026"), ("STT", "7"), ("Ngày sinh", "chưa rõ")]
    assert row_words({"repairs": [{"column_name": "full_name", "before": "LÊ GIẢ", "after": "Lê Giả"}]}) == [
        ("Họ và tên", "'LÊ GIẢ' → 'Lê Giả'")
    ]


def test_what_was_asked_for_is_told_in_vietnamese() -> None:
    assert [subject_vi(one) for one in ("row 14/Trang 1/7", "dossier H24-1", "khác 3")] == ["dòng 14/Trang 1/7", "hồ sơ H24-1", "khác 3"]
