"""Reads a request as OSS does: which bucket, which key, which operation. It decides nothing else.

The bucket stands in the host (`bucket.oss-cn-hangzhou.aliyuncs.com`, a custom domain, any host whose first label
is a bucket), or first in the path when the host is an IP address or localhost (OSS API Reference, "Access OSS").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import parse_qsl, unquote_to_bytes

from core.sandbox.blobs import MemoryBlob, Received
from core.sandbox.face import Head
from core.sandbox.settings import Settings
from core.sandbox.world import KeyPair, World

_VENDOR_HOST = re.compile(r"(?:([^.]+)\.)?oss-([a-z0-9-]+?)(?:-internal)?\.aliyuncs\.com")

#: Sub-resources by the order in which they name an operation.
_BUCKET_OPERATIONS = {
    ("GET", "bucketInfo"): "GetBucketInfo",
    ("GET", "location"): "GetBucketLocation",
    ("GET", "versioning"): "GetBucketVersioning",
    ("PUT", "versioning"): "PutBucketVersioning",
    ("GET", "versions"): "ListObjectVersions",
    ("GET", "uploads"): "ListMultipartUploads",
    ("POST", "delete"): "DeleteMultipleObjects",
    ("GET", "acl"): "GetBucketAcl",
    ("PUT", "acl"): "PutBucketAcl",
    ("GET", ""): "ListObjects",
    ("PUT", ""): "PutBucket",
    ("DELETE", ""): "DeleteBucket",
}
_OBJECT_OPERATIONS = {
    ("POST", "uploads"): "InitiateMultipartUpload",
    ("PUT", "uploadId"): "UploadPart",
    ("POST", "uploadId"): "CompleteMultipartUpload",
    ("DELETE", "uploadId"): "AbortMultipartUpload",
    ("GET", "uploadId"): "ListParts",
    ("GET", "tagging"): "GetObjectTagging",
    ("PUT", "tagging"): "PutObjectTagging",
    ("DELETE", "tagging"): "DeleteObjectTagging",
    ("GET", "acl"): "GetObjectACL",
    ("PUT", "acl"): "PutObjectACL",
    ("GET", "symlink"): "GetSymlink",
    ("PUT", "symlink"): "PutSymlink",
    ("POST", "restore"): "RestoreObject",
    ("POST", "append"): "AppendObject",
    ("HEAD", "objectMeta"): "GetObjectMeta",
    ("HEAD", ""): "HeadObject",
    ("GET", ""): "GetObject",
    ("PUT", ""): "PutObject",
    ("DELETE", ""): "DeleteObject",
}
_WITH_COPY_SOURCE = {"PutObject": "CopyObject", "UploadPart": "UploadPartCopy"}

#: Sub-resources that the sandbox does not have; a request with one must not pass for a plain one.
_FOREIGN = frozenset(
    """
    asyncFetch callback comp cors encryption inventory lifecycle live logging metaQuery policy publicAccessBlock
    qosInfo referer replication replicationLocation replicationProgress requestPayment resourceGroup sequential stat
    style transferAcceleration website worm x-oss-async-process x-oss-process
    """.split()  # noqa: SIM905 - reads as the table that it is
)
_SUB_RESOURCES = frozenset(name for _, name in (*_BUCKET_OPERATIONS, *_OBJECT_OPERATIONS) if name) | _FOREIGN


@dataclass(frozen=True, slots=True)
class Address:
    """Where a request goes.

    Attributes:
        key: decoded, None for a bucket or service request.
        region: the region of the endpoint.
        vendor: the host is one of the vendor's own names.
        refused: the path has a bucket although the host does not take path style.
    """

    bucket: str
    key: str | None
    region: str
    vendor: bool = False
    refused: bool = False


@dataclass(slots=True)
class Call:
    """A request that was read. The fields after `query` are filled while it is admitted and performed."""

    head: Head
    address: Address
    operation: str
    pairs: Sequence[tuple[str, str]]
    query: Mapping[str, str]
    world: World
    settings: Settings
    endpoints: Mapping[str, str]
    who: KeyPair | None = None
    now: float = 0.0
    body: Received = field(default_factory=lambda: Received(MemoryBlob(b""), b""))

    @property
    def bucket(self) -> str:
        return self.address.bucket

    @property
    def key(self) -> str:
        return self.address.key or ""

    def header(self, name: str) -> str:
        """A header by its lower-case name; "" when it is missing."""
        return self.head.headers.get(name, "")

    def flag(self, name: str) -> bool:
        return self.header(name).lower() == "true"

    @property
    def part(self) -> int:
        """The part number; 0 when there is none or it is no number."""
        text = self.query.get("partNumber", "")
        return int(text) if text.isascii() and text.isdecimal() else 0

    def endpoint(self, region: str) -> str:
        """The host under which a region's buckets are reached by whoever sent this request."""
        if self.address.vendor or region not in self.endpoints:
            return f"oss-{region}.aliyuncs.com"
        return f"{_host_name(self.header('host'))}:{self.endpoints[region].rpartition(':')[2]}"


def read_call(head: Head, world: World, settings: Settings, endpoints: Mapping[str, str]) -> Call:
    """Understand a request. `endpoints` maps each region to the host and port that serve it."""
    path, _, query = head.target.partition("?")
    pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape", separator="&")
    address = _address(head, path, world, settings)
    named = dict(pairs)
    operation = _operation(head, address, named)
    return Call(head, address, operation, pairs, named, world, settings, endpoints)


def decoded(path: str) -> str:
    """Percent-decoded text; bytes that are no UTF-8 become surrogate escapes."""
    return unquote_to_bytes(path.encode("utf-8", "surrogateescape")).decode("utf-8", "surrogateescape")


def _address(head: Head, path: str, world: World, settings: Settings) -> Address:
    host = _host_name(head.headers.get("host", ""))
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
    if others and not _is_ip(host) and label in world.buckets:
        return Address(label, decoded(rest) or None, head.region)
    bucket, _, key = rest.partition("/")
    return Address(decoded(bucket), decoded(key) or None, head.region)


def _host_name(host: str) -> str:
    """The host without its port, in lower case."""
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdecimal() else host).lower()


def _is_ip(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def _operation(head: Head, address: Address, query: Mapping[str, str]) -> str:
    """The vendor's name of the operation; "" when there is none."""
    if not address.bucket:
        return "ListBuckets" if head.method == "GET" else ""
    table = _BUCKET_OPERATIONS if address.key is None else _OBJECT_OPERATIONS
    operation = _from_table(table, head.method, query)
    if operation == "ListObjects" and query.get("list-type") == "2":
        return "ListObjectsV2"
    if "x-oss-copy-source" in head.headers:
        return _WITH_COPY_SOURCE.get(operation, operation)
    return operation


def _from_table(table: Mapping[tuple[str, str], str], method: str, query: Mapping[str, str]) -> str:
    named = [name for name in query if name in _SUB_RESOURCES]
    for (wanted, name), operation in table.items():
        if wanted == method and name in named:
            return operation
    return "" if named else table.get((method, ""), "")
