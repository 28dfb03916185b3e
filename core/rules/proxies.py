"""Addresses of proxies. No part of a text that is none is ever repeated: it may hold a password."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

#: What an account says for no proxy, whatever the environment says.
DIRECT = "direct"
#: The kinds of proxies with their usual ports. A name is looked up by the proxy in either kind of SOCKS.
KINDS = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}

_ADDRESS = re.compile(
    r"""(?x)
    (?: (?P<kind> [a-z0-9]+ ) :// )?
    (?: (?P<user> [^\s:@/?#\[\]]* ) (?: : (?P<password> [^\s@/?#\[\]]* ) )? @ )?
    (?P<host> [A-Za-z0-9] [A-Za-z0-9._-]* | \[ [0-9A-Fa-f:.]+ \] )
    (?: : (?P<port> [0-9]{1,5} ) )?
    /?
    """
)


class BadProxyError(ValueError):
    """A text is no address of a proxy. It is not repeated: it may hold a password."""

    def __init__(self) -> None:
        super().__init__("the address of the proxy is none of the form http://, https:// or socks5://host:port")


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy, with its password only where it never shows.

    Attributes:
        host: an IPv6 address stands in brackets.
        user: "" for a proxy that asks for none.
    """

    kind: str
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def address(self) -> str:
        """The address without the password."""
        user = f"{quote(self.user, safe='')}@" if self.user else ""
        return f"{self.kind}://{user}{self.host}:{self.port}"


def read_proxy(text: str) -> Proxy:
    """The proxy at "kind://user:password@host:port"; the kind is http where none stands there.

    Characters that an address cannot hold are percent-encoded in user and password. Raises `BadProxyError`.
    """
    found = _ADDRESS.fullmatch(text.strip())
    kind = (found["kind"] or "http").lower() if found else ""
    if found is None or kind not in KINDS:
        raise BadProxyError
    port = int(found["port"] or KINDS[kind])
    if not 0 < port < 65536:
        raise BadProxyError
    return Proxy(kind, found["host"], port, unquote(found["user"] or ""), unquote(found["password"] or ""))
