"""Errors of libraries as phrases: what a user can mend, whether waiting may, and nothing secret."""

import errno

import pytest

from flows.extract.fetching.failures import as_failure

SECRET = "Mật khẩu/@7"


@pytest.mark.parametrize(
    ("error", "found", "is_transient"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "access is refused (Permission denied)", False),
        (FileNotFoundError(errno.ENOENT, "No such file"), "there is no such folder", True),
        (FileNotFoundError("h answers 404: there is nothing"), "h answers 404: there is nothing", False),
        (OSError(errno.ENOSPC, "No space left on device"), "this computer's disk is full (No space left on device)", False),
        (TimeoutError(), "TimeoutError", True),
        (OSError(f"cannot reach sftp://u:{SECRET}@h/in. Sorry\nmore"), "cannot reach sftp://h/in. Sorry", True),
        (OSError(f"GET https://h/in?sig=M%E1%BA%ADt%20kh%E1%BA%A9u%2F%407 and {SECRET}"), "GET https://h/in and ***", True),
    ],
)
def test_an_error_is_a_phrase_without_secrets(error: Exception, found: str, is_transient: bool) -> None:
    failure = as_failure(error, [SECRET])
    assert (failure.found, failure.is_transient) == (found, is_transient)
    assert failure.todo and SECRET not in failure.found
