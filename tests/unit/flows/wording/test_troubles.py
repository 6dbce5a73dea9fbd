"""Each trouble of a night has words that end in what to do."""

from typing import get_args

from flows.system.errors import Trouble
from flows.wording.troubles import TROUBLES_VI


def test_each_trouble_is_told() -> None:
    assert set(TROUBLES_VI) == set(get_args(Trouble)) - {"none"}
    assert len(set(TROUBLES_VI.values())) == len(TROUBLES_VI)
