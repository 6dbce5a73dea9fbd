"""Places of a ward: each way of writing a group or a former unit finds it, and its homonyms do not."""

import unicodedata
from collections.abc import Callable
from typing import Literal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.vietnamese.areas import Area
from transforms.vietnamese.places import AreaKind, Places

PLACES = Places(
    (
        Area("10744", "Phường Nguyễn Đại Năng", "ward"),
        Area("10741", "Thái Thịnh", "former_unit", ("Phường Thái Thịnh",)),
        Area("10744-HT", "Hiến Thành", "former_unit"),
        Area("10747", "Minh Hòa", "former_unit"),
        Area("10744-01", "Đông Nam", "residential_group", ("TDP Đông Nam", "KDC Đông Nam"), "10744-HT"),
        Area("10744-02", "Tống Buồng", "residential_group", ("Tống Bường", "Tổng Buồng"), "10741"),
        Area("10744-03", "Tổ dân phố số 3", "residential_group", ("TDP 3",), "10744-HT"),
        Area("10744-12", "Tổ dân phố số 12", "residential_group", (), "10747"),
    )
)


def code(text: str | None, kind: AreaKind | None = None) -> str | None:
    frame = pl.DataFrame({"place": [text]}, schema={"place": pl.String})
    return frame.select(PLACES.area_code(pl.col("place"), kind)).item()


def code_in_address(text: str | None) -> str | None:
    return pl.DataFrame({"address": [text]}, schema={"address": pl.String}).select(PLACES.area_code_in_address(pl.col("address"))).item()


@pytest.mark.parametrize(
    ("text", "area"),
    [
        *[
            (text, "10744-03")
            for text in (
                "Tổ dân phố số 3",
                "TDP 3",
                "TDP 03",
                "tdp3",
                "TDP số 03",
                "KDC số 3",
                "Khu dân cư 3",
                "Tổ 3",
                "số 3",
                "3",
                "03",
                "Thôn 3",
            )
        ],
        *[
            (text, "10744-01")
            for text in ("Đông Nam", "đông nam", "TỔ DÂN PHỐ ĐÔNG NAM", "Thôn Đông Nam", "Dong Nam", "TDP\u00a0 Ðông Nam ")
        ],
        *[(text, "10744-02") for text in ("Tống Buồng", "Tổng Buồng", "TDP Tống Bường", "tong buong")],
        ("Tổ dân phố số 12", "10744-12"),
        ("Tổ dân phố Đông Nam, phường Nguyễn Đại Năng", "10744-01"),
        ("I. Tổ dân phố số 3 (25 hộ)", "10744-03"),
        ("II. Đông Nam (25 hộ)", "10744-01"),
        ("B - ĐÔNG NAM:", "10744-01"),
        ("IV Tống Bường", "10744-02"),
        ("I. Đông Nam, Tống Buồng", None),
        ("I. Phường Đông Nam", None),
        ("I. Ông Đông Nam", None),
        ("Tổ dân phố số 21", None),
        ("TDP Trại Mới", None),
        ("Thôn Đồng Quan Ngoài", None),
        ("Khu tập thể nhà máy", None),
        ("", None),
        (None, None),
    ],
)
def test_a_residential_group_is_found_by_any_of_its_spellings(text: str | None, area: str | None) -> None:
    assert code(text, "residential_group") == area
    assert code(text) == area


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("Phường Hiến Thành (cũ)", "10744-HT"),
        ("Hien Thanh", "10744-HT"),
        ("Phường Hien Thanh", "10744-HT"),
        ("Phường Hiền Thành", None),
        ("Xã Minh Hòa (cũ)", "10747"),
        ("Xã Minh Hoà", "10747"),
        ("XÃ MINH HOÀ CŨ", "10747"),
        ("P. Thái Thịnh", "10741"),
        ("Phường Nguyễn Đại Năng", "10744"),
        ("nguyen dai nang", "10744"),
        ("Tổ dân phố Hiến Thành", None),
    ],
)
def test_the_ward_and_its_former_units_are_found_with_their_accents(text: str, area: str | None) -> None:
    assert code(text) == area


def test_a_kind_that_is_asked_for_leaves_the_others_out() -> None:
    assert code("Minh Hòa", "residential_group") is None
    assert code("Đông Nam", "former_unit") is None
    assert code("Minh Hòa", "former_unit") == "10747"


@pytest.mark.parametrize(
    ("address", "area"),
    [
        ("Số 200, Tổ dân phố Đông Nam, phường Nguyễn Đại Năng, TP Hải Phòng", "10744-01"),
        ("Số 3, TDP 12, phường Nguyễn Đại Năng", "10744-12"),
        ("Số 3, phường Nguyễn Đại Năng", None),
        ("Tổ dân phố số 3, phường Nguyễn Đại Năng, TP Hải Phòng, 0900000115", "10744-03"),
        ("TDP 3 phường Nguyễn Đại Năng", "10744-03"),
        ("Số 20 TDP Đông Nam - P. Nguyễn Đại Năng", "10744-01"),
        ("KDC Đông Nam, phường Hiến Thành, thị xã Kinh Môn, tỉnh Hải Dương", "10744-01"),
        ("Đông Nam, Nguyễn Đại Năng", "10744-01"),
        ("Đường Đông Nam, TDP 3", "10744-03"),
        ("tdp3", "10744-03"),
        ("Thôn Đồng Quan Ngoài, phường Nguyễn Đại Năng, TP Hải Phòng", None),
        ("TDP 21, phường Nguyễn Đại Năng", None),
        ("xã Đông Nam, huyện X", None),
        (None, None),
    ],
)
def test_the_group_inside_an_address_is_found(address: str | None, area: str | None) -> None:
    assert code_in_address(address) == area


def test_a_group_of_another_ward_is_not_ours() -> None:
    assert code_in_address("Số 5, TDP 3, phường Kinh Môn, TP Hải Phòng") is None


AROUND = Places(PLACES.areas, ("Thành phố Hải Phòng", "Tỉnh Hải Dương", "Thị xã Kinh Môn"))


@pytest.mark.parametrize(
    "address",
    [
        "TDP 3, P. Hiến Thành, TX. Kinh Môn, T. Hải Dương",
        "TDP 3, Ph. Hiến Thành, thị xã Kinh Môn, tỉnh HD",
        "KDC số 3, P.Hiến Thành, TX Kinh Môn, Hải Dương cũ",
        "thôn 3, xã Hiến Thành, H. Kinh Môn",
        "Xóm 3, X. Minh Hoà, huyện Kinh Môn, T.Hải Dương",
        "TDP 3, phường Hiến Thành (cũ)",
        "TDP 3, phường Hiến Thành, nay là phường Nguyễn Đại Năng",
        "TDP 3, phường Hien Thanh, thi xa Kinh Mon",
        "TDP 3, XÃ MINH HÒA, THỊ XÃ KINH MÔN",
        "TDP 3, xa\u0303 Minh Ho\u0300a",
        "TDP 3, phường Thái Thịnh, HP",
        "TDP 3, phường Thái Thịnh, 0900000123",
        "TDP 3, P. Nguyễn Đại Năng, TP Hải Phòng, Việt Nam",
        "TDP 3, P. NĐN, TP Hải Phòng",
        "TDP số 3 - phường NDN",
        "TDP 3",
    ],
)
def test_an_old_or_new_address_of_the_ward_names_its_group(address: str) -> None:
    frame = pl.DataFrame({"address": [address]})
    assert frame.select(AROUND.area_code_in_address(pl.col("address"))).item() == "10744-03"


@pytest.mark.parametrize(
    "address",
    [
        "TDP 3, phường Hiền Thành, huyện Vĩnh Linh, tỉnh Quảng Trị",
        "TDP 3, xã Hiền Thành",
        "Thôn 3, xã Minh Hòa, huyện Hữu Lũng, tỉnh Lạng Sơn",
        "Thôn 3, xã Minh Hòa, Hữu Lũng, Lạng Sơn",
        "Thôn 3, xã Minh Hoà, tỉnh Hưng Yên",
        "TDP 3, phường Thái Thịnh, thành phố Hòa Bình",
        "TDP 3, Ph. An Phụ, TP HP",
        "TDP 3, P. NVT, TP Hải Phòng",
        "TDP 3, x. An Phụ, H. Kinh Môn",
    ],
)
def test_a_namesake_of_a_former_unit_elsewhere_is_not_ours(address: str) -> None:
    frame = pl.DataFrame({"address": [address]})
    assert frame.select(AROUND.area_code_in_address(pl.col("address"))).item() is None
    assert frame.select(AROUND.area_code(pl.col("address"), "residential_group")).item() is None


@pytest.mark.parametrize(
    ("address", "area"),
    [
        ("Tổ 3, TDP Đông Nam, phường Nguyễn Đại Năng", "10744-01"),
        ("Xóm 3, TDP Đông Nam", "10744-01"),
        ("Xóm 3, Đông Nam", "10744-01"),
        ("Đội 3, TDP Đông Nam", "10744-01"),
        ("Ngõ 5 khu 3, TDP Tống Buồng", "10744-02"),
        ("TDP Tống Buồng, khu 3", "10744-02"),
        ("Khu 3 TDP 12", "10744-12"),
        ("Xóm 3, TDP Trại Mới", None),
        ("Tổ 3, TDP 21, phường Nguyễn Đại Năng", None),
        ("TDP 3, TDP 12", None),
        ("TDP 3 và TDP 12", None),
        ("TDP 3, 12", None),
        ("TDP 3 cũ, nay TDP 12", None),
        ("Thôn 3, xóm 12, xã Minh Hòa", None),
        ("Tạm trú: TDP 3; thường trú: TDP 12", None),
        ("TDP 3 (tổ dân phố số 3)", "10744-03"),
    ],
)
def test_the_group_goes_before_its_parts_and_two_groups_are_none(address: str, area: str | None) -> None:
    """Of a cell or a group row as of an address."""
    frame = pl.DataFrame({"address": [address]})
    assert frame.select(AROUND.area_code_in_address(pl.col("address"))).item() == area
    assert frame.select(AROUND.area_code(pl.col("address"), "residential_group")).item() == area


@pytest.mark.parametrize(
    "address",
    [
        "Thôn 3, Lạc Long, Kinh Môn",
        "Khu 3, An Lưu, Kinh Môn, Hải Dương",
        "KCN khu 3, Bắc Ninh",
        "TDP 3, An Phụ",
        "Đông Nam, Dương Kinh, Hải Phòng",
        "TDP 3 - Ngô Quyền - TP Hải Phòng",
        "Thôn 3, Minh Hòa, Hữu Lũng, Lạng Sơn",
    ],
)
def test_a_commune_without_its_word_that_is_not_around_is_not_ours(address: str) -> None:
    frame = pl.DataFrame({"address": [address]})
    assert frame.select(AROUND.area_code_in_address(pl.col("address"))).item() is None


@pytest.mark.parametrize(
    "address",
    [
        "Số 12 ngõ 5, TDP số 3, phường Nguyễn Đại Năng, Hải Phòng",
        "Trần Phú, TDP 3, Hải Phòng",
        "TDP 3, đường Trần Phú, Hải Phòng",
        "TDP 3, Trần Phú, Nguyễn Đại Năng",
        "TDP 3, Trần Phú, P. Nguyễn Đại Năng",
        "TDP 3, Thái Thịnh, Kinh Môn, Hải Dương",
        "TDP 3 - Hiến Thành cũ",
        "TDP 3 (nhà ông Hùng)",
        "TDP 3, TX Kinh Môn, tỉnh Hải Dương",
        "Tổ 3, HP, Việt Nam",
    ],
)
def test_a_street_or_a_note_beside_a_group_is_no_commune(address: str) -> None:
    frame = pl.DataFrame({"address": [address]})
    assert frame.select(AROUND.area_code_in_address(pl.col("address"))).item() == "10744-03"


@given(
    st.sampled_from([spelling for area in PLACES.areas for spelling in area.spellings]),
    st.sampled_from([str.upper, str.lower, str]),
    st.sampled_from(["NFC", "NFD"]),
    st.sampled_from(["{}", " {} ", "{}\u00a0"]),
)
def test_a_place_written_in_any_way_is_that_place(
    spelling: str, case: Callable[[str], str], form: Literal["NFC", "NFD"], around: str
) -> None:
    (own,) = {area.code for area in PLACES.areas if spelling in area.spellings}
    assert code(around.format(unicodedata.normalize(form, case(spelling)))) == own


def test_two_groups_that_are_alike_without_accents_are_told_by_them() -> None:
    twins = Places((Area("1", "Đông Nam", "residential_group"), Area("2", "Đồng Nấm", "residential_group")))
    frame = pl.DataFrame({"place": ["TDP Đông Nam", "TDP Đồng Nấm", "TDP Dong Nam"]})
    assert frame.select(twins.area_code(pl.col("place"), "residential_group")).to_series().to_list() == ["1", "2", None]


def test_a_ward_without_areas_finds_nothing() -> None:
    frame = pl.DataFrame({"place": ["TDP 3", None]})
    assert frame.select(Places(()).area_code(pl.col("place"))).to_series().to_list() == [None, None]
    assert frame.select(Places(()).area_code_in_address(pl.col("place"))).to_series().to_list() == [None, None]


@settings(max_examples=30)
@given(st.lists(st.sampled_from(["TDP 3", "Đông Nam", "Thôn Lạ", None, "Minh Hoà"])))
def test_each_row_keeps_its_own_place(texts: list[str | None]) -> None:
    frame = pl.DataFrame({"place": pl.Series(texts, dtype=pl.String)})
    assert frame.select(PLACES.area_code(pl.col("place"))).to_series().to_list() == [code(text) for text in texts]
