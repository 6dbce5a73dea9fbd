"""What officers answered about headings: read next time, and never at the cost of a heading that is known."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.contract import Column, Contract
from transforms.reading.answers import HeadingAnswer, answerable_columns, heading_key, is_unheaded, known_meaning, with_answers
from transforms.reading.delivery import find_tables, read_delivery
from transforms.reading.grids import grid_from_rows
from transforms.reading.headers import match_paths
from transforms.reading.heading_keys import Keys
from transforms.reading.model import Reading, Table
from transforms.sources.department_report import CONTRACT as REPORT
from transforms.sources.dossiers import CONTRACT as DOSSIERS
from transforms.sources.health_insurance import CONTRACT as HEALTH
from transforms.sources.poverty import CONTRACT as POVERTY
from transforms.sources.social_insurance import CONTRACT as SOCIAL

ALL = (REPORT, HEALTH, SOCIAL, POVERTY, DOSSIERS)
HEADS = ["STT", "Họ và tên", "Mã số BHXH", "Mã 1", "Từ ngày", "Mốc B"]
ROW: list[str | None] = ["1", "Vũ Thị Oanh", "3199194312", "030304000020", "01/01/2026", "31/12/2026"]


def answer(heading: str, column: str | None, source: str = "health_insurance") -> HeadingAnswer:
    return HeadingAnswer(source, heading, column)


def tables(heads: list[str | None], *answers: HeadingAnswer, row: list[str | None] = ROW) -> list[Table]:
    return find_tables(grid_from_rows("DS", [["DANH SÁCH BHYT"], heads, row]), with_answers(ALL, answers))


def read(heads: list[str], *answers: HeadingAnswer) -> Reading:
    return read_delivery(
        "\n".join(";".join(line) for line in (["DANH SÁCH BHYT"], heads, map(str, ROW))).encode(),
        ("BHYT_2026-06.csv",),
        with_answers(ALL, answers),
    )


# --- what an answer does ------------------------------------------------------------------------------------------------
def test_a_heading_answered_with_a_column_is_read_as_that_column() -> None:
    assert read(HEADS).problem == "missing_columns"
    (table,) = read(HEADS, answer("Mốc B", "valid_to"), answer("Mã 1", "personal_id")).tables
    assert (table.frame["valid_to"].to_list(), table.frame["personal_id"].to_list()) == (["31/12/2026"], ["030304000020"])
    assert (table.headers["valid_to"], table.unknown_headers) == ("Mốc B", ())


def test_a_heading_that_is_not_needed_is_no_surprise_and_is_not_read() -> None:
    (plain,) = tables([*HEADS[:5], "Đến ngày"])
    (table,) = tables([*HEADS[:5], "Đến ngày"], answer("Mã 1", None))
    assert (plain.unknown_headers, table.unknown_headers, table.suggestions) == (("Mã 1",), (), ())
    assert table.frame.equals(plain.frame)


def test_an_answer_speaks_of_its_own_source_alone() -> None:
    assert read(HEADS, answer("Mốc B", "to_month", "social_insurance")).problem == "missing_columns"


@pytest.mark.parametrize("written", ["MỐC B", "mốc  b", "Moc B", "Mốc\nB:", "Mốc B (ngày)"])
def test_an_answered_heading_is_known_however_it_is_written(written: str) -> None:
    (table,) = tables([*HEADS[:5], written], answer("Mốc B", "valid_to"))
    assert "valid_to" in table.frame.columns


def test_an_answer_about_a_heading_with_parents_holds_under_those_parents_alone() -> None:
    rows: list[list[str | None]] = [
        ["STT", "Họ và tên", "Mã số BHXH", "Hiệu lực", None, "Lần trước", None],
        [None, None, None, "Mở", "Đóng", "Mở", "Đóng"],
        ["1", "Vũ Thị Oanh", "3199194312", "01/01/2026", "31/12/2026", "01/01/2025", "31/12/2025"],
    ]
    known = with_answers(ALL, [answer("Hiệu lực > Mở", "valid_from"), answer("Hiệu lực > Đóng", "valid_to")])
    (table,) = find_tables(grid_from_rows("DS", [["DANH SÁCH BHYT"], *rows]), known)
    assert (table.letters["valid_from"], table.letters["valid_to"]) == ("D", "E")
    assert table.unknown_headers == ("Lần trước > Mở", "Lần trước > Đóng")


def test_a_column_without_a_heading_may_be_told_not_needed() -> None:
    heads: list[str | None] = [*HEADS[:3], None, "Từ ngày", "Đến ngày"]
    assert tables(heads)[0].unknown_headers == ("(cột D không có tiêu đề)",)
    assert tables(heads, answer("(cột D không có tiêu đề)", None))[0].unknown_headers == ()
    assert is_unheaded("(cột D không có tiêu đề)") and not is_unheaded("Cột D")


def test_an_answer_about_a_side_list_reaches_it() -> None:
    _, known, *_ = with_answers(ALL, [answer("Hộ khẩu", "household_count", "department_report")])[0].others[0], ALL[0]
    population = with_answers(ALL, [answer("Hộ khẩu", "household_count", "department_report")])[0].others[0]
    assert population.answers == (("Hộ khẩu", "household_count"),)
    assert known.answers == ()


# --- what an answer cannot do --------------------------------------------------------------------------------------------
def test_a_known_heading_keeps_its_meaning_and_its_column() -> None:
    heads: list[str | None] = ["STT", "Họ và tên", "Mã số BHXH", "Mã 1", "Từ ngày", "Đến ngày (dd/mm/yyyy)"]
    (table,) = tables(heads, answer("Đến ngày", "valid_from"), answer("Từ ngày", None), answer("Mã 1", "valid_to"))
    assert (table.letters["valid_from"], table.letters["valid_to"]) == ("E", "F")
    assert table.unknown_headers == ()  # answered, though another column has the place


def test_answers_that_the_contract_has_outgrown_are_left_out() -> None:
    unread, elsewhere = answer("Mã 2", "ethnicity"), answer("x", "y", "no_such_source")
    outgrown = [answer("Mã 1", "no_such_column"), unread, answer("Ngày sinh", None), elsewhere]
    assert with_answers(ALL, outgrown) == ALL


def test_of_two_answers_about_one_heading_the_later_wins() -> None:
    found = with_answers(ALL, [answer("Mã 1", "card_number"), answer("MÃ 1", "personal_id")])[1]
    assert found.answers == (("MÃ 1", "personal_id"),)


def test_the_meaning_of_a_known_heading_can_be_told() -> None:
    assert known_meaning(HEALTH, "Thời hạn > Từ ngày") == HEALTH.column("valid_from")
    assert known_meaning(REPORT, "Lực lượng lao động") == REPORT.others[0].column("labour_force_count")
    assert known_meaning(HEALTH, "Mã 1") is None


@pytest.mark.parametrize(
    ("heading", "key"),
    [("Mã 1", "ma1"), ("  MÃ\n1: ", "ma1"), ("Thời hạn > Từ", "thoihantu"), ("STT > STT", "stt"), ("Đến", "den"), ("***", ""), (" > ", "")],
)
def test_a_heading_is_remembered_by_its_folded_letters(heading: str, key: str) -> None:
    assert heading_key(heading) == key


# --- properties -----------------------------------------------------------------------------------------------------------
def headings_of(contract: Contract) -> list[str]:
    return [heading for column in contract.columns for heading in column.headings]


def columns_of(contract: Contract) -> list[Column]:
    return list(answerable_columns(contract))


@st.composite
def headed(draw: st.DrawFn) -> tuple[Contract, list[str], list[HeadingAnswer]]:
    """A contract, some headings known and not, and answers about any of them and others."""
    contract = draw(st.sampled_from(ALL))
    word = st.one_of(
        st.sampled_from(headings_of(contract)), st.text(max_size=6), st.sampled_from(["Mã 1", "Mốc B", "Nam", "Từ", "Số > Từ"])
    )
    heads = draw(st.lists(word, min_size=1, max_size=10))
    columns = st.one_of(st.none(), st.sampled_from([column.name for column in columns_of(contract)]))
    about = st.one_of(st.sampled_from(heads), word)
    answers = draw(st.lists(st.builds(HeadingAnswer, st.just(contract.source), about, columns), max_size=6))
    return contract, heads, answers


def matched(heads: list[str], contract: Contract) -> dict[str, int]:
    paths = [tuple(part.strip() for part in head.split(">")) for head in heads]
    return match_paths(paths, contract, Keys([list(path) for path in paths]))


@given(headed())
@settings(max_examples=300, deadline=None)
def test_answers_never_change_what_known_headings_mean(case: tuple[Contract, list[str], list[HeadingAnswer]]) -> None:
    contract, heads, answers = case
    (known,) = with_answers([contract], answers)
    before = matched(heads, contract)
    assert {name: place for name, place in matched(heads, known).items() if name in before} == before


@given(headed())
@settings(max_examples=100, deadline=None)
def test_answers_change_nothing_but_the_answers(case: tuple[Contract, list[str], list[HeadingAnswer]]) -> None:
    contract, _, answers = case
    (known,) = with_answers([contract], answers)
    assert replace(known, answers=(), others=tuple(replace(other, answers=()) for other in known.others)) == contract
    assert with_answers([known], []) == (known,)


@given(
    st.lists(
        st.builds(
            HeadingAnswer,
            st.just("health_insurance"),
            st.sampled_from([*HEADS, "Đến ngày", "Giới tính", "1", "HN"]),
            st.one_of(st.none(), st.sampled_from([column.name for column in columns_of(HEALTH)])),
        ),
        max_size=8,
    )
)
@settings(max_examples=60, deadline=None)
def test_a_list_whose_headings_are_known_is_the_same_with_any_answers(answers: list[HeadingAnswer]) -> None:
    heads: list[str | None] = ["STT", "Họ và tên", "Mã số BHXH", "Số CCCD", "Từ ngày", "Đến ngày"]
    (plain,), (table,) = tables(heads), tables(heads, *answers)
    assert table.frame.equals(plain.frame) and table.headers == plain.headers
