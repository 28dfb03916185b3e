"""Reads a request as S3 does: which bucket, which key, which operation. It decides nothing else.

The bucket stands in the host (`bucket.s3.eu-central-1.amazonaws.com`, a custom domain, any host whose first label is a
bucket), or first in the path (S3 Developer Guide, "Virtual hosting of buckets").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

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
from core.sandbox.extents import Content
from core.sandbox.handler import Head
from core.sandbox.s3.auth import Proof
from core.sandbox.s3.rules import HOME_REGION
from core.sandbox.settings import Settings
from core.sandbox.world import World

_VENDOR_HOST = re.compile(
    r"(?:(?P<bucket>.+)\.)?s3(?:\.dualstack)?(?:[.-](?P<region>(?!dualstack|accelerate)[a-z0-9-]+))?"
    r"\.amazonaws\.com(?:\.cn)?"
)
#: Regions of a world that is named as OSS names its regions.
_REGION_NAMES = {"cn-hangzhou": HOME_REGION, "cn-shanghai": "eu-central-1"}

#: Sub-resources by the order in which they name an operation.
_BUCKET_OPERATIONS = {("HEAD", ""): "HeadBucket", **BUCKET_OPERATIONS}

#: Sub-resources that the sandbox does not have; a request with one must not pass for a plain one.
_FOREIGN = frozenset(
    """
    abac accelerate analytics annotation attributes cors encryption intelligent-tiering inventory legal-hold lifecycle
    logging metadataConfiguration metadataTable metrics notification object-lock ownershipControls policy policyStatus
    publicAccessBlock renameObject replication requestPayment retention select session torrent website
    """.split()  # noqa: SIM905 - reads as the table that it is
)
_SUB_RESOURCES = frozenset(name for _, name in (*_BUCKET_OPERATIONS, *OBJECT_OPERATIONS) if name) | _FOREIGN


@dataclass(slots=True)
class S3Call(Call):
    """A request to the S3 face.

    Attributes:
        proof: who signed it; None for an anonymous request.
        content: the body, out of its frame.
        md5: raw digest of `content`.
        trailers: headers that came behind the body.
    """

    proof: Proof | None = None
    content: Content = field(default_factory=Content)
    md5: bytes = b""
    trailers: Mapping[str, str] = field(default_factory=dict)


def read_call(head: Head, world: World, settings: Settings, endpoints: Mapping[str, str]) -> S3Call:
    """Understand a request. `endpoints` maps each region to the host and port that serve it."""
    path, pairs = query_pairs(head.target)
    address = _address(head, path, world, settings)
    named = dict(pairs)
    return S3Call(head, address, _operation(head, address, named), pairs, named, world, settings, endpoints)


def region_name(region: str) -> str:
    """What S3 calls a region of the world."""
    return _REGION_NAMES.get(region, region)


def endpoint(call: Call, region: str) -> str:
    """The host under which a region's buckets are reached by whoever sent this request."""
    if call.address.vendor or region not in call.endpoints:
        return f"{call.bucket}.s3.{region_name(region)}.amazonaws.com"
    return f"{host_name(call.header('host'))}:{call.endpoints[region].rpartition(':')[2]}"


def is_foreign(call: Call) -> bool:
    """Whether the request is about something that the sandbox does not have."""
    return any(name in _FOREIGN for name in call.query)


def _address(head: Head, path: str, world: World, settings: Settings) -> Address:
    host = host_name(head.headers.get("host", ""))
    rest = path.removeprefix("/")
    vendor = _VENDOR_HOST.fullmatch(host)
    region = head.region
    if vendor is not None:
        asked = vendor["region"] or HOME_REGION
        region = next((one for one in world.regions if region_name(one) == asked), region)
    bucket = _bucket_in_host(host, vendor, world, settings)
    if bucket:
        return Address(bucket, decoded(rest) or None, region, vendor=vendor is not None)
    bucket, _, key = rest.partition("/")
    return Address(decoded(bucket), decoded(key) or None, region, vendor=vendor is not None)


def _bucket_in_host(host: str, vendor: re.Match[str] | None, world: World, settings: Settings) -> str:
    """The bucket that a host names; "" when it stands in the path."""
    if vendor is not None:
        return vendor["bucket"] or ""
    if host in settings.domains:
        return settings.domains[host]
    label, _, others = host.partition(".")
    return label if others and not is_ip(host) and label in world.buckets else ""


def _operation(head: Head, address: Address, query: Mapping[str, str]) -> str:
    """The name of the operation, which all faces share; "" when there is none."""
    if not address.bucket:
        return "ListBuckets" if head.method == "GET" else ""
    table = _BUCKET_OPERATIONS if address.key is None else OBJECT_OPERATIONS
    operation = operation_in(table, head.method, query, _SUB_RESOURCES)
    if operation == "ListObjects" and query.get("list-type") == "2":
        return "ListObjectsV2"
    if "x-amz-copy-source" in head.headers:
        return WITH_COPY_SOURCE.get(operation, operation)
    return operation
