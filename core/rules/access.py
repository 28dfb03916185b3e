"""What a person enters to reach a store: an address and keys, as they come out of a web page or a mail."""

from __future__ import annotations

import ipaddress
import unicodedata
from urllib.parse import urlsplit

_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})


def trimmed(text: str) -> str:
    """A key id, a secret or a token without what was pasted along: white space and characters that nobody sees."""
    begin, end = 0, len(text)
    while begin < end and _is_unseen(text[begin]):
        begin += 1
    while end > begin and _is_unseen(text[end - 1]):
        end -= 1
    return text[begin:end]


def holds_unseen(text: str) -> bool:
    """Whether white space or a character that nobody sees stands inside: no key of any provider has one."""
    return any(map(_is_unseen, text))


def is_unencrypted(endpoint: str) -> bool:
    """Whether what is sent to an endpoint can be read on the way: it leaves this computer by http."""
    try:
        url = urlsplit(endpoint.strip())
        return url.scheme == "http" and not _is_here(url.hostname or "")
    except ValueError:
        return False


def _is_unseen(char: str) -> bool:
    return unicodedata.category(char) in _UNSEEN


def _is_here(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
