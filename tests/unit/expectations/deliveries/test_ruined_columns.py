"""Rule F14: what counts as a column that a program ruined, and what is only a column with mistakes."""

import polars as pl
import pytest

from expectations.deliveries.file_rules import FileFinding
from expectations.deliveries.ruined_columns import ruined_columns
from tests.support.drawn_frames import cleaned, knowledge, main_part, reading

GOOD_ID, CUT_ID, BLANK = "030191000038", "2147483647", ""


def cards(ids: list[str], name: str = "Nguyễn Văn An", group: str = "TDP số 5") -> str:
    rows = "\n".join(f"{name} | 31{number:08d} | {given} | {group} | 01/01/2026" for number, given in enumerate(ids))
    return "full_name | social_insurance_number | personal_id | residential_group | valid_from\n---+---+---+---+---\n" + rows


def found(drawn: str, source: str = "health_insurance", **shares_last_month: float) -> list[FileFinding]:
    """F14 of a drawn list, judged by the rules' expressions alone."""
    part, told = main_part(source), knowledge(source)
    frame = part.prepare(cleaned(source, drawn), told)
    failures = pl.concat(
        frame.filter(rule.bad.fill_null(False)).select("row_id", pl.lit(rule.code).alias("rule_code")) for rule in part.book.rules(told)
    )
    return ruined_columns(reading(source, drawn).main, frame, failures, shares_last_month)


@pytest.mark.parametrize(
    ("ids", "is_ruined"),
    [
        ([CUT_ID] * 6 + [GOOD_ID] * 5, True),
        ([CUT_ID] * 5 + [GOOD_ID] * 5, False),  # half of them: no more than half
        ([CUT_ID] * 9, False),  # too few to tell
        ([CUT_ID] * 6 + [GOOD_ID] * 4 + [BLANK] * 40, True),  # of the rows with something in it
        ([BLANK] * 40, False),
        (["chưa có"] * 9 + [BLANK] * 40, False),
    ],
)
def test_ids_that_mostly_fail_are_a_ruined_column(ids: list[str], is_ruined: bool) -> None:
    findings = found(cards(ids))
    assert [(finding.rule_code, finding.severity) for finding in findings] == [("F14", "critical")] * is_ruined
    assert all("Số CCCD" in finding.message_vi or "định danh" in finding.message_vi for finding in findings)


def test_what_last_month_was_like_too_is_how_the_source_is() -> None:
    drawn = cards([CUT_ID] * 12)
    assert found(drawn, H07=0.9) == []
    assert len(found(drawn, H07=0.1)) == 1
    assert len(found(drawn, F14=1.0)) == 1  # what was released then were other columns: this rule has a share of its own
    letters = cards([GOOD_ID] * 12, "Nguy_n V_n An")
    assert len(found(letters)) == 1 and found(letters, F14=1.0) == []  # the officer released such letters


def test_the_sentence_claims_nothing_of_a_month_that_was_not_published() -> None:
    (told,) = found(cards([CUT_ID] * 12))
    assert "tháng trước" not in told.message_vi


@pytest.mark.parametrize(
    ("name", "is_ruined"),
    [
        ("Nguy_n V_n An", True),
        ("NGUY_N V_N AN", True),
        ("Nguy?n V?n An", True),
        ("Nguy\N{REPLACEMENT CHARACTER}n V\N{REPLACEMENT CHARACTER}n An", True),
        ("Nguy\x1an Văn An", True),
        ("Nguyen_Van_An", False),  # underscores for blanks
        ("Nguyễn Văn An?", False),  # somebody's doubt
        ("Nguyễn_x000D_Văn An", False),  # how xlsx writes a line's end
    ],
)
def test_letters_that_became_signs_are_a_ruined_column(name: str, is_ruined: bool) -> None:
    good, bad = (cards([GOOD_ID] * count, who) for count, who in ((10, "Nguyễn Văn An"), (2, name)))
    findings = found(good + "\n" + bad.split("\n", 2)[2])
    assert [finding.rule_code for finding in findings] == ["F14"] * is_ruined
    assert all(name not in finding.message_vi and "Họ" in finding.message_vi for finding in findings)


def test_one_name_in_ten_is_not_yet_a_tenth_exceeded() -> None:
    good, bad = cards([GOOD_ID] * 9), cards([GOOD_ID], "Nguy_n V_n An")
    assert found(good + "\n" + bad.split("\n", 2)[2]) == []


def test_groups_that_nobody_can_read_are_told_with_their_rule_and_a_column_once() -> None:
    (one,) = found(cards([GOOD_ID] * 12, group="T_ d_n ph_ s_ 5"))
    assert one.message_vi.startswith("Cột 'Thôn/TDP' hỏng cả cột") or "dân phố" in one.message_vi
    (other,) = found(cards([GOOD_ID] * 12, group="Xóm lạ"))
    assert "H09" in other.message_vi


def test_a_row_without_a_birth_date_says_nothing_of_the_ids() -> None:
    rows = "\n".join(f"An | 31{number:08d} | {GOOD_ID} | 01/2020 | Đang đóng" for number in range(12))
    drawn = "full_name | social_insurance_number | personal_id | from_month | status\n---+---+---+---+---\n" + rows
    assert found(drawn, "social_insurance") == []
