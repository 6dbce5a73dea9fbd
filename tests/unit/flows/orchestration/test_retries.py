"""An error is told to everyone without the data it met, and waiting is tried only where it may help."""

from types import SimpleNamespace

import pytest

from flows.extract.fetching import PullError
from flows.extract.file_steps import Pulled
from flows.extract.landing import LandingError
from flows.orchestration.retries import UnexpectedError, as_user_errors, is_transient


def test_an_unforeseen_error_is_told_by_kind_and_place_alone() -> None:
    with pytest.raises(UnexpectedError) as raised, as_user_errors():
        raise ValueError("Key (cccd)=(030181000001) already exists")
    assert "ValueError in tests/unit/flows/orchestration/test_retries.py:" in str(raised.value)
    assert "030181000001" not in str(raised.value)


def test_a_sentence_stays_as_it_is() -> None:
    with pytest.raises(LandingError, match=r"^x: there is no such folder\.$"), as_user_errors():
        raise LandingError("x: there is no such folder.")


@pytest.mark.parametrize(
    ("error", "expected"), [(PullError("gone", Pulled([])), True), (LandingError("gone"), False), (ValueError(), False), (None, False)]
)
def test_only_what_may_pass_by_itself_is_tried_again(error: Exception | None, expected: bool) -> None:
    assert is_transient(None, None, SimpleNamespace(data=error)) is expected
