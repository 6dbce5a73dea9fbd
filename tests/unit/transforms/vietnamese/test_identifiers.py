"""Identifiers: what typing and Excel did to them, what can be given back, and what cannot. All numbers are invented."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any, Literal

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from transforms.vietnamese import identifiers as ids

#: Ids as issued: province, century and sex, year, and a random part that no real id has.
PERSONAL_IDS = st.builds(
    "{}{}{:02}000{:03}".format, st.sampled_from(ids.PROVINCE_PREFIXES), st.integers(0, 3), st.integers(0, 99), st.integers(0, 999)
)
BHXH_NUMBERS = st.builds("{}{:08}".format, st.sampled_from(["30", "31", "01"]), st.integers(0, 99_999_999))


def read(function: Callable[[pl.Expr], pl.Expr], *cells: str | None) -> list[Any]:
    return pl.DataFrame({"cell": pl.Series(cells, dtype=pl.String)}).select(function(pl.col("cell"))).to_series().to_list()


def repairs(before: str | None, value: str | None) -> set[str]:
    frame = pl.DataFrame({"before": [before], "value": [value]}, schema={"before": pl.String, "value": pl.String})
    found = frame.select(**ids.identifier_repairs(pl.col("before"), pl.col("value"))).row(0, named=True)
    return {kind for kind, is_found in found.items() if is_found}


@pytest.mark.parametrize(
    ("sent", "kinds"),
    [
        ("030085000123", set()),
        ("30085000123", {"leading_zero"}),
        ("30085000123.0", {"leading_zero", "decimal_tail"}),
        ("30085000123,0", {"leading_zero", "decimal_tail"}),
        ("'030085000123", {"separators"}),
        ("030085000123;", {"separators"}),
        ("CC: 030085000123", {"separators"}),
        (" 030 085 000 123\u00a0", {"separators"}),
        ("030.085.000.123", {"separators"}),
        ("030-085-000-123", {"separators"}),
        ("CCCD: 030085000123", {"separators"}),
        ("Số CCCD 030085000123", {"separators"}),
        ("O3OO85OOO123", {"letters_for_digits"}),
        ("03oo85oooI23", {"letters_for_digits"}),
    ],
)
def test_a_personal_id_is_mended_and_the_mending_is_told(sent: str, kinds: set[str]) -> None:
    (found,) = read(ids.personal_id, sent)
    assert found == {"value": "030085000123", "is_blank": False, "is_valid": True}
    assert repairs(sent, found["value"]) == kinds


@pytest.mark.parametrize("sent", ["03008500012", "99085000123"])
def test_eleven_digits_that_a_zero_makes_no_id_of_a_province_have_lost_another_digit(sent: str) -> None:
    assert read(ids.personal_id, sent) == [{"value": None, "is_blank": False, "is_valid": False}]


@given(PERSONAL_IDS)
def test_a_lost_leading_zero_is_restored(number: str) -> None:
    (whole, lost, tail) = read(ids.personal_id, number, number[1:], f"{number[1:]}.0")
    assert whole["value"] == lost["value"] == tail["value"] == number


@given(PERSONAL_IDS, BHXH_NUMBERS, st.sampled_from(["{}", "'{}", "{}.0", "CCCD: {}", " {}\u00a0", "Số {}"]))
def test_a_number_written_in_any_way_is_that_number(number: str, insurance: str, how: str) -> None:
    assert read(ids.personal_id, how.format(number))[0]["value"] == number
    assert read(ids.social_insurance_number, how.format(insurance))[0]["value"] == insurance
    assert read(ids.personal_id, number[:3] + number[3:].replace("0", "O").replace("1", "l"))[0]["value"] == number


@pytest.mark.parametrize(
    ("sent", "born", "row_sex", "expected"),
    [
        ("1325000014", date(2025, 3, 24), "female", "001325000014"),
        ("1170000026.0", date(1970, 1, 28), "female", "001170000026"),
        ("8086000006", date(1986, 7, 1), "male", "008086000006"),
        ("1325000014", date(2025, 3, 24), "male", None),  # another sex
        ("1325000014", date(2024, 3, 24), "female", None),  # another year
        ("1325000014", None, "female", None),
        ("1325000014", date(2025, 3, 24), None, None),
        ("3185000014", date(1985, 3, 24), "female", None),  # no province has 003
        ("325000014", date(2025, 3, 24), "female", None),  # an old card's nine
    ],
)
def test_two_lost_zeros_come_back_where_birth_year_and_sex_say_so(
    sent: str, born: date | None, row_sex: str | None, expected: str | None
) -> None:
    row = pl.DataFrame({"sent": [sent], "born": [born], "sex": [row_sex]}, schema={"sent": pl.String, "born": pl.Date, "sex": pl.String})
    assert row.select(ids.personal_id_of_ten_digits(pl.col("sent"), pl.col("born"), pl.col("sex"))).item() == expected
    if expected:
        kinds = row.select(**ids.identifier_repairs(pl.col("sent"), pl.lit(expected)))
        assert kinds["leading_zero"].item()


@given(PERSONAL_IDS, st.sampled_from([" ", ".", "-", "\u00a0", "'"]), st.integers(1, 11))
def test_no_digit_of_an_id_is_lost_or_moved_by_cleaning(number: str, sign: str, place: int) -> None:
    assume(sign != "." or not re.fullmatch("0{1,2}", number[place:]))  # ".0" behind a number is Excel's
    assert read(ids.digits, number[:place] + sign + number[place:]) == [number]


@pytest.mark.parametrize(
    "sent",
    [
        "142536475",
        "3,0085E+10",
        "0300850",
        "0300850012345",
        "1085000123",
        "030085000123/030085000124",
        "142536475/142536476",
        "030085000123142536475",
        "030085000123 con của 142536475",
        "000085000123/142536475",
        "000085000123",
        "chưa rõ",
        "o",
        "HC0000001",
    ],
)
def test_a_personal_id_that_cannot_be_mended_is_invalid(sent: str) -> None:
    assert read(ids.personal_id, sent) == [{"value": None, "is_blank": False, "is_valid": False}]


@pytest.mark.parametrize(
    "sent",
    [
        "{id}/{cmnd}",
        "{cmnd} - {id}",
        "CCCD: {id}; CMND: {cmnd}",
        "{id} ({cmnd})",
        "CMND cũ {cmnd}, CCCD mới {id}",
        "{id} {cmnd}",
        "{id}\n{cmnd}",
    ],
)
@given(number=PERSONAL_IDS, cmnd=st.integers(100_000_000, 399_999_999))
@settings(max_examples=15)
def test_beside_an_old_identity_card_the_personal_id_is_the_one_of_twelve_digits(sent: str, number: str, cmnd: int) -> None:
    cell = sent.format(id=number, cmnd=cmnd)
    assert read(ids.personal_id, cell) == [{"value": number, "is_blank": False, "is_valid": True}]
    assert repairs(cell, number) == {"two_ids"}


@pytest.mark.parametrize("sent", ["2147483647", "2147483647.0", " 2147483647", "4294967295", "-1195772985", "-1195772985.0"])
def test_what_is_left_of_a_number_cut_to_32_bits_is_nobodys(sent: str) -> None:
    assert read(ids.social_insurance_number, sent) == [{"value": None, "is_blank": False, "is_valid": False, "personal_id": None}]


@pytest.mark.parametrize("sent", ["2147483646", "3199194311", "-", "- 3199194311", "3199-194-311"])
def test_other_numbers_and_dashes_are_none_of_those(sent: str) -> None:
    (found,) = read(ids.social_insurance_number, sent)
    assert found["is_valid"] or found["is_blank"]


@pytest.mark.parametrize("sent", [None, "", "  ", "-", "...", "~", "chưa có", "Chưa có", "KHÔNG", "không có", "chưa cấp", "N/A"])
def test_words_that_say_there_is_no_number_are_blank(sent: str | None) -> None:
    for function in (ids.personal_id, ids.social_insurance_number):
        assert read(function, sent)[0]["is_blank"]
        assert not read(function, sent)[0]["is_valid"]
    assert read(ids.card_number, sent) == [{"value": None, "is_malformed": False, "last_ten": None}]


def test_a_prefix_of_no_province_is_valid_and_can_be_told() -> None:
    assert read(ids.personal_id, "003085000123")[0]["is_valid"]
    assert read(ids.is_known_province, "030085000123", "003085000123", None) == [True, False, None]
    assert len(ids.PROVINCE_PREFIXES) == len(set(ids.PROVINCE_PREFIXES)) == 63


def test_a_personal_id_tells_sex_and_year_of_birth() -> None:
    cells = ["030085000123", "030185000123", "031225000044", "031325000044", "030401000001", None]
    assert read(ids.birth_year, *cells) == [1985, 1985, 2025, 2025, 2101, None]
    assert read(ids.sex, *cells) == ["male", "female", "male", "female", "male", None]


@given(BHXH_NUMBERS)
def test_nine_digits_under_a_bhxh_heading_get_their_zero_back(number: str) -> None:
    sent = number[1:] if number.startswith("0") else number
    assert read(ids.social_insurance_number, sent) == [{"value": number, "is_blank": False, "is_valid": True, "personal_id": None}]


@pytest.mark.parametrize("sent", ["030085000123", "30085000123", "30085000123.0"])
def test_twelve_digits_under_a_bhxh_heading_are_a_personal_id(sent: str) -> None:
    (found,) = read(ids.social_insurance_number, sent)
    assert found == {"value": None, "is_blank": False, "is_valid": True, "personal_id": "030085000123"}


@pytest.mark.parametrize("sent", ["3,0092E+10", "30999160", "99085000123", "3099916009123", "000085000123", "sổ cũ"])
def test_a_bhxh_number_of_another_length_is_invalid(sent: str) -> None:
    (found,) = read(ids.social_insurance_number, sent)
    assert not found["is_valid"] and not found["is_blank"] and found["value"] is None and found["personal_id"] is None


@pytest.mark.parametrize(
    "sent", ["DN4303099916009", "dn4303099916009", "DN 4 30 3099916009", "DN-4-30-3099916009", "DN43O3O999I6OO9", "DN43030999l6009"]
)
def test_a_fifteen_character_card_is_mended_among_its_digits(sent: str) -> None:
    assert read(ids.card_number, sent) == [{"value": "DN4303099916009", "is_malformed": False, "last_ten": "3099916009"}]


def test_a_ten_digit_card_is_accepted_and_compared_with_nothing() -> None:
    assert read(ids.card_number, "0199969342", "199969342", "TE1303000000001") == [
        {"value": "0199969342", "is_malformed": False, "last_ten": None},
        {"value": "0199969342", "is_malformed": False, "last_ten": None},
        {"value": "TE1303000000001", "is_malformed": False, "last_ten": "3000000001"},
    ]


@pytest.mark.parametrize("sent", ["D74303199412966", "GD430019990", "GD430319991558855", "DN9303099916009", "030085000123", "thẻ giấy"])
def test_a_card_of_another_shape_is_malformed(sent: str) -> None:
    assert read(ids.card_number, sent) == [{"value": None, "is_malformed": True, "last_ten": None}]


@pytest.mark.parametrize(
    ("sent", "number"),
    [
        ("0900000123", "0900000123"),
        ("900000123", "0900000123"),
        ("900000123.0", "0900000123"),
        ("090 000 0123", "0900000123"),
        ("+84 900 000 123", "0900000123"),
        ("SĐT: 0900.000.123", "0900000123"),
        ("01620000123", "0320000123"),
        ("1620000123", "0320000123"),
        ("01200000123", "0700000123"),
        ("01990000123", "0590000123"),
        ("(0220) 3000123", "02203000123"),
        ("2203000123", "02203000123"),
        ("0900000123/0900000124", "0900000123"),
        ("0900 000 123 - 0900 000 124", "0900000123"),
        ("0900.000.123, 0900.000.124", "0900000123"),
        ("SĐT: 0900000123 hoặc 0900000124", "0900000123"),
        ("0900000123 0900000124", "0900000123"),
        ("(0220) 3000123 - 0900000123", "02203000123"),
        ("900000123/900000124", "0900000123"),
        ("0900000123 (con)", None),
        ("113", None),
        ("0100000123", None),
        ("không", None),
        (None, None),
    ],
)
def test_a_phone_is_ten_digits_or_a_fixed_line(sent: str | None, number: str | None) -> None:
    assert read(ids.phone, sent) == [number]


@pytest.mark.parametrize("between", [" - ", "/", "; ", ", ", "\n", " hoặc "])
def test_of_two_phones_the_first_is_taken_and_told(between: str) -> None:
    for first in ("0900000123", "0900.000.123", "0900 000 123", "+84900000123", "900000123"):
        sent = f"{first}{between}0900000124"
        assert read(ids.phone, sent) == ["0900000123"]
        assert repairs(sent, "0900000123") == {"two_phones"}


@pytest.mark.parametrize(
    ("sent", "code", "received"),
    [
        ("H24.115-260331-0009", "H24.115-260331-0009", date(2026, 3, 31)),
        (" h24.115 – 260331 – 0009 ", "H24.115-260331-0009", date(2026, 3, 31)),
        ("000.17.22.H56-210531-0001", "000.17.22.H56-210531-0001", date(2021, 5, 31)),
        ("G22.99-260305-00071", "G22.99-260305-00071", date(2026, 3, 5)),
        ("H24.115-260231-0009", "H24.115-260231-0009", None),
        ("HS-123", None, None),
        ("260305-0007", None, None),
        ("chưa cấp mã", None, None),
        (None, None, None),
    ],
)
def test_a_dossier_code_is_read_with_the_date_inside_it(sent: str | None, code: str | None, received: date | None) -> None:
    assert read(ids.dossier_code, sent) == [code]
    assert read(ids.code_date, code) == [received]


@pytest.mark.parametrize("quotes", ['""', "“”", "„“", "«»", "‘’", "``"])
def test_quotes_around_a_code_are_no_part_of_it(quotes: str) -> None:
    begin, end = quotes
    assert read(ids.dossier_code, f"{begin}H24.115-260331-0009{end}") == ["H24.115-260331-0009"]
    assert read(ids.procedure_code, f"{begin}1.001193.000.00.00.H24{end}") == ["1.001193"]


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#NAME?", "#TÊN?", "#GETTING_DATA", "########", "Err:502"])
def test_an_error_is_never_blank_though_the_words_typed_for_one_are(error: str) -> None:
    for function in (ids.personal_id, ids.social_insurance_number):
        assert [(cell["is_blank"], cell["is_valid"]) for cell in read(function, error, "N/A", "#")] == [
            (False, False),
            (True, False),
            (True, False),
        ]
    assert [cell["is_malformed"] for cell in read(ids.card_number, error, "N/A", "#")] == [True, False, False]


def test_a_procedure_code_is_joined_by_its_short_form() -> None:
    cells = ["1.001193", "1.001193.000.00.00.H24", " 2.000815 ", "5.001193", "1.1193", "Chứng thực", None]
    assert read(ids.procedure_code, *cells) == ["1.001193", "1.001193", "2.000815", None, None, None, None]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("030085000123", "***123"),
        ("0123456789", "***789"),
        ("03008500101x", "***01x"),
        ("H24-0009", "***09"),
        ("1990", "***0"),
        ("123", "***"),
        ("", "***"),
        (None, None),
        ("Nguyễn Thị Phượng", "***ợng"),
        ("Vũ Thị Mỹ Hà", "***à"),
        ("Đinh Thị An", "***n"),
        ("Lê Thị Ý", "***"),
        ("Hoàng An", "***n"),
        ("Hoa", "***"),
        ("Hà", "***"),
        ("TRẦN VĂN ANH", "***NH"),
        ("Vũ Thị Hà (đã mất)", "***"),
        ("Vũ Thị Hà.", "***"),
        ("Số 8 phố Hà", "***à"),
        ("Vũ Thị Hà 1", "***1"),
        ("Phường Hà, tổ 12", "***12"),
    ],
)
def test_of_an_identifier_or_a_name_the_end_is_shown_and_no_whole_word(text: str | None, shown: str | None) -> None:
    assert read(ids.masked, text) == [shown]


@given(
    words=st.lists(st.sampled_from(["Hà", "An", "Lê", "Ý", "Yến", "Anh", "Nguyễn", "Đức"]), min_size=1, max_size=5),
    form=st.sampled_from(["NFC", "NFD"]),
)
def test_no_word_of_a_name_stands_whole(words: list[str], form: Literal["NFC", "NFD"]) -> None:
    (shown,) = read(ids.masked, unicodedata.normalize(form, " ".join(words)))
    told = unicodedata.normalize("NFC", str(shown)).removeprefix("***")
    assert " " not in told and len(told) < len(words[-1]) and len(told) <= 3


@pytest.mark.parametrize("function", [ids.digits, ids.phone, ids.dossier_code, ids.procedure_code])
@given(sent=st.one_of(PERSONAL_IDS, st.text("0123456789HO l.-–'", max_size=22), st.just("H24.115-260331-0009"), st.just("0900000123")))
def test_mending_twice_is_mending_once(function: Callable[[pl.Expr], pl.Expr], sent: str) -> None:
    once = read(function, sent)
    assert read(function, *once) == once


def test_a_value_that_was_not_read_is_no_repair() -> None:
    assert repairs("0300850", None) == repairs(None, None) == set()


def test_lowering_the_letters_of_a_card_is_no_letter_for_a_digit() -> None:
    assert repairs("dn4303099916009", "DN4303099916009") == set()
    assert repairs("DN43030999I6009", "DN4303099916009") == {"letters_for_digits"}
