"""Floor 2, wire: where requests to Alibaba Cloud OSS go, and for which region they are signed.

Endpoint names: OSS User Guide, "Regions and endpoints". Nothing here builds or signs a request.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from core.dialects.wire import UnsendableError
from core.providers import provider
from core.values import Account, Addressing, BucketInfo, Site

#: What stands before the parent domain in an endpoint of one region, old virtual networks included.
_REGIONAL = re.compile(r"(?P<vpc>vpc100-)?oss-(?P<region>[a-z0-9-]+?)(?P<internal>-internal)?")
_DUAL_STACK = re.compile(r"(?P<vpc>)(?P<region>[a-z0-9-]+?)(?P<internal>-internal)?\.oss")
_WITH_BUCKET = re.compile(r"[a-z0-9][a-z0-9-]*\.(?P<endpoint>(vpc100-)?oss-[a-z0-9-]+)")
_HOST = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?(:[0-9]{1,5})?|\[[0-9a-f:.]+\](:[0-9]{1,5})?")
_NO_HOST = "The endpoint has no usable host name. An example is https://oss-cn-hangzhou.aliyuncs.com."
_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def service_site(account: Account) -> Site:
    """Where ListBuckets goes. Raises `ValueError` with a sentence when the account's endpoint cannot list buckets."""
    site = _account_site(account)
    if site.addressing is Addressing.CUSTOM:
        raise ValueError(
            "A custom domain reaches one bucket and cannot list buckets. Set the path to open first to that bucket."
        )
    if _is_accelerate(site.host):
        host = provider("oss").service_host
        return Site(site.scheme, host, region_of(host), site.addressing)
    return site


def bucket_site(account: Account, bucket: BucketInfo | None) -> Site:
    """Where requests for a bucket go.

    A bucket of another region than the account's endpoint has an endpoint of its own, which its BucketInfo names. It
    is used when it lies under the same parent domain. An account that chose the internal network stays on it, also
    towards other regions: traffic must not leave that network unasked. Accelerate hosts, custom domains and dual-stack
    endpoints of the bucket's own region stay as the account says.
    """
    site = _account_site(account)
    if bucket is None:
        return site
    host = site.host if _keeps(site, bucket) else _endpoint_of(bucket, site.host)
    return Site(site.scheme, host, bucket.region or region_of(host) or site.region, site.addressing)


def moved_site(site: Site, hint: str) -> Site | None:
    """The site that a WRONG_REGION answer points to, None when `hint` is no host under the same parent domain.

    An answer must not be able to send signed requests to a host of its choice.
    """
    host = hint.strip().lower().removeprefix("https://").removeprefix("http://").rstrip("/")
    if site.addressing is Addressing.CUSTOM or host == site.host or not _kin(site.host, host):
        return None
    return Site(site.scheme, host, region_of(host) or site.region, site.addressing)


def region_of(host: str) -> str:
    """The region that a host name tells, "" when it tells none."""
    found = _parts(host)
    return found["region"] if found and not _is_accelerate(host) else ""


def host_and_path(site: Site, bucket: str, key: str) -> tuple[str, str]:
    """The host to connect to and the raw path. Raises `UnsendableError` for a bucket's name that would change them."""
    if not bucket:
        return site.host, "/"
    if not _BUCKET.fullmatch(bucket):
        raise UnsendableError(f"{bucket!r} cannot be the name of a bucket.")
    if site.addressing is Addressing.PATH:
        return site.host, f"/{bucket}/{key}"
    if site.addressing is Addressing.CUSTOM:
        return site.host, f"/{key}"
    return f"{bucket}.{site.host}", f"/{key}"


# ---------------------------------------------------------------- the account's endpoint


def _account_site(account: Account) -> Site:
    url = _split(account.endpoint)
    host = _host(url)
    with_bucket = _WITH_BUCKET.fullmatch(_labels(host))
    if with_bucket and account.addressing is not Addressing.CUSTOM:
        raise ValueError(f"The endpoint names a bucket. Enter it without: {with_bucket['endpoint']}{_parent()}.")
    return Site(url.scheme, host, account.region.removeprefix("oss-") or region_of(host), _addressing(account, host))


def _split(endpoint: str) -> SplitResult:
    text = endpoint.strip()
    try:
        url = urlsplit(text if "://" in text else f"https://{text}")
    except ValueError as error:
        raise ValueError(_NO_HOST) from error
    if url.scheme not in ("http", "https"):
        raise ValueError("The endpoint must begin with https:// or http://.")
    if url.path.strip("/") or url.query or url.fragment or "@" in url.netloc:
        raise ValueError("The endpoint must be a scheme and a host only, such as https://oss-cn-hangzhou.aliyuncs.com.")
    return url


def _host(url: SplitResult) -> str:
    try:
        port, host = url.port, url.netloc.lower().encode("idna").decode("ascii")
    except (UnicodeError, ValueError):
        host, port = "", None
    if not _HOST.fullmatch(host):
        raise ValueError(_NO_HOST)
    default = {"http": 80, "https": 443}[url.scheme]
    return host.removesuffix(f":{default}") if port == default else host


def _addressing(account: Account, host: str) -> Addressing:
    if account.addressing is not Addressing.AUTO:
        return account.addressing
    # The service accepts a bucket in the path only where it has no domain of its own to put the bucket in.
    return Addressing.PATH if _is_address(host) or _is_loopback(host) else Addressing.VIRTUAL


# ---------------------------------------------------------------- the bucket's endpoint


def _keeps(site: Site, bucket: BucketInfo) -> bool:
    """Whether the account's own endpoint serves the bucket."""
    if site.addressing is Addressing.CUSTOM or _is_accelerate(site.host):
        return True
    own = region_of(site.host)
    return bool(own) and own == bucket.region


def _endpoint_of(bucket: BucketInfo, host: str) -> str:
    named = bucket.internal_endpoint if _is_internal(host) else bucket.endpoint
    return named.lower() if named and _kin(host, named.lower()) else host


def _kin(one: str, other: str) -> bool:
    if not _HOST.fullmatch(other):
        return False
    return bool(_labels(one) and _labels(other)) or (_is_loopback(one) and _is_loopback(other))


def _is_internal(host: str) -> bool:
    found = _parts(host)
    return bool(found and (found["internal"] or found["vpc"]))


def _is_accelerate(host: str) -> bool:
    return _name(host) in provider("oss").accelerate


def _is_loopback(host: str) -> bool:
    name = _name(host)
    if name == "localhost" or name.endswith(".localhost"):  # RFC 6761, 6.3
        return True
    return _is_address(host) and ipaddress.ip_address(name).is_loopback


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(_name(host))
    except ValueError:
        return False
    return True


def _parts(host: str) -> re.Match[str] | None:
    labels = _labels(host)
    return _REGIONAL.fullmatch(labels) or _DUAL_STACK.fullmatch(labels)


def _labels(host: str) -> str:
    """What stands before the parent domain; "" for a host that does not lie under it."""
    name = _name(host)
    return name.removesuffix(_parent()) if name.endswith(_parent()) else ""


def _parent() -> str:
    return f".{provider('oss').parent_domain}"


def _name(host: str) -> str:
    """A host without port and brackets."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]
