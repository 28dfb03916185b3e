"""What OSS allows, from the vendor's text: the sandbox's own table, apart from the client's.

Sources are pages of the OSS API Reference (2021-07 unless another state is named) and of the Developer Guide.
Sizes are bytes. Where a page does not name the error, the comment says which one was chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from core.sandbox.oss.errors import OssError

KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30

COPY_MAX = GIB  # CopyObject, 2019 and 2021: objects below 1 GB
COPY_MAX_SAME_CLASS = 5 * GIB  # CopyObject, 2024: another bucket, class unchanged
PUT_MAX = 5 * GIB  # PutObject
PART_MIN = 100 * KIB  # UploadPart: every part but the last; checked when the upload is completed
PART_MAX = 5 * GIB  # UploadPart
PART_NUMBER_MAX = 10_000  # UploadPart
MULTIPART_MAX = 53_656_167_435_468  # Product Introduction, Limits: 48.8 TB
KEY_MAX = 1023  # Developer Guide, Object naming conventions: bytes of UTF-8
USER_METADATA_MAX = 8 * KIB  # PutObject: names and values together
LIST_DEFAULT, LIST_MAX = 100, 1000  # GetBucket, GetBucketV2, GetBucketVersions, GetService
PARTS_LIST_MAX = 1000  # ListParts, ListMultipartUploads: default and most
DELETE_MAX_KEYS, DELETE_MAX_BODY = 1000, 2 * MIB  # DeleteMultipleObjects
XML_BODY_MAX = 4 * MIB  # room for 10,000 parts in CompleteMultipartUpload; no page gives a figure
TAGS_MAX, TAG_KEY_MAX, TAG_VALUE_MAX = 10, 128, 256  # PutObjectTagging
CLOCK_SKEW_S = 900  # Troubleshooting, HTTP 403: RequestTimeTooSkewed
PRESIGN_V4_MAX_S = 604_800  # seven days; in the SDKs, on no page that could be read

STORAGE_CLASSES = ("Standard", "IA", "Archive", "ColdArchive", "DeepColdArchive")
BUCKET_ACLS = ("private", "public-read", "public-read-write")
OBJECT_ACLS = ("default", *BUCKET_ACLS)
ENCRYPTIONS = ("AES256", "KMS", "SM4")
#: RestoreObject (2024): how fast, where there is a choice, and for how many days at most.
TIERS: Mapping[str, tuple[str, ...]] = {
    "Archive": (),
    "ColdArchive": ("Expedited", "Standard", "Bulk"),
    "DeepColdArchive": ("Expedited", "Standard"),
}
RESTORE_DAYS: Mapping[str, int] = {"Archive": 7, "ColdArchive": 365, "DeepColdArchive": 365}

_BUCKET_NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")
_TAG = re.compile(r"[A-Za-z0-9 +\-=._:/]*")
_META_NAME = re.compile(r"[a-z0-9-]+")


def is_bucket_name(name: str) -> bool:
    """Whether a name follows the bucket naming conventions."""
    return _BUCKET_NAME.fullmatch(name) is not None


def check_key(key: str) -> None:
    """Object naming conventions: 1 to 1023 bytes of UTF-8, no slash or backslash first."""
    if not key or len(key.encode("utf-8", "surrogateescape")) > KEY_MAX or key[0] in "/\\" or not _is_text(key):
        raise OssError("InvalidObjectName", extra={"ObjectName": key})


def check_tags(tags: Iterable[tuple[str, str]]) -> dict[str, str]:
    """PutObjectTagging; the page names InvalidTag for characters, it is taken here for the count and sizes too."""
    checked: dict[str, str] = {}
    for name, value in tags:
        too_long = len(name.encode()) > TAG_KEY_MAX or len(value.encode()) > TAG_VALUE_MAX
        if not name or too_long or name in checked or not (_TAG.fullmatch(name) and _TAG.fullmatch(value)):
            raise OssError("InvalidTag")
        checked[name] = value
    if len(checked) > TAGS_MAX:
        raise OssError("InvalidTag", "The number of tags is over the limit.")
    return checked


def check_user_metadata(user: Mapping[str, str]) -> None:
    """PutObject: letters, digits and "-"; 8 KB in all. No page names the code; InvalidArgument is taken."""
    for name, value in user.items():
        if not _META_NAME.fullmatch(name):
            raise OssError.argument("x-oss-meta-" + name, value, "The user metadata name is not valid.")
        if not _is_text(value):
            raise OssError.argument("x-oss-meta-" + name, "", "The user metadata value is not UTF-8.")
    if sum(len(name) + len(value.encode()) for name, value in user.items()) > USER_METADATA_MAX:
        raise OssError("InvalidArgument", "The user metadata is larger than 8 KB.")


def check_word(name: str, value: str, allowed: tuple[str, ...]) -> str:
    """One of the words that a header may hold."""
    if value not in allowed:
        raise OssError.argument(name, value, f"The value of {name} is not valid.")
    return value


def _is_text(value: str) -> bool:
    """Whether the bytes of a name or a value were UTF-8."""
    return not any("\ud800" <= letter <= "\udfff" for letter in value)
