"""What COS allows, from the vendor's text: the sandbox's own table, apart from the client's.

Sources are pages of the COS API and of "Specifications and Limits" (436/14518). Sizes are bytes; KB, MB and GB of
the pages are powers of 1024. Where a page does not name the error, the comment says which one was chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from core.sandbox.cos.errors import CosError
from core.sandbox.protocol.headers import is_text
from core.sandbox.protocol.vendor import Rules

KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30

COPY_MAX = 5 * GIB  # PUT Object - Copy; no code is named, EntityTooLarge is taken
KEY_MAX = 850  # Object Overview: bytes of UTF-8
BUCKETS_LIST_MAX = 2000  # GET Service: default and most
TAGS_MAX = 10  # PUT Object tagging
CLOCK_SKEW_S = 900  # Error Codes: RequestTimeTooSkewed

DIRECTIVES = ("Copy", "Replaced")

RULES = Rules(
    put_max=5 * GIB,  # PUT Object
    part_min=MIB,  # Complete Multipart Upload: every part but the last
    part_max=5 * GIB,  # Upload Part, Upload Part - Copy
    part_number_max=10_000,  # Upload Part
    object_max=50_000 * GIB,  # Specifications and Limits: 48.82 TB
    user_metadata_max=2 * KIB,  # PUT Object - Copy: all together
    list_default=1000,  # GET Bucket, GET Bucket Object versions, List Parts, List Multipart Uploads
    list_max=1000,  # the same
    part_marker_max=10_000,  # List Parts
    delete_max_keys=1000,  # DELETE Multiple Objects; MalformedXML is taken
    delete_body_max=2 * MIB,  # DELETE Multiple Objects
    xml_body_max=4 * MIB,  # room for 10,000 parts; no page gives a figure
    bucket_acls=("private", "public-read", "public-read-write"),
    object_acls=("default", "private", "public-read"),
    tiers={
        "ARCHIVE": ("Expedited", "Standard", "Bulk"),
        "DEEP_ARCHIVE": ("Standard", "Bulk"),
    },
)

_BUCKET_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?")
_META_NAME = re.compile(r"[a-z0-9-]+")
_REFUSED_IN_KEYS = frozenset("\x18\x19\x1a\x1b")  # Object Overview


def is_bucket_name(name: str) -> bool:
    """Whether a name, without the APPID, follows the naming rules (PUT Bucket)."""
    return _BUCKET_NAME.fullmatch(name) is not None


def check_key(key: str) -> None:
    """Object Overview: 1 to 850 bytes of UTF-8, some control characters refused. A slash may come first."""
    if len(key.encode("utf-8", "surrogateescape")) > KEY_MAX:
        raise CosError("KeyTooLong")
    if not key or not is_text(key) or _REFUSED_IN_KEYS & set(key):
        raise CosError("InvalidObjectName")


def check_tags(tags: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Up to ten tags, each name once. No page names the code; InvalidTag is taken."""
    checked: dict[str, str] = {}
    for name, value in tags:
        if not name or name in checked:
            raise CosError("InvalidTag")
        checked[name] = value
    if len(checked) > TAGS_MAX:
        raise CosError("InvalidTag", "The number of tags is over the limit.")
    return checked


def check_user_metadata(user: Mapping[str, str]) -> None:
    """PUT Object: letters, digits and "-"; 2 KB in all. No page names the code; InvalidArgument is taken."""
    for name, value in user.items():
        if not _META_NAME.fullmatch(name):
            raise CosError("InvalidArgument", f"The name of the metadata x-cos-meta-{name} is not valid.")
        if not is_text(value):
            raise CosError("InvalidArgument", f"The value of the metadata x-cos-meta-{name} is not UTF-8.")
    if sum(len(name) + len(value.encode()) for name, value in user.items()) > RULES.user_metadata_max:
        raise CosError("InvalidArgument", "The user metadata is larger than 2 KB.")
