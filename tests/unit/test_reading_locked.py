"""A workbook that is really encrypted is refused with what to do."""

import io

import pytest

from tests.feeding import JUNE, cards, health_list
from tests.generator.writers import write_xlsx
from transforms.reading.containers import read_grids
from transforms.reading.grids import Unreadable


def test_an_encrypted_workbook_asks_for_its_password_to_be_taken_off() -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    plain = io.BytesIO(write_xlsx(health_list(JUNE, cards(JUNE), container="xlsx").sheets))
    OOXMLFile(plain).encrypt("mật khẩu", locked := io.BytesIO())
    with pytest.raises(Unreadable) as caught:
        read_grids(locked.getvalue())
    assert "mật khẩu" in caught.value.reason_vi and caught.value.reason_vi.endswith("gửi lại.")
