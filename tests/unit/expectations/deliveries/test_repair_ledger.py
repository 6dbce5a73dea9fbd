"""The ledger of repairs: people only as shapes, three examples that differ, and a jump against last month told once."""

import inspect
import json
import re
import unicodedata
from datetime import date
from importlib import import_module
from pkgutil import iter_modules
from typing import get_args

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import transforms.vietnamese
from expectations.deliveries.repair_ledger import (
    JumpLimits,
    LastRepairs,
    examples,
    jumps,
    ledger,
    list_words,
    repairs_jumped,
    shape,
    visible,
)
from expectations.registry import SOURCES, source
from flows.config.reference import read_reference
from flows.validation.repair_ledger import headings, kind_names, plain_columns
from tests.support.drawn_frames import assert_drawn
from transforms.cleaning.model import REPAIR_SCHEMA, Cleaned
from transforms.cleaning.moved_days import MOVED
from transforms.cleaning.swapped_dates import SWAPPED
from transforms.cleaning.zoned_moments import ZONE_MOVED, ZONE_UNKNOWN
from transforms.vietnamese.legacy import Encoding
from transforms.vietnamese.text import fold_text

LIMITS = JumpLimits(low_share=0.05, high_share=0.50, least=20)
JUNE = date(2026, 6, 1)


def repairs(*rows: tuple[str, str, str, str]) -> pl.DataFrame:
    """Column, kind, before, after."""
    return pl.DataFrame([("DS", number, *row) for number, row in enumerate(rows, 1)], schema=REPAIR_SCHEMA, orient="row")


def shown(found: pl.DataFrame, plain: set[str], *words: str) -> list[tuple[str, str]]:
    """``words``: texts that stand in the delivery's column often enough."""
    of_lists = pl.DataFrame([(name, word) for name in plain for word in words], schema=["column_name", "after"], orient="row")
    (told,) = examples(found, of_lists.cast(pl.String), plain)["examples"]
    return [(pair["before"], pair["after"]) for pair in json.loads(told)]


def only(found: pl.DataFrame, plain: set[str], *words: str) -> tuple[str, str]:
    (pair,) = shown(found, plain, *words)
    return pair


# --- what is shown of a cell -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "before", "after", "told"),
    [
        ("letter_case", "NGUYỄN THỊ ĐÀO", "Nguyễn Thị Đào", ("AAAAAA AAA AAA", "Aaaaaa Aaa Aaa")),
        ("unicode", unicodedata.normalize("NFD", "Thị Bé"), "Thị Bé", ("Aaa◌ Aa◌", "Aaa Aa")),
        ("eth", "Ðặng Đức", "Đặng Đức", ("Ðaaa Aaa", "Aaaa Aaa")),
        ("control", "Đào\u200b Đức", "Đào Đức", ("Aaa¤ Aaa", "Aaa Aaa")),
        ("blanks", " Đào\u00a0\tĐức\nAn ", "Đào Đức An", ("␣Aaa⍽⇥Aaa↵Aa␣", "Aaa␣Aaa␣Aa")),
        ("tcvn3", "NguyÔn V¨n §øc", "Nguyễn Văn Đức", ("AaaaAa A¤a ¤aa", "Aaaaaa Aaa Aaa")),
        ("leading_zero", "30199000123", "030199000123", ("99999999999", "999999999999")),
        ("letters_for_digits", "O3019900o|I3", "030199000113", ("A9999999a|A9", "999999999999")),
        ("separators", "CCCD: 030.199-000 123", "030199000123", ("AAAA:␣999.999-999␣999", "999999999999")),
        ("excel_serial", "22037", "1960-05-01", ("99999", "9999-99-99")),
    ],
)
def test_a_personal_cell_is_shown_as_its_shape(kind: str, before: str, after: str, told: tuple[str, str]) -> None:
    assert only(repairs(*[("full_name", kind, before, after)] * 5), set()) == told


@given(st.text(max_size=40))
def test_a_shape_holds_no_letter_and_no_digit_of_its_cell(text: str) -> None:
    told = pl.select(shape(pl.lit(text))).item()
    assert set(re.findall(r"\w", told, re.UNICODE)) <= {"A", "a", "9", "_"}


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ("TDP 3", "TDP 3"),
        ("TDP\u00a03", "TDP⍽3"),
        ("HN 123456789", "HN ***789"),
        (unicodedata.normalize("NFD", "Tổ"), "To◌\u0302◌\u0309"),
        ("Đang\u200bđóng", "Đang¤đóng"),
    ],
)
def test_other_cells_are_shown_with_what_the_eye_cannot_see(before: str, told: str) -> None:
    assert pl.select(visible(pl.lit(before))).item() == told


def test_a_word_of_a_list_is_shown_as_it_is() -> None:
    found = repairs(("status", "blanks", "Đang  đóng", "Đang đóng"))
    assert only(found, {"status"}, "Đang đóng") == ("Đang␣␣đóng", "Đang␣đóng")


def test_words_of_a_list_are_those_that_several_rows_hold() -> None:
    frame = pl.DataFrame(
        {"status_raw": ["Đang đóng"] * 3 + ["Trần Thị Bé"] * 2, "status": ["paying"] * 5, "relation": ["Con"] * 5, "b1_score": 1}
    )
    found = list_words(frame, ["status", "relation", "b1_score", "classification"])
    assert sorted(found.rows()) == [("relation", "Con"), ("status", "Đang đóng")]


def test_a_text_that_stands_alone_in_a_column_of_words_may_be_a_slipped_name() -> None:
    assert only(repairs(("status", "blanks", "Trần  Thị Bé", "Trần Thị Bé")), {"status"}) == ("Aaaa␣␣Aaa␣Aa", "Aaaa␣Aaa␣Aa")


def test_a_date_that_is_nobody_s_is_shown_as_it_is() -> None:
    assert only(repairs(("received_at", "date_form", "1/7/2026", "2026-07-01")), {"received_at"}) == ("1/7/2026", "2026-07-01")


def test_three_examples_that_differ_the_most_frequent_first() -> None:
    cells = [("1/7/2026", 1), ("2/7/2026", 2), ("3/7/2026", 4), ("4/7/2026", 3)]
    found = repairs(*[("due_at", "date_form", before, before) for before, count in cells for _ in range(count)])
    assert [before for before, _ in shown(found, {"due_at"})] == ["3/7/2026", "4/7/2026", "2/7/2026"]


def test_people_of_one_shape_are_one_example() -> None:
    found = repairs(("full_name", "letter_case", "VŨ AN", "Vũ An"), ("full_name", "letter_case", "LÊ AN", "Lê An"))
    assert shown(found, set()) == [("AA AA", "Aa Aa")]


def test_a_long_cell_is_cut() -> None:
    before, _ = only(repairs(("field_name", "blanks", "a " * 200, "a")), {"field_name"}, "a")
    assert before == "a␣" * 40 + "…"


@pytest.mark.parametrize("name", SOURCES)
def test_only_columns_that_their_contract_calls_impersonal_are_shown_as_they_are(name: str) -> None:
    contract = source(name).contract
    personal = {column.name for column in contract.all_columns if column.personal}
    assert plain_columns(name) & personal == set()
    assert plain_columns(name).isdisjoint({"full_name", "head_name", "applicant_name", "procedure_name", "address_and_phone", "note"})


# --- names ----------------------------------------------------------------------------------------------------------------
def kinds_in_the_code() -> set[str]:
    """What every function named ``*_repairs`` of ``transforms.vietnamese`` may tell, and what whole columns tell."""
    kinds = {SWAPPED, MOVED, ZONE_MOVED, ZONE_UNKNOWN, *get_args(Encoding)}
    for module in iter_modules(transforms.vietnamese.__path__, "transforms.vietnamese."):
        for name, function in inspect.getmembers(import_module(module.name), inspect.isfunction):
            if name.endswith("_repairs") and not name.startswith("_"):
                kinds |= set(function(pl.col("before"), pl.col("after")))
    return kinds


def test_every_kind_of_repair_has_a_vietnamese_name() -> None:
    assert set(kind_names()) == kinds_in_the_code()


def test_no_two_kinds_share_a_name() -> None:
    names = [fold_text(row["kind_name"]) for row in read_reference("repair_kinds")]
    assert len(names) == len(set(names)) and all(names)


@pytest.mark.parametrize("name", SOURCES)
def test_every_column_that_is_read_has_its_heading(name: str) -> None:
    own = headings(name)
    assert own["full_name"] == "Họ và tên"
    assert {column.name for column in source(name).contract.columns} <= set(own)


# --- counts and jumps ------------------------------------------------------------------------------------------------------
def last(*deliveries: tuple[int, dict[tuple[str, str], int]]) -> LastRepairs:
    """Rows of each delivery of June and its counts by column and kind."""
    counts = [(number, column, kind, count) for number, (_, told) in enumerate(deliveries, 1) for (column, kind), count in told.items()]
    return LastRepairs(
        JUNE,
        pl.DataFrame({"delivery_id": range(1, len(deliveries) + 1), "rows_read": [rows for rows, _ in deliveries]}),
        pl.DataFrame(
            counts,
            schema={"delivery_id": pl.Int64, "column_name": pl.String, "kind": pl.String, "cell_count": pl.Int64},
            orient="row",
        ),
    )


BORN, CODED = ("birth_date", "excel_serial"), ("personal_id", "leading_zero")


def lines(now: dict[tuple[str, str], int], rows: int, before: LastRepairs | None) -> pl.DataFrame:
    found = repairs(*[(*key, "1", "2") for key, count in now.items() for _ in range(count)])
    return ledger(Cleaned(pl.DataFrame(), found), rows, set(), before)


def test_a_line_tells_its_share_and_last_month_s() -> None:
    found = lines({BORN: 30, CODED: 5}, 100, last((200, {BORN: 20, ("sex", "blanks"): 10})))
    assert_drawn(
        found,
        """
        column_name | kind         | cell_count | row_share | last_row_share
        ------------+--------------+------------+-----------+---------------
        birth_date  | excel_serial | 30         | 0.3       | 0.1
        personal_id | leading_zero | 5          | 0.05      | 0
        sex         | blanks       | 0          | 0         | 0.05
        """,
    )


def test_without_an_earlier_month_there_is_nothing_to_compare() -> None:
    found = lines({BORN: 100}, 100, None)
    assert found["last_row_share"].to_list() == [None]
    assert jumps(found, LIMITS).is_empty()


@pytest.mark.parametrize(
    ("now", "before", "is_jump"),
    [
        (60, 4, True),
        (60, 0, True),
        (50, 4, False),  # not above half
        (60, 5, False),  # not below a twentieth
        (4, 60, True),
        (0, 60, True),
        (60, 60, False),
        (0, 0, False),
    ],
)
def test_a_jump_is_from_nearly_none_to_most_rows_or_back(now: int, before: int, is_jump: bool) -> None:
    found = jumps(lines({BORN: now}, 100, last((100, {BORN: before} if before else {}))), LIMITS)
    assert bool(found.height) is is_jump


@pytest.mark.parametrize(("now", "before", "rows"), [(19, 0, 20), (0, 19, 20)])
def test_a_few_cells_are_no_jump(now: int, before: int, rows: int) -> None:
    assert jumps(lines({BORN: now}, rows, last((rows, {BORN: before}))), LIMITS).is_empty()


def test_a_delivery_like_one_of_last_month_s_has_not_jumped() -> None:
    """Two systems send a log each month: one writes Excel's day numbers, the other does not."""
    two = last((100, {BORN: 100}), (100, {}))
    assert jumps(lines({BORN: 100}, 100, two), LIMITS).is_empty()
    assert jumps(lines({}, 100, two), LIMITS).is_empty()


def test_one_finding_names_every_column_and_kind_that_jumped() -> None:
    found = lines({BORN: 90}, 100, last((100, {CODED: 60})))
    (finding,) = repairs_jumped(found, LIMITS, JUNE, headings("health_insurance"), kind_names())
    assert (finding.rule_code, finding.severity) == ("F11", "info")
    assert finding.message_vi == (
        "Cách ghi của nguồn đã đổi so với tháng 06/2026: cột 'Ngày sinh' (ngày thành số của Excel) sửa 90,0 % số dòng, tháng trước 0,0 %; "
        "cột 'Số CCCD' (mất số 0 ở đầu) sửa 0,0 % số dòng, tháng trước 60,0 %. Có lẽ nơi gửi đã đổi phần mềm hoặc cách xuất tệp. "
        "Các ô đã được sửa tự động và vẫn được tính. Xem lại vài dòng xem sửa có đúng không, rồi xác nhận với nơi gửi."
    )


def test_a_source_that_writes_as_before_has_no_finding() -> None:
    assert repairs_jumped(lines({BORN: 90}, 100, last((100, {BORN: 80}))), LIMITS, JUNE, {}, {}) == []
