"""Which spellings of a unit are one unit, and which look alike and are not."""

import polars as pl
import pytest

from tests.support.drawn_frames import assert_drawn, frame_of
from transforms.vietnamese.units import is_full, is_scaled, stated_unit, unit_in_row, unit_key, unit_keys


def test_spellings_of_one_unit_have_one_key() -> None:
    drawn = frame_of("""
        unit                     | key
        -------------------------+-------------
        đồng                     | dong
        Đồng                     | dong
        VNĐ                      | dong
        VND                      | dong
        ₫                        | dong
        (đ)                      | dong
        ĐVT: đồng                | dong
        %                        | phan tram
        Phần trăm                | phan tram
        Tỷ lệ (%)                | phan tram
        DN                       | doanh nghiep
        Số doanh nghiệp          | doanh nghiep
        Trường học               | truong
        1 = có, 0 = chưa         | 1 co 0 chua
        có/chưa                  | 1 co 0 chua
        km²                      | km2
                                 |
    """)
    assert_drawn(drawn.select("unit", unit_key(pl.col("unit")).alias("found")), _as_found(drawn))


def _as_found(drawn: pl.DataFrame) -> str:
    rows = "\n".join(f"{unit or ''} | {key or ''}" for unit, key in drawn.iter_rows())
    return f"unit | found\n---+---\n{rows}"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("đồng", "tỷ đồng"),
        ("đồng", "triệu đồng"),
        ("đồng", "nghìn đồng"),
        ("đồng", "1.000 đồng"),
        ("đồng", "đồng/người/tháng"),
        ("đồng", "$"),
        ("doanh nghiệp", "nghìn doanh nghiệp"),
        ("%", "‰"),
        ("%", "%/năm"),
        ("%", "người"),
    ],
)
def test_another_magnitude_is_another_unit(one: str, other: str) -> None:
    first, second = pl.DataFrame({"unit": [one, other]}).select(unit_key(pl.col("unit"))).to_series()
    assert first != second and second is not None


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Đơn vị tính: triệu đồng", ("trieu dong",)),
        ("(Đơn vị tính: 1.000 đồng)", ("nghin dong",)),
        ("Đvt: 1.000đ", ("nghin dong",)),
        ("ĐVT: Tỷ đồng.", ("ty dong",)),
        ("Biểu số 1 (Tỷ đồng)", ("ty dong",)),
        ("Đơn vị: triệu đồng", ("trieu dong",)),
        ("Đơn vị: UBND phường Nguyễn Đại Năng", None),
        ("Triệu đồng", ("trieu dong",)),
        ("  Nghìn đồng. ", ("nghin dong",)),
        ("Đơn vị tiền tệ: Triệu VNĐ", ("trieu dong",)),
        ("Đơn vị tiền: triệu đồng", ("trieu dong",)),
        ("Số liệu tính theo triệu đồng", ("trieu dong",)),
        ("Số liệu: tỷ đồng", ("ty dong",)),
        ("Nghìn tỷ đồng", ("nghin ty dong",)),
        ("x 1.000.000 đồng", ("trieu dong",)),
        ("Thu ngân sách (million VND)", ("trieu dong",)),
        ("Số liệu tính theo năm dương lịch", None),
        ("Số liệu: tổng hợp từ các phòng", None),
        ("Thu ngân sách tính theo triệu đồng và người", None),
        ("Đơn vị: Phòng Kinh tế, Văn phòng", None),
        ("Tỷ lệ", None),
        ("Hộ", None),
        ("Đông Nam", None),
        ("Đơn vị báo cáo: Phòng Kinh tế", None),
        ("Đơn vị tính: theo cột Đơn vị", None),
        ("BÁO CÁO THÁNG 7 (bản 2)", None),
    ],
)
def test_a_title_states_a_unit_behind_its_label_or_in_brackets(text: str, keys: tuple[str, ...] | None) -> None:
    unit = stated_unit(text)
    assert (None if unit is None else unit_keys(unit)) == keys


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Giá trị (triệu đồng)", "triệu đồng"),
        ("Giá trị, tỷ đồng", "tỷ đồng"),
        ("Giá trị > Triệu đồng", "triệu đồng"),
        ("Tử số (người)", "người"),
        ("Dân số (nghìn người)", "nghìn người"),
        ("Số hộ", None),
        ("Giá trị thực hiện", None),
        ("Đơn vị tính", None),
    ],
)
def test_a_heading_states_a_unit_in_brackets_or_at_its_end(heading: str, unit: str | None) -> None:
    assert stated_unit(heading, is_heading=True) == unit


@pytest.mark.parametrize(
    ("cell", "elsewhere", "under_a_heading"),
    [
        ("ĐVT: triệu đồng", "triệu đồng", "triệu đồng"),
        ("I. Chỉ tiêu kinh tế (triệu đồng)", "triệu đồng", "triệu đồng"),
        ("I. Chỉ tiêu kinh tế, tr.đ", "tr.đ", "tr.đ"),
        ("Đơn vị: trđồng", "trđồng", "trđồng"),
        ("(nghìn hộ)", "nghìn hộ", "nghìn hộ"),
        ("nghìn hộ", None, "nghìn hộ"),
        ("người", None, "người"),
        ("1. Tỷ lệ hộ nghèo (%)", None, "%"),
        ("ĐVT: %", "%", "%"),
        ("II. Chỉ tiêu xã hội", None, None),
        ("Đơn vị: UBND phường", None, None),
        ("4900", None, None),
    ],
)
def test_a_cell_between_rows_states_a_unit_alone_only_under_a_heading(
    cell: str, elsewhere: str | None, under_a_heading: str | None
) -> None:
    assert (unit_in_row(cell, is_of_column=False), unit_in_row(cell, is_of_column=True)) == (elsewhere, under_a_heading)


def test_full_figures_are_told_from_thousands_and_shares() -> None:
    assert is_full("đồng") and is_full("người, hộ") and not is_full("triệu đồng, người") and not is_full("USD")
    assert is_scaled("nghìn người") and is_scaled("%") and not is_scaled("đồng") and not is_scaled("USD")


def test_several_units_behind_a_label_are_each_of_them_stated() -> None:
    assert unit_keys(stated_unit("Đơn vị: %, triệu đồng") or "")[1:] == ("phan tram", "trieu dong")
    assert stated_unit("Đơn vị: %, triệu đồng, UBND phường") is None
