"""No part of an address that may hold a secret is shown, wherever a slash or a sign would have split it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.system.addresses import scrubbed, secret_part, shown_address

SECRET = "Mật-khẩu/7"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("sftp://sync@h:2222/in", "sftp://h:2222/in"),
        ("sftp://sync:Mat-khau@h/in", "sftp://h/in"),
        (f"sftp://sync:{SECRET}@h/in", "sftp://***"),
        ("sftp://sync:a@b/c@h/in", "sftp://***"),
        (f"https://h/list?sig=a@{SECRET}", "https://***"),
        (f"https://h/list?sig={SECRET}", "https://h/list"),
        (f"https://h/list#{SECRET}", "https://h/list"),
        (f"https://u:{SECRET}?x#y@h/list", "https://***"),
        ("/srv/in?box", "/srv/in?box"),
        ("file:///srv/in", "file:///srv/in"),
    ],
)
def test_an_address_is_shown_without_what_may_be_secret(address: str, shown: str) -> None:
    assert shown_address(address) == shown


@given(st.text("ab/:@?#%", max_size=12), st.sampled_from(["sftp://u:{}@h/in", "https://h/x?token={}", "https://h/x#{}"]))
def test_no_secret_is_shown_whatever_signs_it_has(noise: str, form: str) -> None:
    address = form.format(f"S3CRET{noise}S3CRET")
    assert "S3CRET" not in shown_address(address)
    assert secret_part(address) is not None


@pytest.mark.parametrize(
    "address",
    [
        "data_raw/inbox",
        "C:\\Dữ liệu\\inbox",
        "file:///srv/in",
        "sftp://sync@h:2222/in",
        "https://h/list?month=2026-08&sort=name",
        "https://h/thư mục/",
        "s3://bucket/prefix",
    ],
)
def test_an_address_without_a_secret_is_taken(address: str) -> None:
    assert secret_part(address) is None


@pytest.mark.parametrize(
    "query",
    ["sig=a", "access_token=a", "X-Amz-Signature=a", "p=kJ8sdf87sdfKJHkjh234kjhKJH", "apikey=1", "%73ig=a", "kJ8sdf87sdfKJHkjh234kjhKJH"],
)
def test_a_query_that_looks_like_a_key_is_seen(query: str) -> None:
    assert secret_part(f"https://h/list?{query}") == "a key or token after '?'"


def test_texts_of_libraries_lose_secrets_in_every_spelling() -> None:
    text = "401 for https://u:x@h/a?k=1: 'p@ss w' p%40ss+w p%40ss%20w"
    assert scrubbed(text, ["p@ss w"]) == "401 for https://h/a '***' *** ***"
