"""What a person enters to reach a store: an address and keys, as they come out of a web page or a mail."""

from __future__ import annotations

import base64
import binascii
import hashlib
import ipaddress
import unicodedata
from urllib.parse import urlsplit

#: `Encryption.algorithm` of an object that is encrypted with a key that the customer brings (SSE-C). No vendor's word:
#: requests name the cipher, which is always the same, and bring the key.
CUSTOMER = "customer"
_KEY_BYTES = 32  # AES-256, the only cipher of S3 and of COS

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


def read_customer_key(text: str) -> str | None:
    """A customer's key as the stores want it, in base64, from its base64 or hex digits; None for anything else."""
    typed = trimmed(text)
    try:
        raw = bytes.fromhex(typed) if len(typed) == 2 * _KEY_BYTES else base64.b64decode(typed, validate=True)
    except (ValueError, binascii.Error):
        return None
    return base64.b64encode(raw).decode("ascii") if len(raw) == _KEY_BYTES else None


def fingerprint(key: str) -> str:
    """The name by which a store shows a customer's key: its MD5 in base64. It does not lead to the key.

    Raises `ValueError` for a key that is not base64.
    """
    digest = hashlib.md5(base64.b64decode(key, validate=True), usedforsecurity=False).digest()
    return base64.b64encode(digest).decode("ascii")


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
