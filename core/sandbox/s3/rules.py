"""What S3 allows, from the vendor's text: the sandbox's own table, apart from the client's.

Sources are Amazon's API model of 2026 (the texts of the operations), the S3 Developer Guide of 2021, and the API
Reference. Sizes are bytes. Where no text names the error, the comment says which one was chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from core.sandbox.protocol.headers import is_text
from core.sandbox.protocol.vendor import Rules
from core.sandbox.s3.errors import S3Error

KIB, MIB, GIB, TIB = 1 << 10, 1 << 20, 1 << 30, 1 << 40

COPY_MAX = 5 * GIB  # CopyObject: up to 5 GB in a single operation
RANGE_SOURCE_MIN = 5 * MIB  # UploadPartCopy: a range only from a source greater than 5 MB
KEY_MAX = 1024  # Developer Guide, Object key and metadata: bytes of UTF-8
BUCKETS_MAX = 10_000  # ListBuckets, max-buckets
TAGS_MAX, TAG_KEY_MAX, TAG_VALUE_MAX = 10, 128, 256  # Developer Guide, Object tagging: Unicode characters
CLOCK_SKEW_S = 900  # Developer Guide, Signing and authenticating REST requests
PRESIGN_MAX_S = 604_800  # API Reference, Authenticating requests: query parameters
HOME_REGION = "us-east-1"  # whose buckets have an empty LocationConstraint (GetBucketLocation)
INT_MAX = 2**31 - 1  # of every number in a query

STORAGE_CLASSES = frozenset(
    """
    STANDARD REDUCED_REDUNDANCY STANDARD_IA ONEZONE_IA INTELLIGENT_TIERING GLACIER DEEP_ARCHIVE GLACIER_IR
    """.split()  # noqa: SIM905 - reads as the table that it is
)
LOCK_MODES, LOCK_STATES = ("GOVERNANCE", "COMPLIANCE"), ("ON", "OFF")

_BUCKET_ACLS = ("private", "public-read", "public-read-write", "authenticated-read")
_XML_BODY_MAX = 4 * MIB  # room for 10,000 parts with two checksums; no page gives a figure

RULES = Rules(
    put_max=5 * GIB,  # Developer Guide, Uploading objects
    part_min=5 * MIB,  # Multipart upload limits: every part but the last; checked by CompleteMultipartUpload
    part_max=5 * GIB,  # Multipart upload limits
    part_number_max=10_000,  # Multipart upload limits
    object_max=50 * TIB,  # Multipart upload limits, as the model of 2026 has them
    user_metadata_max=2 * KIB,  # Developer Guide, Object key and metadata: names and values together
    list_default=1000,  # ListObjects, ListObjectVersions, ListParts, ListMultipartUploads
    list_max=1000,  # the same; more is cut silently
    part_marker_max=INT_MAX,
    delete_max_keys=1000,  # DeleteObjects
    delete_body_max=_XML_BODY_MAX,
    xml_body_max=_XML_BODY_MAX,
    bucket_acls=_BUCKET_ACLS,
    object_acls=(*_BUCKET_ACLS, "aws-exec-read", "bucket-owner-read", "bucket-owner-full-control"),
    tiers={  # RestoreObject
        "GLACIER": ("Expedited", "Standard", "Bulk"),
        "DEEP_ARCHIVE": ("Standard", "Bulk"),
    },
)

_BUCKET_NAME = re.compile(r"(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9](?!.*\.\.)[a-z0-9.-]{1,61}[a-z0-9]")


def is_bucket_name(name: str) -> bool:
    """Whether a name follows the bucket naming rules."""
    return _BUCKET_NAME.fullmatch(name) is not None


def check_key(key: str) -> None:
    """1 to 1024 bytes of UTF-8. Anything goes, slashes and dots as well."""
    if len(key.encode("utf-8", "surrogateescape")) > KEY_MAX:
        size = str(len(key.encode("utf-8", "surrogateescape")))
        raise S3Error("KeyTooLongError", extra={"Size": size, "MaxSizeAllowed": str(KEY_MAX)})
    if not key or not is_text(key):
        raise S3Error("InvalidArgument", "Couldn't parse the specified URI.")


def check_tags(tags: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Developer Guide, Object tagging. Live answers are known as InvalidTag and, for too many, as BadRequest."""
    checked: dict[str, str] = {}
    for name, value in tags:
        if not 1 <= len(name) <= TAG_KEY_MAX:
            raise S3Error("InvalidTag", "The TagKey you have provided is invalid", extra={"TagKey": name})
        if len(value) > TAG_VALUE_MAX:
            raise S3Error("InvalidTag", "The TagValue you have provided is invalid", extra={"TagValue": value})
        if name in checked:
            raise S3Error("InvalidTag", "Cannot provide multiple Tags with the same key", extra={"TagKey": name})
        checked[name] = value
    if len(checked) > TAGS_MAX:
        raise S3Error("BadRequest", "Object tags cannot be greater than 10")
    return checked


def check_user_metadata(user: Mapping[str, str]) -> None:
    size = sum(len(name.encode()) + len(value.encode("utf-8", "surrogateescape")) for name, value in user.items())
    if size > RULES.user_metadata_max:
        sizes = {"Size": str(size), "MaxSizeAllowed": str(RULES.user_metadata_max)}
        raise S3Error("MetadataTooLarge", extra=sizes)
