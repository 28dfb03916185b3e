"""Properties of objects on the wire of COS: from request headers into a `Version`, and back into answer headers.

Pages: PUT Object, HEAD Object, GET Object, PUT Object - Copy.
"""

from __future__ import annotations

from core.sandbox.call import Call
from core.sandbox.conditions import Unmet, unmet
from core.sandbox.cos.errors import CosError
from core.sandbox.cos.names import class_name, encryption_name, etag_of, version_header, world_class, world_encryption
from core.sandbox.cos.rules import OBJECT_ACLS, check_tags, check_user_metadata, check_word
from core.sandbox.etags import quoted
from core.sandbox.extents import Content
from core.sandbox.headers import CONTENT_HEADERS, given_content_headers, http_date, prefixed, restore_state
from core.sandbox.rights import may
from core.sandbox.tagging import tags_in_header
from core.sandbox.world import Bucket, Kind, Version, Versioning

_META = "x-cos-meta-"
_GRANT = "x-cos-grant-"
_ENCRYPTION = "x-cos-server-side-encryption"


# ---------------------------------------------------------------- from a request


def draft(call: Call) -> Version:
    """A version with the properties that the request states, and with COS's defaults for what it does not."""
    return Version(
        Content(),
        "",
        call.now,
        storage_class(call),
        headers=content_headers(call),
        user=user_metadata(call),
        tags=tags_of(call),
        acl=acl_of(call),
        encryption=encryption_of(call),
    )


def content_headers(call: Call) -> dict[str, str]:
    """PUT Object: Content-Type falls back to application/octet-stream."""
    return {"content-type": "application/octet-stream", **given_content_headers(call.head.headers)}


def states_metadata(call: Call) -> bool:
    """Whether the request states content headers or user metadata of its own."""
    return bool(given_content_headers(call.head.headers) or prefixed(call.head.headers, _META))


def user_metadata(call: Call) -> dict[str, str]:
    user = prefixed(call.head.headers, _META)
    check_user_metadata(user)
    return user


def tags_of(call: Call) -> dict[str, str]:
    return check_tags(tags_in_header(call.header("x-cos-tagging")))


def acl_of(call: Call) -> str:
    """The ACL in one word; grants to single accounts are beyond the sandbox, which says so."""
    if prefixed(call.head.headers, _GRANT):
        raise CosError("NotImplemented", "The sandbox knows canned ACLs only.")
    return check_word("x-cos-acl", call.header("x-cos-acl") or "default", OBJECT_ACLS)


def storage_class(call: Call) -> str:
    """The world's class for the one that the request states, else for STANDARD: buckets have no default."""
    wanted = world_class(call.header("x-cos-storage-class") or "STANDARD")
    if wanted is None:
        raise CosError("NotSupportedStorageClass")
    return wanted


def encryption_of(call: Call) -> tuple[str, str]:
    """Algorithm and key id, in the world's words. Keys that the client brings are beyond the sandbox."""
    if prefixed(call.head.headers, _ENCRYPTION + "-customer-"):
        raise CosError("NotImplemented", "The sandbox does not keep objects under keys of the client.")
    given = call.header(_ENCRYPTION)
    if not given:
        return "", ""
    algorithm = world_encryption(given)
    if algorithm is None:
        raise CosError("InvalidArgument", f"The value of {_ENCRYPTION} is not valid.")
    return algorithm, call.header(_ENCRYPTION + "-cos-kms-key-id")


def refuse_existing(bucket: Bucket, key: str, code: str = "PreconditionFailed") -> None:
    """What forbids to overwrite has no effect where versioning is or was on (PUT Object - Copy)."""
    if bucket.versioning is Versioning.NEVER and bucket.newest(key) is not None:
        raise CosError(code)


def check_create_only(call: Call, bucket: Bucket) -> None:
    """x-cos-forbid-overwrite of PUT and of copies: 412 (PUT Object - Copy)."""
    if call.flag("x-cos-forbid-overwrite"):
        refuse_existing(bucket, call.key)


# ---------------------------------------------------------------- conditions


def check_conditions(call: Call, version: Version) -> None:
    """The four conditions of GET and HEAD: 412, and 304 without a body where a difference is demanded."""
    missed = missed_condition(call, version)
    if missed is None:
        return
    if missed.unchanged:
        unchanged = {"ETag": quoted(etag_of(version)), "Last-Modified": http_date(version.modified)}
        raise CosError("NotModified", headers=unchanged)
    raise CosError("PreconditionFailed")


def missed_condition(call: Call, version: Version, prefix: str = "") -> Unmet | None:
    return unmet(call.head.headers, etag_of(version), version.modified, prefix=prefix)


# ---------------------------------------------------------------- into an answer


def written_headers(version: Version, bucket: Bucket) -> list[tuple[str, str]]:
    """What the answer to a write tells of the object."""
    checksum = ("x-cos-hash-crc64ecma", str(version.content.crc64()))
    return [("ETag", quoted(etag_of(version))), checksum, *version_header(version, bucket)]


def shown_headers(call: Call, version: Version, bucket: Bucket) -> list[tuple[str, str]]:
    """Everything that HEAD and GET show of an object besides its length. The class STANDARD is not shown."""
    headers = [("ETag", quoted(etag_of(version))), ("Last-Modified", http_date(version.modified))]
    if version.shows_crc:
        headers.append(("x-cos-hash-crc64ecma", str(version.content.crc64())))
    headers += version_header(version, bucket)
    headers += [(CONTENT_HEADERS[name], value) for name, value in version.headers.items()]
    headers += [(_META + name, value) for name, value in version.user.items()]
    if class_name(version.storage_class) != "STANDARD":
        headers.append(("x-cos-storage-class", class_name(version.storage_class)))
    if version.kind is Kind.APPENDABLE:
        headers.append(("x-cos-object-type", "appendable"))
        headers.append(("x-cos-next-append-position", str(version.content.length)))
    if version.tags and may(call, "GetObjectTagging"):
        headers.append(("x-cos-tagging-count", str(len(version.tags))))
    restore = restore_state(version, call.now)
    return headers + _encryption_headers(version) + ([("x-cos-restore", restore)] if restore else [])


def _encryption_headers(version: Version) -> list[tuple[str, str]]:
    algorithm, key_id = version.encryption
    if not algorithm:
        return []
    named = [(_ENCRYPTION + "-cos-kms-key-id", key_id)] if key_id else []
    return [(_ENCRYPTION, encryption_name(algorithm)), *named]
