"""A request as the sandbox has read it, its answer, and the pieces of addresses that all vendors share.

The vendors' operations are named with one vocabulary, that of OSS ("CopyObject", "InitiateMultipartUpload"), so that
faults, latency and policies mean the same everywhere. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote_to_bytes

from core.sandbox.blobs import MemoryBlob, Received
from core.sandbox.extents import Content
from core.sandbox.settings import Settings
from core.sandbox.world import KeyPair, World

if TYPE_CHECKING:
    from core.sandbox.protocol.vendor import Vendor, VendorError

#: What all vendors name by the same method and sub-resource; the order decides where a request has two of them.
BUCKET_OPERATIONS = {
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
OBJECT_OPERATIONS = {
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
    ("POST", "restore"): "RestoreObject",
    ("HEAD", ""): "HeadObject",
    ("GET", ""): "GetObject",
    ("PUT", ""): "PutObject",
    ("DELETE", ""): "DeleteObject",
}
#: What becomes of a write whose bytes the store itself is to read.
_WITH_COPY_SOURCE = {"PutObject": "CopyObject", "UploadPart": "UploadPartCopy"}


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a request.

    Attributes:
        target: path and query as they came over the wire, undecoded and unnormalised.
        headers: by lower-case name; bytes that are no UTF-8 are surrogate escapes.
        region: the world's region whose endpoint (port) was asked.
    """

    method: str
    target: str
    headers: Mapping[str, str]
    region: str

    @property
    def path(self) -> str:
        """The path of the target, undecoded."""
        return self.target.partition("?")[0]

    @property
    def host(self) -> str:
        return host_name(self.headers.get("host", ""))


@dataclass(slots=True)
class Answer:
    """An answer without what the transport adds."""

    status: int
    headers: Sequence[tuple[str, str]] = ()
    body: bytes | Content = b""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a request goes.

    Attributes:
        bucket: its name in the world; "" for a service request.
        key: decoded, None for a bucket or service request.
        region: the world's region of the endpoint.
        vendor: the host is one of the vendor's own names.
        refused: the vendor does not take this kind of address.
    """

    bucket: str
    key: str | None
    region: str
    vendor: bool = False
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """Who signed a request, and what for.

    Attributes:
        payload: what the body must be: a hex SHA-256, or one of the words of S3; "" where no signature covers it.
        signature: with which those of a chunked body begin.
    """

    key: KeyPair
    payload: str = ""
    date_time: str = ""
    scope: str = ""
    signature: str = field(default="", repr=False)

    @property
    def region(self) -> str:
        return self.scope.split("/")[1]


@dataclass(slots=True)
class Call:
    """A request that was read. The fields after `endpoints` are filled while it is admitted and performed.

    Attributes:
        pairs: the query, decoded, in the order of the wire.
        endpoints: region to the host and port that serve it for this vendor.
        proof: who signed it; None for an anonymous request.
        body: as it came.
        content: the body out of its frame, where the vendor has one; `md5` is its raw digest.
        trailers: headers that came behind the body.
    """

    vendor: Vendor
    head: Head
    address: Address
    operation: str
    pairs: Sequence[tuple[str, str]]
    query: Mapping[str, str]
    world: World
    settings: Settings
    endpoints: Mapping[str, str]
    proof: Proof | None = None
    now: float = 0.0
    body: Received = field(default_factory=lambda: Received(MemoryBlob(b""), b""))
    content: Content = field(default_factory=Content)
    md5: bytes = b""
    trailers: Mapping[str, str] = field(default_factory=dict)

    @property
    def bucket(self) -> str:
        return self.address.bucket

    @property
    def key(self) -> str:
        return self.taken_for(self.address.key or "")

    def taken_for(self, key: str) -> str:
        """The key that the server takes a key for: itself, unless it is a careless one."""
        return self.settings.one_name(key) if self.settings.one_name else key

    @property
    def who(self) -> KeyPair | None:
        return self.proof.key if self.proof else None

    @property
    def owner(self) -> str:
        """The caller's account; "" for an anonymous request."""
        return self.proof.key.owner if self.proof else ""

    def header(self, name: str) -> str:
        """A header by its lower-case name; "" when it is missing."""
        return self.head.headers.get(name, "")

    def own(self, name: str) -> str:
        """A header of the vendor's own by its name behind the vendor's prefix; "" when it is missing."""
        return self.head.headers.get(self.vendor.prefix + name, "")

    def flag(self, name: str) -> bool:
        """Whether a header of the vendor's own says "true"."""
        return self.own(name).lower() == "true"

    def param(self, name: str) -> str:
        """A parameter of the query; "" when it is missing."""
        return self.query.get(name, "")

    @property
    def part(self) -> int:
        """The part number; 0 when there is none or it is no number."""
        return whole_number(self.param("partNumber")) or 0

    def refusal(
        self, code: str, message: str = "", headers: Mapping[str, str] | None = None, **extra: str
    ) -> VendorError:
        """The vendor's refusal with a code; `extra` are further elements of its XML, where the vendor tells them."""
        return self.vendor.error(code, message, extra=extra, headers=headers)

    def argument(self, name: str, value: str, message: str) -> VendorError:
        """InvalidArgument that names the argument."""
        return self.vendor.error.argument(name, value, message)


def read_call(vendor: Vendor, head: Head, world: World, settings: Settings, endpoints: Mapping[str, str]) -> Call:
    """Understand a request. `endpoints` maps each of the world's regions to the host and port that serve it."""
    _, _, text = head.target.partition("?")
    pairs = parse_qsl(text, keep_blank_values=True, errors="surrogateescape", separator="&")
    query = dict(pairs)
    address = vendor.address(head, world, settings)
    operation = _operation(vendor, head, address, query)
    return Call(vendor, head, address, operation, pairs, query, world, settings, endpoints)


def _operation(vendor: Vendor, head: Head, address: Address, query: Mapping[str, str]) -> str:
    """The name of the operation; "" when there is none."""
    if not address.bucket:
        return "ListBuckets" if head.method == "GET" else ""
    table = vendor.bucket_operations if address.key is None else vendor.object_operations
    operation = _operation_in(table, head.method, query, vendor.sub_resources)
    if operation == "ListObjects" and query.get("list-type") == "2" and "ListObjectsV2" in vendor.operations:
        return "ListObjectsV2"
    if vendor.prefix + "copy-source" in head.headers:
        return _WITH_COPY_SOURCE.get(operation, operation)
    return operation


def _operation_in(
    table: Mapping[tuple[str, str], str], method: str, query: Mapping[str, str], sub_resources: Collection[str]
) -> str:
    """The operation that method and sub-resource name; "" when there is none.

    The order of the table decides between two sub-resources. One that the table lacks hides no plain operation.
    """
    named = [name for name in query if name in sub_resources]
    for (wanted, name), operation in table.items():
        if wanted == method and name in named:
            return operation
    return "" if named else table.get((method, ""), "")


def endpoint(call: Call, region: str) -> str:
    """The host under which a region's buckets are reached by whoever sent this request."""
    if call.address.vendor or region not in call.endpoints:
        return call.vendor.endpoint_host(call.bucket, region)
    return f"{call.head.host}:{call.endpoints[region].rpartition(':')[2]}"


def whole_number(text: str) -> int | None:
    """A number of ASCII digits; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() else None


def decoded(path: str) -> str:
    """Percent-decoded text; bytes that are no UTF-8 become surrogate escapes."""
    return unquote_to_bytes(path.encode("utf-8", "surrogateescape")).decode("utf-8", "surrogateescape")


def host_name(host: str) -> str:
    """The host without its port, in lower case."""
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdecimal() else host).lower()


def is_ip(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
