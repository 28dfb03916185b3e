"""Endpoints: reading an account's endpoint, and where a bucket's name goes.

It knows names and addresses of hosts, and no vendor's; those are in each protocol's `endpoints.py`.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from core.model.values import Account, Addressing, Site
from core.store.dialects.common.encoding import UnsendableError

_HOST = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?(:[0-9]{1,5})?|\[[0-9a-f:.]+\](:[0-9]{1,5})?")
_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes.

    Attributes:
        host: as the Host header has it; it is also where to connect.
        path: decoded, with the bucket in it where the addressing puts it there.
        region: what the request is signed for, where the signature knows regions.
    """

    host: str
    path: str
    region: str


def endpoint_of(account: Account, example: str) -> tuple[str, str]:
    """Scheme and host of the account's endpoint, the host in lower case and without the scheme's own port.

    Raises `ValueError` with a sentence that shows `example` when the endpoint is not a URL of a scheme and a host.
    """
    url = _split(account.endpoint, example)
    return url.scheme, _host(url, example)


def addressing_of(account: Account, host: str) -> Addressing:
    """The account's choice; without one, path style, but only where the host is no domain to put a bucket before."""
    if account.addressing is not Addressing.AUTO:
        return account.addressing
    return Addressing.PATH if is_address(host) or is_loopback(host) else Addressing.VIRTUAL


def target_of(site: Site, bucket: str, key: str) -> Target:
    """Where a request goes. Raises `UnsendableError` for a bucket's name that would change it."""
    if not bucket:
        return Target(site.host, "/", site.region)
    if not _BUCKET.fullmatch(bucket):
        raise UnsendableError(f"{bucket!r} cannot be the name of a bucket.")
    if site.addressing is Addressing.PATH:
        return Target(site.host, f"/{bucket}/{key}", site.region)
    if site.addressing is Addressing.CUSTOM:
        return Target(site.host, f"/{key}", site.region)
    return Target(f"{bucket}.{site.host}", f"/{key}", site.region)


def check_lists_buckets(site: Site) -> None:
    """Raises `ValueError` with a sentence for a site that reaches one bucket only."""
    if site.addressing is Addressing.CUSTOM:
        raise ValueError(
            "A custom domain reaches one bucket and cannot list buckets. Set the path to open first to that bucket."
        )


def hinted_host(hint: str) -> str:
    """The host, in lower case, of an endpoint or a URL that an answer names."""
    return re.sub("^https?://", "", hint.strip().lower()).partition("/")[0]


def is_host(text: str) -> bool:
    """Whether a text is a host in lower case, perhaps with a port."""
    return bool(_HOST.fullmatch(text))


def is_loopback(host: str) -> bool:
    """Whether a host is this computer."""
    name = name_of(host)
    if name == "localhost" or name.endswith(".localhost"):  # RFC 6761, 6.3
        return True
    return is_address(host) and ipaddress.ip_address(name).is_loopback


def is_address(host: str) -> bool:
    """Whether a host is an IP address."""
    try:
        ipaddress.ip_address(name_of(host))
    except ValueError:
        return False
    return True


def labels_under(host: str, parent: str) -> str:
    """What stands before the domain `parent`; "" for a host that does not lie under it."""
    name = name_of(host)
    return name.removesuffix(f".{parent}") if name.endswith(f".{parent}") else ""


def name_of(host: str) -> str:
    """A host without port and brackets."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


# ---------------------------------------------------------------- reading an endpoint


def _split(endpoint: str, example: str) -> SplitResult:
    text = endpoint.strip()
    try:
        url = urlsplit(text if "://" in text else f"https://{text}")
    except ValueError as error:
        raise _no_host(example) from error
    if url.scheme not in _PORTS:
        raise ValueError("The endpoint must begin with https:// or http://.")
    if url.path.strip("/") or url.query or url.fragment or "@" in url.netloc:
        raise ValueError(f"The endpoint must be a scheme and a host only, such as {example}.")
    return url


def _host(url: SplitResult, example: str) -> str:
    try:
        port, host = url.port, url.netloc.lower().encode("idna").decode("ascii")
    except (UnicodeError, ValueError):
        host, port = "", None
    if not is_host(host):
        raise _no_host(example)
    default = _PORTS[url.scheme]
    return host.removesuffix(f":{default}") if port == default else host


def _no_host(example: str) -> ValueError:
    return ValueError(f"The endpoint has no usable host name. An example is {example}.")
