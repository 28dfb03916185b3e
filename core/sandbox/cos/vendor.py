"""COS: how it names and writes things, what it refuses, and which operations it has. Pages of the COS API."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from core.sandbox.cos import operations
from core.sandbox.cos.address import ACCELERATE, address_of
from core.sandbox.cos.auth import Signed, verify
from core.sandbox.cos.copies import as_read, weight
from core.sandbox.cos.errors import CosError
from core.sandbox.cos.grants import acl_answer, acl_in_tree
from core.sandbox.cos.names import ENCRYPTIONS, account_id, bucket_name, class_name, region_name, world_class
from core.sandbox.cos.rules import RULES, check_key, check_tags, check_user_metadata, is_bucket_name
from core.sandbox.protocol.call import (
    BUCKET_OPERATIONS,
    OBJECT_OPERATIONS,
    Address,
    Answer,
    Call,
    Head,
    Proof,
    decoded,
    whole_number,
)
from core.sandbox.protocol.headers import UnsatisfiableError, iso_date, prefixed, span_clipped
from core.sandbox.protocol.markup import element, group
from core.sandbox.protocol.vendor import Headers, Vendor, VendorError
from core.sandbox.settings import Settings
from core.sandbox.world import Bucket, Kind, Version, World


class Cos(Vendor):
    """Tencent Cloud Object Storage."""

    name = "cos"
    prefix = "x-cos-"
    acl_header = "x-cos-acl"
    server = "tencent-cos"
    error = CosError
    rules = RULES
    operations = operations.OPERATIONS
    bucket_operations: Mapping[tuple[str, str], str] = {("HEAD", ""): "HeadBucket", **BUCKET_OPERATIONS}
    object_operations: Mapping[tuple[str, str], str] = {**OBJECT_OPERATIONS, ("GET", "symlink"): "GetSymlink"}
    foreign = frozenset(
        """
        accelerate append cors domain encryption intelligenttiering inventory lifecycle logging notification
        object-lock origin policy referer replication response-expires select website
        """.split()  # noqa: SIM905 - reads as the table that it is
    )
    spaced = frozenset(("CompleteMultipartUpload",))
    orders: Mapping[str, str] = {
        "ListBucketResult": (
            "Name EncodingType Prefix Marker MaxKeys Delimiter IsTruncated NextMarker Contents CommonPrefixes"
        ),
        "ListVersionsResult": (
            "EncodingType Name Prefix KeyMarker VersionIdMarker MaxKeys Delimiter IsTruncated Next"
            " CommonPrefixes Versions"
        ),
        "ListMultipartUploadsResult": (
            "Bucket EncodingType KeyMarker UploadIdMarker Next MaxUploads IsTruncated Prefix Delimiter"
            " Uploads CommonPrefixes"
        ),
        "Upload": "Key UploadId StorageClass Owners Initiated",
        "ListPartsResult": (
            "Bucket EncodingType Key UploadId Owners StorageClass PartNumberMarker Next MaxParts IsTruncated Parts"
        ),
    }
    encryptions: Mapping[str, str] = ENCRYPTIONS
    encryption_key_header = "server-side-encryption-cos-kms-key-id"
    takes_customer_keys = True
    part_number_message = "partNumber must be from 1 to {}."
    not_archived = ("RestoreNonArchiveObject", "")
    exists_code = "PreconditionFailed"
    checks_every_bucket_name = False
    tells_bad_keys = True
    always_next_part = False
    uploads_encoding_name = "Encoding-type"  # as the pages of List Parts and List Multipart Uploads spell it

    # ------------------------------------------------------------ requests

    def address(self, head: Head, world: World, settings: Settings) -> Address:
        return address_of(head, world, settings)

    def verify(self, call: Call) -> Proof | None:
        """The path is signed decoded, with its leading slash."""
        signed = Signed(call.head.method, decoded(call.head.path), call.pairs, call.head.headers)
        key = verify(signed, call.world.keys, call.now)
        return Proof(key) if key else None

    def check_known(self, call: Call) -> None:
        if call.address.refused:
            raise CosError("PathStyleDomainForbidden")
        if not call.operation:
            raise CosError("MethodNotAllowed")
        if call.address.region == ACCELERATE:
            raise CosError("BucketAccelerateNotEnabled")

    def elsewhere(self, call: Call, bucket: Bucket) -> CosError:
        """Every region has its own hosts: a bucket of another one does not exist (Error Codes, NoSuchBucket)."""
        return CosError("NoSuchBucket")

    def error_body(self, error: VendorError, call: Call, request_id: str) -> bytes:
        """It has no declaration, so that white space may stand before it.

        The path stays encoded: XML cannot hold every letter of a key.
        """
        fields = {
            "Code": error.code,
            "Message": error.message,
            **error.extra,
            "Resource": call.header("host") + call.head.path,
            "RequestId": request_id,
            "TraceId": self.second_id(request_id)[1],
        }
        return group("Error", (element(name, value) for name, value in fields.items())).encode("utf-8", "replace")

    def request_id(self, fresh: str) -> str:
        return fresh[:28].lower()

    def second_id(self, request_id: str) -> tuple[str, str]:
        """An id that looks opaque."""
        return "x-cos-trace-id", base64.b64encode(request_id.encode()).decode()

    def check_xml_body(self, call: Call) -> None:
        if call.operation == "DeleteMultipleObjects" and not call.header("content-md5"):
            raise CosError("MissingContentMD5")
        self.check_body(call)

    # ------------------------------------------------------------ names and limits

    def region_name(self, region: str) -> str:
        return region_name(region)

    def bucket_name(self, name: str) -> str:
        return bucket_name(name)

    def account_id(self, owner: str) -> str:
        return account_id(owner)

    def is_bucket_name(self, name: str) -> bool:
        return is_bucket_name(name)

    def check_key(self, key: str) -> None:
        check_key(key)

    def check_tags(self, tags: Iterable[tuple[str, str]]) -> dict[str, str]:
        return check_tags(tags)

    def check_user_metadata(self, user: Mapping[str, str]) -> None:
        check_user_metadata(user)

    def restore_days(self, call: Call, version: Version) -> int:
        """The tier must be one of the storage class's."""
        tree = self.xml_body(call, "RestoreRequest")
        tier = tree.findtext("CASJobParameters/Tier", "Standard").strip()
        self.check_word("Tier", tier, RULES.tiers[class_name(version.storage_class)])
        days = whole_number(tree.findtext("Days", "").strip())
        if days is None:
            raise CosError("MalformedXML")
        if not 1 <= days <= 365:
            raise CosError("InvalidArgument", "Days is out of range.")
        return days

    def count_of(self, call: Call, name: str, default: int, most: int) -> int:
        """More than the most is taken for the most."""
        text = call.param(name)
        count = whole_number(text) if text else default
        if count is None:
            raise CosError("InvalidArgument", f"{name} must be a number.")
        return min(count, most)

    def delimiter_of(self, call: Call) -> str:
        """GET Bucket: one character."""
        delimiter = call.param("delimiter")
        if len(delimiter) > 1:
            raise CosError("InvalidArgument", "delimiter must be one character.")
        return delimiter

    # ------------------------------------------------------------ objects

    def facts(self, call: Call, version: Version, owner: str) -> Iterator[str]:
        yield element("LastModified", iso_date(version.modified))
        yield element("ETag", self.etag(version.etag))
        yield element("Size", str(version.content.length))
        yield owner
        yield element("StorageClass", class_name(version.storage_class))

    def storage_class(self, call: Call, bucket: Bucket) -> str:
        """The world's class for the one that the request states, else for STANDARD: buckets have no default."""
        wanted = world_class(call.own("storage-class") or "STANDARD")
        if wanted is None:
            raise CosError("NotSupportedStorageClass")
        return wanted

    def class_name(self, word: str) -> str:
        return class_name(word)

    def object_acl(self, call: Call, bucket: Bucket) -> str:
        """The ACL in one word; grants to single accounts are beyond the sandbox, which says so."""
        if prefixed(call.head.headers, "x-cos-grant-"):
            raise CosError("NotImplemented", "The sandbox knows canned ACLs only.")
        return super().object_acl(call, bucket)

    def bucket_acl(self, call: Call) -> str:
        return call.own("acl") or acl_in_tree(self.xml_body(call, "AccessControlPolicy"))

    def named_marker(self, call: Call, version: Version) -> CosError:
        """A delete marker answers 404, named or not (HEAD Object)."""
        return CosError("NoSuchKey", headers=self.marker_headers(version))

    def as_read(self, bucket: Bucket, version: Version) -> Version:
        return as_read(bucket, version)

    def requested_span(self, call: Call, size: int) -> tuple[int, int] | None:
        """A range is clipped to the object; one that begins behind its end answers 416."""
        try:
            return span_clipped(call.header("range"), size)
        except UnsatisfiableError as error:
            raise CosError("InvalidRange", headers={"Content-Range": f"bytes */{size}"}) from error

    def own_headers(self, version: Version) -> Headers:
        """The class STANDARD is not shown."""
        name = class_name(version.storage_class)
        headers = [("x-cos-storage-class", name)] if name != "STANDARD" else []
        headers += [("x-cos-object-type", "appendable")] if version.kind is Kind.APPENDABLE else []
        return headers + self.append_headers(version)

    def acl_answer(self, owner: str, acl: str, headers: Headers) -> Answer:
        return acl_answer(owner, acl, headers)

    def object_acl_answer(self, bucket: Bucket, version: Version) -> Answer:
        """The header tells an object without an ACL of its own from a private one; the grants cannot."""
        answer = super().object_acl_answer(bucket, version)
        first, *others = answer.headers
        return replace(answer, headers=[first, ("x-cos-acl", version.acl), *others])

    def with_acl(self, call: Call, bucket: Bucket, version: Version) -> Version:
        """By a header, or by grants in the body."""
        acl = self.object_acl(call, bucket)
        if not call.own("acl") and call.content.length:
            in_body = acl_in_tree(self.xml_body(call, "AccessControlPolicy"))
            acl = self.check_word("AccessControlList", in_body, RULES.object_acls)
        return replace(version, acl=acl)

    def weight(self, call: Call) -> int:
        return weight(call)


COS = Cos()
