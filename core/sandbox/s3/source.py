"""Finds the version that a request reads: for GET and HEAD, for tags and ACL, and as the source of a copy."""

from __future__ import annotations

from dataclasses import dataclass

from core.sandbox.call import decoded
from core.sandbox.headers import http_date
from core.sandbox.rights import may_read
from core.sandbox.s3.call import S3Call
from core.sandbox.s3.errors import S3Error
from core.sandbox.s3.props import check_source_conditions
from core.sandbox.s3.rules import check_key
from core.sandbox.world import Bucket, Version, Versioning

_VERSION = "?versionId="


@dataclass(frozen=True, slots=True)
class Source:
    """What is copied. `pinned` says that the request names a version."""

    bucket: Bucket
    key: str
    version: Version
    pinned: bool

    @property
    def headers(self) -> list[tuple[str, str]]:
        """What the answer to a copy tells of its source."""
        if self.bucket.versioning is Versioning.NEVER:
            return []
        return [("x-amz-copy-source-version-id", self.version.id)]


def wanted_version(call: S3Call, bucket: Bucket) -> Version:
    """The version that key and versionId name. A delete marker is refused as GetObject describes."""
    wanted = call.query.get("versionId")
    if wanted is None:
        return current(bucket, call.key)
    version = _exact(bucket, call.key, wanted)
    if version.marker:
        headers = {"Allow": "DELETE", "Last-Modified": http_date(version.modified), **_marked(version)}
        raise S3Error("MethodNotAllowed", headers=headers, extra={"Method": call.head.method})
    return version


def current(bucket: Bucket, key: str) -> Version:
    """The current version of a key. Raises NoSuchKey when there is none or it is a delete marker."""
    version = bucket.newest(key)
    if version is None or version.marker:
        raise S3Error("NoSuchKey", extra={"Key": key}, headers=_marked(version) if version else {})
    return version


def check_readable(version: Version, now: float, message: str = "") -> None:
    """An archived object must have been restored (RestoreObject)."""
    if not version.readable(now):
        raise S3Error("InvalidObjectState", message)


def source_of(call: S3Call) -> Source:
    """The source of a copy, once everything that can forbid it was looked at."""
    name, key, version_id = _copy_source(call)
    bucket = call.world.buckets.get(name)
    if bucket is None:
        raise S3Error("NoSuchBucket", extra={"BucketName": name})
    version = current(bucket, key) if version_id is None else _exact(bucket, key, version_id)
    if version.marker:
        message = "The source of a copy request may not specifically refer to a delete marker by version id."
        raise S3Error("InvalidRequest", message)
    expected = call.header("x-amz-source-expected-bucket-owner")
    if not may_read(call, bucket, version) or (expected and expected != bucket.owner):
        raise S3Error("AccessDenied")
    check_source_conditions(call, version)
    # CopyObject names ObjectNotInActiveTierError, the list of errors InvalidObjectState; both are 403.
    check_readable(version, call.now, "Operation is not valid for the source object's storage class")
    return Source(bucket, key, version, pinned=version_id is not None)


def _copy_source(call: S3Call) -> tuple[str, str, str | None]:
    """Bucket, key and version id of x-amz-copy-source: `bucket/<percent-encoded key>[?versionId=<id>]`."""
    text = call.header("x-amz-copy-source")
    path, mark, version = text.partition(_VERSION)
    bucket, _, key = decoded(path).removeprefix("/").partition("/")
    if not bucket or not key or "?" in path:
        message = "Copy Source must mention the source bucket and key: sourcebucket/sourcekey"
        raise S3Error.argument("x-amz-copy-source", text, message)
    check_key(key)
    return bucket, key, decoded(version) if mark else None


def _exact(bucket: Bucket, key: str, version_id: str) -> Version:
    if not version_id:
        raise S3Error.argument("versionId", "", "Version id cannot be the empty string")
    version = bucket.version(key, version_id)
    if version is None:
        raise S3Error("NoSuchVersion", extra={"Key": key, "VersionId": version_id})
    return version


def _marked(version: Version) -> dict[str, str]:
    return {"x-amz-delete-marker": "true", "x-amz-version-id": version.id}
