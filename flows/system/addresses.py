"""Addresses of other machines: shown without what is secret in them, and texts of libraries without the secrets they repeat.

A secret may stand in any part: in the user info (also with a slash in it), in the query, in the fragment.
"""

import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus, unquote, urlsplit

HIDDEN = "***"
_SHORT = 5
#: Names of parameters that carry a secret in addresses of stores, shares and mail links.
_SECRET_NAME = re.compile(
    r"token|secret|passw|pwd|auth|credential|signature|api.?key|access.?key|session|jwt|^(sig|sv|se|sp|key|code|pw|pass|hash|ticket|share)$",
    re.IGNORECASE,
)
#: Nobody writes this by hand; a path or a month is shorter or has other signs.
_LOOKS_RANDOM = re.compile(r"[A-Za-z0-9+/=_\-.~]{24,}")
_ADDRESS = re.compile(r"://[^\s'\"<>()]+")


def shown_address(address: str) -> str:
    """Scheme, host and path: user info, query and fragment are cut. Where a "@" stands behind a "/", "?" or "#", nobody can say whether a
    password goes on there: the scheme alone is shown. A path without a scheme is shown as it is."""
    scheme, sign, rest = address.partition("://")
    if not sign:
        return address
    host, path = _host_and_path(rest)
    return f"{scheme}://{HIDDEN}" if "@" in path else f"{scheme}://{host.rpartition('@')[2]}{re.split('[?#]', path, maxsplit=1)[0]}"


def _host_and_path(rest: str) -> tuple[str, str]:
    end = next((place for place, sign in enumerate(rest) if sign in "/?#"), len(rest))
    return rest[:end], rest[end:]


def secret_part(address: str) -> str | None:
    """Which part of the address holds a secret, as a phrase; None where nothing does. A colon before the last "@" is a password, whatever
    stands between: it is better to refuse an odd address than to print a password."""
    _, sign, rest = address.partition("://")
    if not sign:
        return None
    if ":" in rest.rpartition("@")[0]:
        return "a password before '@'"
    if "#" in rest:
        return "a fragment after '#'"
    pairs = [pair.partition("=") for pair in rest.partition("?")[2].split("&") if pair]
    if any(_SECRET_NAME.search(unquote(name)) or _LOOKS_RANDOM.fullmatch(unquote(value or name)) for name, _, value in pairs):
        return "a key or token after '?'"
    return None


def scrubbed(text: str, secrets: Iterable[str]) -> str:
    """The text without the secrets, as they are and as an address spells them, and with every address in it shown safely."""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        for spelling in {secret, quote(secret, safe=""), quote(secret), quote_plus(secret), unquote(secret)}:
            # A short one stands inside other words, which say nothing about it.
            is_short = len(spelling) < _SHORT
            text = re.sub(rf"(?<!\w){re.escape(spelling)}(?!\w)", HIDDEN, text) if is_short else text.replace(spelling, HIDDEN)
    return _ADDRESS.sub(lambda match: shown_address(match[0]), text)


def user_of(address: str) -> str | None:
    """The user name in front of "@", decoded."""
    user = urlsplit(address).username
    return unquote(user) if user else None
