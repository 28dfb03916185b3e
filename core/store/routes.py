"""How requests travel, whichever library carries them: bounds, timeouts, and which proxy serves a host."""

from __future__ import annotations

import ipaddress
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.model.errors import Kind, OwnCode
from core.rules.proxies import DIRECT, BadProxyError, Proxy, read_proxy
from core.store.dialects.base import Route
from core.store.sockets import refused

#: An answer is read whole. A listing page has about 1 MiB; the longest range that is asked for has 16 MiB.
BODY_MAX = 64 * 1024 * 1024

#: Seconds after which an idle connection is not used again: less than what the stores and usual proxies allow, so
#: that a request is rarely sent into a connection that is just being closed.
KEPT_S = 20.0


#: Bytes a second: an answer that has taken as long as one may stay silent must have come at least as fast as this.
SLOWEST = 4096


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds.

    Attributes:
        connect: for the TCP connection to one address, and again for the TLS handshake.
        read: between two pieces of an answer.
        slow_read: the same where the store copies or joins data before it answers; a copy of 5 GiB takes minutes.
        write: for one piece of the request to leave.
    """

    connect: float = 10.0
    read: float = 60.0
    slow_read: float = 1200.0
    write: float = 60.0

    def reading(self, *, slow: bool) -> float:
        """How long an answer may stay silent."""
        return self.slow_read if slow else self.read


def proxy_at(route: Route, scheme: str, host: str, proxies: Mapping[str, str]) -> str:
    """The URL of the proxy through which a host is reached, "" for none.

    The account's own proxy serves all hosts of the account; else `proxies`, those of the environment, say so.
    """
    return "" if route.proxy == DIRECT else route.proxy or proxy_for(scheme, host, proxies)


def proxy_for(scheme: str, host: str, proxies: Mapping[str, str]) -> str:
    """The URL of the proxy for a host, "" for none. This machine itself is never asked for through a proxy."""
    if not proxies:
        return ""
    proxy = proxies.get(scheme) or proxies.get("all", "")
    return "" if not proxy or is_loopback(host) or urllib.request.proxy_bypass(host) else proxy


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def parse_proxy(text: str, password: str) -> Proxy:
    """The proxy at an address, with its password; raise `StoreError` (UNSUPPORTED) where that is none."""
    try:
        proxy = read_proxy(text)
        return replace(proxy, password=password) if password else proxy
    except BadProxyError as error:
        raise refused(Kind.UNSUPPORTED, OwnCode.PROXY_NOT_SUPPORTED, str(error)) from None
