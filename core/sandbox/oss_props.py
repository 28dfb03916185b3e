"""Properties of objects on the wire: from request headers into a `Version`, and back into answer headers.

It knows which headers belong to an object, conditions, and how dates are written. Pages: PutObject, HeadObject,
GetObject, CopyObject of the OSS API Reference.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import formatdate, parsedate_to_datetime
from urllib.parse import parse_qsl

from core.sandbox.extents import Content
from core.sandbox.oss_access import may
from core.sandbox.oss_call import Call
from core.sandbox.oss_errors import OssError
from core.sandbox.rules_oss import (
    ENCRYPTIONS,
    FROZEN_CLASSES,
    OBJECT_ACLS,
    STORAGE_CLASSES,
    check_tags,
    check_user_metadata,
    check_word,
)
from core.sandbox.world import Bucket, Kind, Thaw, Version, Versioning

#: Content headers that an object keeps, and how they are written.
CONTENT_HEADERS = {
    "content-type": "Content-Type",
    "cache-control": "Cache-Control",
    "content-disposition": "Content-Disposition",
    "content-encoding": "Content-Encoding",
    "content-language": "Content-Language",
    "expires": "Expires",
}
_KINDS = {Kind.NORMAL: "Normal", Kind.MULTIPART: "Multipart", Kind.APPENDABLE: "Appendable", Kind.SYMLINK: "Symlink"}
_META = "x-oss-meta-"


def iso_date(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def http_date(seconds: float) -> str:
    return formatdate(int(seconds), usegmt=True)


def quoted(etag: str) -> str:
    return f'"{etag}"'


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
    given = {name: call.head.headers[name] for name in CONTENT_HEADERS if name in call.head.headers}
    return {"content-type": "application/octet-stream", **given}


def user_metadata(call: Call) -> dict[str, str]:
    headers = call.head.headers.items()
    user = {name.removeprefix(_META): value for name, value in headers if name.startswith(_META)}
    check_user_metadata(user)
    return user


def tags_of(call: Call) -> dict[str, str]:
    """x-oss-tagging: percent-encoded pairs joined by "&"."""
    return check_tags(parse_qsl(call.header("x-oss-tagging"), keep_blank_values=True))


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
    match, none_match = call.header(prefix + "if-match"), call.header(prefix + "if-none-match")
    if match and match.strip('"') != version.etag:
        raise OssError("PreconditionFailed", extra={"Condition": "If-Match"})
    unmodified = _date(call.header(prefix + "if-unmodified-since"))
    if unmodified is not None and int(version.modified) > unmodified:
        raise OssError("PreconditionFailed", extra={"Condition": "If-Unmodified-Since"})
    unchanged = {"ETag": quoted(version.etag), "Last-Modified": http_date(version.modified)}
    if none_match and none_match.strip('"') == version.etag:
        raise OssError("NotModified", headers=unchanged)
    modified = _date(call.header(prefix + "if-modified-since"))
    if modified is not None and int(version.modified) <= modified:
        raise OssError("NotModified", headers=unchanged)


def _date(text: str) -> float | None:
    """A date of a condition; one that cannot be read counts as none."""
    try:
        return parsedate_to_datetime(text).timestamp() if text else None
    except ValueError:
        return None


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
    if version.tags and may(call, "GetObjectTagging"):
        headers.append(("x-oss-tagging-count", str(len(version.tags))))
    return headers + _encryption_headers(version.encryption) + _restore_header(version, call.now)


def overridden(headers: list[tuple[str, str]], query: Mapping[str, str]) -> list[tuple[str, str]]:
    """GetObject: response-content-type and its like replace single headers of the answer."""
    wanted = {
        CONTENT_HEADERS[name]: query["response-" + name] for name in CONTENT_HEADERS if "response-" + name in query
    }
    return [*((name, value) for name, value in headers if name not in wanted), *wanted.items()]


def _encryption_headers(encryption: tuple[str, str]) -> list[tuple[str, str]]:
    algorithm, key_id = encryption
    if not algorithm:
        return []
    named = [("x-oss-server-side-encryption-key-id", key_id)] if key_id else []
    return [("x-oss-server-side-encryption", algorithm), *named]


def _restore_header(version: Version, now: float) -> list[tuple[str, str]]:
    thaw = version.thaw(now)
    if version.storage_class not in FROZEN_CLASSES or thaw is Thaw.FROZEN:
        return []
    if thaw is Thaw.RESTORING:
        return [("x-oss-restore", 'ongoing-request="true"')]
    return [("x-oss-restore", f'ongoing-request="false", expiry-date="{http_date(version.readable_until)}"')]
