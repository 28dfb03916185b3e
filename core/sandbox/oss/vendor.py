"""OSS: how it names and writes things, what it refuses, and which operations it has.

Pages of the OSS API Reference and of the Developer Guide; wrong region: Troubleshooting, HTTP 403.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from core.sandbox.oss import operations
from core.sandbox.oss.auth import Signed, verify
from core.sandbox.oss.copies import followed, weight
from core.sandbox.oss.errors import OssError
from core.sandbox.oss.rules import (
    ENCRYPTIONS,
    RESTORE_DAYS,
    RULES,
    STORAGE_CLASSES,
    check_key,
    check_tags,
    check_user_metadata,
    is_bucket_name,
)
from core.sandbox.protocol.call import (
    BUCKET_OPERATIONS,
    OBJECT_OPERATIONS,
    Address,
    Answer,
    Call,
    Head,
    Proof,
    decoded,
    endpoint,
    is_ip,
    whole_number,
)
from core.sandbox.protocol.headers import (
    UnsatisfiableError,
    iso_date,
    span_clipped,
    span_inside,
)
from core.sandbox.protocol.markup import document, element, group, xml_answer
from core.sandbox.protocol.vendor import Headers, Vendor, VendorError
from core.sandbox.settings import Settings
from core.sandbox.world import ArchiveState, Bucket, Kind, Part, Upload, Version, World

_VENDOR_HOST = re.compile(r"(?:([^.]+)\.)?oss-([a-z0-9-]+?)(?:-internal)?\.aliyuncs\.com")
_KINDS = {Kind.NORMAL: "Normal", Kind.MULTIPART: "Multipart", Kind.APPENDABLE: "Appendable", Kind.SYMLINK: "Symlink"}


class Oss(Vendor):
    """Alibaba Cloud Object Storage Service."""

    name = "oss"
    prefix = "x-oss-"
    acl_header = "x-oss-object-acl"
    server = "AliyunOSS"
    error = OssError
    rules = RULES
    operations = operations.OPERATIONS
    bucket_operations: Mapping[tuple[str, str], str] = {("GET", "bucketInfo"): "GetBucketInfo", **BUCKET_OPERATIONS}
    object_operations: Mapping[tuple[str, str], str] = {
        ("GET", "symlink"): "GetSymlink",
        ("PUT", "symlink"): "PutSymlink",
        ("POST", "append"): "AppendObject",
        ("HEAD", "objectMeta"): "GetObjectMeta",
        **OBJECT_OPERATIONS,
    }
    foreign = frozenset(
        """
        asyncFetch callback comp cors encryption inventory lifecycle live logging metaQuery policy publicAccessBlock
        qosInfo referer replication replicationLocation replicationProgress requestPayment resourceGroup sequential
        stat style transferAcceleration website worm x-oss-async-process x-oss-process
        """.split()  # noqa: SIM905 - reads as the table that it is
    )
    safe = ""
    orders: Mapping[str, str] = {
        "ListBucketResult": (
            "Name Prefix Marker NextMarker Tokens MaxKeys Delimiter EncodingType IsTruncated Contents CommonPrefixes"
        ),
        "ListVersionsResult": (
            "Name Prefix KeyMarker VersionIdMarker Next MaxKeys Delimiter EncodingType IsTruncated"
            " Versions CommonPrefixes"
        ),
        "ListMultipartUploadsResult": (
            "EncodingType Bucket KeyMarker UploadIdMarker Next Prefix Delimiter MaxUploads IsTruncated"
            " Uploads CommonPrefixes"
        ),
        "Upload": "Key UploadId StorageClass Initiated",
        "ListPartsResult": (
            "EncodingType Bucket Key UploadId StorageClass PartNumberMarker Next MaxParts IsTruncated Parts"
        ),
    }
    encryptions: Mapping[str, str] = {name: name for name in ENCRYPTIONS}
    anonymous_message = "Anonymous access is forbidden for this operation."
    policy_message = "The policy of this key does not allow the operation."
    part_number_message = "Part number must be an integer between 1 and {}, inclusive."
    empty_version_message = "The version id is empty."
    not_archived = ("OperationNotSupported", "The operation is not supported for this resource")
    exists_code = "FileAlreadyExists"
    wrong_md5_code = "InvalidDigest"
    upper_case_etags = True
    encodes_all_answers = True
    quiet_is_empty = True
    always_next_upload = True

    # ------------------------------------------------------------ requests

    def address(self, head: Head, world: World, settings: Settings) -> Address:
        """The bucket stands in the host (`bucket.oss-cn-hangzhou.aliyuncs.com`, a custom domain, any host whose first
        label is a bucket), or first in the path when the host is an IP address or localhost ("Access OSS").
        """
        host, rest = head.host, head.path.removeprefix("/")
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

    def endpoint_host(self, bucket: str, region: str) -> str:
        return f"oss-{region}.aliyuncs.com"

    def verify(self, call: Call) -> Proof | None:
        address, head = call.address, call.head
        signed = Signed(head.method, call.bucket, address.key, call.pairs, head.headers, address.region)
        key = verify(signed, call.world.keys, call.now)
        return Proof(key) if key else None

    def check_known(self, call: Call) -> None:
        if call.address.refused:
            raise OssError("SecondLevelDomainForbidden")
        if not call.operation:
            raise OssError("MethodNotAllowed", headers={"Allow": "GET, HEAD, PUT, POST, DELETE"})

    def denied(self) -> OssError:
        return OssError("AccessDenied", "You have no right to access this object because of bucket acl.")

    def elsewhere(self, call: Call, bucket: Bucket) -> OssError:
        message = (
            "The bucket you are attempting to access must be addressed using the specified endpoint."
            " Please send all future requests to this endpoint."
        )
        return OssError(
            "AccessDenied", message, extra={"Bucket": bucket.name, "Endpoint": endpoint(call, bucket.region)}
        )

    def error_body(self, error: VendorError, call: Call, request_id: str) -> bytes:
        fields = {"Code": error.code, "Message": error.message, "RequestId": request_id, "HostId": call.header("host")}
        fields |= error.extra
        if error.fine:
            fields["EC"] = error.fine
        return document("Error", (element(name, value) for name, value in fields.items()))

    def error_headers(self, error: VendorError, call: Call, body: bytes) -> Headers:
        """A HEAD carries the XML in a header."""
        headers = [("x-oss-ec", error.fine)] if error.fine else []
        if call.head.method == "HEAD" and error.status != 304:
            headers.append(("x-oss-err", base64.b64encode(body).decode()))
        return headers

    def request_id(self, fresh: str) -> str:
        return fresh[:24]

    def second_id(self, request_id: str) -> tuple[str, str]:
        return "x-oss-server-time", "1"

    def check_body(self, call: Call) -> tuple[str, str]:
        super().check_body(call)
        given = call.own("hash-crc64ecma")
        if given and given != str(call.content.crc64()):
            raise OssError("InvalidCRC64")
        return "", ""

    def check_xml_body(self, call: Call) -> None:
        if call.operation == "DeleteMultipleObjects" and not call.header("content-md5"):
            raise OssError("MissingArgument", extra={"ArgumentName": "Content-MD5"})
        self.check_body(call)

    # ------------------------------------------------------------ limits

    def is_bucket_name(self, name: str) -> bool:
        return is_bucket_name(name)

    def check_key(self, key: str) -> None:
        check_key(key)

    def check_tags(self, tags: Iterable[tuple[str, str]]) -> dict[str, str]:
        return check_tags(tags)

    def check_user_metadata(self, user: Mapping[str, str]) -> None:
        check_user_metadata(user)

    def restore_days(self, call: Call, version: Version) -> int:
        """A tier that the storage class has not is refused; no page names the error for it."""
        if not call.content.length:
            return 1
        tree = self.xml_body(call, "RestoreRequest")
        tier, days = tree.findtext("JobParameters/Tier"), whole_number(tree.findtext("Days", "1").strip())
        if days is None or tier not in (None, *RULES.tiers[version.storage_class]):
            raise OssError("MalformedXML")
        if not 1 <= days <= RESTORE_DAYS[version.storage_class]:
            raise OssError.argument("Days", str(days), "Days is out of range.")
        return days

    def count_of(self, call: Call, name: str, default: int, most: int) -> int:
        text = call.param(name)
        count = whole_number(text) if text else default
        if count is None or (text and count > most):
            raise OssError.argument(name, text, f"Argument {name} must be an integer between 0 and {most}.")
        return count

    # ------------------------------------------------------------ objects

    def facts(self, call: Call, version: Version, owner: str) -> Iterator[str]:
        yield element("LastModified", iso_date(version.modified))
        yield element("ETag", self.etag(version.etag))
        yield element("Type", _KINDS[version.kind])
        yield element("Size", str(version.content.length))
        yield element("StorageClass", version.storage_class)
        if version.archived and version.archive_state(call.now) is not ArchiveState.FROZEN:
            ongoing = version.archive_state(call.now) is ArchiveState.RESTORING
            yield element("RestoreInfo", f'ongoing-request="{str(ongoing).lower()}"')
        yield owner

    def part_facts(self, upload: Upload, part: Part, size: str) -> list[str]:
        return [element("HashCrc64ecma", str(part.content.crc64())), size]

    def storage_class(self, call: Call, bucket: Bucket) -> str:
        """The class that the request states, else the bucket's."""
        wanted = call.own("storage-class") or bucket.storage_class
        return self.check_word("x-oss-storage-class", wanted, STORAGE_CLASSES)

    def named_marker(self, call: Call, version: Version) -> OssError:
        return OssError("MethodNotAllowed", headers={"Allow": "DELETE", **self.marker_headers(version)})

    def as_read(self, bucket: Bucket, version: Version) -> Version:
        """A symlink has headers of its own, but the ETag and bytes of its target (HeadObject)."""
        target = followed(bucket, version)
        return version if target is version else replace(version, etag=target.etag, content=target.content)

    def requested_span(self, call: Call, size: int) -> tuple[int, int] | None:
        """GetObject: a Range that is not valid is ignored and the whole object comes with 200.

        The page counts a last byte beyond the end as not valid; with x-oss-range-behavior: standard it is clipped, or
        answered with 416.
        """
        text = call.header("range")
        if call.own("range-behavior") != "standard":
            return span_inside(text, size)
        try:
            return span_clipped(text, size)
        except UnsatisfiableError as error:
            raise OssError("InvalidRange", extra={"ActualObjectSize": str(size), "RangeHeader": text}) from error

    def own_headers(self, version: Version) -> Headers:
        headers = [("x-oss-object-type", _KINDS[version.kind]), ("x-oss-storage-class", version.storage_class)]
        if version.md5 and version.kind is Kind.NORMAL:
            headers.append(("Content-MD5", base64.b64encode(version.md5).decode()))
        return headers + self.append_headers(version)

    def lock_headers(self, version: Version) -> Headers:
        """The retention of single objects, as the vendor's client reads it (alibabacloud-oss-v2, HeadObjectResult)."""
        return [("x-oss-object-worm-" + name, value) for name, value in version.lock.items()]

    def acl_answer(self, owner: str, acl: str, headers: Headers) -> Answer:
        """The Grant is one word."""
        grants = group("AccessControlList", [element("Grant", acl)])
        return xml_answer("AccessControlPolicy", [self.owner_element(owner), grants], headers=headers)

    def object_acl_answer(self, bucket: Bucket, version: Version) -> Answer:
        return self.acl_answer(bucket.owner, version.acl, self.version_header(version, bucket))

    def with_acl(self, call: Call, bucket: Bucket, version: Version) -> Version:
        """Changes the object's date, unlike tags."""
        acl = self.check_word(self.acl_header, call.header(self.acl_header), RULES.object_acls)
        return replace(version, acl=acl, modified=call.now)

    def weight(self, call: Call) -> int:
        return weight(call)


OSS = Oss()
