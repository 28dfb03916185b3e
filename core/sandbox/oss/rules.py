"""What OSS allows, from the vendor's text: the sandbox's own table, apart from the client's.

Sources are pages of the OSS API Reference (2021-07 unless another state is named) and of the Developer Guide.
Sizes are bytes. Where a page does not name the error, the comment says which one was chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from core.sandbox.oss.errors import OssError
from core.sandbox.protocol.headers import is_text
from core.sandbox.protocol.vendor import Rules

KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30

COPY_MAX = GIB  # CopyObject, 2019 and 2021: objects below 1 GB
COPY_MAX_SAME_CLASS = 5 * GIB  # CopyObject, 2024: another bucket, class unchanged
KEY_MAX = 1023  # Developer Guide, Object naming conventions: bytes of UTF-8
TAGS_MAX, TAG_KEY_MAX, TAG_VALUE_MAX = 10, 128, 256  # PutObjectTagging
CLOCK_SKEW_S = 900  # Troubleshooting, HTTP 403: RequestTimeTooSkewed
PRESIGN_V4_MAX_S = 604_800  # seven days; in the SDKs, on no page that could be read

STORAGE_CLASSES = ("Standard", "IA", "Archive", "ColdArchive", "DeepColdArchive")
ENCRYPTIONS = ("AES256", "KMS", "SM4")
RESTORE_DAYS: Mapping[str, int] = {"Archive": 7, "ColdArchive": 365, "DeepColdArchive": 365}  # RestoreObject (2024)

_BUCKET_ACLS = ("private", "public-read", "public-read-write")

RULES = Rules(
    put_max=5 * GIB,  # PutObject
    part_min=100 * KIB,  # UploadPart: every part but the last; checked when the upload is completed
    part_max=5 * GIB,  # UploadPart
    part_number_max=10_000,  # UploadPart
    object_max=53_656_167_435_468,  # Product Introduction, Limits: 48.8 TB
    user_metadata_max=8 * KIB,  # PutObject: names and values together
    list_default=100,  # GetBucket, GetBucketV2, GetBucketVersions, GetService
    list_max=1000,  # the same; ListParts and ListMultipartUploads: default too
    part_marker_max=10_000,  # ListParts
    delete_max_keys=1000,  # DeleteMultipleObjects
    delete_body_max=2 * MIB,  # DeleteMultipleObjects
    xml_body_max=4 * MIB,  # room for 10,000 parts in CompleteMultipartUpload; no page gives a figure
    bucket_acls=_BUCKET_ACLS,
    object_acls=("default", *_BUCKET_ACLS),
    tiers={  # RestoreObject (2024): how fast, where there is a choice
        "Archive": (),
        "ColdArchive": ("Expedited", "Standard", "Bulk"),
        "DeepColdArchive": ("Expedited", "Standard"),
    },
)

_BUCKET_NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")
_TAG = re.compile(r"[A-Za-z0-9 +\-=._:/]*")
_META_NAME = re.compile(r"[a-z0-9-]+")


def is_bucket_name(name: str) -> bool:
    """Whether a name follows the bucket naming conventions."""
    return _BUCKET_NAME.fullmatch(name) is not None


def check_key(key: str) -> None:
    """Object naming conventions: 1 to 1023 bytes of UTF-8, no slash or backslash first."""
    if not key or len(key.encode("utf-8", "surrogateescape")) > KEY_MAX or key[0] in "/\\" or not is_text(key):
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
        if not is_text(value):
            raise OssError.argument("x-oss-meta-" + name, "", "The user metadata value is not UTF-8.")
    if sum(len(name) + len(value.encode()) for name, value in user.items()) > RULES.user_metadata_max:
        raise OssError("InvalidArgument", "The user metadata is larger than 8 KB.")
