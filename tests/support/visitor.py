"""The visitor of the officer's page in tests: opens addresses, fills in forms as a browser would, with the token that the form carries.

Data flow: ``create_app`` over an office -> ``TestClient`` -> pages as text
"""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient
from httpx2 import Response

from flows.config.settings import Settings
from flows.database.warehouse import ward_warehouse
from review.web import accounts
from review.web.app import create_app

PASSWORD = "mật khẩu của tôi 7"
ACCOUNTS = {"Lan": "officer", "Chủ tịch": "leader", "Quản trị": "administrator"}


class Visitor:
    """One browser. ``client`` follows redirects; its cookies are the browser's."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def sign_in(self, name: str = "Lan", password: str = PASSWORD) -> Response:
        return self.send("/sign-in", "/sign-in", name=name, password=password)

    def get(self, address: str) -> Response:
        return self.client.get(address)

    def token(self) -> str:
        """The session's own token, as the forms of its pages carry it."""
        for address in ("/overview", "/scorecard", "/accounts"):
            if found := re.search(r'name="csrf" value="([^"]+)"', self.get(address).text):
                return found[1]
        raise AssertionError("no page of this role has a form")

    def text(self, address: str) -> str:
        """What a reader sees: without tags."""
        return read(self.get(address))

    def send(self, form_at: str, address: str, files: dict[str, Any] | None = None, **fields: Any) -> Response:
        """A form that stands on the page ``form_at``."""
        found = re.search(r'name="csrf" value="([^"]+)"', self.get(form_at).text)
        assert found, form_at
        return self.client.post(address, data={"csrf": found[1], **fields}, files=files)


def read(response: Response) -> str:
    plain = re.sub(r"<[^>]+>", " ", response.text)
    return " ".join(html.unescape(plain).split())


@contextmanager
def a_browser(settings: Settings, *, signed_in_as: str | None = None) -> Iterator[Visitor]:
    with TestClient(create_app(settings)) as client:
        visitor = Visitor(client)
        if signed_in_as is not None:
            assert visitor.sign_in(signed_in_as).status_code == 200
        yield visitor


def make_accounts(settings: Settings, *, at_full_cost: bool = False) -> None:
    """Their passwords are hashed at the least cost, which a hash tells whoever verifies it: a sign-in of a test is no attack, and there are
    hundreds. What is hashed later costs what it costs. ``at_full_cost``: as the program does, for who measures."""
    with ward_warehouse(settings) as engine, engine.begin() as connection, pytest.MonkeyPatch.context() as patch:
        if not at_full_cost:
            patch.setattr(accounts, "_hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        for name, role in ACCOUNTS.items():
            accounts.add_account(connection, settings.ward.code, name, role, PASSWORD)
