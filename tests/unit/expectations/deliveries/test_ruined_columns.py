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
        ("V_ Th_ Oanh", True),
        ("VŨ TH_ OANH", True),
        ("V? Th? Oanh", True),
        ("Nguy□n V□n An", True),
        ("Nguyễn Văn An? (xem lại)", False),
        ("Nguyễn Văn An _ Bình", False),
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


def test_groups_that_are_read_from_an_address_are_told_under_its_heading() -> None:
    rows = "\n".join(f"An | {GOOD_ID} | 01/01/2026 | Xóm lạ" for _ in range(12))
    (one,) = found("full_name | personal_id | valid_from | address\n---+---+---+---\n" + rows)
    assert "H09" in one.message_vi
    assert one.message_vi.startswith("Cột 'Địa chỉ'") or "residential_group" not in one.message_vi


def test_a_row_without_a_birth_date_says_nothing_of_the_ids() -> None:
    rows = "\n".join(f"An | 31{number:08d} | {GOOD_ID} | 01/2020 | Đang đóng" for number in range(12))
    drawn = "full_name | social_insurance_number | personal_id | from_month | status\n---+---+---+---+---\n" + rows
    assert found(drawn, "social_insurance") == []


def log(
    *, status: str = "Đã trả kết quả", procedure: str = "Đăng ký khai sinh", applicant: str = "Vũ Thị Oanh", field: str = "Hộ tịch"
) -> str:
    rows = "\n".join(
        f"H24.12-260702-{1000 + number} | {procedure} | {field} | {applicant} | 02/07/2026 | 09/07/2026 |  | {status}"
        for number in range(12)
    )
    return (
        "dossier_code | procedure_name | field_name | applicant_name | received_at | due_at | finished_at | status\n"
        "---+---+---+---+---+---+---+---\n" + rows
    )


LIST = "full_name | social_insurance_number | personal_id | residential_group | valid_from"
POOR = "household_number | head_name | member_name | relation | residential_group | classification"
MEMBER = "full_name | social_insurance_number | personal_id | from_month | insurance_kind | status"


def rows_of(heads: str, *cells: str) -> str:
    """Twelve rows; "{}" is the number of the row."""
    lines = [" | ".join(cells).format(f"{number:02}") for number in range(12)]
    return "\n".join([heads, "+".join(["---"] * len(cells)), *lines])


@pytest.mark.parametrize("sign", ["#", "########", "?", "??? ???", "_", "___ __", "\N{REPLACEMENT CHARACTER}", "#N/A", "#REF!"])
@pytest.mark.parametrize(
    ("source", "drawn", "heading"),
    [
        ("dossiers", log(status="SIGN"), "Trạng thái hồ sơ"),
        ("dossiers", log(procedure="SIGN"), "Tên TTHC"),
        ("dossiers", log(field="SIGN"), "Lĩnh vực"),
        ("dossiers", log(applicant="SIGN"), "Tên cá nhân, tổ chức"),
        ("health_insurance", rows_of(LIST, "SIGN", "31000000{}", GOOD_ID, "TDP số 5", "01/01/2026"), "Họ và tên"),
        ("poverty", rows_of(POOR, "31-{}", "Vũ Văn An", "Vũ Văn An", "Chủ hộ", "TDP số 5", "SIGN"), "Phân loại hộ"),
        ("social_insurance", rows_of(MEMBER, "Vũ An", "31000000{}", GOOD_ID, "01/2020", "BHXH tự nguyện", "SIGN"), "Tình trạng"),
    ],
)
def test_a_column_of_which_no_letter_is_left_is_ruined(source: str, drawn: str, heading: str, sign: str) -> None:
    (told,) = (one for one in found(drawn.replace("SIGN", sign), source))
    assert (told.rule_code, told.severity) == ("F14", "critical")
    assert told.message_vi.startswith(f"Cột '{heading}' hỏng cả cột: 100,0 % số ô có chữ bị thay bằng ký hiệu (")


def test_a_status_of_which_letters_are_left_is_ruined_and_codes_of_a_program_are_none() -> None:
    assert [one.rule_code for one in found(log(status="_ã tr_ k_t qu_"), "dossiers")] == ["F14"]
    assert found(log(status="DA_TRA_KET_QUA"), "dossiers") == []
    half = [*log(status="?").splitlines()[:8], *log().splitlines()[8:]]
    assert found("\n".join(half), "dossiers") == []  # no more than half: D09 tells of each row


def test_a_list_that_has_lost_its_words_is_ruined() -> None:
    (told,) = found(log(status="", procedure="", applicant="", field=""), "dossiers")
    assert told.severity == "critical" and told.message_vi.startswith(
        "Cột 'Tên cá nhân, tổ chức', 'Tên TTHC', 'Lĩnh vực', 'Trạng thái hồ sơ' hỏng cả cột: mọi ô đều trống"
    )
    assert [one.rule_code for one in found(log(status="-", procedure="", applicant=".", field="NULL"), "dossiers")] == ["F14"]
    assert found(log(status="", procedure="", applicant="", field=""), "dossiers", F14=1.0) == []  # released last month
    (told,) = found(rows_of(LIST, "", "31000000{}", GOOD_ID, "", "01/01/2026"))
    assert told.rule_code == "F14" and "'Họ và tên'" in told.message_vi


@pytest.mark.parametrize(
    ("source", "drawn"),
    [
        ("dossiers", log()),  # nothing has ended: the column of ends is blank
        ("dossiers", log(status="")),  # known from the dates
        ("dossiers", log(procedure="", field="", applicant="")),  # the state of each dossier is said
        ("dossiers", log(status="", procedure="", applicant="")),  # its field is said
        ("dossiers", rows_of("dossier_code | received_at | due_at", "H24.12-260702-10{}", "02/07/2026", "09/07/2026")),  # no such column
        ("dossiers", rows_of("dossier_code | status | received_at | due_at", "H24.12-260702-10{}", "", "02/07/2026", "09/07/2026")),
        (
            "dossiers",  # sent so that nobody is known by it
            rows_of(
                "dossier_code | applicant_name | address | received_at | due_at", "H24.12-260702-10{}", "", "", "02/07/2026", "09/07/2026"
            ),
        ),
        ("dossiers", log(status="Đang xử lý?", applicant="Công ty #1")),
        ("health_insurance", rows_of(LIST, "", "31000000{}", GOOD_ID, "TDP số 5", "01/01/2026")),
        ("health_insurance", rows_of(LIST, "V*** A*", "31000000{}", GOOD_ID, "TDP số 5", "01/01/2026")),
    ],
)
def test_a_column_that_may_be_blank_or_is_not_in_the_list_is_not_ruined(source: str, drawn: str) -> None:
    assert found(drawn, source) == []


def test_a_list_of_nine_rows_is_too_short_to_have_lost_its_words() -> None:
    lines = log(status="", procedure="", applicant="", field="").splitlines()
    assert found("\n".join(lines[:11]), "dossiers") == [] and len(found("\n".join(lines[:12]), "dossiers")) == 1


def test_groups_from_an_address_that_is_ruined_are_told_once() -> None:
    drawn = rows_of(LIST.replace("residential_group", "address"), "Vũ An", "31000000{}", GOOD_ID, "#", "01/01/2026")
    assert [one.message_vi.split(":")[0] for one in found(drawn)] == ["Cột 'Địa chỉ' hỏng cả cột"]
