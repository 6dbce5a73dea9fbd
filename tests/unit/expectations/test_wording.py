"""What a finding may show of a cell: a row whose cells slipped by one has people's names and numbers where codes should be."""

import polars as pl
import pytest

from expectations.wording import code, shown


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("HX", "HX"),
        ("Hồ sơ quá hạn", "Hồ sơ quá hạn"),
        ("Đang chờ ký số", "Đang chờ ký số"),
        ("Lý do khác nữa", "Lý do khác nữa"),
        ("Nguyễn Thị Phượng", "***"),
        ("TRẦN VĂN ĐỨC ANH", "***"),
        ("TDP SỐ 8, PHƯỜNG NGUYỄN ĐẠI NĂNG", "***"),
        ("030191000038", "***038"),
    ],
)
def test_a_code_is_shown_and_a_person_is_not(cell: str, told: str) -> None:
    assert pl.select(code(pl.lit(cell))).item() == told


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("030 191 000 038", "***038"),
        ("030.191.000.038 (CCCD)", "***038 (CCCD)"),
        ("2026-13-01 00:00:00", "2026-13-01 00:00:00"),
        ("31/02/2026", "31/02/2026"),
        ("H24.115-2607-0001", "H24.115-2607-0001"),
    ],
)
def test_a_number_of_a_person_is_masked_however_it_is_grouped(cell: str, told: str) -> None:
    assert pl.select(shown(pl.lit(cell))).item() == told
