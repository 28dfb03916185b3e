"""Reads a request as OSS does: which bucket, which key, which operation. It decides nothing else.

The bucket stands in the host (`bucket.oss-cn-hangzhou.aliyuncs.com`, a custom domain, any host whose first label
is a bucket), or first in the path when the host is an IP address or localhost (OSS API Reference, "Access OSS").
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
from core.sandbox.handler import Head
from core.sandbox.settings import Settings
from core.sandbox.world import World

_VENDOR_HOST = re.compile(r"(?:([^.]+)\.)?oss-([a-z0-9-]+?)(?:-internal)?\.aliyuncs\.com")

#: Sub-resources by the order in which they name an operation.
_BUCKET_OPERATIONS = {("GET", "bucketInfo"): "GetBucketInfo", **BUCKET_OPERATIONS}
_OBJECT_OPERATIONS = {
    ("GET", "symlink"): "GetSymlink",
    ("PUT", "symlink"): "PutSymlink",
    ("POST", "append"): "AppendObject",
    ("HEAD", "objectMeta"): "GetObjectMeta",
    **OBJECT_OPERATIONS,
}

#: Sub-resources that the sandbox does not have; a request with one must not pass for a plain one.
_FOREIGN = frozenset(
    """
    asyncFetch callback comp cors encryption inventory lifecycle live logging metaQuery policy publicAccessBlock
    qosInfo referer replication replicationLocation replicationProgress requestPayment resourceGroup sequential stat
    style transferAcceleration website worm x-oss-async-process x-oss-process
    """.split()  # noqa: SIM905 - reads as the table that it is
)
_SUB_RESOURCES = frozenset(name for _, name in (*_BUCKET_OPERATIONS, *_OBJECT_OPERATIONS) if name) | _FOREIGN


def read_call(head: Head, world: World, settings: Settings, endpoints: Mapping[str, str]) -> Call:
    """Understand a request. `endpoints` maps each region to the host and port that serve it."""
    path, pairs = query_pairs(head.target)
    address = _address(head, path, world, settings)
    named = dict(pairs)
    operation = _operation(head, address, named)
    return Call(head, address, operation, pairs, named, world, settings, endpoints)


def endpoint(call: Call, region: str) -> str:
    """The host under which a region's buckets are reached by whoever sent this request."""
    if call.address.vendor or region not in call.endpoints:
        return f"oss-{region}.aliyuncs.com"
    return f"{host_name(call.header('host'))}:{call.endpoints[region].rpartition(':')[2]}"


def _address(head: Head, path: str, world: World, settings: Settings) -> Address:
    host = host_name(head.headers.get("host", ""))
    rest = path.removeprefix("/")
    vendor = _VENDOR_HOST.fullmatch(host)
    if vendor is not None:
        bucket, region = vendor.group(1), vendor.group(2)
        if bucket:
            return Address(bucket, decoded(rest) or None, region, vendor=True)
        return Address("", None, region, vendor=True, refused=bool(rest))
    if host in settings.domains:
        return Address(settings.domains[host], decoded(rest) or None, head.region)
    label, _, others = host.partition(".")
    if others and not is_ip(host) and label in world.buckets:
        return Address(label, decoded(rest) or None, head.region)
    bucket, _, key = rest.partition("/")
    return Address(decoded(bucket), decoded(key) or None, head.region)


def _operation(head: Head, address: Address, query: Mapping[str, str]) -> str:
    """The vendor's name of the operation; "" when there is none."""
    if not address.bucket:
        return "ListBuckets" if head.method == "GET" else ""
    table = _BUCKET_OPERATIONS if address.key is None else _OBJECT_OPERATIONS
    operation = operation_in(table, head.method, query, _SUB_RESOURCES)
    if operation == "ListObjects" and query.get("list-type") == "2":
        return "ListObjectsV2"
    if "x-oss-copy-source" in head.headers:
        return WITH_COPY_SOURCE.get(operation, operation)
    return operation
