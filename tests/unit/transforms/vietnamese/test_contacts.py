"""An address and a phone number in one cell, as the statutory log has them."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.drawn_frames import assert_drawn, cleaned
from transforms.vietnamese.contacts import address_and_phone


def parted(*cells: str | None) -> list[tuple[str | None, str | None]]:
    frame = pl.DataFrame({"cell": pl.Series(cells, dtype=pl.String)}).select(address_and_phone(pl.col("cell")).alias("both")).unnest("both")
    return frame.rows()


@pytest.mark.parametrize(
    ("sent", "number"),
    [
        ("{}, 0900000115", "0900000115"),
        ("{} 0900000115", "0900000115"),
        ("{}, ĐT: 0900.000.115", "0900000115"),
        ("{}; SĐT 0900 000 115", "0900000115"),
        ("{} - Điện thoại: 0900-000-115.", "0900000115"),
        ("{} (0900000115)", "0900000115"),
        ("{}\nSố điện thoại: +84 900 000 115", "0900000115"),
        ("{}, 0900000115 - 0900000116", "0900000115"),
        ("{}, ĐT: 0900000115/0900000116", "0900000115"),
        ("{}, 0220 3000123", "02203000123"),
        ("{}, tel. (0220) 3000123", "02203000123"),
        ("{}, 900000115", "0900000115"),
        ("{} 01620000123", "0320000123"),
        ("{}", None),
    ],
)
@pytest.mark.parametrize("address", ["TDP 3", "Số 12, TDP 10, phường Nguyễn Đại Năng, TP Hải Phòng", "Số 0912 đường 3/2"])
def test_the_number_at_the_end_is_the_phone_and_the_rest_the_address(address: str, sent: str, number: str | None) -> None:
    assert parted(sent.format(address)) == [(address, number)]


def test_a_cell_that_is_nothing_but_a_number_has_no_address() -> None:
    assert parted("0900000115", "ĐT: 0900000115", None) == [(None, "0900000115"), (None, "0900000115"), (None, None)]


@pytest.mark.parametrize("cell", ["Số nhà 0912, TDP 3", "TDP 3, 12345", "Số 12030900000115", "0900000115, TDP 3"])
def test_a_number_that_is_none_or_does_not_stand_last_stays_in_the_address(cell: str) -> None:
    assert parted(cell) == [(cell, None)]


@given(st.text(st.sampled_from("TDPSố 0123456789,-.()ĐT:"), max_size=40))
def test_no_digit_is_lost_and_parting_again_changes_nothing(text: str) -> None:
    ((address, number),) = parted(text)
    assert number is not None or address == text
    if address is not None and number is None:
        assert parted(address) == [(address, None)]


def test_in_a_log_both_come_from_their_own_columns_first() -> None:
    found = cleaned(
        "dossiers",
        """
        dossier_code        | received_at | due_at     | address_and_phone
        --------------------+-------------+------------+---------------------------
        H24.115-260701-0001 | 01/07/2026  | 08/07/2026 | TDP 3, ĐT: 0900000115
        H24.115-260701-0002 | 01/07/26    | 8-Jul-26   | TDP 3
        """,
    )
    assert_drawn(
        found.frame,
        """
        address | phone      | received_at | due_at
        --------+------------+-------------+-----------
        TDP 3   | 0900000115 | 2026-07-01  | 2026-07-08
        TDP 3   |            | 2026-07-01  | 2026-07-08
        """,
    )
