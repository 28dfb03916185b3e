"""Where requests to COS go: which bucket, which key, which region.

The bucket stands in the host (`name-appid.cos.ap-guangzhou.myqcloud.com`, a custom domain, any host whose first label
is a bucket), or first in the path when the host is an IP address or localhost, which the vendor has only in private
deployments.
"""

from __future__ import annotations

import re

from core.sandbox.cos.names import bucket_name, region_name, world_bucket, world_region
from core.sandbox.protocol.call import Address, Call, Head, decoded, is_ip
from core.sandbox.settings import Settings
from core.sandbox.world import World

_DOMAIN = r"(?:myqcloud\.com|tencentcos\.cn)"
VENDOR_HOST = re.compile(rf"(?:([^.]+)\.)?cos(?:-internal)?\.([a-z0-9-]+)\.{_DOMAIN}")
_SERVICE_HOST = re.compile(rf"service\.cos\.{_DOMAIN}")

#: What stands in the place of a region in the hosts of global acceleration.
ACCELERATE = "accelerate"

#: The region of an address that names none: the service endpoint serves all.
ALL_REGIONS = ""


def bucket_host(call: Call, region: str) -> str:
    """The host of the request's bucket in answers, as the vendor writes it."""
    return f"{bucket_name(call.bucket)}.cos.{region_name(region)}.myqcloud.com"


def address_of(head: Head, world: World, settings: Settings) -> Address:
    host, rest = head.host, head.path.removeprefix("/")
    key = decoded(rest) or None
    if _SERVICE_HOST.fullmatch(host):
        return Address("", None, ALL_REGIONS, vendor=True, refused=bool(rest))
    vendor = VENDOR_HOST.fullmatch(host)
    if vendor is not None:
        region = world_region(vendor.group(2))
        if vendor.group(1):
            return _in_bucket(vendor.group(1), key, region, vendor=True)
        return Address("", None, region, vendor=True, refused=bool(rest))
    if host in settings.domains:
        return Address(settings.domains[host], key, head.region)
    label, _, others = host.partition(".")
    if others and not is_ip(host) and world_bucket(label) in world.buckets:
        return _in_bucket(label, key, head.region)
    first, _, others = rest.partition("/")
    if not first:
        return Address("", None, ALL_REGIONS)
    name = decoded(first)
    return _in_bucket(name, decoded(others) or None, region_at_bare_address(world, name, head.region))


def region_at_bare_address(world: World, name: str, otherwise: str) -> str:
    """The region that an address without a name serves for a bucket: the bucket's own.

    In the cloud the region stands in the host, and a wrong one is a bucket that does not exist. The sandbox's ports
    have no names, and no answer of COS can tell a client another port.
    """
    bucket = world.buckets.get(world_bucket(name) or "")
    return otherwise if bucket is None else bucket.region


def _in_bucket(name: str, key: str | None, region: str, *, vendor: bool = False) -> Address:
    """A name without the account's APPID names no bucket; it stays as it is, which no bucket of the world is called."""
    known = world_bucket(name)
    return Address(known or f"{name}/", key, region, vendor=vendor)
