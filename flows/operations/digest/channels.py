"""Channels of the message: Apprise speaks to mail servers and messengers, each by one address; and the heartbeat, one web address.

Data flow: address, message -> Apprise -> None, or why it was not sent; no part of an address is ever repeated
"""

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.operations.digest.message import Message

_HEARTBEAT_SECONDS = 10.0


def send(address: str | None, channel: str, message: "Message") -> str | None:
    """None where the channel took it; else a sentence that names the channel and what to do."""
    variable = f"CHITIEU_CHANNEL_{channel.upper()}"
    if address is None:
        return f"Channel '{channel}': {variable} is not set. Set it in the environment, in .env or in CHITIEU_HOME/messages.env."
    from apprise import Apprise, AppriseAsset, NotifyFormat

    # What Apprise logs of a failure may quote the address, or the server's answer with it.
    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    service = Apprise(asset=AppriseAsset(async_mode=False, storage_mode="memory", app_id="chitieu", app_desc="chitieu", app_url=""))
    try:
        if not service.add(address):
            return f"Channel '{channel}': {variable} holds no address that Apprise knows. Correct it, for instance mailtos://user:password@host."
        taken = service.notify(body=message.body, title=message.subject, body_format=NotifyFormat.TEXT)
    except Exception as error:  # a plugin of Apprise may raise anything, and its text may hold the address
        return f"Channel '{channel}': sending failed ({type(error).__name__}). Look at {variable}; the message comes with the next night."
    if not taken:
        return f"Channel '{channel}': the server did not take the message. Look at {variable} and the server; it comes with the next night."
    return None


def beat(url: str) -> str | None:
    """Tell the heartbeat's watcher that the night went well; None where it answered, else a sentence. Never raises."""
    from urllib.request import Request, urlopen

    try:
        with urlopen(Request(url, headers={"User-Agent": "chitieu"}), timeout=_HEARTBEAT_SECONDS):
            return None
    except Exception as error:  # whatever it is, the night is not lost for it, and its text may hold the address
        return f"CHITIEU_HEARTBEAT_URL: the watcher did not answer ({type(error).__name__}). Look at the address and the network."
