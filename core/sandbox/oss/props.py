"""Properties of objects on the wire: from request headers into a `Version`, and back into answer headers.

It knows which headers belong to an object, and conditions. Pages: PutObject, HeadObject,
GetObject, CopyObject of the OSS API Reference.
"""

from __future__ import annotations

import base64

from core.sandbox.call import Call
from core.sandbox.conditions import unmet
from core.sandbox.etags import quoted
from core.sandbox.extents import Content
from core.sandbox.headers import CONTENT_HEADERS, given_content_headers, http_date, prefixed, restore_state
from core.sandbox.oss.errors import OssError
from core.sandbox.oss.rules import (
    ENCRYPTIONS,
    OBJECT_ACLS,
    STORAGE_CLASSES,
    check_tags,
    check_user_metadata,
    check_word,
)
from core.sandbox.rights import may
from core.sandbox.tagging import tags_in_header
from core.sandbox.world import Bucket, Kind, Version, Versioning

_KINDS = {Kind.NORMAL: "Normal", Kind.MULTIPART: "Multipart", Kind.APPENDABLE: "Appendable", Kind.SYMLINK: "Symlink"}
_META = "x-oss-meta-"


def kind_word(version: Version) -> str:
    return _KINDS[version.kind]


# ---------------------------------------------------------------- from a request


def draft(call: Call, bucket: Bucket) -> Version:
    """A version with the properties that the request states, and with the defaults for what it does not."""
    return Version(
        Content(),
        "",
        call.now,
        storage_class(call, bucket),
        headers=content_headers(call),
        user=user_metadata(call),
        tags=tags_of(call),
        acl=acl_of(call),
        encryption=encryption_of(call),
    )


def content_headers(call: Call) -> dict[str, str]:
    """PutObject: Content-Type falls back to application/octet-stream."""
    return {"content-type": "application/octet-stream", **given_content_headers(call.head.headers)}


def user_metadata(call: Call) -> dict[str, str]:
    user = prefixed(call.head.headers, _META)
    check_user_metadata(user)
    return user


def tags_of(call: Call) -> dict[str, str]:
    """x-oss-tagging: percent-encoded pairs joined by "&"."""
    return check_tags(tags_in_header(call.header("x-oss-tagging")))


def acl_of(call: Call) -> str:
    return check_word("x-oss-object-acl", call.header("x-oss-object-acl") or "default", OBJECT_ACLS)


def storage_class(call: Call, bucket: Bucket) -> str:
    """The class that the request states, else the bucket's."""
    return check_word(
        "x-oss-storage-class", call.header("x-oss-storage-class") or bucket.storage_class, STORAGE_CLASSES
    )


def encryption_of(call: Call) -> tuple[str, str]:
    algorithm = call.header("x-oss-server-side-encryption")
    if not algorithm:
        return "", ""
    check_word("x-oss-server-side-encryption", algorithm, ENCRYPTIONS)
    return algorithm, call.header("x-oss-server-side-encryption-key-id")


def check_create_only(call: Call, bucket: Bucket, key: str) -> None:
    """x-oss-forbid-overwrite; it has no effect where versioning is or was on (PutObject, CopyObject)."""
    if call.flag("x-oss-forbid-overwrite"):
        refuse_existing(bucket, key)


def refuse_existing(bucket: Bucket, key: str) -> None:
    if bucket.versioning is Versioning.NEVER and bucket.newest(key) is not None:
        raise OssError("FileAlreadyExists", extra={"ObjectName": key})


# ---------------------------------------------------------------- conditions


def check_conditions(call: Call, version: Version, prefix: str) -> None:
    """The four conditions of GET (prefix "") and of copies (prefix "x-oss-copy-source-").

    A condition that demands sameness answers 412, one that demands a difference answers 304 without a body
    (CopyObject; the Chinese UploadPartCopy page, where the old English one says 412 for all).
    """
    missed = unmet(call.head.headers, version.etag, version.modified, prefix=prefix)
    if missed is None:
        return
    if missed.unchanged:
        unchanged = {"ETag": quoted(version.etag), "Last-Modified": http_date(version.modified)}
        raise OssError("NotModified", headers=unchanged)
    raise OssError("PreconditionFailed", extra={"Condition": missed.condition})


# ---------------------------------------------------------------- into an answer


def basic_headers(version: Version, bucket: Bucket) -> list[tuple[str, str]]:
    """What GetObjectMeta shows, and every other answer about an object too."""
    headers = [("ETag", quoted(version.etag)), ("Last-Modified", http_date(version.modified))]
    if version.shows_crc:
        headers.append(("x-oss-hash-crc64ecma", str(version.content.crc64())))
    return headers + version_header(version, bucket)


def version_header(version: Version, bucket: Bucket) -> list[tuple[str, str]]:
    return [] if bucket.versioning is Versioning.NEVER else [("x-oss-version-id", version.id)]


def shown_headers(call: Call, version: Version, bucket: Bucket) -> list[tuple[str, str]]:
    """Everything that HEAD and GET show of an object besides its length."""
    headers = basic_headers(version, bucket)
    headers += [(CONTENT_HEADERS[name], value) for name, value in version.headers.items()]
    headers += [(_META + name, value) for name, value in version.user.items()]
    headers += [("x-oss-object-type", kind_word(version)), ("x-oss-storage-class", version.storage_class)]
    if version.md5 and version.kind is Kind.NORMAL:
        headers.append(("Content-MD5", base64.b64encode(version.md5).decode()))
    if version.kind is Kind.APPENDABLE:
        headers.append(("x-oss-next-append-position", str(version.content.length)))
    restore = restore_state(version, call.now)
    restored = [("x-oss-restore", restore)] if restore else []
    if version.tags and may(call, "GetObjectTagging"):
        headers.append(("x-oss-tagging-count", str(len(version.tags))))
    # The retention of single objects, as the vendor's client reads it (alibabacloud-oss-v2, HeadObjectResult).
    headers += [("x-oss-object-worm-" + name, value) for name, value in version.lock.items()]
    return headers + _encryption_headers(version.encryption) + restored


def _encryption_headers(encryption: tuple[str, str]) -> list[tuple[str, str]]:
    algorithm, key_id = encryption
    if not algorithm:
        return []
    named = [("x-oss-server-side-encryption-key-id", key_id)] if key_id else []
    return [("x-oss-server-side-encryption", algorithm), *named]
