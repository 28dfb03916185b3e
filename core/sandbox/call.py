"""A request as a face has read it, and the pieces of addresses that all vendors share. It decides nothing.

The faces name operations with one vocabulary, that of OSS ("CopyObject", "InitiateMultipartUpload"), so that faults,
latency and policies mean the same everywhere.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import parse_qsl, unquote_to_bytes

from core.sandbox.blobs import MemoryBlob, Received
from core.sandbox.handler import Head
from core.sandbox.settings import Settings
from core.sandbox.world import KeyPair, World

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
WITH_COPY_SOURCE = {"PutObject": "CopyObject", "UploadPart": "UploadPartCopy"}


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


@dataclass(slots=True)
class Call:
    """A request that was read. The fields after `endpoints` are filled while it is admitted and performed.

    Attributes:
        pairs: the query, decoded, in the order of the wire.
        endpoints: region to the host and port that serve it for this face.
    """

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
        return whole_number(self.query.get("partNumber", "")) or 0


def whole_number(text: str) -> int | None:
    """A number of ASCII digits; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() else None


def query_pairs(target: str) -> tuple[str, list[tuple[str, str]]]:
    """The path of a request target, undecoded, and the pairs of its query, decoded."""
    path, _, query = target.partition("?")
    return path, parse_qsl(query, keep_blank_values=True, errors="surrogateescape", separator="&")


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


def operation_in(
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
