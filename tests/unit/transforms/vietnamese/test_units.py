"""Which spellings of a unit are one unit, and which look alike and are not."""

import polars as pl
import pytest

from tests.support.drawn_frames import assert_drawn, frame_of
from transforms.vietnamese.units import unit_key


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
