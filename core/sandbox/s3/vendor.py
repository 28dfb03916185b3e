"""S3: how it names and writes things, what it refuses, and which operations it has. Amazon's API Reference.

Errors: "Error responses"; redirects: Developer Guide, "Request redirection".
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from core.sandbox.protocol.access import may, may_call
from core.sandbox.protocol.call import (
    BUCKET_OPERATIONS,
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
from core.sandbox.protocol.headers import CONTENT_HEADERS, Unmet, bare, http_date, iso_date, restore_state, unmet
from core.sandbox.protocol.markup import document, element, group, xml_answer
from core.sandbox.protocol.vendor import Headers, Vendor, VendorError
from core.sandbox.s3 import operations
from core.sandbox.s3.auth import Signed, verify
from core.sandbox.s3.body import check_checksum, check_has_checksum, take_body
from core.sandbox.s3.checksums import checksum_headers, element_name, shown_names
from core.sandbox.s3.copies import weight
from core.sandbox.s3.errors import S3Error
from core.sandbox.s3.grants import granted, grants_of, in_headers, in_tree, word_of
from core.sandbox.s3.locks import lock_headers, refuse_locked, stated_lock
from core.sandbox.s3.rules import (
    HOME_REGION,
    INT_MAX,
    RULES,
    STORAGE_CLASSES,
    check_key,
    check_tags,
    check_user_metadata,
    is_bucket_name,
)
from core.sandbox.settings import Settings
from core.sandbox.world import Bucket, Part, Upload, Version, World

_VENDOR_HOST = re.compile(
    r"(?:(?P<bucket>.+)\.)?s3(?:\.dualstack)?(?:[.-](?P<region>(?!dualstack|accelerate)[a-z0-9-]+))?"
    r"\.amazonaws\.com(?:\.cn)?"
)
#: Regions of a world that is named as OSS names its regions.
_REGION_NAMES = {"cn-hangzhou": HOME_REGION, "cn-shanghai": "eu-central-1"}
#: The world's words for what S3 has too; all other words are the same.
_CLASSES = {"STANDARD": "Standard", "STANDARD_IA": "IA", "GLACIER": "Archive", "DEEP_ARCHIVE": "DeepColdArchive"}
_CLASS_NAMES = {word: name for name, word in _CLASSES.items()} | {"ColdArchive": "GLACIER"}

_OF_TAGS = frozenset(("GetObjectTagging", "PutObjectTagging", "DeleteObjectTagging"))
_REDIRECT = "x-amz-website-redirect-location"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class S3(Vendor):
    """Amazon Simple Storage Service, and what other stores made of it."""

    name = "s3"
    prefix = "x-amz-"
    acl_header = "x-amz-acl"
    server = "AmazonS3"
    error = S3Error
    rules = RULES
    operations = operations.OPERATIONS
    bucket_operations: Mapping[tuple[str, str], str] = {("HEAD", ""): "HeadBucket", **BUCKET_OPERATIONS}
    foreign = frozenset(
        """
        abac accelerate analytics annotation attributes cors encryption intelligent-tiering inventory legal-hold
        lifecycle logging metadataConfiguration metadataTable metrics notification object-lock ownershipControls
        policy policyStatus publicAccessBlock renameObject replication requestPayment retention select session torrent
        website
        """.split()  # noqa: SIM905 - reads as the table that it is
    )
    namespace = "http://s3.amazonaws.com/doc/2006-03-01/"
    attributes = f'xmlns="{namespace}"'
    orders: Mapping[str, str] = {
        "ListBucketResult": (
            "Name Prefix Marker NextMarker Tokens MaxKeys Delimiter EncodingType IsTruncated Contents CommonPrefixes"
        ),
        "ListVersionsResult": (
            "Name Prefix KeyMarker VersionIdMarker Next MaxKeys Delimiter EncodingType IsTruncated"
            " Versions CommonPrefixes"
        ),
        "ListMultipartUploadsResult": (
            "Bucket KeyMarker UploadIdMarker Next Prefix Delimiter EncodingType MaxUploads IsTruncated"
            " Uploads CommonPrefixes"
        ),
        "Upload": "Key UploadId Owners StorageClass Initiated Checksum",
        "ListPartsResult": (
            "Bucket Key UploadId Owners StorageClass PartNumberMarker Next MaxParts IsTruncated Parts Checksum"
        ),
    }
    default_type = "binary/octet-stream"
    encryptions: Mapping[str, str] = {"AES256": "AES256", "aws:kms": "KMS", "aws:kms:dsse": "aws:kms:dsse"}
    default_encryption = "AES256"  # of every new object since January 2023 (Developer Guide, default encryption)
    encryption_message = "The encryption method specified is not supported"
    encryption_key_header = "server-side-encryption-aws-kms-key-id"
    takes_customer_keys = True
    policy_message = "The policy of this key does not allow: {}"
    word_message = "The value specified for {} is not valid."
    part_number_message = "Part number must be an integer between 1 and {}, inclusive"
    empty_version_message = "Version id cannot be the empty string"
    not_archived = ("InvalidObjectState", "Restore is not allowed for the object's current storage class")
    uploads_keep_bucket = False
    shows_empty_delimiter = False
    shows_empty_markers = False

    # ------------------------------------------------------------ requests

    def address(self, head: Head, world: World, settings: Settings) -> Address:
        """The bucket stands in the host (`bucket.s3.eu-central-1.amazonaws.com`, a custom domain, any host whose
        first label is a bucket), or first in the path (Developer Guide, "Virtual hosting of buckets").
        """
        rest, region = head.path.removeprefix("/"), head.region
        vendor = _VENDOR_HOST.fullmatch(head.host)
        if vendor is not None:
            asked = vendor["region"] or HOME_REGION
            region = next((one for one in world.regions if self.region_name(one) == asked), region)
        bucket = _bucket_in_host(head.host, vendor, world, settings)
        if bucket:
            return Address(bucket, decoded(rest) or None, region, vendor=vendor is not None)
        bucket, _, key = rest.partition("/")
        return Address(decoded(bucket), decoded(key) or None, region, vendor=vendor is not None)

    def endpoint_host(self, bucket: str, region: str) -> str:
        return f"{bucket}.s3.{self.region_name(region)}.amazonaws.com"

    def verify(self, call: Call) -> Proof | None:
        """A request may be signed for the endpoint's region, or for the bucket's, to which it is then redirected."""
        bucket = call.world.buckets.get(call.bucket)
        served = [bucket.region] if bucket else []
        regions = list(dict.fromkeys(map(self.region_name, (*served, call.address.region))))
        signed = Signed(call.head.method, decoded(call.head.path), call.pairs, call.head.headers, regions)
        return verify(signed, call.world.keys, call.now)

    def redirect_call(self, call: Call) -> None:
        """Let a bare address serve the region that the request is signed for, as the sandbox's ports have no names.

        The answer to a HEAD of a bucket elsewhere names only its region. For Amazon's hosts that is enough to find the
        endpoint; under a bare address a client can do no more than sign for it and ask again.
        """
        bucket, proof = call.world.buckets.get(call.bucket), call.proof
        if proof and bucket and not call.address.vendor and proof.region == self.region_name(bucket.region):
            call.address = replace(call.address, region=bucket.region)

    def check_known(self, call: Call) -> None:
        if not call.operation and any(name in self.foreign for name in call.query):
            message = "A query parameter you provided implies functionality that is not implemented"
            raise S3Error("NotImplemented", message)
        if not call.operation:
            raise S3Error("MethodNotAllowed", extra={"Method": call.head.method})
        if call.settings.refuse_tags and (call.operation in _OF_TAGS or "x-amz-tagging" in call.head.headers):
            raise S3Error("NotImplemented", extra={"Header": "tagging"})

    def check_allowed(self, call: Call, bucket: Bucket) -> None:
        expected = call.own("expected-bucket-owner")
        if not may_call(call, bucket) or (expected and expected != bucket.owner):
            raise S3Error("AccessDenied", headers=dict(self.listing_headers(bucket)))

    def elsewhere(self, call: Call, bucket: Bucket) -> S3Error:
        extra = {"Endpoint": endpoint(call, bucket.region), "Bucket": bucket.name}
        return S3Error("PermanentRedirect", extra=extra, headers=dict(self.listing_headers(bucket)))

    def error_body(self, error: VendorError, call: Call, request_id: str) -> bytes:
        fields = {"Code": error.code, "Message": error.message, **error.extra}
        fields |= {"RequestId": request_id, "HostId": request_id[::-1]}
        return document("Error", (element(name, value) for name, value in fields.items()))

    def request_id(self, fresh: str) -> str:
        return fresh[:16]

    def second_id(self, request_id: str) -> tuple[str, str]:
        return "x-amz-id-2", request_id[::-1]

    def take_body(self, call: Call) -> None:
        take_body(call)

    def check_body(self, call: Call) -> tuple[str, str]:
        super().check_body(call)
        return check_checksum(call)

    def check_xml_body(self, call: Call) -> None:
        """The checksums of CompleteMultipartUpload are those of the object, and some operations demand one."""
        if call.operation in ("DeleteMultipleObjects", "PutObjectTagging"):
            check_has_checksum(call)
        if call.operation != "CompleteMultipartUpload":
            self.check_body(call)

    # ------------------------------------------------------------ names and limits

    def region_name(self, region: str) -> str:
        return _REGION_NAMES.get(region, region)

    def is_bucket_name(self, name: str) -> bool:
        return is_bucket_name(name)

    def check_key(self, key: str) -> None:
        check_key(key)

    def check_tags(self, tags: Iterable[tuple[str, str]]) -> dict[str, str]:
        return check_tags(tags)

    def check_user_metadata(self, user: Mapping[str, str]) -> None:
        check_user_metadata(user)

    def too_large(self, size: int, most: int) -> S3Error:
        return S3Error("EntityTooLarge", extra={"ProposedSize": str(size), "MaxSizeAllowed": str(most)})

    def part_number_max(self, call: Call) -> int:
        return call.settings.part_number_max or RULES.part_number_max

    def restore_days(self, call: Call, version: Version) -> int:
        """The tier must be one of the storage class's."""
        tree = self.xml_body(call, "RestoreRequest")
        tier, tiers = tree.findtext("GlacierJobParameters/Tier", "Standard"), RULES.tiers
        message = "The tier is not valid for the storage class"
        self.check_word("Tier", tier, tiers[self.class_name(version.storage_class)], message)
        days = whole_number(tree.findtext("Days", "").strip())
        if not days:
            raise S3Error("MalformedXML")
        return days

    # ------------------------------------------------------------ listings

    def count_of(self, call: Call, name: str, default: int, most: int) -> int:
        """More than the most is taken for the most."""
        text = call.param(name)
        number = whole_number(text) if text else default
        if number is None or number > INT_MAX:
            raise S3Error.argument(name, text, f"Provided {name} not an integer or within integer range")
        return min(number, most)

    def encoding_type(self, call: Call, name: str = "EncodingType") -> list[str]:
        word = call.param("encoding-type")
        if word not in ("", "url"):
            raise S3Error.argument("encoding-type", word, "Invalid Encoding Method specified in Request")
        return super().encoding_type(call, name)

    def facts(self, call: Call, version: Version, owner: str) -> Iterator[str]:
        yield element("LastModified", iso_date(version.modified))
        yield element("ETag", self.etag(version.etag))
        algorithm, checksum_type = shown_names(version)
        if algorithm:
            yield element("ChecksumAlgorithm", algorithm)
            yield element("ChecksumType", checksum_type)
        yield element("Size", str(version.content.length))
        yield element("StorageClass", self.class_name(version.storage_class))
        if "restorestatus" in call.own("optional-object-attributes").lower() and version.ready is not None:
            restoring = call.now < version.ready
            yield group("RestoreStatus", [element("IsRestoreInProgress", str(restoring).lower())])
        yield owner

    def part_facts(self, upload: Upload, part: Part, size: str) -> list[str]:
        checksum = [element(element_name(upload.draft.checksum[0]), part.checksum)] if part.checksum else []
        return [size, *checksum]

    def checksum_kinds(self, draft: Version) -> list[str]:
        algorithm, checksum_type = draft.checksum
        return [element("ChecksumAlgorithm", algorithm), element("ChecksumType", checksum_type)] if algorithm else []

    def key_of_parts(self, call: Call) -> str:
        return call.key

    def tells_next_marker(self, call: Call) -> bool:
        """NextMarker comes only with a delimiter; without one the last key is the marker (ListObjects)."""
        return bool(call.param("delimiter"))

    def listing_headers(self, bucket: Bucket) -> Headers:
        return [("x-amz-bucket-region", self.region_name(bucket.region))]

    def is_stuck(self, call: Call) -> bool:
        return call.settings.stuck_markers

    # ------------------------------------------------------------ properties of objects

    def draft(self, call: Call, bucket: Bucket) -> Version:
        """With a redirect, which is a key of the same bucket after a slash, or an address elsewhere (PutObject)."""
        place = call.header(_REDIRECT)
        if place and not place.startswith(("/", "http://", "https://")):
            message = "The website redirect location must have a prefix of 'http://' or 'https://' or '/'."
            raise S3Error("InvalidRedirectLocation", message)
        return replace(super().draft(call, bucket), redirect=place, lock=stated_lock(call, bucket))

    def content_headers(self, call: Call) -> dict[str, str]:
        """aws-chunked is how the body came, and no property of the object."""
        given = super().content_headers(call)
        words = [word.strip() for word in given.pop("content-encoding", "").split(",")]
        encoding = ",".join(word for word in words if word not in ("", "aws-chunked"))
        return {**given, **({"content-encoding": encoding} if encoding else {})}

    def storage_class(self, call: Call, bucket: Bucket) -> str:
        """The world's word for the class that the request states, else for STANDARD."""
        name = call.own("storage-class") or "STANDARD"
        if name not in STORAGE_CLASSES:
            raise S3Error("InvalidStorageClass", extra={"StorageClassRequested": name})
        return _CLASSES.get(name, name)

    def class_name(self, word: str) -> str:
        return _CLASS_NAMES.get(word, word)

    def object_acl(self, call: Call, bucket: Bucket) -> str:
        return self._stated_acl(call, bucket) or "private"

    def _stated_acl(self, call: Call, bucket: Bucket) -> str:
        """A canned word, or grants; "" when the headers state none."""
        canned, grants = call.own("acl"), in_headers(call.head.headers)
        if canned and grants:
            raise S3Error("InvalidRequest", "Specifying both Canned ACLs and Header Grants is not allowed")
        if grants:
            return word_of(grants, bucket.owner)
        return self.check_word(self.acl_header, canned, RULES.object_acls) if canned else ""

    def with_acl(self, call: Call, bucket: Bucket, version: Version) -> Version:
        """A canned word, grants in headers, or a document: exactly one of them. The object's date stays."""
        self.check_body(call)
        word = self._stated_acl(call, bucket)
        if call.content.length:
            if word:
                raise S3Error("InvalidRequest", "An ACL in the headers and one in the body are not allowed together")
            word = word_of(in_tree(self.xml_body(call, "AccessControlPolicy")), bucket.owner)
        if not word:
            raise S3Error("MissingSecurityHeader", "Your request was missing a required header")
        return replace(version, acl=word)

    def acl_answer(self, owner: str, acl: str, headers: Headers) -> Answer:
        policy = [self.owner_element(owner), granted(grants_of(acl, owner))]
        return xml_answer("AccessControlPolicy", policy, self.attributes, headers)

    def check_target(self, call: Call, bucket: Bucket) -> None:
        """If-None-Match and If-Match of writes and of DeleteObject, which look at what is there."""
        none_match, match = call.header("if-none-match"), call.header("if-match")
        if none_match and none_match != "*":
            raise S3Error("NotImplemented", extra={"Header": "If-None-Match"})
        there = call.world.get(bucket.name, call.key)
        if none_match and there is not None:
            raise S3Error("PreconditionFailed", extra={"Condition": "If-None-Match"})
        if match and there is None:
            raise S3Error("NoSuchKey", extra={"Key": call.key})
        if match and there is not None and match != "*" and bare(match).upper() != there.etag:
            raise S3Error("PreconditionFailed", extra={"Condition": "If-Match"})

    def check_deletable(self, call: Call, bucket: Bucket, key: str, version_id: str | None) -> None:
        refuse_locked(bucket, key, version_id, call.now)

    def unmet(self, call: Call, version: Version, prefix: str = "") -> Unmet | None:
        """Of an ETag and a date the ETag decides (CopyObject; RFC 9110, 13.2.2)."""
        headers = dict(call.head.headers)
        for stronger, weaker in (("if-match", "if-unmodified-since"), ("if-none-match", "if-modified-since")):
            if prefix + stronger in headers:
                headers.pop(prefix + weaker, None)
        return unmet(headers, version.etag.lower(), version.modified, prefix=prefix)

    def named_marker(self, call: Call, version: Version) -> S3Error:
        headers = {"Allow": "DELETE", "Last-Modified": http_date(version.modified), **self.marker_headers(version)}
        return S3Error("MethodNotAllowed", headers=headers, extra={"Method": call.head.method})

    # ------------------------------------------------------------ answers about objects

    def written_headers(self, version: Version, bucket: Bucket) -> Headers:
        headers = [("ETag", self.etag(version.etag)), *checksum_headers(*version.checksum)]
        return headers + self.encryption_headers(version) + self.version_header(version, bucket)

    def shown_headers(self, call: Call, version: Version, bucket: Bucket) -> Headers:
        """Everything that HEAD and GET show of an object besides its length and checksum."""
        headers = [("ETag", self.etag(version.etag)), ("Last-Modified", http_date(version.modified))]
        headers += [("Accept-Ranges", "bytes"), *self.metadata_headers(version)]
        headers += [(_REDIRECT, version.redirect)] if version.redirect else []
        headers += lock_headers(call, version)
        name = self.class_name(version.storage_class)
        headers += [("x-amz-storage-class", name)] if name != "STANDARD" else []  # HeadObject
        if version.tags and may(call, "GetObjectTagging") and not call.settings.refuse_tags:
            headers.append(("x-amz-tagging-count", str(len(version.tags))))
        restore = restore_state(version, call.now)
        headers += [("x-amz-restore", restore)] if restore else []
        return headers + self.encryption_headers(version) + self.version_header(version, bucket)

    def metadata_headers(self, version: Version) -> Headers:
        """With how many entries no header can show (Developer Guide, Object key and metadata)."""
        headers = [(CONTENT_HEADERS[name], value) for name, value in version.headers.items()]
        shown = {name: value for name, value in version.user.items() if _CONTROL.search(value) is None}
        missing = len(version.user) - len(shown)
        counted = [("x-amz-missing-meta", str(missing))] if missing else []
        return [*headers, *(("x-amz-meta-" + name, _word(value)) for name, value in shown.items()), *counted]

    def weight(self, call: Call) -> int:
        return weight(call)


def _bucket_in_host(host: str, vendor: re.Match[str] | None, world: World, settings: Settings) -> str:
    """The bucket that a host names; "" when it stands in the path."""
    if vendor is not None:
        return vendor["bucket"] or ""
    if host in settings.domains:
        return settings.domains[host]
    label, _, others = host.partition(".")
    return label if others and not is_ip(host) and label in world.buckets else ""


def _word(value: str) -> str:
    """A metadata value; one outside of ASCII as a word of RFC 2047 (Developer Guide, Object key and metadata)."""
    if value.isascii():
        return value
    return f"=?UTF-8?B?{base64.b64encode(value.encode('utf-8', 'surrogateescape')).decode()}?="


S3_VENDOR = S3()
