"""Reads a request as COS does: which bucket, which key, which operation. It decides nothing else.

The bucket stands in the host (`name-appid.cos.ap-guangzhou.myqcloud.com`, a custom domain, any host whose first label
is a bucket), or first in the path when the host is an IP address or localhost, which the vendor has only in private
deployments.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from core.sandbox.call import (
    BUCKET_OPERATIONS,
    OBJECT_OPERATIONS,
    WITH_COPY_SOURCE,
    Address,
    Call,
    decoded,
    host_name,
    is_ip,
    operation_in,
    query_pairs,
)
from core.sandbox.cos.names import bucket_name, region_name, world_bucket, world_region
from core.sandbox.handler import Head
from core.sandbox.settings import Settings
from core.sandbox.world import World

_DOMAIN = r"(?:myqcloud\.com|tencentcos\.cn)"
VENDOR_HOST = re.compile(rf"(?:([^.]+)\.)?cos(?:-internal)?\.([a-z0-9-]+)\.{_DOMAIN}")
_SERVICE_HOST = re.compile(rf"service\.cos\.{_DOMAIN}")

#: What stands in the place of a region in the hosts of global acceleration.
ACCELERATE = "accelerate"

#: The region of an address that names none: the service endpoint serves all.
ALL_REGIONS = ""

#: Sub-resources by the order in which they name an operation.
_BUCKET_OPERATIONS = {("HEAD", ""): "HeadBucket", **BUCKET_OPERATIONS}
_OBJECT_OPERATIONS = {**OBJECT_OPERATIONS, ("GET", "symlink"): "GetSymlink"}

#: Sub-resources that the sandbox does not have; a request with one must not pass for a plain one.
_FOREIGN = frozenset(
    """
    accelerate append cors domain encryption intelligenttiering inventory lifecycle logging notification object-lock
    origin policy referer replication response-expires select website
    """.split()  # noqa: SIM905 - reads as the table that it is
)
_SUB_RESOURCES = frozenset(name for _, name in (*_BUCKET_OPERATIONS, *_OBJECT_OPERATIONS) if name) | _FOREIGN


def read_call(head: Head, world: World, settings: Settings, endpoints: Mapping[str, str]) -> Call:
    """Understand a request. `endpoints` maps each of the world's regions to the host and port that serve it."""
    path, pairs = query_pairs(head.target)
    address = _address(head, path, world, settings)
    named = dict(pairs)
    return Call(head, address, _operation(head, address, named), pairs, named, world, settings, endpoints)


def signed_path(call: Call) -> str:
    """The path as the signature covers it: decoded, with its leading slash."""
    return decoded(call.head.target.partition("?")[0])


def bucket_host(call: Call, region: str) -> str:
    """The host of the request's bucket in answers, as the vendor writes it."""
    return f"{bucket_name(call.bucket)}.cos.{region_name(region)}.myqcloud.com"


def _address(head: Head, path: str, world: World, settings: Settings) -> Address:
    host = host_name(head.headers.get("host", ""))
    rest = path.removeprefix("/")
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


def _operation(head: Head, address: Address, query: Mapping[str, str]) -> str:
    """The name of the operation; "" when there is none."""
    if not address.bucket:
        return "ListBuckets" if head.method == "GET" else ""
    table = _BUCKET_OPERATIONS if address.key is None else _OBJECT_OPERATIONS
    operation = operation_in(table, head.method, query, _SUB_RESOURCES)
    if "x-cos-copy-source" in head.headers:
        return WITH_COPY_SOURCE.get(operation, operation)
    return operation
