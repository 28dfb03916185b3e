"""Where requests to Alibaba Cloud OSS go, and for which region they are signed.

Endpoint names: OSS User Guide, "Regions and endpoints". Nothing here builds or signs a request.
"""

from __future__ import annotations

import re

from core.model.values import Account, Addressing, BucketInfo, Site
from core.rules.providers import provider
from core.store.dialects.common.endpoints import (
    addressing_of,
    check_lists_buckets,
    endpoint_of,
    hinted_host,
    is_host,
    is_loopback,
    labels_under,
    name_of,
)

#: What stands before the parent domain in an endpoint of one region, old virtual networks included.
_REGIONAL = re.compile(r"(?P<vpc>vpc100-)?oss-(?P<region>[a-z0-9-]+?)(?P<internal>-internal)?")
_DUAL_STACK = re.compile(r"(?P<vpc>)(?P<region>[a-z0-9-]+?)(?P<internal>-internal)?\.oss")
_WITH_BUCKET = re.compile(r"[a-z0-9][a-z0-9-]*\.(?P<endpoint>(vpc100-)?oss-[a-z0-9-]+)")
_EXAMPLE = "https://oss-cn-hangzhou.aliyuncs.com"


def service_site(account: Account) -> Site:
    """Where ListBuckets goes. Raises `ValueError` with a sentence when the account's endpoint cannot list buckets."""
    site = _account_site(account)
    check_lists_buckets(site)
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
    """The site that a WRONG_REGION answer points to, None when `hint` is no endpoint of the service.

    An answer must not be able to send signed requests to a host of its choice, and under the vendor's domain there are
    hosts that anybody can rent, functions and buckets among them.
    """
    host = hinted_host(hint)
    if site.addressing is Addressing.CUSTOM or host == site.host or not _kin(site.host, host):
        return None
    return Site(site.scheme, host, region_of(host) or site.region, site.addressing)


def region_of(host: str) -> str:
    """The region that a host name tells, "" when it tells none."""
    found = _parts(host)
    return found["region"] if found and not _is_accelerate(host) else ""


# ---------------------------------------------------------------- the account's endpoint


def _account_site(account: Account) -> Site:
    scheme, host = endpoint_of(account, _EXAMPLE)
    with_bucket = _WITH_BUCKET.fullmatch(_labels(host))
    if with_bucket and account.addressing is not Addressing.CUSTOM:
        raise ValueError(f"The endpoint names a bucket. Enter it without: {with_bucket['endpoint']}.{_parent()}.")
    region = account.region.removeprefix("oss-") or region_of(host)
    # The service accepts a bucket in the path only where it has no domain of its own to put the bucket in.
    return Site(scheme, host, region, addressing_of(account, host))


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
    """Whether a host that an answer names may take the place of one that the account names."""
    if not is_host(other):
        return False
    if is_loopback(one):
        return is_loopback(other)  # an embedded store has a port for each region
    return bool(_labels(one) and _parts(other)) and name_of(other) == other


def _is_internal(host: str) -> bool:
    found = _parts(host)
    return bool(found and (found["internal"] or found["vpc"]))


def _is_accelerate(host: str) -> bool:
    return name_of(host) in provider("oss").accelerate


def _parts(host: str) -> re.Match[str] | None:
    labels = _labels(host)
    return _REGIONAL.fullmatch(labels) or _DUAL_STACK.fullmatch(labels)


def _labels(host: str) -> str:
    """What stands before the parent domain; "" for a host that does not lie under it."""
    return labels_under(host, _parent())


def _parent() -> str:
    return provider("oss").parent_domain
