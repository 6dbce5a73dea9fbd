"""A mail server on loopback for tests: what was sent to it, as a reader would see it."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


class Mailbox:
    """Letters in the order of arrival."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.port = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 OK"

    @property
    def address(self) -> str:
        return f"mailto://127.0.0.1:{self.port}?from=chitieu@phuong.example&to=lan@phuong.example&format=text&mode=insecure"

    def taken(self) -> list[tuple[str, str]]:
        """Subject and text of each, which are then no longer here."""
        told = [(str(letter["subject"]), _text(letter)) for letter in self.letters]
        self.letters.clear()
        return told


def _text(letter: EmailMessage) -> str:
    body = letter.get_body(("plain", "html"))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


@contextmanager
def a_mail_server() -> Iterator[Mailbox]:
    box = Mailbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        box.port = probe.getsockname()[1]  # the server's own port 0 is also the one that it tries to reach itself at
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
