"""A folder of an SFTP server, listed by the bytes of its names.

paramiko's own listing raises for the whole folder where one name is not UTF-8, as names from older Vietnamese systems are not.
"""

from collections.abc import Iterator
from typing import Any


def listed(client: Any, folder: bytes) -> Iterator[tuple[bytes, Any]]:
    """Name and attributes (of links themselves) of everything in the folder. ``client``: ``paramiko.SFTPClient``, whose requests raise
    ``SSHException`` where the connection ends before the server has said that it told all."""
    from paramiko.sftp import CMD_CLOSE, CMD_NAME, CMD_OPENDIR, CMD_READDIR
    from paramiko.sftp_attr import SFTPAttributes

    _, message = client._request(CMD_OPENDIR, folder)
    handle = message.get_binary()
    try:
        while True:
            kind, message = client._request(CMD_READDIR, handle)
            if kind != CMD_NAME:
                raise OSError("the server answered a listing with something else")
            for _ in range(message.get_int()):
                name, _ = message.get_string(), message.get_string()
                attributes = SFTPAttributes._from_msg(message)
                if name not in (b".", b".."):
                    yield name, attributes
    except EOFError:  # what the server says at the end of the folder; a lost connection is another error
        client._request(CMD_CLOSE, handle)
