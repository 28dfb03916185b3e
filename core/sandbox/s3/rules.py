"""What S3 allows, from the vendor's text: the sandbox's own table, apart from the client's.

Sources are Amazon's API model of 2026 (the texts of the operations), the S3 Developer Guide of 2021, and the API
Reference. Sizes are bytes. Where no text names the error, the comment says which one was chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from core.sandbox.s3.errors import S3Error

KIB, MIB, GIB, TIB = 1 << 10, 1 << 20, 1 << 30, 1 << 40

COPY_MAX = 5 * GIB  # CopyObject: up to 5 GB in a single operation
PUT_MAX = 5 * GIB  # Developer Guide, Uploading objects
PART_MIN = 5 * MIB  # Multipart upload limits: every part but the last; checked by CompleteMultipartUpload
PART_MAX = 5 * GIB  # Multipart upload limits
PART_NUMBER_MAX = 10_000  # Multipart upload limits
RANGE_SOURCE_MIN = 5 * MIB  # UploadPartCopy: a range only from a source greater than 5 MB
OBJECT_MAX = 50 * TIB  # Multipart upload limits, as the model of 2026 has them
KEY_MAX = 1024  # Developer Guide, Object key and metadata: bytes of UTF-8
USER_METADATA_MAX = 2 * KIB  # the same page: names and values together
LIST_MAX = 1000  # ListObjects, ListObjectVersions, ListParts, ListMultipartUploads: default; more is cut silently
BUCKETS_MAX = 10_000  # ListBuckets, max-buckets
DELETE_MAX_KEYS = 1000  # DeleteObjects
XML_BODY_MAX = 4 * MIB  # room for 10,000 parts with two checksums; no page gives a figure
TAGS_MAX, TAG_KEY_MAX, TAG_VALUE_MAX = 10, 128, 256  # Developer Guide, Object tagging: Unicode characters
CLOCK_SKEW_S = 900  # Developer Guide, Signing and authenticating REST requests
PRESIGN_MAX_S = 604_800  # API Reference, Authenticating requests: query parameters
HOME_REGION = "us-east-1"  # whose buckets have an empty LocationConstraint (GetBucketLocation)

STORAGE_CLASSES = frozenset(
    """
    STANDARD REDUCED_REDUNDANCY STANDARD_IA ONEZONE_IA INTELLIGENT_TIERING GLACIER DEEP_ARCHIVE GLACIER_IR
    """.split()  # noqa: SIM905 - reads as the table that it is
)
BUCKET_ACLS = ("private", "public-read", "public-read-write", "authenticated-read")
OBJECT_ACLS = (*BUCKET_ACLS, "aws-exec-read", "bucket-owner-read", "bucket-owner-full-control")
LOCK_MODES, LOCK_STATES = ("GOVERNANCE", "COMPLIANCE"), ("ON", "OFF")
ENCRYPTIONS = ("AES256", "aws:kms", "aws:kms:dsse")
TIERS: Mapping[str, tuple[str, ...]] = {  # RestoreObject
    "GLACIER": ("Expedited", "Standard", "Bulk"),
    "DEEP_ARCHIVE": ("Standard", "Bulk"),
}

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
    if size > USER_METADATA_MAX:
        sizes = {"Size": str(size), "MaxSizeAllowed": str(USER_METADATA_MAX)}
        raise S3Error("MetadataTooLarge", extra=sizes)


def check_word(name: str, value: str, allowed: Iterable[str], message: str = "") -> str:
    """One of the words that a header may hold."""
    if value not in allowed:
        raise S3Error.argument(name, value, message or f"The value specified for {name} is not valid.")
    return value


def is_text(value: str) -> bool:
    """Whether the bytes of a name or a value were UTF-8."""
    return not any("\ud800" <= letter <= "\udfff" for letter in value)
